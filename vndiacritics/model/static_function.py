"""A static function: a fixed map from 64-bit keys to 16-bit values in 36 bits a key.

Three cells of 32 bits, chosen by a hash of the key, XOR to a word that holds a 16-bit fingerprint
of the key and its value. A key that was never stored is told by its fingerprint, save one in
65,536. No key is kept and no probing is needed: a look-up is three gathers, whatever the size.

Sources: Chazelle, Kilian, Rubinfeld, Tal, "The Bloomier filter" (SODA 2004); Talbot and Brants,
"Randomized language models via perfect hash functions" (ACL 2008); the layout of cells is that of
Graf and Lemire, "Binary fuse filters" (ACM JEA 2022).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import true_places

U64 = NDArray[np.uint64]
_FACTORS = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_SHIFT33, _SHIFT32, _SHIFT18 = np.uint64(33), np.uint64(32), np.uint64(18)
_LOW32 = np.uint64(0xFFFFFFFF)


def mixed(keys: U64, seed: int) -> U64:
    """Hash 64-bit keys to 64 bits (the finaliser of MurmurHash3, public domain)."""
    words = keys + np.uint64(seed)
    words ^= words >> _SHIFT33
    words *= _FACTORS[0]
    words ^= words >> _SHIFT33
    words *= _FACTORS[1]
    words ^= words >> _SHIFT33
    return words


class StaticFunction(NamedTuple):
    """A stored map.

    Attributes:
        cells: uint32, shape (cells,).
        segment: cells in a segment, a power of two.
        seed: added to each key before hashing.
    """

    cells: NDArray[np.uint32]
    segment: int
    seed: int

    def find(self, keys: U64) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        """Look keys up.

        Args:
            keys: shape (n,).

        Returns:
            Which keys are stored, and their values 0..65535, arbitrary where not; shapes (n,).
        """
        if core.compiled is None:
            return self.find_by_arrays(keys)
        values = np.empty(len(keys), dtype=np.uint32)
        keys = np.ascontiguousarray(keys, dtype=np.uint64)
        core.compiled.find(self.cells, self.segment, self.seed, keys, values)
        return values < np.uint32(0x10000), values

    def find_by_arrays(self, keys: U64) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        """Look keys up; the twin of the compiled core's."""
        words = mixed(keys, self.seed)
        first, second, third = self._places(words)
        cells = self.cells
        found = cells[first]
        found ^= cells[second]
        found ^= cells[third]
        found ^= (words & _LOW32).astype(np.uint32) & np.uint32(0xFFFF0000)
        return found < np.uint32(0x10000), found

    def _places(self, words: U64) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        return places(words, len(self.cells), self.segment)


def places(words: U64, cells: int, segment: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return the three cells of hashed keys: one in each of three neighbouring segments."""
    span = np.uint64(cells - 2 * segment)
    mask = np.uint64(segment - 1)
    first = ((words >> _SHIFT32) * span) >> _SHIFT32
    second = (first + np.uint64(segment)) ^ ((words >> _SHIFT18) & mask)
    third = (first + np.uint64(2 * segment)) ^ (words & mask)
    return first.astype(np.intp), second.astype(np.intp), third.astype(np.intp)


def build(keys: U64, values: NDArray[np.uint32]) -> StaticFunction:
    """Store a map by peeling: cells that one key alone uses are freed, round by round.

    Args:
        keys: distinct, shape (n,).
        values: 0..65535, shape (n,).
    """
    number = max(len(keys), 16)
    segment = 1 << max(2, math.floor(math.log(number) / math.log(3.33) + 2.25))
    factor = max(1.125, 0.875 + 0.25 * math.log(1e6) / math.log(number))
    segments = max(1, math.ceil(number * factor / segment) - 2)
    cells = (segments + 2) * segment
    for seed in range(1, 100):
        table = _try_build(keys, values, cells, segment, seed)
        if table is not None:
            return StaticFunction(table, segment, seed)
    raise ValueError("keys are not distinct: no static function of them can be built")


def _try_build(
    keys: U64, values: NDArray[np.uint32], cells: int, segment: int, seed: int
) -> NDArray[np.uint32] | None:
    words = mixed(keys, seed)
    slots = np.stack(places(words, cells, segment))
    degree = np.bincount(slots.ravel(), minlength=cells).astype(np.int32)
    owner = np.zeros(cells, dtype=np.int64)
    numbers = np.arange(len(keys), dtype=np.int64)
    for row in slots:
        np.add.at(owner, row, numbers)
    peeled: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    removed = 0
    lonely = true_places(degree == 1)
    while len(lonely):
        peel, where = np.unique(owner[lonely], return_index=True)
        peeled.append((peel, lonely[where]))
        removed += len(peel)
        touched = slots[:, peel]
        np.subtract.at(degree, touched.ravel(), 1)
        np.subtract.at(owner, touched.ravel(), np.tile(peel, 3))
        near = np.unique(touched)
        lonely = near[degree[near] == 1]
    if removed < len(keys):
        return None
    wanted = (values & np.uint32(0xFFFF)) | (
        (words & _LOW32).astype(np.uint32) & np.uint32(0xFFFF0000)
    )
    table = np.zeros(cells, dtype=np.uint32)
    for peel, cell in reversed(peeled):
        others = table[slots[0, peel]] ^ table[slots[1, peel]] ^ table[slots[2, peel]]
        table[cell] = others ^ wanted[peel]
    return table
