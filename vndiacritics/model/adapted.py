"""A channel that a document changed: what its engine did to each letter, beside what others do.

    P(o | x) = (STRENGTH * P_before(o | x) + count(o, x)) / (STRENGTH + count(x))

for letters, whose P_before is drawn in the same way from what the engine did to letters of the same
plain form (`ế` with `ộ`, not with `e`), and for onsets and rimes, whose P_before is half that of
many engines and half the product of the document's letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model.channel import Channel
from vndiacritics.model.letter_costs import LONGEST, LetterCosts, pools
from vndiacritics.model.part_costs import FAR, PartCosts
from vndiacritics.model.rows import F32, Rows

STRENGTH = 4.0
"""Occurrences in the document that a letter's or part's habits elsewhere are worth."""

GROUP_STRENGTH = 12.0
"""The same for a group of letters."""

LETTERS_SHARE = 0.5
"""Of what is expected of an onset or rime, how much comes of the document's letters."""

Pairs = Counter[tuple[str, str]]


class _Cut(NamedTuple):
    """How a word was read, letter by letter."""

    letters: list[tuple[str, str]]
    onset: str
    rime: str


class _AdaptedLetters(LetterCosts):
    """Letters as a document shows them."""

    def __init__(self, base: LetterCosts, counts: Pairs) -> None:
        self.letters = base.letters
        self._base = base
        number = {letter: place for place, letter in enumerate(base.letters)}
        self._group = pools(base.letters)[0]
        size = int(self._group.max(initial=0)) + 1
        self._totals = np.zeros(len(base.letters))
        self._group_totals = np.zeros(size)
        self._seen: dict[str, list[tuple[int, float]]] = {}
        for (letter, seen), times in sorted(counts.items()):
            place = number.get(letter)
            if place is not None:
                self._totals[place] += times
                self._group_totals[self._group[place]] += times
                self._seen.setdefault(seen, []).append((place, float(times)))
        self._kept = Rows(len(base.letters))

    def _computed(self, strings: list[str]) -> F32:
        before = np.exp(-self._base.rows(strings).astype(np.float64))
        own = np.zeros_like(before)
        for row, seen in enumerate(strings):
            for place, times in self._seen.get(seen, ()):
                own[row, place] += times
        grouped = np.zeros((len(strings), len(self._group_totals)))
        np.add.at(grouped.T, self._group, own.T)
        group = self._group
        before = (GROUP_STRENGTH * before + grouped[:, group]) / (
            GROUP_STRENGTH + self._group_totals[group]
        )
        chance = (STRENGTH * before + own) / (STRENGTH + self._totals)
        costs: F32 = -np.log(chance).astype(np.float32)
        return costs


class _AdaptedParts(PartCosts):
    """Onsets or rimes as a document shows them."""

    def __init__(self, base: PartCosts, letters: LetterCosts, counts: Pairs) -> None:
        super().__init__(base.parts, base.spelled, base.totals, base.counts, base.kappa)
        self._base = base
        self._base_letters = letters
        number = base.numbers
        self._own_totals = np.zeros(len(base.parts))
        self._own: dict[str, list[tuple[int, float]]] = {}
        for (part, seen), times in sorted(counts.items()):
            place = number.get(part)
            if place is not None:
                self._own_totals[place] += times
                self._own.setdefault(seen, []).append((place, float(times)))

    def letter_by_letter(self, strings: Sequence[str], letters: LetterCosts, *, upper: bool) -> F32:
        """Return the cost of the best letter by letter reading: the parts are spelled alike."""
        return self._base.letter_by_letter(strings, letters, upper=upper)

    def _computed(self, strings: list[str], letters: LetterCosts, *, upper: bool) -> F32:
        rows = self._base.find(strings, self._base_letters, upper=upper)
        elsewhere = np.exp(-self._base.table(upper=upper)[rows].astype(np.float64))
        spelt = np.exp(-self.letter_by_letter(strings, letters, upper=upper).astype(np.float64))
        before = LETTERS_SHARE * spelt + (1 - LETTERS_SHARE) * elsewhere
        members = self.members[upper]
        own = np.zeros_like(before)
        column = self._column[upper]
        for row, seen in enumerate(strings):
            for place, times in self._own.get(seen, ()):
                if column[place] >= 0:
                    own[row, column[place]] += times
        chance = (STRENGTH * before + own) / (STRENGTH + self._own_totals[members])
        costs: F32 = np.minimum(-np.log(chance + np.exp(-float(FAR))), FAR).astype(np.float32)
        return costs


def adapted(channel: Channel, pairs: Iterable[tuple[str, str, str]]) -> Channel:
    """Return a channel that has learnt from words of a document.

    Args:
        channel: of many engines.
        pairs: onset, rime and what was seen for them, all cased; each as often as it occurred.
    """
    counted = Counter(pairs)
    cuts = _cuts(channel.letters, sorted(counted))
    letters: Pairs = Counter()
    onsets: Pairs = Counter()
    rimes: Pairs = Counter()
    for (onset, rime, _), cut in cuts.items():
        times = counted[onset, rime, _]
        onsets[onset, cut.onset] += times
        rimes[rime, cut.rime] += times
        for pair in cut.letters:
            letters[pair] += times
    own = _AdaptedLetters(channel.letters, letters)
    return Channel(
        own,
        _AdaptedParts(channel.onsets, channel.letters, onsets),
        _AdaptedParts(channel.rimes, channel.letters, rimes),
        channel.checksum,
        channel.words,
    )


def _cuts(
    letters: LetterCosts, words: Sequence[tuple[str, str, str]]
) -> dict[tuple[str, str, str], _Cut]:
    """Return the likeliest reading of words, letter by letter."""
    number = {letter: place for place, letter in enumerate(letters.letters)}
    strings = sorted(
        {
            seen[first : first + size]
            for _, _, seen in words
            for first in range(len(seen) + 1)
            for size in range(LONGEST + 1)
        }
    )
    row = {one: place for place, one in enumerate(strings)}
    table = letters.rows(strings)
    return {
        word: _aligned(word, number, row, table)
        for word in words
        if all(letter in number for letter in word[0] + word[1])
    }


def _aligned(
    word: tuple[str, str, str],
    number: dict[str, int],
    row: dict[str, int],
    table: NDArray[np.float32],
) -> _Cut:
    """Return the cheapest way to read a word's letters as what was seen (Viterbi)."""
    onset, rime, seen = word
    intended = onset + rime
    best = [0.0] + [float(FAR)] * len(seen)
    back: list[list[int]] = []
    for letter in intended:
        costs = table[:, number[letter]]
        new = [float("inf")] * (len(seen) + 1)
        came = [0] * (len(seen) + 1)
        for stop in range(len(seen) + 1):
            for size in range(min(LONGEST, stop) + 1):
                cost = best[stop - size] + float(costs[row[seen[stop - size : stop]]])
                if cost < new[stop]:
                    new[stop], came[stop] = cost, size
        best = new
        back.append(came)
    pairs: list[tuple[str, str]] = []
    stop = len(seen)
    border = 0
    for place in range(len(intended) - 1, -1, -1):
        size = back[place][stop]
        pairs.append((intended[place], seen[stop - size : stop]))
        stop -= size
        if place == len(onset):
            border = stop
    return _Cut(pairs[::-1], seen[:border], seen[border:])
