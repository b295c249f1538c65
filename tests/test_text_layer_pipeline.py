"""Text layers from end to end: edits with their names, and what must be left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vndiacritics import text
from vndiacritics.errors import UsageError
from vndiacritics.options import Options
from vndiacritics.restorer import Restorer
from vndiacritics.text import ENCODINGS, encode
from vndiacritics.text.document import read
from vndiacritics.text.normalisation import normalise

RIGHT = "Ủy ban nhân dân huyện đã ban hành kế hoạch phát triển kinh tế và đời sống ở địa phương."
INTERLEAVED = "KSốý hhiiệệuu vvăănnb ảbnản tờtrìnhđ"


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


NAMES = {
    "phƣơng hƣớng nhiệm vụ": ("phương hướng nhiệm vụ", "look-alike"),
    "Ðiều 5 của Quyết định": ("Điều 5 của Quyết định", "look-alike"),
    "h\u00f4\u0323i \u0111\u00f4\u0300ng nhân dân": ("hội đồng nhân dân", "normal-form"),
    "hoa \u0323t động của hội đồng": ("hoạt động của hội đồng", "marks-placed"),
    "thự\u200bc hiện nhiệm vụ": ("thực hiện nhiệm vụ", "zero-width"),
    "ng\u00adời dân ở nông thôn": ("người dân ở nông thôn", "soft-hyphen"),
    "ủy\u00a0ban\u00a0nhân\u00a0dân": ("ủy ban nhân dân", "space"),
    "của các cơ quan ﬁ": ("của các cơ quan fi", "ligature"),
    "\uf0b7 của các cơ quan": ("• của các cơ quan", "private-use"),
    "ＱＤ của các cơ quan": ("QD của các cơ quan", "full-width"),
}


@pytest.mark.parametrize("source", NAMES)
def test_the_pipeline_names_the_repairs_it_made(restorer: Restorer, source: str) -> None:
    text, name = NAMES[source]
    result = restorer.explain(source)
    assert result.text == text
    assert {edit.reason for edit in result.edits} == {name}
    assert result.undo() == source


@pytest.mark.parametrize("name", text.__all__)
def test_what_is_exported_is_there(name: str) -> None:
    assert getattr(text, name) is not None


@pytest.mark.parametrize("repair", [name for name in text.__all__ if "repair_" in name])
def test_each_repair_works_alone_and_leaves_right_text(repair: str) -> None:
    result = getattr(text, repair)(RIGHT)
    assert result.text == RIGHT
    assert result.changes == ()


# --- interleaved lines ---------------------------------------------------------------------------


def interleaved(source: str) -> list[str]:
    found = normalise(source)
    return [found.text[start:stop] for start, stop in found.interleaved]


@pytest.mark.parametrize("profile", ["auto", "english-ocr", "stripped", "dropped-letters"])
def test_a_woven_line_is_left_as_it_is(profile: str) -> None:
    source = f"Bdo cdo két qua\n{INTERLEAVED}\ncua UBND huyén"
    assert interleaved(source) == [INTERLEAVED]
    restored = Restorer(options=Options(profile=profile)).restore(source)
    assert restored.split("\n")[1] == INTERLEAVED


def test_a_woven_line_is_found_behind_repairs_that_move_it(restorer: Restorer) -> None:
    source = f"hoa \u0323t đo\u0323\u0323ng\n{INTERLEAVED}\nthwe hién"
    assert interleaved(source) == [INTERLEAVED]
    document = read(source)
    assert document.is_interleaved(document.text.index(INTERLEAVED))
    assert not document.is_interleaved(0)
    assert INTERLEAVED in restorer.restore(source)


# --- encodings that are told --------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_letters_of_an_encoding_that_is_told_are_edits(encoding: str) -> None:
    source = encode(RIGHT, encoding, capitals="small")
    result = Restorer(options=Options(from_encoding=encoding)).explain(source)
    assert result.text == RIGHT
    assert {edit.reason for edit in result.edits} == {encoding}
    assert all(source[edit.start : edit.end] == edit.old for edit in result.edits)
    assert result.undo() == source


def test_an_encoding_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="latin-9"):
        Options(from_encoding="latin-9")


# --- capitals without tones ---------------------------------------------------------------------


def test_capitals_without_tones_are_restored(restorer: Restorer) -> None:
    text = f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐỘC LẬP - TỰ DO - HẠNH PHÚC\n{RIGHT}"
    source = encode(text, "tcvn3", capitals="unmarked")
    result = restorer.explain(source)
    assert result.text == text
    assert result.undo() == source


def test_capitals_that_have_their_tones_stay(restorer: Restorer) -> None:
    text = f"BÁO CÁO CỦA CÁC CƠ QUAN\n{RIGHT}"
    source = encode(text, "tcvn3", capitals="small")
    assert not read(source).lacks_tones(0)
    assert restorer.restore(source) == text


LETTERS = st.text(alphabet="aàảãáạăằâầđeèêềghiìkmnoòôồơờuùưừyỳ AĐƠ.,:\n", max_size=60)


@settings(max_examples=60)
@given(LETTERS, st.sampled_from(ENCODINGS), st.booleans())
def test_edits_lead_back_whatever_the_encoding(text: str, encoding: str, told: bool) -> None:
    source = encode(text, encoding, capitals="unmarked")
    options = Options(from_encoding=encoding) if told else Options()
    result = Restorer(options=options).explain(source)
    assert result.undo() == source
