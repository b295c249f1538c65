"""The search tells at which rates the words of a mixture were kept, lost marks or were misread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import distinct, parts_of, true_places
from vndiacritics.profiles.losses import FAST, WAYS
from vndiacritics.profiles.mixture import F64, LEAST_CHANCE, MISREAD, RATES, drawn
from vndiacritics.profiles.profile import MIXED
from vndiacritics.search.decoder import Decoded
from vndiacritics.search.lattice import BlockLattice, BlockTokens, Lattice, block_lattice
from vndiacritics.search.result import SearchResult

TOGETHER = 1 << 15
"""Arcs that are weighed in one go: bounds the memory."""


def searched(
    tokens: BlockTokens, rates: Sequence[Sequence[float]], decode: Callable[[Lattice], Decoded]
) -> SearchResult:
    """Search a block; lines that are mixtures twice, the second time at the rates found.

    Args:
        tokens: analysed.
        rates: of each line, before anything is searched; only those of mixtures count.
        decode: finds the best path.
    """
    block = block_lattice(tokens)
    mixed = block.segments_of(MIXED.number)
    if not len(mixed):
        return SearchResult(tokens, block, block.lattice, decode(block.lattice))
    before = np.array(rates)
    lattice = at_rates(block, before)
    result = SearchResult(tokens, block, lattice, decode(lattice))
    lattice = at_rates(block, learnt(result, before))
    return result.again(lattice._replace(segments=mixed), decode)


def at_rates(block: BlockLattice, rates: F64) -> Lattice:
    """Return the lattice of a block, its mixed lines at given rates.

    Args:
        block: at the costs of the channel.
        rates: of each line of the block, shape (lines, RATES).
    """
    mixed = true_places(block.profile_of_arc == MIXED.number)
    result = block.lattice.costs.copy()
    for part in parts_of(len(mixed), TOGETHER):
        own = mixed[part]
        result[own] = costs(block.losses[own], result[own], rates[block.line_of_arc[own]])
    return block.lattice._replace(costs=result)


def learnt(result: SearchResult, rates: F64) -> F64:
    """Return the rates of a block's lines as the posteriors of a search tell them.

    Args:
        result: of the search.
        rates: of each line when it was searched, shape (lines, RATES).
    """
    block = result.block
    mixed = true_places(block.profile_of_arc == MIXED.number)
    lines = block.line_of_arc[mixed].astype(np.int64)
    shares = np.empty((len(mixed), RATES))
    for part in parts_of(len(mixed), TOGETHER):
        own = mixed[part]
        told = _shares(block.losses[own], block.lattice.costs[own], rates[lines[part]])
        shares[part] = told * result.path.posteriors[own, None]
    documents = block.document_of_arc[mixed].astype(np.int64)
    found = rates.copy()
    for document in distinct(documents)[0].tolist():
        here = documents == document
        there, _, owners = distinct(lines[here])
        of_document = shares if here.all() else shares[here]  # a copy of all takes as much again
        found[there] = drawn(owners, of_document, len(there))
    return found


def costs(losses: NDArray[np.uint8], channel: NDArray[np.float32], rates: F64) -> F64:
    """Return what arcs cost at given rates, in nats.

        cost = -log(rates of the losses that explain the arc + rate of misread * exp(-channel))

    An arc with `FAST` pays its own cost beside the rates.

    Args:
        losses: bits of each arc, shape (arcs,).
        channel: what the channel, or the arc itself, asks in nats, shape (arcs,).
        rates: of each arc's line, shape (arcs, RATES).
    """
    lost = (_explained(losses) * rates[:, :WAYS]).sum(axis=1)
    misread = rates[:, MISREAD]
    fast = (losses & FAST) > 0
    paid = np.where(fast, np.where(lost > 0, lost, misread), lost + misread * np.exp(-channel))
    result: F64 = np.where(fast, channel, 0.0) - np.log(paid + LEAST_CHANCE)
    return result


def _shares(losses: NDArray[np.uint8], channel: NDArray[np.float32], rates: F64) -> F64:
    """Return how likely each arc, if it is right, was taken each way, shape (arcs, RATES)."""
    shares = np.empty((len(losses), RATES))
    shares[:, :WAYS] = _explained(losses) * rates[:, :WAYS]
    shares[:, MISREAD] = rates[:, MISREAD] * np.where(
        losses & FAST, losses == FAST, np.exp(-channel)
    )
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), LEAST_CHANCE)
    return shares


def _explained(losses: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which losses explain arcs, shape (arcs, WAYS)."""
    return (losses[:, None] >> np.arange(WAYS, dtype=np.uint8)) & 1 > 0
