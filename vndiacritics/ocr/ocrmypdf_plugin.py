"""A plugin for OCRmyPDF: Tesseract's reading, repaired before it becomes the text layer.

    ocrmypdf --plugin vndiacritics.ocr.ocrmypdf_plugin -l vie in.pdf out.pdf

It takes the place of OCRmyPDF's own Tesseract engine and passes all else on to it: orientation,
deskewing, languages. Pages are not cleaned here, as OCRmyPDF has options of its own for that.
Needs ``pip install "vndiacritics[ocrmypdf]"``.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine

from vndiacritics import __version__
from vndiacritics.ocr.formats import hocr
from vndiacritics.ocr.reading import restorer_for
from vndiacritics.ocr.repair import repair_pages
from vndiacritics.profiles.profile import of_engine

__all__ = ["RepairingEngine", "get_ocr_engine"]

log = logging.getLogger(__name__)


class RepairingEngine(TesseractOcrEngine):  # type: ignore[misc]
    """Tesseract with the restorer behind it."""

    @staticmethod
    def creator_tag(options: Any) -> str:
        """Name this program and Tesseract in the PDF's metadata."""
        return f"vndiacritics {__version__} + {TesseractOcrEngine.creator_tag(options)}"

    def __str__(self) -> str:
        return f"vndiacritics {__version__} + {super().__str__()}"

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        """Let Tesseract read a page, then repair its hOCR and its text."""
        TesseractOcrEngine.generate_hocr(input_file, output_hocr, output_text, options)
        root = hocr.parse(output_hocr.read_bytes(), name=output_hocr.name)
        restorer = restorer_for(of_engine(options.languages).name, None)
        pages = repair_pages(list(hocr.read_pages(root)), restorer)
        output_hocr.write_bytes(hocr.rewrite(root, pages))
        output_text.write_text("\n".join(page.text() for page in pages), encoding="utf-8")
        changed = sum(word.observed is not None for page in pages for word in page.words())
        log.debug("%d words repaired", changed)

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: Any) -> None:
        """Refuse the sandwich renderer, whose PDF Tesseract writes by itself, unrepaired."""
        raise NotImplementedError("vndiacritics repairs hOCR: leave out --pdf-renderer sandwich")


@hookimpl  # type: ignore[untyped-decorator]
def get_ocr_engine(options: Any) -> RepairingEngine | None:
    """Return the engine, unless the user asked OCRmyPDF for another."""
    chosen = getattr(options, "ocr_engine", "auto") if options is not None else "auto"
    return RepairingEngine() if chosen in {"auto", "tesseract"} else None
