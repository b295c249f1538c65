"""OCRmyPDF with the restorer behind its engine."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

ocrmypdf: Any = pytest.importorskip("ocrmypdf", reason="needs the extra [ocrmypdf]")
pdfium: Any = pytest.importorskip("pypdfium2", reason="needs the extra [ocr]")

import ocr_pages  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.ocr import ocrmypdf_plugin  # noqa: E402

pytestmark = [
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract-ocr"),
    pytest.mark.skipif(
        not all(face.exists() for face in ocr_pages.FACES), reason="needs fonts-croscore"
    ),
]


class Marking:
    """Turns one word of the page into another, to be seen in the PDF."""

    def explain_batch(self, texts: list[str]) -> list[Any]:
        from test_ocr_repair import Replacing

        return Replacing(("xóm", "XÓM")).explain_batch(texts)


def test_the_repaired_words_are_in_the_pdf(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(ocrmypdf_plugin, "restorer_for", lambda *_: Marking())
    image = Image.fromarray(ocr_pages.draw())
    image.save(tmp_path / "in.png", dpi=(ocr_pages.DPI, ocr_pages.DPI))
    code = ocrmypdf.ocr(
        tmp_path / "in.png",
        tmp_path / "out.pdf",
        language=["vie"],
        plugins=["vndiacritics.ocr.ocrmypdf_plugin"],
        output_type="pdf",
        jobs=1,
        use_threads=True,
        progress_bar=False,
    )
    assert code == 0
    document = pdfium.PdfDocument(tmp_path / "out.pdf")
    text = document[0].get_textpage().get_text_range()
    assert "XÓM" in text
    assert "xóm" not in text
    assert "vndiacritics" in document.get_metadata_value("Creator")


def texts(source: Path, target: Path, *, jobs: int) -> list[str]:
    code = ocrmypdf.ocr(
        source,
        target,
        language=["eng"],
        plugins=["vndiacritics.ocr.ocrmypdf_plugin"],
        output_type="pdf",
        jobs=jobs,
        use_threads=True,
        progress_bar=False,
    )
    assert code == 0
    pages = pdfium.PdfDocument(target)
    return [page.get_textpage().get_text_range() for page in pages]


def test_six_pages_at_a_time_read_as_one_after_the_other(tmp_path: Path) -> None:
    """The plugin's threads share one restorer, which learns the words of all pages at once."""
    ocrmypdf_plugin.restorer_for.cache_clear()
    whole = ocr_pages.draw()
    strips = [Image.fromarray(whole[top : top + 240]) for top in range(540, 1260, 120)]
    source = tmp_path / "in.pdf"
    strips[0].save(source, save_all=True, append_images=strips[1:], resolution=ocr_pages.DPI)
    together = texts(source, tmp_path / "together.pdf", jobs=6)
    ocrmypdf_plugin.restorer_for.cache_clear()
    alone = texts(source, tmp_path / "alone.pdf", jobs=1)
    assert together == alone
    assert len(alone) == 6
    assert "Trồng cây ven đường" in alone[0]
