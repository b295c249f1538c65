"""Seals and pens beside the text: what was read of their strokes, and a sign in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vndiacritics.ocr.page import Block, Box, Line, Mark, Page, Word, body_lines

__all__ = ["SIGN", "shown", "without_strokes"]

SIGN = "[…]"
"""What stands in a text where a seal or a pen was."""

DOUBT = 0.6
"""Confidence under which a word that lies on a mark is a rest of its strokes."""

IN_LINE = 3.0
"""Heights of a line that a mark within it has at most."""

BESIDE = 3.0
"""Heights of a line between it and a mark at its end."""


def without_strokes(page: Page) -> Page:
    """Set aside what the engine made of the rests of seals and pens.

    Args:
        page: With marks; a word whose middle lies on one and of which the engine was not sure
            becomes noise.
    """
    if not page.marks:
        return page
    blocks: list[Block] = []
    aside: list[Line] = []
    for block in page.blocks:
        if block.kind != "body":
            blocks.append(block)
            continue
        lines: list[Line] = []
        for line in block.lines:
            rest = tuple(word for word in line.words if _is_stroke(word, page.marks))
            kept = tuple(word for word in line.words if word not in rest)
            if rest:
                aside.append(replace(line, words=rest))
            if kept:
                lines.append(replace(line, words=kept))
        if lines:
            blocks.append(replace(block, lines=tuple(lines)))
    if not aside:
        return page
    return replace(page, blocks=(*blocks, Block(tuple(aside), "noise")))


def _is_stroke(word: Word, marks: tuple[Mark, ...]) -> bool:
    return word.confidence < DOUBT and any(mark.box.holds(*word.box.centre) for mark in marks)


def shown(page: Page) -> Page:
    """Put `SIGN` where seals and pens are: into the line they stand in, or in a line of its own.

    Args:
        page: With marks, in reading order. On a page whose text lies turned they come at the end.
    """
    blocks = list(page.blocks)
    for mark in _outermost(page.marks):
        word = Word(SIGN, mark.box, drawn=True)
        place = None if page.angle else _line_of(mark.box, blocks)
        if place is not None:
            number, row = place
            blocks[number] = blocks[number].with_word(row, word)
            continue
        below = (
            number
            for number, block in enumerate(blocks)
            if not page.angle and block.kind == "body" and block.box.top > mark.box.centre[1]
        )
        blocks.insert(next(below, len(blocks)), Block((Line((word,)),)))
    return replace(page, blocks=tuple(blocks))


def _outermost(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks that are no part of a larger one, such as the star of a seal."""
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda one: -one.box.width * one.box.height):
        if not any(other.box.holds(*mark.box.centre) for other in found):
            found.append(mark)
    return sorted(found, key=lambda one: (one.box.top, one.box.left))


def _line_of(box: Box, blocks: list[Block]) -> tuple[int, int] | None:
    """Return block and row of the line in which a mark stands, None where it is in none."""
    best: tuple[float, tuple[int, int]] | None = None
    for number, row, line in body_lines(blocks):
        height = line.height
        shared = min(box.bottom, line.box.bottom) - max(box.top, line.box.top)
        reach = BESIDE * height
        near = line.box.left - reach < box.right and box.left < line.box.right + reach
        if not near or shared < 0.5 * min(height, box.height) or box.height > IN_LINE * height:
            continue
        if best is None or shared > best[0]:
            best = shared, (number, row)
    return None if best is None else best[1]
