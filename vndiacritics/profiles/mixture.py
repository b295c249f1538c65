"""Damage as a mixture: at which rates words of a line were kept, lost marks or were misread.

Each word of a line went one of several ways: one of `losses.LOSSES` took its marks, or it was
misread. The rates belong to the line and are drawn towards those of its document;
expectation-maximisation finds both (Dempster, Laird and Rubin 1977). Here words are weighed without
context, which costs a look-up a word and tells where a lattice of all ways is worth building; what
the search makes of it tells more (`vndiacritics.adaptation.rates`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints
from vndiacritics.orthography.letters import to_old_placement
from vndiacritics.profiles.losses import HOLE, KEPT, WAYS, LossIndex, untouched
from vndiacritics.profiles.word_kinds import ENDS

F64 = NDArray[np.float64]

MISREAD = WAYS
"""Place of the rate of misread words, behind those of the losses."""

RATES = WAYS + 1

ROUNDS = 8
"""Rounds of expectation-maximisation: rates move by less than a tenth of themselves then."""

DRAWN = 15.0
"""Words that the document's rates are worth in a line."""

PRIOR_KEPT = 0.5
PRIOR_LOST = 0.01
"""Words that a document is taken to hold before it is read, by way."""

LEAST_CHANCE = 1e-12

MISREAD_SHARE = 0.3
LEAST_MISREAD = 0.003
"""Of the words that are neither syllables nor known, and of all others, how many are taken for
misread before the search tells."""

QUESTION = 0.02
"""Share of words behind which a question mark is one."""

NO_RATES = (1.0, *[0.0] * WAYS)
"""Rates of a line that is no mixture."""

_ENDS = ENDS.replace(HOLE, "")


class Evidence:
    """What single words tell of the way they went.

    Args:
        index: the vocabulary behind losses.
        spelling: cost in nats of a word that is no syllable.
        unknown: probability of a word that the vocabulary has not.
    """

    def __init__(self, index: LossIndex, spelling: Callable[[str], float], unknown: float) -> None:
        self._index = index
        self._spelling = spelling
        self._unknown = unknown
        self._known: dict[str, tuple[float, ...]] = {}

    def line(self, tokens: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the probability of each token of a line behind each way.

        Tokens that tell nothing (numbers, codes, signs) are left out.
        """
        if len(self._known) > TOKENS_KEPT:
            self._known = {}
        words = [token for token in tokens if any(map(str.isalpha, token))]
        capitals = [token for token in words if token.isupper() and len(token) > 1]
        # Among small letters, capitals without marks are abbreviations and codes.
        short = set() if 2 * len(capitals) > len(words) else set(filter(str.isascii, capitals))
        return [told for token in tokens if token not in short and (told := self.of(token))]

    def of(self, token: str) -> tuple[float, ...]:
        """Return the probability of a token behind each way; () where it tells nothing."""
        found = self._known.get(token)
        if found is None:
            found = self._known[token] = self._weighed(token.strip(_ENDS).replace("\ufffd", HOLE))
        return found

    def _weighed(self, core: str) -> tuple[float, ...]:
        letters = sum(map(str.isalpha, core))
        if not letters or letters + core.count(HOLE) < len(core):
            return ()
        lower = to_old_placement(core.lower())
        chances = self._index.chances(lower)
        whole = lower.rstrip(HOLE)
        if whole != lower:
            asked = self._index.chances(whole)
            chances = [one + QUESTION * other for one, other in zip(chances, asked, strict=True)]
        odd = self._unknown * math.exp(-self._spelling(lower)) + LEAST_CHANCE
        left = untouched(lower)
        return (*[one + odd * (left >> way & 1) for way, one in enumerate(chances)], odd)


TOKENS_KEPT = 200_000
"""Tokens whose evidence is kept for the next text."""


@dataclass(frozen=True)
class Damage:
    """What the words of a document tell of its damage.

    Attributes:
        rates: of each line, shape (lines, RATES).
        gains: nats by which each line is likelier so than with all words kept, shape (lines,).
        odd: words of each line that are neither syllables nor known, behind any loss,
            shape (lines,).
        sizes: words of each line that tell something, shape (lines,).
    """

    rates: F64
    gains: F64
    odd: F64
    sizes: Ints


def estimate(lines: Sequence[Sequence[tuple[float, ...]]]) -> Damage:
    """Estimate the rates of a document's lines.

    Args:
        lines: what the words of each line tell; see `Evidence.line`.
    """
    number = len(lines)
    sizes = np.array([len(line) for line in lines], dtype=np.int64)
    owners = np.repeat(np.arange(number), sizes)
    rates = np.tile(_START, (number, 1))
    if not len(owners):
        return Damage(rates, np.zeros(number), np.zeros(number), sizes)
    chances = np.array([row for line in lines for row in line])
    for _ in range(ROUNDS):
        shares = chances * rates[owners]
        shares /= shares.sum(axis=1, keepdims=True)
        rates = drawn(owners, shares, number)
    odd = chances[:, MISREAD] > chances[:, :WAYS].max(axis=1) / 2
    misread = LEAST_MISREAD + MISREAD_SHARE * odd.mean()
    rates *= (1 - misread) / rates[:, :WAYS].sum(axis=1, keepdims=True)
    rates[:, MISREAD] = misread
    likely = np.log((chances * rates[owners]).sum(axis=1))
    gained = likely - np.log(chances[:, KEPT] + LEAST_CHANCE)
    return Damage(
        rates,
        np.bincount(owners, gained, number).astype(np.float64),
        np.bincount(owners, odd, number).astype(np.float64),
        sizes,
    )


def drawn(owners: Ints, shares: F64, lines: int) -> F64:
    """Return rates of lines, drawn towards those of their document, shape (lines, RATES).

    Args:
        owners: line of each word, shape (words,).
        shares: how likely each word went each way, shape (words, RATES).
        lines: how many there are.
    """
    counts = np.stack([np.bincount(owners, column, lines) for column in shares.T], axis=1)
    document = counts.sum(axis=0) + _PRIOR
    document /= document.sum()
    result: F64 = (counts + DRAWN * document) / (counts.sum(axis=1, keepdims=True) + DRAWN)
    return result


_PRIOR = np.array([PRIOR_KEPT, *[PRIOR_LOST] * WAYS])
_START = np.array([3.0, *[1.0] * WAYS]) / (3.0 + WAYS)
