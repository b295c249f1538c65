"""Letters that engines read for the digits of a number: `3ó` for 36, `ÍÍ` for 11."""

from __future__ import annotations

import re

from vndiacritics.symbols.dates import LOOK_ALIKE_DIGITS

_MARKED = {"ó": "6", "Ó": "6", "í": "1", "Í": "1", "ì": "1", "Ì": "1", "Š": "5"}
"""Letters that no measure and no name has beside a digit, and the digits that look like them."""

_DIGITS = LOOK_ALIKE_DIGITS | str.maketrans(_MARKED)
_MARKED_LETTERS = "".join(_MARKED)
_WITH_DIGITS = re.compile(rf"(?=.*\d)(?=.*[{_MARKED_LETTERS}])[\d{_MARKED_LETTERS}]{{2,6}}")
_STROKES = re.compile(r"(?!II|\d\d)[Il1ÍíÌì]{2}|[Il]\d|[Oo]\d|(?=\d*[OolI]\d*$)[12][\dOolI]{3}")

LONE_STROKES = frozenset("Il|")
"""Signs that may be a 1 that stands alone (`khoản l Điều 5`)."""

TWO_STROKES = 2
"""Letters that may all be strokes of a number."""

DOUBT = 4.0
"""Nats against the number where the letters may be right: `I1` is a current, and `ngày I1 tháng`
no day."""


def misread_digits(piece: str, *, alone: bool = False) -> tuple[str, int, bool] | None:
    """Read letters as the digits they look like.

    Args:
        piece: without spaces.
        alone: nothing but a comma or semicolon stands beside it; one stroke may be a number then.

    Returns:
        The number, how many letters were read as digits, and whether the letters cannot be right
        there; None for what is no misread number.

    Examples:
        >>> misread_digits("2óó"), misread_digits("I1"), misread_digits("1Í")
        (('266', 2, True), ('11', 1, False), ('11', 1, True))
        >>> misread_digits("II"), misread_digits("số"), misread_digits("5l")
        (None, None, None)
        >>> misread_digits("l"), misread_digits("l", alone=True)
        (None, ('1', 1, False))
    """
    if alone and piece in LONE_STROKES:
        return "1", 1, False
    if len(piece) != TWO_STROKES and piece.isalpha():
        return None
    impossible = _WITH_DIGITS.fullmatch(piece) is not None
    if not (impossible or _STROKES.fullmatch(piece)):
        return None
    text = piece.translate(_DIGITS)
    return text, sum(map(str.isalpha, piece)), impossible
