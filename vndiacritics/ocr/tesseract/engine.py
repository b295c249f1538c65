"""Tesseract, the OCR engine: whether it is there, and what it reads on an image."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from vndiacritics.errors import MissingExtraError, UnreadableInputError, UsageError
from vndiacritics.ocr.formats import hocr
from vndiacritics.ocr.page import Page, Reading, Word
from vndiacritics.ocr.tesseract import choices
from vndiacritics.ocr.tesseract.overlaps import page_apart
from vndiacritics.ocr.tesseract.spelling import with_signs_respelt

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["installed_languages", "read_image", "require", "version"]

OPTIONS = "-c tessedit_do_invert=0 -c lstm_choice_mode=2 -c lstm_choice_iterations=1"
"""It does not read doubtful lines once more as white on black, and looks for other letters once and
not five times: together a tenth of its time."""

DIGITS = " -c tessedit_char_whitelist=0123456789"

INSTALL = "apt-get install tesseract-ocr tesseract-ocr-{language}"


def package() -> Any:
    """Return pytesseract.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import pytesseract
    except ImportError as error:
        raise MissingExtraError("reading images needs pytesseract", extra="ocr") from error
    return pytesseract


@lru_cache(maxsize=1)
def version() -> str:
    """Return Tesseract's version, such as ``"5.3.0"``.

    Raises:
        MissingExtraError: pytesseract or Tesseract is not installed.
    """
    pytesseract = package()
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, OSError, SystemExit) as error:
        raise MissingExtraError(
            "the program tesseract is not installed", remedy=INSTALL.format(language="vie")
        ) from error


@lru_cache(maxsize=1)
def installed_languages() -> frozenset[str]:
    """Return the languages Tesseract has models for."""
    version()
    return frozenset(package().get_languages(config=""))


def require(languages: str) -> None:
    """Refuse languages that Tesseract cannot read.

    Args:
        languages: As Tesseract takes them, ``"vie"`` or ``"vie+eng"``.

    Raises:
        UsageError: The names are no names.
        MissingExtraError: Tesseract or a language is not installed.
    """
    names = languages.split("+")
    if not all(name.replace("_", "").replace("/", "").isalnum() for name in names):
        raise UsageError(
            f"no OCR language: {languages!r}", remedy="give one such as vie or vie+eng"
        )
    for name in names:
        if name not in installed_languages():
            raise MissingExtraError(
                f"Tesseract has no model for the language {name!r}",
                remedy=INSTALL.format(language=name.replace("_", "-")),
            )


def read_image(
    image: NDArray[np.uint8],
    *,
    languages: str = "vie",
    dpi: float = 300.0,
    timeout: float = 0.0,
    one_block: bool = False,
    digits: bool = False,
) -> Page:
    """Read an image.

    It runs one process with one thread: pages are what is read in parallel.

    Args:
        image: Grey, height × width.
        languages: As Tesseract takes them.
        dpi: Pixels an inch.
        timeout: Seconds after which the engine is stopped, 0 for none.
        one_block: The image holds one block of text and needs no search for columns.
        digits: It holds digits and nothing else.

    Returns:
        A page with the blocks in Tesseract's order, all of kind ``"body"``; no two words of a line
        lie over each other.

    Raises:
        UnreadableInputError: The engine failed or took too long.
        MissingExtraError: It is not installed.
    """
    pytesseract = package()
    with TemporaryDirectory(prefix="vnfix-") as folder, one_thread():
        # pytesseract would write a PNG, whose compression takes a quarter of the engine's time.
        path = Path(folder) / "page.pgm"
        write_pgm(image, path)
        config = f"--dpi {dpi:.0f} {OPTIONS}"
        config += (" --psm 6" if one_block else "") + (DIGITS if digits else "")
        try:
            data = pytesseract.image_to_pdf_or_hocr(
                str(path),
                extension="hocr",
                lang=languages,
                config=config,
                timeout=timeout,
            )
        except RuntimeError as error:  # TesseractError is one, and so is a timeout
            if "timeout" in str(error).lower():
                raise UnreadableInputError(
                    f"OCR took more than {timeout:g} s", remedy="give it more with --ocr-timeout"
                ) from error
            raise UnreadableInputError(f"Tesseract failed: {_first_line(error)}") from error
    root = hocr.parse(data)
    others = choices.taken(root)
    page = _with_readings(next(hocr.read_pages(root)), others)
    return with_signs_respelt(page_apart(page))


def write_pgm(image: NDArray[np.uint8], path: Path) -> None:
    """Write a grey image as Tesseract reads it without unpacking."""
    height, width = image.shape
    with path.open("wb") as file:
        file.write(b"P5 %d %d 255\n" % (width, height))
        file.write(np.ascontiguousarray(image).data)


def _with_readings(page: Page, others: Mapping[int, tuple[Reading, ...]]) -> Page:
    def known(word: Word) -> Word:
        found = others.get(word.keys[0])
        return word if found is None else replace(word, readings=found)

    return page.mapped(lambda line: line.mapped(known))


def _first_line(error: Exception) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let Tesseract use one thread: pages are what is read in parallel."""
    before = os.environ.get("OMP_THREAD_LIMIT")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_THREAD_LIMIT"]
        else:
            os.environ["OMP_THREAD_LIMIT"] = before
