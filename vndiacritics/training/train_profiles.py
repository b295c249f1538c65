"""``profiles``: how often each kind of word comes in each profile, and how words are spelled."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from vndiacritics.model import language_model, spelling, store
from vndiacritics.orthography.letters import nfc, strip_marks, to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.pieces import PIECE
from vndiacritics.profiles.chain import estimate
from vndiacritics.profiles.profile import CLEAN, DROPPED_LETTERS, PURE, STRIPPED, Profile
from vndiacritics.profiles.profile import OTHER as OTHER_PROFILE
from vndiacritics.profiles.word_kinds import Kind, kinds
from vndiacritics.training import inputs
from vndiacritics.training.dropped import SHARES, drop_letters
from vndiacritics.training.train_channel import add_documents, pages

KIND = "profiles"

OTHER = {
    Kind.NONE: 19937.0,
    Kind.BARE: 25643.0,
    Kind.CAPITALS: 1950.0,
    Kind.BARE_FORM: 6464.0,
    Kind.KNOWN_PLAIN: 63740.0,
    Kind.UNKNOWN_PLAIN: 62693.0,
    Kind.BROKEN_MIXED: 43576.0,
    Kind.FRAGMENT: 975.0,
    Kind.CAPITAL_FRAGMENT: 99.0,
    Kind.LONE: 1245.0,
}
"""Counts in English text and source code: the licences in /usr/share/common-licenses of Debian 12
and sixty modules of Python 3.11's standard library. Only these counts are kept of them."""

FRENCH_LIKE = {Kind.BROKEN_LATIN: 0.04, Kind.LATIN_MARKED: 0.01, Kind.BROKEN_MARKED: 0.002}
"""Shares added for European languages that write accents, which the text above lacks."""

CODE_SHARE = 0.5
"""By how much source code makes odd words commoner above than they are in other languages."""

SPELLED = 2
"""Occurrences a word must have to teach how words are spelled."""


def count_kinds(texts: Iterable[str], vocabulary: frozenset[str]) -> list[float]:
    """Count the kinds of the words of texts, in the order of `Kind`."""
    row = [0.0] * len(Kind)
    known: dict[str, int] = {}
    for text in texts:
        for line in text.splitlines():
            for found in kinds(line.split(), vocabulary, known):
                row[found] += 1
    return row


def other_kinds(counted: Sequence[float]) -> list[float]:
    """Widen counts of English and code to those of other languages as well."""
    row = list(counted)
    total = sum(row) - row[Kind.NONE]
    for name, share in FRENCH_LIKE.items():
        row[name] += share * total
    row[Kind.BROKEN_MIXED] *= CODE_SHARE
    return row


def count_profiles(
    folders: Sequence[Path],
    vocabulary: frozenset[str],
    *,
    other: Sequence[str] = (),
    only: frozenset[str] = frozenset(),
    leave_out: frozenset[str] = frozenset(),
) -> list[list[float]]:
    """Count the kinds of words by profile, in the order of `profile.PURE`.

    Args:
        folders: of pairs.
        vocabulary: words the language model knows.
        other: texts in other languages; without any the counts of `OTHER` stand.
        only: documents to take; empty takes all.
        leave_out: documents not to take.
    """
    rows: dict[Profile, list[float]] = {}
    for profile in PURE:
        if profile.engine is None:
            continue
        texts = list(pages(folders, profile.engine, only=only, leave_out=leave_out))
        rows[profile] = count_kinds((observed for _, observed in texts), vocabulary)
        references = [reference for reference, _ in texts]
        rows.setdefault(CLEAN, count_kinds(references, vocabulary))
        rows.setdefault(STRIPPED, count_kinds(map(strip_marks, references), vocabulary))
        if DROPPED_LETTERS not in rows:
            dropped = (
                drop_letters(text, share=share, seed=seed)
                for seed, text in enumerate(references)
                for share in SHARES
            )
            rows[DROPPED_LETTERS] = count_kinds(dropped, vocabulary)
    counted = count_kinds(map(nfc, other), vocabulary) if other else []
    rows[OTHER_PROFILE] = other_kinds(counted or [OTHER.get(each, 0.0) for each in Kind])
    return [rows[profile] for profile in PURE]


def count_spellings(lines: Iterable[str]) -> dict[str, int]:
    """Count the words that are no syllables, lower case, `SPELLED` times and more."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(piece for piece in PIECE.findall(line.lower()) if piece.isalpha())
    return {
        word: times
        for word, times in counts.items()
        if times >= SPELLED and not is_syllable(to_old_placement(word))
    }


def write(rows: list[list[float]], spellings: dict[str, int], out: Path) -> str:
    """Write the profiles and the spelling trigram; give the checksum."""
    arrays: dict[str, NDArray[Any]] = {
        "costs": estimate(rows).costs,
        "spelling": spelling.estimate(spellings).costs,
    }
    return store.write(out, KIND, {}, arrays)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training profiles``."""
    add = parser.add_argument
    add("pairs", nargs="+", type=Path, metavar="DIR", help="folders of pairs, eng and vie")
    add("--text", nargs="+", required=True, type=Path, metavar="FILE", help="teaches spelling")
    add("--other", nargs="+", default=[], type=Path, metavar="FILE", help="other languages, code")
    add("--out", required=True, type=Path, metavar="FILE")
    add_documents(parser)
    inputs.add_language_model(parser)


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    inputs.check_inputs([*args.text, *args.other])
    inputs.check_output(args.out)
    rows = count_profiles(
        args.pairs,
        frozenset(language_model.load(args.language_model).vocabulary),
        other=["\n".join(inputs.training_lines(path)) for path in args.other],
        only=inputs.documents(args.documents),
        leave_out=inputs.documents(args.leave_out),
    )
    spellings = count_spellings(line for path in args.text for line in inputs.training_lines(path))
    print(f"checksum {write(rows, spellings, args.out)}: {args.out}")
    return 0
