"""Arguments in layers: what stands on the command line, the settings file, the defaults.

`Parser` is argparse's with three differences: it knows which options were really given, so that one
that would do nothing can be refused; a mistake is an error of ours, with the nearest name there is;
and options are not abbreviated, so that a new one never changes what an old script says.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Container, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from vndiacritics.command import settings
from vndiacritics.command.console import print_bytes
from vndiacritics.command.messages import LANGUAGES, translated
from vndiacritics.errors import UsageError

__all__ = ["Arguments", "Parser", "add_common", "common_options"]

WHEN = ("auto", "always", "never")
"""When there is colour."""

CONTRARY = (("quiet", "verbose"), ("settings", "no_settings"))
"""Destinations of options of `add_common` that contradict each other."""


class Arguments(argparse.Namespace):
    """What was asked for; a value is that of the command line, the settings file or the default."""

    given: frozenset[str] = frozenset()
    """Destinations of what stands on the command line."""


class Parser(argparse.ArgumentParser):
    """A parser that keeps its defaults apart from what was given.

    Args:
        prog: How the command is called.
        language: In which its help is written.
        given: Other arguments of `argparse.ArgumentParser`.
    """

    def __init__(self, *, prog: str, language: str = "en", **given: Any) -> None:
        self._layered: dict[str, Any] = {}
        self._language = language
        given.setdefault("formatter_class", partial(_Help, language=language))
        for name in {"description", "epilog"} & given.keys():
            given[name] = translated(given[name], language)
        super().__init__(prog=prog, allow_abbrev=False, add_help=False, **given)
        for part in self._action_groups:
            part.title = translated(part.title or "", language)
        self.add_argument("-h", "--help", action="help", help="print this and exit")

    def add_argument(self, *names: Any, **given: Any) -> argparse.Action:
        """Add an argument; its default is kept for `parse`."""
        return self.layered(super(), *names, **given)

    def layered(self, target: Any, *names: Any, **given: Any) -> argparse.Action:
        """Add an argument to a group of this parser."""
        flag = given.get("action") == "store_true"
        default = given.pop("default", False if flag else None)
        if "help" in given and given["help"] is not argparse.SUPPRESS:
            given["help"] = translated(given["help"], self._language)
        if isinstance(given.get("metavar"), str):
            given["metavar"] = translated(given["metavar"], self._language)
        action: argparse.Action = target.add_argument(*names, default=argparse.SUPPRESS, **given)
        if action.dest not in {"help", "version"}:
            self._layered[action.dest] = default
        return action

    def group(self, title: str, description: str | None = None) -> Group:
        """Add a group of arguments."""
        told = None if description is None else translated(description, self._language)
        return Group(self, super().add_argument_group(translated(title, self._language), told))

    def parse(self, argv: Sequence[str]) -> Arguments:
        """Read arguments, a settings file and the defaults.

        Raises:
            UsageError: They cannot be understood.
        """
        self.usage = self._short_usage()
        given = self.parse_intermixed_args(list(argv), Arguments())
        named = {key: value for key, value in vars(given).items() if key in self._layered}
        _refuse_contrary(named)
        found = self._settings(named)
        known = {key: value for key, value in found.values.items() if key in self._layered}
        self._check(known, found.path)
        values = {**self._layered, **known, **named}
        result = Arguments(**values)
        result.given = frozenset(named)
        return result

    def options(self) -> dict[str, bool]:
        """Return the options, and whether a value follows each."""
        return {name: row.nargs != 0 for row in self._actions for name in row.option_strings}

    def _short_usage(self) -> str:
        """Return the line of usage; all options would fill a screen, and are listed below it."""
        names = [str(row.metavar or row.dest) for row in self._actions if not row.option_strings]
        several = any(row.nargs in {"*", "+"} for row in self._actions)
        options = translated("options", self._language)
        return " ".join(["%(prog)s", f"[{options}]", *names]) + ("…" if several else "")

    def _settings(self, named: dict[str, Any]) -> settings.Settings:
        if "settings" not in self._layered or named.get("no_settings"):
            return settings.Settings()
        path = named.get("settings") or settings.find(Path.cwd())
        return settings.Settings() if path is None else settings.read(path)

    def _check(self, values: dict[str, Any], path: Path | None) -> None:
        """Refuse a setting that is none of an option's choices."""
        for action in self._actions:
            value = values.get(action.dest)
            if value is not None and action.choices is not None and value not in action.choices:
                choices = ", ".join(map(str, action.choices))
                name = action.dest.replace("_", "-")
                raise UsageError(
                    f"{path}: {name} cannot be {value!r}", remedy=f"use one of {choices}"
                )

    def _print_message(self, message: str, file: Any = None) -> None:  # noqa: ARG002
        """Print help as anything is printed: a full disk is told of."""
        print_bytes(message.encode())

    def error(self, message: str) -> NoReturn:
        """Raise a mistake of the user as an error of ours."""
        near = self._nearest(message)
        remedy = f"did you mean {near}?" if near else f"see {self.prog} --help"
        raise UsageError(message, remedy=remedy)

    def _nearest(self, message: str) -> str | None:
        """Return the option or value that a message complains about nearly is."""
        unknown = re.match(r"unrecognized arguments: (\S+)", message)
        if unknown:
            word = unknown[1].partition("=")[0]
            near = difflib.get_close_matches(word, self.options(), n=1, cutoff=0.7)
            return near[0] if near else None
        choice = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        if choice:
            choices = [row.strip().strip("'") for row in choice[2].split(",")]
            near = difflib.get_close_matches(choice[1], choices, n=1)
            return near[0] if near else None
        return None


def _refuse_contrary(named: Container[str]) -> None:
    """Refuse two options of which one says that the other is not wanted."""
    for first, second in CONTRARY:
        if first in named and second in named:
            one, other = (f"--{name.replace('_', '-')}" for name in (first, second))
            raise UsageError(f"{one} and {other} do not go together", remedy="leave one out")


class Group:
    """A group of arguments of a `Parser`; takes arguments as it does."""

    def __init__(self, parser: Parser, group: Any) -> None:
        self._parser = parser
        self._group = group

    def add_argument(self, *names: Any, **given: Any) -> argparse.Action:
        """Add an argument to the group."""
        return self._parser.layered(self._group, *names, **given)


class _Help(argparse.HelpFormatter):
    """Help of 80 columns, whatever the terminal; the names of options in a narrow column."""

    def __init__(self, prog: str, *, language: str) -> None:
        super().__init__(prog, max_help_position=26, width=80)
        self._language = language

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the line of usage, begun in the language of the help."""
        prefix = translated("usage: ", self._language) if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)


def add_common(parser: Parser) -> None:
    """Add what every command takes: the language, how much is told, the settings."""
    group = parser.group("what is told")
    group.add_argument(
        "-q", "--quiet", action="store_true", help="print no summary, hint or progress, only errors"
    )
    group.add_argument(
        "-v", "--verbose", action="count", default=0, help="print a line for each file"
    )
    group.add_argument(
        "--lang", choices=LANGUAGES, help="language of messages: en, vi (that of the locale)"
    )
    group.add_argument(
        "--color", choices=WHEN, default="auto", help="colour: auto, always, never (auto)"
    )
    group.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="settings instead of the nearest vndiacritics.toml or pyproject.toml",
    )
    group.add_argument("--no-settings", action="store_true", help="read no settings file")


def common_options() -> dict[str, bool]:
    """Return the options of `add_common`, and whether a value follows.

    Examples:
        >>> common_options()["-q"], common_options()["--lang"]
        (False, True)
    """
    parser = Parser(prog="vnfix")
    add_common(parser)
    options = parser.options()
    return {name: options[name] for name in options.keys() - {"-h", "--help"}}
