"""``fit``: the tables of a model folder made to fit its language model.

A channel lists the onsets and rimes of the language model's syllables. Where the vocabulary has
grown, what was learnt of the old parts stays as it is, and new ones are read letter by letter. So
a better language model needs no new pages.
"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from vndiacritics.errors import UnreadableInputError, UnwritableOutputError
from vndiacritics.model import channel, cloze, language_model, lexicon, store, topics
from vndiacritics.model.checksum import SUFFIX
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.profiles.profile import STRIPPED
from vndiacritics.training import train_channel
from vndiacritics.training.channel import TOTAL, Emissions, to_arrays

MADE_ANEW = (language_model.KIND, lexicon.KIND, topics.KIND, cloze.KIND)
"""Kinds of tables that `build` makes from texts and the lexicon whatever is kept."""


def fitted(arrays: dict[str, NDArray[Any]], syllables: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Lay a learnt channel out for the parts of other syllables.

    Args:
        arrays: of a stored channel.
        syllables: lower case; a part of theirs that the channel does not know has no counts.
    """
    letters: Emissions = {
        letter: {**table, TOTAL: total}
        for (letter, table), total in zip(
            _counts(arrays, "letters").items(), arrays["letters.totals"].tolist(), strict=True
        )
    }
    onsets, rimes = (
        {part: Counter(table) for part, table in _counts(arrays, kind).items() if table}
        for kind in ("onsets", "rimes")
    )
    words = {name: array for name, array in arrays.items() if name.startswith("words.")}
    return to_arrays(letters, onsets, rimes, syllables) | words


def _counts(arrays: dict[str, NDArray[Any]], kind: str) -> dict[str, dict[str, float]]:
    """Return what each name was seen as, and how often; see `channel.pack`."""
    names = store.unpack_strings(arrays[f"{kind}.names"])
    strings = store.unpack_strings(arrays[f"{kind}.strings"])
    pointers = arrays[f"{kind}.pointers"].tolist()
    where, times = arrays[f"{kind}.where"].tolist(), arrays[f"{kind}.times"].tolist()
    counts: dict[str, dict[str, float]] = {name: {} for name in names}
    for row, seen in enumerate(strings):
        for place in range(pointers[row], pointers[row + 1]):
            counts[names[where[place]]][seen] = times[place]
    return counts


def fit(folder: Path, model: LanguageModel) -> Iterator[tuple[str, str]]:
    """Rewrite the channels of a folder for a model's syllables; yield name and checksum.

    Raises:
        ModelError: a table is damaged.
        UnwritableOutputError: a table cannot be written.
    """
    syllables = train_channel.syllables(model)
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        name = path.name.removesuffix(SUFFIX)
        if name == STRIPPED.table:
            yield name, train_channel.write_stripped(model, path)
            continue
        table = store.read_any(path)
        if table.kind == channel.KIND:
            arrays = fitted(table.arrays, syllables)
            yield name, store.write(path, channel.KIND, table.meta, arrays)


def keep(stored: Path, out: Path) -> None:
    """Copy the tables of a model folder that are not made anew.

    Raises:
        UnreadableInputError: there is none, or one cannot be read.
        UnwritableOutputError: one cannot be written.
    """
    found = sorted(stored.glob(f"*{SUFFIX}"))
    if not found:
        raise UnreadableInputError(f"{stored}: no {SUFFIX} file", remedy="name a model folder")
    for path in found:
        if store.read_any(path).kind in MADE_ANEW or path.resolve() == (out / path.name).resolve():
            continue
        try:
            shutil.copyfile(path, out / path.name)
        except OSError as error:
            raise UnwritableOutputError(f"{out / path.name}: {error.strerror}") from error


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training fit``."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="model folder")


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; returns the exit status."""
    model = language_model.load(args.folder / f"language-model{SUFFIX}")
    for name, checksum in fit(args.folder, model):
        print(f"{name}{SUFFIX} {checksum}")
    return 0
