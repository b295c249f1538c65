"""Planned tokens: their slots, what is to be looked up, and the arcs that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import ranges
from vndiacritics.candidates.matching import Matches
from vndiacritics.profiles.losses import FAST
from vndiacritics.search.arcs import KEPT, Analysis, Arc, ArcStore, Columns
from vndiacritics.search.lattice import LONGEST_ARC

KEEP_DAMAGED_COST = 4.5
"""Nats for a word that stays though the channel does not read it as itself."""

HEAD_BONUS = 5.0
"""Nats that a slot's likely word gains: `số` before a document number, where little else stands."""


class Wanted(NamedTuple):
    """Syllables to be looked up, and what their arcs are like."""

    query: int
    span: int = 1
    extra: float = 0.0
    scale: float = 1.0
    glued: bool = False


@dataclass(slots=True)
class Slot:
    """A slot as it is planned.

    Attributes:
        start: first character, counted in the token.
        stop: character behind it.
        is_word: it holds a letter.
        arcs: those that stand fast.
        wanted: syllables to be looked up.
        own: symbol of the word as it stands, -1 for none; a slot with one looks its word up first.
        glued: it hangs on the slot before without the space that belongs there.
        head: symbol that gains `HEAD_BONUS`, -1 for none.
    """

    start: int
    stop: int
    is_word: bool
    arcs: list[Arc] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    own: int = -1
    head: int = -1
    glued: bool = False


_FAST_ARCS = [Wanted(-1, span) for span in range(LONGEST_ARC + 1)]
"""What is laid out of arcs that stand fast, by the slots they cover."""

_NOTHING: dict[int, str] = {}
"""What most tokens' fast arcs write; never filled."""


class _Layout:
    """Arcs of planned tokens as they are laid out: runs of matches, and arcs that stand fast.

    Args:
        found: the matches of the plans' queries.
    """

    def __init__(self, found: Matches) -> None:
        self._found = found
        self._bounds = found.bounds.tolist()
        self._symbols = found.symbols.tolist()
        self._fast: list[Arc] = []
        self._firsts: list[int] = []
        self._counts: list[int] = []
        self._wanted: list[Wanted] = []
        self._kept: list[int] = []
        self._cheaper: list[int] = []
        self._written: dict[int, str] = {}
        self._size = 0

    def token(self, plan: list[Slot]) -> tuple[int, list[int], dict[int, str]]:
        """Lay out a token; give its first arc, the arcs of each slot, what arcs write."""
        first = self._size
        self._written = _NOTHING
        counts = []
        for slot in plan:
            before = self._size
            self._slot(slot, first)
            counts.append(self._size - before)
        return first, counts, self._written

    def _slot(self, slot: Slot, first: int) -> None:
        begin = stop = place = 0
        for wanted in slot.wanted:
            start, end = self._bounds[wanted.query], self._bounds[wanted.query + 1]
            if wanted is slot.wanted[0]:
                begin, stop, place = start, end, self._size
            self._run(start, end - start, wanted)
        if slot.head >= 0 and slot.head in self._symbols[begin:stop]:
            self._cheaper.append(place + self._symbols.index(slot.head, begin, stop) - begin)
        if slot.own >= 0:
            if slot.own in self._symbols[begin:stop]:
                self._kept.append(place + self._symbols.index(slot.own, begin, stop) - begin)
            else:
                self._stands(Arc(slot.own, KEEP_DAMAGED_COST, None), first)
        for arc in slot.arcs:
            self._stands(arc, first)

    def _run(self, first: int, count: int, wanted: Wanted) -> None:
        self._firsts.append(first)
        self._counts.append(count)
        self._wanted.append(wanted)
        self._size += count

    def _stands(self, arc: Arc, first: int) -> None:
        if arc.surface is not None:
            if self._written is _NOTHING:
                self._written = {}
            self._written[self._size - first] = arc.surface
        self._run(len(self._symbols) + len(self._fast), 1, _FAST_ARCS[arc.span])
        self._fast.append(arc)

    def columns(self) -> tuple[Columns, bytes]:
        """Return all arcs and their forms."""
        found, number = self._found, len(self._fast)
        counts = np.array(self._counts, dtype=np.intp)
        places = ranges(counts) + np.repeat(np.array(self._firsts, dtype=np.intp), counts)
        _, spans, extras, scales, glued = zip(*self._wanted, strict=True)
        costs = np.concatenate([found.costs, np.array([arc.cost for arc in self._fast])])
        costs = costs[places] * np.repeat(scales, counts) + np.repeat(extras, counts)
        costs[self._cheaper] -= HEAD_BONUS
        symbols = np.concatenate([found.symbols, [arc.number for arc in self._fast]])
        forms = np.concatenate([found.shapes + 1, np.full(number, KEPT)])[places]
        forms[self._kept] = KEPT
        losses = np.concatenate(
            [found.losses, np.array([arc.losses for arc in self._fast], dtype=np.uint8)]
        )[places]
        if any(glued):
            # Where a loss explains the word, the missing space is all that it costs.
            extra = np.repeat(glued, counts)
            costs = np.where(extra & (losses > 0), np.repeat(extras, counts), costs)
            losses = np.where(extra, losses | FAST, losses)
        columns = Columns(
            symbols[places].astype(np.int32),
            costs.astype(np.float32),
            np.repeat(spans, counts).astype(np.int8),
            _padded(found.links, number)[places].astype(np.int32),
            _padded(found.part_costs, number)[places],
            losses.astype(np.uint8),
        )
        return columns, forms.astype(np.uint8).tobytes()


def _padded(pairs: NDArray[Any], number: int) -> NDArray[Any]:
    """Add rows of zeros: arcs that stand fast have no onset and rime."""
    return np.concatenate([pairs, np.zeros((number, 2), dtype=pairs.dtype)])


def laid(
    tokens: Sequence[str], plans: Sequence[list[Slot]], found: Matches, store: ArcStore
) -> list[Analysis]:
    """Lay out planned tokens."""
    if not plans:
        return []
    layout = _Layout(found)
    rows = [layout.token(plan) for plan in plans]
    columns, forms = layout.columns()
    base = store.add(columns)
    return [
        Analysis(
            token,
            tuple([slot.start for slot in plan]),
            tuple([slot.stop for slot in plan]),
            tuple(counts),
            base + first,
            sum(counts),
            forms[first : first + sum(counts)],
            written,
            store,
            tuple([slot.glued for slot in plan]) if any(slot.glued for slot in plan) else (),
        )
        for token, plan, (first, counts, written) in zip(tokens, plans, rows, strict=True)
    ]
