"""Syllables that observed strings may stand for, with their channel costs.

Many strings are matched at once. A string is split into onset and rime in every likely place; the
cost of a syllable is that of its onset plus that of its rime, its merit the cost and how rare it
is. For each split and each rime the best merit of all syllables with that rime is known before any
of them is looked at, so only those within reach of the string's best are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import distinct, ranges
from vndiacritics.candidates.splits import Query, Splits, Trials, borders, forms
from vndiacritics.candidates.syllables import Split, grouped
from vndiacritics.model.channel import Channel
from vndiacritics.model.part_costs import FAR
from vndiacritics.model.rows import F32, Ints, Rows
from vndiacritics.orthography.letters import SHAPES, Shape

UNIGRAM_WEIGHT = 0.6
"""Weight of a syllable's frequency in the choice of candidates."""

FARTHEST_ONSET = 12.0
"""Cost in nats from which a string is taken for no onset."""

LOOKED_UP = 2048
"""Queries whose strings are looked up in one go: bounds the memory."""

ROWS_KEPT = 6000
"""Strings whose costs as rimes are kept for the next look-up."""

STRINGS_TOGETHER = 128
"""Queries whose costs are weighed in one go: what fits the processor's cache."""

SLACK = np.float32(0.001)
"""Nats by which sums taken in another order may differ."""


@dataclass(frozen=True)
class Matches:
    """The likeliest syllables of queries, one query after the other, cheapest merit first.

    Attributes:
        bounds: first match of each query, and the number of matches, shape (queries + 1,).
        symbols: numbers of the syllables, shape (matches,).
        costs: channel costs in nats, shape (matches,).
        shapes: places in `SHAPES`: the case of each syllable, shape (matches,).
        links: numbers above 0 for what onset and rime are and were seen as, shape (matches, 2);
            see `part_of_link`.
        part_costs: costs of onset and rime in nats, shape (matches, 2).
        losses: behind which losses each looks like its query, a bit each, shape (matches,).
    """

    bounds: Ints
    symbols: Ints
    costs: F32
    shapes: NDArray[np.uint8]
    links: Ints
    part_costs: F32
    losses: NDArray[np.uint8]


@dataclass(frozen=True)
class _Near:
    """Syllables within reach of queries; all of shape (syllables,) but the last two, (…, 2).

    Attributes:
        queries: number of the query.
        syllables: numbers.
        merits: in nats.
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

    def taken(self, places: NDArray[Any]) -> _Near:
        """Return some of the syllables."""
        return _Near(*(column[places] for column in self.columns()))

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


def _joined(rows: Sequence[_Near]) -> _Near:
    columns = zip(*(row.columns() for row in rows), strict=True)
    return _Near(*(np.concatenate(column) for column in columns))


_NONE = _Near(
    np.zeros(0, dtype=np.intp),
    np.zeros(0, dtype=np.intp),
    np.zeros(0, dtype=np.float32),
    np.zeros(0, dtype=np.float32),
    np.zeros(0, dtype=np.uint8),
    np.zeros((0, 2), dtype=np.intp),
    np.zeros((0, 2), dtype=np.float32),
)


class Matcher:
    """The syllables of a vocabulary behind a channel.

    Args:
        channel: what they are seen as.
        syllables: of the vocabulary.
        unigram: natural log-probabilities of all symbols of the vocabulary.
    """

    def __init__(self, channel: Channel, syllables: Split, unigram: F32) -> None:
        self.channel = channel
        priors = -UNIGRAM_WEIGHT * unigram[syllables.symbols]
        self._symbols = syllables.symbols
        self._members = {form: grouped(syllables, priors, channel, form) for form in Shape}
        self._best = {form: Rows(len(own.counts)) for form, own in self._members.items()}
        self._seen: dict[str, int] = {}

    def forget(self) -> None:
        """Forget what strings were seen; links given before are void."""
        self._seen.clear()

    def matches(self, queries: Sequence[Query]) -> Matches:
        """Return the likeliest syllables of strings, of many at once."""
        most = np.array([query.most for query in queries], dtype=np.intp)
        windows = np.array([query.window for query in queries], dtype=np.float32)
        found = [_NONE]
        for first in range(0, len(queries), LOOKED_UP):
            splits = self._splits(queries[first : first + LOOKED_UP], first)
            found += [
                self._nearest(
                    [row.within(part, part + STRINGS_TOGETHER) for row in splits], most, windows
                )
                for part in range(first, min(first + LOOKED_UP, len(queries)), STRINGS_TOGETHER)
            ]
        return self._sorted_out(_joined(found), len(queries))

    def _sorted_out(self, found: _Near, queries: int) -> Matches:
        counts = np.bincount(found.queries, minlength=queries)
        return Matches(
            np.concatenate(([0], np.cumsum(counts))),
            self._symbols[found.syllables],
            found.costs,
            found.shapes,
            found.links,
            found.part_costs,
            np.zeros(len(found.syllables), dtype=np.uint8),
        )

    def _splits(self, queries: Sequence[Query], first: int) -> list[Splits]:
        """Cut the strings in all likely places, in all likely cases.

        Args:
            queries: some of them.
            first: number of the first.
        """
        if len(self.channel.rimes) > ROWS_KEPT:
            self.channel.onsets.clear()
            self.channel.rimes.clear()
            for rows in self._best.values():
                rows.clear()
        strings = {False: set[str](), True: set[str]()}
        tried: list[tuple[int, str, list[int], Shape, float]] = []
        for number, query in enumerate(queries, start=first):
            places = borders(query.seen)
            for form, extra in forms(query.seen, heading=query.heading):
                tried.append((number, query.seen, places, form, extra))
                strings[form is Shape.UPPER].update(query.seen[:place] for place in places)
        likely = {upper: self._likely(sorted(own), upper=upper) for upper, own in strings.items()}
        trials = {form: Trials() for form in SHAPES}
        for number, seen, places, form, extra in tried:
            onsets = likely[form is Shape.UPPER]
            own = trials[form]
            for place in [place for place in places if seen[:place] in onsets] or places:
                own.queries.append(number)
                own.extras.append(extra)
                own.onsets.append(seen[:place])
                own.rimes.append(seen[place:])
        return [self._split(form, own) for form, own in trials.items() if own.queries]

    def _likely(self, strings: list[str], *, upper: bool) -> frozenset[str]:
        """Return the strings that some onset may be read as."""
        if not strings:
            return frozenset()
        rows = self.channel.onsets.find(strings, self.channel.letters, upper=upper)
        least = self.channel.onsets.table(upper=upper)[rows].min(axis=1)
        return frozenset(strings[place] for place in np.flatnonzero(least < FARTHEST_ONSET))

    def _split(self, form: Shape, trials: Trials) -> Splits:
        upper = form is Shape.UPPER
        onsets, letters = self.channel.onsets, self.channel.letters

        def best(strings: list[str]) -> F32:
            rows = onsets.find(strings, letters, upper=upper)
            return self._members[form].best(onsets.table(upper=upper)[rows])

        seen = [
            [self._seen.setdefault(one, len(self._seen)) for one in column]
            for column in (trials.onsets, trials.rimes)
        ]
        return Splits(
            form,
            np.array(trials.queries, dtype=np.intp),
            np.array(trials.extras, dtype=np.float32),
            np.array(seen, dtype=np.intp).T,
            onsets.find(trials.onsets, letters, upper=upper),
            self.channel.rimes.find(trials.rimes, letters, upper=upper),
            self._best[form].find(trials.onsets, best),
        )

    def _nearest(self, splits: Sequence[Splits], most: Ints, windows: F32) -> _Near:
        """Return the syllables of queries that are within their windows, the best merits first."""
        bounds = np.full(len(most), FAR, dtype=np.float32)
        best = []
        for row in splits:
            table = self.channel.rimes.table(upper=row.form is Shape.UPPER)
            merits = self._best[row.form].table[row.best]
            merits += table[:, : merits.shape[1]][row.rimes]
            np.minimum.at(bounds, row.queries, merits.min(axis=1, initial=FAR) + row.extras)
            best.append(merits)
        reach = bounds + windows + SLACK
        near = _joined(
            [self._spread(row, own, reach) for row, own in zip(splits, best, strict=True)]
        )
        bounds[:] = FAR
        np.minimum.at(bounds, near.queries, near.merits)
        order = np.lexsort((near.syllables, near.merits, near.queries))
        order = order[(near.merits < (bounds + windows)[near.queries])[order]]
        # A syllable may be met in several splits: the first is the best.
        met = near.queries * len(self._symbols) + near.syllables
        order = order[np.sort(distinct(met[order])[1])]
        queries = near.queries[order]
        return near.taken(order[_rank(queries) < most[queries]])

    def _spread(self, splits: Splits, best: F32, reach: F32) -> _Near:
        """Return the syllables of all rimes whose best merit is within reach.

        Args:
            splits: of queries.
            best: best merits of the rimes' syllables, shape (splits, columns).
            reach: of each query.
        """
        members = self._members[splits.form]
        upper = splits.form is Shape.UPPER
        split, rime = np.nonzero(best < (reach[splits.queries] - splits.extras)[:, None])
        counts = members.counts[rime]
        places = ranges(counts) + np.repeat(members.firsts[rime], counts)
        onset = members.onsets[places]
        table = self.channel.onsets.table(upper=upper)
        onset_costs = table.ravel()[
            np.repeat(splits.onsets[split] * table.shape[1], counts) + onset
        ]
        rime_costs = self.channel.rimes.table(upper=upper)[splits.rimes[split], rime]
        own = onset_costs + np.repeat(rime_costs + splits.extras[split], counts)
        merit = own + members.priors[places]
        kept = np.flatnonzero(merit < np.repeat(reach[splits.queries[split]], counts))
        origin = np.repeat(np.arange(len(split)), counts)[kept]
        split, rime = split[origin], rime[origin]
        onsets, rimes = self.channel.onsets, self.channel.rimes
        links = np.stack(
            [
                splits.seen[split, 0] * len(onsets.parts) + onsets.members[upper][onset[kept]],
                splits.seen[split, 1] * len(rimes.parts) + rimes.members[upper][rime],
            ],
            axis=1,
        )
        return _Near(
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
