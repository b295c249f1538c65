"""Quotation marks that do not fit: `“Dân vận khéo"`, `“Toàn dân*`, `"Người tốt”`.

An engine without Vietnamese reads one mark of a pair as another sign. The first mark tells which
pair was meant: English OCR closes what straight marks open with curly ones, other engines close
what curly ones open with straight ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.search.result import SearchResult

CONFIDENCE = 0.9
"""Of a quotation mark told by the other one of its pair."""

FARTHEST = 300
"""Characters that a quotation has at most."""

BLANK_LINE = "\n\n"

CURLY, STRAIGHT = ("“", "”"), ('"', '"')

STAR = "*"
"""What a mark is read as too; one that something else closes behind it is the author's own."""

_MARK = re.compile(
    r"(?P<opens>(?<![^\s(\[{])[“\"*](?=\w))|(?P<closes>(?<=[\w.,;:!?…)%])[”\"*](?!\w))"
)


class _Mark(NamedTuple):
    """A quotation mark, or what may be one.

    Attributes:
        place: in the text.
        sign: it.
        opens: it stands before a word, else behind one.
    """

    place: int
    sign: str
    opens: bool


def decisions(result: SearchResult, texts: Sequence[str]) -> Iterator[Decision]:
    """Yield the quotation marks that become those of their pair.

    Args:
        result: of the search.
        texts: of the documents, by number.
    """
    tokens = result.tokens
    if not any(map(_misreads_quotes, set(tokens.profiles))):
        return
    homes: dict[int, tuple[list[int], list[int]]] = {}
    for document, start, profile in zip(
        tokens.documents, tokens.starts, tokens.profiles, strict=True
    ):
        starts, profiles = homes.setdefault(document, ([], []))
        starts.append(start)
        profiles.append(profile)
    for document, (starts, profiles) in homes.items():
        if not any(_misreads_quotes(profile) for profile in set(profiles)):
            continue
        for place, sign in torn_pairs(texts[document], starts[0]):
            token = bisect_right(starts, place) - 1
            if token >= 0 and _misreads_quotes(profiles[token]):
                span = place, place + 1
                yield Decision(document, profiles[token], *span, sign, CONFIDENCE, Stage.QUOTE)


def _misreads_quotes(profile: int) -> bool:
    return PROFILES[profile].doubts_signs and not PROFILES[profile].has_marks


def torn_pairs(text: str, begin: int = 0) -> list[tuple[int, str]]:
    """Return the places of marks that do not fit the other one of their pair, and what does.

    Args:
        text: any.
        begin: first character that is looked at.

    Examples:
        >>> torn_pairs('“một" và “hai*'), torn_pairs('"ba”, *bốn”')
        ([(4, '”'), (13, '”')], [(3, '"'), (6, '“')])
        >>> torn_pairs("*đậm*, “sáu* bảy”")
        []
    """
    found = []
    for first, last in _pairs(text, begin):
        if (first.sign, last.sign) == (STAR, STAR):
            continue
        is_curly = CURLY[0] == first.sign or (first.sign, last.sign) == (STAR, CURLY[1])
        found += [
            (mark.place, sign)
            for mark, sign in zip((first, last), CURLY if is_curly else STRAIGHT, strict=True)
            if mark.sign != sign
        ]
    return found


def _pairs(text: str, begin: int) -> Iterator[tuple[_Mark, _Mark]]:
    """Yield marks that open and close a quotation of a paragraph."""
    marks = [
        _Mark(match.start(), match[0], match["opens"] is not None)
        for match in _MARK.finditer(text, begin)
    ]
    opening: _Mark | None = None
    for place, mark in enumerate(marks):
        if mark.opens:
            if opening is None or mark.sign != STAR or not _is_near(text, opening, mark):
                opening = mark
        elif opening is not None:
            behind = marks[place + 1] if place + 1 < len(marks) else None
            is_closed = behind is not None and not behind.opens and _is_near(text, opening, behind)
            if mark.sign == STAR != opening.sign and is_closed:
                continue
            if _is_near(text, opening, mark):
                yield opening, mark
            opening = None


def _is_near(text: str, first: _Mark, last: _Mark) -> bool:
    """Return whether two marks stand in one paragraph, not too far apart."""
    return last.place - first.place <= FARTHEST and BLANK_LINE not in text[first.place : last.place]
