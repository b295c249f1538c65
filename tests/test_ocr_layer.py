"""The text layer, as other programs read it: the words, their order, their boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import recorded_engine  # noqa: E402
import text_layers  # noqa: E402
from text_layers import Reader  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.ocr.formats import hocr  # noqa: E402
from vndiacritics.ocr.geometry import Geometry  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.pdf.layer_writer import text_layer  # noqa: E402
from vndiacritics.ocr.pdf.writer import ImagePdf  # noqa: E402
from vndiacritics.ocr.sources import Limits  # noqa: E402
from vndiacritics.ocr.tesseract.overlaps import apart  # noqa: E402


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recorded page as PDF, hOCR and text."""
    folder = tmp_path_factory.mktemp("outputs")
    with pytest.MonkeyPatch.context() as patch:
        recorded_engine.use(patch)
        for ending in ("pdf", "hocr", "txt"):
            arguments = [str(recorded_engine.SCAN), "-o", str(folder / f"plan.{ending}")]
            assert cli.main([*arguments, "--jobs", "1"]) == 0
    return folder


def page_of(outputs: Path) -> Page:
    return next(hocr.read_pages(hocr.parse((outputs / "plan.hocr").read_bytes())))


@pytest.mark.parametrize("reader", text_layers.READERS)
def test_a_reader_finds_the_words_in_order_on_their_boxes(reader: Reader, outputs: Path) -> None:
    wanted = text_layers.written(page_of(outputs))
    found = reader(outputs / "plan.pdf")
    assert len(wanted) > 150
    assert text_layers.not_found(wanted, found) == []
    assert list(text_layers.badly_placed(wanted, found)) == []


@text_layers.needs_poppler
def test_pdftotext_gives_the_repaired_text(outputs: Path) -> None:
    text = text_layers.plain((outputs / "plan.txt").read_text(encoding="utf-8")).split()
    raw = text_layers.poppler_text(outputs / "plan.pdf", "-raw")
    assert raw[: len(text)] == text  # what stood in the stamp comes after it
    own = text_layers.poppler_text(outputs / "plan.pdf")
    body = text.index("KẾ"), text.index("Nơi")
    assert " ".join(text[slice(*body)]) in " ".join(own)
    assert sorted(own) == sorted(raw)


# --- lines that are hard to read ------------------------------------------------------------------


def line(*words: tuple[str, float, float, float, float], slope: float = 0.0) -> Line:
    return Line(tuple(Word(text, Box(*edges)) for text, *edges in words), slope=slope)


def row(count: int, top: float, *, slope: float = 0.0, gap: float = 12.0) -> Line:
    """Words of four letters on a line that may lean."""
    lefts = [100 + number * (80 + gap) for number in range(count)]
    words = [
        (f"w{number:03}", x, top + slope * (x - 100), x + 80, top + 50 + slope * (x - 100))
        for number, x in enumerate(lefts)
    ]
    return line(*words, slope=slope)


HARD = [
    pytest.param([row(18, 300, gap=3)], id="words close together"),
    pytest.param([row(18, 300 + 70 * k, slope=-0.017) for k in range(8)], id="rising lines"),
    pytest.param([row(18, 300 + 70 * k, slope=0.017) for k in range(8)], id="falling lines"),
    pytest.param(
        [line(("tall", 100, 200, 180, 400), ("a", 200, 300, 250, 350), ("x", 262, 310, 300, 350))],
        id="a word as tall as three lines",
    ),
    pytest.param(
        [row(6, 100), line(("thin5678", 100, 300, 112, 350), ("next", 180, 300, 260, 350))],
        id="a box too narrow for its letters",
    ),
    pytest.param(
        [line(("a", 100, 300, 120, 340), ("-", 135, 318, 147, 324), ("b", 160, 300, 180, 340))],
        id="a hyphen between words",
    ),
    pytest.param(
        [row(5, 300), line(("TT-", 100, 380, 160, 420)), row(5, 460)], id="a hyphen at a line's end"
    ),
]


@pytest.mark.parametrize("reader", text_layers.READERS)
@pytest.mark.parametrize("lines", HARD)
def test_hard_lines(lines: list[Line], reader: Reader, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("1", (2000, 1000), 1).save(tmp_path / "a.png", dpi=(300, 300))
    page = Page(1, 2000, 1000, 300.0, (Block(tuple(lines)),))
    with ImagePdf(tmp_path / "a.png", limits=Limits(), producer="test") as made:
        made.add(page)
        made.save(tmp_path / "a.pdf")
    wanted, found = text_layers.written(page), reader(tmp_path / "a.pdf")
    assert text_layers.not_found(wanted, found) == []
    assert list(text_layers.badly_placed(wanted, found)) == []


def test_letters_beyond_the_first_plane() -> None:
    page = Page(1, 100, 100, 72.0, (Block((line(("𝐱🙂ữ", 10, 10, 40, 30)),)),))
    assert b"<0078fffd1eef> Tj" in text_layer(page, Geometry(0, 0, 100, 100, dpi=72.0))


def test_an_empty_page_has_an_empty_layer() -> None:
    assert text_layer(Page(1, 100, 100), Geometry(0, 0, 24, 24)) == b"q BT 3 Tr\nET Q\n"


# --- boxes that lie over each other ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "edges"),
    [
        pytest.param([("đăng", 0, 400), ("ký", 120, 170)], [(0, 116), (120, 170)], id="far over"),
        pytest.param([("102.", 0, 77), ("2009", 64, 160)], [(0, 68.5), (72.5, 160)], id="a little"),
        pytest.param([("cử", 0, 47), ("của", 2, 82)], [(0, 30.8), (34.8, 82)], id="in one place"),
        pytest.param([("xã", 0, 40), ("Mơ", 40, 80)], [(0, 40), (40, 80)], id="side by side"),
    ],
)
def test_boxes_are_put_apart(words: list[Any], edges: list[tuple[float, float]]) -> None:
    given = Line(tuple(Word(text, Box(left, 0, right, 40)) for text, left, right in words))
    found = [(word.box.left, word.box.right) for word in apart(given).words]
    assert found == [pytest.approx(pair) for pair in edges]
    assert [word.text for word in apart(given).words] == [word for word, *_ in words]
