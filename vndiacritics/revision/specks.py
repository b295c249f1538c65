"""Signs that stand for a space: `bảo-hiểm`, `chính.sách`, `tuỳ:theo`.

A speck between two words is read as a hyphen or a full stop. Authors write these signs between
words too (`kinh tế-xã hội`), so the language model decides: by how much is the text likelier with
a space?
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

import numpy as np

from vndiacritics.arrays import Ints
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.pieces import BEGIN, SIGN
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision
from vndiacritics.search.decoder import Decoded
from vndiacritics.search.lattice import Laid, Placed

SIGNS = frozenset({*"-.:,'*", SIGN})
"""What a speck is read as."""

LEAST_GAIN = 4.0
"""Nats by which the text must be likelier with the space.

On every other of 636 made pages, tokens won / lost: english-ocr 239 / 1, 235 / 0, 226 / 0 at 2, 4,
6 nats; vietnamese-ocr 78 / 2, 76 / 0, 68 / 0.
"""

WORD_SIGN_WORD = 3

BEFORE, AFTER = 4, 4
"""Symbols on either side that are weighed."""


class StraySigns:
    """Finds signs that stand for spaces.

    Args:
        model: weighs the text with and without them.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._syllables = np.array([is_syllable(word) for word in model.vocabulary])
        self._signs = np.isin(np.array(model.vocabulary), sorted(SIGNS))
        self._begin = model.index[BEGIN]

    def decisions(
        self, placed: Placed, laid: Laid, decoded: Decoded, *, arc: int
    ) -> Iterator[Decision]:
        """Yield the signs to be written as spaces.

        Args:
            placed: the tokens.
            laid: their lattice.
            decoded: what came of it.
            arc: number that tells these decisions from others.
        """
        chosen = decoded.chosen
        if len(chosen) < WORD_SIGN_WORD:
            return
        symbols = laid.lattice.symbols[chosen]
        slots = np.searchsorted(laid.lattice.ends, chosen, side="right") - 1
        tokens = laid.token_of_slot[slots]
        inner = (tokens[:-2] == tokens[1:-1]) & (tokens[1:-1] == tokens[2:])
        inner &= self._signs[symbols[1:-1]]
        inner &= self._syllables[symbols[:-2]] & self._syllables[symbols[2:]]
        for place in (np.flatnonzero(inner) + 1).tolist():
            token = int(tokens[place])
            analysis = placed.analyses[token]
            within = int(slots[place]) - int(laid.first_slot[token])
            first, stop = analysis.starts[within], analysis.stops[within]
            if not PROFILES[placed.profiles[token]].mends_signs or stop - first != 1:
                continue
            if not analysis.token[stop].islower():
                continue
            gain = self._gain(symbols, laid.document_of_arc[chosen], place)
            if gain >= LEAST_GAIN:
                start = placed.starts[token] + first
                yield Decision(
                    placed.documents[token],
                    placed.profiles[token],
                    start,
                    start + 1,
                    " ",
                    1 / (1 + exp(LEAST_GAIN - gain)),
                    -1,
                    arc,
                )

    def _gain(self, symbols: Ints, homes: Ints, place: int) -> float:
        begin = place
        while begin > max(0, place - BEFORE) and homes[begin - 1] == homes[place]:
            begin -= 1
        stop = place + 1
        while stop < min(len(symbols), place + 1 + AFTER) and homes[stop] == homes[place]:
            stop += 1
        signed = np.concatenate(([self._begin], symbols[begin:stop]))
        spaced = np.delete(signed, place - begin + 1)
        score = self._model.score_text
        return float(score(spaced).sum()) - float(score(signed).sum())
