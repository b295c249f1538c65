"""The arguments of `vnfix`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from vndiacritics import files as textfiles
from vndiacritics.command import scans as ocr_command
from vndiacritics.command.jobs import STDIN
from vndiacritics.errors import UsageError
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.restoration import DOUBTFUL
from vndiacritics.text.encoding_tables import ENCODINGS


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, remedy="see vnfix --help")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Reads the arguments and refuses those that do not go together.

    Args:
        argv: The arguments, those of the process when None.

    Raises:
        UsageError: They cannot be understood or contradict each other.
    """
    parser = _Parser(
        prog="vnfix",
        description="Restores Vietnamese text that OCR or lost marks have damaged.",
        epilog="Exit codes: 0 done, 2 usage, 3 encoding, 4 unreadable input, 5 output conflict, "
        "6 missing extra, 7 lexicon, 8 model, 9 unsupported input, 10 directory without -o DIR, "
        "11 unwritable output, 130 interrupted, 141 broken pipe.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        default=[STDIN],
        metavar="FILE",
        help="text files, scans, PDFs, hOCR, ALTO, or directories of them; - or none for standard "
        "input; the word doctor checks what scans need",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="file or, for several inputs, directory for the restored text (standard output)",
    )
    view = parser.add_mutually_exclusive_group()
    view.add_argument("--diff", action="store_true", help="print a unified diff, write no file")
    view.add_argument(
        "--json",
        action="store_true",
        help="print a JSON object a file: file, text, edits; spans count code points of the input "
        "after a byte-order mark",
    )
    view.add_argument(
        "--suggest",
        action="store_true",
        help="print likely typing errors of clean text, a line each, and restore nothing",
    )
    parser.add_argument(
        "--doubts",
        action="store_true",
        help="print the words a person should check, the least sure first, a line each: file, line "
        "and column of the restored text, word, confidence, what stood there, other readings; "
        "with --json they are added to the object",
    )
    parser.add_argument(
        "--below",
        type=float,
        default=DOUBTFUL,
        metavar="P",
        help=f"with --doubts: words less sure than this, 0 to 1 ({DOUBTFUL}); 1 gives all",
    )
    parser.add_argument(
        "--detect",
        action="store_true",
        help="print a line a file: encoding, profile, damage rate, what would be done; "
        "directories are searched for *.txt; with --json an object a file",
    )
    parser.add_argument("--lexicon", type=Path, metavar="FILE", help="your own words, a TSV file")
    parser.add_argument(
        "--encoding",
        default="utf-8",
        metavar="ENC",
        help="encoding of the inputs (utf-8), auto to tell it by the bytes; "
        "the output is always UTF-8",
    )
    parser.add_argument(
        "--from-encoding",
        choices=ENCODINGS,
        metavar="ENC",
        help=f"old encoding the text shows, instead of detecting it: {', '.join(ENCODINGS)}",
    )
    parser.add_argument(
        "--profile", choices=PROFILES, default="auto", help="what damaged the text (auto)"
    )
    parser.add_argument(
        "--min-confidence",
        type=float,
        default=0.0,
        metavar="P",
        help="make no change less sure than this, 0 to 1 (0)",
    )
    parser.add_argument(
        "--tone-placement",
        choices=("keep", "old", "new"),
        default="keep",
        help="hòa and hoà: keep what stands there, or write all one way (keep)",
    )
    ocr_command.add_arguments(parser)
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    arguments = parser.parse_args(argv)
    if not 0 <= arguments.min_confidence <= 1:
        raise UsageError("--min-confidence is a number from 0 to 1", remedy="give one such as 0.9")
    if not 0 <= arguments.below <= 1:
        raise UsageError("--below is a number from 0 to 1", remedy="give one such as 0.95")
    if arguments.doubts and (arguments.diff or arguments.suggest or arguments.detect):
        raise UsageError("--doubts goes with --json alone", remedy="run the others by themselves")
    shown = arguments.diff or arguments.json or arguments.suggest or arguments.doubts
    if arguments.output is not None and shown:
        raise UsageError(
            "--diff, --json, --suggest and --doubts print and write no file", remedy="leave out -o"
        )
    if arguments.detect and (arguments.output is not None or arguments.diff):
        raise UsageError("--detect prints and writes no file", remedy="leave out -o and --diff")
    if arguments.encoding != textfiles.AUTO:
        _require_encoding(arguments.encoding)
    to_standard_output = arguments.output in {None, STDIN}
    if to_standard_output and len(arguments.files) > 1 and not (shown or arguments.detect):
        raise UsageError("several files and one standard output", remedy="name -o DIR")
    return arguments


def _require_encoding(name: str) -> None:
    try:
        bytes(4).decode(name)  # Python does not look the codec up for no bytes
    except UnicodeError:
        pass  # it exists, which is the question
    except (LookupError, ValueError):
        raise UsageError(
            f"unknown encoding {name!r}", remedy="give one such as utf-16 or cp1258"
        ) from None


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from vndiacritics import __version__

        sys.stdout.write(f"vnfix {__version__}\n")
        parser.exit()
