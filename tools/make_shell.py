"""Writes the completion scripts and the man page of `vnfix`: ``python tools/make_shell.py``.

They are made of the parsers, by shtab and argparse-manpage; `tests/test_shell.py` says when they
are out of date.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage

from vndiacritics.command import arguments
from vndiacritics.command import help as help_pages
from vndiacritics.command.completion import FOLDER, SHELLS
from vndiacritics.command.registry import SUBCOMMANDS

MAN = FOLDER / "vnfix.1"
FILES = ("output", "files", "lexicon", "keep", "settings", "file", "decisions")


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in made().items():
        path.write_text(text, encoding="utf-8")


def made() -> dict[Path, str]:
    """Return what each file should hold."""
    result = {FOLDER / f"vnfix.{shell}": completion(shell) for shell in SHELLS}
    result[MAN] = man_page()
    return result


def completion(shell: str) -> str:
    """Return the script of a shell: the options of ``vnfix FILE``, the commands and theirs."""
    return str(shtab.complete(tree(), shell=shell)).rstrip() + "\n"


def tree(*, commands_too: bool = True) -> argparse.ArgumentParser:
    """Return one parser, the commands below it, for tools that walk parsers."""
    whole = argparse.ArgumentParser(prog="vnfix", description=arguments.DESCRIPTION)
    _copy(arguments.parser(), whole)
    if not commands_too:
        return whole
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    for name, row in SUBCOMMANDS.items():
        parser = row.load().parser(prog=f"vnfix {name}", language="en")
        below = commands.add_parser(name, help=row.summary, description=parser.description)
        _copy(parser, below)
    return whole


def _copy(source: argparse.ArgumentParser, target: argparse.ArgumentParser) -> None:
    """Add the arguments of one parser to another."""
    for group in source._action_groups:
        rows = [row for row in group._group_actions if row.dest != "help"]
        if not rows:
            continue
        own = target.add_argument_group(group.title, group.description)
        for row in rows:
            if not row.option_strings and target.prog == "vnfix":
                row.nargs = "?"  # the tools want one word before the commands
            if row.dest in FILES:
                row.complete = shtab.FILE  # type: ignore[attr-defined]
            own._add_action(row)


def man_page() -> str:
    """Return the man page."""
    whole = tree(commands_too=False)
    text = str(Manpage(whole, _data={"project_name": "vndiacritics", "date": " "}))
    head = '.TH VNFIX "1" "" "vndiacritics" "User Commands"\n.SH NAME\n'
    name = "vnfix \\- restore Vietnamese text whose diacritics were lost\n"
    body = text[text.index(".SH SYNOPSIS") :]
    rows = [".SH COMMANDS"]
    for command, row in SUBCOMMANDS.items():
        rows += [".TP", f".B vnfix {command}", row.summary]
    rows += [".PP", "vnfix COMMAND \\-\\-help tells of a command.", ".SH EXAMPLES"]
    for line in help_pages.SHORT["en"].splitlines():
        if line.startswith("  vnfix "):
            command, _, told = line.strip().partition("  ")
            rows += [".TP", f".B {command}".replace("-", "\\-"), told.strip()]
    rows += [".SH EXIT STATUS", help_pages.EXIT_CODES.removeprefix("Exit codes: ")]
    comments = body.index(".SH COMMENTS") if ".SH COMMENTS" in body else len(body)
    return head + name + body[:comments].rstrip() + "\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
