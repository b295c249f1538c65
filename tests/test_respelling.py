"""Marks on the wrong vowel go where they belong; right spellings and other languages stay."""

from __future__ import annotations

import unicodedata

import pytest

from vndiacritics import Restorer, restore
from vndiacritics.orthography.letters import TONE_MARKS, to_new_placement
from vndiacritics.orthography.syllable import ONSETS, RIMES, is_syllable
from vndiacritics.text.respelling import repair_wrong_vowels, respelled

VOWELS = "aăâeêioôơuưy"

WRONG = {
    "đựơc": "được",
    "nghìêm": "nghiềm",
    "tùôi": "tuồi",
    "hoạch tóan": "hoạch toán",
    "khỏang": "khoảng",
    "Qủang": "Quảng",
    "THÙY": None,
    "HÒAN": "HOÀN",
    "gỉai": "giải",
    "muốn": None,
    "cuộí": None,
    "truớc": "trước",
    "trứơc": "trước",
    "hưóng": "hướng",
    "lạ̣i": None,
    "qúôc": "quốc",
    "gíao": "giáo",
    "chíên": "chiến",
    "hụyên": "huyện",
    "khúyu": "khuýu",
    "ngòai": "ngoài",
    "điêủ": "điểu",
}


@pytest.mark.parametrize("wrong", [word for word in WRONG if WRONG[word] is not None])
def test_a_mark_goes_to_its_vowel(wrong: str) -> None:
    assert repair_wrong_vowels(f"Xã đã {wrong}, rồi.").text == f"Xã đã {WRONG[wrong]}, rồi."


@pytest.mark.parametrize(
    "line",
    [
        "hòa hoà thủy thuỷ khỏe khoẻ quý già giếng gì thuở của mùa khuỷu ngoài được ươm",
        "Ông Gaston và bà Díaz ở Thành phố Río; goût, naïve, façade được dịch.",
        "ở làng Đăk Kôi, buôn Bling, xã Ea Sô, H'Mông, Pả Cò, Lìa",
        "quốc quyết quỳnh quỷ giữa giỏi gìn gió giặt cuối ruộng hươu khuya",
        "chạy `hòan tất` và tải về tại hòan.vn, ừ được",
    ],
)
def test_what_is_right_stays(line: str) -> None:
    assert repair_wrong_vowels(line).text == line


def test_lines_without_letters_of_vietnamese_are_left_to_the_search() -> None:
    assert repair_wrong_vowels("hòan thành kinh té tóan").text == "hòan thành kinh té tóan"


def test_every_tone_of_every_syllable_finds_its_vowel() -> None:
    for onset in ONSETS:
        for rime in sorted(RIMES):
            for tone in TONE_MARKS:
                spellings = {
                    unicodedata.normalize("NFC", onset + rime[: at + 1] + tone + rime[at + 1 :])
                    for at, letter in enumerate(rime)
                    if letter in VOWELS
                }
                legal = {word for word in spellings if is_syllable(word)}
                right = {word for word in legal if respelled(word) is None}
                new = {to_new_placement(word) for word in right}
                assert len({to_new_placement(word) for word in right}) <= 1, (right, new)
                assert {respelled(word) for word in legal - right} <= right


def test_the_restorer_repairs_them_in_right_and_in_damaged_text() -> None:
    assert restore("Xã đã họp, thống nhất chất lựơng nứơc sạch qúy I.") == (
        "Xã đã họp, thống nhất chất lượng nước sạch quý I."
    )
    result = Restorer().explain("Các họat động của tòan dân được duy trì.")
    assert {edit.reason for edit in result.edits} == {"marks-placed"}
    assert result.undo() == "Các họat động của tòan dân được duy trì."
