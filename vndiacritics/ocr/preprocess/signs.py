"""Boxes to tick and bullets: found by their shape, kept from the engine, and put back as signs.

An engine with a Vietnamese model has no letters for them and reads `L]`, `LI`, `e`, `«` or `©`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Block, Box, Line, Page, Word, body_lines
from vndiacritics.ocr.preprocess.pixels import Grey, opencv
from vndiacritics.ocr.preprocess.spots import Spots, box_of
from vndiacritics.ocr.preprocess.tables import Grid

__all__ = ["BULLET", "EMPTY", "RING", "TICKED", "Sign", "signs", "with_signs", "without_signs"]

EMPTY, TICKED, BULLET, RING = "☐", "☑", "•", "○"

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

BEYOND = 2.6
"""Edges of a box that it and a tick are large which reaches beyond it."""

BOLD = 0.65
"""Of the inside of such a box that its tick inks at most: a pen's stroke is as wide as it is."""

DISC = (0.28, 0.8)
"""Middling letters that a bullet measures across."""

SOLID = 0.65
"""Of its frame that a bullet inks; a disc 0.785."""

ACROSS = (0.5, 1.9)
"""Middling letters that a hollow bullet measures across."""

HOLE, RIM_OF_RING = 0.5, (0.55, 1.15)
"""Of its half width: what is white within, and where its stroke runs all round."""

SECTORS = 24
"""Into which that stroke is divided; there is ink in each."""

CLEAR = 1.2
"""Middling letters left, above and below of a bullet that are white."""

LEAP = (0.3, 4.0)
"""Middling letters between a bullet and the word behind it."""

FEWEST_BULLETS = 2
"""In one column; a disc alone may be a speck, and a ring the letter O."""

BESIDE = 2.5
"""Heights of a line between its words and a box that belongs to it."""


@dataclass(frozen=True)
class Sign:
    """A sign on the page: one of `EMPTY`, `TICKED`, `BULLET`, `RING`, and where."""

    text: str
    box: Box


def signs(spots: Spots) -> list[Sign]:
    """Find the boxes and bullets of an upright page."""
    height = spots.middling
    if not height:
        return []
    ink = spots.ink
    shapes = spots.stats[1:].astype(np.int64)
    _, _, widths, heights, areas = shapes.T
    alike = np.abs(widths - heights) <= np.maximum(2, 0.2 * heights)
    square = shapes[alike & (heights >= BOX[0] * height) & (heights <= BOX[1] * height)]
    found = [
        Sign(EMPTY if share < INSIDE else TICKED, box_of(shape))
        for shape in square[_have_corners(ink, square)]
        if (share := _share_inside(ink, shape)) is not None
    ]
    found += _ticked_beyond(ink, shapes, [sign.box.width for sign in found])
    likely = (
        alike
        & (heights >= DISC[0] * height)
        & (heights <= DISC[1] * height)
        & (areas >= SOLID * widths * heights)
    )
    discs = [shape for shape in shapes[likely] if _opens_a_line(ink, shape, height)]
    found += [Sign(BULLET, box_of(shape)) for shape in _in_columns(discs, height)]
    hollow = (
        alike
        & (heights >= ACROSS[0] * height)
        & (heights <= ACROSS[1] * height)
        & (areas < SOLID * widths * heights)
    )
    rings = [
        shape
        for shape in shapes[hollow][_are_white_within(ink, shapes[hollow])]
        if _opens_a_line(ink, shape, height, rules=False) and _is_ring(ink, shape)
    ]
    found += [Sign(RING, box_of(shape)) for shape in _in_columns(rings, height)]
    return found


def _ticked_beyond(ink: Grey, shapes: NDArray[np.int64], edges: Sequence[float]) -> list[Sign]:
    """Return the boxes whose tick reaches beyond them, on a page with other boxes.

    Args:
        ink: Of the page.
        shapes: Its spots: left, top, width, height and area.
        edges: Of the boxes that were found, in pixels.
    """
    if not edges:
        return []
    edge = float(np.median(edges))
    _, _, widths, heights, _ = shapes.T
    longer, shorter = np.maximum(widths, heights), np.minimum(widths, heights)
    larger = (longer > 1.05 * edge) & (longer <= BEYOND * edge) & (shorter >= 0.9 * edge)
    found = []
    for shape in shapes[larger]:
        frame = _frame_in(ink, shape, edge)
        if frame is not None and _share_inside(ink, frame, most=BOLD) is not None:
            found.append(Sign(TICKED, box_of(shape)))
    return found


def _frame_in(ink: Grey, shape: NDArray[np.int64], edge: float) -> NDArray[np.int64] | None:
    """Return the frame, of an edge in pixels, that straight strokes make within a spot."""
    x, y, width, height = (int(side) for side in shape[:4])
    part = ink[y : y + height, x : x + width]
    left, right = _ends_of_runs(part, round(0.7 * edge))
    top, bottom = _ends_of_runs(part.T, round(0.7 * edge))
    frame = np.array([x + left, y + top, right - left, bottom - top], dtype=np.int64)
    reaches = max(width - frame[2], height - frame[3]) > 0.1 * edge
    is_one = np.abs(frame[2:] - edge).max() <= max(2.0, 0.12 * edge)
    return frame if reaches and is_one else None


def _ends_of_runs(part: Grey, least: int) -> tuple[int, int]:
    """Return where most long runs of ink in rows begin and end; a tick makes some of them longer.

    Args:
        part: Of the ink.
        least: Pixels of a run that counts.
    """
    cv2 = opencv()
    padded = np.pad(part, ((0, 0), (least, least)))  # what lies outside would count as ink
    runs = cv2.morphologyEx(padded, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    inked = runs[runs.any(axis=1)] > 0
    if not len(inked):
        return 0, 0
    starts = inked.argmax(axis=1) - least
    ends = inked.shape[1] - inked[:, ::-1].argmax(axis=1) - least
    return int(np.percentile(starts, 75)), int(np.percentile(ends, 25))


def _in_columns(shapes: Sequence[NDArray[np.int64]], height: float) -> list[NDArray[np.int64]]:
    """Return the shapes that have others of their kind above or below them."""
    reach = int(0.4 * height)
    lefts = sorted(int(shape[0]) for shape in shapes)
    return [
        shape
        for shape in shapes
        if bisect_right(lefts, shape[0] + reach) - bisect_left(lefts, shape[0] - reach)
        >= FEWEST_BULLETS
    ]


def _have_corners(ink: Grey, shapes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which shapes have ink at two corners, as one has whose sides are inked by `SIDE`."""
    left, top, width, height = shapes[:, :4].T
    rim = np.maximum(2, np.rint(RIM * width)).astype(np.int64)
    reach = ((1 - SIDE) * width).astype(np.int64) + 1
    first = np.zeros(len(shapes), dtype=bool)
    last = first.copy()
    for row in range(int(rim.max(initial=0))):
        for column in range(int(reach.max(initial=0))):
            near = (row < rim) & (column < reach)
            first |= near & (ink[top + row, left + column] > 0)
            last |= near & (ink[top + height - 1 - row, left + width - 1 - column] > 0)
    return first & last


def _are_white_within(ink: Grey, shapes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which shapes are white at the middle and at four places round it."""
    left, top, width, height = shapes[:, :4].T
    result = np.ones(len(shapes), dtype=bool)
    for down, across in ((4, 4), (3, 4), (5, 4), (4, 3), (4, 5)):
        result &= ink[top + height * down // 8, left + width * across // 8] == 0
    return result


def _share_inside(ink: Grey, shape: NDArray[np.int64], *, most: float = FULL) -> float | None:
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
    return share if share <= most else None


def _is_ring(ink: Grey, shape: NDArray[np.int64]) -> bool:
    """Return whether a stroke runs round a white middle, as in no letter but o."""
    x, y, width, height = (int(edge) for edge in shape[:4])
    part = ink[y : y + height, x : x + width] > 0
    down, across = np.indices(part.shape, dtype=float)
    down = (down + 0.5 - height / 2) / (height / 2)
    across = (across + 0.5 - width / 2) / (width / 2)
    away = np.hypot(down, across)
    rim = (away >= RIM_OF_RING[0]) & (away <= RIM_OF_RING[1])
    if (part & (away < HOLE)).any() or (part & (away > RIM_OF_RING[1])).any():
        return False
    sector = ((np.arctan2(down, across) / (2 * np.pi) + 0.5) * SECTORS).astype(int) % SECTORS
    return len(np.unique(sector[part & rim])) == SECTORS


def _opens_a_line(
    ink: Grey, shape: NDArray[np.int64], height: float, *, rules: bool = True
) -> bool:
    """Return whether a disc stands alone before a word, or, where they count, a rule."""
    x, y, width, tall = (int(edge) for edge in shape[:4])
    clear = round(CLEAR * height)
    near = ink[max(0, y - round(0.5 * height)) : y + tall + round(0.5 * height)]
    left = near[:, max(0, x - clear) : max(0, x - 1)]
    gap = near[:, x + width + 1 : x + width + 1 + round(LEAP[0] * height)]
    behind = near[:, x + width + 1 : x + width + 1 + round(LEAP[1] * height)]
    over = ink[max(0, y - round(0.4 * height)) : y, x : x + width]
    under = ink[y + tall : y + tall + round(0.4 * height), x : x + width]
    if left.any() or gap.any() or over.any() or under.any():
        return False
    inked = behind.any(axis=0)
    return bool(inked.any()) and (rules or not behind[:, int(inked.argmax())].all())


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
