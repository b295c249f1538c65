"""Where the words of a hOCR document stand: in elements of their own, or straight in a line.

Engines differ. Tesseract has an ``ocrx_word`` for each word, OCRopus plain text in its lines,
some both; areas lie in areas, words outside of lines. Every word has one place, in the order of
the document, by which it is found again when the document is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["LETTERS", "LINES", "WORDS", "Place", "classes", "places", "text_of"]

LINES = frozenset({"ocr_line", "ocr_caption", "ocr_textfloat", "ocr_header", "ocrx_line"})

WORDS = frozenset({"ocrx_word", "ocr_word"})

AREAS = frozenset({"ocr_carea", "ocr_column", "ocrx_block"})

PARAGRAPHS = frozenset({"ocr_par"})

LETTERS = frozenset({"ocrx_cinfo", "ocr_cinfo", "ocr_symbol"})
"""Elements inside a word: its letters, or what else they might be."""


@dataclass(frozen=True)
class Place:
    """Where a word stands.

    Attributes:
        element: The word's own element, or the one whose text holds it.
        span: Of the word in that text; None where the element is the word.
        is_tail: The text is the one behind the element.
        line: The element of its line; None for a word outside of lines.
        paragraph: The element of its paragraph, or of what holds the line.
        area: The innermost area it is in.
    """

    element: etree._Element
    span: tuple[int, int] | None
    is_tail: bool
    line: etree._Element | None
    paragraph: Any
    area: Any

    @property
    def text(self) -> str:
        """What stands there."""
        if self.span is None:
            return " ".join(text_of(self.element).split())
        whole = (self.element.tail if self.is_tail else self.element.text) or ""
        return str(whole)[slice(*self.span)]


@dataclass
class _Within:
    """The elements that an element is in."""

    line: Any = None
    paragraph: Any = None
    area: Any = None


def classes(element: etree._Element) -> frozenset[str]:
    """Return the classes of an element; none for a comment."""
    if not isinstance(element.tag, str):
        return frozenset()
    return frozenset((element.get("class") or "").split())


def places(page: etree._Element) -> Iterator[Place]:
    """Yield the places of the words of a page, in the order of the document.

    It walks without recursion: documents may be nested thousands of elements deep.
    """
    stack: list[tuple[str, Any, _Within]] = [("open", page, _Within())]
    while stack:
        what, element, within = stack.pop()
        if what == "tail":
            yield from _in_text(element, within, is_tail=True)
            continue
        if not isinstance(element.tag, str):
            continue
        found = classes(element)
        if found & WORDS:
            yield Place(element, None, False, within.line, within.paragraph, within.area)
            continue
        inner = _Within(
            element if found & LINES else within.line,
            element if found & PARAGRAPHS else within.paragraph,
            element if found & AREAS else within.area,
        )
        yield from _in_text(element, inner, is_tail=False)
        for child in reversed(element):
            stack.append(("tail", child, inner))
            stack.append(("open", child, inner))


def _in_text(element: Any, within: _Within, *, is_tail: bool) -> Iterator[Place]:
    """Yield the words that stand straight in a line."""
    if within.line is None:
        return
    text = (element.tail if is_tail else element.text) or ""
    for match in re.finditer(r"\S+", str(text)):
        yield Place(element, match.span(), is_tail, within.line, within.paragraph, within.area)


def text_of(element: etree._Element) -> str:
    """Return the text of a word, of its first alternative where it has some."""
    if not len(element):
        return element.text or ""
    for inner in element.iter():
        if "alt" in classes(inner):
            return "".join(str(part) for part in inner.itertext())
    own = _without_letters(element)
    # Some engines put the letters of a word into elements of their own, and nothing beside them.
    # What stands between these is the layout of the file, no space of the text.
    return own if own.strip() else "".join("".join(map(str, element.itertext())).split())


def _without_letters(element: etree._Element) -> str:
    """Return the text of a word without that of its letters' alternatives."""
    if not len(element):
        return element.text or ""
    parts: list[str] = []
    stack: list[tuple[bool, Any]] = [(False, element)]
    while stack:
        is_tail, item = stack.pop()
        if is_tail:
            parts.append(item.tail or "")
            continue
        if not isinstance(item.tag, str) or (item is not element and classes(item) & LETTERS):
            continue
        parts.append(item.text or "")
        for child in reversed(item):
            stack.append((True, child))
            stack.append((False, child))
    return "".join(parts)
