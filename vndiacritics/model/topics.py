"""What a text is about: how likely each word is in texts of a topic.

A text is a mixture of topics, each with words of its own, and of a last one, the language at large
(probabilistic latent semantic analysis, Hofmann 1999). How it is mixed is told by its words, by
expectation and maximisation: a topic's share grows with how well it expects them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F32, Ints
from vndiacritics.model import store

__all__ = ["Topics", "load", "none", "save"]

KIND = "topics"

STEP = 1 / 16
"""Nats of a step in which gains are stored: 8 bits reach eight nats."""

ROUNDS = 15
"""Of expectation and maximisation."""

UNLISTED = ""
"""Name of the first row, of words that are not known."""

LEAST = np.float32(1e-12)
"""Likelihood of a word that no topic expects."""


@dataclass(frozen=True)
class Topics:
    """The topics, laid out by the symbols of a language model.

    Attributes:
        chances: P(word | topic), the last topic being the language at large, shape
            (words, topics); all 0 in the first row, of words that are not known.
        row_of: row of each symbol, shape (symbols,).
    """

    chances: F32
    row_of: Ints

    @property
    def number(self) -> int:
        """How many there are, the language at large among them."""
        return len(self.chances[0])

    def likelihoods(self, symbols: Ints) -> F32:
        """Return P(symbol | topic), shape (symbols, topics)."""
        found: F32 = self.chances[self.row_of[symbols]]
        return found

    def mixtures(self, symbols: Ints, counts: F32, firsts: Ints, prior: F32) -> F32:
        """Return how texts are mixed of topics.

        Args:
            symbols: distinct words of each text, one text after the other, shape (words,).
            counts: how often each occurs, shape (words,).
            firsts: first word of each text, ascending, shape (texts,); each has one at least.
            prior: occurrences that each topic has before any word is seen, shape (texts, topics).

        Returns:
            Shares that sum up to 1, shape (texts, topics).
        """
        likelihoods = self.likelihoods(symbols)
        sizes = np.diff(np.append(firsts, len(symbols)))
        start = np.add.reduceat(counts, firsts)[:, None] / np.float32(self.number) + prior
        shares: F32 = start / start.sum(axis=1, keepdims=True)
        for _ in range(ROUNDS):
            expected = np.maximum((shares.repeat(sizes, axis=0) * likelihoods).sum(axis=1), LEAST)
            told = np.add.reduceat(likelihoods * (counts / expected)[:, None], firsts, axis=0)
            shares = shares * told + prior
            shares /= shares.sum(axis=1, keepdims=True)
        return shares


def save(
    words: Sequence[str], likelihoods: NDArray[np.float64], chances: NDArray[np.float64], path: Path
) -> str:
    """Write topics; gives the checksum.

    Args:
        words: syllables, as the language model names them.
        likelihoods: P(word | topic), none 0, shape (topics, words).
        chances: P(word) in the language at large, none 0, shape (words,).
        path: where.
    """
    steps = np.rint(np.log(likelihoods / chances) / STEP)
    arrays: dict[str, NDArray[Any]] = {
        "words": store.pack_strings(list(words)),
        "gains": np.clip(steps, -127, 127).astype(np.int8),
        "chances": chances.astype(np.float32),
    }
    return store.write(path, KIND, {"topics": len(likelihoods)}, arrays)


def load(path: Path, index: dict[str, int]) -> Topics:
    """Read topics for a language model.

    Args:
        path: of the table.
        index: numbers of the model's symbols.

    Raises:
        ModelError: the file is missing, foreign or damaged.
    """
    arrays = store.read(path, KIND).arrays
    words = store.unpack_strings(arrays["words"])
    gains, at_large = arrays["gains"], arrays["chances"]
    factors = np.exp(np.arange(256).astype(np.uint8).view(np.int8) * np.float32(STEP))
    chances = np.zeros((len(words) + 1, len(gains) + 1), dtype=np.float32)
    chances[1:, :-1] = factors[gains.view(np.uint8)].T
    chances[1:, -1] = 1
    chances[1:] *= at_large[:, None]
    return Topics(chances, store.rows_of([UNLISTED, *words], index))


def none(index: dict[str, int]) -> Topics:
    """Return topics that tell nothing: every word is as likely in any text."""
    return Topics(np.ones((1, 1), dtype=np.float32), store.rows_of([UNLISTED], index))
