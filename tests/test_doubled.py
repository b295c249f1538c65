"""Doubled words are suggested, reduplication is not, and nothing is changed."""

from __future__ import annotations

import pytest
from small_model import model_of, searched

from vndiacritics import Edit, Options, Restorer
from vndiacritics.profiles.profile import STRIPPED
from vndiacritics.revision import doubled
from vndiacritics.search.decisions import Stage

restorer = Restorer(options=Options(suggest=True))
FILLER = "Ủy ban nhân dân huyện bảo đảm kinh phí thực hiện nhiệm vụ được giao.\n\n" * 20


def suggested(text: str) -> list[Edit]:
    result = restorer.explain(FILLER + text)
    assert result.text == FILLER + text
    return [edit for edit in result.suggestions if edit.reason == "doubled"]


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("Hội đồng nhân dân các cấp cấp chính quyền địa phương phối hợp.", "cấp cấp"),
        ("Thực hiện Nghị quyết của Trung ương ương Đảng về xây dựng nông thôn.", "ương ương"),
        ("Công tác bảo đảm an ninh được\nđược giữ vững trên địa bàn huyện.", "được\nđược"),
    ],
)
def test_a_doubled_word_is_suggested(text: str, old: str) -> None:
    (edit,) = suggested(text)
    assert edit.old == old
    assert edit.new == old.split(maxsplit=1)[0]
    assert edit.confidence >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Đời sống của người dân luôn luôn được quan tâm, dần dần ổn định.",
        "Ngày ngày, cán bộ xã xuống từng nhà, đêm đêm cùng dân quân đi tuần.",
        "Những cánh đồng xanh xanh chạy dài ven sông.",
        "Nhóm được chia theo cấp, cấp trên chỉ đạo cấp dưới.",
        "Họp với các trưởng ban Ban Chỉ đạo.",
        "Số 5 5 được ghi hai lần.",
    ],
)
def test_reduplication_is_not(text: str) -> None:
    assert suggested(text) == []


def test_words_of_two_paragraphs_are_not_doubled() -> None:
    text = "Kính gửi Ủy ban nhân dân các cấp\n\n\nCấp\n\nNội dung các cấp\n\ncấp chính quyền."
    assert suggested(text) == []


def test_nothing_is_told_where_nothing_is_asked() -> None:
    assert Restorer().explain(FILLER + "Thực hiện của Trung ương ương Đảng.").suggestions == ()


# --- with a small made model --------------------------------------------------------------------

RIMES = "ai ao at an am ang ong ung inh ich oan ôn ôi ơi ui ân âm ât ăn ăm ăt iên iêm iêt uôn uôi"
OTHERS = (onset + rime for onset in "bdghklmnrstvx" for rime in RIMES.split())
MODEL = model_of(
    "của trung ương đảng", "dần dần ổn định", "các cấp chính quyền", *OTHERS, times=400
)

SMALL = [
    ("a word that stands twice", "của trung ương ương đảng", [(10, 19, "ương")]),
    ("over the end of a line's words", "các cấp cấp chính quyền", [(4, 11, "cấp")]),
    ("reduplication that the model has seen", "dần dần ổn định", []),
    ("no syllable", "xyz xyz", []),
    ("once", "của trung ương đảng", []),
    ("another case", "của trung ương Ương đảng", []),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in SMALL], ids=[row[0] for row in SMALL]
)
def test_doubled_words_of_a_small_model(text: str, wanted: list[tuple[int, int, str]]) -> None:
    found = list(doubled.decisions(searched([text], MODEL), [text], MODEL))
    assert [(row.start, row.stop, row.surface) for row in found] == wanted
    assert {row.stage for row in found} <= {Stage.DOUBLED}


def test_doubled_words_are_sought_in_text_with_marks() -> None:
    text = "của trung ương ương đảng"
    result = searched([text], MODEL, profile=STRIPPED)
    assert list(doubled.decisions(result, [text], MODEL)) == []
