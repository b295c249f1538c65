"""The content stream of an invisible text layer: every word on its box, for any reader of PDFs.

How a reader finds words and lines from positions is its own affair. What is known of poppler, the
strictest here (`pdftotext`, Okular, Evince), shapes this layer; its measures are shares of the em:

- a space between words counts when it is wider than `SPACE`, so the em is as small as the height
  of a line allows, and words that stand closer are drawn a little short, half of it each;
- a letter narrower than `NARROWEST` makes a word fall apart into letters;
- lines belong to one block when their ems are alike, so all lines of a page that can have the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.page import Box, Line, Page
from vndiacritics.ocr.pdf import glyphless
from vndiacritics.ocr.preprocess.mapping import Mapping, turn

__all__ = ["FONT", "text_layer"]

FONT = "/VnfixGlyphless"

SPACE = 0.16
"""Of less than 0.15 poppler makes one word of two, whatever stands between."""

NARROWEST = 0.105
"""Poppler takes a letter that advances less than 0.1 for the shadow of the one before."""

REACH = glyphless.ASCENT - glyphless.DESCENT
"""Height of the font's box in ems."""

COMMON = 1.08
"""The em of a page's lines over the middle one of what each of them needs."""

LOW = 0.6
"""Share of the common em below which a line has an em of its own, as have those above it."""

TALL = 1.3
"""Of the height of its line's letters, beyond which a word does not set the em of the others."""


LEAN = 0.1
"""How far a baseline may lead down or up from end to end, as a share of the height of letters.

Poppler takes the end of a line that leans more for a line of its own, which may come first."""


@dataclass(frozen=True)
class _Placed:
    """Where a word of the layer is drawn, in pixels of the page.

    Attributes:
        text: What it says.
        left: Of its box.
        right: Of its box.
        baseline: Down from the top of the page, at its left edge.
        em: Size of the font.
    """

    text: str
    left: float
    right: float
    baseline: float
    em: float


def text_layer(page: Page, geometry: Geometry) -> bytes:
    """Write the content stream of an invisible text layer.

    Every word is stretched to its box; the space after it fills the gap to the next, so that a
    viewer finds the words without guessing. Blocks of kind ``"noise"`` and words that are printed
    on the page as text are left out.

    Args:
        page: With boxes in pixels.
        geometry: Of the PDF page; its `dpi` may differ from the page's own.
    """
    page, geometry = _set_upright(page, geometry)
    lines = [
        replace(line, words=words)
        for block in page.blocks
        if block.kind != "noise"
        for line in block.lines
        if (words := tuple(word for word in line.words if not word.printed))
    ]
    needed = [_needed(line) for line in lines]
    common = COMMON * median(needed) if needed else 0.0
    parts = ["q BT 3 Tr\n"]
    for line, em in zip(lines, needed, strict=True):
        placed = _placed(line, common if LOW * common <= em <= common else em)
        parts += _drawn(placed, geometry, geometry.dpi / page.dpi)
    parts.append("ET Q\n")
    return "".join(parts).encode("ascii")


def _set_upright(page: Page, geometry: Geometry) -> tuple[Page, Geometry]:
    """Turn a page whose text lies turned on it, with the geometry that puts it back there."""
    if not page.angle:
        return page, geometry
    width, height = page.width, page.height
    step = turn(page.angle, height, width) if page.angle % 180 else turn(page.angle, width, height)
    upright = Mapping((step,))
    size = (height, width) if page.angle % 180 else (width, height)
    turned = upright.page(page, *size)
    rotation = (geometry.rotation - page.angle) % 360
    return turned, replace(geometry, rotation=rotation)


def _upright(line: Line) -> list[Box]:
    """Return the boxes of a line's words as they were if the line did not lean, or not so much."""
    start, width = line.words[0].box.left, max(1.0, line.box.width)
    most = LEAN * line.height / width
    slope = max(-most, min(most, line.slope))
    sunk = [slope * (word.box.centre[0] - start) for word in line.words]
    return [
        Box(word.box.left, word.box.top - down, word.box.right, word.box.bottom - down)
        for word, down in zip(line.words, sunk, strict=True)
    ]


def _common_reach(line: Line, boxes: Sequence[Box]) -> tuple[float, float]:
    """Return the top and bottom of a line's words, but of those that are taller than letters."""
    usual = [box for box in boxes if box.height <= TALL * line.height] or list(boxes)
    return min(box.top for box in usual), max(box.bottom for box in usual)


def _needed(line: Line) -> float:
    top, bottom = _common_reach(line, _upright(line))
    return max(1.0, (bottom - top) / REACH)


def _placed(line: Line, em: float) -> list[_Placed]:
    """Put words on their boxes, with room between them."""
    boxes = _upright(line)
    top, bottom = _common_reach(line, boxes)
    placed: list[_Placed] = []
    for word, box in zip(line.words, boxes, strict=True):
        highest, lowest = min(top, box.top), max(bottom, box.bottom)
        size = max(em, (lowest - highest) / REACH)
        spare = REACH * size - (lowest - highest)
        sunk = word.box.top - box.top
        placed.append(
            _Placed(
                word.text,
                box.left,
                max(box.right, box.left + NARROWEST * size * _codes(word.text)),
                lowest + spare / 2 + glyphless.DESCENT * size + sunk,
                size,
            )
        )
    return _spaced(placed)


def _spaced(placed: list[_Placed]) -> list[_Placed]:
    """Draw neighbours short, half each, where the room between them is too small for a space."""
    lefts = [word.left for word in placed]
    rights = [word.right for word in placed]
    for number in range(len(placed) - 1):
        before, after = placed[number : number + 2]
        missing = SPACE * before.em - (after.left - rights[number])
        if missing <= 0:
            continue
        narrowest = NARROWEST * before.em * _codes(before.text)
        rights[number] = max(rights[number] - missing / 2, before.left + narrowest)
        narrowest = NARROWEST * after.em * _codes(after.text)
        lefts[number + 1] = min(after.left + missing / 2, after.right - narrowest)
    return [
        _Placed(word.text, left, right, word.baseline, word.em)
        for word, left, right in zip(placed, lefts, rights, strict=True)
    ]


def _codes(text: str) -> int:
    return len(glyphless.encode(text)) // 2


def _drawn(placed: Sequence[_Placed], geometry: Geometry, scale: float) -> Iterator[str]:
    points = 72 / geometry.dpi * scale
    across_x, across_y = geometry.across
    for number, word in enumerate(placed):
        x, y = geometry.to_user(word.left * scale, word.baseline * scale)
        em = word.em * points
        stretch = (word.right - word.left) * points / (_codes(word.text) * glyphless.WIDTH * em)
        yield (
            f"{FONT} {em:.2f} Tf {across_x:g} {across_y:g} {-across_y:g} {across_x:g} "
            f"{x:.2f} {y:.2f} Tm {max(0.1, stretch * 100):.3f} Tz "
            f"<{glyphless.encode(word.text).hex()}> Tj\n"
        )
        if number + 1 < len(placed):
            gap = max((placed[number + 1].left - word.right) * points, 0.01 * em)
            yield f"{gap / (glyphless.WIDTH * em) * 100:.3f} Tz <0020> Tj\n"
