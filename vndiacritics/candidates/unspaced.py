"""Spaces that are missing: behind stops (`trường,Ủy`), beside numbers (`năm2019`), in long runs."""

from __future__ import annotations

import re

from vndiacritics.candidates.torn import LONGEST_PARTED, MOST_PARTS, BareWords
from vndiacritics.model.spelling import Spelling
from vndiacritics.orthography.letters import canonical, strip_marks

LONGEST_UNSPACED = 60
"""Characters of a token in which spaces are sought; longer ones are no words."""

LEAST_BEFORE_NUMBER = 3
LEAST_BEHIND_NUMBER = 4
"""Letters of a word that a space parts from a number before it, and behind it, where units and
letters of items stand."""

GLUE_COST = 3.0
"""Nats for a space missing between two syllables."""

MOST_AHEAD = 9.0
"""Nats by which a word of another language may be likelier than the syllables in it: those that
are such by chance (`Motorola`, `Catatumbo`) are by 10 to 22, glued words by 9 at most."""

_LETTERS = r"[^\W\d_]"
_STOP = re.compile(rf"(?:{_LETTERS}{{2}}|\d)([,;.:!…])(?={_LETTERS}{{2}})")
_BEFORE_NUMBER = re.compile(
    rf"(?<!{_LETTERS})({_LETTERS}{{{LEAST_BEFORE_NUMBER},}})(?=(\d{{2,}}|\d(?!{_LETTERS})))"
)
_BEHIND_NUMBER = re.compile(rf"(?<!\d)(\d+)(?={_LETTERS}{{{LEAST_BEHIND_NUMBER},}})")
_RUN = re.compile(rf"{_LETTERS}{{{2 * MOST_PARTS + 2},}}")
_WORD_BEFORE = re.compile(rf"(?:{_LETTERS}+|\d+)$")
_WORD_BEHIND = re.compile(rf"{_LETTERS}+")

ENUMERATING = ",;"
"""Stops behind which a word may be in small letters; sentences begin with capitals."""

_CODE = re.compile(r"[/@_\\]")
"""What paths, addresses and names in programs have, where stops part no words."""


def may_lack_stop_space(token: str) -> bool:
    """Tell at little cost whether a space may be missing behind a stop in a token."""
    return len(token) <= LONGEST_UNSPACED and _STOP.search(token) is not None


def may_lack_space(token: str) -> bool:
    """Tell at little cost whether any other space may be missing in a token."""
    if len(token) > LONGEST_UNSPACED:
        return False
    return any(row.search(token) for row in (_BEFORE_NUMBER, _BEHIND_NUMBER, _RUN))


class UnspacedWords:
    """Finds where spaces are missing in tokens.

    Args:
        bare: knows syllables but for their marks.
        spelling: costs of words that are no syllables.
    """

    def __init__(self, bare: BareWords, spelling: Spelling) -> None:
        self._bare = bare
        self._spelling = spelling

    def behind_stops(self, token: str) -> list[int]:
        """Return where words begin behind stops that have no space.

        Args:
            token: without whitespace.
        """
        if _CODE.search(token):
            return []
        return [
            match.end() for match in _STOP.finditer(token) if self._is_stop(token, match.end() - 1)
        ]

    def _is_stop(self, token: str, place: int) -> bool:
        """Return whether the sign at a place parts two words."""
        left, right = _WORD_BEFORE.search(token[:place]), _WORD_BEHIND.match(token, place + 1)
        if left is None or right is None:
            return False
        before, behind = left.group(), right.group()
        if token[place] not in ENUMERATING and not (behind[0].isupper() and behind[1:].islower()):
            return False
        if before.isdigit():
            return token[place] in ENUMERATING + "." and self._is_words(behind)
        if before.isupper() and token[place] not in ENUMERATING:  # `TP.Huế`, `GS.Nguyễn`
            return False
        joined = strip_marks((before + behind).lower())
        return self._is_words(before) and self._is_words(behind) and not self._bare.is_word(joined)

    def _is_words(self, piece: str) -> bool:
        if piece[1:] != piece[1:].lower() and not piece.isupper():
            return False
        return self._bare.is_word(strip_marks(piece.lower())) or bool(self._run(piece))

    def _run(self, piece: str) -> list[str]:
        """Cut a word into syllables; no part where it is likelier one of another language."""
        parts, cost = self._bare.run(piece)
        cost += GLUE_COST * (len(parts) - 1)
        return parts if cost < self._spelling.cost(canonical(piece)) + MOST_AHEAD else []

    def beside_numbers(self, token: str, *, digits: int = 1) -> list[int]:
        """Return where a word and a number part that have no space between them.

        Args:
            token: without whitespace.
            digits: that a number has at least; a single one may be a misread letter (`truy6n`).
        """
        found = [
            match.end()
            for match in _BEFORE_NUMBER.finditer(token)
            if len(match[2]) >= digits and self._may_have_number(match[1])
        ]
        for match in _BEHIND_NUMBER.finditer(token):
            behind = _WORD_BEHIND.match(token, match.end())
            if len(match[1]) < digits or (len(match[1]) < 2 and match.start()):
                continue
            if behind is not None and behind[0].islower() and self._is_words(behind[0]):
                found.append(match.end())
        return sorted(found)

    def _may_have_number(self, word: str) -> bool:
        """Return whether a word is no name or code that a number belongs to (`Moto2`, `QD12`)."""
        if word.islower():
            return self._is_words(word)
        return word[1:].islower() and self._bare.is_word(strip_marks(word.lower()))

    def in_runs(self, token: str) -> list[int]:
        """Return where runs are cut that have more syllables than a word's slots may hold."""
        found = []
        for match in _RUN.finditer(token):
            stop, size, held = match.start(), 0, 0
            for part in self._run(match.group()):
                if held == MOST_PARTS or size + len(part) > LONGEST_PARTED:
                    found.append(stop)
                    size = held = 0
                stop, size, held = stop + len(part), size + len(part), held + 1
        return found
