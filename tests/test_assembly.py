"""Planned tokens become arcs: runs of matches, and arcs that stand fast."""

from __future__ import annotations

import numpy as np

from vndiacritics.candidates.assembly import (
    HEAD_BONUS,
    KEEP_DAMAGED_COST,
    Arc,
    Slot,
    Wanted,
    laid,
)
from vndiacritics.candidates.matching import Matches
from vndiacritics.orthography.letters import SHAPES, Shape
from vndiacritics.search.arcs import ArcStore

VOCABULARY = ["", "dân", "dần", "số", ",", "<num>"]
TITLE = SHAPES.index(Shape.TITLE)
LOWER = SHAPES.index(Shape.LOWER)


def matches() -> Matches:
    """Two queries: the first may be dân or dần, the second số."""
    return Matches(
        np.array([0, 2, 3]),
        np.array([1, 2, 3]),
        np.array([1.0, 2.0, 7.0], dtype=np.float32),
        np.array([LOWER, TITLE, LOWER], dtype=np.uint8),
        np.array([[1, 2], [3, 4], [5, 6]]),
        np.array([[0.5, 0.5], [1.0, 1.0], [3.0, 4.0]], dtype=np.float32),
        np.array([0, 1, 2], dtype=np.uint8),
    )


def test_slots_follow_one_another() -> None:
    store = ArcStore(VOCABULARY)
    plan = [
        Slot(0, 3, True, wanted=[Wanted(0)], own=1),
        Slot(3, 4, False, arcs=[Arc(4, 0.0, None)]),
    ]
    (found,) = laid(["dan,"], [plan], matches(), store)
    assert (found.starts, found.stops, found.counts, found.size) == ((0, 3), (3, 4), (2, 1), 3)
    assert found.arcs.symbols.tolist() == [1, 2, 4]
    assert [found.surface(arc) for arc in range(3)] == [None, "Dần", None]
    assert found.arcs.links.tolist() == [[1, 2], [3, 4], [0, 0]]


def test_a_word_that_the_channel_does_not_read_as_itself_may_stay() -> None:
    plan = [Slot(0, 3, True, wanted=[Wanted(1)], own=1)]
    (found,) = laid(["dân"], [plan], matches(), ArcStore(VOCABULARY))
    assert found.arcs.symbols.tolist() == [3, 1]
    assert found.arcs.costs.tolist() == [7.0, KEEP_DAMAGED_COST]
    assert found.surface(1) is None


def test_costs_are_scaled_and_added_to() -> None:
    plan = [Slot(0, 3, True, wanted=[Wanted(0, 2, extra=1.0, scale=0.5)])]
    (found,) = laid(["dan"], [plan], matches(), ArcStore(VOCABULARY))
    assert found.arcs.costs.tolist() == [1.5, 2.0]
    assert found.arcs.spans.tolist() == [2, 2]


def test_the_likely_word_of_a_slot_gains() -> None:
    plan = [Slot(0, 2, True, wanted=[Wanted(1)], head=3)]
    (found,) = laid(["s6"], [plan], matches(), ArcStore(VOCABULARY))
    assert found.arcs.costs.tolist() == [7.0 - HEAD_BONUS]


def test_an_arc_that_writes_what_is_no_syllable() -> None:
    plan = [Slot(0, 2, True, arcs=[Arc(5, 0.0, None), Arc(5, 1.0, "12")])]
    (found,) = laid(["l2"], [plan], matches(), ArcStore(VOCABULARY))
    assert [found.surface(arc) for arc in range(2)] == [None, "12"]


def test_tokens_share_the_store() -> None:
    store = ArcStore(VOCABULARY)
    plan = [Slot(0, 3, True, wanted=[Wanted(0)])]
    first, second = laid(["dan", "dan"], [plan, plan], matches(), store)
    (third,) = laid(["dan"], [plan], matches(), store)
    assert [row.first for row in (first, second, third)] == [0, 2, 4]
    assert len(store) == 6


def test_nothing_gives_nothing() -> None:
    assert laid([], [], matches(), ArcStore(VOCABULARY)) == []
