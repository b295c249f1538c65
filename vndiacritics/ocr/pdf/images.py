"""Images put into a PDF as they are: no pixel is decoded and encoded anew where PDF allows it."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.sources import Limits, opened_image, resolution

if TYPE_CHECKING:
    import pikepdf

__all__ = ["append_image"]

_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""EXIF orientations without a mirror, and the clockwise turn that sets them upright."""

_SPACES = {0: "/DeviceGray", 2: "/DeviceRGB"}


def append_image(pdf: pikepdf.Pdf, path: Path, number: int, *, limits: Limits) -> Geometry:
    """Adds a page that shows one page of an image file and nothing else.

    The data of JPEG and of PNG without transparency or interlace goes in as it is; all else is
    packed without loss. The page has the image's size at its resolution and its EXIF orientation.

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
        image.seek(number - 1)
        width, height = image.size
        turn = _TURNS.get(int(image.getexif().get(0x0112, 1)), 0)
        shown_height = width if turn in {90, 270} else height
        dpi = resolution(image.info, shown_height)
        stream = _embedded(pdf, image, path)
    right, top = width * 72 / dpi, height * 72 / dpi
    page = pdf.add_blank_page(page_size=(right, top))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Image=pdf.make_indirect(stream)))
    page.Contents = pikepdf.Stream(pdf, b"q %.4f 0 0 %.4f 0 0 cm /Image Do Q\n" % (right, top))
    if turn:
        page.Rotate = turn
    return Geometry(0.0, 0.0, right, top, turn, dpi)


def _embedded(pdf: pikepdf.Pdf, image: Any, path: Path) -> pikepdf.Stream:
    single = getattr(image, "n_frames", 1) == 1
    if single and image.format == "JPEG" and image.mode in {"L", "RGB", "CMYK"}:
        space = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[image.mode]
        stream = _stream(pdf, path.read_bytes(), image, "/DCTDecode", space, 8)
        if space == "/DeviceCMYK" and "adobe" in image.info:
            stream.Decode = [1, 0] * 4  # Adobe writes CMYK inverted
        return stream
    if image.format == "PNG":
        data = path.read_bytes()
        if _passes(data):
            return _from_png(pdf, data, image)
    frame = image
    if frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info:
        from PIL import Image

        layer = frame.convert("RGBA")
        frame = Image.new("RGB", layer.size, "white")
        frame.paste(layer, mask=layer.getchannel("A"))
    elif frame.mode not in {"1", "L", "RGB"}:
        frame = frame.convert("L" if frame.mode.startswith(("I", "F")) else "RGB")
    packed = io.BytesIO()
    frame.save(packed, format="PNG")
    return _from_png(pdf, packed.getvalue(), frame)


def _passes(data: bytes) -> bool:
    """Tells whether PDF can take a PNG's data: no alpha, interlace or transparent colour."""
    color, interlace = data[25], data[28]
    return color in {0, 2, 3} and interlace == 0 and b"tRNS" not in data[:8192]


def _from_png(pdf: pikepdf.Pdf, data: bytes, image: Any) -> pikepdf.Stream:
    import pikepdf

    depth, color = data[24], data[25]
    palette = b""
    position = 8
    parts: list[bytes] = []
    while position + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        content = data[position + 8 : position + 8 + length]
        if kind == b"IDAT":
            parts.append(content)
        elif kind == b"PLTE":
            palette = content
        position += length + 12
    space: Any = _SPACES.get(color)
    if color == 3:
        space = pikepdf.Array(
            [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, len(palette) // 3 - 1,
             pikepdf.String(palette)]
        )  # fmt: skip
    stream = _stream(pdf, b"".join(parts), image, "/FlateDecode", space, depth)
    stream.DecodeParms = pikepdf.Dictionary(
        Predictor=15, Colors=3 if color == 2 else 1, BitsPerComponent=depth, Columns=image.width
    )
    return stream


def _stream(
    pdf: pikepdf.Pdf, data: bytes, image: Any, packing: str, space: Any, depth: int
) -> pikepdf.Stream:
    import pikepdf

    stream = pikepdf.Stream(pdf, data)
    stream.Type = pikepdf.Name.XObject
    stream.Subtype = pikepdf.Name.Image
    stream.Width, stream.Height = image.size
    stream.BitsPerComponent = depth
    stream.ColorSpace = pikepdf.Name(space) if isinstance(space, str) else space
    stream.Filter = pikepdf.Name(packing)
    return stream
