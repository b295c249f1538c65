"""Ink that an engine left out, and cells of tables it doubts: cut out and read for themselves.

An engine drops a number that stands alone behind a wide gap, as those of a list of contents do once
their dots are gone, and between rules it reads a number as another. Letters that no word covers,
behind a dotted line or in a cell, are drawn below one another on a sheet of their own, in several
sizes, and so are cells in which a word is doubted. What most of the sizes say is believed.
Elsewhere ink that was left out is handwriting, a frame or a stain more often than not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union
from vndiacritics.ocr.preprocess.leaders import Leader
from vndiacritics.ocr.preprocess.pixels import Grey, opencv
from vndiacritics.ocr.preprocess.spots import Spots, box_of
from vndiacritics.ocr.preprocess.tables import Grid
from vndiacritics.ocr.quality import is_credible

__all__ = ["Piece", "overlooked", "sheet", "with_pieces"]

HEIGHT = (0.75, 4.0)
"""Middling letters that a letter or digit is high."""

WIDEST = 6.0
"""Middling letters that letters run into one another are wide."""

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

LEAD = 1.8
"""Times as many votes as any other reading has, which it must have too."""

MOST = 60
"""Pieces of a page; more are a picture, a map or handwriting."""

FULLEST = 8
"""Words of a cell that is read again."""

RULE = 4
"""Pixels of a rule that are no part of the cell beside it."""

COARSE = 4
"""Pixels of the page to one of the plan of what words cover."""


@dataclass(frozen=True)
class Piece:
    """A part of the page that is read for itself.

    Attributes:
        box: What is cut out.
        line: The line that it belongs to; None for a cell beside which nothing was read.
        words: Those that were read there at first.
    """

    box: Box
    line: Line | None
    words: tuple[Word, ...] = ()


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
    if not middling or not (tables or dotted):
        return []
    boxes = found.boxes
    _, _, width, height = boxes.T
    letters = boxes[
        (height >= HEIGHT[0] * middling)
        & (height <= HEIGHT[1] * middling)
        & (width <= WIDEST * middling)
    ]
    left_out = letters[~_covered(letters, page, seen.shape)]
    left_out = np.array([spot for spot in left_out if _is_seen(seen, spot)], dtype=np.int32)
    left_out = left_out.reshape(-1, boxes.shape[1])
    pieces = [*_cells(page, letters, left_out, tables, middling)]
    pieces += _behind_dots(page, left_out, dotted, middling)
    return pieces if len(pieces) <= MOST else []


def _covered(letters: NDArray[np.int32], page: Page, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return which letters have their middle within a word that was read."""
    plan = np.zeros((shape[0] // COARSE + 1, shape[1] // COARSE + 1), dtype=bool)
    for word in page.words():
        edges = (word.box.top, word.box.bottom, word.box.left, word.box.right)
        top, bottom, left, right = (max(0, round(edge / COARSE)) for edge in edges)
        plan[top : bottom + 1, left : right + 1] = True
    left, top, width, height = letters.T
    return np.asarray(plan[(top + height // 2) // COARSE, (left + width // 2) // COARSE])


def _is_seen(seen: Grey, spot: NDArray[np.int32]) -> bool:
    """Return whether a spot was not taken off before the engine saw the page."""
    x, y, width, height = (int(edge) for edge in spot[:4])
    return bool((seen[y : y + height, x : x + width] < 255).mean() > 0.2)


def _cells(
    page: Page,
    letters: NDArray[np.int32],
    left_out: NDArray[np.int32],
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
        asked = {cell for spot in left_out if (cell := grid.cell(box_of(spot))) is not None}
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
    page: Page, left_out: NDArray[np.int32], dotted: Sequence[Leader], middling: float
) -> Iterator[Piece]:
    """Yield what was left out behind dotted lines, letters that stand close together as one."""
    groups: list[list[Box]] = []
    for spot in left_out[np.argsort(left_out[:, 0], kind="stable")]:
        box = box_of(spot)
        if not any(_is_behind(box, leader.box, middling) for leader in dotted):
            continue
        for group in groups:
            last = group[-1]
            if box.left - last.right < APART * middling and _is_one_line([last, box]):
                group.append(box)
                break
        else:
            groups.append([box])
    for group in groups:
        if (line := _line_at(page, union(group))) is not None:
            yield Piece(_around(union(group), middling), line)


def _is_behind(box: Box, dots: Box, middling: float) -> bool:
    """Return whether a letter stands behind a dotted line, on its foot."""
    return box.left >= dots.right and abs(box.bottom - dots.bottom) <= LEVEL * middling


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
        agreed = _agreed(readings[id(piece)], piece.words)
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
    return replace(page, blocks=(*blocks, *alone))


def _agreed(readings: Sequence[Sequence[Word]], before: Sequence[Word]) -> Sequence[Word]:
    """Return what a piece says, nothing where its readings differ or are those of before.

    The readings in all sizes, and the one of before, vote by how sure the engine is of them.
    """
    votes: dict[str, float] = {}
    best: dict[str, Sequence[Word]] = {}
    for words in (*readings, before):
        text = " ".join(word.text for word in words)
        sure = min((word.confidence for word in words), default=0.0)
        if sure >= COUNTS:
            votes[text] = votes.get(text, 0.0) + sure
            if words is not before and (text not in best or sure > _least(best[text])):
                best[text] = words
    first, *others = sorted(votes, key=lambda text: -votes[text]) or [""]
    words = best.get(first, ())
    if not words or _least(words) < SURE or not all(map(is_credible, words)):
        return ()
    if first == " ".join(word.text for word in before):
        return ()
    return words if all(votes[text] * LEAD <= votes[first] for text in others) else ()


def _least(words: Sequence[Word]) -> float:
    return min(word.confidence for word in words)


def _changed(line: Line, dropped: set[int], added: Sequence[Word]) -> Line | None:
    """Return a line with other words, None where there is none left."""
    words = [word for word in line.words if id(word) not in dropped]
    if len(words) == len(line.words) and not added:
        return line
    words = sorted([*words, *added], key=lambda word: word.box.left)
    return replace(line, words=tuple(words)) if words else None
