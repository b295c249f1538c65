"""The text layer of a PDF page: read with boxes, and judged."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union
from vndiacritics.ocr.pdf import old_fonts

__all__ = ["FEWEST_LETTERS", "has_vietnamese", "is_damaged", "is_unreadable", "read"]

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

BREAKS = frozenset("\r\n")

UNKNOWN = "\ufffd"
"""What stands for a letter whose font does not tell what it is."""

CID = re.compile(r"\(cid:\d+\)")
"""What some programs wrote for such a letter."""

INVISIBLE = 3  # the text rendering mode of PDF


def read(page: Any, geometry: Geometry, *, number: int, part: str = "all") -> Page:
    """Read the words of a page of pypdfium2, in the order of its content.

    Text in a font of an old encoding, told by the font's name, comes decoded, with what the layer
    says in `Word.observed`.

    Args:
        page: Open page.
        geometry: Of it; gives the pixels of the boxes.
        number: From 1.
        part: ``"all"``, ``"visible"`` or ``"hidden"``: which of its words.
    """
    text_page = page.get_textpage()
    try:
        lines = _lines(list(_characters(text_page, geometry, part)))
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


@dataclass(frozen=True)
class _Character:
    """A character of a layer: what it is, where, and in a font of which name."""

    text: str
    box: Box | None
    font: str


def _characters(text_page: Any, geometry: Geometry, part: str) -> Iterator[_Character]:
    import pypdfium2.raw as pdfium

    modes: dict[int, tuple[bool, str]] = {}
    wanted = True
    for index in range(text_page.count_chars()):
        item = pdfium.FPDFText_GetTextObject(text_page.raw, index)
        font = ""
        if item:  # None for a blank or break that PDFium put in between
            place = ctypes.addressof(item.contents)
            if place not in modes:
                mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
                modes[place] = mode == INVISIBLE, _font_name(text_page, index)
            hidden, font = modes[place]
            wanted = part == "all" or hidden == (part == "hidden")
        if not wanted:
            continue
        character = text_page.get_text_range(index, 1)
        if pdfium.FPDFText_HasUnicodeMapError(text_page.raw, index) == 1:
            character = UNKNOWN
        if character in BREAKS or not character or character.isspace() or character == "\x00":
            yield _Character(character, None, font)
        else:
            box = geometry.to_shown(*text_page.get_charbox(index, loose=True))
            yield _Character(character, box, font)


def _font_name(text_page: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page.raw, index, buffer, 256, flags)
    name = buffer.raw[: max(0, min(256, length) - 1)].decode("utf-8", "replace")
    return name.partition("+")[2] or name


def _lines(characters: Sequence[_Character]) -> list[Line]:
    lines: list[Line] = []
    by_font: dict[str, set[str]] = {}
    for character in characters:
        by_font.setdefault(character.font, set()).add(character.text)
    modern = frozenset(name for name, texts in by_font.items() if old_fonts.is_unicode(texts))
    words: list[Word] = []
    letters: list[_Character] = []

    def end_word() -> None:
        if letters:
            words.append(_word(letters, modern))
            letters.clear()

    def end_line() -> None:
        end_word()
        if words:
            lines.append(Line(tuple(words)))
            words.clear()

    for character in characters:
        if character.text in HYPHENS and character.box is not None:
            letters.append(replace(character, text="-"))
            end_line()
        elif character.text in {"\r", "\n"}:
            end_line()
        elif character.box is None:
            end_word()
        else:
            letters.append(character)
    end_line()
    return lines


def _word(letters: Sequence[_Character], modern: frozenset[str]) -> Word:
    text = "".join(letter.text for letter in letters)
    box = union(letter.box for letter in letters if letter.box is not None)
    font = letters[0].font
    decoded = text if font in modern else old_fonts.decoded(text, font)
    if decoded == text:
        return Word(text, box)
    return Word(decoded, box, observed=text, certainty=1.0)


def is_unreadable(page: Page) -> bool:
    """Return whether too many characters of a layer have no meaning."""
    text = page.text()
    unreadable = sum(
        character == UNKNOWN or unicodedata.category(character) in {"Co", "Cn", "Cc"}
        for character in text
        if character not in "\n\t"
    )
    unmapped = sum(len(match[0]) for match in CID.finditer(text))
    return unreadable + unmapped > MAX_UNREADABLE * len(text)


def is_damaged(page: Page) -> bool:
    """Return whether a text layer is too little or too broken to repair, so that OCR is better."""
    text = page.text()
    letters = sum(character.isalpha() for character in text)
    if letters < FEWEST_LETTERS:
        return True
    return is_unreadable(page)


def has_vietnamese(page: Page) -> bool:
    """Return whether a layer has the letters that only an engine with Vietnamese writes."""
    text = page.text()
    letters = sum(character.isalpha() for character in text)
    own = sum(character in VIETNAMESE for character in text.lower())
    return own >= FEWEST_VIETNAMESE * letters
