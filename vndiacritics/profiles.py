"""Which damage a stretch of text suffered: profiles weighed by likelihood, line by line.

Each word falls into one of a few kinds (a marked syllable, a bare one, letters mixed with digits
…); a profile is a distribution over kinds. Lines are the steps of a hidden Markov model that seldom
changes its profile; the posterior decides. Clean text and other languages have profiles of their
own and are left alone: this is the first gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from vndiacritics.orthography.letters import LETTERS, to_old_placement
from vndiacritics.orthography.syllable import is_bare_form, is_syllable

NAMES = ("clean", "vietnamese-ocr", "english-ocr", "stripped", "other")
"""Profiles in the order of all arrays."""

SWITCH = 1e-4
"""Probability that a line has another profile than the line before."""

LONGEST = 120
"""Characters from which a token tells nothing."""

ENDS = ".,;:!?)]}\"'“”‘’»…([{«*-–—"


class Kind(IntEnum):
    """What a word looks like."""

    NONE = 0
    MARKED = 1
    LATIN_MARKED = 2
    BARE = 3
    CAPITALS = 4
    KNOWN_PLAIN = 5
    UNKNOWN_PLAIN = 6
    BROKEN_LATIN = 7
    BROKEN_MIXED = 8
    BROKEN_MARKED = 9
    BARE_FORM = 10


_LATIN1 = frozenset("àáâãèéêìíòóôõùúýäëïöüÿçñå")


def kind(token: str, vocabulary: frozenset[str] | set[str]) -> Kind:
    """Tell the kind of a whitespace token.

    Args:
        token: NFC.
        vocabulary: lower-case words that are known.
    """
    core = token.strip(ENDS)
    if len(core) > LONGEST:
        return Kind.NONE
    letters = sum(character.isalpha() for character in core)
    if letters == 0:
        odd = any(not character.isdigit() and character not in ".,/:-%+" for character in core)
        return Kind.BROKEN_MIXED if odd else Kind.NONE
    if letters < len(core):
        return _mixed_kind(core, letters)
    if core.isupper() and core.isascii() and letters <= 6:
        return Kind.CAPITALS
    return _word_kind(to_old_placement(core.lower()), vocabulary)


def _mixed_kind(core: str, letters: int) -> Kind:
    """Kind of letters with digits or signs: compounds and symbols are none, `x4` is broken."""
    inner = core.replace("-", "").replace("/", "").replace(".", "")
    if inner.isalpha():
        return Kind.NONE
    if inner.isalnum() and (letters == 1 or not core[0].isalpha()):
        return Kind.BROKEN_MIXED if inner[0].isdigit() and letters <= 3 else Kind.NONE
    return Kind.NONE if inner.isupper() else Kind.BROKEN_MIXED


def _word_kind(word: str, vocabulary: frozenset[str] | set[str]) -> Kind:
    marks = {letter for letter in word if not letter.isascii()}
    valid = is_syllable(word)
    known = valid or word in vocabulary
    if not marks:
        if valid or is_bare_form(word):
            return Kind.BARE if valid else Kind.BARE_FORM
        return Kind.KNOWN_PLAIN if known else Kind.UNKNOWN_PLAIN
    if not known and not marks <= LETTERS:
        return Kind.BROKEN_MIXED
    if marks <= _LATIN1:
        return Kind.LATIN_MARKED if known else Kind.BROKEN_LATIN
    return Kind.MARKED if known else Kind.BROKEN_MARKED


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
        number = len(NAMES)
        emission = np.zeros((len(lines), number))
        for place, line in enumerate(lines):
            if line:
                emission[place] = -self.costs[:, line].sum(axis=1)
        if not len(lines):
            return emission
        forward = _chain(emission)
        backward = _chain(emission[::-1])[::-1] - emission
        joint = forward + backward
        joint -= joint.max(axis=1, keepdims=True)
        weights = np.exp(joint)
        result: NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
        return result


def _chain(emission: NDArray[np.float64]) -> NDArray[np.float64]:
    """Forward log-sums of a chain that keeps its state but for `SWITCH`."""
    number = emission.shape[1]
    result = np.empty_like(emission)
    state = np.full(number, -np.log(number)) + emission[0]
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
