"""Losses: what a text layer, a keyboard or a converter takes from every word in the same way.

A loss is a map of letters: all marks gone, all but the stroke of đ, the tones alone, letters that a
small character set lacks. What a word looks like behind it is certain, so it needs no learnt
channel: an observed word is looked up among the damaged forms of the vocabulary.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import gathered
from vndiacritics.orthography.letters import LETTERS, TONE_MARKS, all_translated, strip_marks
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


class Loss(NamedTuple):
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

KEPT, ALL_MARKS, ALL_MARKS_BUT_D, TONES = range(4)
"""Places of the losses that are asked for by themselves."""

WITHOUT_HOLES = (ALL_MARKS_BUT_D, TONES)
"""Losses that leave some marks and no holes."""

WAYS = len(LOSSES)

FAST = 1 << 7
"""Bit of an arc whose cost does not come of a channel: it is paid whatever happened."""

ALWAYS = FAST | (1 << WAYS) - 1
"""Bits of an arc that no loss touches: a number, a sign."""


@lru_cache(maxsize=1 << 14)
def losses_of(intended: str, observed: str) -> int:
    """Return which losses make one lower-case word of another, a bit each."""
    seen = observed.translate(_SEEN)
    return sum((loss.damaged(intended) == seen) << place for place, loss in enumerate(LOSSES))


_TOUCHED = [frozenset(map(chr, loss.letters)) for loss in LOSSES]
"""Letters that each loss changes."""

EVERY_LOSS = (1 << WAYS) - 1


def untouched(word: str) -> int:
    """Return which losses leave a lower-case word as it is, a bit each."""
    if word.isascii():
        return EVERY_LOSS
    return sum(letters.isdisjoint(word) << place for place, letters in enumerate(_TOUCHED))


class LossIndex:
    """The words of a vocabulary by what losses make of them.

    Forms are made when they are first asked for, those of words that are alike without their marks
    together; where letters are gone, all words may be alike.

    Args:
        vocabulary: lower-case symbols in the order of their numbers.
        unigram: their natural log-probabilities.
    """

    def __init__(self, vocabulary: Sequence[str], unigram: NDArray[np.float32]) -> None:
        self._vocabulary = vocabulary
        self._chances: tuple[float, ...] = tuple(np.exp(unigram.astype(np.float64)).tolist())
        numbers = range(len(vocabulary))
        begins = map(str.isalpha, map(itemgetter(slice(1)), vocabulary))
        self._numbers = tuple(compress(numbers, begins))
        self._words = [vocabulary[number] for number in self._numbers]
        bare = all_translated(self._words, LOSSES[ALL_MARKS].letters)
        self._members = gathered(bare, self._numbers)
        self._known: dict[tuple[str, int], list[str]] = {}

    def syllables(self, observed: str) -> Mapping[int, int]:
        """Return the syllables a lower-case string may stand for, and behind which losses."""
        bits: dict[int, int] = {}
        for place, number in self._found(observed.translate(_SEEN)):
            if is_syllable(self._vocabulary[number]):
                bits[number] = bits.get(number, 0) | 1 << place
        return {number: bits[number] for number in sorted(bits)}

    def chances(self, observed: str) -> Sequence[float]:
        """Return the probability of a lower-case string behind each loss, shape (WAYS,)."""
        row = [0.0] * WAYS
        for place, number in self._found(observed.translate(_SEEN)):
            row[place] += self._chances[number]
        return row

    def _found(self, seen: str) -> Iterator[tuple[int, int]]:
        """Yield the losses that make a string of words, and of each the words, ascending."""
        if HOLE in seen:
            for place, holed in enumerate(self._holed):
                yield from ((place, number) for number in holed.get(seen, ()))
            return
        bare = LOSSES[ALL_MARKS].damaged(seen)
        members = self._members.get(bare)
        if members is None:
            return
        # What a loss made it leaves as it is; one that leaves holes made nothing else of the word.
        left = untouched(seen)
        own = [number for number in members if self._vocabulary[number] == seen]
        for place in range(WAYS):
            if not left >> place & 1:
                continue
            found: Sequence[int] = own
            if place == ALL_MARKS:
                found = members
            elif place in WITHOUT_HOLES:
                forms = self._forms(bare, members, place)
                found = [
                    number for number, form in zip(members, forms, strict=True) if form == seen
                ]
            for number in found:
                yield place, number

    def _forms(self, bare: str, members: Sequence[int], place: int) -> list[str]:
        """Return what a loss makes of words that are alike without their marks."""
        forms = self._known.get((bare, place))
        if forms is None:
            # Others may be doing the same meanwhile, to the same result.
            together = "\n".join([self._vocabulary[number] for number in members])
            forms = LOSSES[place].damaged(together).split("\n")
            self._known[bare, place] = forms
        return forms

    @cached_property
    def _holed(self) -> list[dict[str, tuple[int, ...]]]:
        """Words by the forms of which letters are gone, by loss."""
        found = []
        for loss in LOSSES:
            seen = all_translated(self._words, loss.letters)
            holed = [HOLE in form for form in seen]
            found.append(
                gathered(list(compress(seen, holed)), list(compress(self._numbers, holed)))
            )
        return found
