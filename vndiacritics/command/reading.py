"""Texts as they are read: strictly, chunk by chunk, in whatever encoding they are.

The encoding of a long text is told by its first `HEAD` bytes. An old Vietnamese encoding may be
named for bytes (a file in TCVN3) and for characters (UTF-8 text that shows TCVN3): `Source.open`
finds out which of the two it is.
"""

from __future__ import annotations

import codecs
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from vndiacritics import files
from vndiacritics.errors import EncodingError
from vndiacritics.text.encoding_tables import ENCODINGS

__all__ = ["HEAD", "Text", "opened"]

HEAD = 1 << 20
"""Bytes that are looked at before the encoding is settled."""

SAMPLE = 1 << 14
"""Bytes of UTF-8 that tell whether it shows the old encoding that was named."""

MOST_ZEROS = 20
"""One of so many bytes may be zero: a slip of a program that wrote text, no other encoding."""

CHUNK = 1 << 20
"""Bytes read at a time."""

BYTE_TABLES = ("tcvn3", "vni", "viscii", "vps")
"""Encodings of ours whose text is a byte or two a letter, read by table."""


class Text(NamedTuple):
    """A text that is being read.

    Attributes:
        bom: Its byte-order mark, or the empty string.
        chunks: What follows, line ends as they are.
        encoding: In which its bytes are.
        shows: The old encoding its characters show, where the user said so.
        size: Bytes of the whole; None where that is not known.
    """

    bom: str
    chunks: Iterator[str]
    encoding: str
    shows: str | None = None
    size: int | None = None

    def is_unicode_already(self, asked: str) -> bool:
        """Return whether an old encoding was named and its characters do not show it."""
        named = asked in ENCODINGS and asked != "cp1258"
        return named and self.encoding == "utf-8" and self.shows is None

    @property
    def is_recoded(self) -> bool:
        """Whether its bytes are in another encoding than UTF-8, in which it is written."""
        by_table = self.encoding in BYTE_TABLES
        return by_table or codecs.lookup(self.encoding).name not in {"utf-8", "ascii"}


@contextlib.contextmanager
def opened(path: Path | None, *, encoding: str) -> Iterator[Text]:
    """Open a text; the file is closed behind the block.

    Args:
        path: A file, None for standard input.
        encoding: A text encoding of Python, one of `ENCODINGS`, or ``auto``.

    Raises:
        UnreadableInputError: The file is missing or cannot be read.
        UnsupportedInputError: It is a PDF, an image or an office document.
        EncodingError: Its bytes are not text in the encoding; raised also while the chunks are
            read, with the offset of the first such byte.
    """
    name = files.display_name(path)
    with contextlib.ExitStack() as stack:
        try:
            file = sys.stdin.buffer if path is None else stack.enter_context(path.open("rb"))
            size = None if path is None else path.stat().st_size
        except (OSError, ValueError) as error:  # a ValueError is a NUL in the path
            raise files.unreadable(name, error) from error
        reader = _Reader(file, name)
        head = reader.read(HEAD)
        files.refuse_binary(name, head)
        found, shows = _encoding_of(head, encoding, name=name, whole=reader.ended)
        if found == "utf-8" and _is_of_zeros(head):
            raise EncodingError(
                f"{name}: holds zero bytes, as UTF-16 and files of programs do",
                remedy="if it is text, give --encoding auto",
            )
        chunks = _decoded(reader, head, found, marked=encoding == files.AUTO)
        first = next(chunks, "")
        bom = files.BOM if first.startswith(files.BOM) else ""
        yield Text(bom, _chained(first[len(bom) :], chunks), found, shows, size)


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


@dataclass
class _Reader:
    """A file that is read to its end once: a terminal would go on after its first end."""

    file: BinaryIO
    name: str
    ended: bool = False

    def read(self, size: int) -> bytes:
        """Read `size` bytes, fewer only at the end, none behind it."""
        if self.ended:
            return b""
        try:
            data = self.file.read(size)
        except (OSError, ValueError) as error:
            raise files.unreadable(self.name, error) from error
        self.ended = len(data) < size
        return data


def _encoding_of(head: bytes, asked: str, *, name: str, whole: bool) -> tuple[str, str | None]:
    """Return the encoding of the bytes, and the old encoding that their text shows."""
    if asked in ENCODINGS and asked != "cp1258":
        if _is_utf8(head, whole=whole):
            return "utf-8", None if _is_unicode(head, asked) else asked
        if asked in BYTE_TABLES:
            return asked, None
        raise EncodingError(
            f"{name}: not text that shows {asked}: its bytes are not UTF-8",
            remedy="give --encoding auto, which tells it by the bytes",
        )
    if asked != files.AUTO:
        # The mark is kept here, not dropped.
        return ("utf-8" if codecs.lookup(asked).name == "utf-8-sig" else asked), None
    if _is_utf8(head, whole=whole):
        return "utf-8", None
    from vndiacritics.text.bytes import decode_bytes

    _, found = decode_bytes(head[: len(head) & ~3] if not whole else head, name=name)
    return found, None


def _is_unicode(head: bytes, asked: str) -> bool:
    """Return whether UTF-8 is likelier as it stands than in the old encoding it should show."""
    from vndiacritics.text.encoding_costs import UNICODE, scores

    text = head[:SAMPLE].decode("utf-8", "ignore")
    costs = scores(text)
    return not text.isascii() and costs[UNICODE] < costs[asked]


def _is_of_zeros(head: bytes) -> bool:
    """Return whether so many bytes are zero as in no UTF-8; a mark of UTF-16 says so itself."""
    if head.startswith(tuple(mark for mark, _ in files.FOREIGN_MARKS)):
        return False
    beginning = head[:4096]
    return beginning.count(0) * MOST_ZEROS > len(beginning)


def _is_utf8(data: bytes, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    # Text of two bytes a letter is mostly zero bytes, which UTF-8 would allow.
    return b"\0" not in data[:4096]


def _decoded(reader: _Reader, head: bytes, encoding: str, *, marked: bool) -> Iterator[str]:
    if encoding in {*BYTE_TABLES, "cp1252"}:
        yield from _by_table(reader, head, encoding)
        return
    # Python's decoder drops the mark of UTF-16, which tells the order of bytes.
    marked = marked and head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if marked and codecs.lookup(encoding).name in {"utf-16", "utf-32"}:
        yield files.BOM
    decoder = codecs.getincrementaldecoder(_ordered(head, encoding))("strict")
    read = 0
    data = head
    while True:
        read += len(data)
        final = not data
        try:
            text = decoder.decode(data, final=final)
        except UnicodeDecodeError as error:
            offset = read - len(error.object) + error.start
            byte = error.object[error.start : error.start + 1].hex()
            raise EncodingError(
                f"{reader.name}: not {encoding.upper()}: byte 0x{byte} at offset {offset}",
                remedy=files.encoding_remedy(head),
            ) from error
        except UnicodeError as error:  # what a few codecs raise instead, without an offset
            raise EncodingError(
                f"{reader.name}: not {encoding.upper()}: {error}",
                remedy=files.encoding_remedy(head),
            ) from error
        if text:
            yield text
        if final:
            return
        data = reader.read(CHUNK)


def _ordered(head: bytes, encoding: str) -> str:
    """Return the codec with its order of bytes where no mark tells it: the usual one."""
    name = codecs.lookup(encoding).name
    if name not in {"utf-16", "utf-32"}:
        return encoding
    wide = codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE
    marks = wide if name == "utf-32" else (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return encoding if head.startswith(marks) else f"{name}-le"


def _by_table(reader: _Reader, head: bytes, encoding: str) -> Iterator[str]:
    """Read bytes by a table, cut at line ends, as a letter may be two bytes."""
    from vndiacritics.text import encodings

    waiting = b""
    data = head
    while data or waiting:
        waiting += data
        stop = waiting.rfind(b"\n") + 1 if data else len(waiting)
        if stop:
            view = encodings.text_of_bytes(waiting[:stop])
            yield view if encoding == "cp1252" else encodings.decode(view, encoding).text
        waiting = waiting[stop:]
        data = reader.read(CHUNK) if data else b""
