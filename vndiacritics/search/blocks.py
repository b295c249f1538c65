"""Lines to be decoded, and the blocks that are decoded in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vndiacritics.orthography.letters import strip_marks
from vndiacritics.profiles.profile import BARE_HEADING
from vndiacritics.text.document import Document
from vndiacritics.text.lines import Line

BLOCK = 12_000
"""Tokens decoded in one go: bounds the memory."""


@dataclass(frozen=True)
class Work:
    """A line to be decoded."""

    document: int
    line: Line
    profile: int
    rates: tuple[float, ...] = ()

    def tokens(self, document: Document) -> list[str]:
        """Cut the line into its tokens; capitals that lack tones are read as if without marks."""
        tokens = self.line.tokens()
        if self.profile == BARE_HEADING.number and document.lacks_tones(self.line.start):
            return [strip_marks(token) if token.isupper() else token for token in tokens]
        return tokens


@dataclass(frozen=True)
class Row:
    """The tokens of a line as they are read, and where they begin in the document's text."""

    starts: list[int]
    tokens: list[str]


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
