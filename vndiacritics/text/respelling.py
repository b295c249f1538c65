"""Marks on the wrong vowel: `nứơc`, `tóan`, `qúy`, `gĩa`, `lựơng`, `thuơng`.

Hands and keyboards set the tone before the syllable is finished, or leave a horn out of `ươ`. Such
a word is no legal syllable, and where one legal syllable has its letters and its tone, it is that
one. Words of other languages are not reached: few have a tone of Vietnamese and become a legal
syllable by moving it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from vndiacritics.orthography.letters import LETTERS, beyond_latin1, to_old_placement
from vndiacritics.orthography.syllable import (
    LONGEST_SYLLABLE,
    is_syllable,
    split_syllable,
    split_tone,
)
from vndiacritics.text.changes import Change, Repaired, replaced, unchanged
from vndiacritics.text.lines import distinct_tokens
from vndiacritics.text.structure import find_structure

__all__ = ["repair_wrong_vowels", "respelled"]

_VOWELS = frozenset("aăâeêioôơuưy")
NEAR = 200
"""Characters of a line on either side that tell whether it is Vietnamese."""

LONG_TEXT, LEAST_WRONG, LEAST_WRONG_RATE = 100, 2, 0.0016
"""In a text of so many words fewer such words, or so few of them, are an author's slips of the key,
which are suggested and not mended, as others are."""

_LETTERS_ON = re.compile(r"[^\W\d_]+")
_SHAPED = frozenset("ăâêôơư")
LONGEST_PAIR = 2
"""Vowels in a row that leave the tone to the first where nothing follows them."""

_LONE_HORN = re.compile("uơ|ưo")


@lru_cache(maxsize=1 << 15)
def respelled(word: str) -> str | None:
    """Return the one legal spelling with the letters and the tone of a lower-case word.

    None where the word is spelt so already, or where there is none.

    Examples:
        >>> [respelled(word) for word in ("nứơc", "qúy", "gĩa", "thuơng", "tòan", "baỏ")]
        ['nước', 'quý', 'giã', 'thương', 'toàn', 'bảo']
        >>> [respelled(word) for word in ("toàn", "hoà", "hòa", "café", "ngiệp")]
        [None, None, None, None, None]
    """
    if word.isascii() or not LETTERS.issuperset(word):
        return None
    level, tone = split_tone(word)
    if len(tone) > 1:
        return None
    for letters in (level, _LONE_HORN.sub("ươ", level)):
        right = _spelt(letters, tone)
        if is_syllable(right):
            return None if to_old_placement(word) == right else right
    return None


def _spelt(letters: str, tone: str) -> str:
    """Return a syllable with its tone where it belongs; that of an open `oa oe uy` comes first."""
    onset, rime = split_syllable(letters)
    vowels = [place for place, letter in enumerate(rime) if letter in _VOWELS]
    if not tone or not vowels:
        return letters
    shaped = [place for place in vowels if rime[place] in _SHAPED]
    ends_open = vowels[-1] == len(rime) - 1
    if shaped:
        place = shaped[-1]
    elif len(vowels) == 1 or (len(vowels) == LONGEST_PAIR and ends_open):
        place = vowels[0]
    else:
        place = vowels[1]
    toned = rime[: place + 1] + tone + rime[place + 1 :]
    return onset + unicodedata.normalize("NFC", toned)


def repair_wrong_vowels(text: str) -> Repaired:
    """Put marks on the vowels where they belong, in lines that have letters of Vietnamese alone.

    A line without such letters may be what an engine for another language read: there the tone
    itself is in doubt. A single slip in a long text is its author's and stays.

    Examples:
        >>> repair_wrong_vowels("Nứơc sạch, dạy tóan, qúy I").text
        'Nước sạch, dạy toán, quý I'
        >>> repair_wrong_vowels("truóng tóan, déng").text
        'truóng tóan, déng'
    """
    wrong = {word: new for row in map(_wrong_in, distinct_tokens(text)) for word, new in row}
    if not wrong:
        return unchanged(text)
    places = sorted((place, word) for word in wrong for place in _places(text, word))
    places = [(place, word) for place, word in places if _is_vietnamese(text, place)]
    size = sum(len(line.split()) for line in text.splitlines())
    if size >= LONG_TEXT and len(places) < max(LEAST_WRONG, LEAST_WRONG_RATE * size):
        return unchanged(text)
    return replaced(
        text,
        (Change(place, place + len(word), wrong[word], "marks-placed") for place, word in places),
    )


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands by itself."""
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if not text[place - 1 : place].isalpha() and not text[end : end + 1].isalpha():
            yield place
        place = text.find(word, end)


@lru_cache(maxsize=1 << 14)
def _wrong_in(token: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a token that have marks on the wrong vowel, and what they should be."""
    if token.isascii():
        return ()
    words = {word for word in _LETTERS_ON.findall(token) if not word.isascii()}
    found = [(word, _respelled_as_cased(word)) for word in sorted(words)]
    return tuple((word, new) for word, new in found if new is not None)


def _respelled_as_cased(word: str) -> str | None:
    if len(word) > LONGEST_SYLLABLE:
        return None
    new = respelled(word.lower())
    if new is None or word.islower():
        return new
    if word.isupper():
        return new.upper()
    return new[:1].upper() + new[1:] if word[1:].islower() else None


def _is_vietnamese(text: str, place: int) -> bool:
    """Return whether a place is text, on a line with a letter that Western fonts lack."""
    start = text.rfind("\n", 0, place) + 1
    stop = text.find("\n", place)
    first = max(start, place - NEAR)
    line = text[first : min(stop if stop >= 0 else len(text), place + NEAR)]
    if not any(map(beyond_latin1, line)):
        return False
    here = place - first
    return not any(begin <= here < end for begin, end in find_structure(line))
