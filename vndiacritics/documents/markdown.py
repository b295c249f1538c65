"""Markdown: prose is repaired; code, targets of links, tags, formulas and front matter stay.

The signs of emphasis are no part of a word: ``quan *trong*`` is read as two words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.encoded import decoded
from vndiacritics.documents.flat import FlatReading, Writer, without_new
from vndiacritics.documents.markdown_blocks import Block, blocks, comparable, labels
from vndiacritics.documents.markup import ENTITY, INLINE, KEPT, add_text
from vndiacritics.documents.reading import LINE, OBJECT, PARAGRAPH, Explainer

__all__ = ["repair"]

_TOKEN = re.compile(
    r"(?P<formula>\\\([^\n]{1,500}?\\\))|\\(?P<escape>[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)"
    r"|(?P<address><[A-Za-z][\w+.-]*:[^\s<>]*>|<[^\s<>@]+@[^\s<>]+>"
    r"|(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]}\"'*_]|\b[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+){1,8}+)"
    r"|(?P<comment><!--.*?-->)"
    r"""|<(?P<close>/?)(?P<tag>[A-Za-z][\w:-]*)(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>"""
    r"|(?P<mathematics>\$\$.{1,2000}?\$\$|(?<![\w$])\$(?![\s$])[^$\n]{0,500}+(?<![\s\\])\$(?![\d$]))"
    r"|(?P<template>\{\{[^{}]{0,500}+\}\}|\{%.{0,500}?%\}|\{[#.:][^{}\n]{0,200}+\})"
    r"|(?P<wiki>!?\[\[[^\[\]|\n]{0,200}+(?:\||(?=\]\])))"
    r"|(?P<note>\[\^[^\]\s]{1,100}+\]|\[-?@[^\[\]]{1,500}+\])"
    r"|(?P<image>!\[)|(?P<open>\[)|(?P<shut>\])"
    r"|(?<![\w:]):(?P<emoji>[a-z0-9_+-]{1,40}):(?!\w)"
    r"|(?P<emphasis>\*+|(?<!\w)_+|_+(?!\w)|~~|==|\+\+)"
    r"|(?P<bar>\|)|(?P<end>\n)",
    re.DOTALL,
)
_TARGET = re.compile(
    r"""\(\s*(?:<[^<>\n]*>|(?:[^\s()<]++|\([^\s()]*+\))*+)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
    r"|\((?=[^()\n]*[./])[^()\n]*\)|\[(?P<label>[^\[\]]*)\]"
)
_BRACKETS = re.compile(r"\\.|`[^`\n]*`|[\[\]]", re.DOTALL)
_writer = without_new("\\`*_[]<>#|~$")
_CLOSERS = re.compile(r"</(?P<tag>[A-Za-z][\w:-]*)\s*>")


def repair(data: bytes, restorer: Explainer) -> RepairedDocument:
    """Repair the prose of a Markdown file.

    Args:
        data: the file.
        restorer: reads the prose.

    Raises:
        EncodingError: the encoding is not clear.
    """
    encoded = decoded(data)
    flat = FlatReading(encoded.text)
    defined = labels(encoded.text)
    for block in blocks(encoded.text):
        flat.gap(PARAGRAPH)
        _Inline(flat, block, defined).read()
    return flat.repaired(encoded, data, restorer)


def _never(old: str, new: str) -> str | None:  # noqa: ARG001  (as all writers)
    return None


class _Inline:
    """Reads a run of prose into pieces.

    Args:
        flat: takes them.
        block: the run.
        defined: labels of links that the file defines.
    """

    def __init__(self, flat: FlatReading, block: Block, defined: frozenset[str]) -> None:
        self._flat = flat
        self._table = block.table
        self._defined = defined
        self._text = "\n".join(flat.source[start:stop] for start, stop in block.lines)
        self._begins: list[int] = []
        self._shifts: list[int] = []
        size = 0
        for start, stop in block.lines:
            self._begins.append(size)
            self._shifts.append(start - size)
            size += stop - start + 1
        self._closings = _closings(self._text)
        self._targets: dict[int, int] = {}
        self._unclosed: set[str] = set()

    def read(self) -> None:
        """Add the pieces."""
        place = 0
        while (match := _TOKEN.search(self._text, place)) is not None:
            self._add(place, match.start())
            place = self._take(match)
        self._add(place, len(self._text))

    def _add(self, start: int, stop: int, *, writer: Writer = _writer) -> None:
        """Add a stretch of text; line ends have their own tokens."""
        if start == stop:
            return
        line = bisect_right(self._begins, start) - 1
        following = bisect_left(self._begins, stop)
        bounds = [start, *self._begins[line + 1 : following], stop]
        shifts = self._shifts[line:following]
        for (first, last), shift in zip(pairwise(bounds), shifts, strict=True):
            if ENTITY.search(self._text, first, last):
                add_text(self._flat, first + shift, last + shift, writer=writer)
            else:
                self._flat.copy(first + shift, last + shift, writer=writer)

    def _take(self, match: re.Match[str]) -> int:
        """Take a token; return where the next one is looked for."""
        kind = match.lastgroup
        if kind == "escape":
            self._add(match.start("escape"), match.end(), writer=_never)
        elif kind == "code":
            return self._code(match)
        elif kind == "tag":
            return self._tag(match)
        elif kind in {"open", "image"}:
            return self._link(match)
        elif kind == "shut" and match.start() in self._targets:
            return self._targets[match.start()]
        elif kind == "emphasis":
            if self._is_sign(match):
                self._add(*match.span())
        elif kind == "bar" and self._table:
            self._flat.gap(PARAGRAPH)
        elif kind in {"shut", "bar"}:
            self._add(*match.span())
        elif kind == "end":
            self._flat.gap(PARAGRAPH if self._table else LINE)
        elif kind not in {"comment", "wiki"}:
            self._flat.gap(OBJECT)
        return match.end()

    def _is_sign(self, match: re.Match[str]) -> bool:
        """Return whether a sign of emphasis stands for itself: `3 * 4`, `a == b`."""
        text, start, stop = self._text, match.start(), match.end()
        before = start == 0 or text[start - 1].isspace()
        behind = stop == len(text) or text[stop].isspace()
        return before and behind

    def _code(self, match: re.Match[str]) -> int:
        sign = match["code"]
        closing = None
        if sign not in self._unclosed:
            closing = re.compile(rf"(?<!`){sign}(?!`)").search(self._text, match.end())
        if closing is None:
            self._unclosed.add(sign)
            self._add(*match.span())
            return match.end()
        self._flat.gap(OBJECT)
        return closing.end()

    def _tag(self, match: re.Match[str]) -> int:
        name = match["tag"].lower()
        if name in KEPT and not match["close"]:
            self._flat.gap(OBJECT)
            for closing in _CLOSERS.finditer(self._text, match.end()):
                if closing["tag"].lower() == name:
                    return closing.end()
        elif name == "br":
            self._flat.gap(LINE)
        elif name not in INLINE and name not in KEPT:
            self._flat.gap(PARAGRAPH)
        return match.end()

    def _link(self, match: re.Match[str]) -> int:
        """Take the bracket that may open a link; its text is prose, but for a label."""
        closing = self._closings.get(match.end() - 1)
        if closing is None:
            self._add(*match.span())
            return match.end()
        inner = self._text[match.end() : closing]
        target = _TARGET.match(self._text, closing + 1)
        if target is not None and (target["label"] is None or target["label"].strip()):
            self._targets[closing] = target.end()
            return match.end()
        if comparable(inner) in self._defined:
            self._flat.gap(OBJECT)
            return target.end() if target else closing + 1
        self._add(*match.span())
        return match.end()


def _closings(text: str) -> dict[int, int]:
    """Return where the bracket stands that closes each one."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKETS.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            found[opened.pop()] = match.start()
    return found
