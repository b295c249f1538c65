"""Fonts of old encodings in PDFs: their names tell the encoding, and some that all is capitals.

A PDF made with a TCVN3 font (`.VnTime`) often declares WinAnsi: each letter then comes as the
character of Windows-1252 with its code. `ư` has the code of the soft hyphen, which arrives as a
hyphen (``®-îc``). Fonts that end in H (`.VnTimeH`) draw capitals for small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vndiacritics.orthography.letters import nfc, to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.text import encodings as legacy

__all__ = ["decoded", "is_unicode"]

TCVN3 = re.compile(r"\.?Vn(?!i)[A-Z]\w*")
VNI = re.compile(r"VNI[-_ ]\w")
CAPITALS = re.compile(r"H(?:,?[-_ ]?(?:Bold|Italic|BoldItalic|Regular))*$")
SOFT_HYPHEN = "\xad"
_LETTERS = re.compile(r"[^\W\d_]+")


def encoding_of(font: str) -> str | None:
    """Return the old encoding of a font by its name, None for any other font.

    Example:
        >>> [encoding_of(name) for name in (".VnTimeH", "VNI-Times", "VnArial", "Times")]
        ['tcvn3', 'vni', 'tcvn3', None]
    """
    if TCVN3.match(font):
        return "tcvn3"
    return "vni" if VNI.match(font) else None


def is_unicode(texts: Iterable[str]) -> bool:
    """Return whether texts in a font of an old name are Unicode all the same."""
    return any("\u1ea0" <= letter <= "\u1ef9" or letter in "ơưƠƯđĐ" for t in texts for letter in t)


def decoded(text: str, font: str) -> str:
    """Return a word as Unicode, itself where its font is of no old encoding.

    Example:
        >>> decoded("®-îc", ".VnTime"), decoded("céng", ".VnTimeH"), decoded("12-15", ".VnTime")
        ('được', 'CỘNG', '12-15')
    """
    encoding = encoding_of(font)
    if encoding is None:
        return text
    if encoding == "vni":
        return legacy.decode(text, "vni", guess_capitals=False).text
    plain = _tcvn3(text)
    if "-" in text:
        with_horn = _tcvn3(re.sub(r"(?<=[^\W\d_])-|-(?=[^\W\d_])", SOFT_HYPHEN, text))
        if all(is_syllable(_folded(piece)) for piece in _LETTERS.findall(with_horn)):
            plain = with_horn
    return plain.upper() if CAPITALS.search(font) else plain


def _tcvn3(text: str) -> str:
    return nfc(legacy.decode(text, "tcvn3", guess_capitals=False).text)


def _folded(word: str) -> str:
    return to_old_placement(word.lower())
