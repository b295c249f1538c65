"""The classes of signs around words, each named for what it is; strings, for `str.strip`.

A class that a module needs and that is not here is the sum of some of these, with what is special
written beside them.
"""

from __future__ import annotations

STOPS = ".,;:!?…"
"""What ends a sentence or a part of one."""

SENTENCE_ENDS = '.;:!?…”"'
"""Signs behind which a paragraph may end."""

OPENING_BRACKETS = "([{"
CLOSING_BRACKETS = ")]}"

OPENING_QUOTES = "“‘«"
CLOSING_QUOTES = "”’»"

STRAIGHT_QUOTES = "\"'"
"""Quotation marks that open and close."""

DASHES = "-–—"
EM_DASH, EN_DASH = "—", "–"
"""What the English model reads every dash between words as, and what official text has."""

BULLETS = "*•"

OPENING = OPENING_BRACKETS + OPENING_QUOTES
CLOSING = STOPS + CLOSING_BRACKETS + CLOSING_QUOTES

BEFORE_WORDS = OPENING + STRAIGHT_QUOTES
BEHIND_WORDS = CLOSING + STRAIGHT_QUOTES

AROUND_WORDS = BEFORE_WORDS + BEHIND_WORDS
"""What may stand before or behind a word and is no part of it."""
