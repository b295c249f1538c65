"""The blocks of a Markdown file: which lines are prose, and where prose begins in each of them.

Fenced and indented code, front matter, mathematics, rules, definitions of links and raw lines of
page generators are none. Prose is a run of lines that belong together; the signs before it (of
lists, quotations and headings) are not part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Block", "blocks", "comparable", "labels"]

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(?:.*?\r?\n)?\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ ]{1,4}(?=\S)|[ \t]+|$)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_FENCE = re.compile(r"(?P<sign>`{3,})[^`]*$|(?P<other>~{3,})")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_RULE = re.compile(r"(?:=+|-+|(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_DEFINITION = re.compile(r"\[(?P<label>[^\]^][^\]]*)\]:[ \t]*\S")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_RAW_LINE = re.compile(
    r":{3,}|!!! |\?\?\?\+? |\{%.*%\}$|\{\{[<%].*\}\}$|(?:import|export) .*[{}'\"]"
)
_MATH = re.compile(r"(?P<dollars>\$\$)[^$]*$|\\\[$")
_RAW_HTML = re.compile(r"<(?P<name>pre|script|style|textarea)\b", re.IGNORECASE)
_TAB = 4
"""Columns of a tab (CommonMark 0.31, section 2.2)."""


@dataclass
class Block:
    """A run of prose.

    Attributes:
        lines: spans of its lines in the file, without what stands before and behind the prose.
        table: its lines are rows of cells.
    """

    lines: list[tuple[int, int]] = field(default_factory=list)
    table: bool = False


def labels(text: str) -> frozenset[str]:
    """Return the labels of links that a file defines, as they are compared."""
    found = (_DEFINITION.match(line.lstrip(" >")) for line in text.splitlines())
    return frozenset(comparable(match["label"]) for match in found if match)


def comparable(label: str) -> str:
    """Return a label as it is compared."""
    return " ".join(label.split()).casefold()


def blocks(text: str) -> list[Block]:
    r"""Return the runs of prose of a Markdown file.

    Examples:
        >>> [block.lines for block in blocks("# Mot\n\n- hai\n  ba\n\n      code\n")]
        [[(2, 5)], [(9, 12), (15, 17)]]
    """
    reader = _Reader()
    match = _FRONT_MATTER.match(text)
    place = match.end() if match else 0
    for raw in text[place:].splitlines(keepends=True):
        reader.line(raw.rstrip(), place)
        place += len(raw)
    reader.end()
    return reader.found


class _Reader:
    """Reads a file line by line.

    Attributes:
        found: the runs of prose so far.
    """

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._block = Block()
        self._blank = True
        self._indents: list[int] = []
        self._until: re.Pattern[str] | None = None

    def end(self) -> None:
        """End the run of prose."""
        if self._block.lines:
            self.found.append(self._block)
        self._block = Block()

    def line(self, line: str, start: int) -> None:
        """Take a line, without the spaces at its end, that begins at a place of the file."""
        if self._until is not None:
            if self._until.search(line):
                self._until = None
            return
        place = 0
        while match := _QUOTE.match(line, place):
            place = match.end()
        inner = line[place:]
        if not inner.strip():
            self._blank = True
            self.end()
            return
        if self._is_code(inner):
            self.end()
            return
        self._blank = False
        place += len(inner) - len(inner.lstrip())
        place = self._items(line, place)
        if place < len(line):
            self._content(line, start, place)

    def _is_code(self, inner: str) -> bool:
        """Return whether a line is indented code; leave the lists that end with it."""
        if not self._blank:
            return False
        spaces = inner[: len(inner) - len(inner.lstrip())]
        indent = len(spaces.expandtabs(_TAB))
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        return indent >= (self._indents[-1] if self._indents else 0) + _TAB

    def _items(self, line: str, place: int) -> int:
        """Pass the signs of list items."""
        while not _RULE.match(line, place) and (match := _ITEM.match(line, place)):
            self.end()
            column = len(line[:place].expandtabs(_TAB))
            while self._indents and self._indents[-1] > column:
                self._indents.pop()
            place = match.end()
            self._indents.append(len(line[:place].expandtabs(_TAB)))
        if self._indents and (match := _TASK.match(line, place)):
            place = match.end()
        return place

    def _content(self, line: str, start: int, place: int) -> None:
        """Take what stands behind the signs of quotations and lists."""
        until = _opened(line, place)
        if until is not None:
            self.end()
            self._until = None if until.search(line, place + 3) else until
            return
        heads = self._block.lines and not self._block.table and "|" in line[place:]
        if heads and _DELIMITERS.match(line, place):
            self._block.table = True
            return
        if _RULE.match(line, place) or _DEFINITION.match(line, place):
            self.end()
            return
        if _RAW_LINE.match(line, place):
            self.end()
            return
        if match := _NOTE.match(line, place):
            self.end()
            place = match.end()
        heading = _HEADING.match(line, place)
        stop = len(line)
        if heading:
            self.end()
            place = heading.end()
            closing = _CLOSING.search(line, place)
            stop = closing.start() if closing else stop
        if place < stop:
            self._block.lines.append((start + place, start + stop))
        if heading:
            self.end()


def _opened(line: str, place: int) -> re.Pattern[str] | None:
    """Return what ends the code, mathematics, raw HTML or comment that a line opens."""
    if match := _FENCE.match(line, place):
        sign = match["sign"] or match["other"]
        return re.compile(rf"^[ \t>]*{sign[0]}{{{len(sign)},}}[ \t]*$")
    if match := _MATH.match(line, place):
        return re.compile(r"\$\$" if match["dollars"] else r"\\\]")
    if match := _RAW_HTML.match(line, place):
        return re.compile(rf"</{match['name']}>", re.IGNORECASE)
    if line.startswith("<!--", place):
        return re.compile("-->")
    return None
