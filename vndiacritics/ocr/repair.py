"""From the edits of a restored text back to words with boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union
from vndiacritics.restoration import Edit, Restoration, Token, apply_edits

__all__ = ["REPAIRED", "Placed", "Repairer", "placed_words", "repair_page", "repair_pages"]

REPAIRED = ("body", "stamp", "notice")
"""Kinds of blocks that are repaired; each kind is a text of its own."""


class Repairer(Protocol):
    """The part of `vndiacritics.Restorer` that is used here."""

    def explain_batch(self, texts: Sequence[str]) -> list[Restoration]:
        """Restore some texts."""
        ...


def may_change(words: Sequence[Word]) -> bool:
    """Return whether words may change: real text beside a scan, and signs, stay as they are."""
    columns = {word.column for word in words}
    return len(columns) < 2 and not any(word.printed or word.drawn for word in words)


@dataclass(frozen=True)
class Placed:
    """A word, its line, and its span in the text that is restored."""

    start: int
    end: int
    line: int
    word: Word


def repair_page(page: Page, restorer: Repairer) -> Page:
    """Repair the words of one page; see `repair_pages`."""
    return repair_pages([page], restorer)[0]


def repair_pages(pages: Sequence[Page], restorer: Repairer) -> list[Page]:
    """Repair the words of some pages of one document.

    An edit that would join words of two lines is not made: a word has one box.

    Args:
        pages: As read, in order.
        restorer: What restores text.

    Returns:
        The pages with new words. A word that was changed keeps its old reading in `Word.observed`;
        words that became one have the box around theirs, a word that became several shares its box
        out by the number of letters. Where the restorer tells of tokens, each word has how sure it
        is, and a kept one its other readings.
    """
    slots: list[tuple[int, str]] = [
        (number, kind)
        for number, page in enumerate(pages)
        for kind in REPAIRED
        if any(block.kind == kind for block in page.blocks)
    ]
    texts = [pages[number].text(kind) for number, kind in slots]
    repaired = list(pages)
    for (number, kind), result in zip(slots, restorer.explain_batch(texts), strict=True):
        if result.edits or result.tokens:
            repaired[number] = _repair_kind(repaired[number], kind, result)
    return repaired


def _repair_kind(page: Page, kind: str, result: Restoration) -> Page:
    placed = placed_words(page, kind, result.source)
    new_words: dict[int, list[Word]] = {}
    for number, entry in enumerate(placed):
        new_words.setdefault(entry.line, []).append(entry.word)
        if number and entry.start < placed[number - 1].end:
            raise ValueError("words overlap in the text of their page")
    lines: dict[int, list[Word]] = {line: [] for line in new_words}
    weigh = _weigher(result.tokens)
    done = 0
    for first, last, edits in _groups(placed, result.edits):
        for entry in placed[done:first]:
            lines[entry.line] += weigh([entry], [entry.word])
        group = placed[first:last]
        lines[group[0].line] += weigh(group, _repaired(group, edits))
        done = last
    for entry in placed[done:]:
        lines[entry.line] += weigh([entry], [entry.word])
    return _with_lines(page, kind, lines)


def _weigher(
    tokens: Sequence[Token],
) -> Callable[[Sequence[Placed], list[Word]], list[Word]]:
    """Return what tells words how sure they are, given where they stood."""
    if not tokens:
        return lambda _, words: words
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]

    def weigh(group: Sequence[Placed], words: list[Word]) -> list[Word]:
        first = bisect_right(ends, group[0].start)
        there = tokens[first : max(first, bisect_left(starts, group[-1].end))]
        if not there:
            return words
        sure = min(token.confidence for token in there)
        if len(there) == len(words) == 1 and words[0].observed is None:
            others = tuple(row.text for row in there[0].alternatives if row.text != words[0].text)
            return [replace(words[0], sure=sure, alternatives=others)]
        return [replace(word, sure=sure) for word in words]

    return weigh


def placed_words(page: Page, kind: str, text: str) -> list[Placed]:
    """Return where the words of a page stand in its text of one kind of block, in order."""
    placed: list[Placed] = []
    position = 0
    for number, line in enumerate(page.lines(kind)):
        for word in line.words:
            position = text.index(word.text, position)
            placed.append(Placed(position, position + len(word.text), number, word))
            position += len(word.text)
    return placed


def _groups(
    placed: Sequence[Placed], edits: Sequence[Edit]
) -> Iterable[tuple[int, int, list[Edit]]]:
    """Yield runs of words that edits change together: first, one past the last, the edits."""
    run: tuple[int, int, list[Edit]] | None = None
    position = 0
    for edit in edits:
        while position < len(placed) and placed[position].end <= edit.start:
            position += 1
        last = position
        while last < len(placed) and placed[last].start < max(edit.end, edit.start + 1):
            last += 1
        if last == position:
            continue  # white space alone
        if len({entry.line for entry in placed[position:last]}) > 1:
            continue
        if run is not None and position < run[1]:
            run = (run[0], max(last, run[1]), [*run[2], edit])
            continue
        if run is not None:
            yield run
        run = (position, last, [edit])
    if run is not None:
        yield run


def _repaired(group: Sequence[Placed], edits: Sequence[Edit]) -> list[Word]:
    words = [entry.word for entry in group]
    start, end = group[0].start, group[-1].end
    if not may_change(words):
        return words
    old = " ".join(word.text for word in words)
    inside = [
        replace(edit, start=edit.start - start, end=edit.end - start)
        for edit in edits
        if start <= edit.start and edit.end <= end
    ]
    pieces = apply_edits(old, inside).split()
    if not inside or not pieces:
        return words
    certainty = min(edit.confidence for edit in inside)
    others = _alternatives(old, inside)
    if len(pieces) == len(words):
        return [
            word
            if piece == word.text
            else replace(
                word,
                text=piece,
                observed=word.original,
                certainty=certainty,
                alternatives=others if len(words) == 1 else (),
            )
            for word, piece in zip(words, pieces, strict=True)
        ]
    whole = Word(
        " ".join(pieces),
        union(word.box for word in words),
        min(word.confidence for word in words),
        old,
        certainty,
        others,
        tuple(key for word in words for key in word.keys),
        column=words[0].column,
    )
    return [whole] if len(pieces) == 1 else _split(whole, pieces)


def _alternatives(old: str, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Other readings of the words where one edit alone changed them."""
    if len(edits) != 1:
        return ()
    edit = edits[0]
    return tuple(old[: edit.start] + other.text + old[edit.end :] for other in edit.alternatives)


def _split(word: Word, pieces: Sequence[str]) -> list[Word]:
    letters = len(" ".join(pieces))
    width, position = word.box.width, 0
    words: list[Word] = []
    for number, piece in enumerate(pieces):
        left = word.box.left + width * position / letters
        right = word.box.left + width * (position + len(piece)) / letters
        words.append(
            replace(
                word,
                text=piece,
                box=Box(left, word.box.top, right, word.box.bottom),
                observed="" if number else word.observed,
                alternatives=(),
            )
        )
        position += len(piece) + 1
    return words


def _with_lines(page: Page, kind: str, lines: dict[int, list[Word]]) -> Page:
    number = 0
    blocks: list[Block] = []
    for block in page.blocks:
        if block.kind != kind:
            blocks.append(block)
            continue
        changed: list[Line] = []
        for line in block.lines:
            changed.append(replace(line, words=tuple(lines[number])))
            number += 1
        blocks.append(replace(block, lines=tuple(changed)))
    return replace(page, blocks=tuple(blocks))
