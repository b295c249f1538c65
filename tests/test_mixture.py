"""Damage as a mixture: losses, the rates of lines, and texts whose words went several ways."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_sentences import TEXT

from vndiacritics import Options, Restorer
from vndiacritics.adaptation.rates import costs
from vndiacritics.orthography.letters import LETTERS, strip_marks
from vndiacritics.profiles.losses import (
    ALWAYS,
    FAST,
    LOSSES,
    WAYS,
    LossIndex,
    losses_of,
    untouched,
)
from vndiacritics.profiles.mixture import KEPT, MISREAD, RATES, drawn, estimate
from vndiacritics.profiles.profile import MIXED, OTHER
from vndiacritics.profiles.recognition import Recogniser

STRIPPED, KEPT_D, TONES, TONED_LETTERS, BEYOND_LATIN1, BEYOND_ASCII = range(1, WAYS)

NONE = np.array([], dtype=np.int64)


def half(text: str, share: float, damaged: object = strip_marks) -> str:
    rng = random.Random(11)
    assert callable(damaged)
    return re.sub(r"\S+", lambda m: damaged(m[0]) if rng.random() < share else m[0], text)


def behind(place: int) -> object:
    loss = LOSSES[place]

    def damaged(text: str) -> str:
        return "".join(
            loss.damaged(one) if one == one.lower() else loss.damaged(one.lower()).upper()
            for one in text
        )

    return damaged


WORDS = st.text(sorted(LETTERS), min_size=1, max_size=7)


@given(WORDS, WORDS)
def test_which_losses_made_a_word_is_told_by_making_it(intended: str, observed: str) -> None:
    bits = losses_of(intended, observed)
    assert [bool(bits >> place & 1) for place in range(WAYS)] == [
        loss.damaged(intended) == observed for loss in LOSSES
    ]


@given(WORDS)
def test_what_a_loss_left_it_leaves_again(word: str) -> None:
    for place, loss in enumerate(LOSSES):
        assert untouched(loss.damaged(word)) >> place & 1


def test_words_are_found_behind_every_loss() -> None:
    vocabulary = ["", "đường", "đương", "dương", "dưởng", "an"]
    index = LossIndex(vocabulary, np.log(np.array([0.0, 0.4, 0.2, 0.2, 0.1, 0.1]) + 1e-9))
    assert index.syllables("duong") == {
        1: 1 << STRIPPED,
        2: 1 << STRIPPED,
        3: 1 << STRIPPED | 1 << KEPT_D,
        4: 1 << STRIPPED | 1 << KEPT_D,
    }
    assert set(index.syllables("đuong")) == {1, 2}
    assert index.syllables("đương")[1] == 1 << TONES
    assert index.syllables("đư\ufffdng") == {1: 1 << TONED_LETTERS}
    assert index.syllables("an") == {5: ALWAYS ^ FAST}
    assert index.chances("duong")[STRIPPED] == pytest.approx(0.9)
    assert not any(index.chances("xyz"))


def slow_costs(losses: int, channel: float, rates: list[float]) -> float:
    """The formula as it is written."""
    lost = sum(rate for place, rate in enumerate(rates[:WAYS]) if losses >> place & 1)
    if losses & FAST:
        return channel - np.log((lost or rates[MISREAD]) + 1e-12)
    return -np.log(lost + rates[MISREAD] * np.exp(-channel) + 1e-12)


@given(st.integers(0, 255), st.floats(0, 60))
def test_costs_are_those_of_the_formula(losses: int, channel: float) -> None:
    rates = [0.5, 0.2, 0.1, 0.1, 0.03, 0.02, 0.02, 0.03]
    found = costs(
        np.array([losses], dtype=np.uint8),
        np.array([channel], dtype=np.float32),
        np.array([rates]),
    )
    assert found[0] == pytest.approx(slow_costs(losses, channel, rates), abs=1e-4)


def test_rates_of_a_line_are_drawn_towards_its_document() -> None:
    shares = np.zeros((11, RATES))
    shares[:10, KEPT] = 1
    shares[10, STRIPPED] = 1
    rates = drawn(np.array([0] * 10 + [1]), shares, 2)
    assert rates.sum(axis=1) == pytest.approx([1, 1])
    assert 0 < rates[0, STRIPPED] < rates[1, STRIPPED] < 0.3


def test_a_document_that_tells_nothing_has_the_rates_of_before() -> None:
    damage = estimate(np.zeros((0, RATES)), NONE, np.array([0, 0]), np.array([2]))
    assert damage.rates.shape == (2, RATES)
    assert not damage.gains.any()
    assert estimate(np.zeros((0, RATES)), NONE, NONE, NONE).rates.shape == (0, RATES)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Restorer()._recogniser


def told(recogniser: Recogniser, text: str) -> list[int]:
    """The profiles of the lines of a document."""
    lines = [line.split() for line in text.splitlines()]
    (found,) = recogniser.documents([[line.copy for line in lines]])
    return [line.profile for line in found.lines]


@pytest.mark.parametrize("place", range(1, WAYS))
def test_the_loss_of_a_text_is_told(recogniser: Recogniser, place: int) -> None:
    damaged = behind(place)
    assert callable(damaged)
    lines = [line.split() for line in damaged(TEXT).splitlines()]
    damage = recogniser._table.words([[line.copy for line in lines]]).damage()
    assert (damage.gains > 1).all()
    assert damage.rates[:, KEPT].max() < 0.2
    assert damage.rates.mean(axis=0).argmax() in {place, TONED_LETTERS if place > 3 else place}


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.8])
def test_half_marked_text_is_a_mixture(recogniser: Recogniser, share: float) -> None:
    assert {*told(recogniser, half(TEXT, share))} == {MIXED.number}


def test_right_text_is_none(recogniser: Recogniser) -> None:
    assert MIXED.number not in told(recogniser, TEXT)


def test_lines_in_another_language_stay_closed(recogniser: Recogniser) -> None:
    text = (
        "Please find the notes of our meeting below.",
        "Xin moi cac dong chi xem bien ban cuoc hop o duoi.",
        "Thank you and have a nice weekend.",
    )
    found = told(recogniser, "\n".join(text))
    assert [profile == OTHER.number for profile in found] == [True, False, True]


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        (
            "Hội nghị thong nhat noi dung báo cáo va giao cho phong Tai chinh thực hiện.",
            "Hội nghị thống nhất nội dung báo cáo và giao cho phòng Tài chính thực hiện.",
        ),
        (
            "Ngươi dân đươc hương dân làm thu tuc tai bô phân môt cưa.",
            "Người dân được hướng dẫn làm thủ tục tại bộ phận một cửa.",
        ),
        (
            "Đoan cong tac đa kiem tra đuong giao thong va đe đieu.",
            "Đoàn công tác đã kiểm tra đường giao thông và đê điều.",
        ),
        (
            "H?i Nông dân xã t? ch?c t?p hu?n k? thu?t chăn nuôi cho h?i viên.",
            "Hội Nông dân xã tổ chức tập huấn kỹ thuật chăn nuôi cho hội viên.",
        ),
        (
            "H\ufffdi Nông dân xã t\ufffd ch\ufffdc t\ufffdp hu\ufffdn chăn nuôi.",
            "Hội Nông dân xã tổ chức tập huấn chăn nuôi.",
        ),
    ],
)
def test_a_line_is_restored(damaged: str, right: str) -> None:
    assert Restorer().restore(damaged) == right
    assert Restorer(options=Options(profile="mixed")).restore(damaged) == right


def test_a_question_stays_a_question() -> None:
    text = "H?i nghị đã th?ng nhất chưa? Ai ch?u trách nhi?m?"
    assert Restorer().restore(text) == "Hội nghị đã thống nhất chưa? Ai chịu trách nhiệm?"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_a_half_marked_text_comes_back(share: float) -> None:
    restored = Restorer().restore(half(TEXT, share)).split()
    right = TEXT.split()
    wrong = [pair for pair in zip(restored, right, strict=True) if pair[0] != pair[1]]
    assert len(wrong) <= 1, wrong
