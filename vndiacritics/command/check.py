"""`vnfix check`: would anything change? As ``vnfix FILE --check``."""

from __future__ import annotations

from vndiacritics.command import arguments as repairing
from vndiacritics.command.console import Console
from vndiacritics.command.main import repair
from vndiacritics.command.parser import Arguments, Parser

__all__ = ["parser", "run"]


def parser(*, prog: str, language: str) -> Parser:
    """Return the parser of ``vnfix check``: that of ``vnfix FILE``."""
    description = "Names the files that would change, and ends with 1 if there are any."
    return repairing.parser(prog=prog, language=language, description=description)


def run(arguments: Arguments, console: Console) -> int:
    """Name the files that would change.

    Returns:
        0 where nothing would, 1 where something would, or the exit code of an error.
    """
    arguments.check = True
    repairing.check_together(arguments)
    return repair(arguments, console)
