"""``python -m benchmarks.fit_confidence``: the weights of `vndiacritics.confidence.map`.

What is learnt from, none of it scored by ``python -m benchmarks``:

- the rendered documents d01-d30, each half read by channels learnt from the other half and from
  ``--pairs``;
- with ``--pairs``, pages of your own, each half read by a channel learnt from the other half and
  from d01-d30;
- for mixtures and for engines that nobody listed what `mixtures` and `unknown_engines` say;
- for text without marks or without marked letters the references of d01-d30 and held-out lines of
  the corpora behind those that are scored.

The weights of a profile maximise the likelihood of "this token is right" with a ridge (Newton's
method). Clean text and text of the Vietnamese model share theirs: a profile is told by the rate of
damage alone, and clean documents have typing errors, which are damage too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import held_out
from benchmarks.engines import Workshop, family, teaches
from benchmarks.genres import TOKENS, beginning, engine_names, engine_pages
from benchmarks.losses import LOSSES
from benchmarks.pages import Page, read, strip_marks
from benchmarks.text_layer import dropped
from benchmarks.verdicts import judge
from vndiacritics.arrays import F64
from vndiacritics.confidence import tokens as token_confidence
from vndiacritics.confidence.map import FEATURES
from vndiacritics.confidence.tokens import Spans, TokenSignals
from vndiacritics.model import language_model
from vndiacritics.model.checksum import DATA
from vndiacritics.options import Options
from vndiacritics.profiles.profile import GROUPS, LATIN_OCR, MIXED, PROFILES
from vndiacritics.restoration import Edit
from vndiacritics.restorer import Restorer
from vndiacritics.training import inputs, train_channel
from vndiacritics.training.channel import count_pairs

LEARNT = frozenset(f"d{n:02d}" for n in range(1, 31))
ENGINES = {profile.engine: profile for profile in PROFILES if profile.engine is not None}
"""Profiles by the language of the engine that their channel is learnt from."""
LINES = 800
"""Held-out lines of each corpus, behind those that are scored."""

PAGE = 20
"""Lines of what is read as one text."""

RIDGE = 2.0


@dataclass
class Sample:
    """Tokens to learn from: profiles, features and verdicts, page by page."""

    profiles: list[NDArray[np.int64]] = field(default_factory=list)
    matrices: list[F64] = field(default_factory=list)
    right: list[NDArray[np.bool_]] = field(default_factory=list)

    def add(self, found: TokenSignals, verdicts: Sequence[bool | None]) -> None:
        """Add the tokens of a page that the decoder read and the reference speaks of."""
        judged = found.read & np.array([verdict is not None for verdict in verdicts])
        self.profiles.append(found.profiles[judged])
        self.matrices.append(found.matrix(slice(None))[judged])
        self.right.append(np.array([bool(verdict) for verdict in verdicts])[judged])


class _Observer(Restorer):
    """A restorer that gives what is known of the tokens of its results."""

    def evidence(self, pages: Sequence[Page]) -> Iterator[tuple[Page, str, TokenSignals]]:
        """Restore pages; yield each with its text and what is known of its tokens."""
        seen: list[tuple[str, TokenSignals]] = []
        make = token_confidence.gathered

        def gathered(text: str, edits: Sequence[Edit], spans: Spans) -> TokenSignals:
            seen.append((text, make(text, edits, spans)))
            return seen[-1][1]

        token_confidence.gathered = gathered
        try:
            self.explain_batch([page.source for page in pages])
        finally:
            token_confidence.gathered = make
        for page, (text, found) in zip(pages, seen, strict=True):
            yield page, text, found


def collect(sample: Sample, pages: Sequence[Page], model: Path | None) -> None:
    """Restore pages and add their tokens."""
    restorer = _Observer(options=Options(tokens=True), model=model)
    for page, text, found in restorer.evidence(pages):
        sample.add(found, judge(text, page.reference).right)


def pairs(folder: Path, engine: str, documents: frozenset[str] = frozenset()) -> list[Page]:
    """Read pages of a folder of pairs, those of some documents or all."""
    home = inputs.page_documents(folder)
    found = []
    for path in sorted(folder.glob(f"*.{engine}.txt")):
        name = path.name.removesuffix(f".{engine}.txt")
        document = home.get(name, name)
        if not documents or document in documents:
            reference = read(path.with_name(f"{name}.ref.txt"))
            found.append(Page(name, document, read(path), reference))
    return found


def model_with(engine: str, pages: Iterable[Page], folder: Path) -> Path:
    """Make a model whose channel for an engine is learnt from some pages alone."""
    folder.mkdir()
    for table in DATA.glob("*.vnd"):
        (folder / table.name).symlink_to(table)
    out = folder / f"{ENGINES[engine].table}.vnd"
    out.unlink()
    words = train_channel.word_pairs((page.reference, page.source) for page in pages)
    model = language_model.load(DATA / "language-model.vnd")
    train_channel.write_learnt(count_pairs(words), model, out)
    return folder


def gather(data: Path, own: Path | None, scratch: Path) -> Sample:
    """Read all that is learnt from."""
    sample = Sample()
    rendered = data / "pairs" / "rendered"
    for engine in ENGINES:
        known = pairs(rendered, engine, LEARNT)
        made = pairs(own, engine) if own else []
        for number in range(2):
            half = [page for page in known if int(page.document[1:]) % 2 != number]
            model = model_with(engine, [*half, *made], scratch / f"{engine}-known-{number}")
            rest = [page for page in known if int(page.document[1:]) % 2 == number]
            collect(sample, rest, model)
            if made:
                model = model_with(
                    engine, [*known, *made[1 - number :: 2]], scratch / f"{engine}-made-{number}"
                )
                collect(sample, made[number::2], model)
            print(f"{engine}, half {number + 1}", file=sys.stderr)
    texts = [page.reference for page in pairs(rendered, "eng", LEARNT)]
    texts += (line for lines in _held_out(data) for line in lines)
    for damage in (strip_marks, dropped):
        collect(sample, [Page("", "", damage(text), text) for text in texts], None)
    return sample


def mixtures(data: Path) -> Sample:
    """Read text damaged in part: held-out lines, twenty a text, and texts of other genres."""
    texts = [
        page for path in sorted((data / "genres").glob("*.txt")) for page in _unscored(read(path))
    ]
    for lines in _held_out(data):
        texts += _pages(lines)
    sample = Sample()
    for name, damage in LOSSES.items():
        collect(sample, [Page("", "", damage(text), text) for text in texts], None)
        print(name, file=sys.stderr)
    return sample


def _held_out(data: Path) -> Iterator[list[str]]:
    """Yield held-out lines of each corpus, those behind the ones that are scored."""
    for corpus in ("administrative", "general"):
        path = data / "corpus" / f"{corpus}.txt.zst"
        drawn = held_out.sample(path, size=held_out.SAMPLE_LINES + LINES)
        yield drawn[held_out.SAMPLE_LINES :]


def _unscored(text: str) -> list[str]:
    """Return every sixth page of a genre, without its beginning, which is scored."""
    return _pages(text[len(beginning(text, TOKENS)) :].splitlines())[::6][:30]


def _pages(lines: Sequence[str]) -> list[str]:
    return ["\n".join(lines[first : first + PAGE]) for first in range(0, len(lines), PAGE)]


def unknown_engines(data: Path, scratch: Path) -> Sample:
    """Read pages of engines, each by a channel that knows neither its family nor its face."""
    shop = Workshop(data, scratch)
    sample = Sample()
    names = [name for name in engine_names(shop.engines) if not shop.knows_vietnamese(name)]
    for left_out in sorted({family(name) for name in names}):
        model = shop.without_family(left_out)
        for name in names:
            if family(name) == left_out:
                pages = list(engine_pages(shop.engines, name))
                collect(sample, [page for n, page in enumerate(pages) if not teaches(n)], model)
    return sample


def fitted(matrix: F64, right: NDArray[np.bool_], *, ridge: float = RIDGE) -> F64:
    """Fit a logistic map with a ridge on standardised columns; the first is the constant.

    Returns:
        Weights of the columns as they are, shape (columns,).
    """
    mean, deviation = matrix.mean(axis=0), matrix.std(axis=0)
    mean[0], deviation[0] = 0.0, 1.0
    alive = deviation > 0
    scaled = (matrix[:, alive] - mean[alive]) / deviation[alive]
    penalty = np.full(scaled.shape[1], ridge)
    penalty[0] = 0.0
    weights = np.zeros(scaled.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (right - chance) - penalty * weights
        curve = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + np.diag(penalty)
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(curve)), slope)
        weights += step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    result = np.zeros(matrix.shape[1])
    result[alive] = weights / deviation[alive]
    result[0] -= float((result * mean)[1:].sum())
    return result


def weights(sample: Sample, groups: Iterable[str] = GROUPS) -> dict[str, F64]:
    """Fit the weights of groups of profiles."""
    profiles = np.concatenate(sample.profiles)
    matrix = np.concatenate(sample.matrices)
    right = np.concatenate(sample.right)
    found: dict[str, F64] = {}
    for name in groups:
        members = [row.number for row in PROFILES if row.confidence == name and row.is_open]
        rows = np.isin(profiles, members)
        found[name] = fitted(matrix[rows], right[rows])
        print(f"{name}: {rows.sum()} tokens, {(~right[rows]).sum()} wrong", file=sys.stderr)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fit_confidence", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="shared data")
    parser.add_argument("--pairs", type=Path, metavar="DIR", help="pairs of your own")
    parser.add_argument("--group", nargs="+", default=GROUPS, choices=GROUPS, help="only these")
    options = parser.parse_args(arguments)
    columns: dict[str, F64] = {}
    with tempfile.TemporaryDirectory() as scratch:
        if MIXED.confidence in options.group:
            columns |= weights(mixtures(options.data), [MIXED.confidence])
        if LATIN_OCR.confidence in options.group:
            found = unknown_engines(options.data, Path(scratch))
            columns |= weights(found, [LATIN_OCR.confidence])
        rest = [name for name in options.group if name not in columns]
        if rest:
            columns |= weights(gather(options.data, options.pairs, Path(scratch)), rest)
    columns = {name: columns[name] for name in GROUPS if name in columns}
    print(f"# {', '.join(columns)}")
    for label, *row in zip(FEATURES, *columns.values(), strict=True):
        print(f'    "{label}": ({", ".join(f"{value:.3f}" for value in row)}),')
    return 0


if __name__ == "__main__":
    sys.exit(main())
