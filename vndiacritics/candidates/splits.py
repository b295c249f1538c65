"""Where a string may be split into onset and rime, and in which cases it may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import owners_of
from vndiacritics.model.rows import F32, Ints
from vndiacritics.orthography.letters import Shape, shape

OTHER_CASE_COST = 6.0
"""Nats for a word in another case than the one that is seen."""

LONGEST_ONSET = 4
"""Characters that an onset was read as at most."""

_FIRM_CONSONANTS = frozenset("hkmnpqx")


class Query(NamedTuple):
    """A string whose likeliest syllables are wanted.

    Attributes:
        seen: NFC, cased, no space.
        heading: the words around are in capitals.
        most: matches at most.
        window: matches worse than the best by more than this (nats, frequency included) are
            left out.
    """

    seen: str
    heading: bool
    most: int
    window: float


@dataclass
class Trials:
    """Splits of queries in one case, before anything is known of them.

    Attributes:
        queries: number of each query.
        extras: what its case costs, in nats.
        sizes: in how many places it may be split, one or more.
        onsets: strings for the onset, of each query in each place.
        rimes: strings for the rime.
    """

    queries: list[int] = field(default_factory=list)
    extras: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    onsets: list[str] = field(default_factory=list)
    rimes: list[str] = field(default_factory=list)

    def add(self, query: int, extra: float, seen: str, places: Sequence[int]) -> None:
        """Add the splits of a query at some places."""
        self.queries.append(query)
        self.extras.append(extra)
        self.sizes.append(len(places))
        self.onsets += [seen[:place] for place in places]
        self.rimes += [seen[place:] for place in places]

    def likely(self, is_onset: Ints) -> tuple[Ints, F32]:
        """Leave only splits whose onset may be one; all of a query where none may.

        Args:
            is_onset: 1 where some onset may be read as the string for it, shape (splits,).

        Returns:
            Number of the query and cost of the case of each split that is left, shape (left,).
        """
        sizes = np.array(self.sizes)
        owners = owners_of(sizes)
        likely = np.bincount(owners, is_onset)
        kept = (is_onset > 0) | (likely[owners] == 0)
        owners = owners[kept]
        left = kept.tolist()
        self.onsets = list(compress(self.onsets, left))
        self.rimes = list(compress(self.rimes, left))
        return (
            np.array(self.queries, dtype=np.intp)[owners],
            np.array(self.extras, dtype=np.float32)[owners],
        )


class Splits(NamedTuple):
    """Splits of queries in one case, in the order of the queries.

    Attributes:
        form: the case.
        queries: number of the query, shape (splits,).
        extras: cost of the case in nats, shape (splits,).
        seen: numbers of the strings for onset and rime, shape (splits, 2).
        onsets: rows of the onsets' costs, shape (splits,).
        rimes: rows of the rimes' costs, shape (splits,).
        best: rows of the best merits by rime, shape (splits,).
    """

    form: Shape
    queries: Ints
    extras: F32
    seen: Ints
    onsets: Ints
    rimes: Ints
    best: Ints

    def within(self, first: int, stop: int) -> Splits:
        """Return the splits of the queries from `first` to `stop`."""
        start, end = np.searchsorted(self.queries, (first, stop)).tolist()
        return Splits(
            self.form,
            self.queries[start:end],
            self.extras[start:end],
            self.seen[start:end],
            self.onsets[start:end],
            self.rimes[start:end],
            self.best[start:end],
        )


def borders(seen: str) -> list[int]:
    """Return the places where the observed string may be split into onset and rime.

    All but one: a consonant that is never what a vowel is read as begins no rime.

    Examples:
        >>> borders("hién"), borders("dng"), borders("1a")
        ([1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 2])
    """
    least = 1 if len(seen) > 1 and seen[0].lower() in _FIRM_CONSONANTS else 0
    return list(range(least, min(LONGEST_ONSET, len(seen)) + 1))


def forms(seen: str, *, heading: bool) -> list[tuple[Shape, float]]:
    """Return the cases a word may be meant in, each with a cost in nats."""
    form = shape(seen)
    letters = sum(character.isalpha() for character in seen)
    if form is Shape.LOWER:
        return [(Shape.UPPER, 0.0), (Shape.LOWER, 2.0)] if heading else [(Shape.LOWER, 0.0)]
    if form is Shape.TITLE:
        if heading and letters == 1:
            return [(Shape.UPPER, 0.0), (Shape.TITLE, 1.0)]
        return [(Shape.TITLE, 0.0), (Shape.LOWER, 0.5)]
    if letters > 3 and seen.isupper():
        return [(Shape.UPPER, 0.0)]
    if heading:
        return [(Shape.UPPER, 0.0), (Shape.TITLE, OTHER_CASE_COST)]
    return [(Shape.TITLE, 0.0), (Shape.UPPER, OTHER_CASE_COST), (Shape.LOWER, 1.0)]
