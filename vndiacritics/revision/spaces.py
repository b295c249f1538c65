"""Spaces that are changed before the search: of codes and dates, and where words have none.

In text that has its marks one missing space is a slip, left to whoever wrote it: the gate asks for
more of them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect, bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, reduce
from itertools import pairwise
from operator import attrgetter, or_

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints, true_places
from vndiacritics.candidates.resources import Resources
from vndiacritics.candidates.token_table import (
    GLUED,
    LACKS_SPACE,
    LACKS_STOP_SPACE,
    OPENS_NUMBER,
    STROKE,
    TokenColumns,
)
from vndiacritics.candidates.unspaced import LONGEST_UNSPACED, UnspacedWords
from vndiacritics.model.language_model import RARE_WORD
from vndiacritics.orthography.letters import canonical
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.profiles.profile import PROFILES, Profile
from vndiacritics.search.blocks import Row, Rows, Work
from vndiacritics.search.decisions import Decision, Stage, place_of
from vndiacritics.search.lattice import BlockTokens
from vndiacritics.symbols.spaces import CodeSpaces, Respaced

UNSPACED = 0.94
"""Confidence of a space put between two words: one alone is no damage, nor part of any other."""

SURE_DIGITS = 2
"""Digits of a number beside a word where an engine may have read letters as digits."""

_LACKS = LACKS_STOP_SPACE | LACKS_SPACE
"""Flags of tokens in which spaces may be missing."""

_SPACE_BEFORE_STOP = re.compile(r" [,.;:!?)\]}”»](?!\.)")
"""A space that nobody writes but where dots follow."""

MENDS_SIGNS = np.array([profile.mends_signs for profile in PROFILES])
HAVE_MARKS = np.array([profile.has_marks for profile in PROFILES])
"""Of each profile, shape (profiles,)."""

Numbered = Callable[[Sequence[str]], tuple[Ints, TokenColumns]]
"""Numbers tokens, and tells what is known of them by number."""


class LineSpaces:
    """Knows how the spaces of lines are mended.

    Args:
        resources: what all profiles share.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._codes = CodeSpaces(resources.grammar, self._is_frequent)

    def _is_frequent(self, word: str) -> bool:
        model, form = self._resources.language_model, canonical(word)
        number = model.index.get(form)
        if number is None or not is_syllable(form):
            return False
        return float(model.unigram[number]) > RARE_WORD

    def begin(self) -> Spaces:
        """Begin a block."""
        return Spaces(self)

    def mended(
        self, starts: list[int], tokens: list[str], flags: list[int], profile: Profile
    ) -> tuple[Row, list[Respaced]]:
        """Mend the spaces of a line.

        Args:
            starts: where each token begins in the text.
            tokens: the tokens.
            flags: what they look like; see `token_table.TokenColumns`.
            profile: of the line.
        """
        changes: list[Respaced] = []
        told = reduce(or_, flags)
        is_torn, is_glued = told & OPENS_NUMBER and told & STROKE, told & GLUED
        if profile.mends_signs and (is_torn or (is_glued and profile.has_marks)):
            line = self._codes.respaced(starts, tokens, marked=profile.has_marks)
            if line.changes:
                starts, tokens, changes = line.starts, line.tokens, line.changes
                flags = [LACKS_STOP_SPACE] * len(tokens)  # what was put together may lack some
        taken = {change.start for change in changes}
        row = Row([], [])
        for start, token, own in zip(starts, tokens, flags, strict=True):
            may_lack = own & _LACKS or len(token) > LONGEST_UNSPACED
            cuts = self._cuts(token, profile) if may_lack and start not in taken else []
            if not cuts:
                row.starts.append(start)
                row.tokens.append(token)
                continue
            stop, apart = start + len(token), profile.has_marks
            changes.append(Respaced(len(cuts) + 1, start, stop, UNSPACED, apart))
            for begin, end in pairwise([0, *cuts, len(token)]):
                row.starts.append(start + begin)
                row.tokens.append(token[begin:end])
        return row, changes

    @cached_property
    def _unspaced(self) -> UnspacedWords:
        return UnspacedWords(self._resources.bare_words, self._resources.spelling)

    def _cuts(self, token: str, profile: Profile) -> list[int]:
        """Return where spaces are missing in a token."""
        found = {*self._unspaced.behind_stops(token)}
        if not profile.has_marks:
            digits = SURE_DIGITS if profile.misreads_signs else 1
            found.update(self._unspaced.beside_numbers(token, digits=digits))
        if profile.parts_words:
            found.update(self._unspaced.in_runs(token))
        return sorted(found)


class Spaces:
    """Collects the spaces of a block's lines that are changed, line by line."""

    def __init__(self, mender: LineSpaces) -> None:
        self._mender = mender
        self.changes: list[tuple[int, Respaced]] = []

    def rows(self, works: Sequence[Work], lines: Sequence[list[str]], numbered: Numbered) -> Rows:
        """Mend the spaces of lines.

        Args:
            works: the lines.
            lines: their tokens.
            numbered: numbers tokens.
        """
        tokens = [token for line in lines for token in line]
        sizes = np.array([len(line) for line in lines], dtype=np.int64)
        numbers, columns = numbered(tokens)
        rows = Rows(tokens, _starts(works, columns.lengths[numbers], sizes), sizes)
        flags = columns.flags[numbers]
        told = int(np.bitwise_or.reduce(flags))
        if not (told & (_LACKS | GLUED) or (told & OPENS_NUMBER and told & STROKE)):
            return rows
        stops = sizes.cumsum()
        of_lines = np.bitwise_or.reduceat(flags, stops - sizes)

        def has(flag: int) -> NDArray[np.bool_]:
            found: NDArray[np.bool_] = (of_lines & flag) > 0
            return found

        profiles = np.array([work.profile for work in works], dtype=np.int64)
        torn, marked = has(OPENS_NUMBER) & has(STROKE), HAVE_MARKS[profiles]
        asked = MENDS_SIGNS[profiles] & (torn | (marked & has(GLUED)))
        asked |= has(LACKS_STOP_SPACE) | (~marked & has(LACKS_SPACE))
        mended: dict[int, Row] = {}
        for place in true_places(asked).tolist():
            own = slice(int(stops[place] - sizes[place]), int(stops[place]))
            row, changes = self._mender.mended(
                rows.starts[own].tolist(),
                tokens[own],
                flags[own].tolist(),
                PROFILES[works[place].profile],
            )
            if changes:
                mended[place] = row
                changes.sort(key=attrgetter("start"))
                self.changes += ((works[place].document, change) for change in changes)
        if not mended:
            return rows
        return _spliced(rows, mended, stops)


def _spliced(rows: Rows, mended: Mapping[int, Row], stops: Ints) -> Rows:
    """Put mended lines in the place of others.

    Args:
        rows: the lines.
        mended: lines by number, ascending.
        stops: where the tokens of each line end, shape (lines,).
    """
    tokens: list[str] = []
    starts: list[Ints] = []
    sizes = rows.sizes.copy()
    done = 0
    for place, row in mended.items():
        first = int(stops[place] - rows.sizes[place])
        tokens += rows.tokens[done:first] + row.tokens
        starts += (rows.starts[done:first], np.array(row.starts, dtype=np.int64))
        sizes[place] = len(row.tokens)
        done = int(stops[place])
    tokens += rows.tokens[done:]
    return Rows(tokens, np.concatenate([*starts, rows.starts[done:]]), sizes)


def _starts(works: Sequence[Work], lengths: NDArray[np.int32], sizes: Ints) -> Ints:
    """Return where the tokens of lines begin in their documents' texts.

    Args:
        works: the lines.
        lengths: characters of the tokens, shape (tokens,).
        sizes: tokens of each line, shape (lines,).
    """
    if len(works) == 1:
        return np.array(works[0].line.starts(), dtype=np.int64)
    ends = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths + 1, out=ends[1:])
    stops = sizes.cumsum()
    before = ends[stops - sizes]
    first = np.array([work.line.start for work in works], dtype=np.int64)
    starts: Ints = ends[:-1] + (first - before).repeat(sizes)
    wide = np.array([len(work.line.text) for work in works]) != ends[stops] - before - 1
    for place in true_places(wide).tolist():
        stop = int(stops[place])
        starts[stop - int(sizes[place]) : stop] = works[place].line.starts()
    return starts


def respaced(
    placed: BlockTokens,
    tokens: Sequence[str],
    decided: Sequence[Decision],
    changes: Sequence[tuple[int, Respaced]],
) -> list[Decision]:
    """Put changed spaces into the decisions, each together with what was decided within its span.

    Args:
        placed: the tokens of the lattice.
        tokens: what was put into it, its spaces mended.
        decided: decisions in the order of the text.
        changes: number of the document and span, in the order of the texts.
    """
    changes = [row for row in changes if not _is_crossed(*row, decided)]
    if not changes:
        return list(decided)
    wanted = {(document, change.start) for document, change in changes}
    first = {
        home: place
        for place, home in enumerate(zip(placed.documents, placed.starts, strict=True))
        if home in wanted
    }
    kept: list[Decision] = []
    for document, change in changes:
        if change.apart:
            kept += _behind_signs(placed, tokens, first[document, change.start], change)
    whole = [row for row in changes if not row[1].apart]
    homes: dict[int, list[tuple[int, int, int]]] = {}
    for number, (document, change) in enumerate(whole):
        begin = first[document, change.start]
        for place in range(begin, begin + change.tokens):
            start = placed.starts[place]
            homes.setdefault(document, []).append((start, start + len(tokens[place]), number))
    within: dict[int, list[Decision]] = {}
    for decision in decided:
        spans = homes.get(decision.document)
        place = bisect(spans, (decision.start, sys.maxsize, 0)) - 1 if spans else -1
        if spans and place >= 0 and decision.start < spans[place][1]:
            within.setdefault(spans[place][2], []).append(decision)
        else:
            kept.append(decision)
    for number, (document, change) in enumerate(whole):
        inner = within.get(number, ())
        begin = first[document, change.start]
        parts = [
            written_in(tokens[place], placed.starts[place], inner) or tokens[place]
            for place in range(begin, begin + change.tokens)
        ]
        text = " ".join(parts)
        posterior = change.confidence * min((row.posterior for row in inner), default=1.0)
        profile = placed.profiles[begin]
        kept.append(
            Decision(document, profile, change.start, change.stop, text, posterior, Stage.SPACES)
        )
    return sorted(kept, key=place_of)


def closed_up(decided: Sequence[Decision], texts: Sequence[str]) -> list[Decision]:
    """Return decisions in which torn syllables take the space before a stop with them: `b ộ ,`.

    Args:
        decided: in the order of the texts.
        texts: of the documents, by number.
    """
    found = []
    for place, row in enumerate(decided):
        text = texts[row.document]
        if row.stage.is_search and " " in text[row.start : row.stop]:
            behind = decided[place + 1 : place + 2]
            is_taken = any(place_of(other) <= (row.document, row.stop) for other in behind)
            if not is_taken and _SPACE_BEFORE_STOP.match(text, row.stop):
                row = row._replace(stop=row.stop + 1)  # noqa: PLW2901 - it is what is found
        found.append(row)
    return found


def _is_crossed(document: int, change: Respaced, decided: Sequence[Decision]) -> bool:
    """Return whether a syllable torn over the tokens before a span reaches into it."""
    place = bisect_left(decided, (document, change.start), key=place_of) - 1
    before = decided[place] if place >= 0 else None
    return before is not None and before.document == document and before.stop > change.start


def _behind_signs(
    placed: BlockTokens, tokens: Sequence[str], begin: int, change: Respaced
) -> list[Decision]:
    """Return the spaces that come behind the signs with which tokens end, one decision each."""
    found = []
    for place in range(begin, begin + change.tokens - 1):
        stop = placed.starts[place] + len(tokens[place])
        home = placed.documents[place], placed.profiles[place]
        surface = tokens[place][-1] + " "
        found.append(Decision(*home, stop - 1, stop, surface, change.confidence, Stage.SPACES))
    return found


def written_in(text: str, start: int, decisions: Sequence[Decision]) -> str | None:
    """Write decisions into a part of the text; None where one reaches over its end."""
    pieces: list[str] = []
    done = 0
    for decision in decisions:
        first, last = decision.start - start, decision.stop - start
        if last <= 0 or first >= len(text):
            continue
        if first < done or last > len(text):
            return None
        pieces += (text[done:first], decision.surface)
        done = last
    pieces.append(text[done:])
    return "".join(pieces)
