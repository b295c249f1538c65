"""Does the confidence mean something? Reliability, calibration error, ROC and the share to read.

Every token of the output has a confidence, kept ones too. `benchmarks.verdicts` tells which of them
are right, which are wrong, and of which a reference cannot speak.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.verdicts import Verdicts

Floats = npt.NDArray[np.float64]

TENTHS = tuple(n / 10 for n in range(11))
"""Bins of the expected calibration error, as it is usually stated."""

FINE = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
"""Bins of the table: most tokens are surer than 0.9, and that is where people set a bound."""


@dataclass(frozen=True)
class Bin:
    """One row of a reliability table: tokens with a confidence from ``low`` up to ``high``."""

    low: float
    high: float
    tokens: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Measures:
    """All calibration measures of one set of tokens."""

    tokens: int
    wrong: int
    table: tuple[Bin, ...]
    expected_error: float | None
    expected_error_fine: float | None
    """The same over the bins of the table."""
    auroc: float | None
    review_share: float | None
    """Share of tokens, least confident first, that must be read to meet 90 % of the errors."""


@dataclass(frozen=True)
class Calibration:
    """The calibration of one regime.

    ``judged`` are the tokens a reference speaks of; in ``strict`` those without a counterpart
    (``extra``) are charged as wrong too. ``lost`` reference tokens stand for no token of the
    output, and ``moved`` ones were judged where the reference has them.
    """

    judged: Measures
    strict: Measures
    extra: int
    lost: int
    moved: int


class _Token(Protocol):
    @property
    def confidence(self) -> float: ...


class Explained(Protocol):
    """What of a ``Restoration`` is needed here."""

    @property
    def text(self) -> str:
        """The restored text."""
        ...

    @property
    def tokens(self) -> Sequence[_Token]:
        """Its tokens, in order."""
        ...


def _arrays(confidence: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats]:
    scores, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if scores.shape != hits.shape or scores.ndim != 1:
        message = f"confidence and right must be of one length, not {scores.shape}, {hits.shape}"
        raise ValueError(message)
    return scores, hits


def reliability_table(
    confidence: Sequence[float], right: Sequence[bool], *, edges: Sequence[float] = TENTHS
) -> tuple[Bin, ...]:
    """Group tokens by confidence; empty bins are left out.

    Args:
        confidence: of each token.
        right: whether each is.
        edges: of the bins, ascending from 0 to 1.
    """
    scores, hits = _arrays(confidence, right)
    last = len(edges) - 2
    slots = np.minimum(np.searchsorted(edges, scores, side="right") - 1, last)
    return tuple(
        Bin(
            low=edges[slot],
            high=edges[slot + 1],
            tokens=int((slots == slot).sum()),
            confidence=float(scores[slots == slot].mean()),
            accuracy=float(hits[slots == slot].mean()),
        )
        for slot in range(last + 1)
        if (slots == slot).any()
    )


def expected_calibration_error(
    confidence: Sequence[float], right: Sequence[bool], *, edges: Sequence[float] = TENTHS
) -> float | None:
    """Mean distance of confidence and accuracy, by bin, weighted by tokens (Guo et al. 2017)."""
    table = reliability_table(confidence, right, edges=edges)
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


def measure(confidence: Sequence[float], right: Sequence[bool]) -> Measures:
    """Measure everything at once."""
    return Measures(
        tokens=len(confidence),
        wrong=len(right) - sum(right),
        table=reliability_table(confidence, right, edges=FINE),
        expected_error=expected_calibration_error(confidence, right),
        expected_error_fine=expected_calibration_error(confidence, right, edges=FINE),
        auroc=auroc(confidence, right),
        review_share=review_share(confidence, right),
    )


def calibrate(pages: Iterable[tuple[Sequence[float], Verdicts]]) -> Calibration:
    """Measure a regime.

    Args:
        pages: the confidence of each output token, and what became of them.
    """
    rows: list[tuple[float, bool | None]] = []
    lost = moved = 0
    for confidences, verdicts in pages:
        rows += zip(confidences, verdicts.right, strict=True)
        lost += verdicts.lost
        moved += verdicts.moved
    judged = [(confidence, right) for confidence, right in rows if right is not None]
    return Calibration(
        judged=measure([confidence for confidence, _ in judged], [right for _, right in judged]),
        strict=measure([confidence for confidence, _ in rows], [bool(right) for _, right in rows]),
        extra=len(rows) - len(judged),
        lost=lost,
        moved=moved,
    )


def token_confidences(restoration: Explained) -> list[float]:
    """Return the confidence of each whitespace token of the restored text.

    Raises:
        ValueError: the restoration does not tell of its tokens.
    """
    found = [token.confidence for token in restoration.tokens]
    if len(found) != len(restoration.text.split()):
        message = f"{len(found)} confidences for {len(restoration.text.split())} tokens"
        raise ValueError(message)
    return found
