"""P(observed string | intended letter) before anything was learnt.

A letter is most often read as itself or as its plain form, at times as another mark on the same
base, rarely as anything else, as nothing, or as two or three characters.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

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


@lru_cache(maxsize=1 << 18)
def prior(letter: str, seen: str) -> float:
    """Give the weight of seeing `seen` (0 to 3 characters) for the cased letter `letter`.

    Examples:
        >>> prior("ế", "é") > prior("ế", "x"), prior("ế", "e") > prior("ế", "é")
        (True, True)
    """
    return float(LetterPriors([letter]).row(seen)[0])


class LetterPriors:
    """`prior` for many letters at once."""

    def __init__(self, letters: list[str]) -> None:
        plain = [plain_letter(letter) for letter in letters]
        self._letters = np.array(letters)
        self._plain = np.array(plain)
        self._lower = np.array([base.lower() for base in plain])

    def row(self, seen: str) -> NDArray[np.float64]:
        """Give `prior(letter, seen)` for every letter, shape (letters,)."""
        number = len(self._letters)
        if len(seen) == 0:
            return np.full(number, NOTHING)
        if len(seen) > 2:
            return np.full(number, TRIPLE)
        plain = [plain_letter(one) for one in seen]
        if len(seen) == 2:
            held = np.isin(self._lower, [base.lower() for base in plain])
            return np.where(held, PAIR_WITH_BASE, PAIR)
        row = np.where(self._lower == plain[0].lower(), OTHER_CASE, ANY)
        row[self._plain == plain[0]] = SAME_BASE
        row[self._plain == seen] = PLAIN
        row[self._letters == seen] = SAME
        return row
