"""Two pages on one image, as of an open book or a copier: each is read for itself.

An engine finds the columns, but a header, a signer and foot notes are those of one page.
"""

from __future__ import annotations

from dataclasses import replace

from vndiacritics.ocr.page import Box, Page

__all__ = ["gutter", "halves", "moved", "shifted"]

WIDE = 1.2
"""Times as wide as high that an image of two pages is; an upright one is less wide than high."""

MIDDLE = (0.42, 0.58)
"""Of the width, between which two pages meet."""

CLEAR = 0.035
"""Of the width that is white between them: two margins."""

FEWEST_LINES = 6
"""On either page; fewer may be a slide or a table."""

LONG = 0.5
"""Of the width of a page that its longer lines take; the cells of a table are shorter."""


def gutter(page: Page) -> float | None:
    """Return where two pages that were read as one meet, in pixels; None on one page alone."""
    if page.width < WIDE * page.height:
        return None
    lines = [line.box for line in page.lines()]
    middle = page.width / 2
    left = [box for box in lines if box.centre[0] < middle]
    right = [box for box in lines if box.centre[0] >= middle]
    if min(len(left), len(right)) < FEWEST_LINES:
        return None
    if not all(_has_long_lines(part, page.width / 2) for part in (left, right)):
        return None
    end, start = max(box.right for box in left), min(box.left for box in right)
    place = (end + start) / 2
    if start - end < CLEAR * page.width:
        return None
    return place if MIDDLE[0] * page.width <= place <= MIDDLE[1] * page.width else None


def _has_long_lines(lines: list[Box], width: float) -> bool:
    """Return whether a third of some lines are as long as those of a text."""
    return sum(box.width >= LONG * width for box in lines) * 3 >= len(lines)


def halves(page: Page, place: float) -> tuple[Page, Page]:
    """Return the two pages, each with boxes from its own left edge on."""
    parts = []
    for is_right in (False, True):
        blocks = []
        for block in page.blocks:
            lines = tuple(line for line in block.lines if (line.box.centre[0] >= place) == is_right)
            if lines:
                blocks.append(replace(block, lines=lines))
        width = page.width - round(place) if is_right else round(place)
        half = replace(page, blocks=tuple(blocks), width=width)
        parts.append(shifted(half, -place) if is_right else half)
    return parts[0], parts[1]


def moved(box: Box, by: float) -> Box:
    """Return a box that lies further to the right by some pixels."""
    return replace(box, left=box.left + by, right=box.right + by)


def shifted(page: Page, by: float) -> Page:
    """Return a page whose words lie further to the right by some pixels."""
    if not by:
        return page
    return page.mapped(lambda line: line.moved(lambda box: moved(box, by)))
