"""Raised digits, bars under signs, and signs that the engine spells out."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

for package in ("cv2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import numpy as np  # noqa: E402
import ocr_pages  # noqa: E402
import pytesseract  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.preprocess.raised import (  # noqa: E402
    SIZE,
    Raised,
    bars,
    named,
    raised,
    with_bars,
    with_raised,
)
from vndiacritics.ocr.preprocess.spots import spots  # noqa: E402
from vndiacritics.ocr.recognition import recognise  # noqa: E402
from vndiacritics.ocr.settings import Settings  # noqa: E402
from vndiacritics.ocr.sources import PageImage  # noqa: E402
from vndiacritics.ocr.tesseract.spelling import respelt  # noqa: E402

FACE = ocr_pages.FACES[0]
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
needs_face = pytest.mark.skipif(not FACE.exists(), reason="needs fonts-croscore")
needs_engine = pytest.mark.skipif(
    shutil.which("tesseract") is None or "vie" not in pytesseract.get_languages(config=""),
    reason="needs tesseract-ocr and tesseract-ocr-vie",
)

REST = (
    "Các đơn vị căn cứ nội dung trên để tổ chức thực hiện trong năm.",
    "Nếu có vướng mắc thì báo cáo về Sở để được hướng dẫn giải quyết.",
)


def drawn(*lines: str, size: int = 50) -> np.ndarray[Any, Any]:
    """Draw lines at 300 dpi; raised digits as small ones set high, as a word processor has them."""
    image = Image.new("L", (2100, 120 * (len(lines) + 4)), 255)
    pen = ImageDraw.Draw(image)
    large, small = (ImageFont.truetype(str(FACE), points) for points in (size, round(0.62 * size)))
    for row, line in enumerate((*lines, *REST), start=1):
        x, foot = 150.0, 120 * row
        for letter in line:
            high = letter in RAISED
            face = small if high else large
            place = (x, foot - (round(0.33 * size) if high else 0))
            pen.text(place, RAISED.get(letter, letter), font=face, fill=0, anchor="ls")
            x += face.getlength(RAISED.get(letter, letter))
    return np.asarray(image)


def found_in(*lines: str) -> tuple[int, int]:
    """Return how many raised numbers and bars are found."""
    page = spots(np.where(drawn(*lines) < 128, 255, 0).astype(np.uint8))
    return len(raised(page)), len(bars(page))


@needs_face
@pytest.mark.parametrize(
    ("line", "numbers", "signs"),
    [
        ("Diện tích 120 m², thể tích 45 m³.", 2, 0),
        ("Theo Luật Đất đai¹² và xã³ giao cho thôn⁴.", 3, 0),
        ("Vận tốc 3 m/s², (a + b)² và kg/m³;", 3, 0),
        ("Độ ẩm ≤ 85 %, điểm ≥ 8, sai số ± 2 mm.", 0, 3),
        ("Góc 45°, 37°C, lúc 8', “trích dẫn” và 'cũ'*.", 0, 0),
        ("ổ ử ỗ Ế Ổ Ở Ủ ộ ậ hội Hội đồng, thôi, cuối đội", 0, 0),
        ("3 + 4 = 7; a < b; c > d; x - y; H2O", 0, 0),
    ],
)
def test_what_stands_high_beside_a_letter_or_has_a_bar(line: str, numbers: int, signs: int) -> None:
    assert found_in(line) == (numbers, signs)


def test_a_page_of_few_spots_has_none() -> None:
    assert raised(spots(np.zeros((80, 90), dtype=np.uint8))) == []
    assert bars(spots(np.zeros((80, 90), dtype=np.uint8))) == []


def word(text: str, x: float, width: float, confidence: float = 0.9) -> Word:
    return Word(text, Box(x, 100, x + width, 140), confidence)


def page(*words: Word) -> Page:
    return Page(1, 2000, 400, blocks=(Block((Line(words),)),))


def number(text: str, x: float, letter: float) -> Raised:
    return Raised(Box(x, 90, x + 15, 120), Box(letter, 110, letter + 20, 140), text)


@pytest.mark.parametrize(
    ("words", "numbers", "expected"),
    [
        ((word("m", 0, 30),), (number("²", 31, 5),), "m²"),
        ((word("m", 0, 30), word(",", 47, 5, 0.2)), (number("²", 31, 5),), "m²,"),
        ((word("m", 0, 30), word("hai", 60, 40)), (number("²", 31, 5),), "m² hai"),
        ((word("m/s", 0, 90),), (number("³", 32, 5),), "m³/s"),
        ((word("kg/m;", 0, 95),), (number("³", 76, 55),), "kg/m³;"),
        ((word("(a+b)", 0, 100),), (number("²", 101, 80),), "(a+b)²"),
        ((word("x", 0, 20), word("y", 60, 20)), (number("²", 21, 1), number("³", 81, 61)), "x² y³"),
        ((word("m", 0, 30),), (number("²", 500, 480),), "m"),  # its letter was not read
    ],
)
def test_a_raised_number_comes_back_behind_its_letter(
    words: tuple[Word, ...], numbers: tuple[Raised, ...], expected: str
) -> None:
    assert with_raised(page(*words), numbers).text() == expected + "\n"


def test_of_raised_numbers_those_count_that_the_engine_was_sure_of() -> None:
    def read(text: str, place: int, confidence: float) -> Word:
        x = 20 + place * 6 * SIZE
        return Word(text, Box(x, SIZE, x + 20, 2 * SIZE), confidence)

    asked = [number("", 31, 5) for _ in range(4)]
    words = (read("2", 0, 0.9), read("3", 1, 0.3), read("ở", 2, 0.9), read("12", 3, 0.9))
    assert [one.text for one in named(asked, page(*words))] == ["²", "¹²"]


@pytest.mark.parametrize(
    ("words", "bar", "expected"),
    [
        ((word("<", 0, 20),), Box(0, 100, 20, 140), "≤"),
        ((word("+2%,", 0, 80),), Box(0, 100, 20, 140), "±2%,"),
        ((word("a>b<c", 0, 100),), Box(60, 100, 80, 140), "a>b≤c"),
        ((word("II", 0, 20),), Box(0, 100, 20, 140), "II"),
    ],
)
def test_a_bar_is_added_to_the_sign_over_it(
    words: tuple[Word, ...], bar: Box, expected: str
) -> None:
    assert with_bars(page(*words), [bar]).text() == expected + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4%o", "4‰"),
        ("4%o,", "4‰,"),
        ("%o", "‰"),
        ("1⁄2", "½"),
        ("3⁄4.", "¾."),
        ("2⁄4", "2/4"),
        ("m³⁄s", "m³/s"),
        ("11⁄2", "11/2"),
        ("15%", "15%"),
        ("%on", "%on"),
        ("1/2", "1/2"),
    ],
)
def test_signs_that_the_engine_spells_out(text: str, expected: str) -> None:
    assert respelt(text) == expected


@needs_face
@needs_engine
def test_measures_of_a_page() -> None:
    lines = (
        "Sân rộng 1.250 m², hào đào 320 m³ đất; độ mặn ≤ 4‰.",
        "Theo Luật Đất đai¹, xã² có trách nhiệm, sai số ± 5 mm.",
    )
    read = recognise(PageImage(drawn(*lines), 300.0), Settings()).text()
    for measure in ("m²,", "m³", "≤ 4‰.", "đai¹,", "xã²", "± 5 mm."):
        assert measure in read
