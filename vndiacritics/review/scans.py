"""Pages that were read and repaired, as a text that can be checked word by word.

The text is what ``vnfix scan.pdf -o scan.txt`` writes: the body of each page, a page break between
two. Its source is the same text as the engine read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vndiacritics.ocr.page import Page, Word, union
from vndiacritics.restoration import Alternative, Edit, Restoration, Token
from vndiacritics.review.marks import Spot

__all__ = ["PagesText", "text_of"]

BODY = "body"


@dataclass(frozen=True)
class PagesText:
    """The text of some pages.

    Attributes:
        result: With a token for each word.
        spots: Where each word stands, by its first code point in the text; pages count from 0.
    """

    result: Restoration
    spots: dict[int, Spot]


@dataclass
class _Writer:
    """Writes old and new text side by side."""

    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    at: int = 0
    place: int = 0
    edits: list[Edit] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    spots: dict[int, Spot] = field(default_factory=dict)

    def same(self, text: str) -> None:
        self.old.append(text)
        self.new.append(text)
        self.at += len(text)
        self.place += len(text)

    def words(self, words: list[Word], page: int) -> None:
        """Write words that were one thing to the engine, or one word."""
        old = words[0].observed
        new = " ".join(word.text for word in words)
        if old is None:
            old = new
        start, end = self.at, self.at + len(old)
        readings = tuple(Alternative(text, 0.0) for text in _readings(words[0]))
        sure = min(map(_sure, words))
        if old != new:
            self.edits.append(Edit(start, end, old, new, sure, readings, _reason(old, new)))
        place = self.place
        for word in words:
            others = readings if len(words) == 1 else ()
            self.tokens.append(Token(start, end, word.text, place, sure, others))
            place += len(word.text) + 1
        box = union(word.box for word in words)
        self.spots[self.place] = Spot(page, box.left, box.top, box.right, box.bottom)
        self.old.append(old)
        self.new.append(new)
        self.at, self.place = end, self.place + len(new)


def text_of(pages: Iterable[Page]) -> PagesText:
    """Return the text of pages, as read and as repaired, and where its words stand.

    Args:
        pages: Repaired, in order; how sure a word is stands in `Word.sure`, else the engine's own
            confidence is taken.
    """
    writer = _Writer()
    for number, page in enumerate(pages):
        if number:
            writer.same("\f")
        for between, words in _runs(page):
            writer.same(between)
            if words:
                writer.words(words, number)
    result = Restoration(
        "".join(writer.old),
        "".join(writer.new),
        tuple(writer.edits),
        (),
        tuple(writer.tokens),
    )
    return PagesText(result, writer.spots)


def _runs(page: Page) -> Iterator[tuple[str, list[Word]]]:
    """Yield words that belong together, each with what stands before it, as `Page.text` does."""
    before = ""
    is_first = True
    for block in page.blocks:
        if block.kind != BODY:
            continue
        last: int | None = None
        for line in block.lines:
            if (last is None or line.paragraph != last) and not is_first:
                before += "\n"
            is_first, last = False, line.paragraph
            for run in _joined(line.words):
                yield before, run
                before = " "
            before = "\n"
    yield before, []


def _joined(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Put the parts of a word that was split, whose later parts were observed as nothing."""
    run: list[Word] = []
    for word in words:
        if run and word.observed != "":
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _sure(word: Word) -> float:
    if word.sure is not None:
        return word.sure
    return word.confidence if word.certainty is None else word.certainty


def _readings(word: Word) -> tuple[str, ...]:
    """Return other readings: those of the repair, then those of the engine."""
    return tuple(dict.fromkeys((*word.alternatives, *(row.text for row in word.readings))))


def _reason(old: str, new: str) -> str:
    from vndiacritics.revision.gate import reason

    return reason(old, new)
