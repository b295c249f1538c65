"""The angle at which a page lies, and the page set upright."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import Grey, opencv, shrunk

__all__ = ["MAX_SKEW", "MIN_SKEW", "lean", "rotate", "skew", "straightened"]

Matrix = NDArray[np.float64]

MAX_SKEW = 3.0  # degrees; the engine copes with as many more, and `lean` is for what is left
MIN_SKEW = 0.5  # degrees; with less the engine copes, and resampling costs as much as it brings

MOST_LEAN = 20.0
"""Degrees by which a page that was put in askew may lean."""

CLEARLY = 6.0
"""Times as sharply as on average rows alternate at the angle of lines of text. On pages of eight
kinds that lean by 5 to 19 degrees along the lines 12 to 34 times, across them up to 3."""


def skew(grey: Grey) -> float:
    """Find the angle by which lines of text lean, from how sharply rows of ink alternate.

    Returns:
        Degrees, positive where lines rise to the right; within `MAX_SKEW`.
    """
    ink = _ink(grey)
    best = 0.0
    for image, reach, step in ((shrunk(ink, 2), MAX_SKEW, 0.5), (ink, 0.5, 0.125)):
        best = _sharpest(image, best, reach, step)[0]
    return best


def lean(grey: Grey) -> float:
    """Find the angle of lines on a page that was put in askew, be they rows or columns of it.

    Returns:
        Degrees, positive where it is to be turned clockwise; within `MOST_LEAN`, 0 where no angle
        is clearly that of lines.
    """
    ink = _ink(grey)
    edge = round(math.tan(math.radians(MOST_LEAN)) * max(ink.shape) / 2)
    best, most = 0.0, CLEARLY
    for lines in (ink, np.ascontiguousarray(np.rot90(ink))):
        padded = opencv().copyMakeBorder(lines, edge, edge, 0, 0, opencv().BORDER_CONSTANT)
        angle, clearness = _sharpest(shrunk(padded, 2), 0.0, MOST_LEAN, 0.5)
        if clearness > most:
            best, most = _sharpest(padded, angle, 0.5, 0.125)[0], clearness
    return best


def _ink(grey: Grey) -> Grey:
    """Return a page made small, its ink bright, its margins and borders gone."""
    cv2 = opencv()
    ink = 255 - shrunk(grey, max(1, round(max(grey.shape) / 800)))
    margin = max(1, ink.shape[1] // 20)
    ink = np.ascontiguousarray(ink[:, margin:-margin])
    for axis in (0, 1):  # a border, upright as the scanner is, would outweigh all lines of text
        dark = cv2.reduce(ink, axis, cv2.REDUCE_AVG).ravel() > 127
        ink[(slice(None), dark) if axis == 0 else dark] = 0
    return np.asarray(ink, dtype=np.uint8)


def _sharpest(ink: Grey, middle: float, reach: float, step: float) -> tuple[float, float]:
    """Return the angle at which rows alternate most, and how many times as much as on average."""
    angles = np.arange(middle - reach, middle + reach + step / 2, step)
    found = np.array([_sharpness(ink, angle) for angle in angles])
    return float(angles[found.argmax()]), float(found.max() / max(1.0, found.mean()))


def _sharpness(ink: Grey, angle: float) -> float:
    """Return how sharply rows of ink alternate on a page that is turned."""
    cv2 = opencv()
    height, width = ink.shape
    # A shear is a rotation as far as rows are concerned, and cheap.
    slope = math.tan(math.radians(angle))
    matrix = np.array([[1, 0, 0], [slope, 1, -slope * width / 2]], dtype=np.float64)
    sheared = cv2.warpAffine(ink, matrix, (width, height))
    rows = cv2.reduce(sheared, 1, cv2.REDUCE_SUM, dtype=cv2.CV_64F).ravel()
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def rotate(grey: Grey, angle: float) -> Grey:
    """Turn a page clockwise by as many degrees as its lines rise, about its middle."""
    cv2 = opencv()
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(turned, dtype=np.uint8)


def straightened(image: NDArray[np.uint8], angle: float) -> tuple[NDArray[np.uint8], Matrix]:
    """Turn a page clockwise by some degrees, no corner of it cut off.

    Args:
        image: Height × width (× 3), dark on light.
        angle: Degrees.

    Returns:
        The page, white beyond its edges, and the homography (3 × 3) back to what it was.
    """
    cv2 = opencv()
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine)
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    turned = cv2.warpAffine(
        image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )
    back = np.linalg.inv(np.vstack([matrix, (0.0, 0.0, 1.0)]))
    return np.asarray(turned, dtype=np.uint8), back
