"""Readings of words that the search left in doubt: what the rest of a document may speak for."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import Flags, Ints, ranges, true_places
from vndiacritics.search.result import SearchResult

SETTLED_POSTERIOR = 0.999
"""Posterior from which a decision is not looked at again."""


class Readings(NamedTuple):
    """Readings of doubtful words, all columns of shape (readings,).

    Attributes:
        arcs: that would write them.
        places: steps of the path in whose stead they stand.
        symbols: of the language model.
        names: the words have a capital first and are not all capitals.
        free: other words than names are supported there too.
    """

    arcs: Ints
    places: Ints
    symbols: Ints
    names: Flags
    free: Flags


def doubtful(
    result: SearchResult, syllables: Flags, names_only: Collection[int]
) -> Readings | None:
    """List the readings of doubtful words; None where no word is.

    Args:
        result: of the search.
        syllables: which symbols are any, shape (symbols,).
        names_only: numbers of the profiles where only names are supported.
    """
    lattice = result.lattice
    places = true_places(
        (result.spans == 1) & syllables[result.symbols] & (result.posteriors < SETTLED_POSTERIOR)
    )
    if not len(places):
        return None
    profiles = result.tokens.profile_of[result.token_of_step[places]].tolist()
    free = np.array([row not in names_only for row in profiles], dtype=np.bool_)
    is_name = [_is_name(result.word(slot)) for slot in result.slots[places].tolist()]
    names = np.array(is_name, dtype=np.bool_)
    asked = names | free
    if not asked.any():
        return None
    places, names, free = places[asked], names[asked], free[asked]
    slots = result.slots[places]
    counts = lattice.ends[slots + 1] - lattice.ends[slots]
    arcs = ranges(counts) + lattice.ends[slots].repeat(counts)
    symbols = lattice.symbols[arcs]
    fits = (lattice.spans[arcs] == 1) & syllables[symbols]
    columns = (places.repeat(counts), symbols, names.repeat(counts), free.repeat(counts))
    return Readings(arcs[fits], *(column[fits] for column in columns))


def _is_name(word: str) -> bool:
    """Return whether a word has a capital first and is not all capitals."""
    return word[:1].isupper() and not word[1:].isupper()
