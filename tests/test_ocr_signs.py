"""Boxes to tick and bullets: found by shape, and put back where they stood."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

cv2 = pytest.importorskip("cv2", reason="needs the extra [ocr]")

from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.preprocess.signs import (  # noqa: E402
    BULLET,
    EMPTY,
    RING,
    TICKED,
    Sign,
    signs,
    with_signs,
    without_signs,
)
from vndiacritics.ocr.preprocess.spots import spots  # noqa: E402
from vndiacritics.ocr.preprocess.tables import Grid, with_tables  # noqa: E402


def text(*, rows: int = 6) -> NDArray[np.uint8]:
    """Rows of letters 20 pixels high, from x = 200 on."""
    ink = np.zeros((600, 900), dtype=np.uint8)
    for row in range(rows):
        for x in range(200, 700, 22):
            ink[100 + 60 * row : 120 + 60 * row, x : x + 4] = 255
    return ink


def square(ink: NDArray[np.uint8], x: int, y: int, *, size: int = 26, thick: int = 2) -> None:
    cv2.rectangle(ink, (x, y), (x + size, y + size), 255, thick)


def test_an_empty_and_a_ticked_box() -> None:
    ink = text()
    square(ink, 140, 96)
    square(ink, 140, 156)
    cv2.line(ink, (146, 168), (152, 176), 255, 2)
    cv2.line(ink, (152, 176), (160, 162), 255, 2)
    found = sorted((round(sign.box.top), sign.text) for sign in signs(spots(ink)))
    assert [sign for _, sign in found] == [EMPTY, TICKED]


def ticked_beyond(ink: NDArray[np.uint8], x: int, y: int) -> None:
    square(ink, x, y)
    cv2.line(ink, (x + 4, y + 12), (x + 11, y + 22), 255, 3)
    cv2.line(ink, (x + 11, y + 22), (x + 34, y - 10), 255, 3)


@pytest.mark.parametrize("others", [0, 1, 3])
def test_a_tick_that_reaches_beyond_its_box(others: int) -> None:
    """It is told by the other boxes of the page, which are as large."""
    ink = text()
    ticked_beyond(ink, 140, 96)
    for row in range(others):
        square(ink, 140, 156 + 60 * row)
    found = [sign for sign in signs(spots(ink)) if sign.text == TICKED]
    assert len(found) == (others > 0)
    assert all(sign.box.holds(150, 106) for sign in found)


@pytest.mark.parametrize("letter", ["D", "B", "H", "M", "E", "N"])
def test_letters_beside_boxes_are_no_boxes(letter: str) -> None:
    ink = text()
    square(ink, 140, 156)
    cv2.putText(ink, letter, (140, 130), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 255, 3)
    assert [sign.text for sign in signs(spots(ink))] == [EMPTY]


@pytest.mark.parametrize("letter", ["D", "O", "B", "0", "H", "M", "Ô"])
@pytest.mark.parametrize("weight", [2, 4])
def test_letters_are_no_boxes(letter: str, weight: int) -> None:
    ink = text()
    plain = {"Ô": "O"}.get(letter, letter)
    cv2.putText(ink, plain, (140, 122), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 255, weight)
    assert [sign for sign in signs(spots(ink)) if sign.text != BULLET] == []


def ring(ink: NDArray[np.uint8], x: int, y: int, *, size: int = 20, thick: int = 2) -> None:
    cv2.circle(ink, (x + size // 2, y + size // 2), size // 2, 255, thick)


def test_hollow_bullets_of_a_list() -> None:
    ink = text()
    for row in range(3):
        ring(ink, 150, 100 + 60 * row)
    assert [sign.text for sign in signs(spots(ink))] == [RING] * 3


@pytest.mark.parametrize("drawn", ["alone", "broken", "barred", "before a rule"])
def test_what_is_round_and_no_bullet(drawn: str) -> None:
    ink = text()
    for row in range(1 if drawn == "alone" else 3):
        ring(ink, 150, 100 + 60 * row)
        if drawn == "broken":
            ink[106 + 60 * row : 116 + 60 * row, 165:175] = 0
        if drawn == "barred":
            ink[109 + 60 * row : 112 + 60 * row, 150:170] = 255
    if drawn == "before a rule":
        ink[:, 185:188] = 255
    assert signs(spots(ink)) == []


def test_a_filled_square_and_a_thick_frame_are_no_boxes() -> None:
    ink = text()
    ink[96:122, 140:166] = 255
    square(ink, 140, 160, thick=9)
    assert [sign.text for sign in signs(spots(ink))] == []


@pytest.mark.parametrize(("count", "expected"), [(1, []), (2, [BULLET] * 2), (3, [BULLET] * 3)])
def test_discs_in_a_column_before_lines_are_bullets(count: int, expected: list[str]) -> None:
    ink = text()
    for row in range(count):
        cv2.circle(ink, (170, 110 + 60 * row), 5, 255, -1)
    assert [sign.text for sign in signs(spots(ink))] == expected


def test_dots_of_letters_are_no_bullets() -> None:
    ink = text()
    for row in range(3):  # under a letter, and behind a word
        cv2.circle(ink, (202, 129 + 60 * row), 5, 255, -1)
        cv2.circle(ink, (720, 116 + 60 * row), 5, 255, -1)
    assert signs(spots(ink)) == []


def test_they_go_and_come_back_in_their_line() -> None:
    ink = text()
    square(ink, 140, 96)
    page = np.where(ink > 0, np.uint8(0), np.uint8(255))
    (found,) = signs(spots(ink))
    assert (without_signs(page, [found])[90:130, 130:180] == 255).all()
    words = Word("Nam", Box(200, 98, 260, 122)), Word("Nữ", Box(400, 98, 440, 122))
    read = Page(1, 900, 600, blocks=(Block((Line(words, size=24.0),)),))
    second = Sign(TICKED, Box(360, 96, 386, 122))
    far = Sign(EMPTY, Box(800, 500, 826, 526))
    assert with_signs(read, [second, found, far]).text() == "☐ Nam ☑ Nữ\n"


def test_boxes_alone_in_the_cells_of_a_table_come_back_in_them() -> None:
    grid = Grid((100.0, 160.0, 220.0, 280.0), (100.0, 500.0, 700.0, 900.0))
    words = [Word(said, Box(120, y, 200, y + 24)) for said, y in (("Đường", 118), ("Điện", 178))]
    read = Page(1, 900, 600, blocks=(Block(tuple(Line((word,)) for word in words)),))
    found = [
        Sign(TICKED, Box(590, 117, 616, 143)),
        Sign(EMPTY, Box(790, 117, 816, 143)),
        Sign(TICKED, Box(790, 177, 816, 203)),
        Sign(EMPTY, Box(790, 500, 816, 526)),  # below the table, beside nothing
    ]
    page = with_tables(with_signs(read, found, tables=[grid]), [grid])
    assert page.text() == "Đường\t☑\t☐\nĐiện\t\t☑\n\t\t\n"
