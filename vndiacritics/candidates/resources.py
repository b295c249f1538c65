"""What all profiles share: the language model, and what is known of words and symbols."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from vndiacritics.candidates.listed import KEEP_COST, ListedWords
from vndiacritics.candidates.syllables import Split, split
from vndiacritics.candidates.torn import BareWords
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.lexicon import Lexicon
from vndiacritics.model.spelling import Spelling
from vndiacritics.orthography.letters import canonical, cased, shape
from vndiacritics.orthography.syllable import is_bare_form, is_syllable
from vndiacritics.pieces import NUMBER, UNKNOWN
from vndiacritics.profiles.losses import FAST, LossIndex, losses_of, untouched
from vndiacritics.search.arcs import Arc
from vndiacritics.symbols.grammar import CodeGrammar

WORDS_KEPT = 1 << 14
"""Words whose arcs are kept for the next time they are met."""


@dataclass(frozen=True)
class Resources:
    """A language model and a lexicon, made ready for looking words up.

    Attributes:
        language_model: whose symbols are used.
        spelling: costs of words that are no syllables.
        lexicon: symbols, abbreviations, words.
        listed: words that are no syllables, by their letters.
        grammar: reads document symbols.
        syllables: of the language model, cut in two.
        losses: its words by what losses make of them.
    """

    language_model: LanguageModel
    spelling: Spelling
    lexicon: Lexicon
    listed: ListedWords = field(init=False)
    grammar: CodeGrammar = field(init=False)
    syllables: Split = field(init=False)
    losses: LossIndex = field(init=False)

    def __post_init__(self) -> None:
        lexicon = self.lexicon
        object.__setattr__(self, "listed", ListedWords(self.language_model, lexicon))
        grammar = CodeGrammar(lexicon.symbols, lexicon.abbreviations)
        object.__setattr__(self, "grammar", grammar)
        object.__setattr__(self, "syllables", split(self.language_model))
        model = self.language_model
        object.__setattr__(self, "losses", LossIndex(model.vocabulary, model.unigram))

    @cached_property
    def standing(self) -> Callable[[str, bool], tuple[int, tuple[Arc, ...]]]:
        """What stands fast for a word, in any profile; kept for words met before.

        Takes the word, and whether a loan with other marks than the listed one is an author's
        spelling (`axít`). Returns the symbol of the word as it stands, -1 where the arcs hold that
        reading, and the arcs of listed words and of the word as it stands.
        """
        return lru_cache(maxsize=WORDS_KEPT)(self._standing)

    def _standing(self, core: str, keeps_loans: bool) -> tuple[int, tuple[Arc, ...]]:
        lower = canonical(core)
        index = self.language_model.index
        listed: dict[int, Arc] = {}
        is_own_spelling = keeps_loans and not lower.isascii() and not core.isupper()
        for row in self.listed.like(lower):
            number = index.get(row.word, index[UNKNOWN])
            if number not in listed or listed[number].cost > row.cost:
                stays = row.word == lower or (is_own_spelling and len(row.word) == len(lower))
                surface = None if stays else cased(row.word, shape(core))
                lost = FAST | losses_of(row.word, lower)
                listed[number] = Arc(number, row.cost, surface, losses=lost)
        own, kept = -1, index.get(lower)
        if kept is None or _may_be_unknown(lower):
            number = index[NUMBER if core[0].isdigit() else UNKNOWN]
            cost = KEEP_COST + self.spelling.cost(lower)
            if number not in listed or listed[number].cost > cost:
                lost = FAST | untouched(lower)
                listed[number] = Arc(number, cost, None, losses=lost)
        if kept is not None and kept in listed:
            listed[kept] = listed[kept]._replace(surface=None)
        elif kept is not None:
            own = kept
        return own, tuple(listed.values())

    @cached_property
    def bare_words(self) -> BareWords:
        """What cuts words that are glued of damaged syllables; made when first needed."""
        return BareWords(self.language_model)


def _may_be_unknown(word: str) -> bool:
    """Return whether a word of the vocabulary may also be scored as one that is not in it.

    A rare abbreviation or foreign word (`TTB`) then costs no more than an unknown one.
    """
    return len(word) > 1 and not is_syllable(word) and not is_bare_form(word)
