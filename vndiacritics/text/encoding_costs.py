"""What a word costs in each encoding that a text may be in, in nats."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable_costs import syllable_cost
from vndiacritics.text import encodings as legacy

UNICODE = "unicode"
STATES = (UNICODE, *legacy.ENCODINGS)
"""What a text may be in; the costs of a word are in this order."""

CLEAN = (
    frozenset(map(chr, range(0x20, 0x7F)))
    | frozenset("\t\n\r\f–—‘’“”•…«»°²³×½€₫→")
    | LETTERS
    | frozenset(c.upper() for c in LETTERS)
)
"""Characters that are no sign of any damage."""

TOKEN = re.compile(r"[^ \t\r\n\f\v]+")
"""What stands between spaces; others are letters of old encodings (`\u00a0` is Õ in VISCII)."""

RUN = re.compile(r"[^\W\d_]+")
"""Letters, one word or a part of one."""

_FOREIGN_SHARE = 0.05
"""Probability that a run of letters is no syllable, in text that an encoding shows."""

_SIGN_COST, _ODD_SIGN_COST = 2.0, 7.0
"""Nats of a sign of clean Vietnamese text, and of any other."""

_INTACT_COST = 12.0
"""Nats for a word with a Vietnamese letter that text in the encoding would never show."""


@cache
def intact(encoding: str) -> re.Pattern[str]:
    """Find Vietnamese letters that no program shows for a byte of text in `encoding`."""
    page = "cp1258" if "cp1258" in encoding.removeprefix("cp1258") else "cp1252"
    shown = set() if encoding == "viqr" else set(bytes(range(128, 256)).decode(page, "ignore"))
    capitals = {c.upper() for c in LETTERS}
    letters = sorted(c for c in (LETTERS | capitals) - shown if not c.isascii())
    return re.compile(f"[{''.join(letters)}]")


@lru_cache(maxsize=1 << 12)
def decoded(token: str, encoding: str) -> str:
    """Return a word as it reads in an encoding."""
    return legacy.decode(token, encoding).text


@lru_cache(maxsize=1 << 14)
def costs_of(token: str) -> tuple[float, ...]:
    """Return what a word costs in each of `STATES`, in nats."""
    plain = _cost(token, other=0.5)
    same = _cost(token, other=_FOREIGN_SHARE)
    if token.isascii() and not re.search(r"[a-zA-Z][-(^+*'`?~.]|dd|DD|\\", token):
        return (plain, *[same] * (len(STATES) - 1))
    result = [plain]
    for encoding in legacy.ENCODINGS:
        shown = decoded(token, encoding)
        cost = same if shown == token else _cost(shown, other=_FOREIGN_SHARE)
        result.append(cost + (_INTACT_COST if intact(encoding).search(token) else 0.0))
    return tuple(result)


def _cost(token: str, *, other: float) -> float:
    total = 0.0
    rest = 0
    for match in RUN.finditer(token):
        run = match[0]
        foreign = -math.log(other) + foreign_cost(run)
        native = syllable_cost(run.lower())
        total += foreign if native is None else min(foreign, native - math.log(1 - other))
        rest += len(run)
    if rest < len(token):
        for character in RUN.sub("", token):
            if not character.isalnum():
                common = character in CLEAN
                total += _SIGN_COST if common else _ODD_SIGN_COST
    return total


def foreign_cost(run: str) -> float:
    """Return the cost of a word of no language: 3 nats a letter, more for rare letters."""
    return 2.0 + sum(3.0 if c.isascii() else 4.5 if c.lower() in LETTERS else 7.0 for c in run)


def scores(text: str) -> dict[str, float]:
    """Return the cost in nats of the whole of `text` in each encoding and as Unicode.

    Examples:
        >>> costs = scores("Vieät Nam ñoäc laäp")
        >>> min(costs, key=costs.__getitem__)
        'vni'
    """
    totals = [0.0] * len(STATES)
    for match in TOKEN.finditer(text):
        for i, cost in enumerate(costs_of(match[0])):
            totals[i] += cost
    return dict(zip(STATES, totals, strict=True))
