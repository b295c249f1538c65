"""Words written twice (`Trung ương ương`), for a reader to look at; nothing is changed.

The language model tells an error from reduplication (`dần dần`, `luôn luôn`): it has seen the one,
and without the second word the text is far likelier only in the other case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

import numpy as np

from vndiacritics.arrays import Ints, true_places
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.pieces import BEGIN
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.search.result import SearchResult

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
    result: SearchResult, texts: Sequence[str], model: LanguageModel
) -> Iterator[Decision]:
    """Yield the words that stand twice, as decisions to write them once.

    Args:
        result: of the search.
        texts: of the documents, by number.
        model: tells reduplication from errors.
    """
    symbols, spans, slots = result.symbols, result.spans, result.slots
    same = (symbols[1:] == symbols[:-1]) & (spans[1:] == 1) & (spans[:-1] == 1)
    if not same.any():
        return
    opens = np.append(true_places(np.isin(slots, result.openings)), len(slots))
    for place in true_places(same).tolist():
        first, second = result.token_of_step[place : place + 2].tolist()
        after = int(np.searchsorted(opens, place, side="right"))
        start, stop = int(opens[after - 1]), int(opens[after])
        if (
            place + 1 == stop
            or not PROFILES[result.tokens.profiles[first]].has_marks
            or not PROFILES[result.tokens.profiles[second]].has_marks
            or not is_syllable(model.vocabulary[int(symbols[place])])
        ):
            continue
        begin, _ = result.span(int(slots[place]))
        middle, end = result.span(int(slots[place + 1]))
        document, profile = result.tokens.documents[first], result.tokens.profiles[first]
        text = texts[document]
        word = text[middle:end]
        if text[begin:end].split() != [word, word] or text.count("\n", begin, end) > 1:
            continue
        context = symbols[max(start, place - BEFORE) : min(stop, place + 2 + AFTER)]
        gain = _gain(model, context, min(BEFORE, place - start))
        if gain is not None:
            posterior = 1 / (1 + exp(LEAST_GAIN - gain))
            yield Decision(document, profile, begin, end, word, posterior, Stage.DOUBLED)


def _gain(model: LanguageModel, context: Ints, place: int) -> float | None:
    """Return what the text gains without the word at `place`; None for reduplication or too little.

    Args:
        model: scores texts.
        context: symbols around.
        place: of the first of the two in `context`.
    """
    opening = np.array([model.index[BEGIN]])
    pair = model.score_text(np.concatenate((opening, context[place : place + 2])))
    if float(pair[-1]) > KNOWN_PAIR:
        return None
    gain = model.gain_without(context, place)
    return gain if gain >= LEAST_GAIN else None
