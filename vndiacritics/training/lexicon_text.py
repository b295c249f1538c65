"""The lexicon as text, so that the language model knows its words in context.

Corpora of laws and news hardly name most communes, and the register of local reports is rare in
them. Lines such as `xã A, huyện B, tỉnh C` are made from the tables and learnt from like any other
text. They state facts of the tables, nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vndiacritics.errors import LexiconError
from vndiacritics.files import read_table
from vndiacritics.pieces import PIECE

Row = dict[str, str]


def read_rows(folder: Path, table: str) -> list[Row]:
    """Read a table of the lexicon.

    Raises:
        LexiconError: it is missing, no UTF-8, or has no column `form`.
    """
    path = folder / f"{table}.tsv"
    try:
        rows = read_table(path)
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"{path} cannot be read", remedy="name the project's lexicon folder with --lexicon"
        ) from error
    if rows and "form" not in rows[0]:
        raise LexiconError(f"{path} has no column 'form'", remedy="see lexicon/README.md")
    return rows


def words(folder: Path) -> set[str]:
    """Return the lower-case words every vocabulary must hold.

    These are the syllables, and the letters of abbreviations and document symbols.
    """
    found = {row["form"] for row in read_rows(folder, "syllables")}
    for table in ("abbreviations", "symbols"):
        for row in read_rows(folder, table):
            found.update(piece for piece in PIECE.findall(row["form"].lower()) if piece.isalpha())
    return found


def lines(folder: Path) -> Iterator[str]:
    """Return the lexicon as lines of text, in the order of its tables."""
    yield from place_lines(read_rows(folder, "places"))
    for table in ("agencies", "positions", "formulas", "phrases", "terms"):
        for row in read_rows(folder, table):
            yield row["form"]
    for row in read_rows(folder, "abbreviations"):
        for expansion in row["expansion"].split("; "):
            if expansion:
                yield f"{expansion} ({row['form']})"
    for row in read_rows(folder, "symbols"):
        yield f"số 1/{row['form']}"


def place_lines(rows: list[Row]) -> Iterator[str]:
    """Name each place with those that hold it, with commas and without.

    Examples:
        >>> columns = ("form", "category", "type", "parent")
        >>> places = ("Mùa", "commune-2025", "xã", "Đông"), ("Đông", "province-2025", "tỉnh", "")
        >>> rows = [dict(zip(columns, place, strict=True)) for place in places]
        >>> list(place_lines(rows))[:2]
        ['xã Mùa, tỉnh Đông', 'xã Mùa tỉnh Đông']
    """
    held: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        level, _, period = row["category"].partition("-")
        held[level, period, row["form"]] = row
    for row in rows:
        level, _, period = row["category"].partition("-")
        above = _ABOVE.get((level, period), "")
        chains = [
            chain for parent in _split(row["parent"]) for chain in _chains(parent, above, held)
        ]
        for kind in _split(row["type"]):
            name = f"{kind} {row['form']}"
            for chain in chains or [()]:
                yield ", ".join((name, *chain))
                yield " ".join((name, *chain[:1]))


_ABOVE = {
    ("commune", "before-2025"): "district",
    ("commune", "2025"): "province",
    ("district", "before-2025"): "province",
}
"""What holds a place of a level and period."""


def _chains(
    parent: str, level: str, held: dict[tuple[str, str, str], Row]
) -> list[tuple[str, ...]]:
    """Return what a holding place may be called, with what holds it in turn."""
    period = "before-2025" if level == "district" else ""
    row = held.get((level, period or "2025", parent)) or held.get((level, "before-2025", parent))
    if row is None:
        return [(parent,)]
    provinces = (
        [chain for name in _split(row["parent"]) for chain in _chains(name, "province", held)]
        if level == "district"
        else []
    )
    names = [f"{kind} {parent}" for kind in _split(row["type"])]
    return [(name, *chain) for name in names for chain in provinces or [()]]


def _split(cell: str) -> list[str]:
    return [part for part in re.split("[,;] ", cell) if part]
