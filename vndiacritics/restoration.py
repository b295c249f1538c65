"""What a restoration is: the text, and every edit that led to it.

All offsets count code points (`len` of a Python string) in the caller's own string, whatever its
normal form. The classes are frozen; nothing here needs a model.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Alternative", "Edit", "Restoration", "Token", "apply_edits", "invert_edits"]

DOUBTFUL = 0.95
"""Confidence under which a token is worth a look, where nothing else is said."""


@dataclass(frozen=True)
class Alternative:
    """Another reading of the same span.

    Attributes:
        text: What would have been written instead.
        probability: Its posterior among the readings that were weighed, 0 to 1. It is not
            calibrated: the right reading may be none of them.
    """

    text: str
    probability: float


@dataclass(frozen=True)
class Edit:
    """One change: `old` at ``source[start:end]`` became `new`.

    Attributes:
        start: First code point of the span in the caller's string.
        end: One past its last code point.
        old: What stood there, exactly ``source[start:end]``.
        new: What stands there now.
        confidence: Probability that `new` is right, 0 to 1 (see `vndiacritics.confidence.map`).
        alternatives: Other readings, the most probable first.
        reason: Short name of the stage that made it, such as ``"channel"`` or ``"marks"``.

    Raises:
        ValueError: The span is negative or does not have the length of `old`.
    """

    start: int
    end: int
    old: str
    new: str
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.old):
            message = f"span {self.start}:{self.end} does not fit old text {self.old!r}"
            raise ValueError(message)


@dataclass(frozen=True)
class Token:
    """A run without whitespace in the restored text, changed or not, and how sure it is.

    Attributes:
        start: First code point in the caller's string of what it was made from.
        end: One past the last.
        text: What stands in the restored text.
        place: Its first code point there.
        confidence: Probability that `text` is what the page says, 0 to 1.
        alternatives: Other readings of the whole token, the most probable first.
    """

    start: int
    end: int
    text: str
    place: int
    confidence: float
    alternatives: tuple[Alternative, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as values `json.dumps` takes."""
        return _plain(self)


@dataclass(frozen=True)
class Restoration:
    """A restored text and the edits that make it from its source.

    Attributes:
        source: The caller's string.
        text: The restored string, ``apply_edits(source, edits)``.
        edits: Sorted by span, disjoint.
        suggestions: Changes that were not made: likely typing errors of clean text, and changes
            too doubtful to make. Sorted by span; no part of `text`.
        tokens: All tokens of `text` with their confidence, in order; empty unless
            ``Options(tokens=True)`` asks for them.

    Example:
        >>> edit = Edit(0, 3, "dan", "dân", 0.99, (), "marks")
        >>> result = Restoration("dan van", "dân van", (edit,))
        >>> result.undo()
        'dan van'
    """

    source: str
    text: str
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()
    tokens: tuple[Token, ...] = ()

    def doubts(self, *, below: float = DOUBTFUL) -> tuple[Token, ...]:
        """Return the places a person should look at: the least sure tokens first.

        Kept tokens are among them: what OCR damaged beyond repair was often not changed at all.

        Args:
            below: Only tokens less sure than this; 1 gives all.

        Returns:
            Tokens by confidence, equal ones in the order of the text; none where `tokens` is empty.
        """
        found = [token for token in self.tokens if token.confidence < below]
        return tuple(sorted(found, key=lambda token: token.confidence))

    def undo(self) -> str:
        """Reverse the edits on `text`.

        It looks only at `text` and `edits`, so it also proves that the edits tell the whole story.

        Returns:
            The source, code point by code point.

        Raises:
            ValueError: The edits do not fit `text`.
        """
        return apply_edits(self.text, invert_edits(self.edits))

    def diff(self, *, before: str = "input", after: str = "restored", context: int = 3) -> str:
        r"""Return the unified diff of source and text, in time linear in their length.

        The edits are the alignment, so nothing is searched. A line ends at ``\n`` alone, as for
        ``patch``; a carriage return or page break is part of its line.

        Args:
            before: Name of the source in the header.
            after: Name of the text in the header.
            context: Unchanged lines shown around a change.

        Returns:
            The diff, or the empty string when nothing differs.
        """
        lines = _lines(self.source)
        hunks = "".join(
            _format_hunk(lines, blocks, context)
            for blocks in _group(_changed_blocks(self), 2 * context)
        )
        return f"--- {_header(before)}\n+++ {_header(after)}\n{hunks}" if hunks else ""

    def to_dict(self) -> dict[str, Any]:
        """Return source, text, edits, suggestions and tokens as values `json.dumps` takes."""
        return {
            "source": self.source,
            "text": self.text,
            "edits": [_plain(edit) for edit in self.edits],
            "suggestions": [_plain(edit) for edit in self.suggestions],
            "tokens": [_plain(token) for token in self.tokens],
        }


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """Replace each edit's span of `source` by its new text.

    Args:
        source: The string the edits were made for.
        edits: Sorted by span and disjoint.

    Returns:
        The edited string.

    Raises:
        ValueError: The edits overlap, are out of order or name an old text that is not there.

    Example:
        >>> apply_edits("dan van", [Edit(0, 3, "dan", "dân"), Edit(4, 7, "van", "vận")])
        'dân vận'
    """
    pieces: list[str] = []
    done = 0
    for edit in edits:
        if edit.start < done:
            message = f"edit at {edit.start} overlaps the one before it, which ends at {done}"
            raise ValueError(message)
        if source[edit.start : edit.end] != edit.old:
            message = f"edit at {edit.start} expects {edit.old!r}, which is not there"
            raise ValueError(message)
        pieces += (source[done : edit.start], edit.new)
        done = edit.end
    pieces.append(source[done:])
    return "".join(pieces)


def invert_edits(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Turn edits of a source into the edits of its result that lead back.

    Args:
        edits: Sorted by span and disjoint.

    Returns:
        As many edits, with spans in the edited text, old and new exchanged.
    """
    inverse: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        inverse.append(
            Edit(
                start=start,
                end=start + len(edit.new),
                old=edit.new,
                new=edit.old,
                confidence=edit.confidence,
                reason=edit.reason,
            )
        )
        shift += len(edit.new) - len(edit.old)
    return tuple(inverse)


def _plain(row: Edit | Token) -> dict[str, Any]:
    alternatives = [
        {"text": other.text, "probability": other.probability} for other in row.alternatives
    ]
    # Shallow on purpose: `dataclasses.asdict` copies deeply, at ten times the cost.
    return {**vars(row), "alternatives": alternatives}


class _Block(NamedTuple):
    """Whole lines that differ: where they begin in either text, and the lines of each."""

    source_line: int
    text_line: int
    old: list[str]
    new: list[str]


def _lines(text: str) -> list[str]:
    r"""Split at ``\n`` alone and keeps it; `str.splitlines` would also cut at a page break."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _line_spans(restoration: Restoration) -> Iterator[tuple[int, int, int, int]]:
    """Yield the spans of whole lines, in source and in text, that the edits touch.

    A span ends at a line's end in *both* texts: an edit that deletes a line break draws in the line
    after it.
    """
    source, text = restoration.source, restoration.text
    begin = end = text_begin = text_end = shift = 0
    pending = False
    for edit in restoration.edits:
        if not pending or edit.start > end:
            if pending:
                yield begin, end, text_begin, text_end
            # Searching no further back than the last span keeps a line of 10 MB linear.
            begin = max(end, source.rfind("\n", end, edit.start) + 1)
            text_begin = begin + shift
            pending = True
        shift += len(edit.new) - len(edit.old)
        if edit.end >= end:
            end = edit.end
            if not (_at_line_start(source, end) and _at_line_start(text, end + shift)):
                end = source.find("\n", end) + 1 or len(source)
        text_end = end + shift
    if pending:
        yield begin, end, text_begin, text_end


def _at_line_start(text: str, position: int) -> bool:
    return position == 0 or text[position - 1] == "\n"


def _changed_blocks(restoration: Restoration) -> Iterator[_Block]:
    source, text = restoration.source, restoration.text
    source_line = text_line = done = 0
    for start, end, text_start, text_end in _line_spans(restoration):
        unchanged = source.count("\n", done, start)
        source_line += unchanged
        text_line += unchanged
        old, new = _lines(source[start:end]), _lines(text[text_start:text_end])
        if old != new:
            yield _Block(source_line, text_line, old, new)
        source_line += len(old)
        text_line += len(new)
        done = end


def _group(blocks: Iterable[_Block], gap: int) -> Iterator[list[_Block]]:
    """Put blocks into one hunk whose contexts would touch."""
    group: list[_Block] = []
    for block in blocks:
        if group and block.source_line - group[-1].source_line - len(group[-1].old) > gap:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _format_hunk(lines: list[str], blocks: list[_Block], context: int) -> str:
    first, last = blocks[0], blocks[-1]
    start = max(0, first.source_line - context)
    stop = min(len(lines), last.source_line + len(last.old) + context)
    body: list[str] = []
    grown = 0
    position = start
    for block in blocks:
        body += (_mark(" ", line) for line in lines[position : block.source_line])
        body += (_mark("-", line) for line in block.old)
        body += (_mark("+", line) for line in block.new)
        grown += len(block.new) - len(block.old)
        position = block.source_line + len(block.old)
    body += (_mark(" ", line) for line in lines[position:stop])
    text_start = start + first.text_line - first.source_line
    source_range = _range(start, stop - start)
    text_range = _range(text_start, stop - start + grown)
    return "".join(itertools.chain((f"@@ -{source_range} +{text_range} @@\n",), body))


def _mark(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(start: int, length: int) -> str:
    """Write a hunk's range as diff does: an empty one names the line before it."""
    return str(start + 1) if length == 1 else f"{start + 1 if length else start},{length}"


def _header(name: str) -> str:
    """Keep a file name on its own line of the header."""
    return name.replace("\n", "\\n").replace("\r", "\\r")
