"""Where spaces are missing in tokens: behind stops, beside numbers, in long runs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.candidates.torn import BareWords
from vndiacritics.candidates.unspaced import (
    UnspacedWords,
    may_lack_space,
    may_lack_stop_space,
)
from vndiacritics.model.bundle import load
from vndiacritics.profiles.profile import CHOICES


@pytest.fixture(scope="module")
def unspaced() -> UnspacedWords:
    bundle = load(None)
    return UnspacedWords(BareWords(bundle.language_model), bundle.spelling)


def parted(token: str, cuts: list[int]) -> str:
    """Write a token with spaces at its cuts."""
    ends = [0, *cuts, len(token)]
    return " ".join(token[start:stop] for start, stop in pairwise(ends))


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("muộn,nhiều", "muộn, nhiều"),
        ("xong.Sau", "xong. Sau"),
        ("2019.Quá", "2019. Quá"),
        ("ai;bat", "ai; bat"),
        ("(mot,hai)", "(mot, hai)"),
        ("thoi!Dung", "thoi! Dung"),
        ("s?Thanh", "s?Thanh"),  # a letter that was lost
        ("xong.sau", "xong.sau"),  # a file, a domain
        ("TP.Huế", "TP.Huế"),
        ("GS.Nguyễn", "GS.Nguyễn"),
        ("v.v", "v.v"),
        ("38.563,87", "38.563,87"),
        ("tra,loi@example.vn", "tra,loi@example.vn"),
        ("http,xyz", "http,xyz"),
        ("nh,an", "nh,an"),
        ("gi,ai", "gi,ai"),  # one syllable with a speck in it
        ("FTP,HTTP", "FTP,HTTP"),
    ],
)
def test_spaces_behind_stops(unspaced: UnspacedWords, token: str, expected: str) -> None:
    assert parted(token, unspaced.behind_stops(token)) == expected
    assert may_lack_stop_space(token) or token == expected


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("nam2019", "nam 2019"),
        ("15thang", "15 thang"),
        ("8thang", "8 thang"),
        ("thang8", "thang 8"),
        ("ngay15thang8", "ngay 15 thang 8"),
        ("truocngay15", "truocngay 15"),
        ("5kg", "5kg"),
        ("truy6n", "truy6n"),  # a letter that was misread
        ("nhi6u", "nhi6u"),
        ("mp3", "mp3"),
        ("QD123", "QD123"),
        ("Moto2", "Moto2"),
        ("Nam2019", "Nam 2019"),
        ("covid19", "covid19"),
        ("120mm", "120mm"),
    ],
)
def test_spaces_beside_numbers(unspaced: UnspacedWords, token: str, expected: str) -> None:
    assert parted(token, unspaced.beside_numbers(token)) == expected
    assert may_lack_space(token) or token == expected


@pytest.mark.parametrize(
    ("token", "parts"),
    [
        ("quanly", 1),
        ("khachdithuyenchungnuagio", 2),
        ("canhvatdenoi", 2),
        ("internationalization", 1),
        ("motorola", 1),
        ("Catatumbo", 1),
        ("Mauritania", 1),
        ("x" * 59, 1),
    ],
)
def test_long_runs_are_cut(unspaced: UnspacedWords, token: str, parts: int) -> None:
    assert len(parted(token, unspaced.in_runs(token)).split()) == parts


def test_one_slip_in_right_text_is_left_and_suggested() -> None:
    text = "Hôm nay trời đẹp,chúng tôi đi dạo quanh hồ. Buổi chiều, cả nhà cùng nấu cơm."
    assert Restorer().restore(text) == text


def test_offsets_of_spaces_are_those_of_the_text() -> None:
    text = "Troi mua to,nuoc song dang cao trong nam2019."
    result = Restorer().explain(text)
    assert result.text == "Trời mưa to, nước sông dâng cao trong năm 2019."
    assert all(text[edit.start : edit.end] == edit.old for edit in result.edits)


def test_a_syllable_torn_into_a_token_without_its_space_keeps_edits_apart() -> None:
    text = "phân khá thuan t un,cho nhau tính toán, vì,vậy cũng 12 ong muon tìm;sự biến đổi"
    for profile in CHOICES:
        result = Restorer(options=Options(profile=profile)).explain(text)
        assert result.undo() == text
        for edit, behind in pairwise(result.edits):
            assert edit.end <= behind.start


def test_words_beside_a_missing_space_are_decided_for_themselves() -> None:
    text = "Ông Sáu ra đồng từ sớm,bà Sáu ở nhà nấu cám,lũ trẻ thì còn ngủ.Gà vừa gáy xong."
    edits = Restorer().explain(text).edits
    assert [(edit.old, edit.new) for edit in edits] == [(",", ", "), (",", ", "), (".", ". ")]


ENGLISH_OCR = (
    "Uy ban nhan dan huyén dé chi dao cdc co quan chuyén mén va Uy ban nhan dan cdc xa t6 chttc\n"
    "trién khai thuc hién nhiém vu phat trién kinh té, bao dam quéc phong va an ninh nam 2022.\n"
    "Cdng tac tuyén truyén dugc quan tam, nhan dan dong tinh ting h6 chi truong cia Nha nudc,\n"
    "doi séng vat chat va tinh than cua dong bao dan téc thiéu sé dugc nang lén r6 rét.\n"
) * 3


def without_some_spaces(text: str) -> str:
    """Lose every sixth space within lines."""
    words = text.split(" ")
    return "".join(
        word + ("" if number % 6 == 2 and "\n" not in word else " ")
        for number, word in enumerate(words)
    ).strip()


def test_misread_words_are_parted_where_a_page_lost_spaces() -> None:
    restorer = Restorer()
    right = restorer.restore(ENGLISH_OCR)
    assert "đồng tình ủng hộ chủ trương của Nhà nước" in right
    glued = restorer.restore(without_some_spaces(ENGLISH_OCR)).split()
    assert len(set(right.split()) - set(glued)) <= len(set(right.split())) // 10


def test_a_page_that_kept_its_spaces_parts_no_foreign_words() -> None:
    text = ENGLISH_OCR + "Công ty Sungreenwood va Hoffmannstahl ky hgp déng véi huyén.\n"
    assert "Sungreenwood" in Restorer().restore(text)
    assert "Hoffmannstahl" in Restorer().restore(text)
