"""Reading images and PDFs, page by page, within limits a user can move."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.errors import (
    MissingExtraError,
    UnreadableInputError,
)
from vndiacritics.files import display_name
from vndiacritics.ocr.geometry import Geometry, shown_box
from vndiacritics.ocr.pdf.opening import opened

__all__ = [
    "DAMAGE",
    "Limits",
    "PageImage",
    "count_pages",
    "damaged_image",
    "damaged_pdf",
    "frames_of",
    "load_page",
    "open_pdf",
    "opened_image",
]

EXIF_ORIENTATION = 0x0112
PDF_DPI = 300.0
MIN_DPI, MAX_DPI = 70.0, 1200.0
A4_HEIGHT = 11.69  # inches; what an image without a resolution is taken to be

DAMAGE = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError),
    *(OverflowError, ZeroDivisionError, AttributeError, RuntimeError, struct.error),
)
"""What Pillow raises of damaged images, by the format."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one input may cost.

    Attributes:
        max_pixels: Of one page; more is refused before it is decoded. An A0 sheet at 300 dpi has
            140 million.
        timeout: Seconds the engine may take for one page, 0 for no limit.
    """

    max_pixels: int = 150_000_000
    timeout: float = 180.0


@dataclass(frozen=True)
class PageImage:
    """A page as pixels: height × width (× 3), the resolution in pixels an inch."""

    pixels: NDArray[np.uint8]
    dpi: float


def open_pdf(path: Path, *, password: str | None = None) -> Any:
    """Open a PDF for reading with pypdfium2.

    Raises:
        UnreadableInputError: It is encrypted, damaged or has no pages.
        MissingExtraError: pypdfium2 is not installed.
    """
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise MissingExtraError("reading PDFs needs pypdfium2", extra="ocr") from error
    name = display_name(path)
    try:
        document = pdfium.PdfDocument(path, password=password)
        pages = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            if password:
                raise UnreadableInputError(
                    f"{name}: the password does not open it", remedy="check --password"
                ) from error
            raise UnreadableInputError(
                f"{name}: encrypted", remedy="give its password with --password"
            ) from error
        if _has_no_pages(path):  # which PDFium takes for damage
            raise UnreadableInputError(f"{name}: a PDF without pages") from error
        raise damaged_pdf(name) from error
    if not pages:
        document.close()
        raise UnreadableInputError(f"{name}: a PDF without pages")
    return document


def page_of(document: Any, number: int, name: str) -> Any:
    """Open a page of a document of pypdfium2.

    Raises:
        UnreadableInputError: It is damaged.
    """
    import pypdfium2 as pdfium

    try:
        page = document[number - 1]
        if min(page.get_size()) <= 0:  # its CropBox lies beside the page
            page.set_cropbox(*page.get_mediabox())
            page.close()
            page = document[number - 1]
    except (pdfium.PdfiumError, IndexError) as error:
        raise UnreadableInputError(
            f"{name}: a damaged page", remedy="download or scan the file again"
        ) from error
    return page


def _has_no_pages(path: Path) -> bool:
    try:
        import pikepdf
    except ImportError:
        return False
    try:
        with opened(path) as document:
            return len(document.pages) == 0
    except (pikepdf.PdfError, *DAMAGE):
        return False


@contextmanager
def without_pixel_limit() -> Iterator[None]:
    """Let Pillow open images of any size: the limit here is `Limits`, and tells the size."""
    from PIL import Image

    pillows_limit = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = pillows_limit


@contextmanager
def opened_image(path: Path, *, limits: Limits | None = None) -> Iterator[Any]:
    """Open an image with Pillow, refusing one of too many pixels before it is decoded."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise MissingExtraError("reading images needs Pillow", extra="ocr") from error
    limits = limits or Limits()
    name = display_name(path)
    try:
        with without_pixel_limit(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damage, which is an error below or harmless
            image = Image.open(path)
    except (UnidentifiedImageError, *DAMAGE) as error:
        raise UnreadableInputError(
            f"{name}: a damaged or unknown image", remedy="scan or save it again"
        ) from error
    with image:
        _check_size(image.width, image.height, name, limits)
        yield image


SIXTEEN_BITS = 65_535.0
"""White where all 16 bits are used."""

FULL_WHITE = (1.0, 255.0, 1023.0, 4095.0, 16_383.0, SIXTEEN_BITS)
"""What white may be in an image of more than 8 bits; the least that its brightest pixel reaches."""


def _check_size(width: int, height: int, name: str, limits: Limits) -> None:
    if width * height > limits.max_pixels:
        raise _too_large(name, f"{width} × {height} pixels", limits)


def _too_large(name: str, size: str, limits: Limits) -> UnreadableInputError:
    return UnreadableInputError(
        f"{name}: {size}, and the limit is {limits.max_pixels / 1e6:g} million a page",
        remedy="scan it smaller, or raise --max-megapixels",
    )


def count_pages(path: Path, kind: str, *, password: str | None = None) -> int:
    """Count the pages of an image file or PDF."""
    if kind == "pdf":
        document = open_pdf(path, password=password)
        try:
            return len(document)
        finally:
            document.close()
    with opened_image(path, limits=Limits(max_pixels=1 << 62)) as image:
        return frames_of(image, display_name(path))


def frames_of(image: Any, name: str) -> int:
    """Return how many pages an image of Pillow has.

    Raises:
        UnreadableInputError: It is damaged.
    """
    try:
        return int(getattr(image, "n_frames", 1))
    except DAMAGE as error:
        raise damaged_image(name) from error


def damaged_image(name: str) -> UnreadableInputError:
    """Return the error of an image that cannot be decoded."""
    return UnreadableInputError(f"{name}: a damaged image", remedy="scan or save it again")


def damaged_pdf(name: str) -> UnreadableInputError:
    """Return the error of a PDF that cannot be read."""
    return UnreadableInputError(
        f"{name}: a damaged or truncated PDF", remedy="download or scan the file again"
    )


def load_page(path: Path, number: int, *, limits: Limits) -> PageImage:
    """Decode one page of an image file, upright by its EXIF orientation.

    Args:
        path: PNG, JPEG, TIFF or another format Pillow reads.
        number: From 1.
        limits: What it may cost.

    Raises:
        UnreadableInputError: It is damaged or too large.
    """
    from PIL import Image, ImageOps

    name = f"{display_name(path)}, page {number}"
    with opened_image(path, limits=limits) as image:
        try:
            image.seek(number - 1)
            _check_size(image.width, image.height, name, limits)
            turned = image.getexif().get(EXIF_ORIENTATION, 1) != 1
            upright = ImageOps.exif_transpose(image) if turned else image  # it copies the image
            dpi = resolution(upright.info, upright.height)
            if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
                upright = _on_paper(upright.convert("RGBA"))
            if upright.mode in {"I", "F"} or upright.mode.startswith("I;16"):
                pixels = _in_eight_bits(np.asarray(upright))
            else:
                mode = "L" if upright.mode in {"1", "L"} else "RGB"
                plain = upright if upright.mode == mode else upright.convert(mode)
                pixels = np.array(plain, dtype=np.uint8)
        except (Image.DecompressionBombError, *DAMAGE) as error:
            raise damaged_image(name) from error
    return PageImage(pixels, dpi)


def _on_paper(layer: Any) -> Any:
    """Lay an image with transparency on white; on black, where white shows nothing of it."""
    from PIL import Image

    opacity = layer.getchannel("A")
    for ground in ("white", "black"):
        page: Any = Image.new("RGB", layer.size, ground)
        page.paste(layer, mask=opacity)
        if any(low != high for low, high in page.getextrema()):
            break
    return page


def _in_eight_bits(levels: NDArray[Any]) -> NDArray[np.uint8]:
    """Return levels of grey in more bits as ones of 8; a scanner may use 12 of 16, or go up to 1.

    Args:
        levels: Height × width.
    """
    brightest = float(np.nanmax(levels, initial=0.0))
    full = next((full for full in FULL_WHITE if brightest <= full), brightest)
    if full == SIXTEEN_BITS:
        return np.asarray(np.right_shift(levels.astype(np.uint16), 8), dtype=np.uint8)
    scaled = np.nan_to_num(levels.astype(np.float64)) * (255.0 / full)
    return np.clip(scaled, 0, 255).astype(np.uint8)


def resolution(info: dict[Any, Any], height: int) -> float:
    """Return the pixels an inch an image states, or those it would have on A4 paper."""
    stated = info.get("dpi")
    try:
        dpi = float(stated[1]) if stated else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        dpi = 0.0
    return dpi if MIN_DPI <= dpi <= MAX_DPI else max(MIN_DPI, min(MAX_DPI, height / A4_HEIGHT))


def geometry_of(page: Any, *, dpi: float = PDF_DPI) -> Geometry:
    """Return the geometry of a page of pypdfium2."""
    left, bottom, right, top = shown_box(page.get_cropbox(), page.get_mediabox())
    return Geometry(left, bottom, right, top, int(page.get_rotation()) % 360, dpi)


def render(page: Any, *, dpi: float, limits: Limits, name: str) -> PageImage:
    """Draw a page of pypdfium2, in fewer dots an inch where it would be too large."""
    width, height = page.get_size()
    pixels = width * height * (dpi / 72) ** 2
    if pixels > limits.max_pixels:
        dpi *= (limits.max_pixels / pixels) ** 0.5
        if dpi < MIN_DPI:
            raise _too_large(name, f"{width / 72:.0f} × {height / 72:.0f} inches", limits)
    drawn = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
    return PageImage(np.ascontiguousarray(drawn[:, :, :3]), dpi)
