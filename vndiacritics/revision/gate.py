"""What may be touched: which profiles, which changes, and what a change is called."""

from __future__ import annotations

from functools import lru_cache

from vndiacritics.orthography.letters import LETTERS, strip_marks, to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.profiles.profile import Profile
from vndiacritics.symbols.list_marks import LIST_MARKS

SURE_CHANGE = 0.95
LEAST_CHANGES = 2
"""From so many sure changes in all, and `Profile.least_rate` a token, text counts as damaged."""

LEAST_FOR_NUMBER = 0.7
"""The same for a short number taken for a misread word.

On 636 made pages (11,215 tokens with digits read right) 0.99, 0.95, 0.8, 0.7, 0.6, 0.4 put 0, 42,
80, 98, 115, 134 more words right, and none of them loses a number that 0.99 keeps.
"""

NEVER = 2.0
"""More than any posterior."""

LEAST_FOR_SUGGESTION = 0.5
"""Posterior from which a change that is not made is suggested."""


def passes(old: str, new: str, profile: Profile, confidence: float) -> bool:
    """Return whether a change of `old` (NFC) into `new` is sure enough to be made."""
    return confidence >= _least(old, new, profile)


@lru_cache(maxsize=1 << 14)
def _least(old: str, new: str, profile: Profile) -> float:
    """Return the posterior that a change must have."""
    if not profile.makes_changes:
        return NEVER
    if old.isdigit():
        return LEAST_FOR_NUMBER
    if profile.has_marks and not _is_small(old, new):
        return NEVER
    if profile.least == profile.least_for_valid:
        return profile.least
    word = to_old_placement(old.lower())
    valid = is_syllable(word) and any(letter in LETTERS and not letter.isascii() for letter in word)
    return profile.least_for_valid if valid else profile.least


def _is_small(old: str, new: str) -> bool:
    """Return whether a change is one that text with marks may need.

    Not so: digits lost (a footnote's `việc1`), letters lost (two words glued), or a word of another
    language made of it (`Rôma`).
    """
    if any(one.isdigit() for one in old) and not any(one.isdigit() for one in new):
        return False
    if len("".join(old.split())) - len(new) > 1:
        return False
    if (len(old) == len(new) == 1 and new in LIST_MARKS) or old == new.replace("F", "E"):
        return True
    return not new.isalpha() or new.isupper() or is_syllable(to_old_placement(new.lower()))


def suggests(old: str, confidence: float) -> bool:
    """Return whether a change of `old` that is not made is worth a suggestion."""
    return confidence >= LEAST_FOR_SUGGESTION and not (old.isupper() and len(old) > 1)


def reason(old: str, new: str, profile: Profile | None = None) -> str:
    """Name a change.

    `dropped-letters` in text of that profile; else `split` (a space comes), `doubled` (a word that
    stood twice), `join` (spaces go), `number` (spaces within a date go), `case`, `marks` (letters
    stay, marks come) or `channel` (letters change).

    Examples:
        >>> reason("dan", "dân"), reason("thwe", "thực"), reason("Sau", "sau")
        ('marks', 'channel', 'case')
    """
    if profile is not None and profile.loses_letters:
        return profile.name
    if new.count(" ") > old.count(" "):
        return "split"
    if old.split() == [new, new]:
        return "doubled"
    if " " in old:
        return "join" if any(map(str.isalpha, new)) else "number"
    if old.lower() == new.lower():
        return "case"
    return "marks" if strip_marks(old).lower() == strip_marks(new).lower() else "channel"
