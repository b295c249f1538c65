"""Fonts that stand for an encoding: `.VnTime` shows TCVN3, `VNI-Times` shows VNI.

Text in such a font is stored as Western letters and looks Vietnamese in it alone; `.VnTimeH` also
shows small letters as capitals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vndiacritics.documents.reading import LINE, Reading, rewritten
from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.restoration import Edit
from vndiacritics.text import encodings as legacy

__all__ = ["NEW_FONT", "OldFont", "old_font", "read_old"]

NEW_FONT = "Times New Roman"
"""Takes the place of old fonts."""

_TCVN3 = re.compile(r"\.vn\w", re.IGNORECASE)
_VNI = re.compile(r"vni[- ]\w", re.IGNORECASE)
_VPS = re.compile(r"vps[- ]?\w", re.IGNORECASE)
_VISCII = re.compile(r"vi (?:times|arial|helve|courier)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class OldFont:
    """What an old font stands for.

    Attributes:
        encoding: one of `legacy.ENCODINGS`.
        capitals: it shows small letters as capitals.
    """

    encoding: str
    capitals: bool = False


@lru_cache(maxsize=256)
def old_font(name: str | None) -> OldFont | None:
    """Return the encoding that a font stands for; None for a font of Unicode.

    Examples:
        >>> old_font(".VnTimeH"), old_font("Times New Roman")
        (OldFont(encoding='tcvn3', capitals=True), None)
    """
    if not name:
        return None
    name = name.strip()
    if _TCVN3.match(name):
        return OldFont("tcvn3", name.endswith("H"))
    for pattern, encoding in ((_VNI, "vni"), (_VPS, "vps"), (_VISCII, "viscii")):
        if pattern.match(name):
            return OldFont(encoding)
    return None


def read_old(texts: Sequence[str], lines: Sequence[int], font: OldFont) -> list[str]:
    """Read texts in an old font, which follow one another.

    A letter of two characters may lie in two of the texts. Text that is Unicode already stays.

    Args:
        texts: as they are stored.
        lines: number of the line (paragraph) of each.
        font: theirs.

    Returns:
        As many texts.
    """
    reading = Reading()
    for place, text in enumerate(texts):
        if place and lines[place] != lines[place - 1]:
            reading.gap(LINE)
        reading.piece(text)
    source = reading.text()
    decoded = legacy.decode(source, font.encoding, guess_capitals=not font.capitals)
    edits = [
        Edit(c.start, c.end, source[c.start : c.end], c.new, 1.0, (), font.encoding)
        for c in decoded.changes
    ]
    changes = reading.shared(edits).changes
    result = []
    for number, text in enumerate(texts):
        new = rewritten(text, changes.get(number, ()))
        if _is_unicode(text, new):
            new = text
        result.append(new.upper() if font.capitals else new)
    return result


def _is_unicode(text: str, decoded: str) -> bool:
    """Tell whether text in an old font was typed in Unicode all the same."""
    if text.isascii():
        return False
    if any(c in LETTERS and ord(c) > 0xFF for c in text.lower()):
        return True
    return _syllables(text) > _syllables(decoded)


def _syllables(text: str) -> int:
    """Count the syllables with marks."""
    words = _WORD.findall(text.lower())
    return sum(not word.isascii() and is_syllable(word) for word in words)
