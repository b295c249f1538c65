"""N-grams of a user's own: of the phrases of a lexicon, and of an office's right texts.

They stand beside the built-in language model, which is not touched. Each says how likely its last
symbol is at least after those before it; where the model thinks so already, nothing changes:

    log P'(w | h) = max(log P(w | h), floors of the n-grams that end h w)

A maximum, not a sum: it needs no logarithm where a word is scored, so that the compiled core and
its twin give the same bytes, and it is bounded by what the own texts say.

Keys are those of the language model: 14 bits a symbol, the last lowest, number 0 in front of none.
The beginning of look-up is the bigram: where it is absent no longer n-gram with its end exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vndiacritics.pieces import UNKNOWN

U64 = NDArray[np.uint64]
F32 = NDArray[np.float32]

BITS = 14
ORDERS = (2, 3, 4)
NOTHING = np.float32(-1e9)
"""Floor of a bigram that is here only for the longer ones that end in it."""

PHRASE_FLOOR = 2.0
"""Log-probability of a word of a user's own phrase after those before it.

More than certain, as the phrase may begin with a rare word: of 60 names in stripped sentences (20
invented names, three sentences each) the model alone has 10 right, with -0.7 or 2.0 50; of the rest
nine have a word that the model has no symbol for.
"""

UNNAMED_FLOOR = -2.0
"""The same of a word that the model has no symbol for: likely, as others may stand there too."""

_MASKS = {order: np.uint64((1 << (BITS * order)) - 1) for order in ORDERS}


def _no_keys() -> U64:
    return np.zeros(0, dtype=np.uint64)


def _no_floors() -> F32:
    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True)
class OwnNgrams:
    """N-grams of orders 2 to 4 with the least log-probability of their last symbol.

    Attributes:
        keys: sorted, shape (n,).
        floors: natural logarithms, shape (n,).
    """

    keys: U64 = field(default_factory=_no_keys)
    floors: F32 = field(default_factory=_no_floors)

    def __len__(self) -> int:
        return len(self.keys)

    def raise_(self, scores: F32, keys: U64) -> None:
        """Raise log-probabilities to the floors, in place.

        Args:
            scores: of n-grams, shape (n,).
            keys: of these n-grams, history and symbol, shape (n,).
        """
        alive = np.arange(len(keys))
        for order in ORDERS:
            if not len(self.keys) or not len(alive):
                return
            sought = keys[alive] & _MASKS[order]
            places = np.minimum(np.searchsorted(self.keys, sought), len(self.keys) - 1)
            found = self.keys[places] == sought
            alive, places = alive[found], places[found]
            scores[alive] = np.maximum(scores[alive], self.floors[places])

    def merged(self, other: OwnNgrams) -> OwnNgrams:
        """Return the n-grams of both; the higher floor counts."""
        if not len(other):
            return self
        if not len(self):
            return other
        return own_of_arrays(
            np.concatenate((self.keys, other.keys)), np.concatenate((self.floors, other.floors))
        )


def own_of_arrays(keys: U64, floors: F32) -> OwnNgrams:
    """Return n-grams from keys and floors in any order; ends of longer ones are added."""
    ends = [keys]
    for order in ORDERS[1:]:
        longer = keys[keys > _MASKS[order - 1]]
        ends.append(longer & _MASKS[order - 1])
        if order == ORDERS[-1]:
            ends.append(longer & _MASKS[2])
    every = np.concatenate(ends)
    filled = np.concatenate((floors, np.full(len(every) - len(keys), NOTHING, dtype=np.float32)))
    ranked = np.lexsort((-filled, every))
    first = np.ones(len(every), dtype=np.bool_)
    first[1:] = every[ranked][1:] != every[ranked][:-1]
    return OwnNgrams(every[ranked][first], filled[ranked][first])


def of_phrases(phrases: Iterable[Sequence[str]], index: Mapping[str, int]) -> OwnNgrams:
    """Return the bigrams of phrases; a word without a number makes the unknown one likely.

    Examples:
        >>> found = of_phrases([["đồng", "khê"]], {"đồng": 5, "khê": 6})
        >>> len(found), found.floors.round(1).tolist()
        (1, [2.0])
    """
    unknown = index.get(UNKNOWN)
    floors: dict[int, float] = {}
    for phrase in phrases:
        for first, second in pairwise(phrase):
            if first in index and second in index:
                floors[index[first] << BITS | index[second]] = PHRASE_FLOOR
            elif first in index and unknown is not None:
                floors.setdefault(index[first] << BITS | unknown, UNNAMED_FLOOR)
    keys = sorted(floors)
    values = np.array([floors[key] for key in keys], dtype=np.float32)
    return OwnNgrams(np.array(keys, dtype=np.uint64), values)
