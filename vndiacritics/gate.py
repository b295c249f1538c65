"""What may be touched: which profiles, which changes, and what a change is called."""

from __future__ import annotations

from vndiacritics.orthography.letters import LETTERS, strip_marks, to_old_placement
from vndiacritics.orthography.syllable import is_syllable

CLOSED = frozenset({"clean", "other"})
"""Profiles that are left alone."""

ADAPTED = frozenset({"english-ocr", "vietnamese-ocr"})
"""Profiles whose channel a document changes."""

LEAST = {"vietnamese-ocr": 0.5, "english-ocr": 0.0, "stripped": 0.0}
"""Posterior a change must have, by profile."""

LEAST_FOR_VALID = {"vietnamese-ocr": 0.6, "english-ocr": 0.0, "stripped": 0.0}
"""The same for a change of a valid syllable that has marks."""


def is_open(profile: str) -> bool:
    """Tell whether text of a profile is decoded at all."""
    return profile not in CLOSED


def adapts(profile: str) -> bool:
    """Tell whether a document may teach the channel of a profile."""
    return profile in ADAPTED


def passes(old: str, profile: str, confidence: float) -> bool:
    """Tell whether a change of `old` (NFC) is sure enough to be made."""
    word = to_old_placement(old.lower())
    valid = is_syllable(word) and any(letter in LETTERS and not letter.isascii() for letter in word)
    return confidence >= (LEAST_FOR_VALID if valid else LEAST)[profile]


def reason(old: str, new: str) -> str:
    """Name a change: `case`, `marks` (letters stay, marks come) or `channel` (letters change).

    Examples:
        >>> reason("dan", "dân"), reason("thwe", "thực"), reason("Sau", "sau")
        ('marks', 'channel', 'case')
    """
    if old.lower() == new.lower():
        return "case"
    return "marks" if strip_marks(old).lower() == strip_marks(new).lower() else "channel"
