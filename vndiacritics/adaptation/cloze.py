"""What stands around a word that is in doubt supports those of its readings that fit the gap.

A reading y of a doubtful word whose chosen reading is x gains

    w (s(y) - s(x))

nats, s being the scores in the gap (`model/cloze.py`) between the words that were chosen.
"""

from __future__ import annotations

import numpy as np

from vndiacritics.adaptation.readings import Readings
from vndiacritics.arrays import F32, Ints, distinct
from vndiacritics.model.cloze import REACH, Cloze, neighbours
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.pieces import BEGIN, END
from vndiacritics.search.result import SearchResult

WEIGHT = 0.3
"""What the gap is worth beside the language model, which has seen the nearest words already
(docs/trials/document.md)."""

GREATEST_GAIN = 4.0
"""Nats that a reading gains or loses at most."""


def gains(result: SearchResult, readings: Readings, cloze: Cloze, model: LanguageModel) -> F32:
    """Return what each reading gains or loses, nats, shape (readings,); names' profiles nothing.

    Args:
        result: of the search.
        readings: of doubtful words, one of which at least is free.
        cloze: tells what fits.
        model: whose symbols they are.
    """
    found = np.zeros(len(readings.arcs), dtype=np.float32)
    rows = readings.free.nonzero()[0]
    places, _, gap_of = distinct(readings.places[rows])
    gaps = cloze.gaps(_around(result, places, model))
    chosen = cloze.scores(gaps, result.symbols[places])
    told = cloze.scores(gaps[gap_of], readings.symbols[rows]) - chosen[gap_of]
    found[rows] = np.clip(np.float32(WEIGHT) * told, -GREATEST_GAIN, GREATEST_GAIN)
    return found


def _around(result: SearchResult, places: Ints, model: LanguageModel) -> Ints:
    """Return the symbols around steps of the path; see `neighbours`."""
    begin, end = model.index[BEGIN], model.index[END]
    opens = np.searchsorted(result.first_slots, result.openings)
    text = np.insert(result.symbols, opens.repeat(2), np.tile((end, begin), len(opens)))
    edge = np.full(REACH, end)
    moved = places + 2 * np.searchsorted(opens, places, side="right") + REACH
    return neighbours(np.concatenate((edge, text, edge)), moved, (begin, end))
