"""Estimating the language model: counts, modified Kneser-Ney, pruning by entropy.

Sources: Kneser and Ney (ICASSP 1995); Chen and Goodman, "An empirical study of smoothing techniques
for language modeling" (1998), modified Kneser-Ney, interpolated; Stolcke, "Entropy-based pruning of
backoff language models" (1998), with the probability of a history taken from its raw count, since
Kneser-Ney's lower orders are no distribution of histories (Chelba et al., Interspeech 2010).

Texts have weights. Multiplying counts would ruin the discounts, which are read off how many n-grams
occur once, twice and three times. So discounts come from counts without weights; each n-gram then
has a mean weight (weighted count over count), by which both its count and its discount are
multiplied, and with which it counts as a left neighbour of the lower order. With one weight for all
texts this is plain modified Kneser-Ney.

An n-gram is one 64-bit key: the numbers of its symbols, 14 bits each, the last symbol lowest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vndiacritics.training.corpus import ID_BITS

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
HIGHEST = 4
"""Four numbers of 14 bits fit a key."""

_BITS = np.uint64(ID_BITS)
BEGIN_NUMBER = 2
"""Number of the symbol that begins a paragraph."""


def _nothing() -> F64:
    return np.zeros(0)


@dataclass
class Order:
    """The n-grams of one order.

    Attributes:
        keys: sorted, shape (n,).
        raw: occurrences in the texts, without weights.
        weighted: occurrences times the weights of their texts.
        adjusted: occurrences (highest order, or first symbol BEGIN), else distinct left neighbours.
        mass: `adjusted` with weights.
        shorter: place of the n-gram without its first symbol in the next lower order.
        probability: P(last symbol | others), shape (n,).
        back_off: weight of the next lower order where the n-gram is a history; 1 where it never is.
    """

    keys: U64
    raw: I64
    weighted: F64
    adjusted: I64
    mass: F64
    shorter: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    probability: F64 = field(default_factory=_nothing)
    back_off: F64 = field(default_factory=_nothing)


def suffix(keys: U64, order: int) -> U64:
    """Drop the first symbol of n-grams of `order`."""
    return keys & np.uint64((1 << (ID_BITS * (order - 1))) - 1)


def prefix(keys: U64) -> U64:
    """Drop the last symbol of n-grams."""
    shorter: U64 = keys >> _BITS
    return shorter


def count(symbols: NDArray[np.uint16], order: int) -> list[Order]:
    """Count the n-grams of one text; see `count_weighted`."""
    return count_weighted([(symbols, 1.0)], order)


def count_weighted(texts: Sequence[tuple[NDArray[np.uint16], float]], order: int) -> list[Order]:
    """Count the n-grams of orders 1 to `order`; none reaches over a BEGIN.

    Args:
        texts: each BEGIN … END BEGIN … END, shape (tokens,), and its weight.
        order: 1 to `HIGHEST`.

    Returns:
        One `Order` per order, lowest first, probabilities not yet set.
    """
    orders = [_count_order(texts, n) for n in range(1, order + 1)]
    for n in range(order - 1, 0, -1):
        lower, upper = orders[n - 1], orders[n]
        ends = suffix(upper.keys, n + 1)
        permutation = np.argsort(ends, kind="stable")
        ends = ends[permutation]
        starts = _starts(ends)
        left = np.diff(np.append(starts, len(ends)))
        places = np.searchsorted(lower.keys, ends[starts])
        upper.shorter = np.empty(len(ends), dtype=np.int32)
        upper.shorter[permutation] = np.repeat(places, left)
        mean_weights = upper.weighted / upper.raw
        adjusted, mass = lower.raw.copy(), lower.weighted.copy()
        adjusted[places] = left
        mass[places] = np.add.reduceat(mean_weights[permutation], starts)
        begins = lower.keys >> np.uint64(ID_BITS * (n - 1)) == BEGIN_NUMBER
        lower.adjusted = np.where(begins, lower.raw, adjusted)
        lower.mass = np.where(begins, lower.weighted, mass)
    begin = orders[0].keys == BEGIN_NUMBER
    orders[0].adjusted[begin] = 0
    orders[0].mass[begin] = 0
    return orders


def _count_order(texts: Sequence[tuple[NDArray[np.uint16], float]], n: int) -> Order:
    parts: list[U64] = []
    counts: list[I64] = []
    weighted: list[F64] = []
    for symbols, weight in texts:
        keys = _sorted_ngrams(symbols, n)
        starts = _starts(keys)
        occurrences = np.diff(np.append(starts, len(keys)))
        parts.append(keys[starts])
        counts.append(occurrences)
        weighted.append(occurrences * weight)
        del keys
    keys = np.concatenate(parts)
    if len(parts) == 1:
        return Order(keys, counts[0], weighted[0], counts[0].copy(), weighted[0].copy())
    permutation = np.argsort(keys, kind="stable")
    keys = keys[permutation]
    starts = _starts(keys)
    raw = np.add.reduceat(np.concatenate(counts)[permutation], starts)
    sums = np.add.reduceat(np.concatenate(weighted)[permutation], starts)
    return Order(keys[starts], raw, sums, raw.copy(), sums.copy())


def _sorted_ngrams(symbols: NDArray[np.uint16], n: int) -> U64:
    length = max(len(symbols) - n + 1, 0)
    keys = np.zeros(length, dtype=np.uint64)
    for place in range(n):
        keys <<= _BITS
        keys |= symbols[place : place + length]
    sequence = np.cumsum(symbols == BEGIN_NUMBER, dtype=np.int32)
    inside: U64 = keys[sequence[:length] == sequence[len(symbols) - length :]]
    inside.sort()
    return inside


def _starts(ordered: U64) -> I64:
    """Return the first place of each run of equal values."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])


@dataclass(frozen=True)
class _Histories:
    """The n-grams of an order grouped by history: first of each group, sizes, place below."""

    starts: I64
    sizes: I64
    places: I64


def _grouped(level: Order, lower: Order) -> _Histories:
    histories = prefix(level.keys)
    starts = _starts(histories)
    sizes = np.diff(np.append(starts, len(histories)))
    return _Histories(starts, sizes, np.searchsorted(lower.keys, histories[starts]))


def _discounts(counts: I64) -> F64:
    """Return D for counts 0, 1, 2, 3 and more (Chen and Goodman 1998, section 4.2)."""
    n1, n2, n3, n4 = (float((counts == c).sum()) for c in (1, 2, 3, 4))
    if min(n1, n2, n3, n4) == 0:
        return np.array([0.0, 0.5, 0.75, 0.9])
    y = n1 / (n1 + 2 * n2)
    discounts = np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
    clipped: F64 = np.clip(discounts, 0.0, [0.0, 0.99, 1.98, 2.97])
    return clipped


def estimate(orders: list[Order], vocabulary: int) -> None:
    """Set the probabilities and back-off weights of interpolated modified Kneser-Ney, in place.

    Args:
        orders: counts, lowest order first.
        vocabulary: symbols there are; the unigrams share what is left with the uniform one.
    """
    for n, level in enumerate(orders, start=1):
        discount = _discounts(level.adjusted)[np.minimum(level.adjusted, 3)]
        discount *= level.mass / np.maximum(level.adjusted, 1)
        level.back_off = np.ones(len(level.keys))
        if n == 1:
            total = level.mass.sum()
            rest = discount.sum() / total
            level.probability = (level.mass - discount) / total + rest / vocabulary
            continue
        lower = orders[n - 2]
        group = _grouped(level, lower)
        totals = np.add.reduceat(level.mass, group.starts)
        gamma = np.add.reduceat(discount, group.starts) / totals
        level.probability = (level.mass - discount) / np.repeat(totals, group.sizes)
        level.probability += np.repeat(gamma, group.sizes) * lower.probability[level.shorter]
        lower.back_off[group.places] = gamma


def worths(orders: list[Order]) -> list[F64]:
    """Return the threshold up to which each n-gram of order 2 and more is worth keeping.

    That is the relative rise in perplexity its loss would cause, weighted by how frequent its
    history is, or the worth of a longer n-gram that begins or ends with it where that is greater:
    look-ups go upwards from the bigram and stop at the first that is absent, so what is kept must
    hold the beginnings and ends of all it keeps.

    Returns:
        One array per order, 2 first, aligned with the order's keys.
    """
    tokens = float(orders[0].weighted.sum())
    result: list[F64] = []
    for n in range(len(orders), 1, -1):
        level, lower = orders[n - 1], orders[n - 2]
        worth = _losses(level, _grouped(level, lower), lower, tokens)
        if result:
            upper, above = orders[n], result[-1]
            group = _grouped(upper, level)
            best = np.maximum.reduceat(above, group.starts)
            worth[group.places] = np.maximum(worth[group.places], best)
            np.maximum.at(worth, upper.shorter, above)
        result.append(worth)
    result.reverse()
    return result


def threshold_for(worth: list[F64], number: int) -> float:
    """Return the threshold at which at most `number` n-grams of order 2 and more are kept."""
    pooled = np.concatenate(worth)
    if number >= len(pooled):
        return -1.0
    return float(np.partition(pooled, len(pooled) - number - 1)[len(pooled) - number - 1])


def prune(orders: list[Order], threshold: float, *, worth: list[F64] | None = None) -> list[Order]:
    """Keep the n-grams whose worth is above a threshold.

    Args:
        orders: an estimated model, lowest order first; left as it is.
        threshold: relative rise of the perplexity, weighted by the history's frequency.
        worth: from `worths`, where it is known already.

    Returns:
        A new model, its back-off weights normalised.
    """
    worth = worths(orders) if worth is None else worth
    first = orders[0]
    pruned = [
        Order(
            first.keys,
            first.raw,
            first.weighted,
            first.adjusted,
            first.mass,
            first.shorter,
            first.probability,
            np.ones(len(first.keys)),
        )
    ]
    places = np.arange(len(first.keys), dtype=np.int32)
    for level, own in zip(orders[1:], worth, strict=True):
        keep = own > threshold
        kept = Order(
            level.keys[keep],
            level.raw[keep],
            level.weighted[keep],
            level.adjusted[keep],
            level.mass[keep],
            places[level.shorter[keep]],
            level.probability[keep],
            np.ones(int(keep.sum())),
        )
        _normalise(kept, pruned[-1])
        pruned.append(kept)
        places = np.cumsum(keep, dtype=np.int32) - np.int32(1)
    return pruned


def _losses(level: Order, group: _Histories, lower: Order, tokens: float) -> F64:
    """Return the relative rise in perplexity for dropping each n-gram alone (Stolcke, eq. 5)."""
    starts, sizes = group.starts, group.sizes
    below = lower.probability[level.shorter]
    here = level.probability
    left_here = np.repeat(np.maximum(1 - np.add.reduceat(here, starts), 1e-9), sizes)
    left_below = np.repeat(np.maximum(1 - np.add.reduceat(below, starts), 1e-9), sizes)
    before = np.log(left_here / left_below)
    after = np.log((left_here + here) / (left_below + below))
    frequency = np.repeat(lower.weighted[group.places] / tokens, sizes)
    rise = here * (np.log(below) + after - np.log(here)) + (after - before) * left_here
    loss: F64 = np.expm1(np.maximum(-frequency * rise, 0))
    return loss


def _normalise(level: Order, lower: Order) -> None:
    if not len(level.keys):
        return
    group = _grouped(level, lower)
    mass = np.maximum(1 - np.add.reduceat(level.probability, group.starts), 1e-7)
    below = lower.probability[level.shorter]
    rest = np.maximum(1 - np.add.reduceat(below, group.starts), 1e-7)
    lower.back_off[group.places] = mass / rest
