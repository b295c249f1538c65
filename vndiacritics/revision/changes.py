"""What was decided about a block of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from vndiacritics.confidence import tokens as token_confidence
from vndiacritics.confidence.map import Signals
from vndiacritics.confidence.tokens import Spans
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.signs import AROUND_WORDS
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.restoration import Alternative, Edit
from vndiacritics.revision import gate
from vndiacritics.revision.document_damage import (
    EVERYTHING,
    LEAST_COUNTED,
    MISREAD,
    NOTHING,
    PAGE,
    SURE,
    VERY_SURE,
    ChangeKind,
    Proposal,
    Shown,
    is_called_for,
    is_code_like,
    shown_damage,
)
from vndiacritics.revision.half_parted import half_parted
from vndiacritics.revision.mixture_damage import (
    UNEXPLAINED,
    is_shown,
    shown_ways,
    ways_of,
)
from vndiacritics.revision.proposals import Wanted, proposals
from vndiacritics.search.blocks import Work
from vndiacritics.search.decisions import Decision, place_of
from vndiacritics.search.result import SearchResult
from vndiacritics.text.document import Document

MARKED = frozenset(profile.number for profile in PROFILES if profile.has_marks)
"""Numbers of the profiles of text that has its marks."""

MIXTURES = frozenset(profile.number for profile in PROFILES if profile.is_mixture)
"""Numbers of the profiles of mixtures."""

LOST = frozenset(profile.number for profile in PROFILES if profile.loses_letters)
"""Numbers of the profiles of text that lost letters."""

FEW_CHANGES = 2
"""Changes up to which a long document is right but for odd words; those not `SURE` are left."""

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


class Changes(NamedTuple):
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
        return sorted([row for row in self.rows if row.made], key=place_of)

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
        known = self.known or token_confidence.signals(self.result, model)
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
    result: SearchResult,
    decided: Sequence[Decision],
    documents: Sequence[Document],
    model: LanguageModel,
    *,
    trusts_profiles: bool,
    suggest: bool,
) -> Changes:
    """Return the changes that pass the gate, and those that are worth a suggestion.

    Args:
        block: the lines.
        result: of the search.
        decided: what all stages decided about them.
        documents: by number.
        model: tells how odd a word is in its place.
        trusts_profiles: a user named the profile: it holds however few changes there are.
        suggest: what is not made is suggested where it is worth it.
    """
    wanted = proposals(decided, documents)
    if not wanted:
        return Changes(result, [])
    lost = often_changed(block, decided, LOST)
    known = None
    few = little_changed(block, wanted)
    if few or any(is_weighed(row.decision, row.old) for row in wanted):
        known = token_confidence.signals(result, model)
    least = [least_confidence(row) for row in wanted]
    asked = [
        limit > 0 or row.decision.profile in MARKED or row.decision.document in few
        for row, limit in zip(wanted, least, strict=True)
    ]
    sure = sureness(result, known, wanted, asked)
    shown = damage_shown(block, wanted, sure)
    called = called_in_mixtures(block, wanted, sure)
    verdicts = []
    for row, confidence, limit, is_called in zip(wanted, sure, least, called, strict=True):
        decision, old = row.decision, row.old
        number = decision.document
        if PROFILES[decision.profile].loses_letters and not (trusts_profiles or number in lost):
            continue
        told = trusts_profiles and PROFILES[decision.profile].makes_changes
        here = MISREAD if told else shown.get(number, NOTHING)
        here = EVERYTHING if number in lost else here
        made, worth = _verdict(row, here, confidence=confidence, least=limit)
        made &= is_called
        if number in few and decision.profile not in MARKED and not trusts_profiles:
            made &= confidence >= SURE
        verdicts.append((decision, old, made, worth))
    halves = half_parted(verdicts, documents)
    rows = []
    for number, (decision, old, made, worth) in enumerate(verdicts):
        is_made = made and number not in halves
        if is_made or (suggest and worth):
            place = (decision.document, decision.start, decision.stop)
            posterior = min(1.0, decision.posterior)
            rows.append(Change(*place, old, decision.surface, posterior, is_made, decision))
    return Changes(result, rows, known)


def is_weighed(decision: Decision, old: str) -> bool:
    """Return whether the calibrated confidence of a proposal decides."""
    profile = PROFILES[decision.profile]
    return (profile.has_marks or profile.least_confidence > 0) or (
        decision.posterior < gate.SURE_CHANGE and profile.misreads_signs and is_short(decision, old)
    )


def is_short(decision: Decision, old: str) -> bool:
    """Return whether what the search would change may be a unit, an abbreviation or a code."""
    return decision.stage.is_search and _is_code_like(old)


@lru_cache(maxsize=1 << 14)
def _is_code_like(old: str) -> bool:
    return is_code_like(old.strip(AROUND_WORDS))


def least_confidence(wanted: Wanted) -> float:
    """Return the calibrated confidence that a change must have, whatever its document shows.

    Of units and abbreviations it is more. On tuned pages, English OCR, all of the five such changes
    of less than `LEAST_COUNTED` were wrong, and 78 of 94 others right.
    """
    profile = PROFILES[wanted.decision.profile]
    is_unit = is_short(wanted.decision, wanted.old)
    if profile.misreads_signs and is_unit:
        return LEAST_COUNTED
    is_word = profile.has_marks and wanted.kind is not ChangeKind.CODES
    return VERY_SURE if is_word and is_unit else profile.least_confidence


def little_changed(block: Sequence[Work], wanted: Sequence[Wanted]) -> frozenset[int]:
    """Return long documents of which next to nothing would be changed but in lines with marks.

    One odd word makes a line look as if it had lost its marks; in right text it is an odd word.
    """
    sizes = sizes_of(block, range(len(PROFILES)))
    numbers = Counter(row.decision.document for row in wanted if row.decision.profile not in MARKED)
    return frozenset(
        document
        for document, number in numbers.items()
        if number <= FEW_CHANGES and sizes.get(document, 0) >= PAGE
    )


def sizes_of(block: Sequence[Work], profiles: Container[int]) -> dict[int, int]:
    """Return the tokens of documents in lines of some profiles."""
    sizes: dict[int, int] = {}
    for work in block:
        if work.profile in profiles:
            sizes[work.document] = sizes.get(work.document, 0) + work.line.size
    return sizes


def sureness(
    result: SearchResult,
    known: Signals | None,
    wanted: Sequence[Wanted],
    asked: Sequence[bool],
) -> list[float]:
    """Return the confidences of proposals; their posteriors where nothing more is known.

    Args:
        result: of the search.
        known: signals of its steps.
        wanted: the proposals.
        asked: for which of them the confidence decides something; of others it is not worked out.
    """
    sure = [min(1.0, row.decision.posterior) for row in wanted]
    if known is None:
        return sure
    places = [place for place, own in enumerate(asked) if own]
    rows = [(wanted[place].decision, wanted[place].decision.surface) for place in places]
    certainties = token_confidence.certainties(result, known, rows)
    for place, confidence in zip(places, certainties, strict=True):
        sure[place] = confidence
    return sure


def damage_shown(
    block: Sequence[Work], wanted: Sequence[Wanted], sure: Sequence[float]
) -> dict[int, Shown]:
    """Return what damage documents show in their lines that have marks."""
    sizes = sizes_of(block, MARKED)
    rows = (
        Proposal(
            row.decision.document,
            row.kind,
            (row.word, row.decision.surface if row.word == row.old else row.word),
            confidence,
            PROFILES[row.decision.profile].makes_changes,
        )
        for row, confidence in zip(wanted, sure, strict=True)
        if row.decision.profile in MARKED
    )
    return shown_damage(rows, sizes)


def called_in_mixtures(
    block: Sequence[Work], wanted: Sequence[Wanted], sure: Sequence[float]
) -> list[bool]:
    """Return whether what documents show of mixtures calls for each change; true of all others."""
    called = [True] * len(wanted)
    ways = {
        place: ways_of(row.old, row.decision.surface)
        for place, row in enumerate(wanted)
        if row.decision.profile in MIXTURES and row.kind is not ChangeKind.CODES
    }
    if ways:
        sizes = sizes_of(block, MIXTURES)
        rows = (
            (wanted[place].decision.document, own, sure[place])
            for place, own in ways.items()
            if wanted[place].kind is ChangeKind.LETTERS or UNEXPLAINED not in own
        )
        shown = shown_ways(rows, sizes)
        for place, own in ways.items():
            document = wanted[place].decision.document
            here = shown.get(document, ())
            called[place] = is_shown(own, here, size=sizes[document], confidence=sure[place])
    return called


def _verdict(wanted: Wanted, shown: Shown, *, confidence: float, least: float) -> tuple[bool, bool]:
    """Return whether a proposal is made, and whether it is worth a suggestion where it is not.

    Args:
        wanted: the proposal.
        shown: the damage that its document shows.
        confidence: how sure it is.
        least: see `least_confidence`.
    """
    decision, old = wanted.decision, wanted.old
    profile = PROFILES[decision.profile]
    posterior = min(1.0, decision.posterior)
    worth = decision.stage.moves_spaces or gate.suggests(old, posterior)
    if confidence < least:
        return False, worth
    if profile.has_marks and not is_called_for(wanted.kind, shown, confidence):
        return False, worth
    if profile.damaged_as is not None and shown.kinds:
        profile = profile.damaged_as
    if decision.stage.moves_spaces:
        return profile.makes_changes, worth
    return gate.passes(old, decision.surface, profile, posterior), worth


def often_changed(
    block: Sequence[Work], decided: Sequence[Decision], profiles: AbstractSet[int]
) -> set[int]:
    """Return the documents in whose lines of some profiles sure changes are no chance."""
    rate = max(PROFILES[number].least_rate for number in profiles)
    tokens = sizes_of(block, profiles)
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
