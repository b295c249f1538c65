"""Whether everything the front end needs is there: `vnfix doctor`."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from vndiacritics.command.console import Console, print_bytes
from vndiacritics.command.messages import translated
from vndiacritics.command.parser import Arguments, Parser, add_common
from vndiacritics.errors import VndiacriticsError

__all__ = ["Check", "examine", "parser", "report", "run"]

PACKAGES = {
    "numpy": ("the model", ""),
    "tqdm": ("the progress bar", ""),
    "lxml": ("Word, Excel, OpenDocument; hOCR and ALTO", "office"),
    "Jinja2": ("the review page", "review"),
    "Pillow": ("images, and pictures on the review page", "ocr"),
    "pypdfium2": ("reading PDFs", "ocr"),
    "pikepdf": ("writing PDFs", "ocr"),
    "img2pdf": ("images in PDFs", "ocr"),
    "opencv-python-headless": ("cleaning pages", "ocr"),
    "pytesseract": ("OCR", "ocr"),
}
"""What each is for, and the extra of vndiacritics that brings it; none for all."""


SLOWER = "in Python: the same results, slower; to compile it, install again with a C compiler"


@dataclass(frozen=True)
class Check:
    """One thing that was looked for: what, whether it is there, and its version or the remedy."""

    name: str
    found: bool
    detail: str


def examine(languages: str = "vie") -> Iterator[Check]:
    """Look for each package, Tesseract, its languages and the model.

    Args:
        languages: OCR languages that are wanted, as Tesseract takes them.
    """
    yield Check("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    for package, (purpose, extra) in PACKAGES.items():
        named = f"[{extra}]" if extra else ""
        try:
            yield Check(f"{package} ({purpose})", True, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield Check(f"{package} ({purpose})", False, f"pip install 'vndiacritics{named}'")
    yield from _engine(languages)
    try:
        from vndiacritics import core
        from vndiacritics.restorer import Restorer

        Restorer()
        yield Check("language model", True, "loads")
        is_compiled = core.name() == core.COMPILED
        yield Check("core", True, "compiled" if is_compiled else SLOWER)
    except (VndiacriticsError, ImportError) as error:
        yield Check("language model", False, str(error))


def _engine(languages: str) -> Iterator[Check]:
    """Look for Tesseract and its languages, with or without the package that calls it."""
    from vndiacritics.ocr.tesseract import engine

    try:
        yield Check("tesseract", True, engine.version())
        for language in languages.split("+"):
            try:
                engine.require(language)
                yield Check(f"tesseract language {language}", True, "installed")
            except VndiacriticsError as error:
                yield Check(f"tesseract language {language}", False, error.remedy)
    except VndiacriticsError:
        there = shutil.which("tesseract")
        yield Check("tesseract", bool(there), there or engine.INSTALL.format(language="vie"))


def parser(*, prog: str, language: str) -> Parser:
    """Return the parser of ``vnfix doctor``."""
    result = Parser(
        prog=prog,
        language=language,
        description="Checks whether all that documents, scans and reviews need is installed.",
    )
    result.add_argument(
        "--ocr-lang", default="vie", metavar="LANG", help="Tesseract's languages (vie)"
    )
    add_common(result)
    return result


def run(arguments: Arguments, console: Console) -> int:
    """Print what is there and what is missing; see `report`."""
    return report(arguments.ocr_lang, speaks=console.language)


def report(languages: str = "vie", *, speaks: str = "en") -> int:
    """Print what `examine` finds.

    Args:
        languages: OCR languages that are wanted.
        speaks: The language of what is printed.

    Returns:
        0 when nothing is missing, else 6, the exit code of a missing extra.
    """
    missing = False
    for check in examine(languages):
        missing = missing or not check.found
        mark = translated("ok" if check.found else "MISSING", speaks)
        name, detail = (translated(text, speaks) for text in (check.name, check.detail))
        print_bytes(f"{mark:<7}  {name}: {detail}\n".encode())
    return 6 if missing else 0
