"""Marks: what of a restoration a person looks at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_pages import restored

from vndiacritics.options import Options
from vndiacritics.restoration import Alternative, Edit, Restoration, Token, apply_edits
from vndiacritics.restorer import Restorer
from vndiacritics.review.marks import line_and_column, line_starts, marks


def both(found: Restoration) -> list[tuple[str, str, str]]:
    return [(mark.old, mark.new, mark.kind) for mark in marks(found)]


CASES = [
    ("changed and kept", restored("a dan 96", ("dan", "dân", 0.99, ()), ("96", "96", 0.5, ())),
     [("dan", "dân", "marks"), ("96", "96", "kept")]),
    ("sure words are not marked", restored("mot hai"), []),
    ("an empty text", Restoration("", ""), []),
    ("a word parted in two is one mark",
     Restoration("x danvan y", "x dân vận y",
                 (Edit(2, 8, "danvan", "dân vận", 0.9, (), "split"),), (), (
         Token(0, 1, "x", 0, 0.99), Token(2, 8, "dân", 2, 0.8), Token(2, 8, "vận", 6, 0.7),
         Token(9, 10, "y", 10, 0.99))), [("danvan", "dân vận", "spaces")]),
    ("two joined are one mark",
     Restoration("4 /10", "4/10", (Edit(1, 2, " ", "", 0.9, (), "number"),), (),
                 (Token(0, 5, "4/10", 0, 0.8),)), [("4 /10", "4/10", "spaces")]),
    ("a speck that goes",
     Restoration("a ~ b", "a b", (Edit(1, 3, " ~", "", 0.9, (), "speck"),), (),
                 (Token(0, 1, "a", 0, 0.99), Token(4, 5, "b", 2, 0.99))), [(" ~", "", "spaces")]),
    ("what comes in belongs to the word it touches",
     Restoration("ab cd", "ab, cd", (Edit(2, 2, "", ",", 0.9, (), "sign"),), (),
                 (Token(0, 2, "ab,", 0, 0.99), Token(3, 5, "cd", 4, 0.99))),
     [("ab", "ab,", "letters")]),
]  # fmt: skip


@pytest.mark.parametrize(("result", "expected"), [row[1:] for row in CASES],
                         ids=[row[0] for row in CASES])  # fmt: skip
def test_what_is_marked(result: Restoration, expected: list[tuple[str, str, str]]) -> None:
    assert both(result) == expected


def test_alternatives_are_of_the_whole_word_and_none_is_what_stands_there() -> None:
    edit = Edit(1, 4, "dan", "dân", 0.6, (Alternative("dan", 0.2), Alternative("dần", 0.1)))
    token = Token(0, 6, "(dân),", 0, 0.5, (Alternative("(dẫn),", 0.3), Alternative("(dân),", 0.1)))
    found = marks(Restoration("(dan),", "(dân),", (edit,), (), (token,)))
    assert found[0].others == ("(dẫn),", "(dần),")
    assert found[0].confidence == 0.5


def test_the_bound_is_the_callers() -> None:
    found = restored("mot hai", ("mot", "mot", 0.97, ()))
    assert marks(found) == []
    assert len(marks(found, below=0.98)) == 1


def undone(result: Restoration) -> str:
    pieces, done = [], 0
    for mark in marks(result):
        assert result.text[mark.place : mark.place + len(mark.new)] == mark.new
        pieces += [result.text[done : mark.place], mark.old]
        done = mark.place + len(mark.new)
    return "".join([*pieces, result.text[done:]])


@st.composite
def restorations(draw: st.DrawFn) -> Restoration:
    source = draw(st.text(alphabet="ab đ\n😀", max_size=24))
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    edits, before = [], -1
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        new = draw(st.text(alphabet="xy \n", max_size=3))
        if start > before and source[start:end] != new:
            edits.append(Edit(start, end, source[start:end], new, 0.9))
            before = end
    return Restoration(source, apply_edits(source, edits), tuple(edits))


@given(restorations())
def test_the_source_follows_from_text_and_marks(result: Restoration) -> None:
    assert undone(result) == result.source


SOURCES = [
    "Uy ban nhan dan xa bao c4o tinh hinh\nthwc hien 6 thang dau nam.\n",
    "ĐIỀ U KHO ẢN\r\ncủ a hợp đồ ng nà y\r\n",
    "1 . Ké hoach sé 12 /KH -UBND ngay 4 /11 /2022 ~ cua xa.\n\n\fTrang hai",
    "V¨n b¶n sè 12 cña Uû ban nh©n d©n huyÖn",
    "right English text, and that's all.",
    "",
]


@pytest.mark.parametrize("source", SOURCES)
def test_real_restorations_can_be_undone_mark_by_mark(source: str) -> None:
    assert undone(Restorer(options=Options(tokens=True)).explain(source)) == source


def test_lines_and_columns_count_from_one() -> None:
    starts = line_starts("ab\n\nc\f\n")
    assert [line_and_column(starts, place) for place in (0, 2, 3, 4, 5)] == [
        (1, 1), (1, 3), (2, 1), (3, 1), (3, 2)]  # fmt: skip
