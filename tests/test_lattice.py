"""Lines, paragraphs and the segments they are cut into."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.core import compiled
from vndiacritics.search.arcs import AnalysisRows, ArcStore, Columns
from vndiacritics.search.lattice import (
    AFTER,
    BEFORE,
    PIECE,
    BlockTokens,
    gathered,
    gathered_by_arrays,
    segments,
)
from vndiacritics.text.lines import LONGEST_LINE, lines

PARAGRAPHS = {
    "one": ("a b\nc", ["a b", "-c"]),
    "blank line": ("a\n\nb\nc", ["a", "b", "-c"]),
    "page break": ("a\nb\fc\nd", ["a", "-b", "c", "-d"]),
    "page break on its own line": (
        "a\nb\n\f\nc\nd\ne\ng\nh",
        ["a", "-b", "c", "-d", "-e", "-g", "-h"],
    ),
    "spaces only are blank": ("a\nb\n \t \nc\nd", ["a", "-b", "c", "-d"]),
    "carriage returns": ("a\r\nb\r\n\r\nc\r\nd", ["a", "-b", "c", "-d"]),
    "double spaced": ("a\n\nb\n\nc.\n\nd", ["a", "-b", "-c.", "d"]),
    "double spaced, then a gap": ("a\n\nb\n\nc\n\n\nd", ["a", "-b", "-c", "d"]),
    "blank lines before and after": ("\n\n\na\nb\n\n", ["a", "-b"]),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_where_paragraphs_begin(name: str) -> None:
    text, wanted = PARAGRAPHS[name]
    found = [("" if line.opens else "-") + " ".join(line.tokens()) for line in lines(text)]
    assert found == wanted


TEXTS = st.text(alphabet="aế. \t\n\r\f\v\u2028\u00a0", max_size=60)


@given(TEXTS)
def test_every_token_is_at_its_place_and_none_is_lost(text: str) -> None:
    found = [
        pair for line in lines(text) for pair in zip(line.starts(), line.tokens(), strict=True)
    ]
    assert [token for _, token in found] == text.split()
    assert all(text.startswith(token, start) for start, token in found)
    assert [start for start, _ in found] == sorted(start for start, _ in found)


@given(TEXTS)
def test_a_line_has_tokens_and_the_first_opens(text: str) -> None:
    found = lines(text)
    assert all(line.size == len(line.tokens()) > 0 for line in found)
    assert all(line.opens for line in found[:1])


@pytest.mark.parametrize("text", ["", "\n", " \t\n\f\n", "\u2028"])
def test_nothing_but_space_has_no_lines(text: str) -> None:
    assert lines(text) == []


def test_an_endless_line_is_cut_and_stays_one_paragraph() -> None:
    found = lines("ba " * (2 * LONGEST_LINE + 1))
    assert [line.size for line in found] == [LONGEST_LINE, LONGEST_LINE, 1]
    assert [line.opens for line in found] == [True, False, False]


@st.composite
def cuttings(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    """Sizes of tokens in slots, grouped into paragraphs: where each begins, and the total."""
    opens, cuts, total = [], [], 0
    for tokens in draw(st.lists(st.integers(1, 90), min_size=1, max_size=5)):
        opens.append(total)
        for _ in range(tokens):
            cuts.append(total)
            total += draw(st.sampled_from([1, 1, 1, 2, 5]))
    return opens, cuts, total


@given(cuttings())
def test_cores_share_out_all_slots(cutting: tuple[list[int], list[int], int]) -> None:
    opens, cuts, total = cutting
    rows = segments(np.array(opens), np.array(cuts), total).tolist()
    covered = [slot for _, _, first, stop in rows for slot in range(first, stop)]
    assert covered == list(range(total))


@given(cuttings())
def test_segments_begin_and_end_with_tokens_inside_one_paragraph(
    cutting: tuple[list[int], list[int], int],
) -> None:
    opens, cuts, total = cutting
    borders = {*cuts, total}
    for first, stop, core, core_stop in segments(np.array(opens), np.array(cuts), total).tolist():
        assert {first, stop, core, core_stop} <= borders
        assert first <= core < core_stop <= stop
        assert not any(first < paragraph < stop for paragraph in opens)


@given(cuttings())
def test_cores_have_context_unless_the_paragraph_ends(
    cutting: tuple[list[int], list[int], int],
) -> None:
    opens, cuts, total = cutting
    for first, stop, core, core_stop in segments(np.array(opens), np.array(cuts), total).tolist():
        assert core - first >= BEFORE or first in opens
        assert stop - core_stop >= AFTER or stop in {*opens, total}
        assert core_stop - core < 3 * PIECE  # long paragraphs are cut


def test_a_short_paragraph_is_one_segment() -> None:
    assert segments(np.array([0]), np.arange(20), 20).tolist() == [[0, 20, 0, 20]]


def tokens_of(seed: int, sizes: list[int]) -> BlockTokens:
    """Tokens with so many arcs each, in a store that holds others too, out of order."""
    rng, number, arcs = np.random.default_rng(seed), len(sizes), sum(sizes) + 7
    store = ArcStore([])
    store.add(
        Columns(
            rng.integers(0, 99, arcs, dtype=np.int32),
            rng.random(arcs, dtype=np.float32),
            rng.integers(1, 4, arcs, dtype=np.int8),
            rng.integers(0, 9, (arcs, 2), dtype=np.int32),
            rng.random((arcs, 2), dtype=np.float32),
            rng.integers(0, 255, arcs, dtype=np.uint8),
        )
    )
    columns = [rng.integers(0, 50, number) for _ in range(3)]
    flags = np.zeros(number, dtype=np.bool_)
    found = BlockTokens(
        store, np.arange(number), columns[0], columns[1], flags, columns[2], flags, columns[1]
    )
    slots = rng.integers(1, 4, number)
    firsts = np.array([rng.integers(0, arcs - size + 1) for size in sizes], dtype=np.int64)
    store._counts = rng.integers(0, 9, 40)
    places = rng.integers(0, 30, number)
    table = np.stack([firsts, np.array(sizes, dtype=np.int64), slots, places, slots, slots], axis=1)
    found.__dict__["rows"] = AnalysisRows(table)
    return found


@pytest.mark.skipif(compiled is None, reason="the compiled core is not here")
@given(st.integers(0, 999), st.lists(st.integers(0, 5), max_size=9))
def test_the_cores_gather_alike(seed: int, sizes: list[int]) -> None:
    tokens = tokens_of(seed, sizes)
    for one, other in zip(gathered(tokens), gathered_by_arrays(tokens), strict=True):
        assert one.dtype == other.dtype
        assert one.shape == other.shape
        assert one.tobytes() == other.tobytes()


@pytest.mark.skipif(compiled is None, reason="the compiled core is not here")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("firsts", 1 << 14), ("firsts", -1), ("sizes", -1)),
        *(("slots", 41), ("slots", -1), ("places", 40), ("places", -1)),
    ],
)
def test_gathering_refuses_what_is_not_in_the_table(column: str, value: int) -> None:
    tokens = tokens_of(1, [2, 3])
    getattr(tokens.rows, column)[0] = value
    with pytest.raises(ValueError, match=r"table|room|parts|negative"):
        gathered(tokens)
