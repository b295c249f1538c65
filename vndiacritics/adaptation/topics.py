"""What a document is about, and its own words, support readings of words that are in doubt.

A reading y of a doubtful word gains

    w log(((1 - c n / (n + a)) P(y | topics) + c n(y) / (n + a)) / P(y))

nats: unigram rescaling (Gildea and Hofmann 1999) by a mixture of topics and a cache (Kuhn and
De Mori 1990). The topics' shares are told by what is sure in the stretch around the word and in its
document, n(y) counts the sure occurrences of y elsewhere in the document, n all sure words there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vndiacritics.adaptation.readings import Readings
from vndiacritics.arrays import F32, Flags, Ints, distinct, ranges, times_of
from vndiacritics.model.own_ngrams import BITS
from vndiacritics.model.topics import LEAST, Topics
from vndiacritics.search.result import SearchResult

WEIGHT = 0.5
"""What topics and cache are worth beside the language model (docs/trials/document.md)."""

GREATEST_GAIN = 3.0
"""Nats that a reading gains or loses at most."""

CACHE_SHARE, CACHE_PRIOR = 0.3, 20.0
"""Share of the document's own words in the mixture; words that it counts as having had before."""

TELLING_POSTERIOR = 0.9
"""Posterior from which a word tells topics."""

BELIEVED_POSTERIOR = 0.97
"""Posterior from which a word counts as the document's own."""

STRETCH = 150
"""Words whose topics are told together; what is left over is shared out."""

AT_LARGE, AS_DOCUMENT = 5.0, 20.0
"""Words for which a document counts as being about nothing, and a stretch as its document."""


class _Steps(NamedTuple):
    """The steps of a path: their symbols, documents and stretches, all of shape (steps,)."""

    symbols: Ints
    homes: Ints
    stretches: Ints


def gains(result: SearchResult, readings: Readings, topics: Topics, syllables: Flags) -> F32:
    """Return what each reading gains or loses, nats, shape (readings,); names' profiles nothing.

    Args:
        result: of the search.
        readings: of doubtful words, one of which at least is free.
        topics: that texts are made of.
        syllables: which symbols are any, shape (symbols,).
    """
    found = np.zeros(len(readings.arcs), dtype=np.float32)
    rows = readings.free.nonzero()[0]
    symbols = result.symbols
    _, _, homes = distinct(result.homes)
    steps = _Steps(symbols, homes, _stretches(homes))
    words = syllables[symbols]
    places, asked = readings.places[rows], readings.symbols[rows]
    shares = _shares(topics, steps, words & (result.posteriors >= TELLING_POSTERIOR))
    likelihoods = topics.likelihoods(asked)
    expected = (shares[steps.stretches[places]] * likelihoods).sum(axis=1)
    own, all_own = _own_shares(
        steps, words & (result.posteriors >= BELIEVED_POSTERIOR), places, asked
    )
    mixed = (1 - CACHE_SHARE * all_own) * expected + CACHE_SHARE * own
    at_large = np.maximum(likelihoods[:, -1], LEAST)
    told = WEIGHT * np.log(np.maximum(mixed, LEAST) / at_large)
    found[rows] = np.clip(told, -GREATEST_GAIN, GREATEST_GAIN)
    return found


def _stretches(homes: Ints) -> Ints:
    """Return the number of each step's stretch, ascending; no stretch goes over documents."""
    sizes = np.bincount(homes)
    pieces = np.maximum(1, sizes // STRETCH)
    firsts = np.cumsum(pieces) - pieces
    stretches: Ints = firsts[homes] + ranges(sizes) * pieces[homes] // sizes[homes]
    return stretches


def _shares(topics: Topics, steps: _Steps, telling: Flags) -> F32:
    """Return the topics' shares in each stretch, shape (stretches, topics)."""
    home_of = np.zeros(steps.stretches[-1] + 1, dtype=np.int64)
    home_of[steps.stretches] = steps.homes
    nothing = np.zeros((steps.homes[-1] + 1, topics.number), dtype=np.float32)
    nothing[:, -1] = AT_LARGE
    documents = _mixtures(topics, steps.homes[telling], steps.symbols[telling], nothing)
    parted = np.bincount(home_of)[steps.homes] > 1
    prior = AS_DOCUMENT * documents[home_of]
    telling = telling & parted
    return _mixtures(topics, steps.stretches[telling], steps.symbols[telling], prior)


def _mixtures(topics: Topics, owners: Ints, symbols: Ints, prior: F32) -> F32:
    """Return the topics' shares in texts by their words; those without any are as before."""
    shares: F32 = prior / prior.sum(axis=1, keepdims=True)
    if not len(owners):
        return shares
    keys, _, key_of = distinct(owners << BITS | symbols)
    times = np.bincount(key_of).astype(np.float32)
    # Repeated words are no independent witnesses.
    counts = np.minimum(times, 1 + np.log(times)).astype(np.float32)
    texts, firsts, _ = distinct(keys >> BITS)
    shares[texts] = topics.mixtures(keys & (1 << BITS) - 1, counts, firsts, prior[texts])
    return shares


def _own_shares(steps: _Steps, believed: Flags, places: Ints, asked: Ints) -> tuple[F32, F32]:
    """Return the shares that readings, and all sure words, have in their documents' own words.

    The word in doubt itself is not counted.
    """
    homes = steps.homes[places]
    itself = believed[places]
    totals = np.bincount(steps.homes[believed], minlength=steps.homes[-1] + 1)[homes] - itself
    all_own = (totals / (totals + CACHE_PRIOR)).astype(np.float32)
    keys = (steps.homes << BITS | steps.symbols)[believed]
    times = times_of(keys, homes << BITS | asked) - (itself & (steps.symbols[places] == asked))
    return (times / (totals + CACHE_PRIOR)).astype(np.float32), all_own
