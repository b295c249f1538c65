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
from vndiacritics.pieces import SIGN
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.search.result import SearchResult

SIGNS = frozenset({*"-.:,'*", SIGN})
"""What a speck is read as."""

LEAST_GAIN = 4.0
"""Nats by which the text must be likelier with the space.

On every other of 636 made pages, tokens won / lost: english-ocr 239 / 1, 235 / 0, 226 / 0 at 2, 4,
6 nats; vietnamese-ocr 78 / 2, 76 / 0, 68 / 0.
"""

TRAILING_SIGNS = frozenset(".:'")
"""What a speck behind a word is read as; commas part what belongs together too often."""

LEAST_TRAILING_GAIN = 7.0
"""Nats by which the text must be likelier without a sign behind a word.

On the rendered pages of d31 to d40, english-ocr, 3, 5, 7 nats win 0, 1, 0 tokens and lose 5, 2, 0;
on the scans each wins 4 and loses none.
"""

WORD_SIGN_WORD = 3

BEFORE, AFTER = 4, 4
"""Symbols on either side that are weighed."""


class Specks:
    """Finds signs that stand for spaces.

    Args:
        model: weighs the text with and without them.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._syllables = np.array([is_syllable(word) for word in model.vocabulary])
        self._signs = np.isin(np.array(model.vocabulary), sorted(SIGNS))
        self._trailing = np.isin(np.array(model.vocabulary), sorted(TRAILING_SIGNS))

    def decisions(self, result: SearchResult) -> Iterator[Decision]:
        """Yield the signs to be written as spaces."""
        if len(result.chosen) < WORD_SIGN_WORD:
            return
        symbols, tokens = result.symbols, result.token_of_step
        inner = (tokens[:-2] == tokens[1:-1]) & (tokens[1:-1] == tokens[2:])
        inner &= self._signs[symbols[1:-1]]
        inner &= self._syllables[symbols[:-2]] & self._syllables[symbols[2:]]
        for place in (np.flatnonzero(inner) + 1).tolist():
            token = int(tokens[place])
            profile = result.tokens.profiles[token]
            start, stop = result.span(int(result.slots[place]))
            behind = stop - result.tokens.starts[token]
            if not PROFILES[profile].mends_signs or stop - start != 1:
                continue
            if not result.tokens.analyses[token].token[behind].islower():
                continue
            gain = self._gain(symbols, result.homes, place)
            if gain >= LEAST_GAIN:
                document = result.tokens.documents[token]
                posterior = 1 / (1 + exp(LEAST_GAIN - gain))
                yield Decision(document, profile, start, stop, " ", posterior, Stage.SPECK)

    def trailing(self, result: SearchResult) -> Iterator[Decision]:
        """Yield the signs behind words in the middle of a phrase, to be left out."""
        if len(result.chosen) < WORD_SIGN_WORD:
            return
        symbols, tokens = result.symbols, result.token_of_step
        last = (tokens[:-2] == tokens[1:-1]) & (tokens[1:-1] + 1 == tokens[2:])
        last &= self._trailing[symbols[1:-1]]
        last &= self._syllables[symbols[:-2]] & self._syllables[symbols[2:]]
        last &= result.homes[1:-1] == result.homes[2:]
        opens = set(result.openings.tolist())
        for place in (np.flatnonzero(last) + 1).tolist():
            token = int(tokens[place])
            profile = result.tokens.profiles[token]
            start, stop = result.span(int(result.slots[place]))
            behind = int(result.first_slots[place + 1])
            if not PROFILES[profile].misreads_signs or stop - start != 1 or behind in opens:
                continue
            if not result.tokens.analyses[token + 1].token[:1].islower():
                continue
            gain = self._gain(symbols, result.homes, place)
            if gain >= LEAST_TRAILING_GAIN:
                document = result.tokens.documents[token]
                posterior = 1 / (1 + exp(LEAST_TRAILING_GAIN - gain))
                yield Decision(document, profile, start, stop, "", posterior, Stage.SPECK)

    def _gain(self, symbols: Ints, homes: Ints, place: int) -> float:
        """Return by how many nats the text is likelier without the sign at a step."""
        begin = place
        while begin > max(0, place - BEFORE) and homes[begin - 1] == homes[place]:
            begin -= 1
        stop = place + 1
        while stop < min(len(symbols), place + 1 + AFTER) and homes[stop] == homes[place]:
            stop += 1
        return self._model.gain_without(symbols[begin:stop], place - begin)
