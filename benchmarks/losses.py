"""Marks, letters and spaces that get lost: damage made from right texts, with a seed.

Every maker is a function from a right text to the damaged one, the same each time.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import partial

from benchmarks.pages import strip_marks
from benchmarks.text_layer import glued
from vndiacritics.orthography.letters import LETTERS

SEED = 7
"""Of all draws, as in ../shared/sealed.py, whose half-marked texts are made in the same way."""

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_BEYOND_TABLES = 0x2FF
"""Last code of the letters that old tables and fonts still know."""
_SET_OFF = re.compile("[\u1e00-\u1eff]")
_TORN_SHARE = 0.7

MAPPED = 30
"""Letters that are mapped."""


def half_marked(text: str, *, share: float) -> str:
    """Take all marks of so many words, drawn one by one."""
    chance = random.Random(SEED)  # noqa: S311

    def drawn(match: re.Match[str]) -> str:
        return strip_marks(match[0]) if chance.random() < share else match[0]

    return re.sub(r"\S+", drawn, text)


def kept_d(text: str) -> str:
    """Take all marks but those of đ.

    Examples:
        >>> kept_d("Đường đất đỏ")
        'Đuong đat đo'
    """
    letters = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def no_tones(text: str) -> str:
    """Take the tones and keep the letters.

    Examples:
        >>> no_tones("Đường đất đỏ")
        'Đương đât đo'
    """
    letters = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))


def question_marks(text: str) -> str:
    """Write `?` for the letters that no old table has.

    Examples:
        >>> question_marks("Đường đất đỏ")
        'Đư?ng đ?t đ?'
    """
    text = unicodedata.normalize("NFC", text)
    return "".join("?" if ord(c) > _BEYOND_TABLES and c.isalpha() else c for c in text)


def torn(text: str) -> str:
    """Set letters with two marks off with spaces in seven words of ten: `ngh ị quy ế t`."""
    chance = random.Random(SEED)  # noqa: S311

    def broken(match: re.Match[str]) -> str:
        if chance.random() >= _TORN_SHARE:
            return match[0]
        return " ".join(_SET_OFF.sub(r" \g<0> ", match[0]).split())

    return re.sub(r"\S+", broken, unicodedata.normalize("NFC", text))


def mapped(text: str) -> str:
    """Write other letters of Europe for thirty of those with marks, as unlisted fonts do."""
    chance = random.Random(SEED)  # noqa: S311
    letters = [letter for letter in sorted(LETTERS) if not letter.isascii()]
    others = [chr(code) for code in range(0x100, 0x17F) if len(chr(code).upper()) == 1]
    pool = [one for one in others if one.islower() and one not in LETTERS]
    meant = chance.sample(letters, MAPPED)
    small = dict(zip(meant, chance.sample(pool, MAPPED), strict=True))
    written = {ord(one): other for one, other in small.items()}
    written |= {ord(one.upper()): other.upper() for one, other in small.items()}
    return unicodedata.normalize("NFC", text).translate(written)


def lost_u(text: str) -> str:
    """Leave ư out, as files in TCVN3 do whose ư was taken for a soft hyphen."""
    return re.sub("[ưƯ]", "", unicodedata.normalize("NFC", text))


def glued_stripped(text: str) -> str:
    """Take all marks and some of the spaces: `quanly thietbi`."""
    return glued(strip_marks(text))


LOSSES: dict[str, Callable[[str], str]] = {
    **{
        f"half-marked-{percent}": partial(half_marked, share=percent / 100)
        for percent in (10, 25, 50, 80)
    },
    "kept-d": kept_d,
    "no-tones": no_tones,
    "question-marks": question_marks,
    "mapped": mapped,
    "lost-u": lost_u,
    "torn": torn,
    "glued-stripped": glued_stripped,
}
"""The losses by name: each makes a regime of the documents."""
