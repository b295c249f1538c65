"""Repaired pages written as text, Word, JSON, hOCR, ALTO or searchable PDF, whole or not at all."""

from __future__ import annotations

import json
import math
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from vndiacritics.documents import write_docx
from vndiacritics.errors import UsageError
from vndiacritics.files import display_name, written_whole
from vndiacritics.ocr.formats import alto, cells, hocr, pagexml
from vndiacritics.ocr.marks import shown
from vndiacritics.ocr.page import Block, Line, Page, Word
from vndiacritics.ocr.pdf import writer as pdf
from vndiacritics.ocr.sources import PDF_DPI, Limits

__all__ = ["FORMATS", "PLAIN", "REWRITTEN", "Document", "format_of", "to_json", "write"]

FORMATS = {
    "txt": (".txt",),
    "json": (".json",),
    "hocr": (".hocr", ".html", ".htm", ".xhtml"),
    "alto": (".xml", ".alto"),
    "page": (".page",),
    "tsv": (".tsv",),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "md": (".md", ".markdown"),
    "html": (".html",),
}
"""The formats, each with the endings of files that tell it, the usual one first. ``.html`` is hOCR
unless the format is named."""

PLAIN = frozenset({"txt", "docx", "md", "html", "tsv"})
"""Formats that have neither boxes nor blocks that are no text."""

FULL_LINE = 0.1
"""Share of a block's width that a line which goes on in the next one may lack."""

_LIST_MARK = re.compile(r"(?:[-–+•*]|\d+[.)]|[a-zđ]\))\s")

REWRITTEN = frozenset({"hocr", "alto", "page", "tsv"})
"""Formats that are repaired in place where the input is one."""


@dataclass(frozen=True)
class Document:
    """What the pages belong to.

    Attributes:
        source: The input file.
        kind: As of `kinds.kind_of`.
        password: Of the input.
        limits: What a page may cost.
        system: Name and version of engine and program.
        warn: Takes lines for the user.
        marks: Seals and pens have a sign in formats without boxes.
    """

    source: Path
    kind: str
    password: str | None
    limits: Limits
    system: str
    warn: Callable[[str], None]
    marks: bool = False


def format_of(target: Path) -> str:
    """Return the format that is meant by the ending of a file's name.

    Raises:
        UsageError: The ending is none of `FORMATS`.
    """
    for name, endings in FORMATS.items():
        if target.suffix.lower() in endings:
            return name
    raise UsageError(f"{display_name(target)}: its ending names no format", remedy="give --format")


def write(document: Document, pages: Iterable[Page], target: Path, form: str) -> None:
    """Write pages as they come; the file is there when the last one is.

    Args:
        document: What they belong to.
        pages: In order, read as they are needed.
        target: The file.
        form: One of `FORMATS`.

    Raises:
        UnwritableOutputError: The system refuses.
        UsageError: A PDF of what holds no picture.
    """
    if form == "pdf" and document.kind not in {"image", "pdf"}:
        raise UsageError(
            f"{display_name(document.source)}: {document.kind} holds no image to make a PDF of",
            remedy="give -o with .txt, .json or the input's own format",
        )
    with written_whole(target) as file:
        if form == "docx":
            file.write(write_docx(paragraphs(_marked(document, iter(pages), form))))
        elif form != "pdf":
            for part in text_parts(document, iter(pages), form):
                file.write(part.encode())
        elif file.seekable():
            _write_pdf(document, pages, file)
        else:  # a pipe
            with tempfile.TemporaryFile() as whole:
                _write_pdf(document, pages, whole)
                whole.seek(0)
                shutil.copyfileobj(whole, file)


def text_parts(document: Document, pages: Iterator[Page], form: str) -> Iterator[str]:
    """Yield the parts of a file in one of the text formats."""
    title = document.source.name
    pages = _marked(document, pages, form)
    if form == "hocr":
        yield from hocr.write(pages, title=title, system=document.system)
    elif form == "alto":
        yield from alto.write(pages, title=title, system=document.system)
    elif form == "page":
        yield from pagexml.write(pages, title=title, system=document.system)
    elif form == "json":
        head = json.dumps({"file": display_name(document.source), "system": document.system})
        yield head[:-1] + ', "pages": ['
        counts: Counter[str] = Counter()
        for number, page in enumerate(pages):
            counts["failed" if page.origin == "failed" else page.status] += 1
            yield (",\n" if number else "\n") + _dumped(to_json(page))
        yield f'\n], "summary": {json.dumps({"pages": counts.total(), **counts})}}}\n'
    elif form == "md":
        yield from cells.markdown(pages)
    elif form == "html":
        yield from cells.html(pages, title=title)
    elif form == "tsv":
        yield from cells.rows(pages)
    else:
        for number, page in enumerate(pages):
            yield ("\f" if number else "") + page.text()


def _marked(document: Document, pages: Iterator[Page], form: str) -> Iterator[Page]:
    """Return the pages with signs for seals and pens, where they are wanted and have no box."""
    return map(shown, pages) if document.marks and form in PLAIN else pages


def paragraphs(pages: Iterable[Page]) -> Iterator[str]:
    """Yield the paragraphs of pages; a line that fills its block goes on in the next one."""
    for number, page in enumerate(pages):
        text = "\f" if number else ""
        for block in page.blocks:
            if block.kind != "body":
                continue
            if block.columns:
                yield text + "\n".join("\t".join(row) for row in block.table())
                text = ""
                continue
            full = block.box.right - FULL_LINE * block.box.width
            for lines in block.paragraphs():
                before = None
                for line in lines:
                    if before is not None:
                        text += " " if _goes_on(before, line, full) else "\n"
                    text += line.text
                    before = line
                yield text
                text = ""
        if text:
            yield text


def _goes_on(line: Line, following: Line, full: float) -> bool:
    """Return whether the sentence of a line goes on in the next one, not a list or a heading."""
    if _LIST_MARK.match(following.text):
        return False
    if following.text[:1].islower():
        return True
    return line.box.right >= full and not line.text.endswith((".", ";", ":"))


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def to_json(page: Page) -> dict[str, Any]:
    """Return a page as values `json.dumps` takes: blocks, lines, words with box, old and new."""
    return {
        "page": page.number,
        "width": page.width,
        "height": page.height,
        "dpi": round(page.dpi, 2),
        "origin": page.origin,
        "status": page.status,
        "turned": page.angle,
        "warnings": list(page.warnings),
        "marks": [{"kind": mark.kind, "box": _edges(mark.box)} for mark in page.marks],
        "blocks": [
            {
                "kind": block.kind,
                **(_table(block) if block.columns else {}),
                "lines": [
                    {"box": _edges(line.box), "words": [_word(word) for word in line.words]}
                    for line in block.lines
                ],
            }
            for block in page.blocks
        ],
    }


def _table(block: Block) -> dict[str, Any]:
    return {"cells": block.table(), "spans": [asdict(span) for span in block.spans]}


def _word(word: Word) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "box": _edges(word.box),
        "old": word.original,
        "new": word.text,
        "ocr_confidence": round(word.confidence, 4),
    }
    if word.certainty is not None:
        fields["confidence"] = round(word.certainty, 4)
        fields["alternatives"] = list(word.alternatives)
    return fields


def _edges(box: Any) -> list[float]:
    edges = (box.left, box.top, box.right, box.bottom)
    return [round(edge, 1) if math.isfinite(edge) else 0.0 for edge in edges]


def _write_pdf(document: Document, pages: Iterable[Page], file: BinaryIO) -> None:
    if document.kind == "image":
        with pdf.ImagePdf(
            document.source, limits=document.limits, producer=document.system
        ) as made:
            for page in pages:
                made.add(page)
            made.save(file)
        return
    name = display_name(document.source)
    with pdf.OverlaidPdf(document.source, password=document.password) as overlaid:
        for line in overlaid.notices:
            document.warn(f"{name}: {line}")
        for page in pages:
            if page.origin == "failed":
                continue
            remark = overlaid.replace_layer(
                page,
                dpi=page.dpi if page.dpi or page.origin == "markup" else PDF_DPI,
                visible=page.origin == "text-layer",
            )
            if remark:
                document.warn(f"{name}, page {page.number}: {remark}")
        overlaid.save(file)
