"""Pages of a PDF on which real text stands beside a scan: each word is found once.

What is printed as text stays as it is. It is hidden from the engine while the rest is read, and
left out of the new invisible layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vndiacritics.ocr.page import Block, Box, Line, Page
from vndiacritics.ocr.pdf.parts import Parts
from vndiacritics.ocr.quality import quality
from vndiacritics.ocr.reading_order import arrange
from vndiacritics.ocr.sources import PageImage

__all__ = ["only", "with_printed"]

READABLE = 0.5
"""Share of credible letters that a picture on a page of text must have to be one of text."""

FEWEST = 12
"""Credible letters of such a picture; fewer are a logo."""


def only(image: PageImage, pictures: Sequence[Box], dpi: float) -> PageImage:
    """Return a page without what stands outside some boxes.

    Args:
        image: The page.
        pictures: In pixels at `dpi`.
        dpi: Of the boxes.
    """
    result = np.full_like(image.pixels, 255)
    scale = image.dpi / dpi
    for box in pictures:
        rows = slice(max(0, round(box.top * scale)), round(box.bottom * scale))
        columns = slice(max(0, round(box.left * scale)), round(box.right * scale))
        result[rows, columns] = image.pixels[rows, columns]
    return PageImage(result, image.dpi)


def with_printed(page: Page, parts: Parts, *, pictures: bool) -> Page:
    """Put the real text of a page among what was read.

    Args:
        page: As read.
        parts: Of the PDF page.
        pictures: Only the pictures of a page of text were read: where hardly a word of them can be
            believed, they are photographs and none is kept.
    """
    if pictures:
        found = quality(page)
        if found.credible < FEWEST or found.share < READABLE:
            page = replace(page, blocks=(), warnings=(), status="ok")
    scale = page.dpi / parts.visible.dpi
    printed = [_printed(line, scale) for line in parts.visible.lines()]
    read = [block for block in page.blocks if block.kind == "body"]
    others = [block for block in page.blocks if block.kind != "body"]
    if page.angle:
        return replace(page, blocks=(*page.blocks, Block(tuple(printed))))
    lines = sorted(
        [*printed, *(line for block in read for line in block.lines)],
        key=lambda line: line.box.top,
    )
    if pictures or not printed:
        # The text of the page has its own order; what its pictures say follows.
        return replace(page, blocks=(Block(tuple(printed)), *page.blocks))
    arranged = arrange(replace(page, blocks=(Block(tuple(lines)),)))
    return replace(arranged, blocks=(*arranged.blocks, *others))


def _printed(line: Line, scale: float) -> Line:
    words = tuple(
        replace(
            word,
            printed=True,
            box=Box(
                word.box.left * scale,
                word.box.top * scale,
                word.box.right * scale,
                word.box.bottom * scale,
            ),
        )
        for word in line.words
    )
    return replace(line, words=words)
