"""What fingers make of a word: two neighbouring letters swapped, a key beside the right one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vndiacritics.orthography.letters import canonical, cased, shape
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.profiles.losses import ALWAYS
from vndiacritics.search.arcs import Arc

SWAPPED = 5.5
"""Nats of two letters that changed places."""

KEY_BESIDE = 7.0
"""Nats of a letter typed with a key beside its own. A letter with marks is no key."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE: dict[str, str] = {}
for _row in _ROWS:
    for _place, _letter in enumerate(_row):
        _BESIDE[_letter] = _row[max(0, _place - 1) : _place] + _row[_place + 1 : _place + 2]


def mistyped(piece: str, index: Mapping[str, int]) -> Iterator[Arc]:
    """Yield arcs of the syllables that fingers may have made a word of.

    Args:
        piece: the word.
        index: numbers of the vocabulary's symbols.
    """
    for word, cost in meant(canonical(piece)):
        if word in index and is_syllable(word):
            yield Arc(index[word], cost, cased(word, shape(piece)), losses=ALWAYS)


def meant(word: str) -> Iterator[tuple[str, float]]:
    """Yield what a word may have been meant as, and what the slip costs in nats.

    Args:
        word: lower case.

    Examples:
        >>> [row for row, _ in meant("àl")]
        ['là', 'àk']
    """
    for place in range(len(word) - 1):
        first, second = word[place], word[place + 1]
        if first != second:
            yield word[:place] + second + first + word[place + 2 :], SWAPPED
    for place, letter in enumerate(word):
        for key in _BESIDE.get(letter, ""):
            yield word[:place] + key + word[place + 1 :], KEY_BESIDE
