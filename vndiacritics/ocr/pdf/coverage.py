"""Whether the text of a PDF page covers the letters that its pictures show.

An invisible layer may have the first lines of a scan alone, and what was typed into a scanned form
is real text between letters that no one can search for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vndiacritics.ocr.page import Box, Page
from vndiacritics.ocr.preprocess.pixels import grey, ink_of
from vndiacritics.ocr.preprocess.spots import spots
from vndiacritics.ocr.preprocess.unread import left_out, letters_of

if TYPE_CHECKING:
    from vndiacritics.ocr.sources import PageImage

__all__ = ["COVERAGE_DPI", "letters_outside"]

COVERAGE_DPI = 150.0
"""Pixels an inch in which letters are counted."""

FEWEST = 40
"""Letters outside of all words, without which they may be a stamp, a logo or a signature."""

SHARE = 0.15
"""Of a page's letters that are outside of all words where a part of its text is missing; an
invisible layer that is a little off leaves the letters at the ends of its words."""


def letters_outside(image: PageImage, page: Page) -> int:
    """Count the letters that a picture of a page shows where its text has no word.

    Args:
        image: The page as drawn, without the text that is real.
        page: Its text.

    Returns:
        How many, 0 where they are so few that no part of the text need be missing.
    """
    seen = grey(image.pixels)
    found = spots(ink_of(seen))
    if not found.middling:
        return 0
    letters = letters_of(found)
    scale = image.dpi / page.dpi

    def scaled(box: Box) -> Box:
        return Box(*(scale * edge for edge in (box.left, box.top, box.right, box.bottom)))

    rest = left_out(letters, page.mapped(lambda line: line.moved(scaled)), seen)
    return len(rest) if len(rest) >= max(FEWEST, SHARE * len(letters)) else 0
