"""The number of a page that an engine left out: where it may stand, and what is believed."""

from __future__ import annotations

import pytest

from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.preprocess.overlooked import Drawn, Piece, with_pieces
from vndiacritics.ocr.preprocess.page_numbers import is_page_number, places

pytest.importorskip("cv2", reason="needs the extra [ocr]")

LINES = [Box(100, top, 900, top + 30) for top in (200, 260, 320)]
FOOT, HEAD = Box(490, 800, 505, 824), Box(880, 60, 895, 84)


def page_of(words: list[Word]) -> Page:
    lines = tuple(Line((word,)) for word in words)
    return Page(1, 500, 500, blocks=(Block(lines),) if lines else ())


@pytest.mark.parametrize("groups", [[[FOOT]], [[HEAD]], [[HEAD], [FOOT]]])
def test_what_stands_alone_beyond_all_lines_may_be_one(groups: list[list[Box]]) -> None:
    assert list(places(LINES, groups)) == [box for group in groups for box in group]


def test_digits_side_by_side_are_one_number() -> None:
    second = Box(508, 800, 523, 824)
    assert list(places(LINES, [[FOOT, second]])) == [Box(490, 800, 523, 824)]


@pytest.mark.parametrize(
    "group",
    [
        Box(20, 800, 40, 824),  # in the margin: a hole, a stroke of the scanner
        Box(960, 60, 980, 84),
        Box(490, 265, 505, 285),  # on the level of a line
        Box(490, 340, 505, 364),  # reaches into one
    ],
)
def test_other_ink_is_none(group: Box) -> None:
    assert list(places(LINES, [[group]])) == []


def test_several_such_places_are_a_signature_or_specks() -> None:
    beside = Box(700, 810, 715, 834)
    assert list(places(LINES, [[FOOT], [beside]])) == []
    assert list(places(LINES, [[FOOT], [beside], [HEAD]])) == [HEAD]


def test_a_page_of_few_lines_has_none() -> None:
    assert list(places(LINES[:2], [[FOOT]])) == []
    assert list(places([], [[FOOT]])) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("5", 0.96)], True),
        ([("114", 0.9)], True),
        ([("5", 0.7)], False),
        ([("I", 0.96)], False),
        ([("số", 0.96)], False),
        ([("2024", 0.96)], False),
        ([("5", 0.96), ("6", 0.96)], False),
        ([("٣", 0.96)], False),
        ([], False),
    ],
)
def test_only_a_number_is_believed(words: list[tuple[str, float]], expected: bool) -> None:
    assert is_page_number([Word(text, FOOT, sure) for text, sure in words]) is expected


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([("7", 0.95), ("7", 0.9), ("7", 0.9)], "7"),
        ([("7", 0.95), ("7", 0.9), ("?", 0.3)], "7"),
        ([("7", 0.95)], ""),  # one size alone
        ([("lá", 0.95), ("lá", 0.95), ("lá", 0.95)], ""),  # a word is no number of a page
    ],
)
def test_two_sizes_must_agree(readings: list[tuple[str, float]], expected: str) -> None:
    piece = Piece(FOOT, None, is_number=True)
    drawn = [Drawn(piece, 1.0, 0, 100 * n, 100 * n + 60) for n in range(len(readings))]
    read = [
        Word(text, Box(0, 100 * n + 10, 15, 100 * n + 40), sure)
        for n, (text, sure) in enumerate(readings)
    ]
    found = with_pieces(page_of([]), drawn, page_of(read))
    assert " ".join(word.text for word in found.words()) == expected
