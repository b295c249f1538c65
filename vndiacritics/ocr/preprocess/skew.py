"""The angle at which a page lies, and the page set upright."""

from __future__ import annotations

import math

import numpy as np

from vndiacritics.ocr.preprocess.pixels import Grey, opencv, shrunk

__all__ = ["MIN_SKEW", "rotate", "skew"]

MAX_SKEW = 3.0  # degrees; more is a page put in askew, which the engine tells itself
MIN_SKEW = 0.5  # degrees; with less the engine copes, and resampling costs as much as it brings


def skew(grey: Grey) -> float:
    """Find the angle by which lines of text lean, from how sharply rows of ink alternate.

    Returns:
        Degrees, positive where lines rise to the right; within `MAX_SKEW`.
    """
    cv2 = opencv()
    ink = 255 - shrunk(grey, max(1, round(max(grey.shape) / 800)))
    margin = max(1, ink.shape[1] // 20)
    ink = np.ascontiguousarray(ink[:, margin:-margin])
    for axis in (0, 1):  # a border, upright as the scanner is, would outweigh all lines of text
        dark = cv2.reduce(ink, axis, cv2.REDUCE_AVG).ravel() > 127
        ink[(slice(None), dark) if axis == 0 else dark] = 0

    best = 0.0
    for image, reach, step in ((shrunk(ink, 2), MAX_SKEW, 0.5), (ink, 0.5, 0.125)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[np.argmax([_sharpness(image, angle) for angle in angles])])
    return best


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
