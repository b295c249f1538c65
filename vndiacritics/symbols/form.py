"""The form of a document symbol: number, pieces, strokes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vndiacritics.symbols.dates import LOOK_ALIKE_DIGITS

LONGEST_PIECE = 14
"""Characters between two strokes or hyphens of a symbol."""

LONGEST_CODE = 80
"""Characters of a symbol at most; what is longer is none, and is not looked at."""

CODE = re.compile(
    r"(?:(?P<number>(?=[OolIS]{0,2}\d)[\dOolIS]+(?:[./⁄-][\dOolIS]*\d[\dOolIS]*)*)"
    r"(?P<joint>[/⁄-]|(?<=\d[/⁄](?:19|20)\d\d)))?"
    r"(?P<letters>(?:[^\W\d_]|0(?=[A-Z]))(?:[\w&'¢|.]*[\w¢])?(?:[-/⁄][\w&'¢|.]*[\w¢])*)"
)
_MISREAD_STROKE = r"[/⁄]?[Il!|J]|[Il!|J][/⁄]|[Il!|]{2}"
_STRUCK = re.compile(
    rf"(?P<number>\d{{1,6}})(?P<first>{_MISREAD_STROKE}|[/⁄])"
    rf"(?:(?P<year>(?:19|20)\d\d)(?P<second>{_MISREAD_STROKE}|[/⁄]))?"
    r"(?P<letters>[A-ZĐ]{2}\w*(?:-\w+)*)"
)
"""A number, a year and pieces, with letters where strokes stood: `82I2025INQ-HĐND`."""

_KINDLESS = re.compile(r"(\d+[/⁄](?:(?:19|20)\d\d[/⁄])?)(-[^\W\d_].*)")
WORD_LIKE = re.compile(r"[^\W\dA-ZĐÐ_]{3}")
"""Three small letters in a row: a word."""


class CodeParts(NamedTuple):
    """A document symbol taken apart; look-alikes of the strokes between its parts are mended.

    Attributes:
        number: its number and year with the stroke behind them, `53/2022/`; empty without one.
        pieces: what stands between its strokes: `TT`, `BTC`.
        joints: the strokes, one fewer than the pieces.
    """

    number: str
    pieces: tuple[str, ...]
    joints: tuple[str, ...]

    def written(self, pieces: Sequence[str]) -> str:
        """Put the symbol together from other pieces, as many."""
        rest = (joint + piece for joint, piece in zip(self.joints, pieces[1:], strict=True))
        return self.number + pieces[0] + "".join(rest)


def struck(core: str) -> tuple[str, int] | None:
    """Read letters between the parts of a symbol as the strokes they look like.

    Returns:
        The symbol and how many strokes had been misread; None where none could have been.

    Examples:
        >>> struck("82I2025INQ-HĐND"), struck("83/2025!QH15"), struck("85/2015/QH13")
        (('82/2025/NQ-HĐND', 2), ('83/2025/QH15', 1), None)
    """
    shape = _STRUCK.fullmatch(core) if len(core) <= LONGEST_CODE else None
    if shape is None:
        return None
    strokes = [shape["first"], *filter(None, [shape["second"]])]
    misread = sum(stroke not in "/⁄" for stroke in strokes)
    parts = [shape["number"], *filter(None, [shape["year"]]), shape["letters"]]
    return ("/".join(parts), misread) if misread else None


@lru_cache(maxsize=16384)
def code_parts(core: str) -> CodeParts | None:
    """Take a symbol apart; None for what is none by its form.

    The kind of document may be lost; its piece is empty then.

    Examples:
        >>> code_parts("53⁄2022/TT-BTC")
        CodeParts(number='53/2022/', pieces=('TT', 'BTC'), joints=('-',))
        >>> code_parts("nhân")
    """
    kindless = shape = None
    if len(core) <= LONGEST_CODE:
        kindless, shape = _KINDLESS.fullmatch(core), CODE.fullmatch(core)
    if kindless:
        rest = code_parts(f"{kindless[1]}Q{kindless[2]}")
        return rest and CodeParts(rest.number, ("", *rest.pieces[1:]), rest.joints)
    if shape is None or WORD_LIKE.search(shape["letters"]):
        return None
    if sum(letter.isupper() or letter == "0" for letter in shape["letters"]) < 2:
        return None
    number, joint = shape["number"] or "", shape["joint"]
    repaired = number.translate(LOOK_ALIKE_DIGITS)
    if joint == "-" and repaired != number:
        return None
    if number:
        repaired += (joint or "/").translate(LOOK_ALIKE_DIGITS)
    parts = re.split(r"([-/⁄])", shape["letters"])
    if any(len(piece) > LONGEST_PIECE for piece in parts):
        return None
    joints = tuple(joint.translate(LOOK_ALIKE_DIGITS) for joint in parts[1::2])
    return CodeParts(repaired, tuple(parts[::2]), joints)
