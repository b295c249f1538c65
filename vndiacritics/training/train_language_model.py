"""``language-model``: texts → counts → modified Kneser-Ney → pruned → one model file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from vndiacritics.errors import UsageError
from vndiacritics.model import language_model
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.training import inputs, lexicon_text
from vndiacritics.training.corpus import (
    ID_BITS,
    Numbering,
    choose_vocabulary,
    count_symbols,
    symbol_table,
)
from vndiacritics.training.language_model import (
    HIGHEST,
    Order,
    count_weighted,
    estimate,
    prune,
    threshold_for,
    worths,
)

LEXICON = "lexicon"
"""Name under which the lexicon's lines are weighted."""

BYTES_AN_NGRAM = 4.503
"""Size of a stored n-gram: 4 bytes a cell, 1.125 cells an n-gram and the rounding to segments."""

FIXED_BYTES = 320_000
"""Vocabulary, unigrams, code books."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a model is made.

    Attributes:
        order: longest n-gram, 2 to 4.
        threshold: see `prune`; ignored where `size` is given.
        size: megabytes (10^6 bytes) the file may have; None prunes by `threshold`.
        weights: weight of each text by name, 1 where none is given.
        least: occurrences, by weight, that a word outside the lexicon must have to be a symbol.
    """

    order: int = HIGHEST
    threshold: float = 3e-8
    size: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    least: int = 8


def train(
    texts: Mapping[str, Iterable[str]], recipe: Recipe, *, always: Iterable[str] = ()
) -> LanguageModel:
    """Estimate, prune and compile a model.

    Args:
        texts: lines (paragraphs, NFC) by name of the text.
        recipe: how.
        always: words the vocabulary must hold; see `choose_vocabulary`.

    Raises:
        UsageError: there is no text, or the order or size is out of range.
    """
    if not 2 <= recipe.order <= HIGHEST:
        raise UsageError(
            f"an order of {recipe.order} cannot be stored", remedy=f"use 2 to {HIGHEST}"
        )
    number = None if recipe.size is None else ngrams_in(recipe.size)
    numbering = Numbering()
    surfaces = {name: numbering.read(lines) for name, lines in texts.items()}
    if not any(map(len, surfaces.values())):
        raise UsageError("the texts hold no word to learn from", remedy="name other files")
    by_weight = [(surface, recipe.weights.get(name, 1.0)) for name, surface in surfaces.items()]
    counts = count_symbols(numbering.numbers, by_weight)
    vocabulary = choose_vocabulary(counts, size=1 << ID_BITS, least=recipe.least, always=always)
    table = symbol_table(numbering.numbers, vocabulary)
    weighted = [(table[surface], weight) for surface, weight in by_weight if len(surface)]
    surfaces.clear()
    by_weight.clear()
    orders = count_weighted(weighted, recipe.order)
    estimate(orders, len(vocabulary))
    worth = worths(orders)
    threshold = recipe.threshold if number is None else threshold_for(worth, number)
    return compiled(vocabulary, prune(orders, threshold, worth=worth))


def compiled(vocabulary: list[str], orders: list[Order]) -> LanguageModel:
    """Compile estimated orders; those above the highest are empty."""
    rows = [(level.keys, level.probability, level.back_off) for level in orders]
    nothing = (np.zeros(0, dtype=np.uint64), np.zeros(0), np.zeros(0))
    return language_model.compiled(vocabulary, [*rows, *[nothing] * (HIGHEST - len(rows))])


def ngrams_in(size: float) -> int:
    """Return how many n-grams a file of `size` megabytes holds.

    Raises:
        UsageError: less than the vocabulary needs.
    """
    number = int((size * 1e6 - FIXED_BYTES) / BYTES_AN_NGRAM)
    if number < 1:
        raise UsageError(f"no model fits {size} MB", remedy="give --size 1 or more")
    return number


def train_files(
    paths: Iterable[Path], recipe: Recipe, *, lexicon: Path | None = None
) -> LanguageModel:
    """Estimate a model from files, and the lexicon's lines beside them."""
    texts: dict[str, Iterable[str]] = {
        inputs.text_name(path): inputs.training_lines(path) for path in paths
    }
    always: set[str] = set()
    if lexicon is not None:
        texts[LEXICON] = lexicon_text.lines(lexicon)
        always = lexicon_text.words(lexicon)
    return train(texts, recipe, always=always)


def description(recipe: Recipe, names: Iterable[str]) -> dict[str, object]:
    """Return what a model file says of itself."""
    return {**asdict(recipe), "weights": dict(recipe.weights), "texts": sorted(names)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training language-model``."""
    add = parser.add_argument
    add("texts", nargs="+", type=Path, metavar="FILE", help="text, a paragraph a line; or .zst")
    add("--out", required=True, type=Path, metavar="FILE", help="the model file to write")
    add("--lexicon", type=Path, metavar="DIR", help="folder of the lexicon's tables")
    add_recipe_arguments(parser)


def add_recipe_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what a `Recipe` holds."""
    add = parser.add_argument
    defaults = Recipe()
    add(
        "--weight",
        action="append",
        default=[],
        metavar="NAME=K",
        help="weight of a text, by its file's name up to the first dot, or of the lexicon",
    )
    add("--order", type=int, default=defaults.order, help="longest n-gram (default %(default)s)")
    add("--least", type=int, default=defaults.least, help="occurrences of a word, at least")
    pruning = parser.add_mutually_exclusive_group()
    pruning.add_argument(
        "--threshold",
        type=float,
        default=defaults.threshold,
        help="relative rise of perplexity an n-gram must save (default %(default)s)",
    )
    pruning.add_argument("--size", type=float, metavar="MB", help="size of the file, at most")


def recipe_from(args: argparse.Namespace, names: Iterable[str]) -> Recipe:
    """Return the recipe of parsed arguments."""
    return Recipe(
        order=args.order,
        threshold=args.threshold,
        size=args.size,
        weights=inputs.weights(args.weight, names),
        least=args.least,
    )


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    inputs.check_inputs(args.texts)
    inputs.check_output(args.out)
    names = [inputs.text_name(path) for path in args.texts]
    if len(set(names)) < len(names):
        raise UsageError("two texts have one name", remedy="rename one, or join them")
    if args.lexicon is not None:
        names.append(LEXICON)
    recipe = recipe_from(args, names)
    model = train_files(args.texts, recipe, lexicon=args.lexicon)
    checksum = language_model.save(model, args.out, description(recipe, names))
    size = args.out.stat().st_size / 1e6
    print(f"{len(model.vocabulary)} symbols, {size:.1f} MB, checksum {checksum}: {args.out}")
    return 0
