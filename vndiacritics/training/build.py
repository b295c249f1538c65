"""``build``: the whole model folder in one run; the same inputs give the same bytes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vndiacritics.errors import UnwritableOutputError
from vndiacritics.model import capitals, cloze, language_model, topics
from vndiacritics.model import lexicon as lexicons
from vndiacritics.model.checksum import SUFFIX
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.profiles.profile import DROPPED_LETTERS, ENGLISH_OCR, LATIN_OCR, PURE, STRIPPED
from vndiacritics.training import (
    dropped,
    fit,
    inputs,
    train_channel,
    train_cloze,
    train_language_model,
    train_latin,
    train_profiles,
    train_topics,
)
from vndiacritics.training.channel import count_pairs
from vndiacritics.training.compile_lexicon import compile_lexicon

SCORED = ("d31-d40",)
"""Rendered documents that the benchmark scores: nothing learns from them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training build``."""
    add = parser.add_argument
    add("--corpus", required=True, type=Path, metavar="DIR", help="folder of text to learn from")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--pairs", nargs="+", type=Path, metavar="DIR", help="folders of pairs")
    source.add_argument(
        "--stored",
        type=Path,
        metavar="DIR",
        help="model folder whose channels, profiles and capitals are kept, fitted to the new model",
    )
    add("--lexicon", required=True, type=Path, metavar="DIR", help="folder of its tables")
    add("--out", required=True, type=Path, metavar="DIR", help="folder of the model")
    train_language_model.add_recipe_arguments(parser)
    train_cloze.add_steps(parser)
    train_latin.add_sources(parser)
    train_channel.add_documents(parser, leave_out=SCORED)


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; returns the exit status."""
    out: Path = args.out
    texts = inputs.corpus_files(args.corpus)
    names = [*map(inputs.text_name, texts), train_language_model.LEXICON]
    recipe = train_language_model.recipe_from(args, names)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutputError(f"{out}: {error.strerror}") from error
    if args.stored is not None:
        fit.keep(args.stored, out)
    _done("lexicon", lexicons.save(compile_lexicon(args.lexicon), out / f"lexicon{SUFFIX}"))
    model = train_language_model.train_files(texts, recipe, lexicon=args.lexicon)
    described = train_language_model.description(recipe, names)
    _done("language-model", language_model.save(model, out / f"language-model{SUFFIX}", described))
    about = train_topics.train_files(texts, recipe.weights, model, out / f"{topics.KIND}{SUFFIX}")
    _done(topics.KIND, about)
    fits = out / f"{cloze.KIND}{SUFFIX}"
    _done(
        cloze.KIND,
        train_cloze.train_files(texts, recipe.weights, model, fits, steps=args.steps),
    )
    if args.stored is not None:
        for name, checksum in fit.fit(out, model):
            _done(name, checksum)
    else:
        _learn_damage(args, texts, model)
    print(f"model in {out}")
    return 0


def _learn_damage(args: argparse.Namespace, texts: list[Path], model: LanguageModel) -> None:
    """Make the tables of what damages a text: channels, capitals of lost letters, profiles."""
    out: Path = args.out
    only, leave_out = inputs.documents(args.documents), inputs.documents(args.leave_out)
    for profile in PURE:
        if profile.engine is None:
            continue
        pages = train_channel.pages(args.pairs, profile.engine, only=only, leave_out=leave_out)
        counts = count_pairs(train_channel.word_pairs(pages))
        _done(
            profile.name,
            train_channel.write_learnt(counts, model, out / f"{profile.table}{SUFFIX}"),
        )
    pages = train_channel.pages(
        args.pairs, ENGLISH_OCR.engine or "", only=only, leave_out=leave_out
    )
    counts = train_latin.count_all(pages, folders=args.engines, lists=args.confusions)
    _done(
        LATIN_OCR.name,
        train_channel.write_learnt(counts, model, out / f"{LATIN_OCR.table}{SUFFIX}"),
    )
    _done(STRIPPED.name, train_channel.write_stripped(model, out / f"{STRIPPED.table}{SUFFIX}"))
    learnt = dropped.train_files(texts)
    _done(DROPPED_LETTERS.name, capitals.save(learnt, out / f"{DROPPED_LETTERS.table}{SUFFIX}"))
    rows = train_profiles.count_profiles(
        args.pairs, frozenset(model.vocabulary), only=only, leave_out=leave_out
    )
    lines = (line for path in texts for line in inputs.training_lines(path))
    spellings = train_profiles.count_spellings(lines)
    _done("profiles", train_profiles.write(rows, spellings, out / f"profiles{SUFFIX}"))


def _done(table: str, checksum: str) -> None:
    print(f"{table}{SUFFIX} {checksum}", file=sys.stderr, flush=True)
