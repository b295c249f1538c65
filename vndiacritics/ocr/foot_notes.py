"""Foot notes of a page in columns: read behind the last column, under which they stand.

An engine takes what stands below the first column for its end, and the sentence that goes on at the
top of the next one is torn by the notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    runs = [lines[start:end] for start, end in _runs(lines, usual)]
    noted = {id(line) for run in runs for line in run}
    text = [line for line in lines if id(line) not in noted]
    foot = max((line.box.bottom for line in text), default=0.0)
    # Notes under another column stand on the same level; what stands higher is no note.
    notes = [line for run in runs if run[0].box.top >= foot for line in run]
    if not text or notes == list(lines[len(lines) - len(notes) :]):
        return list(lines), []
    low = {id(line) for line in notes}
    return [line for line in lines if id(line) not in low], notes


def _runs(lines: Sequence[Line], usual: float) -> Iterator[tuple[int, int]]:
    """Yield where lines that may be notes begin and end, those that go on with their first one."""
    end = 1
    for start, line in enumerate(lines):
        if start < end or not _is_small(line, usual) or not _has_mark(line):
            continue
        end = start + 1
        while end < len(lines) and _follows(lines[end], lines[end - 1], usual):
            end += 1
        yield start, end


def _has_mark(line: Line) -> bool:
    return MARK.match(line.text) is not None or MISREAD.match(line.text) is not None


def _is_small(line: Line, usual: float) -> bool:
    return line.height <= SMALLER * usual


def _follows(line: Line, before: Line, usual: float) -> bool:
    return _is_small(line, usual) and line.box.top > before.box.centre[1]
