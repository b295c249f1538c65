"""What the document says elsewhere: names and turns decided once support their other occurrences.

A cache language model of pairs. A reading y of a doubtful word beside a word x gains

    log(1 + w n(x, y) / (n(x) + 1) / P(y | x))

nats, with n the sure occurrences elsewhere in the document and P the language model's bigram: a
pair that the model expects gains nothing, one that it does not know gains much. Both neighbours
are asked, and the greater gain counts. Words with a capital first gain more: the model knows few
names.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vndiacritics.adaptation.readings import Readings
from vndiacritics.arrays import F32, Flags, Ints, times_of, true_places
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.own_ngrams import BITS
from vndiacritics.search.result import SearchResult

WEIGHT, NAME_WEIGHT = 0.4, 0.2
"""What the document's pairs are worth beside the language model: other words, and names.

On every other of 636 made pages, english-ocr, tokens won / lost: names alone 29 / 0; with other
words at 0.02, 0.05, 0.1: 61 / 4, 78 / 12, 82 / 11 (the last with 2 nats at most). Stripped, at
0.05, 0.2, 0.4: genres (43,536 words) 96.87, 96.92, 96.94; the two documents 99.59, 99.61, 99.61.
"""

GREATEST_GAIN, GREATEST_NAME_GAIN = 3.0, 6.0
"""Nats that a reading gains at most, likewise."""

BELIEVED_POSTERIOR = 0.97
"""Posterior from which a decision is believed."""

LEAST_GAIN = 0.5
"""Nats under which a gain is left out."""


class _Words(NamedTuple):
    """The chosen arcs of a text.

    Attributes:
        symbols: shape (chosen,).
        homes: numbers of their documents.
        sure: whether they are believed.
    """

    symbols: Ints
    homes: Ints
    sure: Flags


class PairCache:
    """Finds readings that the rest of their document supports.

    Args:
        model: tells which pairs are to be expected anyway.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._syllables = model.syllables

    def gains(self, result: SearchResult, readings: Readings) -> F32:
        """Return what each reading gains by its neighbours, nats, shape (readings,).

        Args:
            result: of the search.
            readings: of doubtful words.
        """
        chosen, slots, homes = result.chosen, result.slots, result.homes
        symbols = result.symbols
        sure = (result.posteriors >= BELIEVED_POSTERIOR) & self._syllables[symbols]
        joined = (result.first_slots[1:] == slots[:-1] + 1) & (homes[1:] == homes[:-1])
        words = _Words(symbols, homes, sure)
        before, behind = np.arange(len(chosen) - 1)[joined], np.arange(1, len(chosen))[joined]
        gains = np.maximum(
            self._gains(words, readings, behind, before, is_before=True),
            self._gains(words, readings, before, behind, is_before=False),
        )
        gains[gains < LEAST_GAIN] = 0
        return gains

    def _gains(
        self, words: _Words, readings: Readings, here: Ints, there: Ints, *, is_before: bool
    ) -> F32:
        """Return what each reading gains by its neighbour on one side.

        Args:
            words: chosen arcs.
            readings: of doubtful words.
            here: places of words that have a neighbour.
            there: the neighbours' places.
            is_before: the neighbours stand before the words.
        """
        gains = np.zeros(len(readings.arcs), dtype=np.float32)
        believed = words.sure[here] & words.sure[there]
        owner = words.homes[here] << BITS | words.symbols[there]
        sure_owners = owner[believed]
        sure_pairs = sure_owners << BITS | words.symbols[here[believed]]
        if not len(sure_pairs):
            return gains
        neighbour = np.full(len(words.symbols), -1, dtype=np.int64)
        neighbour[here] = there
        own = np.zeros(len(words.symbols), dtype=np.int64)
        own[here[believed]] = 1
        rows = true_places(neighbour[readings.places] >= 0)
        places, word = readings.places[rows], readings.symbols[rows]
        beside = words.symbols[neighbour[places]]
        owner = words.homes[places] << BITS | beside
        pair = owner << BITS | word
        times = times_of(sure_pairs, pair) - own[places] * (word == words.symbols[places])
        kept = true_places(times > 0)
        rows, word, beside = rows[kept], word[kept], beside[kept]
        total = times_of(sure_owners, owner[kept]) - own[places[kept]]
        if is_before:
            expected = self._bigrams(beside, word)
        else:
            unigram = self._model.unigram
            expected = self._bigrams(word, beside) + unigram[word] - unigram[beside]
        names = readings.names[rows]
        shares = np.log(np.where(names, NAME_WEIGHT, WEIGHT) * times[kept] / (total + 1))
        most = np.where(names, GREATEST_NAME_GAIN, GREATEST_GAIN)
        gains[rows] = np.minimum(np.logaddexp(0.0, shares - expected), most)
        return gains

    def _bigrams(self, first: Ints, second: Ints) -> F32:
        """Return log P(second | first)."""
        histories = self._model.histories(first.astype(np.uint64))
        return self._model.score(histories, np.arange(len(first)), second)
