"""Text files of a user: read strictly, written whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import shutil
import stat
import sys
from pathlib import Path

from vndiacritics.errors import (
    EncodingError,
    UnreadableInputError,
    UnsupportedInputError,
    UnwritableOutputError,
)

__all__ = ["AUTO", "display_name", "read_bytes", "read_text", "write_bytes"]

BOM = "\ufeff"

AUTO = "auto"
"""The encoding that is told by the bytes."""

#: How files begin that are not text, and what they are.
SIGNATURES = (
    (rb"\s*%PDF-", "a PDF"),
    (rb"\x89PNG\r\n\x1a\n", "a PNG image"),
    (rb"\xff\xd8\xff", "a JPEG image"),
    (rb"II\*\x00|MM\x00\*", "a TIFF image"),
    (rb"GIF8[79]a", "a GIF image"),
    (rb"BM.{4}\x00{4}", "a BMP image"),
    (rb"RIFF.{4}WEBP", "a WebP image"),
    (rb"AT&TFORM", "a DjVu document"),
    (rb"PK\x03\x04", "an office document or ZIP archive"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
)

#: Byte-order marks of encodings that are not UTF-8, for the remedy; the longer ones come first.
FOREIGN_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def display_name(path: Path | None) -> str:
    """Gives a path as text that UTF-8 can write; ``-`` for standard input."""
    return "-" if path is None else os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(path: Path | None) -> bytes:
    """Reads a file that should hold text.

    Args:
        path: A file, None for standard input.

    Raises:
        UnreadableInputError: The file is missing or cannot be read.
        UnsupportedInputError: It is a PDF, an image or an office document.
    """
    name = display_name(path)
    try:
        data = sys.stdin.buffer.read() if path is None else path.read_bytes()
    except (OSError, ValueError) as error:  # a ValueError is a NUL in the path
        raise UnreadableInputError(
            f"{name}: {_reason(error)}", remedy="check the path and its permissions"
        ) from error
    _refuse_binary(name, data)
    return data


def read_text(path: Path | None, *, encoding: str = "utf-8") -> tuple[str, str]:
    r"""Reads a text strictly, line ends as they are.

    Args:
        path: A file, None for standard input.
        encoding: Any text encoding Python knows, or ``auto`` to tell it by the bytes.

    Returns:
        The byte-order mark (``"\ufeff"`` or the empty string) and the text after it.

    Raises:
        UnreadableInputError: The file is missing or cannot be read.
        UnsupportedInputError: It is a PDF, an image or an office document.
        EncodingError: Its bytes are not text in `encoding`; names the offset of the first.
    """
    name = display_name(path)
    data = read_bytes(path)
    if encoding == AUTO:
        from vndiacritics.text.bytes import decode_bytes  # noqa: PLC0415

        text, _ = decode_bytes(data, name=name)
        return (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    if codecs.lookup(encoding).name == "utf-8-sig":
        encoding = "utf-8"  # the mark is kept here, not dropped
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = data[error.start : error.start + 1].hex()
        raise EncodingError(
            f"{name}: not {encoding.upper()}: byte 0x{byte} at offset {error.start}",
            remedy=_encoding_remedy(data),
        ) from error
    except UnicodeError as error:  # what a few codecs raise instead, without an offset
        raise EncodingError(
            f"{name}: not {encoding.upper()}: {error}", remedy=_encoding_remedy(data)
        ) from error
    return (BOM, text[1:]) if text.startswith(BOM) else ("", text)


def write_bytes(path: Path, data: bytes) -> None:
    """Writes all of `data` to a file or leaves what was there.

    The bytes go to a new file in the same directory, which then takes the place of `path`; missing
    directories above are made. A link is followed, a device or pipe is written to as it is.

    Args:
        path: The file.
        data: Its whole new content.

    Raises:
        UnwritableOutputError: The system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = Path(os.path.realpath(path))
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            target.write_bytes(data)
        else:
            _replace(target, data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise UnwritableOutputError(
            f"{display_name(path)}: {_reason(error)}",
            remedy="check the path, its permissions and the space left",
        ) from error


def _replace(target: Path, data: bytes) -> None:
    partial = target.with_name(f".vnfix-{os.getpid()}.part")
    try:
        with partial.open("xb") as file:
            file.write(data)
        if target.exists():
            shutil.copymode(target, partial)
        partial.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _encoding_remedy(data: bytes) -> str:
    for mark, name in FOREIGN_MARKS:
        if data.startswith(mark):
            return f"it looks like {name.upper()}: give --encoding {name}"
    return "give its encoding with --encoding ENC, such as cp1258 or utf-16"


def _refuse_binary(name: str, data: bytes) -> None:
    for signature, kind in SIGNATURES:
        if re.match(signature, data[:1024], re.DOTALL):
            raise UnsupportedInputError(
                f"{name}: {kind}, and vnfix reads plain text only",
                remedy="save it as text, or run OCR on it, first",
            )
