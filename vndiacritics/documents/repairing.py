"""One way in for all kinds of documents."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vndiacritics.documents import (
    delimited,
    docx,
    json_strings,
    latex,
    markdown,
    markup,
    odt,
    subtitles,
    xlsx,
)
from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.kinds import KINDS
from vndiacritics.documents.reading import Explainer
from vndiacritics.errors import UsageError

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
    return _ADAPTERS[kind](data, restorer)


_ADAPTERS: dict[str, Callable[[bytes, Explainer], RepairedDocument]] = {
    "csv": delimited.repair,
    "html": markup.repair,
    "json": json_strings.repair,
    "jsonl": partial(json_strings.repair, lines=True),
    "latex": latex.repair,
    "markdown": markdown.repair,
    "odt": odt.repair,
    "srt": subtitles.repair,
    "tsv": partial(delimited.repair, delimiter="\t"),
    "vtt": partial(subtitles.repair, is_vtt=True),
    "xlsx": xlsx.repair,
    "xml": partial(markup.repair, is_html=False),
}
