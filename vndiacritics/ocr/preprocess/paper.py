"""The sheet of paper on a photo: its outline, and the sheet as if it lay under a scanner."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import Grey, opencv, shrunk

__all__ = ["Sheet", "find", "flattened"]

LEAST_AREA = 0.2
"""Of the photo that a sheet covers."""

MOST_AREA = 0.97
"""Of the photo; what covers more is the photo itself."""

FILLED = 0.93
"""Of its four-cornered outline that a sheet covers, with surety about its corners."""

SMALL = 500
"""Pixels of the longer edge on which the outline is looked for."""

DARKER = 0.75
"""Of the brightness of the sheet that what is round it has at most."""


@dataclass(frozen=True)
class Sheet:
    """A sheet on a photo.

    Attributes:
        corners: Top left, top right, bottom right, bottom left, in pixels, 4 × 2; None where they
            are not sure.
        mask: Where the sheet is, of the size of the photo.
    """

    corners: NDArray[np.float64] | None
    mask: Grey


def find(grey: Grey) -> Sheet | None:
    """Find a sheet that lies on something darker; None for a page that fills its image."""
    cv2 = opencv()
    scale = max(1, round(max(grey.shape) / SMALL))
    # Letters go first: a sheet is bright between them.
    cell = np.ones((scale, scale), np.uint8)
    small = shrunk(cv2.dilate(grey, cell) if scale > 1 else grey, scale)
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    small = cv2.medianBlur(small, 5)
    if not _has_dark_rim(small):
        return None
    best: tuple[float, NDArray[np.uint8], NDArray[np.float64] | None] | None = None
    for region in _regions(small):
        graded = _graded(region, small)
        if graded is not None and (best is None or graded[0] > best[0] + 0.02):
            best = graded
    if best is None:
        return None
    _, region, corners = best
    mask = cv2.resize(region, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    mask = np.where(mask > 0.5, np.uint8(255), np.uint8(0))
    return Sheet(None if corners is None else (corners + 0.5) * scale, mask)


def _has_dark_rim(small: Grey) -> bool:
    """Return whether the rim of an image is darker than its middle, on two sides at least."""
    height, width = small.shape
    depth = max(2, min(height, width) // 60)
    middle = float(np.percentile(small[height // 6 : -height // 6, width // 6 : -width // 6], 75))
    rims = (small[:depth], small[-depth:], small[:, :depth], small[:, -depth:])
    return sum(float(np.median(rim)) < DARKER * middle for rim in rims) >= 2


def _regions(small: Grey) -> Iterator[NDArray[np.uint8]]:
    """Yield bright regions, parted from what is darker at several levels."""
    cv2 = opencv()
    otsu, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    below = small[small < otsu]
    levels = {float(otsu)}
    if len(below) > 100:  # a sheet half in shadow has three levels, of which the lowest is the desk
        lower, _ = cv2.threshold(below.reshape(-1, 1), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        levels.add(float(lower))
    rim = np.concatenate([small[:3].ravel(), small[-3:].ravel(), small[:, :3].ravel(),
                          small[:, -3:].ravel()])  # fmt: skip
    levels.add(float(np.percentile(rim, 90)) + 8)
    levels.add(float(np.percentile(rim, 60)) + 16)
    for level in sorted(levels):
        bright = (small > level).astype(np.uint8)
        bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(bright, connectivity=4)
        if count > 1:
            largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
            yield (labels == largest).astype(np.uint8)


def _graded(
    region: NDArray[np.uint8], small: Grey
) -> tuple[float, NDArray[np.uint8], NDArray[np.float64] | None] | None:
    """Return how well a region would do as a sheet, with its filled hull and its corners."""
    cv2 = opencv()
    outlines, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    area = cv2.contourArea(hull)
    share = area / region.size
    if not LEAST_AREA < share < MOST_AREA:
        return None
    solid = cv2.contourArea(outline) / max(area, 1.0)
    if solid < 0.8:
        return None
    filled = np.zeros(region.shape, np.uint8)
    cv2.drawContours(filled, [outline], -1, 1, -1)
    around = small[filled == 0]
    if np.median(around) > DARKER * np.median(small[filled > 0]):
        return None
    corners = _corners(hull, area)
    grade = solid + (0.3 if corners is not None else 0.0) + 0.2 * share
    return grade, filled, corners


def _corners(hull: NDArray[np.int32], area: float) -> NDArray[np.float64] | None:
    """Return the four corners of a hull, None where it has other than four."""
    cv2 = opencv()
    length = cv2.arcLength(hull, closed=True)
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.045):
        found = cv2.approxPolyDP(hull, tolerance * length, closed=True)
        if len(found) == 4:
            break
    else:
        return None
    corners = found.reshape(4, 2).astype(np.float64)
    if area / max(1.0, cv2.contourArea(found)) < FILLED or area > 1.06 * cv2.contourArea(found):
        return None
    corners = _refined(corners, hull.reshape(-1, 2).astype(np.float64))
    return _ordered(corners)


def _refined(corners: NDArray[np.float64], hull: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move corners, which may be rounded or dog-eared, to where the edges between them meet."""
    cv2 = opencv()
    lines = []
    dense = _dense(hull)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - start
        length = float(np.hypot(*along))
        normal = np.array([-along[1], along[0]]) / length
        place = (dense - start) @ (along / length) / length
        near = dense[(np.abs((dense - start) @ normal) < 4) & (place > 0.1) & (place < 0.9)]
        if len(near) < 5:
            return corners
        vx, vy, x, y = cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((float(vx), float(vy), float(x), float(y)))
    result = []
    for number in range(4):
        ax, ay, px, py = lines[number - 1]
        bx, by, qx, qy = lines[number]
        determinant = ax * by - ay * bx
        if abs(determinant) < 0.3:
            return corners
        t = ((qx - px) * by - (qy - py) * bx) / determinant
        result.append((px + t * ax, py + t * ay))
    return np.array(result)


def _dense(hull: NDArray[np.float64]) -> NDArray[np.float64]:
    pieces = []
    for start, end in zip(hull, np.roll(hull, -1, axis=0), strict=True):
        count = max(1, int(np.hypot(*(end - start))))
        pieces.append(start + (end - start) * np.linspace(0, 1, count, endpoint=False)[:, None])
    return np.concatenate(pieces)


def _ordered(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Order corners: top left, top right, bottom right, bottom left."""
    middle = corners.mean(axis=0)
    around = sorted(corners.tolist(), key=lambda p: math.atan2(p[1] - middle[1], p[0] - middle[0]))
    first = min(range(4), key=lambda number: around[number][0] + around[number][1])
    return np.array(around[first:] + around[:first])


def flattened(
    image: NDArray[np.uint8], corners: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Show the sheet between four corners from above.

    Returns:
        The sheet, and the homography from its pixels to those of the photo.
    """
    cv2 = opencv()
    top_left, top_right, bottom_right, bottom_left = corners
    across = max(np.hypot(*(top_right - top_left)), np.hypot(*(bottom_right - bottom_left)))
    down = max(np.hypot(*(bottom_left - top_left)), np.hypot(*(bottom_right - top_right)))
    width, height = max(2, round(float(across))), max(2, round(float(down)))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(
        image, there, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, dtype=np.uint8), np.linalg.inv(there)
