"""Symbols torn by spaces or glued to a word, and dates that spaces split."""

from __future__ import annotations

import re

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.symbols.grammar import CodeGrammar
from vndiacritics.symbols.spaces import CodeSpaces

grammar = CodeGrammar(
    {"NĐ-CP": 900, "NQ-HĐND": 90, "QĐ-TTg": 400, "KH-UBND": 90, "TTr-UBND": 9, "QH15": 9},
    ["UBND", "HĐND", "TTĐT", "TP"],
)
WORDS = frozenset(["ngày", "tỉnh", "thành", "nguyễn", "quy", "và", "của"])
spaces = CodeSpaces(grammar, WORDS.__contains__)


def respaced(text: str, *, marked: bool = True) -> str:
    found = [(match.start(), match.group()) for match in re.finditer(r"\S+", text)]
    line = spaces.respaced([row[0] for row in found], [row[1] for row in found], marked=marked)
    return " ".join(line.tokens)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("số 47/2031/NQ-H ĐND ngày", "số 47/2031/NQ-HĐND ngày"),
        ("số 49/2031/N Đ-CP; căn", "số 49/2031/NĐ-CP; căn"),
        ("số 53 /KH-UBND về", "số 53/KH-UBND về"),
        ("Số: 12 / KH-UBND", "Số: 12/KH-UBND"),
        ("Luật 99/201 5/QH15 về", "Luật 99/2015/QH15 về"),
        ("số 30/2031/ -TTg ngày", "số 30/2031/-TTg ngày"),
        ("số 30/2031/ Đ-TTg ngày", "số 30/2031/Đ-TTg ngày"),
        ("số 30/2031/N -CP ngày", "số 30/2031/N-CP ngày"),
        ("ngày 04/1 1/2022, xã", "ngày 04/11/2022, xã"),
        # As authors write them.
        ("số 12/2031/NĐ- CP ngày", "số 12/2031/NĐ- CP ngày"),
        ("Luật số 27/2031/QH 15", "Luật số 27/2031/QH 15"),
        ("số 12/2031/NĐ-CP UBND", "số 12/2031/NĐ-CP UBND"),
        ("12 xã, 35 thôn / TP", "12 xã, 35 thôn / TP"),
        ("tỷ lệ 3/4 UBND", "tỷ lệ 3/4 UBND"),
    ],
)
def test_torn(text: str, expected: str) -> None:
    assert respaced(text) == expected
    assert respaced(text, marked=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("số 28/TTr-UBNDngày 3", "số 28/TTr-UBND ngày 3"),
        ("NĐ-CPngày", "NĐ-CP ngày"),
        ("12/2031/NĐ-CPquy", "12/2031/NĐ-CP quy"),
        ("30/2031/QĐ-TTgngày", "30/2031/QĐ-TTg ngày"),
        ("UBNDtỉnh,", "UBND tỉnh,"),
        ("UBNDThành", "UBND Thành"),
        ("vàHĐND", "và HĐND"),
        ("TPngày", "TPngày"),
        ("UBNDx", "UBNDx"),
        ("12/QĐ-TTg", "12/QĐ-TTg"),
        ("McDonald", "McDonald"),
    ],
)
def test_glued(text: str, expected: str) -> None:
    assert respaced(text) == expected
    assert respaced(text, marked=False) == text


def test_spans_are_those_of_the_text() -> None:
    line = spaces.respaced([3, 6, 18], ["số", "47/2031/NQ-H", "ĐND,"], marked=True)
    assert [(row.tokens, row.start, row.stop) for row in line.changes] == [(1, 6, 22)]
    line = spaces.respaced([5], ["UBNDtỉnh,"], marked=True)
    assert line.starts == [5, 9]
    assert [(row.tokens, row.start, row.stop) for row in line.changes] == [(2, 5, 14)]


def test_a_damaged_text_is_mended_and_a_clean_one_left() -> None:
    restorer = Restorer(options=Options(suggest=True))
    sentence = "Căn cứ Nghị quyết số 47/2031/NQ-H ĐND của Hội đồng nhân dân UBNDtỉnh Lâm Đồng.\n"
    damaged = sentence + "Ủy ban nhân dân huyện bảo đàm kỉnh phí thực hiện nhiệm vụ được giao.\n"
    restored = restorer.explain(damaged * 3)
    assert "47/2031/NQ-HĐND của Hội đồng nhân dân UBND tỉnh" in restored.text
    assert restored.undo() == damaged * 3
    assert {"join", "split"} <= {edit.reason for edit in restored.edits}
    clean = "Ủy ban nhân dân huyện bảo đảm kinh phí thực hiện nhiệm vụ được giao.\n" * 200
    single = restorer.explain(clean + sentence.replace("UBNDtỉnh", "UBND tỉnh"))
    assert single.edits == ()
    assert [edit.new for edit in single.suggestions] == ["47/2031/NQ-HĐND"]
