"""What may be left of a word when a font has none of the letters beyond Latin-1.

Each such letter is there, or a blank stands in its place, or nothing does; the other letters are
there always. So the words that a string can be the rest of are known exactly, and looked up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from vndiacritics.candidates.listed import LISTED_COST
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.lexicon import Lexicon
from vndiacritics.orthography.letters import beyond_latin1, canonical, to_new_placement
from vndiacritics.orthography.signs import BEFORE_WORDS, BEHIND_WORDS
from vndiacritics.pieces import UNKNOWN

KEPT_COST = math.log(2)
BLANK_COST = math.log(4)
NOTHING_COST = math.log(4)
"""Nats for a letter that is there, that is a blank, that is nothing."""

NEW_PLACEMENT_COST = 1.5
"""Nats for `thuỷ` in place of thủy."""

MOST_WORDS = 40
"""Words a rest may be of, at most; the dearest, frequency included, are left out."""

_NUMBER = re.compile(r"[(\[{“\"']*\d[\d./]*[/-]")


class Whole(NamedTuple):
    """A word that a rest may be of.

    Attributes:
        number: of its symbol.
        cost: of the rest, in nats.
        word: lower case.
    """

    number: int
    cost: float
    word: str


def dropped_forms(word: str) -> Iterator[tuple[str, float]]:
    """Yield what may be left of a word, and its cost in nats.

    Examples:
        >>> [rest for rest, _ in dropped_forms("việc")]
        ['việc', 'vi c', 'vic']
        >>> [rest for rest, _ in dropped_forms("là")]
        ['là']
    """
    odd = [place for place, letter in enumerate(word) if beyond_latin1(letter)]
    letters = list(word)
    for way, cost in _ways(len(odd)):
        for place, left in zip(odd, way, strict=True):
            letters[place] = word[place] if left is None else left
        yield "".join(letters), cost


@lru_cache(maxsize=16)
def _ways(number: int) -> list[tuple[tuple[str | None, ...], float]]:
    """List what may be left of so many letters, None for the letter itself, and its cost."""
    choices = ((None, KEPT_COST), (" ", BLANK_COST), ("", NOTHING_COST))
    return [
        (tuple(left for left, _ in way), float(sum(cost for _, cost in way)))
        for way in product(choices, repeat=number)
    ]


class DroppedForms:
    """The words of a language model and a lexicon by what may be left of them."""

    def __init__(self, language_model: LanguageModel, lexicon: Lexicon) -> None:
        self._wholes: dict[str, list[Whole]] = {}
        index = language_model.index
        for number, word in enumerate(language_model.vocabulary):
            if word.isalpha():
                self._add(number, word, 0.0)
        own = {word for form in lexicon.user_forms for word in canonical(form).split()}
        for word in sorted(own | set(map(canonical, lexicon.words))):
            if word.isalpha() and word not in index:
                self._add(index[UNKNOWN], word, LISTED_COST)
        unigram: list[float] = language_model.unigram.tolist()
        for rows in self._wholes.values():
            if len(rows) > 1:
                rows.sort(key=lambda row: row.cost - unigram[row.number])
                del rows[MOST_WORDS:]
        self._symbols = _symbols(lexicon)

    def _add(self, number: int, word: str, extra: float) -> None:
        if word.isascii():
            self._wholes.setdefault(word, []).append(Whole(number, extra, word))
            return
        new = to_new_placement(word)
        other = NEW_PLACEMENT_COST if any(map(beyond_latin1, word)) else 0.0
        for form, cost in {word: extra, new: extra + (other if new != word else 0.0)}.items():
            rests: dict[str, float] = {}
            for rest, own in dropped_forms(form):
                rests[rest] = min(own, rests.get(rest, math.inf))
            for rest, own in rests.items():
                self._wholes.setdefault(rest, []).append(Whole(number, cost + own, form))

    def wholes(self, rest: str) -> Sequence[Whole]:
        """Return the words that a lower-case string, blanks included, may be the rest of."""
        return self._wholes.get(rest, ())

    def symbol(self, token: str, following: str = "") -> tuple[int, int, str] | None:
        """Find a document symbol that lost a Đ: `08/2022/N-CP`, or `N` before `-CP`.

        Args:
            token: a whitespace token.
            following: the token behind it, to be read with it as one; '' for none.

        Returns:
            Where the rest begins in `token`, where it ends in `following` (in `token` where there
            is none), and the symbol; None where there is none.
        """
        number = _NUMBER.match(token)
        start = number.end() if number else len(token) - len(token.lstrip(BEFORE_WORDS))
        last = (following or token).rstrip(BEHIND_WORDS)
        rest = f"{token[start:]} {last}" if following else last[start:]
        found = self._symbols.get(rest)
        return None if found is None else (start, len(last), found)


def _symbols(lexicon: Lexicon) -> dict[str, str]:
    """Return the symbols with a joint or a lost Đ by their rests, none of which is a symbol."""
    known = {**dict.fromkeys(lexicon.abbreviations, 0), **lexicon.symbols}
    found: dict[str, str] = {}
    for form in sorted(known, key=lambda form: (-known[form], form)):
        if any(map(beyond_latin1, form)) and re.search("[-/&]", form):
            for rest, _ in dropped_forms(form):
                if rest.strip() == rest and len(rest) > 2 and rest not in known:
                    found.setdefault(rest, form)
    return found
