"""Text files of a user: read strictly, written whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import csv
import itertools
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from vndiacritics.errors import (
    EncodingError,
    UnreadableInputError,
    UnsupportedInputError,
    UnwritableOutputError,
)

__all__ = [
    "AUTO",
    "BOM",
    "back_up",
    "display_name",
    "encoding_remedy",
    "read_bytes",
    "read_table",
    "read_text",
    "refuse_binary",
    "unreadable",
    "write_bytes",
    "written_whole",
]

BOM = "\ufeff"

_NUMBERS = itertools.count()
"""Of the files that this process writes: several may be open in one folder."""

AUTO = "auto"
"""The encoding that is told by the bytes."""

SCANNED = "give it as a file, not through a pipe"

#: How files begin that are not text, what they are and what to do about it.
SIGNATURES = (
    (rb"\s*%PDF-", "a PDF", SCANNED),
    (rb"\x89PNG\r\n\x1a\n", "a PNG image", SCANNED),
    (rb"\xff\xd8\xff", "a JPEG image", SCANNED),
    (rb"II\*\x00|MM\x00\*", "a TIFF image", SCANNED),
    (rb"GIF8[79]a", "a GIF image", "save it as PNG"),
    (rb"BM.{4}\x00{4}", "a BMP image", "save it as PNG"),
    (rb"RIFF.{4}WEBP", "a WebP image", "save it as PNG"),
    (rb"AT&TFORM", "a DjVu document", "make a PDF of it with ddjvu -format=pdf"),
    (rb"PK\x03\x04", "a ZIP archive", "unpack it; name office documents as they are (.docx)"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", "save it as .docx or .xlsx"),
)

#: Byte-order marks of encodings that are not UTF-8, for the remedy; the longer ones come first.
FOREIGN_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def display_name(path: Path | None) -> str:
    """Return a path as text that UTF-8 can write; ``-`` for standard input."""
    return "-" if path is None else os.fsencode(path).decode("utf-8", "backslashreplace")


def unreadable(name: str, error: Exception) -> UnreadableInputError:
    """Return the error of a file or folder that the system does not let us read.

    Args:
        name: How it is called.
        error: What the system said.
    """
    return UnreadableInputError(
        f"{name}: {_reason(error)}", remedy="check the path and its permissions"
    )


def read_bytes(path: Path | None, *, text: bool = True) -> bytes:
    """Read a file whole.

    Args:
        path: A file, None for standard input.
        text: It should hold text.

    Raises:
        UnreadableInputError: The file is missing or cannot be read.
        UnsupportedInputError: It is a PDF, an image or an office document.
    """
    name = display_name(path)
    try:
        data = sys.stdin.buffer.read() if path is None else path.read_bytes()
    except (OSError, ValueError) as error:  # a ValueError is a NUL in the path
        raise unreadable(name, error) from error
    if text:
        refuse_binary(name, data)
    return data


def read_text(path: Path | None, *, encoding: str = "utf-8") -> tuple[str, str]:
    r"""Read a text strictly, line ends as they are.

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
            remedy=encoding_remedy(data),
        ) from error
    except UnicodeError as error:  # what a few codecs raise instead, without an offset
        raise EncodingError(
            f"{name}: not {encoding.upper()}: {error}", remedy=encoding_remedy(data)
        ) from error
    return (BOM, text[1:]) if text.startswith(BOM) else ("", text)


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table by the names of its columns.

    A table is UTF-8, tab-separated, without quoting; its first line names the columns, and lines
    that begin with ``#`` are notes.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is not UTF-8.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    noted = (line for line in lines if not line.startswith("#"))
    return list(csv.DictReader(noted, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_bytes(path: Path, data: bytes) -> None:
    """Write all of `data` to a file or leaves what was there; see `written_whole`.

    Args:
        path: The file.
        data: Its whole new content.

    Raises:
        UnwritableOutputError: The system refuses.
    """
    with written_whole(path) as file:
        file.write(data)


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Return a file to write to, whose content takes the place of `path` behind the block.

    The bytes go to a new file in the same directory, which is moved into place at the end, or taken
    away when the block raises; missing directories above are made. A link is followed, a device or
    pipe is written to as it is.

    Args:
        path: The file.

    Raises:
        UnwritableOutputError: The system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = Path(os.path.realpath(path))
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("wb") as file:
                yield file
        else:
            with _replacing(target) as file:
                yield file
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise UnwritableOutputError(
            f"{display_name(path)}: {_reason(error)}",
            remedy="check the path, its permissions and the space left",
        ) from error


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    partial = target.with_name(f".vnfix-{os.getpid()}-{next(_NUMBERS)}.part")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # or a crash might leave the name and not what it names
        if target.exists():
            shutil.copymode(target, partial)
        partial.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def back_up(path: Path) -> Path:
    """Copy a file beside itself: ``NAME.bak``, or ``NAME.bak2`` … where there is one already.

    Returns:
        The copy.

    Raises:
        UnwritableOutputError: The system refuses.
    """
    numbers = itertools.chain(("",), map(str, itertools.count(2)))
    copy = next(
        copy
        for number in numbers
        if not (copy := path.with_name(f"{path.name}.bak{number}")).exists()
    )
    with written_whole(copy) as file, path.open("rb") as source:
        shutil.copyfileobj(source, file)
    with contextlib.suppress(OSError):
        shutil.copystat(path, copy)
    return copy


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def encoding_remedy(data: bytes) -> str:
    """Return what to do about bytes that are not in the encoding they were read in."""
    for mark, name in FOREIGN_MARKS:
        if data.startswith(mark):
            return f"it looks like {name.upper()}: give --encoding auto, or {name}"
    return "give --encoding auto, which tells it by the bytes"


def refuse_binary(name: str, data: bytes) -> None:
    """Refuse what is no text by how it begins.

    Raises:
        UnsupportedInputError: It is a PDF, an image or an office document.
    """
    for signature, kind, remedy in SIGNATURES:
        if re.match(signature, data[:1024], re.DOTALL):
            raise UnsupportedInputError(f"{name}: {kind}, not text", remedy=remedy)
