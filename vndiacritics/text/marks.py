"""Marks and normal form: composed, detached, doubled, out of order, before their letter.

The result is NFC. Where the plain normal form of a word is no syllable, the marks are taken for
misplaced: joined over a space (``hoa ̣t``), moved to the letter that follows (``h\u0323oat`` is left
to the decoder, ``ho\u0323at`` is *hoạt*), put in the order mark, tone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Literal

from vndiacritics.orthography.letters import to_new_placement, to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.text.changes import Change, Repaired, replaced, unchanged

__all__ = [
    "TonePlacement",
    "order_long_rows",
    "place_tones",
    "repair_marks",
    "repair_spacing_marks",
]

TonePlacement = Literal["keep", "old", "new"]

LONG_ROW = 32
"""Marks one after the other from which they are put in order before all else."""

_MARK = "\u0300-\u036f"
_SHAPES = "\u0302\u0306\u031b"
# Marks are taken from the first of a row on only: what fails there fails from the others too.
_WORD = re.compile(f"(?:(?<![{_MARK}])[{_MARK}]+)?[^\\W\\d_](?:[^\\W\\d_]| ?[{_MARK}])*")
_SPACING = {"\u00b4": "\u0301", "\u02ca": "\u0301", "\u02cb": "\u0300", "\u02dc": "\u0303"}


def order_long_rows(text: str) -> Repaired:
    """Put rows of many marks into canonical order.

    What comes out is the same text to Unicode. `unicodedata.normalize` would do it too, in time
    that grows with the square of the row.
    """
    changes = []
    start = 0
    for is_mark, group in groupby(text, _is_mark):
        row = "".join(group)
        if is_mark and len(row) >= LONG_ROW:
            ordered = "".join(sorted(row, key=unicodedata.combining))
            if ordered != row:
                changes.append(Change(start, start + len(row), ordered, "normal-form"))
        start += len(row)
    return replaced(text, changes)


def repair_marks(text: str) -> Repaired:
    """Bring `text` to NFC and its detached, doubled and misordered marks to their letters.

    Examples:
        >>> repair_marks("hoa\u0323\u0323t đo\u0323\u0302ng, thu\u031b\u0323c").text
        'hoạt động, thực'
        >>> repair_marks("hoa \u0323t").text
        'hoạt'
    """
    if unicodedata.is_normalized("NFC", text) and not re.search(f"[{_MARK}]", text):
        return unchanged(text)
    return replaced(text, _word_changes(text)).then(_compose_rest)


def _word_changes(text: str) -> Iterator[Change]:
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        new = _mended(word)
        if new != word:
            plain = unicodedata.normalize("NFC", word)
            yield Change(
                match.start(), match.end(), new, "normal-form" if new == plain else "marks-placed"
            )


@lru_cache(maxsize=1 << 14)
def _mended(word: str) -> str:
    plain = unicodedata.normalize("NFC", word)
    if not re.search(f"[{_MARK}]", word) or is_syllable(plain.lower()):
        return plain
    joined = _attached(word.replace(" ", ""))
    for candidate in (joined, _shifted(word.replace(" ", "")), _shifted(word)):
        if all(is_syllable(part.lower()) for part in candidate.split(" ")):
            return candidate
    return plain if " " in word or (word[0] in plain[:1] and _is_mark(word[0])) else joined


def _attached(word: str) -> str:
    """Put the marks of each letter in order, each once: shape, then tone."""

    def ordered(cluster: re.Match[str]) -> str:
        apart = unicodedata.normalize("NFD", cluster[0])
        each = dict.fromkeys(apart[1:])
        return apart[0] + "".join(sorted(each, key=lambda mark: mark not in _SHAPES))

    return unicodedata.normalize("NFC", re.sub(f"[^\\W\\d_][{_MARK}]+", ordered, word))


def _shifted(word: str) -> str:
    """Move each mark that stands by itself to the letter after it."""
    return _attached(re.sub(f"(?<![{_MARK}])([{_MARK}]+)( ?)([^\\W\\d_])", r"\2\3\1", word))


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0


def _compose_rest(text: str) -> Repaired:
    """Compose what is no word: other scripts, marks on digits, compatibility twins of letters."""
    if unicodedata.is_normalized("NFC", text):
        return unchanged(text)
    return replaced(
        text,
        (
            Change(m.start(), m.end(), unicodedata.normalize("NFC", m[0]), "normal-form")
            for m in re.finditer(f".[{_MARK}]+|[^\\x00-\u02ff]+", text)
        ),
    ).then(_compose_whole)


def _compose_whole(text: str) -> Repaired:
    if unicodedata.is_normalized("NFC", text):
        return unchanged(text)
    return replaced(text, [Change(0, len(text), unicodedata.normalize("NFC", text), "normal-form")])


def repair_spacing_marks(text: str) -> Repaired:
    """Put a spacing acute, grave or tilde inside a word on the vowel before it, or after it.

    Examples:
        >>> repair_spacing_marks("ca´c xa˜").text
        'các xã'
    """

    def changes() -> Iterator[Change]:
        for match in re.finditer("[^\\W\\d_]{0,40}(?:[´ˊˋ˜][^\\W\\d_]{0,40})+", text):
            marked = "".join(_SPACING.get(c, c) for c in match[0])
            for candidate in (_attached(marked), _shifted(marked)):
                if is_syllable(candidate.lower()):
                    yield Change(match.start(), match.end(), candidate, "marks-placed")
                    break

    return replaced(text, changes())


def place_tones(text: str, placement: TonePlacement) -> Repaired:
    """Write the tone of open ``oa oe uy`` in the style asked for.

    Args:
        text: NFC text.
        placement: ``"keep"`` changes nothing, ``"old"`` gives *hòa, thủy*, ``"new"`` *hoà, thuỷ*.
            *quý, già, hoàn, thuở, khuỷu* are the same in both.

    Raises:
        ValueError: No such placement.

    Examples:
        >>> place_tones("hoà thuỷ quý", "old").text, place_tones("hòa khuỷu", "new").text
        ('hòa thủy quý', 'hoà khuỷu')
    """
    if placement not in {"keep", "old", "new"}:
        message = f"no such tone placement: {placement!r}"
        raise ValueError(message)
    if placement == "keep":
        return unchanged(text)
    place = to_old_placement if placement == "old" else to_new_placement
    # Both letters of the pair, one of which carries the tone: nothing else can change.
    pair = re.compile("[oòóỏõọ][aàáảãạeèéẻẽẹ]|[uùúủũụ][yỳýỷỹỵ]", re.IGNORECASE)
    words = re.compile(f"[^\\W\\d_]{{0,40}}(?:{pair.pattern})(?![^\\W\\d_])", re.IGNORECASE)
    return replaced(
        text,
        (
            Change(m.start(), m.end(), place(m[0]), "tone-placement")
            for m in words.finditer(text)
            if not m[0].isascii()
        ),
    )
