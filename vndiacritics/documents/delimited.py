"""Columns: CSV and TSV.

Cells are read column by column, since what ails one cell ails its column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.encoded import decoded
from vndiacritics.documents.flat import SLUG, FlatReading, without_new
from vndiacritics.documents.reading import PARAGRAPH, Explainer

__all__ = ["repair"]

DELIMITERS = ",;\t|"
"""What may part the fields of a CSV file, the likelier first."""

SAMPLE = 50
"""Records that tell the delimiter."""

_IDENTIFIER = re.compile(r"\s*[A-Za-z_$][\w.$:/-]*\s*", re.ASCII)
"""Names of columns that a program reads: a header of such names stays."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a record: its span without the quotes."""

    row: int
    column: int
    start: int
    stop: int
    quoted: bool


def repair(data: bytes, restorer: Explainer, *, delimiter: str | None = None) -> RepairedDocument:
    """Repair the cells that hold words.

    Args:
        data: the file.
        restorer: reads the cells.
        delimiter: what parts the fields; None tells it by the file.

    Raises:
        EncodingError: the encoding is not clear.
    """
    encoded = decoded(data)
    delimiter = delimiter or _delimiter(encoded.text)
    fields = list(_fields(encoded.text, delimiter))
    named = [row for row in fields if row.row == 0]
    first = int(all(_IDENTIFIER.fullmatch(encoded.text, row.start, row.stop) for row in named))
    flat = FlatReading(encoded.text)
    bare = without_new(delimiter + '"\r\n')
    for field in sorted(fields, key=lambda row: (row.column, row.row)):
        text = encoded.text[field.start : field.stop]
        if field.row < first or not any(map(str.isalpha, text)) or SLUG.fullmatch(text):
            continue
        place = f"row {field.row + 1}, column {field.column + 1}"
        if field.quoted:
            offsets = _offsets(text, field.start)
            text = text.replace('""', '"')
            flat.spelt(text, offsets, writer=_quoted_writer, place=place)
        else:
            flat.copy(field.start, field.stop, writer=bare, place=place)
        flat.gap(PARAGRAPH)
    return flat.repaired(encoded, data, restorer)


def _offsets(text: str, start: int) -> list[int]:
    """Return where each character begins in the source, a doubled quote being one."""
    offsets = []
    place = 0
    while place < len(text):
        offsets.append(start + place)
        place += 2 if text.startswith('""', place) else 1
    return [*offsets, start + len(text)]


def _quoted_writer(old: str, new: str) -> str | None:  # noqa: ARG001  (as all writers)
    return new.replace('"', '""')


def _delimiter(text: str) -> str:
    """Return the delimiter under which the most records have equally many fields."""
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        sizes: Counter[int] = Counter()
        row = columns = 0
        for field in _fields(text, delimiter):
            if field.row >= SAMPLE:
                break
            if field.row != row:
                sizes[columns] += 1
                row = field.row
            columns = field.column + 1
        else:
            sizes[columns] += 1
        size, count = max(sizes.items(), key=lambda pair: (pair[0] > 1, pair[1]))
        share = count / sizes.total() if size > 1 else 0.0
        if share > most:
            best, most = delimiter, share
    return best


def _fields(text: str, delimiter: str) -> Iterator[_Field]:
    """Yield the fields of all records; a quote that never closes quotes nothing."""
    sign = re.escape(delimiter)
    pattern = re.compile(
        rf'"(?P<quoted>(?:[^"]|"")*)"(?={sign}|\r?\n|\r|\Z)|(?P<bare>[^\r\n{sign}]*)'
    )
    ends = re.compile(rf"{sign}|\r\n|\n|\r")
    place = row = column = 0
    while place < len(text):
        match = pattern.match(text, place)
        if match is None:  # the pattern matches the empty text
            return
        quoted = match["quoted"] is not None
        start, stop = match.span("quoted" if quoted else "bare")
        yield _Field(row, column, start, stop, quoted)
        end = ends.match(text, match.end())
        if end is None:
            return
        place = end.end()
        if end[0] == delimiter:
            column += 1
        else:
            row, column = row + 1, 0
