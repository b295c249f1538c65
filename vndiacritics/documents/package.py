"""Office packages: ZIP files of XML parts. Only parts that are replaced are written anew."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from typing import Any, TypeAlias

from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.errors import MissingExtraError

__all__ = ["LARGEST_PART", "Element", "Package", "parsed", "serialised"]

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

LARGEST_PART = 128 << 20
"""Bytes of an XML part that is read; a sheet of a million rows is half of it."""

LARGEST_PACKAGE = 4 << 30
"""Bytes of all parts together."""

MOST_PARTS = 20_000
"""Files in a package; a book of pictures has some thousand."""

MOST_TIMES = 400
"""How many times smaller a packed part of some size may be: XML shrinks to a thirtieth."""

SMALL_PART = 8 << 20
"""Bytes up to which a part may be packed as tightly as it likes."""

_TAMPERED = "a ZIP bomb: it unpacks to more than any document needs"

_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What `zipfile` raises for damaged, encrypted and oddly packed files."""


class Package:
    """The parts of an office file.

    Args:
        data: the file.

    Raises:
        BrokenDocumentError: it is no ZIP file, is locked, damaged, or unpacks to too much.
    """

    def __init__(self, data: bytes) -> None:
        if not data:
            raise BrokenDocumentError("an empty file, no office document")
        self._data = data
        self._new: dict[str, bytes] = {}
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except _FAILURES as error:
            raise BrokenDocumentError(
                "no office document, or a damaged one: it is no ZIP file",
                remedy="open it in an office program and save it anew",
            ) from error
        self._refuse_bombs()
        self.names = self._file.namelist()

    def _refuse_bombs(self) -> None:
        infos = self._file.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_PACKAGE:
            raise BrokenDocumentError(_TAMPERED)
        for info in infos:
            tight = info.file_size > MOST_TIMES * max(1, info.compress_size)
            if tight and info.file_size > SMALL_PART:
                raise BrokenDocumentError(_TAMPERED)
            if info.flag_bits & 1:
                raise BrokenDocumentError("locked by a password", remedy="save it without one")

    def read(self, name: str) -> bytes:
        """Return a part.

        Raises:
            BrokenDocumentError: it is missing, damaged or too large.
        """
        try:
            if self._file.getinfo(name).file_size > LARGEST_PART:
                raise BrokenDocumentError(f"its part {name} is larger than vnfix reads")
            return self._file.read(name)
        except KeyError as error:
            raise BrokenDocumentError(f"its part {name} is missing") from error
        except _FAILURES as error:
            raise BrokenDocumentError(
                f"its part {name} is damaged", remedy="open it in an office program, save it anew"
            ) from error

    def parsed(self, name: str) -> Element:
        """Return the root element of a part; errors as for `read`."""
        return parsed(self.read(name), name)

    def replace(self, name: str, root: Element) -> None:
        """Put new XML in place of a part."""
        self._new[name] = serialised(root)

    def written(self) -> bytes:
        """Return the file; parts that were not replaced are copied."""
        if not self._new:
            return self._data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
            for info in self._file.infolist():
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.compress_type = info.compress_type
                kept.external_attr = info.external_attr
                kept.comment = info.comment
                try:
                    if info.filename in self._new:
                        file.writestr(kept, self._new[info.filename])
                        continue
                    kept.file_size = info.file_size
                    with self._file.open(info) as source, file.open(kept, "w") as copy:
                        shutil.copyfileobj(source, copy)
                except _FAILURES as error:
                    raise BrokenDocumentError(f"its part {info.filename} is damaged") from error
        return target.getvalue()


def parsed(data: bytes, name: str) -> Element:
    """Parse XML; nothing outside of it is read and no entity is expanded.

    Raises:
        MissingExtraError: lxml is not installed.
        BrokenDocumentError: it is not well-formed, or declares entities.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("office documents need lxml", extra="office") from error
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenDocumentError(f"its part {name} is no XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenDocumentError(f"its part {name} declares a document type, as none may")
    return root


def serialised(root: Element) -> bytes:
    """Return the bytes of a part."""
    from lxml import etree

    tree = root.getroottree()
    alone = tree.docinfo.standalone
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=alone)
    return data
