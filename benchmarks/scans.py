"""``python -m benchmarks scans``: pages of twelve kinds, read by vnfix and by Tesseract alone.

Pages are made by a recipe (`benchmarks.scan_pages`) and written to a folder of their own, so that
both programs get the same files. Those with an even seed are *tuned*, those with an odd one
*fresh*. A word is right where an optimal alignment with the reference finds it unchanged.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scan_pages import KINDS, UPRIGHT_DARK_ON_LIGHT, Made, make, plain_page

__all__ = ["Score", "main", "right_words", "score_page", "words_right"]


@dataclass(frozen=True)
class Score:
    """How one page came out.

    Attributes:
        kind: As of `benchmarks.scan_pages.KINDS`.
        seed: Even for tuned, odd for fresh.
        words: Of the reference.
        ours: Words vnfix has right.
        engine: Words Tesseract has right alone.
        plain: Words vnfix has right on the page before it was spoilt.
        ours_seconds: Processor time of reading and repairing, without loading the model.
        engine_seconds: Processor time of Tesseract alone.
    """

    kind: str
    seed: int
    words: int
    ours: int
    engine: int
    plain: int
    ours_seconds: float
    engine_seconds: float


def tokens(text: str) -> list[str]:
    """Split a text as `../shared/score.py` does, signs that stand alone left out."""
    whole = unicodedata.normalize("NFC", text).split()
    return [token for token in whole if any(character.isalnum() for character in token)]


def right_words(reference: str, text: str) -> int:
    """Count the reference's words that an optimal alignment finds unchanged.

    Example:
        >>> right_words("một hai ba", "một hai bà")
        2
    """
    from rapidfuzz.distance import LCSseq

    return int(LCSseq.similarity(tokens(reference), tokens(text)))


def score_page(kind: str, seed: int, folder: Path, *, peer: bool = True) -> Score:
    """Make a page, read it in all ways and count."""
    made = make(kind, seed)
    path = _saved(made, folder)
    ours, ours_seconds = _by_vnfix(path)
    engine, engine_seconds = _by_tesseract(path) if peer else ("", 0.0)
    plain = ours
    if (before := plain_page(made)).kind != kind:
        plain, _ = _by_vnfix(_saved(before, folder))
    return Score(
        kind,
        seed,
        len(tokens(made.reference)),
        right_words(made.reference, ours),
        right_words(made.reference, engine),
        right_words(made.reference, plain),
        ours_seconds,
        engine_seconds,
    )


def words_right(kind: str, seeds: Sequence[int], folder: Path) -> Iterator[tuple[int, int]]:
    """Yield the words of each page, and how many of them vnfix has right."""
    for seed in seeds:
        made = make(kind, seed)
        found, _ = _by_vnfix(_saved(made, folder))
        yield len(tokens(made.reference)), right_words(made.reference, found)


def _saved(made: Made, folder: Path) -> Path:
    from PIL import Image

    path = folder / f"{made.kind}-{made.seed}.png"
    if not path.exists():
        Image.fromarray(made.pixels).save(path, dpi=(made.dpi, made.dpi))
        path.with_suffix(".ref.txt").write_text(made.reference + "\n", encoding="utf-8")
    return path


def _by_vnfix(path: Path) -> tuple[str, float]:
    from vndiacritics.ocr.reading import PageTask, read_page, repairer_for
    from vndiacritics.ocr.settings import Settings
    from vndiacritics.profiles.profile import VIETNAMESE_OCR

    settings = Settings()
    repairer_for(settings, VIETNAMESE_OCR.name)  # loads what reading a page then finds loaded
    before = _seconds()
    reading = read_page(PageTask(path, "image", 1, settings))
    return reading.page.text(), _seconds() - before


def _by_tesseract(path: Path) -> tuple[str, float]:
    before = _seconds()
    found = subprocess.run(
        ["tesseract", str(path), "-", "-l", "vie"],
        capture_output=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        check=True,
    )
    return found.stdout.decode(), _seconds() - before


def _seconds() -> float:
    """Return the processor time of this process and of those it has waited for."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def table(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the lines of the table, tuned and fresh pages apart."""
    yield "| kind | pages | words | vnfix | Tesseract alone | of the plain page's | worse | time |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for kind in dict.fromkeys(score.kind for score in scores):
        for parity, name in ((0, "tuned"), (1, "fresh")):
            rows = [score for score in scores if score.kind == kind and score.seed % 2 == parity]
            if rows:
                yield _row(kind, name, rows)


def _row(kind: str, name: str, rows: Sequence[Score]) -> str:
    words = sum(row.words for row in rows)
    ours, engine, plain = (
        sum(getattr(row, field) for row in rows) for field in ("ours", "engine", "plain")
    )
    worse = sum(row.ours < row.engine for row in rows) if kind in UPRIGHT_DARK_ON_LIGHT else 0
    engine_time = sum(row.engine_seconds for row in rows)
    times = sum(row.ours_seconds for row in rows) / engine_time if engine_time else 0.0
    return (
        f"| {kind} | {name} {len(rows)} | {words} | {100 * ours / words:.1f} | "
        f"{100 * engine / words:.1f} | {100 * ours / max(1, plain):.1f} % | {worse} | "
        f"{times:.2f} × |"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scans", description=__doc__)
    parser.add_argument("--kind", action="append", choices=tuple(KINDS), help="only this kind")
    parser.add_argument("--pages", type=int, default=10, metavar="N", help="of each kind (10)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (1)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the pages are left")
    parser.add_argument("--no-peer", action="store_true", help="without Tesseract alone")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vnfix-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        wanted = [(kind, seed) for kind in options.kind or KINDS for seed in range(options.pages)]
        with ProcessPoolExecutor(options.jobs) as pool:
            waiting = [
                pool.submit(score_page, kind, seed, folder, peer=not options.no_peer)
                for kind, seed in wanted
            ]
            scores = []
            for future in waiting:
                score = future.result()
                scores.append(score)
                sys.stderr.write(f"{score}\n")
    for line in table(scores):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
