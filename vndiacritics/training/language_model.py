"""Estimating the language model: counts, modified Kneser-Ney, pruning by entropy.

Sources: Kneser and Ney (ICASSP 1995); Chen and Goodman, "An empirical study of smoothing techniques
for language modeling" (1998), modified Kneser-Ney, interpolated; Stolcke, "Entropy-based pruning of
backoff language models" (1998), with the probability of a history taken from its raw count, since
Kneser-Ney's lower orders are no distribution of histories (Chelba et al., Interspeech 2010).

An n-gram is one 64-bit key: the numbers of its symbols, 14 bits each, the last symbol lowest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vndiacritics.training.corpus import ID_BITS

U64 = NDArray[np.uint64]
F64 = NDArray[np.float64]
_BITS = np.uint64(ID_BITS)
BEGIN_NUMBER = 2


@dataclass
class Order:
    """The n-grams of one order.

    Attributes:
        keys: sorted, shape (n,).
        raw: occurrences in the text.
        adjusted: occurrences (highest order, or first symbol BEGIN), else distinct left neighbours.
        probability: P(last symbol | others), shape (n,).
        back_off: weight of the next lower order where the n-gram is a history; 1 where it never is.
    """

    keys: U64
    raw: NDArray[np.int64]
    adjusted: NDArray[np.int64]
    probability: F64 = field(default_factory=lambda: np.zeros(0))
    back_off: F64 = field(default_factory=lambda: np.zeros(0))


def suffix(keys: U64, order: int) -> U64:
    """Drop the first symbol of n-grams of `order`."""
    return keys & np.uint64((1 << (ID_BITS * (order - 1))) - 1)


def prefix(keys: U64) -> U64:
    """Drop the last symbol of n-grams."""
    return keys >> _BITS


def find(sorted_keys: U64, keys: U64) -> NDArray[np.int64]:
    """Give the places of `keys` in `sorted_keys`, -1 where absent."""
    where = np.searchsorted(sorted_keys, keys).astype(np.int64)
    where[where == len(sorted_keys)] = 0
    where[sorted_keys[where] != keys] = -1
    return where


def count(symbols: NDArray[np.uint16], order: int) -> list[Order]:
    """Count the n-grams of orders 1 to `order`; none reaches over a BEGIN.

    Args:
        symbols: BEGIN … END BEGIN … END, shape (tokens,).
        order: 1 to 4.

    Returns:
        One `Order` per order, lowest first, probabilities not yet set.
    """
    sequence = np.cumsum(symbols == BEGIN_NUMBER, dtype=np.int32)
    orders: list[Order] = []
    for n in range(1, order + 1):
        length = len(symbols) - n + 1
        keys = np.zeros(length, dtype=np.uint64)
        for place in range(n):
            keys <<= _BITS
            keys |= symbols[place : place + length]
        keys = keys[sequence[:length] == sequence[n - 1 :]]
        keys.sort()
        distinct, raw = _runs(keys)
        orders.append(Order(distinct, raw, raw))
    for n in range(order - 1, 0, -1):
        lower, upper = orders[n - 1], orders[n]
        ends = suffix(upper.keys, n + 1)
        ends.sort()
        distinct, left = _runs(ends)
        adjusted = lower.raw.copy()
        adjusted[np.searchsorted(lower.keys, distinct)] = left
        begins = lower.keys >> np.uint64(ID_BITS * (n - 1)) == BEGIN_NUMBER
        lower.adjusted = np.where(begins, lower.raw, adjusted)
    orders[0].adjusted[orders[0].keys == BEGIN_NUMBER] = 0
    return orders


def _runs(keys: U64) -> tuple[U64, NDArray[np.int64]]:
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[starts], np.diff(np.append(starts, len(keys)))


def _discounts(counts: NDArray[np.int64]) -> F64:
    """Give D for counts 0, 1, 2, 3 and more (Chen and Goodman 1998, section 4.2)."""
    n1, n2, n3, n4 = (float((counts == c).sum()) for c in (1, 2, 3, 4))
    if min(n1, n2, n3, n4) == 0:
        return np.array([0.0, 0.5, 0.75, 0.9])
    y = n1 / (n1 + 2 * n2)
    discounts = np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
    return np.clip(discounts, 0.0, [0.0, 0.99, 1.98, 2.97])


def estimate(orders: list[Order], vocabulary: int) -> None:
    """Set the probabilities and back-off weights of interpolated modified Kneser-Ney, in place.

    Args:
        orders: counts, lowest order first.
        vocabulary: symbols there are; the unigrams share what is left with the uniform one.
    """
    for n, level in enumerate(orders, start=1):
        discount = _discounts(level.adjusted)[np.minimum(level.adjusted, 3)]
        histories = prefix(level.keys)
        starts = np.flatnonzero(np.concatenate(([True], histories[1:] != histories[:-1])))
        sizes = np.diff(np.append(starts, len(histories)))
        total = np.add.reduceat(level.adjusted, starts)
        gamma = np.add.reduceat(discount, starts) / total
        kept = (level.adjusted - discount) / np.repeat(total, sizes)
        level.back_off = np.ones(len(level.keys))
        if n == 1:
            level.probability = kept + gamma[0] / vocabulary
            continue
        lower = orders[n - 2]
        below = lower.probability[np.searchsorted(lower.keys, suffix(level.keys, n))]
        level.probability = kept + np.repeat(gamma, sizes) * below
        lower.back_off[np.searchsorted(lower.keys, histories[starts])] = gamma


def prune(orders: list[Order], threshold: float) -> list[Order]:
    """Drop n-grams whose loss would raise the model's entropy by less than `threshold`.

    An n-gram stays whatever its gain where a longer kept one begins or ends with it: look-ups then
    go upwards from the bigram and stop at the first that is absent.

    Args:
        orders: an estimated model, lowest order first.
        threshold: relative rise of the perplexity, weighted by the history's frequency.

    Returns:
        A new model, its back-off weights normalised.
    """
    tokens = float(orders[0].raw.sum())
    pruned: list[Order] = []
    needed = np.zeros(0, dtype=np.uint64)
    for n in range(len(orders), 1, -1):
        level, lower = orders[n - 1], orders[n - 2]
        keep = _losses(level, lower, n, tokens) > threshold
        keep[find(level.keys, needed)] = True
        kept = Order(level.keys[keep], level.raw[keep], level.adjusted[keep])
        kept.probability, kept.back_off = level.probability[keep], level.back_off[keep]
        pruned.append(kept)
        needed = np.unique(np.concatenate((prefix(kept.keys), suffix(kept.keys, n))))
    first = orders[0]
    pruned.append(
        Order(first.keys, first.raw, first.adjusted, first.probability, first.back_off.copy())
    )
    pruned.reverse()
    _normalise(pruned)
    return pruned


def _losses(level: Order, lower: Order, n: int, tokens: float) -> F64:
    """Give the relative rise in perplexity for dropping each n-gram alone (Stolcke, eq. 5)."""
    histories = prefix(level.keys)
    starts = np.flatnonzero(np.concatenate(([True], histories[1:] != histories[:-1])))
    sizes = np.diff(np.append(starts, len(histories)))
    below = lower.probability[np.searchsorted(lower.keys, suffix(level.keys, n))]
    here = level.probability
    left_here = np.repeat(np.maximum(1 - np.add.reduceat(here, starts), 1e-9), sizes)
    left_below = np.repeat(np.maximum(1 - np.add.reduceat(below, starts), 1e-9), sizes)
    before = np.log(left_here / left_below)
    after = np.log((left_here + here) / (left_below + below))
    place = np.searchsorted(lower.keys, histories[starts])
    frequency = np.repeat(lower.raw[place] / tokens, sizes)
    rise = here * (np.log(below) + after - np.log(here)) + (after - before) * left_here
    loss: F64 = np.expm1(np.maximum(-frequency * rise, 0))
    return loss


def _normalise(orders: list[Order]) -> None:
    for n in range(2, len(orders) + 1):
        level, lower = orders[n - 1], orders[n - 2]
        lower.back_off = np.ones(len(lower.keys))
        if not len(level.keys):
            continue
        histories = prefix(level.keys)
        starts = np.flatnonzero(np.concatenate(([True], histories[1:] != histories[:-1])))
        below = lower.probability[np.searchsorted(lower.keys, suffix(level.keys, n))]
        mass = np.maximum(1 - np.add.reduceat(level.probability, starts), 1e-7)
        rest = np.maximum(1 - np.add.reduceat(below, starts), 1e-7)
        lower.back_off[np.searchsorted(lower.keys, histories[starts])] = mass / rest
