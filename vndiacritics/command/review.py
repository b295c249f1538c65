"""`vnfix review`: the page on which a person checks a file, as by `--review`."""

from __future__ import annotations

from pathlib import Path

from vndiacritics.command import arguments as repairing
from vndiacritics.command.console import Console
from vndiacritics.command.main import repair
from vndiacritics.command.parser import Arguments, Parser
from vndiacritics.command.selection import REVIEW_PAGE, STDIN
from vndiacritics.errors import UsageError

__all__ = ["parser", "run"]


def parser(*, prog: str, language: str) -> Parser:
    """Return the parser of ``vnfix review``: that of ``vnfix FILE``."""
    description = (
        "Writes a page on which the words of FILE are checked in a browser: report.review.html "
        "beside report.txt, or what -o names."
    )
    return repairing.parser(prog=prog, language=language, description=description)


def run(arguments: Arguments, console: Console) -> int:
    """Write the page.

    Returns:
        0, or the exit code of an error.

    Raises:
        UsageError: There is no file, or several.
    """
    if len(arguments.files) != 1 or STDIN in arguments.files:
        raise UsageError("--review makes the page of one file", remedy="name a FILE")
    if arguments.review is None:
        given = Path(arguments.files[0])
        beside = given.parent / f"{given.stem}{REVIEW_PAGE}"
        arguments.review, arguments.output = arguments.output or str(beside), None
    repairing.check_together(arguments)
    return repair(arguments, console)
