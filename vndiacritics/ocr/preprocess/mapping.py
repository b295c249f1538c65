"""From pixels of the page as the engine gets it back to those of the page as it was handed in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Box, Line, Page

__all__ = ["Mapping", "scaling", "shift", "turn"]

Points = NDArray[np.float64]
"""n × 2, x before y."""

Step = NDArray[np.float64] | Callable[[Points], Points]
"""A homography (3 × 3), or a function of points for paper that is bent."""


@dataclass(frozen=True)
class Mapping:
    """Steps that lead from the prepared page to the original, the first of them first."""

    steps: tuple[Step, ...] = ()

    def after(self, step: Step) -> Mapping:
        """Return the mapping of a page that was changed once more: `step` undoes that change."""
        return Mapping((step, *self.steps))

    def points(self, points: Points) -> Points:
        """Return where points of the prepared page lie on the original."""
        result = np.asarray(points, dtype=np.float64)
        for step in self.steps:
            if callable(step):
                result = step(result)
                continue
            whole = np.column_stack([result, np.ones(len(result))]) @ step.T
            result = whole[:, :2] / whole[:, 2:]
        return result

    def box(self, box: Box, width: float, height: float) -> Box:
        """Return the upright box round where a box lies on an original of some size."""
        x, y = box.centre
        found = self.points(
            np.array(
                [
                    (box.left, box.top),
                    (box.right, box.top),
                    (box.right, box.bottom),
                    (box.left, box.bottom),
                    (box.left, y),
                    (box.right, y),
                    (x, y),
                ]
            )
        )
        low, high = found[:4].min(axis=0), found[:4].max(axis=0)
        # Along its line a box does not grow by leaning, or it would lie over its neighbours.
        along = int(np.argmax(np.abs(found[5] - found[4])))
        low[along], high[along] = sorted((found[4][along], found[5][along]))
        return Box(
            min(max(0.0, float(low[0])), width),
            min(max(0.0, float(low[1])), height),
            max(0.0, min(width, float(high[0]))),
            max(0.0, min(height, float(high[1]))),
        )

    def page(self, page: Page, width: int, height: int, *, angle: int = 0) -> Page:
        """Put the boxes of a page where they are on the original.

        Args:
            page: In pixels of the prepared page.
            width: Of the original.
            height: Of the original.
            angle: Degrees clockwise by which its text lies turned there: 0, 90, 180 or 270.
        """
        if not self.steps:
            return replace(page, width=width, height=height)
        mapped = page.mapped(lambda line: self._line(line, width, height, angle))
        return replace(mapped, width=width, height=height, angle=angle)

    def _line(self, line: Line, width: int, height: int, angle: int) -> Line:
        box = line.box
        base = box.bottom + line.offset
        ends = np.array(
            [
                (box.left, base),
                (box.right, base + line.slope * box.width),
                (box.left, base - max(1.0, line.height)),
            ]
        )
        start, end, above = self.points(ends)
        across = end - start
        if angle in {90, 270}:  # as it would look if the page were turned upright
            across = across[::-1] * (1, -1) if angle == 90 else across[::-1] * (-1, 1)
        elif angle == 180:
            across = -across
        slope = float(across[1] / across[0]) if abs(across[0]) > 1 else 0.0
        size = float(np.hypot(*(above - start))) if line.size else 0.0
        moved = line.moved(lambda box: self.box(box, width, height))
        return replace(moved, slope=slope, size=size)


def scaling(factor: float) -> NDArray[np.float64]:
    """Return the step that undoes an enlargement."""
    return np.diag([1 / factor, 1 / factor, 1.0])


def shift(x: float, y: float) -> NDArray[np.float64]:
    """Return the step from pixels of a part of a page to those of the page."""
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def rotation(angle: float, width: int, height: int) -> NDArray[np.float64]:
    """Return the step that undoes a clockwise turn by some degrees about the middle of a page."""
    radians = math.radians(angle)
    cosine, sine = math.cos(radians), math.sin(radians)
    x, y = width / 2, height / 2
    return np.array(
        [
            [cosine, sine, x - x * cosine - y * sine],
            [-sine, cosine, y + x * sine - y * cosine],
            [0.0, 0.0, 1.0],
        ]
    )


def turn(angle: int, width: int, height: int) -> NDArray[np.float64]:
    """Return the step that undoes a clockwise turn by 90, 180 or 270 degrees.

    Args:
        angle: By which the page was turned.
        width: Of the page before.
        height: Of the page before.
    """
    if angle == 90:
        return np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, height], [0.0, 0.0, 1.0]])
    if angle == 180:
        return np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
    if angle == 270:
        return np.array([[0.0, -1.0, width], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    return np.eye(3)
