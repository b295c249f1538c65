"""What was decided, as spans of texts, and by whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from operator import attrgetter
from typing import NamedTuple

from vndiacritics.search.result import SearchResult

NONE = -1
"""Slot and arc of a decision that the search did not make."""


class Stage(Enum):
    """Who made a decision."""

    SEARCH = "search"
    CODE = "document code"
    SPACES = "spaces"
    SPECK = "speck"
    LIST_MARK = "list mark"
    CASE = "case"
    QUOTE = "quotation mark"
    DOUBLED = "doubled"

    @property
    def is_search(self) -> bool:
        """The decision is an arc of the lattice."""
        return self is _SEARCH

    @property
    def moves_spaces(self) -> bool:
        """The decision is about spaces; letters within its span may change with them."""
        return self is _SPACES or self is _SPECK


_SEARCH, _SPACES, _SPECK = Stage.SEARCH, Stage.SPACES, Stage.SPECK
"""A member of an enumeration is looked up slowly, and all decisions ask."""


class Decision(NamedTuple):
    """What is written in place of a span of a document's text.

    Attributes:
        document: number of the document.
        profile: number of its profile there.
        start: first character of the span.
        stop: behind the last one.
        surface: what is written.
        posterior: how likely the stage that decided thinks it.
        stage: who decided.
        slot: where the arc of the search ends.
        arc: its number in the lattice.
    """

    document: int
    profile: int
    start: int
    stop: int
    surface: str
    posterior: float
    stage: Stage = Stage.SEARCH
    slot: int = NONE
    arc: int = NONE


place_of = attrgetter("document", "start")
"""Gives where a decision begins: decisions are ordered by it."""


def decisions(result: SearchResult) -> Iterator[Decision]:
    """Yield the decisions of a search that write something, in the order of the lattice."""
    for row in result.rows(result.writing):
        document, profile, start, stop, surface, posterior, slot, arc = row
        if surface is not None:
            yield Decision(document, profile, start, stop, surface, posterior, _SEARCH, slot, arc)


def readings(result: SearchResult, texts: Sequence[str]) -> Iterator[Decision]:
    """Yield all decisions, also those that leave what stands there: one for each step.

    Args:
        result: of the search.
        texts: of the documents, by number.
    """
    for step in result.steps():
        surface = step.surface
        if surface is None:
            surface = texts[step.document][step.start : step.stop]
        yield Decision(*step[:4], surface, step.posterior, Stage.SEARCH, *step[6:])


def with_others(decided: Sequence[Decision], others: Iterable[Decision]) -> list[Decision]:
    """Return decisions together with those of others that overlap none before them."""
    found = list(decided)
    added = list(others)
    if not added:
        return found
    wanted: dict[int, list[int]] = {}
    for row in added:
        wanted.setdefault(row.document, []).extend(range(row.start, row.stop))
    ranked = {document: sorted(places) for document, places in wanted.items()}
    taken: set[tuple[int, int]] = set()
    for row in found:
        places = ranked.get(row.document, ())
        first = bisect_left(places, row.start)
        if first < len(places) and places[first] < row.stop:
            taken.update(_places(row))
    for row in added:
        own = set(_places(row))
        if taken.isdisjoint(own):
            taken |= own
            found.append(row)
    return found


def _places(row: Decision) -> Iterator[tuple[int, int]]:
    return ((row.document, place) for place in range(row.start, row.stop))
