"""Occurrences of one name agree: what each of them is taken for speaks at all others.

Two words with capitals that are seen the same way again in a document, marks aside, are one name
(`Lac Dong`, `Lac Déng`). Where the search read the second word differently here and there, each
reading y of an occurrence i costs

    VOTE_WEIGHT (max_z L_i(z) - L_i(y)),  L_i(y) = sum over the other occurrences j of log p_j(y)

nats more, with p_j the posterior of y at j, no less than `LEAST_POSTERIOR`. The posteriors share
what the language model thinks of the name, so they are not worth their full sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import F32, Ints, true_places
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.orthography.signs import BEHIND_WORDS
from vndiacritics.search.lattice import Lattice
from vndiacritics.search.result import SearchResult
from vndiacritics.symbols.traits import OPENS_LARGE

VOTE_WEIGHT = 0.5
"""What a nat of the other occurrences is worth."""

GREATEST_COST = 6.0
"""Nats that a reading costs more at most."""

LEAST_POSTERIOR = 0.018
"""Posterior of a reading that an occurrence does not have: no vote counts more than 4 nats."""

LEAST_LARGE = 3
"""Words with capitals of which two names may be made: the one in the middle ends the first and
begins the second."""

_CLOSING = BEHIND_WORDS + "/"


class _Occurrence(NamedTuple):
    """A name's second word: its slot, the symbol it was taken for, whether it may change."""

    slot: int
    symbol: int
    is_open: bool


def agreed(result: SearchResult) -> Lattice | None:
    """Return the segments to be searched again, with the costs of what names disagree about raised.

    Returns:
        None where all names agree.
    """
    groups: dict[tuple[int, str, str], list[_Occurrence]] = {}
    for key, occurrence in _names(result):
        groups.setdefault(key, []).append(occurrence)
    disputed = [
        rows
        for rows in groups.values()
        if len({row.symbol for row in rows}) > 1 and any(row.is_open for row in rows)
    ]
    if not disputed:
        return None
    lattice = result.lattice
    costs = lattice.costs.copy()
    slots: list[int] = []
    for members in disputed:
        slots += _disagreed(members, lattice, result.path.posteriors, costs)
    segments = lattice.holding(np.array(slots, dtype=np.int64))
    return lattice._replace(costs=costs, segments=segments)


def _names(result: SearchResult) -> Iterator[tuple[tuple[int, str, str], _Occurrence]]:
    """Yield the second words of names; the key is their document and what is seen, marks aside.

    A name by itself agrees with all there are.
    """
    if np.count_nonzero(result.tokens.rows.traits & OPENS_LARGE) < LEAST_LARGE:
        return
    slots, tokens, homes = result.slots, result.token_of_step, result.homes
    analyses = result.tokens.analyses
    opening = (result.tokens.rows.traits[tokens] & OPENS_LARGE) > 0
    opening &= (slots == result.block.first_slot[tokens]) & (result.spans == 1)
    beside = (slots[1:] == slots[:-1] + 1) & (homes[1:] == homes[:-1])
    places = (true_places(opening[1:] & opening[:-1] & beside) + 1).tolist()
    for place in places if len(places) > 1 else ():
        before, word = (seen_word(analyses[tokens[at]].token) for at in (place - 1, place))
        if before and word:
            symbol = int(result.symbols[place])
            shouted = analyses[tokens[place]].token.isupper()
            occurrence = _Occurrence(int(slots[place]), symbol, not shouted)
            yield (int(homes[place]), before, word), occurrence


@lru_cache(maxsize=1 << 14)
def seen_word(token: str) -> str:
    """Return a token's word in small letters without marks; empty where it is none."""
    word = token.rstrip(_CLOSING)
    return strip_marks(word.lower()) if word.isalpha() else ""


def _disagreed(
    members: Sequence[_Occurrence], lattice: Lattice, posteriors: F32, costs: F32
) -> list[int]:
    """Raise the costs of readings that the other occurrences speak against; give the slots."""
    least = log(LEAST_POSTERIOR)
    arcs = [_arcs(lattice, row.slot) for row in members]
    votes: list[dict[int, float]] = []
    for own in arcs:
        vote: dict[int, float] = {}
        for arc in own.tolist():
            symbol = int(lattice.symbols[arc])
            told = log(max(float(posteriors[arc]), LEAST_POSTERIOR))
            vote[symbol] = max(vote.get(symbol, least), told)
        votes.append(vote)
    readings = set().union(*votes)
    total = {symbol: sum(vote.get(symbol, least) for vote in votes) for symbol in readings}
    slots = []
    for row, own, vote in zip(members, arcs, votes, strict=True):
        if not row.is_open:
            continue
        others = {symbol: total[symbol] - vote.get(symbol, least) for symbol in readings}
        best = max(others.values())
        for arc in own.tolist():
            gap = best - others[int(lattice.symbols[arc])]
            costs[arc] += min(GREATEST_COST, VOTE_WEIGHT * gap)
        slots.append(row.slot)
    return slots


def _arcs(lattice: Lattice, slot: int) -> Ints:
    """Return the arcs that cover one slot alone."""
    arcs = np.arange(lattice.ends[slot], lattice.ends[slot + 1])
    own: Ints = arcs[lattice.spans[arcs] == 1]
    return own
