"""-log P(observed string | onset or rime), for all onsets or rimes at once.

The cost of a part mixes what was counted for the whole part with the product of its letters:

    P(o | part) = (count(o, part) - d + k * P_letters(o | part)) / (count(part) + kappa)

with d the discount and k what it took off, plus kappa (absolute discounting, Ney, Essen and Kneser
1994).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.model.letter_costs import DISCOUNT, LONGEST, Counts, LetterCosts
from vndiacritics.model.rows import F32, Ints, Rows

FAR = np.float32(60.0)
"""A cost that no candidate survives."""


class Spellings:
    """The parts of one case as a tree: parts with a common beginning share its costs.

    A node is a beginning of a part that is not the whole; node 0 is the empty one. Each node but
    that, and each part that is not empty, is a node and one letter more.

    Args:
        spelled: the parts' letters by number.
    """

    def __init__(self, spelled: Sequence[tuple[int, ...]]) -> None:
        beginnings = {part[:stop] for part in spelled for stop in range(len(part))} | {()}
        nodes = sorted(beginnings, key=lambda node: (len(node), node))
        number = {node: place for place, node in enumerate(nodes)}
        self._depths = [
            np.array([number[node] for node in nodes if len(node) == depth])
            for depth in range(1, max(map(len, nodes)) + 1)
        ]
        self._parents = np.array([number[node[:-1]] for node in nodes])
        self._letters = np.array([node[-1] if node else 0 for node in nodes])
        self._part_parents = np.array([number[part[:-1]] for part in spelled])
        self._part_letters = np.array([part[-1] if part else 0 for part in spelled])
        self._empty = [place for place, part in enumerate(spelled) if not part]
        columns = (self._parents, self._letters, self._part_parents, self._part_letters)
        self._tree = (
            *(np.ascontiguousarray(column, dtype=np.int64) for column in columns),
            np.array(self._empty, dtype=np.int64),
            float(FAR),
        )

    def costs(self, strings: Sequence[str], letters: LetterCosts) -> F32:
        """Return the cost of the best letter by letter reading, shape (strings, parts)."""
        if core.compiled is None:
            return self.costs_by_arrays(strings, letters)
        asked = listed(strings, core.compiled)
        letter_costs = np.ascontiguousarray(letters.rows(asked.rows))
        best = np.empty((len(asked.before), len(self._parents)), dtype=np.float32)
        result = np.empty((len(strings), len(self._part_parents)), dtype=np.float32)
        core.compiled.spelling_costs(
            self._tree,
            (asked.before, asked.ends, letter_costs, letter_costs.shape[1], asked.wanted),
            best,
            result,
        )
        return result

    def costs_by_arrays(self, strings: Sequence[str], letters: LetterCosts) -> F32:
        """Return the cost of the best reading; the twin of the compiled core's."""
        beginnings = _beginnings(strings)
        number = {one: place for place, one in enumerate(beginnings)}
        ends = {one[-size:] if size else "" for one in beginnings for size in range(LONGEST + 1)}
        seen = sorted(ends)
        row = {one: place for place, one in enumerate(seen)}
        letter_costs = np.ascontiguousarray(letters.rows(seen).T)
        # One column a beginning: all steps below move whole rows.
        best = np.full((len(self._parents), len(beginnings)), FAR, dtype=np.float32)
        best[0, number[""]] = 0
        result = np.empty((len(strings), len(self._part_parents)), dtype=np.float32)
        by_length: dict[int, list[str]] = {}
        for one in beginnings:
            by_length.setdefault(len(one), []).append(one)
        wanted: dict[int, list[int]] = {}
        for place, one in enumerate(strings):
            wanted.setdefault(len(one), []).append(place)
        for length, group in by_length.items():
            sizes = range(min(LONGEST, length) + 1)
            before = [[number[one[: length - size]] for one in group] for size in sizes]
            last = [[row[one[length - size :]] for one in group] for size in sizes]
            taken = [letter_costs[:, rows] for rows in last]
            earlier = [best[:, columns] for columns in before]
            for nodes in self._depths:
                parents, own = self._parents[nodes], self._letters[nodes]
                step = earlier[0][parents] + taken[0][own]
                for size in sizes[1:]:
                    np.minimum(step, earlier[size][parents] + taken[size][own], out=step)
                earlier[0][nodes] = step
            best[:, before[0]] = earlier[0]
            places = wanted.get(length)
            if places is None:
                continue
            column = {one: place for place, one in enumerate(group)}
            columns = [column[strings[place]] for place in places]
            step = FAR
            for size in sizes:
                step = np.minimum(
                    step,
                    earlier[size][:, columns][self._part_parents]
                    + taken[size][:, columns][self._part_letters],
                )
            step[self._empty] = FAR if length else 0
            result[places] = step.T
        return result


def _beginnings(strings: Sequence[str]) -> list[str]:
    """List the beginnings of strings, the empty one and the whole among them, by length."""
    return sorted({one[:stop] for one in strings for stop in range(len(one) + 1)}, key=len)


class Listed(NamedTuple):
    """The beginnings of strings as the compiled core takes them.

    Attributes:
        before: of each the numbers of the beginnings by none to three (`LONGEST`) characters
            shorter, -1 for none, each behind all that it has, shape (beginnings, 4).
        ends: rows of the characters between, shape (beginnings, 4).
        wanted: number of each string among them, shape (strings,).
        rows: the characters that rows stand for, '' first.
    """

    before: Ints
    ends: Ints
    wanted: Ints
    rows: list[str]


def listed(strings: Sequence[str], compiled: core.Compiled) -> Listed:
    """List the beginnings of strings, each once."""
    text = "".join(strings)
    before = np.empty((len(text) + 1, LONGEST + 1), dtype=np.int64)
    ends = np.empty_like(before)
    wanted = np.empty(len(strings), dtype=np.int64)
    spans = np.empty((LONGEST * len(text) + 1, 2), dtype=np.int64)
    number, rows = compiled.beginnings(
        text.encode("utf-32-le", "surrogatepass"),
        np.array([len(one) for one in strings], dtype=np.int64),
        (before, ends, wanted, spans),
    )
    held = [text[start:stop] for start, stop in spans[:rows].tolist()]
    return Listed(before[:number], ends[:number], wanted, held)


@dataclass
class PartCosts:
    """-log P(seen | part) for all parts (onsets, or rimes) of one kind at once.

    Attributes:
        parts: the cased parts.
        spelled: their letters as numbers of `LetterCosts.letters`.
        totals: occurrences of each part, shape (parts,).
        counts: for each seen string the parts it stood for and how often.
        kappa: least weight of the letters' product, in occurrences; each distinct string the
            part was seen as adds `DISCOUNT`.
        penalty: nats for spelling a part letter by letter, shape (parts,).
        members: the parts of a case, those in small letters first, shape (members,). True: the
            parts in capitals; False: those in small letters and those that begin with a capital.
    """

    parts: list[str]
    spelled: list[tuple[int, ...]]
    totals: NDArray[np.float64]
    counts: Counts
    kappa: float
    penalty: F32 = field(init=False)
    members: dict[bool, Ints] = field(init=False)

    def __post_init__(self) -> None:
        discounts = np.minimum(self.counts.times, DISCOUNT)
        weights = self.kappa + np.bincount(self.counts.where, discounts, len(self.parts))
        self.penalty = -np.log(weights / (self.totals + self.kappa)).astype(np.float32)
        capital = [place for place, part in enumerate(self.parts) if part.isupper() or not part]
        small = [
            place for place, part in enumerate(self.parts) if part.upper() != part or len(part) <= 1
        ]
        small.sort(key=lambda place: self.parts[place] != self.parts[place].lower())
        self.members = {True: np.array(capital), False: np.array(small)}
        self._column = {}
        for upper, members in self.members.items():
            column = np.full(len(self.parts), -1, dtype=np.intp)
            column[members] = np.arange(len(members))
            self._column[upper] = column
        self._spellings: dict[bool, Spellings] = {}
        self._kept = {upper: Rows(len(members)) for upper, members in self.members.items()}

    def clear(self) -> None:
        """Forget kept rows; numbers given before are void."""
        for rows in self._kept.values():
            rows.clear()

    def __len__(self) -> int:
        return sum(map(len, self._kept.values()))

    def find(self, strings: Sequence[str], letters: LetterCosts, *, upper: bool) -> Ints:
        """Compute the costs of strings, where they are not yet known.

        Args:
            strings: observed.
            letters: costs of letters.
            upper: for the parts in capitals.

        Returns:
            For each string the row of `table(upper)` that holds its costs, shape (strings,).
        """
        return self._kept[upper].find(
            strings, lambda missing: self._computed(missing, letters, upper=upper)
        )

    def table(self, *, upper: bool) -> F32:
        """Return all rows that were computed, shape (rows, members)."""
        return self._kept[upper].table

    def columns(self, parts: Sequence[str], *, upper: bool) -> Ints:
        """Return the columns of parts in `table(upper)`, -1 for those that it has not."""
        known = np.append(self._column[upper], -1)
        return known[[self.numbers.get(one, -1) for one in parts]]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Place of each part in `parts`."""
        return {part: place for place, part in enumerate(self.parts)}

    def row(self, seen: str, letters: LetterCosts, *, upper: bool) -> F32:
        """Return the costs of one string, shape (members,)."""
        (place,) = self.find([seen], letters, upper=upper)
        row: F32 = self._kept[upper].table[place]
        return row

    def letter_by_letter(self, strings: Sequence[str], letters: LetterCosts, *, upper: bool) -> F32:
        """Return the cost of the best letter by letter reading, shape (strings, members)."""
        return self.spellings(upper=upper).costs(strings, letters)

    def spellings(self, *, upper: bool) -> Spellings:
        """Return the letters of the members as a tree, made when first asked for."""
        if upper not in self._spellings:
            members = self.members[upper].tolist()
            self._spellings[upper] = Spellings([self.spelled[place] for place in members])
        return self._spellings[upper]

    def _computed(self, strings: list[str], letters: LetterCosts, *, upper: bool) -> F32:
        members = self.members[upper]
        table = self.letter_by_letter(strings, letters, upper=upper)
        table += self.penalty[members]
        row, where, times = self.counts.of(strings)
        if not len(row):
            return table
        column = self._column[upper][where]
        own = column >= 0
        row, column, where = row[own], column[own], where[own]
        direct = np.maximum(times[own] - DISCOUNT, 0.0) / (self.totals[where] + self.kappa)
        table[row, column] = -np.log(np.exp(-table[row, column]) + direct)
        return table
