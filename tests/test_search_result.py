"""What everybody asks of a searched block, on a small one that can be read by eye."""

from __future__ import annotations

import numpy as np
import pytest
from small_model import model_of, searched

from vndiacritics.profiles.profile import VIETNAMESE_OCR
from vndiacritics.search.decisions import Stage, decisions, readings
from vndiacritics.search.decoder import decode

MODEL = model_of("ủy ban nhân dân huyện", "họp ban chấp hành", "dân vận khéo")
TEXTS = ["Uy ban,\nnhân dân", "dan vận"]
READINGS = {"Uy": {"Ủy": 1.0, "Úy": 1.0}, "dan": {"dân": 0.5, "ban": 4.0}}
RESULT = searched(TEXTS, MODEL, READINGS)


def test_each_step_knows_its_span() -> None:
    steps = list(RESULT.steps())
    assert [TEXTS[row.document][row.start : row.stop] for row in steps] == [
        *("Uy", "ban", ",", "nhân", "dân"),
        *("dan", "vận"),
    ]
    assert [row.surface for row in steps] == ["Ủy", None, None, None, None, "dân", None]


@pytest.mark.parametrize("place", range(7))
def test_slots_spans_and_words_agree(place: int) -> None:
    slot = int(RESULT.slots[place])
    start, stop = RESULT.span(slot)
    assert TEXTS[int(RESULT.homes[place])][start:stop] == RESULT.word(slot)
    assert RESULT.first_slots[place] == slot  # no arc over several slots here


def test_openings_are_the_first_slots_of_paragraphs() -> None:
    assert [RESULT.word(slot) for slot in RESULT.openings.tolist()] == ["Uy", "nhân", "dan"]


def test_decisions_are_what_is_written() -> None:
    rows = list(decisions(RESULT))
    assert [(row.document, row.start, row.stop, row.surface) for row in rows] == [
        (0, 0, 2, "Ủy"),
        (1, 0, 3, "dân"),
    ]
    assert {row.stage for row in rows} == {Stage.SEARCH}
    assert {row.profile for row in rows} == {VIETNAMESE_OCR.number}


def test_readings_are_one_for_each_step() -> None:
    assert [row.surface for row in readings(RESULT, TEXTS)] == [
        *("Ủy", "ban", ",", "nhân", "dân"),
        *("dân", "vận"),
    ]


def test_alternatives_are_other_readings_of_the_slot() -> None:
    row = next(decisions(RESULT))
    others = RESULT.alternatives(row.slot, row.arc, "Uy")
    assert {other.text for other in others} <= {"Uy", "Úy"}
    assert [other.probability for other in others] == sorted(
        (other.probability for other in others), reverse=True
    )


def test_a_second_search_changes_its_segments_alone() -> None:
    costs = RESULT.lattice.costs.copy()
    costs[RESULT.chosen[-2]] += 20  # `dân` in the second text
    segments = RESULT.lattice.segments[-1:]
    again = RESULT.again(
        RESULT.lattice._replace(costs=costs, segments=segments),
        lambda lattice: decode(lattice, MODEL, beam=50, window=30.0),
    )
    before, after = ([row.surface for row in one.steps()] for one in (RESULT, again))
    assert after[:5] == before[:5]
    assert after[5] != "dân"
    assert np.array_equal(again.lattice.segments, RESULT.lattice.segments)


@pytest.mark.parametrize(
    ("stage", "is_search", "moves_spaces"),
    [
        (Stage.SEARCH, True, False),
        (Stage.CODE, False, False),
        (Stage.LIST_MARK, False, False),
        (Stage.DOUBLED, False, False),
        (Stage.SPACES, False, True),
        (Stage.SPECK, False, True),
    ],
)
def test_stages(stage: Stage, is_search: bool, moves_spaces: bool) -> None:
    assert (stage.is_search, stage.moves_spaces) == (is_search, moves_spaces)
