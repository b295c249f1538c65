"""Words that are no syllables of Vietnamese: loans, abbreviations, names, a user's own words."""

from __future__ import annotations

from itertools import compress
from typing import NamedTuple

from vndiacritics.arrays import gathered
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.lexicon import Lexicon
from vndiacritics.orthography.letters import all_stripped, canonical, strip_marks
from vndiacritics.orthography.syllable import is_syllable

KEEP_COST = 0.5
"""Nats for a word that stays as it is."""

LISTED_COST = 3.0
"""Nats more for a word the language model has no symbol for."""

OTHER_MARKS_COST = 1.0
"""Nats more where only the marks differ."""

SHORTEST_FUZZY = 5
LEAST_LIKENESS = 0.75
"""Letters and likeness (1 - edit distance over length, marks aside) from which a damaged word may
be one of the user's own."""

DIFFERENCE_COST = 20.0
"""Nats for a likeness of nothing, in proportion."""


class Listed(NamedTuple):
    """A word that may be meant, lower case, and its cost in nats."""

    word: str
    cost: float


class ListedWords:
    """Looks words up by their letters without marks."""

    def __init__(self, language_model: LanguageModel, lexicon: Lexicon) -> None:
        self._known = language_model.index
        own = {
            word
            for form in lexicon.user_forms
            for word in canonical(form).split()
            if word.isalpha() and not is_syllable(word)
        }
        others = compress(language_model.vocabulary, ~language_model.syllables)
        words = {word for word in others if word.isalpha()}
        listed = sorted(words | own | set(map(canonical, lexicon.words)))
        self._by_letters = gathered(all_stripped(listed), listed)
        self._own = {strip_marks(word): word for word in sorted(own) if len(word) >= SHORTEST_FUZZY}

    def like(self, observed: str) -> list[Listed]:
        """Return the words with the letters of a lower-case string, and the user's most like it."""
        letters = strip_marks(observed)
        found = [
            Listed(word, self._base(word) + (0.0 if word == observed else OTHER_MARKS_COST))
            for word in self._by_letters.get(letters, ())
        ]
        if not found and self._own and len(observed) >= SHORTEST_FUZZY:
            # For a user's own words alone.
            from rapidfuzz import process  # noqa: PLC0415
            from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

            best = process.extractOne(
                letters,
                self._own.keys(),
                scorer=Levenshtein.normalized_similarity,
                score_cutoff=LEAST_LIKENESS,
            )
            if best is not None:
                word = self._own[best[0]]
                found.append(Listed(word, self._base(word) + DIFFERENCE_COST * (1 - best[1])))
        return found

    def _base(self, word: str) -> float:
        return KEEP_COST + (0.0 if word in self._known else LISTED_COST)
