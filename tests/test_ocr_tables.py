"""Ruled tables: rows, columns and empty cells as the rules have them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("cv2", reason="needs the extra [ocr]")

from test_ocr_repair import Replacing

from vndiacritics.ocr.formats.output import to_json
from vndiacritics.ocr.page import Block, Box, Line, Page, Span, Word
from vndiacritics.ocr.preprocess.tables import Grid, grids, with_tables
from vndiacritics.ocr.repair import repair_page

DPI = 200.0
ROWS, COLUMNS = (200, 260, 320, 380), (100, 200, 600, 800)
GRID = Grid(tuple(map(float, ROWS)), tuple(map(float, COLUMNS)))


def ruled(*, without: int | None = None) -> NDArray[np.uint8]:
    ink = np.zeros((600, 1000), dtype=np.uint8)
    for y in ROWS:
        ink[y : y + 3, COLUMNS[0] : COLUMNS[-1]] = 255
    for number, x in enumerate(COLUMNS):
        if number != without:
            ink[ROWS[0] : ROWS[-1], x : x + 3] = 255
    return ink


def test_the_rules_are_found() -> None:
    (found,) = grids(ruled(), dpi=DPI)
    assert found.rows == pytest.approx(ROWS, abs=4)
    assert found.columns == pytest.approx(COLUMNS, abs=4)


@pytest.mark.parametrize("rule", [(1, 0), (0, 1)])
def test_lines_under_words_and_frames_are_no_tables(rule: tuple[int, int]) -> None:
    ink = np.zeros((600, 1000), dtype=np.uint8)
    ink[100:103, 100:800] = ink[300:303, 100:800] = 255
    if rule[1]:
        ink[100:303, 100:103] = ink[100:303, 797:800] = 255
    assert grids(ink, dpi=DPI) == []


def test_cells_over_several_rows_or_columns_are_found() -> None:
    ink = ruled()
    ink[ROWS[1] : ROWS[1] + 3, COLUMNS[0] + 3 : COLUMNS[1]] = 0  # over two rows
    ink[ROWS[0] + 3 : ROWS[1], COLUMNS[2] : COLUMNS[2] + 3] = 0  # over two columns
    (found,) = grids(ink, dpi=DPI)
    assert found.rows == pytest.approx(ROWS, abs=4)
    assert found.spans == (Span(0, 0, 2, 1), Span(0, 1, 1, 2))
    assert found.cell(Box(110, 270, 130, 290)) == (0, 0)
    assert found.cell(Box(700, 210, 720, 230)) == (0, 1)
    assert found.cell(Box(700, 270, 720, 290)) == (1, 2)


def test_a_rule_under_some_columns_alone_parts_their_rows() -> None:
    ink = ruled()
    y = 230
    ink[y : y + 3, COLUMNS[2] : COLUMNS[3]] = 255  # the head of one column has two rows
    (found,) = grids(ink, dpi=DPI)
    assert found.rows == pytest.approx((200, 230, 260, 320, 380), abs=4)
    assert found.spans == (Span(0, 0, 2, 1), Span(0, 1, 2, 1))


def test_a_word_that_is_underlined_is_no_row() -> None:
    ink = ruled()
    ink[240:242, 250:450] = 255
    (found,) = grids(ink, dpi=DPI)
    assert found.rows == pytest.approx(ROWS, abs=4)


def word(text: str, x: float, y: float) -> Word:
    return Word(text, Box(x, y, x + 12 * len(text), y + 24))


def page() -> Page:
    """As an engine reads it: two columns as two blocks, the last cell of a row on its own."""
    first = Block(
        (
            Line((word("1", 120, 220), word("Sấu", 220, 220))),
            Line((word("2", 120, 280),)),
            Line((word("3", 120, 340), word("Lát", 220, 340), word("hoa", 300, 340))),
        )
    )
    second = Block((Line((word("150", 620, 220),)), Line((word("48,5", 620, 340),))))
    above = Block((Line((word("Phụ", 100, 100), word("lục", 160, 100))),))
    below = Block((Line((word("Cộng", 100, 450),)),))
    return Page(1, 1000, 600, blocks=(above, first, second, below))


def test_numbers_stay_in_their_column_and_empty_cells_are_kept() -> None:
    found = with_tables(page(), [GRID])
    assert found.text() == "Phụ lục\n\n1\tSấu\t150\n2\t\t\n3\tLát hoa\t48,5\n\nCộng\n"


def test_json_has_the_cells() -> None:
    found = to_json(with_tables(page(), [GRID]))
    table = next(block for block in found["blocks"] if "cells" in block)
    assert table["cells"] == [["1", "Sấu", "150"], ["2", "", ""], ["3", "Lát hoa", "48,5"]]


def test_a_head_without_rules_is_a_row() -> None:
    head = Line((word("STT", 110, 165), word("Cây", 220, 165), word("Số", 620, 165)))
    with_head = Page(1, 1000, 600, blocks=(Block((head,)), *page().blocks[1:]))
    assert with_tables(with_head, [GRID]).text().splitlines()[0] == "STT\tCây\tSố"


def test_a_rule_read_as_a_sign_is_no_word() -> None:
    row = Line((word("1", 120, 220), word("|", 195, 220), word("Sấu", 220, 220)))
    other = Line((word("2", 120, 280), word("Lát", 220, 280)))
    found = with_tables(Page(1, 1000, 600, blocks=(Block((row, other)),)), [GRID])
    assert found.text() == "1\tSấu\t\n2\tLát\t\n\t\t\n"


def test_words_are_repaired_in_their_cells_and_not_across() -> None:
    row = Line((word("1", 120, 220), word("Sau", 220, 220), word("150", 620, 220)))
    other = Line((word("2", 120, 280), word("x", 220, 280)))
    table = with_tables(Page(1, 1000, 600, blocks=(Block((row, other)),)), [GRID])
    repaired = repair_page(table, Replacing(("Sau", "Sấu")))
    assert repaired.text() == "1\tSấu\t150\n2\tx\t\n\t\t\n"
    across = repair_page(table, Replacing(("1\tSau", "1Sau")))
    assert across.text() == table.text()
