"""Ruled tables: found by their rules, and the words put into rows and columns.

An engine reads a table in whatever order it takes for lines and blocks. Rules tell which cell a
word is in, so that no number moves into another column and an empty cell stays one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.preprocess.pixels import MM, Grey, opencv

__all__ = ["Grid", "grids", "with_tables"]

RULE_ACROSS, RULE_DOWN = 12.0, 5.0
"""Millimetres of unbroken ink that are a rule."""

ACROSS, DOWN = 0.6, 0.5
"""Of a table's width and height that a rule runs along to part rows or columns."""

RULES = frozenset({"|", "¦", "│", "‖", "||"})
"""What an engine takes upright rules for."""

MOST_HEADS = 3
"""Rows without a rule above them that a table may have at its top."""

FEWEST = 3
"""Rules each way: two rows and two columns."""


@dataclass(frozen=True)
class Grid:
    """Where the rules of a table are, from the top and from the left, outer ones too."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]

    def cell(self, box: Box) -> tuple[int, int] | None:
        """Return row and column of a word, None outside of the table."""
        x, y = box.centre
        row, column = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        if 0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1:
            return row, column
        return None


def grids(ink: Grey, *, dpi: float) -> list[Grid]:
    """Find the ruled tables of an upright page."""
    cv2 = opencv()
    half = cv2.resize(
        ink[: ink.shape[0] // 2 * 2, : ink.shape[1] // 2 * 2],
        None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA,
    )  # fmt: skip
    half = np.where(half > 64, np.uint8(255), np.uint8(0))
    across = max(8, round(RULE_ACROSS * MM * dpi / 2))
    down = max(6, round(RULE_DOWN * MM * dpi / 2))
    flat = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((1, across), np.uint8))
    steep = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((down, 1), np.uint8))
    if not flat.any() or not steep.any():
        return []
    frame = cv2.dilate(flat | steep, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(frame, connectivity=8)
    found: list[Grid] = []
    for number in range(1, count):
        x, y, width, height = (int(edge) for edge in stats[number][:4])
        if width < 3 * across // 2 or height < 2 * down:
            continue
        here = slice(y, y + height), slice(x, x + width)
        rows = _rules((flat[here] > 0).sum(axis=1) / width, ACROSS)
        columns = _rules((steep[here] > 0).sum(axis=0) / height, DOWN)
        if len(rows) >= FEWEST and len(columns) >= FEWEST:
            grid = Grid(
                tuple(2.0 * (y + row) for row in rows),
                tuple(2.0 * (x + column) for column in columns),
            )
            found.append(grid)
    return found


def _rules(share: NDArray[np.float64], least: float) -> list[float]:
    """Return the middles of the stretches on which ink covers enough."""
    smooth = np.maximum(share, np.maximum(np.roll(share, 1), np.roll(share, -1)))
    on = np.flatnonzero(smooth >= least)
    if not len(on):
        return []
    parts = np.split(on, np.flatnonzero(np.diff(on) > 4) + 1)
    return [float(part.mean()) for part in parts]


def with_tables(page: Page, found: Sequence[Grid]) -> Page:
    """Put the words of tables into blocks of their own: a line each row, a column each word."""
    for grid in found:
        page = _with_table(page, grid)
    return page


def _with_head(page: Page, grid: Grid) -> Grid:
    """Add rows above the first rule: a head in white on dark has no rules once it is inverted."""
    typical = float(np.median(np.diff(grid.rows)))
    left, right = grid.columns[0], grid.columns[-1]
    for _ in range(MOST_HEADS):
        top = grid.rows[0]
        near = [
            line
            for line in page.lines("body")
            if top - 1.5 * typical < line.box.centre[1] < top
            and left - typical < line.box.left
            and line.box.right < right + typical
        ]
        words = [word for line in near for word in line.words]
        taken = {bisect_right(grid.columns, word.box.centre[0]) for word in words}
        gaps = [
            after.box.left - before.box.right
            for line in near
            for before, after in itertools.pairwise(line.words)
        ]
        if len(taken) < 2 or (len(near) == 1 and max(gaps, default=0.0) < 0.5 * typical):
            break
        lowest = max(line.box.centre[1] for line in near)
        row = [line for line in near if line.box.centre[1] > lowest - 0.6 * typical]
        edge = min(line.box.top for line in row) - 0.15 * typical
        grid = Grid((edge, *grid.rows), grid.columns)
    return grid


def _with_table(page: Page, grid: Grid) -> Page:
    grid = _with_head(page, grid)
    cells: dict[tuple[int, int], list[tuple[float, Word]]] = {}
    blocks: list[Block] = []
    for block in page.blocks:
        lines: list[Line] = []
        for line in block.lines:
            rest = []
            for word in line.words:
                cell = grid.cell(word.box) if block.kind == "body" else None
                if cell is None:
                    rest.append(word)
                elif word.text in RULES:
                    continue
                else:
                    cells.setdefault(cell, []).append((line.box.centre[1], word))
            if rest:
                lines.append(replace(line, words=tuple(rest)))
        if lines:
            blocks.append(replace(block, lines=tuple(lines)))
    if len({row for row, _ in cells}) < 2:
        return page
    rows: list[Line] = []
    for row in range(len(grid.rows) - 1):
        words: list[Word] = []
        for column in range(len(grid.columns) - 1):
            inside = sorted(cells.get((row, column), []), key=lambda one: (one[0], one[1].box.left))
            words += [replace(word, column=column) for _, word in inside]
        if words:
            rows.append(Line(tuple(words)))
    table = Block(tuple(rows), columns=len(grid.columns) - 1)
    at = next(
        (n for n, block in enumerate(blocks) if block.lines and block.box.top > grid.rows[0]),
        len(blocks),
    )
    blocks.insert(at, table)
    return replace(page, blocks=tuple(blocks))
