"""The syllables whose merits are near the best of a query.

For each split and each rime the best merit of all syllables with that rime is known before any of
them is looked at, so only those within reach of the query's best are. The compiled core has a twin
of `nearest_by_arrays` (core/match.c) that gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import distinct, ranges, true_places
from vndiacritics.candidates.splits import Splits
from vndiacritics.candidates.syllables import Syllables
from vndiacritics.model.part_costs import FAR
from vndiacritics.model.rows import F32, Ints
from vndiacritics.orthography.letters import SHAPES

STRINGS_TOGETHER = 128
"""Queries whose costs are weighed in one go: what fits the processor's cache."""

SLACK = np.float32(0.001)
"""Nats by which sums taken in another order may differ."""


class Table(NamedTuple):
    """What a channel asks for the syllables of one case.

    Attributes:
        members: the syllables by rime.
        best: best merits of the rimes' syllables, the rimes' costs aside, shape (rows, columns).
        onset_costs: shape (rows, onsets of the case).
        rime_costs: shape (rows, rimes of the case).
        onset_parts: number of the part of each onset, shape (onsets of the case,).
        rime_parts: number of the part of each rime, shape (rimes of the case,).
        onset_kinds: onsets in all cases.
        rime_kinds: rimes in all cases.
    """

    members: Syllables
    best: F32
    onset_costs: F32
    rime_costs: F32
    onset_parts: Ints
    rime_parts: Ints
    onset_kinds: int
    rime_kinds: int


class Wanted(NamedTuple):
    """How much is wanted of queries.

    Attributes:
        most: matches at most, shape (all queries,).
        windows: nats from the best merit, shape (all queries,).
        first: number of the first query that is asked for.
        stop: behind the last one.
    """

    most: Ints
    windows: F32
    first: int
    stop: int


class Near(NamedTuple):
    """Syllables within reach of queries; all of shape (syllables,) but the last two, (…, 2).

    Attributes:
        queries: number of the query.
        syllables: numbers.
        merits: in nats; the compiled core leaves them out.
        costs: in nats.
        shapes: places in `SHAPES`.
        links: of onset and rime.
        part_costs: of onset and rime.
    """

    queries: Ints
    syllables: Ints
    merits: F32
    costs: F32
    shapes: NDArray[np.uint8]
    links: Ints
    part_costs: F32

    def taken(self, places: NDArray[Any]) -> Near:
        """Return some of the syllables."""
        return Near(*(column[places] for column in self.columns()))

    def columns(self) -> tuple[NDArray[Any], ...]:
        """Return all columns in their order."""
        return (
            self.queries,
            self.syllables,
            self.merits,
            self.costs,
            self.shapes,
            self.links,
            self.part_costs,
        )


def joined(rows: Sequence[Near]) -> Near:
    """Return the syllables of several groups of queries, one group after the other."""
    columns = zip(*(row.columns() for row in rows), strict=True)
    return Near(*(np.concatenate(column) for column in columns))


NONE = Near(
    np.zeros(0, dtype=np.intp),
    np.zeros(0, dtype=np.intp),
    np.zeros(0, dtype=np.float32),
    np.zeros(0, dtype=np.float32),
    np.zeros(0, dtype=np.uint8),
    np.zeros((0, 2), dtype=np.intp),
    np.zeros((0, 2), dtype=np.float32),
)


def nearest(splits: Sequence[tuple[Splits, Table]], wanted: Wanted) -> Near:
    """Return the syllables of queries within their windows, the best merits first.

    Args:
        splits: of the queries, a row a case, each with what the channel asks.
        wanted: how much of each query.
    """
    if core.compiled is None:
        return nearest_by_arrays(splits, wanted)
    asked = slice(wanted.first, wanted.stop)
    most = np.ascontiguousarray(wanted.most[asked], dtype=np.int64)
    room = int(most.sum())
    counts = np.empty(len(most), dtype=np.int64)
    syllables = np.empty(room, dtype=np.int64)
    costs, shapes = np.empty(room, dtype=np.float32), np.empty(room, dtype=np.uint8)
    links = np.empty((room, 2), dtype=np.int64)
    part_costs = np.empty((room, 2), dtype=np.float32)
    found = (counts, syllables, costs, shapes, links, part_costs)
    queries = (wanted.first, most, wanted.windows[asked], float(FAR), float(SLACK))
    number = core.compiled.nearest(queries, tuple(_packed(*row) for row in splits), found)
    return Near(
        np.repeat(np.arange(wanted.first, wanted.stop), counts),
        syllables[:number],
        np.zeros(number, dtype=np.float32),
        costs[:number],
        shapes[:number],
        links[:number],
        part_costs[:number],
    )


def _packed(splits: Splits, table: Table) -> tuple[Any, ...]:
    """Return the splits of a case and their tables as the compiled core takes them."""
    members = table.members
    return (
        SHAPES.index(splits.form),
        (
            splits.queries,
            splits.extras,
            np.ascontiguousarray(splits.seen),
            splits.onsets,
            splits.rimes,
            splits.best,
        ),
        table.onset_costs,
        table.rime_costs,
        table.best,
        members.firsts,
        members.counts,
        members.syllables,
        members.onsets,
        members.priors,
        table.onset_parts,
        table.onset_kinds,
        table.rime_parts,
        table.rime_kinds,
    )


def nearest_by_arrays(splits: Sequence[tuple[Splits, Table]], wanted: Wanted) -> Near:
    """Return the syllables nearest to queries; see `nearest`."""
    found = [NONE]
    for first in range(wanted.first, wanted.stop, STRINGS_TOGETHER):
        stop = min(first + STRINGS_TOGETHER, wanted.stop)
        rows = [(row.within(first, stop), table) for row, table in splits]
        found.append(_weighed(rows, wanted.most, wanted.windows))
    return joined(found)


def _weighed(splits: Sequence[tuple[Splits, Table]], most: Ints, windows: F32) -> Near:
    """Return the syllables nearest to some queries."""
    bounds = np.full(len(most), FAR, dtype=np.float32)
    best = []
    for row, table in splits:
        merits = table.best[row.best]
        merits += table.rime_costs[:, : merits.shape[1]][row.rimes]
        np.minimum.at(bounds, row.queries, merits.min(axis=1, initial=FAR) + row.extras)
        best.append(merits)
    reach = bounds + windows + SLACK
    near = joined(
        [
            NONE,
            *(_spread(*row, own, reach) for row, own in zip(splits, best, strict=True)),
        ]
    )
    bounds[:] = FAR
    np.minimum.at(bounds, near.queries, near.merits)
    order = np.lexsort((near.syllables, near.merits, near.queries))
    order = order[(near.merits < (bounds + windows)[near.queries])[order]]
    # A syllable may be met in several splits: the first is the best.
    met = near.queries * (int(near.syllables.max(initial=0)) + 1) + near.syllables
    order = order[np.sort(distinct(met[order])[1])]
    queries = near.queries[order]
    return near.taken(order[_rank(queries) < most[queries]])


def _spread(splits: Splits, table: Table, best: F32, reach: F32) -> Near:
    """Return the syllables of all rimes whose best merit is within reach.

    Args:
        splits: of queries.
        table: what the channel asks in their case.
        best: best merits of the rimes' syllables, shape (splits, columns).
        reach: of each query.
    """
    members = table.members
    split, rime = np.nonzero(best < (reach[splits.queries] - splits.extras)[:, None])
    counts = members.counts[rime]
    places = ranges(counts) + np.repeat(members.firsts[rime], counts)
    onset = members.onsets[places]
    onset_costs = table.onset_costs.ravel()[
        np.repeat(splits.onsets[split] * table.onset_costs.shape[1], counts) + onset
    ]
    rime_costs = table.rime_costs[splits.rimes[split], rime]
    own = onset_costs + np.repeat(rime_costs + splits.extras[split], counts)
    merit = own + members.priors[places]
    kept = true_places(merit < np.repeat(reach[splits.queries[split]], counts))
    origin = np.repeat(np.arange(len(split)), counts)[kept]
    split, rime = split[origin], rime[origin]
    links = np.stack(
        [
            splits.seen[split, 0] * table.onset_kinds + table.onset_parts[onset[kept]],
            splits.seen[split, 1] * table.rime_kinds + table.rime_parts[rime],
        ],
        axis=1,
    )
    return Near(
        splits.queries[split],
        members.syllables[places[kept]],
        merit[kept],
        own[kept],
        np.full(len(kept), SHAPES.index(splits.form), dtype=np.uint8),
        links + 1,
        np.stack([onset_costs[kept], rime_costs[origin]], axis=1),
    )


def _rank(groups: Ints) -> Ints:
    """Number the members of each group from 0; groups are ascending."""
    return np.arange(len(groups)) - np.searchsorted(groups, groups)
