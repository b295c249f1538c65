"""List marks, and spaces of document codes, among the decisions of the search."""

from __future__ import annotations

import pytest
from small_model import model_of, searched

from vndiacritics.profiles.profile import ENGLISH_OCR, VIETNAMESE_OCR, Profile
from vndiacritics.revision.symbols import respaced, with_list_marks
from vndiacritics.search.decisions import Decision, Stage, decisions
from vndiacritics.symbols.spaces import Respaced

MODEL = model_of("các nội dung sau", "báo cáo kế hoạch")

MARKS = [
    ("đ read as d, told by its order", ["a)", "b)", "c)", "d)", "d)", "e)"], {4: "đ"}),
    ("in order", ["a)", "b)", "c)", "d)", "đ)", "e)"], {}),
    ("d) alone tells nothing", ["d)"], {}),
    ("no list", ["a", "d", "e"], {}),
]


@pytest.mark.parametrize(
    ("marks", "wanted"), [row[1:] for row in MARKS], ids=[row[0] for row in MARKS]
)
@pytest.mark.parametrize("profile", [ENGLISH_OCR, VIETNAMESE_OCR], ids=lambda row: row.name)
def test_list_marks(marks: list[str], wanted: dict[int, str], profile: Profile) -> None:
    text = "\n".join(f"{mark} nội dung" for mark in marks)
    result = searched([text], MODEL, profile=profile)
    tokens = [row.token for row in result.tokens.analyses]
    found = with_list_marks(result.tokens, tokens, list(decisions(result)))
    places = {result.tokens.starts[3 * number]: number for number in range(len(marks))}
    assert {places[row.start]: row.surface for row in found} == wanted
    assert {row.stage for row in found} <= {Stage.LIST_MARK}


def test_spaces_take_up_what_was_decided_within_their_span() -> None:
    """The search read `12/BC-UBND` with its spaces mended; the text has them still."""
    tokens = ["so", "12/BC-UBND"]
    result = searched(["so 12/BC-UBND"], MODEL)
    change = Respaced(1, 3, 15, 0.9)
    inner = Decision(0, VIETNAMESE_OCR.number, 0, 2, "số", 0.8)
    found = respaced(result.tokens, tokens, [inner], [(0, change)])
    assert [(row.start, row.stop, row.surface, row.stage) for row in found] == [
        (0, 2, "số", Stage.SEARCH),
        (3, 15, "12/BC-UBND", Stage.SPACES),
    ]
    assert found[1].posterior == pytest.approx(0.9)


def test_nothing_to_mend_leaves_the_decisions() -> None:
    result = searched(["báo cáo"], MODEL)
    rows = [Decision(0, 1, 0, 3, "báo", 1.0)]
    assert respaced(result.tokens, ["báo", "cáo"], rows, []) == rows
