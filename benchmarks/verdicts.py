"""Which tokens of an output are right: what may be charged to their confidence, and what may not.

A confidence is a statement about one token of the output: "this is what the page says". It is held
against the reference as follows.

- A token is **right** when an optimal token alignment sets it against an equal reference token.
- A token is **wrong** when it stands in place of another reference token, or is a piece of one
  (``04/1 1/2022``).
- Text that an engine read in another order than the reference has it (two columns, a signature) is
  aligned by itself: `MOVED` equal tokens at least, and half of the shorter side. A position is not
  what a token's confidence speaks of.
- A token with **no counterpart** is neither: stamps, handwriting, specks and notices of a digital
  signature, which the references leave out. Whether they were read right cannot be told. They are
  counted, and the figures with all of them charged as wrong are printed beside the others, so that
  nothing hides there.
- A reference token that no token of the output stands for is **lost**. No token can carry the blame
  for a line that the engine never saw: counted, not charged.

In a gap of the alignment that holds n output and m reference tokens, min(n, m) tokens are always
charged, paired by likeness; only what is left over can be without counterpart or lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
from rapidfuzz.distance import Indel, Levenshtein
from rapidfuzz.process import cdist

from benchmarks.metrics import normalise

MOVED = 2
"""Equal tokens from which text counts as moved."""

LONGEST_SPLIT = 3
"""Output tokens that may be pieces of one reference token."""

ALIKE = 0.8
"""Likeness of joined pieces to a reference token from which they are its pieces."""

Places = list[int]


@dataclass(frozen=True)
class Verdicts:
    """What became of the tokens of an output.

    Attributes:
        right: per output token; None where the reference has no counterpart.
        lost: reference tokens that no output token stands for.
        moved: output tokens that were judged at another place than where they stand.
    """

    right: tuple[bool | None, ...]
    lost: int
    moved: int

    @property
    def extra(self) -> int:
        """Output tokens without a counterpart."""
        return self.right.count(None)


@dataclass(frozen=True)
class _Gap:
    """Places of reference and output that an alignment leaves over, between equal tokens."""

    reference: Places
    output: Places


def judge(output: str, reference: str) -> Verdicts:
    """Hold an output against its reference.

    Examples:
        >>> judge("dân và vận tot", "dân vận tốt").right
        (True, None, True, False)
        >>> judge("Điều 1. a b c", "a b c Điều 1.").moved
        2
    """
    ref, out = normalise(reference).split(), [normalise(token) for token in output.split()]
    right: list[bool | None] = [None] * len(out)
    equal, gaps = _aligned(ref, out, list(range(len(ref))), list(range(len(out))))
    for place in equal:
        right[place] = True
    gaps, moved = _moved(ref, out, gaps, right)
    lost = sum(_charged(ref, out, gap, right) for gap in gaps)
    return Verdicts(tuple(right), lost, moved)


def _aligned(
    ref: Sequence[str], out: Sequence[str], rows: Places, columns: Places
) -> tuple[Places, list[_Gap]]:
    """Align some tokens; give the output places of equal ones, and the gaps."""
    equal: Places = []
    gaps: list[_Gap] = []
    opcodes = Levenshtein.opcodes([ref[n] for n in rows], [out[n] for n in columns])
    for same, ops in groupby(opcodes, key=lambda op: op.tag == "equal"):
        group = list(ops)
        gap = _Gap(
            rows[group[0].src_start : group[-1].src_end],
            columns[group[0].dest_start : group[-1].dest_end],
        )
        if same:
            equal += gap.output
        else:
            gaps.append(gap)
    return equal, gaps


def _moved(
    ref: Sequence[str], out: Sequence[str], gaps: list[_Gap], right: list[bool | None]
) -> tuple[list[_Gap], int]:
    """Align what two gaps, or the two sides of one, have in common: the longest first.

    Returns:
        The gaps that remain, and how many output tokens were moved.
    """
    moved = 0
    while True:
        found = max(_common(ref, out, gaps), key=lambda row: row[0], default=None)
        if found is None:
            return gaps, moved
        _, source, target, inner, equal, (rows, columns) = found
        for place in equal:
            right[place] = True
        moved += len(columns)
        taken_rows, taken_columns = set(rows), set(columns)
        gaps[source] = _Gap(
            [n for n in gaps[source].reference if n not in taken_rows], gaps[source].output
        )
        gaps[target] = _Gap(
            gaps[target].reference, [n for n in gaps[target].output if n not in taken_columns]
        )
        gaps += inner


_Common = tuple[int, int, int, list[_Gap], Places, tuple[Places, Places]]


def _common(ref: Sequence[str], out: Sequence[str], gaps: Sequence[_Gap]) -> Iterator[_Common]:
    for source, target in product(range(len(gaps)), repeat=2):
        rows, columns = gaps[source].reference, gaps[target].output
        if len({ref[n] for n in rows} & {out[n] for n in columns}) < MOVED:
            continue
        opcodes = Indel.opcodes([ref[n] for n in rows], [out[n] for n in columns])
        same = [op for op in opcodes if op.tag == "equal"]
        number = sum(op.src_end - op.src_start for op in same)
        rows = rows[same[0].src_start : same[-1].src_end] if same else []
        columns = columns[same[0].dest_start : same[-1].dest_end] if same else []
        if number >= MOVED and 2 * number >= min(len(rows), len(columns)):
            equal, inner = _aligned(ref, out, rows, columns)
            yield number, source, target, inner, equal, (rows, columns)


def _charged(ref: Sequence[str], out: Sequence[str], gap: _Gap, right: list[bool | None]) -> int:
    """Charge the tokens of a gap that stand for others; tell how many reference tokens are lost."""
    rows, columns = gap.reference, gap.output
    if not rows or not columns:
        return len(rows)
    for column in _paired(ref, out, gap):
        right[column] = False
    intended = [ref[n] for n in rows]
    for size in range(2, LONGEST_SPLIT + 1):
        for first in range(len(columns) - size + 1):
            pieces = columns[first : first + size]
            whole = "".join(out[n] for n in pieces)
            if any(Levenshtein.normalized_similarity(whole, token) >= ALIKE for token in intended):
                for column in pieces:
                    right[column] = False
    return max(0, len(rows) - len(columns))


def _paired(ref: Sequence[str], out: Sequence[str], gap: _Gap) -> Places:
    """Choose which min(n, m) output tokens of a gap stand for its reference tokens, in order."""
    rows, columns = gap.reference, gap.output
    if len(columns) <= len(rows):
        return columns
    unlike = 1 - cdist(
        [ref[n] for n in rows],
        [out[n] for n in columns],
        scorer=Levenshtein.normalized_similarity,
    )
    # costs[j]: of the reference tokens so far, set against some of the first j output tokens.
    costs = np.zeros(len(columns) + 1)
    steps: list[np.typing.NDArray[np.bool_]] = []
    for n in range(len(rows)):
        new = np.full(len(columns) + 1, np.inf)
        takes = np.zeros(len(columns) + 1, dtype=bool)
        for j in range(n + 1, len(columns) + 1):
            take = costs[j - 1] + unlike[n, j - 1]
            takes[j] = take < new[j - 1]
            new[j] = min(take, new[j - 1])
        costs = new
        steps.append(takes)
    chosen: Places = []
    j = len(columns)
    for takes in reversed(steps):
        while not takes[j]:
            j -= 1
        j -= 1
        chosen.append(columns[j])
    return chosen[::-1]
