"""Small tools for flat arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

F32 = NDArray[np.float32]


def ranges(counts: Ints) -> Ints:
    """Give 0 … c-1 for each count c, one after the other.

    Examples:
        >>> ranges(np.array([2, 0, 3])).tolist()
        [0, 1, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)


def distinct(values: Ints) -> tuple[Ints, Ints, Ints]:
    """Give the distinct values, ascending.

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
