"""Ink that an engine left out, and cells of tables it doubts: cut out and read for themselves.

An engine drops a number that stands alone behind a wide gap, as those of a list of contents do once
their dots are gone, and between rules it reads a number as another. Letters that no word covers,
behind a dotted line or in a cell, are drawn below one another on a sheet of their own, in several
sizes, and so are cells in which a word is doubted. What most of the sizes say is believed.
Elsewhere ink that was left out is handwriting, a frame or a stain more often than not; there only
several letters on one level are read, and only where there are few such places. What stands alone
over or under all lines is read too, and believed if it is a number: that of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Block, Box, Line, Page, Word, body_lines, union
from vndiacritics.ocr.preprocess import page_numbers
from vndiacritics.ocr.preprocess.leaders import Leader
from vndiacritics.ocr.preprocess.page_numbers import is_page_number
from vndiacritics.ocr.preprocess.pixels import Grey, opencv
from vndiacritics.ocr.preprocess.spots import Spots, box_of
from vndiacritics.ocr.preprocess.tables import Grid
from vndiacritics.ocr.preprocess.unread import left_out, letters_of
from vndiacritics.ocr.quality import is_credible

__all__ = ["Piece", "neediest", "overlooked", "sheet", "with_pieces"]

APART = 1.5
"""Middling letters between two of one piece at most."""

LEVEL = 0.5
"""Middling letters between the foot of a letter and that of the dots in front of it at most."""

ABOVE, BELOW, BESIDE = 0.9, 0.5, 0.3
"""Middling letters about a piece that belong to it: marks, dots and tails."""

DOUBTED = 0.85
"""Confidence under which a word in a cell is read again; not tuned. A `19` read for `15` had 0.81,
right cells of a drawn table 0.9 and more with few exceptions."""

SIZES = (0.7, 0.8, 1.25)
"""Times as large as on the page; a digit alone reads as another one in some sizes."""

COUNTS = 0.5
"""Confidence with which a reading has a vote."""

SURE = 0.8
"""Confidence that the best reading of a piece must have."""

FAIR = 0.6
"""The same of one that two sizes agree on, where what was read at first does not even count."""

LEAD = 1.8
"""Times as many votes as any other reading has, which it must have too."""

MOST = 60
"""Pieces of a page that are read. More of which nothing was read are a picture, a map or
handwriting; of more in large tables those that the engine doubts most are read."""

FEWEST = 3
"""Letters left out together that are read where there are no dots and no cell."""

MOST_ELSEWHERE = 12
"""Such places of a page; more are a picture or handwriting."""

FULLEST = 8
"""Words of a cell that is read again."""

RULE = 4
"""Pixels of a rule that are no part of the cell beside it."""


@dataclass(frozen=True)
class Piece:
    """A part of the page that is read for itself.

    Attributes:
        box: What is cut out.
        line: The line that it belongs to; None for a cell beside which nothing was read.
        words: Those that were read there at first.
        is_number: It is believed only if it is the number of a page.
    """

    box: Box
    line: Line | None
    words: tuple[Word, ...] = ()
    is_number: bool = False


# --- where they are ------------------------------------------------------------------------------


def overlooked(
    page: Page, seen: Grey, found: Spots, *, tables: Sequence[Grid], dotted: Sequence[Leader]
) -> list[Piece]:
    """Find what is to be read for itself.

    Args:
        page: As read, boxes in pixels of `seen`.
        seen: What the engine saw.
        found: The spots of ink of the page, also of what was taken off before the engine saw it.
        tables: Of the page.
        dotted: Its dotted lines.
    """
    middling = found.middling
    if not middling:
        return []
    letters = letters_of(found)
    rest = left_out(letters, page, seen)
    pieces = [*_cells(page, letters, rest, tables, middling)]
    pieces += _behind_dots(page, rest, dotted, middling)
    pieces += _doubted_by_dots(page, dotted, middling)
    pieces += _elsewhere(rest, pieces, middling)
    alone = _groups([box for box in map(box_of, rest) if not _is_in_any(box, pieces)], middling)
    lines = [line.box for line in page.lines()]
    for place in page_numbers.places(lines, alone):
        pieces.append(Piece(_around(place, middling), None, is_number=True))
    return neediest(pieces)


def neediest(pieces: Sequence[Piece]) -> list[Piece]:
    """Return as many pieces as are read: those of which nothing was read, then the doubted ones.

    Where nothing was read of more than these, it is no text.
    """
    if len(pieces) <= MOST:
        return list(pieces)
    if sum(not piece.words for piece in pieces) > MOST:
        return []
    return sorted(pieces, key=lambda piece: _least(piece.words) if piece.words else -1.0)[:MOST]


def _cells(
    page: Page,
    letters: NDArray[np.int32],
    rest: NDArray[np.int32],
    tables: Sequence[Grid],
    middling: float,
) -> Iterator[Piece]:
    """Yield the cells of one line in which a word is doubted or letters were left out."""
    for grid in tables:
        words: dict[tuple[int, int], list[tuple[Word, Line]]] = {}
        for line in page.lines():
            for word in line.words:
                if (cell := grid.cell(word.box)) is not None:
                    words.setdefault(cell, []).append((word, line))
        asked = {cell for spot in rest if (cell := grid.cell(box_of(spot))) is not None}
        asked |= {
            cell
            for cell, entries in words.items()
            if any(word.confidence < DOUBTED for word, _ in entries)
        }
        spots: dict[tuple[int, int], list[Box]] = {}
        for spot in letters if asked else ():
            box = box_of(spot)
            if (cell := grid.cell(box)) in asked and cell is not None:
                spots.setdefault(cell, []).append(box)
        for cell, inside in sorted(spots.items()):
            entries = words.get(cell, [])
            if len(entries) > FULLEST or not _is_one_line(inside):
                continue
            around = _around(union(inside), middling)
            yield Piece(
                _within(around, grid.inside(cell, RULE)),
                entries[0][1] if entries else _line_at(page, union(inside)),
                tuple(word for word, _ in entries),
            )


def _is_one_line(boxes: Sequence[Box]) -> bool:
    return max(box.top for box in boxes) < min(box.bottom for box in boxes)


def _behind_dots(
    page: Page, rest: NDArray[np.int32], dotted: Sequence[Leader], middling: float
) -> Iterator[Piece]:
    """Yield what was left out behind dotted lines, letters that stand close together as one."""
    spots = [box for box in map(box_of, rest) if _is_behind_any(box, dotted, middling)]
    for group in _groups(spots, middling):
        if (line := _line_at(page, union(group))) is not None:
            yield Piece(_around(union(group), middling), line)


def _elsewhere(rest: NDArray[np.int32], others: Sequence[Piece], middling: float) -> list[Piece]:
    """Return the places where several letters on one level were left out, if they are few."""
    spots = [box for box in map(box_of, rest) if not _is_in_any(box, others)]
    groups = [group for group in _groups(spots, middling) if len(group) >= FEWEST]
    if len(groups) > MOST_ELSEWHERE:
        return []
    return [Piece(_around(union(group), middling), None) for group in groups]


def _is_in_any(box: Box, pieces: Sequence[Piece]) -> bool:
    return any(piece.box.holds(*box.centre) for piece in pieces)


def _groups(spots: Sequence[Box], middling: float) -> list[list[Box]]:
    """Group letters that stand close together on one level."""
    groups: list[list[Box]] = []
    for box in sorted(spots, key=lambda one: one.left):
        for group in groups:
            last = group[-1]
            if box.left - last.right < APART * middling and _is_one_line([last, box]):
                group.append(box)
                break
        else:
            groups.append([box])
    return groups


def _doubted_by_dots(page: Page, dotted: Sequence[Leader], middling: float) -> Iterator[Piece]:
    """Yield words that the engine hardly believes in lines out of which dots were taken."""
    for _, _, line in body_lines(page.blocks) if dotted else ():
        foot, slack = line.box.bottom, line.height
        if not any(foot - slack < leader.box.bottom < foot + slack / 2 for leader in dotted):
            continue
        for doubted, words in groupby(line.words, key=lambda word: word.confidence < COUNTS):
            group = tuple(words)
            if doubted and any(character.isalnum() for word in group for character in word.text):
                yield Piece(_around(union(word.box for word in group), middling / 2), line, group)


def _is_behind_any(box: Box, dotted: Sequence[Leader], middling: float) -> bool:
    """Return whether a letter stands behind a dotted line, on its foot."""
    level = LEVEL * middling
    dots = [leader.box for leader in dotted]
    return any(box.left >= one.right and abs(box.bottom - one.bottom) <= level for one in dots)


def _line_at(page: Page, box: Box) -> Line | None:
    """Return the line on whose level a box stands, the nearest where there are several."""
    x, y = box.centre
    best: tuple[float, Line] | None = None
    for line in page.lines():
        rise = line.slope * (x - line.box.centre[0])
        if line.box.top + rise <= y <= line.box.bottom + rise:
            away = max(0.0, line.box.left - x, x - line.box.right)
            if best is None or away < best[0]:
                best = away, line
    return None if best is None else best[1]


def _around(box: Box, middling: float) -> Box:
    return Box(
        box.left - BESIDE * middling,
        box.top - ABOVE * middling,
        box.right + BESIDE * middling,
        box.bottom + BELOW * middling,
    )


def _within(box: Box, bounds: Box) -> Box:
    return Box(
        max(box.left, bounds.left),
        max(box.top, bounds.top),
        min(box.right, bounds.right),
        min(box.bottom, bounds.bottom),
    )


# --- what they are -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A piece on the sheet: in which size, and where its rows of pixels are."""

    piece: Piece
    size: float
    left: int
    top: int
    bottom: int

    def moved(self, word: Word) -> Word:
        """Return a word of the sheet where it stands on the page."""
        across, down = max(0, int(self.piece.box.left)), max(0, int(self.piece.box.top))
        box = word.box
        there = Box(
            across + (box.left - self.left) / self.size,
            down + (box.top - self.top) / self.size,
            across + (box.right - self.left) / self.size,
            down + (box.bottom - self.top) / self.size,
        )
        return replace(word, box=there, keys=())


def sheet(seen: Grey, pieces: Sequence[Piece]) -> tuple[Grey, list[Drawn]]:
    """Draw pieces below one another, each in all `SIZES`.

    Returns:
        The sheet, and where each is on it.
    """
    parts = []
    for piece in pieces:
        left, top = max(0, int(piece.box.left)), max(0, int(piece.box.top))
        part = seen[top : round(piece.box.bottom), left : round(piece.box.right)]
        parts += [(piece, size, _resized(part, size)) for size in SIZES]
    gap = max(part.shape[0] for *_, part in parts) // 2 + 4
    across = max(part.shape[1] for *_, part in parts) + 4 * gap
    down = sum(part.shape[0] + gap for *_, part in parts) + gap
    result = np.full((down, across), 255, dtype=np.uint8)
    drawn = []
    y = gap
    for piece, size, part in parts:
        height, width = part.shape
        result[y : y + height, 2 * gap : 2 * gap + width] = part
        drawn.append(Drawn(piece, size, 2 * gap, y, y + height))
        y += height + gap
    return result, drawn


def _resized(part: Grey, size: float) -> Grey:
    cv2 = opencv()
    height, width = (max(1, round(edge * size)) for edge in part.shape)
    way = cv2.INTER_CUBIC if size > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(part, (width, height), interpolation=way), dtype=np.uint8)


def with_pieces(page: Page, drawn: Sequence[Drawn], read: Page) -> Page:
    """Put what was read on the sheet into the page, where the engine was sure of it."""
    readings: dict[int, list[list[Word]]] = {}
    for one in drawn:
        inside = [word for word in read.words() if one.top <= word.box.centre[1] < one.bottom]
        words = sorted(map(one.moved, inside), key=lambda word: word.box.left)
        readings.setdefault(id(one.piece), []).append(words)
    dropped: set[int] = set()
    added: dict[int, list[Word]] = {}
    alone: list[Block] = []
    for piece in {id(one.piece): one.piece for one in drawn}.values():
        agreed = _agreed(readings[id(piece)], piece.words, is_number=piece.is_number)
        if not agreed:
            continue
        dropped |= {id(word) for word in piece.words}
        if piece.line is None:
            alone.append(Block((Line(tuple(agreed)),)))
        else:
            added.setdefault(id(piece.line), []).extend(agreed)
    if not added and not alone:
        return page
    blocks = []
    for block in page.blocks:
        lines = [_changed(line, dropped, added.get(id(line), [])) for line in block.lines]
        if kept := tuple(line for line in lines if line is not None):
            blocks.append(replace(block, lines=kept))
    for part in alone:
        below = (n for n, block in enumerate(blocks) if block.box.top > part.box.bottom)
        blocks.insert(next(below, len(blocks)), part)
    return replace(page, blocks=tuple(blocks))


def _agreed(
    readings: Sequence[Sequence[Word]], before: Sequence[Word], *, is_number: bool = False
) -> Sequence[Word]:
    """Return what a piece says, nothing where its readings differ or are those of before.

    The readings in all sizes, and the one of before, vote by how sure the engine is of them.
    """
    votes: dict[str, list[float]] = {}
    best: dict[str, Sequence[Word]] = {}
    for words in (*readings, before):
        text = " ".join(word.text for word in words)
        sure = min((word.confidence for word in words), default=0.0)
        if sure >= COUNTS:
            votes.setdefault(text, []).append(sure)
            if words is not before and (text not in best or sure > _least(best[text])):
                best[text] = words
    first, *others = sorted(votes, key=lambda text: -sum(votes[text])) or [""]
    words = best.get(first, ())
    if not words or first == " ".join(word.text for word in before):
        return ()
    if any(sum(votes[text]) * LEAD > sum(votes[first]) for text in others):
        return ()
    if is_number:
        return words if len(votes[first]) > 1 and is_page_number(words) else ()
    if before and _least(before) < COUNTS and len(votes[first]) > 1:
        return words if _least(words) >= FAIR else ()
    return words if _least(words) >= SURE and all(map(is_credible, words)) else ()


def _least(words: Sequence[Word]) -> float:
    return min(word.confidence for word in words)


def _changed(line: Line, dropped: set[int], added: Sequence[Word]) -> Line | None:
    """Return a line with other words, None where there is none left."""
    words = [word for word in line.words if id(word) not in dropped]
    if len(words) == len(line.words) and not added:
        return line
    words = sorted([*words, *added], key=lambda word: word.box.left)
    return replace(line, words=tuple(words)) if words else None
