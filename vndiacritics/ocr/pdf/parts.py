"""What of a PDF page is text to be seen, what an invisible layer, and what a picture of text.

A scan with a stamp of a few real letters is a scan still; a page of real text may hold a picture
of more. So a page is judged by its parts: how far pictures cover it, how much of it visible lines
cover, and whether the invisible layer, by itself, is any good.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.page import Box, Page
from vndiacritics.ocr.pdf import layer_reader as textlayer
from vndiacritics.ocr.quality import quality

__all__ = [
    "ANEW", "CREDIBLE", "KEEP", "PICTURES", "SCAN", "Parts", "is_kept", "judge", "parts_of",
    "text_hidden",
]  # fmt: skip

KEEP, ANEW, PICTURES = "keep", "anew", "pictures"
"""What is done with a page: its text repaired, the page read anew, its pictures read too."""

SCAN = 0.5
"""Share of the page that pictures cover on a scan."""

PICTURE = 0.06
"""Share of the page from which a picture may hold text worth reading."""

FEWEST_PIXELS = 40_000
"""Of such a picture; less is a logo or a line."""

COVERED = 0.3
"""Share of the page's height that visible lines take on a page of real text."""

CREDIBLE = 0.5
"""Share of credible letters that an invisible layer must have to be kept."""


@dataclass(frozen=True)
class Parts:
    """The parts of a page.

    Attributes:
        visible: The words that are drawn.
        hidden: The words of an invisible layer.
        pictures: Where images stand, on the page as it is shown.
        covered: Share of the page they cover.
    """

    visible: Page
    hidden: Page
    pictures: tuple[Box, ...]
    covered: float


def parts_of(page: Any, geometry: Geometry, *, number: int) -> Parts:
    """Part a page of pypdfium2."""
    pictures = tuple(_pictures(page, geometry))
    width, height = geometry.size
    return Parts(
        textlayer.read(page, geometry, number=number, part="visible"),
        textlayer.read(page, geometry, number=number, part="hidden"),
        pictures,
        _covered(pictures, width, height),
    )


def judge(parts: Parts, *, always: bool = False) -> str:
    """Decide what is done with a page: one of `KEEP`, `ANEW` and `PICTURES`.

    Args:
        parts: Of the page.
        always: Read all pages anew.
    """
    if always:
        return ANEW
    visible, hidden = _letters(parts.visible), _letters(parts.hidden)
    if hidden >= textlayer.FEWEST_LETTERS:
        return KEEP if _is_good(parts.hidden) else ANEW
    if textlayer.is_damaged(parts.visible):
        return ANEW  # hardly a letter, or letters without a meaning
    if parts.covered >= SCAN:
        return KEEP if _lines_share(parts.visible) > COVERED else ANEW
    if parts.covered >= PICTURE and visible:
        return PICTURES
    return KEEP


def is_kept(parts: Parts) -> bool:
    """Return whether visible text stays as it is beside what is read: it is real, on a picture."""
    return bool(
        (parts.pictures or parts.hidden.blocks)
        and parts.visible.blocks
        and not textlayer.is_unreadable(parts.visible)
    )


@contextmanager
def text_hidden(page: Any) -> Iterator[None]:
    """Hide the text of a page of pypdfium2 from who draws it within this context."""
    import pypdfium2.raw as pdfium

    hidden = [
        item
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5)
        if pdfium.FPDFPageObj_SetIsActive(item.raw, False)
    ]
    try:
        yield
    finally:
        for item in hidden:
            pdfium.FPDFPageObj_SetIsActive(item.raw, True)


def _letters(page: Page) -> int:
    return sum(character.isalpha() for word in page.words() for character in word.text)


def _is_good(layer: Page) -> bool:
    if textlayer.is_unreadable(layer) or not textlayer.has_vietnamese(layer):
        return False
    found = quality(layer)
    return found.share >= CREDIBLE


def _lines_share(page: Page) -> float:
    """Return the share of the page's height that has visible lines on it."""
    spans = sorted((line.box.top, line.box.bottom) for line in page.lines())
    total, reach = 0.0, 0.0
    for top, bottom in spans:
        total += max(0.0, bottom - max(top, reach))
        reach = max(reach, bottom)
    return total / max(1, page.height)


def _pictures(page: Any, geometry: Geometry) -> Iterator[Box]:
    import pypdfium2.raw as pdfium

    width, height = geometry.size
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        try:
            box = geometry.to_shown(*item.get_bounds())
            across, down = item.get_px_size()
        except Exception:  # noqa: BLE001, S112 - an image PDFium cannot tell of holds no text
            continue
        if across * down < FEWEST_PIXELS:
            continue
        shown = Box(
            max(0.0, box.left),
            max(0.0, box.top),
            min(float(width), box.right),
            min(float(height), box.bottom),
        )
        if shown.width > 0 and shown.height > 0:
            yield shown


def _covered(pictures: tuple[Box, ...], width: int, height: int) -> float:
    """Return the share of a page that boxes cover, each spot counted once."""
    import numpy as np

    if not pictures or width <= 0 or height <= 0:
        return 0.0
    grid = np.zeros((100, 100), dtype=bool)
    for box in pictures:
        rows = slice(round(box.top / height * 100), round(box.bottom / height * 100))
        columns = slice(round(box.left / width * 100), round(box.right / width * 100))
        grid[rows, columns] = True
    return float(grid.mean())
