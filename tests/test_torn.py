"""Syllables torn by spaces and glued together, with a small made model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_model import model_of

from vndiacritics import Restorer
from vndiacritics.candidates.torn import (
    SOUND_TEAR_COST,
    TEAR_COST,
    BareWords,
    Spaces,
    edges,
    may_tear,
)
from vndiacritics.model.bundle import load

SPACES = Spaces(
    model_of("thực hiện nghị quyết của người dân ở huyện nghị", "công tác dân vận tại xã an ninh")
)

TORN = [
    ("a rime torn off", ["Thự"], "c", "Thực", TEAR_COST),
    ("in the middle of a line", ["công", "hi"], "ện", "hiện", TEAR_COST),
    ("over three tokens", ["ngh", "ị"], "quyết", None, 0.0),
    ("signs stay outside", ["(quy"], "ết),", "quyết", TEAR_COST),
    ("words that are seen often", ["an"], "ninh", None, 0.0),
]


@pytest.mark.parametrize(
    ("before", "token", "word", "cost"), [row[1:] for row in TORN], ids=[row[0] for row in TORN]
)
def test_torn(before: list[str], token: str, word: str | None, cost: float) -> None:
    found = SPACES.tear(before, token)
    assert (found and found.word) == word
    if found is not None:
        assert found.cost == cost
        whole = "".join((*found.tokens[:-1], found.tokens[-1][: found.stop]))[found.start :]
        assert whole == word


PARTS = [
    "th",
    "ự",
    "c",
    "hi",
    "ện",
    "ngh",
    "ị",
    "qu",
    "yết",
    "(quy",
    "ết),",
    "a",
    "n",
    "an",
    "ninh",
    "ta,",
    "công",
    "3",
    "x²",
    "Thự",
]


@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_no_tear_is_overlooked(tokens: list[str]) -> None:
    own = np.array([edges(token) for token in tokens], dtype=np.int8).reshape(-1, 4)
    lengths = np.array(list(map(len, tokens)), dtype=np.int32)
    asked = may_tear(own, lengths, np.arange(len(tokens))).tolist()
    for place in range(1, len(tokens)):
        if SPACES.tear(tokens[max(0, place - 2) : place], tokens[place]) is not None:
            assert place in asked


def test_a_tear_between_sound_words_is_dearer() -> None:
    spaces = Spaces(model_of("ta tan n", "ta n tan", times=60))
    found = spaces.tear(["ta"], "n")
    assert found is not None
    assert found.cost in {TEAR_COST, SOUND_TEAR_COST}


GLUED = [
    ("two words", "ngườidân", ["người", "dân"]),
    ("three words, capitals kept", "Côngtácdânvận", ["Công", "tác", "dân", "vận"]),
    ("no cut into known words", "ngườixyz", ["ngườixyz"]),
    ("a known word", "huyện", ["huyện"]),
    ("a legal syllable that is not known", "quyệt", ["quyệt"]),
    ("without marks it may be English", "nguoidan", ["nguoidan"]),
    ("longer than words are", "người" * 20, ["người" * 20]),
]


@pytest.mark.parametrize(
    ("piece", "parts"), [row[1:] for row in GLUED], ids=[row[0] for row in GLUED]
)
def test_unglued(piece: str, parts: list[str]) -> None:
    assert SPACES.unglued(piece) == parts
    assert "".join(parts) == piece


@pytest.mark.parametrize(
    ("token", "sound"), [("dân", True), ("dân,", True), ("hi", False), ("–", True), ("ngh", False)]
)
def test_sound(token: str, sound: bool) -> None:
    assert SPACES.is_sound(token) is sound


BARE = BareWords(load().language_model)


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("quanly", ["quan", "ly"]),
        ("thiétbi", ["thiét", "bi"]),
        ("Khachhang", ["Khach", "hang"]),
        ("hotenchucvu", ["hotenchucvu"]),
        ("hovaten", ["ho", "va", "ten"]),
        ("website", ["website"]),
        ("duong", ["duong"]),
        ("Internet", ["Internet"]),
        ("to", ["to"]),
        ("x4y5", ["x4y5"]),
    ],
)
def test_words_glued_of_bare_syllables_are_cut(glued: str, parts: list[str]) -> None:
    assert BARE.parts(glued) == parts


STOPS_APART = [
    (
        "Xã t ổ ch ứ c h ộ i ngh ị , m ờ i đ ủ cán b ộ , công ch ứ c d ự .",
        "Xã tổ chức hội nghị, mời đủ cán bộ, công chức dự.",
    ),
    (
        "Phòng ki ể m tra đ ị nh k ỳ ; n ộ i dung ghi rõ (l ị ch s ử ), báo v ề s ở .",
        "Phòng kiểm tra định kỳ; nội dung ghi rõ (lịch sử), báo về sở.",
    ),
    (
        "Th ị tr ấ n c ấ p phát thu ố c , b ế p ă n t ậ p th ể : s ạ ch s ẽ !",
        "Thị trấn cấp phát thuốc, bếp ăn tập thể: sạch sẽ!",
    ),
    (
        "Các em ph ả i h ọ c ch ă m , đ ọ c nhi ề u , vi ế t đ ẹ p.",
        "Các em phải học chăm, đọc nhiều, viết đẹp.",
    ),
    (
        "Doanh nghi ệ p n ộ p thu ế , h ộ dân đóng qu ỹ .",
        "Doanh nghiệp nộp thuế, hộ dân đóng quỹ.",
    ),
    (
        "Ban qu ả n lý nh ậ n đ ơ n ; h ồ s ơ g ồ m đ ủ gi ấ y t ờ .",
        "Ban quản lý nhận đơn; hồ sơ gồm đủ giấy tờ.",
    ),
    (
        "M ự c n ướ c sông đ ạ t đ ỉ nh, r ồ i h ạ d ầ n.",
        "Mực nước sông đạt đỉnh, rồi hạ dần.",
    ),
    (
        "Đ ạ i h ộ i b ầ u ch ủ t ị ch , phó ch ủ t ị ch , th ư ký.",
        "Đại hội bầu chủ tịch, phó chủ tịch, thư ký.",
    ),
    (
        "B ệ nh vi ệ n tr ự c c ả ngày l ẫ n đêm, k ể c ả ngày l ễ , t ế t.",
        "Bệnh viện trực cả ngày lẫn đêm, kể cả ngày lễ, tết.",
    ),
    (
        "T ổ tr ưở ng nh ắ c : “gi ữ v ệ sinh ngõ x ế p”, ai cũng ph ả i nh ớ .",
        "Tổ trưởng nhắc: “giữ vệ sinh ngõ xếp”, ai cũng phải nhớ.",
    ),
]
"""Stops that were torn off with the last letters of words."""


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        (
            "Phong hanhchinh de nghi muasam thietbi va maytinh cho lophoc moi.",
            "Phòng hành chính đề nghị mua sắm thiết bị và máy tính cho lớp học mới.",
        ),
        (
            "Nhà tr ườ ng t ổ ch ứ c l ễ khai gi ả ng năm h ọ c m ớ i.",
            "Nhà trường tổ chức lễ khai giảng năm học mới.",
        ),
        *STOPS_APART,
    ],
)
def test_damaged_spaces_are_mended(damaged: str, right: str) -> None:
    result = Restorer().explain(damaged)
    assert result.text == right
    assert result.undo() == damaged


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị , cuộc họp , lễ tổng kết đều dời sang tháng sau .",
        "Khoản thu ( phí , lệ phí ) nộp về kho bạc ; khoản chi lấy từ quỹ .",
        "Họ và tên : .......... Địa chỉ : ..........",
    ],
)
def test_spaces_before_stops_that_authors_write_stay(text: str) -> None:
    assert Restorer().restore(text) == text
