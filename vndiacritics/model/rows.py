"""Rows of costs by observed string, kept for the next look-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import looked_up

F32 = NDArray[np.float32]
Ints = NDArray[np.intp]


class Rows:
    """A growing table with a row for each string that was asked for.

    Args:
        width: costs in a row.

    Attributes:
        table: the rows, shape (at least the rows given, width).
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self.clear()

    def clear(self) -> None:
        """Forget everything; numbers given before are void."""
        self._numbers: dict[str, int] = {}
        self.table: F32 = np.empty((0, self._width), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, strings: Sequence[str], compute: Callable[[list[str]], F32]) -> Ints:
        """Return the rows' numbers, computing those that are missing.

        Args:
            strings: whose rows are wanted.
            compute: gives the rows of distinct strings, shape (strings, width).

        Returns:
            Row of `table` for each string, shape (strings,).
        """
        found, all_known = looked_up(self._numbers, strings)
        if all_known:
            return found
        missing = list(dict.fromkeys(compress(strings, (found < 0).tolist())))
        first, size = len(self._numbers), len(self._numbers) + len(missing)
        rows = compute(missing)
        if size > len(self.table):
            table = np.empty((max(size, 3 * len(self.table) // 2), self._width), dtype=np.float32)
            table[:first] = self.table[:first]
            self.table = table
        self.table[first:size] = rows
        self._numbers.update(zip(missing, range(first, size), strict=True))
        return looked_up(self._numbers, strings)[0]
