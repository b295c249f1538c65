"""Text layers of PDFs that are old or broken: read, repaired or read anew by OCR, and replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import pikepdf  # noqa: E402
import pytesseract  # noqa: E402
import recorded_engine  # noqa: E402
import text_layers  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.ocr.geometry import Geometry  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.pdf import glyphless  # noqa: E402
from vndiacritics.ocr.pdf.images import append_image  # noqa: E402
from vndiacritics.ocr.pdf.layer_writer import FONT, text_layer  # noqa: E402
from vndiacritics.ocr.sources import Limits  # noqa: E402
from vndiacritics.text import encodings as legacy  # noqa: E402

RIGHT = (
    "ỦY BAN NHÂN DÂN XÃ SUỐI MƠ",
    "Độc lập - Tự do - Hạnh phúc",
    "Để con đường ra bến có bóng mát trước mùa khô, xã tổ chức trồng cây",
    "trong tháng ba, giao mỗi xóm chăm sóc một đoạn và báo cáo kết quả.",
)
OLD = tuple(legacy.encode(line, "tcvn3") for line in RIGHT)
TORN = tuple(line.replace("đường", "đ ường").replace("Để", "Đ ể") for line in RIGHT)
BROKEN = tuple("".join("\ufffd" if ord(c) > 0x17F else c for c in line) for line in RIGHT)


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recorded_engine.use(monkeypatch)


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError("OCR of a page whose text layer will do")

    monkeypatch.setattr(pytesseract, "image_to_pdf_or_hocr", refuse)


def written(*texts: str, hidden: bool, scan: Path = recorded_engine.SCAN) -> Path:
    """A scan with a text layer, or a page of text that is drawn."""
    lines = []
    for row, text in enumerate(texts):
        left, top, words = 100.0, 200 + 60 * row, []
        for word in text.split():
            words.append(Word(word, Box(left, top, left + 16 * len(word), top + 40)))
            left += 16 * len(word) + 12
        lines.append(Line(tuple(words)))
    pdf = pikepdf.new()
    if hidden:
        geometry = append_image(pdf, scan, 1, limits=Limits())
    else:
        pdf.add_blank_page(page_size=(595, 842))
        geometry = Geometry(0, 0, 595, 842, dpi=200.0)
    page = Page(1, *geometry.size, 200.0, (Block(tuple(lines)),))
    layer = text_layer(page, geometry)
    shown = pdf.pages[0]
    shown.contents_add(pikepdf.Stream(pdf, layer if hidden else layer.replace(b"3 Tr", b"0 Tr")))
    if "/Resources" not in shown.obj:
        shown.Resources = pikepdf.Dictionary()
    shown.Resources.Font = pikepdf.Dictionary({FONT: glyphless.embed(pdf)})
    pdf.save("in.pdf")
    return Path("in.pdf")


def texts_of(name: str) -> list[str]:
    return [found.text for found in text_layers.by_pdfium(Path(name))]


def words(lines: tuple[str, ...]) -> list[str]:
    return " ".join(lines).split()


@pytest.mark.parametrize("old", [pytest.param(OLD, id="TCVN3"), pytest.param(TORN, id="torn")])
def test_drawn_text_is_repaired_without_ocr(old: tuple[str, ...], no_engine: None) -> None:
    source = written(*old, hidden=False)
    assert texts_of(str(source)) == words(old)
    for ending in ("txt", "pdf"):
        assert cli.main([str(source), "-o", f"out.{ending}", "--jobs", "1"]) == 0
    assert Path("out.txt").read_text(encoding="utf-8").split() == words(RIGHT)
    assert texts_of("out.pdf") == words(RIGHT)


@text_layers.needs_poppler
def test_pdftotext_finds_the_new_words_alone(no_engine: None) -> None:
    written(*OLD, hidden=False)
    assert cli.main(["in.pdf", "-o", "out.pdf", "--jobs", "1"]) == 0
    assert text_layers.poppler_text(Path("out.pdf"), "-raw") == words(RIGHT)


@pytest.mark.parametrize(
    ("old", "hidden"),
    [
        pytest.param(OLD, True, id="TCVN3 under a scan"),
        pytest.param(BROKEN, True, id="broken under a scan"),
        pytest.param(BROKEN, False, id="broken and drawn"),
        pytest.param(("12",), True, id="a page number alone"),
        pytest.param(("Uy ban nhan dan xa Suoi Mo bao cao",), True, id="without marks"),
    ],
)
def test_what_is_not_worth_it_is_read_anew(old: tuple[str, ...], hidden: bool) -> None:
    written(*old, hidden=hidden)
    assert cli.main(["in.pdf", "-o", "out.pdf", "--jobs", "1"]) == 0
    assert cli.main([str(recorded_engine.SCAN), "-o", "scan.pdf", "--jobs", "1"]) == 0
    found = texts_of("out.pdf")
    assert "Trồng cây ven đường thôn Bến Đá" in " ".join(found)
    assert set(found) <= set(texts_of("scan.pdf"))


def test_a_good_layer_is_repaired_without_ocr(no_engine: None) -> None:
    scan = Path("whole.png")  # which shows no letter beside the layer's words
    Image.new("L", Image.open(recorded_engine.SCAN).size, 255).save(scan, dpi=(200, 200))
    lines = (line.replace("tổ chức", "tố chức") for line in RIGHT)
    written(*lines, hidden=True, scan=scan)
    assert cli.main(["in.pdf", "-o", "out.pdf", "--jobs", "1"]) == 0
    assert texts_of("out.pdf") == words(RIGHT)


@pytest.mark.parametrize("old", [pytest.param(OLD, id="TCVN3"), pytest.param(RIGHT, id="right")])
def test_without_ocr_the_layer_is_what_there_is(old: Any, no_engine: None) -> None:
    written(*old, hidden=True)
    assert cli.main(["in.pdf", "-o", "out.txt", "--ocr", "never", "--jobs", "1"]) == 0
    assert Path("out.txt").read_text(encoding="utf-8").split() == words(RIGHT)


def test_ocr_is_done_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    written(*RIGHT, hidden=True)
    assert cli.main(["in.pdf", "-o", "out.txt", "--ocr", "always", "--jobs", "1"]) == 0
    assert "Trồng cây ven đường" in Path("out.txt").read_text(encoding="utf-8")
