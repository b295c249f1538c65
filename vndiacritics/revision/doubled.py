"""Words written twice (`Trung ương ương`), for a reader to look at; nothing is changed.

The language model tells an error from reduplication (`dần dần`, `luôn luôn`): it has seen the one,
and without the second word the text is far likelier only in the other case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

import numpy as np

from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.pieces import BEGIN
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision
from vndiacritics.search.decoder import Decoded
from vndiacritics.search.lattice import Laid, Placed

DOUBLED = -3
"""Arc of a decision to write a word once: it has none."""

LEAST_GAIN = 7.0
"""Nats by which the text must be likelier with the word once.

On the right texts of 636 made pages (356,000 tokens, authors' own errors included) 21 places reach
this with a pair the model does not know; 20 are errors. The errors of the two clean reports gain
10 to 17.
"""

KNOWN_PAIR = -6.0
"""Log-probability of a word behind itself from which it is taken for reduplication."""

BEFORE, AFTER = 3, 3
"""Symbols on either side that are weighed."""


def decisions(
    placed: Placed, laid: Laid, decoded: Decoded, texts: Sequence[str], model: LanguageModel
) -> Iterator[Decision]:
    """Yield the words that stand twice, as decisions to write them once.

    Args:
        placed: the tokens.
        laid: their lattice.
        decoded: what came of it.
        texts: of the documents, by number.
        model: tells reduplication from errors.
    """
    chosen = decoded.chosen
    symbols = laid.lattice.symbols[chosen]
    spans = laid.lattice.spans[chosen]
    same = (symbols[1:] == symbols[:-1]) & (spans[1:] == 1) & (spans[:-1] == 1)
    if not same.any():
        return
    slots = np.searchsorted(laid.lattice.ends, chosen, side="right") - 1
    tokens = laid.token_of_slot[slots]
    opens = np.append(np.flatnonzero(_openings(laid, slots)), len(chosen))
    for place in np.flatnonzero(same).tolist():
        first, second = int(tokens[place]), int(tokens[place + 1])
        after = int(np.searchsorted(opens, place, side="right"))
        start, stop = int(opens[after - 1]), int(opens[after])
        if (
            place + 1 == stop
            or not PROFILES[placed.profiles[first]].has_marks
            or not PROFILES[placed.profiles[second]].has_marks
            or not is_syllable(model.vocabulary[int(symbols[place])])
        ):
            continue
        begin, _ = _span(placed, laid, first, int(slots[place]))
        middle, end = _span(placed, laid, second, int(slots[place + 1]))
        text = texts[placed.documents[first]]
        word = text[middle:end]
        if text[begin:end].split() != [word, word] or text.count("\n", begin, end) > 1:
            continue
        context = symbols[max(start, place - BEFORE) : min(stop, place + 2 + AFTER)]
        gain = _gain(model, context, min(BEFORE, place - start))
        if gain is not None:
            document, profile = placed.documents[first], placed.profiles[first]
            posterior = 1 / (1 + exp(LEAST_GAIN - gain))
            yield Decision(document, profile, begin, end, word, posterior, -1, DOUBLED)


def _openings(laid: Laid, slots: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[bool]:
    """Tell which chosen arcs begin a paragraph."""
    segments = laid.lattice.segments
    firsts = set(segments[segments[:, 0] == segments[:, 2], 2].tolist())
    return [slot in firsts for slot in slots.tolist()]


def _span(placed: Placed, laid: Laid, token: int, slot: int) -> tuple[int, int]:
    analysis = placed.analyses[token]
    within = slot - int(laid.first_slot[token])
    start = placed.starts[token]
    return start + analysis.starts[within], start + analysis.stops[within]


def _gain(
    model: LanguageModel, context: np.ndarray[tuple[int], np.dtype[np.int64]], place: int
) -> float | None:
    """Give what the text gains without the word at `place`; None for reduplication or too little.

    Args:
        model: scores texts.
        context: symbols around.
        place: of the first of the two in `context`.
    """
    opening = np.array([model.index[BEGIN]])
    pair = model.score_text(np.concatenate((opening, context[place : place + 2])))
    if float(pair[-1]) > KNOWN_PAIR:
        return None
    twice = float(model.score_text(np.concatenate((opening, context))).sum())
    once = np.delete(context, place)
    gain = float(model.score_text(np.concatenate((opening, once))).sum()) - twice
    return gain if gain >= LEAST_GAIN else None
