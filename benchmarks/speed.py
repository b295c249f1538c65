"""Speed, load time and memory, each measured in a fresh process on one core.

The child reads ``{"texts": [...], "profile": ..., "model": ..., "sizes": [...]}`` on standard
input and prints one JSON object. ``python -m benchmarks.speed`` is that child.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.pages import EXAMPLES, HERE, read
from benchmarks.signature import MODEL_DATA, model_bytes

GROWTH = (1_000, 10_000, 100_000, 1_000_000)
"""Tokens of the single texts on which growth is measured."""


@dataclass(frozen=True, kw_only=True)
class Speed:
    """What one fresh process needed.

    Rates are whitespace tokens of input a second of processor time on one core, so that what else
    the machine does counts little; `load_seconds` is wall-clock time, memory bytes of peak resident
    size.
    """

    tokens: int
    load_seconds: float
    """Import and construction of the restorer."""
    load_memory: int
    cold_rate: float
    """First call after loading: half of the texts."""
    steady_rate: float
    """Second call: the other half, never seen by this process."""
    repeated_rate: float
    """The first half once more, everything cached."""
    peak_memory: int
    model_size: int
    growth: tuple[tuple[int, float, int], ...]
    """Tokens of one text, seconds of processor time, peak memory so far."""

    def lines(self) -> Iterator[str]:
        """Describe the measurement, one line a figure."""
        yield f"load {self.load_seconds:.2f} s, {_mebibytes(self.load_memory)} after loading"
        yield (
            f"speed on one core (processor time), {self.tokens} tokens of english-ocr: first call "
            f"{self.cold_rate:,.0f} tokens/s, then {self.steady_rate:,.0f} on unseen text, "
            f"{self.repeated_rate:,.0f} on text seen before"
        )
        yield f"peak memory {_mebibytes(self.peak_memory)}, model {_mebibytes(self.model_size)}"
        for tokens, seconds, memory in self.growth:
            yield (
                f"one text of {tokens:>9,} tokens: {seconds:8.2f} s, "
                f"{tokens / seconds:9,.0f} tokens/s, peak {_mebibytes(memory)}"
            )


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"


def english_ocr_texts(data: Path | None) -> list[str]:
    """Return all rendered pages read with the English model, or the example without shared data."""
    folder = data / "pairs" / "rendered" if data else None
    paths = sorted(folder.glob("*.eng.txt")) if folder and folder.is_dir() else []
    return [read(path) for path in paths or sorted(EXAMPLES.glob("*.eng.txt"))]


def measure(
    texts: Sequence[str],
    *,
    profile: str = "auto",
    model: Path | None = None,
    growth: Sequence[int] = GROWTH,
) -> Speed:
    """Measure in a fresh process that is kept to one core.

    Raises:
        subprocess.CalledProcessError: the child failed; its message is on standard error.
    """
    request = {
        "texts": list(texts),
        "profile": profile,
        "model": str(model) if model else None,
        "sizes": list(growth),
    }
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed"],
        input=json.dumps(request),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        encoding="utf-8",
        cwd=HERE.parent,
        env={**os.environ, **dict.fromkeys(threads, "1"), "PYTHONIOENCODING": "utf-8"},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    answer["growth"] = tuple((int(n), float(s), int(m)) for n, s, m in answer["growth"])
    return Speed(model_size=model_bytes(model or MODEL_DATA), **answer)


def lengthen(texts: Sequence[str], tokens: int) -> str:
    """Join texts, over and over, into one of exactly so many whitespace tokens; lines stay."""
    lines: list[str] = []
    left = tokens
    while left > 0:
        before = left
        for line in (line for text in texts for line in text.split("\n")):
            words = line.split()
            lines.append(line if len(words) <= left else " ".join(words[:left]))
            left -= min(len(words), left)
            if not left:
                break
        if left == before:
            raise ValueError("no text holds a token")
    return "\n".join(lines)


def _peak() -> int:
    """Peak resident size of this process in bytes.

    Linux hands a parent's peak on to ``ru_maxrss`` of the program it starts, so the process's own
    high-water mark is read instead. Elsewhere ``ru_maxrss`` counts bytes (macOS) or KiB.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024


def _child(request: dict[str, Any]) -> dict[str, Any]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    start = perf_counter()
    package: Any = importlib.import_module("vndiacritics.restorer")
    options: Any = importlib.import_module("vndiacritics.options")
    restorer = package.Restorer(
        options=options.Options(profile=request["profile"]), model=request["model"]
    )
    load_seconds, load_memory = perf_counter() - start, _peak()
    texts: list[str] = request["texts"]
    first, second = texts[0::2], texts[1::2] or texts[0::2]

    def timed(batch: list[str]) -> float:
        begin = process_time()
        restorer.restore_batch(batch)
        return process_time() - begin

    def count(batch: list[str]) -> int:
        return sum(len(text.split()) for text in batch)

    cold, steady, repeated = timed(first), timed(second), timed(first)
    peak = _peak()
    growth = [(size, timed([lengthen(texts, size)]), _peak()) for size in request["sizes"]]
    return {
        "tokens": count(texts),
        "load_seconds": load_seconds,
        "load_memory": load_memory,
        "cold_rate": count(first) / cold,
        "steady_rate": count(second) / steady,
        "repeated_rate": count(first) / repeated,
        "peak_memory": peak,
        "growth": growth,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_child(json.loads(sys.stdin.read()))))
