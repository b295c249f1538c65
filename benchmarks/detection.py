"""How often an old encoding is told rightly, and how often one is seen where there is none.

``python -m benchmarks.detection --data ../shared`` cuts references and held-out lines into
stretches of 200 characters, shows each in every old encoding, and counts those that are found whole
and by their right name; then it counts detections in clean lines of the corpora and in texts of
other languages, code and OCR, that have none.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks import held_out, regimes
from benchmarks.text_layer import DAMAGES, PLAIN_SIGNS, WITHOUT_SIGNS
from vndiacritics.text.detection import find_stretches
from vndiacritics.text.encodings import ENCODINGS
from vndiacritics.training.corpus import read_lines

LENGTH = 200
MOST_STRETCHES = 1000
LINES = 5000
EVERY = 20
"""One corpus line in so many is looked at, so that whole corpora are sampled."""

OTHERS = ("pairs/**/*.txt", "scans/*.txt", "documents/*.txt")


@dataclass(frozen=True)
class Found:
    """Stretches of an encoding: how many there were, and what was found in the wrong ones."""

    encoding: str
    total: int
    wrong: Counter[tuple[str, ...]]

    @property
    def rate(self) -> float:
        """Share that was found."""
        return 1 - self.wrong.total() / max(1, self.total)


def stretches(texts: Iterable[str]) -> Iterator[str]:
    """Cut texts, put one after the other, into stretches of `LENGTH` characters."""
    whole = "\n".join(texts)
    step = max(LENGTH, len(whole) // MOST_STRETCHES)
    for start in range(0, len(whole) - LENGTH, step):
        yield whole[start : start + LENGTH]


def told(encoding: str, pieces: Iterable[str]) -> Found:
    """Show stretches in an encoding and look for it."""
    total = 0
    wrong: Counter[tuple[str, ...]] = Counter()
    for piece in pieces:
        plain = piece.translate(PLAIN_SIGNS) if encoding in WITHOUT_SIGNS else piece
        names = tuple(row.encoding for row in find_stretches(DAMAGES[encoding](plain)))
        total += 1
        if names != (encoding,):
            wrong[names] += 1
    return Found(encoding, total, wrong)


def clean_lines(data: Path) -> Iterator[str]:
    """Yield `LINES` lines of each corpus."""
    for name in ("administrative", "general"):
        lines = read_lines(data / "corpus" / f"{name}.txt.zst")
        yield from islice(lines, 0, LINES * EVERY, EVERY)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    data: Path = parser.parse_args(arguments).data
    if not (data / "corpus").is_dir():
        print(f"no folder {data / 'corpus'}", file=sys.stderr)
        return 2
    pages = regimes.available(data)["clean-references"]().pages
    references = list(stretches(page.reference for page in pages))
    held = list(
        stretches(
            line
            for name in ("administrative", "general")
            for line in held_out.sample(data / "corpus" / f"{name}.txt.zst")
        )
    )
    print(f"right on stretches of {LENGTH}: {len(references)} of references, {len(held)} held out")
    for encoding in ENCODINGS:
        rows = [told(encoding, pieces) for pieces in (references, held)]
        missed = Counter[tuple[str, ...]]()
        for row in rows:
            missed += row.wrong
        wrong = ", ".join(f"{n} as {'+'.join(names) or 'none'}" for names, n in missed.items())
        print(f"{encoding:24} " + " ".join(f"{row.rate:8.2%}" for row in rows) + f"  {wrong}")
    lines = list(clean_lines(data))
    seen = sum(bool(find_stretches(line)) for line in lines)
    print(f"false detections: {seen} of {len(lines)} clean lines")
    paths = [path for pattern in OTHERS for path in sorted(data.glob(pattern))]
    paths += sorted((Path(__file__).parent / "other").glob("*.txt"))
    false = [path.name for path in paths if find_stretches(path.read_text(encoding="utf-8"))]
    print(f"false detections: {len(false)} of {len(paths)} texts (OCR, documents, other) {false}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
