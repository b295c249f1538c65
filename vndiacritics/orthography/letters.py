"""Letters and marks: normal form, plain forms, tone placement and the transfer of case.

Everything here is a pure function on strings. The canonical form inside the library is NFC, lower
case, tone on the first vowel of an open `oa oe uy` (`hòa`, `thủy`, the "old" style).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache

from unidecode import unidecode

TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below: the five written tones."""

LETTERS = frozenset(
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
)
"""The lower-case letters Vietnamese words are written with, tones included."""

_BARE = {
    ord(letter): unicodedata.normalize("NFD", letter)[0].replace("đ", "d").replace("Đ", "D")
    for small in LETTERS
    for letter in (small, small.upper())
}
LONGEST_KEPT = 32
"""Characters of a form that is kept for the next time it is asked for."""

_GLYPHS = str.maketrans({"ƣ": "ư", "Ƣ": "Ư"})
_NEW_STYLE = re.compile(rf"(?<![qQ])([oO][aAeE]|[uU][yY])([{TONE_MARKS}])(?![a-zA-Z\u0300-\u036f])")
_OLD_STYLE = re.compile(
    rf"(?<![qQ])([oO])([{TONE_MARKS}])([aAeE])(?![a-zA-Z\u0300-\u036f])"
    rf"|(?<![qQ])([uU])([{TONE_MARKS}])([yY])(?![a-zA-Z\u0300-\u036f])"
)


def nfc(text: str) -> str:
    r"""Return `text` in NFC with the gha glyphs `ƣ Ƣ` read as `ư Ư`.

    Examples:
        >>> nfc("ph\u01a3\u01a1ng")
        'phương'
    """
    return unicodedata.normalize("NFC", text).translate(_GLYPHS)


def strip_marks(text: str) -> str:
    """Remove every mark of a Vietnamese text; đ becomes d. Case stays.

    Examples:
        >>> strip_marks("Ủy ban nhân dân huyện Đức Phổ")
        'Uy ban nhan dan huyen Duc Pho'
    """
    bare = text.translate(_BARE)
    if bare.isascii():
        return bare
    return "".join(
        letter for letter in unicodedata.normalize("NFD", bare) if not unicodedata.combining(letter)
    )


def all_stripped(words: Sequence[str]) -> list[str]:
    """Remove every mark of words, none of which holds a line end, faster than one by one.

    Examples:
        >>> all_stripped(["Đức", "Phổ"])
        ['Duc', 'Pho']
    """
    bare = all_translated(words, _BARE)
    return [word if word.isascii() else strip_marks(word) for word in bare]


def all_translated(words: Sequence[str], letters: Mapping[int, str]) -> list[str]:
    """Return many words, none of which holds a line end, with some letters in place of others.

    As `str.translate`, which takes ten times as long.

    Args:
        words: any.
        letters: what stands for a letter, by code point: one character each.

    Examples:
        >>> all_translated(["đi", "đâu"], {ord("đ"): "d"})
        ['di', 'dâu']
    """
    if not words:
        return []
    # What needs no model loads no numpy.
    import numpy as np  # noqa: PLC0415

    codes = np.frombuffer("\n".join(words).encode("utf-32-le"), dtype="<u4")
    table = np.arange(max((int(codes.max()), *letters)) + 1, dtype="<u4")
    if letters:
        table[list(letters)] = list(map(ord, letters.values()))
    text: str = table[codes].tobytes().decode("utf-32-le")
    return text.split("\n")


def beyond_latin1(letter: str) -> bool:
    """Return whether a letter is one that fonts for Western languages lack.

    Examples:
        >>> [beyond_latin1(letter) for letter in "éêệđ"]
        [False, False, True, True]
    """
    return letter > "\u00ff" and letter.isalpha()


@lru_cache(maxsize=4096)
def plain_letter(letter: str) -> str:
    """Return the nearest ASCII spelling of one character of any script, '' where there is none.

    Examples:
        >>> plain_letter("ệ"), plain_letter("¢"), plain_letter("ø")
        ('e', 'C/', 'o')
    """
    if letter.lower() in LETTERS:
        return strip_marks(letter)
    # unidecode warns of half a surrogate pair.
    return "" if "\ud800" <= letter <= "\udfff" else str(unidecode(letter)).strip()


def to_old_placement(text: str) -> str:
    """Put the tone of open `oa oe uy` on the first vowel; give NFC.

    Examples:
        >>> to_old_placement("hoà thuỷ quý hoàn")
        'hòa thủy quý hoàn'
    """
    if text.isascii():
        return text
    return _old_placement(text) if len(text) <= LONGEST_KEPT else _old_placement.__wrapped__(text)


@lru_cache(maxsize=1 << 14)
def _old_placement(text: str) -> str:
    marked = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _NEW_STYLE.sub(lambda m: m[1][0] + m[2] + m[1][1], marked))


def to_new_placement(text: str) -> str:
    """Put the tone of open `oa oe uy` on the second vowel; give NFC.

    Examples:
        >>> to_new_placement("hòa thủy quý hoàn")
        'hoà thuỷ quý hoàn'
    """

    def moved(match: re.Match[str]) -> str:
        first, tone, second = (group for group in match.groups() if group)
        return first + second + tone

    marked = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _OLD_STYLE.sub(moved, marked))


def placed_like(word: str, observed: str) -> str:
    """Put the tone of an open `oa oe uy` where a damaged reading shows a mark, if it does.

    Examples:
        >>> placed_like("khỏe", "khoé"), placed_like("khỏe", "khóe"), placed_like("hòa", "hoa")
        ('khoẻ', 'khỏe', 'hòa')
    """
    if len(observed) < 2 or observed[-1].isascii() or not observed[-1].isalpha():
        return word
    return to_new_placement(word) if observed[-2].isascii() else word


class Shape(Enum):
    """How a word is cased."""

    LOWER = "lower"
    TITLE = "title"
    UPPER = "upper"


SHAPES = tuple(Shape)
"""The cases in the order of their numbers."""


def shape(word: str) -> Shape:
    """Return the case of `word` by its letters; a single capital counts as TITLE.

    Examples:
        >>> [shape(word).value for word in ("Đức", "PHỔ", "xã", "I")]
        ['title', 'upper', 'lower', 'title']
    """
    if word.islower():
        return Shape.LOWER
    if word[:1].isupper() and word[1:].islower():
        return Shape.TITLE
    cased = [letter for letter in word if letter.isupper() or letter.islower()]
    if not cased:
        return Shape.LOWER
    upper = sum(letter.isupper() for letter in cased)
    if upper == len(cased) and upper > 1:
        return Shape.UPPER
    if upper > 1 and upper * 2 > len(cased):
        return Shape.UPPER
    return Shape.TITLE if cased[0].isupper() else Shape.LOWER


def cased(word: str, form: Shape) -> str:
    """Write the lower-case `word` in the case `form`.

    Examples:
        >>> cased("đức", Shape.TITLE), cased("phổ", Shape.UPPER)
        ('Đức', 'PHỔ')
    """
    if form is Shape.UPPER:
        return word.upper()
    return word[:1].upper() + word[1:] if form is Shape.TITLE else word


def canonical(form: str) -> str:
    """Return the form the model counts with: lower case, old tone placement."""
    return to_old_placement(form.lower())
