"""``cloze``: texts → gaps → a network that tells what fits in them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vndiacritics.errors import UsageError
from vndiacritics.model import cloze
from vndiacritics.model.cloze import REACH
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.pieces import BEGIN, END
from vndiacritics.training import inputs
from vndiacritics.training.cloze import Learner, Texts
from vndiacritics.training.corpus import Numbering, symbol_table

STEPS = 14_000
"""Of learning: 28 million places, ten minutes of two cores."""

TOLD_EVERY = 1000
"""Steps after which the loss is told."""

MEASURED = 4
"""Batches that tell how large the numbers are that the layers pass on."""


def numbered(
    texts: Mapping[str, Iterable[str]], model: LanguageModel
) -> dict[str, NDArray[np.uint16]]:
    """Return the symbols of texts by name.

    Args:
        texts: lines (paragraphs, NFC) by name of the text.
        model: whose symbols.
    """
    found = {}
    for name, lines in texts.items():
        numbering = Numbering()
        surface = numbering.read(lines)
        found[name] = symbol_table(numbering.numbers, model.vocabulary)[surface]
    return found


def learn(
    texts: Mapping[str, NDArray[np.uint16]],
    weights: Mapping[str, float],
    model: LanguageModel,
    *,
    steps: int = STEPS,
) -> dict[str, NDArray[np.generic]]:
    """Learn the network; gives it as it is stored.

    Args:
        texts: see `numbered`.
        weights: of the texts, 1 where none is given.
        model: whose symbols they are.
        steps: of learning.

    Raises:
        UsageError: no word of the texts has another one that equals it but for marks.
    """
    learner = Learner(model)
    if not any(learner.asked[text[REACH:-REACH]].any() for text in texts.values()):
        raise UsageError("the texts hold no gap to learn from", remedy="name other files")
    source = Texts(texts, weights, learner.asked, (model.index[BEGIN], model.index[END]))
    loss, asked, taught = 0.0, 0, 0
    for step in range(1, steps + 1):
        gaps = source.drawn(learner.generator)
        lost, hard = learner.learn(gaps, step, step / steps)
        loss, asked, taught = loss + lost, asked + len(gaps.words), taught + hard
        if step % TOLD_EVERY == 0:
            told = f"{step} steps: loss {loss / asked:.4f}, learnt from {taught / asked:.0%}"
            print(told, file=sys.stderr, flush=True)
            loss, asked, taught = 0.0, 0, 0
    around = [source.drawn(learner.generator).neighbours for _ in range(MEASURED)]
    return cloze.quantised(learner.weights, np.concatenate(around))


def train_files(
    paths: Iterable[Path],
    weights: Mapping[str, float],
    model: LanguageModel,
    out: Path,
    *,
    steps: int = STEPS,
) -> str:
    """Learn what fits in the gaps of texts and write it; gives the checksum.

    Raises:
        UsageError: see `learn`.
        UnwritableOutputError: the table cannot be written.
    """
    texts = numbered({inputs.text_name(path): inputs.training_lines(path) for path in paths}, model)
    return cloze.save(model.vocabulary, learn(texts, weights, model, steps=steps), out)


def add_steps(parser: argparse.ArgumentParser) -> None:
    """Declare for how long the network learns."""
    parser.add_argument(
        "--steps",
        type=int,
        default=STEPS,
        metavar="N",
        help="steps in which the network learns what fits in a gap (default %(default)s)",
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training cloze``."""
    inputs.add_texts(parser)
    add_steps(parser)


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    checksum = train_files(*inputs.texts_and_model(args), args.out, steps=args.steps)
    print(f"{args.steps} steps, checksum {checksum}: {args.out}")
    return 0
