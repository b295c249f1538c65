"""``topics``: texts → chunks → what they are about (probabilistic latent semantic analysis)."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F32, Ints, owners_of
from vndiacritics.errors import UsageError
from vndiacritics.model import topics
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.training import inputs
from vndiacritics.training.corpus import Numbering, surface_symbol

CHUNK = 1_200
"""Words of a chunk: neighbouring paragraphs are about one thing."""

MOST_CHUNKS = 6_000
"""Chunks of a text; of a longer one every other, every third, … is taken."""

TOPICS = 32
"""How many topics are learnt. 64 restore no more."""

ROUNDS = 25
"""Of expectation and maximisation."""

SEED = 1
SEEDS_A_TOPIC = 3
"""Chunks drawn for each topic to begin with."""

SMOOTHING = 300.0
"""Words that a topic has before any chunk is seen, spread like the language at large."""

UNSEEN = 0.5
"""Occurrences added to each word's in all texts."""

CHUNK_PRIOR = 0.3
"""Words of each topic that a chunk has before any is seen."""

BATCH = 256
"""Chunks that are looked at together."""


class Chunks(NamedTuple):
    """Words of chunks, one chunk after the other, and what the texts hold in all.

    Attributes:
        words: numbers of the words, shape (words of all chunks,).
        sizes: words of each chunk, shape (chunks,).
        totals: occurrences of each word in the texts by their weights, shape (vocabulary,).
    """

    words: Ints
    sizes: Ints
    totals: NDArray[np.float64]

    @property
    def at_large(self) -> NDArray[np.float64]:
        """P(word) in all texts by their weights, none 0, shape (vocabulary,)."""
        seen = self.totals + UNSEEN
        shares: NDArray[np.float64] = seen / seen.sum()
        return shares


def cut(
    texts: Mapping[str, Iterable[str]], weights: Mapping[str, float], words: Sequence[str]
) -> Chunks:
    """Cut texts into chunks of so many words of a vocabulary.

    Args:
        texts: lines (paragraphs, NFC) by name of the text.
        weights: of the texts, 1 where none is given.
        words: the vocabulary.
    """
    index = {word: number for number, word in enumerate(words)}
    numbering = Numbering()
    totals = np.zeros(len(words))
    parts: list[NDArray[np.int64]] = []
    for name, lines in texts.items():
        surface = numbering.read(lines)
        symbols = map(surface_symbol, numbering.numbers)
        table = np.array([index.get(symbol, -1) for symbol in symbols], dtype=np.int64)
        found = table[surface]
        found = found[found >= 0]
        totals += weights.get(name, 1.0) * np.bincount(found, minlength=len(words))
        number = max(1, len(found) // CHUNK)
        stride = -(-number // MOST_CHUNKS)
        parts += [part for part in np.array_split(found, number)[::stride] if len(part)]
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    return Chunks(np.concatenate([np.zeros(0, np.int64), *parts]), sizes, totals)


def learn(chunks: Chunks, number: int = TOPICS) -> NDArray[np.float64]:
    """Learn topics by expectation and maximisation.

    Args:
        chunks: of texts; at least one.
        number: how many topics.

    Returns:
        P(word | topic), shape (topics, vocabulary), none 0.
    """
    size = len(chunks.totals)
    at_large = chunks.at_large
    batches = _batches(chunks, size)
    generator = np.random.default_rng(SEED)
    ends = np.cumsum(chunks.sizes)
    drawn = generator.choice(len(chunks.sizes), (number, SEEDS_A_TOPIC))
    likely: NDArray[np.float64] = SMOOTHING * at_large + np.stack(
        [
            sum(
                np.bincount(chunks.words[ends[at] - chunks.sizes[at] : ends[at]], minlength=size)
                for at in row
            )
            for row in drawn
        ]
    )
    likely /= likely.sum(axis=1, keepdims=True)
    shares = [np.full((len(batch), number), 1 / number, dtype=np.float32) for batch in batches]
    for _ in range(ROUNDS):
        now = likely.astype(np.float32)
        told = np.zeros_like(likely)
        for place, counts in enumerate(batches):
            mixed = shares[place] * ((counts / (shares[place] @ now)) @ now.T) + CHUNK_PRIOR
            shares[place] = mixed / mixed.sum(axis=1, keepdims=True)
            told += shares[place].T @ (counts / (shares[place] @ now))
        likely = likely * told + SMOOTHING * at_large
        likely /= likely.sum(axis=1, keepdims=True)
    return likely


def _batches(chunks: Chunks, size: int) -> list[F32]:
    """Count the words of chunks, `BATCH` of them together, shape (chunks, vocabulary) each."""
    owners = owners_of(chunks.sizes)
    found = []
    for first in range(0, len(chunks.sizes), BATCH):
        rows = min(BATCH, len(chunks.sizes) - first)
        start, stop = np.searchsorted(owners, (first, first + rows))
        cells = (owners[start:stop] - first) * size + chunks.words[start:stop]
        counts = np.bincount(cells, minlength=rows * size).reshape(rows, size)
        found.append(counts.astype(np.float32))
    return found


def train_files(
    paths: Iterable[Path], weights: Mapping[str, float], model: LanguageModel, out: Path
) -> str:
    """Learn the topics of texts and write them; gives the checksum.

    Raises:
        UsageError: the texts hold no syllable of the model.
        UnwritableOutputError: the table cannot be written.
    """
    words = [model.vocabulary[number] for number in model.syllables.nonzero()[0].tolist()]
    texts = {inputs.text_name(path): inputs.training_lines(path) for path in paths}
    chunks = cut(texts, weights, words)
    if not len(chunks.sizes):
        raise UsageError("the texts hold no word to learn from", remedy="name other files")
    return topics.save(words, learn(chunks), chunks.at_large, out)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training topics``."""
    inputs.add_texts(parser)


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    checksum = train_files(*inputs.texts_and_model(args), args.out)
    print(f"{TOPICS} topics, checksum {checksum}: {args.out}")
    return 0
