"""What was decided about a block of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from vndiacritics.candidates.dropped import without_space
from vndiacritics.confidence import tokens as evidence
from vndiacritics.confidence.map import Signals
from vndiacritics.confidence.tokens import Spans
from vndiacritics.profiles.word_kinds import NAMES
from vndiacritics.restoration import Alternative, Edit
from vndiacritics.revision import gate
from vndiacritics.search import lattice
from vndiacritics.search.decisions import Decision, alternatives
from vndiacritics.search.decoder import Decoded

document_of = attrgetter("document")
"""Gives the number of a change's document."""


class Change(NamedTuple):
    """A change of a document's text, made or not."""

    document: int
    start: int
    stop: int
    old: str
    new: str
    confidence: float
    made: bool
    decision: Decision


@dataclass(frozen=True)
class Outcome:
    """What was decided about a block of lines, and the lattice behind it."""

    placed: lattice.Placed
    laid: lattice.Laid
    decoded: Decoded
    changes: list[Change]
    known: Signals | None = None

    def made(self) -> list[Change]:
        """Give the changes that are made, in the order of the texts."""
        return sorted((row for row in self.changes if row.made), key=lambda row: row[:2])

    def spans(self, texts: Sequence[str]) -> list[tuple[int, Spans]]:
        """Give what is known of each document's text, span by span."""
        if self.known is None:
            return []
        made = {
            number: [(row.start, row.stop) for row in rows]
            for number, rows in groupby(self.made(), document_of)
        }
        return evidence.parted(
            evidence.spans(self.placed, self.laid, self.decoded, self.known, made, texts)
        )

    def edit(self, change: Change) -> Edit:
        """Tell all about a change."""
        span = (change.start, change.stop)
        others: tuple[Alternative, ...] = ()
        if change.decision.arc >= 0:
            others = alternatives(self.placed, self.laid, self.decoded, change.decision, change.old)
        reason = gate.reason(change.old, change.new, NAMES[change.decision.profile])
        edit = Edit(*span, change.old, change.new, change.confidence, others, reason)
        return without_space(edit)
