"""Options for scans that would do nothing with what is read and written, which are refused."""

from __future__ import annotations

from collections.abc import Collection

from vndiacritics.command import scans
from vndiacritics.command.jobs import into_folder
from vndiacritics.command.parser import Arguments
from vndiacritics.command.selection import MISNAMED, STDIN, Selection
from vndiacritics.errors import UsageError

__all__ = ["refuse_idle"]

OF_WRITING = ("format", "sidecar", "marks", "signed", "image")
"""Destinations of the options for what is written."""

OF_READING = ("ocr", "ocr_lang", "ocr_timeout", "no_clean")
"""Destinations of the options for pages that are read anew."""

PIXELS = frozenset({"image", "pdf", MISNAMED})
"""Kinds of scans with pages that may be read anew, and what is called so."""

VIEWS = ("diff", "doubts", "review")
"""Destinations of what shows a scan and writes nothing of it."""


def refuse_idle(arguments: Arguments, selection: Selection) -> None:
    """Refuse an option that was given and does nothing with the scans that were found.

    Args:
        arguments: With the options of `scans.add_arguments`, and how the results are seen.
        selection: What was found, a scan at least.

    Raises:
        UsageError: Names the option and the reason.
    """
    kinds = frozenset(row.kind for row in selection.of("scan"))
    if not kinds & PIXELS:
        _refuse(arguments, OF_READING, "is for images and PDFs, and no input is one")
    if "pdf" not in kinds and arguments.image is None:
        _refuse(arguments, ("password",), "is for PDFs, and no input is one")
    view = next((name for name in VIEWS if getattr(arguments, name)), None)
    writes = arguments.output not in {None, STDIN}
    if view is not None and not writes and not arguments.json:
        _refuse(arguments, OF_WRITING, f"does nothing with --{view}, which writes no pages")
        return
    folder = into_folder(selection, arguments.files, arguments.output)
    form = scans.form_of(arguments, kinds, into_folder=folder)
    if arguments.json and form != "json":
        raise UsageError("--json and --format print two things", remedy="run them one by one")
    if arguments.json and arguments.doubts:
        raise UsageError(
            "--doubts has no place in the JSON of a scan", remedy="give --doubts or --json alone"
        )
    if not writes:
        _refuse(arguments, ("sidecar",), "does nothing without -o FILE")
    _refuse_idle_with(form, arguments, kinds)


def _refuse_idle_with(form: str, arguments: Arguments, kinds: frozenset[str]) -> None:
    from vndiacritics.ocr.formats.output import PLAIN

    if form == "txt":
        _refuse(arguments, ("sidecar",), "does nothing where the output is text")
    if form not in PLAIN and not arguments.sidecar:
        _refuse(arguments, ("marks",), f"is for text, and the output is {form}")
    if not kinds & {*PIXELS, "hocr"}:
        _refuse(arguments, ("marks",), "is for images, PDFs and hOCR, and no input is one")
    if form != "pdf":
        _refuse(arguments, ("signed",), f"is for PDFs that are written, and the output is {form}")
    if form != "pdf" or not kinds - PIXELS:
        _refuse(arguments, ("image",), "is for PDFs that are made of hOCR, ALTO and the like")


def _refuse(arguments: Arguments, names: Collection[str], reason: str) -> None:
    for name in names:
        if name in arguments.given:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} {reason}", remedy=f"leave out {option}")
