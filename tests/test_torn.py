"""Syllables torn by spaces and glued together, with a small made model."""

from __future__ import annotations

import pytest
from small_model import model_of

from vndiacritics import Restorer
from vndiacritics.candidates.torn import SOUND_TEAR_COST, TEAR_COST, BareWords, Spaces
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
    ],
)
def test_damaged_spaces_are_mended(damaged: str, right: str) -> None:
    assert Restorer().restore(damaged) == right
