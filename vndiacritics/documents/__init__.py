"""Documents in and out: office, web, mark-up and column files, of which only text is touched.

Each format is an adapter: it tells the pieces of text and where they stand, the restorer reads them
as one text, and the adapter puts the changes back. All else of a file stays; a file in which
nothing changes comes back byte for byte.

Examples:
    >>> from pathlib import Path
    >>> kind_of(Path("Danh sach.CSV"), b"ten,xa")
    'csv'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from vndiacritics.documents.errors import BrokenDocumentError, OldFormatError
from vndiacritics.documents.kinds import KINDS, kind_of

if TYPE_CHECKING:
    from vndiacritics.documents.document import DocumentEdit, RepairedDocument
    from vndiacritics.documents.docx_writer import write_docx
    from vndiacritics.documents.repairing import repair

__all__ = [
    "KINDS",
    "BrokenDocumentError",
    "DocumentEdit",
    "OldFormatError",
    "RepairedDocument",
    "kind_of",
    "repair",
    "write_docx",
]

_LATER = {
    "DocumentEdit": "document",
    "RepairedDocument": "document",
    "repair": "repairing",
    "write_docx": "docx_writer",
}
"""Module of each name that is imported when it is asked for: a plain text needs its kind alone."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
