"""Images of pages, and the library that works on them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.errors import MissingExtraError

__all__ = ["MM", "Grey", "grey", "ink_of", "opencv", "shrunk"]

Grey = NDArray[np.uint8]
"""Height × width, paper 255."""

MM = 1 / 25.4
"""Inches in a millimetre."""


def opencv() -> Any:
    """Return OpenCV, told to use one thread.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import cv2
    except ImportError as error:
        raise MissingExtraError("cleaning pages needs OpenCV", extra="ocr") from error
    cv2.setNumThreads(1)  # pages are what is done in parallel
    return cv2


def grey(image: NDArray[np.uint8]) -> Grey:
    """Return a page in grey, as it is."""
    if image.ndim == 2:
        return image
    return np.asarray(opencv().cvtColor(image, opencv().COLOR_RGB2GRAY), dtype=np.uint8)


def ink_of(page: Grey) -> Grey:
    """Return what is dark on a page as 255, by the level that parts it best (Otsu 1979)."""
    cv2 = opencv()
    _, ink = cv2.threshold(page, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(ink, dtype=np.uint8)


def shrunk(image: Grey, times: int) -> Grey:
    """Make an image smaller by a whole number, which OpenCV does several times faster."""
    cv2 = opencv()
    height, width = (max(1, edge // times) for edge in image.shape)
    cut = image[: height * times, : width * times]
    return np.asarray(
        cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
