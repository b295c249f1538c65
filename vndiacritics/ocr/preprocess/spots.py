"""Connected spots of ink: found once, for all that look at letters, dots, boxes and specks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Box
from vndiacritics.ocr.preprocess.pixels import Grey, opencv

__all__ = ["DOT", "Spots", "are_solid", "box_of", "connected", "pairs", "spots"]

FEW = 60_000
"""Of the 65,535 that 16 bits can count."""

FEWEST = 20
"""Spots that may be letters, without which none is a middling one."""

DOT = 0.45
"""Of the height of large letters that dots, hooks and hats have at most."""

SOLID = 0.5
"""Of its frame that a dot inks; a disc 0.785, one of few pixels less."""

EVERY = 7
"""Of so many rows one tells of spots; no divisor of the times that rows of a fax are repeated."""


@dataclass(frozen=True)
class Spots:
    """The spots of ink of an upright page.

    Attributes:
        ink: Height × width, 255 where ink is, 0 elsewhere.
        labels: Of each pixel the number of its spot, from 1; 0 for paper.
        stats: A row each label, that of paper first: left, top, width, height and area in pixels.
    """

    ink: Grey
    labels: NDArray[np.uint16] | NDArray[np.int32]
    stats: NDArray[np.int32]

    @property
    def boxes(self) -> NDArray[np.int32]:
        """Left, top, width and height of each spot, n × 4."""
        return self.stats[1:, :4]

    @property
    def letter_heights(self) -> NDArray[np.int32]:
        """The heights in pixels of the spots that may be letters, dots of dotted lines left out."""
        widths, heights = self.boxes[:, 2:].T
        likely = (heights >= 6) & (widths < 4 * heights) & (heights < self.ink.shape[0] // 10)
        solid = are_solid(self.stats[1:])
        others = heights[likely & ~solid]
        if len(others) >= FEWEST:
            likely &= ~solid | (heights > DOT * np.percentile(others, 80))
        return np.asarray(heights[likely], dtype=np.int32)

    @cached_property
    def middling(self) -> float:
        """The height in pixels of a low letter; 0 on a page with too few letters to tell."""
        heights = self.letter_heights
        return float(np.median(heights)) if len(heights) >= FEWEST else 0.0


def box_of(spot: NDArray[np.signedinteger[Any]]) -> Box:
    """Return the box of a spot, given as its left, top, width, height and what may follow."""
    x, y, width, height = (float(edge) for edge in spot[:4])
    return Box(x, y, x + width, y + height)


def are_solid(stats: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Return which spots, given as left, top, width, height and area, are as full as dots are."""
    _, _, widths, heights, areas = stats.T
    alike = np.abs(widths - heights) <= np.maximum(1, 0.2 * heights)
    return np.asarray(alike & (areas >= SOLID * widths * heights))


def pairs(
    ordered: NDArray[np.signedinteger[Any]],
    low: NDArray[np.floating[Any]],
    high: NDArray[np.floating[Any]],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair each row with every value within its bounds.

    Args:
        ordered: Values, ascending.
        low: The lower bound of each row, within.
        high: The upper one, within too.

    Returns:
        The numbers of a row and of a value for each pair, row after row.
    """
    first = np.searchsorted(ordered, low)
    count = np.searchsorted(ordered, high, side="right") - first
    row = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, np.repeat(first, count) + place


def spots(ink: Grey) -> Spots:
    """Find the spots of ink, those that touch at a corner as one."""
    return Spots(ink, *connected(ink))


def connected(ink: Grey) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """Return the labels and the statistics of spots of ink, as `Spots` has them."""
    cv2 = opencv()
    # Labels of 16 bits take a third of the time.
    kind = cv2.CV_16U if _has_few(ink) else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        ink, 8, kind, cv2.CCL_SPAGHETTI
    )
    return labels, stats


def _has_few(ink: Grey) -> bool:
    """Return whether spots of ink are surely fewer than 16 bits can count, from some rows.

    Each spot has a topmost run of ink, with none above; on pages of text a tenth as many are found.
    """
    above, below = ink[:-1:EVERY], ink[1::EVERY]
    tops = (below[: len(above)] > 0) & (above == 0)
    starts = np.count_nonzero(tops[:, 1:] & ~tops[:, :-1]) + np.count_nonzero(tops[:, 0])
    return EVERY * int(starts) < FEW
