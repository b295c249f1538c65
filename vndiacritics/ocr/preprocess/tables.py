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

from vndiacritics.ocr.page import Block, Box, Line, Page, Span, Word
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

SHORTEST = 0.08
"""Of a table's width or height that a rule runs along which parts some columns or rows alone."""

NEAR = 4
"""Pixels at half the page's size by which a rule may lie off."""

PRESENT = 0.3
"""Of the way along a cell that is ruled where there is a rule; less is a cell over several."""

FEWEST = 3
"""Rules each way: two rows and two columns."""


@dataclass(frozen=True)
class Grid:
    """Where the rules of a table are, from the top and from the left, outer ones too."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    spans: tuple[Span, ...] = ()

    def moved(self, x: float, y: float) -> Grid:
        """Return a grid found on a part of the page at half its size, in pixels of the page."""
        rows = tuple(2.0 * (y + row) for row in self.rows)
        return Grid(rows, tuple(2.0 * (x + column) for column in self.columns), self.spans)

    def with_head(self, top: float) -> Grid:
        """Return a grid with one row more above the others."""
        spans = tuple(replace(span, row=span.row + 1) for span in self.spans)
        return Grid((top, *self.rows), self.columns, spans)

    def first(self, cell: tuple[int, int]) -> tuple[int, int]:
        """Return where the words of a cell stand that is a part of a larger one."""
        row, column = cell
        for span in self.spans:
            if (
                span.row <= row < span.row + span.rows
                and span.column <= column < span.column + span.columns
            ):
                return span.row, span.column
        return cell

    def cell(self, box: Box) -> tuple[int, int] | None:
        """Return row and column of a word, None outside of the table."""
        x, y = box.centre
        row, column = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        if 0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1:
            return self.first((row, column))
        return None

    def inside(self, cell: tuple[int, int], rule: float) -> Box:
        """Return the box of a cell, without so many pixels of the rules about it."""
        row, column = cell
        rows = columns = 1
        for span in self.spans:
            if (span.row, span.column) == cell:
                rows, columns = span.rows, span.columns
        return Box(
            self.columns[column] + rule,
            self.rows[row] + rule,
            self.columns[column + columns] - rule,
            self.rows[row + rows] - rule,
        )


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
    count, labels, stats, _ = cv2.connectedComponentsWithStats(frame, connectivity=8)
    found: list[Grid] = []
    for number in range(1, count):
        x, y, width, height = (int(edge) for edge in stats[number][:4])
        if width < 3 * across // 2 or height < 2 * down:
            continue
        here = slice(y, y + height), slice(x, x + width)
        own = labels[here] == number
        grid = _grid(flat[here].astype(bool) & own, steep[here].astype(bool) & own)
        if grid is not None:
            found.append(grid.moved(x, y))
    return found


def _grid(flat: NDArray[np.bool_], steep: NDArray[np.bool_]) -> Grid | None:
    """Return the table of which some rules are, in pixels at half the page's size."""
    height, width = flat.shape
    rows = _rules(flat.sum(axis=1) / width, ACROSS)
    columns = _rules(steep.sum(axis=0) / height, DOWN)
    if len(columns) >= FEWEST:  # a head of two rows is ruled under some columns alone
        rows = _with_short(rows, flat, columns)
    if len(rows) >= FEWEST:
        columns = _with_short(columns, steep.T, rows)
    if len(rows) < FEWEST or len(columns) < FEWEST:
        return None
    lower = _present(flat, rows, columns)
    right = _present(steep.T, columns, rows)
    return Grid(tuple(rows), tuple(columns), _spans(lower[1:-1], right[1:-1].T))


def _with_short(
    found: list[float], rules: NDArray[np.bool_], other: Sequence[float]
) -> list[float]:
    """Add rules that reach from one rule of the other direction to a next one."""
    result = list(found)
    for place in _rules(rules.sum(axis=1) / max(1, rules.shape[1]), SHORTEST):
        if min((abs(place - known) for known in result), default=NEAR + 1) <= NEAR:
            continue
        if _present(rules, [place], other).any():
            result.append(place)
    return sorted(result)


def _present(
    rules: NDArray[np.bool_], rows: Sequence[float], columns: Sequence[float]
) -> NDArray[np.bool_]:
    """Return where there is a rule: for each of `rows`, between each two of `columns`."""
    shares = np.zeros((len(rows), len(columns) - 1))
    for number, row in enumerate(rows):
        near = rules[max(0, round(row) - NEAR) : round(row) + NEAR + 1]
        band = np.asarray(near.any(axis=0), dtype=np.bool_)
        for part, (left, right) in enumerate(itertools.pairwise(columns)):
            inside = band[round(left) + 2 : max(round(left) + 3, round(right) - 1)]
            shares[number, part] = inside.mean() if len(inside) else 1.0
    return np.asarray(shares > PRESENT)


def _spans(lower: NDArray[np.bool_], right: NDArray[np.bool_]) -> tuple[Span, ...]:
    """Return the cells that no rule parts, where together they are a rectangle.

    Args:
        lower: Whether there is a rule under a cell, for all rows but the last.
        right: Whether there is one right of it, for all columns but the last.
    """
    height, width = right.shape[0], lower.shape[1]
    seen = np.zeros((height, width), dtype=bool)
    found: list[Span] = []
    for start in itertools.product(range(height), range(width)):
        if seen[start]:
            continue
        group, waiting = {start}, [start]
        while waiting:
            row, column = waiting.pop()
            near = (
                ((row + 1, column), row + 1 < height and not lower[row, column]),
                ((row - 1, column), row > 0 and not lower[row - 1, column]),
                ((row, column + 1), column + 1 < width and not right[row, column]),
                ((row, column - 1), column > 0 and not right[row, column - 1]),
            )
            for cell, joined in near:
                if joined and cell not in group:
                    group.add(cell)
                    waiting.append(cell)
        for cell in group:
            seen[cell] = True
        down = 1 + max(row for row, _ in group) - start[0]
        across = 1 + max(column for _, column in group) - min(column for _, column in group)
        if len(group) > 1 and len(group) == down * across:
            found.append(Span(*start, down, across))
    return tuple(found)


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
        grid = grid.with_head(edge)
    return grid


def _beside_rule(word: Word) -> Word:
    """Return a word without the rule beside it, which the engine took for a part of it."""
    text = word.text.strip("".join(RULES))
    if text in {"", word.text}:
        return word
    return replace(word, text=text, observed=word.original)


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
                    entry = line.box.centre[1], _beside_rule(word)
                    cells.setdefault(cell, []).append(entry)
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
            rows.append(Line(tuple(words), row=row))
    table = Block(
        tuple(rows), columns=len(grid.columns) - 1, rows=len(grid.rows) - 1, spans=grid.spans
    )
    at = next(
        (n for n, block in enumerate(blocks) if block.lines and block.box.top > grid.rows[0]),
        len(blocks),
    )
    blocks.insert(at, table)
    return replace(page, blocks=tuple(blocks))
