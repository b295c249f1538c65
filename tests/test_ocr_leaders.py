"""Dotted lines of forms: dots in the text, and no letters read into them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("cv2", reason="needs the extra [ocr]")

from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.preprocess import leaders as dotted
from vndiacritics.ocr.preprocess.spots import spots

HEIGHT = 24


def page_with(*rows: tuple[int, int, int], pitch: int = 11) -> NDArray[np.uint8]:
    """Ink of letters in a row, and of rows of dots: left, foot and number of dots."""
    ink = np.zeros((400, 1000), dtype=np.uint8)
    for x in range(40, 400, 18):
        ink[60 : 60 + HEIGHT, x : x + 5] = 255
    for left, foot, count in rows:
        for number in range(count):
            x = left + pitch * number
            ink[foot - 4 : foot, x : x + 4] = 255
    return ink


@pytest.mark.parametrize("count", [5, 12, 40])
def test_as_many_dots_as_there_are(count: int) -> None:
    (found,) = dotted.leaders(spots(page_with((420, 84, count))))
    assert found.text == "." * count
    assert found.box == Box(420, 80, 420 + 11 * (count - 1) + 4, 84)


def test_an_ellipsis_is_text() -> None:
    assert dotted.leaders(spots(page_with((420, 84, 3)))) == []


def test_the_dot_of_a_colon_is_none_of_them() -> None:
    ink = page_with((440, 84, 9))
    ink[80:84, 418:422] = 255
    (found,) = dotted.leaders(spots(ink))
    assert found.text == "." * 9


def test_a_slash_parts_two() -> None:
    ink = page_with((420, 84, 6), (520, 84, 6))
    for y in range(HEIGHT):
        ink[60 + y, 502 - y // 3 : 505 - y // 3] = 255
    assert [found.text for found in dotted.leaders(spots(ink))] == ["." * 6, "." * 6]


def test_dots_that_ran_together_are_counted() -> None:
    ink = page_with((420, 84, 20))
    ink[80:84, 420 + 11 * 8 : 420 + 11 * 9 + 4] = 255
    (found,) = dotted.leaders(spots(ink))
    assert found.text == "." * 20


def test_they_go_from_the_page_and_come_back_as_words() -> None:
    ink = page_with((420, 84, 12), (60, 200, 30))
    found = dotted.leaders(spots(ink))
    grey = 255 - ink
    blank = dotted.without_leaders(grey, found)
    assert (blank[78:86, 410:600] == 255).all()
    assert (blank[60:84, 40:400] == grey[60:84, 40:400]).all()
    words = (Word("Họ", Box(40, 60, 120, 84)), Word("tên:", Box(140, 60, 400, 84)))
    page = Page(1, 1000, 400, blocks=(Block((Line(words, size=24.0),)),))
    assert dotted.with_leaders(page, found).text() == f"Họ tên: {'.' * 12}\n{'.' * 30}\n"
