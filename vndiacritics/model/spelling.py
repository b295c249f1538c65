"""P(spelling) of a word that is no Vietnamese syllable: a trigram of letters.

Names of other languages, abbreviations and loan words have likely spellings; `x3` and `k&` have
not. The model tells what must be kept from what is damage.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vndiacritics.orthography.syllable import split_tone

LETTERS = "abcdefghijklmnopqrstuvwxyzăâđêôơư"
SIZE = len(LETTERS) + 1
"""Letters and the border of a word, which is number 0."""

TONE_COST = 1.5
"""Nats for a tone mark in a word that is no syllable."""

SIGN_COST = 6.0
"""Nats for any character that is no letter, or a letter of another script."""

_NUMBERS = {letter: number for number, letter in enumerate(LETTERS, start=1)}


@dataclass(frozen=True)
class Spelling:
    """The compiled trigram.

    Attributes:
        costs: -log P(letter | two letters before), shape (SIZE, SIZE, SIZE).
    """

    costs: NDArray[np.float32]

    def cost(self, word: str) -> float:
        """Return the cost of a lower-case word in nats."""
        bare, tone = split_tone(word)
        total = TONE_COST * len(tone)
        costs = self._flat
        before = 0
        for letter in bare:
            number = _NUMBERS.get(letter)
            if number is None:
                total += SIGN_COST
                number = 0
            else:
                total += costs[before * SIZE + number]
            before = before % SIZE * SIZE + number
        return total + costs[before * SIZE]

    @cached_property
    def _flat(self) -> list[float]:
        """The costs one after the other: single numbers are taken much faster from a list."""
        flat: list[float] = self.costs.ravel().tolist()
        return flat


def estimate(words: dict[str, int]) -> Spelling:
    """Estimate the trigram, interpolated by Witten and Bell's method.

    Args:
        words: lower-case words that are no syllables, with their counts; a word counts as the
            logarithm of its count, so that a few frequent ones do not decide.
    """
    counts = np.zeros((SIZE, SIZE, SIZE))
    for word, times in words.items():
        weight = 1 + np.log(times)
        first = second = 0
        for number in (*(_NUMBERS.get(letter, 0) for letter in split_tone(word)[0]), 0):
            counts[first, second, number] += weight
            first, second = second, number
    lowest = (counts.sum(axis=(0, 1)) + 1) / (counts.sum() + SIZE)
    middle = _interpolated(counts.sum(axis=0), lowest[None, :])
    return Spelling(-np.log(_interpolated(counts, middle[None, :, :])).astype(np.float32))


def _interpolated(counts: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    kinds = (counts > 0).sum(axis=-1, keepdims=True) + 1
    total = counts.sum(axis=-1, keepdims=True)
    result: NDArray[np.float64] = (counts + kinds * lower) / (total + kinds)
    return result
