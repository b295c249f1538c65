"""P(observed | intended): what OCR, or a careless keyboard, makes of a word.

A word is onset · rime (the rime with its tone), both cased. The cost of reading `o` for it is the
cheapest cut of `o`: `min over k of onset_cost(o[:k]) + rime_cost(o[k:])`.
Costs are natural, negative logarithms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model import store
from vndiacritics.model.letter_costs import Counts, LetterCosts
from vndiacritics.model.part_costs import PartCosts

KIND = "channel"


@dataclass
class Channel:
    """A learnt channel.

    Attributes:
        letters: costs of letters.
        onsets: costs of cased onsets, the empty one among them.
        rimes: costs of cased rimes.
        checksum: of the stored arrays.
        words: what words were read as of which no letter is left: words, lower case, and their
            costs in nats by the signs or digits that were seen.
    """

    letters: LetterCosts
    onsets: PartCosts
    rimes: PartCosts
    checksum: str = ""
    words: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)


def pack(
    counts: dict[str, dict[str, float]], names: list[str]
) -> tuple[list[str], dict[str, NDArray[Any]]]:
    """Turn counts by name and seen string into arrays sorted by seen string."""
    number = {name: place for place, name in enumerate(names)}
    by_seen: dict[str, list[tuple[int, float]]] = {}
    for name, table in counts.items():
        for seen, times in table.items():
            by_seen.setdefault(seen, []).append((number[name], times))
    strings = sorted(by_seen)
    rows = [sorted(by_seen[seen]) for seen in strings]
    return strings, {
        "pointers": np.cumsum([0] + [len(row) for row in rows]).astype(np.uint32),
        "where": np.array([place for row in rows for place, _ in row], dtype=np.uint16),
        "times": np.array([times for row in rows for _, times in row], dtype=np.float32),
        "strings": store.pack_strings(strings),
    }


def load(path: Path) -> Channel:
    """Map a channel.

    Raises:
        ModelError: see `store.read`.
    """
    table = store.read(path, KIND)
    return unpack(table.arrays, table.meta, table.checksum)


def unpack(arrays: dict[str, NDArray[Any]], meta: dict[str, Any], checksum: str = "") -> Channel:
    """Build a channel from its arrays; see `vndiacritics.training.channel.to_arrays`."""
    letters = store.unpack_strings(arrays["letters.names"])
    number = {letter: place for place, letter in enumerate(letters)}
    letter_costs = LetterCosts(
        letters,
        arrays["letters.totals"].astype(np.float64),
        _counts(arrays, "letters"),
        meta["smoothing"],
    )
    kinds = []
    for kind in ("onsets", "rimes"):
        names = store.unpack_strings(arrays[f"{kind}.names"])
        kinds.append(
            PartCosts(
                names,
                [tuple(map(number.__getitem__, name)) for name in names],
                arrays[f"{kind}.totals"].astype(np.float64),
                _counts(arrays, kind),
                meta["kappa"],
            )
        )
    return Channel(letter_costs, kinds[0], kinds[1], checksum, _words(arrays))


def _words(arrays: dict[str, NDArray[Any]]) -> dict[str, list[tuple[str, float]]]:
    """Return words of which no letter is left; a channel may have been stored without."""
    found: dict[str, list[tuple[str, float]]] = {}
    if "words.seen" in arrays:
        seen, names = (store.unpack_strings(arrays[f"words.{name}"]) for name in ("seen", "names"))
        for one, name, cost in zip(seen, names, arrays["words.costs"].tolist(), strict=True):
            found.setdefault(one, []).append((name, cost))
    return found


def _counts(arrays: dict[str, NDArray[Any]], kind: str) -> Counts:
    strings = store.unpack_strings(arrays[f"{kind}.strings"])
    return Counts(
        {seen: place for place, seen in enumerate(strings)},
        arrays[f"{kind}.pointers"].astype(np.intp),
        arrays[f"{kind}.where"].astype(np.intp),
        arrays[f"{kind}.times"].astype(np.float64),
    )
