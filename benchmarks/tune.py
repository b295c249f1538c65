"""Sweep one number: ``python -m benchmarks tune candidates.listed:KEEP_COST 0.3 1 --pages DIR``.

A number is a constant of a module, a field of a record or of options (`options:Options.beam`,
`profiles.profile:VIETNAMESE_OCR.least`), stands in a table of the model (`english-ocr.vnd:kappa`),
or is the folder of a `model`. With each value everything is restored anew: the pages of DIR
(``NAME.ENGINE.txt`` beside ``NAME.ref.txt``, as of ``python -m vndiacritics.training pages``),
their references, and the lines of ``DIR/texts`` one by one: without marks, with half of them, and
right.

A value is taken where more words are right than with the present one by more than the noise, two
standard errors of the sum of the differences by page or line, and no more words of right texts are
changed. Figures are printed, never a text. With ``--scans KIND`` pages of `benchmarks.scan_pages`
are read in the place of DIR, those whose seeds are even, or odd with ``--fresh``.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.changed import changed, present
from benchmarks.losses import half_marked
from benchmarks.metrics import count_page
from benchmarks.pages import read, strip_marks
from benchmarks.report import grid
from benchmarks.runner import load_product
from benchmarks.scan_pages import KINDS
from benchmarks.scans import words_right
from vndiacritics.training.inputs import page_documents

RIGHT = ("right pages", "right lines")
"""Kinds of text that nothing may change."""

HALF = 0.5
"""Share of the words of half-marked lines that lose their marks."""

Texts = Mapping[str, Sequence[tuple[str, str]]]
"""By kind: pairs of what is to be restored and what is right."""


class Result(NamedTuple):
    """Words by kind of text: right ones of each page or line, those put right, those broken."""

    right: dict[str, list[int]]
    helped: dict[str, int]
    hurt: dict[str, int]

    def gain(self, before: Result) -> tuple[int, float]:
        """Return how many more words are right than `before`, and the noise of that number."""
        pairs = ((new, before.right[kind]) for kind, new in self.right.items())
        moved = [a - b for new, old in pairs for a, b in zip(new, old, strict=True)]
        return sum(moved), 2 * math.sqrt(sum(d * d for d in moved))

    def wins(self, before: Result) -> bool:
        """Return whether a present value should give way to this one."""
        gain, noise = self.gain(before)
        return gain > noise and all(
            self.hurt[kind] <= before.hurt[kind] for kind in RIGHT if kind in self.hurt
        )


def read_texts(folder: Path, *, join: bool = False) -> Texts:
    """Read the pages of a folder by engine, and the texts they were set from line by line.

    Args:
        folder: of pages.
        join: make one text of the pages of a document, and leave lines out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    lines: list[str] = []
    documents = page_documents(folder) if join else {}
    last = ""
    for path in sorted(folder.glob("*.ref.txt")):
        name, right = path.name.removesuffix(".ref.txt"), read(path)
        for observed in sorted(folder.glob(f"{name}.*.txt")):
            engine = observed.name.removeprefix(f"{name}.").removesuffix(".txt")
            texts = found.setdefault(RIGHT[0] if observed == path else engine, [])
            pair = (read(observed), right)
            if last and documents.get(name) == last:
                above = texts.pop()
                pair = (f"{above[0]}\n{pair[0]}", f"{above[1]}\n{right}")
            texts.append(pair)
        last = documents.get(name, "")
    if not join:
        for path in sorted(folder.glob("texts/*.txt")):
            lines += (line for line in read(path).split("\n") if line.strip())
    half = partial(half_marked, share=HALF)
    for kind, damage in (("without marks", strip_marks), ("half-marked", half), (RIGHT[1], str)):
        found |= {kind: [(damage(line), line) for line in lines]} if lines else {}
    return found


def measured(number: str, value: str, texts: Texts) -> Result:
    """Restore all texts with a value and count their words."""
    result = Result({}, {}, {})
    with changed(number, value) as model:
        product = load_product(model=model)
        for kind, pairs in texts.items():
            restored = product.restore_batch([damaged for damaged, _ in pairs])
            counts = [
                count_page(right, new, damaged, letters=False).counts
                for (damaged, right), new in zip(pairs, restored, strict=True)
            ]
            result.right[kind] = [one.right for one in counts]
            result.helped[kind] = sum(one.helped for one in counts)
            result.hurt[kind] = sum(one.hurt for one in counts)
    return result


def scanned(number: str, value: str, kinds: Sequence[str], seeds: Sequence[int]) -> Result:
    """Read made scans with a value; the words that are not right count as broken."""
    result = Result({}, {}, {})
    with changed(number, value), tempfile.TemporaryDirectory(prefix="vnfix-") as folder:
        for kind in kinds:
            counts = list(words_right(kind, seeds, Path(folder)))
            result.right[kind] = [right for _, right in counts]
            result.helped[kind] = sum(result.right[kind])
            result.hurt[kind] = sum(words - right for words, right in counts)
    return result


def table(results: Mapping[str, Result]) -> str:
    """Draw a line a value, the present one first, and say what the rule takes."""
    first, before = next(iter(results.items()))
    lines = [("put right / broken", *before.right, "gain ± noise")]
    for value, row in results.items():
        cells = (f"{row.helped[kind]:,} / {row.hurt[kind]:,}" for kind in row.right)
        gain, noise = row.gain(before)
        lines.append((value, *cells, "" if row is before else f"{gain:+} ± {noise:.0f}"))
    better = [value for value, row in results.items() if row.wins(before)]
    best = max(better, key=lambda value: results[value].gain(before)[0], default=first)
    return f"{grid(lines)}\n{'keep' if best == first else 'take'} {best}"


def main(arguments: Sequence[str]) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks tune", description=__doc__)
    add = parser.add_argument
    add("number", metavar="NUMBER", help="what is swept: MODULE:NAME")
    add("values", nargs="*", metavar="VALUE", help="beside the present value")
    add("--pages", type=Path, metavar="DIR", help="pages that tune, or that score")
    add("--join", action="store_true", help="whole documents, for what a document teaches")
    add("--scans", nargs="+", choices=tuple(KINDS), default=[], help="made scans in their place")
    add("--count", type=int, default=5, metavar="N", help="of each kind (5)")
    add("--fresh", action="store_true", help="those that nothing is tuned on")
    options = parser.parse_args(arguments)
    try:
        values = dict.fromkeys((present(options.number), *options.values))
    except (KeyError, ImportError) as error:
        print(f"there is no number {options.number}: {error}", file=sys.stderr)
        return 2
    measure = partial(
        scanned, kinds=options.scans, seeds=range(options.fresh, 2 * options.count, 2)
    )
    if not options.scans:
        texts = read_texts(options.pages or Path(), join=options.join)
        measure = partial(measured, texts=texts)
    print(options.number, flush=True)
    print(table({value: measure(options.number, value) for value in values}))
    return 0
