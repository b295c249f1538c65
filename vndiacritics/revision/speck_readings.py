"""How much likelier a text is without a sign, the words beside it read anew.

A sign in the middle of a phrase misleads the search about the words on both sides: `hanh: chinh`
is read `hành: chỉnh`, as that is likelier behind a colon. So a sign and its words are decided
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import Ints
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.search.result import SearchResult

BEFORE, AFTER = 4, 4
"""Symbols on either side of a sign that are weighed."""

LEAST_DOUBT = 2.5
"""Nats by which a text must be likelier without a sign as the words are, for them to be read anew.
On 100 pages of English OCR (tuned) 2 to 4 lose none of the signs that then reach 7 nats."""

MOST_READINGS = 6
"""Readings of a word that are tried."""

COMMA = ","


class Doubt(NamedTuple):
    """A sign that may be none.

    Attributes:
        place: its step.
        rereads: the words beside it may be others.
        may_be_comma: it may be a comma.
    """

    place: int
    rereads: bool = False
    may_be_comma: bool = False


class Weighed(NamedTuple):
    """What speaks against a sign.

    Attributes:
        gain: nats by which the text is likelier without it.
        comma: the same with a comma in its place; 0 where none is asked for.
        words: arcs of the words before and behind it with which it is.
    """

    gain: float
    comma: float
    words: tuple[int, int]


def weighed(result: SearchResult, model: LanguageModel, doubts: Sequence[Doubt]) -> list[Weighed]:
    """Weigh signs between two words; all together.

    Args:
        result: of the search.
        model: of the language.
        doubts: the signs; each has a step before and one behind it.
    """
    windows: list[list[int]] = []
    for doubt in doubts:
        before, sign, behind = _around(result, doubt.place)
        windows += [[*before, sign, *behind], [*before, *behind]]
        if doubt.may_be_comma:
            windows.append([*before, model.index[COMMA], *behind])
    scores = iter(model.score_windows(windows) if windows else ())
    found = []
    for doubt in doubts:
        whole, without = next(scores), next(scores)
        comma = next(scores) - whole if doubt.may_be_comma else 0.0
        own = _own(result, doubt.place)
        row = Weighed(without - whole, comma, own)
        if doubt.rereads and row.gain >= LEAST_DOUBT:
            gain, words = _reread(result, model, doubt.place)
            row = row._replace(gain=gain - whole, words=words)
        found.append(row)
    return found


def _reread(
    result: SearchResult, model: LanguageModel, place: int
) -> tuple[float, tuple[int, int]]:
    """Return the words beside a sign with which the text is likeliest without it.

    Returns:
        Log-probability of the text, less what the words cost more than those of the path; the arcs
        of the words.
    """
    lattice, own = result.lattice, _own(result, place)
    before, _, behind = _around(result, place)
    pairs = [
        (first, second)
        for first in _readings(result, model, place - 1)
        for second in _readings(result, model, place + 1)
    ]
    scores = model.score_windows(
        [
            [*before[:-1], int(lattice.symbols[first]), int(lattice.symbols[second]), *behind[1:]]
            for first, second in pairs
        ]
    )
    costs = lattice.costs[np.array(pairs)].sum(axis=1) - lattice.costs[list(own)].sum()
    totals = np.array(scores) - costs
    best = int(np.argmax(totals))
    return float(totals[best]), pairs[best]


def _readings(result: SearchResult, model: LanguageModel, step: int) -> list[int]:
    """Return the likeliest arcs of a step's slots, that of the path first."""
    lattice, chosen = result.lattice, int(result.chosen[step])
    slot = int(result.slots[step])
    arcs = np.arange(int(lattice.ends[slot]), int(lattice.ends[slot + 1]))
    alike = lattice.spans[arcs] == lattice.spans[chosen]
    arcs = arcs[alike & model.syllables[lattice.symbols[arcs]]]
    costs = lattice.costs[arcs] - model.unigram[lattice.symbols[arcs]]
    likely = arcs[np.argsort(costs, kind="stable")[:MOST_READINGS]].tolist()
    return list(dict.fromkeys([chosen, *likely]))


def _own(result: SearchResult, place: int) -> tuple[int, int]:
    """Return the arcs of the words beside a sign on the path."""
    return int(result.chosen[place - 1]), int(result.chosen[place + 1])


def _around(result: SearchResult, place: int) -> tuple[list[int], int, list[int]]:
    """Return the symbols before a step, its own, and those behind it, in its document."""
    symbols: Ints = result.symbols
    homes = result.homes
    begin = place
    while begin > max(0, place - BEFORE) and homes[begin - 1] == homes[place]:
        begin -= 1
    stop = place + 1
    while stop < min(len(symbols), place + 1 + AFTER) and homes[stop] == homes[place]:
        stop += 1
    window = symbols[begin:stop].tolist()
    at = place - begin
    return window[:at], window[at], window[at + 1 :]
