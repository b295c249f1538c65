"""The review page of a scan or a Word file in a real browser, and what becomes of the file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from review_pages import opener, press, saved

from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.review import decisions
from vndiacritics.review.page import Picture
from vndiacritics.review.scans import text_of


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    with opener(browser, tmp_path, SCANNED.result) as start:
        yield start


def test_a_scan_shows_the_word_above_it_and_the_page_beside(opened: Any) -> None:
    page = opened(SCANNED.result, name="scan.png", pictures=[PICTURE], spots=SCANNED.spots)
    piece, word = page.locator("#piece").bounding_box(), page.locator("u.now").bounding_box()
    assert piece["y"] + piece["height"] <= word["y"]
    assert piece["x"] <= word["x"] <= piece["x"] + piece["width"]
    assert page.locator("#picture").evaluate("e => e.complete && e.naturalWidth") == 1000
    strip, box = page.locator("#strip").bounding_box(), page.locator("#stripBox").bounding_box()
    assert strip["x"] < box["x"] < box["x"] + box["width"] < strip["x"] + strip["width"]
    ink = """() => {
        const canvas = document.createElement('canvas').getContext('2d');
        const image = document.getElementById('stripPicture');
        canvas.drawImage(image, 350, 100, 1, 1, 0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data[0];
    }"""
    assert page.evaluate(ink) < 60  # the second word is drawn black
    assert page.locator("#picture").get_attribute("alt") == "Picture of page 1"


def test_what_is_decided_on_a_scan_goes_into_its_searchable_pdf(
    opened: Any, tmp_path: Path
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    from vndiacritics.ocr.formats import output
    from vndiacritics.ocr.sources import Limits
    from vndiacritics.review import layers

    (tmp_path / "scan.png").write_bytes(PICTURE.data)
    document = output.Document(tmp_path / "scan.png", "image", None, Limits(), "test", print)
    output.write(document, [PAGE], tmp_path / "fixed.pdf", "pdf")
    page = opened(SCANNED.result, name="scan.png", pictures=[PICTURE], spots=SCANNED.spots)
    press(page, "e")
    page.fill("#typed", "tộc người")
    press(page, "Enter", "r")
    path = tmp_path / "decisions.json"
    path.write_text(saved(page, "#saveDecisions"), encoding="utf-8")
    found = decisions.read(path)
    assert (
        layers.decided(tmp_path / "fixed.pdf", found, tmp_path / "checked.pdf", password=None).made
        == 2
    )
    text = pdfium.PdfDocument(tmp_path / "checked.pdf")[0].get_textpage().get_text_range()
    assert text.split() == ["dân", "tộc", "người", "van"]


def test_what_is_decided_on_a_word_file_goes_into_it(opened: Any, tmp_path: Path) -> None:
    from stub_restorer import StubRestorer

    from vndiacritics.documents import write_docx
    from vndiacritics.review import documents

    data = write_docx(["dan van", "chinh quyen"])
    page = opened(documents.restoration_of(data, "docx", StubRestorer()), name="a.docx", below=1.0)
    press(page, "r", "1")  # dân back to dan; vận keeps its other reading out, 1 is none
    path = tmp_path / "decisions.json"
    path.write_text(saved(page, "#saveDecisions"), encoding="utf-8")
    done = documents.decided(data, "docx", decisions.read(path), name="a.docx")
    assert documents.text_of(done.data, "docx").split() == ["dan", "vận", "chính", "quyen"]


def _picture() -> Picture:
    image = pytest.importorskip("PIL.Image").new("L", (1000, 1400), 255)
    for word in PAGE.words():
        image.paste(0, tuple(int(edge) for edge in vars(word.box).values()))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(300, 300))
    return Picture(buffer.getvalue(), "image/png", 1000, 1400)


PAGE = Page(
    1, 1000, 1400, 300.0,
    (Block((Line(tuple(
        Word(text, Box(100 + 200 * n, 100, 250 + 200 * n, 150), 0.9, old, sure, (), sure=sure)
        for n, (text, old, sure) in enumerate(
            [("dân", "dan", 0.99), ("tộc", None, 0.5), ("vận", "van", 0.6)])
    ), size=50.0),)),),
)  # fmt: skip
PICTURE = _picture()
SCANNED = text_of([PAGE])
