"""What cleaning takes off a page, and what it leaves."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

cv2 = pytest.importorskip("cv2", reason="needs the extra [ocr]")

from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.preprocess import clean  # noqa: E402
from vndiacritics.ocr.preprocess.mapping import Mapping, rotation  # noqa: E402
from vndiacritics.ocr.preprocess.pixels import ink_of  # noqa: E402
from vndiacritics.ocr.preprocess.spots import spots  # noqa: E402

DPI = 300.0


def paper(height: int = 3000, width: int = 2200) -> NDArray[np.uint8]:
    return np.full((height, width), 255, dtype=np.uint8)


def lines_of_text(page: NDArray[np.uint8], *, top: int = 1600) -> None:
    """Strokes 6 pixels wide in rows, as letters are."""
    for y in range(top, page.shape[0] - 300, 60):
        for x in range(200, page.shape[1] - 200, 22):
            page[y : y + 34, x : x + 6] = 0


def test_specks_go_and_dots_stay() -> None:
    page = paper()
    lines_of_text(page)
    page[500:502, 500:502] = 0  # a speck
    page[700:706, 700:706] = 0  # the dot of a letter
    result = clean.without_specks(page, spots(ink_of(page)))
    assert (result[498:504, 498:504] == 255).all()
    assert (result[700:706, 700:706] == 0).all()
    assert (result[1600:] == page[1600:]).all()


def test_dots_of_fine_print_stay_under_a_bold_heading() -> None:
    page = paper()
    for y in range(300, 1200, 150):  # a heading: strokes 16 pixels wide, and many
        for x in range(150, 2050, 40):
            page[y : y + 100, x : x + 16] = 0
    for y in range(2000, 2240, 40):  # fine print: strokes 4 pixels wide
        for x in range(200, 800, 12):
            page[y : y + 22, x : x + 4] = 0
    page[2036:2039, 830:834] = 0  # the dot of a letter in fine print
    page[900:903, 2100:2104] = 0  # as much beside the heading is a speck
    result = clean.without_specks(page, spots(ink_of(page)))
    assert (result[2036:2039, 830:834] == 0).all()
    assert (result[900:903, 2100:2104] == 255).all()


@pytest.mark.parametrize("above", [False, True])
def test_the_faint_dot_of_a_letter_stays_where_as_large_a_speck_goes(above: bool) -> None:
    page = paper()
    lines_of_text(page)
    letter = slice(400, 434), slice(400, 426)
    page[letter] = 0
    row = 394 if above else 438
    page[row : row + 3, 411:414] = 0  # under or over the middle of a letter
    page[row : row + 3, 600:603] = 0  # beside it
    result = clean.without_specks(page, spots(ink_of(page)))
    assert (result[row : row + 3, 411:414] == 0).all()
    assert (result[row : row + 3, 600:603] == 255).all()


def test_a_dark_border_goes_and_text_stays() -> None:
    page = paper()
    lines_of_text(page)
    page[:120] = 0
    result = clean.without_borders(page, ink_of(page), dpi=DPI)
    assert (result[:120] == 255).all()
    assert (result[1600:] == page[1600:]).all()


def test_a_clean_page_comes_back_as_it_is() -> None:
    page = paper()
    lines_of_text(page)
    cleaned = clean.clean(page, dpi=DPI)
    assert (cleaned.image == page).all()
    assert cleaned.angle == 0.0
    assert cleaned.stamps == ()


@pytest.mark.parametrize("turn", [-2.0, -0.8, 0.8, 2.5])
def test_skew_is_found(turn: float) -> None:
    page = paper()
    lines_of_text(page, top=300)
    leaning = clean.rotate(page, -turn)
    assert clean.skew(leaning) == pytest.approx(turn, abs=0.15)
    assert abs(clean.skew(clean.rotate(leaning, clean.skew(leaning)))) < 0.2


class TestStamps:
    def frame(self, page: NDArray[np.uint8], box: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = box
        cv2.rectangle(page, (left, top), (right, bottom), 0, 5)

    def test_a_frame_is_found_and_emptied(self) -> None:
        page = paper()
        lines_of_text(page)
        self.frame(page, (100, 600, 800, 900))
        page[700:730, 200:600:10] = 0
        cleaned = clean.clean(page, dpi=DPI)
        assert len(cleaned.stamps) == 1
        found = cleaned.stamps[0]
        assert found.left == pytest.approx(100, abs=40)
        assert found.bottom == pytest.approx(900, abs=40)
        assert (cleaned.image[600:900, 100:800] == 255).all()
        assert (cleaned.stamp_images[0] < 255).any()

    def test_a_table_is_none(self) -> None:
        page = paper()
        self.frame(page, (100, 600, 1000, 900))
        cv2.line(page, (500, 600), (500, 900), 0, 5)
        cv2.line(page, (100, 750), (1000, 750), 0, 5)
        assert clean.stamp_frames(ink_of(page), dpi=DPI) == []

    @pytest.mark.parametrize(
        "box",
        [
            pytest.param((100, 600, 2000, 900), id="too wide"),
            pytest.param((100, 400, 800, 1300), id="too high"),
            pytest.param((100, 2000, 800, 2300), id="in the lower half"),
        ],
    )
    def test_other_boxes_are_none(self, box: tuple[int, int, int, int]) -> None:
        page = paper()
        self.frame(page, box)
        assert clean.stamp_frames(ink_of(page), dpi=DPI) == []


class TestSeals:
    def test_a_ring_goes(self) -> None:
        page = paper()
        lines_of_text(page, top=2500)
        cv2.circle(page, (1500, 1000), 215, 0, 8)
        result, (seal,) = clean.without_seals(page, ink_of(page), dpi=DPI)
        assert seal.box.centre == pytest.approx((1500, 1000), abs=8)
        assert (result[700:1300] == 255).all()
        assert (result[2500:] == page[2500:]).all()

    @pytest.mark.parametrize(("level", "stays"), [(110, True), (10, False)])
    def test_letters_under_a_ring_that_is_paler_stay(self, level: int, stays: bool) -> None:
        page = paper()
        lines_of_text(page, top=2000)
        cv2.circle(page, (1500, 1000), 215, level, 12)
        page[1000:1010, 1400:1600] = 0
        result, (_,) = clean.without_seals(page, ink_of(page), dpi=DPI)
        assert (result[1000:1010, 1400:1600] == 0).all() == stays
        assert (result[700:990] == 255).all()

    def test_text_without_a_ring_stays(self) -> None:
        page = paper()
        lines_of_text(page, top=300)
        result, found = clean.without_seals(page, ink_of(page), dpi=DPI)
        assert (result == page).all()
        assert found == ()

    @pytest.mark.parametrize("colour", [(200, 30, 40), (40, 50, 190)], ids=["red", "blue"])
    def test_colour_fades_and_black_under_it_stays(self, colour: tuple[int, int, int]) -> None:
        page = np.full((400, 400, 3), 255, dtype=np.uint8)
        page[100:300, 100:300] = colour
        page[180:190, 50:350] = 0
        grey = clean.without_colour(page)
        assert grey[120:170, 120:280].min() >= 180
        assert grey[182:188, 50:350].max() == 0

    def test_the_fringe_of_black_letters_stays_dark(self) -> None:
        page = np.full((100, 100, 3), 255, dtype=np.uint8)
        page[20:80, 50:56] = 0
        page[20:80, 49] = (60, 120, 180)
        assert clean.without_colour(page)[50, 49] < 180


def test_boxes_go_back_to_the_page_as_it_was() -> None:
    page = paper()
    marked = page.copy()
    marked[500:520, 1800:1840] = 0
    turned = clean.rotate(marked, 2.0)
    rows, columns = np.nonzero(turned < 128)
    box = Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    read = Page(1, 2200, 3000, blocks=(Block((Line((Word("a", box),)),)),))
    back = Mapping((rotation(2.0, *turned.shape[::-1]),))
    (word,) = back.page(read, *turned.shape[::-1]).words()
    assert word.box.centre[0] == pytest.approx(1820, abs=3)
    assert word.box.centre[1] == pytest.approx(510, abs=3)


@pytest.mark.parametrize("times", [2, 3, 4])
def test_spots_of_repeated_rows_are_counted_beyond_16_bits(times: int) -> None:
    rows = np.zeros((540, 1100), dtype=np.uint8)
    rows[::2, ::4] = 255
    ink = np.repeat(rows, times, axis=0)  # as of a fax, whose lines are sent once for several
    assert len(spots(ink).boxes) == 270 * 275
