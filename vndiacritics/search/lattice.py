"""From a text to the decoder's lattice: tokens, their analyses, segments.

A segment is a paragraph. Long ones are cut into pieces that overlap by a few slots of context, so
that many pieces can be decoded side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F32, Ints, distinct, ranges
from vndiacritics.search.arcs import Analysis, ArcStore

PIECE = 32
"""Slots in the core of a cut segment."""

BEFORE = 5
AFTER = 4
"""Slots of context around a core."""

LONGEST_ARC = 3


@dataclass(frozen=True)
class Lattice:
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


@dataclass
class BlockTokens:
    """Analysed tokens one after the other, a list a column.

    Attributes:
        documents: place of each token's document in the batch.
        starts: first character of each token in its document's text.
        opens: the token begins a paragraph.
        profiles: number of the token's profile.
        analyses: the token's part of the lattice.
        reaches_back: an arc of the token begins in a token before.
        lines: number of the token's line in the block.
    """

    documents: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    opens: list[bool] = field(default_factory=list)
    profiles: list[int] = field(default_factory=list)
    analyses: list[Analysis] = field(default_factory=list)
    reaches_back: list[bool] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @property
    def store(self) -> ArcStore:
        """What holds the arcs of all tokens; there is at least one."""
        return self.analyses[0].store


@dataclass(frozen=True)
class BlockLattice:
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
    links: Ints
    part_costs: F32
    document_of_arc: Ints
    profile_of_arc: Ints
    line_of_arc: Ints
    losses: NDArray[np.uint8]

    def segments_of(self, profile: int) -> Ints:
        """Return the segments whose cores begin in a profile, shape (segments, 4)."""
        segments = self.lattice.segments
        first = self.lattice.ends[segments[:, 2]]
        own: Ints = segments[self.profile_of_arc[first] == profile]
        return own


def block_lattice(tokens: BlockTokens, store: ArcStore) -> BlockLattice:
    """Return the lattice of analysed tokens; at least one token.

    Args:
        tokens: analysed.
        store: holds their arcs.
    """
    number = len(tokens.analyses)
    slots = np.array([len(analysis.counts) for analysis in tokens.analyses])
    arcs = np.array([analysis.size for analysis in tokens.analyses])
    firsts = np.array([analysis.first for analysis in tokens.analyses])
    columns = store.taken(ranges(arcs) + np.repeat(firsts, arcs))
    first_slot = np.cumsum(slots) - slots
    counts = np.array([count for analysis in tokens.analyses for count in analysis.counts])
    opens = np.array(tokens.opens)
    opens[0] = True
    lattice = Lattice(
        columns.symbols.astype(np.int64),
        columns.costs,
        columns.spans,
        np.concatenate(([0], np.cumsum(counts))),
        segments(first_slot[opens], first_slot[~np.array(tokens.reaches_back)], len(counts)),
    )
    return BlockLattice(
        lattice,
        np.repeat(np.arange(number), slots),
        np.cumsum(arcs) - arcs,
        first_slot,
        columns.links.astype(np.int64),
        columns.part_costs,
        np.repeat(tokens.documents, arcs),
        np.repeat(tokens.profiles, arcs),
        np.repeat(tokens.lines, arcs),
        columns.losses,
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
