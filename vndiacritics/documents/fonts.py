"""Fonts that stand for an encoding: `.VnTime` shows TCVN3, `VNI-Times` shows VNI.

Text in such a font is stored as Western letters and looks Vietnamese in it alone; `.VnTimeH` also
shows small letters as capitals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vndiacritics.documents.document import DocumentEdit
from vndiacritics.documents.reading import LINE, Reading, rewritten
from vndiacritics.documents.typed import PRICES, Prices, unicode_words
from vndiacritics.restoration import Edit
from vndiacritics.text import encodings
from vndiacritics.text.changes import Change
from vndiacritics.text.kept import Span

__all__ = ["NEW_FONT", "OldFont", "Part", "font_notes", "old_font", "read_old", "word_edits"]

LEAST_OPENINGS = 3
"""Paragraphs from which the beginnings of others are told; 1 and 10 do as well."""

OPENING_SHARE = 0.9
"""Share of them that must begin with a capital.

First letters in the wrong case, of 1,177 paragraphs it was chosen on: 3 with 0.8, none with 0.9
(``python -m benchmarks fonts --data ../shared``, docs/trials/text-layers.md).
"""

NEW_FONT = "Times New Roman"
"""Takes the place of old fonts."""

_TCVN3 = re.compile(r"\.vn\w", re.IGNORECASE)
_VNI = re.compile(r"vni[- ]\w", re.IGNORECASE)
_VPS = re.compile(r"vps[- ]?\w", re.IGNORECASE)
_VISCII = re.compile(r"vi (?:times|arial|helve|courier)", re.IGNORECASE)


@dataclass(frozen=True)
class OldFont:
    """What an old font stands for.

    Attributes:
        encoding: one of `encodings.ENCODINGS`.
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


@dataclass(frozen=True)
class Part:
    """A text of a document and its font.

    Attributes:
        text: as it is stored.
        line: number of its paragraph or cell.
        font: the old font it is in; None where it is in another.
    """

    text: str
    line: int
    font: OldFont | None


def read_old(parts: Sequence[Part], font: OldFont, *, prices: Prices = PRICES) -> list[str]:
    """Read the texts in an old font.

    A letter of two characters may lie in two texts. Words that were typed in Unicode stay. What
    stands around the texts tells capitals that share the code of their small letter.

    Args:
        parts: all texts of the document in order.
        font: which texts are read.
        prices: of changes from the font's encoding to Unicode and back.

    Returns:
        As many texts as are in that font.
    """
    reading = Reading()
    for part, before in zip(parts, (None, *parts), strict=False):
        if before is not None and before.line != part.line:
            reading.gap(LINE)
        if part.font == font:
            reading.piece(part.text)
        else:
            reading.gap(part.text)
    source = reading.text()
    decoded = encodings.decode(source, font.encoding, guess_capitals=not font.capitals)
    typed = unicode_words(source, reading.spans(), font.encoding, prices=prices)
    edits = [
        Edit(c.start, c.end, source[c.start : c.end], c.new, 1.0, (), font.encoding)
        for c in _outside(decoded.changes, typed)
    ]
    changes = reading.shared(edits).changes
    texts = [
        rewritten(reading.piece_text(number), changes.get(number, ()))
        for number in range(len(reading))
    ]
    if font.capitals:
        return [text.upper() for text in texts]
    return _opened(parts, font, texts)


def word_edits(old: str, new: str, font: OldFont, place: str) -> Iterator[DocumentEdit]:
    """Yield the words that changed when a text in an old font was read.

    Args:
        old: as it was stored.
        new: as it is read.
        font: the font.
        place: where the text stands.
    """
    before, behind = old.split(), new.split()
    if len(before) != len(behind):
        before, behind = [old], [new]
    for one, other in zip(before, behind, strict=True):
        if one != other:
            yield DocumentEdit(place, one, other, reason=font.encoding)


def font_notes(texts: Sequence[tuple[str, str]], names: Iterable[str]) -> list[str]:
    """Return what is said of texts in old fonts once these have given way to a new one.

    Args:
        texts: all of the document, each as it was stored and as it is read.
        names: the old fonts.
    """
    fonts = ", ".join(sorted(names)) or "of the theme"
    read = sum(old != new for old, new in texts)
    typed = sum(old == new and bool(new.strip()) and not new.isascii() for old, new in texts)
    notes = []
    if read:
        notes.append(f"{read} texts in old fonts ({fonts}) became Unicode in {NEW_FONT}")
    if typed:
        notes.append(f"{typed} texts in old fonts ({fonts}) held Unicode: only their font changed")
    return notes


def _outside(changes: Iterable[Change], spans: Sequence[Span]) -> Iterator[Change]:
    """Yield the changes that lie in none of the spans, both in order."""
    number = 0
    for change in changes:
        while number < len(spans) and spans[number][1] <= change.start:
            number += 1
        if number == len(spans) or change.start < spans[number][0]:
            yield change


def _opened(parts: Sequence[Part], font: OldFont, texts: Sequence[str]) -> list[str]:
    """Begin paragraphs with capitals where those that tell it do so.

    A small letter at the beginning may be a capital that shares its code. Paragraphs are told apart
    by what stands before the first letter: nothing, a dash, a number.
    """
    result = list(texts)
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    open_: list[tuple[int, int, str]] = []
    number = -1
    line, sign = -1, ""
    for part in parts:
        if part.line != line:
            line, sign = part.line, "^"
        number += part.font == font
        text = texts[number] if part.font == font else part.text
        place = next((n for n, letter in enumerate(text) if letter.isalpha()), len(text))
        if not sign:
            continue
        sign += "".join("0" if c.isdigit() else c for c in text[:place] if not c.isspace())
        if place == len(text):
            continue
        if part.font == font and _may_be_capital(text[place], font):
            open_.append((number, place, sign))
        elif text[place].isupper():
            upper[sign] += 1
        else:
            lower[sign] += 1
        sign = ""
    for piece, place, sign in open_:
        known = upper[sign] + lower[sign]
        if known >= LEAST_OPENINGS and upper[sign] >= OPENING_SHARE * known:
            text = result[piece]
            result[piece] = text[:place] + text[place].upper() + text[place + 1 :]
    return result


def _may_be_capital(letter: str, font: OldFont) -> bool:
    """Return whether a small letter may be a capital that has no code of its own."""
    return letter.islower() and not encodings.can_write(letter.upper(), font.encoding)
