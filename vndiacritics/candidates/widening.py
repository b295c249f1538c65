"""Matches of a channel, and beside them the words that a loss makes look like what is seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vndiacritics.candidates.matching import Matches
from vndiacritics.candidates.splits import Query
from vndiacritics.model.part_costs import FAR
from vndiacritics.orthography.letters import SHAPES, canonical, shape
from vndiacritics.profiles.losses import LossIndex


def widened(found: Matches, queries: Sequence[Query], losses: LossIndex) -> Matches:
    """Return matches with the words behind losses among them, at a cost that only a loss can pay.

    Args:
        found: of the channel.
        queries: what was looked up.
        losses: the words by what losses make of them.
    """
    symbols = found.symbols.tolist()
    bounds = found.bounds.tolist()
    shapes = found.shapes.copy()
    bits = found.losses.copy()
    added: list[tuple[int, int, int, int]] = []
    sizes = np.zeros(len(queries), dtype=np.intp)
    for number, query in enumerate(queries):
        members = losses.syllables(canonical(query.seen))
        if not members:
            continue
        form = SHAPES.index(shape(query.seen))
        rest = dict(members)
        for place in range(bounds[number], bounds[number + 1]):
            lost = rest.pop(symbols[place], 0)
            if lost:
                bits[place] = lost
                shapes[place] = form
        sizes[number] = len(rest)
        added += [(bounds[number + 1], symbol, form, lost) for symbol, lost in rest.items()]
    known = found._replace(shapes=shapes, losses=bits)
    if not added:
        return known
    places, new, forms, lost_bits = (np.array(column) for column in zip(*added, strict=True))
    return Matches(
        known.bounds + np.concatenate(([0], np.cumsum(sizes))),
        np.insert(known.symbols, places, new),
        np.insert(known.costs, places, FAR),
        np.insert(known.shapes, places, forms),
        np.insert(known.links, places, 0, axis=0),
        np.insert(known.part_costs, places, 0, axis=0),
        np.insert(known.losses, places, lost_bits),
    )
