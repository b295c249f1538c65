"""Images put into a PDF as they are: no pixel is decoded and encoded anew where PDF allows it."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.files import display_name
from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.sources import (
    DAMAGE,
    Limits,
    damaged_image,
    frames_of,
    opened_image,
    resolution,
    without_pixel_limit,
)

if TYPE_CHECKING:
    import pikepdf

__all__ = ["append_image"]

log = logging.getLogger(__name__)

_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""EXIF orientations without a mirror, and the clockwise turn that sets them upright."""


def append_image(pdf: pikepdf.Pdf, path: Path, number: int, *, limits: Limits) -> Geometry:
    """Add a page that shows one page of an image file and nothing else.

    The data of JPEG and of PNG without transparency or interlace goes in as it is (`img2pdf`); all
    else is packed without loss. The page has the image's size at its resolution and its EXIF
    orientation.

    Args:
        pdf: To which a page is added.
        path: The image file.
        number: Page of it, from 1.
        limits: What it may cost.

    Returns:
        The geometry of the new page.
    """
    import pikepdf

    with opened_image(path, limits=limits) as image:
        try:
            image.seek(number - 1)
            width, height = image.size
            turn = _TURNS.get(int(image.getexif().get(0x0112, 1)), 0)
        except DAMAGE as error:
            raise damaged_image(display_name(path)) from error
        shown_height = width if turn in {90, 270} else height
        dpi = _fitting(resolution(image.info, shown_height), width, height)
        stream = _embedded(pdf, image, path)
    right, top = width * 72 / dpi, height * 72 / dpi
    page = pdf.add_blank_page(page_size=(right, top))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Image=stream))
    page.Contents = pikepdf.Stream(pdf, b"q %.4f 0 0 %.4f 0 0 cm /Image Do Q\n" % (right, top))
    if turn:
        page.Rotate = turn
    return Geometry(0.0, 0.0, right, top, turn, dpi)


SMALLEST_PAGE, LARGEST_PAGE = 3.0, 14_400.0
"""Points of an edge of a page of a PDF."""


def _fitting(dpi: float, width: int, height: int) -> float:
    """Return a resolution at which a page is neither larger nor smaller than PDF has pages.

    Raises:
        UnreadableInputError: There is none.
    """
    least = 72 * max(width, height) / LARGEST_PAGE
    most = 72 * min(width, height) / SMALLEST_PAGE
    if least > most:
        raise UnreadableInputError(
            f"an image of {width} × {height} pixels is no page", remedy="cut it into pages"
        )
    return min(max(dpi, least), most)


def _embedded(pdf: pikepdf.Pdf, image: Any, path: Path) -> pikepdf.Object:
    """Put an image into a PDF, on no page."""
    import pikepdf

    # Never closed: what is copied from it is read when the other one is written.
    made = pikepdf.open(io.BytesIO(_pdf_of(image, path)))
    (stream,) = made.pages[0].Resources.XObject.values()
    return pdf.copy_foreign(stream)


def _pdf_of(image: Any, path: Path) -> bytes:
    """Return a PDF of one page that shows an image."""
    try:
        import img2pdf
    except ImportError as error:
        raise MissingExtraError("images in PDFs need img2pdf", extra="ocr") from error

    def wrapped(data: bytes) -> bytes:
        with without_pixel_limit():
            made: bytes = img2pdf.convert(
                data,
                rotation=img2pdf.Rotation.none,
                layout_fun=lambda *_: (72, 72, 72, 72),  # the page is not used
                nodate=True,
                first_frame_only=True,
            )
        return made

    if _passes(image, path):
        try:
            return wrapped(path.read_bytes())
        except Exception as error:  # noqa: BLE001 - it raises bare ones of what it does not embed
            log.debug("%s is packed anew: %s", path, error)
    packed = io.BytesIO()
    try:
        _opaque(image).save(packed, format="PNG")
    except DAMAGE as error:
        raise damaged_image(display_name(path)) from error
    return wrapped(packed.getvalue())


def _passes(image: Any, path: Path) -> bool:
    """Return whether a PDF can take the data of a file: one picture, nothing shines through."""
    known = image.format in {"JPEG", "PNG"} and not _shines_through(image)
    return known and frames_of(image, display_name(path)) == 1


def _shines_through(image: Any) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _opaque(image: Any) -> Any:
    """Return an image as black and white, grey or colours, on white where it is transparent."""
    from PIL import Image

    if _shines_through(image):
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    if image.mode in {"1", "L", "RGB"}:
        return image
    return image.convert("L" if image.mode.startswith(("I", "F")) else "RGB")
