"""What another OCR program wrote, repaired: in place, in another format, or into a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vndiacritics import files
from vndiacritics.command.console import Console, print_bytes
from vndiacritics.command.page_report import PageReport
from vndiacritics.command.parser import Arguments
from vndiacritics.command.scan_run import Scan, system
from vndiacritics.errors import UnreadableInputError, UsageError

if TYPE_CHECKING:
    from vndiacritics.ocr.formats.markup import Markup
    from vndiacritics.ocr.formats.output import Document
    from vndiacritics.ocr.page import Page

__all__ = ["repair_markup"]


def repair_markup(
    scan: Scan,
    target: Path | None,
    sidecar: Path | None,
    form: str,
    settings: Any,
    arguments: Arguments,
    console: Console,
) -> int:
    """Repair a document of another OCR program.

    Args:
        scan: The document, of one of the kinds of `ocr.formats.markup`.
        target: The file to write; None for standard output.
        sidecar: Where the text is written beside it; None for nowhere.
        form: What is written; where it is of the document's own kind, all else in it stays.
        settings: How words are repaired.
        arguments: With `image`, the pages as images or PDF, for a PDF, else those that the document
            names; `marks`, seals and pens have a sign in text; and `strict`.
        console: Who is told.

    Returns:
        The exit code: 0, or where it is strict that of a page that gives cause for doubt.
    """
    from vndiacritics.ocr.formats import markup, output
    from vndiacritics.ocr.quality import status_of_words
    from vndiacritics.ocr.reading import repairer_for
    from vndiacritics.ocr.repair import repair_pages

    document = markup.read(scan.path, scan.kind)
    repaired = repair_pages(document.pages, repairer_for(settings))
    pages = [replace(page, status=status_of_words(page)) for page in repaired]
    report = _reported(scan, pages, console)
    about = output.Document(
        scan.path, scan.kind, None, settings.limits, system(), console.note, arguments.marks
    )
    if target is None:
        _print(document, pages, about, form)
    elif form == "pdf":
        _write_pdf(document, pages, about, target, arguments.image, settings.password)
    elif form == scan.kind:
        files.write_bytes(target, document.rewritten(pages))
    else:
        output.write(about, pages, target, form)
    if sidecar is not None:
        output.write(about, pages, sidecar, "txt")
    if arguments.strict and (doubt := report.error()) is not None:
        return console.report(doubt)
    return 0


def _reported(scan: Scan, pages: Sequence[Page], console: Console) -> PageReport:
    """Tell what there is to tell of the pages, and return the report."""
    report = PageReport(files.display_name(scan.path))
    for page in pages:
        for line in report.lines_of(page):
            console.note(line)
    if (summary := report.summary()) is not None:
        console.note(summary)
    return report


def _print(document: Markup, pages: Sequence[Page], about: Document, form: str) -> None:
    from vndiacritics.ocr.formats import output

    if form == about.kind:
        print_bytes(document.rewritten(pages))
    else:
        print_bytes("".join(output.text_parts(about, iter(pages), form)).encode("utf-8"))


def _write_pdf(
    document: Markup,
    pages: Sequence[Page],
    about: Document,
    target: Path,
    image: Path | None,
    password: str | None,
) -> None:
    """Put the words of a document over the pages they were read from.

    Args:
        document: What names the images of its pages.
        pages: Repaired.
        about: What the pages belong to.
        target: The file to write.
        image: The pages as images or PDF; None for those that the document names.
        password: Of that PDF.
    """
    from vndiacritics.ocr import kinds, sources
    from vndiacritics.ocr.formats import output
    from vndiacritics.ocr.pdf.writer import ImagePdf

    if image is not None:
        kind = kinds.kind_of(image)
        if kind not in {"image", "pdf"}:
            raise UsageError(
                f"{files.display_name(image)}: neither an image nor a PDF", remedy="check --image"
            )
        count = sources.count_pages(image, kind, password=password)
        if count < len(pages):
            raise UnreadableInputError(
                f"{files.display_name(image)}: {count} pages, and {len(pages)} in "
                f"{files.display_name(about.source)}",
                remedy="give the images of all pages",
            )
        if kind == "pdf":
            placed = [replace(page, origin="markup", dpi=0.0) for page in pages]
            under = replace(about, source=image, kind="pdf", password=password)
            output.write(under, placed, target, "pdf")
            return
        found = [(image, page.number) for page in pages]
    else:
        found = [(place, 1) for place in _named_images(document, about.source)]

    with ImagePdf(about.source, limits=about.limits, producer=about.system) as pdf:
        for page, (place, number) in zip(pages, found, strict=True):
            pdf.add(page, path=place, number=number)
        with files.written_whole(target) as file:
            pdf.save(file)


def _named_images(document: Markup, path: Path) -> list[Path]:
    """Return the images that a document names, which lie beside it or below."""
    folder = path.resolve().parent
    found: list[Path] = []
    for number, name in enumerate(document.images, start=1):
        place = (folder / Path(name.replace("\\", "/")).name) if name else None
        inner = (folder / name) if name else None
        for candidate in (inner, place):
            if candidate is not None and candidate.is_file() and _is_below(candidate, folder):
                found.append(candidate)
                break
        else:
            what = f"the image {name!r} of page {number}" if name else f"an image of page {number}"
            raise UsageError(
                f"{files.display_name(path)}: {what} is not beside it",
                remedy="name the image or PDF of its pages with --image",
            )
    return found


def _is_below(place: Path, folder: Path) -> bool:
    return place.resolve().is_relative_to(folder)
