"""Losses: what a text layer, a keyboard or a converter takes from every word in the same way.

A loss is a map of letters: all marks gone, all but the stroke of đ, the tones alone, letters that a
small character set lacks. What a word looks like behind it is certain, so it needs no learnt
channel: an observed word is looked up among the damaged forms of the vocabulary.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vndiacritics.orthography.letters import LETTERS, TONE_MARKS, strip_marks
from vndiacritics.orthography.syllable import is_syllable

HOLE = "?"
"""What stands for a letter that is gone."""

_LETTER_MARKS = "\u0302\u0306\u031b"
"""Circumflex, breve and horn."""

_SEEN = str.maketrans({"\ufffd": HOLE})


def _without(marks: str) -> Callable[[str], str]:
    def lost(letter: str) -> str:
        bare = "".join(one for one in unicodedata.normalize("NFD", letter) if one not in marks)
        return unicodedata.normalize("NFC", bare)

    return lost


def _hole_beyond(last: str) -> Callable[[str], str]:
    return lambda letter: HOLE if letter > last else letter


@dataclass(frozen=True)
class Loss:
    """A loss.

    Attributes:
        name: what it is called.
        letters: what it makes of each lower-case letter that it changes, by code point.
    """

    name: str
    letters: Mapping[int, str]

    def damaged(self, word: str) -> str:
        """Return a lower-case NFC word as it looks behind the loss.

        Examples:
            >>> [loss.damaged("đường") for loss in LOSSES[1:]]
            ['duong', 'đuong', 'đương', 'đư?ng', '???ng', '???ng']
        """
        return word.translate(self.letters)


def _loss(name: str, lost: Callable[[str], str]) -> Loss:
    return Loss(name, {ord(one): lost(one) for one in sorted(LETTERS) if lost(one) != one})


LOSSES = (
    _loss("nothing", str),
    _loss("all marks", strip_marks),
    _loss("all marks but that of đ", _without(TONE_MARKS + _LETTER_MARKS)),
    _loss("tones", _without(TONE_MARKS)),
    _loss("toned letters", _hole_beyond("\u02ff")),
    _loss("letters beyond Latin-1", _hole_beyond("\u00ff")),
    _loss("letters beyond ASCII", _hole_beyond("\u007f")),
)
"""In the order of all arrays; the first loses nothing, the last three leave `HOLE` for letters of
Unicode's Vietnamese block, for all that Latin-1 lacks, and for all that ASCII lacks."""

KEPT, ALL_MARKS, ALL_MARKS_BUT_D = range(3)
"""Places of the losses that are asked for by themselves."""

WAYS = len(LOSSES)

FAST = 1 << 7
"""Bit of an arc whose cost does not come of a channel: it is paid whatever happened."""

ALWAYS = FAST | (1 << WAYS) - 1
"""Bits of an arc that no loss touches: a number, a sign."""


@lru_cache(maxsize=1 << 16)
def losses_of(intended: str, observed: str) -> int:
    """Return which losses make one lower-case word of another, a bit each."""
    seen = observed.translate(_SEEN)
    return sum((loss.damaged(intended) == seen) << place for place, loss in enumerate(LOSSES))


def untouched(word: str) -> int:
    """Return which losses leave a lower-case word as it is, a bit each."""
    return losses_of(word.translate(_SEEN), word)


_PLACES = [[place for place in range(WAYS) if bits >> place & 1] for bits in range(1 << WAYS)]


def _ways(words: Sequence[str]) -> Iterator[list[tuple[str, int]]]:
    """Yield what losses make of each lower-case word, and which losses each, as bits."""
    together = "\n".join(words)
    columns = [together.translate(loss.letters).split("\n") for loss in LOSSES]
    for word, row in zip(words, zip(*columns, strict=True), strict=True):
        if word.isascii():
            yield [(word, (1 << WAYS) - 1)]
            continue
        ways: dict[str, int] = {}
        for place, seen in enumerate(row):
            ways[seen] = ways.get(seen, 0) | 1 << place
        yield list(ways.items())


class LossIndex:
    """The words of a vocabulary by what losses make of them.

    Args:
        vocabulary: lower-case symbols in the order of their numbers.
        unigram: their natural log-probabilities.
    """

    def __init__(self, vocabulary: Sequence[str], unigram: NDArray[np.float32]) -> None:
        self._syllables: dict[str, dict[int, int]] = {}
        self._chances: dict[str, list[float]] = {}
        chances = np.exp(unigram.astype(np.float64)).tolist()
        numbers = [number for number, word in enumerate(vocabulary) if word[:1].isalpha()]
        words = [vocabulary[number] for number in numbers]
        for number, word, ways in zip(numbers, words, _ways(words), strict=True):
            chance = chances[number]
            for seen, bits in ways:
                row = self._chances.get(seen)
                if row is None:
                    row = self._chances[seen] = [0.0] * WAYS
                for place in _PLACES[bits]:
                    row[place] += chance
            if is_syllable(word):
                for seen, bits in ways:
                    self._syllables.setdefault(seen, {})[number] = bits

    def syllables(self, observed: str) -> Mapping[int, int]:
        """Return the syllables a lower-case string may stand for, and behind which losses."""
        return self._syllables.get(observed.translate(_SEEN), {})

    def chances(self, observed: str) -> Sequence[float]:
        """Return the probability of a lower-case string behind each loss, shape (WAYS,)."""
        return self._chances.get(observed.translate(_SEEN), _NEVER)


_NEVER = (0.0,) * WAYS
