"""Profiles that may explain the same lines, weighed by what a search of a sample costs.

Kinds of words do not tell an engine from another, nor a map of letters that nobody listed from
right text with foreign words. The search does: what a rival's channel and the language model ask
for a sample, in nats, where the rival is one that deciphers after the sample has told its engine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import F64
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.orthography.syllable import LONGEST_SYLLABLE, is_bare_run
from vndiacritics.profiles.asked import Answered, Asked, Recognised, Trial, decided, once
from vndiacritics.profiles.profile import (
    CLEAN,
    DROPPED_LETTERS,
    ENGLISH_OCR,
    GLUED_LATIN,
    GLUED_OCR,
    LATIN_OCR,
    MIXED,
    OTHER,
    PROFILES,
    VIETNAMESE_OCR,
    Profile,
)
from vndiacritics.profiles.short import MANY_WORDS, Piece, has_own_marks, told_of

SAMPLE = 120
"""Tokens by which it is told that `ENGLISH_OCR` explains a text."""

DECIPHERED_SAMPLE = 300
"""Tokens by which rivals are weighed that have to decipher them first."""

EXPLAINED = 4.0
"""Nats a token at which `ENGLISH_OCR` explains lines so well that no other is tried: pages of its
engine have 2.9 to 5, those of others 4.2 to 12."""

DECIPHERED_GAIN = 8.0
"""Nats by which deciphering must explain text with marks better than it stands. Right texts with
names of many languages lose 5 to 60, maps of letters gain 10 to 2,000; pieces of odd words and chat
gain up to 6."""

UNEXPLAINED = 10.0
"""Nats a token from which nothing explains lines, so that text as it stands is left only for a gain
of one a token beyond what few words bring: 900 words of right text in dialects, names of peoples
and loans are left 14 by all profiles and gain 0.1 to 0.4, maps of letters are left 3 to 7."""

PERHAPS_EXPLAINED = 5.5
AHEAD_OF_MANY = 0.25
"""Nats a token up to which it does where it is ahead of many engines by so much: on its own pages
that know no others by 0.3 to 0.6, on those of other engines behind or hardly ahead."""

OWN_ENGINE = 0.3
"""Nats a token by which a document must teach a channel better than pages of `ENGLISH_OCR` did: for
those of its engine it does by 0.25 at most and errs more, for those of others by 0.4 to 4."""

READ_SHARE = 0.85
"""Share of their nats that lines which look like another language keep where they are Vietnamese.
Other languages keep 0.92 and more, pinyin and romanised Chinese 0.9; bare Vietnamese 0.4 to 0.55,
pages whose engine misread nearly all 0.8, a map of all letters with marks 0.35."""

LINE_READ = 10.0
"""Nats from which a line is Vietnamese between words of another language too: lines of English and
French gain up to 6 from losses, Hmong 9, cells of a table in both languages 7 to 37."""

MARKED_SHARE = 0.1
"""Share of words with letters beyond Latin-1 from which text as it stands is a rival too."""

GLUED_SHARE = 0.05
"""Share of words longer than a syllable from which words are glued; engines that part words have up
to 0.02."""

SHORTEST_RUN = 6
"""Letters of a word that may be several without their marks; a misread one of five often is."""

MANY = frozenset({LATIN_OCR, GLUED_LATIN})
"""Profiles of engines that nobody listed; the document tells more of its own."""

_WORD = re.compile(r"[^\W\d_]{2,}")


class _Weighing(NamedTuple):
    """Lines by which rivals are weighed, and lines beside them that tell of an engine too."""

    sizes: Sequence[int]
    places: Sequence[int]
    beside: Sequence[int] = ()

    @property
    def size(self) -> int:
        """Return how many tokens the lines have."""
        return sum(self.sizes[place] for place in self.places)

    def nats(self, rival: Profile, *, deciphered: bool = False) -> Answered[float]:
        """Return what the lines cost behind a rival."""
        places = sorted({*self.places, *self.beside}) if deciphered else self.places
        costs = yield Asked(rival, deciphered, tuple(places))
        return float(costs[np.isin(places, self.places)].sum())

    def ahead(self, rival: Profile) -> float:
        """Return by how many nats a document must teach better than a rival explains it."""
        if rival in (ENGLISH_OCR, GLUED_OCR):
            return OWN_ENGINE * self.size
        return DECIPHERED_GAIN if rival.has_marks else 0.0

    def is_read_as(self, rival: Profile) -> Answered[bool]:
        """Return whether lines that look like another language are Vietnamese behind a profile."""
        if not self.places:
            return False
        some = self._replace(places=sampled(self.places, self.sizes, DECIPHERED_SAMPLE))
        left = yield from some.nats(rival, deciphered=rival.deciphers)
        return left <= READ_SHARE * (yield from some.nats(CLEAN))

    def smaller(self, contested: Sequence[int]) -> _Weighing:
        """Return a weighing by `SAMPLE` tokens of lines."""
        return self._replace(places=sampled(contested, self.sizes, SAMPLE), beside=())

    def own_engine(self, *, glued: bool) -> Answered[Profile | None]:
        """Return the profile of `ENGLISH_OCR`'s engine if it needs no deciphering of the lines."""
        nats = {ENGLISH_OCR: (yield from self.nats(ENGLISH_OCR))}
        if glued:
            nats[GLUED_OCR] = yield from self.nats(GLUED_OCR)
        own = min(nats, key=nats.__getitem__)
        left = nats[own] / max(1, self.size)
        if EXPLAINED < left <= PERHAPS_EXPLAINED:
            of_many = yield from self.nats(GLUED_LATIN if glued else LATIN_OCR)
            return own if left <= of_many / max(1, self.size) - AHEAD_OF_MANY else None
        return own if left <= EXPLAINED else None


class Recognition(NamedTuple):
    """What happened to the lines of a document.

    Attributes:
        lines: of each.
        contested: places of the lines that a search should tell more of: something misread them.
        rivals: profiles that may explain these lines.
        foreign: places of lines in another language, if a search should tell whether they are.
        telling: places of the contested lines that tell most, if not all do.
        alien: places of lines that look like another language and are taken for Vietnamese.
        piece: what they are if they are few words.
    """

    lines: list[Recognised]
    contested: list[int]
    rivals: tuple[Profile, ...] = ()
    foreign: tuple[int, ...] = ()
    telling: tuple[int, ...] = ()
    alien: tuple[int, ...] = ()
    piece: Piece = MANY_WORDS

    @property
    def is_settled(self) -> bool:
        """Return whether a search need not tell more."""
        return self.piece == MANY_WORDS and not (self.contested or self.foreign or self.alien)

    def weighed(self, sizes: Sequence[int]) -> Answered[list[Recognised]]:
        """Return the lines, those contested with the rival that explains them best.

        Args:
            sizes: tokens of each line.
        """
        found, alien = self, {*self.alien}
        winner, telling = LATIN_OCR, []
        if self.contested:
            own = [place for place in self.contested if place not in alien] or self.contested
            telling = sampled(self.telling or own, sizes, DECIPHERED_SAMPLE)
            beside = sampled(self.contested, sizes, SAMPLE) if self.telling else []
            winner = yield from self._winner(_Weighing(sizes, telling, beside))
            doubted = [place for place in self.contested if place in alien]
            found = found.decided(winner, self.contested)
            if winner is not MIXED:  # whose lines are told one by one
                is_read = yield from _Weighing(sizes, doubted, telling).is_read_as(winner)
                found = found if is_read else found.decided(OTHER, doubted)
        if winner.deciphers:
            foreign = _Weighing(sizes, self.foreign, telling)
            if (yield from foreign.is_read_as(LATIN_OCR)):
                found = found.decided(LATIN_OCR, self.foreign)
        mixed = [place for place in self.alien if found.lines[place].profile == MIXED.number]
        if mixed:
            as_mixed = yield Asked(MIXED, False, tuple(mixed))
            standing = yield Asked(CLEAN, False, tuple(mixed))
            left = as_mixed > np.maximum(READ_SHARE * standing, standing - LINE_READ)
            found = found.decided(OTHER, np.array(mixed)[left].tolist())
        if self.contested and not self.piece.is_bare:
            return found.lines
        return (yield from told_of(self.piece, found.lines))

    def _winner(self, weighing: _Weighing) -> Answered[Profile]:
        if ENGLISH_OCR in self.rivals:
            smaller = weighing.smaller(self.contested)
            own = yield from smaller.own_engine(glued=GLUED_OCR in self.rivals)
            if own is not None:
                return own
        costs: dict[Profile, float] = {}
        for rival in self.rivals:
            nats = yield from weighing.nats(rival, deciphered=rival in MANY)
            costs[rival] = nats - weighing.ahead(rival)
        for rival in MANY & costs.keys():
            if MIXED in costs and costs[MIXED] < costs[rival] + DECIPHERED_GAIN:
                del costs[rival]  # few words explain themselves by what they teach
        best = min(costs, key=costs.__getitem__)
        standing = [rival for rival in costs if rival.has_marks]
        if standing and costs[best] > UNEXPLAINED * weighing.size:
            gain = min(costs[rival] for rival in standing) - costs[best]
            return best if gain > weighing.size + DECIPHERED_GAIN else standing[0]
        return best

    def decided(self, winner: Profile, places: Sequence[int]) -> Recognition:
        """Return what happened where lines have another profile; see `asked.decided`."""
        return self._replace(lines=decided(self.lines, winner, places))


def weighed(
    found: Sequence[Recognition], sizes: Sequence[Sequence[int]], trial: Trial
) -> list[list[Recognised]]:
    """Return the lines of documents; what is asked of several at once is searched together.

    Args:
        found: of each document.
        sizes: tokens of each line of each.
        trial: searches lines.
    """
    lines = [row.lines for row in found]
    runs = {
        document: once(row.weighed(sizes[document]))
        for document, row in enumerate(found)
        if not row.is_settled
    }
    answers: dict[int, F64 | None] = dict.fromkeys(runs)
    asked: dict[int, Asked] = {}
    while answers or asked:
        for document, answer in answers.items():
            try:
                asked[document] = runs[document].send(answer)
            except StopIteration as stop:
                lines[document] = stop.value
        answers = {}
        if asked:
            # Behind a profile of many documents first: others may come to it meanwhile.
            kinds = Counter((row.rival.number, row.deciphers) for row in asked.values())
            number, deciphers = max(kinds, key=lambda kind: (kinds[kind], kind))
            own = [
                (document, row.places)
                for document, row in asked.items()
                if (row.rival.number, row.deciphers) == (number, deciphers)
            ]
            costs = trial(PROFILES[number], deciphers, own)
            answers = {document: row for (document, _), row in zip(own, costs, strict=True)}
            for document in answers:
                del asked[document]
    return lines


def rivals_of(profiles: AbstractSet[Profile], *, glued: bool, marked: bool) -> tuple[Profile, ...]:
    """Return the profiles that may explain contested lines.

    Each costs a search of a sample, so those are left out that kinds of words rule out: an engine
    that misreads a quarter of the words neither strips nor drops.

    Args:
        profiles: of the lines, by kinds of words and losses.
        glued: many words are glued together.
        marked: many words have letters that only engines for Vietnamese write, or some have
            letters that nothing writes but a map that nobody listed.
    """
    right = any(profile.has_marks for profile in profiles)
    rivals = {*MANY} if glued else {LATIN_OCR}
    rivals |= {one for one in profiles if not one.has_marks and one is not OTHER}
    if not right:
        rivals |= {ENGLISH_OCR, GLUED_OCR} if glued else {ENGLISH_OCR}
    if glued or not (right or profiles <= {ENGLISH_OCR, OTHER}):
        rivals.add(MIXED)
    if right or marked or profiles & {DROPPED_LETTERS, MIXED}:
        rivals.add(VIETNAMESE_OCR)
    return tuple(sorted(rivals, key=lambda profile: profile.number))


def is_glued(lines: Sequence[Sequence[str]]) -> bool:
    """Return whether many words are longer than a syllable, or several of them together."""
    words = [word for line in lines for token in line for word in _WORD.findall(token)]
    glued = sum(len(word) > LONGEST_SYLLABLE or _is_run(word) for word in words)
    return glued > GLUED_SHARE * len(words)


def _is_run(word: str) -> bool:
    return len(word) >= SHORTEST_RUN and is_bare_run(strip_marks(word.lower()))


def has_marks(lines: Sequence[Sequence[str]]) -> bool:
    """Return whether many words have letters that Western fonts lack."""
    words = [token for line in lines for token in line if any(map(str.isalpha, token))]
    return sum(map(has_own_marks, words)) > MARKED_SHARE * len(words)


def sampled(contested: Sequence[int], sizes: Sequence[int], tokens: int = SAMPLE) -> list[int]:
    """Return places of contested lines, spread over the text, with about so many tokens.

    Args:
        contested: places of the lines, ascending.
        sizes: tokens of each line of the text.
        tokens: how many are wanted.

    Examples:
        >>> sampled([0, 2, 3, 5], [80] * 6)
        [0, 5]
    """
    there = sum(sizes[place] for place in contested)
    step = max(1, -(-there // tokens))
    return list(contested[::step])
