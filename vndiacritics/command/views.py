"""What is printed instead of the restored text: changes, JSON, suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vndiacritics.command.messages import place_in
from vndiacritics.command.parser import Arguments
from vndiacritics.command.word_diff import BOLD, PLAIN, changed_words, word_diff
from vndiacritics.errors import EncodingError

if TYPE_CHECKING:
    from vndiacritics.documents import RepairedDocument
    from vndiacritics.restoration import Restoration

__all__ = ["document_view", "encoded", "view"]


def view(
    result: Restoration, *, name: str, arguments: Arguments, terminal: bool, colour: bool
) -> bytes:
    """Return what is printed of a restoration.

    Args:
        result: Of the whole text.
        name: How the text is called.
        arguments: With `diff`, `json`, and for JSON `doubts` and `below`; else suggestions.
        terminal: A person reads it, not a program.
        colour: Words may be coloured.
    """
    if arguments.json:
        return _to_json(result, name, arguments)
    if arguments.diff:
        if terminal or colour:
            return encoded("".join(word_diff(result, name=name, colour=colour)), name)
        return encoded(result.diff(before=name, after=f"{name} (restored)"), name)
    return encoded("".join(_suggestions(result, name)), name)


def document_view(
    found: RepairedDocument, *, name: str, arguments: Arguments, colour: bool, language: str = "en"
) -> bytes:
    """Return what is printed of a repaired document: its changes, each with its place.

    Args:
        found: The document.
        name: How it is called.
        arguments: With `json`.
        colour: Words may be coloured.
        language: Of the places; those of JSON are for programs and stay.
    """
    if arguments.json:
        rows = []
        for edit in found.edits:
            others = [
                {"text": row.text, "probability": row.probability} for row in edit.alternatives
            ]
            rows.append({**vars(edit), "alternatives": others})
        record = {"file": name, "edits": rows, "notes": list(found.notes)}
        return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    rows_of_diff = [
        f"{place_in(edit.place, language)}: {changed_words(edit.old, edit.new, colour=colour)}\n"
        for edit in found.edits
    ]
    heading = [f"{BOLD}{name}{PLAIN}\n" if colour else f"{name}\n"] if rows_of_diff else []
    return encoded("".join(heading + rows_of_diff), name)


def encoded(text: str, name: str) -> bytes:
    """Return a text as UTF-8.

    Raises:
        EncodingError: It holds half a surrogate pair.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EncodingError(
            f"{name}: holds a lone surrogate, which UTF-8 cannot write, "
            f"at code point {error.start}",
            remedy="give another --encoding, or use --json",
        ) from error


def _suggestions(result: Restoration, name: str) -> Iterator[str]:
    """Yield a line for each suggestion: file, line and column from 1, old, new, confidence.

    What the restorer would change at once is listed with the rest, in the order of the text.
    """
    for edit in sorted((*result.edits, *result.suggestions), key=lambda edit: edit.start):
        line = result.source.count("\n", 0, edit.start) + 1
        column = edit.start - result.source.rfind("\n", 0, edit.start)
        yield f"{name}:{line}:{column}: {edit.old} → {edit.new} ({edit.confidence:.2f})\n"


def _to_json(result: Restoration, name: str, arguments: Arguments) -> bytes:
    fields = result.to_dict()
    record = {"file": name, "text": fields["text"], "edits": fields["edits"]}
    record["suggestions"] = fields["suggestions"]
    if arguments.doubts:
        record["doubts"] = [token.to_dict() for token in result.doubts(below=arguments.below)]
    # What `backslashreplace` makes of a lone surrogate is just JSON's escape for it.
    return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
