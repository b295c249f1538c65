"""Marks that begin the items of a list: `a)`, `đ)`, `IV.`, and what OCR makes of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

LIST_MARKS = "abcdđeghiklmnopqrstuvxy"
"""The order of list marks: the Vietnamese alphabet without its vowels with a hat or horn."""

ITEM_NUMBER = re.compile(
    r"(?P<junk>[—–\-.'~|]*_[_—–\-.'~|]*)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})(?P<stop>[.,])"
)
"""The number of an item: `4.`, `2.1.`; with specks that were read before it, `_4.`, or a comma."""

OTHER_D = 0.6
"""Cost of `d)` for `đ)` and back: of 117 `d)` the English model read, 42 were `đ)`."""

MISREAD_MARK = 1.0
"""Nats of a mark that was read as another character."""

_ROMAN = re.compile(r"(?=.)X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_SEEN = re.compile(r"(?=.*[IVXL])[IVXLHTl1|!]{1,6}")
_ROMAN_LETTERS = re.compile(r"(?=.*[IVX])[IVXHL][IVXHTL]{1,6}")
_ROMAN_AS = {"l": 0.7, "1": 0.7, "|": 0.7, "!": 0.7, "L": 1.5, "T": 2.5, "H": 2.0}
_MARK = re.compile(r"\(?(?P<mark>[^\W\d_]|[¢©@®¡])[).]")
_MARK_AS = {
    "¢": "c",
    "©": "c",
    "@": "đ",
    "®": "e",
    "ø": "g",
    "Ð": "đ",
    **dict.fromkeys("¡ÌìÏïÿ", "i"),
}


def resolve_list_marks(marks: Sequence[str], *, careful: bool = False) -> list[str]:
    """Tell `d` from `đ` in the list marks of a text by the order of the list.

    Args:
        marks: the letters of the marks that begin lines, in the order of the text.
        careful: change one only where both stand side by side; else what reads `d` is told by
            either neighbour.

    Examples:
        >>> resolve_list_marks(["a", "b", "c", "d", "d", "e"])
        ['a', 'b', 'c', 'd', 'đ', 'e']
        >>> resolve_list_marks(["d", "e"])
        ['đ', 'e']
    """
    resolved: list[str] = []
    for place, mark in enumerate(marks):
        before = resolved[-1] if resolved else ""
        after = marks[place + 1] if place + 1 < len(marks) else ""
        resolved.append(_in_order(before, mark, after, careful=careful))
    return resolved


def _in_order(before: str, mark: str, after: str, *, careful: bool) -> str:
    if mark in {"d", "đ"}:
        if careful and not {before, after} & {"d", "đ"}:
            return mark
        if before in {"c", "d"}:
            return "đ" if before == "d" else "d"
        if after in {"d", "đ", "e"}:
            return "đ" if after == "e" else "d"
    elif not careful and (before, mark, after) == ("d", "a", "e"):
        return "đ"
    return mark


def list_mark_readings(token: str) -> list[tuple[int, int, str, float]]:
    """Read `d)`, `(a)`, `¢)` as list marks: span of the letter, the letter meant, cost in nats.

    Examples:
        >>> list_mark_readings("d)")
        [(0, 1, 'd', 0.0), (0, 1, 'đ', 0.6)]
    """
    shape = _MARK.fullmatch(token)
    if shape is None:
        return []
    mark, (start, stop) = shape["mark"], shape.span("mark")
    if mark in {"d", "đ"}:
        return [(start, stop, mark, 0.0), (start, stop, "đ" if mark == "d" else "d", OTHER_D)]
    if mark in LIST_MARKS:
        return [(start, stop, mark, 0.0)]
    return [(start, stop, _MARK_AS[mark], MISREAD_MARK)] if mark in _MARK_AS else []


def roman_reading(core: str) -> tuple[str, float] | None:
    """Read `IIL`, `Il`, `1V` as a roman numeral up to 39, with the cost in nats.

    Examples:
        >>> roman_reading("1V"), roman_reading("11")
        (('IV', 0.7), None)
    """
    if not _ROMAN_SEEN.fullmatch(core):
        return None
    cost = sum(_ROMAN_AS.get(letter, 0.0) for letter in core)
    text = re.sub(r"[l1|!LT]", "I", core).replace("H", "II")
    return (text, round(cost, 3)) if _ROMAN.fullmatch(text) else None


def misread_numeral(core: str) -> str | None:
    """Read letters that form no roman numeral as the one they look like; None where they are none.

    Examples:
        >>> [misread_numeral(core) for core in ("XHI", "HII", "VIHI", "ITI", "XIII", "THI")]
        ['XIII', 'III', 'VIII', 'III', None, None]
    """
    if not _ROMAN_LETTERS.fullmatch(core) or _ROMAN.fullmatch(core):
        return None
    for wide in ("II", "I"):
        text = core.replace("T", "I").replace("L", "I").replace("H", wide)
        if _ROMAN.fullmatch(text):
            return text
    return None
