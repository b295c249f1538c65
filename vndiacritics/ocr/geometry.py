"""Between a page as it is shown, in pixels from the top left, and the user space of a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vndiacritics.ocr.page import Box

__all__ = ["Geometry", "shown_box"]


def shown_box(crop: Iterable[float], media: Iterable[float]) -> tuple[float, float, float, float]:
    """Return the part of a PDF page that is shown: left, bottom, right and top in points.

    Args:
        crop: The page's CropBox, its corners in any order.
        media: Its MediaBox, beyond which nothing is shown; all of it is where nothing else would.

    Examples:
        >>> shown_box((-100, -100, 700, 400), (0, 0, 595, 842))
        (0.0, 0.0, 595.0, 400.0)
        >>> shown_box((900, 900, 950, 950), (0, 842, 595, 0))
        (0.0, 0.0, 595.0, 842.0)
    """
    left, bottom, right, top = _upright(media)
    inner = _upright(crop)
    part = max(left, inner[0]), max(bottom, inner[1]), min(right, inner[2]), min(top, inner[3])
    if part[0] >= part[2] or part[1] >= part[3]:
        return left, bottom, right, top
    return part


def _upright(box: Iterable[float]) -> tuple[float, float, float, float]:
    x, y, other_x, other_y = (float(edge) for edge in box)
    return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


@dataclass(frozen=True)
class Geometry:
    """Where the visible part of a PDF page lies, and how it is turned.

    Attributes:
        left: Of the visible box in user space, in points.
        bottom: Likewise.
        right: Likewise.
        top: Likewise.
        rotation: Degrees clockwise by which the page is shown turned: 0, 90, 180 or 270.
        dpi: Pixels an inch of the page as it is shown.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0
    dpi: float = 300.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the page as it is shown, in pixels."""
        width, height = self.right - self.left, self.top - self.bottom
        if self.rotation in {90, 270}:
            width, height = height, width
        return round(width * self.dpi / 72), round(height * self.dpi / 72)

    @property
    def across(self) -> tuple[float, float]:
        """The direction in user space of what is shown as going to the right."""
        return {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}[self.rotation]

    def to_user(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of user space that is shown at a pixel.

        Example:
            >>> Geometry(0, 0, 72, 144, rotation=0, dpi=72).to_user(10, 20)
            (10.0, 124.0)
        """
        dx, dy = x * 72 / self.dpi, y * 72 / self.dpi
        if self.rotation == 90:
            return self.left + dy, self.bottom + dx
        if self.rotation == 180:
            return self.right - dx, self.bottom + dy
        if self.rotation == 270:
            return self.right - dy, self.top - dx
        return self.left + dx, self.top - dy

    def to_shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the box in pixels at which a rectangle of user space is shown."""
        scale = self.dpi / 72
        if self.rotation == 90:
            box = (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        elif self.rotation == 180:
            box = (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        elif self.rotation == 270:
            box = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        else:
            box = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        return Box(*(edge * scale for edge in box))
