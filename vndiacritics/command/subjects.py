"""Inputs as texts that can be checked word by word: texts, documents and scans alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vndiacritics import files
from vndiacritics.command import reading, scans
from vndiacritics.command.console import Console, about
from vndiacritics.command.page_report import PageReport
from vndiacritics.command.parser import Arguments
from vndiacritics.command.pieces import cut
from vndiacritics.command.restoring import Way, joined, restorer_of
from vndiacritics.command.selection import STDIN, Input
from vndiacritics.command.texts import way_of
from vndiacritics.errors import VndiacriticsError
from vndiacritics.restoration import Restoration
from vndiacritics.text.kept import PARAGRAPH

if TYPE_CHECKING:
    from vndiacritics.ocr.page import Page
    from vndiacritics.review.marks import Spot
    from vndiacritics.review.page import Picture

__all__ = ["Subject", "subject_of"]


@dataclass(frozen=True)
class Subject:
    """What is checked.

    Attributes:
        name: Of the file.
        room: ``"text"``, ``"document"`` or ``"scan"``.
        result: With tokens.
        bom: Byte-order mark before the text.
        spots: Where words stand on the pages of a scan, by their first code point in the text.
        pages: Of a scan.
        pictures: Of these pages, where they were asked for.
        data: Of a document: the file.
        kind: Of a document.
        doubt: What `--strict` ends with, of a scan.
    """

    name: str
    room: str
    result: Restoration
    bom: str = ""
    spots: Mapping[int, Spot] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    pictures: tuple[Picture, ...] = ()
    data: bytes = b""
    kind: str = ""
    doubt: VndiacriticsError | None = None

    def places(self, spans: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], str]:
        """Return where words of a document stand, in words, by their spans in its text."""
        from vndiacritics.review import documents

        found = documents.places(self.data, self.kind, self.result.source, sorted(set(spans)))
        for span in set(spans) - found.keys():
            found[span] = f"paragraph {self.result.source.count(PARAGRAPH, 0, span[0]) + 1}"
        return found


def subject_of(given: Input, arguments: Arguments, console: Console, *, pictures: bool) -> Subject:
    """Read and restore an input, each word with how sure it is.

    Args:
        given: The input.
        arguments: As of `arguments.parser`.
        console: Who is told of pages that cannot be read.
        pictures: Draw the pages of a scan too.

    Raises:
        VndiacriticsError: It cannot be read or restored.
    """
    if given.error is not None:
        raise given.error
    way = way_of(arguments)
    way = way._replace(options=replace(way.options, tokens=True))
    if given.room == "scan" and given.path is not None:
        return _scan(given.path, given.kind, arguments, console, pictures=pictures)
    if given.room == "document":
        return _document(given, way)
    return _text(given.path, arguments.encoding, way)


def _text(path: Path | None, encoding: str, way: Way) -> Subject:
    parts: list[Restoration] = []
    with reading.opened(path, encoding=encoding) as text:
        if text.shows is not None:
            way = way._replace(options=replace(way.options, from_encoding=text.shows))
        pieces = [piece for piece in cut(text.chunks) if piece]
        bom = text.bom
    parts += (restorer_of(way).explain(piece) for piece in pieces)
    result = joined(parts) if parts else Restoration("", "")
    return Subject(files.display_name(path), "text", result, bom)


def _document(given: Input, way: Way) -> Subject:
    from vndiacritics.review import documents

    name = files.display_name(given.path)
    data = files.read_bytes(given.path, text=False)
    try:
        result = documents.restoration_of(data, given.kind, restorer_of(way))
    except VndiacriticsError as error:
        raise about(error, name) from error
    return Subject(name, "document", result, data=data, kind=given.kind)


def _scan(
    path: Path, kind: str, arguments: Arguments, console: Console, *, pictures: bool
) -> Subject:
    from vndiacritics.review.pictures import pictures_of
    from vndiacritics.review.scans import text_of

    settings = replace(scans.settings_of(arguments, "txt"), weighed=True)
    if kind in {"image", "pdf"}:
        pages = tuple(_pages(path, kind, arguments, console, settings))
    else:
        pages = tuple(_marked_up(path, kind, settings))
    drawn: tuple[Picture, ...] = ()
    if pictures and kind in {"image", "pdf"}:
        drawn = tuple(
            pictures_of(path, kind, pages, limits=settings.limits, password=settings.password)
        )
    report = PageReport(files.display_name(path))
    for line in [*chain.from_iterable(map(report.lines_of, pages)), report.summary()]:
        if line is not None and arguments.output in {None, STDIN}:  # else told by what writes them
            console.note(line)
    text = text_of(pages)
    return Subject(
        files.display_name(path),
        "scan",
        text.result,
        spots=text.spots,
        pages=pages,
        pictures=drawn,
        doubt=report.error(),
    )


def _pages(
    path: Path, kind: str, arguments: Arguments, console: Console, settings: Any
) -> Iterator[Page]:
    """Yield the pages of a scan; one that cannot be read is told of and is empty."""
    from vndiacritics.ocr.pipeline import Workers, default_jobs
    from vndiacritics.ocr.stream import Stream

    scans.require_engine(arguments, [scans.Scan(path, kind, Path(path.name))])
    prints = arguments.review is None
    with (
        Workers(arguments.jobs or default_jobs()) as workers,
        console.progress(0, prints=prints, pages=True) as bar,
    ):
        stream = Stream(
            workers,
            {0: (path, kind)},
            settings,
            done=lambda: None if bar is None else bar.update(1),
        )
        count, failed = stream.count(0), 0
        if bar is not None:
            bar.reset(count)
        for found in stream.pages(0):
            if found.error is not None:
                failed += 1
                if failed == count:
                    raise found.error
                found.error.problem = (
                    f"{files.display_name(path)}, page {found.page.number}: {found.error.problem}"
                )
                console.report(found.error)
            yield found.page


def _marked_up(path: Path, kind: str, settings: Any) -> list[Page]:
    from vndiacritics.ocr.formats import markup
    from vndiacritics.ocr.quality import status_of_words
    from vndiacritics.ocr.reading import repairer_for
    from vndiacritics.ocr.repair import repair_pages

    pages = repair_pages(markup.read(path, kind).pages, repairer_for(settings))
    return [replace(page, status=status_of_words(page)) for page in pages]
