"""The errors that are left, one a line, for a person to read and sort."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from benchmarks.metrics import normalise
from benchmarks.pages import Page, Regime

CONTEXT = 5
"""Reference tokens shown on each side."""


@dataclass(frozen=True)
class Finding:
    """One reference token and what became of it.

    ``kind`` is ``missed`` (wrong before and left as it was), ``wrong`` (wrong before and changed
    to something wrong), ``hurt`` (right before, wrong now), ``inserted`` (output without a
    reference token) or ``helped`` (wrong before, right now).
    """

    regime: str
    page: str
    token: int
    kind: str
    left: str
    source: str
    output: str
    reference: str
    right: str


@dataclass(frozen=True)
class _Aligned:
    """Per reference token its counterpart (empty when lost), and what stands beside it."""

    counterpart: tuple[str, ...]
    same: tuple[bool, ...]
    inserted: dict[int, tuple[str, ...]]


def _align(reference: Sequence[str], other: Sequence[str]) -> _Aligned:
    counterpart = [""] * len(reference)
    same = [False] * len(reference)
    inserted: dict[int, tuple[str, ...]] = {}
    for op in Levenshtein.opcodes(reference, other):
        if op.tag == "insert":
            inserted[op.src_start] = tuple(other[op.dest_start : op.dest_end])
            continue
        for n in range(op.src_start, op.src_end):
            same[n] = op.tag == "equal"
            if op.tag != "delete":
                counterpart[n] = other[op.dest_start + n - op.src_start]
    return _Aligned(tuple(counterpart), tuple(same), inserted)


def _kind(*, before: bool, after: bool, changed: bool) -> str | None:
    if after:
        return None if before else "helped"
    if before:
        return "hurt"
    return "wrong" if changed else "missed"


def findings(regime: Regime, page: Page, output: str, *, helped: bool = False) -> Iterator[Finding]:
    """Find the errors of one page in reading order.

    Args:
        regime: for its name and whether texts are compared as they stand.
        page: input and reference.
        output: what the tool gave for the page.
        helped: also give what was mended.
    """
    texts = (page.reference, page.source, output)
    ref, src, out = (t.split() if regime.verbatim else normalise(t).split() for t in texts)
    source, result = _align(ref, src), _align(ref, out)

    def show(aligned: _Aligned, n: int) -> str:
        """Return the counterpart of a token, with what was inserted beside it where it is wrong."""
        if aligned.same[n]:
            return aligned.counterpart[n]
        before = aligned.inserted.get(n, ()) if n == 0 or aligned.same[n - 1] else ()
        after = aligned.inserted.get(n + 1, ())
        return " ".join(filter(None, (*before, aligned.counterpart[n], *after)))

    def finding(n: int, kind: str, spans: tuple[str, str, str]) -> Finding:
        left = " ".join(ref[max(0, n - CONTEXT) : n])
        after = n if kind == "inserted" else n + 1
        right = " ".join(ref[after : after + CONTEXT])
        return Finding(regime.name, page.name, n, kind, left, *spans, right)

    for n in range(len(ref) + 1):
        extra = result.inserted.get(n, ())
        if extra and all(result.same[max(0, n - 1) : n + 1]):
            yield finding(
                n, "inserted", (" ".join(source.inserted.get(n, ())), " ".join(extra), "")
            )
        if n == len(ref):
            return
        spans = (show(source, n), show(result, n), ref[n])
        kind = _kind(before=source.same[n], after=result.same[n], changed=spans[0] != spans[1])
        if kind and (helped or kind != "helped"):
            yield finding(n, kind, spans)


def write_findings(path: Path, rows: Iterable[Finding]) -> int:
    """Write findings as tab-separated values with a header; returns how many."""
    found = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(
            file,
            delimiter="\t",
            lineterminator="\n",
            quoting=csv.QUOTE_NONE,
            escapechar="\\",
            quotechar=None,
        )
        writer.writerow([field.name for field in fields(Finding)])
        for row in found:
            writer.writerow(astuple(row))
    return len(found)
