"""Capitals that share the code of their small letter: ``HộI`` was *HỘI*, the code does not tell.

TCVN3 and VPS have no codes of their own for many capitals with marks. A word's other letters tell
its case; a word that leaves it open (``Và`` or *VÀ*) goes with the words beside it. What begins a
sentence, a name or a title is told by rules of spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vndiacritics.orthography.letters import LETTERS, strip_marks
from vndiacritics.text.changes import Change

__all__ = ["shared_capitals"]

_WORD = re.compile(r"[^\W\d_]+")
_BESIDE = re.compile(r",?[ \t]{0,2}\n?[ \t]{0,2}")
"""What may stand between words of one heading."""

_BAN = re.compile(r"\s+ban\b")
_MEMBER = re.compile(r"\s+viên\s+(?:[^\W\d_a-zà-ỹ]|(?:ủy|uỷ) ban\b)")
_TITLE_BEFORE = re.compile(r"[^\W\d_]*[ \t]*\Z")
_VOWELS = frozenset(letter for letter in LETTERS if strip_marks(letter) in "aeiouy")
_CONTINENT = re.compile(r"[Cc]hâu\s+\Z")


def shared_capitals(text: str, shared: frozenset[str], reason: str) -> Iterator[Change]:
    """Find the letters that are capitals.

    Args:
        text: Read by the table alone.
        shared: Small letters whose code may stand for their capital too.
        reason: Of the changes.
    """
    words = list(_WORD.finditer(text))
    upper = _settled(text, words, [_is_upper(match[0], shared) for match in words])
    for match, capitals in zip(words, upper, strict=True):
        if capitals:
            for offset, letter in enumerate(match[0], match.start()):
                if letter in shared:
                    yield Change(offset, offset + 1, letter.upper(), reason)
        elif match[0][0] in shared and _wants_capital(text, match):
            yield Change(match.start(), match.start() + 1, match[0][0].upper(), reason)
        elif match[0] == "Uy" and "ủ" in shared and _BAN.match(text, match.end()):
            yield Change(match.start(), match.start() + 1, "Ủ", reason)  # the capital lost its tone


def _is_upper(word: str, shared: frozenset[str]) -> bool | None:
    """Return whether a word is in capitals by the letters whose case is known; None: it is open."""
    told = [c for c in word if c not in shared]
    if not all(c.isupper() for c in told):
        return False
    if not _VOWELS & set(word.lower()):
        return None  # an abbreviation (`VT, Vụ CQĐP`) is no part of a heading
    if len(told) > 1 or (told and word[0] in shared):
        return True
    return None


def _settled(
    text: str, words: Sequence[re.Match[str]], certain: Sequence[bool | None]
) -> list[bool]:
    """Settle open words: in capitals where a side says so and none denies it.

    A side is the nearest word that is not open, when only open ones of the same heading lie
    between. A line break joins two lines of a heading where both sides speak for it.
    """
    before = _nearest(text, words, certain)
    behind = _nearest(text, words, certain, backwards=True)
    found = []
    for own, left, right in zip(certain, before, behind, strict=True):
        if own is not None:
            found.append(own)
            continue
        sides = [case for case, _ in (left, right)]
        broken = [case is not None and over_line for case, over_line in (left, right)]
        told = True in sides and False not in sides
        found.append(told and (not any(broken) or None not in sides))
    return found


def _nearest(
    text: str,
    words: Sequence[re.Match[str]],
    certain: Sequence[bool | None],
    *,
    backwards: bool = False,
) -> list[tuple[bool | None, bool]]:
    """Return the case of the nearest certain word on one side, and whether a line ends between."""
    result: list[tuple[bool | None, bool]] = [(None, False)] * len(words)
    places = range(len(words) - 1, -1, -1) if backwards else range(len(words))
    step = 1 if backwards else -1
    for place in places:
        other = place + step
        if not 0 <= other < len(words):
            continue
        first, second = sorted((place, other))
        between = text[words[first].end() : words[second].start()]
        if not _BESIDE.fullmatch(between):
            continue
        case, over_line = (certain[other], False)
        if case is None:
            case, over_line = result[other]
        result[place] = (case, over_line or "\n" in between)
    return result


def _wants_capital(text: str, word: re.Match[str]) -> bool:
    """Return whether a word begins a sentence, or is one that takes a capital.

    *Ủy ban* always does (Decree 30/2020), *Ủy viên Ban …* does unless it belongs to the word before
    it (*Đảng ủy viên*), *châu Á* is a name.
    """
    start = word.start()
    if word[0] in {"ủy", "uỷ"} and _BAN.match(text, word.end()):
        return True
    line = text[max(0, start - 40) : start]
    if word[0] == "á" and _CONTINENT.search(line):
        return True
    if word[0] in {"ủy", "uỷ"} and _MEMBER.match(text, word.end()):
        title = _TITLE_BEFORE.search(line)
        return title is None or not title[0][:1].isupper()
    return line.rstrip(" \t\r\n-–+•*").endswith((".", "!", "?"))
