"""What was decided about a block of lines."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from vndiacritics.confidence import tokens as token_confidence
from vndiacritics.confidence.map import Signals
from vndiacritics.confidence.tokens import Spans
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.profiles.profile import PROFILES, Profile
from vndiacritics.restoration import Alternative, Edit
from vndiacritics.revision import gate
from vndiacritics.search.blocks import Work
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.search.result import SearchResult
from vndiacritics.text.document import Document

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
class Changes:
    """What was decided about a block of lines, and the search behind it.

    Attributes:
        result: of the search.
        rows: the changes, made or suggested.
        known: signals of the search's steps; None before confidences are asked for.
    """

    result: SearchResult
    rows: list[Change]
    known: Signals | None = None

    def made(self) -> list[Change]:
        """Return the changes that are made, in the order of the texts."""
        return sorted((row for row in self.rows if row.made), key=lambda row: row[:2])

    def spans(self, texts: Sequence[str]) -> list[tuple[int, Spans]]:
        """Return what is known of each document's text, span by span."""
        if self.known is None:
            return []
        made = {
            number: [(row.start, row.stop) for row in rows]
            for number, rows in groupby(self.made(), document_of)
        }
        return token_confidence.parted(token_confidence.spans(self.result, self.known, made, texts))

    def edit(self, change: Change) -> Edit:
        """Return all that is told about a change."""
        span = (change.start, change.stop)
        decision = change.decision
        others: tuple[Alternative, ...] = ()
        if decision.stage.is_search:
            others = self.result.alternatives(decision.slot, decision.arc, change.old)
        reason = gate.reason(change.old, change.new, PROFILES[decision.profile])
        edit = Edit(*span, change.old, change.new, change.confidence, others, reason)
        return without_space(edit)

    def weighed(self, model: LanguageModel, *, least: float, suggest: bool) -> Changes:
        """Make confidences of posteriors; a change that is not sure enough is not made.

        Args:
            model: tells how odd a word is in its place.
            least: confidence that a change must have.
            suggest: what is not made is suggested where it is worth it.
        """
        known = token_confidence.signals(self.result, model)
        made = [(row.decision, row.new) for row in self.rows if row.made]
        sure = token_confidence.certainties(self.result, known, made)
        rows = []
        for change in self.rows:
            row = change
            if row.made:
                row = row._replace(confidence=next(sure))
            if row.made and row.confidence < least:
                if not (suggest and gate.suggests(row.old, change.confidence)):
                    continue
                row = row._replace(made=False)
            rows.append(row)
        return Changes(self.result, rows, known)


def judged(
    block: Sequence[Work],
    decided: Sequence[Decision],
    documents: Sequence[Document],
    *,
    trusts_profiles: bool,
    suggest: bool,
) -> list[Change]:
    """Return the changes that pass the gate, and those that are worth a suggestion.

    Args:
        block: the lines.
        decided: what all stages decided about them.
        documents: by number.
        trusts_profiles: a user named the profile: it holds however few changes there are.
        suggest: what is not made is suggested where it is worth it.
    """
    damaged = often_changed(block, decided, MARKED)
    lost = often_changed(block, decided, LOST)
    changes = []
    for decision in decided:
        number, start, stop = decision.document, decision.start, decision.stop
        old, new = documents[number].text[start:stop], decision.surface
        if old == new or not documents[number].is_text(start, stop):
            continue
        profile = PROFILES[decision.profile]
        if profile.damaged_as is not None and number in damaged:
            profile = profile.damaged_as
        if profile.loses_letters and not trusts_profiles and number not in lost:
            continue
        confidence = min(1.0, decision.posterior)
        made, worth = _verdict(decision.stage, old, new, profile, confidence)
        if made or (suggest and worth):
            changes.append(Change(number, start, stop, old, new, confidence, made, decision))
    return changes


def _verdict(
    stage: Stage, old: str, new: str, profile: Profile, confidence: float
) -> tuple[bool, bool]:
    """Return whether a change is made, and whether it is worth a suggestion."""
    if stage is Stage.DOUBLED:
        return False, True
    if stage.moves_spaces:
        return profile.makes_changes, True
    return gate.passes(old, new, profile, confidence), gate.suggests(old, confidence)


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
        if decision.stage is Stage.DOUBLED:
            continue  # for a reader to look at, no sign of damage
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
