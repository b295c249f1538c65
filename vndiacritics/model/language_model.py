"""P(symbol | history): a back-off n-gram model of order 4 behind one static function.

An n-gram of order 2 to 4 is one 64-bit key (14 bits a symbol); its value holds two codes of 8 bits:
its log-probability and its back-off weight as a history. Look-ups go upwards: where the bigram is
absent no longer n-gram exists, since pruning keeps the beginning and the end of all it keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model import store
from vndiacritics.model.own_ngrams import OwnNgrams
from vndiacritics.model.static_function import StaticFunction, build
from vndiacritics.orthography.syllable import are_syllables
from vndiacritics.pieces import BEGIN

KIND = "language-model"
ORDER = 4
"""Symbols of the longest n-gram."""
BITS = np.uint64(14)
_SYMBOL = np.uint64((1 << 14) - 1)
_KEYS = (np.uint64((1 << 28) - 1), np.uint64((1 << 42) - 1))
F32 = NDArray[np.float32]
U64 = NDArray[np.uint64]

RARE_WORD = -11.0
"""Log-probability under which a word may be part of a torn syllable."""


class Histories(NamedTuple):
    """Histories ready for scoring.

    Attributes:
        keys: the last three symbols, 14 bits each, the latest lowest; shape (n,).
        back_off: what backing off costs, natural logarithms, shape (3, n): to the symbol alone,
            to the bigram and to the trigram; the weights of all longer stored histories summed.
        reach: how many of the latest symbols form a stored history, 1 to 3; shape (n,).
    """

    keys: U64
    back_off: F32
    reach: NDArray[np.int8]


@dataclass(frozen=True)
class LanguageModel:
    """A compiled model.

    Attributes:
        vocabulary: the symbols in the order of their numbers.
        unigram: natural log-probabilities, shape (symbols,).
        unigram_back_off: log back-off weights, shape (symbols,).
        ngrams: the static function of orders 2 to 4.
        codebook: code to log-probability, one row an order (2, 3, 4), shape (3, 256).
        back_off_codebook: code to log back-off weight, rows for orders 2 and 3, shape (2, 256).
        checksum: of the stored arrays, '' for a model not stored.
        own: n-grams of the user's own, beside those of the model.
    """

    vocabulary: list[str]
    unigram: F32
    unigram_back_off: F32
    ngrams: StaticFunction
    codebook: F32
    back_off_codebook: F32
    checksum: str = ""
    own: OwnNgrams = field(default_factory=OwnNgrams)

    @cached_property
    def index(self) -> dict[str, int]:
        """Numbers by symbol."""
        return dict(zip(self.vocabulary, range(len(self.vocabulary)), strict=True))

    @cached_property
    def syllables(self) -> NDArray[np.bool_]:
        """Which symbols are syllables, shape (symbols,)."""
        return np.array(are_syllables(self.vocabulary), dtype=np.bool_)

    def among(self, words: Iterable[str]) -> NDArray[np.bool_]:
        """Return which symbols are among some words, shape (symbols,)."""
        found = np.zeros(len(self.vocabulary), dtype=np.bool_)
        found[[self.index[word] for word in words if word in self.index]] = True
        return found

    @cached_property
    def packed(self) -> tuple[Any, ...]:
        """The model as the compiled core takes it."""
        table = self.ngrams
        return (
            np.ascontiguousarray(self.unigram, dtype=np.float32),
            np.ascontiguousarray(self.unigram_back_off, dtype=np.float32),
            np.ascontiguousarray(table.cells, dtype=np.uint32),
            table.segment,
            table.seed,
            np.ascontiguousarray(self.codebook, dtype=np.float32),
            np.ascontiguousarray(self.back_off_codebook, dtype=np.float32),
            np.ascontiguousarray(self.own.keys, dtype=np.uint64),
            np.ascontiguousarray(self.own.floors, dtype=np.float32),
            self.index[BEGIN],
        )

    def with_own(self, own: OwnNgrams) -> LanguageModel:
        """Return the model with n-grams of a user's own beside it, and those it had."""
        return replace(self, own=self.own.merged(own))

    def histories(self, keys: U64) -> Histories:
        """Prepare histories: keys of three symbols, number 0 before the beginning."""
        latest = (keys & _SYMBOL).astype(np.intp)
        back_off = np.zeros((3, len(keys)), dtype=np.float32)
        back_off[0] = self.unigram_back_off[latest]
        reach = np.ones(len(keys), dtype=np.int8)
        alive = np.arange(len(keys))
        for row in (0, 1):
            # Number 0 in front is no symbol: the key would be that of a shorter n-gram.
            alive = alive[(keys[alive] >> np.uint64(14 * (row + 1))) & _SYMBOL > 0]
            found, values = self.ngrams.find(keys[alive] & _KEYS[row])
            alive = alive[found]
            back_off[row + 1, alive] = self.back_off_codebook[row][values[found] & 0xFF]
            reach[alive] = row + 2
        back_off[1] += back_off[2]
        back_off[0] += back_off[1]
        return Histories(keys, back_off, reach)

    def score(self, histories: Histories, which: NDArray[Any], symbols: NDArray[Any]) -> F32:
        """Return natural log-probabilities of symbols after histories.

        Args:
            histories: prepared histories.
            which: index into them, shape (n,).
            symbols: numbers of the symbols, shape (n,).

        Returns:
            log P(symbols[i] | histories[which[i]]), shape (n,).
        """
        result: F32 = self.unigram[symbols] + histories.back_off[0][which]
        keys = (histories.keys[which] << BITS) | symbols.astype(np.uint64)
        alive = np.arange(len(which))
        for order in (2, 3, 4):
            mask = np.uint64((1 << (14 * order)) - 1)
            found, values = self.ngrams.find(keys[alive] & mask)
            alive, values = alive[found], values[found]
            source = which[alive]
            known: F32 = self.codebook[order - 2][values >> np.uint32(8)]
            if order < ORDER:
                known += histories.back_off[order - 1][source]
            result[alive] = known
            if order < ORDER:
                alive = alive[histories.reach[source] >= order]
        if len(self.own):
            self.own.raise_(result, keys)
        return result

    def score_text(self, numbers: NDArray[Any]) -> F32:
        """Return log P of each symbol after the first, shape (n - 1,)."""
        padded = np.concatenate((np.zeros(2, dtype=np.uint64), numbers.astype(np.uint64)))
        keys = (padded[:-3] << BITS << BITS) | (padded[1:-2] << BITS) | padded[2:-1]
        begin = self.vocabulary.index(BEGIN)
        before = (padded[2:-1] == begin), (padded[1:-2] == begin)
        keys[before[0]] &= _SYMBOL
        keys[before[1]] &= np.uint64((1 << 28) - 1)
        return self.score(self.histories(keys), np.arange(len(keys)), numbers[1:])

    def gain_without(self, numbers: NDArray[Any], place: int) -> float:
        """Return by how many nats a text is likelier without one of its symbols.

        Args:
            numbers: the symbols, without the mark of the beginning.
            place: of the symbol.
        """
        begin = self.index[BEGIN]
        whole = float(self.score_text(np.concatenate(([begin], numbers))).sum())
        rest = np.concatenate(([begin], np.delete(numbers, place)))
        return float(self.score_text(rest).sum()) - whole

    def score_windows(self, windows: Sequence[Sequence[int]]) -> list[float]:
        """Return the log-probability of each of some texts; all are scored together.

        Args:
            windows: symbols, without the mark of the beginning.
        """
        begin = self.index[BEGIN]
        row = [number for window in windows for number in (begin, *window)]
        starts = np.cumsum([0, *(len(window) + 1 for window in windows[:-1])])
        logs = np.append(0.0, self.score_text(np.array(row)).astype(np.float64))
        logs[starts] = 0.0
        return [float(total) for total in np.add.reduceat(logs, starts)]


def quantised(values: NDArray[np.float64]) -> tuple[F32, NDArray[np.uint32]]:
    """Choose 256 levels of equal population.

    Returns:
        The levels, shape (256,), and the code of each value.
    """
    if not len(values):
        return np.zeros(256, dtype=np.float32), np.zeros(0, dtype=np.uint32)
    ranked = np.sort(values)
    edges = (np.arange(257) * len(ranked)) // 256
    levels = np.array(
        [
            ranked[a:b].mean() if b > a else ranked[min(a, len(ranked) - 1)]
            for a, b in pairwise(edges.tolist())
        ]
    )
    levels = np.sort(levels)
    middles = (levels[1:] + levels[:-1]) / 2
    return levels.astype(np.float32), np.searchsorted(middles, values).astype(np.uint32)


def compiled(
    vocabulary: list[str],
    probabilities: list[tuple[U64, NDArray[np.float64], NDArray[np.float64]]],
) -> LanguageModel:
    """Compile estimated orders.

    Args:
        vocabulary: the symbols in the order of their numbers.
        probabilities: for orders 1 to 4 sorted keys, probabilities and back-off weights.
    """
    keys1, p1, back_off1 = probabilities[0]
    unigram = np.full(len(vocabulary), np.log(p1.min()), dtype=np.float32)
    unigram_back_off = np.zeros(len(vocabulary), dtype=np.float32)
    unigram[keys1.astype(np.intp)] = np.log(p1)
    unigram_back_off[keys1.astype(np.intp)] = np.log(back_off1)
    codebook = np.zeros((3, 256), dtype=np.float32)
    back_off_codebook = np.zeros((2, 256), dtype=np.float32)
    values = []
    for row, (_, p, back_off) in enumerate(probabilities[1:]):
        codebook[row], codes = quantised(np.log(p))
        codes <<= np.uint32(8)
        if row < 2:
            back_off_codebook[row], low = quantised(np.log(back_off))
            codes |= low
        values.append(codes)
    keys = np.concatenate([keys for keys, _, _ in probabilities[1:]])
    table = build(keys, np.concatenate(values))
    return LanguageModel(vocabulary, unigram, unigram_back_off, table, codebook, back_off_codebook)


def save(model: LanguageModel, path: Path, description: dict[str, Any]) -> str:
    """Write a model; give its checksum."""
    meta = {
        "description": description,
        "segment": model.ngrams.segment,
        "seed": model.ngrams.seed,
    }
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": store.pack_strings(model.vocabulary),
        "unigram": model.unigram,
        "unigram_back_off": model.unigram_back_off,
        "cells": model.ngrams.cells,
        "codebook": model.codebook,
        "back_off_codebook": model.back_off_codebook,
    }
    return store.write(path, KIND, meta, arrays)


def load(path: Path) -> LanguageModel:
    """Map a model.

    Raises:
        ModelError: see `store.read`.
    """
    table = store.read(path, KIND)
    arrays = table.arrays
    return LanguageModel(
        store.unpack_strings(arrays["vocabulary"]),
        arrays["unigram"],
        arrays["unigram_back_off"],
        StaticFunction(arrays["cells"], table.meta["segment"], table.meta["seed"]),
        arrays["codebook"],
        arrays["back_off_codebook"],
        table.checksum,
    )
