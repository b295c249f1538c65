"""Syllables that observed strings may stand for, with their channel costs.

Many strings are matched at once. A string is split into onset and rime in every likely place; the
cost of a syllable is that of its onset plus that of its rime, its merit the cost and how rare it
is; see `vndiacritics.candidates.nearest`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import grown, looked_up, ranges
from vndiacritics.candidates.nearest import NONE, Near, Table, Wanted, joined, nearest
from vndiacritics.candidates.splits import Query, Splits, Trials, borders, forms
from vndiacritics.candidates.syllables import Split, Syllables, grouped
from vndiacritics.model.channel import Channel
from vndiacritics.model.rows import F32, Ints, Rows
from vndiacritics.orthography.letters import SHAPES, Shape

UNIGRAM_WEIGHT = 0.6
"""Weight of a syllable's frequency in the choice of candidates."""

FARTHEST_ONSET = 12.0
"""Cost in nats from which a string is taken for no onset."""

LOOKED_UP = 512
"""Queries whose strings are looked up in one go: bounds the memory."""

ROWS_KEPT = 6000
"""Strings whose costs as rimes are kept for the next look-up."""

QUERIES_KEPT = 8000
"""Queries whose matches are kept for the next look-up: `tháng` stands in `tháng,` too."""


class Matches(NamedTuple):
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

    @classmethod
    def joined(cls, first: Matches, second: Matches) -> Matches:
        """Return the matches of some queries and those of others behind them.

        Columns get room for more behind what is theirs, and the room of the first ones is written
        in: few new queries are joined to many at little cost.
        """
        size = int(first.bounds[-1])
        stop = size + int(second.bounds[-1])
        columns = [grown(column, stop) for column in first.columns()]
        for column, own in zip(columns, second.columns(), strict=True):
            column[size:stop] = own
        return cls(np.concatenate((first.bounds, second.bounds[1:] + size)), *columns)

    def of(self, numbers: Ints) -> Matches:
        """Return the matches of queries by their numbers."""
        counts = np.diff(self.bounds)[numbers]
        places = ranges(counts) + np.repeat(self.bounds[numbers], counts)
        bounds = np.concatenate(([0], np.cumsum(counts)))
        return Matches(bounds, *(column[places] for column in self.columns()))

    def columns(self) -> tuple[NDArray[Any], ...]:
        """Return all columns but the bounds in their order."""
        return (
            self.symbols,
            self.costs,
            self.shapes,
            self.links,
            self.part_costs,
            self.losses,
        )


class Matcher:
    """The syllables of a vocabulary behind a channel.

    Args:
        channel: what they are seen as.
        syllables: of the vocabulary.
        unigram: natural log-probabilities of all symbols of the vocabulary.
        members: gives the syllables of a case, where those of the channel are grouped already.
    """

    def __init__(
        self,
        channel: Channel,
        syllables: Split,
        unigram: F32,
        *,
        members: Callable[[Shape], Syllables] | None = None,
    ) -> None:
        self.channel = channel
        self._syllables = syllables
        self._unigram = unigram
        self._priors = -UNIGRAM_WEIGHT * unigram[syllables.symbols]
        self._grouped = members or partial(grouped, syllables, self._priors, channel)
        self._members: dict[Shape, Syllables] = {}
        self._best: dict[Shape, Rows] = {}
        self._seen: dict[str, int] = {}
        self._is_onset: dict[bool, dict[str, int]] = {False: {}, True: {}}
        self._queries: dict[Query, int] = {}
        self._known = self._sorted_out(NONE, 0)

    def behind(self, channel: Channel) -> Matcher:
        """Return the matcher of another channel that has the very same onsets and rimes."""
        return Matcher(channel, self._syllables, self._unigram, members=self._of)

    def _of(self, form: Shape) -> Syllables:
        """Return the syllables of a case, grouped when it is first met."""
        if form not in self._members:
            found = self._grouped(form)
            self._members[form], self._best[form] = found, Rows(len(found.counts))
        return self._members[form]

    def forget(self) -> None:
        """Forget what strings were seen; links given before are void."""
        self._seen.clear()
        self._forget_matches()

    def _forget_matches(self) -> None:
        self._queries.clear()
        self._known = self._sorted_out(NONE, 0)

    def priors(self, symbols: Ints) -> F32:
        """Return what syllables cost before they are seen, in nats, shape (symbols,)."""
        costs: F32 = -self._unigram[symbols]
        return costs

    def matches(self, queries: Sequence[Query]) -> Matches:
        """Return the likeliest syllables of strings, of many at once."""
        if len(self._queries) > QUERIES_KEPT:
            self._forget_matches()
        known = self._queries
        new = [query for query in dict.fromkeys(queries) if query not in known]
        if new:
            self._known = Matches.joined(self._known, self._matched(new))
            known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
        return self._known.of(np.array([known[query] for query in queries], dtype=np.intp))

    def _matched(self, queries: Sequence[Query]) -> Matches:
        """Return the likeliest syllables of strings that are not known yet."""
        most = np.array([query.most for query in queries], dtype=np.intp)
        windows = np.array([query.window for query in queries], dtype=np.float32)
        found = [NONE]
        for first in range(0, len(queries), LOOKED_UP):
            splits = self._splits(queries[first : first + LOOKED_UP], first)
            found.append(
                nearest(
                    [(row, self._table(row.form)) for row in splits],
                    Wanted(most, windows, first, min(first + LOOKED_UP, len(queries))),
                )
            )
        return self._sorted_out(joined(found), len(queries))

    def _table(self, form: Shape) -> Table:
        upper = form is Shape.UPPER
        onsets, rimes = self.channel.onsets, self.channel.rimes
        return Table(
            self._of(form),
            self._best[form].table,
            onsets.table(upper=upper),
            rimes.table(upper=upper),
            onsets.members[upper],
            rimes.members[upper],
            len(onsets.parts),
            len(rimes.parts),
        )

    def _sorted_out(self, found: Near, queries: int) -> Matches:
        counts = np.bincount(found.queries, minlength=queries)
        return Matches(
            np.concatenate(([0], np.cumsum(counts))),
            self._syllables.symbols[found.syllables],
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
        if max(map(len, self._is_onset.values())) > ROWS_KEPT:
            self._is_onset = {False: {}, True: {}}
        trials: dict[Shape, Trials] = {}
        for number, query in enumerate(queries, start=first):
            places = borders(query.seen)
            for form, extra in forms(query.seen, heading=query.heading):
                trials.setdefault(form, Trials()).add(number, extra, query.seen, places)
        return [self._split(form, trials[form]) for form in SHAPES if form in trials]

    def _may_be_onsets(self, strings: Sequence[str], *, upper: bool) -> Ints:
        """Return 1 for each string that some onset may be read as, else 0, shape (strings,)."""
        known = self._is_onset[upper]
        found, all_known = looked_up(known, strings)
        if not all_known:
            new = list(dict.fromkeys(compress(strings, (found < 0).tolist())))
            rows = self.channel.onsets.find(new, self.channel.letters, upper=upper)
            least = self.channel.onsets.table(upper=upper)[rows].min(axis=1)
            known.update(zip(new, (least < FARTHEST_ONSET).tolist(), strict=True))
            found, _ = looked_up(known, strings)
        return found

    def _numbered(self, strings: Sequence[str]) -> Ints:
        """Return the numbers of strings for onset or rime, shape (strings,)."""
        known = self._seen
        found, all_known = looked_up(known, strings)
        if not all_known:
            for one in compress(strings, (found < 0).tolist()):
                known.setdefault(one, len(known))
            found, _ = looked_up(known, strings)
        return found

    def _split(self, form: Shape, trials: Trials) -> Splits:
        upper = form is Shape.UPPER
        onsets, letters = self.channel.onsets, self.channel.letters
        members = self._of(form)

        def best(strings: list[str]) -> F32:
            rows = onsets.find(strings, letters, upper=upper)
            return members.best(onsets.table(upper=upper)[rows])

        queries, extras = trials.likely(self._may_be_onsets(trials.onsets, upper=upper))
        return Splits(
            form,
            queries,
            extras,
            np.stack([self._numbered(trials.onsets), self._numbered(trials.rimes)], axis=1),
            onsets.find(trials.onsets, letters, upper=upper),
            self.channel.rimes.find(trials.rimes, letters, upper=upper),
            self._best[form].find(trials.onsets, best),
        )
