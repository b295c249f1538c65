"""Small raised digits (m², xã¹) and bars under signs (≤, ±): found by where they stand.

An engine with a Vietnamese model has no letters for them: it reads `mổ`, `m°` and `đai!`, and `<`
for `≤`. Raised digits are kept from it and read for themselves, as digits of an ordinary size; of a
sign with a bar it reads the sign, to which the bar is added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Block, Box, Page, Word, union
from vndiacritics.ocr.preprocess.pixels import Grey, opencv
from vndiacritics.ocr.preprocess.spots import Spots, box_of, pairs

__all__ = ["Raised", "bars", "named", "raised", "strip", "with_bars", "with_raised",
           "without_raised"]  # fmt: skip

HEIGHT = (0.62, 1.15)
"""Middling letters that a raised digit is high."""

WIDTH = (0.2, 1.1)
"""Of its height that it is wide."""

RING = 0.8
"""Of its height that a degree sign is wide at least, with white in its middle."""

OVER = 0.35
"""Middling letters between the foot of a raised digit and the line of letters at least."""

NEAR = 12.0
"""Middling letters to either side over which that line is sought."""

FEWEST = 3
"""Letters that tell it."""

HIGH = 0.05
"""Middling letters by which its top is over that letter's at least."""

BESIDE = 0.4
"""Middling letters between it and that letter at most, and between two digits of one number."""

SLANT = 0.25
"""Middling letters by which it may lie over a slanted letter in front."""

BELOW = 0.6
"""Middling letters under it that are white; a letter's mark has the letter there."""

MOST = 60
"""Raised numbers of a page; more are the grain of a poor one."""

ROW = 10
"""Raised numbers in a row of what the engine reads."""

SIZE = 40
"""Pixels that a digit has there in height; half of that goes round it, twice that between two."""

SURE = 0.6
"""Confidence of the engine with which a raised number is believed."""

BAR = (0.35, 1.6)
"""Middling letters that a bar under a sign is long."""

FLAT = 0.3
"""Of its length that a bar is high at most."""

CLOSE = 0.4
"""Middling letters between a bar and the sign over it at most."""

UNDER = {"<": "≤", ">": "≥", "+": "±"}
"""Signs, and what they are with a bar under them."""

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_NARROW, _WIDE = frozenset("iljtfr.,;:'!|/()1I-"), frozenset("mwMW%@")


@dataclass(frozen=True)
class Raised:
    """A raised number.

    Attributes:
        box: Where it stands, in pixels of the upright page.
        letter: Where the letter stands that it follows.
        text: Its digits, raised; empty as long as nobody has read them.
    """

    box: Box
    letter: Box
    text: str = ""


# --- where they are ------------------------------------------------------------------------------


def raised(found: Spots) -> list[Raised]:
    """Find what stands as a raised digit does: beside a letter, high, and nothing under it."""
    middling = found.middling
    if not middling:
        return []
    left, top, width, height = found.boxes.T
    bottom = top + height
    asked = np.flatnonzero(
        (height >= HEIGHT[0] * middling)
        & (height <= HEIGHT[1] * middling)
        & (width >= WIDTH[0] * height)
        & (width <= WIDTH[1] * height)
    )
    letters = np.flatnonzero((height >= 0.75 * middling) & (height <= 4 * middling))
    digit, letter = _beside(found.boxes, asked, letters, middling)
    stands = (
        (bottom[letter] - bottom[digit] >= OVER * middling)  # of those few the line is asked
        & (top[letter] - top[digit] >= HIGH * middling)
        & (bottom[digit] > top[letter])
    )
    likely, first = np.unique(digit[stands], return_index=True)
    by_left = found.boxes[letters[np.argsort(left[letters])]]
    heads: dict[int, int] = {}
    for number, front in zip(likely.tolist(), letter[stands][first].tolist(), strict=True):
        if not _is_free(found.ink, found.boxes[number], middling):
            continue
        line = _line_of_letters(by_left, found.boxes[number], middling)
        if line is not None and line - bottom[number] >= OVER * middling:
            heads[number] = front
        if len(heads) > MOST:
            return []
    numbers = [[head] for head in sorted(heads, key=lambda one: int(left[one]))]
    _lengthen(numbers, found.boxes, asked, middling)
    return [
        Raised(
            union(box_of(found.boxes[one]) for one in digits),
            box_of(found.boxes[heads[digits[0]]]),
        )
        for digits in numbers
    ]


def _beside(
    boxes: NDArray[np.int32],
    asked: NDArray[np.intp],
    letters: NDArray[np.intp],
    middling: float,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs of a spot and a letter that ends where the spot begins."""
    rights = boxes[letters, 0] + boxes[letters, 2]
    order = np.argsort(rights, kind="stable")
    letters, rights = letters[order], rights[order]
    lefts = boxes[asked, 0]
    row, place = pairs(rights, lefts - BESIDE * middling, lefts + SLANT * middling)
    spot, letter = asked[row], letters[place]
    top, bottom = boxes[:, 1], boxes[:, 1] + boxes[:, 3]
    level = (top[letter] < bottom[spot]) & (bottom[letter] > top[spot]) & (letter != spot)
    return spot[level], letter[level]


def _line_of_letters(
    by_left: NDArray[np.int32], box: NDArray[np.int32], middling: float
) -> float | None:
    """Return where the letters to both sides stand; of one letter a mark may hang lower."""
    x, y, _, height = (int(edge) for edge in box)
    reach = int(NEAR * middling)
    lefts = by_left[:, 0]
    _, top, _, tall = by_left[bisect_left(lefts, x - reach) : bisect_right(lefts, x + reach)].T
    near = (top < y + height) & (top + tall > y + height + OVER * middling)
    return float(np.median((top + tall)[near])) if near.sum() >= FEWEST else None


def _is_free(ink: Grey, box: NDArray[np.int32], middling: float) -> bool:
    """Return whether nothing stands under a spot, and it is no ring as of a degree."""
    x, y, width, height = (int(edge) for edge in box)
    below = ink[y + height + 1 : y + height + round(BELOW * middling), x : x + width]
    edge = width // 8
    if below[:, edge : width - edge].any():
        return False
    core = ink[y + height * 2 // 5 : y + height * 3 // 5 + 1,
               x + width * 2 // 5 : x + width * 3 // 5 + 1]  # fmt: skip
    return width < RING * height or bool(core.any())


def _lengthen(
    numbers: list[list[int]],
    boxes: NDArray[np.int32],
    asked: NDArray[np.intp],
    middling: float,
) -> None:
    """Add the digits that follow a raised one at its height."""
    spot, front = _beside(boxes, asked, asked, middling)
    bottom = boxes[:, 1] + boxes[:, 3]
    level = np.abs(bottom[spot] - bottom[front]) <= 0.15 * middling
    following = dict(zip(front[level].tolist(), spot[level].tolist(), strict=True))
    for digits in numbers:
        while (behind := following.get(digits[-1])) is not None and len(digits) < 3:
            digits.append(behind)


# --- what they are -------------------------------------------------------------------------------


def strip(grey: Grey, found: Sequence[Raised]) -> Grey:
    """Draw raised numbers in rows, as large as ordinary digits: `ROW` in each, in cells."""
    cell, high = 6 * SIZE, 2 * SIZE
    rows = -(-len(found) // ROW)
    result = np.full((rows * high + SIZE, ROW * cell), 255, dtype=np.uint8)
    for number, one in enumerate(found):
        part = grey[int(one.box.top) : int(one.box.bottom), int(one.box.left) : int(one.box.right)]
        wide = max(1, min(cell - SIZE, round(part.shape[1] * SIZE / part.shape[0])))
        drawn = opencv().resize(part, (wide, SIZE), interpolation=opencv().INTER_CUBIC)
        y, x = SIZE + number // ROW * high, SIZE // 2 + number % ROW * cell
        result[y : y + SIZE, x : x + wide] = drawn
    return result


def named(found: Sequence[Raised], page: Page) -> list[Raised]:
    """Return the numbers that the engine was sure of.

    Args:
        found: In the order of the strip.
        page: What the engine read there.
    """
    read: dict[int, list[Word]] = {}
    for word in page.words():
        x, y = word.box.centre
        place = int(max(0.0, y - SIZE / 2) // (2 * SIZE)) * ROW + int(x // (6 * SIZE))
        read.setdefault(place, []).append(word)
    return [
        replace(one, text=words[0].text.translate(SUPERSCRIPT))
        for number, one in enumerate(found)
        if len(words := read.get(number, [])) == 1
        if words[0].text.isascii() and words[0].text.isdigit() and words[0].confidence >= SURE
    ]


def without_raised(grey: Grey, found: Sequence[Raised]) -> Grey:
    """Take raised numbers off what the engine sees."""
    if not found:
        return grey
    result = grey.copy()
    for one in found:
        result[int(one.box.top) - 1 : int(one.box.bottom) + 1,
               int(one.box.left) - 1 : int(one.box.right) + 1] = 255  # fmt: skip
    return result


# --- back into the page --------------------------------------------------------------------------


def with_raised(page: Page, found: Iterable[Raised]) -> Page:
    """Put raised numbers behind the letters they belong to."""
    blocks = list(page.blocks)
    for one in sorted(found, key=lambda row: row.box.left):
        place = _word_at(blocks, one.letter)
        if place is None:
            continue
        number, row, at = place
        line = blocks[number].lines[row]
        word = line.words[at]
        split = _letters_before(word, one.box)
        text = word.text[:split] + one.text + word.text[split:]
        word = replace(word, text=text, box=union((word.box, one.box)), readings=())
        words = [*line.words[:at], word, *line.words[at + 1 :]]
        _join(words, at, one.box)
        blocks[number] = blocks[number].with_words(row, words)
    return replace(page, blocks=tuple(blocks))


def _word_at(blocks: Sequence[Block], box: Box) -> tuple[int, int, int] | None:
    """Return block, row and place of the word in which a letter stands."""
    x, y = box.centre
    for number, block in enumerate(blocks):
        for row, line in enumerate(block.lines):
            for at, word in enumerate(line.words):
                if word.box.holds(x, y):
                    return number, row, at
    return None


def _letters_before(word: Word, box: Box) -> int:
    """Return how many letters of a word stand in front of a place within it, by their width."""
    text = word.text
    widths = [0.5 if one in _NARROW else 1.5 if one in _WIDE else 1.0 for one in text]
    gap = box.width if box.right < word.box.right else 0.0
    letter = (word.box.width - gap) / sum(widths)
    before = [letter * sum(widths[:place]) for place in range(1, len(text) + 1)]
    likely = [
        place for place, letter in enumerate(text, start=1) if letter.isalnum() or letter in ")]}"
    ]
    wanted = box.left - word.box.left
    return min(likely, key=lambda place: abs(before[place - 1] - wanted), default=len(text))


def _join(words: list[Word], at: int, box: Box) -> None:
    """Join a word with the sign behind it that the white of a raised number had parted off."""
    if at + 1 == len(words):
        return
    word, behind = words[at], words[at + 1]
    if not behind.text[0].isalnum() and behind.box.left - box.right < 0.5 * box.height:
        words[at : at + 2] = [
            replace(
                word,
                text=word.text + behind.text,
                box=union((word.box, behind.box)),
                confidence=min(word.confidence, behind.confidence),
                keys=(*word.keys, *behind.keys),
            )
        ]


# --- bars under signs ----------------------------------------------------------------------------


def bars(found: Spots) -> list[Box]:
    """Find bars that lie close under a sign as wide as they are; the box is that of both."""
    middling = found.middling
    if not middling:
        return []
    boxes = found.boxes
    left, top, width, height = boxes.T
    flat = np.flatnonzero(
        (width >= BAR[0] * middling) & (width <= BAR[1] * middling) & (height <= FLAT * width)
    )
    signs = np.flatnonzero(
        (width >= BAR[0] * middling)
        & (width <= 1.1 * BAR[1] * middling)
        & (height >= 0.5 * width)
        & (height <= 1.5 * width)
    )
    result = []
    for bar in flat:
        gap = top[bar] - (top[signs] + height[signs])
        alike = np.abs(width[signs] - width[bar]) <= 0.25 * width[bar]
        over = np.abs(left[signs] - left[bar]) <= 0.25 * width[bar]
        close = (gap >= 0) & (gap <= CLOSE * middling)
        result += [
            union((box_of(boxes[bar]), box_of(boxes[sign]))) for sign in signs[alike & over & close]
        ]
    return result


def with_bars(page: Page, found: Sequence[Box]) -> Page:
    """Turn the signs that have a bar under them into those they are."""
    blocks = list(page.blocks)
    for box in found:
        place = _word_at(blocks, box)
        if place is None:
            continue
        number, row, at = place
        line = blocks[number].lines[row]
        word = line.words[at]
        places = [place for place, one in enumerate(word.text) if one in UNDER]
        if not places:
            continue
        share = (box.centre[0] - word.box.left) / max(1.0, word.box.width)
        which = min(places, key=lambda place: abs((place + 0.5) / len(word.text) - share))
        text = word.text[:which] + UNDER[word.text[which]] + word.text[which + 1 :]
        words = (*line.words[:at], replace(word, text=text, readings=()), *line.words[at + 1 :])
        blocks[number] = blocks[number].with_words(row, words)
    return replace(page, blocks=tuple(blocks))
