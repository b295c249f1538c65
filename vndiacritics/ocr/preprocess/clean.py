"""The page before it is read: what is no letter goes, and what leans is set upright.

Every step takes and gives a grey image (height × width, `uint8`, paper 255) and can be used alone;
`clean` is the order that paid on real scans; docs/trials/scans.md tells what each step brought.
The user's own image is never changed: a cleaned page is only what the engine gets to see.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Box, Mark
from vndiacritics.ocr.preprocess.colours import parted, without_colour
from vndiacritics.ocr.preprocess.leaders import Leader, leaders, without_leaders
from vndiacritics.ocr.preprocess.pixels import MM, Grey, grey, ink_of, opencv, shrunk
from vndiacritics.ocr.preprocess.raised import Raised, bars, raised
from vndiacritics.ocr.preprocess.signs import Sign, signs, without_signs
from vndiacritics.ocr.preprocess.skew import MIN_SKEW, rotate, skew
from vndiacritics.ocr.preprocess.specks import without_specks
from vndiacritics.ocr.preprocess.spots import Spots, spots
from vndiacritics.ocr.preprocess.tables import Grid, grids

__all__ = ["Cleaned", "clean", "grey", "rotate", "skew", "without_colour", "without_specks"]

RING = 0.8  # of an outline that is inked; real seals have 0.96 and more, an imprint 0.6

PALER = 40.0
"""Levels of 255 by which a grey seal is paler than letters, for those under it to be told."""


@dataclass(frozen=True)
class Cleaned:
    """A page as the engine gets it.

    Attributes:
        image: Grey, of the size of the original.
        spots: Those of its ink, also of what went.
        angle: Degrees by which it was turned counter-clockwise about its middle.
        stamps: Frames of received stamps, in pixels of `image`; what stood in them is gone.
        stamp_images: What stood in each, upright, to be read for itself.
        taken: Share of the ink within the borders that went, stamps not counted.
        leaders: Dotted lines, which went too.
        tables: Ruled ones, in pixels of `image`.
        marks: Seals and pens that went, those in colour in pixels of the page before it was turned.
        seals: Seals that went by their shape, in pixels of `image`.
        signs: Boxes to tick and bullets, which went too.
        raised: What may be raised numbers.
        bars: Signs with a bar under them.
    """

    image: Grey
    spots: Spots
    angle: float = 0.0
    stamps: tuple[Box, ...] = ()
    stamp_images: tuple[Grey, ...] = ()
    taken: float = 0.0
    leaders: tuple[Leader, ...] = ()
    tables: tuple[Grid, ...] = ()
    marks: tuple[Mark, ...] = ()
    seals: tuple[Mark, ...] = ()
    signs: tuple[Sign, ...] = ()
    raised: tuple[Raised, ...] = ()
    bars: tuple[Box, ...] = ()


def clean(image: NDArray[np.uint8], *, dpi: float = 300.0) -> Cleaned:
    """Prepare a page for the engine.

    Args:
        image: Height × width, or × 3 in the order red, green, blue.
        dpi: Pixels an inch.
    """
    faded = parted(image, dpi=dpi)
    page = faded.grey
    angle = skew(page)
    if abs(angle) >= MIN_SKEW:
        page = rotate(page, angle)
    else:
        angle = 0.0
    ink = ink_of(page)
    page = without_borders(page, ink, dpi=dpi)
    frames = stamp_frames(ink, dpi=dpi)
    parts = tuple(page[_slices(frame)].copy() for frame in frames)
    page = without_frames(page, frames)
    found = spots(ink)
    dotted = leaders(found)
    page = without_leaders(page, dotted)
    ticks = signs(found)
    page = without_signs(page, ticks)
    before = _seen(ink, page)
    page, seals = without_seals(page, ink, dpi=dpi)
    page = without_specks(page, found)
    after = _seen(ink, page)
    return Cleaned(
        page,
        found,
        angle,
        tuple(frames),
        parts,
        1 - after / before if before else 0.0,
        tuple(dotted),
        tuple(grids(ink, dpi=dpi)),
        faded.marks,
        seals,
        tuple(ticks),
        tuple(raised(found)),
        tuple(bars(found)),
    )


# --- the steps ------------------------------------------------------------------------------------


def without_borders(grey: Grey, ink: Grey, *, dpi: float) -> Grey:
    """Take out dark areas that touch an edge of the page: the lid, a shadow, a crease."""
    cv2 = opencv()
    scale = 8
    height, width = ink.shape
    dark = (shrunk(ink, scale) > 127).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    long = 12 * MM * dpi / scale
    mask = np.zeros_like(dark)
    for number in range(1, count):
        x, y, w, h, _area = stats[number]
        at_edge = x <= 1 or y <= 1 or x + w >= dark.shape[1] - 1 or y + h >= dark.shape[0] - 1
        if at_edge and max(w, h) > long:
            mask[labels == number] = 255
    if not mask.any():
        return grey
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    full = cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.bitwise_or(grey, full), dtype=np.uint8)


def stamp_frames(ink: Grey, *, dpi: float) -> list[Box]:
    """Find the frames of received stamps: lone boxes of a stamp's size in the upper half.

    A frame is two horizontal rules of one length over each other, with a vertical rule at either
    end. Boxes with more verticals between them belong to a table.
    """
    half = opencv().resize(
        ink[: ink.shape[0] // 2], None, fx=0.5, fy=0.5, interpolation=opencv().INTER_AREA
    )
    upper = np.where(half > 64, np.uint8(255), np.uint8(0))
    horizontal = _rules(upper, round(2 * MM * dpi), 22 * MM * dpi)
    vertical = [
        Box(box.top, box.left, box.bottom, box.right)
        for box in _rules(np.ascontiguousarray(upper.T), round(1.5 * MM * dpi), 6 * MM * dpi)
    ]
    near = 4 * MM * dpi
    frames: list[Box] = []
    for top in horizontal:
        for bottom in horizontal:
            if not 12 * MM * dpi < bottom.top - top.top < 50 * MM * dpi:
                continue
            if max(top.width, bottom.width) > 100 * MM * dpi:
                continue
            if abs(top.left - bottom.left) > near or abs(top.right - bottom.right) > near:
                continue
            box = Box(
                min(top.left, bottom.left),
                top.top,
                max(top.right, bottom.right),
                bottom.bottom,
            )
            sides = [rule for rule in vertical if _spans(rule, box)]
            left = any(abs(rule.centre[0] - box.left) < near for rule in sides)
            right = any(abs(rule.centre[0] - box.right) < near for rule in sides)
            inner = [r for r in sides if box.left + near < r.centre[0] < box.right - near]
            if left and right and not inner:
                frames.append(box)
    return _outermost(frames)


def without_frames(grey: Grey, frames: list[Box]) -> Grey:
    """Take stamps out; they are read for themselves."""
    if not frames:
        return grey
    result = grey.copy()
    for frame in frames:
        result[_slices(frame)] = 255
    return result


def without_seals(grey: Grey, ink: Grey, *, dpi: float) -> tuple[Grey, tuple[Mark, ...]]:
    """Take round seals out by their shape, for pages without colour; return where they were."""
    cv2 = opencv()
    scale = dpi / 37.5
    if scale.is_integer():
        small = shrunk(ink, int(scale))
    else:
        small = cv2.resize(ink, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
    circles = cv2.HoughCircles(
        small,
        cv2.HOUGH_GRADIENT,
        dp=1,
        minDist=20 * MM * 37.5,
        param1=200,
        param2=22,
        minRadius=int(14 * MM * 37.5),
        maxRadius=int(23 * MM * 37.5),
    )
    if circles is None:
        return grey, ()
    result = grey.copy()
    found: list[Mark] = []
    for x, y, radius in np.asarray(circles).reshape(-1, 3)[:4]:
        centre, size = (float(x * scale), float(y * scale)), float(radius * scale)
        covered, centre, size = _ring(ink, centre, size, reach=2 * scale)
        if covered >= RING:
            reach = round(size * 1.06)
            middle, down = round(centre[0]), round(centre[1])
            box = Box(middle - reach, down - reach, middle + reach, down + reach)
            disc, ring = np.zeros_like(ink), np.zeros_like(ink)
            cv2.circle(disc, (middle, down), reach, 255, -1)
            cv2.circle(ring, (middle, down), round(0.93 * size), 255, round(0.26 * size))
            result[(disc > 0) & (grey >= _darkest_of_seal(grey, ink, ring))] = 255
            found.append(Mark("seal", box))
    return result, tuple(found)


def _darkest_of_seal(grey: Grey, ink: Grey, ring: Grey) -> float:
    """Return the level from which on ink is of a grey seal; what is darker are letters under it.

    Args:
        grey: The page.
        ink: Of it.
        ring: Where the rim of the seal and the words along it are.
    """
    letters = float(np.median(grey[ink > 0]))
    seal = float(np.median(grey[(ink & ring) > 0]))
    return (letters + seal) / 2 if seal - letters > PALER else 0.0


# --- geometry -------------------------------------------------------------------------------------


def _seen(ink: Grey, page: Grey) -> int:
    """Return how much of the ink is still on a page."""
    cv2 = opencv()
    return int(cv2.countNonZero(cv2.bitwise_and(ink, cv2.compare(page, 255, cv2.CMP_LT))))


def _slices(box: Box) -> tuple[slice, slice]:
    return (
        slice(max(0, math.floor(box.top)), math.ceil(box.bottom)),
        slice(max(0, math.floor(box.left)), math.ceil(box.right)),
    )


def _rules(ink: Grey, run: int, length: float) -> list[Box]:
    """Find horizontal rules: unbroken runs of ink that together reach a length.

    `ink` and `run` are at half the page's size, `length` and the boxes at its own.
    """
    cv2 = opencv()
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    runs = cv2.dilate(runs, np.ones((3, run // 2), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    return [
        Box(2.0 * x, 2.0 * y, 2.0 * (x + w), 2.0 * (y + h))
        for x, y, w, h, _ in stats[1:]
        if 2 * w >= length and h < w / 6
    ]


def _spans(rule: Box, box: Box) -> bool:
    """Return whether a vertical rule runs along most of a box's height."""
    shared = min(rule.bottom, box.bottom) - max(rule.top, box.top)
    return shared > 0.6 * box.height


def _outermost(frames: list[Box]) -> list[Box]:
    found: list[Box] = []
    for frame in sorted(frames, key=lambda box: -box.width * box.height):
        if not any(other.holds(*frame.centre) for other in found):
            found.append(frame)
    return found


def _ring(
    ink: Grey, centre: tuple[float, float], radius: float, *, reach: float
) -> tuple[float, tuple[float, float], float]:
    """Find the circle near the one given that is inked most: the share, its centre and radius."""
    height, width = ink.shape
    angles = np.linspace(0, 2 * math.pi, 120, endpoint=False)
    sizes = np.linspace(radius * 0.85, radius * 1.15, 31)[:, None]
    best = (0.0, centre, radius)
    for spread in (reach, reach / 4):
        middle = best[1]
        for dx in np.linspace(-spread, spread, 7):
            for dy in np.linspace(-spread, spread, 7):
                x, y = middle[0] + dx, middle[1] + dy
                columns = np.clip(np.rint(x + sizes * np.cos(angles)).astype(int), 0, width - 1)
                rows = np.clip(np.rint(y + sizes * np.sin(angles)).astype(int), 0, height - 1)
                covered = np.count_nonzero(ink[rows, columns], axis=1) / len(angles)
                most = int(covered.argmax())
                if covered[most] > best[0]:
                    best = (float(covered[most]), (float(x), float(y)), float(sizes[most, 0]))
    return best
