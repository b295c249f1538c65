"""Spaces in and around document symbols: `47/2025/NQ-H ĐND`, `53 /KH-UBND`, `NĐ-CPngày`.

Spaces that authors leave themselves stay. Of 14 behind a hyphen (`NĐ- CP`) in the OCR of 636 pages
10 were printed so, and so were half of those before the figures of `QH 11`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from vndiacritics.orthography.signs import BEFORE_WORDS, BEHIND_WORDS
from vndiacritics.symbols.dates import join_dates
from vndiacritics.symbols.form import LONGEST_CODE, code_parts
from vndiacritics.symbols.grammar import CodeGrammar

JOINED = 0.99
"""Confidence of a date or symbol put together: what it was made of is neither."""

SPLIT = 0.98
"""Confidence of a word parted from a symbol."""

LONGEST_RUN = 5
"""Tokens that one symbol may be torn into."""

LEAST_KIND = 2
"""Letters of a piece that names a kind of document; of fewer some are lost."""

SHORTEST_ALONE = 3
"""Letters of an abbreviation that is parted from a word without a number to vouch for it."""

LIKELY_DAMAGE = 1.0
"""Damage in nats that a piece of a torn symbol may have."""

_YEAR_TORN = re.compile(r"\d+[/⁄](?:[12]|19\d?|20\d?) ?\d{1,3}[/⁄]")
_KIND_LOST = re.compile(r"\d+[/⁄](?:(?:19|20)\d\d[/⁄])?[A-ZĐ]?")
_WHOLE = re.compile(r"\d+")
_OPENED = re.compile(r"[(\[“\"'‘]\d")
_GLUED = re.compile(
    r"[^\W\d_a-z]{2}[^\W\dA-Z_]{2}|[^\W\d_][^\W\d_a-z][^\W\dA-Z_]|[^\W\dA-Z_][A-ZĐ]{2}"
)
_CAPITALS = re.compile(r"[A-ZĐ&]{2}")
"""What a symbol that a word is glued to has at least."""

_HEAD = re.compile(
    r"((?:\d[\d./⁄-]*[/⁄-])?(?:[A-ZĐ&]+[gri]?[-/⁄])*[A-ZĐ&]{2,}?(?:Tg|Tr)?)([^\W\d_]{2,})"
)
_TAIL = re.compile(r"([^\W\d_]+?)([A-ZĐ&]{2,})")


class Respaced(NamedTuple):
    """A span of the text whose spaces are to be changed.

    Attributes:
        tokens: how many tokens it is now.
        start: its first character in the text.
        stop: the character behind it.
        confidence: that the spaces are wrong there.
        apart: spaces come behind signs alone, and the words beside them are decided for themselves.
    """

    tokens: int
    start: int
    stop: int
    confidence: float
    apart: bool = False


class Line(NamedTuple):
    """Tokens of a line with the spaces as they should be, and what was changed."""

    starts: list[int]
    tokens: list[str]
    changes: list[Respaced]


class CodeSpaces:
    """Finds symbols that are torn, or glued to a word.

    Args:
        grammar: of the lexicon.
        frequent: tells whether a lower-case word is a syllable often met.
    """

    def __init__(self, grammar: CodeGrammar, frequent: Callable[[str], bool]) -> None:
        self._grammar = grammar
        self._frequent = frequent
        self._cut_of = lru_cache(maxsize=1 << 14)(self._cut)

    def respaced(self, starts: Sequence[int], tokens: Sequence[str], *, marked: bool) -> Line:
        """Mend the spaces of one line.

        Args:
            starts: where each token begins in the text.
            tokens: the tokens.
            marked: the text has its marks, so that a word can be told from a damaged one.
        """
        joins: dict[int, tuple[int, str]] = {}
        opened = any(map(opens_number, tokens))
        if not (marked or opened):
            return Line(list(starts), list(tokens), [])
        if opened:
            joins = {first: (stop, joined) for first, stop, joined in _dates(tokens)}
            joins |= {first: (stop, joined) for first, stop, joined in self._torn(tokens)}
        cuts: dict[int, int] = {}
        if marked:
            cuts = {
                place: cut for place, token in enumerate(tokens) if (cut := self._cut_of(token))
            }
        if not (joins or cuts):
            return Line(list(starts), list(tokens), [])
        line = Line([], [], [])
        place = 0
        while place < len(tokens):
            start, token = starts[place], tokens[place]
            if place in joins:
                stop, joined = joins[place]
                end = starts[stop - 1] + len(tokens[stop - 1])
                line.changes.append(Respaced(1, start, end, JOINED))
                line.starts.append(start)
                line.tokens.append(joined)
                place = stop
                continue
            if cut := cuts.get(place, 0):
                line.changes.append(Respaced(2, start, start + len(token), SPLIT))
                line.starts.extend((start, start + cut))
                line.tokens.extend((token[:cut], token[cut:]))
            else:
                line.starts.append(start)
                line.tokens.append(token)
            place += 1
        return line

    def _torn(self, tokens: Sequence[str]) -> list[tuple[int, int, str]]:
        found = []
        strokes = [place for place, token in enumerate(tokens) if has_stroke(token)]
        near = {
            place for stroke in strokes for place in range(stroke - LONGEST_RUN + 1, stroke + 1)
        }
        done = 0
        for place in sorted(near):
            if place >= done and tokens[place].lstrip(BEFORE_WORDS)[:1].isdigit():
                length = self._torn_at(tokens, place)
                if length:
                    done = place + length
                    found.append((place, done, "".join(tokens[place:done])))
        return found

    def _torn_at(self, tokens: Sequence[str], place: int) -> int:
        """Return how many tokens from a place on are one symbol, 0 for none."""
        for length in range(min(LONGEST_RUN, len(tokens) - place), 1, -1):
            run = tokens[place : place + length]
            if self._is_torn(run):
                return length
        return 0

    def _is_torn(self, run: Sequence[str]) -> bool:
        head, tail = run[0].lstrip(BEFORE_WORDS), run[-1].rstrip(BEHIND_WORDS)
        cores = (head, *run[1:-1], tail)
        grown = ("".join(cores[:stop]) for stop in range(1, len(cores)))
        if not tail or not all(map(_is_tear, grown, cores[1:])):
            return False
        parts = code_parts("".join(cores))
        if parts is None or not parts.number:
            return False
        lost = len(parts.pieces) > 1 and len(parts.pieces[0]) < LEAST_KIND
        return all(self._is_piece(piece) for piece in parts.pieces[lost:])

    def _is_piece(self, piece: str) -> bool:
        return self._grammar.with_lost_letter(piece) is not None or any(
            cost < LIKELY_DAMAGE and self._grammar.is_known(form)
            for cost, form in self._grammar.piece(piece, kind=False, alone=False)
        )

    def _cut(self, token: str) -> int:
        """Return where a word begins or ends in a token that also holds a symbol; 0 for nowhere."""
        if not may_be_glued(token):
            return 0
        left = len(token) - len(token.lstrip(BEFORE_WORDS))
        core = token.strip(BEFORE_WORDS + BEHIND_WORDS)
        head = _HEAD.fullmatch(core)
        if head is None:
            tail = _TAIL.fullmatch(core)
            if tail and self._is_word(tail[1]) and self._is_alone(tail[2]):
                return left + len(tail[1])
            return 0
        for cut in range(len(core) - 2, 1, -1):
            symbol, word = core[:cut], core[cut:]
            if self._is_word(word) and self._is_whole(symbol):
                return left + cut
        return 0

    def _is_word(self, word: str) -> bool:
        return (word.islower() or word[1:].islower()) and self._frequent(word.lower())

    def _is_whole(self, symbol: str) -> bool:
        if symbol.isalpha():
            return self._is_alone(symbol)
        parts = code_parts(symbol)
        return (
            parts is not None
            and len(parts.pieces) + bool(parts.number) > 1
            and all(map(self._grammar.is_known, parts.pieces))
        )

    def _is_alone(self, symbol: str) -> bool:
        return len(symbol) >= SHORTEST_ALONE and self._grammar.is_known(symbol)


def opens_number(token: str) -> bool:
    """Return whether a date or a numbered symbol may begin with a token."""
    return token[0].isdigit() or _OPENED.match(token) is not None


def has_stroke(token: str) -> bool:
    """Return whether a token holds a stroke of dates and symbols."""
    return "/" in token or "-" in token or "⁄" in token


def may_be_glued(token: str) -> bool:
    """Tell at little cost whether a word may be glued to a symbol in a token."""
    return (
        len(token) <= LONGEST_CODE
        and not token.isupper()
        and _CAPITALS.search(token) is not None
        and _GLUED.search(token) is not None
    )


def _is_tear(left: str, right: str) -> bool:
    """Return whether a space is within a number or a piece, or beside a number's stroke."""
    if right[0] in "/⁄":
        return _WHOLE.fullmatch(left) is not None and not right[1:2].isdigit()
    if right[0] == "-":
        return _KIND_LOST.fullmatch(left) is not None and right[1:2].isupper()
    if left[-1] in "/⁄":
        return _KIND_LOST.fullmatch(left) is not None and right[0].isupper()
    if left[-1].isdigit():
        return right[0].isdigit() and _YEAR_TORN.match(f"{left} {right}") is not None
    return left[-1].isalpha() and right[0].isupper()


def _dates(tokens: Sequence[str]) -> list[tuple[int, int, str]]:
    if not any("/" in token for token in tokens):
        return []
    return [
        (first, stop, joined)
        for first, stop, joined in join_dates(tokens)
        if all(
            left[-1:].isdigit() and right[:1].isdigit()
            for left, right in pairwise(tokens[first:stop])
        )
    ]
