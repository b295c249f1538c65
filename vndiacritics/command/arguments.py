"""The arguments of `vnfix FILE`: which there are, and which go together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from vndiacritics import files
from vndiacritics.command import help as help_pages
from vndiacritics.command import scan_options, scans
from vndiacritics.command.parser import Arguments, Parser, add_common
from vndiacritics.command.selection import STDIN, Input, Selection
from vndiacritics.errors import UsageError
from vndiacritics.profiles.profile import AUTO, CHOICES
from vndiacritics.restoration import DOUBTFUL
from vndiacritics.text.encoding_tables import ENCODINGS

__all__ = ["NOT_OF_SCANS", "VIEWS", "check_selected", "check_together", "parse", "parser"]

NOT_FOR_SCANS = ("encoding", "from_encoding", "stats")
"""Destinations of options that scans have no use for."""

NOT_OF_SCANS = ("check", "suggest")
"""Destinations of what asks whether a text is right, which a scan has not got."""

VIEWS = ("diff", "json", "suggest", "doubts", "check", "detect")
"""What prints and writes no file."""


DESCRIPTION = "Restores Vietnamese text that OCR or lost marks have damaged."


def parser(*, prog: str = "vnfix", language: str = "en", description: str = DESCRIPTION) -> Parser:
    """Return the parser of ``vnfix FILE``, or of a command that takes the same options."""
    result = Parser(
        prog=prog,
        language=language,
        description=description,
        epilog=help_pages.EXIT_CODES,
    )
    _add_files(result)
    _add_views(result)
    _add_ways(result)
    documents = result.group("documents", "Word needs pip install 'vndiacritics[office]'")
    documents.add_argument(
        "--track-changes",
        action="store_true",
        help="of Word: each change a revision, to be accepted or rejected",
    )
    scans.add_arguments(result)
    add_common(result)
    add = result.add_argument
    add("--help-all", action=help_pages.HelpAll, nargs=0, help="print all options and exit")
    add("-V", "--version", action=_Version, nargs=0, help="print version and model and exit")
    return result


def _add_files(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "files",
        nargs="*",
        default=[STDIN],
        metavar="FILE",
        help="texts, documents, scans, or folders of them; - or none for standard input",
    )
    add("-o", "--output", metavar="OUT", help="file or, for several inputs, folder to write")
    add("-i", "--in-place", action="store_true", help="write the result over the file itself")
    add("--backup", action="store_true", help="with --in-place: keep the old file as FILE.bak")
    add(
        "--resume",
        action="store_true",
        help="with -o FOLDER: skip files whose output is there and newer",
    )
    add(
        "--include",
        action="append",
        default=[],
        metavar="PATTERN",
        help="of folders: only files that match, as in *.txt or 2022/*; may be repeated",
    )
    add(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="of folders: no files that match; may be repeated",
    )
    add("--jobs", type=int, metavar="N", help="processes (texts: 1; scans: the cores)")
    add(
        "--encoding",
        default="utf-8",
        metavar="ENC",
        help="of the inputs (utf-8); auto tells it by the bytes, tcvn3, vni, … name an old one; "
        "the output is UTF-8",
    )


def _add_views(parser: Parser) -> None:
    add = parser.group("to look first, and write no file").add_argument
    add("--diff", action="store_true", help="what would change: words, or a patch in a pipe")
    add(
        "--check",
        action="store_true",
        help="name the files that would change, with exit code 1 if there are any",
    )
    add(
        "--json",
        action="store_true",
        help="a JSON object a file: file, text, edits; spans count code points of the input "
        "after a byte-order mark",
    )
    add(
        "--doubts",
        action="store_true",
        help="the words a person should check, a line each: file, line and column (scans: page and "
        "box; documents: paragraph), word, confidence, what stood there, other readings; with -o "
        "places in the file that is written; with --json they are added to the object",
    )
    add(
        "--order",
        choices=("doubt", "reading"),
        default="doubt",
        help="of --doubts: the least sure first, or as they stand in the text (doubt)",
    )
    add(
        "--review",
        metavar="PAGE.html",
        help="write a page on which the words are checked in a browser",
    )
    add(
        "--below",
        type=float,
        default=DOUBTFUL,
        metavar="P",
        help="with --doubts and --review: words less sure than this, 0 to 1 "
        f"({DOUBTFUL}); 1 gives all",
    )
    add("--suggest", action="store_true", help="likely typing errors of clean text, a line each")
    add(
        "--detect",
        action="store_true",
        help="a line a file: encoding, damage, and what would be done (vnfix inspect)",
    )
    add("--stats", action="store_true", help="afterwards: how many words were changed, and why")


def _add_ways(parser: Parser) -> None:
    add = parser.group("how to restore").add_argument
    add("--profile", choices=CHOICES, default=AUTO, help="what damaged the text (auto)")
    add("--lexicon", type=Path, metavar="FILE", help="your own words, a TSV file")
    add(
        "--learnt",
        type=Path,
        metavar="FILE",
        help="what vnfix learn made of your own right texts",
    )
    add(
        "--keep",
        type=Path,
        metavar="FILE",
        help="words and /patterns/ that are never changed, a line each",
    )
    add("--model", type=Path, metavar="FOLDER", help="another model than the built-in one")
    add(
        "--min-confidence",
        type=float,
        default=0.0,
        metavar="P",
        help="make no change less sure than this, 0 to 1 (0)",
    )
    add(
        "--tone-placement",
        choices=("keep", "old", "new"),
        default="keep",
        help="hòa and hoà: keep what stands there, or write all one way (keep)",
    )
    add(
        "--from-encoding",
        choices=ENCODINGS,
        metavar="ENC",
        help=f"old encoding the text shows, instead of detecting it: {', '.join(ENCODINGS)}",
    )


def parse(argv: Sequence[str], *, language: str = "en") -> Arguments:
    """Read the arguments and refuse those that do not go together.

    Args:
        argv: The arguments.
        language: Of the help.

    Raises:
        UsageError: They cannot be understood or contradict each other.
    """
    arguments = parser(language=language).parse(argv)
    check_together(arguments)
    return arguments


def check_together(arguments: Arguments) -> None:
    """Refuse options that contradict each other, or that would do nothing.

    Raises:
        UsageError: Names the option and the reason.
    """
    _check_numbers(arguments)
    views = [name for name in VIEWS if getattr(arguments, name)]
    alone = [name for name in views if name != "json"]
    if len(alone) > 1 or (alone and alone[0] in {"diff", "suggest", "check"} and arguments.json):
        first, second = (f"--{name}" for name in views[:2])
        raise UsageError(f"{first} and {second} print two things", remedy="run them one by one")
    writes = arguments.output is not None
    if writes and [name for name in views if name != "doubts" or arguments.json]:
        raise UsageError(f"--{views[0]} prints and writes no file", remedy="leave out -o")
    if arguments.in_place and (writes or [name for name in views if name != "doubts"]):
        other = "-o" if writes else f"--{views[0]}"
        raise UsageError(f"--in-place and {other} do not go together", remedy="leave one out")
    if arguments.in_place and STDIN in arguments.files:
        raise UsageError("standard input is no file to write to", remedy="name a FILE")
    if STDIN in arguments.files and writes and (arguments.doubts or arguments.review):
        raise UsageError("standard input can be read only once", remedy="name a FILE")
    _check_review(arguments, alone)
    _refuse_idle(arguments, views)
    if arguments.encoding != files.AUTO and arguments.encoding not in ENCODINGS:
        _require_encoding(arguments.encoding)
    many = len(arguments.files) > 1
    if arguments.output in {None, STDIN} and many and not (views or arguments.in_place):
        raise UsageError(
            "several files and one standard output", remedy="name -o FOLDER, or --in-place"
        )


def _check_review(arguments: Arguments, views: Sequence[str]) -> None:
    if arguments.review is None:
        return
    other = next((name for name in (*views, "json") if name != "doubts"), None)
    if other is not None and getattr(arguments, other):
        raise UsageError(f"--review and --{other} make two things", remedy="run them one by one")
    if arguments.review == STDIN:
        raise UsageError("a page is not for standard output", remedy="give --review PAGE.html")


def _check_numbers(arguments: Arguments) -> None:
    if not 0 <= arguments.min_confidence <= 1:
        raise UsageError("--min-confidence is a number from 0 to 1", remedy="give one such as 0.9")
    if not 0 <= arguments.below <= 1:
        raise UsageError("--below is a number from 0 to 1", remedy="give one such as 0.95")
    if arguments.jobs is not None and arguments.jobs < 1:
        raise UsageError("--jobs is less than 1", remedy="leave it out for the number of cores")


def _refuse_idle(arguments: Arguments, views: Sequence[str]) -> None:
    """Refuse an option that was given and has nothing to do."""
    given = arguments.given
    needs = {
        "backup": (arguments.in_place, "--in-place"),
        "below": (arguments.doubts or arguments.review is not None, "--doubts"),
        "order": (arguments.doubts, "--doubts"),
        "resume": (arguments.output not in {None, STDIN}, "-o FOLDER"),
    }
    for name, (there, needed) in needs.items():
        if name in given and not there:
            raise UsageError(f"--{name} does nothing without {needed}", remedy=f"give {needed}")
    looks_only = {"detect", "suggest"} & set(views)
    idle: tuple[str, ...] = ()
    if "detect" in looks_only:
        idle = ("min_confidence", "tone_placement")
    idle += ("stats",) if {"detect", "check"} & set(views) else ()
    for name in idle:
        if name in given:
            option = name.replace("_", "-")
            raise UsageError(
                f"--{option} does nothing with --{views[0]}", remedy=f"leave out --{option}"
            )


def check_selected(arguments: Arguments, selection: Selection) -> None:
    """Refuse options that do nothing with the files that were found.

    Raises:
        UsageError: Names the option and the reason.
    """
    rooms = {row.room for row in selection.inputs}
    given = arguments.given
    if not selection.has_folder:
        _refuse(given, ("include", "exclude"), "is for folders, and no input is one")
    if "scan" not in rooms and all(_is_there(row) for row in selection.inputs):
        _refuse(given, scans.OPTIONS, "is for scans, and no input is one")
    if "text" not in rooms and arguments.encoding != files.AUTO:
        _refuse(given, ("encoding",), "is for plain text: documents and scans tell their own")
    if rooms == {"scan"}:
        _refuse(given, NOT_FOR_SCANS, "does nothing with scans")
    if "docx" not in {row.kind for row in selection.inputs}:
        _refuse(given, ("track_changes",), "is for Word documents, and no input is one")
    scan = next((row.path for row in selection.of("scan")), None)
    shown = files.display_name(scan)
    if scan is not None and arguments.in_place:
        raise UsageError(f"{shown}: a scan is not written over", remedy="name -o FILE or FOLDER")
    for name in NOT_OF_SCANS:
        if scan is not None and getattr(arguments, name):
            raise UsageError(
                f"{shown}: --{name} is for text and documents; a scan has no text of its own",
                remedy="give --diff or --doubts, or read it with -o FILE.txt",
            )
    if scan is not None:
        scan_options.refuse_idle(arguments, selection)


def _is_there(row: Input) -> bool:
    try:
        return row.path is None or row.path.exists()
    except (OSError, ValueError):
        return False


def _refuse(given: frozenset[str], names: Sequence[str], reason: str) -> None:
    for name in names:
        if name in given:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} {reason}", remedy=f"leave out {option}")


def _require_encoding(name: str) -> None:
    try:
        bytes(4).decode(name)  # Python does not look the codec up for no bytes
    except UnicodeError:
        pass  # it exists, which is the question
    except (LookupError, ValueError):
        raise UsageError(
            f"unknown encoding {name!r}", remedy="give auto, or one such as tcvn3 or utf-16"
        ) from None


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        help_pages.print_version()
        parser.exit()
