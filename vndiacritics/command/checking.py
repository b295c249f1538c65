"""What a person checks: the review page (`--review`) and the list of doubts (`--doubts`)."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from vndiacritics import files
from vndiacritics.command.console import Console, is_terminal, print_bytes
from vndiacritics.command.jobs import refuse_lost
from vndiacritics.command.messages import place_in, translated
from vndiacritics.command.parser import Arguments
from vndiacritics.command.selection import STDIN, Input, Room, Selection
from vndiacritics.command.subjects import Subject, subject_of
from vndiacritics.command.views import encoded, view
from vndiacritics.errors import OutputConflictError, UsageError, VndiacriticsError
from vndiacritics.restoration import Token
from vndiacritics.review.marks import line_and_column, line_starts

__all__ = ["doubts", "looked_at", "run"]

MOST_OTHERS = 3
"""Other readings that a line names."""

ORDERS = ("doubt", "reading")
"""Orders of the list of doubts: the least sure first, or as they stand in the text."""


def run(arguments: Arguments, selection: Selection, console: Console) -> int:
    """Write the review page, or print the doubts, of inputs.

    Returns:
        The exit code: 0, or that of the first input that failed.

    Raises:
        VndiacriticsError: What would fail for every file alike.
    """
    if arguments.review is not None:
        _refuse(arguments, selection)

    def check(given: Input) -> None:
        subject = subject_of(given, arguments, console, pictures=arguments.review is not None)
        if arguments.review is not None:
            _write(subject, arguments, console)
        if arguments.doubts:
            named = _named(given, arguments)
            lines = doubts(
                subject,
                below=arguments.below,
                order=arguments.order,
                written_to=named,
                language=console.language,
            )
            print_bytes(encoded("".join(lines), subject.name))
        if arguments.output in {None, STDIN}:  # else what writes the pages tells of it
            _raise_doubt(subject, arguments)

    return _each(selection.inputs, check, console, alone=len(selection.inputs) == 1)


def looked_at(
    arguments: Arguments, selection: Selection, console: Console
) -> tuple[int, Selection]:
    """Print what is changed of the words of scans, or suggested for documents.

    Returns:
        The exit code: 0, or that of the first input that failed; and what is still to be done.

    Raises:
        VndiacriticsError: What would fail for every file alike.
    """
    room: Room = "scan" if arguments.diff else "document"

    def show(given: Input) -> None:
        subject = subject_of(given, arguments, console, pictures=False)
        if arguments.suggest:
            lines = _suggested(subject, console.language)
            print_bytes(encoded("".join(lines), subject.name))
            return
        shown = view(
            subject.result,
            name=subject.name,
            arguments=arguments,
            terminal=is_terminal(sys.stdout),
            colour=console.has_colour(),
        )
        print_bytes(shown)
        _raise_doubt(subject, arguments)

    status = _each(selection.of(room), show, console, alone=len(selection.inputs) == 1)
    rest = tuple(row for row in selection.inputs if row.room != room)
    return status, selection._replace(inputs=rest)


def _raise_doubt(subject: Subject, arguments: Arguments) -> None:
    """Raise what `--strict` ends with, of a scan with doubtful pages."""
    if arguments.strict and subject.doubt is not None:
        raise subject.doubt


def _each(
    inputs: Iterable[Input], do: Callable[[Input], None], console: Console, *, alone: bool
) -> int:
    """Do something with each input; returns the exit code of the first that failed, or 0.

    Args:
        inputs: The inputs.
        do: What is done.
        console: Who is told of errors.
        alone: The only input of the run: its error is raised.
    """
    status = 0
    for given in inputs:
        try:
            do(given)
        except VndiacriticsError as error:
            if alone:
                raise
            code = console.report(error)
            status = status or code
    return status


def _suggested(subject: Subject, language: str) -> Iterator[str]:
    """Yield a line for each likely typing error of a document, by its paragraph."""
    result = subject.result
    rows = sorted((*result.edits, *result.suggestions), key=lambda edit: edit.start)
    places = subject.places([(edit.start, edit.end) for edit in rows])
    for edit in rows:
        where = f"{subject.name}: {place_in(places[edit.start, edit.end], language)}"
        yield f"{where}: {edit.old} → {edit.new} ({edit.confidence:.2f})\n"


def _refuse(arguments: Arguments, selection: Selection) -> None:
    refuse_lost(Path(arguments.review))
    if len(selection.inputs) > 1:
        raise UsageError("--review makes the page of one file", remedy="run it for each file")
    taken = {Path(row.path).resolve() for row in selection.inputs if row.path is not None}
    if arguments.output not in {None, STDIN}:
        taken.add(Path(arguments.output).resolve())
    if Path(arguments.review).resolve() in taken:
        raise OutputConflictError(
            f"{arguments.review}: the review page would go over another file",
            remedy="choose another name, such as review.html",
        )


def _write(subject: Subject, arguments: Arguments, console: Console) -> None:
    from vndiacritics.review import page

    target = Path(arguments.review)
    pieces = page.render(
        subject.result,
        name=subject.name,
        below=arguments.below,
        bom=subject.bom,
        pictures=subject.pictures,
        spots=subject.spots if subject.pictures else None,
    )
    first = next(pieces)  # what is missing is told before a file is touched
    with files.written_whole(target) as file:
        file.write(first.encode())
        for piece in pieces:
            file.write(piece.encode())
    console.note(f"{files.display_name(target)}: open it in a browser")


def _named(given: Input, arguments: Arguments) -> str | None:
    """Return the name of the file that the restored text goes to, None where it goes to none."""
    if arguments.in_place:
        return files.display_name(given.path)
    if arguments.output in {None, STDIN}:
        return None
    target = Path(arguments.output)
    into_folder = target.is_dir() or str(arguments.output).endswith("/")
    return files.display_name(target / given.name if into_folder else target)


def doubts(
    subject: Subject,
    *,
    below: float,
    order: str = "doubt",
    written_to: str | None = None,
    language: str = "en",
) -> Iterator[str]:
    """Yield a line for each doubtful word.

    Args:
        subject: What is checked.
        below: Words less sure than this.
        order: One of `ORDERS`.
        written_to: The file that holds the restored text, in which line and column count; without
            it they count in the input. A word of a scan is named by page and box instead, one of a
            document by its paragraph, cell or line.
        language: of the words around.
    """
    result = subject.result
    found = [token for token in result.tokens if token.confidence < below]
    if order == "doubt":
        found.sort(key=lambda token: token.confidence)
    starts = line_starts(result.source if written_to is None else result.text)
    places: Mapping[tuple[int, int], str] = {}
    if subject.room == "document":
        places = subject.places([(token.start, token.end) for token in found])
    breaks = [place for place, sign in enumerate(result.text) if sign == "\f"]
    for token in found:
        if subject.room == "scan":
            page = bisect_right(breaks, token.place)
            where = f"{subject.name}: {translated(_on_page(subject, token, page), language)}"
        elif subject.room == "document":
            place = place_in(places[token.start, token.end], language)
            where = f"{written_to or subject.name}: {place}"
        else:
            at = token.start if written_to is None else token.place
            line, column = line_and_column(starts, at)
            where = f"{written_to or subject.name}:{line}:{column}"
        yield f"{where}: {_word(result.source, token, language)}\n"


def _on_page(subject: Subject, token: Token, page: int) -> str:
    number = subject.pages[page].number if page < len(subject.pages) else page + 1
    where = f"page {number}"
    spot = subject.spots.get(token.place)
    if spot is None:
        return where
    width, height = spot.right - spot.left, spot.bottom - spot.top
    return f"{where} at {spot.left:.0f},{spot.top:.0f} {width:.0f}x{height:.0f}"


def _word(source: str, token: Token, language: str) -> str:
    old = " ".join(source[token.start : token.end].split())
    told = [f"{token.confidence:.2f}"]
    if old != token.text:
        told.append(translated(f"was {old}", language))
    others = (row.text for row in token.alternatives if row.text != old)
    told += (translated(f"or {text}", language) for text in islice(others, MOST_OTHERS))
    return f"{token.text} ({', '.join(told)})"
