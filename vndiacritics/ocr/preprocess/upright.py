"""How a page lies, by its letters: they stand on one line, and their heads are of many heights.

Of two letters side by side the feet are level more often than the heads: marks and tall letters
outnumber the five that hang below the line, in Vietnamese more than in other languages. On 34 pages
2 to 40 times as many pairs are level at the feet alone as at the heads alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.spots import pairs

__all__ = ["turn_of"]

HIGH = (0.7, 3.0)
"""Middling letters that a letter is high, without its marks."""

BESIDE = (-0.1, 0.5)
"""Middling letters from the end of a letter to the next one."""

LEVEL = 0.07
"""Middling letters by which feet that are level differ at most."""

FEWEST = 20
"""Pairs without which nothing is told."""

MORE = 1.6
"""Times as many pairs level at the feet as at the heads."""

ALONG = 4.0
"""Times as many pairs along the lines as across them."""


def turn_of(stats: NDArray[np.int32], middling: float) -> int:
    """Return the degrees clockwise by which a page is to be turned to stand upright.

    Args:
        stats: Of its spots of ink, as of `spots.connected`.
        middling: Height of a middling letter in pixels.

    Returns:
        90, 180 or 270; 0 where it stands upright or cannot be told.
    """
    left, top, width, height = stats[1:, :4].astype(np.int64).T
    down = _pairs(left, top, width, height, middling)
    across = _pairs(top, left, height, width, middling)
    (feet, heads, all_), (other_feet, other_heads, other_all) = down, across
    if all_ > ALONG * other_all:
        return 180 if heads >= FEWEST and heads > MORE * feet else 0
    if other_all > ALONG * all_:
        if other_feet >= FEWEST and other_feet > MORE * other_heads:
            return 90
        if other_heads >= FEWEST and other_heads > MORE * other_feet:
            return 270
    return 0


def _pairs(
    left: NDArray[np.int64],
    top: NDArray[np.int64],
    width: NDArray[np.int64],
    height: NDArray[np.int64],
    middling: float,
) -> tuple[int, int, int]:
    """Count pairs of letters side by side: level at the feet alone, at the heads alone, in all."""
    letters = (height >= HIGH[0] * middling) & (height <= HIGH[1] * middling)
    order = np.flatnonzero(letters)[np.argsort(left[letters], kind="stable")]
    left, top, right, bottom = left[order], top[order], (left + width)[order], (top + height)[order]
    one, other = pairs(left, right + BESIDE[0] * middling, right + BESIDE[1] * middling)
    shared = np.minimum(bottom[one], bottom[other]) - np.maximum(top[one], top[other])
    least = 0.5 * np.minimum(bottom[one] - top[one], bottom[other] - top[other])
    beside = (shared >= least) & (one != other)
    one, other = one[beside], other[beside]
    slack = max(1.0, LEVEL * middling)
    feet = np.abs(bottom[one] - bottom[other]) <= slack
    heads = np.abs(top[one] - top[other]) <= slack
    return int((feet & ~heads).sum()), int((heads & ~feet).sum()), len(one)
