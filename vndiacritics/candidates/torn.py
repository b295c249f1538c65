"""Spaces in the wrong places: syllables torn (`Thự c hi ện`) and glued together (`ngườidân`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate, compress, pairwise
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints, true_places
from vndiacritics.model.language_model import RARE_WORD, LanguageModel
from vndiacritics.orthography.letters import all_stripped, canonical, strip_marks, to_old_placement
from vndiacritics.orthography.signs import AROUND_WORDS, BULLETS, DASHES
from vndiacritics.orthography.syllable import LONGEST_SYLLABLE, cheapest_cut, is_syllable

TEAR_COST = 3.0
"""Nats for spaces within a syllable."""

SOUND_TEAR_COST = 5.0
"""The same where all parts are words that are seen often."""

SHORT_TAIL = 3
"""Letters under which what a token begins with may end a syllable torn in three."""

LONGEST_GLUED = 40
SHORTEST_WHOLE = 3
"""Letters of a word that may be glued of syllables with their marks; `ườ` is left of one."""

SHORTEST_GLUED = 5
LONGEST_PARTED = 16
MOST_PARTS = 3
"""Letters of a word that may be glued of syllables without marks, and syllables in it."""

FARTHEST = 60.0
"""A cost in nats that no cut survives."""


_VOWELS = frozenset("aeiouy")
_AROUND = AROUND_WORDS + BULLETS + DASHES + "+>"
_WORD_AT_END = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
_WORD_AT_START = re.compile(r"[^\W\d_]+")


class Tear(NamedTuple):
    """A syllable torn over tokens.

    Attributes:
        tokens: those it lies in.
        start: its first character in the first token.
        stop: the character behind it in the last token.
        word: the syllable as it is written, without the spaces.
        cost: in nats.
    """

    tokens: tuple[str, ...]
    start: int
    stop: int
    word: str
    cost: float


NO_VOWEL, VOWEL, CONSONANT = range(3)
"""What a word has where it is torn: nothing to go by, if it has no vowel at all."""


def edges(token: str) -> tuple[int, int, int, int]:
    """Return how a token may be part of a torn syllable: of the words at its end and beginning.

    Returns:
        Letters of the last word, what it ends with (see `NO_VOWEL`), letters of the first word and
        what that begins with; 0 letters where there is none, and no more counted than one too many.
    """
    head, tail = _WORD_AT_END.search(token), _WORD_AT_START.match(token)
    last, first = head.group() if head else "", tail.group() if tail else ""
    most = LONGEST_SYLLABLE + 1
    end = strip_marks(last.lower())
    begin = end if first == last else strip_marks(first.lower())
    return min(most, len(last)), _edge(end, -1), min(most, len(first)), _edge(begin, 0)


def _edge(bare: str, place: int) -> int:
    if _VOWELS.isdisjoint(bare):
        return NO_VOWEL
    return VOWEL if bare[place] in _VOWELS else CONSONANT


def may_tear(own: NDArray[np.int8], lengths: NDArray[np.int32], within: Ints) -> Ints:
    """Return the places of tokens that may end a syllable torn by spaces, at little cost.

    The vowels of a syllable stand together: `hiện` and `nay` make none, whatever they are. What is
    torn in three has letters alone in the middle.

    Args:
        own: edges of tokens of lines, shape (tokens, 4).
        lengths: characters of each, shape (tokens,).
        within: place of each in its line, shape (tokens,).
    """
    found = np.zeros(len(own), dtype=np.bool_)
    if not len(own):
        return true_places(found)
    last, tears_at = own[:-1, 0], own[:-1, 1]
    first, torn_at = own[1:, 2], own[1:, 3]
    fits = (last > 0) & (first > 0) & (last.astype(np.int64) + first <= LONGEST_SYLLABLE)
    fits &= ((tears_at > 0) != (torn_at > 0)) | ((tears_at == VOWEL) & (torn_at == VOWEL))
    found[1:] = fits & (within[1:] > 0)
    last, middle, first = own[:-2, 0], lengths[1:-1], own[2:, 2]
    fits = (last > 0) & (own[1:-1, 2] == middle) & (first > 0) & (first < SHORT_TAIL)
    fits &= last + middle + first <= LONGEST_SYLLABLE
    found[2:] |= fits & (within[2:] > 1)
    return true_places(found)


def torn_behind(before: Sequence[str], token: str) -> Sequence[str]:
    """Return the tokens that a syllable may lie in which ends in a token, but that one.

    Args:
        before: one or two tokens before it.
        token: the token.
    """
    tail = _WORD_AT_START.match(token)
    return before if tail and len(tail[0]) < SHORT_TAIL else before[-1:]


class Spaces:
    """Finds torn and glued syllables of a language model's vocabulary."""

    def __init__(self, language_model: LanguageModel) -> None:
        self._index = language_model.index
        self._unigram = language_model.unigram
        self._sound: dict[str, bool] = {}

    def is_sound(self, token: str) -> bool:
        """Return whether a token, signs around it aside, is a word that is seen often."""
        known = self._sound.get(token)
        if known is None:
            core = token.strip(_AROUND)
            word = canonical(core)
            if is_syllable(word):
                number = self._index.get(word)
                known = number is not None and float(self._unigram[number]) > RARE_WORD
            else:
                whole = len(word) > 1 and (core.isupper() or bool(set(word) & _VOWELS))
                known = (word in self._index and whole) or not any(map(str.isalpha, word))
            self._sound[token] = known
        return known

    def tear(self, before: Sequence[str], token: str) -> Tear | None:
        """Find a syllable that ends at the beginning of a token; None where there is none.

        Args:
            before: one or two tokens before it.
            token: the token.
        """
        if len(torn_behind(before, token)) > 1 and self._is_torn(before[-1]):
            found = self._tear(before, token)
            if found is not None:
                return found
        return self._tear(before[-1:], token)

    def _is_torn(self, token: str) -> bool:
        """Return whether a token looks like the middle of a torn syllable."""
        return len(token) == 1 or not self.is_sound(token)

    def _tear(self, before: Sequence[str], token: str) -> Tear | None:
        head = _WORD_AT_END.search(before[0])
        tail = _WORD_AT_START.match(token)
        if head is None or tail is None or not all(map(str.isalpha, before[1:])):
            return None
        word = "".join((head.group(), *before[1:], tail.group()))
        if len(word) > LONGEST_SYLLABLE:
            return None
        if canonical(word) not in self._index or not is_syllable(canonical(word)):
            return None
        if not (word.isupper() or word[1:].islower()):
            return None
        tokens = (*before, token)
        cost = SOUND_TEAR_COST if all(map(self.is_sound, tokens)) else TEAR_COST
        return Tear(tokens, head.start(), tail.end(), word, cost)

    def unglued(self, piece: str) -> list[str]:
        """Cut a word that is none into the likeliest syllables; one part where there is no cut.

        Every part is a word of the vocabulary in its canonical form. A legal syllable is never
        cut, be it known or not.
        """
        if piece.isascii() or not SHORTEST_WHOLE <= len(piece) <= LONGEST_GLUED:
            return [piece]
        lower = piece.lower()
        form = to_old_placement(lower)
        if lower.isascii() or len(lower) != len(piece) or form in self._index or is_syllable(form):
            return [piece]
        return cheapest_cut(piece, self._cost)[0] or [piece]

    def _cost(self, part: str) -> float:
        word = canonical(part)
        number = self._index.get(word)
        return inf if number is None or not is_syllable(word) else -float(self._unigram[number])


def few_parts(
    word: str, cost: Callable[[int, int], float], *, longest: int = LONGEST_SYLLABLE
) -> tuple[list[tuple[int, int]], float]:
    """Cut a word into the two or three parts that cost least together.

    Args:
        word: of letters.
        cost: of the part between two places.
        longest: letters of a part at most.

    Returns:
        Where each part begins and ends, and what they cost.
    """
    table = [[(inf, 0)] * (len(word) + 1) for _ in range(MOST_PARTS + 1)]
    table[0][0] = (0.0, 0)
    for number in range(1, MOST_PARTS + 1):
        for stop in range(1, len(word) + 1):
            table[number][stop] = min(
                (table[number - 1][start][0] + cost(start, stop), start)
                for start in range(max(0, stop - longest), stop)
            )
    number = min(range(2, MOST_PARTS + 1), key=lambda n: table[n][-1][0])
    parts: list[tuple[int, int]] = []
    stop, least = len(word), table[number][-1][0]
    for row in range(number, 0, -1):
        start = table[row][stop][1]
        parts.append((start, stop))
        stop = start
    return parts[::-1], least


class BareWords:
    """Cuts words that are glued of syllables without their marks, or with wrong ones."""

    def __init__(self, language_model: LanguageModel) -> None:
        self._index = language_model.index
        costs = np.minimum(-language_model.unigram[language_model.syllables], FARTHEST)
        order = costs.argsort(kind="stable")[::-1]  # the cheapest is kept
        words = list(compress(language_model.vocabulary, language_model.syllables))
        bare = all_stripped([words[place] for place in order.tolist()])
        self._costs: dict[str, float] = dict(zip(bare, costs[order].tolist(), strict=True))

    def parts(self, piece: str) -> list[str]:
        """Cut a word that is none into two or three parts, each a syllable but for its marks.

        One part where the word may stand for itself or has no such cut.
        """
        bare = strip_marks(piece.lower())
        if (
            not SHORTEST_GLUED <= len(piece) <= LONGEST_PARTED
            or not piece.isalpha()
            or len(bare) != len(piece)
            or bare in self._costs
            or canonical(piece) in self._index
        ):
            return [piece]
        parts, cost = few_parts(
            bare, lambda start, stop: self._costs.get(bare[start:stop], FARTHEST)
        )
        return [piece[start:stop] for start, stop in parts] if cost < FARTHEST else [piece]

    def is_word(self, bare: str) -> bool:
        """Return whether small letters without marks are a syllable but for its marks."""
        return bare in self._costs

    def run(self, piece: str) -> tuple[list[str], float]:
        """Cut a word into any number of parts, each a syllable but for its marks.

        Single letters are no parts. No part where the word has no such cut.

        Returns:
            The parts, and what they cost in nats without their context.
        """
        bare = strip_marks(piece.lower())
        if len(bare) != len(piece):
            return [], inf
        parts, cost = cheapest_cut(bare, lambda part: self._costs.get(part, inf), shortest=2)
        stops = [0, *accumulate(map(len, parts))]
        return [piece[start:stop] for start, stop in pairwise(stops)], cost
