"""``python -m vndiacritics.training COMMAND``: everything the model is made with."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from vndiacritics.errors import VndiacriticsError
from vndiacritics.profiles.profile import LATIN_OCR
from vndiacritics.training import (
    build,
    compile_lexicon,
    dropped,
    fit,
    pages,
    phrases,
    render,
    train_channel,
    train_cloze,
    train_language_model,
    train_latin,
    train_profiles,
    train_topics,
)

Declare = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace], int]

COMMANDS: dict[str, tuple[str, Declare, Run]] = {
    "language-model": (
        "text → language model",
        train_language_model.add_arguments,
        train_language_model.run,
    ),
    "channel": ("pairs → channel", train_channel.add_arguments, train_channel.run),
    LATIN_OCR.name: ("pages of many engines → channel", train_latin.add_arguments, train_latin.run),
    "stripped": (
        "vocabulary → channel of stripped marks",
        train_channel.add_stripped_arguments,
        train_channel.run_stripped,
    ),
    "topics": ("text → topics of texts", train_topics.add_arguments, train_topics.run),
    "cloze": ("text → what fits in a gap", train_cloze.add_arguments, train_cloze.run),
    "dropped-letters": ("text → capitals of lost letters", dropped.add_arguments, dropped.run),
    "profiles": ("pairs → profiles", train_profiles.add_arguments, train_profiles.run),
    "lexicon": ("lexicon/*.tsv → lexicon", compile_lexicon.add_arguments, compile_lexicon.run),
    "render": ("text → rendered OCR pairs", render.add_arguments, render.run),
    "pages": ("corpora → pages that teach, tune, score", pages.add_arguments, pages.run),
    "phrases": ("text → candidates of phrases", phrases.add_arguments, phrases.run),
    "fit": ("language model of a folder → its channels", fit.add_arguments, fit.run),
    "build": ("all of the model in one run", build.add_arguments, build.run),
}


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    result = argparse.ArgumentParser(prog="python -m vndiacritics.training", description=__doc__)
    commands = result.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (summary, declare, run) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        declare(command)
        command.set_defaults(run=run)
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give the exit status."""
    args = parser().parse_args(arguments)
    try:
        status: int = args.run(args)
    except VndiacriticsError as error:
        print(f"vndiacritics.training: {error}", file=sys.stderr)
        return error.exit_code
    return status


if __name__ == "__main__":
    sys.exit(main())
