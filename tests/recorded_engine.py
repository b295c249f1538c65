"""What Tesseract read on the project's own page, kept, so that most tests need no engine.

The page is `ocr_pages.draw` as a bad scanner gives it. ``python tests/recorded_engine.py`` draws it
and reads it anew; that needs Tesseract with Vietnamese, fonts-croscore and the extra [ocr].
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "data" / "ocr"
SCAN = FOLDER / "plan.png"
DPI = 200
PAGE, STAMP = FOLDER / "plan.hocr", FOLDER / "plan.stamp.hocr"


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the recording in the place of Tesseract, in this process."""
    import pytesseract

    from vndiacritics.ocr.tesseract import engine

    def read(*_: object, config: str = "", **__: object) -> bytes:
        data = (STAMP if "--psm 6" in config else PAGE).read_bytes()
        times = int(config.split()[1]) / DPI  # a PDF's page is drawn in more pixels than the scan

        def scaled(box: re.Match[bytes]) -> bytes:
            return b"bbox %d %d %d %d" % tuple(round(int(edge) * times) for edge in box[1].split())

        return re.sub(rb"bbox (\d+ \d+ \d+ \d+)", scaled, data)

    monkeypatch.setattr(pytesseract, "image_to_pdf_or_hocr", read)
    monkeypatch.setattr(engine, "require", lambda _: None)
    monkeypatch.setattr(engine, "version", lambda: "5.3.0")


def lean(data: bytes) -> bytes:
    """A reading without the name of its file and the letters Tesseract gave no confidence."""
    from lxml import etree

    data = re.sub(rb'image "[^"]*"', b'image "page.pgm"', data)
    data = re.sub(rb"\s*<span class='ocrx_cinfo'[^>]*x_confs 0'>[^<]*</span>", b"", data)
    root = etree.fromstring(data)
    for word in root.xpath('//*[@class="ocrx_word"]'):
        if all(len(step) == 1 for step in word):
            for step in list(word):
                word.remove(step)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def record() -> None:
    """Draws the page, lets Tesseract read it, and writes both down."""
    import ocr_pages
    import pytesseract
    from PIL import Image

    from vndiacritics.ocr.reading import PageTask, read_page
    from vndiacritics.ocr.settings import Settings

    FOLDER.mkdir(parents=True, exist_ok=True)
    pixels = ocr_pages.worn(ocr_pages.draw(stamp=True, seal=True))
    Image.fromarray(pixels).convert("1").save(
        SCAN, dpi=(ocr_pages.DPI, ocr_pages.DPI), optimize=True
    )
    read: Any = pytesseract.image_to_pdf_or_hocr

    def recording(image: str, *, config: str = "", **options: Any) -> bytes:
        data: bytes = read(image, config=config, **options)
        (STAMP if "--psm 6" in config else PAGE).write_bytes(lean(data))
        return data

    pytesseract.image_to_pdf_or_hocr = recording
    reading = read_page(PageTask(SCAN, "image", 1, Settings()))
    sys.stdout.write(reading.page.text())


if __name__ == "__main__":
    record()
