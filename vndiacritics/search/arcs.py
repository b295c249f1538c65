"""The arcs of analysed tokens, kept in columns, so that a lattice is gathered in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints, grown, ranges
from vndiacritics.orthography.letters import SHAPES, cased, placed_like
from vndiacritics.symbols.traits import traits

KEPT = 0
"""Form of an arc that leaves what stands there; others are places in `SHAPES`, plus 1."""

_FIRST_SIZE = 1 << 14


@dataclass(frozen=True)
class Columns:
    """Arcs.

    Attributes:
        symbols: shape (arcs,).
        costs: channel costs in nats, shape (arcs,).
        spans: slots each arc covers, ending with its own, shape (arcs,).
        links: of onset and rime of each arc, 0 where it has none, shape (arcs, 2).
        part_costs: costs of onset and rime in nats, shape (arcs, 2).
        losses: behind which losses the arc looks like what stands there, a bit each, and `FAST`;
            0 in profiles that are no mixture, shape (arcs,).
    """

    symbols: NDArray[np.int32]
    costs: NDArray[np.float32]
    spans: NDArray[np.int8]
    links: NDArray[np.int32]
    part_costs: NDArray[np.float32]
    losses: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.symbols)

    def taken(self, places: NDArray[np.intp] | slice) -> Columns:
        """Return some of the arcs."""
        return Columns(
            self.symbols[places],
            self.costs[places],
            self.spans[places],
            self.links[places],
            self.part_costs[places],
            self.losses[places],
        )


def _empty(size: int) -> Columns:
    return Columns(
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.float32),
        np.empty(size, dtype=np.int8),
        np.empty((size, 2), dtype=np.int32),
        np.empty((size, 2), dtype=np.float32),
        np.empty(size, dtype=np.uint8),
    )


class Arc(NamedTuple):
    """An arc that stands fast: it is no syllable of the channel."""

    number: int
    cost: float
    surface: str | None
    span: int = 1
    losses: int = 0


class AnalysisRows(NamedTuple):
    """What is known of analyses, shape (analyses, columns).

    Attributes:
        table: the columns that the others are.
    """

    table: Ints

    @property
    def firsts(self) -> Ints:
        """Place of the first arc in the store, shape (analyses,), as the others."""
        return self.table[:, 0]

    @property
    def sizes(self) -> Ints:
        """How many arcs there are."""
        return self.table[:, 1]

    @property
    def slots(self) -> Ints:
        """How many slots."""
        return self.table[:, 2]

    @property
    def places(self) -> Ints:
        """Place of the first slot in `ArcStore.counts`."""
        return self.table[:, 3]

    @property
    def writes(self) -> NDArray[np.bool_]:
        """Some arc writes something of its own, or a space; see `ArcStore.recased`."""
        writes: NDArray[np.bool_] = self.table[:, 4] > 0
        return writes

    @property
    def traits(self) -> Ints:
        """Of the token; see `vndiacritics.symbols.traits`."""
        return self.table[:, 5]


_ROW = 6
"""Columns of the table of analyses."""


class ArcStore:
    """A growing table of arcs.

    One thread at a time may add. What was added never changes, so others may take it meanwhile.

    Args:
        vocabulary: the symbols in the order of their numbers.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = vocabulary
        self._columns = _empty(_FIRST_SIZE)
        self._size = 0
        self.analyses: list[Analysis] = []
        self._rows = np.empty((0, _ROW), dtype=np.int64)
        self._counts = np.empty(0, dtype=np.int64)
        self._forms = np.empty(0, dtype=np.uint8)
        self._slots = 0

    def __len__(self) -> int:
        return self._size

    def add(self, new: Columns) -> int:
        """Add arcs; give the place of the first."""
        first, size = self._size, self._size + len(new)
        columns = self._columns
        if size > len(columns):
            larger = _empty(max(size, 3 * len(columns) // 2))
            _write(larger, 0, columns.taken(slice(first)))
            columns = larger
        _write(columns, first, new)
        self._columns = columns
        self._size = size
        return first

    @property
    def columns(self) -> Columns:
        """All arcs, and room for more."""
        return self._columns

    @property
    def counts(self) -> Ints:
        """Arcs that end at each slot, one analysis after the other, and room for more."""
        return self._counts

    def taken(self, places: NDArray[np.intp] | slice) -> Columns:
        """Return arcs by their places."""
        return self._columns.taken(places)

    def register(self, analyses: Sequence[Analysis]) -> None:
        """Number analyses whose arcs are here."""
        first, size = len(self.analyses), len(self.analyses) + len(analyses)
        counts = [count for analysis in analyses for count in analysis.counts]
        slots = self._slots + len(counts)
        self._rows = grown(self._rows, size)
        self._counts = grown(self._counts, slots)
        self._counts[self._slots : slots] = counts
        self._forms = grown(self._forms, self._size)
        rows, slot = [], self._slots
        for number, analysis in enumerate(analyses, start=first):
            analysis.number = number
            writes = bool(analysis.written or analysis.glued)
            own = len(analysis.counts)
            rows.append((analysis.first, analysis.size, own, slot, writes, traits(analysis.token)))
            slot += own
        self._rows[first:size] = rows
        sizes = self._rows[first:size, 1]
        arcs = ranges(sizes) + np.repeat(self._rows[first:size, 0], sizes)
        forms = b"".join([analysis.forms for analysis in analyses])
        self._forms[arcs] = np.frombuffer(forms, dtype=np.uint8)
        self._slots = slots
        self.analyses += analyses

    def recased(self, places: Ints) -> NDArray[np.bool_]:
        """Return which arcs write their symbol in some case, by their places."""
        found: NDArray[np.bool_] = self._forms[places] != KEPT
        return found

    def rows(self, numbers: Ints) -> AnalysisRows:
        """Return what is known of analyses by their numbers."""
        return AnalysisRows(self._rows[numbers])


def _write(columns: Columns, first: int, new: Columns) -> None:
    places = slice(first, first + len(new))
    columns.symbols[places] = new.symbols
    columns.costs[places] = new.costs
    columns.spans[places] = new.spans
    columns.links[places] = new.links
    columns.part_costs[places] = new.part_costs
    columns.losses[places] = new.losses


@dataclass(slots=True, eq=False)
class Analysis:
    """A token's part of the lattice.

    Attributes:
        token: the token.
        starts: first character of each slot, counted in the token.
        stops: character behind each slot.
        counts: arcs that end at each slot, shape (slots,).
        first: place of the first arc in the store.
        size: how many arcs there are.
        forms: the case of what each arc writes, or `KEPT`.
        written: what arcs write that are no syllables of the channel, by arc.
        store: holds the arcs.
        glued: which slots hang on the one before without the space that belongs there; () for
            none. What an arc of one slot writes there begins with that space.
        number: in the store, -1 before it is registered there.
    """

    token: str
    starts: Sequence[int]
    stops: Sequence[int]
    counts: Sequence[int]
    first: int
    size: int
    forms: bytes
    written: Mapping[int, str]
    store: ArcStore
    glued: Sequence[bool] = ()
    number: int = -1
    _surfaces: dict[int, str | None] | None = None

    @property
    def arcs(self) -> Columns:
        """The token's arcs."""
        return self.store.taken(slice(self.first, self.first + self.size))

    def with_arc(self, slot: int, arc: Arc) -> Analysis:
        """Return the analysis with one arc more behind those that end at a slot; in no store yet.

        Args:
            slot: the arc's last one.
            arc: it stands fast.
        """
        place = sum(self.counts[: slot + 1])
        counts = list(self.counts)
        counts[slot] += 1
        arcs = self.arcs
        first = self.store.add(
            Columns(
                np.insert(arcs.symbols, place, arc.number),
                np.insert(arcs.costs, place, np.float32(arc.cost)),
                np.insert(arcs.spans, place, arc.span),
                np.insert(arcs.links, place, 0, axis=0),
                np.insert(arcs.part_costs, place, 0, axis=0),
                np.insert(arcs.losses, place, arc.losses),
            )
        )
        written = {own + (own >= place): text for own, text in self.written.items()}
        return Analysis(
            self.token,
            self.starts,
            self.stops,
            counts,
            first,
            self.size + 1,
            self.forms[:place] + bytes([KEPT]) + self.forms[place:],
            written if arc.surface is None else {**written, place: arc.surface},
            self.store,
        )

    def surface(self, arc: int) -> str | None:
        """Return what an arc writes; None leaves what stands there.

        Args:
            arc: counted in the token.
        """
        known = self._surfaces
        if known is None:
            known = self._surfaces = {}
        elif arc in known:
            return known[arc]
        surface = self.written.get(arc)
        form = self.forms[arc]
        if surface is None and form != KEPT:
            symbols = self.store.taken(slice(self.first + arc, self.first + arc + 1)).symbols
            word = cased(self.store.vocabulary[int(symbols[0])], SHAPES[form - 1])
            surface = placed_like(word, self.token[: self.stops[self._slot(arc)]])
        if self.glued:
            surface = self._parted(arc, surface)
        known[arc] = surface
        return surface

    def _parted(self, arc: int, surface: str | None) -> str | None:
        """Return what an arc writes, with the space that is missing before it."""
        slot = self._slot(arc)
        alone = self.store.taken(slice(self.first + arc, self.first + arc + 1)).spans[0] == 1
        if not (self.glued[slot] and alone):
            return surface
        return " " + (
            self.token[self.starts[slot] : self.stops[slot]] if surface is None else surface
        )

    def _slot(self, arc: int) -> int:
        """Return the slot that an arc ends at."""
        for slot, count in enumerate(self.counts):
            if arc < count:
                return slot
            arc -= count
        raise IndexError(arc)


def part_of_link(links: Ints, parts: int) -> Ints:
    """Return the numbers of the parts behind links.

    Args:
        links: above 0.
        parts: how many parts of the kind the channel has.
    """
    result: Ints = (links - 1) % parts
    return result
