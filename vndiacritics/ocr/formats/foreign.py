"""Values of other programs' files: numbers that are none, boxes out of all bounds, odd letters.

Whatever stands in a file, what comes out of here can be computed with, and written as XML and JSON.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from vndiacritics.ocr.page import Box

__all__ = ["LARGEST", "box_of", "number", "share", "tokens", "xml_text"]

LARGEST = 1e7
"""Pixels; what lies farther out is no place on a page."""

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LONGEST_NUMBER = 32
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for: control characters, halves of pairs, two that are no letters."""


def number(text: str | None, default: float = 0.0) -> float:
    """Read a number; what is none, or out of all bounds, is the default.

    Example:
        >>> number(" 12.5 "), number("nan"), number("9" * 400), number(None, 1.0)
        (12.5, 0.0, 0.0, 1.0)
    """
    word = (text or "").strip()
    if len(word) > _LONGEST_NUMBER or not _NUMBER.fullmatch(word):
        return default
    value = float(word)
    return value if math.isfinite(value) and abs(value) <= LARGEST else default


def tokens(text: str | None) -> list[float]:
    """Read the numbers between blanks and commas; a word that is none counts as 0."""
    return [number(part) for part in (text or "").replace(",", " ").split()]


def share(text: str | None, *, of: float = 1.0, default: float = 1.0) -> float:
    """Read a confidence as a share from 0 to 1.

    Args:
        text: As the file has it.
        of: What stands for certainty there: 1 or 100.
        default: Where it is no number.
    """
    first = (text or "").split()
    value = number(first[0] if first else None, default * of)
    return min(1.0, max(0.0, value / of))


def box_of(edges: Sequence[float]) -> Box:
    """Return the box of four edges in any order of sides, an empty one where there are fewer."""
    if len(edges) < 4:
        return Box(0, 0, 0, 0)
    left, right = sorted((edges[0], edges[2]))
    top, bottom = sorted((edges[1], edges[3]))
    return Box(left, top, right, bottom)


def xml_text(text: str) -> str:
    r"""Return a text without what XML has no place for.

    Example:
        >>> xml_text("m\x01ột")
        'một'
    """
    return _FORBIDDEN.sub("", text)
