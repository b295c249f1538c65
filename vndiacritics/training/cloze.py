"""Learning what fits in a gap: texts → gaps → a network that tells words seen alike apart.

The network is asked at syllables that other ones equal but for their marks, and learns to prefer
what stands there to those; so that scores of any two words may be compared, it learns too to prefer
it to words drawn at random (sampled softmax, Jean et al. 2015). Gaps that it is sure of teach
little: they are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F32, Flags, Ints
from vndiacritics.model.cloze import REACH, Weights, neighbours
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.letters import all_stripped

WIDTH, UNITS, GAP_WIDTH = 64, 256, 64
"""Numbers in the vector of a neighbour and of a gap, and units between them."""

BATCH = 2048
"""Places that are drawn together."""

SURE = 0.95
"""Probability among the words seen alike from which a gap is passed over."""

MATES = 16
"""Words seen alike that are told apart at most, the frequent ones."""

LEAST_ERROR = 1e-3
"""Probability by which a word is too likely or too unlikely, under which it does not learn."""

DRAWN = 256
"""Words drawn at random for a batch."""

DRAWN_WEIGHT = 0.5
"""What preferring a word to drawn ones is worth beside preferring it to those seen alike."""

FLATTENED = 0.75
"""Power of a word's frequency by which it is drawn."""

MISREAD = 0.03
"""Share of the neighbours that are replaced by one seen alike, as a text in doubt has them."""

RATES = (2e-3, 2e-5)
"""Of learning, for the layers (Adam, Kingma and Ba 2015): at the beginning, and at the end."""

ROW_RATES = (0.05, 5e-4)
"""The same for the tables of vectors (AdaGrad, Duchi et al. 2011, a rate for each row)."""

BIAS_SHARE = 0.4
"""Rate of the words' constants, beside that of their vectors."""

FIRST_SQUARES = 1e-3
"""Squares of gradients that a row has had before the first."""

MOMENTS = (0.9, 0.999)
"""Adam's memory of gradients and of their squares."""

SEED = 1
"""Of all that is drawn."""


class Gaps(NamedTuple):
    """Places in texts.

    Attributes:
        words: symbols that stand there, shape (gaps,).
        neighbours: symbols around, 0 behind the end of a paragraph, shape (gaps, 2 × REACH).
    """

    words: Ints
    neighbours: Ints


class Texts:
    """Numbered texts from which gaps are drawn.

    Args:
        texts: symbols by name of the text; one shorter than the reach of a gap is left out.
        weights: of the texts, 1 where none is given.
        asked: which symbols gaps are made of, shape (symbols,).
        ends: symbols that begin and end a paragraph.
    """

    def __init__(
        self,
        texts: Mapping[str, NDArray[np.uint16]],
        weights: Mapping[str, float],
        asked: Flags,
        ends: tuple[int, int],
    ) -> None:
        used = {name: text for name, text in texts.items() if len(text) > 2 * REACH}
        self._texts = list(used.values())
        shares = np.array([weights.get(name, 1.0) * len(text) for name, text in used.items()])
        self._shares = shares / shares.sum()
        self._asked, self._ends = asked, ends

    def drawn(self, generator: np.random.Generator) -> Gaps:
        """Draw places; those that are no gap to be asked at are left out."""
        found = []
        for text, number in zip(
            self._texts, generator.multinomial(BATCH, self._shares), strict=True
        ):
            places = generator.integers(REACH, len(text) - REACH, number)
            places = places[self._asked[text[places]]]
            found.append(Gaps(text[places].astype(np.int64), neighbours(text, places, self._ends)))
        return Gaps(*map(np.concatenate, zip(*found, strict=True)))


def seen_alike(model: LanguageModel) -> Ints:
    """Return the syllables that equal each syllable but for marks, itself among them.

    Returns:
        Their symbols, frequent ones first, 0 behind the last; shape (symbols, MATES).
    """
    groups: dict[str, list[int]] = {}
    stripped = all_stripped(model.vocabulary)
    for number in np.argsort(-model.unigram, kind="stable").tolist():
        if model.syllables[number]:
            groups.setdefault(stripped[number], []).append(number)
    mates = np.zeros((len(model.vocabulary), MATES), dtype=np.int64)
    for group in groups.values():
        for number in group[:MATES]:
            mates[number, : len(group[:MATES])] = group[:MATES]
    return mates


def summed(rows: Ints, values: F32) -> tuple[Ints, F32]:
    """Return the distinct rows, ascending, without row 0, and the sums of their values."""
    order = np.argsort(rows, kind="stable")
    order = order[np.searchsorted(rows[order], 1) :]
    ranked = rows[order]
    firsts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))
    return ranked[firsts], np.add.reduceat(values[order], firsts, axis=0)


class _Unsure(NamedTuple):
    """Gaps that the network is not sure of.

    Attributes:
        words: symbols that stand there, shape (gaps,).
        neighbours: symbols around, shape (gaps, 2 × REACH).
        seen: inputs of the network; see `Weights.gaps`.
        hidden: its units.
        states: vectors of the gaps.
        mates: words seen alike, 0 for none, shape (gaps, MATES).
        errors: by how much each of them is too likely, shape (gaps, MATES).
    """

    words: Ints
    neighbours: Ints
    seen: F32
    hidden: F32
    states: F32
    mates: Ints
    errors: F32


@dataclass
class _Rows:
    """A table whose rows learn at rates of their own (AdaGrad)."""

    values: F32
    squares: F32

    @classmethod
    def of(cls, values: F32) -> _Rows:
        """Return a table that has not learnt yet."""
        return cls(values, np.full((len(values), 1), FIRST_SQUARES, dtype=np.float32))

    def learn(self, rows: Ints, gradients: F32, rate: float) -> None:
        """Change rows.

        Args:
            rows: of the table; a row may come several times.
            gradients: of each, shape (rows, …).
            rate: of learning.
        """
        places, sums = summed(rows, gradients)
        self.squares[places] += np.mean(sums * sums, axis=1, keepdims=True)
        self.values[places] -= rate * sums / np.sqrt(self.squares[places])


@dataclass
class _Layer:
    """Numbers of a layer, and Adam's memory."""

    values: F32
    mean: F32
    square: F32

    @classmethod
    def of(cls, values: F32) -> _Layer:
        """Return a layer that has not learnt yet."""
        return cls(values, np.zeros_like(values), np.zeros_like(values))

    def learn(self, gradient: F32, rate: float, step: int) -> None:
        """Change the layer.

        Args:
            gradient: shape of its values.
            rate: of learning.
            step: number of the step, from 1.
        """
        first, second = MOMENTS
        self.mean += (1 - first) * (gradient - self.mean)
        self.square += (1 - second) * (gradient * gradient - self.square)
        deviation = np.sqrt(self.square / (1 - second**step)) + 1e-8
        self.values -= rate * (self.mean / (1 - first**step)) / deviation


class Learner:
    """The network while it learns.

    Args:
        model: whose symbols are read.
        seed: of all that is drawn.
    """

    def __init__(self, model: LanguageModel, seed: int = SEED) -> None:
        self.generator = np.random.default_rng(seed)
        self.mates = seen_alike(model)
        size, seen = len(model.vocabulary), 2 * REACH * WIDTH
        self._inputs = _Rows.of(self._normal((size, WIDTH), 0.1))
        self._inputs.values[0] = 0
        self._hidden = _Layer.of(self._normal((seen, UNITS), np.sqrt(2 / seen)))
        self._hidden_bias = _Layer.of(np.zeros(UNITS, dtype=np.float32))
        self._state = _Layer.of(self._normal((UNITS, GAP_WIDTH), np.sqrt(1 / UNITS)))
        self._state_bias = _Layer.of(np.zeros(GAP_WIDTH, dtype=np.float32))
        self._outputs = _Rows.of(self._normal((size, GAP_WIDTH), 0.05))
        self._output_bias = _Rows.of(model.unigram[:, None].astype(np.float32))
        drawn = np.where(model.syllables, np.exp(FLATTENED * model.unigram.astype(np.float64)), 0)
        self._shares = drawn / drawn.sum()
        expected = DRAWN * np.maximum(self._shares, 1e-12)
        self._corrections = np.log(expected).astype(np.float32)

    def _normal(self, shape: tuple[int, int], deviation: float) -> F32:
        return (self.generator.standard_normal(shape) * deviation).astype(np.float32)

    @property
    def weights(self) -> Weights:
        """The network as it is."""
        return Weights(
            self._inputs.values,
            self._hidden.values,
            self._hidden_bias.values,
            self._state.values,
            self._state_bias.values,
            self._outputs.values,
            self._output_bias.values[:, 0],
        )

    def misread(self, around: Ints) -> Ints:
        """Return neighbours of which a few are replaced by words seen alike."""
        chosen = self.generator.random(around.shape) < MISREAD
        mates = self.mates[around[chosen]]
        number = np.maximum((mates > 0).sum(axis=1), 1)
        picked = (self.generator.random(len(mates)) * number).astype(np.int64)
        others = mates[np.arange(len(mates)), picked]
        found = around.copy()
        found[chosen] = np.where(others > 0, others, around[chosen])
        return found

    def learn(self, gaps: Gaps, step: int, progress: float) -> tuple[float, int]:
        """Learn from gaps.

        Args:
            gaps: see `Texts.drawn`.
            step: number of the step, from 1.
            progress: 0 at the beginning, 1 at the end.

        Returns:
            The loss among words seen alike, nats, summed over the gaps; and gaps learnt from.
        """
        around = self.misread(gaps.neighbours)
        weights = self.weights
        seen, hidden, states = weights.gaps(around)
        mates = self.mates[gaps.words]
        logits = np.matmul(weights.outputs[mates], states[:, :, None])[:, :, 0]
        logits += weights.output_bias[mates]
        logits[mates == 0] = -np.inf
        chances = _softmax(logits)
        right = mates == gaps.words[:, None]
        told = np.maximum(chances[right], 1e-9)
        hard = np.flatnonzero(told < SURE)
        if len(hard):
            columns = (gaps.words, around, seen, hidden, states, mates, chances - right)
            rates = (_falling(RATES, progress), _falling(ROW_RATES, progress))
            self._step(_Unsure._make(column[hard] for column in columns), rates, step)
        return float(-np.log(told).sum()), len(hard)

    @property
    def asked(self) -> Flags:
        """Symbols that have others seen alike, and are told apart from them; shape (symbols,)."""
        numbers = np.arange(len(self.mates))
        among: Flags = (self.mates == numbers[:, None]).any(axis=1) & (self.mates[:, 1] > 0)
        return among

    def _step(self, gaps: _Unsure, rates: tuple[float, float], step: int) -> None:
        """Change the network by what went wrong.

        Args:
            gaps: to learn from.
            rates: of layers, and of rows.
            step: number of the step.
        """
        words, states, outputs = gaps.words, gaps.states, self._outputs.values
        drawn, drawn_errors = self._drawn(words, states)
        back = np.matmul(gaps.errors[:, None, :], outputs[gaps.mates])[:, 0]
        back += drawn_errors[:, :1] * outputs[words] + drawn_errors[:, 1:] @ outputs[drawn]
        self._learn_outputs(gaps, drawn, drawn_errors, rates[1])
        units = (back @ self._state.values.T) * (gaps.hidden > 0)
        by_input = (units @ self._hidden.values.T).reshape(-1, WIDTH)
        share, rate = 1 / len(words), rates[0]
        self._state.learn(share * (gaps.hidden.T @ back), rate, step)
        self._state_bias.learn(share * back.sum(axis=0), rate, step)
        self._hidden.learn(share * (gaps.seen.T @ units), rate, step)
        self._hidden_bias.learn(share * units.sum(axis=0), rate, step)
        self._inputs.learn(gaps.neighbours.ravel(), by_input, rates[1])

    def _learn_outputs(self, gaps: _Unsure, drawn: Ints, drawn_errors: F32, rate: float) -> None:
        """Change the vectors and constants of the words in the gap; see `_drawn`."""
        states = gaps.states
        owners, columns = np.nonzero(np.abs(gaps.errors) > LEAST_ERROR)
        errors, mates = gaps.errors[owners, columns], gaps.mates[owners, columns]
        by_mate = errors[:, None] * states[owners]
        by_drawn = (drawn_errors[:, :1] * states, drawn_errors[:, 1:].T @ states)
        rows = np.concatenate((mates, gaps.words, drawn))
        self._outputs.learn(rows, np.concatenate((by_mate, *by_drawn)), rate)
        biases = (errors, drawn_errors[:, 0], drawn_errors[:, 1:].sum(axis=0))
        self._output_bias.learn(rows, np.concatenate(biases)[:, None], BIAS_SHARE * rate)

    def _drawn(self, words: Ints, states: F32) -> tuple[Ints, F32]:
        """Draw words, and tell by how much each word and the drawn ones were too likely.

        Returns:
            The drawn words, shape (DRAWN,), and shape (gaps, 1 + DRAWN), the word itself first.
        """
        weights = self.weights
        drawn = self.generator.choice(len(self._shares), DRAWN, p=self._shares)
        others = states @ weights.outputs[drawn].T
        others += weights.output_bias[drawn] - self._corrections[drawn]
        others[drawn[None, :] == words[:, None]] = -np.inf
        own = np.einsum("ij,ij->i", states, weights.outputs[words]) + weights.output_bias[words]
        chances = _softmax(np.concatenate((own[:, None], others), axis=1))
        chances[:, 0] -= 1
        return drawn, np.float32(DRAWN_WEIGHT) * chances


def _falling(rates: tuple[float, float], progress: float) -> float:
    """Return a rate between the first one and the last."""
    return rates[1] + (rates[0] - rates[1]) * (1 - progress)


def _softmax(logits: F32) -> F32:
    """Return the chances of each row's logits."""
    chances: F32 = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    return chances
