"""Dates in figures: what is one, and how OCR splits or misreads it. No digit is ever changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from vndiacritics.orthography.signs import BEFORE_WORDS, BEHIND_WORDS

NUMBER_LETTER = 1.2
"""Cost in nats of reading a letter among digits as the digit it looks like."""

_DATE_SEEN = re.compile(r"[\dOolI]{1,2}[/.⁄-][\dOolI]{1,2}[/.⁄-][\dOolI]{4}")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")
_DATE_PART = re.compile(r"[\d/]+")
LOOK_ALIKE_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "⁄": "/"})


def join_dates(tokens: Sequence[str]) -> list[tuple[int, int, str]]:
    """Find dates that spaces split: `04/1` `1/2022`.

    Two or three tokens are joined only when the whole is a day of the calendar with a year of four
    digits, the first holds a slash, and none of them is such a day by itself.

    Returns:
        First token, token behind the last, and the text without the spaces.

    Examples:
        >>> join_dates(["ngày", "04/1", "1/2022,"])
        [(1, 3, '04/11/2022,')]
        >>> join_dates(["ngày", "1", "2/5/2023"])
        []
    """
    found: list[tuple[int, int, str]] = []
    done = 0
    for place, token in enumerate(tokens):
        if place < done or "/" not in token:
            continue
        for length in (3, 2):
            run = tokens[place : place + length]
            if len(run) == length and _is_split_date(run):
                done = place + length
                found.append((place, done, "".join(run)))
                break
    return found


def is_date(text: str) -> bool:
    """Return whether a text is a day of the calendar, d/m/yyyy.

    Examples:
        >>> is_date("29/02/2024"), is_date("31/4/2023")
        (True, False)
    """
    shape = _DATE.fullmatch(text)
    if shape is None:
        return False
    try:
        date(int(shape[3]), int(shape[2]), int(shape[1]))
    except ValueError:
        return False
    return True


def misread_date(core: str) -> tuple[str, float] | None:
    """Read letters in a date as the digits they stand for, with the cost in nats."""
    if not _DATE_SEEN.fullmatch(core):
        return None
    text = core.translate(LOOK_ALIKE_DIGITS)
    changed = sum(old != new for old, new in zip(core, text, strict=True))
    return (text, NUMBER_LETTER * changed) if changed and is_date(text) else None


def _is_split_date(run: Sequence[str]) -> bool:
    head, tail = run[0].lstrip(BEFORE_WORDS), run[-1].rstrip(BEHIND_WORDS)
    parts = [head, *run[1:-1], tail]
    return (
        all(_DATE_PART.fullmatch(part) for part in parts)
        and "/" in head
        and is_date("".join(parts))
        and not any(is_date(part) for part in parts)
        # `5/3/20 22` may be a date of two figures and a count.
        and not re.fullmatch(r"\d{1,2}/\d{1,2}/\d\d", head)
    )
