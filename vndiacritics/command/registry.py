"""The commands of `vnfix`: each is one module, registered here in one line.

A module has ``parser(*, prog, language) -> Parser`` and ``run(arguments, console) -> int``, which
gives the exit code and raises errors of `vndiacritics.errors`. It is imported when its command is
called.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol, cast

from vndiacritics.command.console import Console
from vndiacritics.command.parser import Arguments, Parser

__all__ = ["SUBCOMMANDS", "Module", "Subcommand"]


class Module(Protocol):
    """What a module of a command has."""

    def parser(self, *, prog: str, language: str) -> Parser:
        """Return the parser of the command's arguments."""
        ...

    def run(self, arguments: Arguments, console: Console) -> int:
        """Run the command; returns the exit code."""
        ...


class Subcommand(NamedTuple):
    """A command: the module that is it, and a line about it (none for one that is not listed)."""

    module: str
    summary: str

    def load(self) -> Module:
        """Import the module."""
        return cast("Module", import_module(self.module))


SUBCOMMANDS = {
    "review": Subcommand("vndiacritics.command.review", "a page to check the words in a browser"),
    "apply": Subcommand("vndiacritics.command.apply", "decisions of a review page, carried out"),
    "learn": Subcommand("vndiacritics.command.learn", "from your own texts, or from decisions"),
    "check": Subcommand("vndiacritics.command.check", "would anything change? (exit code 1 if so)"),
    "inspect": Subcommand("vndiacritics.command.inspection", "what each file is, and what ails it"),
    "doctor": Subcommand("vndiacritics.command.doctor", "is everything installed that is needed?"),
    "completion": Subcommand("vndiacritics.command.completion", "completion for bash, zsh, fish"),
}
"""By name, in the order of the help."""
