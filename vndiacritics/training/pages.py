"""``pages``: the recipe of the rendered pages from which channels are learnt, tuned and scored.

Three folders of pairs come out, divided by document:

    ``teach``  runs of neighbouring paragraphs of the corpora, and documents of other pairs set anew
    ``tune``   corpus lines that no estimate ever sees (`corpus.is_held_out`), one half of them
    ``score``  the other half

so what tunes and what scores is unknown to the language model as well. The texts of each document
lie in ``PART/texts``. The same corpora, pairs, numbers, seed, fonts and engines give the same
files, page by page; another version of an engine changes what it read and nothing else.
"""

from __future__ import annotations

import argparse
import itertools
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from vndiacritics.errors import UnreadableInputError, UnwritableOutputError, UsageError
from vndiacritics.orthography.letters import nfc
from vndiacritics.training import inputs, render
from vndiacritics.training.corpus import HOLD_OUT_EVERY, is_held_out
from vndiacritics.training.pairs import read_references

__all__ = [
    "PARTS",
    "SHARES",
    "Corpus",
    "Text",
    "add_arguments",
    "held_out_texts",
    "read_corpus",
    "reference_texts",
    "run",
    "runs",
    "shared_out",
]

SHARES: Mapping[str, float] = MappingProxyType(
    {"administrative": 0.7, "general": 0.2, "genres": 0.1}
)
"""Shares of the documents by corpus; a corpus that is not there leaves its share to the others."""

PARTS = ("teach", "tune", "score")

WORDS_A_PAGE = 650
"""Words that fill a page of the smallest type, so that no document ends before its pages do."""


@dataclass(frozen=True)
class Text:
    """What one document is set from.

    Attributes:
        name: file name of the text, without `.txt`.
        paragraphs: NFC, none empty.
    """

    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """The lines of a corpus, empty ones left out.

    Attributes:
        name: by which `SHARES` knows it.
        taught: lines that estimates are made from.
        held_out: the lines held out, in two halves.
    """

    name: str
    taught: Sequence[str]
    held_out: tuple[Sequence[str], Sequence[str]]


def read_corpus(path: Path) -> Corpus:
    """Read a corpus, a paragraph a line; see `inputs.lines` for errors."""
    taught: list[str] = []
    held_out: tuple[list[str], list[str]] = ([], [])
    for line in inputs.lines(path):
        if not line.strip():
            continue
        if is_held_out(line):
            held_out[zlib.crc32(line.encode()) // HOLD_OUT_EVERY % 2].append(line)
        else:
            taught.append(line)
    return Corpus(inputs.text_name(path), taught, held_out)


def runs(corpus: Corpus, number: int, *, words: int, seed: int) -> list[Text]:
    """Draw runs of neighbouring lines that estimates are made from.

    Args:
        corpus: where they are drawn.
        number: runs to draw.
        words: words a run has, at least; fewer only at the end of the corpus.
        seed: another seed draws other runs.
    """
    rng = np.random.default_rng([seed, zlib.crc32(corpus.name.encode())])
    starts = rng.integers(0, max(1, len(corpus.taught) - words // 10), number)
    texts = []
    for order, start in enumerate(np.sort(starts).tolist(), start=1):
        lines = _enough(itertools.islice(corpus.taught, start, None), words)
        texts.append(Text(f"{corpus.name}-{order:04d}", tuple(lines)))
    return texts


def held_out_texts(corpus: Corpus, number: int, *, words: int, half: int, seed: int) -> list[Text]:
    """Put documents together from one half of a corpus's held-out lines, in a drawn order.

    Args:
        corpus: where the lines are from.
        number: documents at most; fewer where the lines run out.
        words: words a document has, at least.
        half: 0 or 1.
        seed: another seed gives another order.
    """
    lines = corpus.held_out[half]
    rng = np.random.default_rng([seed, zlib.crc32(corpus.name.encode()), half])
    drawn = (lines[place] for place in rng.permutation(len(lines)).tolist())
    texts: list[Text] = []
    while len(texts) < number:
        paragraphs = _enough(drawn, words)
        if sum(map(_size, paragraphs)) < words:
            break
        texts.append(Text(f"{corpus.name}-held-{len(texts) + 1:04d}", tuple(paragraphs)))
    return texts


def _enough(lines: Iterator[str], words: int) -> list[str]:
    """Take lines (NFC) until they hold so many words."""
    taken: list[str] = []
    for line in lines:
        taken.append(nfc(line))
        words -= _size(line)
        if words <= 0:
            break
    return taken


def _size(line: str) -> int:
    return len(line.split())


def reference_texts(
    folders: Iterable[Path], *, only: frozenset[str], leave_out: frozenset[str]
) -> list[Text]:
    """Join the references of pairs to documents again, to be set in other faces.

    Args:
        folders: of pairs.
        only: documents to take; empty takes all.
        leave_out: documents not to take.
    """
    texts: list[Text] = []
    for folder in folders:
        documents = inputs.page_documents(folder)
        joined: dict[str, list[str]] = {}
        for page, reference in read_references(folder):
            document = documents.get(page, page)
            if document not in leave_out and (not only or document in only):
                lines = joined.setdefault(document, [])
                lines += (line for line in reference.splitlines() if line.strip())
        texts += (Text(name, tuple(lines)) for name, lines in joined.items())
    return texts


def shared_out(names: Iterable[str], number: int) -> dict[str, int]:
    """Divide documents among the corpora that are there by `SHARES`, the first takes the rest.

    Raises:
        UnreadableInputError: none of them is there.
    """
    there = set(names)
    known = {name: share for name, share in SHARES.items() if name in there}
    if not known:
        raise UnreadableInputError(
            f"no corpus is called {', '.join(SHARES)}", remedy="name the folder of the corpora"
        )
    total = sum(known.values())
    parts = {name: int(number * share / total) for name, share in known.items()}
    parts[next(iter(known))] += number - sum(parts.values())
    return parts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training pages``."""
    add = parser.add_argument
    add("--corpus", required=True, type=Path, metavar="DIR", help="folder of the corpora")
    add("--pairs", nargs="+", default=[], type=Path, metavar="DIR", help="pairs to set anew")
    add("--documents", nargs="+", default=[], metavar="DOC", help="only these of the pairs")
    add("--leave-out", nargs="+", default=["d31-d40"], metavar="DOC", help="all but these")
    add("--out", required=True, type=Path, metavar="DIR", help="where teach, tune and score go")
    add("--seed", type=int, default=2026, metavar="N")
    for part, number in zip(PARTS, (120, 15, 15), strict=True):
        add(f"--{part}", type=int, default=number, metavar="N", help=f"documents that {part}")
    add("--pages-per-text", type=int, default=3, metavar="N", help="most pages of a document")
    add("--language", nargs="+", default=["eng", "vie"], metavar="ENGINE", help="engines that read")
    render.add_legacy_models(parser)
    add("--jobs", type=int, default=1, metavar="N", help="processes to use")
    add("--resume", action="store_true", help="go on with a run that was cut short")


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; returns the exit status."""
    numbers = {part: getattr(args, part) for part in PARTS}
    if min(numbers.values()) < 0 or args.pages_per_text < 1:
        raise UsageError("a number is too small", remedy="give 0 or more documents, 1 page or more")
    texts = _texts(args, numbers)
    for part in PARTS:
        files = _write_texts(args.out / part, texts[part])
        records = render.render(
            files,
            args.out / part,
            language=args.language,
            seed=args.seed + PARTS.index(part),
            pages_per_text=args.pages_per_text,
            jobs=args.jobs,
            resume=args.resume,
            legacy_models=args.legacy_models,
        )
        print(f"{part}: {len(files)} documents, {len(records)} pages", flush=True)
    return 0


def _texts(args: argparse.Namespace, numbers: Mapping[str, int]) -> dict[str, list[Text]]:
    """Draw the texts of each part; corpora are read one after the other."""
    paths = {inputs.text_name(path): path for path in inputs.corpus_files(args.corpus)}
    parts = {part: shared_out(paths, number) for part, number in numbers.items()}
    words = WORDS_A_PAGE * args.pages_per_text
    texts: dict[str, list[Text]] = {part: [] for part in PARTS}
    for name in parts["teach"]:
        corpus = read_corpus(paths[name])
        texts["teach"] += runs(corpus, parts["teach"][name], words=words, seed=args.seed)
        for half, part in enumerate(("tune", "score")):
            texts[part] += held_out_texts(
                corpus, parts[part][name], words=words, half=half, seed=args.seed
            )
    texts["teach"] += reference_texts(
        args.pairs,
        only=inputs.documents(args.documents),
        leave_out=inputs.documents(args.leave_out),
    )
    return texts


def _write_texts(folder: Path, texts: Sequence[Text]) -> list[Path]:
    """Write the texts of a part; a document's number is the text's place in the sorted folder."""
    home = folder / "texts"
    try:
        home.mkdir(parents=True, exist_ok=True)
        files = []
        for number, text in enumerate(itertools.islice(texts, 9999), start=1):
            path = home / f"d{number:04d}-{text.name}.txt"
            path.write_text("".join(f"{line}\n" for line in text.paragraphs), encoding="utf-8")
            files.append(path)
    except OSError as error:
        raise UnwritableOutputError(
            f"{error.filename or home}: {error.strerror}", remedy="name another --out"
        ) from error
    return files
