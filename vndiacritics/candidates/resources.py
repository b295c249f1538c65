"""What all profiles share: the language model, and what is known of words and symbols."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from vndiacritics.candidates.listed import ListedWords
from vndiacritics.candidates.syllables import Split, split
from vndiacritics.candidates.torn import BareWords
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.lexicon import Lexicon
from vndiacritics.model.spelling import Spelling
from vndiacritics.profiles.losses import LossIndex
from vndiacritics.symbols.grammar import SymbolGrammar


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
    grammar: SymbolGrammar = field(init=False)
    syllables: Split = field(init=False)
    losses: LossIndex = field(init=False)

    def __post_init__(self) -> None:
        lexicon = self.lexicon
        object.__setattr__(self, "listed", ListedWords(self.language_model, lexicon))
        grammar = SymbolGrammar(lexicon.symbols, lexicon.abbreviations)
        object.__setattr__(self, "grammar", grammar)
        object.__setattr__(self, "syllables", split(self.language_model.vocabulary))
        model = self.language_model
        object.__setattr__(self, "losses", LossIndex(model.vocabulary, model.unigram))

    @cached_property
    def bare_words(self) -> BareWords:
        """What cuts words that are glued of damaged syllables; made when first needed."""
        return BareWords(self.language_model)
