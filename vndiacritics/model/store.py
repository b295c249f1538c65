r"""The one file format of all tables: named numpy arrays and a description, checked on reading.

Layout, little-endian:

    8 bytes   magic ``VNDIACR\n``
    4 bytes   format version (uint32)
    4 bytes   length of the header in bytes (uint32)
    4 bytes   CRC-32 of the header
    4 bytes   CRC-32 of everything after the header's padding
    header    JSON: {"kind", "meta", "arrays": {name: [dtype, shape, offset]}}
    arrays    each at a multiple of 64 bytes, offsets counted from the first array

Arrays are memory-mapped read-only. Nothing in a file is ever executed.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import Ints, looked_up, true_places
from vndiacritics.errors import ModelError
from vndiacritics.files import write_bytes

MAGIC = b"VNDIACR\n"
VERSION = 1
ALIGNMENT = 64
"""Of the format; and bytes at whose multiples arrays begin."""
_FIXED = struct.Struct("<8sIIII")


class Table(NamedTuple):
    """What a model file holds.

    Attributes:
        kind: what the arrays are (`language-model`, `channel`, `lexicon`).
        meta: description and small values, JSON types only.
        arrays: the arrays by name, read-only.
        checksum: CRC-32 of the stored arrays, eight hexadecimal digits.
    """

    kind: str
    meta: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    checksum: str


def pack_strings(words: list[str]) -> NDArray[np.uint8]:
    """Store words, none of which holds a line end, as one array of UTF-8 bytes."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpack_strings(array: NDArray[np.uint8]) -> list[str]:
    """Undo `pack_strings`."""
    return array.tobytes().decode().split("\n") if len(array) else []


def rows_of(words: list[str], index: dict[str, int], *, missing: int = 0) -> Ints:
    """Lay the rows of a table out by the symbols of a language model.

    Args:
        words: symbols of the rows; those that the model lacks are passed over.
        index: numbers of the model's symbols.
        missing: row of the symbols that the table lacks.

    Returns:
        The row of each symbol, shape (symbols,).

    Examples:
        >>> rows_of(["", "ba", "má"], {"<s>": 0, "ba": 1, "bà": 2}).tolist()
        [0, 1, 0]
    """
    rows = np.full(len(index), missing, dtype=np.int64)
    numbers, _ = looked_up(index, words)
    known = true_places(numbers >= 0)
    rows[numbers[known]] = known
    return rows


def packed(kind: str, meta: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> bytes:
    """Return the bytes of a table; equal input gives equal bytes."""
    layout: dict[str, tuple[str, tuple[int, ...], int]] = {}
    body = bytearray()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        layout[name] = (array.dtype.str, array.shape, len(body))
        body += array.tobytes()
        body += bytes(-len(body) % ALIGNMENT)
    header = json.dumps(
        {"kind": kind, "meta": meta, "arrays": layout}, sort_keys=True, ensure_ascii=False
    ).encode()
    header += b" " * (-(len(header) + _FIXED.size) % ALIGNMENT)
    sums = zlib.crc32(header), zlib.crc32(body)
    return _FIXED.pack(MAGIC, VERSION, len(header), *sums) + header + bytes(body)


def write(path: Path, kind: str, meta: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> str:
    """Write a table; see `packed`.

    Returns:
        The checksum of the arrays.
    """
    data = packed(kind, meta, arrays)
    write_bytes(path, data)
    return f"{_FIXED.unpack_from(data)[-1]:08x}"


def crc32(data: memoryview) -> int:
    """Return the CRC-32 of bytes, as `zlib.crc32` does, which takes six times as long."""
    rest = bytearray(64)
    done = 0 if core.compiled is None else core.compiled.fold(data, rest)
    begun = zlib.crc32(rest, 0xFFFFFFFF) if done else 0  # begun with nothing: zlib inverts
    return zlib.crc32(data[done:], begun)


def read(path: Path, kind: str) -> Table:
    """Map a table and check it.

    Raises:
        ModelError: missing or foreign file, other version or kind, or damaged bytes.
    """
    table = read_any(path)
    if table.kind != kind:
        raise ModelError(f"{path} holds a {table.kind} table where a {kind} is needed")
    return table


def read_any(path: Path) -> Table:
    """Map a table of whatever kind and check it.

    Raises:
        ModelError: missing or foreign file, other version, or damaged bytes.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error  # a ValueError is an empty file
        raise ModelError(
            f"{path} cannot be read: {reason}", remedy="check the path and its permissions"
        ) from error
    if len(data) < _FIXED.size or data[: len(MAGIC)] != MAGIC:
        raise ModelError(f"{path} is not a vndiacritics model file")
    _, version, length, header_sum, body_sum = _FIXED.unpack_from(data)
    if version != VERSION:
        raise ModelError(f"{path} has model format {version}; this program reads format {VERSION}")
    header = data[_FIXED.size : _FIXED.size + length]
    start = _FIXED.size + length
    body = memoryview(data)[start:]
    if zlib.crc32(header) != header_sum or crc32(body) != body_sum:
        raise ModelError(f"the model file {path} is damaged: its checksum does not match")
    described = json.loads(header)
    arrays: dict[str, NDArray[Any]] = {}
    for name, (dtype, shape, offset) in described["arrays"].items():
        count = int(np.prod(shape, dtype=np.int64))
        flat = np.frombuffer(body, dtype=np.dtype(dtype), count=count, offset=offset)
        arrays[name] = flat.reshape(shape)
    return Table(described["kind"], described["meta"], arrays, f"{body_sum:08x}")
