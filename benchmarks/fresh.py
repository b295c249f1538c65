"""README's table: ``python -m benchmarks fresh --data ../shared``.

The texts are those of `sealed.py` in the shared data: official papers, pages of them that were read
by OCR, and genres, none of which anybody reads. Figures are printed, never a text.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers import Peer, installed_peers
from benchmarks.report import grid
from benchmarks.runner import Restore, load_product

OFFICIAL = {
    "official pages, eng OCR": "official pages, OCR with the English model",
    "official pages, vie OCR": "official pages, OCR with the Vietnamese model",
    "official, stripped": "official text without marks",
    "official, half-marked 10": "official text, one word in ten without marks",
    "official, half-marked 25": "official text, a quarter of the words without marks",
    "official, half-marked 50": "official text, half of the words without marks",
    "official, half-marked 80": "official text, four words in five without marks",
    "official, no-tones": "official text, tones lost, letters kept",
    "official, kept-d": "official text, marks lost, đ kept",
    "official, question-marks": "official text, `?` for letters",
}
"""Lines of the table, in its order, by the cases of `sealed.py`; other genres follow them."""

STRIPPED, RIGHT = ", stripped", ", right"

HEADINGS = ("kind of text", "words", "before", "**after**", "put right / broken")


@dataclass(frozen=True)
class Figure:
    """What was measured of one kind of text.

    Attributes:
        case: As `sealed.py` names it.
        words: Of the right texts.
        before: Share of them that the damaged text has, in per cent.
        after: The same of the restored text.
        helped: Words that were put right.
        hurt: Words that were right and are so no more.
    """

    case: str
    words: int
    before: float
    after: float
    helped: int
    hurt: int

    def line(self) -> tuple[str, ...]:
        """Return its line of the table."""
        genre = self.case.removesuffix(STRIPPED)
        title = OFFICIAL.get(self.case, f"{genre} without marks")
        done = f"{self.helped:,} / {self.hurt:,}"
        return (title, f"{self.words:,}", f"{self.before:.1f}", f"**{self.after:.1f}**", done)


def sealed_texts(data: Path) -> Any:
    """Return the module that gives the sealed texts and scores them.

    Raises:
        FileNotFoundError: There is none in the shared data.
    """
    path = data / "sealed.py"
    spec = importlib.util.spec_from_file_location("sealed", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(sealed: Any, restore: Restore, *, parts: Sequence[str]) -> list[Figure]:
    """Measure a restorer on every case of the sealed texts.

    Args:
        sealed: As of `sealed_texts`.
        restore: Restores texts, in order.
        parts: Which of its parts.
    """
    found = []
    for case, pairs in sealed.cases(sealed.unsealed(), parts):
        print(f"running {case} …", file=sys.stderr)
        row = sealed.measured(restore, pairs)
        found.append(Figure(case, row["n"], row["raw"], row["after"], row["helped"], row["hurt"]))
    return found


def table(figures: Iterable[Figure]) -> str:
    """Draw one line a kind of text: official text, other genres without marks, right text."""
    by_case = {row.case: row for row in figures}
    order = [case for case in OFFICIAL if case in by_case]
    order += [case for case in by_case if case.endswith(STRIPPED) and case not in OFFICIAL]
    right = [row for case, row in by_case.items() if case.endswith(RIGHT)]
    lines = [by_case[case].line() for case in order]
    for broken in (False, True):
        lines += _right([row for row in right if bool(row.hurt) == broken])
    return grid([HEADINGS, *lines])


def _right(rows: Sequence[Figure]) -> list[tuple[str, ...]]:
    """Return the line of right texts that all stay, or of those with a change."""
    if not rows:
        return []
    names = ", ".join(row.case.removesuffix(RIGHT) for row in rows)
    words, hurt = sum(row.words for row in rows), sum(row.hurt for row in rows)
    after = 100 * (1 - hurt / words)
    return [(f"right text: {names}", f"{words:,}", "100", f"**{after:.2f}**", f"{hurt} broken")]


def best_peer(sealed: Any, peers: Sequence[Peer]) -> str:
    """Return a line about the best other tool on official text without marks."""
    pairs = next(
        p for case, p in sealed.cases(sealed.unsealed(), ("official",)) if STRIPPED in case
    )
    scores = [(sealed.measured(peer.restore_batch, pairs)["after"], peer.name) for peer in peers]
    if not scores:
        return "other tools on official text without marks: none is installed"
    told = ", ".join(f"{name} {score:.1f}" for score, name in sorted(scores, reverse=True))
    return f"other tools on official text without marks: {told}"


def main(arguments: Sequence[str]) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fresh", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="shared data")
    parser.add_argument(
        "--part",
        action="append",
        choices=("official", "pages", "genres"),
        help="only this part; may be repeated",
    )
    parser.add_argument("--no-peers", action="store_true", help="leave other tools out")
    options = parser.parse_args(arguments)
    try:
        sealed = sealed_texts(options.data)
    except FileNotFoundError as error:
        print(f"no sealed texts: {error}", file=sys.stderr)
        return 4
    parts = options.part or ("official", "pages", "genres")
    product = load_product()
    print(table(measured(sealed, product.restore_batch, parts=parts)))
    if not options.no_peers:
        peers, missing = installed_peers(options.data)
        print(f"\n{best_peer(sealed, peers)}")
        for reason in missing:
            print(f"not run: {reason}")
    return 0
