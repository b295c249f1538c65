"""Lines to be decoded, and the blocks that are decoded in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from vndiacritics.adaptation import channel as adaptation
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.profiles.word_kinds import NAMES
from vndiacritics.revision import gate
from vndiacritics.search.decisions import Decision
from vndiacritics.search.lattice import Line
from vndiacritics.text.document import Document

BLOCK = 12_000
"""Tokens decoded in one go: bounds the memory."""

STRIPPED = NAMES.index("stripped")
"""Number of the profile of text without marks."""


@dataclass(frozen=True)
class Work:
    """A line to be decoded."""

    document: int
    line: Line
    profile: int

    def tokens(self, document: Document) -> list[str]:
        """Cut the line into its tokens; capitals that lack tones are read as if without marks."""
        tokens = self.line.tokens()
        if self.profile == STRIPPED and document.lacks_tones(self.line.start):
            return [strip_marks(token) if token.isupper() else token for token in tokens]
        return tokens


@dataclass(frozen=True)
class Row:
    """The tokens of a line as they are read, and where they begin in the document's text."""

    starts: list[int]
    tokens: list[str]


def is_heading(line: Line) -> bool:
    """Tell whether most words of a line are in capitals."""
    words = [token for token in line.tokens() if any(map(str.isalpha, token))]
    return 2 * sum(len(word) > 1 and word.isupper() for word in words) > len(words)


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


def learners(block: list[Work]) -> list[int]:
    """List the documents of a block that are long enough to teach their channel."""
    sizes: dict[int, int] = {}
    for work in block:
        if gate.adapts(NAMES[work.profile]):
            sizes[work.document] = sizes.get(work.document, 0) + work.line.size
    return [document for document, size in sizes.items() if size >= adaptation.LEAST_TOKENS]


def often_changed(
    block: Sequence[Work], decided: Sequence[Decision], profiles: AbstractSet[str], rate: float
) -> set[int]:
    """Tell in which documents' lines of some profiles sure changes are too frequent for chance."""
    tokens: dict[int, int] = {}
    for work in block:
        if NAMES[work.profile] in profiles:
            tokens[work.document] = tokens.get(work.document, 0) + work.line.size
    changes: dict[int, int] = {}
    for decision in decided:
        if NAMES[decision.profile] in profiles and decision.posterior >= gate.SURE_CHANGE:
            changes[decision.document] = changes.get(decision.document, 0) + 1
    return {
        document
        for document, number in changes.items()
        if number >= gate.LEAST_CHANGES and number >= rate * tokens[document]
    }
