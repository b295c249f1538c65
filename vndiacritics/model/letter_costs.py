"""-log P(observed string | intended letter), for all letters at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model.letter_prior import LetterPriors
from vndiacritics.model.rows import F32, Ints, Rows
from vndiacritics.orthography.letters import plain_letter

LONGEST = 3
"""Characters that a letter may be read as at most."""

ONCE = 0.5
"""Expected count from which a letter was seen as a string."""

DISCOUNT = 0.8
"""Taken off each count and given to what was never seen."""

ACCIDENT = 0.01
"""Share of letters that are read by accident: by the prior, however well their habits are known."""

ROWS_KEPT = 20_000
"""Strings whose costs are kept for the next look-up."""


class Counts(NamedTuple):
    """How often what was seen as what.

    Attributes:
        strings: the place of each seen string.
        pointers: first pair of each string, and the number of pairs, shape (strings + 1,).
        where: number of the letter or part of each pair, shape (pairs,).
        times: occurrences of each pair, shape (pairs,).
    """

    strings: dict[str, int]
    pointers: Ints
    where: Ints
    times: NDArray[np.float64]

    def of(self, strings: Sequence[str]) -> tuple[Ints, Ints, NDArray[np.float64]]:
        """Return the pairs of some strings: place in `strings`, letter or part, occurrences."""
        rows = [row for row, seen in enumerate(strings) if seen in self.strings]
        if not rows:
            return _NO_PAIRS
        places = np.array([self.strings[strings[row]] for row in rows], dtype=np.intp)
        firsts = self.pointers[places]
        sizes = self.pointers[places + 1] - firsts
        ends = np.cumsum(sizes)
        pairs = np.arange(sizes.sum()) + np.repeat(firsts - (ends - sizes), sizes)
        owners = np.repeat(np.array(rows, dtype=np.intp), sizes)
        return owners, self.where[pairs], self.times[pairs]


_NO_PAIRS = (
    np.zeros(0, dtype=np.intp),
    np.zeros(0, dtype=np.intp),
    np.zeros(0, dtype=np.float64),
)
"""What most strings have; never written in."""


def pools(letters: list[str]) -> list[NDArray[np.intp]]:
    """Group letters twice, fine and coarse: what is rare for one is learnt from its group.

    Fine: the same plain letter, case and markedness (`ớ` with `ộ`, not with `o`). Coarse: all
    marked letters of a case, all plain ones of a case.
    """
    fine: dict[tuple[str, bool, bool], int] = {}
    coarse: dict[tuple[bool, bool], int] = {}
    rows: tuple[list[int], list[int]] = ([], [])
    for letter in letters:
        plain = plain_letter(letter)
        key = (plain.lower(), letter.isupper(), plain != letter)
        rows[0].append(fine.setdefault(key, len(fine)))
        rows[1].append(coarse.setdefault(key[1:], len(coarse)))
    return [np.array(row, dtype=np.intp) for row in rows]


@dataclass
class LetterCosts:
    """-log P(seen | letter) for all letters at once.

    Attributes:
        letters: the intended letters, cased.
        totals: occurrences of each letter in the pairs, shape (letters,).
        counts: occurrences of (letter, seen): for each seen string the letters and their counts.
        smoothing: weight of each coarser distribution, in occurrences.
    """

    letters: list[str]
    totals: NDArray[np.float64]
    counts: Counts
    smoothing: float

    def __post_init__(self) -> None:
        self._pools = pools(self.letters)
        self._priors = LetterPriors(self.letters)
        number = len(self.letters)
        held = self.counts.where[self.counts.times >= ONCE]
        kinds = np.bincount(held, minlength=number).astype(np.float64)
        self._kinds = kinds
        self._pool_kinds = [np.bincount(pool, kinds) + self.smoothing for pool in self._pools]
        self._kept = Rows(number)

    def rows(self, strings: Sequence[str]) -> F32:
        """Return the costs of strings for every letter, shape (strings, letters)."""
        if len(self._kept) >= ROWS_KEPT:
            self._kept.clear()
        places = self._kept.find(strings, self._computed)
        return self._kept.table[places]

    def _computed(self, strings: list[str]) -> F32:
        """Compute rows by absolute discounting.

        Coarser levels count distinct letters instead of occurrences, as Kneser and Ney's lower
        orders do.
        """
        accident = self._priors.rows(strings)
        chance = accident
        row, where, times = self.counts.of(strings)
        held = times >= ONCE
        for pool, kinds in zip(reversed(self._pools), reversed(self._pool_kinds), strict=True):
            size = len(kinds)
            cells = row[held] * size + pool[where[held]]
            seen_by = np.bincount(cells, minlength=len(strings) * size).reshape(-1, size)
            chance = (seen_by[:, pool] + self.smoothing * chance) / kinds[pool]
        weight = (DISCOUNT * self._kinds + self.smoothing) * chance
        weight[row, where] += np.maximum(times - DISCOUNT, 0.0)
        learnt = weight / (self.totals + self.smoothing)
        costs: F32 = -np.log((1 - ACCIDENT) * learnt + ACCIDENT * accident).astype(np.float32)
        return costs
