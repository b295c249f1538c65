"""Word boxes of an engine that lie over each other, put side by side.

Tesseract guesses where a word ends, and at a stamp, a speck or a dotted line the guess may reach
over the words that follow. Two words of a line share no ink, so where boxes do, one is wrong.
"""

from __future__ import annotations

from dataclasses import replace

from vndiacritics.ocr.page import Box, Line, Page, Word

__all__ = ["apart", "page_apart"]

SPACE = 0.1
"""Left between two words that are put apart, as a share of the height of letters."""

LEAST_SHARE = 0.4
"""Of the width its letters would take: a word that would keep less is not cut, but shares."""


def page_apart(page: Page) -> Page:
    """Put the boxes of words apart in every line of a page; see `apart`."""
    return page.mapped(apart)


def apart(line: Line) -> Line:
    """Put the boxes of neighbouring words of a line apart where they lie over each other.

    A box ends before the next word begins, or in the middle of an overlap that is narrower than a
    letter. Two boxes that begin in one place share their room by the number of letters. Boxes that
    do not overlap stay as they are.

    Example:
        >>> words = (Word("đăng", Box(0, 0, 400, 40)), Word("ký", Box(120, 0, 170, 40)))
        >>> [(word.box.left, word.box.right) for word in apart(Line(words)).words]
        [(0, 116.0), (120.0, 170)]
    """
    words = list(line.words)
    changed = False
    for number in range(len(words) - 1):
        before, after = words[number : number + 2]
        if before.box.right > after.box.left:
            left, right = _parted(before, after, SPACE * line.height)
            words[number] = replace(before, box=left)
            words[number + 1] = replace(after, box=right)
            changed = True
    return replace(line, words=tuple(words)) if changed else line


def _parted(before: Word, after: Word, space: float) -> tuple[Box, Box]:
    first, second = before.box, after.box
    letter = second.width / len(after.text)
    start, end = first.left, second.right
    if second.left - first.left < LEAST_SHARE * letter * len(before.text):
        start = min(first.left, second.left)
        # What the first takes beyond the second is what is in doubt.
        share = len(before.text) / (len(before.text) + len(after.text))
        cut = start + (end - start) * share
    elif first.right - second.left <= letter and first.right < second.right:
        cut = (first.right + second.left) / 2
    else:
        cut = second.left - space / 2
    half = min(space / 2, (cut - start) / 2, (end - cut) / 2)
    return (
        Box(start, first.top, cut - half, first.bottom),
        Box(cut + half, second.top, end, second.bottom),
    )
