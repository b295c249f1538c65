"""What happened to the lines of a document: a profile for each, and rates where it is a mixture.

Two witnesses are heard. The chain over kinds of words tells pure damage apart, other languages and
text that is right; the mixture tells by how many nats losses explain the words better than the text
as it stands, and at which rates. The mixture is believed where the chain has no profile for what
it saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import Ints, true_places
from vndiacritics.orthography.syllable import LONGEST_SYLLABLE
from vndiacritics.profiles.asked import Recognised
from vndiacritics.profiles.chain import ProfileModel, likeliest
from vndiacritics.profiles.losses import ALL_MARKS, ALL_MARKS_BUT_D, KEPT
from vndiacritics.profiles.mixture import Damage, Evidence
from vndiacritics.profiles.profile import (
    CLEAN,
    DROPPED_LETTERS,
    ENGLISH_OCR,
    MIXED,
    OTHER,
    PROFILES,
    STRIPPED,
    Profile,
)
from vndiacritics.profiles.rivals import Recognition, has_marks, is_glued, rivals_of
from vndiacritics.profiles.short import (
    LEAST_DOUBT,
    LONGEST_PIECE,
    MANY_WORDS,
    is_right_piece,
    piece_of,
)
from vndiacritics.profiles.word_kinds import ENDS, Kind, kind
from vndiacritics.profiles.word_table import Cut, Words, WordTable

DOCUMENT_GAIN = 12.0
"""Nats by which losses must explain a document better than the text as it stands."""

LINE_GAIN = 6.0
"""The same of a line that stands alone in its damage."""

LOST_SHARE = 0.015
"""Share of a document's words behind a loss, from which all its lines may have such words."""

FOREIGN_LINE_GAIN = 1.5
"""Nats a word of a line that the chain takes for another language, in a text that lost little."""

FRAGMENTS_GAIN = 0.3
"""Nats a word of a document that the chain takes for one that lost letters."""

READ_GAIN = 0.9
LEAST_WORDS = 30
"""Nats a word of lines in another language, and how many words, from which they are Vietnamese that
an engine misread. English has 0.7, German and French under 0.4; the engines 1.0 to 1.9."""

MOST_ODD = 0.1
"""Share of words that are neither syllables nor known, above which a reading damaged the text."""

PURE = 0.02
"""Share of words that went another way, up to which a line counts as stripped of marks."""

LEAST_STRANGE = 3
LEAST_DISTINCT = 2
STRANGE = 0.01
"""Words that are as long as a syllable, have marks and are none: how many, how many distinct ones,
and what share of all, from which a map of letters may have changed a text. Right texts and
Vietnamese OCR have up to 0.008, maps of five letters 0.02 and more."""

MOSTLY_STRANGE = 0.5
"""The same share of lines in another language: a map of all letters with marks has 0.7 and more,
pinyin 0.75, languages of Europe up to 0.48."""

VIETNAMESE_HEADS = ("ng", "nh", "kh")
HEADED = 0.05
"""How words of Vietnamese begin, whatever engines do to marks, and of other languages hardly; and
the share of lines in another language that may be Vietnamese."""

_BROKEN = frozenset({Kind.BROKEN_LATIN, Kind.BROKEN_MARKED, Kind.BROKEN_MIXED})


class Recogniser:
    """Recognises damage.

    Args:
        model: distributions of kinds of words.
        evidence: what single words tell of losses.
        words: lower-case words that are known.
        profile: that of all lines; None tells them apart.
    """

    def __init__(
        self,
        model: ProfileModel,
        evidence: Evidence,
        words: frozenset[str],
        *,
        profile: Profile | None,
    ) -> None:
        self._model = model
        self._table = WordTable(evidence, words)
        self._vocabulary = words
        self._profile = profile

    def documents(self, documents: Sequence[Sequence[Cut]]) -> list[Recognition]:
        """Recognise what happened to the lines of documents, of each document for itself.

        Args:
            documents: what gives the tokens of each line of each.
        """
        if self._profile is not None and not self._profile.is_mixture:
            own = Recognised(self._profile.number)
            return [Recognition([own] * len(lines), []) for lines in documents]
        words = self._table.words(documents)
        damage = words.damage()
        rates = list(map(tuple, damage.rates.tolist()))
        if self._profile is not None:
            rows = [Recognised(self._profile.number, own) for own in rates]
            return [Recognition(rows[lines], []) for lines in words.lines_of()]
        kinds = words.kinds()
        pieces = [self._right_piece(words, lines, kinds, damage) for lines in words.lines_of()]
        right = [piece for piece in pieces if piece is not None]
        if len(right) == len(pieces):
            return right
        weights = self._model.weighed(
            words.settled(kinds, self._vocabulary), words.sizes, words.documents
        )
        found: list[Recognition] = []
        for piece, lines in zip(pieces, words.lines_of(), strict=True):
            if piece is None:
                best = likeliest(weights[lines], words.sizes[lines].tolist())
                found.append(self._told(best, words.cuts[lines], damage.of(lines), rates[lines]))
            else:
                found.append(piece)
        return found

    def _right_piece(
        self, words: Words, lines: slice, kinds: Ints, damage: Damage
    ) -> Recognition | None:
        """Recognise a document that is a piece of a few right words; None where it is not.

        Args:
            words: of all documents.
            lines: of this one.
            kinds: of the words of all, each by itself.
            damage: what the words of all tell of losses.
        """
        tokens = words.tokens_of(lines)
        if tokens.stop - tokens.start > LONGEST_PIECE:
            return None
        own = damage.of(lines)
        if not is_right_piece(words.tokens(lines), kinds[tokens], own):
            return None
        piece = MANY_WORDS
        if float(own.gains.sum()) >= LEAST_DOUBT:
            told = piece_of((line() for line in words.cuts[lines]), own)
            piece = told._replace(is_bare=False)  # of Vietnamese
        rates = map(tuple, own.rates.tolist())
        return Recognition([Recognised(CLEAN.number, row) for row in rates], [], piece=piece)

    def _told(
        self,
        found: list[int],
        lines: Sequence[Cut],
        damage: Damage,
        rates: Sequence[tuple[float, ...]],
    ) -> Recognition:
        """Recognise what happened to the lines of a document.

        Args:
            found: their likeliest profiles by kinds of words.
            lines: give the tokens of each.
            damage: what the words tell of losses.
            rates: of each line.
        """
        profiles, contested = _decided(found, damage)
        foreign = sorted({*_others(profiles)} - {*contested})
        alien = sorted({*_others(found)} - {*foreign})
        strange = self._strange_lines(lines, damage, foreign)
        if strange:
            contested = sorted({*range(len(lines))} - {*foreign})
        rivals: tuple[Profile, ...] = ()
        if contested:
            doubtful = [lines[place]() for place in contested]
            marked = bool(strange) or has_marks(doubtful)
            own = {PROFILES[profiles[place]] for place in contested}
            rivals = rivals_of(own, glued=is_glued(doubtful), marked=marked)
        if not contested and not self._may_be_read(lines, damage, foreign):
            foreign = []
        piece = piece_of((line() for line in lines), damage)
        told = tuple(foreign), tuple(strange), tuple(alien), piece
        return Recognition(list(map(Recognised, profiles, rates)), contested, rivals, *told)

    def _strange_lines(
        self, lines: Sequence[Cut], damage: Damage, foreign: Sequence[int]
    ) -> list[int]:
        """Return the lines with words that a map of letters may have changed; none if few have."""
        odd = damage.odd.copy()
        odd[foreign] = 0
        words = damage.sizes.sum() - damage.sizes[foreign].sum()
        least = max(LEAST_STRANGE, STRANGE * words)
        if odd.sum() < least:
            return []
        found = {line: self._strange(lines[line]()) for line in true_places(odd).tolist()}
        if sum(map(len, found.values())) < least or len({*chain(*found.values())}) < LEAST_DISTINCT:
            return []
        return [line for line, words_ in found.items() if words_]

    def _may_be_read(self, lines: Sequence[Cut], damage: Damage, foreign: Sequence[int]) -> bool:
        """Return whether lines in another language may be Vietnamese that was misread."""
        words = int(damage.sizes[foreign].sum())
        if words < LEAST_WORDS:
            return False
        rows = [lines[place]() for place in foreign]
        heads = sum(token.lower().startswith(VIETNAMESE_HEADS) for row in rows for token in row)
        strange = sum(len(self._strange(row)) for row in rows)
        return heads >= HEADED * words or strange >= MOSTLY_STRANGE * words

    def _strange(self, tokens: Sequence[str]) -> list[str]:
        """Return the words that have marks and are as long as a syllable, but are none."""
        marked = [token for token in tokens if not token.isascii()]
        words = [word for token in marked if _may_be_mapped(word := token.strip(ENDS))]
        return [word.lower() for word in words if kind(word, self._vocabulary) in _BROKEN]


def _others(profiles: Sequence[int]) -> list[int]:
    return [line for line, number in enumerate(profiles) if number == OTHER.number]


def _may_be_mapped(word: str) -> bool:
    """Return whether a word that is none is as long as a syllable, has marks and small letters."""
    small = word[1:]
    return (
        len(small) < LONGEST_SYLLABLE and word.isalpha() and small.islower() and not word.isascii()
    )


class _Document(NamedTuple):
    """What all lines of a document but those in other languages tell, a word on average."""

    lossy: bool
    gain: float
    odd: float


def _decided(profiles: list[int], damage: Damage) -> tuple[list[int], list[int]]:
    """Return the profiles of lines, and the places of those that a search should tell more of.

    `MIXED` are lines that losses explain and no profile does. What an engine without Vietnamese
    misread looks like another language to the chain; losses tell that it is bare Vietnamese.
    """
    numbers = np.array(profiles)
    words = damage.sizes
    told = numbers != OTHER.number
    foreign = words[~told].sum()
    if foreign >= LEAST_WORDS and damage.gains[~told].sum() >= READ_GAIN * foreign:
        told[:] = True
    total = max(1, int(words[told].sum()))
    gain = float(damage.gains[told].sum())
    lost = 1 - (damage.rates[told, KEPT] * words[told]).sum() / total
    lossy = gain >= DOCUMENT_GAIN and lost >= LOST_SHARE
    document = _Document(lossy, gain / total, float(damage.odd[told].sum()) / total)
    decided = [
        MIXED.number if _is_mixed(PROFILES[profile], damage, line, document) else profile
        for line, profile in enumerate(profiles)
    ]
    misread = [
        line
        for line, profile in enumerate(decided)
        if told[line] and _is_contested(PROFILES[profile], document)
    ]
    return decided, misread


def _is_contested(profile: Profile, document: _Document) -> bool:
    """Return whether an engine may have misread a line, so that several channels may explain it."""
    if profile.is_mixture or profile is STRIPPED:
        return document.odd > PURE
    return profile in {ENGLISH_OCR, DROPPED_LETTERS, OTHER}


def _is_mixed(profile: Profile, damage: Damage, line: int, document: _Document) -> bool:
    gain, size = damage.gains[line], damage.sizes[line]
    if profile.has_marks:
        return document.lossy or bool(gain >= LINE_GAIN)
    if profile.loses_letters:
        return document.lossy and document.gain >= FRAGMENTS_GAIN
    if profile is OTHER:
        return bool(gain >= LINE_GAIN and (document.lossy or gain >= FOREIGN_LINE_GAIN * size))
    if profile is ENGLISH_OCR:
        return document.lossy and document.odd <= MOST_ODD
    stripped, kept_d = damage.rates[line, [ALL_MARKS, ALL_MARKS_BUT_D]]
    return profile is STRIPPED and bool(stripped < kept_d or stripped + kept_d < 1 - PURE)
