"""ABBYY FineReader XML, read: letters with boxes, put together to words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.ocr.formats.foreign import number, share, xml_text
from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["image_names", "parse", "read_pages"]

DOUBTFUL = 0.5
"""Confidence of a letter that is marked as suspicious and has no figure."""


def parse(data: bytes, *, name: str = "ABBYY XML") -> etree._Element:
    """Parse a FineReader document without touching the network or any entity of its own.

    Raises:
        UnreadableInputError: It is not XML of FineReader.
        MissingExtraError: lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("ABBYY XML needs lxml", extra="ocr") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInputError(f"{name}: not ABBYY XML: {error}") from error
    if next(root.iter("{*}page"), None) is None:
        raise UnreadableInputError(f"{name}: no page in it", remedy="give ABBYY FineReader XML")
    return root


def read_pages(root: etree._Element) -> Iterator[Page]:
    """Yield the pages of a parsed document."""
    for order, page in enumerate(root.iter("{*}page"), start=1):
        blocks: list[Block] = []
        for text in page.iter("{*}text"):
            lines: list[Line] = []
            for paragraph, par in enumerate(text.iter("{*}par")):
                for line in par.iter("{*}line"):
                    words = tuple(_words(line))
                    if words:
                        lines.append(Line(words, paragraph=paragraph))
            if lines:
                blocks.append(Block(tuple(lines)))
        resolution = number(page.get("resolution"), 300.0)
        yield Page(
            number=order,
            width=round(number(page.get("width"))),
            height=round(number(page.get("height"))),
            dpi=resolution if 30 <= resolution <= 4800 else 300.0,
            blocks=tuple(blocks),
            origin="abbyy",
        )


def image_names(root: etree._Element) -> list[str | None]:
    """Return None for each page: such files do not name their images."""
    return [None for _ in root.iter("{*}page")]


def _words(line: Any) -> Iterator[Word]:
    letters: list[tuple[str, Box, float]] = []
    for text, box, confidence in _letters(line):
        if text.isspace() or not text:
            if letters:
                yield _word(letters)
                letters = []
        else:
            letters.append((text, box, confidence))
    if letters:
        yield _word(letters)


def _letters(line: Any) -> Iterator[tuple[str, Box, float]]:
    for formatting in line.iter("{*}formatting"):
        found = formatting.findall("{*}charParams")
        for letter in found:
            default = DOUBTFUL if letter.get("suspicious") in {"1", "true"} else 1.0
            confidence = share(letter.get("charConfidence"), of=100, default=default)
            text = xml_text("".join(letter.itertext()))
            yield ("" if text.isspace() else text.strip()) or " ", _box(letter), confidence
        if not found:  # exported without letters: the box of the line is shared
            box = _box(line)
            text = xml_text("".join(formatting.itertext()))
            step = box.width / max(1, len(text))
            for at, letter in enumerate(text):
                left = box.left + step * at
                yield letter, Box(left, box.top, left + step, box.bottom), 1.0


def _word(letters: list[tuple[str, Box, float]]) -> Word:
    return Word(
        "".join(text for text, _, _ in letters),
        union(box for _, box, _ in letters),
        sum(confidence for _, _, confidence in letters) / len(letters),
    )


def _box(element: Any) -> Box:
    left, top, right, bottom = (number(element.get(edge)) for edge in ("l", "t", "r", "b"))
    return Box(left, top, max(left, right), max(top, bottom))
