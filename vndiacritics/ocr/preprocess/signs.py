"""Boxes to tick and bullets: found by their shape, kept from the engine, and put back as signs.

An engine with a Vietnamese model has no letters for them and reads `L]`, `LI`, `e` or `«`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Block, Box, Line, Page, Word, body_lines
from vndiacritics.ocr.preprocess.pixels import Grey
from vndiacritics.ocr.preprocess.spots import Spots
from vndiacritics.ocr.preprocess.tables import Grid

__all__ = ["BULLET", "EMPTY", "TICKED", "Sign", "signs", "with_signs", "without_signs"]

EMPTY, TICKED, BULLET = "☐", "☑", "•"

BOX = (0.8, 2.6)
"""Middling letters that an edge of a box to tick has."""

SIDE = 0.93
"""Of each side of a box that is inked in one row; round letters have half of it."""

RIM = 0.16
"""Of the edge of a box within which its sides are."""

CROSSED = 0.4
"""Of the row within a side that a tick may cross."""

FULL = 0.5
"""Of the inside of a box that a tick or cross inks at most."""

INSIDE = 0.04
"""Of the inside of a box that a tick or cross inks at least."""

DISC = (0.28, 0.8)
"""Middling letters that a bullet measures across."""

SOLID = 0.65
"""Of its frame that a bullet inks; a disc 0.785."""

CLEAR = 1.2
"""Middling letters left, above and below of a bullet that are white."""

LEAP = (0.3, 4.0)
"""Middling letters between a bullet and the word behind it."""

FEWEST_BULLETS = 2
"""In one column; a disc alone may be a speck."""

BESIDE = 2.5
"""Heights of a line between its words and a box that belongs to it."""


@dataclass(frozen=True)
class Sign:
    """A sign on the page: one of `EMPTY`, `TICKED`, `BULLET`, and where."""

    text: str
    box: Box


def signs(spots: Spots) -> list[Sign]:
    """Find the boxes and bullets of an upright page."""
    letters = spots.letter_heights
    if len(letters) < 20:
        return []
    height = float(np.median(letters))
    ink = spots.ink
    shapes = spots.stats[1:].astype(np.int64)
    _, _, widths, heights, areas = shapes.T
    alike = np.abs(widths - heights) <= np.maximum(2, 0.2 * heights)
    found = [
        Sign(EMPTY if share < INSIDE else TICKED, _box(shape))
        for shape in shapes[alike & (heights >= BOX[0] * height) & (heights <= BOX[1] * height)]
        if (share := _share_inside(ink, shape)) is not None
    ]
    likely = (
        alike
        & (heights >= DISC[0] * height)
        & (heights <= DISC[1] * height)
        & (areas >= SOLID * widths * heights)
    )
    discs = [shape for shape in shapes[likely] if _opens_a_line(ink, shape, height)]
    columns = np.array([shape[0] for shape in discs], dtype=float)
    found += [
        Sign(BULLET, _box(shape))
        for shape in discs
        if (np.abs(columns - shape[0]) <= 0.4 * height).sum() >= FEWEST_BULLETS
    ]
    return found


def _box(shape: NDArray[np.int64]) -> Box:
    x, y, width, height = (float(edge) for edge in shape[:4])
    return Box(x, y, x + width, y + height)


def _share_inside(ink: Grey, shape: NDArray[np.int64]) -> float | None:
    """Return the share of ink within a box, None where its four sides are no thin frame."""
    x, y, width, height = (int(edge) for edge in shape[:4])
    part = ink[y : y + height, x : x + width] > 0
    rim = max(2, round(RIM * width))
    along = (
        *(part[:rim], part[::-1][:rim]),  # top and bottom
        *(part.T[:rim], part.T[::-1][:rim]),  # left and right
    )
    if any(float(side.mean(axis=1).max()) < SIDE for side in along):
        return None
    inner = part[rim:-rim, rim:-rim]
    if not inner.size:
        return None
    # The sides are thin: letters that fill a square have stems and bowls as thick as any stroke.
    thin = (inner[0], inner[-1], inner[:, 0], inner[:, -1])
    if sum(float(line.mean()) > CROSSED for line in thin) > 1:
        return None
    share = float(inner.mean())
    return share if share <= FULL else None


def _opens_a_line(ink: Grey, shape: NDArray[np.int64], height: float) -> bool:
    """Return whether a disc stands alone before a word."""
    x, y, width, tall = (int(edge) for edge in shape[:4])
    clear = round(CLEAR * height)
    near = ink[max(0, y - round(0.5 * height)) : y + tall + round(0.5 * height)]
    left = near[:, max(0, x - clear) : max(0, x - 1)]
    gap = near[:, x + width + 1 : x + width + 1 + round(LEAP[0] * height)]
    behind = near[:, x + width + 1 : x + width + 1 + round(LEAP[1] * height)]
    over = ink[max(0, y - round(0.4 * height)) : y, x : x + width]
    under = ink[y + tall : y + tall + round(0.4 * height), x : x + width]
    return not (left.any() or gap.any() or over.any() or under.any()) and bool(behind.any())


def without_signs(grey: Grey, found: Sequence[Sign]) -> Grey:
    """Take boxes and bullets off what the engine sees."""
    if not found:
        return grey
    result = grey.copy()
    for sign in found:
        top, left = max(0, int(sign.box.top) - 2), max(0, int(sign.box.left) - 2)
        result[top : int(sign.box.bottom) + 2, left : int(sign.box.right) + 2] = 255
    return result


def with_signs(page: Page, found: Sequence[Sign], *, tables: Sequence[Grid] = ()) -> Page:
    """Put boxes and bullets back into the lines of a page that was read without them.

    Args:
        page: As read, in order.
        found: Where they were.
        tables: A sign beside no text is a line of its own in these, and a drawing elsewhere.
    """
    if not found:
        return page
    blocks = list(page.blocks)
    for sign in sorted(found, key=lambda one: one.box.left):
        word = Word(sign.text, sign.box, drawn=True)
        place = _place(sign.box, blocks)
        if place is not None:
            number, row = place
            blocks[number] = blocks[number].with_word(row, word)
        elif any(grid.cell(sign.box) is not None for grid in tables):
            blocks.append(Block((Line((word,)),)))
    return replace(page, blocks=tuple(blocks))


def _place(box: Box, blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Return block and row of the line a sign stands in."""
    best: tuple[float, tuple[int, int]] | None = None
    for number, row, line in body_lines(blocks):
        middle = box.centre[1] - line.slope * (box.centre[0] - line.box.left)
        if not line.box.top - 0.2 * line.height <= middle <= line.box.bottom + 0.2 * line.height:
            continue
        distance = min(
            max(0.0, word.box.left - box.right, box.left - word.box.right) for word in line.words
        )
        if distance <= BESIDE * line.height and (best is None or distance < best[0]):
            best = distance, (number, row)
    return None if best is None else best[1]
