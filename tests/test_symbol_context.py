"""Symbols read by the words before them and by the rest of their document."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.symbols.context import CodeContext, Seen
from vndiacritics.symbols.form import code_parts
from vndiacritics.symbols.grammar import CodeGrammar
from vndiacritics.symbols.kinds import KINDS, named_kind

SYMBOLS = {
    "NĐ-CP": 900, "QĐ-TTg": 400, "QĐ-UBND": 300, "KH-UBND": 90, "TT-BTC": 90, "TTr-UBND": 40,
    "TTLT-BTC-BNV": 9, "QH13": 50, "QH15": 50, "BC-UBND": 90, "NQ-HĐND": 90,
}  # fmt: skip
ABBREVIATIONS = ["HĐND", "UBND", "ĐBQH", "TTĐT", "QLĐĐ", "MTQG", "GNBV", "ĐP"]
WORDS = frozenset({"florida", "elena", "flc", "fta", "fax", "evn", "hội", "dung"})

grammar = CodeGrammar(SYMBOLS, ABBREVIATIONS)
english = CodeContext(grammar, WORDS, change_cost=0.0)
vietnamese = CodeContext(grammar, WORDS, change_cost=4.0)


def read(
    context: CodeContext, observed: str, *, before: str = "", rest: str = "", written: str = ""
) -> str:
    """Read one symbol in a document that holds others."""
    first = Seen(observed, written or observed, tuple(before.split()))
    others = [Seen(word, word) for word in rest.split()]
    answer = context.revised([first, *others])[0]
    return answer.text if answer else first.written


@pytest.mark.parametrize(
    ("before", "observed", "expected"),
    [
        ("nghị định số", "72/2031/NB-CP", "72/2031/NĐ-CP"),
        ("quyết định", "90/QB-UBND", "90/QĐ-UBND"),
        ("tờ trình số", "43/T1r-UBND", "43/TTr-UBND"),
        ("tờ trình số", "43/TIr-UBND", "43/TTr-UBND"),
        ("thông tư liên tịch số", "5/2031/TTELT-BTC-BNV", "5/2031/TTLT-BTC-BNV"),
        ("quyết định số", "30/2031/-TTg", "30/2031/QĐ-TTg"),
        ("hộ nghèo", "12/QĐ-UBND", "12/QĐ-UBND"),
        ("kế hoạch số", "12/KH-UBND", "12/KH-UBND"),
        ("đảng khóa", "XHI", "XIII"),
        ("đảng khóa", "XIII", "XIII"),
        ("công văn số", "187/SNV-XDCQ", "187/SNV-XDCQ"),
    ],
)
@pytest.mark.parametrize("context", [english, vietnamese], ids=["english", "vietnamese"])
def test_the_kind_that_is_named(
    context: CodeContext, before: str, observed: str, expected: str
) -> None:
    assert read(context, observed, before=before) == expected


@pytest.mark.parametrize(
    ("context", "observed", "expected"),
    [
        (vietnamese, "97⁄2031/QHI3", "97/2031/QH13"),
        (vietnamese, "78/2031/NQ-HDND", "78/2031/NQ-HĐND"),
        (vietnamese, "TTĐĐT", "TTĐT"),
        (vietnamese, "QLĐĐ", "QLĐĐ"),
        (vietnamese, "12/2031/N-CP", "12/2031/NĐ-CP"),
        (vietnamese, "ELC", "FLC"),
        (vietnamese, "EVN", "EVN"),
        (vietnamese, "Elorida", "Florida"),
        (vietnamese, "Elena", "Elena"),
        (english, "Elorida", "Elorida"),
        (vietnamese, "DBQH", "DBQH"),
        (english, "DBQH", "ĐBQH"),
        (english, "ELC", "ELC"),
        (english, "MTQGGNBYV", "MTQGGNBV"),
        (english, "XXVII", "XXVII"),
        (english, "THUNDER", "THUNDER"),
    ],
)
def test_forms_that_speak_for_themselves(
    context: CodeContext, observed: str, expected: str
) -> None:
    assert read(context, observed) == expected


@pytest.mark.parametrize(
    ("observed", "rest", "expected"),
    [
        ("KHXZIQB", "KHXZQB KHXZQB", "KHXZQB"),
        ("KHXZQB", "KHXZIQB", "KHXZQB"),
    ],
)
def test_a_form_seen_elsewhere_speaks_for_itself(observed: str, rest: str, expected: str) -> None:
    assert read(english, observed, rest=rest) == expected


def test_what_the_search_read_as_words_stays() -> None:
    assert read(english, "H6I", written="HỘI") == "HỘI"
    assert read(english, "DUNG", rest="DỤNG") == "DUNG"
    assert read(english, "IT", written="II") == "II"


@pytest.mark.parametrize("observed", ["12/2031/QĐ-UBND", "53/2031/TT-BTC", "1/QH15"])
def test_no_digit_is_exchanged(observed: str) -> None:
    parts = code_parts(observed)
    assert parts is not None
    for before in KINDS:
        for context in (english, vietnamese):
            assert read(context, observed, before=before).startswith(parts.number)


def test_named_kinds() -> None:
    assert named_kind(["thông", "tư", "liên", "tịch", "số"]) == ("TTLT",)
    assert named_kind(["thực", "hiện", "thông", "tư"]) == ("TT", "TTLT")
    assert named_kind([]) == ()


def test_the_restorer_uses_it() -> None:
    restorer = Restorer(options=Options(profile="english-ocr"))
    text = "Can ctr Nghi dinh s6 72/2031/NB-CP cia Chinh phu ; tai TP, HCM"
    restored = restorer.explain(text)
    assert "Nghị định số 72/2031/NĐ-CP của Chính phủ" in restored.text
    assert restored.text.endswith("TP. HCM")
    assert restored.undo() == text


def test_list_marks_are_told_by_their_order() -> None:
    lines = ("a) Ban hanh ké hoach;", "b) Phan cong can bé;", "c) Kiém tra viéc thuc hién;")
    text = "\n".join((*lines, "d) Téng hop két qua;", "d) Bao cao cdp trén;", "e) Luu hé so."))
    restored = Restorer(options=Options(profile="english-ocr")).restore(text)
    assert [line[:2] for line in restored.splitlines()] == ["a)", "b)", "c)", "d)", "đ)", "e)"]
