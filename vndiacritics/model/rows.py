"""Rows of costs by observed string, kept for the next look-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

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
        numbers = self._numbers
        missing = [one for one in dict.fromkeys(strings) if one not in numbers]
        if missing:
            first = len(numbers)
            rows = compute(missing)
            if first + len(missing) > len(self.table):
                larger = max(first + len(missing), 3 * len(self.table) // 2)
                table = np.empty((larger, self._width), dtype=np.float32)
                table[:first] = self.table[:first]
                self.table = table
            self.table[first : first + len(missing)] = rows
            numbers.update(zip(missing, range(first, first + len(missing)), strict=True))
        return np.array([numbers[one] for one in strings], dtype=np.intp)
