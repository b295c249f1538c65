"""Which damage a stretch of text suffered: profiles weighed by likelihood, line by line.

Lines are the steps of a hidden Markov model that seldom changes its profile; the posterior decides.
Clean text and other languages have profiles of their own and are left alone: this is the first
gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import F64, Ints, exp, owners_of
from vndiacritics.profiles.profile import DROPPED_LETTERS, PROFILES, PURE
from vndiacritics.profiles.word_kinds import Kind

SWITCH = 1e-4
"""Probability that a line has another profile than the line before."""

LEAST_SHARE = 0.1
"""Share of a text's tokens in lines that dropped letters, under which those are chance."""


def with_fonts(profiles: list[int], others: list[int], sizes: list[int]) -> list[int]:
    """Let the lines of a text agree on whether a font dropped letters, since fonts last.

    Args:
        profiles: the likeliest of each line.
        others: the likeliest but `dropped-letters`.
        sizes: tokens of each line.

    Returns:
        `others` where few lines lost letters; where most did, those with marks go with them.
    """
    dropped = DROPPED_LETTERS.number
    lost = sum(size for size, row in zip(sizes, profiles, strict=True) if row == dropped)
    if lost < LEAST_SHARE * sum(sizes):
        return others
    most = lost > sum(sizes) / 2
    return [dropped if most and PROFILES[row].has_marks else row for row in profiles]


def likeliest(weights: NDArray[np.float64], sizes: list[int]) -> list[int]:
    """Return the number of each line's likeliest profile, fonts agreed upon.

    Args:
        weights: P(profile | all lines), shape (lines, profiles).
        sizes: tokens of each line.
    """
    best: list[int] = weights.argmax(axis=1).tolist()
    if DROPPED_LETTERS.number not in best:
        return best
    others = weights.copy()
    others[:, DROPPED_LETTERS.number] = 0
    return with_fonts(best, others.argmax(axis=1).tolist(), sizes)


class ProfileModel(NamedTuple):
    """Distributions over kinds.

    Attributes:
        costs: -log P(kind | profile), shape (profiles, kinds); 0 for `Kind.NONE`.
    """

    costs: NDArray[np.float64]

    def weighed(self, kinds: Ints, sizes: Ints, documents: Ints) -> F64:
        """Weigh the profiles of the lines of documents, of each document for itself.

        Args:
            kinds: of the words, line after line, shape (words,).
            sizes: words of each line, shape (lines,).
            documents: lines of each document, shape (documents,).

        Returns:
            P(profile | all lines of the document), shape (lines, profiles).
        """
        if not len(sizes):
            return np.zeros((0, len(PURE)))
        owners = owners_of(sizes)
        # Profile by profile: a table of all words and profiles is larger than all else of a text.
        columns = [np.bincount(owners, own[kinds], len(sizes)) for own in self.costs]
        costs = np.stack(columns, axis=1).astype(np.float64)
        if core.compiled is None:
            parts = np.split(costs, np.cumsum(documents)[:-1])
            return np.concatenate([weights_by_arrays(part) for part in parts])
        weights = np.empty_like(costs)
        chains = np.ascontiguousarray(documents, dtype=np.int64)
        core.compiled.chain_weights(costs, chains, _PRIORS, SWITCH, weights)
        return weights


_PRIORS = np.array([profile.prior for profile in PURE])
_PRIORS /= _PRIORS.sum()


def weights_by_arrays(costs: F64) -> F64:
    """Return the weights of a chain that keeps its state but for `SWITCH`.

    The twin of the compiled core's, which takes all sums in the same order.

    Args:
        costs: in nats of each step in each state, shape (steps, states).
    """
    likely = exp((costs.min(axis=1, keepdims=True) - costs).ravel()).reshape(costs.shape)
    weights = np.empty_like(likely)
    state = _PRIORS
    for place, own in enumerate(likely):
        state = _scaled((_flown(state) if place else state) * own)
        weights[place] = state
    behind = np.ones(len(_PRIORS))
    for place in range(len(likely) - 1, -1, -1):
        weights[place] *= behind
        weights[place] /= sum(weights[place].tolist())
        behind = _scaled(_flown(behind * likely[place]))
    return weights


def _flown(states: F64) -> F64:
    """Let the states of a step flow into the next one, most of each into its own."""
    flown: F64 = (1 - SWITCH) * states + SWITCH * (sum(states.tolist()) / len(states))
    return flown


def _scaled(states: F64) -> F64:
    scaled: F64 = states / states.max()
    return scaled


def estimate(counts: Iterable[Sequence[float]]) -> ProfileModel:
    """Turn counts of kinds, a row a profile, into costs; half a count is added to each."""
    table = np.array(list(counts), dtype=np.float64)
    table[:, Kind.NONE] = 0
    shares = table + 0.5
    shares[:, Kind.NONE] = 0
    shares /= shares.sum(axis=1, keepdims=True)
    shares[:, Kind.NONE] = 1
    return ProfileModel(-np.log(shares))
