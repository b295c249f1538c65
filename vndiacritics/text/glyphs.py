"""Letters whose codes a converter lost: a hyphen in place of ư, a number in place of a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from vndiacritics.orthography.syllable import LONGEST_SYLLABLE, is_syllable
from vndiacritics.text.changes import Change, Repaired, replaced, unchanged

HOLE = "\ufffd"
"""What stands for a letter that nobody knows; the search finds what it was."""

GLYPH = "glyph"
"""Reason of a letter's number that became `HOLE`."""

LEAST_WORDS, LEAST_SHARE = 3, 0.8
"""Distinct words with a hyphen in place of ư, and their share of all words with a hyphen between
letters, from which all hyphens that make a syllable are ư."""

_LETTER = "[^\\W\\d_]"
_NUMBERED = re.compile(r"\(cid:\d{1,5}\)")
_HYPHENED = re.compile(rf"(?<![\w-]){_LETTER}{{0,3}}-{_LETTER}{{0,4}}(?![\w-])")
_INNER = re.compile(rf"{_LETTER}+-{_LETTER}+")


def repair_hyphens(text: str) -> Repaired:
    """Read hyphens as ``ư`` where a text shows that they are.

    In TCVN3 the soft hyphen is ư, and converters that know all other letters leave it. Words
    that only ư makes a syllable tell of such a text; ``Hà-nội`` and ``xăng-ti-mét`` do not.

    Examples:
        >>> repair_hyphens("Ng-ời dân ph-ờng này đ-ợc h-ớng dẫn, t- vấn.").text
        'Người dân phường này được hướng dẫn, tư vấn.'
        >>> repair_hyphens("Thành phố Hà-nội, áo ka-ki").changes
        ()
    """
    if "-" not in text:
        return unchanged(text)
    found = list(_HYPHENED.finditer(text))
    sure = [match[0].lower() for match in found if _tells(match[0])]
    if len({*sure}) < LEAST_WORDS:
        return unchanged(text)
    if len(sure) < LEAST_SHARE * sum(1 for _ in _INNER.finditer(text)):
        return unchanged(text)
    changes = []
    for match in found:
        word, place = match[0], match.start() + match[0].index("-")
        is_mark = word.endswith("-") and _opens_line(text, match.start())
        if len(word) > 1 and _is_syllable(word) and not is_mark:
            letter = "Ư" if word.replace("-", "").isupper() and len(word) > 2 else "ư"
            changes.append(Change(place, place + 1, letter, "hyphen"))
    return replaced(text, changes)


def _opens_line(text: str, place: int) -> bool:
    """Return whether nothing but space stands before a place on its line."""
    while place and text[place - 1].isspace() and text[place - 1] != "\n":
        place -= 1
    return not place or text[place - 1] == "\n"


def _is_syllable(word: str) -> bool:
    small = unicodedata.normalize("NFC", word.lower().replace("-", "ư"))
    return len(small) <= LONGEST_SYLLABLE and is_syllable(small)


def _tells(word: str) -> bool:
    """Return whether a hyphen within a word can only be ư: a part of it is no syllable."""
    left, _, right = word.lower().partition("-")
    return bool(left and right) and not is_syllable(left) and _is_syllable(word)


def may_have_holes(text: str) -> bool:
    """Tell at little cost whether a text may have numbers in place of letters."""
    return "(cid:" in text


def repair_glyph_numbers(text: str) -> Repaired:
    """Write ``(cid:n)``, the number of a glyph whose letter a PDF does not tell, as a hole.

    Only where it stands beside a letter or another one. A hole that the search cannot fill
    becomes the number again; see `filled`.

    Examples:
        >>> repair_glyph_numbers("ph(cid:432)(cid:7901)ng").text
        'ph\ufffd\ufffdng'
    """
    if not may_have_holes(text):
        return unchanged(text)
    return replaced(
        text,
        [
            Change(match.start(), match.end(), HOLE, GLYPH)
            for match in _NUMBERED.finditer(text)
            if text[match.start() - 1 : match.start()].isalpha()
            or text[match.end() : match.end() + 1].isalpha()
            or text.startswith("(cid:", match.end())
            or text.endswith(")", 0, match.start())
        ],
    )


def filled(source: str, changes: Iterable[Change]) -> Repaired:
    """Return a text with its changes but those of letters' numbers that nothing filled."""
    return replaced(source, [change for change in changes if change.reason != GLYPH])
