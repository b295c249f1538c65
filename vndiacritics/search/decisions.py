"""What the decoder decided, as spans of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vndiacritics.restoration import Alternative
from vndiacritics.search import lattice
from vndiacritics.search.decoder import Decoded

LEAST_ALTERNATIVE = 0.01
"""Posterior an alternative must have to be named."""


@dataclass(frozen=True)
class Decision:
    """What the decoder writes in place of a span of a document's text.

    Attributes:
        document: number of the document.
        profile: number of its profile there.
        start: first character of the span.
        stop: behind the last one.
        surface: what is written.
        posterior: of the arc.
        slot: where the arc ends.
        arc: its number in the lattice.
    """

    document: int
    profile: int
    start: int
    stop: int
    surface: str
    posterior: float
    slot: int
    arc: int


def decisions(placed: lattice.Placed, laid: lattice.Laid, decoded: Decoded) -> Iterator[Decision]:
    """Yield the decisions that write something, in the order of the lattice."""
    for token, arc, opener, begin, end, posterior, slot, place in _chosen(laid, decoded):
        analysis = placed.analyses[token]
        surface = analysis.surface(arc)
        if surface is not None:
            yield Decision(
                placed.documents[token],
                placed.profiles[token],
                placed.starts[opener] + placed.analyses[opener].starts[begin],
                placed.starts[token] + analysis.stops[end],
                surface,
                posterior,
                slot,
                place,
            )


def readings(
    placed: lattice.Placed, laid: lattice.Laid, decoded: Decoded, texts: Sequence[str]
) -> Iterator[Decision]:
    """Yield all decisions, also those that leave what stands there: one for each chosen arc.

    Args:
        placed: the tokens.
        laid: their lattice.
        decoded: what came of it.
        texts: of the documents, by number.
    """
    for token, arc, opener, begin, end, posterior, slot, place in _chosen(laid, decoded):
        analysis = placed.analyses[token]
        document = placed.documents[token]
        start = placed.starts[opener] + placed.analyses[opener].starts[begin]
        stop = placed.starts[token] + analysis.stops[end]
        surface = analysis.surface(arc)
        if surface is None:
            surface = texts[document][start:stop]
        profile = placed.profiles[token]
        yield Decision(document, profile, start, stop, surface, posterior, slot, place)


def _chosen(
    laid: lattice.Laid, decoded: Decoded
) -> Iterator[tuple[int, int, int, int, int, float, int, int]]:
    """Yield the chosen arcs.

    Token in which an arc ends and its number there, token in which it begins, first and last slot
    in these tokens, posterior, slot and number in the lattice.
    """
    chosen = decoded.chosen
    slots = np.searchsorted(laid.lattice.ends, chosen, side="right") - 1
    tokens = laid.token_of_slot[slots]
    first = slots - laid.lattice.spans[chosen] + 1
    openers = laid.token_of_slot[first]
    columns: list[NDArray[np.int64] | NDArray[np.float32]] = [
        tokens,
        chosen - laid.first_arc[tokens],
        openers,
        first - laid.first_slot[openers],
        slots - laid.first_slot[tokens],
        decoded.posteriors[chosen],
        slots,
        chosen,
    ]
    return zip(*(column.tolist() for column in columns), strict=True)


def alternatives(
    placed: lattice.Placed,
    laid: lattice.Laid,
    decoded: Decoded,
    decision: Decision,
    observed: str,
) -> tuple[Alternative, ...]:
    """Give the other readings of the same slots, likeliest first."""
    ends, spans = laid.lattice.ends, laid.lattice.spans
    first, stop = int(ends[decision.slot]), int(ends[decision.slot + 1])
    likely = np.flatnonzero(decoded.posteriors[first:stop] >= LEAST_ALTERNATIVE) + first
    token = int(laid.token_of_slot[decision.slot])
    analysis = placed.analyses[token]
    found = []
    for arc in likely.tolist():
        if arc == decision.arc or spans[arc] != spans[decision.arc]:
            continue
        surface = analysis.surface(arc - int(laid.first_arc[token]))
        probability = min(1.0, float(decoded.posteriors[arc]))
        found.append(Alternative(observed if surface is None else surface, probability))
    return tuple(sorted(found, key=lambda row: -row.probability))
