"""What other OCR programs wrote, whatever the format: read into pages, and written back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from vndiacritics.errors import UnreadableInputError, UnsupportedInputError
from vndiacritics.files import display_name, unreadable
from vndiacritics.ocr.formats import abbyy, alto, hocr, pagexml, tesseract_tsv
from vndiacritics.ocr.page import Page

__all__ = ["KINDS", "REWRITTEN", "Markup", "read"]


class _Format(Protocol):
    """What a module of a format has."""

    parse: Callable[..., Any]
    read_pages: Callable[[Any], Any]
    image_names: Callable[[Any], list[str | None]]


_MODULES: dict[str, Any] = {
    "hocr": hocr,
    "alto": alto,
    "page": pagexml,
    "abbyy": abbyy,
    "tsv": tesseract_tsv,
}

KINDS = frozenset(_MODULES)
"""Kinds of files, as of `kinds.kind_of`, that are read here."""

REWRITTEN = frozenset(kind for kind, module in _MODULES.items() if hasattr(module, "rewrite"))
"""Kinds that are repaired in place: whatever else the document holds stays."""

LARGEST = 400_000_000
"""Bytes of a document; a page has some hundred thousand at most."""


@dataclass(frozen=True)
class Markup:
    """A document of another OCR program.

    Attributes:
        kind: One of `KINDS`.
        root: As parsed.
        pages: As read.
        images: What each page says its image is called.
    """

    kind: str
    root: Any
    pages: tuple[Page, ...]
    images: tuple[str | None, ...]

    def rewritten(self, pages: Sequence[Page]) -> bytes:
        """Return the document with repaired pages in it.

        Raises:
            UnsupportedInputError: Documents of this kind are read only.
        """
        if self.kind not in REWRITTEN:
            raise UnsupportedInputError(
                f"{self.kind} is read, not written", remedy="choose another --format, such as hocr"
            )
        return cast("bytes", _MODULES[self.kind].rewrite(self.root, pages))


def read(path: Path, kind: str) -> Markup:
    """Read a document.

    Args:
        path: The file.
        kind: One of `KINDS`.

    Raises:
        UnreadableInputError: It cannot be read, is too large or is none.
    """
    name = display_name(path)
    module = cast("_Format", _MODULES[kind])
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableInputError(f"{name}: larger than {LARGEST // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(name, error) from error
    root = module.parse(data, name=name)
    try:
        pages = tuple(module.read_pages(root))
    except (ValueError, OverflowError, RecursionError) as error:
        raise UnreadableInputError(f"{name}: not {kind}: {error}") from error
    return Markup(kind, root, pages, tuple(module.image_names(root)))
