"""Real scans, where they are at hand: fewer errors than Tesseract alone, and no page worse."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

SCANS = Path(__file__).parents[1].parent / "shared" / "scans"

pytestmark = [
    pytest.mark.skipif(not SCANS.is_dir(), reason="needs ../shared/scans"),
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract-ocr"),
]
for package in ("cv2", "lxml", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import text_layers  # noqa: E402
from text_layers import Reader  # noqa: E402

from vndiacritics.ocr.formats import hocr, output  # noqa: E402
from vndiacritics.ocr.page import Page  # noqa: E402
from vndiacritics.ocr.reading import PageTask, read_page  # noqa: E402
from vndiacritics.ocr.settings import Settings  # noqa: E402
from vndiacritics.ocr.sources import Limits  # noqa: E402


def tokens(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).translate({0x1A3: "ư", 0x1A2: "Ư"}).split()


@pytest.fixture(scope="module")
def pages() -> dict[Path, Page]:
    """The scans, read and repaired."""
    found: dict[Path, Page] = {}
    for path in sorted(SCANS.glob("*.png")):
        reading = read_page(PageTask(path, "image", 1, Settings()))
        assert reading.error is None
        found[path] = reading.page
    assert len(found) == 8
    return found


def errors(path: Path, text: str) -> int:
    reference = tokens(path.with_suffix(".ref.txt").read_text(encoding="utf-8"))
    return Levenshtein.distance(reference, tokens(text))


def by_tesseract_alone(path: Path) -> str:
    return subprocess.run(
        ["tesseract", str(path), "-", "-l", "vie", "--dpi", "300"],
        check=True,
        capture_output=True,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/usr/local/bin:/bin"},
    ).stdout.decode()


def test_fewer_errors_and_no_page_worse(pages: dict[Path, Page]) -> None:
    ours = {path.stem: errors(path, page.text()) for path, page in pages.items()}
    alone = {path.stem: errors(path, by_tesseract_alone(path)) for path in pages}
    assert [name for name in ours if ours[name] > alone[name]] == []
    assert sum(ours.values()) <= 0.70 * sum(alone.values())


@pytest.mark.parametrize("reader", text_layers.READERS)
def test_the_words_are_found_in_order_on_their_boxes(
    reader: Reader, pages: dict[Path, Page], tmp_path: Path
) -> None:
    pytest.importorskip("pikepdf", reason="needs the extra [ocr]")
    for path, page in pages.items():
        document = output.Document(path, "image", None, Limits(), "test", print)
        for form in ("pdf", "hocr"):
            output.write(document, [page], tmp_path / f"{path.stem}.{form}", form)
        root = hocr.parse((tmp_path / f"{path.stem}.hocr").read_bytes())
        wanted = text_layers.written(next(hocr.read_pages(root)))
        found = reader(tmp_path / f"{path.stem}.pdf")
        # PDFium sorts what stands beside each other on one line, as the number of page 19 does.
        assert len(text_layers.not_found(wanted, found)) <= (reader is text_layers.by_pdfium) * 2
        assert (path.stem, list(text_layers.badly_placed(wanted, found))) == (path.stem, [])


@text_layers.needs_poppler
def test_pdftotext_gives_the_repaired_text(pages: dict[Path, Page], tmp_path: Path) -> None:
    for path, page in pages.items():
        document = output.Document(path, "image", None, Limits(), "test", print)
        output.write(document, [page], tmp_path / "a.pdf", "pdf")
        kinds = ("body", "stamp", "notice")
        words = text_layers.plain(page.text(*kinds)).split()
        assert (path.stem, text_layers.poppler_text(tmp_path / "a.pdf", "-raw")) == (
            path.stem,
            words,
        )
