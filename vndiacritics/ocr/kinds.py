"""What kind of scan a file is, told by its first bytes."""

from __future__ import annotations

import re
from pathlib import Path

from vndiacritics.errors import UnsupportedInputError
from vndiacritics.files import display_name, unreadable

__all__ = ["kind_of"]

IMAGE_SIGNATURES = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II[*+]\x00|MM\x00[*+]|GIF8[79]a|BM.{4}\x00{4}|RIFF.{4}WEBP"
    rb"|\x00\x00\x00\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51",
    re.DOTALL,
)

PHOTO_OF_A_PHONE = re.compile(rb".{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avif)", re.DOTALL)
"""How HEIC and AVIF begin."""

DJVU = b"AT&TFORM"

TSV_HEAD = b"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\t"
"""How the table that Tesseract writes begins."""


def kind_of(path: Path) -> str | None:
    """Return what a file is by its first bytes.

    Returns:
        ``"pdf"``, ``"image"``, ``"hocr"``, ``"alto"``, ``"page"``, ``"abbyy"``, ``"tsv"`` (of
        Tesseract), or None for anything else, such as text.

    Raises:
        UnreadableInputError: The file cannot be read.
        UnsupportedInputError: It is called a PDF or image and is a web page, or is a picture of a
            kind that is not read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16384)
    except OSError as error:
        raise unreadable(display_name(path), error) from error
    kind = _kind_by_content(head)
    if kind is not None:
        return kind
    if PHOTO_OF_A_PHONE.match(head):
        raise UnsupportedInputError(
            f"{display_name(path)}: a photo in HEIC or AVIF", remedy="save it as JPEG and take that"
        )
    if head.startswith(DJVU):
        raise UnsupportedInputError(
            f"{display_name(path)}: a DjVu file", remedy="convert it: ddjvu -format=pdf"
        )
    called = path.suffix.lower()
    if called in {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}:
        markup = re.match(rb"\s*<(!doctype html|html|\?xml)", head, re.IGNORECASE)
        what = "a web page" if markup else "empty" if not head else "something else"
        raise UnsupportedInputError(
            f"{display_name(path)}: called {called} but is {what}",
            remedy="download or scan the file again",
        )
    return None


def _kind_by_content(head: bytes) -> str | None:
    tests = {
        "image": IMAGE_SIGNATURES.match(head) is not None,
        "pdf": b"%PDF-" in head[:1024],
        "alto": re.search(rb"<(?:\w+:)?alto[\s>]", head[:4096]) is not None,
        "hocr": is_hocr(head),
        "page": re.search(rb"<(?:\w+:)?PcGts[\s>]", head[:4096]) is not None,
        "abbyy": re.search(rb"<document\b[^>]*FineReader", head[:4096]) is not None,
        "tsv": head.startswith((TSV_HEAD, b"\xef\xbb\xbf" + TSV_HEAD)),
    }
    return next((kind for kind, holds in tests.items() if holds), None)


def is_hocr(data: bytes) -> bool:
    """Return whether a file is hOCR by its beginning."""
    return re.search(rb"""class=['"]ocr_page|name=['"]ocr-""", data[:8192]) is not None
