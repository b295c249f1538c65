"""Pairs of clean and OCR'd text: aligning their tokens.

A page of a pair is `NAME.ref.txt` beside `NAME.<engine>.txt` (`eng`, `vie`). Where many engines
read the same pages, references may lie in `ref/` and each engine's readings in a folder of its
name: `ref/NAME.ref.txt`, `tess-fra/NAME.tess-fra.txt`.

Tokens are aligned by edit distance over tokens, a substitution costing the share of letters that
differ once marks are off; what aligns one to one and is like enough is a pair to learn from, and so
is a word read as something else altogether (`là` as `14`) between two that are like enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from vndiacritics.orthography.letters import nfc, strip_marks
from vndiacritics.orthography.signs import BEFORE_WORDS, BEHIND_WORDS

# Engines read quotation marks for those of the other side.
LEADING = BEFORE_WORDS + "”’"
TRAILING = BEHIND_WORDS + "“‘"

_SKIP = 0.75
"""Cost of leaving a token without a partner; partners that differ more are not like enough."""

_REFERENCE = ".ref.txt"


def align(reference: list[str], observed: list[str]) -> list[tuple[str, str]]:
    """Align two token lists.

    Returns:
        Pairs of tokens that stand for each other, in order; tokens without a partner are left out.
    """
    if not reference or not observed:
        return []
    plain = [strip_marks(token).lower() for token in reference]
    seen = [strip_marks(token).lower() for token in observed]
    cost = cdist(plain, seen, scorer=Levenshtein.normalized_distance, dtype=np.float32)
    rows, columns = cost.shape
    total = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    total[0] = np.arange(columns + 1) * _SKIP
    total[:, 0] = np.arange(rows + 1) * _SKIP
    skips = np.arange(columns + 1, dtype=np.float32) * np.float32(_SKIP)
    for row in range(1, rows + 1):
        best = np.minimum(total[row - 1, 1:] + _SKIP, total[row - 1, :-1] + cost[row - 1])
        line = np.concatenate((total[row, :1], best)) - skips
        total[row] = np.minimum.accumulate(line) + skips
    steps = []
    row, column = rows, columns
    while row and column:
        here = total[row, column]
        if abs(here - total[row - 1, column - 1] - cost[row - 1, column - 1]) < 1e-3:
            row, column = row - 1, column - 1
            steps.append((row, column))
        elif abs(here - total[row - 1, column] - _SKIP) < 1e-3:
            row -= 1
        else:
            column -= 1
    steps.reverse()
    alike = [bool(cost[step] <= _SKIP) for step in steps]
    held = [False, *(_is_next(*two) for two in pairwise(steps)), False]
    return [
        (reference[row], observed[column])
        for place, (row, column) in enumerate(steps)
        if alike[place]
        or (
            held[place]
            and held[place + 1]
            and alike[place - 1]
            and alike[place + 1]
            and abs(len(plain[row]) - len(seen[column])) <= 1
        )
    ]


def _is_next(step: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether no token lies between two steps on either side."""
    return other[0] - step[0] == other[1] - step[1] == 1


def core_pair(reference: str, observed: str) -> tuple[str, str] | None:
    """Take the signs off that both tokens begin or end with; None where no word is left.

    Examples:
        >>> core_pair("(Quảng", "(Qudng"), core_pair("sở,", "s&,"), core_pair("2022,", "2022,")
        (('Quảng', 'Qudng'), ('sở', 's&'), None)
    """
    while reference and observed and reference[0] == observed[0] and reference[0] in LEADING:
        reference, observed = reference[1:], observed[1:]
    while reference and observed and reference[-1] == observed[-1] and reference[-1] in TRAILING:
        reference, observed = reference[:-1], observed[:-1]
    if not observed or not reference.isalpha():
        return None
    return reference, observed


def read_references(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and reference (NFC) of the pages of a folder, sorted by name."""
    for path in _references(folder):
        yield path.name.removesuffix(_REFERENCE), nfc(path.read_text(encoding="utf-8"))


def _references(folder: Path) -> list[Path]:
    return sorted([*folder.glob(f"*{_REFERENCE}"), *folder.glob(f"ref/*{_REFERENCE}")])


def read_pages(folders: list[Path], engine: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, reference and observed text (NFC) of the pairs in folders, sorted by name."""
    for folder in folders:
        for reference in _references(folder):
            name = reference.name.removesuffix(_REFERENCE)
            reading = f"{name}.{engine}.txt"
            for observed in (reference.parent / reading, folder / engine / reading):
                if observed.exists():
                    yield (
                        name,
                        nfc(reference.read_text(encoding="utf-8")),
                        nfc(observed.read_text(encoding="utf-8")),
                    )
                    break
