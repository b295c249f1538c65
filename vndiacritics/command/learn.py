"""`vnfix learn`: a lexicon from decisions, or what an office's own right texts teach."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from vndiacritics import files
from vndiacritics.command.console import Console
from vndiacritics.command.jobs import refuse_lost
from vndiacritics.command.parser import Arguments, Parser, add_common
from vndiacritics.command.selection import Input, is_folder, select
from vndiacritics.errors import (
    DecisionsError,
    OutputConflictError,
    UnreadableInputError,
    UsageError,
    VndiacriticsError,
)

__all__ = ["parser", "run"]

FEWEST = 500
"""Words under which an office's texts say too little to be worth it."""


def parser(*, prog: str, language: str) -> Parser:
    """Return the parser of ``vnfix learn``."""
    result = Parser(
        prog=prog,
        language=language,
        description="Learns from right texts of one office (FOLDER -o office.vnd, then "
        "vnfix --learnt office.vnd), or from decisions of the review page "
        "(decisions.json --lexicon mine.tsv, then vnfix --lexicon mine.tsv).",
    )
    add = result.add_argument
    add(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="folders, texts and documents that are right as they are; or files of decisions",
    )
    add("-o", "--output", type=Path, metavar="OUT.vnd", help="what the texts teach")
    add("--lexicon", type=Path, metavar="FILE", help="lexicon to make, or to add to")
    add("--encoding", default="utf-8", metavar="ENC", help="of texts (utf-8)")
    add_common(result)
    return result


def run(arguments: Arguments, console: Console) -> int:
    """Learn.

    Raises:
        UsageError: It is not clear what is to be made.
        VndiacriticsError: An input cannot be read, or the output not written.
    """
    if (arguments.output is None) == (arguments.lexicon is None):
        raise UsageError(
            "say what to make",
            remedy="give texts and -o office.vnd, or decisions and --lexicon mine.tsv",
        )
    refuse_lost(arguments.output or arguments.lexicon)
    if arguments.lexicon is not None and "lexicon" in arguments.given:
        return _from_decisions(arguments, console)
    return _from_texts(arguments, console)


def _from_decisions(arguments: Arguments, console: Console) -> int:
    from vndiacritics.review import decisions, terms

    for name in arguments.inputs:
        if is_folder(Path(name)):
            raise UsageError(
                f"{name}: a folder, and a lexicon is made of decisions",
                remedy="give -o office.vnd to learn from its texts",
            )
        found = decisions.read(Path(name))
        text, added = terms.merged(arguments.lexicon, terms.terms(found), source=found.file)
        files.write_bytes(arguments.lexicon, text.encode())
        console.note(f"{files.display_name(arguments.lexicon)}: {added} terms added from {name}")
    return 0


def _from_texts(arguments: Arguments, console: Console) -> int:
    from vndiacritics.adaptation.office import learn
    from vndiacritics.model import learnt

    found = select(arguments.inputs)
    if any(row.path is None for row in found.inputs):
        console.await_keyboard()
    target: Path = arguments.output
    if target.resolve() in {row.path.resolve() for row in found.inputs if row.path is not None}:
        raise OutputConflictError(f"{target}: the output is an input", remedy="choose another -o")
    _refuse_decisions(found.inputs)
    result = learn(_texts(found.inputs, arguments.encoding, console))
    if not result.tokens:
        raise UnreadableInputError("there is no text to learn from", remedy="name texts or folders")
    if result.tokens < FEWEST:
        console.note(f"only {result.tokens} words: an office's texts should have thousands")
    with files.written_whole(target) as file:
        file.write(learnt.packed(result))
    console.note(
        f"{files.display_name(target)}: learnt from {result.texts} texts, {result.tokens} words; "
        f"use it with --learnt {files.display_name(target)}"
    )
    return 0


def _refuse_decisions(inputs: tuple[Input, ...]) -> None:
    """Refuse decisions among texts: they hold what was wrong, too."""
    from vndiacritics.review import decisions

    for given in inputs:
        if given.path is None or given.kind != "json":
            continue
        with contextlib.suppress(DecisionsError):
            decisions.read(given.path)
            raise UsageError(
                f"{files.display_name(given.path)}: decisions, which are no text",
                remedy="give --lexicon mine.tsv to learn from them",
            )


def _texts(inputs: tuple[Input, ...], encoding: str, console: Console) -> Iterator[str]:
    """Yield texts; one that cannot be read is told of and left out."""
    for given in inputs:
        try:
            if given.error is not None:
                raise given.error
            if given.room == "scan":
                console.note(f"{files.display_name(given.path)}: a scan, left out")
            elif given.room == "document":
                yield _document(given)
            else:
                yield files.read_text(given.path, encoding=encoding)[1]
        except VndiacriticsError as error:
            if len(inputs) == 1:
                raise
            console.report(error)


def _document(given: Input) -> str:
    from vndiacritics.review import documents

    data = files.read_bytes(given.path, text=False)
    return documents.text_of(data, given.kind)
