"""Stretches of a text that a caller keeps as they are: mark-up, code, whatever is no prose.

The stages read a text in which one sign stands for each kept stretch. So a stretch is no evidence
of damage, no part of a word and never changed, and the words around it are still read together; one
of several lines parts two paragraphs. What was found is then told in places of the caller's text.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from vndiacritics.restoration import Edit, Restoration, Token, apply_edits

__all__ = ["OBJECT", "Span", "Thinned", "thinned"]

Span = tuple[int, int]
"""First character and the one behind the last."""

OBJECT = "\ufffc"
"""Stands for a kept stretch: Unicode's object replacement character."""

PARAGRAPH = "\n\n\n"
"""What stands for a kept stretch of several lines: a new paragraph in double-spaced text too."""


class Thinned(NamedTuple):
    """A text without its kept stretches, and the way back.

    Attributes:
        source: the caller's text.
        text: what is read.
        begins: first character in `text` of each open stretch, ascending.
        places: the same in `source`.
        sizes: characters of each.
    """

    source: str
    text: str
    begins: Sequence[int]
    places: Sequence[int]
    sizes: Sequence[int]

    def restored(self, result: Restoration) -> Restoration:
        """Return what was found in `text` in places of `source`.

        What reaches over a kept stretch falls away; so do the tokens that stand for one.
        """
        edits: list[Edit] = []
        dropped: list[Edit] = []
        for edit in result.edits:
            place = self._place(edit.start, edit.end)
            if place is None:
                dropped.append(edit)
            else:
                size = edit.end - edit.start
                edits.append(replace(edit, start=place, end=place + size))
        suggestions = []
        for edit in result.suggestions:
            place = self._place(edit.start, edit.end)
            if place is not None:
                size = edit.end - edit.start
                suggestions.append(replace(edit, start=place, end=place + size))
        return Restoration(
            self.source,
            apply_edits(self.source, edits),
            tuple(edits),
            tuple(suggestions),
            tuple(self._tokens(result.tokens, edits, dropped)),
        )

    def _place(self, start: int, end: int) -> int | None:
        """Return where in `source` a span of `text` begins; None when it is not all open."""
        number = bisect_right(self.begins, start) - 1
        if number < 0 or end > self.begins[number] + self.sizes[number]:
            return None
        return self.places[number] + start - self.begins[number]

    def _tokens(
        self, tokens: Iterable[Token], edits: Sequence[Edit], dropped: Sequence[Edit]
    ) -> Iterable[Token]:
        lost = [(edit.start, edit.end) for edit in dropped]
        shift = number = 0
        for token in tokens:
            start = self._place(token.start, token.end)
            if start is None or any(a < token.end and token.start < b for a, b in lost):
                continue
            while number < len(edits) and edits[number].start < start:
                shift += len(edits[number].new) - len(edits[number].old)
                number += 1
            end = start + token.end - token.start
            yield replace(token, start=start, end=end, place=start + shift)


def kept_spans(texts: Sequence[str], keep: Sequence[Iterable[Span]] | None) -> list[list[Span]]:
    """Return the spans to keep of each text.

    Raises:
        ValueError: there are not as many as texts.
    """
    if keep is None:
        return [[] for _ in texts]
    if len(keep) != len(texts):
        message = f"{len(texts)} texts and the spans to keep of {len(keep)}"
        raise ValueError(message)
    return [list(spans) for spans in keep]


def thinned(source: str, keep: Iterable[Span]) -> Thinned:
    r"""Take the stretches to keep out of a text.

    A word that a stretch cuts in two is kept whole: of ``Vi\d{ệ}t`` nobody can read `Vi`.

    Args:
        source: the caller's text.
        keep: spans of it, in any order; they may overlap.

    Raises:
        ValueError: a span does not lie in the text.

    Examples:
        >>> thinned("Chay `ls -l` xem", [(5, 12)]).text
        'Chay ￼ xem'
        >>> thinned("<b>quan trong</b>", [(0, 3), (13, 17)]).text
        '￼ quan trong ￼'
    """
    pieces: list[str] = []
    begins: list[int] = []
    places: list[int] = []
    sizes: list[int] = []
    done = size = 0

    def add(piece: str) -> None:
        nonlocal size
        pieces.append(piece)
        size += len(piece)

    def open_up(stop: int) -> None:
        if stop > done:
            begins.append(size)
            places.append(done)
            sizes.append(stop - done)
            add(source[done:stop])

    for start, stop in _whole_words(source, _united(source, keep)):
        open_up(start)
        add(_stand_in(source, start, stop))
        done = stop
    open_up(len(source))
    return Thinned(source, "".join(pieces), begins, places, sizes)


def _stand_in(source: str, start: int, stop: int) -> str:
    """Return what stands for a kept stretch."""
    before = start == 0 or source[start - 1].isspace()
    behind = stop == len(source) or source[stop].isspace()
    if "\n" not in source[start:stop]:
        return ("" if before else " ") + OBJECT + ("" if behind else " ")
    first = "" if start == 0 or source[start - 1] == "\n" else f" {OBJECT}"
    last = "" if stop == len(source) or source[stop] in "\r\n" else f"{OBJECT} "
    return first + PARAGRAPH + last


def _united(source: str, keep: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch as one, without empty ones."""
    result: list[Span] = []
    for start, stop in sorted(keep):
        if not 0 <= start <= stop <= len(source):
            message = f"span {start}:{stop} does not lie in a text of {len(source)} characters"
            raise ValueError(message)
        if start == stop:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        else:
            result.append((start, stop))
    return result


def _whole_words(source: str, keep: Sequence[Span]) -> list[Span]:
    """Return the spans with the words that they cut."""
    wide: list[Span] = []
    for first, last in keep:
        start, stop = first, last
        letter_before = start > 0 and _is_of_word(source[start - 1])
        letter_behind = stop < len(source) and _is_of_word(source[stop])
        if letter_before and (letter_behind or _is_of_word(source[start])):
            while start > 0 and _is_of_word(source[start - 1]):
                start -= 1
        if letter_behind and (letter_before or _is_of_word(source[stop - 1])):
            while stop < len(source) and _is_of_word(source[stop]):
                stop += 1
        wide.append((start, stop))
    return _united(source, wide)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
