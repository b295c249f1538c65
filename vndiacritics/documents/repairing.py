"""One way in for all kinds of documents."""

from __future__ import annotations

from vndiacritics.documents import delimited, docx, json_strings
from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.kinds import KINDS
from vndiacritics.documents.reading import Explainer
from vndiacritics.errors import UnsupportedInputError, UsageError

__all__ = ["repair"]


def repair(
    data: bytes, kind: str, restorer: Explainer, *, track_changes: bool = False
) -> RepairedDocument:
    """Repair a document.

    Args:
        data: the whole file.
        kind: one of `KINDS`, as `kind_of` tells it.
        restorer: a `Restorer`; the whole document is given to it as one text.
        track_changes: write each edit of a Word document as a revision.

    Returns:
        The new file, every change and what was left out. The very same bytes where nothing changes.

    Raises:
        BrokenDocumentError: the file is damaged, or made to do harm.
        EncodingError: the encoding of a text file is not clear.
        MissingExtraError: an optional package is not installed.
        UsageError: `track_changes` for a format that has no revisions here.
        ValueError: no such kind.

    Examples:
        >>> from vndiacritics import Restorer
        >>> repair(b'{"ten": "Uy ban nhan dan huyen"}', "json", Restorer()).data.decode()
        '{"ten": "Ủy ban nhân dân huyện"}'
    """
    if kind not in KINDS:
        message = f"no such kind of document: {kind!r}"
        raise ValueError(message)
    if track_changes and kind != "docx":
        raise UsageError(f"tracked changes are for Word documents (.docx), not for {kind}")
    if kind == "docx":
        return docx.repair(data, restorer, track_changes=track_changes)
    if kind in {"csv", "tsv"}:
        return delimited.repair(data, restorer, delimiter="\t" if kind == "tsv" else None)
    if kind not in {"json", "jsonl"}:
        raise UnsupportedInputError(f"{kind} is not repaired yet", remedy="save it as plain text")
    return json_strings.repair(data, restorer, lines=kind == "jsonl")
