"""Puts what `symbols.context` tells of a document's symbols into the decisions of the search."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import true_places
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.letters import canonical
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.revision.spaces import Spaces, respaced, written_in
from vndiacritics.search.decisions import Decision, Stage, decisions, place_of
from vndiacritics.search.lattice import BlockTokens
from vndiacritics.search.result import SearchResult
from vndiacritics.symbols.context import CodeContext, Revised, Seen
from vndiacritics.symbols.grammar import CodeGrammar
from vndiacritics.symbols.list_marks import resolve_list_marks
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


class _Found(NamedTuple):
    place: int
    start: int
    stop: int
    seen: Seen


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

    def _context(self, profile: int) -> CodeContext:
        cost = PROFILES[profile].code_cost
        found = self._contexts.get(cost)
        if found is None:
            context = CodeContext(self._grammar, self._words, change_cost=cost)
            found = self._contexts[cost] = context
        return found

    def decisions(self, result: SearchResult, spaces: Spaces) -> list[Decision]:
        """Return what was decided with the symbols revised and the spaces changed, in order."""
        placed = result.tokens
        tokens = placed.strings
        found = revised(result, tokens, list(decisions(result)), self._context)
        found = with_list_marks(placed, tokens, found)
        return respaced(placed, tokens, found, spaces.changes)


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
    return sorted([*kept, *added], key=place_of)


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
    if not placed.met & MAY_BE_CODE:
        return list(decided)
    slots = np.array([decision.slot for decision in decided], dtype=np.int64)
    ends = result.block.token_of_slot[slots]
    asked = (placed.rows.traits & MAY_BE_CODE) > 0
    # A syllable that nothing is written for is no code.
    written = np.zeros(len(asked), dtype=np.bool_)
    written[ends] = True
    asked &= written | ((placed.rows.traits & SYLLABLE) == 0)
    places = true_places(asked).tolist()
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
    return sorted([*kept, *added], key=place_of) if added else kept


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
    written = written_in(core, start, of_token.get(place, ()))
    if written is None or (core.isalpha() and is_syllable(canonical(written))):
        return None
    before = []
    asked = core[:1].isdigit() or _NUMERAL.fullmatch(core) is not None
    for other in range(max(0, place - BEFORE), place if asked else 0):
        if placed.documents[other] == placed.documents[place]:
            text = written_in(tokens[other], placed.starts[other], of_token.get(other, ()))
            before += (text or tokens[other]).lower().split()
    words = tuple(word.strip(SIGNS) for word in before)
    return _Found(place, start, stop, Seen(core, written, tuple(filter(None, words))))
