"""How likely a string is read for a letter before anything was learnt.

A letter is most often read as itself or as its plain form, at times as another mark on the same
base, rarely as anything else, as nothing, or as two or three characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import true_places
from vndiacritics.orthography.letters import plain_letter

SAME = 0.35
PLAIN = 0.35
SAME_BASE = 0.012
OTHER_CASE = 0.01
ANY = 0.002
NOTHING = 0.01
PAIR_WITH_BASE = 0.003
PAIR = 0.00001
TRIPLE = 0.0000002
"""Weights of what a letter is seen as: itself; its plain letter; another letter of that base; that
base in the other case; any other character; nothing; two characters, one of them the base or none;
three. Set by hand: a few occurrences outweigh them (`LetterCosts.smoothing`)."""


@lru_cache(maxsize=1 << 18)
def prior(letter: str, seen: str) -> float:
    """Return the weight of seeing `seen` (0 to 3 characters) for the cased letter `letter`.

    Examples:
        >>> prior("ế", "é") > prior("ế", "x"), prior("ế", "e") > prior("ế", "é")
        (True, True)
    """
    return float(LetterPriors([letter]).rows([seen])[0, 0])


class LetterPriors:
    """`prior` for many letters and strings at once."""

    def __init__(self, letters: Sequence[str]) -> None:
        plain = [plain_letter(letter) for letter in letters]
        # Strings are compared by number; a string that no letter has is number -1.
        self._numbers: dict[str, int] = {}
        self._letters = self._numbered(letters)
        self._plain = self._numbered(plain)
        self._lower = self._numbered([base.lower() for base in plain])

    def _numbered(self, strings: Sequence[str]) -> NDArray[np.intp]:
        return np.array([self._numbers.setdefault(one, len(self._numbers)) for one in strings])

    def rows(self, strings: Sequence[str]) -> NDArray[np.float64]:
        """Return `prior(letter, seen)` for every string and letter, shape (strings, letters)."""
        lengths = np.array([len(seen) for seen in strings], dtype=np.intp)
        weights = np.where(lengths == 0, NOTHING, TRIPLE)
        table = np.repeat(weights[:, None], len(self._letters), axis=1)
        ones = true_places(lengths == 1)
        if len(ones):
            table[ones] = self._single([strings[row] for row in ones.tolist()])
        pairs = true_places(lengths == 2)
        if len(pairs):
            first, second = (
                self._find([plain_letter(strings[row][place]).lower() for row in pairs.tolist()])
                for place in (0, 1)
            )
            held = (self._lower == first) | (self._lower == second)
            table[pairs] = np.where(held, PAIR_WITH_BASE, PAIR)
        return table

    def _single(self, strings: Sequence[str]) -> NDArray[np.float64]:
        plain = [plain_letter(seen) for seen in strings]
        base, seen = self._find(plain), self._find(strings)
        table = np.where(self._lower == self._find([one.lower() for one in plain]), OTHER_CASE, ANY)
        table[self._plain == base] = SAME_BASE
        table[self._plain == seen] = PLAIN
        table[self._letters == seen] = SAME
        return table

    def _find(self, strings: Sequence[str]) -> NDArray[np.intp]:
        """Return the numbers of strings as a column."""
        return np.array([self._numbers.get(one, -1) for one in strings], dtype=np.intp)[:, None]
