"""``channel`` and ``stripped``: pairs → EM → one channel file."""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from vndiacritics.errors import UnreadableInputError, UsageError
from vndiacritics.model import channel, language_model, store
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.letters import Shape, cased, strip_marks
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.training import inputs
from vndiacritics.training.channel import (
    count_pairs,
    learn_letters,
    learn_parts,
    learn_words,
    to_arrays,
)
from vndiacritics.training.pairs import align, core_pair, read_pages

LEARNT = {"smoothing": 2.0, "kappa": 4.0}
"""Weights of what was never seen, in occurrences, for channels learnt from pages."""

EXACT = {"smoothing": 1e-4, "kappa": 1e-2}
"""The same for marks that were stripped: nothing else happens."""

EXACT_PRIOR = 1e-3
SHAPE_WEIGHTS = {Shape.LOWER: 1.0, Shape.TITLE: 0.2, Shape.UPPER: 0.1}
"""How often a syllable comes in each case."""


def pages(
    folders: Sequence[Path],
    engines: str | Sequence[str],
    *,
    only: frozenset[str] = frozenset(),
    leave_out: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, str]]:
    """Yield reference and observed text of the pages that may be learnt from.

    Args:
        folders: of pairs; `manifest.tsv` in it tells the document of a page, else it is the page.
        engines: `eng` for `NAME.eng.txt`; several are mixed, and a folder may lack some of them.
        only: documents to take; empty takes all.
        leave_out: documents not to take.

    Raises:
        UnreadableInputError: a folder has no page of any of the engines, no folder has one of
            them, or a page cannot be read.
    """
    engines = (engines,) if isinstance(engines, str) else tuple(engines)
    missing = set(engines)
    for folder in folders:
        document_of = inputs.page_documents(folder)
        found = False
        try:
            for engine in engines:
                for name, reference, observed in read_pages([folder], engine):
                    found = True
                    missing.discard(engine)
                    document = document_of.get(name, name)
                    if document not in leave_out and (not only or document in only):
                        yield reference, observed
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInputError(f"{folder}: a page cannot be read: {error}") from error
        if not found:
            raise _no_pairs(str(folder), engines)
    if missing:
        raise _no_pairs(", ".join(map(str, folders)), sorted(missing))


def _no_pairs(where: str, engines: Sequence[str]) -> UnreadableInputError:
    names = " or ".join(f"NAME.{engine}.txt" for engine in engines)
    return UnreadableInputError(
        f"{where}: no pair NAME.ref.txt, {names}",
        remedy="make pairs with `python -m vndiacritics.training render`",
    )


def word_pairs(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Align pages; yield (intended, observed) words."""
    for reference, observed in texts:
        for pair in align(reference.split(), observed.split()):
            core = core_pair(*pair)
            if core is not None:
                yield core


def write_learnt(counts: Counter[tuple[str, str]], model: LanguageModel, out: Path) -> str:
    """Learn a channel from counted pairs and write it; give its checksum.

    Raises:
        UsageError: there is no pair.
    """
    if not counts:
        raise UsageError(
            "no word of the pages has a partner to learn from",
            remedy="look at the pairs, and at --documents and --leave-out",
        )
    emissions = learn_letters(counts)
    onsets, rimes = learn_parts(counts, emissions)
    words = learn_words(counts, LEARNT["kappa"])
    arrays = to_arrays(emissions, onsets, rimes, syllables(model)) | words
    return store.write(out, channel.KIND, dict(LEARNT), arrays)


def write_words(counts: Counter[tuple[str, str]], stored: Path, out: Path) -> str:
    """Write a stored channel with what counted words were read as whole; give its checksum.

    Raises:
        ModelError: the stored channel is missing or damaged.
    """
    table = store.read(stored, channel.KIND)
    arrays = table.arrays | learn_words(counts, LEARNT["kappa"])
    return store.write(out, channel.KIND, table.meta, arrays)


def write_stripped(model: LanguageModel, out: Path) -> str:
    """Make the channel that loses every mark and nothing else; give its checksum."""
    counts: Counter[tuple[str, str]] = Counter()
    for word, chance in zip(model.vocabulary, model.unigram.tolist(), strict=True):
        if is_syllable(word):
            times = max(1, round(1e6 * math.exp(chance)))
            for form, share in SHAPE_WEIGHTS.items():
                whole = cased(word, form)
                # EM weighs pairs by any number, though Counter is typed for whole ones.
                counts[whole, strip_marks(whole)] += max(1, round(10 * share * times))
    emissions = learn_letters(counts, rounds=2, smoothing=EXACT_PRIOR)
    onsets, rimes = learn_parts(counts, emissions)
    arrays = to_arrays(emissions, onsets, rimes, syllables(model))
    return store.write(out, channel.KIND, dict(EXACT), arrays)


def syllables(model: LanguageModel) -> list[str]:
    """Return the syllables of a model's vocabulary."""
    return [word for word in model.vocabulary if is_syllable(word)]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training channel``."""
    add = parser.add_argument
    add("pairs", nargs="+", type=Path, metavar="DIR", help="folders of pairs")
    add(
        "--engine",
        nargs="+",
        default=["eng"],
        help="which NAME.ENGINE.txt to learn, several are mixed (default eng)",
    )
    add("--out", required=True, type=Path, metavar="FILE", help="the channel file to write")
    add(
        "--words-into",
        type=Path,
        metavar="FILE",
        help="a channel that is kept: only what whole words were read as is learnt",
    )
    add_documents(parser)
    inputs.add_language_model(parser)


def add_documents(parser: argparse.ArgumentParser, *, leave_out: Sequence[str] = ()) -> None:
    """Declare which documents are learnt from."""
    add = parser.add_argument
    add("--documents", nargs="+", default=[], metavar="DOC", help="only these, such as d01-d30")
    add("--leave-out", nargs="+", default=list(leave_out), metavar="DOC", help="all but these")


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    inputs.check_output(args.out)
    texts = pages(
        args.pairs,
        args.engine,
        only=inputs.documents(args.documents),
        leave_out=inputs.documents(args.leave_out),
    )
    counts = count_pairs(word_pairs(texts))
    if args.words_into is not None:
        checksum = write_words(counts, args.words_into, args.out)
    else:
        checksum = write_learnt(counts, language_model.load(args.language_model), args.out)
    print(f"{counts.total()} pairs, checksum {checksum}: {args.out}")
    return 0


def add_stripped_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training stripped``."""
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    inputs.add_language_model(parser)


def run_stripped(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    inputs.check_output(args.out)
    checksum = write_stripped(language_model.load(args.language_model), args.out)
    print(f"checksum {checksum}: {args.out}")
    return 0
