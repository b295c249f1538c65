"""A user's own n-grams: they raise what the language model says, and lower nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.model.own_ngrams import BITS, OwnNgrams, own_of_arrays

SYMBOLS = st.integers(1, 6)
NGRAMS = st.dictionaries(
    st.lists(SYMBOLS, min_size=2, max_size=4).map(tuple), st.floats(-9, 2, width=16), max_size=20
)


def key(symbols: tuple[int, ...]) -> int:
    found = 0
    for symbol in symbols:
        found = found << BITS | symbol
    return found


def own(rows: dict[tuple[int, ...], float]) -> OwnNgrams:
    return own_of_arrays(
        np.array([key(row) for row in rows], dtype=np.uint64),
        np.array(list(rows.values()), dtype=np.float32),
    )


@given(NGRAMS, st.lists(st.lists(SYMBOLS, min_size=2, max_size=4).map(tuple), max_size=10))
def test_the_highest_floor_of_all_ends_counts(
    rows: dict[tuple[int, ...], float], texts: list[tuple[int, ...]]
) -> None:
    scores = np.full(len(texts), -5.0, dtype=np.float32)
    own(rows).raise_(scores, np.array([key(text) for text in texts], dtype=np.uint64))
    for text, score in zip(texts, scores, strict=True):
        ends = [text[start:] for start in range(len(text) - 1)]
        assert score == max([-5.0, *(rows[end] for end in ends if end in rows)])


@given(NGRAMS, NGRAMS)
def test_merging_takes_the_higher_floor(
    one: dict[tuple[int, ...], float], other: dict[tuple[int, ...], float]
) -> None:
    both = own(one).merged(own(other))
    expected = own({row: max(one.get(row, -9e9), other.get(row, -9e9)) for row in one | other})
    assert both.keys.tolist() == expected.keys.tolist()
    assert both.floors.tolist() == expected.floors.tolist()
