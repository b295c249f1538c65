"""Lines are decoded in blocks of bounded size that part documents where they can."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.profiles.profile import BARE_HEADING, VIETNAMESE_OCR
from vndiacritics.search import blocks as module
from vndiacritics.search.blocks import Work, blocks
from vndiacritics.text.document import read
from vndiacritics.text.lines import Line


def work(document: int, size: int) -> Work:
    return Work(document, Line(0, "a " * size, size, opens=True), VIETNAMESE_OCR.number)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40)), max_size=60))
def test_no_line_is_lost_and_blocks_are_bounded(rows: list[tuple[int, int]]) -> None:
    works = [work(document, size) for document, size in sorted(rows, key=lambda row: row[0])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 50)
        made = list(blocks(works))
    assert list(chain.from_iterable(made)) == works
    assert all(sum(row.line.size for row in block) <= 2 * 50 + 40 for block in made)


def test_documents_are_parted_where_a_block_is_full() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 50)
        made = list(blocks([work(0, 30), work(0, 30), work(1, 30), work(1, 30)]))
    assert [[row.document for row in block] for block in made] == [[0, 0], [1, 1]]


def test_nothing_makes_no_block() -> None:
    assert list(blocks([])) == []


def test_capitals_keep_their_marks_where_tones_are_not_lacking() -> None:
    document = read("ỦY BAN nhân dân")
    line = Line(0, document.text, 4, opens=True)
    assert Work(0, line, BARE_HEADING.number).tokens(document) == ["ỦY", "BAN", "nhân", "dân"]
