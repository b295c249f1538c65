"""Syllables that an observed string may stand for, with their channel costs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vndiacritics.decoder import ranges
from vndiacritics.model.channel import F32, FAR, Channel
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.letters import Shape, cased, shape
from vndiacritics.orthography.syllable import is_syllable, split_syllable

UNIGRAM_WEIGHT = 0.6
"""Weight of a syllable's frequency in the choice of candidates."""

OTHER_CASE_COST = 6.0
LONGEST_ONSET = 4
FARTHEST_ONSET = 12.0
"""Cost in nats from which a string is taken for no onset."""

RIME_WINDOW = 13.0
SHORTLISTS_KEPT = 3000
"""Lists of likely rimes that are kept for the next look-up, a case."""

_FIRM_CONSONANTS = frozenset("hkmnpqx")


@dataclass(frozen=True)
class Match:
    """A syllable that may be meant.

    Attributes:
        number: of its symbol.
        cost: channel cost in nats.
        word: the syllable, cased.
        onset: link to what its onset was seen as.
        rime: link to what its rime was seen as.
    """

    number: int
    cost: float
    word: str
    onset: int
    rime: int


@dataclass
class Links:
    """Numbers for pairs (part, seen string) with the part's cost; number 0 is no pair.

    Attributes:
        parts: number of the part, by link.
        costs: what the channel asks for it, by link.
    """

    parts: list[int] = field(default_factory=lambda: [0])
    costs: list[float] = field(default_factory=lambda: [0.0])
    _numbers: dict[tuple[int, str], int] = field(default_factory=dict)

    def number(self, part: int, seen: str, cost: float) -> int:
        """Give the number of a pair, a new one at first sight."""
        found = self._numbers.get((part, seen))
        if found is None:
            found = self._numbers[part, seen] = len(self.parts)
            self.parts.append(part)
            self.costs.append(cost)
        return found


@dataclass(frozen=True)
class _Members:
    """Syllables of one case, grouped by rime; `firsts` and `counts` are those of each rime."""

    rimes: NDArray[np.intp]
    firsts: NDArray[np.intp]
    counts: NDArray[np.intp]
    syllables: NDArray[np.intp]
    onsets: NDArray[np.intp]


@dataclass(frozen=True)
class _Shortlist:
    """Syllables whose rime a string may stand for."""

    syllables: NDArray[np.uint16]
    onsets: NDArray[np.uint16]
    rimes: NDArray[np.uint16]
    costs: F32


def _grouped(rows: list[tuple[int, int]]) -> _Members:
    onsets, rimes = np.array(rows, dtype=np.intp).reshape(-1, 2).T
    order = np.argsort(rimes, kind="stable")
    present, firsts, counts = np.unique(rimes[order], return_index=True, return_counts=True)
    return _Members(present, firsts, counts, order, onsets[order])


class Matcher:
    """The syllables of a vocabulary behind a channel.

    Attributes:
        onset_links: pairs of onset and seen string met so far.
        rime_links: pairs of rime and seen string met so far.
    """

    def __init__(self, channel: Channel, language_model: LanguageModel) -> None:
        self.channel = channel
        self.vocabulary = language_model.vocabulary
        onsets = {part: place for place, part in enumerate(channel.onsets.parts)}
        rimes = {part: place for place, part in enumerate(channel.rimes.parts)}
        numbers: list[int] = []
        rows: dict[Shape, list[tuple[int, int]]] = {form: [] for form in Shape}
        for number, word in enumerate(self.vocabulary):
            if not is_syllable(word):
                continue
            border = len(split_syllable(word)[0])
            split = [
                (whole[:border], whole[border:]) for whole in (cased(word, form) for form in Shape)
            ]
            if all(onset in onsets and rime in rimes for onset, rime in split):
                numbers.append(number)
                for form, (onset, rime) in zip(Shape, split, strict=True):
                    rows[form].append((onsets[onset], rimes[rime]))
        self._syllables = np.array(numbers, dtype=np.intp)
        self._prior = -UNIGRAM_WEIGHT * language_model.unigram[self._syllables]
        self._members = {form: _grouped(row) for form, row in rows.items()}
        self._shortlists: dict[Shape, dict[str, _Shortlist]] = {form: {} for form in Shape}
        self.onset_links = Links()
        self.rime_links = Links()

    def matches(self, seen: str, *, heading: bool, most: int, window: float) -> list[Match]:
        """Give the likeliest syllables for a string, cheapest merit first.

        Args:
            seen: NFC, cased, no space.
            heading: the words around are in capitals.
            most: matches at most.
            window: matches worse than the best by more than this (nats, frequency included) are
                left out.
        """
        tried = [
            (form, border, extra)
            for form, extra in forms(seen, heading=heading)
            for border in self._likely_borders(seen, upper=form is Shape.UPPER)
        ]
        shorts = [self._shortlist(seen[border:], form) for form, border, _ in tried]
        onset_rows = [
            self.channel.onset_row(seen[:border], upper=form is Shape.UPPER)
            for form, border, _ in tried
        ]
        costs = np.concatenate(
            [
                onset_row[short.onsets] + (short.costs + extra)
                for onset_row, short, (_, _, extra) in zip(onset_rows, shorts, tried, strict=True)
            ]
        )
        syllables = np.concatenate([short.syllables for short in shorts])
        merits = costs + self._prior[syllables]
        near = np.flatnonzero(merits < merits.min(initial=FAR) + window)
        near = near[np.lexsort((syllables[near], merits[near]))]
        ends = np.cumsum([len(short.syllables) for short in shorts])
        found: dict[int, Match] = {}
        for place in near.tolist():
            number = int(self._syllables[syllables[place]])
            if number in found:
                continue
            if len(found) == most:
                break
            which = int(np.searchsorted(ends, place, side="right"))
            form, border, _ = tried[which]
            short = shorts[which]
            local = place - int(ends[which]) + len(short.syllables)
            onset, rime = int(short.onsets[local]), int(short.rimes[local])
            onset_cost = float(onset_rows[which][onset])
            found[number] = Match(
                number,
                float(costs[place]),
                cased(self.vocabulary[number], form),
                self.onset_links.number(onset, seen[:border], onset_cost),
                self.rime_links.number(rime, seen[border:], float(short.costs[local])),
            )
        return list(found.values())

    def _likely_borders(self, seen: str, *, upper: bool) -> list[int]:
        """Give the borders before which some onset may stand; all where there is none."""
        places = borders(seen)
        likely = [
            border
            for border in places
            if float(self.channel.onset_row(seen[:border], upper=upper).min()) < FARTHEST_ONSET
        ]
        return likely or places

    def _shortlist(self, seen: str, form: Shape) -> _Shortlist:
        known = self._shortlists[form].get(seen)
        if known is None:
            members = self._members[form]
            own = self.channel.rime_row(seen, upper=form is Shape.UPPER)[members.rimes]
            near = np.flatnonzero(own < own.min() + RIME_WINDOW)
            counts = members.counts[near]
            pick = ranges(counts) + np.repeat(members.firsts[near], counts)
            if len(self._shortlists[form]) >= SHORTLISTS_KEPT:
                self._shortlists[form].clear()
            known = self._shortlists[form][seen] = _Shortlist(
                members.syllables[pick].astype(np.uint16),
                members.onsets[pick].astype(np.uint16),
                np.repeat(members.rimes[near], counts).astype(np.uint16),
                np.repeat(own[near], counts),
            )
        return known


def borders(seen: str) -> list[int]:
    """Give the places where the observed string may be cut into onset and rime.

    All but one: a consonant that is never what a vowel is read as begins no rime.

    Examples:
        >>> borders("hién"), borders("dng"), borders("1a")
        ([1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 2])
    """
    least = 1 if len(seen) > 1 and seen[0].lower() in _FIRM_CONSONANTS else 0
    return list(range(least, min(LONGEST_ONSET, len(seen)) + 1))


def forms(seen: str, *, heading: bool) -> list[tuple[Shape, float]]:
    """Give the cases a word may be meant in, each with a cost in nats."""
    form = shape(seen)
    letters = sum(character.isalpha() for character in seen)
    if form is Shape.LOWER:
        return [(Shape.UPPER, 0.0), (Shape.LOWER, 2.0)] if heading else [(Shape.LOWER, 0.0)]
    if form is Shape.TITLE:
        if heading and letters == 1:
            return [(Shape.UPPER, 0.0), (Shape.TITLE, 1.0)]
        return [(Shape.TITLE, 0.0), (Shape.LOWER, 0.5)]
    if letters > 3 and seen.isupper():
        return [(Shape.UPPER, 0.0)]
    if heading:
        return [(Shape.UPPER, 0.0), (Shape.TITLE, OTHER_CASE_COST)]
    return [(Shape.TITLE, 0.0), (Shape.UPPER, OTHER_CASE_COST), (Shape.LOWER, 1.0)]
