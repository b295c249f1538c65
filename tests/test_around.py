"""What is around the tokens of lines, and which of them tell of losses: both cores alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.candidates.around import around, around_by_arrays
from vndiacritics.candidates.context import CONTEXTS
from vndiacritics.candidates.token_table import TokenTable
from vndiacritics.core import compiled
from vndiacritics.profiles.word_table import told_by_arrays, told_words

needs_core = pytest.mark.skipif(compiled is None, reason="the compiled core is not here")
TOKENS = ["Th", "ự", "c", "qu", "yết,", "UBND", "số:", "45/BC-UBND", "Số", "12", "n", "hiện", "(a"]
LINES = st.lists(st.lists(st.sampled_from(TOKENS), max_size=6), max_size=4)


@needs_core
@given(LINES)
def test_the_cores_look_around_alike(lines: list[list[str]]) -> None:
    numbers, columns = TokenTable().numbered([token for line in lines for token in line])
    sizes = np.array(list(map(len, lines)), dtype=np.int64)
    found = around(columns, numbers, sizes), around_by_arrays(columns, numbers, sizes)
    for one, other in zip(*found, strict=True):
        assert one.dtype == other.dtype
        assert one.tobytes() == other.tobytes()


def test_what_is_around() -> None:
    lines = [["số:", "45/BC-UBND", "Th", "ự", "c"], ["UBND", "xã"]]
    numbers, columns = TokenTable().numbered([token for line in lines for token in line])
    found = around(columns, numbers, np.array([5, 2]))
    contexts = [CONTEXTS[number] for number in found.contexts.tolist()]
    assert [row.heads_number for row in contexts] == [True] + [False] * 6
    assert [row.opens_line for row in contexts] == [True, *[False] * 4, True, False]
    headings = [True, False, True, False, False, False, True]
    assert [row.heading for row in contexts] == headings
    assert found.lines.tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert found.within.tolist() == [0, 1, 2, 3, 4, 0, 1]
    assert found.tears.tolist() == [False, False, True, True, True, False, False]


@needs_core
@given(st.integers(0, 999), st.lists(st.integers(0, 5), max_size=6))
def test_the_cores_choose_the_same_words(seed: int, counts: list[int]) -> None:
    random = np.random.default_rng(seed)
    flags = random.integers(0, 16, 9, dtype=np.uint8)
    sizes = np.array(counts, dtype=np.int64)
    numbers = random.integers(0, 9, int(sizes.sum()), dtype=np.int32)
    found = told_words(flags, numbers, sizes), told_by_arrays(flags, numbers, sizes)
    for one, other in zip(*found, strict=True):
        assert one.dtype == other.dtype
        assert one.tobytes() == other.tobytes()


@needs_core
@pytest.mark.parametrize(("number", "size"), [(9, 2), (-1, 2), (0, 3), (0, -1)])
def test_the_core_refuses_what_is_not_in_the_table(number: int, size: int) -> None:
    numbers, columns = TokenTable().numbered(["a", "b"])
    numbers[0] = number if number < 0 else len(columns.flags) * number
    sizes = np.array([size])
    with pytest.raises(ValueError, match=r"table|parts|negative|number"):
        around(columns, numbers, sizes)
    with pytest.raises(ValueError, match=r"table|parts|negative|number"):
        told_words(columns.flags, numbers.astype(np.int32), sizes)
