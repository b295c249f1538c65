"""Signs that are none: `bảo-hiểm`, `chính.sách`, `hữu. hạn`, `xã _hội`, and commas read as stops.

A speck between two words or beside one is read as a hyphen or a full stop. Authors write these
signs too (`kinh tế-xã hội`), so the language model decides: by how much is the text likelier
without?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import exp

import numpy as np

from vndiacritics.arrays import Ints
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.pieces import SIGN
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.search.result import SearchResult

SIGNS = frozenset({*"-.:,'*", SIGN})
"""What a speck is read as."""

LEAST_GAIN = 4.0
"""Nats by which the text must be likelier with the space.

On every other of 636 made pages, tokens won / lost: english-ocr 239 / 1, 235 / 0, 226 / 0 at 2, 4,
6 nats; vietnamese-ocr 78 / 2, 76 / 0, 68 / 0.
"""

TRAILING_SIGNS = frozenset(".'")
"""What a speck behind a word is read as. Commas part what belongs together too often, and colons
open lists: of 14 that the language model would rather not have, on pages of eighteen engines and 36
made pages, 8 stand there."""

TRAILING_IN_MARKED = frozenset(".")
"""The same in text that has its marks. Of 418,000 words of right texts a stop is doubted by as much
behind none, a colon behind a dozen (it opens a list), a quotation mark behind one."""

LEAST_TRAILING_GAIN = 7.0
"""Nats by which the text must be likelier without a sign behind a word, or with a comma for a stop.

On the rendered pages of d31 to d40, english-ocr, 3, 5, 7 nats win 0, 1, 0 tokens and lose 5, 2, 0;
on the scans each wins 4 and loses none. On 72 made pages read by `vie` (``pages --seed 0``, teach)
signs that were none on the page have 5 to 27 nats, of others one has 8 and one 12.
"""

LEADING_SIGNS = frozenset("._'-")
"""What a speck before a word is read as."""

LEAST_LEADING_GAIN = 11.0
"""The same for a sign before a word. On the same pages specks have 15 to 28 nats, quotation marks
that stand on the page up to 13, and the signs that are sought here up to 10."""

COMMA = ","
LEAST_COMMA_GAIN, NO_COMMA = 5.0, 4.0
"""Nats by which the text must be likelier with a comma for a full stop; and by which it must be
likelier still with nothing there, so that there is none. On 128 made pages read by `vie` (``pages
--seed 0``) 32 of 38 misread commas have 6 to 22 nats, stops at most 4.7; of signs that were nothing
23 of 24 have 7 nats more without a comma, of commas one of 38.
"""

WORD_SIGN_WORD = 3

LEAST_HYPHENS, HYPHEN_RATE, HYPHEN_SHARE = 4, 0.004, 0.8
"""So many hyphens between words, in all, a word, and of all specks, are how the author writes
(`Quốc-gia Giáo-dục`); an engine reads one in a thousand words, and other signs too."""

BEFORE, AFTER = 4, 4
"""Symbols on either side that are weighed."""


class Specks:
    """Finds signs that stand for spaces.

    Args:
        model: weighs the text with and without them.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._syllables = model.syllables
        self._hyphen = model.index.get("-", -1)
        self._signs = np.array([word in SIGNS for word in model.vocabulary])
        self._trailing = np.array([word in TRAILING_SIGNS for word in model.vocabulary])

    def decisions(self, result: SearchResult) -> list[Decision]:
        """Return the signs that are none."""
        return [*self._between_words(result), *self._beside(result)]

    def _between_words(self, result: SearchResult) -> list[Decision]:
        """Return the signs to be written as spaces, an author's hyphens left out."""
        found = list(self._between(result))
        hyphens = Counter(row.document for row, is_hyphen in found if is_hyphen)
        if max(hyphens.values(), default=0) < LEAST_HYPHENS:
            return [row for row, _ in found]
        specks = Counter(row.document for row, _ in found)
        sizes = Counter(result.tokens.documents)
        habits = {
            document
            for document, number in hyphens.items()
            if number >= max(LEAST_HYPHENS, HYPHEN_RATE * sizes[document])
            and number >= HYPHEN_SHARE * specks[document]
        }
        return [row for row, _ in found if row.document not in habits]

    def _between(self, result: SearchResult) -> Iterator[tuple[Decision, bool]]:
        """Yield signs that the model would rather have as spaces; and whether each is a hyphen."""
        if len(result.chosen) < WORD_SIGN_WORD:
            return
        symbols, tokens = result.symbols, result.token_of_step
        inner = (tokens[:-2] == tokens[1:-1]) & (tokens[1:-1] == tokens[2:])
        inner &= self._signs[symbols[1:-1]]
        inner &= self._syllables[symbols[:-2]] & self._syllables[symbols[2:]]
        for place in (np.flatnonzero(inner) + 1).tolist():
            token = int(tokens[place])
            profile = result.tokens.profiles[token]
            start, stop = result.span(int(result.slots[place]))
            behind = stop - result.tokens.starts[token]
            if not PROFILES[profile].mends_signs or stop - start != 1:
                continue
            if not result.tokens.analyses[token].token[behind].islower():
                continue
            gain = self._gain(symbols, result.homes, place)
            if gain >= LEAST_GAIN:
                document = result.tokens.documents[token]
                posterior = 1 / (1 + exp(LEAST_GAIN - gain))
                row = Decision(document, profile, start, stop, " ", posterior, Stage.SPECK)
                yield row, int(symbols[place]) == self._hyphen

    def _beside(self, result: SearchResult) -> Iterator[Decision]:
        """Yield the signs on one side of a word in the middle of a phrase.

        They are left out; a full stop behind a word may be a comma too.
        """
        if len(result.chosen) < WORD_SIGN_WORD:
            return
        symbols, tokens = result.symbols, result.token_of_step
        before, here, after = tokens[:-2], tokens[1:-1], tokens[2:]
        behind = (before == here) & (here + 1 == after) & self._trailing[symbols[1:-1]]
        ahead = (before + 1 == here) & (here == after) & self._signs[symbols[1:-1]]
        found = (behind | ahead) & (result.homes[:-2] == result.homes[2:])
        found &= self._syllables[symbols[:-2]] & self._syllables[symbols[2:]]
        for place in (np.flatnonzero(found) + 1).tolist():
            token, next_token = int(tokens[place]), int(tokens[place + 1])
            profile = PROFILES[result.tokens.profiles[token]]
            start, stop = result.span(int(result.slots[place]))
            is_ahead = token == next_token
            if not profile.doubts_signs or stop - start != 1:
                continue
            text = result.tokens.analyses[token].token
            sign = text[start - result.tokens.starts[token]]
            word = text[1:] if is_ahead else result.tokens.analyses[next_token].token
            sought = TRAILING_IN_MARKED if profile.has_marks else TRAILING_SIGNS
            if not word[:1].islower() or sign not in (LEADING_SIGNS if is_ahead else sought):
                continue
            least = LEAST_LEADING_GAIN if is_ahead else LEAST_TRAILING_GAIN
            may_be_comma = sign == "." and not is_ahead
            surface, gain = self._rather(symbols, result.homes, place, least, comma=may_be_comma)
            if gain >= 0:
                document = result.tokens.documents[token]
                posterior = 1 / (1 + exp(-gain))
                yield Decision(
                    document, profile.number, start, stop, surface, posterior, Stage.SPECK
                )

    def _rather(
        self, symbols: Ints, homes: Ints, place: int, least: float, *, comma: bool
    ) -> tuple[str, float]:
        """Return what rather stands for a sign, nothing or a comma, and the nats it has to spare.

        Args:
            symbols: of the steps.
            homes: the paragraph of each.
            place: the step of the sign.
            least: nats by which the text must be likelier without it.
            comma: it may be one.
        """
        window, at = self._window(symbols, homes, place)
        without = self._model.gain_without(window, at)
        if comma:
            other = window.copy()
            other[at] = self._model.index[COMMA]
            whole, changed = self._model.score_windows([window.tolist(), other.tolist()])
            if without < changed - whole + NO_COMMA:
                return COMMA, changed - whole - LEAST_COMMA_GAIN
        return "", without - least

    def _gain(self, symbols: Ints, homes: Ints, place: int) -> float:
        """Return by how many nats the text is likelier without the sign at a step."""
        return self._model.gain_without(*self._window(symbols, homes, place))

    def _window(self, symbols: Ints, homes: Ints, place: int) -> tuple[Ints, int]:
        """Return the symbols around a step and where in them it is."""
        begin = place
        while begin > max(0, place - BEFORE) and homes[begin - 1] == homes[place]:
            begin -= 1
        stop = place + 1
        while stop < min(len(symbols), place + 1 + AFTER) and homes[stop] == homes[place]:
            stop += 1
        return symbols[begin:stop], place - begin
