"""What was read on a page: blocks of lines of words, each with its box.

All classes are frozen. Boxes are in pixels of the page image as the caller gave it, origin at the
top left, right and bottom exclusive; cleaning and straightening a page never shows in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from statistics import median

__all__ = [
    "KINDS", "MARKS", "Block", "Box", "Line", "Mark", "Page", "Reading", "Span", "Word",
    "body_lines", "union",
]  # fmt: skip

KINDS = ("body", "stamp", "notice", "noise")
"""What a block is: text, a received stamp, a notice of a digital signature, or no text at all."""

MARKS = ("seal", "pen")
"""What a mark is."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width, 0 or more."""
        return max(0.0, self.right - self.left)

    @property
    def height(self) -> float:
        """Its height, 0 or more."""
        return max(0.0, self.bottom - self.top)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, x before y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around some boxes.

    Raises:
        ValueError: There are none.

    Example:
        >>> union([Box(0, 0, 2, 2), Box(1, 1, 5, 3)])
        Box(left=0, top=0, right=5, bottom=3)
    """
    several = list(boxes)
    if not several:
        raise ValueError("no box to put a box around")
    return Box(
        min([box.left for box in several]),
        min([box.top for box in several]),
        max([box.right for box in several]),
        max([box.bottom for box in several]),
    )


@dataclass(frozen=True)
class Reading:
    """A word the engine nearly read, and by how many nats it preferred its own reading."""

    text: str
    against: float


@dataclass(frozen=True)
class Word:
    """One word of a line.

    Attributes:
        text: The reading that counts, repaired where it was.
        box: Where it stands.
        confidence: What the engine thought of its own reading, 0 to 1; 1 for a text layer.
        observed: The engine's reading where `text` is another, else None.
        certainty: Posterior of the repair, 0 to 1, where there is one.
        alternatives: Other readings of the repair, the most probable first.
        keys: Where the word came from in a document that is rewritten in place.
        readings: What else the engine considered, where it tells.
        sure: Probability that `text` is what the page says, where that was asked for.
        printed: It is real text of a PDF page, which stays as it is.
        drawn: It was told by its shape, such as a box to tick, and is not repaired.
        column: Of its table, from 0; None outside of tables.
    """

    text: str
    box: Box
    confidence: float = 1.0
    observed: str | None = None
    certainty: float | None = None
    alternatives: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()
    readings: tuple[Reading, ...] = ()
    sure: float | None = None
    printed: bool = False
    drawn: bool = False
    column: int | None = None

    @property
    def original(self) -> str:
        """The engine's reading."""
        return self.text if self.observed is None else self.observed


@dataclass(frozen=True)
class Line:
    """Words on one baseline, from left to right.

    Attributes:
        words: At least one.
        slope: Of the baseline, pixels down a pixel right.
        offset: Of the baseline at the left edge from the bottom of the box, in pixels, up negative.
        size: Height of the letters with ascenders and descenders, in pixels; 0 when not known.
        paragraph: Lines of one paragraph of a block have the same number.
        row: Of its table, from 0; 0 outside of tables.
    """

    words: tuple[Word, ...]
    slope: float = 0.0
    offset: float = 0.0
    size: float = 0.0
    paragraph: int = 0
    row: int = 0

    @cached_property
    def box(self) -> Box:
        """The box around its words."""
        return union(word.box for word in self.words)

    @property
    def text(self) -> str:
        """Its words with single spaces between them."""
        return " ".join(word.text for word in self.words)

    def mapped(self, change: Callable[[Word], Word]) -> Line:
        """Return the line with every word changed."""
        return replace(self, words=tuple(map(change, self.words)))

    def moved(self, move: Callable[[Box], Box]) -> Line:
        """Return the line with every word's box elsewhere."""
        return self.mapped(lambda word: replace(word, box=move(word.box)))

    @property
    def height(self) -> float:
        """Height of its letters in pixels, from the words where the engine does not tell."""
        return self.size or median(word.box.height for word in self.words)


@dataclass(frozen=True)
class Span:
    """A cell of a table that takes the place of several: its first row and column, and how many."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Block:
    """Lines that are read together.

    Attributes:
        lines: In order; the rows of a table.
        kind: One of `KINDS`.
        columns: Of a table, 0 for anything else.
        rows: Of a table, those without a word counted too.
        spans: Of a table, the cells that reach over several rows or columns; their words stand in
            the first of these.
    """

    lines: tuple[Line, ...]
    kind: str = "body"
    columns: int = 0
    rows: int = 0
    spans: tuple[Span, ...] = ()

    def cells(self, line: Line) -> list[str]:
        """Return the text of a row of a table, column by column, empty cells too."""
        cells: list[list[str]] = [[] for _ in range(max(1, self.columns))]
        column = 0
        for word in line.words:
            column = column if word.column is None else word.column
            cells[min(column, len(cells) - 1)].append(word.text)
        return [" ".join(words) for words in cells]

    def paragraphs(self) -> Iterator[list[Line]]:
        """Yield the lines of each paragraph."""
        for _, lines in groupby(self.lines, key=attrgetter("paragraph")):
            yield list(lines)

    def with_word(self, row: int, word: Word) -> Block:
        """Return the block with one word more in a line, among the others by its middle."""
        words = (*self.lines[row].words, word)
        return self.with_words(row, sorted(words, key=lambda one: one.box.centre[0]))

    def with_words(self, row: int, words: Iterable[Word]) -> Block:
        """Return the block with other words in a line."""
        line = replace(self.lines[row], words=tuple(words))
        return replace(self, lines=(*self.lines[:row], line, *self.lines[row + 1 :]))

    def table(self) -> list[list[str]]:
        """Return the text of a table's cells, row by row, empty ones too."""
        rows = [[""] * self.columns for _ in range(self.rows)]
        for line in self.lines:
            while line.row >= len(rows):
                rows.append([""] * self.columns)
            rows[line.row] = self.cells(line)
        return rows

    @cached_property
    def box(self) -> Box:
        """The box around its lines."""
        return union(line.box for line in self.lines)


def body_lines(blocks: Iterable[Block]) -> Iterator[tuple[int, int, Line]]:
    """Yield the lines of text outside of tables, each with the numbers of its block and row."""
    for number, block in enumerate(blocks):
        if block.kind == "body" and not block.columns:
            for row, line in enumerate(block.lines):
                yield number, row, line


@dataclass(frozen=True)
class Mark:
    """What stands on a page and is no text: one of `MARKS`, and where."""

    kind: str
    box: Box


@dataclass(frozen=True)
class Page:
    """One page in reading order.

    Attributes:
        number: From 1.
        width: In pixels.
        height: In pixels.
        dpi: Pixels an inch, with which boxes become points of a PDF.
        blocks: In reading order.
        origin: ``"ocr"``, ``"text-layer"``, ``"hocr"`` or ``"alto"``.
        warnings: What a user should know about this page, one line each.
        status: One of those of `vndiacritics.ocr.quality`; ``"ok"`` where there is no doubt.
        marks: Seals and what a pen wrote; no word of them is read.
        unread: Spots of ink that look like letters and were read in no word.
        angle: Degrees clockwise by which its text lies turned on it: 0, 90, 180 or 270.
    """

    number: int
    width: int
    height: int
    dpi: float = 300.0
    blocks: tuple[Block, ...] = ()
    origin: str = "ocr"
    warnings: tuple[str, ...] = field(default=())
    status: str = "ok"
    angle: int = 0
    marks: tuple[Mark, ...] = ()
    unread: int = 0

    def lines(self, *kinds: str) -> Iterator[Line]:
        """Yield the lines of blocks of these kinds, of all when none is named."""
        for block in self.blocks:
            if not kinds or block.kind in kinds:
                yield from block.lines

    def words(self) -> Iterator[Word]:
        """Yield all words in reading order."""
        for line in self.lines():
            yield from line.words

    def mapped(self, change: Callable[[Line], Line]) -> Page:
        """Return the page with every line changed."""
        blocks = (replace(block, lines=tuple(map(change, block.lines))) for block in self.blocks)
        return replace(self, blocks=tuple(blocks))

    def text(self, *kinds: str) -> str:
        """Return the text, a line break after each line and a blank line between paragraphs.

        Args:
            *kinds: Of the blocks that count; those of kind ``"body"`` when none is named.
        """
        paragraphs: list[str] = []
        for block in self.blocks:
            if block.kind not in (kinds or ("body",)):
                continue
            if block.columns:
                paragraphs.append("".join("\t".join(row) + "\n" for row in block.table()))
                continue
            paragraphs += [
                "".join(line.text + "\n" for line in lines) for lines in block.paragraphs()
            ]
        return "\n".join(paragraphs)
