"""Small tools for flat arrays."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import repeat
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core

Ints = NDArray[np.int64]

_Value = TypeVar("_Value")

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

Flags = NDArray[np.bool_]


def true_places(flags: NDArray[Any]) -> Ints:
    """Return the places of what is not 0 in a flat array.

    As `numpy.flatnonzero`, which takes three times as long for few.

    Examples:
        >>> true_places(np.array([False, True, True])).tolist()
        [1, 2]
    """
    return flags.nonzero()[0]


def owners_of(sizes: Ints) -> Ints:
    """Return for each of the parts of wholes the number of its whole.

    Args:
        sizes: parts of each whole, shape (wholes,).

    Examples:
        >>> owners_of(np.array([2, 0, 3])).tolist()
        [0, 0, 2, 2, 2]
    """
    return np.arange(len(sizes)).repeat(sizes)


def ranges(counts: Ints) -> Ints:
    """Return 0 … c-1 for each count c, one after the other.

    Examples:
        >>> ranges(np.array([2, 0, 3])).tolist()
        [0, 1, 0, 1, 2]
    """
    ends = counts.cumsum()
    return np.arange(ends[-1] if len(ends) else 0) - (ends - counts).repeat(counts)


def parts_of(size: int, most: int) -> list[slice]:
    """Cut so many rows into parts of so many at most.

    Examples:
        >>> parts_of(5, 3)
        [slice(0, 3, None), slice(3, 6, None)]
    """
    return [slice(first, first + most) for first in range(0, size, most)]


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
    order = values.argsort(kind="stable")
    ranked = values[order]
    new = np.ones(len(values), dtype=bool)
    new[1:] = ranked[1:] != ranked[:-1]
    place = np.empty(len(values), dtype=np.int64)
    place[order] = new.cumsum() - 1
    return ranked[new], order[new], place


def times_of(values: Ints, asked: Ints) -> Ints:
    """Return how often each value that is asked for is among others, shape of `asked`.

    Examples:
        >>> times_of(np.array([7, 3, 7]), np.array([7, 5, 3])).tolist()
        [2, 0, 1]
    """
    known, _, place = distinct(values)
    if not len(known):
        return np.zeros(len(asked), dtype=np.int64)
    found = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[found] == asked, np.bincount(place)[found], 0)


def gathered(keys: Sequence[str], values: Sequence[_Value]) -> dict[str, tuple[_Value, ...]]:
    """Return values by their keys, those of one key in their order; most keys have one.

    Examples:
        >>> gathered(["ma", "ba", "ma"], ["mà", "ba", "má"])
        {'ma': ('mà', 'má'), 'ba': ('ba',)}
    """
    found: dict[str, tuple[_Value, ...]] = dict(zip(keys, zip(values, strict=True), strict=True))
    if len(found) < len(keys):
        several: dict[str, list[_Value]] = {
            key: [] for key, number in Counter(keys).items() if number > 1
        }
        for key, value in zip(keys, values, strict=True):
            if key in several:
                several[key].append(value)
        found.update((key, tuple(row)) for key, row in several.items())
    return found


def grown(rows: NDArray[Any], size: int) -> NDArray[Any]:
    """Return rows with room for so many; what others hold stays as it is."""
    if size <= len(rows):
        return rows
    larger = np.empty((max(size, 2 * len(rows), 256), *rows.shape[1:]), dtype=rows.dtype)
    larger[: len(rows)] = rows
    return larger


def looked_up(numbers: dict[str, int], tokens: Sequence[str]) -> tuple[Ints, bool]:
    """Return the numbers of tokens, -1 for those that are not known, and whether all are.

    Examples:
        >>> looked_up({"ba": 0}, ["ba", "b"])
        (array([ 0, -1]), False)
    """
    if core.compiled is None or not isinstance(tokens, list):
        return looked_up_by_map(numbers, tokens)
    found = np.empty(len(tokens), dtype=np.int64)
    all_known = core.compiled.number(numbers, tokens, found)
    return found, all_known


def looked_up_by_map(numbers: dict[str, int], tokens: Sequence[str]) -> tuple[Ints, bool]:
    """Look tokens up; the twin of the compiled core's."""
    found = np.array(list(map(numbers.get, tokens, repeat(-1))), dtype=np.int64)
    return found, not (found < 0).any()


class Numbering:
    """Numbers tokens and keeps what is known of each, a row each; may be used by several threads.

    What is numbered never changes. Columns are longer than what is numbered.

    Args:
        columns: empty ones, shape (0, …).
        row: gives the cells of a token, one a column.

    Examples:
        >>> lengths = Numbering([np.empty(0, dtype=np.int64)], lambda token: [len(token)])
        >>> numbers, columns = lengths.numbered(["ba", "b", "ba"])
        >>> numbers.tolist(), columns[0][numbers].tolist()
        ([0, 1, 0], [2, 1, 2])
    """

    def __init__(
        self, columns: Sequence[NDArray[Any]], row: Callable[[str], Sequence[Any]]
    ) -> None:
        self._lock = Lock()
        self._numbers: dict[str, int] = {}
        self._columns = columns
        self._row = row

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, token: str) -> int | None:
        """Return the number of a token, None for one that is not numbered."""
        return self._numbers.get(token)

    @property
    def columns(self) -> Sequence[NDArray[Any]]:
        """What is known of the tokens by number."""
        return self._columns

    def numbered(self, tokens: Sequence[str]) -> tuple[Ints, Sequence[NDArray[Any]]]:
        """Return the numbers of tokens, shape (tokens,), and the columns these count in."""
        found, all_known = looked_up(self._numbers, tokens)
        if not all_known:
            self._learn(tokens)
            found, _ = looked_up(self._numbers, tokens)
        return found, self._columns

    def _learn(self, tokens: Sequence[str]) -> None:
        with self._lock:
            new = [token for token in dict.fromkeys(tokens) if token not in self._numbers]
            first, size = len(self._numbers), len(self._numbers) + len(new)
            columns = [grown(column, size) for column in self._columns]
            cells = zip(*map(self._row, new), strict=True)
            for column, own in zip(columns, cells, strict=bool(new)):
                column[first:size] = own
            self._columns = columns
            # Published last: who finds a number finds its row.
            self._numbers.update(zip(new, range(first, size), strict=True))


_LOG2E = 1.4426950408889634
_LN2 = 0.6931471805599453
_TAYLOR = [1.0 / math.factorial(power) for power in range(9, -1, -1)]
"""Of e: its logarithm to base 2, the inverse, the coefficients of its power series."""


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
