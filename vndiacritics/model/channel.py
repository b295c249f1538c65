"""P(observed | intended): what OCR, or a careless keyboard, makes of a word.

A word is onset · rime (the rime with its tone), both cased. The cost of reading `o` for it is the
cheapest cut of `o`: `min over k of onset_cost(o[:k]) + rime_cost(o[k:])`. The cost of a part mixes
what was counted for the whole part with the product of its letters:

    P(o | part) = (count(o, part) + k * P_letters(o | part)) / (count(part) + k)

with k growing with the number of distinct strings the part was seen as (Witten and Bell 1991).
Costs are natural, negative logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model import store
from vndiacritics.model.letter_prior import prior
from vndiacritics.orthography.letters import plain_letter

KIND = "channel"
LONGEST = 3
ONCE = 0.5
"""Expected count from which a letter was seen as a string."""

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
        number = len(self.letters)
        kinds = np.zeros(number)
        for where, times in self.counts.values():
            kinds[where[times >= ONCE]] += 1
        self._kinds = kinds + self.smoothing
        self._pool_kinds = [np.bincount(pool, kinds) + self.smoothing for pool in self._pools]

    def row(self, seen: str) -> F32:
        """Give the costs of `seen` for every letter, shape (letters + 1,); the last one is FAR.

        Witten-Bell interpolation; coarser levels count distinct letters instead of occurrences, as
        Kneser and Ney's lower orders do.
        """
        row = self._rows.get(seen)
        if row is None:
            chance = np.array([prior(letter, seen) for letter in self.letters])
            where, times = self.counts.get(seen, (np.zeros(0, dtype=np.intp), np.zeros(0)))
            held = where[times >= ONCE]
            for pool, kinds in zip(reversed(self._pools), reversed(self._pool_kinds), strict=True):
                seen_by = np.bincount(pool[held], minlength=len(kinds))
                chance = (seen_by[pool] + self.smoothing * chance) / kinds[pool]
            weight = self._kinds * chance
            np.add.at(weight, where, times)
            row = np.full(len(self.letters) + 1, FAR, dtype=np.float32)
            row[:-1] = -np.log(weight / (self.totals + self._kinds))
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
            part was seen as adds one (Witten-Bell).
    """

    parts: list[str]
    letters: NDArray[np.intp]
    totals: NDArray[np.float64]
    counts: dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]
    kappa: float
    _rows: dict[str, F32] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.weights = np.full(len(self.parts), self.kappa)
        for where, _ in self.counts.values():
            self.weights[where] += 1

    def row(self, seen: str, costs: LetterCosts) -> F32:
        """Give the costs of `seen` for every part, shape (parts,)."""
        row = self._rows.get(seen)
        if row is None:
            row = self.spelled(seen, costs)
            row -= np.log(self.weights / (self.totals + self.weights)).astype(np.float32)
            known = self.counts.get(seen)
            if known is not None:
                where, times = known
                direct = np.log(times / (self.totals[where] + self.weights[where]))
                row[where] = -np.logaddexp(-row[where], direct)
            self._rows[seen] = row
        return row

    def spelled(self, seen: str, costs: LetterCosts) -> F32:
        """Give the cost of the best letter by letter reading, shape (parts,)."""
        size = len(seen)
        number = len(self.parts)
        best = np.full((size + 1, number), FAR, dtype=np.float32)
        best[0] = 0
        rows = [
            [costs.row(seen[start : start + length]) for start in range(size - length + 1)]
            for length in range(min(LONGEST, size) + 1)
        ]
        stacked = [np.stack(row) for row in rows]
        for place in range(self.letters.shape[1]):
            letters = self.letters[:, place]
            new = best + stacked[0][:, letters]
            for length in range(1, len(stacked)):
                longer = best[: size + 1 - length] + stacked[length][:, letters]
                np.minimum(new[length:], longer, out=new[length:])
            best = np.where(letters < 0, best, new)
        return best[size]


@dataclass
class AdaptedPartCosts:
    """`PartCosts` with counts of one document added.

    P(o | part) becomes (P_old * n + a) / (n + a_total), with a the occurrences in the document and
    n what is learnt before is worth: `strength` occurrences, or as many as there were if fewer.

    Attributes:
        base: what was learnt before.
        added: for each seen string the parts it stood for here, and the weight of that.
    """

    base: PartCosts
    added: dict[str, dict[int, float]]
    strength: float
    _rows: dict[str, F32] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = self.base.parts
        before = np.minimum(self.base.totals + self.base.weights, self.strength)
        extra = np.zeros(len(self.parts))
        for table in self.added.values():
            for part, weight in table.items():
                extra[part] += weight
        self._before = before
        self._after = before + extra
        self._shift = np.log(self._after / before).astype(np.float32)

    def row(self, seen: str, costs: LetterCosts) -> F32:
        """Give the costs of `seen` for every part, shape (parts,)."""
        row = self._rows.get(seen)
        if row is None:
            old = self.base.row(seen, costs)
            row = old + self._shift
            for part, weight in self.added.get(seen, {}).items():
                mass = np.exp(-old[part]) * self._before[part] + weight
                row[part] = -np.log(mass / self._after[part])
            self._rows[seen] = row
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
    onsets: PartCosts | AdaptedPartCosts
    rimes: PartCosts | AdaptedPartCosts
    checksum: str = ""

    def adapted(
        self,
        onsets: dict[str, dict[int, float]],
        rimes: dict[str, dict[int, float]],
        strength: float,
    ) -> Channel:
        """Add the counts of a document: seen string to part number to weight."""
        if isinstance(self.onsets, AdaptedPartCosts) or isinstance(self.rimes, AdaptedPartCosts):
            raise TypeError("an adapted channel is not adapted again")
        return Channel(
            self.letters,
            AdaptedPartCosts(self.onsets, onsets, strength),
            AdaptedPartCosts(self.rimes, rimes, strength),
            self.checksum,
        )

    def onset_row(self, seen: str) -> F32:
        """Costs of `seen` for every onset, shape (onsets,)."""
        return self.onsets.row(seen, self.letters)

    def rime_row(self, seen: str) -> F32:
        """Costs of `seen` for every rime, shape (rimes,)."""
        return self.rimes.row(seen, self.letters)

    def word_cost(self, word: str, seen: str) -> float:
        """Cost of reading `seen` for any cased word, letter by letter."""
        number = {letter: place for place, letter in enumerate(self.letters.letters)}
        best = [0.0] + [float(FAR)] * len(seen)
        for letter in word:
            new = [float(FAR) * 9] * (len(seen) + 1)
            for start, before in enumerate(best):
                for end in range(start, min(start + LONGEST, len(seen)) + 1):
                    place = number.get(letter)
                    piece = seen[start:end]
                    if place is None:
                        cost = -float(np.log(prior(letter, piece)))
                    else:
                        cost = float(self.letters.row(piece)[place])
                    new[end] = min(new[end], before + cost)
            best = new
        return best[-1]


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
