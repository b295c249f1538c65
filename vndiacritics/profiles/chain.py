"""Which damage a stretch of text suffered: profiles weighed by likelihood, line by line.

Lines are the steps of a hidden Markov model that seldom changes its profile; the posterior decides.
Clean text and other languages have profiles of their own and are left alone: this is the first
gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class ProfileModel:
    """Distributions over kinds.

    Attributes:
        costs: -log P(kind | profile), shape (profiles, kinds); 0 for `Kind.NONE`.
    """

    costs: NDArray[np.float64]

    def posteriors(self, lines: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Weigh the profiles of consecutive lines.

        Args:
            lines: the kinds of the words of each line.

        Returns:
            P(profile | all lines), shape (lines, profiles).
        """
        number = len(PURE)
        emission = np.zeros((len(lines), number))
        for place, line in enumerate(lines):
            if line:
                emission[place] = -self.costs[:, line].sum(axis=1)
        if not len(lines):
            return emission
        priors = [profile.prior for profile in PURE]
        prior = np.log(priors) - np.log(sum(priors))
        forward = _chain(emission, prior)
        backward = _chain(emission[::-1], np.zeros(number))[::-1] - emission
        joint = forward + backward
        joint -= joint.max(axis=1, keepdims=True)
        weights = np.exp(joint)
        result: NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
        return result


def _chain(emission: NDArray[np.float64], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Forward log-sums of a chain that keeps its state but for `SWITCH`."""
    result = np.empty_like(emission)
    state = start + emission[0]
    result[0] = state
    for place in range(1, len(emission)):
        top = state.max()
        weights = np.exp(state - top)
        mixed = (1 - SWITCH) * weights + SWITCH * weights.mean()
        state = np.log(mixed) + top + emission[place]
        result[place] = state
    return result


def estimate(counts: Iterable[Sequence[float]]) -> ProfileModel:
    """Turn counts of kinds, a row a profile, into costs; half a count is added to each."""
    table = np.array(list(counts), dtype=np.float64)
    table[:, Kind.NONE] = 0
    shares = table + 0.5
    shares[:, Kind.NONE] = 0
    shares /= shares.sum(axis=1, keepdims=True)
    shares[:, Kind.NONE] = 1
    return ProfileModel(-np.log(shares))
