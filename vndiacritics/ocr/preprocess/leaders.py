"""Dotted lines of forms: found by their even pitch, kept from the engine, put back as dots.

An engine reads letters into them (``c2 2211313112232``) and loses the label in front. Five dots or
more of one size at one height and an even distance are no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Block, Box, Line, Page, Word, body_lines
from vndiacritics.ocr.preprocess.pixels import Grey
from vndiacritics.ocr.preprocess.spots import Spots

__all__ = ["Leader", "leaders", "with_leaders", "without_leaders"]

FEWEST = 5
"""Dots of a dotted line; three are an ellipsis."""

LARGEST_DOT = 0.3
"""Of the height of letters."""

PITCH = 1.1
"""Of the height of letters, between the middles of two dots."""

MISSED = 4.5
"""Distances over which a dotted line goes on: two or three dots that ran into one another."""

LEAST_PITCH = 0.2
"""Of the height of letters; specks stand closer."""

BESIDE = 3.0
"""Heights of a line behind a word of it at which dots belong to it."""

ALONE = 10.0
"""Heights of a line over which dots alone are a line to write on."""

EVEN = 0.35
"""By how much two distances may differ, as a share of them."""


@dataclass(frozen=True)
class Leader:
    """A dotted line: where its dots are, n × 4 (left, top, width, height), from left to right."""

    dots: NDArray[np.int32]

    @property
    def box(self) -> Box:
        """The box round its dots."""
        left, top = self.dots[:, :2].min(axis=0)
        right = int((self.dots[:, 0] + self.dots[:, 2]).max())
        bottom = int((self.dots[:, 1] + self.dots[:, 3]).max())
        return Box(float(left), float(top), float(right), float(bottom))

    @property
    def text(self) -> str:
        """As many dots, those counted that ran into one another."""
        pitch = float(np.median(np.diff(self.dots[:, 0])))
        return "." * (1 + round(float(self.dots[-1, 0] - self.dots[0, 0]) / pitch))


def leaders(found: Spots) -> list[Leader]:
    """Find the dotted lines of a page."""
    letters = found.letter_heights
    if not len(letters):
        return []
    height = float(np.percentile(letters, 60))
    boxes = found.boxes
    widths, heights = boxes[:, 2:].T
    small = (np.maximum(widths, heights) <= LARGEST_DOT * height) & (
        np.minimum(widths, heights) >= 0.4 * np.maximum(widths, heights)
    )
    dots = boxes[small]
    if len(dots) < FEWEST:
        return []
    chains = [chain for chain in _chains(dots, height) if _is_even(chain, height)]
    return [Leader(chain) for chain in _joined(chains, height, found.ink)]


def _is_even(chain: NDArray[np.int32], height: float) -> bool:
    """Tell dots of a dotted line from specks that happen to stand in a row."""
    pitch = float(np.median(np.diff(chain[:, 0])))
    sizes = chain[:, 2:].max(axis=1)
    size = float(np.median(sizes))
    feet = chain[:, 1] + chain[:, 3]
    return bool(
        pitch > LEAST_PITCH * height
        and size >= max(2.0, 0.07 * height)
        and (np.abs(sizes - size) <= max(1.0, 0.35 * size)).mean() > 0.8
        and float(np.abs(feet - np.median(feet)).max()) <= max(2.0, 0.12 * height)
    )


def _chains(dots: NDArray[np.int32], height: float) -> list[NDArray[np.int32]]:
    """Chain dots of one size at one height and an even pitch."""
    dots = dots[np.argsort(dots[:, 0], kind="stable")]
    middles = dots[:, :2] + dots[:, 2:] / 2
    reach = PITCH * height
    taken = np.zeros(len(dots), dtype=bool)
    rows = np.round(middles[:, 1]).astype(int)
    by_row: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        by_row.setdefault(int(row), []).append(number)
    chains = []
    slack = max(1, round(0.1 * height))
    for start in range(len(dots)):
        if taken[start]:
            continue
        row = int(rows[start])
        near = sorted(
            number
            for offset in range(-slack, slack + 1)
            for number in by_row.get(row + offset, ())
            if number >= start and not taken[number]
        )
        chain = [start]
        pitch = 0.0
        for number in near[1:]:
            step = float(middles[number, 0] - middles[chain[-1], 0])
            if step < 1:
                continue
            if step > reach or (pitch and step > (1 + EVEN) * pitch):
                break
            if pitch and step < (1 - EVEN) * pitch:
                if len(chain) > 2:
                    continue  # a speck between two dots
                chain, pitch = chain[1:], 0.0  # the first is the dot of a colon in front
            chain.append(number)
            pitch = step if not pitch else 0.7 * pitch + 0.3 * step
        if len(chain) >= FEWEST:
            taken[chain] = True
            chains.append(dots[chain])
    return chains


def _joined(chains: list[NDArray[np.int32]], height: float, ink: Grey) -> list[NDArray[np.int32]]:
    """Join chains that are parted by no more than a dot that was not seen."""
    result: list[NDArray[np.int32]] = []
    for chain in sorted(chains, key=lambda one: (round(one[0, 1] / height), one[0, 0])):
        if result:
            last = result[-1]
            pitch = float(np.median(np.diff(last[:, 0])))
            gap = chain[0, 0] - last[-1, 0]
            top, level = int(chain[0, 1]), abs(int(chain[0, 1]) - int(last[-1, 1]))
            between = ink[
                max(0, top - round(0.8 * height)) : max(0, top - 1),
                int(last[-1, 0] + last[-1, 2]) : int(chain[0, 0]),
            ]  # where a slash or a letter would stand
            if 0 < gap < MISSED * pitch and level < 0.15 * height and not between.any():
                result[-1] = np.concatenate([last, chain])
                continue
        result.append(chain)
    return result


def without_leaders(grey: Grey, found: Sequence[Leader]) -> Grey:
    """Take dotted lines off what the engine sees."""
    if not found:
        return grey
    result = grey.copy()
    for leader in found:
        for x, y, width, height in leader.dots:
            result[max(0, y - 2) : y + height + 2, max(0, x - 2) : x + width + 2] = 255
    return result


def with_leaders(page: Page, found: Sequence[Leader]) -> Page:
    """Put dotted lines back among the words of a page that was read without them."""
    if not found:
        return page
    waiting = list(found)
    blocks: list[Block] = []
    for block in page.blocks:
        lines: list[Line] = []
        for line in block.lines:
            whole = line
            while block.kind == "body":  # a dotted line may stand beside another
                own = [leader for leader in waiting if _is_of(leader, whole)]
                if not own:
                    break
                taken = {id(leader) for leader in own}
                waiting = [leader for leader in waiting if id(leader) not in taken]
                words = (*whole.words, *(_word(leader) for leader in own))
                whole = replace(whole, words=tuple(sorted(words, key=lambda w: w.box.left)))
            lines.append(whole)
        blocks.append(replace(block, lines=tuple(lines)))
    for leader in sorted(waiting, key=lambda one: one.box.top):
        height = max((line.height for block in page.blocks for line in block.lines), default=20.0)
        if leader.box.width >= ALONE * height:
            _insert(blocks, Line((_word(leader),)))
    return replace(page, blocks=tuple(blocks))


def _word(leader: Leader) -> Word:
    return Word(leader.text, leader.box)


def _is_of(leader: Leader, line: Line) -> bool:
    """Return whether dots stand at the foot of a line."""
    box = line.box
    x, y = leader.box.centre
    foot = box.bottom + line.slope * (x - box.left)
    height = max(line.height, 8.0)
    at_foot = foot - 0.8 * height < y < foot + 0.35 * height
    # What is filled in stands behind its label; dots in front of a line are of a stamp.
    return at_foot and any(
        word.box.left < leader.box.left < word.box.right + BESIDE * height for word in line.words
    )


def _insert(blocks: list[Block], line: Line) -> None:
    """Put a line of dots alone behind the last line of text that stands above it."""
    best: tuple[float, int, int] | None = None
    for number, row, other in body_lines(blocks):
        above = line.box.top - other.box.centre[1]
        if above > 0 and (best is None or above < best[0]):
            best = above, number, row
    if best is None:
        blocks.insert(0, Block((line,)))
        return
    _, number, row = best
    lines = blocks[number].lines
    paragraph = replace(line, paragraph=lines[row].paragraph)
    blocks[number] = replace(
        blocks[number], lines=(*lines[: row + 1], paragraph, *lines[row + 1 :])
    )
