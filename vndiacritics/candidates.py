"""What an observed token may have been: words of the lexicon with their channel costs.

A whitespace token is taken apart into slots (words, numbers, signs), each with its arcs: candidate
symbols with costs. An arc may cover several slots, where a sign is really a part of a letter
(`THU'C` for THỰC, `ct?` for cứ). The analysis of every distinct token is kept, so a text costs one
dictionary look-up a token.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vndiacritics.decoder import ranges
from vndiacritics.model.channel import F32, FAR, Channel
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.spelling import Spelling
from vndiacritics.orthography.letters import Shape, cased, shape, strip_marks, to_old_placement
from vndiacritics.orthography.syllable import is_syllable, split_syllable
from vndiacritics.tokens import NUMBER, UNKNOWN, symbol

MOST = 24
"""Candidates a word keeps at most."""

MOST_JOINED = 8
"""Candidates an arc over several slots keeps at most."""

WINDOW = 13.0
"""Candidates dearer than the best by more than this (nats, unigram included) are dropped."""

JOINED_WINDOW = 16.0
UNIGRAM_WEIGHT = 0.6
KEEP_COST = 0.5
OTHER_CASE_COST = 6.0
LONGEST_ONSET = 4
FARTHEST_ONSET = 25.0
RIME_WINDOW = 13.0
LONGEST_WORD = 12

_LEADING = re.compile(r"[(\[{\"'“”‘’«*•\-–—+>]+")
_TRAILING = re.compile(r"[.,;:!?)\]}\"'“”‘’»…]+$")
_NUMBER = re.compile(r"\d+(?:[.,/:\-]\d+)*%?")
_INNER = re.compile(r"([/\-–—.,:;()\[\]\"“”]+|['’‘`´]+)")
_LETTER_LIKE = re.compile(r"['’‘`´?!*°^~|]")


@dataclass(frozen=True)
class Analysis:
    """A token's part of the lattice.

    Attributes:
        starts: first character of each slot, counted in the token.
        stops: character behind each slot.
        symbols: the arcs' symbols, shape (arcs,).
        costs: the arcs' channel costs in nats, shape (arcs,).
        spans: slots each arc covers, ending with its own, shape (arcs,).
        counts: arcs that end at each slot, shape (slots,).
        surfaces: what each arc writes; None leaves what stands there.
    """

    starts: tuple[int, ...]
    stops: tuple[int, ...]
    symbols: NDArray[np.int64]
    costs: NDArray[np.float32]
    spans: NDArray[np.int8]
    counts: tuple[int, ...]
    surfaces: tuple[str | None, ...]


Arc = tuple[int, float, int, str | None]
"""Symbol, cost, span, surface."""


@dataclass
class _Slot:
    start: int
    stop: int
    is_word: bool
    arcs: list[Arc]


@dataclass(frozen=True)
class _Members:
    """Syllables of one case, grouped by rime; `firsts` and `counts` are those of each rime."""

    rimes: NDArray[np.intp]
    firsts: NDArray[np.intp]
    counts: NDArray[np.intp]
    syllables: NDArray[np.intp]
    onsets: NDArray[np.intp]


def _grouped(rows: list[tuple[int, int]]) -> _Members:
    onsets, rimes = np.array(rows, dtype=np.intp).T
    order = np.argsort(rimes, kind="stable")
    present, firsts, counts = np.unique(rimes[order], return_index=True, return_counts=True)
    return _Members(present, firsts, counts, order, onsets[order])


class Candidates:
    """Candidate lists for one channel."""

    def __init__(
        self, channel: Channel, language_model: LanguageModel, spelling: Spelling
    ) -> None:
        self.channel = channel
        self.spelling = spelling
        self.language_model = language_model
        self.index = language_model.index
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
        self.syllables = np.array(numbers, dtype=np.int64)
        self._members = {form: _grouped(row) for form, row in rows.items()}
        self._shortlists: dict[
            Shape, dict[str, tuple[NDArray[np.intp], NDArray[np.intp], F32]]
        ] = {form: {} for form in Shape}
        self.prior = -UNIGRAM_WEIGHT * language_model.unigram[self.syllables]
        self.plain: dict[str, list[int]] = {}
        for number, word in enumerate(self.vocabulary):
            if word.isalpha() and not is_syllable(word):
                self.plain.setdefault(strip_marks(word), []).append(number)
        self._tokens: tuple[dict[str, Analysis], dict[str, Analysis]] = ({}, {})

    def with_channel(self, channel: Channel) -> Candidates:
        """Give the same candidates behind another channel; nothing kept is shared but the lists."""
        other = copy.copy(self)
        other.channel = channel
        other._tokens = ({}, {})
        other._shortlists = {form: {} for form in Shape}
        return other

    def analysis(self, token: str, *, heading: bool = False) -> Analysis:
        """Analyse a whitespace token (NFC, not empty).

        Args:
            token: what stands between two spaces.
            heading: its neighbours are in capitals.
        """
        known = self._tokens[heading].get(token)
        if known is None:
            known = self._tokens[heading][token] = self._analyse(token, heading)
        return known

    def _analyse(self, token: str, heading: bool) -> Analysis:
        slots: list[_Slot] = []
        for start, stop in _cut(token):
            piece = token[start:stop]
            if _NUMBER.fullmatch(piece):
                arcs: list[Arc] = [(self.index[NUMBER], 0.0, 1, None)]
            elif any(character.isalnum() for character in piece) or len(piece) > 1:
                arcs = self._word(piece, heading)
            elif start == 0 and stop == len(token) and not _TRAILING.match(piece) and piece != "-":
                arcs = self._word(piece, heading)
            else:
                arcs = [(self.index[symbol(piece)], 0.0, 1, None)]
            slots.append(_Slot(start, stop, any(c.isalpha() for c in piece), arcs))
        for last in range(1, len(slots)):
            for span in (2, 3):
                group = slots[last - span + 1 : last + 1] if last >= span - 1 else []
                if group and self._may_join(token, group):
                    joined = token[group[0].start : group[-1].stop]
                    slots[last].arcs += self._joined(joined, span, heading)
        arcs = [arc for slot in slots for arc in slot.arcs]
        return Analysis(
            tuple(slot.start for slot in slots),
            tuple(slot.stop for slot in slots),
            np.array([arc[0] for arc in arcs], dtype=np.int64),
            np.array([arc[1] for arc in arcs], dtype=np.float32),
            np.array([arc[2] for arc in arcs], dtype=np.int8),
            tuple(len(slot.arcs) for slot in slots),
            tuple(arc[3] for arc in arcs),
        )

    def _may_join(self, token: str, group: list[_Slot]) -> bool:
        signs = [slot for slot in group if not slot.is_word]
        return (
            0 < len(signs) < len(group)
            and group[-1].stop - group[0].start <= LONGEST_WORD
            and all(_LETTER_LIKE.fullmatch(token[slot.start : slot.stop]) for slot in signs)
        )

    def _joined(self, piece: str, span: int, heading: bool) -> list[Arc]:
        found = self._syllables(piece, heading, MOST_JOINED, JOINED_WINDOW)
        return [(number, cost, span, surface) for number, (cost, surface) in found.items()]

    def _word(self, core: str, heading: bool) -> list[Arc]:
        found = self._syllables(core, heading, MOST, WINDOW) if len(core) <= LONGEST_WORD else {}
        lower = to_old_placement(core.lower())
        for number in self.plain.get(strip_marks(lower), ()):
            word = self.vocabulary[number]
            cost = KEEP_COST + (0.0 if word == lower else 1.0)
            if number not in found or found[number][0] > cost:
                found[number] = (cost, None if word == lower else cased(word, shape(core)))
        kept = self.index.get(lower)
        if kept is None:
            number = self.index[NUMBER if core[0].isdigit() else UNKNOWN]
            found[number] = (KEEP_COST + self.spelling.cost(lower), None)
        elif kept in found:
            found[kept] = (found[kept][0], None)
        else:
            found[kept] = (KEEP_COST + 4.0, None)
        return [(number, cost, 1, surface) for number, (cost, surface) in sorted(found.items())]

    def _syllables(
        self, core: str, heading: bool, most: int, window: float
    ) -> dict[int, tuple[float, str | None]]:
        """Give the cheapest syllables for a string: number to cost and cased word."""
        found: dict[int, tuple[float, str | None]] = {}
        ranked: list[tuple[float, float, int, Shape]] = []
        for form, extra in _forms(core, heading):
            places, costs = self.syllable_costs(core, form)
            costs += extra
            merits = costs + self.prior[places]
            near = merits < merits.min(initial=FAR) + window
            ranked += zip(
                merits[near].tolist(),
                costs[near].tolist(),
                places[near].tolist(),
                [form] * int(near.sum()),
                strict=True,
            )
        ranked.sort(key=lambda row: row[:3])
        for merit, cost, place, form in ranked:
            if len(found) == most or merit > ranked[0][0] + window:
                break
            number = int(self.syllables[place])
            if number not in found:
                found[number] = (cost, cased(self.vocabulary[number], form))
        return found

    def syllable_costs(self, core: str, form: Shape) -> tuple[NDArray[np.intp], F32]:
        """Give likely syllables in a case and the channel costs of `core` for them.

        Returns:
            Places in `self.syllables`, and costs; a syllable stands once for each cut of `core`.
        """
        places, costs = [], []
        for border in range(min(LONGEST_ONSET, len(core)) + 1):
            onset = self.channel.onset_row(core[:border])
            if border and float(onset.min()) > FARTHEST_ONSET:
                continue
            syllables, onsets, rime_costs = self._rimes(core[border:], form)
            places.append(syllables)
            costs.append(onset[onsets] + rime_costs)
        return np.concatenate(places), np.concatenate(costs)

    def _rimes(self, seen: str, form: Shape) -> tuple[NDArray[np.intp], NDArray[np.intp], F32]:
        """Give the syllables whose rime may be `seen`, with their onsets and rime costs."""
        known = self._shortlists[form].get(seen)
        if known is None:
            row = self.channel.rime_row(seen)
            members = self._members[form]
            own = row[members.rimes]
            near = np.flatnonzero(own < own.min() + RIME_WINDOW)
            counts = members.counts[near]
            pick = ranges(counts) + np.repeat(members.firsts[near], counts)
            known = members.syllables[pick], members.onsets[pick], np.repeat(own[near], counts)
            self._shortlists[form][seen] = known
        return known


def _forms(core: str, heading: bool) -> list[tuple[Shape, float]]:
    """Give the cases a word may be meant in, each with a cost in nats."""
    seen = shape(core)
    letters = sum(character.isalpha() for character in core)
    if seen is Shape.LOWER:
        return [(Shape.UPPER, 0.0), (Shape.LOWER, 2.0)] if heading else [(Shape.LOWER, 0.0)]
    if seen is Shape.TITLE:
        if heading and letters == 1:
            return [(Shape.UPPER, 0.0), (Shape.TITLE, 1.0)]
        return [(Shape.TITLE, 0.0), (Shape.LOWER, 0.5)]
    doubtful = letters <= 3 or not core.isupper()
    if not doubtful:
        return [(Shape.UPPER, 0.0)]
    if heading:
        return [(Shape.UPPER, 0.0), (Shape.TITLE, OTHER_CASE_COST)]
    return [(Shape.TITLE, 0.0), (Shape.UPPER, OTHER_CASE_COST), (Shape.LOWER, 1.0)]


def _cut(token: str) -> list[tuple[int, int]]:
    """Cut a token into words, numbers and single signs."""
    start, stop = 0, len(token)
    if match := _LEADING.match(token):
        start = match.end()
    if start < stop and (match := _TRAILING.search(token, start)):
        stop = match.start()
    cuts = [(place, place + 1) for place in range(start)]
    core = token[start:stop]
    if core:
        pieces = [core] if _NUMBER.fullmatch(core) else _INNER.split(core)
        place = start
        for number, piece in enumerate(pieces):
            if number % 2:
                cuts += [(place + sign, place + sign + 1) for sign in range(len(piece))]
            elif piece:
                cuts += _cut_number(piece, place)
            place += len(piece)
    cuts += [(place, place + 1) for place in range(max(start, stop), len(token))]
    return cuts


def _cut_number(piece: str, place: int) -> list[tuple[int, int]]:
    """Keep a piece whole; `80km` would lose its number in a word, `1a` is a word."""
    return [(place, place + len(piece))]
