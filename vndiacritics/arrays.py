"""Small tools for flat arrays."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


def ranges(counts: Ints) -> Ints:
    """Return 0 … c-1 for each count c, one after the other.

    Examples:
        >>> ranges(np.array([2, 0, 3])).tolist()
        [0, 1, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)


def distinct(values: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the distinct values, ascending.

    As `numpy.unique`, which loads the whole of `numpy.ma` on its first call (20 ms).

    Returns:
        The values, where each is met first, shape (distinct,), and the place of each of `values`
        among them, shape of `values`.

    Examples:
        >>> [row.tolist() for row in distinct(np.array([7, 3, 7]))]
        [[3, 7], [1, 0], [1, 0, 1]]
    """
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    new = np.ones(len(values), dtype=bool)
    new[1:] = ranked[1:] != ranked[:-1]
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    return ranked[new], order[new], place


_LOG2E = 1.4426950408889634
_LN2 = 0.6931471805599453
_TAYLOR = [1.0 / math.factorial(power) for power in range(9, -1, -1)]


def exp(values: F64) -> F64:
    """Return e to the power of values that are 0 or below, the same digits on every machine.

    As `numpy.exp` to eleven digits, whose last ones depend on the processor; below -700 it is
    e to the power of -700.

    Examples:
        >>> exp(np.array([0.0, -1.0])).round(8).tolist()
        [1.0, 0.36787944]
    """
    values = np.maximum(values, -700.0)
    power = np.rint(values * _LOG2E)
    rest = values - power * _LN2
    result = np.full(len(values), _TAYLOR[0])
    for factor in _TAYLOR[1:]:
        result *= rest
        result += factor
    result *= ((power.astype(np.int64) + 1023) << 52).view(np.float64)
    return result
