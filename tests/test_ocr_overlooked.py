"""What the engine left out behind dots and in cells, and what it doubts there, is read again."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("cv2", reason="needs the extra [ocr]")

from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.preprocess import leaders as dotted
from vndiacritics.ocr.preprocess.overlooked import (
    MOST,
    Drawn,
    Piece,
    neediest,
    overlooked,
    sheet,
    with_pieces,
)
from vndiacritics.ocr.preprocess.spots import spots
from vndiacritics.ocr.preprocess.tables import Grid

HEIGHT = 24
LETTERS = Word("Mục", Box(40, 60, 400, 84))
BELOW = Word("lục", Box(40, 170, 250, 194))
GRID = Grid((150.0, 220.0, 290.0), (20.0, 300.0, 600.0))


def ink_with(*letters: tuple[int, int]) -> NDArray[np.uint8]:
    """Ink of a line of letters, dots behind it, and letters whose left and top are named."""
    ink = np.zeros((400, 1000), dtype=np.uint8)
    for x in (*range(40, 400, 18), *range(50, 250, 18)):
        top = 60 if x % 18 == 40 % 18 else 170
        ink[top : top + HEIGHT, x : x + 5] = 255
    for x in range(420, 640, 11):
        ink[80:84, x : x + 4] = 255
    for left, top in letters:
        ink[top : top + HEIGHT, left : left + 8] = 255
    return ink


def page_of(*words: Word) -> Page:
    read = (LETTERS, *(words or (BELOW,)))
    lines = tuple(Line((word,), size=24.0) for word in read)
    return Page(1, 1000, 400, blocks=(Block(lines),))


def found_in(ink: NDArray[np.uint8], page: Page, *, grid: Grid | None = None) -> list[Piece]:
    found = spots(ink)
    return overlooked(
        page,
        255 - ink,
        found,
        tables=() if grid is None else (grid,),
        dotted=dotted.leaders(found),
    )


def test_a_number_behind_dots_is_cut_out_with_its_digits_together() -> None:
    (piece,) = found_in(ink_with((700, 60), (714, 60)), page_of())
    assert piece.box.holds(704, 72)
    assert piece.box.holds(718, 72)
    assert piece.line is not None
    assert piece.words == ()


@pytest.mark.parametrize(
    "place",
    [(700, 100), (15, 60)],
    ids=["on no line", "in front of the dots"],
)
def test_other_ink_is_left_alone(place: tuple[int, int]) -> None:
    assert found_in(ink_with(place), page_of()) == []


@pytest.mark.parametrize(("confidence", "asked"), [(0.84, True), (0.95, False)])
def test_a_cell_is_read_again_where_it_is_doubted(confidence: float, asked: bool) -> None:
    word = Word("B77", Box(45, 165, 260, 200), confidence)
    pieces = found_in(ink_with(), page_of(word), grid=GRID)
    assert [piece.words for piece in pieces] == [(word,)] * asked


def test_a_cell_of_which_nothing_was_read_has_the_line_beside_it() -> None:
    word = Word("Xi", Box(45, 165, 260, 200), 0.95)
    (piece,) = found_in(ink_with((400, 170)), page_of(word), grid=GRID)
    assert piece.line == Line((word,), size=24.0)
    assert piece.words == ()


def test_letters_left_out_together_are_cut_out_wherever_they_stand() -> None:
    places = [(700 + 14 * n, 300) for n in range(4)]
    (piece,) = found_in(ink_with(*places), page_of())
    assert piece.line is None
    assert all(piece.box.holds(x + 4, y + 12) for x, y in places)


def test_many_such_places_are_a_picture() -> None:
    places = [
        (300 + 200 * (n % 3) + 14 * k, 210 + 30 * (n // 3)) for n in range(13) for k in range(4)
    ]
    assert found_in(ink_with(*places), page_of()) == []


@pytest.mark.parametrize(("confidence", "asked"), [(0.2, True), (0.9, False)])
def test_words_that_are_hardly_believed_beside_dots_are_read_again(
    confidence: float, asked: bool
) -> None:
    doubted = Word("Mục", LETTERS.box, confidence)
    page = Page(1, 1000, 400, blocks=(Block((Line((doubted,), size=24.0), Line((BELOW,)))),))
    assert [piece.words for piece in found_in(ink_with(), page)] == [(doubted,)] * asked


def test_of_many_pieces_those_are_read_that_the_engine_doubts_most() -> None:
    boxes = [Box(0, 30 * n, 90, 30 * n + 24) for n in range(MOST + 5)]
    words = [Word("7", box, 0.1 + n / 1000) for n, box in enumerate(boxes)]
    pieces = [Piece(word.box, None, (word,)) for word in words]
    unread = Piece(Box(0, 0, 9, 9), None)
    assert neediest([*pieces[:-1], unread, pieces[-1]]) == [unread, *pieces[: MOST - 1]]
    assert neediest(pieces[:MOST]) == pieces[:MOST]
    assert neediest([unread] * (MOST + 1)) == []


def voted(before: Word | None, *readings: tuple[str, float]) -> str:
    """Return the text of a page of which a piece reads so in one size after the other."""
    line = Line((before,)) if before else Line((LETTERS,))
    box = Box(500, 50, 540, 90)
    piece = Piece(box, line, (before,) if before else ())
    drawn = [Drawn(piece, 1.0, 20, 100 * at, 100 * at + 40) for at in range(len(readings))]
    read = [
        Line((Word(text, Box(20, 100 * at + 5, 50, 100 * at + 35), confidence),))
        for at, (text, confidence) in enumerate(readings)
    ]
    page = Page(1, 1000, 400, blocks=(Block((line,)),))
    return with_pieces(page, drawn, Page(1, 100, 400, blocks=(Block(tuple(read)),))).text().strip()


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((("9", 0.96), ("9", 0.9), ("9", 0.96)), "Mục 9"),
        ((("7", 0.96), ("ý", 0.05), ("/", 0.0)), "Mục 7"),
        ((("9", 0.96), ("3", 0.9)), "Mục"),
        ((("9", 0.7), ("9", 0.7)), "Mục"),
        ((("%@", 0.96), ("%@", 0.96)), "Mục"),
    ],
)
def test_what_most_sizes_say_is_believed(
    readings: tuple[tuple[str, float], ...], expected: str
) -> None:
    assert voted(None, *readings) == expected


@pytest.mark.parametrize(("confidence", "expected"), [(0.2, "15"), (0.83, "15"), (0.96, "15")])
def test_the_first_reading_has_a_vote(confidence: float, expected: str) -> None:
    before = Word("19", Box(500, 60, 540, 84), confidence)
    assert voted(before, ("15", 0.96), ("15", 0.96), ("15", 0.9)) == expected
    assert voted(before, ("15", 0.96), ("19", 0.96), ("D", 0.1)) == "19"


def test_two_sizes_that_agree_win_over_what_was_hardly_read() -> None:
    before = Word("GGỀM:", Box(500, 60, 540, 84), 0.0)
    assert voted(before, ("CCCD:", 0.72), ("CCCD:", 0.78), ("S50", 0.0)) == "CCCD:"
    assert voted(before, ("CCCD:", 0.78), ("S50", 0.0), ("", 0.0)) == "GGỀM:"
    sure = Word("CCGD:", Box(500, 60, 540, 84), 0.6)
    assert voted(sure, ("CCCD:", 0.72), ("CCCD:", 0.78), ("S50", 0.0)) == "CCGD:"


def test_a_piece_is_drawn_in_all_sizes_and_words_come_back_to_their_place() -> None:
    piece = Piece(Box(500, 50, 540, 90), None)
    grey = np.full((400, 1000), 255, dtype=np.uint8)
    grey[60:84, 510:520] = 0
    picture, drawn = sheet(grey, [piece])
    assert len({one.size for one in drawn}) == len(drawn) > 1
    for one in drawn:
        rows, columns = np.nonzero(picture[one.top : one.bottom] < 128)
        box = Box(columns.min(), one.top + rows.min(), columns.max() + 1, one.top + rows.max() + 1)
        there = one.moved(Word("1", box)).box
        assert there.centre == pytest.approx((515, 72), abs=1.5)
