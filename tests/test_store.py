"""The file format of all tables: what was written comes back, and nothing else passes for it."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from vndiacritics.errors import ModelError
from vndiacritics.model import store

ARRAYS: dict[str, NDArray[Any]] = {
    "counts": np.arange(100, dtype=np.uint16).reshape(4, 25),
    "costs": np.linspace(0, 9, 7, dtype=np.float32),
    "none": np.zeros((0, 3), dtype=np.int64),
    "one": np.array([7], dtype=np.uint8),
}
META = {"note": "của bài kiểm tra", "levels": [1, 2.5, None]}
MAGIC_END, VERSION_AT, LENGTH_AT, HEADER_AT = 8, 8, 12, 24


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.vnd"
    store.write(path, "channel", META, ARRAYS)
    return path


def test_round_trip(table: Path) -> None:
    found = store.read(table, "channel")
    assert (found.kind, found.meta) == ("channel", META)
    assert found.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert found.arrays[name].dtype == array.dtype
        assert found.arrays[name].shape == array.shape
        assert (found.arrays[name] == array).all()


def test_write_and_read_name_the_same_checksum(tmp_path: Path) -> None:
    path = tmp_path / "table.vnd"
    assert store.write(path, "channel", META, ARRAYS) == store.read(path, "channel").checksum


def test_equal_input_gives_equal_bytes(table: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.vnd"
    backwards = dict(reversed(ARRAYS.items()))
    store.write(again, "channel", dict(reversed(META.items())), backwards)
    assert again.read_bytes() == table.read_bytes()


def test_byte_order_and_layout_in_memory_do_not_matter(tmp_path: Path) -> None:
    plain = np.arange(12, dtype="<u4").reshape(3, 4)
    files = []
    for number, array in enumerate((plain, plain.astype(">u4"), np.asfortranarray(plain))):
        path = tmp_path / f"{number}.vnd"
        store.write(path, "channel", {}, {"a": array})
        files.append(path.read_bytes())
    assert files[0] == files[1] == files[2]


def test_arrays_are_aligned_and_read_only(table: Path) -> None:
    header_length = struct.unpack_from("<I", table.read_bytes(), LENGTH_AT)[0]
    assert (HEADER_AT + header_length) % store.ALIGNMENT == 0
    for array in store.read(table, "channel").arrays.values():
        assert not array.flags.writeable
        assert array.ctypes.data % store.ALIGNMENT == 0 or not array.size


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


def with_version(data: bytes) -> bytes:
    return data[:VERSION_AT] + struct.pack("<I", store.VERSION + 1) + data[LENGTH_AT:]


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: data[:0], "cannot be read"),
    "a few bytes": (lambda data: data[:5], "is not a vndiacritics model file"),
    "magic alone": (lambda data: data[:MAGIC_END], "is not a vndiacritics model file"),
    "other magic": (lambda data: flipped(data, 0), "is not a vndiacritics model file"),
    "a text file": (lambda data: b"form\tcategory\n" + data, "is not a vndiacritics model file"),
    "other version": (with_version, "has model format 2; this program reads format 1"),
    "header": (lambda data: flipped(data, HEADER_AT + 3), "damaged"),
    "header length": (lambda data: flipped(data, LENGTH_AT), "damaged"),
    "header length beyond": (lambda data: flipped(data, LENGTH_AT + 3), "damaged"),
    "header checksum": (lambda data: flipped(data, 16), "damaged"),
    "body checksum": (lambda data: flipped(data, 20), "damaged"),
    "body": (lambda data: flipped(data, len(data) - 100), "damaged"),
    "last byte": (lambda data: flipped(data, len(data) - 1), "damaged"),
    "cut by a byte": (lambda data: data[:-1], "damaged"),
    "cut in half": (lambda data: data[: len(data) // 2], "damaged"),
    "cut after the header": (lambda data: data[:200], "damaged"),
    "longer": (lambda data: data + b"\0", "damaged"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_refused_in_one_clear_line(table: Path, name: str) -> None:
    damage, problem = DAMAGES[name]
    table.write_bytes(damage(table.read_bytes()))
    with pytest.raises(ModelError) as caught:
        store.read(table, "channel")
    line = str(caught.value)
    assert problem in line
    assert str(table) in line
    assert "\n" not in line
    assert len(line) < len(str(table)) + 150


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_flipped_bit_goes_unseen(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped.vnd"
    store.write(path, "channel", META, ARRAYS)
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1 << bit
    path.write_bytes(data)
    with pytest.raises(ModelError):
        store.read(path, "channel")


def test_another_kind_is_refused(table: Path) -> None:
    with pytest.raises(ModelError, match="holds a channel table where a lexicon is needed"):
        store.read(table, "lexicon")


@pytest.mark.parametrize("missing", ["nowhere.vnd", "no/such/folder.vnd", ""])
def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        store.read(tmp_path / missing, "channel")


def test_objects_are_never_stored_nor_loaded(tmp_path: Path) -> None:
    """Nothing of a file is executed: an array of objects neither goes in nor comes out."""
    path = tmp_path / "objects.vnd"
    header = json.dumps({"kind": "channel", "meta": {}, "arrays": {"a": ["|O", [1], 0]}}).encode()
    body = bytes(64)
    path.write_bytes(
        struct.pack(
            "<8sIIII", store.MAGIC, store.VERSION, len(header), zlib.crc32(header), zlib.crc32(body)
        )
        + header
        + body
    )
    with pytest.raises((ModelError, ValueError)):
        store.read(path, "channel")


def test_no_module_of_the_library_imports_pickle() -> None:
    library = Path(store.__file__).parents[1]
    sources = [path.read_text(encoding="utf-8") for path in library.rglob("*.py")]
    assert len(sources) > 10
    assert not any(f"{'import'} pickle" in text or "allow_pickle" in text for text in sources)


@pytest.mark.parametrize("words", [["a"], ["đường", "", "ệ"], ["", ""], ["x" * 1000]])
def test_strings_round_trip(words: list[str]) -> None:
    assert store.unpack_strings(store.pack_strings(words)) == words


def test_no_strings_are_no_bytes() -> None:
    assert store.unpack_strings(store.pack_strings([])) == []
