"""Lines that an engine read across two columns, parted at the gap between these."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from vndiacritics.ocr.page import Line, Page

__all__ = ["gap_of", "is_across", "parted"]

NEAR = 4
"""Heights of a line: how far from where columns part the gap between them may be."""


def parted(
    lines: Sequence[Line], boundary: float, *, known: tuple[Line, int] | None = None
) -> tuple[list[Line], list[Line]]:
    """Part lines at a boundary, one after as many words as are known to be left of it."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        cut = known[1] if known is not None and line is known[0] else _cut(line, boundary)
        for target, words in ((left, line.words[:cut]), (right, line.words[cut:])):
            if words:
                target.append(replace(line, words=words))
    # On a page that leans, how far a line is down depends on where it starts.
    slope = median(line.slope for line in lines) if lines else 0.0

    def depth(line: Line) -> float:
        x, y = line.box.centre
        return y - slope * x

    return sorted(left, key=depth), sorted(right, key=depth)


def gap_of(lines: Sequence[Line], page: Page) -> float:
    """Find the x that fewest words cross, in the middle of the widest such gap."""
    boxes = [word.box for line in lines for word in line.words]
    low, high = int(page.width * 0.38), int(page.width * 0.66)
    crossing = [sum(box.left < x < box.right for box in boxes) for x in range(low, high, 4)]
    fewest = min(crossing)
    best = length = 0
    end = 0
    for number, count in enumerate([*crossing, fewest + 1]):
        if count == fewest:
            length += 1
            if length > best:
                best, end = length, number
        else:
            length = 0
    return low + 4 * (end - best / 2)


def _cut(line: Line, boundary: float) -> int:
    """Find the gap between words nearest to the boundary: how many words are left of it."""
    gap = _gap_near(line, boundary)
    if gap is not None:
        return gap
    return len(line.words) if line.box.centre[0] < boundary else 0


def _gap_near(line: Line, boundary: float) -> int | None:
    gaps = [
        (max(0.0, before.box.right - boundary, boundary - after.box.left), number)
        for number, (before, after) in enumerate(itertools.pairwise(line.words), start=1)
        if after.box.left - before.box.right > 0.8 * line.height
    ]
    if gaps:
        distance, number = min(gaps)
        if distance < NEAR * line.height:
            return number
    return None


def is_across(line: Line, boundary: float) -> bool:
    """Return whether a line runs on over a boundary, as lines of one column do."""
    reach = NEAR * line.height
    return (
        line.box.left < boundary - reach
        and line.box.right > boundary + reach
        and _gap_near(line, boundary) is None
    )
