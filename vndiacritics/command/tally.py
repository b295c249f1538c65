"""What became of the files of one run, in figures and in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vndiacritics.command.console import Console
    from vndiacritics.documents import DocumentEdit
    from vndiacritics.restoration import Edit

__all__ = ["Tally", "statistics"]

MOST_REASONS = 6
"""Reasons that a summary names."""


@dataclass
class Tally:
    """Files counted by what became of them.

    Attributes:
        repaired: Changed.
        unchanged: Read and found right.
        read: Scans whose pages were read.
        failed: Not read or not written; an error was told for each.
        done: Not looked at, as their results were there (`--resume`).
        skipped: Files of folders that are of no known kind, by the reason.
        writes: Results are written, not only shown.
    """

    repaired: int = 0
    unchanged: int = 0
    read: int = 0
    failed: int = 0
    done: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    writes: bool = True

    def counts(self) -> list[str]:
        """List how many files became what."""
        changed = "repaired" if self.writes else "would change"
        parts = [f"{self.repaired} {changed}", f"{self.unchanged} unchanged"]
        if self.read:
            parts.append(f"{self.read} scans read")
        if self.failed:
            parts.append(f"{self.failed} failed")
        if self.done:
            parts.append(f"{self.done} there already")
        parts.append(f"{self.skipped.total()} not taken")
        return parts

    def tell(self, console: Console) -> None:
        """Say what became of the files, in a line, and why some were not taken."""
        console.note(*self.counts())
        for reason in self.reasons():
            console.note(reason)

    def reasons(self) -> list[str]:
        """List why files were not taken, a line each."""
        rows = self.skipped.most_common()
        lines = [f"not taken: {count} × {reason}" for reason, count in rows[:MOST_REASONS]]
        if len(rows) > MOST_REASONS:
            rest = sum(count for _, count in rows[MOST_REASONS:])
            lines.append(f"not taken: {rest} more, of {len(rows) - MOST_REASONS} other kinds")
        return lines


def statistics(edits: Iterable[Edit | DocumentEdit], name: str, *, words: int | None = None) -> str:
    """Return how many words were changed, and why, in one sentence.

    Args:
        edits: The changes.
        name: How the file is called.
        words: Of the whole, where they were counted.
    """
    reasons: Counter[str] = Counter()
    for edit in edits:
        reasons[edit.reason or "other"] += max(1, len(edit.old.split()))
    total = reasons.total()
    line = f"{name}: {total} words changed"
    if words is not None:
        line = f"{name}: {words} words, {total} changed ({100 * total / max(1, words):.1f} %)"
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    return f"{line}: {told}" if told else line
