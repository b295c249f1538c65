"""Scores as one table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.by_hand import ByHand
from benchmarks.calibration import Calibration
from benchmarks.kinds import NONE_IS_FRESH, kind_of, title
from benchmarks.metrics import Score
from benchmarks.signature import Signature

ABSENT = "–"


@dataclass(frozen=True)
class Row:
    """The score of one system in one regime."""

    regime: str
    system: str
    score: Score
    best: ByHand | None = None
    """The best profile named by hand, where it was asked for."""

    @property
    def lost(self) -> float | None:
        """What the best profile by hand is better, from 0 to 1."""
        if self.best is None or self.score.token_accuracy is None:
            return None
        return self.best.accuracy - self.score.token_accuracy


def _percent(value: float | None, places: int = 2) -> str:
    return ABSENT if value is None else f"{100 * value:.{places}f}"


def _number(value: float | None, places: int = 2) -> str:
    return ABSENT if value is None else f"{value:.{places}f}"


def _interval(score: Score) -> str:
    if score.interval is None:
        return ABSENT
    low, high = score.interval
    star = "*" if score.interval_unit.startswith("block") else ""
    return f"{100 * low:.2f}–{100 * high:.2f}{star}"


HEADINGS = (
    "regime",
    "system",
    "docs",
    "tokens",
    "raw %",
    "token acc %",
    "95 %",
    "tone-folded %",
    "CER %",
    "WER %",
    "marks %",
    "helped",
    "hurt",
    "helped/1k",
    "hurt/1k",
    "err. red. %",
    "num %",
    "num kept %",
    "symbols %",
    "edits/10k",
    "same pages",
    "worse pages",
    "best by hand",
    "less auto",
    "seen",
)

LEGEND = (
    "token acc: share of reference tokens unchanged, with its 95 % bootstrap interval over"
    " documents (* over blocks of 100 tokens); marks: diacritic accuracy; err. red.: 1 - errors"
    " after / before over reference tokens the input has in some form; num: number survival;"
    " num kept: of the numbers the input had right, those still right; edits/10k: token edits"
    " from input to output; same pages: given back byte for byte; worse pages: with more wrong"
    " tokens than before; best by hand: profile and accuracy, less auto: points that auto loses"
    f" against it; seen: {NONE_IS_FRESH}"
)


def cells(row: Row) -> tuple[str, ...]:
    """Return the cells of one row, in the order of ``HEADINGS``."""
    s = row.score
    return (
        row.regime,
        row.system,
        str(s.documents),
        str(s.tokens),
        _percent(s.raw_accuracy),
        _percent(s.token_accuracy),
        _interval(s),
        _percent(s.tone_folded),
        _percent(s.cer),
        _percent(s.wer),
        _percent(s.diacritic_accuracy),
        str(s.helped),
        str(s.hurt),
        _number(s.helped_per_1000, 1),
        _number(s.hurt_per_1000),
        _percent(s.error_reduction, 1),
        _percent(s.number_survival),
        _percent(s.number_survival_of_right),
        _percent(s.symbol_accuracy) + (f" ({s.symbols})" if s.symbols else ""),
        _number(s.edits_per_10000, 1),
        f"{s.pages_identical}/{s.pages}",
        f"{s.pages_worse}/{s.pages}",
        _by_hand(row),
        ABSENT if row.lost is None else f"{100 * row.lost:+.2f}",
        kind_of(row.regime).seen,
    )


def _by_hand(row: Row) -> str:
    return ABSENT if row.best is None else f"{100 * row.best.accuracy:.2f} {row.best.profile}"


def table(rows: Iterable[Row]) -> str:
    """Draw the rows as a Markdown table with aligned columns."""
    return grid([HEADINGS, *(cells(row) for row in rows)], left=2)


PEOPLE = (
    "kind of text",
    "words",
    "before",
    "**after**",
    "put right / broken",
    "best by hand",
    "less auto",
    "numbers kept",
    "best other tool",
    "seen",
)


def table_for_people(rows: Iterable[Row]) -> str:
    """Draw one line a kind of text, the form of README's table, without what was not asked."""
    peers: dict[str, list[Row]] = {}
    own: list[Row] = []
    for row in rows:
        if any(row.regime == known.regime for known in own):
            peers.setdefault(row.regime, []).append(row)
        else:
            own.append(row)
    lines = [_for_people(row, peers.get(row.regime, [])) for row in own]
    asked = [n for n in range(len(PEOPLE)) if any(line[n] not in {"", ABSENT} for line in lines)]
    return grid([[line[n] for n in asked] for line in (PEOPLE, *lines)])


def _for_people(row: Row, peers: Sequence[Row]) -> tuple[str, ...]:
    s = row.score
    best = max(peers, key=lambda peer: peer.score.token_accuracy or 0.0, default=None)
    if kind_of(row.regime).is_right:
        done = f"{_number(s.edits_per_10000, 1)} of 10,000 changed, {s.hurt} broken"
    else:
        done = f"{s.helped:,} / {s.hurt:,}"
    return (
        title(row.regime) or row.regime,
        f"{s.tokens:,}",
        _percent(s.raw_accuracy, 1),
        f"**{_percent(s.token_accuracy)}**",
        done,
        _by_hand(row),
        ABSENT if row.lost is None else f"{100 * row.lost:+.2f}",
        _percent(s.number_survival_of_right),
        f"{_percent(best.score.token_accuracy, 1)} ({best.system})" if best else "",
        kind_of(row.regime).seen,
    )


def grid(lines: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Draw lines of cells, the first being the headings, as a Markdown table.

    Args:
        lines: cells, as many in each line.
        left: columns that are set flush left; the others are set flush right.
    """
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]

    def draw(line: Sequence[str]) -> str:
        padded = (
            cell.ljust(width) if n < left else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        return f"| {' | '.join(padded)} |"

    rule = ["-" * width if n < left else "-" * (width - 1) + ":" for n, width in enumerate(widths)]
    return "\n".join([draw(lines[0]), draw(rule), *(draw(line) for line in lines[1:])])


CALIBRATION_LEGEND = (
    "judged: tokens a reference speaks of, kept ones too; strict: tokens without a counterpart"
    " (stamps, handwriting, specks) charged as wrong; ECE: expected calibration error over ten"
    " bins of equal width, and over those of the tables; to read: share of tokens, least confident"
    " first, that holds 90 % of the errors; lost: reference tokens that no output token stands for;"
    " moved: output tokens judged where the reference has them"
)


def calibration_summary(results: Mapping[str, Calibration]) -> str:
    """Draw one line a regime."""
    lines = [
        (
            "regime", "tokens", "wrong", "ECE", "ECE (table)", "AUROC", "to read %", "extra",
            "strict ECE", "strict AUROC", "strict to read %", "lost", "moved",
        )
    ]  # fmt: skip
    for name, result in results.items():
        judged, strict = result.judged, result.strict
        lines.append(
            (
                name,
                str(judged.tokens),
                str(judged.wrong),
                _number(judged.expected_error, 4),
                _number(judged.expected_error_fine, 4),
                _number(judged.auroc, 3),
                _percent(judged.review_share, 1),
                str(result.extra),
                _number(strict.expected_error, 4),
                _number(strict.auroc, 3),
                _percent(strict.review_share, 1),
                str(result.lost),
                str(result.moved),
            )
        )
    return f"{grid(lines)}\n{CALIBRATION_LEGEND}"


def calibration_table(regime: str, result: Calibration) -> str:
    """Draw the reliability table of a regime."""
    lines = [("confidence", "tokens", "mean conf. %", "right %")]
    lines += [
        (
            f"{row.low:g}–{row.high:g}",
            str(row.tokens),
            _percent(row.confidence),
            _percent(row.accuracy),
        )
        for row in result.judged.table
    ]
    return f"{regime}\n{grid(lines)}"


def to_json(
    rows: Iterable[Row],
    signature: Signature,
    *,
    calibration: dict[str, Calibration] | None = None,
    speed: dict[str, Any] | None = None,
    not_run: Sequence[str] = (),
) -> dict[str, Any]:
    """Return all that was measured as plain values."""
    return {
        "signature": asdict(signature),
        "scores": [
            {
                "regime": row.regime,
                "system": row.system,
                "seen": kind_of(row.regime).seen,
                **asdict(row.score),
                "by_hand": asdict(row.best) if row.best else None,
            }
            for row in rows
        ],
        "calibration": {name: asdict(value) for name, value in (calibration or {}).items()},
        "speed": speed,
        "not_run": list(not_run),
    }
