"""Searchable PDFs: pages as they are, and over them an invisible layer of the repaired words."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.files import display_name
from vndiacritics.ocr.geometry import Geometry, shown_box
from vndiacritics.ocr.page import Page
from vndiacritics.ocr.pdf import glyphless, images
from vndiacritics.ocr.pdf.bounds import DAMAGE
from vndiacritics.ocr.pdf.existing_text import inherited, replace_text
from vndiacritics.ocr.pdf.layer_editor import PageLayer
from vndiacritics.ocr.pdf.layer_writer import FONT, text_layer
from vndiacritics.ocr.pdf.opening import opened
from vndiacritics.ocr.sources import Limits, damaged_pdf

if TYPE_CHECKING:
    import pikepdf

__all__ = ["ImagePdf", "OverlaidPdf", "is_signed"]

CHUNK = 16
"""Pages after which the images of a PDF that is being made go to disk."""


def _pikepdf() -> Any:
    try:
        import pikepdf
    except ImportError as error:
        raise MissingExtraError("writing PDFs needs pikepdf", extra="ocr") from error
    return pikepdf


class OverlaidPdf:
    """An existing PDF that gets new text layers; all else in it stays.

    Args:
        path: The PDF.
        password: Where it is encrypted.

    Raises:
        UnreadableInputError: It is damaged or the password is wrong.
        MissingExtraError: pikepdf is not installed.
    """

    def __init__(self, path: Path, *, password: str | None = None) -> None:
        pikepdf = _pikepdf()
        try:
            self._pdf: Any = opened(path, password=password)
        except pikepdf.PasswordError as error:
            raise UnreadableInputError(
                f"{display_name(path)}: encrypted", remedy="give its password with --password"
            ) from error
        except (pikepdf.PdfError, OSError, *DAMAGE) as error:
            raise damaged_pdf(display_name(path)) from error
        self._path = path
        self._pikepdf = pikepdf
        self._font: Any = None
        self._was_encrypted = self._pdf.is_encrypted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    @property
    def notices(self) -> list[str]:
        """What a user should know before the changed file takes the place of the old."""
        notices: list[str] = []
        if _has_signature(self._pdf):
            notices.append(
                "digitally signed: the signature stays to be seen but no longer holds for the "
                "changed file; keep the original"
            )
        if self._was_encrypted:
            notices.append("encrypted: the new file is not")
        return notices

    def replace_layer(self, page: Page, *, dpi: float, visible: bool = False) -> str | None:
        """Put the repaired words of a page in the place of its text; what it shows stays the same.

        Args:
            page: Repaired.
            dpi: Of the pixels its boxes count; 0 to tell it by the widths of both pages.
            visible: The words were read from text that is there to be seen; where none of them
                was changed, the page stays as it is.

        Returns:
            What could not be done, as a line for the user.
        """
        if visible and all(word.observed is None for word in page.words()):
            return None
        try:
            return self._replace_layer(page, dpi)
        except (self._pikepdf.PdfError, *DAMAGE):
            return "damaged, and its words could not be put into it"

    def _replace_layer(self, page: Page, dpi: float) -> str | None:
        target = self._pdf.pages[page.number - 1]
        printed = any(word.printed for word in page.words())
        clear = replace_text(self._pdf, target, keep_shown=printed)
        geometry = _geometry(target, page, dpi)
        self._add(target, text_layer(replace(page, dpi=geometry.dpi), geometry))
        if clear:
            return None
        return "a part of its old text could not be taken out and is found beside the new"

    def layer(self, number: int) -> PageLayer | None:
        """Return the layer that this program wrote on a page (from 1), where there is one."""
        if not 1 <= number <= len(self._pdf.pages):
            return None
        found = PageLayer(self._pdf.pages[number - 1])
        return found if found.words else None

    def save(self, target: Path | BinaryIO) -> None:
        """Write the file; its metadata, outline, labels and attachments are those of the input."""
        try:
            self._pdf.save(target, compress_streams=True, preserve_pdfa=True)
        except (self._pikepdf.PdfError, *DAMAGE) as error:
            raise damaged_pdf(display_name(self._path)) from error

    def _add(self, target: Any, content: bytes) -> None:
        if self._font is None:
            self._font = glyphless.embed(self._pdf)
        _add_layer(self._pdf, target, content, self._font)


def is_signed(path: Path, *, password: str | None = None) -> bool:
    """Return whether a PDF carries a digital signature; one that cannot be read carries none."""
    pikepdf = _pikepdf()
    try:
        with opened(path, password=password) as pdf:
            return _has_signature(pdf)
    except (pikepdf.PdfError, OSError, *DAMAGE):
        return False  # reading its pages says what is wrong with it


def _has_signature(pdf: Any) -> bool:
    try:
        form = pdf.Root.get("/AcroForm")
        return form is not None and bool(int(form.get("/SigFlags", 0)) & 1)
    except DAMAGE:
        return False


class ImagePdf:
    """A new PDF of the pages of an image file, in memory that does not grow with their number.

    Args:
        path: The image file.
        limits: What a page may cost.
        producer: Name and version of the program.
    """

    def __init__(self, path: Path, *, limits: Limits, producer: str) -> None:
        self._pikepdf = _pikepdf()
        self._path = path
        self._limits = limits
        self._producer = producer
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="vnfix-")))
        self._parts: list[Path] = []
        self._pdf: pikepdf.Pdf = self._pikepdf.new()
        self._font: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()
        self._stack.close()

    def add(self, page: Page, *, path: Path | None = None, number: int | None = None) -> None:
        """Add a page: its image as it is, its words invisible.

        Args:
            page: With boxes in pixels of its image, or of that at another size.
            path: Its image file, where it is another than that of the whole.
            number: Of the page in that file, where it is another than the page's own.
        """
        geometry = images.append_image(
            self._pdf,
            self._path if path is None else path,
            page.number if number is None else number,
            limits=self._limits,
        )
        if path is not None and page.width > 0:
            turned = geometry.size[0]
            page = replace(page, dpi=geometry.dpi * page.width / turned)
        if self._font is None:
            self._font = glyphless.embed(self._pdf)
        _add_layer(self._pdf, self._pdf.pages[-1], text_layer(page, geometry), self._font)
        if len(self._pdf.pages) >= CHUNK:
            self._flush()

    def _flush(self) -> None:
        part = self._folder / f"{len(self._parts)}.pdf"
        self._pdf.save(part)
        self._pdf.close()
        self._parts.append(part)
        self._pdf = self._pikepdf.new()
        self._font = None

    def save(self, target: Path | BinaryIO) -> None:
        """Write the file."""
        if self._parts and len(self._pdf.pages):
            self._flush()
        with ExitStack() as stack:
            whole = self._pdf
            for part in self._parts:  # read from disk while the whole is written
                whole.pages.extend(stack.enter_context(opened(part)).pages)
            whole.docinfo["/Producer"] = self._producer
            whole.save(target)


def _geometry(target: Any, page: Page, dpi: float) -> Geometry:
    """Return the geometry of a page of a PDF, of pixels as the boxes of `page` have them."""
    left, bottom, right, top = shown_box(target.cropbox, target.mediabox)
    try:
        quarters = int(float(inherited(target.obj, "/Rotate", 0)) / 90)
    except (TypeError, ValueError, OverflowError):
        quarters = 0  # as viewers take what is no number
    turn = quarters * 90 % 360
    if dpi <= 0:
        width = (right - left) if turn % 180 == 0 else (top - bottom)
        dpi = 72 * page.width / width if page.width > 0 and width > 0 else 300.0
    return Geometry(left, bottom, right, top, turn, dpi)


def _add_layer(pdf: pikepdf.Pdf, target: Any, content: bytes, font: Any) -> None:
    import pikepdf

    # What the page does to the graphics state must not reach the layer.
    target.contents_add(pikepdf.Stream(pdf, b"q\n"), prepend=True)
    target.contents_add(pikepdf.Stream(pdf, b"\nQ\n" + content))
    if "/Resources" in target.obj:
        resources = target.obj.Resources
    else:  # of an ancestor, shared with other pages
        shared = inherited(target.obj, "/Resources", pikepdf.Dictionary())
        resources = target.obj.Resources = pikepdf.Dictionary(dict(shared.items()))
    if "/Font" not in resources:
        resources.Font = pikepdf.Dictionary()
    resources.Font[FONT] = font
