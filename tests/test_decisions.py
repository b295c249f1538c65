"""Decisions of several stages about one text."""

from __future__ import annotations

from vndiacritics.search.decisions import Decision, Stage, with_others


def test_what_overlaps_gives_way() -> None:
    first = [Decision(0, 1, 5, 9, "đổi", 0.9), Decision(1, 1, 0, 2, "a", 0.9)]
    others = [
        Decision(0, 1, 8, 10, " ", 0.9, Stage.SPECK),
        Decision(0, 1, 9, 10, " ", 0.9, Stage.SPECK),
        Decision(0, 1, 9, 11, "", 0.9, Stage.SPECK),
        Decision(1, 1, 5, 6, "", 0.9, Stage.SPECK),
    ]
    assert with_others(first, others) == [*first, others[1], others[3]]
    assert with_others(first, []) == first
