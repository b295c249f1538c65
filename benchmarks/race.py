"""Speed beside other tools: ``python -m benchmarks.race --data ../shared``.

Each figure comes of a process of its own, on one core, that sees its texts for the first time; no
text is given twice. The processes of all systems take turns, and the median of several turns
stands, in tokens a second of processor time, so that what else the machine does counts little.
Ratios are within one run of this program.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

HERE = Path(__file__).resolve().parent
REPORT = 3_800
"""Tokens of the one report."""


@dataclass(frozen=True)
class Runner:
    """A system, and the environment in which its process runs."""

    name: str
    system: str
    folder: Path = HERE.parent
    core: str = ""


def runners(before: Path | None) -> list[Runner]:
    """List the systems; `before` is another checkout of this project."""
    found = [
        Runner("vndiacritics", "own"),
        Runner("vndiacritics, core in Python", "own", core="python"),
    ]
    if before is not None:
        found.append(Runner(f"vndiacritics in {before.name}", "own", folder=before.resolve()))
    return [*found, *(Runner(name, name) for name in ("pyvi", "symspellpy", "underthesea"))]


def texts_by_kind(data: Path) -> dict[str, list[str]]:
    """Return the texts of each race: one report, pages, text without marks, right text."""
    from benchmarks.pages import read, strip_marks

    pages = [read(path) for path in sorted((data / "pairs" / "rendered").glob("*.eng.txt"))]
    right = [read(path) for path in sorted((data / "documents").glob("*.txt"))]
    report = [read(data / "pairs" / "report-2022.eng.txt"), *pages[-12:]]
    lines = [line for text in report for line in text.split("\n")]
    taken: list[str] = []
    size = 0
    for line in lines:
        if size >= REPORT:
            break
        taken.append(line)
        size += len(line.split())
    return {
        "one report, English OCR": ["\n".join(taken)],
        "pages, English OCR": pages[:40],
        "marks stripped": [strip_marks(text) for text in right],
        "right text": right,
    }


def measure(runner: Runner, texts: Sequence[str], data: Path) -> dict[str, float] | None:
    """Run one process; None where the system is not installed."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, str(HERE / "race.py"), "--child"],
        input=json.dumps({"system": runner.system, "texts": list(texts), "data": str(data)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
        text=True,
        encoding="utf-8",
        cwd=runner.folder,
        env={
            **os.environ,
            **dict.fromkeys(threads, "1"),
            "PYTHONPATH": str(runner.folder),
            "PYTHONIOENCODING": "utf-8",
            "VNDIACRITICS_CORE": runner.core,
        },
    )
    found: dict[str, float] | None = json.loads(done.stdout) if done.returncode == 0 else None
    return found


def _system(name: str, data: Path) -> Any:
    if name == "own":
        from vndiacritics import Restorer

        return Restorer()
    from benchmarks import peers

    if name == "symspellpy":
        return peers.symspell(peers.syllable_counts(data))
    return peers.pyvi() if name == "pyvi" else peers.underthesea()


def _child(request: dict[str, Any]) -> dict[str, float]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    start = process_time()
    system = _system(request["system"], Path(request["data"]))
    load = process_time() - start
    texts: list[str] = request["texts"]
    start = process_time()
    system.restore_batch(texts)
    seconds = process_time() - start
    return {"load": load, "rate": sum(len(text.split()) for text in texts) / seconds}


def race(kinds: dict[str, list[str]], systems: Sequence[Runner], data: Path, turns: int) -> None:
    """Run all systems in turn and print a table for each kind of text."""
    for kind, texts in kinds.items():
        tokens = sum(len(text.split()) for text in texts)
        print(f"\n{kind}, {tokens:,} tokens in {len(texts)} texts: tokens a second, first sight")
        rates: dict[str, list[float]] = {runner.name: [] for runner in systems}
        loads: dict[str, list[float]] = {runner.name: [] for runner in systems}
        for _ in range(turns):
            for runner in systems:
                found = measure(runner, texts, data)
                if found is not None:
                    rates[runner.name].append(found["rate"])
                    loads[runner.name].append(found["load"])
        middle = {name: median(found) for name, found in rates.items() if found}
        for name, rate in middle.items():
            ratios = ", ".join(
                f"{rate / middle[other]:.2f} × {other}"
                for other in middle
                if other != name and not other.startswith("vndiacritics, ")
            )
            spread = f"{min(rates[name]):,.0f} to {max(rates[name]):,.0f}"
            load = median(loads[name])
            print(f"  {name:32} {rate:9,.0f} ({spread}), load {load:.2f} s; {ratios}", flush=True)
        for name in rates.keys() - middle.keys():
            print(f"  {name:32} is not installed here")


def main() -> None:
    """Read the command line and race."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--before", type=Path, help="another checkout of this project")
    parser.add_argument("--only", help="a word of the kinds of text to run")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        sys.stdout.write(json.dumps(_child(json.loads(sys.stdin.read()))))
        return
    kinds = texts_by_kind(arguments.data)
    chosen = {kind: kinds[kind] for kind in kinds if (arguments.only or "") in kind}
    race(chosen, runners(arguments.before), arguments.data.resolve(), arguments.turns)


if __name__ == "__main__":
    main()
