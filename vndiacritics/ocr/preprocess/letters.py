"""How large the letters of a page are, whatever resolution its file states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import opencv
from vndiacritics.ocr.preprocess.spots import DOT, are_solid

__all__ = ["FEWEST", "Letters", "enlarged", "enlargement", "measured"]

FEWEST = 30
"""Letters without which their size is not told."""

POINTS = 7.0
"""Height of a middling letter of a page in 12 point, in points: between `a` and `ấ`."""

TOO_SMALL = 14.0
"""Pixels of a middling letter; smaller ones are enlarged."""

WANTED = 24.0
"""Pixels of a middling letter the engine reads best; enlargement is by 1.5, 2, 3 or 4."""

LARGEST = 60_000_000
"""Pixels of an enlarged page; with more it would be grain that was taken for letters."""

BELIEVED = 1.9
"""How far a stated resolution may be from what the letters say, as a factor either way."""


class Letters:
    """The letters of a page: how many there are, and how high a middling one is in pixels."""

    def __init__(self, count: int, height: float) -> None:
        self.count = count
        self.height = height

    def dpi(self, stated: float) -> float:
        """Return the pixels an inch: as stated, or as the letters say where that is far off."""
        if self.count < FEWEST:
            return stated
        guessed = self.height * 72 / POINTS
        if guessed / BELIEVED <= stated <= guessed * BELIEVED:
            return stated
        return float(min(1200.0, max(70.0, guessed)))


def measured(stats: NDArray[np.int32], longest: int) -> Letters:
    """Measure the letters of a page.

    Args:
        stats: Of its spots of ink, as of `spots.connected`.
        longest: The longer edge of the page in pixels.
    """
    _, _, widths, heights, areas = stats[1:].astype(np.float64).T
    likely = (
        (np.maximum(heights, widths) >= 4)
        & (np.minimum(heights, widths) >= 2)
        & (heights < 0.1 * longest)
        & (widths < 6 * heights)  # on a page that lies on its side letters do too
        & (heights < 6 * widths)
        & (areas > 0.15 * heights * widths)
    )
    # On a page that lies on its side the longer edge is the height still, for most letters.
    found = np.maximum(heights, widths)[likely]
    if not len(found):
        return Letters(0, 0.0)
    # Dots, hooks and hats are less than half as high as letters; they are not the middling ones,
    # nor are the dots of dotted lines, which may be most of what is on a page.
    others = found[~are_solid(stats[1:])[likely]]
    told = others if len(others) >= FEWEST else found
    large = found[found > DOT * float(np.percentile(told, 80))]
    return Letters(len(large), float(np.median(large)))


def enlargement(letters: Letters, pixels: int) -> float:
    """Return by how much a page of so many pixels is to be enlarged, 1 for not at all."""
    if letters.count < FEWEST or letters.height >= TOO_SMALL:
        return 1.0
    wanted = WANTED / letters.height
    factor = min((1.5, 2.0, 3.0, 4.0), key=lambda factor: abs(factor - wanted))
    return factor if factor**2 * pixels <= LARGEST else 1.0


def enlarged(image: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Enlarge a page."""
    cv2 = opencv()
    height, width = image.shape[:2]
    size = round(width * factor), round(height * factor)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
