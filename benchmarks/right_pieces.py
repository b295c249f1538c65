"""Harm by length: ``python -m benchmarks pieces --data ../shared``.

Pieces of some words are cut from right texts, as a cell, a label or a search box holds them; one
word at least has its marks. Each is restored by itself, and each that does not come back byte for
byte was harmed, unless it held a typing error: ``--changes`` lists them for a reader.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.genres import beginning
from benchmarks.pages import EXAMPLES, read
from benchmarks.report import grid
from benchmarks.runner import Restore, load_product
from vndiacritics.orthography.letters import LETTERS, canonical

LENGTHS = (1, 2, 3, 5, 10, 20)
"""Words of the pieces."""

PIECES = 1_000
"""Of each genre and length; fewer where its text is short."""

TOKENS = 20_000
"""Of a genre's text, from its beginning, that pieces are cut from."""

FOLDERS = {"genres": "", "documents": "official", "clean/technical": "technical handbooks"}
"""Folders of the shared data with right texts; the genre, or none where each file is one."""


@dataclass(frozen=True)
class Harm:
    """What became of the pieces of one genre and length.

    Attributes:
        genre: Of the text.
        length: Words of a piece.
        pieces: How many were restored.
        changed: Those that changed, each with what it became.
    """

    genre: str
    length: int
    pieces: int
    changed: tuple[tuple[str, str], ...]

    @property
    def rate(self) -> float:
        """Pieces changed of 1,000."""
        return 1000 * len(self.changed) / self.pieces if self.pieces else 0.0


def texts(data: Path | None) -> dict[str, str]:
    """Return right text by genre, the example where there is no shared data."""
    if data is None or not data.is_dir():
        return {"example": read(EXAMPLES / "bao-cao.txt")}
    found: dict[str, str] = {}
    for folder, genre in FOLDERS.items():
        for path in sorted((data / folder).glob("*.txt")):
            name = genre or path.stem
            found[name] = found.get(name, "") + beginning(read(path), TOKENS) + "\n"
    return found


def cut(text: str, length: int, *, most: int = PIECES, seed: int = 1) -> list[str]:
    r"""Cut pieces of lines, each of so many words, one at least with marks of Vietnamese.

    Args:
        text: A right one.
        length: Words of a piece.
        most: Pieces, drawn at random and each once.
        seed: Of the draw.

    Examples:
        >>> cut("Lưu: VT.\\nKý tên", 2)
        ['Ký tên', 'Lưu: VT.']
    """
    found = sorted({piece for line in text.splitlines() for piece in _pieces(line.split(), length)})
    random.Random(seed).shuffle(found)  # noqa: S311 - a draw that can be repeated, no secret
    return found[:most]


def _pieces(words: Sequence[str], length: int) -> Iterator[str]:
    for start in range(len(words) - length + 1):
        piece = " ".join(words[start : start + length])
        if any(one in LETTERS and not one.isascii() for one in canonical(piece)):
            yield piece


def measured(restore: Restore, genres: Mapping[str, str], lengths: Sequence[int]) -> list[Harm]:
    """Restore pieces of each genre and length."""
    found = []
    for genre, text in genres.items():
        for length in lengths:
            pieces = cut(text, length)
            rows = zip(pieces, restore(pieces), strict=True)
            changed = tuple((old, new) for old, new in rows if old != new)
            found.append(Harm(genre, length, len(pieces), changed))
    return found


def table(rows: Sequence[Harm]) -> str:
    """Draw pieces changed of 1,000: a line a genre, a column a length."""
    lengths = sorted({row.length for row in rows})
    by_genre: dict[str, dict[int, Harm]] = {}
    for row in rows:
        by_genre.setdefault(row.genre, {})[row.length] = row
    lines = [("right text, pieces changed of 1,000", *(f"{n} words" for n in lengths))]
    for genre, cells in by_genre.items():
        lines.append((genre, *(f"{cells[n].rate:.1f}" if n in cells else "–" for n in lengths)))
    every = [[row for row in rows if row.length == n] for n in lengths]
    pieces = [sum(row.pieces for row in column) for column in every]
    changed = [sum(len(row.changed) for row in column) for column in every]
    rates = (f"{1000 * c / max(1, n):.1f}" for c, n in zip(changed, pieces, strict=True))
    lines += [("**all**", *rates), ("pieces", *(f"{n:,}" for n in pieces))]
    return grid(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pieces", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, metavar="DIR", help="shared data; without it examples/ is used")
    add("--words", type=int, nargs="+", default=LENGTHS, metavar="N", help="lengths of pieces")
    add("--changes", action="store_true", help="list the pieces that changed")
    options = parser.parse_args(arguments)
    product = load_product()
    rows = measured(product.restore_batch, texts(options.data), options.words)
    print(table(rows))
    print("tuned: errors were read on these texts; pieces with a typing error count too")
    print(product.signature)
    if options.changes:
        for row in rows:
            for old, new in row.changed:
                print(f"{row.genre}\t{row.length}\t{old}\t{new}")
    return 0
