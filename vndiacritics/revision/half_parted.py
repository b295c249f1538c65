"""Words with marks that would be parted in some places only: names of other languages."""

from __future__ import annotations

from collections.abc import Sequence

from vndiacritics.candidates.torn import LONGEST_GLUED
from vndiacritics.orthography.signs import BEFORE_WORDS
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision
from vndiacritics.text.document import Document


def half_parted(
    verdicts: Sequence[tuple[Decision, str, bool, bool]], documents: Sequence[Document]
) -> set[int]:
    """Return the spaces, by number, that would part a name in some of the places only.

    What is glued of several words with marks is parted everywhere; a word with a capital that is
    part word, part none is a name of another language (`Phoiơbắc`).

    Args:
        verdicts: decisions in the order of the text, what stands there, whether they are made.
        documents: by number.
    """
    groups: list[list[int]] = []
    stop = None
    for number, (row, old, _, _) in enumerate(verdicts):
        if row.surface != f" {old}" or not PROFILES[row.profile].has_marks:
            stop = None
            continue
        if stop != (row.document, row.start):
            groups.append([])
        groups[-1].append(number)
        stop = row.document, row.stop
    return {
        number
        for group in groups
        if not all(verdicts[number][2] for number in group)
        and _has_capital(verdicts[group[0]][0], documents)
        for number in group
    }


def _has_capital(decision: Decision, documents: Sequence[Document]) -> bool:
    """Return whether the word that goes on with a decision begins with a capital."""
    start = max(0, decision.start - LONGEST_GLUED)
    before = documents[decision.document].text[start : decision.start].split()
    return bool(before) and before[-1].lstrip(BEFORE_WORDS)[:1].isupper()
