"""The document tells what its engine did, and is read anew with that: deciphering by rounds.

An engine that nobody listed begins with a channel of many engines. What the search decided with
confidence tells what this engine makes of each letter; with that, words are looked up anew, since
what was read as `Q` all over a page was never among the candidates of many engines, and searched
again. Rounds of expectation-maximisation in which the decoder is the expectation (Ravi and Knight
2011, "Deciphering foreign language").
"""

from __future__ import annotations

from collections.abc import Sequence

from vndiacritics.orthography.letters import canonical, cased, shape
from vndiacritics.orthography.syllable import is_syllable, split_syllable
from vndiacritics.profiles.losses import losses_of
from vndiacritics.profiles.mixture import MISREAD
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.blocks import Work
from vndiacritics.search.result import SearchResult

ROUNDS = 2
"""Rounds of learning and reading anew."""

LEAST_WORDS = 12
"""Tokens of a document from which it tells something of its engine. Of 109 pieces of 8 to 38 words
in a map of thirty letters 60 % of the words are right from 40 on, 75 from 20, 89 from 10; of 131
pieces of PP-OCR v6 small, family left out, 92.9, 96.5, 97.0; of 96 half-marked ones 97.45 all
the same."""

LEAST_MISREAD = 0.012
"""Rate of misread words from which a mixture tells something of its engine."""

SURE = 0.8
"""Posterior from which a decision is believed."""


def deciphered(block: Sequence[Work]) -> list[int]:
    """Return the documents of a block whose engine is not known, if they are long enough."""
    sizes: dict[int, int] = {}
    for work in block:
        profile = PROFILES[work.profile]
        misread = not profile.is_mixture or work.rates[MISREAD] >= LEAST_MISREAD
        if profile.deciphers and misread:
            sizes[work.document] = sizes.get(work.document, 0) + work.line.size
    return [document for document, size in sizes.items() if size >= LEAST_WORDS]


def believed(
    result: SearchResult, documents: Sequence[int]
) -> dict[int, list[tuple[str, str, str]]]:
    """Return what tells of the engines of documents: their words that a search is sure of.

    Args:
        result: of the search.
        documents: their numbers.

    Returns:
        By document, the onset, the rime and the observed form of each word, all cased.
    """
    words: dict[int, list[tuple[str, str, str]]] = {document: [] for document in documents}
    for step in result.steps():
        profile = PROFILES[step.profile]
        if step.posterior < SURE or not profile.deciphers or step.document not in words:
            continue
        observed = result.observed(step)
        intended = observed if step.surface is None else step.surface
        word = canonical(intended)
        if not is_syllable(word):
            continue
        if profile.is_mixture and losses_of(word, canonical(observed)):
            continue  # it was not misread
        onset, _ = split_syllable(word)
        whole = cased(word, shape(intended))
        words[step.document].append((whole[: len(onset)], whole[len(onset) :], observed))
    return words
