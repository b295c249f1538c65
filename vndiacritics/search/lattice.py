"""From a text to the decoder's lattice: tokens, their analyses, segments.

A segment is a paragraph. Long ones are cut into pieces that overlap by a few slots of context, so
that many pieces can be decoded side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import F32, Ints, distinct, owners_of, ranges, true_places
from vndiacritics.search.arcs import Analysis, AnalysisRows, ArcStore
from vndiacritics.search.lazy import lazy

PIECE = 32
"""Slots in the core of a cut segment."""

BEFORE = 5
AFTER = 4
"""Slots of context around a core."""

LONGEST_ARC = 3
"""Slots that an arc covers at most."""


class Lattice(NamedTuple):
    """Slots of a text one after the other, and the arcs that end behind each.

    Attributes:
        symbols: the arcs' symbols, shape (arcs,).
        costs: their channel costs in nats, shape (arcs,).
        spans: slots each arc covers, 1 to 3, shape (arcs,); every slot has an arc of span 1.
        ends: first arc of each slot, and the number of arcs at the end, shape (slots + 1,).
        segments: per segment first slot, end slot, and the first and end slot of its core (what
            is outside the core is context only), shape (segments, 4). No arc crosses a core's
            border, and none the beginning of a segment.
    """

    symbols: Ints
    costs: F32
    spans: NDArray[np.int8]
    ends: Ints
    segments: Ints

    def holding(self, slots: Ints) -> Ints:
        """Return the segments in which some of these slots lie, shape (segments, 4)."""
        ranked = np.sort(slots)
        first = np.searchsorted(ranked, self.segments[:, 0])
        last = np.searchsorted(ranked, self.segments[:, 1])
        held: Ints = self.segments[last > first]
        return held


@dataclass(frozen=True)
class BlockTokens:
    """Analysed tokens one after the other; all columns of shape (tokens,).

    Attributes:
        store: holds their arcs.
        numbers: of the tokens' analyses in the store.
        document_of: place of each token's document in the batch.
        start_of: first character of each token in its document's text.
        is_opening: the token begins a paragraph.
        profile_of: number of the token's profile.
        reaches_back: an arc of the token begins in a token before.
        line_of: number of the token's line in the block.
    """

    store: ArcStore
    numbers: Ints
    document_of: Ints
    start_of: Ints
    is_opening: NDArray[np.bool_]
    profile_of: Ints
    reaches_back: NDArray[np.bool_]
    line_of: Ints

    @lazy
    def rows(self) -> AnalysisRows:
        """What is known of the analyses."""
        return self.store.rows(self.numbers)

    @lazy
    def analyses(self) -> list[Analysis]:
        """The tokens' parts of the lattice."""
        return list(map(self.store.analyses.__getitem__, self.numbers.tolist()))

    @lazy
    def strings(self) -> list[str]:
        """The tokens as they stand."""
        return [analysis.token for analysis in self.analyses]

    @lazy
    def documents(self) -> list[int]:
        """`document_of` as numbers of Python."""
        values: list[int] = self.document_of.tolist()
        return values

    @lazy
    def starts(self) -> list[int]:
        """`start_of` as numbers of Python."""
        values: list[int] = self.start_of.tolist()
        return values

    @lazy
    def opens(self) -> list[bool]:
        """`is_opening` as flags of Python."""
        values: list[bool] = self.is_opening.tolist()
        return values

    @lazy
    def profiles(self) -> list[int]:
        """`profile_of` as numbers of Python."""
        values: list[int] = self.profile_of.tolist()
        return values

    @lazy
    def met(self) -> int:
        """Traits that some token has."""
        return int(np.bitwise_or.reduce(self.rows.traits))

    def places_of(self, trait: int) -> list[int]:
        """Return the places of tokens that have a trait."""
        if not self.met & trait:
            return []
        places: list[int] = true_places(self.rows.traits & trait).tolist()
        return places


class BlockLattice(NamedTuple):
    """A lattice and the way back to the tokens.

    Attributes:
        lattice: for the decoder.
        token_of_slot: shape (slots,).
        first_arc: of each token, shape (tokens,).
        first_slot: of each token, shape (tokens,).
        links: of onset and rime of each arc, 0 for none, shape (arcs, 2).
        part_costs: costs of onset and rime of each arc in nats, shape (arcs, 2).
        document_of_arc: shape (arcs,).
        profile_of_arc: number of the profile, shape (arcs,).
        line_of_arc: number of the line in the block, shape (arcs,).
        losses: bits of the losses, see `Columns`, shape (arcs,).
    """

    lattice: Lattice
    token_of_slot: Ints
    first_arc: Ints
    first_slot: Ints
    links: NDArray[np.int32]
    part_costs: F32
    document_of_arc: NDArray[np.int32]
    profile_of_arc: NDArray[np.int8]
    line_of_arc: NDArray[np.int32]
    losses: NDArray[np.uint8]

    def segments_of(self, profile: int) -> Ints:
        """Return the segments whose cores begin in a profile, shape (segments, 4)."""
        segments = self.lattice.segments
        first = self.lattice.ends[segments[:, 2]]
        own: Ints = segments[self.profile_of_arc[first] == profile]
        return own


def block_lattice(tokens: BlockTokens) -> BlockLattice:
    """Return the lattice of analysed tokens; at least one token."""
    documents = tokens.document_of
    opens = tokens.is_opening.copy()
    opens[0] = True
    opens[1:] |= documents[1:] != documents[:-1]
    arcs = gathered(tokens)
    first_slot = arcs.first_slot
    cut = segments(first_slot[opens], first_slot[~tokens.reaches_back], len(arcs.token_of_slot))
    return BlockLattice(
        Lattice(arcs.symbols, arcs.costs, arcs.spans, arcs.ends, cut),
        arcs.token_of_slot,
        arcs.first_arc,
        first_slot,
        arcs.links,
        arcs.part_costs,
        arcs.documents,
        arcs.profiles,
        arcs.lines,
        arcs.losses,
    )


class Gathered(NamedTuple):
    """The arcs of tokens; see `Lattice` and `BlockLattice`."""

    symbols: Ints
    costs: F32
    spans: NDArray[np.int8]
    links: NDArray[np.int32]
    part_costs: F32
    losses: NDArray[np.uint8]
    documents: NDArray[np.int32]
    profiles: NDArray[np.int8]
    lines: NDArray[np.int32]
    token_of_slot: Ints
    ends: Ints
    first_arc: Ints
    first_slot: Ints


def gathered(tokens: BlockTokens) -> Gathered:
    """Return the arcs of tokens, by the compiled core where there is one."""
    if core.compiled is None:
        return gathered_by_arrays(tokens)
    rows, kept = tokens.rows, tokens.store.columns
    arcs, slots, number = int(rows.sizes.sum()), int(rows.slots.sum()), len(rows.table)
    found = Gathered(
        np.empty(arcs, dtype=np.int64),
        np.empty(arcs, dtype=np.float32),
        np.empty(arcs, dtype=np.int8),
        np.empty((arcs, 2), dtype=np.int32),
        np.empty((arcs, 2), dtype=np.float32),
        np.empty(arcs, dtype=np.uint8),
        np.empty(arcs, dtype=np.int32),
        np.empty(arcs, dtype=np.int8),
        np.empty(arcs, dtype=np.int32),
        np.empty(slots, dtype=np.int64),
        np.empty(slots + 1, dtype=np.int64),
        np.empty(number, dtype=np.int64),
        np.empty(number, dtype=np.int64),
    )
    core.compiled.gather(
        (
            *(kept.symbols, kept.costs, kept.spans, kept.links, kept.part_costs, kept.losses),
            tokens.store.counts,
        ),
        (rows.table, tokens.document_of, tokens.profile_of, tokens.line_of),
        found,
    )
    return found


def gathered_by_arrays(tokens: BlockTokens) -> Gathered:
    """Return the arcs of tokens; the twin of the compiled core's."""
    rows = tokens.rows
    owners = owners_of(rows.sizes)
    before = rows.sizes.cumsum() - rows.sizes
    counts = tokens.store.counts[ranges(rows.slots) + rows.places.repeat(rows.slots)]
    columns = tokens.store.taken(np.arange(len(owners)) + (rows.firsts - before)[owners])
    return Gathered(
        columns.symbols.astype(np.int64),
        columns.costs,
        columns.spans,
        columns.links,
        columns.part_costs,
        columns.losses,
        tokens.document_of.astype(np.int32)[owners],
        tokens.profile_of.astype(np.int8)[owners],
        tokens.line_of.astype(np.int32)[owners],
        owners_of(rows.slots),
        np.concatenate(([0], counts.cumsum())),
        before,
        rows.slots.cumsum() - rows.slots,
    )


def segments(opens: NDArray[np.int64], cuts: NDArray[np.int64], total: int) -> Ints:
    """Cut slots into segments.

    Args:
        opens: slots that begin a paragraph, ascending, the first 0.
        cuts: slots that begin a token: cores may begin there.
        total: slots in all.

    Returns:
        First and end slot, first and end slot of the core, shape (segments, 4).
    """
    if len(opens) == 1 and total < 2 * PIECE:
        return np.array([[0, total, 0, total]])
    ends = np.append(opens[1:], total)
    pieces = np.maximum(1, (ends - opens) // PIECE)
    paragraph = np.repeat(np.arange(len(opens)), pieces)
    wanted = opens[paragraph] + ranges(pieces) * ((ends - opens) // pieces)[paragraph]
    core, _, _ = distinct(cuts[np.searchsorted(cuts, wanted, side="right") - 1])
    home = np.searchsorted(opens, core, side="right") - 1
    core_end = np.minimum(np.append(core[1:], total), ends[home])
    first = np.maximum(core - BEFORE, opens[home])
    first = cuts[np.searchsorted(cuts, first, side="right") - 1]
    last = np.minimum(core_end + AFTER, ends[home])
    after = np.append(cuts, total)
    last = after[np.searchsorted(after, last)]
    return np.stack([first, last, core, core_end], axis=1)
