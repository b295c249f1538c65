"""Foot notes of a page in columns: read behind the last column, under which they stand.

An engine takes what stands below the first column for its end, and the sentence that goes on at the
top of the next one is torn by the notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from vndiacritics.ocr.page import Line

__all__ = ["last"]

SMALLER = 0.88
"""Of the height of the page's letters that those of notes have at most."""

MARK = re.compile(r"[(\[]?(?:\d{1,3}|\*{1,3}|†|‡)[)\]]?[.:]?(?:\s|$)")
"""How a note begins."""

MISREAD = re.compile(r"\S\s\S")
"""How one begins whose small mark the engine took for another sign or letter."""


def last(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Part off the foot notes that an engine read before text which stands above them.

    Args:
        lines: Of the text of a page, in the engine's order.

    Returns:
        The lines without them, and the notes; empty where they stand in order already.
    """
    if len(lines) < 3:
        return list(lines), []
    usual = median(line.height for line in lines)
    for start, line in enumerate(lines):
        if start == 0 or not _is_small(line, usual) or not _has_mark(line):
            continue
        end = start + 1
        while end < len(lines) and _follows(lines[end], lines[end - 1], usual):
            end += 1
        after = lines[end:]
        foot = line.box.top
        if after and all(other.box.bottom <= foot for other in (*lines[:start], *after)):
            return [*lines[:start], *after], list(lines[start:end])
    return list(lines), []


def _has_mark(line: Line) -> bool:
    return MARK.match(line.text) is not None or MISREAD.match(line.text) is not None


def _is_small(line: Line, usual: float) -> bool:
    return line.height <= SMALLER * usual


def _follows(line: Line, before: Line, usual: float) -> bool:
    return _is_small(line, usual) and line.box.top > before.box.centre[1]
