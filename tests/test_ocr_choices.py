"""Other letters the engine considered: when they take the place of those it read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("lxml", reason="needs the extra [ocr]")

import recorded_engine
from test_ocr_repair import Replacing

from vndiacritics.command.keep import Keep
from vndiacritics.model import bundle
from vndiacritics.ocr import reading
from vndiacritics.ocr.formats import hocr
from vndiacritics.ocr.page import Block, Box, Line, Page, Reading, Word
from vndiacritics.ocr.settings import Settings
from vndiacritics.ocr.tesseract import choices


@pytest.fixture(scope="module")
def weigher() -> choices.Weigher:
    return choices.Weigher(bundle.load().language_model)


def page_of(text: str, **readings: tuple[str, float]) -> Page:
    words = [
        Word(
            word,
            Box(50 * number, 0, 50 * number + 40, 30),
            readings=(Reading(*readings[word]),) if word in readings else (),
        )
        for number, word in enumerate(text.split())
    ]
    return Page(1, 2000, 100, blocks=(Block((Line(tuple(words)),)),))


def test_a_reading_that_fits_replaces_the_word(weigher: choices.Weigher) -> None:
    page = page_of("Ban Chỉ huy thống nhất quyên hạn của Chủ tịch", quyên=("quyền", 0.5))
    after = weigher.reconsider(page)
    assert after.text() == "Ban Chỉ huy thống nhất quyền hạn của Chủ tịch\n"
    changed = [word for word in after.words() if word.observed is not None]
    assert [(word.observed, word.alternatives) for word in changed] == [("quyên", ("quyên",))]
    assert 0.7 < (changed[0].certainty or 0) <= 1
    assert changed[0].box == Box(250, 0, 290, 30)


@pytest.mark.parametrize(
    ("text", "word", "reading"),
    [
        pytest.param("các hộ quyên góp tiền cho xã", "quyên", ("quyền", 0.5), id="fits worse"),
        pytest.param("quyên hạn của Chủ tịch", "quyên", ("quyền", 50.0), id="hardly considered"),
        pytest.param("quyên hạn của Chủ tịch", "quyên", ("quyxn", 0.0), id="no syllable"),
        pytest.param("ngày 12 tháng 3", "12", ("l2", 0.0), id="a number"),
    ],
)
def test_other_words_stay(
    text: str, word: str, reading: tuple[str, float], weigher: choices.Weigher
) -> None:
    page = page_of(text, **{word: reading})
    assert weigher.reconsider(page) is page


def test_what_a_user_keeps_stays(weigher: choices.Weigher) -> None:
    page = page_of("Ban Chỉ huy thống nhất quyên hạn của Chủ tịch", quyên=("quyền", 0.5))
    assert weigher.reconsider(page, keep=Keep.of(["quyên hạn"])) is page
    assert weigher.reconsider(page, keep=Keep.of(["Chủ tịch"])) is not page


def test_a_kept_phrase_stays_over_the_end_of_a_line(weigher: choices.Weigher) -> None:
    page = page_of("Ban Chỉ huy thống nhất quyên hạn của Chủ tịch", quyên=("quyền", 0.5))
    (line,) = page.lines()
    halves = Line(line.words[:6]), Line(line.words[6:])
    page = replace(page, blocks=(Block(halves),))
    assert "quyên\nhạn" in page.text()
    assert weigher.reconsider(page) is not page
    assert weigher.reconsider(page, keep=Keep.of(["quyên hạn"])) is page


def test_readings_are_weighed_by_the_model_that_a_user_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Path | None] = []

    def load(folder: Path | None = None) -> bundle.Bundle:
        asked.append(folder)
        return built_in

    built_in = bundle.load()
    monkeypatch.setattr(bundle, "load", load)
    monkeypatch.setattr(reading, "repairer_for", lambda *_: Replacing())
    reading._weigher.cache_clear()
    page = page_of("quyên hạn", quyên=("quyền", 0.5))
    try:
        reading._repaired(page, Settings(model=Path("own")))
    finally:
        reading._weigher.cache_clear()
    assert asked == [Path("own")]


def test_a_repaired_word_stays(weigher: choices.Weigher) -> None:
    word = Word("quyên", Box(0, 0, 40, 30), observed="quy", readings=(Reading("quyền", 0.1),))
    after = Word("hạn", Box(50, 0, 90, 30))
    page = Page(1, 100, 100, blocks=(Block((Line((word, after)),)),))
    assert weigher.reconsider(page) is page


CHOICES = b"""<html><body><div class='ocr_page' title='bbox 0 0 500 400'><span class='ocr_line'>
<span class='ocrx_word' id='w1' title='bbox 0 0 90 40'>t\xc3\xb4,
 <span class='ocrx_cinfo' id='lstm_choices_1_1_1'>
  <span class='ocrx_cinfo' id='choice_1' title='x_confs 95'> </span></span>
 <span class='ocrx_cinfo' id='lstm_choices_1_1_2'>
  <span class='ocrx_cinfo' id='choice_2' title='x_confs 90'>t</span>
  <span class='ocrx_cinfo' id='choice_3' title='x_confs 0'>l</span></span>
 <span class='ocrx_cinfo' id='lstm_choices_1_1_3'>
  <span class='ocrx_cinfo' id='choice_4' title='x_confs 90'>\xc3\xb4</span>
  <span class='ocrx_cinfo' id='choice_5' title='x_confs 45'>\xe1\xbb\x95</span>
  <span class='ocrx_cinfo' id='choice_6' title='x_confs 40'>\xc3\x94</span></span>
 <span class='ocrx_cinfo' id='lstm_choices_1_1_4'>
  <span class='ocrx_cinfo' id='choice_7' title='x_confs 80'>,</span>
  <span class='ocrx_cinfo' id='choice_8' title='x_confs 70'>.</span></span></span>
<span class='ocrx_word' id='w2' title='bbox 100 0 190 40'>xong</span>
</span></div></body></html>"""


def test_choices_are_taken_out_of_tesseracts_hocr() -> None:
    root = hocr.parse(CHOICES)
    found = choices.taken(root)
    assert {key: [reading.text for reading in row] for key, row in found.items()} == {0: ["tổ,"]}
    assert found[0][0].against == pytest.approx(0.693, abs=0.001)
    (page,) = hocr.read_pages(root)
    assert page.text() == "tô, xong\n"


def test_choices_in_the_hocr_of_a_user_are_no_text() -> None:
    (page,) = hocr.read_pages(hocr.parse(CHOICES))
    assert page.text() == "tô, xong\n"


def test_letters_in_elements_of_their_own_are_text() -> None:
    data = (
        b"<html><body><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word'>"
        b"<span class='ocrx_cinfo'>S</span><span class='ocrx_cinfo'>u</span></span></span></div>"
        b"</body></html>"
    )
    assert next(hocr.read_pages(hocr.parse(data))).text() == "Su\n"


def test_tesseracts_recorded_choices_are_understood() -> None:
    root = hocr.parse(recorded_engine.PAGE.read_bytes())
    found = choices.taken(root)
    words = list(next(hocr.read_pages(root)).words())
    assert len(found) > 20
    for key, row in found.items():
        assert all(len(reading.text) == len(words[key].text) for reading in row)
        assert all(reading.text != words[key].text for reading in row)
