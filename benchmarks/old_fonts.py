"""Unicode typed in old fonts: ``python -m benchmarks fonts --data ../shared``.

Right texts are written as a document of an old font holds them: words in the font's encoding and
words in Unicode take turns, as runs of their own or within one, or one short run in the font stands
in a document of another. `read_old` reads them back. A word counts as wrong where its letters are,
whatever their case: the capitals of TCVN3 are a matter of their own.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from benchmarks.genres import beginning
from benchmarks.pages import EXAMPLES, read
from benchmarks.report import grid
from vndiacritics.documents.fonts import OldFont, Part, read_old
from vndiacritics.documents.typed import PRICES, Prices
from vndiacritics.orthography.letters import nfc
from vndiacritics.text import encodings

TOKENS = 5_000
"""Of a text, from its beginning."""

FONTS = (OldFont("tcvn3"), OldFont("vni"))

HALVES = {
    "tuned": ("bao-cao-2023-duc-pho", "education", "it", "technical"),
    "fresh": ("bao-cao-2023-duc-trong", "academic", "encyclopedia", "local-official", "news-other"),
}
"""Texts that the prices of `vndiacritics.documents.fonts` were chosen on, and others."""

LONGEST_LONE = 3
"""Words of a short run that stands alone."""


@dataclass(frozen=True)
class Mix:
    """How a document mixes an old font's encoding and Unicode.

    Attributes:
        name: in the table.
        mean: words before the typing changes, on average; 0 for never.
        cuts: a run ends where the typing changes; else a paragraph is one run.
        unicode: the document begins in Unicode.
        lone: each paragraph is a document of another font, with a short run in this one.
    """

    name: str
    mean: int = 0
    cuts: bool = True
    unicode: bool = False
    lone: bool = False


MIXES = (
    Mix("all old"),
    Mix("all Unicode", unicode=True),
    Mix("runs of 4 words", 4),
    Mix("runs of 30 words", 30),
    Mix("4 words within a run", 4, cuts=False),
    Mix("30 words within a run", 30, cuts=False),
    Mix("a short old run in Unicode", lone=True),
    Mix("a short run, Unicode too", lone=True, unicode=True),
)


def texts(data: Path | None) -> dict[str, str]:
    """Return right texts by name, the example where there is no shared data."""
    if data is None or not data.is_dir():
        return {"example": read(EXAMPLES / "bao-cao.txt")}
    paths = sorted(p for folder in ("documents", "genres") for p in (data / folder).glob("*.txt"))
    return {path.stem: nfc(beginning(read(path), TOKENS)) for path in paths}


def document(
    text: str, font: OldFont, mix: Mix, *, seed: int = 1
) -> Iterator[list[tuple[Part, str]]]:
    """Yield the paragraphs of a text as runs, each as it is stored and as it should be read."""
    draw = random.Random(seed)  # noqa: S311 - a draw that can be repeated, no secret
    typed = mix.unicode
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        words = line.split()
        if mix.lone:
            yield _with_lone_run(words, number, font, mix, draw)
            continue
        runs: list[list[tuple[str, bool]]] = [[]]
        for word in words:
            if mix.mean and draw.random() * mix.mean < 1:
                typed = not typed
                if mix.cuts and runs[-1]:
                    runs.append([])
            runs[-1].append((word, typed))
        yield _runs(runs, number, font)


def _with_lone_run(
    words: Sequence[str], line: int, font: OldFont, mix: Mix, draw: random.Random
) -> list[tuple[Part, str]]:
    size = draw.randint(1, LONGEST_LONE)
    start = draw.randrange(max(1, len(words) - size + 1))
    parts = (words[:start], words[start : start + size], words[start + size :])
    rows = []
    for part, inside in zip(parts, (False, True, False), strict=True):
        if part:
            shown = " ".join(part) + " "
            stored = _stored(shown, font) if inside and not mix.unicode else shown
            rows.append((Part(stored, line, font if inside else None), shown))
    return rows


def _runs(
    runs: Sequence[Sequence[tuple[str, bool]]], line: int, font: OldFont
) -> list[tuple[Part, str]]:
    rows = []
    for run in runs:
        stored = "".join(f"{word if typed else _stored(word, font)} " for word, typed in run)
        rows.append((Part(stored, line, font), "".join(f"{word} " for word, _ in run)))
    return rows


def _stored(word: str, font: OldFont) -> str:
    """Write a word as the font has it; capitals without a code as their small letters."""
    return encodings.encode(
        "".join(c if encodings.can_write(c, font.encoding) else c.lower() for c in word),
        font.encoding,
    )


@dataclass
class Count:
    """What came out of documents.

    Attributes:
        words: in the font.
        wrong: those whose letters are wrong, as they were read and as they should be.
        openings: paragraphs that begin in the font.
        wrong_openings: those whose first letter has the wrong case.
    """

    words: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    openings: int = 0
    wrong_openings: int = 0

    def add(self, text: str, font: OldFont, mix: Mix, prices: Prices = PRICES) -> None:
        """Read a document back, and count."""
        paragraphs = list(document(text, font, mix))
        documents = paragraphs if mix.lone else [list(chain.from_iterable(paragraphs))]
        for rows in documents:
            own = [row for row in rows if row[0].font is not None]
            read = read_old([part for part, _ in rows], font, prices=prices)
            line = -1
            for (part, right), new in zip(own, read, strict=True):
                pairs = list(zip(right.split(), new.split(), strict=True))
                self.words += len(pairs)
                self.wrong += [(b, a) for a, b in pairs if a.lower() != b.lower()]
                if part.line != line:
                    self.openings += 1
                    self.wrong_openings += _first(right) != _first(new)
                    line = part.line


def _first(text: str) -> str:
    return next(filter(str.isalpha, text), "")


def counted(genres: Mapping[str, str], font: OldFont, mix: Mix, prices: Prices = PRICES) -> Count:
    """Read texts back as documents that mix so, and count."""
    result = Count()
    for _, text in sorted(genres.items()):
        result.add(text, font, mix, prices)
    return result


def table(genres: Mapping[str, str], prices: Prices = PRICES) -> str:
    """Draw words wrong of 1,000: a line a mix, a column a font and half."""
    halves = {
        half: {name: genres[name] for name in names if name in genres}
        for half, names in HALVES.items()
    }
    halves = {half: own for half, own in halves.items() if own} or {"example": dict(genres)}
    columns = [(half, font) for half in halves for font in FONTS]
    lines = [("words wrong of 1,000", *(f"{font.encoding}, {half}" for half, font in columns))]
    openings: tuple[str, ...] = ()
    for mix in MIXES:
        counts = [counted(halves[half], font, mix, prices) for half, font in columns]
        cells = (f"{1000 * len(row.wrong) / max(1, row.words):.1f}" for row in counts)
        lines.append((mix.name, *cells))
        if mix is MIXES[0]:
            rates = (f"{1000 * row.wrong_openings / max(1, row.openings):.1f}" for row in counts)
            openings = ("first letters of 1,000, all old", *rates)
    return grid([*lines, openings])


def main(arguments: Sequence[str]) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fonts", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, metavar="DIR", help="shared data; without it examples/ is used")
    add(
        "--prices",
        type=float,
        nargs=3,
        metavar=("FIRST", "TEXT", "WORD"),
        help="what a change of the typing costs, in nats",
    )
    add("--errors", metavar="MIX", help="list the wrong words of a mix in the tuned texts")
    options = parser.parse_args(arguments)
    prices = Prices(*options.prices) if options.prices else PRICES
    genres = texts(options.data)
    print(table(genres, prices))
    print(f"{prices}; the capitals of a word are no matter of the first lines")
    for mix in MIXES:
        for font in FONTS if mix.name == options.errors else ():
            own = {name: text for name, text in genres.items() if name in HALVES["tuned"]}
            for new, right in counted(own or genres, font, mix, prices).wrong:
                print(f"{font.encoding}\t{new}\t{right}")
    return 0
