"""P(observed | intended): what OCR, or a careless keyboard, makes of a word.

A word is onset · rime (the rime with its tone), both cased. The cost of reading `o` for it is the
cheapest cut of `o`: `min over k of onset_cost(o[:k]) + rime_cost(o[k:])`. The cost of a part mixes
what was counted for the whole part with the product of its letters:

    P(o | part) = (count(o, part) - d + k * P_letters(o | part)) / (count(part) + kappa)

with d the discount and k what it took off, plus kappa (absolute discounting, Ney, Essen and Kneser
1994).
Costs are natural, negative logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model import store
from vndiacritics.model.letter_prior import LetterPriors
from vndiacritics.orthography.letters import plain_letter

KIND = "channel"
LONGEST = 3
ONCE = 0.5
"""Expected count from which a letter was seen as a string."""

DISCOUNT = 0.8
"""Taken off each count and given to what was never seen."""

ACCIDENT = 0.01
"""Share of letters that are read by accident: by the prior, however well their habits are known."""

COSTS_KEPT = 1_000_000
"""Costs of parts that are kept for the next look-up, all rows together."""

FAR = np.float32(60.0)
"""A cost that no candidate survives."""

F32 = NDArray[np.float32]


def pools(letters: list[str]) -> list[NDArray[np.intp]]:
    """Group letters twice, fine and coarse: what is rare for one is learnt from its group.

    Fine: the same plain letter, case and markedness (`ớ` with `ộ`, not with `o`). Coarse: all
    marked letters of a case, all plain ones of a case.
    """
    fine: dict[tuple[str, bool, bool], int] = {}
    coarse: dict[tuple[bool, bool], int] = {}
    rows: tuple[list[int], list[int]] = ([], [])
    for letter in letters:
        plain = plain_letter(letter)
        key = (plain.lower(), letter.isupper(), plain != letter)
        rows[0].append(fine.setdefault(key, len(fine)))
        rows[1].append(coarse.setdefault(key[1:], len(coarse)))
    return [np.array(row, dtype=np.intp) for row in rows]


@dataclass
class LetterCosts:
    """-log P(seen | letter) for all letters at once.

    Attributes:
        letters: the intended letters, cased.
        totals: occurrences of each letter in the pairs, shape (letters,).
        counts: occurrences of (letter, seen): for each seen string the letters and their counts.
        smoothing: weight of each coarser distribution, in occurrences.
    """

    letters: list[str]
    totals: NDArray[np.float64]
    counts: dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]
    smoothing: float
    _rows: dict[str, F32] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pools = pools(self.letters)
        self._priors = LetterPriors(self.letters)
        number = len(self.letters)
        kinds = np.zeros(number)
        for where, times in self.counts.values():
            kinds[where[times >= ONCE]] += 1
        self._kinds = kinds
        self._pool_kinds = [np.bincount(pool, kinds) + self.smoothing for pool in self._pools]

    def row(self, seen: str) -> F32:
        """Give the costs of `seen` for every letter, shape (letters + 1,); the last one is FAR.

        Absolute discounting; coarser levels count distinct letters instead of occurrences, as
        Kneser and Ney's lower orders do.
        """
        row = self._rows.get(seen)
        if row is None:
            accident = self._priors.row(seen)
            chance = accident
            where, times = self.counts.get(seen, (np.zeros(0, dtype=np.intp), np.zeros(0)))
            held = where[times >= ONCE]
            for pool, kinds in zip(reversed(self._pools), reversed(self._pool_kinds), strict=True):
                seen_by = np.bincount(pool[held], minlength=len(kinds))
                chance = (seen_by[pool] + self.smoothing * chance) / kinds[pool]
            weight = (DISCOUNT * self._kinds + self.smoothing) * chance
            np.add.at(weight, where, np.maximum(times - DISCOUNT, 0.0))
            row = np.full(len(self.letters) + 1, FAR, dtype=np.float32)
            learnt = weight / (self.totals + self.smoothing)
            row[:-1] = -np.log((1 - ACCIDENT) * learnt + ACCIDENT * accident)
            self._rows[seen] = row
        return row


@dataclass
class PartCosts:
    """-log P(seen | part) for all parts (onsets, or rimes) of one kind at once.

    Attributes:
        parts: the cased parts.
        letters: their letters as numbers of `LetterCosts.letters`, shape (parts, longest), padded
            on the right with -1.
        totals: occurrences of each part, shape (parts,).
        counts: for each seen string the parts it stood for and how often.
        kappa: least weight of the letters' product, in occurrences; each distinct string the
            part was seen as adds `DISCOUNT`.
    """

    parts: list[str]
    letters: NDArray[np.intp]
    totals: NDArray[np.float64]
    counts: dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]
    kappa: float
    _rows: dict[tuple[str, bool], F32] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.weights = np.full(len(self.parts), self.kappa)
        for where, times in self.counts.values():
            self.weights[where] += np.minimum(times, DISCOUNT)
        self._penalty = -np.log(self.weights / (self.totals + self.kappa)).astype(np.float32)
        lengths = (self.letters >= 0).sum(axis=1)
        capital = np.array([part.isupper() for part in self.parts])
        small = np.array([part.upper() != part or not part for part in self.parts])
        single = lengths <= 1
        self._groups = {
            upper: members[np.argsort(-lengths[members], kind="stable")]
            for upper, members in (
                (True, np.flatnonzero(capital | (lengths == 0))),
                (False, np.flatnonzero(small | single)),
            )
        }
        self._active = {
            upper: [int((lengths[members] > place).sum()) for place in range(self.letters.shape[1])]
            for upper, members in self._groups.items()
        }

    def row(self, seen: str, costs: LetterCosts, *, upper: bool) -> F32:
        """Give the costs of `seen`, shape (parts,).

        Args:
            seen: the observed string.
            costs: of letters.
            upper: for the parts in capitals; otherwise for those in small letters and those that
                begin with a capital. All others are FAR.
        """
        row = self._rows.get((seen, upper))
        if row is None:
            if len(self._rows) * len(self.parts) >= COSTS_KEPT:
                self._rows.clear()
            row = self.spelled(seen, costs, upper=upper)
            row += self._penalty
            known = self.counts.get(seen)
            if known is not None:
                where, times = known
                direct = np.maximum(times - DISCOUNT, 0.0) / (self.totals[where] + self.kappa)
                row[where] = -np.log(np.exp(-row[where]) + direct)
            self._rows[seen, upper] = row
        return row

    def spelled(self, seen: str, costs: LetterCosts, *, upper: bool) -> F32:
        """Give the cost of the best letter by letter reading, shape (parts,); see `row`."""
        size = len(seen)
        members = self._groups[upper]
        letters = self.letters[members]
        best = np.full((size + 1, len(members)), FAR, dtype=np.float32)
        best[0] = 0
        stacked = [
            np.stack(
                [costs.row(seen[start : start + length]) for start in range(size - length + 1)]
            )
            for length in range(min(LONGEST, size) + 1)
        ]
        for place, active in enumerate(self._active[upper]):
            own = letters[:active, place]
            before = best[:, :active]
            new = before + stacked[0][:, own]
            for length in range(1, len(stacked)):
                longer = before[: size + 1 - length] + stacked[length][:, own]
                np.minimum(new[length:], longer, out=new[length:])
            best[:, :active] = new
        row = np.full(len(self.parts), FAR, dtype=np.float32)
        row[members] = best[size]
        return row


def _sparse(
    strings: list[str], pointers: NDArray[Any], where: NDArray[Any], times: NDArray[Any]
) -> dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
    places = where.astype(np.intp)
    counts = times.astype(np.float64)
    bounds = pointers.tolist()
    return {
        string: (places[start:end], counts[start:end])
        for string, start, end in zip(strings, bounds[:-1], bounds[1:], strict=True)
    }


@dataclass
class Channel:
    """A learnt channel.

    Attributes:
        letters: costs of letters.
        onsets: costs of cased onsets, the empty one among them.
        rimes: costs of cased rimes.
        checksum: of the stored arrays.
    """

    letters: LetterCosts
    onsets: PartCosts
    rimes: PartCosts
    checksum: str = ""

    def onset_row(self, seen: str, *, upper: bool) -> F32:
        """Costs of `seen` for the onsets of a case, shape (onsets,); see `PartCosts.row`."""
        return self.onsets.row(seen, self.letters, upper=upper)

    def rime_row(self, seen: str, *, upper: bool) -> F32:
        """Costs of `seen` for the rimes of a case, shape (rimes,); see `PartCosts.row`."""
        return self.rimes.row(seen, self.letters, upper=upper)


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
        longest = max(len(name) for name in names)
        spelled = np.full((len(names), longest), -1, dtype=np.intp)
        for row, name in enumerate(names):
            spelled[row, : len(name)] = [number[letter] for letter in name]
        kinds.append(
            PartCosts(
                names,
                spelled,
                arrays[f"{kind}.totals"].astype(np.float64),
                _counts(arrays, kind),
                meta["kappa"],
            )
        )
    return Channel(letter_costs, kinds[0], kinds[1], checksum)


def _counts(
    arrays: dict[str, NDArray[Any]], kind: str
) -> dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
    return _sparse(
        store.unpack_strings(arrays[f"{kind}.strings"]),
        arrays[f"{kind}.pointers"],
        arrays[f"{kind}.where"],
        arrays[f"{kind}.times"],
    )
