"""What was decided about a block of lines."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from vndiacritics.confidence import tokens as evidence
from vndiacritics.confidence.map import Signals
from vndiacritics.confidence.tokens import Spans
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.restoration import Alternative, Edit
from vndiacritics.revision import gate
from vndiacritics.search import lattice
from vndiacritics.search.blocks import Work
from vndiacritics.search.decisions import Decision, alternatives
from vndiacritics.search.decoder import Decoded

MARKED = frozenset(profile.number for profile in PROFILES if profile.has_marks)
"""Numbers of the profiles of text that has its marks."""

LOST = frozenset(profile.number for profile in PROFILES if profile.loses_letters)
"""Numbers of the profiles of text that lost letters."""

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
        reason = gate.reason(change.old, change.new, PROFILES[change.decision.profile])
        edit = Edit(*span, change.old, change.new, change.confidence, others, reason)
        return without_space(edit)


def often_changed(
    block: Sequence[Work], decided: Sequence[Decision], profiles: AbstractSet[int]
) -> set[int]:
    """Return the documents in whose lines of some profiles sure changes are no chance."""
    rate = max(PROFILES[number].least_rate for number in profiles)
    tokens: dict[int, int] = {}
    for work in block:
        if work.profile in profiles:
            tokens[work.document] = tokens.get(work.document, 0) + work.line.size
    changes: dict[int, int] = {}
    for decision in decided:
        if decision.profile in profiles and decision.posterior >= gate.SURE_CHANGE:
            changes[decision.document] = changes.get(decision.document, 0) + 1
    return {
        document
        for document, number in changes.items()
        if number >= gate.LEAST_CHANGES and number >= rate * tokens[document]
    }


def without_space(edit: Edit) -> Edit:
    """Leave spaces out with which both the old and the new text begin; one character stays."""
    while edit.old[:1] == edit.new[:1] == " " and len(edit.old) > 1:
        others = tuple(replace(row, text=row.text.removeprefix(" ")) for row in edit.alternatives)
        edit = replace(
            edit, start=edit.start + 1, old=edit.old[1:], new=edit.new[1:], alternatives=others
        )
    return edit
