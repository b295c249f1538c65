"""`tone_placement` rules what stands in the text and what is restored."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.text.marks import TonePlacement, place_tones

DAMAGED = "Cong hoa xa hoi chu nghia Viet Nam, uy ban nhan dan thi xa, toa an, thuy loi, khoe manh"


@pytest.mark.parametrize(
    ("placement", "words"),
    [("old", ("hòa", "thủy")), ("new", ("hoà", "thuỷ")), ("keep", ("hòa", "thủy"))],
)
def test_restored_words_follow_the_style(placement: TonePlacement, words: tuple[str, str]) -> None:
    restorer = Restorer(options=Options(profile="stripped", tone_placement=placement))
    result = restorer.explain(DAMAGED)
    assert [word for word in words if word not in result.text.replace(",", "").split()] == []
    assert result.undo() == DAMAGED
    assert restorer.restore(DAMAGED) == result.text
    assert place_tones(result.text, placement).text == result.text


def test_a_right_text_changes_in_its_style_alone() -> None:
    text = "Cộng hoà xã hội chủ nghĩa Việt Nam, Ủy ban nhân dân huyện Thuỷ Nguyên"
    old = Restorer(options=Options(tone_placement="old")).explain(text)
    assert old.text == "Cộng hòa xã hội chủ nghĩa Việt Nam, Ủy ban nhân dân huyện Thủy Nguyên"
    assert {edit.reason for edit in old.edits} == {"tone-placement"}
