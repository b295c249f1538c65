"""The order in which a page of a Vietnamese official document is read.

Decree 30/2020 lays such a page out: the issuer and the number stand to the left of the state's name
(quốc hiệu), the motto and the date; at the end the recipients (Nơi nhận) stand to the left of the
signer. An engine reads across both columns. Here each column is read for itself, left before right.
Notices of a digital signature, received stamps and marks that are no text become blocks of a kind
of their own, so that they are neither lost nor read in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from vndiacritics.ocr import foot_notes, letterhead, spread
from vndiacritics.ocr.letterhead import letters, name_of_state
from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.quality import SURE

__all__ = ["arrange"]

NOTICE_FIELDS = (
    "nguoiky",
    "coquan",
    "thoigianky",
    "digitallysignedby",
    "signaturenotverified",
    "signaturevalid",
)
NOTICE_SIGNS = re.compile(r"@|\b\d\d:\d\d:\d\d\b")

LIKELY_TEXT = re.compile(r"\d[/⁄]\d{4}\b|\d\.\d{3}\b|^Số:")
"""What is text however unsure the engine is of it: numbers of documents and amounts."""

SPECK = 0.25
"""Height of a line's letters under which an unsure letter or digit is a dot of the line above."""

FEWEST_LETTERS = 3
"""Of a word that the engine is sure of, whose line is text however unsure the others are."""

BENT_DASHES = frozenset({"~", "~-", "-~", "--", "=-", "-="})


def arrange(page: Page, *, stamps: Sequence[Box] = ()) -> Page:
    """Put a page that was read by an engine into reading order.

    Args:
        page: Upright, the lines in the engine's order.
        stamps: Frames of received stamps on it.

    Returns:
        The page with blocks of all `vndiacritics.ocr.page.KINDS`; no word is lost. A bent dash that
        opens an item of a list is one, its old reading kept in `Word.observed`.
    """
    gutter = spread.gutter(page)
    if gutter is not None:
        return _arranged_apart(page, gutter, stamps)
    notices, lines = _notices(_from_the_top(page.blocks), page)
    lines, noise = _without_noise(lines)
    stamped, lines = _inside(lines, stamps)
    lines, notes = foot_notes.last(lines)
    blocks: list[Block] = []
    if notices:
        blocks.append(Block(tuple(notices), "notice"))
    for part in (*letterhead.parts(lines, page), notes):
        blocks += _blocks(part)
    if stamped:
        blocks.append(Block(tuple(stamped), "stamp"))
    if noise:
        blocks.append(Block(tuple(noise), "noise"))
    return replace(page, blocks=tuple(blocks))


def _arranged_apart(page: Page, gutter: float, stamps: Sequence[Box]) -> Page:
    """Put the two pages that lie beside each other into order, one after the other."""
    blocks: list[Block] = []
    for half, left in zip(spread.halves(page, gutter), (0.0, gutter), strict=True):
        own = [
            spread.moved(box, -left) for box in stamps if (box.centre[0] >= gutter) == (left > 0)
        ]
        there = spread.shifted(arrange(half, stamps=own), left)
        blocks += there.blocks
    return replace(page, blocks=tuple(blocks))


def _from_the_top(blocks: Sequence[Block]) -> list[Line]:
    """Return the lines in the engine's order, but what stands above all else comes first.

    An engine that takes a page for columns reads a short title over them after these.
    """
    rest = [block for block in blocks if block.lines]
    first: list[Block] = []
    while len(rest) > 1:
        highest = min(rest, key=lambda block: block.box.top)
        others = [block for block in rest if block is not highest]
        if highest is rest[0] or highest.box.bottom > min(block.box.top for block in others):
            break
        first.append(highest)
        rest = others
    return [line for block in (*first, *rest) for line in block.lines]


# --- what is no text ------------------------------------------------------------------------------


def _without_noise(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    kept: list[Line] = []
    noise: list[Line] = []
    for line in map(_with_dash, lines):
        words = [word for word in line.words if not _is_noise(word, line)]
        if not words or _is_noise_line(words):
            noise.append(line)
            continue
        kept.append(replace(line, words=tuple(words)))
        dropped = tuple(word for word in line.words if _is_noise(word, line))
        if dropped:
            noise.append(replace(line, words=dropped))
    return kept, noise


def _with_dash(line: Line) -> Line:
    """Read the dash of a list item, which a bad scan bends, as one."""
    first, *rest = line.words
    if rest and first.text in BENT_DASHES and rest[0].text[:1].isalpha():
        dash = replace(first, text="-", observed=first.text, confidence=max(first.confidence, 0.5))
        return replace(line, words=(dash, *rest))
    return line


def _is_noise(word: Word, line: Line) -> bool:
    """Return whether it is a rule, a speck or a stroke of a pen that was taken for signs."""
    if any(character.isalnum() for character in word.text):
        return word.confidence < 0.5 and word.box.height < SPECK * line.height
    if re.fullmatch(r"[-–—_=~.…]{2,}", word.text):
        return True
    return word.confidence < 0.5 and word.text.strip(".,;") not in {"-", "–", "+", "±", "‰"}


def _is_noise_line(words: Sequence[Word]) -> bool:
    count = sum(len(word.text) for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / count
    return mean < 0.35 and not any(map(_is_surely_text, words))


def _is_surely_text(word: Word) -> bool:
    letters_of_it = sum(character.isalpha() for character in word.text)
    is_word = letters_of_it >= FEWEST_LETTERS and word.confidence >= SURE
    return is_word or LIKELY_TEXT.search(word.text) is not None


# --- notices and stamps --------------------------------------------------------------------------


def _notices(lines: Sequence[Line], page: Page) -> tuple[list[Line], list[Line]]:
    """Part off what a signing program printed over the header of the first page.

    It takes two of its fields to know it by; all that stands above the header is then part of it,
    as nothing of the document itself stands there.
    """
    header = next((line for line in lines if name_of_state(line, page) is not None), None)
    if header is None:
        return [], list(lines)
    above = [line for line in lines if line.box.bottom < header.box.top]
    found = [line for line in above if _is_notice_field(line)]
    if len(found) < 2:
        return [], list(lines)
    lowest = max(line.box.bottom for line in found)
    notices = [line for line in above if line.box.top < lowest]
    return notices, [line for line in lines if line not in notices]


def _is_notice_field(line: Line) -> bool:
    text = letters(line.text)
    return NOTICE_SIGNS.search(line.text) is not None or any(
        len(text) >= len(field) and fuzz.partial_ratio(field, text) >= 85 for field in NOTICE_FIELDS
    )


def _inside(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[list[Line], list[Line]]:
    """Take the words inside some boxes out of their lines."""

    def inside(word: Word) -> bool:
        return any(box.holds(*word.box.centre) for box in boxes)

    return _parted(lines, inside)


def _parted(
    lines: Iterable[Line], belongs: Callable[[Word], bool]
) -> tuple[list[Line], list[Line]]:
    first: list[Line] = []
    second: list[Line] = []
    for line in lines:
        for target, wanted in ((first, True), (second, False)):
            words = tuple(word for word in line.words if belongs(word) is wanted)
            if words:
                target.append(replace(line, words=words))
    return first, second


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """Put lines into a block each time a wide gap or an odd order parts them."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            gap = line.box.top - groups[-1][-1].box.bottom
            if -line.height < gap < 1.2 * max(line.height, 20):
                groups[-1].append(replace(line, paragraph=0))
                continue
        groups.append([replace(line, paragraph=0)])
    return [Block(tuple(group)) for group in groups]
