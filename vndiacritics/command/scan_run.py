"""One scan from its pages to its output, and what a user is told meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from vndiacritics import files
from vndiacritics.command.console import Console, print_bytes
from vndiacritics.command.page_report import PageReport
from vndiacritics.errors import LexiconError, UnreadableInputError, UsageError, VndiacriticsError

if TYPE_CHECKING:
    from vndiacritics.ocr.page import Page
    from vndiacritics.ocr.stream import Stream

__all__ = ["Run", "Scan", "sidecar_of", "system"]

REPORT_WIDTH = 5  # pages named one by one in a message


class Scan(NamedTuple):
    """An input that is no plain text: path, kind, and path below an output directory."""

    path: Path
    kind: str
    name: Path


@dataclass
class Run:
    """One scan on its way: the pages as they come, and what a user is told about them.

    Attributes:
        scan: What is read.
        form: What is written, as of `output.FORMATS`.
        settings: How pages are read.
        stream: Where its pages come from.
        place: Its own there.
        bar: Counts pages; None where nobody sees it.
        console: Who is told.
        strict: A page that gives cause for doubt counts as a failure.
        sidecar: Where the text is written beside the output; None for nowhere.
        marks: Seals and pens have a sign in the text.
        status: The exit code so far.
    """

    scan: Scan
    form: str
    settings: Any
    stream: Stream
    place: int
    bar: Any
    console: Console
    strict: bool = False
    sidecar: Path | None = None
    marks: bool = False
    status: int = 0

    @property
    def name(self) -> str:
        """The scan's, as it is shown."""
        return files.display_name(self.scan.path)

    def write(self, target: Path | None) -> int:
        """Repair the scan and return the exit code."""
        from vndiacritics.ocr.formats import output

        settings = self.settings
        count = self.stream.count(self.place)
        if self.bar is not None:
            self.bar.total += count
            self.bar.set_description(self.scan.path.name)
            self.bar.refresh()
        document = output.Document(
            self.scan.path,
            self.scan.kind,
            settings.password,
            settings.limits,
            system(),
            self.console.note,
            self.marks,
        )
        pages = self._pages(count)
        if target is None:
            for piece in output.text_parts(document, pages, self.form):
                print_bytes(piece.encode("utf-8"))
        elif self.sidecar is not None:
            with files.written_whole(self.sidecar) as text:
                output.write(document, _copied(pages, text, marks=self.marks), target, self.form)
        else:
            output.write(document, pages, target, self.form)
        return self.status

    def _pages(self, count: int) -> Iterator[Page]:
        left_out: list[int] = []
        failed = 0
        report = PageReport(self.name)
        for reading in self.stream.pages(self.place):
            page = reading.page
            if reading.error is not None:
                if count == 1:
                    raise self._named(1, reading.error)
                failed += 1
                self._report_page(page.number, reading.error)
                if failed == count:  # nothing of it could be read: no empty file
                    raise UnreadableInputError(f"{self.name}: no page of it could be read")
            if page.warnings or any(block.kind == "notice" for block in page.blocks):
                left_out.append(page.number)
            for line in report.lines_of(page):
                self.console.note(line)
            yield page
        self._conclude(report, left_out)

    def _conclude(self, report: PageReport, left_out: Sequence[int]) -> None:
        """Tell what holds of the whole file, when its last page is written."""
        from vndiacritics.ocr.formats.output import PLAIN

        if left_out and self.form in PLAIN:
            named = ", ".join(str(number) for number in left_out[:REPORT_WIDTH])
            more = ", …" if len(left_out) > REPORT_WIDTH else ""
            self.console.note(
                f"{self.name}: received stamps or signature notices left out of the text, "
                f"page {named}{more}; --format json has them"
            )
        if (summary := report.summary()) is not None:
            self.console.note(summary)
        if self.strict and (error := report.error()) is not None:
            self.status = self.status or self.console.report(error)

    def _report_page(self, number: int, error: VndiacriticsError) -> None:
        if isinstance(error, UsageError | LexiconError):
            raise error  # it would fail for every page alike
        self.console.report(self._named(number, error))
        self.status = self.status or error.exit_code

    def _named(self, number: int, error: VndiacriticsError) -> VndiacriticsError:
        """Return the same error with the page in its line."""
        if error.problem.startswith(self.name):
            return error
        named = copy(error)
        named.problem = f"{self.name}, page {number}: {error.problem}"
        return named


def sidecar_of(target: Path) -> Path:
    """Return where the text beside an output is written."""
    return target.with_suffix(".txt")


def _copied(pages: Iterator[Page], text: BinaryIO, *, marks: bool) -> Iterator[Page]:
    """Yield pages, and write their text as they pass."""
    from vndiacritics.ocr.marks import shown

    for number, page in enumerate(pages):
        said = shown(page) if marks else page
        text.write((("\f" if number else "") + said.text()).encode("utf-8"))
        yield page


def system() -> str:
    """Return name and version of this program and of Tesseract."""
    from vndiacritics import __version__
    from vndiacritics.ocr.tesseract import engine

    try:
        return f"vndiacritics {__version__}, Tesseract {engine.version()}"
    except VndiacriticsError:
        return f"vndiacritics {__version__}"
