"""Normal form, plain forms, tone placement and case."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.orthography.letters import (
    LETTERS,
    Shape,
    cased,
    nfc,
    plain_letter,
    shape,
    strip_marks,
    to_new_placement,
    to_old_placement,
)

VIETNAMESE = st.text(alphabet=sorted(LETTERS | {letter.upper() for letter in LETTERS} | set(" -")))
OLD_AND_NEW = [
    ("hòa", "hoà"),
    ("thủy", "thuỷ"),
    ("lóe", "loé"),
    ("Tòa", "Toà"),
    ("TÒA", "TOÀ"),
    ("ủy", "uỷ"),
    ("hóa đơn", "hoá đơn"),
]
SAME_IN_BOTH = ["quý", "quả", "hoàn", "khoản", "thuyền", "huyện", "của", "xoáy", "khuya", "mùa"]


def test_letters_are_those_of_the_alphabet_with_every_tone() -> None:
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = {unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in tones}
    assert vowels | set("bcdđghklmnpqrstvx") == LETTERS


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("Đa\u0300 Na\u0306\u0303ng", "Đà Nẵng"),
        ("e\u0323\u0302", "ệ"),
        ("e\u0302\u0323", "ệ"),
        ("ƣơng ƢU", "ương ƯU"),
        ("", ""),
    ],
)
def test_nfc(given_text: str, wanted: str) -> None:
    assert nfc(given_text) == wanted


@given(st.text())
def test_nfc_is_idempotent(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Đường lối đổi mới", "Duong loi doi moi"),
        ("ẰẮẲẴẶ", "AAAAA"),
        ("Trường 12/5 – §", "Truong 12/5 – §"),
    ],
)
def test_strip_marks_keeps_case_and_everything_else(form: str, marked: str, plain: str) -> None:
    assert strip_marks(unicodedata.normalize(form, marked)) == plain  # type: ignore[arg-type]


@given(VIETNAMESE)
def test_stripped_vietnamese_is_ascii_letter_for_letter(text: str) -> None:
    stripped = strip_marks(text)
    assert stripped.isascii()
    assert len(stripped) == len(text)
    assert [letter.isupper() for letter in stripped] == [letter.isupper() for letter in text]


@pytest.mark.parametrize(
    ("letter", "plain"),
    [("ự", "u"), ("Đ", "D"), ("x", "x"), ("é", "e"), ("ß", "ss"), ("7", "7"), ("\ue000", "")],
)
def test_plain_letter(letter: str, plain: str) -> None:
    assert plain_letter(letter) == plain


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
def test_tone_placement_goes_both_ways(old: str, new: str) -> None:
    assert to_old_placement(new) == old
    assert to_new_placement(old) == new
    assert to_old_placement(old) == old
    assert to_new_placement(new) == new


@pytest.mark.parametrize("word", SAME_IN_BOTH)
def test_words_written_one_way_only(word: str) -> None:
    assert to_old_placement(word) == word
    assert to_new_placement(word) == word


@given(VIETNAMESE)
def test_placement_keeps_letters_and_case(text: str) -> None:
    for moved in (to_old_placement(text), to_new_placement(text)):
        assert strip_marks(moved) == strip_marks(text)
        assert len(moved) == len(text)


@given(VIETNAMESE)
def test_old_placement_is_a_canonical_form(text: str) -> None:
    assert to_old_placement(to_new_placement(text)) == to_old_placement(text)
    assert to_old_placement(to_old_placement(text)) == to_old_placement(text)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("xã", Shape.LOWER),
        ("Xã", Shape.TITLE),
        ("XÃ", Shape.UPPER),
        ("Đ", Shape.TITLE),
        ("NGHị", Shape.UPPER),
        ("nghị", Shape.LOWER),
        ("iPhone", Shape.LOWER),
        ("12", Shape.LOWER),
        ("", Shape.LOWER),
        ("1A", Shape.TITLE),
    ],
)
def test_shape(word: str, form: Shape) -> None:
    assert shape(word) is form


@pytest.mark.parametrize("form", list(Shape))
@pytest.mark.parametrize("word", ["đức", "ước", "nghiệm", "ở hai"])
def test_a_cased_word_has_the_shape_asked_for(word: str, form: Shape) -> None:
    written = cased(word, form)
    assert shape(written) is form
    assert written.lower() == word


def test_one_capital_letter_reads_as_a_title() -> None:
    assert shape(cased("ở", Shape.UPPER)) is Shape.TITLE
