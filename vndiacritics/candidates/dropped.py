"""Dropped letters: `vi c` for việc, `T C` for TỘC, `nm` for năm.

A line is taken apart into slots: its words, numbers and signs, and the spaces that are more than a
space between two words. An arc lies over one to three of them, whatever a word can have left there
(see `dropped_forms`). A word of which nothing is left shows in the spaces around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from vndiacritics.candidates.dropped_forms import DroppedForms
from vndiacritics.candidates.listed import KEEP_COST
from vndiacritics.model.capitals import Capitals, Left, left_of
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.lexicon import Lexicon
from vndiacritics.model.spelling import Spelling
from vndiacritics.orthography.letters import Shape, canonical, cased, shape, to_old_placement
from vndiacritics.orthography.signs import CLOSING, OPENING
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.pieces import NUMBER, PIECE, UNKNOWN, cut, is_number, symbol
from vndiacritics.search.arcs import KEPT, Analysis, Arc, ArcStore, Columns
from vndiacritics.search.lattice import LONGEST_ARC

EXTRA_SPACE_COST = 5.0
"""Nats for a space too many that is no letter."""

NO_WORD_COST = 20.0
"""Nats for spaces that are nothing at all; something else is always cheaper."""

MOST_SPACES = 4
"""Spaces too many up to which they may be letters; more are a layout's."""

NEIGHBOURS = 3
"""Words to each side that tell whether a letter stands in a heading."""

_CLOSING = frozenset(CLOSING + "%")
_OPENING = frozenset(OPENING)


class _Kind(Enum):
    WORD = "word"
    SPACES = "spaces"
    NUMBER = "number"
    SIGN = "sign"
    MIXED = "mixed"
    SYMBOL = "symbol"


class _Slot(NamedTuple):
    """A part of a text; `between` are the spaces that belong there, `whole` is a symbol's form."""

    start: int
    stop: int
    kind: _Kind
    token: int
    between: int = 1
    whole: str = ""


class DroppedLetters:
    """Analyses lines that lost letters.

    Args:
        language_model: whose symbols are used.
        spelling: costs of words that are no syllables.
        lexicon: symbols, words.
        capitals: tells the case of letters that are not to be seen.
        store: where the arcs are kept; one of its own where None is given.
    """

    def __init__(
        self,
        language_model: LanguageModel,
        spelling: Spelling,
        lexicon: Lexicon,
        capitals: Capitals,
        *,
        store: ArcStore | None = None,
    ) -> None:
        self._store = ArcStore(language_model.vocabulary) if store is None else store
        self._index = language_model.index
        self._spelling = spelling
        self._capitals = capitals
        self._remains = DroppedForms(language_model, lexicon)

    def forget(self, store: ArcStore) -> None:
        """Keep new arcs in another store."""
        self._store = store

    def line(
        self, text: str, starts: Sequence[int], tokens: Sequence[str], *, opens: bool
    ) -> tuple[list[int], list[bool], list[Analysis]]:
        """Analyse a line.

        Args:
            text: NFC.
            starts: where the line's tokens begin in it.
            tokens: the tokens.
            opens: a paragraph begins with the line.

        Returns:
            Where each part of the line begins (one a token, but none for a token that belongs to
            the one before), whether an arc of it begins in the part before, and its analysis:
            offsets are counted from there, those of the spaces before it are negative.
        """
        around = _Surroundings(text, list(self._slots(text, starts, tokens)), opens)
        rows = [list(self._arcs(around, last)) for last in range(len(around.slots))]
        arcs = [arc for row in rows for arc in row]
        place = self._store.add(_columns(arcs))
        begins: list[int] = []
        reaches: list[bool] = []
        analyses: list[Analysis] = []
        slot = arc = 0
        for token, group in groupby(around.slots, key=attrgetter("token")):
            slots = list(group)
            counts = [len(row) for row in rows[slot : slot + len(slots)]]
            depths = [depth for depth, count in enumerate(counts, 1) for _ in range(count)]
            own = arcs[arc : arc + len(depths)]
            start = starts[token]
            begins.append(start)
            reaches.append(any(row.span > depth for row, depth in zip(own, depths, strict=True)))
            analyses.append(
                Analysis(
                    tokens[token],
                    [row.start - start for row in slots],
                    [row.stop - start for row in slots],
                    counts,
                    place + arc,
                    len(own),
                    bytes([KEPT]) * len(own),
                    {n: row.surface for n, row in enumerate(own) if row.surface is not None},
                    self._store,
                )
            )
            slot += len(slots)
            arc += len(own)
        self._store.register(analyses)
        return begins, reaches, analyses

    def _slots(self, text: str, starts: Sequence[int], tokens: Sequence[str]) -> Iterator[_Slot]:
        done = 0
        for number, (start, token) in enumerate(zip(starts, tokens, strict=True)):
            end = starts[number - 1] + len(tokens[number - 1]) if number else start
            if done <= end < start:
                yield from _spaces(text, end, start, number)
            end = start + len(token)
            split = number + 1 < len(tokens) and starts[number + 1] == end + 1
            found = self._remains.symbol(token, tokens[number + 1]) if split else None
            if found is not None and done <= start:
                begin, stop, whole = found
                yield from _pieces(token[:begin], start, number)
                done = starts[number + 1] + stop
                yield _Slot(start + begin, done, _Kind.SYMBOL, number, whole=whole)
                continue
            found = self._remains.symbol(token) if done <= start else None
            if found is not None:
                begin, stop, whole = found
                yield from _pieces(token[:begin], start, number)
                yield _Slot(start + begin, start + stop, _Kind.SYMBOL, number, whole=whole)
                done = start + stop
            skipped = max(0, done - start)
            yield from _pieces(token[skipped:], start + skipped, number)
            done = start + len(token)

    def _arcs(self, around: _Surroundings, last: int) -> Iterator[Arc]:
        """Return the arcs that end at a slot."""
        slots = around.slots
        if slots[last].kind not in {_Kind.WORD, _Kind.SPACES}:
            yield from _widened(around, last, last, [self._fixed(around.text, slots[last])])
            return
        for first in range(last, max(-1, last - LONGEST_ARC), -1):
            if slots[first].kind not in {_Kind.WORD, _Kind.SPACES}:
                return
            if (
                first < last
                and slots[first].stop == slots[first + 1].start
                and (slots[first].kind is slots[first + 1].kind is _Kind.WORD)
            ):
                return
            yield from _widened(around, first, last, self._readings(around, first, last))

    def _fixed(self, text: str, slot: _Slot) -> Arc:
        """Return the arc of what is no word."""
        piece = text[slot.start : slot.stop]
        if slot.kind is _Kind.SYMBOL:
            number = self._index.get(canonical(slot.whole), self._index[UNKNOWN])
            return Arc(number, 0.0, slot.whole)
        if slot.kind is _Kind.NUMBER:
            return Arc(self._index[NUMBER], 0.0, None)
        if slot.kind is _Kind.SIGN:
            return Arc(self._index[symbol(piece)], 0.0, None)
        number = self._index[NUMBER if piece[0].isdigit() else UNKNOWN]
        return Arc(number, 0.0, None)

    def _readings(self, around: _Surroundings, first: int, last: int) -> list[Arc]:
        """Return the words of which these slots may hold the rest."""
        slots, text = around.slots, around.text
        words = [place for place in range(first, last + 1) if slots[place].kind is _Kind.WORD]
        span = last - first + 1
        old = text[slots[first].start : slots[last].stop]
        if not words:
            # The word's own two spaces are one too many.
            arcs = [
                Arc(
                    row.number, row.cost, " " + self._cased(around, first, last, row.word, ""), span
                )
                for row in self._remains.wholes(" " * (len(old) - 1))
            ]
            if span == 1:
                arcs.append(Arc(self._index[UNKNOWN], NO_WORD_COST, None))
            return arcs
        core = text[slots[words[0]].start : slots[words[-1]].stop]
        lead = slots[words[0]].start - slots[first].start
        between = min(lead, slots[first].between)
        rest = " " * (lead - between) + core + " " * (slots[last].stop - slots[words[-1]].stop)
        lower = rest.lower()
        arcs = []
        kept = False
        for row in self._remains.wholes(lower):
            surface = " " * between + self._cased(around, first, last, row.word, rest)
            if row.word == lower:
                kept, surface = True, old
            arcs.append(Arc(row.number, row.cost, None if surface == old else surface, span))
        if span == 1 and not kept:
            cost = KEEP_COST + self._spelling.cost(canonical(old))
            arcs.append(Arc(self._index[UNKNOWN], cost, None))
        return arcs

    def _cased(self, around: _Surroundings, first: int, last: int, word: str, rest: str) -> str:
        """Write a word in the case that its rest and the words around it tell."""
        seen = rest.replace(" ", "")
        if len(seen) > 1 and seen.isupper():
            return word.upper()
        if seen and rest[0].lower() == word[0]:
            upper = seen.isupper() and (around.is_heading(first, last) or not is_syllable(word))
            return word.upper() if upper else cased(word, shape(seen))
        if seen.isupper() or (not seen and around.is_heading(first, last)):
            return word.upper()
        left, right = around.beside(first, last)
        chance = self._capitals.chance(to_old_placement(word), left, right)
        return cased(word, Shape.TITLE if chance > 0.5 else Shape.LOWER)


@dataclass
class _Surroundings:
    text: str
    slots: list[_Slot]
    opens: bool
    _beside: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def beside(self, first: int, last: int) -> tuple[str, str]:
        """Return the pieces before and behind some slots; before a line, the text's last."""
        known = self._beside.get((first, last))
        if known is None:
            known = self._beside[first, last] = self._found(first, last)
        return known

    def _found(self, first: int, last: int) -> tuple[str, str]:
        left = right = ""
        for slot in self._before(first):
            if slot.kind is not _Kind.SPACES:
                left = self.text[slot.start : slot.stop]
                break
        else:
            if not self.opens:
                before = self.text[max(0, self.slots[0].start - 40) : self.slots[0].start]
                left = (PIECE.findall(before) or [""])[-1]
                left = "" if left_of(left) is Left.UPPER else left
        for slot in self._behind(last):
            if slot.kind is not _Kind.SPACES:
                right = self.text[slot.start : slot.stop]
                break
        return left, right

    def _before(self, first: int) -> Iterator[_Slot]:
        """Yield the slots before one, the nearest first."""
        return (self.slots[place] for place in range(first - 1, -1, -1))

    def _behind(self, last: int) -> Iterator[_Slot]:
        return (self.slots[place] for place in range(last + 1, len(self.slots)))

    def is_heading(self, first: int, last: int) -> bool:
        """Return whether the nearest words that show their case, on both sides, are in capitals."""
        told = []
        for side in (self._before(first), self._behind(last)):
            near = (slot for slot in side if slot.kind is not _Kind.SPACES)
            for _, slot in zip(range(NEIGHBOURS), near, strict=False):
                piece = self.text[slot.start : slot.stop]
                if slot.kind is _Kind.WORD and (len(piece) > 1 or piece.islower()):
                    told.append(piece.isupper())
                    break
        return bool(told) and all(told)


def _spaces(text: str, start: int, stop: int, token: int) -> Iterator[_Slot]:
    """Return the spaces between two tokens that are too many: the first, then the others."""
    between = 0 if text[stop] in _CLOSING or text[start - 1] in _OPENING else 1
    excess = stop - start - between
    if 0 < excess <= MOST_SPACES and not text[start:stop].strip(" "):
        yield _Slot(start, start + 1, _Kind.SPACES, token, between)
        if excess > 1:
            yield _Slot(start + 1, start + excess, _Kind.SPACES, token, between)


def _pieces(token: str, start: int, number: int) -> Iterator[_Slot]:
    """Cut a token into words, numbers and signs."""
    if not token:
        return
    for begin, stop in cut(token):
        piece = token[begin:stop]
        if piece.isalpha():
            kind = _Kind.WORD
        elif is_number(piece):
            kind = _Kind.NUMBER
        else:
            kind = _Kind.MIXED if any(map(str.isalnum, piece)) else _Kind.SIGN
        yield _Slot(start + begin, start + stop, kind, number)


def _widened(around: _Surroundings, first: int, last: int, arcs: Sequence[Arc]) -> Iterator[Arc]:
    """Return arcs as they are, and over the spaces before them, which then are no letters."""
    yield from arcs
    slots = around.slots
    if slots[first].kind is _Kind.SPACES:
        return
    cost = 0.0
    before = first - 1
    while before >= 0 and slots[before].kind is _Kind.SPACES and last - before < LONGEST_ARC:
        cost += EXTRA_SPACE_COST * (slots[before].stop - slots[before].start)
        lead = around.text[slots[before].start : slots[first].start]
        for arc in arcs:
            surface = None if arc.surface is None else lead + arc.surface
            yield Arc(arc.number, arc.cost + cost, surface, last - before + 1)
        before -= 1


def _columns(arcs: Sequence[Arc]) -> Columns:
    number = len(arcs)
    return Columns(
        np.array([arc.number for arc in arcs], dtype=np.int32),
        np.array([arc.cost for arc in arcs], dtype=np.float32),
        np.array([arc.span for arc in arcs], dtype=np.int8),
        np.zeros((number, 2), dtype=np.int32),
        np.zeros((number, 2), dtype=np.float32),
        np.zeros(number, dtype=np.uint8),
    )
