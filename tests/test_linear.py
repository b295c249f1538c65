"""Whatever the text, work grows with its length and no faster: counted, not timed."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.orthography.syllable import is_glued

ODD: dict[str, Callable[[int], str]] = {
    "marks on one letter": lambda size: "a" + "\u0301" * size,
    "marks of two kinds": lambda size: "a" + "\u0323\u0301" * (size // 2),
    "marks alone": lambda size: "\u0301" * size,
    "marks behind a digit": lambda size: "1" + "\u0301" * size + "1 x",
    "a token of syllables": lambda size: "trườnghọc" * (size // 9),
    "letters, then a sign": lambda size: "ă" * size + "1 xong",
    "a row of dates": lambda size: "05/12/2023/" * (size // 11) + " x",
    "a row of symbols": lambda size: "07/KH-UBND-" * (size // 11),
    "digits": lambda size: "7" * size,
    "signs": lambda size: "-+/.," * (size // 5),
    "numbers of glyphs": lambda size: "(cid:7901) x " * (size // 13),
    "hyphens for letters": lambda size: "ng-ời đ-ợc n-ớc tr-ờng m-ời " * (size // 28),
}


def steps(work: Callable[[], object]) -> int:
    """Python lines and calls that a piece of work takes."""
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("profile", ["auto", "english-ocr", "vietnamese-ocr"])
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_twice_the_text_takes_twice_the_calls(profile: str, text: Callable[[int], str]) -> None:
    restorer = Restorer(options=Options(profile=profile))
    restorer.restore("Uy ban nhan dan xa hop ngay 5 thang 5 " + text(90))
    short = steps(lambda: restorer.restore(text(1500)))
    long = steps(lambda: restorer.restore(text(6000)))
    assert long < 5 * short + 3000


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_long_odd_text_ends(text: Callable[[int], str]) -> None:
    """What takes time with the square of this length takes minutes."""
    long = text(30_000)
    restored = Restorer().restore(long)
    assert unicodedata.is_normalized("NFC", restored)


def test_a_long_row_of_syllables_is_one() -> None:
    assert is_glued("nghiêng" * 3000)
    assert not is_glued("nghiêng" * 3000 + "b")
