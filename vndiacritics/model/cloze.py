"""What fits in a gap: how likely a word is between the six pieces before it and the six behind.

A feed-forward network (Bengio et al. 2003) that looks both ways, as a cloze test does: the pieces
around the gap are looked up in a table of vectors, which two layers turn into one vector of the
gap; a word's score is its product with the word's own vector, and a constant of the word. It sees
twice as far as the n-grams, and words that are used alike have like vectors.

All products are of whole numbers of 8 bits and their sums stay under 2^24, so that they are exact
in single precision: a score is the same on every machine and in every batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F32, Ints
from vndiacritics.model import store
from vndiacritics.pieces import UNKNOWN

__all__ = ["Cloze", "Layer", "Weights", "load", "neighbours", "quantised", "save"]

KIND = "cloze"

REACH = 6
"""Pieces that are seen on each side of a gap."""

MOST = 127
"""Greatest whole number that is stored or passed on, and the least one without its sign."""

AROUND = np.array([offset for offset in range(-REACH, REACH + 1) if offset])
"""Where the neighbours of a gap stand."""

CLIPPED = 0.9999
"""Share of a table's numbers that are stored as they are; the greatest are cut down."""


def neighbours(text: NDArray[Any], places: Ints, ends: tuple[int, int]) -> Ints:
    """Return the symbols around gaps, 0 for what is behind the border of a paragraph.

    Args:
        text: symbols, paragraphs one after the other.
        places: of the gaps, `REACH` at least from both ends of the text, shape (gaps,).
        ends: symbols that begin and end a paragraph.

    Returns:
        Shape (gaps, 2 × REACH), in the order of the text; the nearest border itself is told.
    """
    around = text[places[:, None] + AROUND].astype(np.int64)
    is_border = (around == ends[0]) | (around == ends[1])
    before, behind = is_border[:, REACH - 1 :: -1], is_border[:, REACH:]
    beyond = [np.cumsum(side, axis=1) - side > 0 for side in (before, behind)]
    return np.where(np.hstack((beyond[0][:, ::-1], beyond[1])), 0, around)


class Weights(NamedTuple):
    """The network as it is learnt.

    Attributes:
        inputs: a vector for each symbol as a neighbour, shape (symbols, width).
        hidden: the first layer, shape (2 × REACH × width, units).
        hidden_bias: shape (units,).
        state: the second layer, shape (units, width of a gap).
        state_bias: shape (width of a gap,).
        outputs: a vector for each symbol in the gap, shape (symbols, width of a gap).
        output_bias: shape (symbols,).
    """

    inputs: F32
    hidden: F32
    hidden_bias: F32
    state: F32
    state_bias: F32
    outputs: F32
    output_bias: F32

    def gaps(self, neighbours: Ints) -> tuple[F32, F32, F32]:
        """Return what is known of gaps: their inputs, hidden units and vectors.

        Args:
            neighbours: symbols around each gap, 0 for nothing, shape (gaps, 2 × REACH).
        """
        seen: F32 = self.inputs[neighbours].reshape(len(neighbours), -1)
        hidden: F32 = np.maximum(seen @ self.hidden + self.hidden_bias, 0)
        return seen, hidden, hidden @ self.state + self.state_bias


class Layer(NamedTuple):
    """A layer in whole numbers.

    Attributes:
        weights: of 8 bits, held in single precision, shape (inputs, outputs).
        scale: what a product of whole numbers is worth.
        bias: shape (outputs,).
        step: of what is passed on.
    """

    weights: F32
    scale: np.float32
    bias: F32
    step: np.float32

    def passed(self, inputs: F32, least: int) -> F32:
        """Return the outputs in whole numbers of steps, shape (rows, outputs).

        Args:
            inputs: whole numbers of 8 bits, shape (rows, inputs).
            least: outputs below count as it.
        """
        told = (inputs @ self.weights) * self.scale + self.bias
        steps: F32 = np.rint(np.clip(told / self.step, least, MOST))
        return steps


@dataclass(frozen=True)
class Cloze:
    """The network, laid out by the symbols of a language model.

    Attributes:
        inputs: vectors of neighbours in whole numbers, a row of 0 first, shape (rows, width).
        hidden: the first layer.
        state: the second layer.
        outputs: vectors of words in the gap in whole numbers, shape (rows, width of a gap).
        output_step: what a product with one of `outputs` is worth, nats.
        output_bias: shape (rows,).
        row_of: row of each symbol, shape (symbols,).
    """

    inputs: NDArray[np.int8]
    hidden: Layer
    state: Layer
    outputs: NDArray[np.int8]
    output_step: np.float32
    output_bias: F32
    row_of: Ints

    def gaps(self, neighbours: Ints) -> F32:
        """Return the vectors of gaps in whole numbers, shape (gaps, width of a gap).

        Args:
            neighbours: symbols around each gap, 0 for nothing, shape (gaps, 2 × REACH).
        """
        seen = self.inputs[self.row_of[neighbours]].astype(np.float32)
        hidden = self.hidden.passed(seen.reshape(len(neighbours), -1), 0)
        return self.state.passed(hidden, -MOST)

    def scores(self, gaps: F32, symbols: Ints) -> F32:
        """Return the scores of symbols, one for each gap, nats up to a constant of the gap.

        Args:
            gaps: their vectors, shape (n, width of a gap).
            symbols: shape (n,).
        """
        rows = self.row_of[symbols]
        products: F32 = np.einsum("ij,ij->i", gaps, self.outputs[rows].astype(np.float32))
        scores: F32 = products * self.output_step + self.output_bias[rows]
        return scores


def _steps(values: F32) -> tuple[NDArray[np.int8], np.float32]:
    """Return values in whole numbers of 8 bits of a step, and the step."""
    greatest = np.quantile(np.append(0.0, np.abs(values)), CLIPPED)
    step = np.float32(max(float(greatest), 1e-9) / MOST)
    return np.clip(np.rint(values / step), -MOST, MOST).astype(np.int8), step


def quantised(weights: Weights, neighbours: Ints) -> dict[str, NDArray[Any]]:
    """Return the network in whole numbers, as it is stored.

    Args:
        weights: as learnt.
        neighbours: of gaps that tell how large units become, shape (gaps, 2 × REACH).
    """
    _, hidden, states = weights.gaps(neighbours)
    inputs, input_step = _steps(weights.inputs)
    first, first_step = _steps(weights.hidden)
    second, second_step = _steps(weights.state)
    outputs, output_step = _steps(weights.outputs)
    _, hidden_step = _steps(hidden[hidden > 0])
    _, state_step = _steps(states)
    steps = (
        input_step * first_step,
        hidden_step,
        hidden_step * second_step,
        state_step,
        state_step * output_step,
    )
    return {
        "inputs": inputs,
        "hidden": first,
        "hidden_bias": weights.hidden_bias,
        "state": second,
        "state_bias": weights.state_bias,
        "outputs": outputs,
        "output_bias": weights.output_bias,
        "steps": np.array(steps, dtype=np.float32),
    }


def save(words: Sequence[str], arrays: Mapping[str, NDArray[Any]], path: Path) -> str:
    """Write a network; gives the checksum.

    Args:
        words: symbols of its rows, as the language model names them; the first is nothing.
        arrays: see `quantised`.
        path: where.
    """
    return store.write(path, KIND, {}, {"words": store.pack_strings(list(words)), **arrays})


def load(path: Path, index: dict[str, int]) -> Cloze:
    """Read a network for a language model.

    Args:
        path: of the table.
        index: numbers of the model's symbols.

    Raises:
        ModelError: the file is missing, foreign or damaged.
    """
    arrays = store.read(path, KIND).arrays
    words = store.unpack_strings(arrays["words"])
    hidden_scale, hidden_step, state_scale, state_step, output_step = arrays["steps"]
    return Cloze(
        arrays["inputs"],
        _layer(arrays, "hidden", hidden_scale, hidden_step),
        _layer(arrays, "state", state_scale, state_step),
        arrays["outputs"],
        output_step,
        arrays["output_bias"],
        store.rows_of(words, index, missing=words.index(UNKNOWN)),
    )


def _layer(
    arrays: Mapping[str, NDArray[Any]], name: str, scale: np.float32, step: np.float32
) -> Layer:
    """Return a stored layer."""
    weights = arrays[name].astype(np.float32)
    return Layer(weights, scale, arrays[f"{name}_bias"], step)
