"""What a change must reach, and what it is called."""

from __future__ import annotations

import pytest

from vndiacritics.profiles.profile import (
    CLEAN,
    DROPPED_LETTERS,
    ENGLISH_OCR,
    PROFILES,
    STRIPPED,
    VIETNAMESE_OCR,
    Profile,
)
from vndiacritics.revision import gate

PASSES = [
    ("a broken word, sure enough", "huyệ1n", "huyện1", VIETNAMESE_OCR, 0.5),
    ("letters to marks", "nhan", "nhân", VIETNAMESE_OCR, 0.5),
    ("a valid word, surer", "các", "cấc", VIETNAMESE_OCR, 0.6),
    ("a bare word", "dan", "dân", STRIPPED, 0.0),
    ("anything in bare text", "Ké", "Kế", ENGLISH_OCR, 0.0),
    ("a number that is a word", "14", "là", ENGLISH_OCR, 0.7),
    ("F read as E", "ELC", "FLC", VIETNAMESE_OCR, 0.5),
    ("a list mark", "d", "đ", VIETNAMESE_OCR, 0.5),
]
FAILS = [
    ("clean text is never changed", "nhan", "nhân", CLEAN, 1.0),
    ("not sure enough", "nhan", "nhân", VIETNAMESE_OCR, 0.49),
    ("a valid word, not surer", "các", "cấc", VIETNAMESE_OCR, 0.59),
    ("digits lost: a footnote", "việc1", "việc", VIETNAMESE_OCR, 1.0),
    ("letters lost: two words glued", "tuyhòa", "tuya", VIETNAMESE_OCR, 1.0),
    ("a word of another language made", "Roma", "Rôma", VIETNAMESE_OCR, 1.0),
    ("a number, not sure enough", "14", "là", ENGLISH_OCR, 0.69),
]


@pytest.mark.parametrize(
    ("old", "new", "profile", "confidence"), [row[1:] for row in PASSES], ids=[r[0] for r in PASSES]
)
def test_passes(old: str, new: str, profile: Profile, confidence: float) -> None:
    assert gate.passes(old, new, profile, confidence)


@pytest.mark.parametrize(
    ("old", "new", "profile", "confidence"), [row[1:] for row in FAILS], ids=[r[0] for r in FAILS]
)
def test_does_not_pass(old: str, new: str, profile: Profile, confidence: float) -> None:
    assert not gate.passes(old, new, profile, confidence)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize(("old", "new"), [("nhan", "nhân"), ("các", "cấc"), ("14", "là")])
def test_what_passes_passes_when_surer(old: str, new: str, profile: Profile) -> None:
    passed = [gate.passes(old, new, profile, step / 20) for step in range(21)]
    assert passed == sorted(passed)


@pytest.mark.parametrize(
    ("old", "confidence", "suggested"),
    [("nhan", 0.5, True), ("nhan", 0.49, False), ("NHAN", 1.0, False), ("N", 0.9, True)],
)
def test_suggests(old: str, confidence: float, suggested: bool) -> None:
    assert gate.suggests(old, confidence) is suggested


@pytest.mark.parametrize(
    ("old", "new", "profile", "reason"),
    [
        ("dan", "dân", None, "marks"),
        ("thwe", "thực", None, "channel"),
        ("Sau", "sau", None, "case"),
        ("ngườidân", "người dân", None, "split"),
        ("các các", "các", None, "doubled"),
        ("Thự c", "Thực", None, "join"),
        ("15 / 3", "15/3", None, "number"),
        ("vi c", "việc", DROPPED_LETTERS, "dropped-letters"),
        ("dan", "dân", VIETNAMESE_OCR, "marks"),
    ],
)
def test_reasons(old: str, new: str, profile: Profile | None, reason: str) -> None:
    assert gate.reason(old, new, profile) == reason
