"""A document teaches its channel: the formula beside a slow one, and who may teach."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.adaptation.channel import LEAST_TOKENS, STRENGTH, learners, shifts
from vndiacritics.profiles.profile import CLEAN, ENGLISH_OCR, STRIPPED, VIETNAMESE_OCR, Profile
from vndiacritics.search.blocks import Work
from vndiacritics.text.lines import Line

PARTS: Any = SimpleNamespace(parts=["b", "d", "đ"], totals=np.array([9.0, 2.0, 0.0]), kappa=1.0)
NUMBER = len(PARTS.parts)

ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 4 * NUMBER), st.booleans(), st.floats(0.9, 1.0)),
    min_size=1,
    max_size=30,
)


@given(ROWS)
def test_shifts_are_those_of_the_formula(rows: list[tuple[int, int, bool, float]]) -> None:
    documents = np.array([row[0] for row in rows])
    links = np.array([row[1] for row in rows])
    costs = np.where(links > 0, 0.5 + links % 5, 0).astype(np.float32)
    believed = np.flatnonzero([row[2] for row in rows])
    weights = np.array([rows[place][3] for place in believed], dtype=np.float32)
    found = shifts(links, costs, documents, believed, weights, parts=PARTS)
    for place, (document, link, *_) in enumerate(rows):
        if not link:
            assert found[place] == 0
            continue
        part = (link - 1) % NUMBER
        mine = [b for b in believed.tolist() if documents[b] == document]
        pair = sum(rows[b][3] for b in mine if links[b] == link)
        total = sum(rows[b][3] for b in mine if links[b] and (links[b] - 1) % NUMBER == part)
        before = min(PARTS.totals[part] + PARTS.kappa, STRENGTH)
        chance = (np.exp(-float(costs[place])) * before + pair) / (before + total)
        assert found[place] == pytest.approx(-np.log(chance) - float(costs[place]), abs=1e-4)


def test_what_a_document_does_often_becomes_cheap_there_alone() -> None:
    links, documents = np.array([1, 4, 1, 4]), np.array([0, 0, 1, 1])
    costs = np.array([1.0, 3.0, 1.0, 3.0], dtype=np.float32)
    sure = np.ones(1, dtype=np.float32)
    found = shifts(links, costs, documents, np.array([1]), sure, parts=PARTS)
    assert found[1] < 0 < found[0]
    assert found[2:].tolist() == pytest.approx([0, 0], abs=1e-6)


def work(document: int, size: int, profile: Profile) -> Work:
    return Work(document, Line(0, "a " * size, size, opens=True), profile.number)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([(0, LEAST_TOKENS, ENGLISH_OCR)], [0]),
        ([(0, LEAST_TOKENS - 1, ENGLISH_OCR)], []),
        ([(0, LEAST_TOKENS - 1, ENGLISH_OCR), (0, 1, VIETNAMESE_OCR)], [0]),
        ([(0, LEAST_TOKENS, STRIPPED), (1, LEAST_TOKENS, CLEAN)], []),
        ([(0, 5, ENGLISH_OCR), (1, LEAST_TOKENS, ENGLISH_OCR)], [1]),
    ],
)
def test_learners(rows: list[tuple[int, int, Profile]], wanted: list[int]) -> None:
    assert learners([work(*row) for row in rows]) == wanted
