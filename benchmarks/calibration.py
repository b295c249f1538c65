"""Does the confidence mean something? Reliability, calibration error, ROC and the share to read.

Every function takes the confidence of tokens (0 to 1) and whether each of them is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from benchmarks.metrics import normalise

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bin:
    """One row of a reliability table: tokens with a confidence from ``low`` up to ``high``."""

    low: float
    high: float
    tokens: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """All calibration measures of one set of tokens."""

    tokens: int
    wrong: int
    table: tuple[Bin, ...]
    expected_error: float | None
    auroc: float | None
    review_share: float | None
    """Share of tokens, least confident first, that must be read to meet 90 % of the errors."""


class _Edit(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def new(self) -> str: ...
    @property
    def confidence(self) -> float: ...


class Explained(Protocol):
    """What of a ``Restoration`` is needed here."""

    @property
    def text(self) -> str:
        """The restored text."""
        ...

    @property
    def edits(self) -> Sequence[_Edit]:
        """Edits by position, disjoint."""
        ...


def _arrays(confidence: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats]:
    scores, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if scores.shape != hits.shape or scores.ndim != 1:
        message = f"confidence and right must be of one length, not {scores.shape}, {hits.shape}"
        raise ValueError(message)
    return scores, hits


def reliability_table(
    confidence: Sequence[float], right: Sequence[bool], *, bins: int = 10
) -> tuple[Bin, ...]:
    """Group tokens by confidence in bins of equal width; empty bins are left out."""
    scores, hits = _arrays(confidence, right)
    slots = np.minimum((scores * bins).astype(int), bins - 1)
    return tuple(
        Bin(
            low=slot / bins,
            high=(slot + 1) / bins,
            tokens=int((slots == slot).sum()),
            confidence=float(scores[slots == slot].mean()),
            accuracy=float(hits[slots == slot].mean()),
        )
        for slot in range(bins)
        if (slots == slot).any()
    )


def expected_calibration_error(
    confidence: Sequence[float], right: Sequence[bool], *, bins: int = 10
) -> float | None:
    """Mean distance of confidence and accuracy, by bin, weighted by tokens (Guo et al. 2017)."""
    table = reliability_table(confidence, right, bins=bins)
    tokens = sum(row.tokens for row in table)
    if not tokens:
        return None
    return sum(row.tokens * abs(row.confidence - row.accuracy) for row in table) / tokens


def auroc(confidence: Sequence[float], right: Sequence[bool]) -> float | None:
    """Area under ROC: how often a right token is more confident than a wrong one, ties half.

    Returns:
        ``None`` when all tokens are right or all are wrong.
    """
    scores, hits = _arrays(confidence, right)
    good, bad = np.sort(scores[hits == 1]), scores[hits == 0]
    if not len(good) or not len(bad):
        return None
    above = len(good) - np.searchsorted(good, bad, side="right")
    level = len(good) - np.searchsorted(good, bad, side="left") - above
    return float((above + level / 2).sum() / (len(good) * len(bad)))


def review_share(
    confidence: Sequence[float], right: Sequence[bool], *, recall: float = 0.9
) -> float | None:
    """Share of tokens to read, least confident first, until ``recall`` of the errors are met.

    Tokens of equal confidence come in no useful order: errors count as spread evenly among them.
    """
    scores, hits = _arrays(confidence, right)
    wrong = float((hits == 0).sum())
    if not wrong:
        return None
    levels, slots = np.unique(scores, return_inverse=True)
    sizes = np.bincount(slots, minlength=len(levels)).astype(float)
    errors = np.bincount(slots, weights=1 - hits, minlength=len(levels))
    wanted, read = recall * wrong, 0.0
    for size, found in zip(sizes, errors, strict=True):
        if found >= wanted - 1e-9:
            return float((read + size * max(wanted, 0.0) / found) / len(scores))
        wanted -= found
        read += size
    return 1.0


def calibrate(confidence: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> Calibration:
    """Measure everything at once."""
    return Calibration(
        tokens=len(confidence),
        wrong=len(right) - sum(right),
        table=reliability_table(confidence, right, bins=bins),
        expected_error=expected_calibration_error(confidence, right, bins=bins),
        auroc=auroc(confidence, right),
        review_share=review_share(confidence, right),
    )


def token_confidences(restoration: Explained) -> list[float]:
    """Give each whitespace token of the restored text a confidence.

    That of the least confident edit that reaches into the token; 1.0 where nothing was changed.
    """
    text = restoration.text
    lowest = np.ones(len(text) + 1)
    shift = 0
    for edit in restoration.edits:
        start = edit.start + shift
        end = max(start + len(edit.new), start + 1)
        lowest[start:end] = np.minimum(lowest[start:end], edit.confidence)
        shift += len(edit.new) - (edit.end - edit.start)
    confidences: list[float] = []
    position = 0
    for token in text.split():
        position = text.index(token, position)
        confidences.append(float(lowest[position : position + len(token)].min()))
        position += len(token)
    return confidences


def token_verdicts(output: str, reference: str) -> list[bool]:
    """Tell of each output token whether it aligns with an equal reference token."""
    tokens = [normalise(token) for token in output.split()]
    right = [True] * len(tokens)
    for op in Levenshtein.editops(normalise(reference).split(), tokens):
        if op.tag != "delete":
            right[op.dest_pos] = False
    return right
