"""What kinds of damage a document shows: the evidence without which right text is not changed.

One sure change in a document is a typing error or chance; many, of one kind, are damage. So the
changes that the search would make are sorted by what they change, and a kind counts as shown where
their confidences add up to more than chance makes of right text.

On right text (28 technical texts, nine files of other genres, 79 official pages) the confidences of
changed syllables add up to 0.0000 to 0.0015 a token, on pages that an engine for Vietnamese read to
0.0016 to 0.056 (half of them 0.010 or more).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from vndiacritics.orthography.letters import LETTERS, canonical
from vndiacritics.orthography.signs import AROUND_WORDS
from vndiacritics.orthography.syllable import is_bare_form, is_syllable, split_tone
from vndiacritics.symbols.numbers import misread_digits

SURE = 0.95
"""Confidence from which a change is evidence of damage, and from which one may be made that its
own kind does not call for. 0.9 changes 145 words of 236,000 of other genres, 0.95 changes 106 and
puts one word less right on pages of Vietnamese OCR, 18 of 2,771 in glued text."""

LEAST_SUM = 1.5
LEAST_RATE = 0.0016
"""A kind is shown by so high a sum of confidences, one of them sure, and so high a sum a token."""

SURE_OF_SPACES = 0.9
"""The same of a space within a syllable or a missing one, which few authors write."""

LEAST_RATE_OF_SPACES = 0.005
"""Sum of confidences a token from which spaces are damaged: who types leaves out up to 0.0025, a
text layer that lost some 0.1 and more."""

VERY_SURE, PAGE = 0.97, 100
"""One change so sure is enough in a text of so many tokens whose line looks misread."""

HEAVY_RATE = 0.015
"""Sum of confidences a token from which doubtful changes are made too: odd words alone (headwords
of a dictionary, line by line) reach 0.010, pages of a bad engine 0.05."""

LEAST_ALIKE = 3
"""Distinct words that lack one and the same letter, which are as good as one sure change: a font or
a converter lacks it."""

LEAST_COUNTED = 0.5
"""Confidence under which a change is no evidence at all."""

LONGEST_ABBREVIATION = 4
"""Capitals in an abbreviation that may be a syllable too (`EN`, `GUI`)."""

_AROUND = AROUND_WORDS + "*"


class ChangeKind(Enum):
    """What a change changes."""

    LETTERS = "letters"
    """Letters of a syllable, or of a word with marks that is none."""
    FOREIGN = "foreign"
    """What is no Vietnamese word: units, codes, abbreviations, words of other languages, loans
    written as one word (`môđun`), whose parts seldom have a tone."""
    SPACES = "spaces"
    SIGNS = "signs"
    CODES = "codes"
    """Codes of documents, dates and numbers."""


@lru_cache(maxsize=1 << 14)
def change_kind(old: str, new: str, *, word: str = "", is_code: bool = False) -> ChangeKind:
    """Return what a change changes.

    Args:
        old: what stands there.
        new: what would be written.
        word: the letters it lies in where a space is missing before it.
        is_code: it was read as the code of a document.

    Examples:
        >>> [change_kind(*row).value for row in (("chuẫn", "chuẩn"), ("dBm", "dặm"), ("-", " "))]
        ['letters', 'foreign', 'signs']
        >>> change_kind("và M", "vàM").value, change_kind("FTS615V", "FTS615").value
        ('spaces', 'foreign')
    """
    core = old.strip(_AROUND)
    if is_code or (new.strip(_AROUND).isdigit() and misread_digits(core, alone=True)):
        return ChangeKind.CODES
    if not any(map(str.isalnum, old)):
        return ChangeKind.SPACES if new == f"{old} " else ChangeKind.SIGNS
    if len(old.split()) > 1 or len(new.split()) > 1:
        return ChangeKind.SPACES
    if new.strip() != new:
        return ChangeKind.SPACES if split_tone(canonical(word or old))[1] else ChangeKind.FOREIGN
    return ChangeKind.LETTERS if _is_syllable_changed(old, new) else ChangeKind.FOREIGN


def _is_syllable_changed(old: str, new: str) -> bool:
    """Return whether what stands there is a syllable, or a word with marks that becomes one."""
    core = old.strip(_AROUND)
    word = canonical(core)
    if _is_abbreviation(core) or any(not one.isascii() and one not in LETTERS for one in word):
        return False
    if is_syllable(word) or (core[-1:].islower() and is_bare_form(word)):
        return True
    has_marks = word.isalpha() and not word.isascii()
    return has_marks and is_syllable(canonical(new.strip(_AROUND)))


def lost_letter(old: str, new: str) -> str:
    """Return the one letter with marks that a word lacks; empty where it is not all it lacks.

    Examples:
        >>> lost_letter("nớc", "nước"), lost_letter("chuẫn", "chuẩn"), lost_letter("nuớc", "nước")
        ('ư', '', '')
    """
    if len(new) != len(old) + 1:
        return ""
    pairs = enumerate(zip(old, new, strict=False))
    place = next((place for place, (a, b) in pairs if a != b), len(old))
    return new[place].lower() if old[place:] == new[place + 1 :] and new[place] > "\x7f" else ""


def is_code_like(word: str) -> bool:
    """Return whether a word may be an abbreviation or a unit by its capitals.

    Examples:
        >>> [is_code_like(word) for word in ("TTB", "mA", "kV", "dBm", "Van", "thwe", "UBNDTP")]
        [True, True, True, True, False, False, False]
    """
    is_unit = word.isalpha() and word.isascii() and word[:1].islower() and not word.islower()
    return _is_abbreviation(word) or (is_unit and len(word) <= LONGEST_ABBREVIATION)


def _is_abbreviation(word: str) -> bool:
    """Return whether a word may be one; most of those with marks (`HĐND`) have no vowel."""
    if not word.isupper() or not 1 < len(word) <= LONGEST_ABBREVIATION:
        return False
    return word.isascii() or not is_syllable(canonical(word))


class Proposal(NamedTuple):
    """A change that the search would make.

    Attributes:
        document: number of the document.
        kind: what it changes.
        text: old and new text. Where the old one is no syllable, the same again tells nothing
            new: a word that stands the same way all over a text is what its author writes.
        confidence: how sure it is.
        suspect: its line looks like text that an engine read.
    """

    document: int
    kind: ChangeKind
    text: tuple[str, str]
    confidence: float
    suspect: bool


class Shown(NamedTuple):
    """The damage that a document shows.

    Attributes:
        kinds: what is damaged.
        least: confidence that a change of letters must have. Where little is damaged it is what
            the changes that the search would make lack on average: most are doubtful where they
            come of odd words.
    """

    kinds: frozenset[ChangeKind]
    least: float = 0.0


def shown_damage(proposals: Iterable[Proposal], sizes: Mapping[int, int]) -> dict[int, Shown]:
    """Return the damage that each document shows.

    Args:
        proposals: all that would be changed.
        sizes: tokens of each document.
    """
    best: dict[tuple[int, ChangeKind, tuple[str, str] | int], float] = {}
    suspects: set[tuple[int, ChangeKind]] = set()
    letters: dict[int, list[float]] = {}
    lacking: dict[tuple[int, str], set[str]] = {}
    for number, row in enumerate(proposals):
        if row.kind is ChangeKind.LETTERS:
            letters.setdefault(row.document, []).append(row.confidence)
        if row.confidence >= LEAST_COUNTED and row.kind in COUNTED:
            is_sign = row.kind is ChangeKind.SIGNS
            again = is_sign or is_syllable(canonical(row.text[0].strip(_AROUND)))
            key = (row.document, row.kind, number if again else row.text)
            best[key] = max(row.confidence, best.get(key, 0.0))
            if letter := lost_letter(*row.text):
                lacking.setdefault((row.document, letter), set()).add(row.text[0].lower())
            if row.suspect and row.confidence >= VERY_SURE:
                suspects.add((row.document, row.kind))
    sums: dict[tuple[int, ChangeKind], list[float]] = {}
    for (document, kind, _), confidence in best.items():
        sums.setdefault((document, kind), []).append(confidence)
    found: dict[int, set[ChangeKind]] = {}
    alike = {document for (document, _), words in lacking.items() if len(words) >= LEAST_ALIKE}
    for (document, kind), rows in sums.items():
        size = sizes.get(document, 0)
        sure = SURE_OF_SPACES if kind is ChangeKind.SPACES else SURE
        told = max(rows) >= sure or (kind is ChangeKind.LETTERS and document in alike)
        enough = sum(rows) >= LEAST_SUM and told
        alone = (document, kind) in suspects and size >= PAGE
        least = LEAST_RATE_OF_SPACES if kind is ChangeKind.SPACES else LEAST_RATE
        if (enough or alone) and sum(rows) >= least * size:
            found.setdefault(document, set()).add(kind)
    shown = {}
    for document, kinds in found.items():
        if kinds.isdisjoint(EVIDENCE):
            continue
        own = letters.get(document, [1.0])
        heavy = sum(own) >= HEAVY_RATE * sizes.get(document, 0)
        shown[document] = Shown(frozenset(kinds), 0.0 if heavy else 1 - fsum(own) / len(own))
    return shown


NOTHING = Shown(frozenset())
EVIDENCE = frozenset({ChangeKind.LETTERS, ChangeKind.SPACES})
"""Kinds that show themselves: codes that no list knows look damaged in right text too."""
COUNTED = EVIDENCE | {ChangeKind.SIGNS}
"""Kinds whose changes are counted; signs are shown only where letters or spaces are too."""
MISREAD = Shown(frozenset({ChangeKind.LETTERS, ChangeKind.SPACES, ChangeKind.CODES}))
"""What text shows that an engine read."""
EVERYTHING = Shown(frozenset(ChangeKind))


def is_called_for(kind: ChangeKind, shown: Shown, confidence: float) -> bool:
    """Return whether what a document shows calls for a change in text that has its marks.

    Misread letters and torn words let codes be mended, and what else an engine does where it is
    sure; what is no word, and a single sign, is never changed for less. Spaces tell nothing of
    letters.
    """
    if kind in shown.kinds:
        return kind is not ChangeKind.LETTERS or confidence >= shown.least
    if kind is ChangeKind.LETTERS or EVIDENCE.isdisjoint(shown.kinds):
        return False
    return kind is ChangeKind.CODES or confidence >= SURE
