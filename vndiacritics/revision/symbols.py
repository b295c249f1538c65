"""Puts what `symbol_context` tells of a document's symbols into the decisions of the search."""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints
from vndiacritics.candidates.token_table import GLUED, OPENS_NUMBER, STROKE, TokenColumns
from vndiacritics.model.language_model import RARE_WORD, LanguageModel
from vndiacritics.orthography.letters import canonical
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.profiles.profile import PROFILES, Profile
from vndiacritics.search.blocks import Row, Rows, Work
from vndiacritics.search.decisions import Decision, Stage, decisions
from vndiacritics.search.lattice import BlockTokens
from vndiacritics.search.result import SearchResult
from vndiacritics.symbols.context import CodeContext, Revised, Seen
from vndiacritics.symbols.grammar import CodeGrammar
from vndiacritics.symbols.list_marks import resolve_list_marks
from vndiacritics.symbols.spaces import CodeSpaces, Respaced
from vndiacritics.symbols.traits import LIST_MARK, MAY_BE_CODE, SIGNS, SYLLABLE

BEFORE = 5
"""Tokens before a symbol that may name its kind of document."""

CITY_STOP = 0.97
"""Confidence of the full stop in `TP. HCM`."""

IN_ORDER = 0.95
"""Confidence of a list mark told by the order of its list."""

_CITY = re.compile(r"[(“\"]?T[Pp](,)")
_NUMERAL = re.compile(r"[IVXHTL]+")
_CITY_NAME = re.compile(r"HCM")


@dataclass(frozen=True)
class _Found:
    place: int
    start: int
    stop: int
    seen: Seen


MENDS_SIGNS = np.array([profile.mends_signs for profile in PROFILES])
HAVE_MARKS = np.array([profile.has_marks for profile in PROFILES])
"""Of each profile, shape (profiles,)."""

Numbered = Callable[[Sequence[str]], tuple[Ints, TokenColumns]]
"""Numbers tokens, and tells what is known of them by number."""


class Spaces:
    """Collects the spaces of a block's lines that are changed, line by line."""

    def __init__(self, finder: CodeSpaces) -> None:
        self._finder = finder
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
        flags, owners = columns.flags[numbers], rows.owners()

        def has(flag: int) -> NDArray[np.bool_]:
            found: NDArray[np.bool_] = (
                np.bincount(owners[(flags & flag) > 0], minlength=len(lines)) > 0
            )
            return found

        profiles = np.array([work.profile for work in works], dtype=np.int64)
        torn = has(OPENS_NUMBER) & has(STROKE)
        asked = MENDS_SIGNS[profiles] & (torn | (HAVE_MARKS[profiles] & has(GLUED)))
        mended: dict[int, Row] = {}
        stops = np.cumsum(sizes)
        for place in np.flatnonzero(asked).tolist():
            own = slice(int(stops[place] - sizes[place]), int(stops[place]))
            profile, number = PROFILES[works[place].profile], len(self.changes)
            row = self._line(works[place].document, rows.starts[own].tolist(), tokens[own], profile)
            if len(self.changes) > number:
                mended[place] = row
        if not mended:
            return rows
        parts = [
            mended.get(place) or Row(rows.starts[stop - size : stop].tolist(), lines[place])
            for place, (size, stop) in enumerate(zip(sizes.tolist(), stops.tolist(), strict=True))
        ]
        return Rows.of(parts)

    def _line(self, document: int, starts: list[int], tokens: list[str], profile: Profile) -> Row:
        """Mend the spaces of the next line."""
        line = self._finder.respaced(starts, tokens, marked=profile.has_marks)
        self.changes += ((document, change) for change in line.changes)
        return Row(line.starts, line.tokens)


class CodeReader:
    """Reads a block's symbols before and behind the search.

    Args:
        grammar: of symbols.
        language_model: tells which words there are.
    """

    def __init__(self, grammar: CodeGrammar, language_model: LanguageModel) -> None:
        self._grammar = grammar
        self._language_model = language_model
        self._words = language_model.index
        self._contexts: dict[float, CodeContext] = {}
        self._finder = CodeSpaces(self._grammar, self._is_frequent)

    def _is_frequent(self, word: str) -> bool:
        form = canonical(word)
        number = self._language_model.index.get(form)
        if number is None or not is_syllable(form):
            return False
        return float(self._language_model.unigram[number]) > RARE_WORD

    def _context(self, profile: int) -> CodeContext:
        cost = PROFILES[profile].code_cost
        found = self._contexts.get(cost)
        if found is None:
            context = CodeContext(self._grammar, self._words, change_cost=cost)
            found = self._contexts[cost] = context
        return found

    def spaces(self) -> Spaces:
        """Begin a block."""
        return Spaces(self._finder)

    def decisions(self, result: SearchResult, spaces: Spaces) -> list[Decision]:
        """Return what was decided with the symbols revised and the spaces changed, in order."""
        placed = result.tokens
        tokens = placed.strings
        found = revised(result, tokens, list(decisions(result)), self._context)
        found = with_list_marks(placed, tokens, found)
        return respaced(placed, tokens, found, spaces.changes)


def _starts(works: Sequence[Work], lengths: NDArray[np.int32], sizes: Ints) -> Ints:
    """Return where the tokens of lines begin in their documents' texts.

    Args:
        works: the lines.
        lengths: characters of the tokens, shape (tokens,).
        sizes: tokens of each line, shape (lines,).
    """
    ends = np.cumsum(lengths + 1, dtype=np.int64)
    stops = np.cumsum(sizes)
    before = np.append(0, ends)[stops - sizes]
    first = np.array([work.line.start for work in works], dtype=np.int64)
    starts: Ints = ends - lengths - 1 + np.repeat(first - before, sizes)
    wide = np.array([len(work.line.text) for work in works]) != ends[stops - 1] - before - 1
    for place in np.flatnonzero(wide).tolist():
        stop = int(stops[place])
        starts[stop - int(sizes[place]) : stop] = works[place].line.starts()
    return starts


def with_list_marks(
    placed: BlockTokens, tokens: Sequence[str], decided: Sequence[Decision]
) -> list[Decision]:
    """Return the decisions with `d)` and `đ)` told apart by the order of their lists."""
    places = placed.places_of(LIST_MARK)
    if not places:
        return list(decided)
    starts = {(placed.documents[place], placed.starts[place]): place for place in places}
    made = {}
    for decision in decided:
        place = starts.get((decision.document, decision.start))
        if place is not None and len(decision.surface) == 1:
            made[place] = decision
    marks: dict[int, list[int]] = {}
    for place in places:
        marks.setdefault(placed.documents[place], []).append(place)
    dropped: set[int] = set()
    added: list[Decision] = []
    for document, members in marks.items():
        seen = [made[place].surface if place in made else tokens[place][0] for place in members]
        careful = PROFILES[placed.profiles[members[0]]].has_marks
        right = resolve_list_marks(seen, careful=careful)
        for place, old, new in zip(members, seen, right, strict=True):
            if old == new:
                continue
            if place in made:
                dropped.add(made[place].arc)
            if new != tokens[place][0]:
                start, profile = placed.starts[place], placed.profiles[place]
                added.append(
                    Decision(document, profile, start, start + 1, new, IN_ORDER, Stage.LIST_MARK)
                )
    if not (dropped or added):
        return list(decided)
    kept = [
        decision
        for decision in decided
        if not decision.stage.is_search or decision.arc not in dropped
    ]
    return sorted([*kept, *added], key=lambda row: (row.document, row.start))


def revised(
    result: SearchResult,
    tokens: Sequence[str],
    decided: Sequence[Decision],
    context: Callable[[int], CodeContext],
) -> list[Decision]:
    """Return the decisions with those on symbols revised, in the order of the text.

    Args:
        result: of the search.
        tokens: of its lattice.
        decided: what the search decided.
        context: gives the reader of symbols for the number of a profile.
    """
    placed = result.tokens
    slots = np.array([decision.slot for decision in decided], dtype=np.int64)
    ends = result.block.token_of_slot[slots]
    asked = (placed.rows.traits & MAY_BE_CODE) > 0
    # A syllable that nothing is written for is no code.
    written = np.zeros(len(asked), dtype=np.bool_)
    written[ends] = True
    asked &= written | ((placed.rows.traits & SYLLABLE) == 0)
    places = np.flatnonzero(asked).tolist()
    if not places:
        return list(decided)
    near = {other for place in places for other in range(max(0, place - BEFORE), place + 1)}
    of_token: dict[int, list[Decision]] = {}
    for token, decision in zip(ends.tolist(), decided, strict=True):
        if token in near:
            of_token.setdefault(token, []).append(decision)
    dropped, added = _answers(placed, tokens, places, of_token, context)
    for place in places:
        comma = _city_comma(placed, tokens, place)
        if comma is not None and all(row.stop <= comma.start for row in of_token.get(place, ())):
            added.append(comma)
    kept = [decision for decision in decided if decision.arc not in dropped]
    return sorted([*kept, *added], key=lambda row: (row.document, row.start)) if added else kept


def _answers(
    placed: BlockTokens,
    tokens: Sequence[str],
    places: Sequence[int],
    of_token: Mapping[int, Sequence[Decision]],
    context: Callable[[int], CodeContext],
) -> tuple[set[int], list[Decision]]:
    """Return the arcs of the decisions that fall, and the decisions that come."""
    groups: dict[tuple[int, int], list[_Found]] = {}
    for place in places:
        found = _found(placed, tokens, of_token, place)
        if found is not None:
            home = (placed.documents[place], placed.profiles[place])
            groups.setdefault(home, []).append(found)
    dropped: set[int] = set()
    added: list[Decision] = []
    for (document, profile), members in groups.items():
        answers = context(profile).revised([found.seen for found in members])
        for found, answer in zip(members, answers, strict=True):
            if answer is None:
                continue
            for decision in of_token.get(found.place, ()):
                if decision.start < found.stop and decision.stop > found.start:
                    dropped.add(decision.arc)
            if answer.text != found.seen.observed:
                added.append(_decision(document, profile, found, answer))
    return dropped, added


def _city_comma(placed: BlockTokens, tokens: Sequence[str], place: int) -> Decision | None:
    """Read the comma of `TP, HCM` as the full stop of the abbreviation."""
    match = _CITY.fullmatch(tokens[place])
    if match is None or place + 1 == len(tokens) or not _CITY_NAME.match(tokens[place + 1]):
        return None
    document = placed.documents[place]
    if placed.documents[place + 1] != document:
        return None
    start = placed.starts[place] + match.start(1)
    return Decision(document, placed.profiles[place], start, start + 1, ".", CITY_STOP, Stage.CODE)


def _decision(document: int, profile: int, found: _Found, answer: Revised) -> Decision:
    return Decision(
        document, profile, found.start, found.stop, answer.text, answer.posterior, Stage.CODE
    )


def _found(
    placed: BlockTokens,
    tokens: Sequence[str],
    of_token: Mapping[int, Sequence[Decision]],
    place: int,
) -> _Found | None:
    token, home = tokens[place], placed.starts[place]
    left = len(token) - len(token.lstrip(SIGNS))
    core = token.strip(SIGNS)
    start, stop = home + left, home + left + len(core)
    written = _written(core, start, of_token.get(place, ()))
    if written is None or (core.isalpha() and is_syllable(canonical(written))):
        return None
    before = []
    asked = core[:1].isdigit() or _NUMERAL.fullmatch(core) is not None
    for other in range(max(0, place - BEFORE), place if asked else 0):
        if placed.documents[other] == placed.documents[place]:
            text = _written(tokens[other], placed.starts[other], of_token.get(other, ()))
            before += (text or tokens[other]).lower().split()
    words = tuple(word.strip(SIGNS) for word in before)
    return _Found(place, start, stop, Seen(core, written, tuple(filter(None, words))))


def _written(text: str, start: int, decisions: Sequence[Decision]) -> str | None:
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
    if not changes:
        return list(decided)
    wanted = {(document, change.start) for document, change in changes}
    first = {
        home: place
        for place, home in enumerate(zip(placed.documents, placed.starts, strict=True))
        if home in wanted
    }
    homes: dict[int, list[tuple[int, int, int]]] = {}
    for number, (document, change) in enumerate(changes):
        begin = first[document, change.start]
        for place in range(begin, begin + change.tokens):
            start = placed.starts[place]
            homes.setdefault(document, []).append((start, start + len(tokens[place]), number))
    within: dict[int, list[Decision]] = {}
    kept = []
    for decision in decided:
        spans = homes.get(decision.document)
        place = bisect(spans, (decision.start, sys.maxsize, 0)) - 1 if spans else -1
        if spans and place >= 0 and decision.start < spans[place][1]:
            within.setdefault(spans[place][2], []).append(decision)
        else:
            kept.append(decision)
    for number, (document, change) in enumerate(changes):
        inner = within.get(number, ())
        begin = first[document, change.start]
        parts = [
            _written(tokens[place], placed.starts[place], inner) or tokens[place]
            for place in range(begin, begin + change.tokens)
        ]
        text = " ".join(parts)
        posterior = change.confidence * min((row.posterior for row in inner), default=1.0)
        profile = placed.profiles[begin]
        kept.append(
            Decision(document, profile, change.start, change.stop, text, posterior, Stage.SPACES)
        )
    return sorted(kept, key=lambda row: (row.document, row.start))
