"""Signs that are none: `bảo-hiểm`, `chính.sách`, `hữu. hạn`, `xã _hội`, and commas read as stops.

A speck between two words or beside one is read as a hyphen or a full stop. Authors write these
signs too (`kinh tế-xã hội`), so the language model decides: by how much is the text likelier
without? Where the words of the text are in doubt as well, sign and words are decided together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from math import exp
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import true_places
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.signs import (
    CLOSING_QUOTES,
    DASHES,
    OPENING_QUOTES,
    STRAIGHT_QUOTES,
)
from vndiacritics.pieces import SIGN, symbol
from vndiacritics.profiles.profile import PROFILES, Profile
from vndiacritics.revision.quotes import BLANK_LINE, FARTHEST
from vndiacritics.revision.speck_readings import COMMA, Doubt, Weighed, weighed
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.search.result import SearchResult

SIGNS = frozenset({*"-.:,'*", SIGN})
"""What a speck between two words of a token is read as."""

LEAST_GAIN = 4.0
"""Nats by which the text must be likelier with the space.

On every other of 636 made pages, tokens won / lost: english-ocr 239 / 1, 235 / 0, 226 / 0 at 2, 4,
6 nats; vietnamese-ocr 78 / 2, 76 / 0, 68 / 0.
"""

BEHIND = {".": 7.0, "'": 7.0, "’": 7.0, "-": 11.0, ":": 16.0, ";": 16.0, ",": 19.0}
"""Nats by which the text must be likelier without a sign behind a word in the middle of a phrase.

On 100 pages of English OCR (tuned) stops that are none have 7 to 23 nats, those of the page up to
7; colons 17 to 24 but for one, and up to 15; semicolons of the page up to 9, commas, of 2,172, up
to 17. Right text (236,000 words): colons up to 14.
"""

BEHIND_IN_MARKED = {sign: BEHIND[sign] for sign in ".:"}
"""The same in text that has its marks, whose words are not doubted. Of 418,000 words of right texts
a stop is doubted by 7 nats behind none."""

AHEAD = dict.fromkeys("._'-", 11.0)
"""The same for a sign before a word. On the rendered pages of d31 to d40 and 72 made pages read by
`vie` specks have 15 to 28 nats, quotation marks that stand on the page up to 13, and the signs that
are sought here up to 10."""

AHEAD_OR_QUOTES = AHEAD | dict.fromkeys("“‘", 11.0)
"""The same behind an engine without Vietnamese, with quotation marks that nothing closes."""

QUOTES = OPENING_QUOTES + CLOSING_QUOTES + STRAIGHT_QUOTES
"""Signs that are none only where they have no partner."""

_CLOSES = re.compile(r"(?<=[\w.,;:!?…)])(?:['’]{2}|[”\"»*“]|['’](?!\w))")
_OPENS = re.compile(r"(?:['‘]{2}|[“\"«„]|(?<!\w)['‘])(?=\w)")

LEAST_COMMA_GAIN, NO_COMMA = 5.0, 4.0
"""Nats by which the text must be likelier with a comma for a full stop; and by which it must be
likelier still with nothing there, so that there is none. On 128 made pages read by `vie` (``pages
--seed 0``) 32 of 38 misread commas have 6 to 22 nats, stops at most 4.7; of signs that were nothing
23 of 24 have 7 nats more without a comma, of commas one of 38.
"""

WORD_SIGN_WORD = 3
"""Steps without which no sign stands between words."""

LEAST_HYPHENS, HYPHEN_RATE, HYPHEN_SHARE = 4, 0.004, 0.8
"""So many hyphens between words, in all, a word, and of all specks, are how the author writes
(`Quốc-gia Giáo-dục`); an engine reads one in a thousand words, and other signs too."""

ENGINE_HYPHEN_RATE = 0.02
"""The second of them behind an engine without Vietnamese: one in 140 on a page that has none."""


class Side(Enum):
    """Where a sign stands."""

    BETWEEN = "between two words of a token"
    BEHIND = "behind a word"
    AHEAD = "before a word"


class Suspect(NamedTuple):
    """A sign that may be none.

    Attributes:
        place: its step.
        document: number of its document.
        profile: of its line.
        start: where it stands in the document's text.
        sign: it.
        side: where it stands by its word.
        least: nats by which the text must be likelier without it.
    """

    place: int
    document: int
    profile: Profile
    start: int
    sign: str
    side: Side
    least: float

    @property
    def doubt(self) -> Doubt:
        """What is to be weighed."""
        may_be_comma = self.sign == "." and self.side is Side.BEHIND
        return Doubt(self.place, not self.profile.has_marks, may_be_comma)


class Specks:
    """Finds signs that stand for nothing but spaces.

    Args:
        model: weighs the text with and without them.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._syllables = model.syllables
        self._between = model.among(SIGNS)
        behind = [model.among(map(symbol, signs)) for signs in (BEHIND, BEHIND_IN_MARKED)]
        self._behind = np.array([behind[row.has_marks] for row in PROFILES])
        ahead = [model.among(map(symbol, signs)) for signs in (AHEAD_OR_QUOTES, AHEAD)]
        self._ahead = np.array([ahead[row.has_marks] for row in PROFILES])
        self._anywhere = self._between | self._behind | self._ahead

    def decided(
        self, result: SearchResult, texts: Sequence[str]
    ) -> tuple[SearchResult, list[Decision]]:
        """Return the search with the words beside specks read anew, and what becomes of specks.

        Args:
            result: of the search.
            texts: of the documents, by number.
        """
        suspects = self._suspects(result, texts)
        if not suspects:
            return result, []
        found = weighed(result, self._model, [row.doubt for row in suspects])
        rows = [
            (suspect, decision, known)
            for suspect, known in zip(suspects, found, strict=True)
            if (decision := _decision(suspect, known)) is not None
        ]
        habits = _habits(result, [suspect for suspect, _, _ in rows])
        decisions = []
        words: dict[int, int] = {}
        posteriors: dict[int, float] = {}
        for suspect, decision, known in rows:
            if suspect.side is Side.BETWEEN and suspect.document in habits:
                continue
            if decision.surface != COMMA:
                beside = dict(zip((suspect.place - 1, suspect.place + 1), known.words, strict=True))
                if any(words.get(step, arc) != arc for step, arc in beside.items()):
                    continue
                words |= beside
                posteriors.update(dict.fromkeys(known.words, decision.posterior))
            decisions.append(decision)
        return result.with_arcs(words, posteriors), decisions

    def _suspects(self, result: SearchResult, texts: Sequence[str]) -> list[Suspect]:
        """Return the signs between syllables that may be none."""
        if len(result.chosen) < WORD_SIGN_WORD:
            return []
        symbols, tokens = result.symbols, result.token_of_step
        before, here, after = tokens[:-2], tokens[1:-1], tokens[2:]
        sign, profile = symbols[1:-1], result.tokens.profile_of[here]
        if not self._anywhere[profile, sign].any():
            return []
        between = (before == here) & (here == after) & self._between[sign]
        behind = (before == here) & (here + 1 == after) & self._behind[profile, sign]
        ahead = (before + 1 == here) & (here == after) & self._ahead[profile, sign]
        found = (between | behind | ahead) & (result.homes[:-2] == result.homes[2:])
        found &= self._syllables[symbols[:-2]] & self._syllables[symbols[2:]]
        rows = []
        for place in (true_places(found) + 1).tolist():
            side = Side.BETWEEN if between[place - 1] else Side.AHEAD
            side = Side.BEHIND if behind[place - 1] else side
            row = self._suspect(result, texts, place, side)
            if row is not None:
                rows.append(row)
        return rows

    def _suspect(
        self, result: SearchResult, texts: Sequence[str], place: int, side: Side
    ) -> Suspect | None:
        """Return a sign between two syllables if it may be none."""
        token = int(result.token_of_step[place])
        profile = PROFILES[result.tokens.profiles[token]]
        document = result.tokens.documents[token]
        start, stop = result.span(int(result.slots[place]))
        next_start = result.span(int(result.first_slots[place + 1]))[0]
        text = texts[document]
        if stop - start != 1 or not text[next_start].islower():
            return None
        sign = text[start]
        if side is Side.BETWEEN:
            least = LEAST_GAIN if profile.mends_signs else None
        elif not profile.doubts_signs:
            least = None
        elif side is Side.AHEAD:
            least = (AHEAD if profile.has_marks else AHEAD_OR_QUOTES).get(sign)
        else:
            least = (BEHIND_IN_MARKED if profile.has_marks else BEHIND).get(sign)
            if BLANK_LINE in text[stop:next_start]:
                least = None
        if least is None or (side is not Side.BETWEEN and _is_quotation(text, start, side)):
            return None
        return Suspect(place, document, profile, start, sign, side, least)


def _decision(suspect: Suspect, found: Weighed) -> Decision | None:
    """Return what becomes of a sign; None where it stays."""
    surface = " " if suspect.side is Side.BETWEEN else ""
    gain = found.gain - suspect.least
    if suspect.doubt.may_be_comma and found.gain < found.comma + NO_COMMA:
        surface, gain = COMMA, found.comma - LEAST_COMMA_GAIN
    if gain < 0:
        return None
    posterior = 1 / (1 + exp(-gain))
    span = suspect.start, suspect.start + 1
    number = suspect.profile.number
    return Decision(suspect.document, number, *span, surface, posterior, Stage.SPECK)


def _is_quotation(text: str, place: int, side: Side) -> bool:
    """Return whether a sign is a quotation mark that has its partner in its paragraph."""
    if text[place] not in QUOTES:
        return False
    if side is Side.AHEAD:
        rest = text[place + 1 : place + FARTHEST].split(BLANK_LINE, 1)[0]
        return _CLOSES.search(rest) is not None
    rest = text[max(0, place - FARTHEST) : place].rsplit(BLANK_LINE, 1)[-1]
    return _OPENS.search(rest) is not None


def _habits(result: SearchResult, suspects: Sequence[Suspect]) -> frozenset[int]:
    """Return the documents whose authors write hyphens between syllables."""
    between = [row for row in suspects if row.side is Side.BETWEEN]
    hyphens = Counter(row.document for row in between if row.sign in DASHES)
    if max(hyphens.values(), default=0) < LEAST_HYPHENS:
        return frozenset()
    specks = Counter(row.document for row in between)
    misread = {row.document for row in between if not row.profile.has_marks}
    sizes = Counter(result.tokens.documents)
    habits = set()
    for document, number in hyphens.items():
        rate = ENGINE_HYPHEN_RATE if document in misread else HYPHEN_RATE
        is_often = number >= max(LEAST_HYPHENS, rate * sizes[document])
        if is_often and number >= HYPHEN_SHARE * specks[document]:
            habits.add(document)
    return frozenset(habits)
