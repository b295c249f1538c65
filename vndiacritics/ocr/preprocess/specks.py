"""Specks: spots of ink too small for any dot of a letter of the line they stand in.

Bold headings and dark bands have strokes several times as wide as those of foot notes on the same
page. So the width of a stroke is taken where the spot is, and of the finest print near it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import Grey, opencv

__all__ = ["stroke_width", "without_specks"]

FEW_SPOTS = 60_000
"""Of the 65,535 that 16 bits can count."""

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


def without_specks(grey: Grey, ink: Grey) -> Grey:
    """Take out spots of ink too small for any dot of a letter near them."""
    cv2 = opencv()
    stroke = stroke_width(ink)
    if not stroke:
        return grey
    # Labels of 16 bits take a third of the time.
    kind = cv2.CV_16U if _has_few_spots(ink) else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        ink, 8, kind, cv2.CCL_SPAGHETTI
    )
    areas = stats[:, cv2.CC_STAT_AREA]
    small = np.flatnonzero(areas < SPECK * stroke**2)
    small = small[small > 0]
    if not len(small):
        return grey
    local = _local_strokes(ink, stroke)
    rows = stats[small, cv2.CC_STAT_TOP] // TILE[0]
    columns = stats[small, cv2.CC_STAT_LEFT] // TILE[1]
    strokes = local[rows, columns]
    tiny = areas[small] < SPECK * strokes**2
    specks, strokes = small[tiny], strokes[tiny]
    large = areas[specks] >= DOT * strokes**2
    specks = specks[~(large & _are_dots(labels, stats, specks, strokes))]
    result = grey.copy()
    for number in specks:
        x, y, width, height, _ = stats[number]
        around = slice(max(0, y - 1), y + height + 1), slice(max(0, x - 1), x + width + 1)
        owner = labels[around]
        result[around][(owner == number) | (owner == 0)] = 255  # with its grey fringe
    return result


def _are_dots(
    labels: NDArray[Any],
    stats: NDArray[np.int32],
    spots: NDArray[np.intp],
    strokes: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Return which spots stand right under the middle of a letter, or over it.

    Args:
        labels: Of the spots of ink, height × width.
        stats: Of OpenCV, a row each label.
        spots: The labels that are asked for.
        strokes: Width of a letter's stroke near each of them.
    """
    left, top, across, down, _ = stats[spots].T
    middle = left + across / 2
    column = np.minimum(middle.astype(np.intp), labels.shape[1] - 1)
    reach = np.rint(DOT_GAP * strokes).astype(np.intp)
    found = np.zeros(len(spots), dtype=bool)
    for step in range(1, int(reach.max(initial=0)) + 1):
        for row in (top - step, top + down - 1 + step):
            inside = (step <= reach) & (row >= 0) & (row < labels.shape[0])
            owner = labels[np.clip(row, 0, labels.shape[0] - 1), column]
            x, _, width, height, _ = stats[owner].T
            letter = (owner > 0) & (np.maximum(width, height) >= LETTER * strokes)
            over = (x + EDGE * width <= middle) & (middle <= x + (1 - EDGE) * width)
            found |= inside & letter & over
    return found


def stroke_width(ink: Grey) -> float:
    """Return the width of a letter's stroke: the median run of ink in the rows, 0 without any.

    The median does not see borders and seals, which have few runs though long ones.
    """
    _, _, lengths = _runs(ink, 4)
    return float(np.median(lengths)) if len(lengths) else 0.0


def _runs(ink: Grey, step: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return row, column and length of the runs of ink in every so manieth row."""
    rows = np.pad(ink[::step] > 0, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(rows, axis=1)
    row, start = np.nonzero(change > 0)
    _, end = np.nonzero(change < 0)
    return row * step, start, end - start


def _local_strokes(ink: Grey, usual: float) -> NDArray[np.float64]:
    """Return the width of a stroke for each tile: the least of it and of those round it."""
    height, width = ink.shape
    down, across = -(-height // TILE[0]), -(-width // TILE[1])
    row, column, length = _runs(ink, 4)
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


def _has_few_spots(ink: Grey) -> bool:
    """Return whether spots of ink are surely fewer than 16 bits can count, from every eighth row.

    Each spot has a topmost run of ink, with none above; on pages of text a tenth as many are found.
    """
    above, below = ink[:-1:8], ink[1::8]
    tops = (below[: len(above)] > 0) & (above == 0)
    starts = np.count_nonzero(tops[:, 1:] & ~tops[:, :-1]) + np.count_nonzero(tops[:, 0])
    return 8 * int(starts) < FEW_SPOTS
