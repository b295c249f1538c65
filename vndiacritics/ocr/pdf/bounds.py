"""What a page of a PDF may unpack to, looked at before it is drawn.

A few hundred kilobytes of deflated blanks become gigabytes in whoever draws them, and a picture may
claim to have more pixels than fit any memory. Streams are unpacked here piece by piece and only
counted.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from vndiacritics.errors import UnreadableInputError
from vndiacritics.ocr.pdf.opening import opened

__all__ = ["check_page"]

MOST_DRAWING = 200_000_000
"""Bytes of instructions that draw one page; a map of a whole province has some ten million."""

MOST_FORMS = 2_000
"""Forms and pictures of a page that are looked at."""

PIECE = 1 << 20

DAMAGE = (
    *(IndexError, KeyError, AttributeError, TypeError, ValueError),
    *(OverflowError, RuntimeError, RecursionError),
)
"""What pikepdf raises of objects that are not what they should be, numbers out of range too."""

FONT_STREAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def check_page(path: Path, number: int, *, password: str | None, max_pixels: int) -> None:
    """Refuse a page that would unpack to more than memory should hold.

    Args:
        path: The PDF.
        number: Page, from 1.
        password: Where it is encrypted.
        max_pixels: Of one picture on it.

    Raises:
        UnreadableInputError: It would; tells how much is too much.
    """
    document = _opened(path.absolute(), _changed(path), password)
    if document is None:
        return
    import pikepdf

    try:
        page = document.pages[number - 1].obj
        total = 0
        for stream in _contents(page):
            total += _unpacked(stream, MOST_DRAWING - total)
        for item in _resources(page):
            if item.get("/Subtype") == pikepdf.Name.Image:
                _check_picture(item, max_pixels)
            else:
                total += _unpacked(item, MOST_DRAWING - total)
    except _TooMuchError as error:
        raise UnreadableInputError(
            str(error), remedy="print it to a new PDF and take that"
        ) from error
    except (pikepdf.PdfError, *DAMAGE):
        return  # whoever draws it says what is wrong with it


class _TooMuchError(Exception):
    """More than one page may have."""


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=1)
def _opened(path: Path, changed: int, password: str | None) -> Any:  # noqa: ARG001
    try:
        import pikepdf

        return opened(path, password=password)
    except ImportError:
        return None
    except (pikepdf.PdfError, OSError, *DAMAGE):
        return None  # whoever draws it says what is wrong with it


def _contents(page: Any) -> Iterator[Any]:
    import pikepdf

    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        yield from (part for part in contents if isinstance(part, pikepdf.Stream))
    elif isinstance(contents, pikepdf.Stream):
        yield contents


def _resources(page: Any) -> Iterator[Any]:
    """Yield what a page draws with, each once: forms, pictures, those in forms, fonts."""
    import pikepdf

    from vndiacritics.ocr.pdf.existing_text import inherited

    seen: set[tuple[int, int]] = set()
    waiting = [inherited(page, "/Resources", None)]
    while waiting and len(seen) < MOST_FORMS:
        resources = waiting.pop()
        if not isinstance(resources, pikepdf.Dictionary):
            continue
        objects = resources.get("/XObject")
        drawn = list(objects.values()) if isinstance(objects, pikepdf.Dictionary) else []
        for item in (*drawn, *_font_streams(resources.get("/Font"))):
            if not isinstance(item, pikepdf.Stream) or item.objgen in seen:
                continue
            seen.add(item.objgen)
            yield item
            waiting.append(item.get("/Resources"))


def _font_streams(fonts: Any) -> Iterator[Any]:
    """Yield what the fonts of a page hold: outlines, and the letters they stand for."""
    import pikepdf

    for font in fonts.values() if isinstance(fonts, pikepdf.Dictionary) else ():
        if not isinstance(font, pikepdf.Dictionary):
            continue
        inner = font.get("/DescendantFonts")
        parts = [font, *(inner if isinstance(inner, pikepdf.Array) else ())]
        for part in parts:
            if not isinstance(part, pikepdf.Dictionary):
                continue
            yield part.get("/ToUnicode")
            descriptor = part.get("/FontDescriptor")
            if isinstance(descriptor, pikepdf.Dictionary):
                yield from (descriptor.get(name) for name in FONT_STREAMS)


def _check_picture(picture: Any, max_pixels: int) -> None:
    width, height = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
    if width * height > max_pixels:
        raise _TooMuchError(
            f"a picture of {width} × {height} pixels, and the limit is {max_pixels / 1e6:g} million"
        )


def _unpacked(stream: Any, most: int) -> int:
    """Return how many bytes a stream unpacks to.

    Raises:
        _TooMuchError: More than `most`.
    """
    import pikepdf

    filters = stream.get("/Filter")
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters or ())
    pieces: Iterator[bytes] = iter([stream.read_raw_bytes()])
    for name in names:
        if name not in {pikepdf.Name.FlateDecode, pikepdf.Name("/Fl")}:
            break  # other packings grow little
        pieces = _inflated(pieces)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most:
            raise _TooMuchError(f"more than {MOST_DRAWING // 1_000_000} MB of drawing instructions")
    return total


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest:
            try:
                yield unpacking.decompress(rest, PIECE)
            except zlib.error:
                return  # damaged: what follows is not unpacked by others either
            rest = unpacking.unconsumed_tail
