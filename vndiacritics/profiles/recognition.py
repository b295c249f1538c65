"""What happened to the lines of a document: a profile for each, and rates where it is a mixture.

Two witnesses are heard. The chain over kinds of words tells pure damage apart, other languages and
text that is right; the mixture tells by how many nats losses explain the words better than the text
as it stands, and at which rates. The mixture is believed where the chain has no profile for what
it saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from vndiacritics.profiles.chain import ProfileModel, likeliest
from vndiacritics.profiles.losses import KEPT
from vndiacritics.profiles.mixture import Damage, Evidence, estimate
from vndiacritics.profiles.profile import (
    CLEAN,
    ENGLISH_OCR,
    MIXED,
    OTHER,
    PROFILES,
    STRIPPED,
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

MOST_ODD = 0.1
"""Share of words that are neither syllables nor known, above which a reading damaged the text."""

PURE = 0.02
"""Share of words that went another way, up to which a line counts as stripped of marks."""


class Recognised(NamedTuple):
    """What happened to a line.

    Attributes:
        profile: its number.
        rates: of the ways its words went, where it is a mixture; see `mixture`.
    """

    profile: int
    rates: tuple[float, ...] = ()


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

    def lines(self, lines: Sequence[list[str]]) -> list[Recognised]:
        """Recognise what happened to the lines of a document.

        Args:
            lines: the tokens of each.
        """
        if self._profile is not None and not self._profile.is_mixture:
            return [Recognised(self._profile.number)] * len(lines)
        if not lines:
            return []
        damage = estimate([self._evidence.line(line) for line in lines])
        if self._profile is None:
            profiles = _decided(self._by_kinds(lines), damage)
            if is_right_piece(lines, damage, self._words):
                profiles = [CLEAN.number] * len(lines)
        else:
            profiles = [self._profile.number] * len(lines)
        return [
            Recognised(profile, tuple(rates) if PROFILES[profile].is_mixture else ())
            for profile, rates in zip(profiles, damage.rates.tolist(), strict=True)
        ]

    def _by_kinds(self, lines: Sequence[list[str]]) -> list[int]:
        """Return the likeliest profile of each line by kinds of words."""
        if len(self._kinds) > KINDS_KEPT:
            self._kinds = {}
        rows = [kinds(line, self._words, self._kinds) for line in lines]
        weights = self._model.posteriors(rows)
        return likeliest(weights, [len(line) for line in lines])


def _decided(profiles: list[int], damage: Damage) -> list[int]:
    """Return the profiles of lines, `MIXED` where losses explain them and no profile does."""
    told = np.array(profiles) != OTHER.number
    words = max(1, int(damage.sizes[told].sum()))
    gain = float(damage.gains[told].sum())
    lost = 1 - (damage.rates[told, KEPT] * damage.sizes[told]).sum() / words
    lossy = gain >= DOCUMENT_GAIN and lost >= LOST_SHARE
    document = _Document(lossy, gain / words, float(damage.odd[told].sum()) / words)
    return [
        MIXED.number if _is_mixed(PROFILES[profile], damage, line, document) else profile
        for line, profile in enumerate(profiles)
    ]


class _Document(NamedTuple):
    """What all lines of a document but those in other languages tell, a word on average."""

    lossy: bool
    gain: float
    odd: float


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
    stripped, kept_d = damage.rates[line, 1:3]
    return profile is STRIPPED and bool(stripped < kept_d or stripped + kept_d < 1 - PURE)
