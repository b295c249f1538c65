"""Ink in colour: seals and pens fade from what the engine sees, printed letters stay.

The brightest of the three channels is taken of a seal: ink in red or blue is bright in its own,
black is dark in all, also where a red seal lies over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Box, Mark
from vndiacritics.ocr.preprocess.pixels import MM, Grey, grey, opencv

__all__ = ["Parted", "parted", "without_colour"]

MIN_CHROMA = 48  # of 255 between the channels; less is the fringe of black letters

SEAL = (18.0, 52.0)
"""Millimetres across a seal."""

NEAR = 2.5
"""Millimetres between strokes that belong together."""

LEAST = 3.0
"""Millimetres of the longer edge of a mark that is told of."""

BLACK = 110  # of the brightest channel, of 255

GRID = 4
"""Pixels of the page to one of those on which strokes are grouped."""

FEWEST_LETTERS = 6
"""Spots of ink in a colour that are printed letters when they are alike in height."""


@dataclass(frozen=True)
class Parted:
    """A page without ink in colour, in grey, and the seals and pens that went."""

    grey: Grey
    marks: tuple[Mark, ...] = ()


def without_colour(image: NDArray[np.uint8]) -> Grey:
    """Make seals, stamps and pens in colour fade."""
    return parted(image, dpi=300.0).grey


def parted(image: NDArray[np.uint8], *, dpi: float) -> Parted:
    """Part ink in colour from the rest of a page; see `Parted`."""
    if image.ndim == 2:
        return Parted(image)
    cv2 = opencv()
    result = grey(image)
    first, second, third = cv2.split(image)
    brightest = cv2.max(cv2.max(first, second), third)
    darkest = cv2.min(cv2.min(first, second), third)
    chroma = (cv2.subtract(brightest, darkest) > MIN_CHROMA).astype(np.uint8)
    # Scanners put a thin fringe of colour around black letters; ink in colour is thicker.
    core = cv2.morphologyEx(chroma, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    if not core.any():
        return Parted(result)
    coloured = cv2.dilate(core, np.ones((5, 5), np.uint8)) & chroma
    red = (first == brightest).astype(np.uint8)
    marks: list[Mark] = []
    # Thin strokes in colour are ink too where no black letter is near, whose fringe they might be.
    black = cv2.dilate((brightest < BLACK).astype(np.uint8), np.ones((5, 5), np.uint8))
    thin = chroma & (1 - black)
    for mask, fine in (
        (coloured & red, thin & red),
        (coloured & (1 - red), thin & (1 - red)),  # the pen that crosses a seal
    ):
        for here, spots, area in _groups(mask, dpi):
            if _is_printed(spots):
                continue
            ink = (spots | (fine[here] & area)) > 0
            # Of its own colour the ink is as bright as paper, but for the black that it lies over.
            level = max(1.0, float(np.median(brightest[here][ink])))
            faded = np.minimum(255.0, brightest[here] * (258.0 / level)).astype(np.uint8)
            shown = np.where(ink, faded, result[here])
            # The soft edge of a stroke has hardly a colour left, and reads as a comma.
            edge = cv2.dilate(ink.astype(np.uint8), np.ones((7, 7), np.uint8)) & (1 - black[here])
            result[here] = np.where((edge > 0) & ~ink, np.uint8(255), shown)
            box = _box(here, ink)
            if max(box.width, box.height) >= LEAST * MM * dpi:
                marks.append(Mark(_kind(box, dpi), box))
    return Parted(result, tuple(marks))


def _groups(
    mask: NDArray[np.uint8], dpi: float
) -> Iterator[tuple[tuple[slice, slice], NDArray[np.uint8], NDArray[np.uint8]]]:
    """Yield strokes that stand close together: where, the strokes, and the area about them."""
    cv2 = opencv()
    if not mask.any():
        return
    small = cv2.resize(mask * 255, None, fx=1 / GRID, fy=1 / GRID, interpolation=cv2.INTER_AREA)
    reach = max(3, round(NEAR * MM * dpi / GRID) | 1)
    near = cv2.dilate((small > 40).astype(np.uint8), np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for number in range(1, count):
        x, y, width, height = (int(edge) for edge in stats[number][:4])
        own = (labels[y : y + height, x : x + width] == number).astype(np.uint8)
        here = (
            slice(GRID * y, GRID * (y + height)),
            slice(GRID * x, GRID * (x + width)),
        )
        part = mask[here]
        full = np.repeat(np.repeat(own, GRID, axis=0), GRID, axis=1)
        area = full[: part.shape[0], : part.shape[1]]
        if (part & area).any():
            yield here, part & area, area


def _box(here: tuple[slice, slice], ink: NDArray[np.bool_]) -> Box:
    rows, columns = np.nonzero(ink)
    y, x = int(here[0].start), int(here[1].start)
    return Box(
        float(x + columns.min()),
        float(y + rows.min()),
        float(x + columns.max() + 1),
        float(y + rows.max() + 1),
    )


def _kind(box: Box, dpi: float) -> str:
    across, down = (edge / (MM * dpi) for edge in (box.width, box.height))
    round_ = 0.7 < across / max(down, 0.1) < 1.43
    return (
        "seal" if round_ and SEAL[0] <= min(across, down) <= max(across, down) <= SEAL[1] else "pen"
    )


def _is_printed(spots: NDArray[np.uint8]) -> bool:
    """Return whether spots of ink are printed letters: many, alike in height, none joined."""
    _, _, stats, _ = opencv().connectedComponentsWithStats(spots, connectivity=8)
    heights, widths = stats[1:, 3].astype(float), stats[1:, 2].astype(float)
    letters = (heights >= 8) & (heights >= 0.4 * np.percentile(heights, 90))
    if int(letters.sum()) < FEWEST_LETTERS:
        return False
    middle = float(np.median(heights[letters]))
    alike = (np.abs(heights[letters] / middle - 1) < 0.55) & (
        widths[letters] < 2.2 * heights[letters]
    )
    return bool(alike.mean() > 0.8 and heights.max() < 2.5 * middle)
