"""The static function: every stored key is found with its value, hardly any other key is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.model.static_function import build

KEYS = st.integers(0, 2**64 - 1)


@given(st.dictionaries(KEYS, st.integers(0, 2**16 - 1), max_size=200))
def test_a_small_map_is_found_again(stored: dict[int, int]) -> None:
    keys = np.array(list(stored), dtype=np.uint64)
    values = np.array(list(stored.values()), dtype=np.uint32)
    found, read = build(keys, values).find(keys)
    assert found.all()
    assert read.tolist() == list(stored.values())


@pytest.fixture(scope="module")
def large() -> tuple[np.ndarray, np.ndarray]:
    """Keys as n-grams have them: few bits set, many neighbours."""
    random = np.random.default_rng(7)
    pairs = np.unique(random.integers(0, 2000, 120_000) << 14 | random.integers(0, 2000, 120_000))
    return pairs.astype(np.uint64), random.integers(0, 1 << 16, len(pairs)).astype(np.uint32)


def test_a_large_map_is_found_again(large: tuple[np.ndarray, np.ndarray]) -> None:
    keys, values = large
    found, read = build(keys, values).find(keys)
    assert found.all()
    assert (read == values).all()


def test_absent_keys_are_found_less_than_once_in_a_thousand(
    large: tuple[np.ndarray, np.ndarray],
) -> None:
    keys, values = large
    absent = keys | np.uint64(1 << 60)  # neighbours of stored ones
    found, _ = build(keys, values).find(absent)
    assert found.mean() < 1e-3


def test_it_takes_36_bits_a_key(large: tuple[np.ndarray, np.ndarray]) -> None:
    keys, values = large
    assert build(keys, values).cells.nbytes * 8 / len(keys) < 40


def test_look_ups_come_in_any_order_and_number(large: tuple[np.ndarray, np.ndarray]) -> None:
    keys, values = large
    function = build(keys, values)
    for where in ([], [3], [5, 5, 0]):
        found, read = function.find(keys[where])
        assert found.all()
        assert read.tolist() == values[where].tolist()


def test_an_empty_map_holds_nothing() -> None:
    function = build(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint32))
    found, _ = function.find(np.arange(1, 10_000, dtype=np.uint64))
    assert found.mean() < 1e-3


def test_a_single_key() -> None:
    function = build(np.array([42], dtype=np.uint64), np.array([65_535], dtype=np.uint32))
    found, values = function.find(np.array([42, 43], dtype=np.uint64))
    assert found.tolist() == [True, False]
    assert values[0] == 65_535


def test_equal_input_gives_equal_cells(large: tuple[np.ndarray, np.ndarray]) -> None:
    assert (build(*large).cells == build(*large).cells).all()


def test_a_key_twice_is_refused() -> None:
    keys = np.array([1, 2, 1], dtype=np.uint64)
    with pytest.raises(ValueError, match="not distinct"):
        build(keys, np.array([5, 6, 7], dtype=np.uint32))
