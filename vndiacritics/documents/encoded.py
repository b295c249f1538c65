"""Bytes of a text file as text, and back in the same encoding."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cache

from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.orthography.syllable import split_tone
from vndiacritics.text.bytes import decode_bytes
from vndiacritics.text.encodings import ENCODINGS, byte_view, text_of_bytes

__all__ = ["Encoded", "decoded"]

VIEW = "windows-1252"
"""Bytes as Western letters, those without one as control characters: no byte is lost."""

_WEB_NAMES = dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"), VIEW)
"""Names by which pages mean Windows-1252."""

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
        """Return whether the encoding has all characters of a text."""
        if self.encoding == VIEW:
            return all(c in _view_bytes() for c in text)
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def fitted(self, text: str) -> str:
        """Return a text with marks of tone behind their letter where the encoding has them so.

        Windows-1258 has no other way to write most of the letters.
        """
        return text if self.holds(text) else "".join(map(self._fitted, text))

    def _fitted(self, letter: str) -> str:
        split = "".join(split_tone(letter))
        return letter if self.holds(letter) or not self.holds(split) else split

    def written(self, text: str) -> bytes:
        """Return the bytes of a new text."""
        if self.encoding == VIEW:
            return bytes(map(_view_bytes().__getitem__, text))
        return self.mark + text.encode(self.encoding)


def decoded(data: bytes, *, declared: str | None = None, view: bool = False) -> Encoded:
    """Read bytes: by their mark, by what the file itself declares, as UTF-8, or by what they are.

    Args:
        data: a whole file.
        declared: the encoding that it names, if it names one.
        view: bytes that are no UTF-8 are read as Western letters, as a browser does; what they
            stand for is left to the restorer, and the file keeps its encoding.

    Raises:
        BrokenDocumentError: the bytes are not what mark or declaration say.
        EncodingError: no encoding is sure.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Encoded(_strict(data[len(mark) :], name), mark, name)
    for told in (declared, "utf-8") if declared else ("utf-8",):
        try:
            codec = _WEB_NAMES.get(told.lower()) or codecs.lookup(told).name
            if view and codec == VIEW:
                break
            return Encoded(data.decode(codec), b"", codec)
        except (LookupError, UnicodeError, ValueError):
            continue
    if view:
        return Encoded(text_of_bytes(data), b"", VIEW)
    text, name = decode_bytes(data, name="document")
    if name in ENCODINGS:
        return Encoded(text, b"", "utf-8", name)
    return Encoded(_strict(data, name), b"", name)


@cache
def _view_bytes() -> dict[str, int]:
    return {byte_view(code): code for code in range(0x80, 0x100)} | {
        chr(code): code for code in range(0x80)
    }


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise BrokenDocumentError(f"not {encoding.upper()}: {error}", remedy="mend it") from error
