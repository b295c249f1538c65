"""From decisions to changes: what is proposed, what a document shows, what is written."""

from __future__ import annotations

import pytest
from small_model import model_of, searched

from vndiacritics.profiles.profile import CLEAN, DROPPED_LETTERS, STRIPPED, VIETNAMESE_OCR, Profile
from vndiacritics.restoration import Alternative, Edit
from vndiacritics.revision.changes import (
    LOST,
    MARKED,
    judged,
    often_changed,
    without_space,
)
from vndiacritics.revision.proposals import proposals
from vndiacritics.search.blocks import Work
from vndiacritics.search.decisions import Decision, Stage, decisions
from vndiacritics.text.document import read
from vndiacritics.text.lines import Line, lines

MODEL = model_of("ủy ban nhân dân huyện", "dân vận khéo ở huyện")


def change(
    document: int, profile: Profile, posterior: float, stage: Stage = Stage.SEARCH
) -> Decision:
    return Decision(document, profile.number, 0, 3, "dân", posterior, stage)


def work(document: int, size: int, profile: Profile) -> Work:
    return Work(document, Line(0, "a " * size, size, opens=True), profile.number)


OFTEN = [
    ("two sure ones in a short text", VIETNAMESE_OCR, 100, [1.0, 1.0], Stage.SEARCH, {0}),
    ("one is chance", VIETNAMESE_OCR, 100, [1.0], Stage.SEARCH, set()),
    ("not sure", VIETNAMESE_OCR, 100, [0.9] * 9, Stage.SEARCH, set()),
    ("too few for so long a text", VIETNAMESE_OCR, 1000, [1.0, 1.0], Stage.SEARCH, set()),
    ("another group of profiles", STRIPPED, 100, [1.0] * 9, Stage.SEARCH, set()),
]


@pytest.mark.parametrize(
    ("profile", "size", "posteriors", "stage", "wanted"),
    [row[1:] for row in OFTEN],
    ids=[row[0] for row in OFTEN],
)
def test_often_changed(
    profile: Profile, size: int, posteriors: list[float], stage: Stage, wanted: set[int]
) -> None:
    decided = [change(0, profile, posterior, stage) for posterior in posteriors]
    assert often_changed([work(0, size, profile)], decided, MARKED) == wanted


@pytest.mark.parametrize(("size", "wanted"), [(20, {0}), (21, set())])
def test_a_text_that_lost_letters_lost_them_everywhere(size: int, wanted: set[int]) -> None:
    decided = [change(0, DROPPED_LETTERS, 1.0)] * 2
    assert often_changed([work(0, size, DROPPED_LETTERS)], decided, LOST) == wanted


@pytest.mark.parametrize(
    ("old", "new", "start", "kept"),
    [
        (" dan", " dân", 1, ("dan", "dân")),
        ("  dan", "  dân", 2, ("dan", "dân")),
        ("dan", "dân", 0, ("dan", "dân")),
        (" ", " đ", 0, (" ", " đ")),
        (" dan", "dân", 0, (" dan", "dân")),
    ],
)
def test_a_space_that_both_begin_with_is_left_out(
    old: str, new: str, start: int, kept: tuple[str, str]
) -> None:
    edit = Edit(0, len(old), old, new, 1.0, (Alternative(" dần", 0.1),), "marks")
    found = without_space(edit)
    assert (found.start, found.old, found.new) == (start, *kept)
    assert found.end - found.start == len(found.old)


def test_what_stands_there_already_is_no_proposal() -> None:
    document = read("dan dân")
    rows = [Decision(0, 1, 0, 3, "dân", 1.0), Decision(0, 1, 4, 7, "dân", 1.0)]
    assert [(row.decision.start, row.old) for row in proposals(rows, [document])] == [(0, "dan")]


@pytest.mark.parametrize(
    ("profile", "trusts", "made"),
    [(STRIPPED, False, True), (STRIPPED, True, True), (CLEAN, False, False), (CLEAN, True, False)],
    ids=lambda row: getattr(row, "name", row),
)
def test_the_gate_decides_by_the_profile(profile: Profile, trusts: bool, made: bool) -> None:
    """One sure change is a typing error in text with its marks, and what is lost in bare text."""
    text = "ủy ban nhan dân huyện"
    readings = {"nhan": {"nhân": 0.1}}
    result = searched([text], MODEL, readings, profile=profile)
    block = [Work(0, line, profile.number) for line in lines(text)]
    found = judged(
        block,
        result,
        list(decisions(result)),
        [read(text)],
        MODEL,
        trusts_profiles=trusts,
        suggest=False,
    )
    assert bool(found.made()) is made
    for row in found.made():
        edit = found.edit(row)
        assert text[edit.start : edit.end] == edit.old
