"""JSON and JSON lines: the values that are strings. Keys, numbers and escapes stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.encoded import decoded
from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.documents.flat import SLUG, FlatReading, Writer
from vndiacritics.documents.reading import PARAGRAPH, Explainer

__all__ = ["repair"]

_TOKEN = re.compile(r'"(?P<string>(?:[^"\\]|\\.)*)"(?P<key>\s*:)?|[{}\[\]]')
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u.{4}|\\.")
_FOREIGN_ESCAPE = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
_NO_TEXT = re.compile(r"\S*://\S*|[\w+/-]{40,}=*|data:\S*|#[0-9a-fA-F]{3,8}", re.ASCII)
"""Addresses, digests, data, colours."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that is a string: the last key above it, and its span without the quotes."""

    key: str
    start: int
    stop: int


def repair(data: bytes, restorer: Explainer, *, lines: bool = False) -> RepairedDocument:
    """Repair the values that are strings.

    Args:
        data: the file.
        restorer: reads the values; those of one key together.
        lines: each line is a JSON text.

    Raises:
        BrokenDocumentError: it is no JSON; names the place.
        EncodingError: the encoding is not clear.
    """
    encoded = decoded(data)
    text = encoded.text
    if not text.strip():
        return RepairedDocument(data)
    for number, line in enumerate(text.split("\n") if lines else [text], 1):
        if not lines or line.strip():
            _check(line, number if lines else None)
    flat = FlatReading(text)
    escapes = text.isascii() and _FOREIGN_ESCAPE.search(text) is not None
    writer = _writer(escapes=escapes)
    homes: dict[str, int] = {}
    values = list(_values(text))
    for value in values:
        homes.setdefault(value.key, len(homes))
    for value in sorted(values, key=lambda row: homes[row.key]):
        offsets, letters = _spelt(text[value.start : value.stop], value.start)
        if any(map(str.isalpha, letters)) and not _is_for_programs(letters):
            flat.spelt(letters, offsets, writer=writer)
            flat.gap(PARAGRAPH)
    return flat.repaired(encoded, data, restorer)


def _is_for_programs(text: str) -> bool:
    return _NO_TEXT.fullmatch(text) is not None or SLUG.fullmatch(text) is not None


def _check(text: str, line: int | None) -> None:
    try:
        json.loads(text, parse_int=_unread, parse_float=_unread)
    except json.JSONDecodeError as error:
        place = f"line {line or error.lineno}, column {error.colno}"
        raise BrokenDocumentError(f"no JSON: {place}: {error.msg}", remedy="mend it") from error
    except RecursionError as error:
        raise BrokenDocumentError("JSON that is nested too deep") from error


def _unread(number: str) -> str:
    """Leave a number unread: one of a million digits is no reason to wait."""
    return number


def _values(text: str) -> Iterator[_Value]:
    keys: list[str] = []
    key = ""
    for match in _TOKEN.finditer(text):
        if match["string"] is None:
            if match[0] in "{[":
                keys.append(key)
            elif keys:
                key = keys.pop()
        elif match["key"]:
            key = match["string"]
        else:
            yield _Value(key, *match.span("string"))


def _spelt(source: str, start: int) -> tuple[list[int], str]:
    """Read a string: where each character begins in the file, and the characters."""
    if "\\" not in source:
        return list(range(start, start + len(source) + 1)), source
    offsets: list[int] = []
    letters: list[str] = []
    place = 0
    while place < len(source):
        offsets.append(start + place)
        match = _ESCAPE.match(source, place)
        spelling = match[0] if match else source[place]
        letters.append(json.loads(f'"{spelling}"') if match else spelling)
        place += len(spelling)
    return [*offsets, start + len(source)], "".join(letters)


def _writer(*, escapes: bool) -> Writer:
    def write(old: str, new: str) -> str | None:  # noqa: ARG001  (as all writers)
        return json.dumps(new, ensure_ascii=escapes)[1:-1]

    return write
