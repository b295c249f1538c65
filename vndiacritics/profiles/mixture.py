"""Damage as a mixture: at which rates words of a line were kept, lost marks or were misread.

Each word of a line went one of several ways: one of `losses.LOSSES` took its marks, or it was
misread. The rates belong to the line and are drawn towards those of its document;
expectation-maximisation finds both (Dempster, Laird and Rubin 1977). Here words are weighed without
context, which costs a look-up a word and tells where a lattice of all ways is worth building; what
the search makes of it tells more (`vndiacritics.adaptation.rates`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import Ints, owners_of, parts_of
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
"""Probability added to each, so that none is 0."""

TOGETHER = 1 << 14
"""Words that are weighed in one go: bounds the memory."""

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

    def word(self, token: str) -> str:
        """Return the word of a token by which it is weighed: small letters without signs around.

        What it tells is what the token tells; '' where a token is weighed as it is.
        """
        word = token.strip(_ENDS)
        lower = word.lower()
        return lower if word.isalpha() and lower.isalpha() else ""

    def of(self, token: str) -> tuple[float, ...]:
        """Return the probability of a token behind each way; () where it tells nothing."""
        word = token.strip(_ENDS).replace("\ufffd", HOLE)
        letters = len(word) if word.isalpha() else sum(map(str.isalpha, word))
        if not letters or letters + word.count(HOLE) < len(word):
            return ()
        lower = to_old_placement(word.lower())
        chances = self._index.chances(lower)
        whole = lower.rstrip(HOLE)
        if whole != lower:
            asked = self._index.chances(whole)
            chances = [one + QUESTION * other for one, other in zip(chances, asked, strict=True)]
        odd = self._unknown * math.exp(-self._spelling(lower)) + LEAST_CHANCE
        left = untouched(lower)
        return (*[one + odd * (left >> way & 1) for way, one in enumerate(chances)], odd)


class Damage(NamedTuple):
    """What the words of documents tell of their damage.

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

    def of(self, lines: slice) -> Damage:
        """Return what is known of some lines."""
        return Damage(self.rates[lines], self.gains[lines], self.odd[lines], self.sizes[lines])


def estimate(chances: F64, words: NDArray[np.integer[Any]], sizes: Ints, documents: Ints) -> Damage:
    """Estimate the rates of documents' lines, of each document for itself.

    Args:
        chances: probabilities of distinct words behind each way, shape (distinct, RATES).
        words: rows of `chances`, line after line, shape (words,).
        sizes: how many words each line has, shape (lines,).
        documents: how many lines each document has, shape (documents,).
    """
    number = len(sizes)
    if not len(words):
        rates = _START[None].repeat(number, axis=0)
        return Damage(rates, np.zeros(number), np.zeros(number), sizes)
    if core.compiled is None:
        rates = rates_by_arrays(chances, words, sizes, documents)
        odd, likely, kept = weighed_by_arrays(chances, words, sizes, documents, rates)
    else:
        rates = _START[None].repeat(number, axis=0)
        odd, likely, kept = np.empty(number), np.empty(len(words)), np.empty(len(words))
        core.compiled.mixture_rates(
            (np.ascontiguousarray(chances), _PRIOR, ROUNDS, DRAWN, LEAST_MISREAD, MISREAD_SHARE),
            tuple(np.ascontiguousarray(row, dtype=np.int64) for row in (words, sizes, documents)),
            (rates, np.empty_like(rates), odd, likely, kept),
        )
    gains = np.log(likely) - np.log(kept + LEAST_CHANCE)
    of_lines = np.bincount(owners_of(sizes), gains, number).astype(np.float64)
    return Damage(rates, of_lines, odd, sizes)


def weighed_by_arrays(
    chances: F64, words: NDArray[np.integer[Any]], sizes: Ints, documents: Ints, rates: F64
) -> tuple[F64, F64, F64]:
    """Weigh words at the rates of their lines; the twin of the compiled core's.

    Args:
        chances: see `estimate`, as the others.
        words: rows of `chances`.
        sizes: of the lines.
        documents: lines of each.
        rates: of the lines; those of misread words become what odd words of the document tell.

    Returns:
        Odd words of each line, shape (lines,); how likely each word is at its line's rates, and
        that it was kept, shape (words,).
    """
    owners, number = owners_of(sizes), len(sizes)
    parts = parts_of(len(words), TOGETHER)
    is_odd = np.empty(len(words), dtype=np.bool_)
    for rows in parts:
        own = chances[words[rows]]
        is_odd[rows] = own[:, MISREAD] > own[:, :WAYS].max(axis=1) / 2
    odd = np.bincount(owners, is_odd, number).astype(np.float64)
    homes = owners_of(documents)
    size = np.bincount(homes, sizes, len(documents))[homes]
    told = size > 0
    misread = np.bincount(homes, odd, len(documents))[homes][told] / size[told]
    misread = LEAST_MISREAD + MISREAD_SHARE * misread
    rates[told] *= ((1 - misread) / rates[told, :WAYS].sum(axis=1))[:, None]
    rates[told, MISREAD] = misread
    likely = np.empty(len(words))
    for rows in parts:
        likely[rows] = (chances[words[rows]] * rates[owners[rows]]).sum(axis=1)
    return odd, likely, chances[words, KEPT]


def rates_by_arrays(
    chances: F64, words: NDArray[np.integer[Any]], sizes: Ints, documents: Ints
) -> F64:
    """Return the rates of lines after all rounds; the twin of the compiled core's.

    Args:
        chances: see `estimate`, as the others.
        words: rows of `chances`.
        sizes: of the lines.
        documents: lines of each.
    """
    found = [np.zeros((0, RATES))]
    line = word = 0
    for lines in documents.tolist():
        owners = np.repeat(np.arange(lines), sizes[line : line + lines])
        told = chances[words[word : word + len(owners)]]
        rates = _START[None].repeat(lines, axis=0)
        for _ in range(ROUNDS if len(told) else 0):
            shares = told * rates[owners]
            shares /= shares.sum(axis=1, keepdims=True)
            rates = drawn(owners, shares, lines)
        found.append(rates)
        line += lines
        word += len(owners)
    return np.concatenate(found)


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
