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
