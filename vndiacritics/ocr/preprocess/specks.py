"""Specks: spots of ink too small for any dot of a letter of the line they stand in.

Bold headings and dark bands have strokes several times as wide as those of foot notes on the same
page. So the width of a stroke is taken where the spot is, and of the finest print near it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import Grey
from vndiacritics.ocr.preprocess.spots import Spots

__all__ = ["without_specks"]

Runs = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
"""Row, column and length of runs of ink."""

SPECK = 0.35
"""Of the square of a stroke; dots of i and nặng are 0.8 and more."""

TILE = (48, 256)
"""Rows and columns over which the width of a stroke is taken: about a line, and some words."""

DOT = 0.1
"""Of the square of a stroke that a spot has at least which stands where a letter's dot would."""

DOT_GAP = 2.2
"""Strokes between a letter and its dot at most."""

LETTER = 2.2
"""Strokes that the longer edge of a letter has at least."""

EDGE = 0.15
"""Of a letter's width at either side, under which no dot stands."""

FEWEST_RUNS = 40
"""Of ink in a tile, without which it tells nothing of the letters there."""


def without_specks(grey: Grey, found: Spots) -> Grey:
    """Take out spots of ink too small for any dot of a letter near them."""
    runs = _runs(found.ink, 4)
    stroke = _usual_stroke(runs)
    if not stroke:
        return grey
    labels, stats = found.labels, found.stats
    lefts, tops, _, _, areas = stats.T
    small = np.flatnonzero(areas < SPECK * stroke**2)
    small = small[small > 0]
    if not len(small):
        return grey
    strokes = _local_strokes(found.ink.shape, runs, stroke)[
        tops[small] // TILE[0], lefts[small] // TILE[1]
    ]
    tiny = areas[small] < SPECK * strokes**2
    specks, strokes = small[tiny], strokes[tiny]
    dots = areas[specks] >= DOT * strokes**2
    dots[dots] = _are_dots(found, specks[dots], strokes[dots])
    specks = specks[~dots]
    result = grey.copy()
    for number in specks:
        x, y, width, height, _ = stats[number]
        around = slice(max(0, y - 1), y + height + 1), slice(max(0, x - 1), x + width + 1)
        owner = labels[around]
        result[around][(owner == number) | (owner == 0)] = 255  # with its grey fringe
    return result


def _are_dots(
    found: Spots, asked: NDArray[np.intp], strokes: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return which spots stand right under the middle of a letter, or over it.

    Args:
        found: The spots of the page.
        asked: The labels of those that are asked for.
        strokes: Width of a letter's stroke near each of them, in pixels.
    """
    labels, stats = found.labels, found.stats
    left, top, across, down, _ = stats[asked].T
    middle = left + across / 2
    column = np.minimum(middle.astype(np.intp), labels.shape[1] - 1)
    reach = np.rint(DOT_GAP * strokes).astype(np.intp)
    result = np.zeros(len(asked), dtype=bool)
    for step in range(1, int(reach.max(initial=0)) + 1):
        for row in (top - step, top + down - 1 + step):
            inside = (step <= reach) & (row >= 0) & (row < labels.shape[0])
            owner = labels[np.clip(row, 0, labels.shape[0] - 1), column]
            x, _, width, height, _ = stats[owner].T
            letter = (owner > 0) & (np.maximum(width, height) >= LETTER * strokes)
            over = (x + EDGE * width <= middle) & (middle <= x + (1 - EDGE) * width)
            result |= inside & letter & over
    return result


def _usual_stroke(runs: Runs) -> float:
    """Return the width of a letter's stroke: the median run of ink in the rows, 0 without any.

    The median does not see borders and seals, which have few runs though long ones.
    """
    _, _, lengths = runs
    return float(np.median(lengths)) if len(lengths) else 0.0


def _runs(ink: Grey, step: int) -> Runs:
    """Return row, column and length of the runs of ink in every so manieth row."""
    rows = np.pad(ink[::step] > 0, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(rows, axis=1)
    row, start = np.nonzero(change > 0)
    _, end = np.nonzero(change < 0)
    return row * step, start, end - start


def _local_strokes(shape: tuple[int, ...], runs: Runs, usual: float) -> NDArray[np.float64]:
    """Return the width of a stroke for each tile: the least of it and of those round it."""
    height, width = shape
    down, across = -(-height // TILE[0]), -(-width // TILE[1])
    row, column, length = runs
    tile = (row // TILE[0]) * across + column // TILE[1]
    order = np.lexsort((length, tile))
    tile, length = tile[order], length[order]
    starts = np.searchsorted(tile, np.arange(down * across))
    counts = np.searchsorted(tile, np.arange(down * across), side="right") - starts
    strokes = np.full(down * across, usual)
    known = counts >= FEWEST_RUNS
    strokes[known] = length[starts[known] + counts[known] // 2]
    grid = np.pad(np.minimum(strokes, usual).reshape(down, across), 1, mode="edge")
    around = [grid[y : y + down, x : x + across] for y in range(3) for x in range(3)]
    return np.asarray(np.min(around, axis=0), dtype=np.float64)
