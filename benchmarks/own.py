"""``python -m benchmarks FOLDER``: a user's own pairs of right and damaged text.

A pair is ``NAME.ref.txt`` (the text as it should be) and ``NAME.txt`` (what there is of it).
Beside a table, the folder gets ``errors.tsv``, every word that is still wrong, and ``chart.svg``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from benchmarks.metrics import PageResult, count_page, summarise
from benchmarks.pages import Page, Regime, read
from benchmarks.peers import System
from benchmarks.remaining import findings, write_findings
from benchmarks.report import grid
from benchmarks.runner import restore_pages

__all__ = ["Own", "pairs", "run", "score"]

REFERENCE = ".ref.txt"
OBSERVED = ".txt"
ERRORS = "errors.tsv"
CHART = "chart.svg"

HEADINGS = ("text", "words", "before %", "after %", "put right", "broken", "errors gone %")


@dataclass(frozen=True)
class Own:
    """What was measured on one pair, or on all: counts of words and shares of right ones, in %."""

    name: str
    words: int
    before: float
    after: float
    helped: int
    hurt: int
    reduction: float | None

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        gone = "–" if self.reduction is None else f"{100 * self.reduction:.1f}"
        return (
            *(self.name, f"{self.words:,}", f"{self.before:.2f}", f"{self.after:.2f}"),
            *(str(self.helped), str(self.hurt), gone),
        )


def pairs(folder: Path) -> Regime:
    """Read the pairs of a folder, by name.

    Raises:
        FileNotFoundError: There is none, or one lacks its other half; the message says which.
    """
    pages = []
    for reference in sorted(folder.rglob(f"*{REFERENCE}")):
        name = reference.name.removesuffix(REFERENCE)
        observed = reference.with_name(name + OBSERVED)
        if not observed.is_file():
            message = f"{reference}: there is no {observed.name} beside it"
            raise FileNotFoundError(message)
        shown = reference.relative_to(folder).as_posix().removesuffix(REFERENCE)
        pages.append(Page(shown, shown, read(observed), read(reference)))
    if not pages:
        message = f"{folder}: no NAME{REFERENCE} with NAME{OBSERVED} beside it"
        raise FileNotFoundError(message)
    return Regime(folder.name or "own", tuple(pages))


def score(regime: Regime, outputs: Sequence[str]) -> list[Own]:
    """Score each pair, and all of them together where there are several."""
    results = [
        count_page(page.reference, output, page.source)
        for page, output in zip(regime.pages, outputs, strict=True)
    ]
    names = [page.name for page in regime.pages]
    rows = [_own(name, [result]) for name, result in zip(names, results, strict=True)]
    return [*rows, _own("all", results)] if len(rows) > 1 else rows


def _own(name: str, results: Sequence[PageResult]) -> Own:
    found = summarise(results, [str(number) for number in range(len(results))])
    return Own(
        name,
        found.tokens,
        100 * (found.raw_accuracy or 0.0),
        100 * (found.token_accuracy or 0.0),
        found.helped,
        found.hurt,
        found.error_reduction,
    )


def run(folder: Path, system: System) -> int:
    """Score the pairs of a folder, print the table and write errors and chart beside them.

    Returns:
        The exit status: 2 where there is no pair.
    """
    try:
        regime = pairs(folder)
    except (OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    outputs = restore_pages(system, regime)
    rows = score(regime, outputs)
    print(grid([HEADINGS, *(row.cells() for row in rows)]))
    left = [
        finding
        for page, output in zip(regime.pages, outputs, strict=True)
        for finding in findings(regime, page, output)
    ]
    count = write_findings(folder / ERRORS, left)
    (folder / CHART).write_text(chart(rows), encoding="utf-8")
    print(f"\n{count} lines in {folder / ERRORS}, a picture in {folder / CHART}")
    return 0


# --- the picture --------------------------------------------------------------------------------

WIDTH = 720
LABEL = 200
BAR = 14
ROW = 2 * BAR + 14
TOP = 64
SCALE = (WIDTH - LABEL - 70) / 100
"""Pixels a per cent."""

STYLE = (
    "text{font:13px sans-serif;fill:#1a1a1a}.m{fill:#595959}.b{fill:#b8b8b8}.a{fill:#00707a}"
    ".f{fill:#ffffff}@media(prefers-color-scheme:dark){text{fill:#eee}.m{fill:#aaa}.b{fill:#666}"
    ".a{fill:#35b8c4}.f{fill:#161616}}"
)


def chart(rows: Sequence[Own]) -> str:
    """Return the shares of right words before and after, a pair of bars a text, as SVG."""
    height = TOP + ROW * len(rows) + 16
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" role="img" aria-label={quoteattr(_told(rows))}>'
        ),
        f'<style>{STYLE}</style><rect class="f" width="{WIDTH}" height="{height}"/>',
        '<text x="12" y="24">Words that are right, in %</text>',
        f'<rect class="b" x="12" y="36" width="{BAR}" height="{BAR}"/>',
        '<text class="m" x="32" y="48">before</text>',
        f'<rect class="a" x="92" y="36" width="{BAR}" height="{BAR}"/>',
        '<text class="m" x="112" y="48">after</text>',
    ]
    for number, row in enumerate(rows):
        top = TOP + ROW * number
        parts.append(f'<text x="12" y="{top + BAR + 5}">{escape(_short(row.name))}</text>')
        for place, (kind, value) in enumerate((("b", row.before), ("a", row.after))):
            y = top + place * (BAR + 1)
            wide = max(1.0, value * SCALE)
            parts.append(
                f'<rect class="{kind}" x="{LABEL}" y="{y}" width="{wide:.1f}" height="{BAR}"/>'
                f'<text class="m" x="{LABEL + wide + 6:.1f}" y="{y + 12}">{value:.1f}</text>'
            )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _told(rows: Sequence[Own]) -> str:
    return "; ".join(f"{row.name}: {row.before:.1f} to {row.after:.1f} %" for row in rows)


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"
