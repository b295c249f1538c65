"""`vnfix apply`: decisions of the review page, carried out in the file that was reviewed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from vndiacritics import files
from vndiacritics.command.console import Console, print_bytes
from vndiacritics.command.jobs import refuse_conflicts, refuse_lost
from vndiacritics.command.parser import Arguments, Parser, add_common
from vndiacritics.command.selection import STDIN, Input, select
from vndiacritics.command.views import encoded
from vndiacritics.errors import UnsupportedInputError, UsageError
from vndiacritics.review import decisions
from vndiacritics.review.decisions import Decisions

__all__ = ["parser", "run"]


def parser(*, prog: str, language: str) -> Parser:
    """Return the parser of ``vnfix apply``."""
    result = Parser(
        prog=prog,
        language=language,
        description="Carries decisions of a review page out: in the text or document that was "
        "reviewed, in the text that vnfix made of it, or in the searchable PDF that vnfix made of "
        "the scan.",
    )
    add = result.add_argument
    add("decisions", type=Path, metavar="DECISIONS", help="what Save decisions wrote")
    add("file", metavar="FILE", help="text, document or searchable PDF")
    add("-o", "--output", metavar="OUT", help="file to write (texts: standard output)")
    add("--encoding", default="utf-8", metavar="ENC", help="of a text (utf-8)")
    add("--password", metavar="PW", help="of an encrypted PDF")
    add_common(result)
    return result


def run(arguments: Arguments, console: Console) -> int:
    """Carry decisions out.

    Raises:
        DecisionsError: They cannot be read, or are about another file.
        VndiacriticsError: The file cannot be read or written.
    """
    found = decisions.read(arguments.decisions)
    given = select([arguments.file]).inputs[0]
    if given.error is not None:
        raise given.error
    target = None if arguments.output in {None, STDIN} else Path(arguments.output)
    _refuse(arguments, target)
    if given.path is None:
        console.await_keyboard()
    if given.room == "text":
        bom, text = files.read_text(given.path, encoding=arguments.encoding)
        data = encoded(bom + found.apply(text, name=arguments.file), arguments.file)
        if target is None:
            print_bytes(data)
            return 0
        files.write_bytes(target, data)
    else:
        if target is None:
            raise UsageError("a document or PDF is not for standard output", remedy="name -o FILE")
        if given.room == "document":
            _document(given, found, target, console)
        else:
            _scan(given, found, target, arguments, console)
    left = sum(row.decision is None for row in found.changes)
    if left:
        console.note(f"{left} changes made as vnfix proposed them, for want of a decision")
    return 0


def _refuse(arguments: Arguments, target: Path | None) -> None:
    inputs = (Path(arguments.file), target), (Path(arguments.decisions), None)
    refuse_conflicts(inputs, remedy="choose another -o")
    if target is not None:
        refuse_lost(target)


def _document(given: Input, found: Decisions, target: Path, console: Console) -> None:
    from vndiacritics.review import documents

    name = files.display_name(given.path)
    data = files.read_bytes(given.path, text=False)
    result = documents.decided(data, given.kind, found, name=name)
    for note in result.notes:
        console.note(f"{name}: {note}")
    files.write_bytes(target, result.data)


def _scan(
    given: Input, found: Decisions, target: Path, arguments: Arguments, console: Console
) -> None:
    from vndiacritics.review import layers

    if given.kind != "pdf" or given.path is None:
        raise UnsupportedInputError(
            f"{arguments.file}: decisions about a scan go into its searchable PDF or its text",
            remedy="make one first: vnfix SCAN -o FIXED.pdf, and apply them to FIXED.pdf",
        )
    with tempfile.TemporaryDirectory(prefix="vnfix-") as folder:
        made = Path(folder) / "applied.pdf"
        applied = layers.decided(given.path, found, made, password=arguments.password)
        data = made.read_bytes()
    for note in applied.notes:
        console.note(note)
    files.write_bytes(target, data)
