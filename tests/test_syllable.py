"""The written syllable: what is one, and where its onset ends."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.orthography.letters import LETTERS, to_new_placement
from vndiacritics.orthography.syllable import (
    ONSETS,
    RIMES,
    all_split,
    are_syllables,
    is_syllable,
    split_syllable,
    split_tone,
)

WORDS = st.text(alphabet=[*sorted(LETTERS), "w", "1"], max_size=8)

SPLITS = {
    "nghiệm": ("ngh", "iệm"),
    "ngành": ("ng", "ành"),
    "nhân": ("nh", "ân"),
    "giấy": ("gi", "ấy"),
    "giếng": ("g", "iếng"),
    "gì": ("g", "ì"),
    "gìn": ("g", "ìn"),
    "ghi": ("gh", "i"),
    "quý": ("qu", "ý"),
    "quyển": ("qu", "yển"),
    "trường": ("tr", "ường"),
    "đảng": ("đ", "ảng"),
    "ủy": ("", "ủy"),
    "yêu": ("", "yêu"),
    "khuya": ("kh", "uya"),
}
SYLLABLES = [
    *("ở", "ủy", "uỷ", "yêu", "yếu", "anh", "ấp", "ước", "dân", "chính", "quyền", "nghị"),
    *("quyết", "trường", "nghiệm", "huyện", "xã", "thôn", "gì", "gìn", "giữ"),
    *(
        "giặt",
        "giếng",
        "quốc",
        "quýt",
        "quých",
        "khuỷu",
        "khuya",
        "loắt",
        "ngoằn",
        "nguệch",
        "thuở",
        "hươu",
    ),
    *("rượu", "boong", "xoong", "kí", "kỳ", "ghế"),
    *("ghim", "cạnh", "kẹp", "củng", "phổ", "thủy", "thuỷ", "hòa", "hoà", "xoèn", "tuýp"),
]
NO_SYLLABLES = [
    *("ngiệm", "ghà", "kà", "ce", "cếch", "gế", "ngế", "nghà", "cáo1", "w", "f", "jan"),
    *("wei", "zũng", "ab", "trươ", "ớc", "hoc̃", "cằc", "màc", "cap1", "làt"),
    *("hộib", "bl", "nhiêng2", "strong", "flo", "đd", "q", "qu"),
]


@pytest.mark.parametrize(("word", "parts"), SPLITS.items())
def test_split(word: str, parts: tuple[str, str]) -> None:
    assert split_syllable(word) == parts


@given(WORDS)
def test_the_parts_make_the_word_and_the_onset_is_known(word: str) -> None:
    onset, rime = split_syllable(word)
    assert onset + rime == word
    assert onset in ONSETS


def test_no_onset_hides_behind_a_shorter_one() -> None:
    for first, second in itertools.combinations(ONSETS, 2):
        assert not second.startswith(first), f"{second} is never tried"


@pytest.mark.parametrize("word", SYLLABLES)
def test_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", NO_SYLLABLES)
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


PARTS = st.tuples(st.sampled_from(ONSETS), st.sampled_from(sorted(RIMES))).map("".join)


@given(st.lists(WORDS | PARTS))
def test_words_together_are_split_and_told_as_alone(words: list[str]) -> None:
    assert all_split(words) == list(map(split_syllable, words))
    assert are_syllables(words) == list(map(is_syllable, words))


def test_the_empty_word_is_no_syllable() -> None:
    assert not is_syllable("")


def test_only_lower_case_nfc_is_asked_for() -> None:
    assert not is_syllable("Huyện")
    assert not is_syllable(unicodedata.normalize("NFD", "huyện"))


@pytest.mark.parametrize("coda", ["c", "ch", "p", "t"])
@pytest.mark.parametrize(
    ("tone", "allowed"),
    [
        ("", False),
        ("\u0300", False),
        ("\u0301", True),
        ("\u0303", False),
        ("\u0309", False),
        ("\u0323", True),
    ],
)
def test_a_stop_coda_takes_the_acute_and_the_dot_alone(coda: str, tone: str, allowed: bool) -> None:
    assert is_syllable(unicodedata.normalize("NFC", f"ta{tone}{coda}")) == allowed


@pytest.mark.parametrize("word", SYLLABLES)
def test_either_tone_placement_is_a_syllable(word: str) -> None:
    assert is_syllable(to_new_placement(word))


@pytest.mark.parametrize(
    ("text", "bare", "tone"),
    [
        ("ước", "ươc", "\u0301"),
        ("ặ", "ă", "\u0323"),
        ("a", "a", ""),
        ("đỗ", "đô", "\u0303"),
        ("", "", ""),
        ("áà", "aa", "\u0301\u0300"),
    ],
)
def test_split_tone(text: str, bare: str, tone: str) -> None:
    assert split_tone(text) == (bare, tone)


def test_a_syllable_has_one_tone() -> None:
    assert is_syllable("hoa")
    assert not is_syllable("hóà")
