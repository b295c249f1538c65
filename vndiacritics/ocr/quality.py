"""How much of a reading can be believed: what decides between two readings of one page.

An engine reads something on any page, also on one that stands on its head. A word is credible
where the engine was sure of it, or fairly sure and it is a Vietnamese syllable, a number or both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vndiacritics.ocr.page import Page, Word
from vndiacritics.orthography.letters import nfc, to_old_placement
from vndiacritics.orthography.syllable import is_syllable

__all__ = [
    "EMPTY", "FEW", "OK", "PARTLY", "UNREAD", "UNSURE", "Quality", "leaves_much", "quality",
    "status", "status_of_words", "unsure_words",
]  # fmt: skip

OK, EMPTY, FEW, UNSURE, PARTLY = "ok", "empty", "few-words", "unsure", "partly-unsure"
UNREAD = "partly-unread"

SURE = 0.9
"""Confidence with which a word of any language is believed."""

FAIR = 0.45
"""Confidence with which a syllable or a number is believed."""

FEW_LETTERS = 30
"""Credible letters on a page under which one may have been missed."""

POOR = 0.6
"""Share of credible letters under which another reading is worth its time."""

UNSURE_SHARE = 0.5
"""Share of credible letters under which a user is told to look."""

DOUBTED = 0.8
"""Confidence under which Tesseract doubts a word of two letters and more."""

MANY = 0.2
"""Share of words it doubts over which a user is told to look. Pages with 8 to 12 % of them wrong,
of a face it hardly knows too, have 0.23 to 0.26; real scans 0.02 to 0.09, photocopies 0.13."""

LEFT_OUT = 0.03
"""Of a page's letters, over which those that no word covers are text that was left out. Real scans
have up to 0.016, of pens and stamps; a page of which a column was left out 0.1."""

FEWEST_LEFT_OUT = 20
"""Letters that no word covers without which that share tells nothing."""

FEWEST_WORDS = 20
"""Words without which that share tells nothing."""

NOTHING = 12
"""Credible letters under which a reading that is hardly credible is no text at all."""

NOTHING_SHARE = 0.25
"""Share of credible letters under which it is hardly credible."""

_PIECES = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Quality:
    """Letters of a reading: those of credible words, and all."""

    credible: int
    letters: int

    @property
    def share(self) -> float:
        """Of its letters that are credible, 1 where there are none."""
        return self.credible / self.letters if self.letters else 1.0

    @property
    def is_poor(self) -> bool:
        """Whether another way to read the page is worth its time."""
        return self.credible < FEW_LETTERS or self.share < POOR

    @property
    def is_nothing(self) -> bool:
        """Whether it is what an engine makes of grain, stains and strokes on an empty page."""
        return self.credible < NOTHING and self.share < NOTHING_SHARE

    @property
    def worth(self) -> float:
        """What readings are compared by: credible letters, less half of what is not credible."""
        return self.credible - 0.5 * (self.letters - self.credible)


def quality(page: Page) -> Quality:
    """Count the letters of a reading and those that can be believed."""
    credible = letters = 0
    for word in page.words():
        size = sum(character.isalnum() for character in word.text)
        letters += size
        if is_credible(word):
            credible += size
    return Quality(credible, letters)


def is_credible(word: Word) -> bool:
    """Return whether a word is likely to stand on the page."""
    pieces = _PIECES.findall(nfc(word.observed or word.text))
    if not pieces:
        return False
    if word.confidence >= SURE:
        return True
    if word.confidence < FAIR:
        return False
    return all(piece.isdigit() or is_syllable(to_old_placement(piece.lower())) for piece in pieces)


def status_of_words(page: Page) -> str:
    """Return what a user should know of what another program read: few words may be all."""
    found = status(page)
    return OK if found in {FEW, PARTLY} else found


def status(page: Page) -> str:
    """Return what a user should know of a page that was read: one of the constants here."""
    found = quality(page)
    if not found.letters or all(block.kind == "noise" for block in page.blocks):
        return EMPTY
    if found.share < UNSURE_SHARE:
        return UNSURE
    if found.credible < FEW_LETTERS:
        return FEW
    if leaves_much(page):
        return UNREAD
    doubted, words = unsure_words(page)
    return PARTLY if words >= FEWEST_WORDS and doubted > MANY * words else OK


def leaves_much(page: Page) -> bool:
    """Return whether so much of a page was read in no word that it is text."""
    read = sum(character.isalnum() for word in page.words() for character in word.text)
    return page.unread >= max(FEWEST_LEFT_OUT, LEFT_OUT * (read + page.unread))


def unsure_words(page: Page) -> tuple[int, int]:
    """Return how many words of a page's text the engine doubts, and how many there are."""
    words = [
        word
        for line in page.lines("body")
        for word in line.words
        if sum(character.isalpha() for character in word.text) > 1
    ]
    return sum(word.confidence < DOUBTED for word in words), len(words)
