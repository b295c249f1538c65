"""Letters on a page that no word of a reading covers: what an engine left out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Page
from vndiacritics.ocr.preprocess.pixels import Grey
from vndiacritics.ocr.preprocess.spots import Spots

__all__ = ["left_out", "letters_of"]

HEIGHT = (0.75, 4.0)
"""Middling letters that a letter or digit is high."""

WIDEST = 6.0
"""Middling letters that letters run into one another are wide."""

COARSE = 4
"""Pixels of the page to one of the plan of what words cover."""

MOST = 4000
"""Spots that no word covers of which each is looked at; more are a picture."""


def letters_of(found: Spots) -> NDArray[np.int32]:
    """Return the spots that are as large as letters: left, top, width and height, n × 4."""
    boxes, middling = found.boxes, found.middling
    _, _, width, height = boxes.T
    likely = (
        (height >= HEIGHT[0] * middling)
        & (height <= HEIGHT[1] * middling)
        & (width <= WIDEST * middling)
    )
    return np.asarray(boxes[likely], dtype=np.int32)


def left_out(letters: NDArray[np.int32], page: Page, seen: Grey) -> NDArray[np.int32]:
    """Return the letters that no word of a reading covers, those taken off before it left out.

    Args:
        letters: As of `letters_of`.
        page: As read, boxes in pixels of `seen`.
        seen: What the engine saw.
    """
    rest = letters[~_covered(letters, page, seen.shape)]
    if len(rest) > MOST:
        return rest[:0]
    was_seen = np.array([_is_seen(seen, spot) for spot in rest], dtype=bool)
    return np.asarray(rest[was_seen], dtype=np.int32)


def _covered(letters: NDArray[np.int32], page: Page, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return which letters have their middle within a word that was read."""
    plan = np.zeros((shape[0] // COARSE + 1, shape[1] // COARSE + 1), dtype=bool)
    for word in page.words():
        edges = (word.box.top, word.box.bottom, word.box.left, word.box.right)
        top, bottom, left, right = (max(0, round(edge / COARSE)) for edge in edges)
        plan[top : bottom + 1, left : right + 1] = True
    left, top, width, height = letters.T
    return np.asarray(plan[(top + height // 2) // COARSE, (left + width // 2) // COARSE])


def _is_seen(seen: Grey, spot: NDArray[np.int32]) -> bool:
    """Return whether a spot was not taken off before the engine saw the page."""
    x, y, width, height = (int(edge) for edge in spot[:4])
    return bool((seen[y : y + height, x : x + width] < 255).mean() > 0.2)
