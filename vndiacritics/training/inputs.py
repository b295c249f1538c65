"""What the training commands read and how they speak of it: texts, names, ranges of documents."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from vndiacritics.errors import (
    EncodingError,
    MissingExtraError,
    UnreadableInputError,
    UnwritableOutputError,
    UsageError,
)
from vndiacritics.files import read_table
from vndiacritics.model import language_model
from vndiacritics.model.checksum import DATA, SUFFIX
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.letters import nfc
from vndiacritics.training.corpus import is_held_out, read_lines
from vndiacritics.training.manifest import MANIFEST

LANGUAGE_MODEL = DATA / f"language-model{SUFFIX}"
"""The built-in model, whose vocabulary a channel of one's own must fit."""

_RANGE = re.compile(r"(\D*)(\d+)-(?:\1)?(\d+)")


def text_name(path: Path) -> str:
    """Return the name by which a text's weight is set: the file's name up to the first dot."""
    return path.name.split(".")[0]


def corpus_files(folder: Path) -> list[Path]:
    """Return the texts of a folder: `.txt` and `.txt.zst`, by name.

    Raises:
        UnreadableInputError: there is none.
    """
    found = sorted([*folder.glob("*.txt"), *folder.glob("*.txt.zst")])
    if not found:
        raise UnreadableInputError(
            f"{folder}: no .txt or .txt.zst file", remedy="name the folder of the corpora"
        )
    return found


def training_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text, NFC, but for those held out for measuring; see `lines`."""
    for line in lines(path):
        if not is_held_out(line):
            yield nfc(line)


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text as they stand.

    Raises:
        UnreadableInputError: the file is missing or no compressed text.
        EncodingError: it is no UTF-8.
        MissingExtraError: a `.zst` file without the `zstandard` package.
    """
    try:
        yield from read_lines(path)
    except UnicodeDecodeError as error:
        raise EncodingError(f"{path}: not UTF-8", remedy="convert it to UTF-8 first") from error
    except OSError as error:
        raise UnreadableInputError(
            f"{path}: {error.strerror or error}", remedy="name text or .zst files"
        ) from error
    except MissingExtraError:
        raise
    except Exception as error:
        if type(error).__name__ != "ZstdError":
            raise
        raise UnreadableInputError(f"{path}: {error}", remedy="the file is no .zst text") from error


def check_inputs(paths: Iterable[Path]) -> None:
    """Fail early, before minutes of counting, where a text is missing.

    Raises:
        UnreadableInputError: a file is missing or a folder.
    """
    for path in paths:
        if not path.is_file():
            raise UnreadableInputError(f"{path}: no such file", remedy="name text or .zst files")


def check_output(path: Path) -> None:
    """Fail early where the folder of an output is missing.

    Raises:
        UnwritableOutputError: it is.
    """
    if not path.parent.is_dir():
        raise UnwritableOutputError(f"{path.parent}: no such folder", remedy="make it first")


def add_texts(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of a command that makes a table of texts for a language model."""
    add = parser.add_argument
    add("texts", nargs="+", type=Path, metavar="FILE", help="text, a paragraph a line; or .zst")
    add("--out", required=True, type=Path, metavar="FILE", help="the table to write")
    add(
        "--weight",
        action="append",
        default=[],
        metavar="NAME=K",
        help="weight of a text, by its file's name up to the first dot",
    )
    add(
        "--language-model",
        type=Path,
        default=LANGUAGE_MODEL,
        metavar="FILE",
        help="model whose words are counted (default: the built-in one)",
    )


def texts_and_model(
    args: argparse.Namespace,
) -> tuple[list[Path], dict[str, float], LanguageModel]:
    """Return the texts, their weights and the language model of `add_texts`, all checked.

    Raises:
        UnreadableInputError: a text is missing.
        UnwritableOutputError: the folder of the output is.
        UsageError: a weight sets nothing.
        ModelError: the language model is missing or damaged.
    """
    check_inputs(args.texts)
    check_output(args.out)
    by_name = weights(args.weight, map(text_name, args.texts))
    return args.texts, by_name, language_model.load(args.language_model)


def weights(settings: Iterable[str], names: Iterable[str]) -> dict[str, float]:
    """Read `NAME=K` settings.

    Raises:
        UsageError: a setting of another form, an unknown name, or a weight that is not positive.
    """
    known = set(names)
    result = dict.fromkeys(known, 1.0)
    for setting in settings:
        name, _, value = setting.rpartition("=")
        try:
            weight = float(value)
        except ValueError:
            weight = 0.0
        if name not in known or not 0 < weight < float("inf"):
            raise UsageError(
                f"--weight {setting} sets nothing",
                remedy=f"write NAME=K, K above 0, NAME one of {', '.join(sorted(known))}",
            )
        result[name] = weight
    return result


def documents(settings: Iterable[str]) -> frozenset[str]:
    """Expand names of documents; `d01-d30` is a range, its width kept.

    Examples:
        >>> sorted(documents(["d08-d10", "report"]))
        ['d08', 'd09', 'd10', 'report']
    """
    found: set[str] = set()
    for setting in settings:
        match = _RANGE.fullmatch(setting)
        if match is None:
            found.add(setting)
            continue
        stem, first, last = match.groups()
        width = len(first)
        found.update(f"{stem}{n:0{width}d}" for n in range(int(first), int(last) + 1))
    return frozenset(found)


def page_documents(folder: Path) -> Mapping[str, str]:
    """Return the document of each page that the folder's `manifest.tsv` names; {} without one."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    return {row["page"]: row["document"] for row in read_table(path)}


def add_language_model(parser: argparse.ArgumentParser) -> None:
    """Declare the model whose vocabulary is used."""
    parser.add_argument(
        "--language-model",
        type=Path,
        default=LANGUAGE_MODEL,
        metavar="FILE",
        help="model whose vocabulary the table must fit; the built-in one by default",
    )
