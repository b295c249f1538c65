"""Lines to be decoded, and the blocks that are decoded in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vndiacritics.arrays import Ints
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.profiles.profile import BARE_HEADING, PROFILES
from vndiacritics.text.document import Document
from vndiacritics.text.lines import Line, lines

BLOCK = 12_000
"""Tokens decoded in one go: bounds the memory."""


class Work(NamedTuple):
    """A line to be decoded."""

    document: int
    line: Line
    profile: int
    rates: tuple[float, ...] = ()

    @property
    def opens(self) -> bool:
        """The line is read by itself; an item of a list is where words lack what tells them."""
        return self.line.opens or (self.line.is_item and not PROFILES[self.profile].has_marks)

    def tokens(self, document: Document) -> list[str]:
        """Cut the line into its tokens; capitals that lack tones are read as if without marks."""
        tokens = self.line.tokens()
        if self.profile == BARE_HEADING.number and document.lacks_tones(self.line.start):
            return [strip_marks(token) if token.isupper() else token for token in tokens]
        return tokens


class Row(NamedTuple):
    """The tokens of a line as they are read, and where they begin in the document's text."""

    starts: list[int]
    tokens: list[str]


class Rows(NamedTuple):
    """The tokens of lines as they are read, one line after the other.

    Attributes:
        tokens: of all lines.
        starts: where they begin in their document's text, shape (tokens,).
        sizes: how many tokens each line has, shape (lines,).
    """

    tokens: list[str]
    starts: Ints
    sizes: Ints


def read_together(documents: Sequence[Document]) -> Iterator[list[tuple[int, list[Line]]]]:
    """Group the lines of documents, with the number of each document: about `BLOCK` tokens."""
    group: list[tuple[int, list[Line]]] = []
    size = 0
    for number, document in enumerate(documents):
        if found := lines(document.readable):
            group.append((number, found))
            size += sum(line.size for line in found)
        if size > BLOCK:
            yield group
            group, size = [], 0
    if group:
        yield group


def blocks(works: Iterable[Work]) -> Iterator[list[Work]]:
    """Group lines: about `BLOCK` tokens, whole documents where they are not longer."""
    block: list[Work] = []
    size = 0
    for work in works:
        new = bool(block) and work.document != block[-1].document
        if size > (BLOCK if new else 2 * BLOCK):
            yield block
            block, size = [], 0
        block.append(work)
        size += work.line.size
    if block:
        yield block
