"""A channel of authors beside one of engines: onsets and codas written by ear.

An engine reads what is printed, so it never takes *s* for *x*; a person who says both alike does.
What the channel of engines says stays, and beside it stands what some region speaks alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from vndiacritics.model.channel import Channel
from vndiacritics.model.letter_costs import LetterCosts
from vndiacritics.model.part_costs import PartCosts
from vndiacritics.model.rows import F32
from vndiacritics.orthography.letters import cased, shape

SOUNDED_ALIKE = (("s", "x"), ("ch", "tr"), ("d", "gi", "r"), ("d", "gi", "v"), ("l", "n"))
"""Onsets that are one in the speech of some region."""

CODAS_ALIKE = (("n", "ng"), ("c", "t"), ("n", "nh"), ("ch", "t"))
"""The same of what ends a syllable."""

COST = 8.0
"""Nats of an onset or a coda that sounds like another."""


class _HeardParts(PartCosts):
    """Onsets or rimes, with what is written for them by ear."""

    def __init__(self, base: PartCosts, *, ends: bool) -> None:
        super().__init__(base.parts, base.spelled, base.totals, base.counts, base.kappa)
        self._base = base
        self._heard: dict[str, list[int]] = {}
        for place, part in enumerate(base.parts):
            for seen in _heard(part, ends=ends):
                self._heard.setdefault(seen, []).append(place)

    def _computed(self, strings: list[str], letters: LetterCosts, *, upper: bool) -> F32:
        rows = self._base.find(strings, letters, upper=upper)
        table = self._base.table(upper=upper)[rows]
        column = self._column[upper]
        for row, seen in enumerate(strings):
            for own in column[self._heard.get(seen, [])]:
                if own >= 0:
                    table[row, own] = min(table[row, own], COST)
        return table


def by_ear(channel: Channel) -> Channel:
    """Return a channel that also knows what is written by ear."""
    return Channel(
        channel.letters,
        _HeardParts(channel.onsets, ends=False),
        _HeardParts(channel.rimes, ends=True),
        channel.checksum,
        channel.words,
    )


def _heard(part: str, *, ends: bool) -> Iterator[str]:
    """Yield what a part, an onset or a rime that `ends` a syllable, is written as by ear."""
    lower = part.lower()
    for group in CODAS_ALIKE if ends else SOUNDED_ALIKE:
        for meant, written in permutations(group, 2):
            vowels = lower.removesuffix(meant) if ends else ""
            if lower == vowels + meant and bool(vowels) == ends:
                yield cased(vowels + written, shape(part))
