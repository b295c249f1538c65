"""Words whose letters have spaces between them: ``B Á O   C Á O``, ``Q U Y Ế T  Đ Ị N H``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf

from vndiacritics.orthography.syllable import cheapest_cut, is_bare_form, is_syllable
from vndiacritics.text.changes import Change, Repaired, replaced

LEAST_LETTERS = 4
"""Letters of a run; fewer are items of a list, variables, initials."""

MOST_LETTERS = 80
"""Letters of a run at most; no heading has more."""

LEAST_BARE = 3
"""Letters of each word of a run without marks, which has to show where its words end."""

_LETTER = r"[^\W\d_]"
_GAP = r"[ \t\u00a0]{1,8}"
_RUN = re.compile(
    rf"(?<!\S){_LETTER}(?:{_GAP}{_LETTER}){{{LEAST_LETTERS - 1},{MOST_LETTERS}}}(?![^\s.,:;!?)])"
)
_BEFORE = re.compile(rf"({_LETTER}+)[ \t]+$")
_BEHIND = re.compile(rf"[ \t]+({_LETTER}+)")
_GAPS = re.compile(_GAP)


def repair_letter_spacing(text: str) -> Repaired:
    """Write letters with spaces between them as the words that they make.

    Wider gaps part words; where all are alike syllables do. Letters that make no syllables stay.

    Examples:
        >>> repair_letter_spacing("B Á O   C Á O, T H Ô N G T Ư").text
        'BÁO CÁO, THÔNG TƯ'
        >>> repair_letter_spacing("a ă â b c, X Y Z T, chọn A B C D").changes
        ()
    """

    def changes() -> Iterator[Change]:
        for match in _RUN.finditer(text):
            if not _is_torn(text, *match.span()) and (words := _words(match[0])):
                yield Change(match.start(), match.end(), " ".join(words), "letter-spacing")

    return replaced(text, changes())


def _is_torn(text: str, start: int, stop: int) -> bool:
    """Return whether a word beside a run may have the rest of a syllable: then the text is torn."""
    before, behind = _BEFORE.search(text, max(0, start - 40), start), _BEHIND.match(text, stop)
    beside = [match[1] for match in (before, behind) if match]
    if text[start:stop].isupper():
        return any(word.isupper() for word in beside)
    return bool(beside)


def _words(run: str) -> list[str]:
    """Return the words of letters with spaces between them; none where they make no words."""
    letters = "".join(run.split())
    if not (letters.isupper() or letters[1:].islower()):
        return []
    gaps = _GAPS.findall(run)
    narrow = min(map(len, gaps))
    words = [letters[0]]
    for letter, gap in zip(letters[1:], gaps, strict=True):
        if len(gap) > narrow:
            words.append(letter)
        else:
            words[-1] += letter
    if letters.isascii():
        bare = [len(word) >= LEAST_BARE and is_bare_form(word.lower()) for word in words]
        return words if len(words) > 1 and all(bare) else []
    parts = [cheapest_cut(word, _one_for_a_syllable)[0] for word in words]
    return [part for row in parts for part in row] if all(parts) else []


def _one_for_a_syllable(part: str) -> float:
    return 1.0 if is_syllable(part.lower()) else inf
