"""Pictures of pages, small enough that hundreds of them fit one file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vndiacritics.errors import MissingExtraError
from vndiacritics.ocr import sources
from vndiacritics.ocr.page import Page
from vndiacritics.ocr.sources import Limits, PageImage
from vndiacritics.review.page import Picture

__all__ = ["pictures_of"]

DPI = 120.0
"""Dots an inch of a picture: letters of 12 points can be read, a page takes some 60 kB."""

QUALITY = 40
"""Of a picture in WebP, 0 to 100."""


def pictures_of(
    path: Path, kind: str, pages: Sequence[Page], *, limits: Limits, password: str | None = None
) -> Iterator[Picture]:
    """Yield a picture for each page, in which the pixels of the page's boxes count.

    Args:
        path: The scan.
        kind: ``"pdf"`` or ``"image"``.
        pages: As they were read.
        limits: What a page may cost.
        password: Of an encrypted PDF.

    Raises:
        UnreadableInputError: A page cannot be drawn.
        MissingExtraError: Pillow is not installed.
    """
    if kind == "pdf":
        document = sources.open_pdf(path, password=password)
        try:
            for page in pages:
                drawn = document[page.number - 1]
                try:
                    image = sources.render(drawn, dpi=DPI, limits=limits, name=str(path))
                finally:
                    drawn.close()
                yield _picture(image, page)
        finally:
            document.close()
        return
    for page in pages:
        yield _picture(sources.load_page(path, page.number, limits=limits), page)


def _picture(image: PageImage, page: Page) -> Picture:
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingExtraError("pictures of pages need Pillow", extra="review") from error
    drawn: Any = Image.fromarray(image.pixels)
    share = min(1.0, DPI / image.dpi)
    size = (max(1, round(drawn.width * share)), max(1, round(drawn.height * share)))
    small = drawn.convert("L").resize(size, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=QUALITY, method=4)
    return Picture(buffer.getvalue(), "image/webp", page.width or size[0], page.height or size[1])
