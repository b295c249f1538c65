"""Which adapter takes a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_files import docx, paragraph

from vndiacritics.documents import KINDS, BrokenDocumentError, OldFormatError, kind_of, repair
from vndiacritics.errors import UsageError
from vndiacritics.restorer import Restorer

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("To trinh.DOCX", b"PK\x03\x04", "docx"),
        ("danh sach.Xlsx", b"PK\x03\x04", "xlsx"),
        ("a.odt", b"PK\x03\x04", "odt"),
        ("a", docx(paragraph("a")), "docx"),
        ("a", b"PK\x03\x04" + bytes(26) + b"word/document.xml", "docx"),
        (
            "a.bin",
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "odt",
        ),
        ("README.MD", b"# a", "markdown"),
        ("a.htm", b"<p>", "html"),
        ("a", b"<!-- x -->\n<!DOCTYPE HTML>", "html"),
        ("a.doc", b"<html><body>", "html"),
        ("a.xml", b"<?xml version='1.0'?>", "xml"),
        ("a.xml", b"<?xml version='1.0'?><alto xmlns='x'>", None),
        ("a.html", b"<html><div class='ocr_page'>", None),
        ("a.csv", b"", "csv"),
        ("a.TSV", b"", "tsv"),
        ("a.json", b"", "json"),
        ("a.jsonl", b"", "jsonl"),
        ("a.srt", b"", "srt"),
        ("a.vtt", b"", "vtt"),
        ("a.tex", b"", "latex"),
        ("a.txt", b"<html>", None),
        ("a.pdf", b"%PDF-1.7", None),
        ("a", b"abc", None),
    ],
)
def test_ending_and_first_bytes_tell_the_kind(name: str, head: bytes, kind: str | None) -> None:
    assert kind_of(Path(name), head) == kind
    assert kind is None or kind in KINDS


@pytest.mark.parametrize(
    ("name", "head", "command"),
    [
        ("To trinh.doc", OLE, "soffice --headless --convert-to docx 'To trinh.doc'"),
        ("a.XLS", OLE, "soffice --headless --convert-to xlsx a.XLS"),
        ("a.rtf", b"{\\rtf1", "soffice --headless --convert-to docx a.rtf"),
        ("a.docx", OLE, "save it anew without a password"),
    ],
)
def test_old_formats_are_told_with_the_way_out(name: str, head: bytes, command: str) -> None:
    with pytest.raises(OldFormatError) as caught:
        kind_of(Path(name), head)
    assert command in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_file_is_told_or_comes_back(kind: str) -> None:
    if kind in {"docx", "xlsx", "odt", "xml"}:
        with pytest.raises(BrokenDocumentError):
            repair(b"", kind, Restorer())
    else:
        assert repair(b"", kind, Restorer()).data == b""


def test_revisions_are_for_word() -> None:
    with pytest.raises(UsageError, match=r"Word documents \(.docx\), not for csv"):
        repair(b"a", "csv", Restorer(), track_changes=True)
    with pytest.raises(ValueError, match="no such kind"):
        repair(b"a", "exe", Restorer())
