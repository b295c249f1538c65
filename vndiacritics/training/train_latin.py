"""``latin-ocr``: pages of many engines, and lists of what more engines do → one broad channel.

The channel of engines that nobody listed is learnt from all engines that do not know Vietnamese,
in all their faces, mixed. Which ones these are is measured: see `KNOWS_VIETNAMESE`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from vndiacritics.errors import UnreadableInputError
from vndiacritics.model import language_model
from vndiacritics.orthography.letters import nfc
from vndiacritics.training import inputs, train_channel
from vndiacritics.training.channel import count_pairs
from vndiacritics.training.pairs import read_pages

KNOWS_VIETNAMESE = 0.6
"""Share of words read right from which an engine knows Vietnamese. In ../shared/pairs/engines the
best without reads 0.45, the worst with 0.67 (Tesseract's first recogniser)."""

NOTHING = "∅"
"""How a list of confusions writes that a letter was lost."""

Counts = Counter[tuple[str, str]]


def engines(folder: Path) -> list[str]:
    """Return the engines of a folder laid out as `pairs.read_pages` describes, by name.

    Raises:
        UnreadableInputError: there is none.
    """
    found = sorted(p.name for p in folder.glob("*") if p.is_dir() and p.name != "ref")
    if not found:
        raise UnreadableInputError(
            f"{folder}: no folder of an engine", remedy="name a folder with ref/ and ENGINE/"
        )
    return found


def every_page(name: str) -> bool:  # noqa: ARG001
    """Take any page."""
    return True


def count_engine(
    folder: Path, engine: str, *, takes: Callable[[str], bool] = every_page
) -> Counts | None:
    """Count the (intended, observed) words of an engine; None where it knows Vietnamese.

    Args:
        folder: laid out as `pairs.read_pages` describes.
        engine: its name.
        takes: of a page's name, whether it teaches.
    """
    pages = [(name, ref, seen) for name, ref, seen in read_pages([folder], engine)]
    counts: Counts = Counter()
    right = words = 0
    for name, reference, observed in pages:
        found = count_pairs(train_channel.word_pairs([(reference, observed)]))
        words += found.total()
        right += sum(times for (intended, seen), times in found.items() if intended == seen)
        if takes(name):
            counts.update(found)
    return None if right > KNOWS_VIETNAMESE * words else counts


def confusions(path: Path) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield kind, source, intended, observed and count of a list; nothing observed is empty.

    Raises:
        UnreadableInputError: the list cannot be read.
    """
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, source, intended, observed, times = line.split("\t")
                seen = "" if observed == NOTHING else nfc(observed)
                yield kind, source, nfc(intended), seen, int(times)
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            f"{path}: no list of confusions: {error}",
            remedy="each line has kind, source, intended, observed, count, apart by tabs",
        ) from error


def count_confusions(path: Path, *, leave_out: Collection[str] = ()) -> Counts:
    """Count the words, rimes and letters of a list that were seen as something.

    Args:
        path: the list.
        leave_out: sources that do not teach.
    """
    counts: Counts = Counter()
    for _, source, intended, observed, times in confusions(path):
        if source not in leave_out and intended.isalpha() and observed:
            counts[intended, observed] += times
    return counts


def count_all(
    pages: Iterator[tuple[str, str]],
    *,
    folders: Sequence[Path] = (),
    lists: Sequence[Path] = (),
) -> Counts:
    """Count what the shipped channel learns: engines, rendered pages, lists, in this order.

    Args:
        pages: reference and observed text of pages by one more engine.
        folders: of engines.
        lists: of confusions.
    """
    counts: Counts = Counter()
    for folder in folders:
        for engine in engines(folder):
            counts.update(count_engine(folder, engine) or {})
    counts.update(count_pairs(train_channel.word_pairs(pages)))
    for path in lists:
        counts.update(count_confusions(path))
    return counts


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Declare what else than pairs the channel learns from."""
    add = parser.add_argument
    add(
        "--engines",
        nargs="+",
        default=[],
        type=Path,
        metavar="DIR",
        help="latin-ocr: folders with ref/ and a folder an engine",
    )
    add(
        "--confusions",
        nargs="+",
        default=[],
        type=Path,
        metavar="FILE",
        help="latin-ocr: lists of what engines do",
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training latin-ocr``."""
    add = parser.add_argument
    add("pairs", nargs="+", type=Path, metavar="DIR", help="folders of pairs NAME.eng.txt")
    add("--out", required=True, type=Path, metavar="FILE", help="the channel file to write")
    add_sources(parser)
    train_channel.add_documents(parser)
    inputs.add_language_model(parser)


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; return the exit status."""
    inputs.check_output(args.out)
    model = language_model.load(args.language_model)
    pages = train_channel.pages(
        args.pairs,
        "eng",
        only=inputs.documents(args.documents),
        leave_out=inputs.documents(args.leave_out),
    )
    counts = count_all(pages, folders=args.engines, lists=args.confusions)
    checksum = train_channel.write_learnt(counts, model, args.out)
    print(f"{counts.total()} pairs, checksum {checksum}: {args.out}")
    return 0
