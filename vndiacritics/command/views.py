"""What is printed instead of the restored text: changes, JSON, doubts, suggestions."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from vndiacritics.command.parser import Arguments
from vndiacritics.command.word_diff import BOLD, PLAIN, changed_words, word_diff
from vndiacritics.errors import EncodingError

if TYPE_CHECKING:
    from vndiacritics.documents import RepairedDocument
    from vndiacritics.restoration import Restoration

__all__ = ["document_view", "encoded", "view"]

MOST_OTHERS = 3
"""Other readings that a line of --doubts names."""


def view(
    result: Restoration, *, name: str, arguments: Arguments, terminal: bool, colour: bool
) -> bytes:
    """Return what is printed of a restoration.

    Args:
        result: Of the whole text.
        name: How the text is called.
        arguments: With `diff`, `json`, `doubts`, `suggest`, `below`.
        terminal: A person reads it, not a program.
        colour: Words may be coloured.
    """
    if arguments.json:
        return _to_json(result, name, arguments)
    if arguments.diff:
        if terminal or colour:
            return encoded("".join(word_diff(result, name=name, colour=colour)), name)
        return encoded(result.diff(before=name, after=f"{name} (restored)"), name)
    if arguments.doubts:
        return encoded("".join(_doubts(result, name, arguments.below)), name)
    return encoded("".join(_suggestions(result, name)), name)


def document_view(
    found: RepairedDocument, *, name: str, arguments: Arguments, colour: bool
) -> bytes:
    """Return what is printed of a repaired document: its changes, each with its place.

    Args:
        found: The document.
        name: How it is called.
        arguments: With `diff`, `json`, `doubts`, `below`.
        colour: Words may be coloured.
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
    if arguments.doubts:
        doubtful = [edit for edit in found.edits if edit.confidence < arguments.below]
        doubtful.sort(key=lambda edit: edit.confidence)
        lines = [
            f"{name}: {edit.place}: {edit.new} ({edit.confidence:.2f}, was {edit.old})\n"
            for edit in doubtful
        ]
        return encoded("".join(lines), name)
    rows_of_diff = [
        f"{edit.place}: {changed_words(edit.old, edit.new, colour=colour)}\n"
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


def _doubts(result: Restoration, name: str, below: float) -> Iterator[str]:
    """Yield a line for each doubtful token, the least sure first; places are in the new text."""
    ends = [place for place, character in enumerate(result.text) if character == "\n"]
    for token in result.doubts(below=below):
        line = bisect_left(ends, token.place)
        column = token.place - (ends[line - 1] if line else -1)
        old = " ".join(result.source[token.start : token.end].split())
        told = [f"{token.confidence:.2f}"]
        if old != token.text:
            told.append(f"was {old}")
        others = (row.text for row in token.alternatives if row.text != old)
        told += (f"or {text}" for text in islice(others, MOST_OTHERS))
        yield f"{name}:{line + 1}:{column}: {token.text} ({', '.join(told)})\n"


def _to_json(result: Restoration, name: str, arguments: Arguments) -> bytes:
    fields = result.to_dict()
    record = {"file": name, "text": fields["text"], "edits": fields["edits"]}
    record["suggestions"] = fields["suggestions"]
    if arguments.doubts:
        record["doubts"] = [token.to_dict() for token in result.doubts(below=arguments.below)]
    # What `backslashreplace` makes of a lone surrogate is just JSON's escape for it.
    return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
