"""Which format a file has, by its ending and its first bytes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from vndiacritics.documents.errors import OldFormatError

__all__ = ["KINDS", "OFFICE", "is_named", "kind_of", "office_kind"]

_ENDINGS = {
    "docx": "docx",
    "docm": "docx",
    "dotx": "docx",
    "dotm": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "xltm": "xlsx",
    "odt": "odt",
    "ott": "odt",
    "ods": "odt",
    "ots": "odt",
    "odp": "odt",
    "md": "markdown",
    "markdown": "markdown",
    "mdown": "markdown",
    "mkd": "markdown",
    "qmd": "markdown",
    "rmd": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "xml": "xml",
    "tei": "xml",
    "dbk": "xml",
    "rss": "xml",
    "atom": "xml",
    "xlf": "xml",
    "xliff": "xml",
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "json": "json",
    "geojson": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "srt": "srt",
    "vtt": "vtt",
    "tex": "latex",
    "latex": "latex",
    "ltx": "latex",
}

KINDS = tuple(sorted(set(_ENDINGS.values())))
"""All kinds that `repair` takes."""

OFFICE = frozenset({"docx", "xlsx", "odt"})
"""Kinds that are packages, no text."""

_OLD = {
    "doc": "docx",
    "dot": "docx",
    "rtf": "docx",
    "xls": "xlsx",
    "xlt": "xlsx",
}
"""Endings of formats that LibreOffice converts, and into what."""

_SLIDES = frozenset({"pptx", "pptm", "potx", "ppsx", "ppt", "pot", "pps"})
"""Endings of PowerPoint, whose files LibreOffice makes .odp of."""

_OLD_NAMES = {"docx": "an old Word document", "xlsx": "an old Excel sheet"}

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = b"PK\x03\x04"

_PACKAGES = (
    (re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.(?:text|sp|pr)"), "odt"),
    (re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL), "docx"),
    (re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL), "xlsx"),
)
"""What the first parts of a package are called."""

_SCANNED = re.compile(
    rb"""class=["']ocr(?:_page|x_word)|ocr-system|<(?:\w+:)?alto[\s>]""", re.IGNORECASE
)
"""What OCR writes: hOCR and ALTO are pages, no documents."""

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")


def kind_of(path: Path, head: bytes) -> str | None:
    r"""Return which adapter takes a file.

    Args:
        path: the file; the case of its ending does not matter.
        head: its first bytes, a few thousand of them.

    Returns:
        One of `KINDS`; None for plain text, pages that OCR wrote, and what is not known.

    Raises:
        OldFormatError: a format that LibreOffice must convert; the line names the command.

    Examples:
        >>> kind_of(Path("To trinh.DOCX"), b"PK\x03\x04"), kind_of(Path("a.txt"), b"abc")
        ('docx', None)
    """
    ending = path.suffix[1:].lower()
    kind = _ENDINGS.get(ending)
    if ending in _SLIDES and head.startswith((_COMPOUND, _ZIPPED)):
        raise OldFormatError(
            "a PowerPoint file, which is not taken",
            remedy=f"soffice --headless --convert-to odp {shlex.quote(str(path))}",
        )
    if head.startswith(_COMPOUND) or (ending in _OLD and head.lstrip().startswith(b"{\\rtf")):
        raise _old(path, ending)
    if head.startswith(_ZIPPED):
        found = (name for sign, name in _PACKAGES if sign.search(head))
        return kind if kind in OFFICE else next(found, None)
    if _SCANNED.search(head) and kind in {"html", "xml", None}:
        return None
    if kind is None and (not ending or ending in _OLD):
        # Word and Excel write web pages under their own endings too.
        return "html" if _HTML.match(head) else "xml" if _XML.match(head) else None
    return kind


def office_kind(path: Path) -> str | None:
    """Return the office format that an ending names: docx, xlsx, odt, or old; else None.

    Examples:
        >>> [office_kind(Path(name)) for name in ("a.DOCX", "a.rtf", "a.md")]
        ['docx', 'old', None]
    """
    ending = path.suffix[1:].lower()
    kind = "old" if ending in _OLD else _ENDINGS.get(ending)
    return kind if kind in OFFICE | {"old"} else None


def is_named(path: Path) -> bool:
    """Return whether an ending names a format of documents, whether it is taken or not.

    Examples:
        >>> [is_named(Path(name)) for name in ("a.MD", "a.rtf", "a.new")]
        [True, True, False]
    """
    ending = path.suffix[1:].lower()
    return ending in _ENDINGS or ending in _OLD or ending in _SLIDES


def _old(path: Path, ending: str) -> OldFormatError:
    if ending not in _OLD:
        return OldFormatError(
            "locked by a password, or an old office document under a new ending",
            remedy="open it in an office program and save it anew without a password",
        )
    target = _OLD[ending]
    name = "RTF" if ending == "rtf" else _OLD_NAMES[target]
    return OldFormatError(
        f"{name}, which must be converted first",
        remedy=f"soffice --headless --convert-to {target} {shlex.quote(str(path))}",
    )
