"""The document teaches its own channel.

One scanner, one typeface, one engine: what a first pass decided with confidence tells how this
document's onsets and rimes were read, and a second pass decodes with that knowledge beside what was
learnt from rendered pages. An arc's cost is the sum of its onset's and its rime's; each moves from
P to

    (P * n + a) / (n + A)

with a the document's occurrences of (part, seen string), A those of the part, and n what was learnt
before: `STRENGTH` occurrences, or as many as there were if fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F32, Ints, distinct, true_places
from vndiacritics.model.channel import Channel
from vndiacritics.model.part_costs import PartCosts
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.arcs import part_of_link
from vndiacritics.search.blocks import Work
from vndiacritics.search.lattice import Lattice
from vndiacritics.search.result import SearchResult

STRENGTH = 5.0
"""Occurrences in a document that the training pairs are worth, for each onset and rime."""

LEAST_TOKENS = 600
"""Tokens a document must have: single pages gained nothing in trials."""

BELIEVED_POSTERIOR = 0.9
"""Posterior from which a decision is believed."""


def shifts(
    links: Ints,
    old_costs: F32,
    documents: NDArray[np.integer[Any]],
    believed: Ints,
    weights: F32,
    *,
    parts: PartCosts,
) -> F32:
    """Return what each arc's cost moves by, for its onset or its rime.

    Args:
        links: link of each arc, 0 for none, shape (arcs,).
        old_costs: what the channel asks for the onset or rime of each arc, shape (arcs,).
        documents: document of each arc, shape (arcs,).
        believed: arcs that the first pass chose with confidence.
        weights: their posteriors, same shape.
        parts: the channel's table of these parts.

    Returns:
        Nats to add to each arc's cost, shape (arcs,).
    """
    moved = np.zeros(len(links), dtype=np.float32)
    asked = true_places(links)
    if not len(asked):
        return moved
    span, number = int(links.max()) + 1, len(parts.parts)
    pairs, first, pair_of = distinct(documents[asked].astype(np.int64) * span + links[asked])
    link, old = pairs % span, old_costs[asked[first]].astype(np.float64)
    part = part_of_link(link, number)
    owners, _, owner_of = distinct((pairs // span) * number + part)
    linked = links[believed] > 0
    believed, weights = believed[linked], weights[linked]
    times = np.bincount(pair_of[np.searchsorted(asked, believed)], weights, len(pairs))
    totals = np.bincount(owner_of, times, len(owners))[owner_of]
    before = np.minimum(parts.totals + parts.kappa, STRENGTH)[part]
    new_costs = -np.log((np.exp(-old) * before + times) / (before + totals))
    moved[asked] = (new_costs - old).astype(np.float32)[pair_of]
    return moved


def learners(block: Sequence[Work]) -> list[int]:
    """List the documents of a block that are long enough to teach their channel."""
    sizes: dict[int, int] = {}
    for work in block:
        if PROFILES[work.profile].adapts:
            sizes[work.document] = sizes.get(work.document, 0) + work.line.size
    return [document for document, size in sizes.items() if size >= LEAST_TOKENS]


def adapted(
    result: SearchResult, learners: Sequence[int], channel_of: Callable[[int], Channel]
) -> Lattice:
    """Return the segments of documents, at costs that their confident decisions tell.

    Args:
        result: of the search.
        learners: numbers of the documents.
        channel_of: gives the channel for the number of a profile.
    """
    block, posteriors = result.block, result.path.posteriors
    learns = np.isin(block.document_of_arc, learners)
    sure = result.chosen[result.posteriors >= BELIEVED_POSTERIOR]
    costs = result.lattice.costs.copy()
    for number in true_places(np.bincount(block.profile_of_arc)).tolist():
        if not PROFILES[number].adapts:
            continue
        channel = channel_of(number)
        own = learns & (block.profile_of_arc == number)
        believed = sure[own[sure]]
        for column, parts in enumerate((channel.onsets, channel.rimes)):
            costs += shifts(
                np.where(own, block.links[:, column], 0),
                block.part_costs[:, column],
                block.document_of_arc,
                believed,
                posteriors[believed],
                parts=parts,
            )
    segments = result.lattice.segments
    again = segments[learns[result.lattice.ends[segments[:, 2]]]]
    return result.lattice._replace(costs=costs, segments=again)
