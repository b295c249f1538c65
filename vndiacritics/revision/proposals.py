"""The decisions that would change text, each with what stands there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from vndiacritics.orthography.syllable import i_for_y
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.revision.document_damage import ChangeKind, change_kind
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.text.document import Document

LONGEST_WORD = 24
"""Code points within which a neighbour is looked for."""


class Wanted(NamedTuple):
    """A decision that would change text.

    Attributes:
        decision: what was decided.
        old: what stands there.
        word: the letters it lies in where a space is missing before it, the token where one is
            missing behind a sign, else the same.
    """

    decision: Decision
    old: str
    word: str

    @property
    def kind(self) -> ChangeKind:
        """What it changes."""
        is_code = self.decision.stage in (Stage.CODE, Stage.LIST_MARK)
        return change_kind(self.old, self.decision.surface, word=self.word, is_code=is_code)


def proposals(decided: Sequence[Decision], documents: Sequence[Document]) -> list[Wanted]:
    """Return the decisions that would change text."""
    found = []
    for decision in decided:
        document = documents[decision.document]
        old = document.text[decision.start : decision.stop]
        if old == decision.surface or not document.is_text(decision.start, decision.stop):
            continue
        profile = PROFILES[decision.profile]
        if (profile.has_marks or profile.is_mixture) and i_for_y(old) == i_for_y(decision.surface):
            continue
        if not is_label(document.text, decision.start, decision.stop):
            word = old
            if decision.surface.startswith(" ") and old.isalpha():
                word = around(document.text, decision.start, decision.stop, str.isalpha)
            elif decision.surface == f"{old} ":
                word = around(document.text, decision.start, decision.stop, _is_inked)
            found.append(Wanted(decision, old, word))
    return found


def around(text: str, start: int, stop: int, belongs: Callable[[str], bool]) -> str:
    """Return a span with the characters on both sides that belong to it.

    Examples:
        >>> around("(tại thành phốHuế)", 14, 17, str.isalpha)
        'phốHuế'
    """
    while start and belongs(text[start - 1]):
        start -= 1
    while stop < len(text) and belongs(text[stop]):
        stop += 1
    return text[start:stop]


def _is_inked(character: str) -> bool:
    return not character.isspace()


def is_label(text: str, start: int, stop: int) -> bool:
    """Return whether a lone capital is a label or initial, as its neighbour has its marks.

    Examples:
        >>> [is_label(row, len(row) - 1, len(row)) for row in ("Nguyễn Văn O", "Van O", "VĂN O")]
        [True, False, False]
        >>> is_label("huyện O Môn", 6, 7), is_label("Ở tổ O đã", 5, 6)
        (False, True)
    """
    if stop - start != 1 or not "A" <= text[start] <= "Z":
        return False
    before = text[max(0, start - LONGEST_WORD) : start].rsplit("\n", 1)[-1].split()
    behind = text[stop : stop + LONGEST_WORD].split("\n", 1)[0]
    if not before or behind.lstrip()[:1].isupper():
        return False
    return before[-1].isalpha() and not before[-1].isascii() and not before[-1].isupper()
