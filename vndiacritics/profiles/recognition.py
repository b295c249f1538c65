"""What happened to the lines of a document: a profile for each, and rates where it is a mixture.

Two witnesses are heard. The chain over kinds of words tells pure damage apart, other languages and
text that is right; the mixture tells by how many nats losses explain the words better than the text
as it stands, and at which rates. The mixture is believed where the chain has no profile for what
it saw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from vndiacritics.orthography.letters import beyond_latin1
from vndiacritics.orthography.syllable import LONGEST_SYLLABLE
from vndiacritics.profiles.chain import ProfileModel, likeliest
from vndiacritics.profiles.losses import ALL_MARKS, ALL_MARKS_BUT_D, KEPT
from vndiacritics.profiles.mixture import Damage, Evidence, estimate
from vndiacritics.profiles.profile import (
    CLEAN,
    DROPPED_LETTERS,
    ENGLISH_OCR,
    LATIN_OCR,
    MIXED,
    OTHER,
    PROFILES,
    STRIPPED,
    VIETNAMESE_OCR,
    Profile,
)
from vndiacritics.profiles.short import is_right_piece
from vndiacritics.profiles.word_kinds import kinds

KINDS_KEPT = 200_000
"""Tokens whose kind is kept for the next text."""

DOCUMENT_GAIN = 12.0
"""Nats by which losses must explain a document better than the text as it stands."""

LINE_GAIN = 6.0
"""The same of a line that stands alone in its damage."""

LOST_SHARE = 0.015
"""Share of a document's words behind a loss, from which all its lines may have such words."""

FOREIGN_LINE_GAIN = 1.5
"""Nats a word of a line that the chain takes for another language."""

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


class Recognised(NamedTuple):
    """What happened to a line.

    Attributes:
        profile: its number.
        rates: of the ways its words went, if it is a mixture; see `mixture`.
    """

    profile: int
    rates: tuple[float, ...] = ()


class Recognition(NamedTuple):
    """What happened to the lines of a document.

    Attributes:
        lines: of each.
        contested: places of the lines that a search should tell more of: an engine misread them.
        rivals: profiles that may explain these lines.
    """

    lines: list[Recognised]
    contested: list[int]
    rivals: tuple[Profile, ...] = ()

    def weighed(self, nats: Callable[[Profile], float], size: int) -> list[Recognised]:
        """Return the lines, those contested with the rival that explains them best.

        Among rivals is the text as it stands, with few words misread: it is left for one that
        explains by `LINE_GAIN` more, or else a piece of odd words would be taken for damaged.

        Args:
            nats: what a rival's search of a sample costs.
            size: tokens of the sample.
        """
        costs: dict[int, float] = {}
        for rival in self.rivals:
            costs[rival.number] = nats(rival)
            if rival is ENGLISH_OCR and costs[rival.number] <= EXPLAINED * size:
                break
        best = min(costs, key=costs.__getitem__)
        as_it_stands = costs.get(VIETNAMESE_OCR.number)
        if as_it_stands is not None and as_it_stands - costs[best] < LINE_GAIN:
            best = VIETNAMESE_OCR.number
        return self.decided(best)

    def decided(self, profile: int) -> list[Recognised]:
        """Return the lines, those contested with another profile."""
        lines = list(self.lines)
        for place in self.contested:
            lines[place] = lines[place]._replace(profile=profile)
        return lines


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
        self._evidence = evidence
        self._words = words
        self._profile = profile
        self._kinds: dict[str, int] = {}

    def lines(self, lines: Sequence[list[str]]) -> Recognition:
        """Recognise what happened to the lines of a document.

        Args:
            lines: the tokens of each.
        """
        if self._profile is not None and not self._profile.is_mixture:
            return Recognition([Recognised(self._profile.number)] * len(lines), [])
        if not lines:
            return Recognition([], [])
        damage = estimate([self._evidence.line(line) for line in lines])
        contested: list[int] = []
        if self._profile is None:
            profiles, contested = _decided(self._by_kinds(lines), damage)
            if is_right_piece(lines, damage, self._words):
                profiles, contested = [CLEAN.number] * len(lines), []
        else:
            profiles = [self._profile.number] * len(lines)
        rows = zip(profiles, map(tuple, damage.rates.tolist()), strict=True)
        own = {PROFILES[profiles[place]] for place in contested}
        doubtful = [lines[place] for place in contested]
        rivals = rivals_of(own, glued=_is_glued(doubtful), marked=_has_marks(doubtful))
        return Recognition([Recognised(*row) for row in rows], contested, rivals)

    def _by_kinds(self, lines: Sequence[list[str]]) -> list[int]:
        """Return the likeliest profile of each line by kinds of words."""
        if len(self._kinds) > KINDS_KEPT:
            self._kinds = {}
        rows = [kinds(line, self._words, self._kinds) for line in lines]
        weights = self._model.posteriors(rows)
        return likeliest(weights, [len(line) for line in lines])


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
        return bool(gain >= LINE_GAIN and gain >= FOREIGN_LINE_GAIN * size)
    if profile is ENGLISH_OCR:
        return document.lossy and document.odd <= MOST_ODD
    stripped, kept_d = damage.rates[line, [ALL_MARKS, ALL_MARKS_BUT_D]]
    return profile is STRIPPED and bool(stripped < kept_d or stripped + kept_d < 1 - PURE)


def rivals_of(profiles: AbstractSet[Profile], *, glued: bool, marked: bool) -> tuple[Profile, ...]:
    """Return the profiles that may explain contested lines.

    Each costs a search of a sample, so those are left out that kinds of words rule out: an engine
    that misreads a quarter of the words neither strips nor drops.

    Args:
        profiles: of the lines, by kinds of words and losses.
        glued: many words are glued together.
        marked: many words have letters that only engines for Vietnamese write.
    """
    rivals = {ENGLISH_OCR, LATIN_OCR} | (profiles - {OTHER})
    if glued or not profiles <= {ENGLISH_OCR, OTHER}:
        rivals.add(MIXED)
    if marked or profiles & {DROPPED_LETTERS, MIXED}:
        rivals.add(VIETNAMESE_OCR)
    return tuple(sorted(rivals, key=lambda profile: profile.number))


def _is_glued(lines: Sequence[Sequence[str]]) -> bool:
    """Return whether many words are longer than a syllable."""
    words = [token for line in lines for token in line if token.isalpha()]
    return sum(len(word) > LONGEST_SYLLABLE for word in words) > GLUED_SHARE * len(words)


def _has_marks(lines: Sequence[Sequence[str]]) -> bool:
    """Return whether many words have letters that Western fonts lack."""
    words = [token for line in lines for token in line if any(map(str.isalpha, token))]
    return sum(any(map(beyond_latin1, word)) for word in words) > MARKED_SHARE * len(words)


SAMPLE = 120
"""Tokens by which rivals are weighed: they differ by more than 0.2 nats a token, as a rule by 1."""

EXPLAINED = 4.0
"""Nats a token at which `ENGLISH_OCR` explains lines so well that no other is tried: pages of its
engine have 2.9 to 5, those of others 4.2 to 12."""

MARKED_SHARE = 0.1
"""Share of words with letters beyond Latin-1 from which text as it stands is a rival too."""

GLUED_SHARE = 0.05
"""Share of words longer than a syllable from which words are glued; engines that part words have up
to 0.02."""


def sampled(contested: Sequence[int], sizes: Sequence[int]) -> list[int]:
    """Return places of contested lines, spread over the text, with about `SAMPLE` tokens.

    Args:
        contested: places of the lines, ascending.
        sizes: tokens of each line of the text.

    Examples:
        >>> sampled([0, 2, 3, 5], [80] * 6)
        [0, 5]
    """
    tokens = sum(sizes[place] for place in contested)
    step = max(1, -(-tokens // SAMPLE))
    return list(contested[::step])
