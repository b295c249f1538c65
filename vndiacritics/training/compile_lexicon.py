"""``lexicon``: the tables a person edits → the lists the restorer reads."""

from __future__ import annotations

import argparse
from pathlib import Path

from vndiacritics.model import lexicon
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.training import inputs
from vndiacritics.training.lexicon_text import read_rows


def compile_lexicon(folder: Path) -> lexicon.Lexicon:
    """Read the tables.

    Raises:
        LexiconError: one is missing or malformed.
    """
    return lexicon.Lexicon(
        {row["form"]: int(row["count"]) for row in read_rows(folder, "symbols")},
        frozenset(row["form"] for row in read_rows(folder, "abbreviations")),
        frozenset(
            row["form"] for row in read_rows(folder, "syllables") if not is_syllable(row["form"])
        ),
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training lexicon``."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder of the lexicon's tables")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    inputs.check_output(args.out)
    print(f"checksum {lexicon.save(compile_lexicon(args.folder), args.out)}: {args.out}")
    return 0
