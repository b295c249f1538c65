"""Bytes of a text file as text, and back in the same encoding."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.text.bytes import decode_bytes
from vndiacritics.text.encodings import ENCODINGS

__all__ = ["Encoded", "decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Encoded:
    """A text file's text, and how it is written.

    Attributes:
        text: behind the byte-order mark, line ends as they are.
        mark: the byte-order mark, or nothing.
        encoding: a Python codec.
        old: name of the old Vietnamese encoding it was read from; the file becomes UTF-8.
    """

    text: str
    mark: bytes
    encoding: str
    old: str = ""

    def holds(self, text: str) -> bool:
        """Tell whether the encoding has all characters of a text."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def written(self, text: str) -> bytes:
        """Return the bytes of a new text."""
        return self.mark + text.encode(self.encoding)


def decoded(data: bytes, *, declared: str | None = None) -> Encoded:
    """Read bytes: by their mark, by what the file itself declares, as UTF-8, or by what they are.

    Args:
        data: a whole file.
        declared: the encoding that it names, if it names one.

    Raises:
        BrokenDocumentError: the bytes are not what mark or declaration say.
        EncodingError: no encoding is sure.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Encoded(_strict(data[len(mark) :], name), mark, name)
    for told in (declared, "utf-8") if declared else ("utf-8",):
        try:
            codec = codecs.lookup(told).name
            return Encoded(data.decode(codec), b"", codec)
        except (LookupError, UnicodeError, ValueError):
            continue
    text, name = decode_bytes(data, name="document")
    if name in ENCODINGS:
        return Encoded(text, b"", "utf-8", name)
    return Encoded(_strict(data, name), b"", name)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise BrokenDocumentError(f"not {encoding.upper()}: {error}", remedy="mend it") from error
