"""The number of a page that stands alone over or under all its lines: an engine drops one digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vndiacritics.ocr.page import Box, Word, union

__all__ = ["is_page_number", "places"]

FEWEST_LINES = 3
"""Lines of a page over or under which its number is sought."""

SURE = 0.8
"""Confidence that its digits must have."""

NUMBER = re.compile(r"[0-9]{1,3}")


def places(lines: Sequence[Box], groups: Sequence[Sequence[Box]]) -> Iterator[Box]:
    """Yield where a page's number may stand: what is alone over or under all lines.

    Args:
        lines: Those that were read.
        groups: Letters that were left out, those that stand together as one.
    """
    if len(lines) < FEWEST_LINES:
        return
    whole = union(lines)
    found = [box for box in map(union, groups) if whole.left <= box.centre[0] <= whole.right]
    for beyond in (
        [box for box in found if box.bottom < whole.top],
        [box for box in found if box.top > whole.bottom],
    ):
        if len(beyond) == 1:
            yield beyond[0]


def is_page_number(words: Sequence[Word]) -> bool:
    """Return whether words are one number of which the engine was sure; dashes are not read."""
    return (
        len(words) == 1
        and NUMBER.fullmatch(words[0].text) is not None
        and words[0].confidence >= SURE
    )
