"""Pages that lie on their side or their head: read upright, boxes on the page as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import text_layers  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.ocr import recognition  # noqa: E402
from vndiacritics.ocr.formats import output  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.preprocess import skew  # noqa: E402
from vndiacritics.ocr.quality import quality, status  # noqa: E402
from vndiacritics.ocr.settings import Settings  # noqa: E402
from vndiacritics.ocr.sources import Limits, PageImage  # noqa: E402

SAID = "Các hộ ven suối nhận cây giống tại nhà văn hóa thôn"
BAD = "uọu nạv s99 ộq 1ons uịqu Ậeo 8u01ỡ ịeT"


def sheet() -> NDArray[np.uint8]:
    """A page with rows of strokes, and a heavy mark at its top left."""
    page = np.full((1200, 900), 255, dtype=np.uint8)
    for y in range(300, 1000, 60):
        for x in range(100, 800, 22):
            page[y : y + 34, x : x + 6] = 0
    page[100:150, 100:300] = 0
    return page


def engine_that_reads_upright_pages(image: NDArray[np.uint8], **_: object) -> Page:
    height, width = image.shape
    is_upright = image[100:150, 100:300].mean() < 60
    words, left = [], 100.0
    for text in (SAID if is_upright else BAD).split():
        right = left + 14.0 * len(text)
        words.append(Word(text, Box(left, 300, right, 334), 0.95 if is_upright else 0.3))
        left = right + 12
    return Page(1, width, height, blocks=(Block((Line(tuple(words), size=34.0),)),))


@pytest.fixture(autouse=True)
def stub_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition.engine, "read_image", engine_that_reads_upright_pages)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("told", [True, False])
def test_a_turned_page_is_read(turn: int, told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    needed = -turn % 360
    monkeypatch.setattr(recognition, "turn_needed", lambda *_, **__: needed if told else None)
    pixels = np.ascontiguousarray(np.rot90(sheet(), -turn // 90))
    page = recognition.recognise(PageImage(pixels, 100.0), Settings())
    assert page.text().split() == SAID.split()
    assert page.angle == turn
    assert (page.height, page.width) == pixels.shape
    # The first word of the upright page stands at (100, 300).
    first = next(iter(page.words())).box
    corner = {
        0: (first.left, first.top),
        90: (first.right, first.top),
        180: (first.right, first.bottom),
        270: (first.left, first.bottom),
    }[turn]
    height, width = 1200, 900
    expected = {
        0: (100, 300),
        90: (height - 300, 100),
        180: (width - 100, height - 300),
        270: (300, width - 100),
    }[turn]
    assert corner == pytest.approx(expected, abs=2)


def test_an_upright_page_asks_for_no_orientation(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise AssertionError("an orientation asked for a page that was read well")

    monkeypatch.setattr(recognition, "turn_needed", refuse)
    page = recognition.recognise(PageImage(sheet(), 100.0), Settings())
    assert page.text().split() == SAID.split()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_of_a_turned_page_are_found_on_their_boxes_in_a_pdf(
    turn: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(recognition, "turn_needed", lambda *_, **__: -turn % 360)
    pixels = np.ascontiguousarray(np.rot90(sheet(), -turn // 90))
    Image.fromarray(pixels).save(tmp_path / "a.png", dpi=(100, 100))
    page = recognition.recognise(PageImage(pixels, 100.0), Settings())
    document = output.Document(tmp_path / "a.png", "image", None, Limits(), "test", print)
    output.write(document, [page], tmp_path / "a.pdf", "pdf")
    found = text_layers.by_pdfium(tmp_path / "a.pdf")
    assert sorted(word.text for word in found) == sorted(SAID.split())  # it sorts what is turned
    scale = 72 / 100
    for word in page.words():
        x, y = word.box.centre
        assert any(f.text == word.text and f.box.holds(x * scale, y * scale) for f in found)


@text_layers.needs_poppler
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_copied_in_order(
    turn: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(recognition, "turn_needed", lambda *_, **__: -turn % 360)
    pixels = np.ascontiguousarray(np.rot90(sheet(), -turn // 90))
    Image.fromarray(pixels).save(tmp_path / "a.png", dpi=(100, 100))
    page = recognition.recognise(PageImage(pixels, 100.0), Settings())
    document = output.Document(tmp_path / "a.png", "image", None, Limits(), "test", print)
    output.write(document, [page], tmp_path / "a.pdf", "pdf")
    assert text_layers.poppler_text(tmp_path / "a.pdf") == SAID.split()


@pytest.mark.parametrize(
    ("text", "confidence", "expected"),
    [
        ("", 1.0, "empty"),
        ("Phụ lục", 0.95, "few-words"),
        (BAD + BAD, 0.3, "unsure"),
        (SAID, 0.95, "ok"),
        (SAID, 0.5, "ok"),
        ("The committee shall publish its report", 0.95, "ok"),
        ("1.250,5 320,0 18.200 93,3 102,2 2024 2025 117,7 6.588", 0.6, "ok"),
    ],
)
def test_what_is_told_of_a_reading(text: str, confidence: float, expected: str) -> None:
    words = tuple(Word(word, Box(0, 0, 9, 9), confidence) for word in text.split())
    page = Page(1, 100, 100, blocks=(Block((Line(words),)),) if words else ())
    assert status(page) == expected
    assert quality(page).is_poor == (expected != "ok")


@pytest.mark.parametrize(("doubted", "expected"), [(2, "ok"), (4, "ok"), (6, "partly-unsure")])
def test_a_page_with_many_words_that_the_engine_doubts_is_told(doubted: int, expected: str) -> None:
    words = tuple(
        Word(word, Box(0, 0, 9, 9), 0.6 if number < doubted else 0.95)
        for number, word in enumerate((SAID + " " + SAID).split()[:20])
    )
    assert status(Page(1, 100, 100, blocks=(Block((Line(words),)),))) == expected


def test_what_is_made_of_grain_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def grain(image: NDArray[np.uint8], **_: object) -> Page:
        height, width = image.shape
        words = tuple(
            Word(text, Box(100 + 90 * n, 300, 150 + 90 * n, 334), 0.4)
            for n, text in enumerate(("lở", "Ñmk", "x3ym", "có¬", "qwt"))
        )
        return Page(1, width, height, blocks=(Block((Line(words, size=34.0),)),))

    monkeypatch.setattr(recognition.engine, "read_image", grain)
    monkeypatch.setattr(recognition, "turn_needed", lambda *_, **__: None)
    page = recognition.recognise(PageImage(sheet(), 100.0), Settings())
    assert page.text() == ""
    assert status(page) == "empty"
    assert [word.text for line in page.lines("noise") for word in line.words][:2] == ["lở", "Ñmk"]


class TestAskew:
    """Pages put in by more degrees than cleaning looks for."""

    @pytest.fixture(autouse=True)
    def engine_that_reads_level_lines(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def read(image: NDArray[np.uint8], **_: object) -> Page:
            is_level = abs(skew.skew(image)) < 1 and abs(skew.lean(image)) < 1
            height, width = image.shape
            rows = np.flatnonzero((image < 128).sum(axis=1) > 60)
            top = float(rows[0]) if rows.size else 0.0
            words, left = [], 100.0
            for text in (SAID if is_level else BAD).split():
                right = left + 14.0 * len(text)
                words.append(Word(text, Box(left, top, right, top + 34), 0.95 if is_level else 0.3))
                left = right + 12
            return Page(1, width, height, blocks=(Block((Line(tuple(words), size=34.0),)),))

        monkeypatch.setattr(recognition.engine, "read_image", read)
        monkeypatch.setattr(recognition, "turn_needed", lambda *_, **__: None)
        monkeypatch.setattr(recognition, "left_out", lambda *_: [])
        monkeypatch.setattr(recognition, "overlooked", lambda *_, **__: [])

    @pytest.mark.parametrize("angle", [-19.5, -13.0, -7.0, 8.5, 12.0, 16.0])
    def test_it_is_straightened(self, angle: float) -> None:
        pixels, _ = skew.straightened(sheet(), angle)
        page = recognition.recognise(PageImage(pixels, 100.0), Settings())
        assert page.text().split() == SAID.split()
        assert page.angle == 0
        assert (page.height, page.width) == pixels.shape
        (line,) = page.lines()
        assert line.slope == pytest.approx(np.tan(np.radians(angle)), abs=0.02)

    @pytest.mark.parametrize("angle", [0.0, 1.5, -2.5])
    def test_one_that_lies_as_it_should_is_read_once(
        self, angle: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_: object) -> None:
            raise AssertionError("a page was straightened that was read well")

        monkeypatch.setattr(recognition, "straight", refuse)
        pixels, _ = skew.straightened(sheet(), angle)
        page = recognition.recognise(PageImage(pixels, 100.0), Settings())
        assert page.text().split() == SAID.split()

    def test_a_page_of_grain_leans_nowhere(self) -> None:
        grain = np.random.default_rng(7).integers(0, 256, (1200, 900)).astype(np.uint8)
        assert skew.lean(grain) == 0
        assert skew.lean(np.full((1200, 900), 255, dtype=np.uint8)) == 0

    @pytest.mark.parametrize("turned", [0, 1, 2, 3])
    def test_columns_lean_as_lines_do(self, turned: int) -> None:
        pixels, _ = skew.straightened(np.rot90(sheet(), turned), 11.0)
        assert skew.lean(pixels) == pytest.approx(-11.0, abs=0.3)

    def test_the_way_back_leads_to_where_it_was(self) -> None:
        page = np.full((400, 300), 255, dtype=np.uint8)
        page[40:44, 260:264] = 0
        turned, back = skew.straightened(page, 14.0)
        y, x = (values.mean() for values in np.nonzero(turned < 128))
        assert back @ (x, y, 1) == pytest.approx((261.5, 41.5, 1), abs=1)
