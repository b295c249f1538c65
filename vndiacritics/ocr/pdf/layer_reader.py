"""The text layer of a PDF page: read with boxes, and judged."""

from __future__ import annotations

import unicodedata
from typing import Any

from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union

__all__ = ["has_vietnamese", "is_damaged", "is_invisible", "read"]

MAX_UNREADABLE = 0.03
"""Share of characters without a meaning above which a layer is not worth repairing."""

FEWEST_LETTERS = 10
"""A layer with fewer is a stamp or a page number, and the page a scan."""

VIETNAMESE = frozenset("đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
"""Letters that no other language writes, but for a few marks on loan."""

FEWEST_VIETNAMESE = 0.05
"""Share of `VIETNAMESE` among the letters; a fifth to a quarter in Vietnamese prose."""

HYPHENS = frozenset("\x02\ufffe")
"""What PDFium gives for a hyphen at the end of a line; it leaves the break after it out."""

INVISIBLE = 3  # the text rendering mode of PDF


def read(page: Any, geometry: Geometry, *, number: int) -> Page:
    """Reads the words of a page of pypdfium2, in the order of its content.

    Args:
        page: Open page.
        geometry: Of it; gives the pixels of the boxes.
        number: From 1.
    """
    text_page = page.get_textpage()
    try:
        lines = _lines(text_page, geometry)
    finally:
        text_page.close()
    width, height = geometry.size
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and -line.height < line.box.top - blocks[-1][-1].box.bottom < line.height:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return Page(
        number=number,
        width=width,
        height=height,
        dpi=geometry.dpi,
        blocks=tuple(Block(tuple(block)) for block in blocks),
        origin="text-layer",
    )


def _lines(text_page: Any, geometry: Geometry) -> list[Line]:
    lines: list[Line] = []
    words: list[Word] = []
    letters: list[str] = []
    boxes: list[Box] = []

    def end_word() -> None:
        if letters:
            words.append(Word("".join(letters), union(boxes)))
            letters.clear()
            boxes.clear()

    def end_line() -> None:
        end_word()
        if words:
            lines.append(Line(tuple(words)))
            words.clear()

    for index in range(text_page.count_chars()):
        character = text_page.get_text_range(index, 1)
        if character in HYPHENS:
            letters.append("-")
            boxes.append(geometry.to_shown(*text_page.get_charbox(index, loose=True)))
            end_line()
        elif character in {"\r", "\n"}:
            end_line()
        elif not character or character.isspace() or character == "\x00":
            end_word()
        else:
            letters.append(character)
            boxes.append(geometry.to_shown(*text_page.get_charbox(index, loose=True)))
    end_line()
    return lines


def is_damaged(page: Page) -> bool:
    """Tells whether a text layer is too little or too broken to repair, so that OCR is better."""
    text = page.text()
    letters = sum(character.isalpha() for character in text)
    if letters < FEWEST_LETTERS:
        return True
    unreadable = sum(
        character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn", "Cc"}
        for character in text
        if character not in "\n\t"
    )
    return unreadable > MAX_UNREADABLE * len(text)


def has_vietnamese(page: Page) -> bool:
    """Tells whether a layer has the letters that only an engine with Vietnamese writes."""
    text = page.text()
    letters = sum(character.isalpha() for character in text)
    own = sum(character in VIETNAMESE for character in text.lower())
    return own >= FEWEST_VIETNAMESE * letters


def is_invisible(page: Any) -> bool:
    """Tells whether all text of a page of pypdfium2 is invisible, as OCR programs write it."""
    import pypdfium2.raw as pdfium

    found = False
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5):
        if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) != INVISIBLE:
            return False
        found = True
    return found
