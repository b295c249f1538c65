"""Pieces of a few words: a cell of a table, a field, a label.

A quarter of the words of right text have no marks, so a piece of two syllables of which one has
marks is no evidence of damage. A piece is taken for right where it has a word with its marks,
nothing in it was misread, and losses explain it hardly better than the words as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vndiacritics.arrays import Ints
from vndiacritics.orthography.letters import beyond_latin1
from vndiacritics.pieces import is_number
from vndiacritics.profiles.mixture import Damage
from vndiacritics.profiles.word_kinds import ENDS, Kind

LONGEST_PIECE = 16
"""Words that a piece has at most."""

LONGEST_BARE = 30
"""Words of a text without marks at most, of which kinds of words tell too little whether they are
Vietnamese."""

LEAST_GAIN = 3.0
"""Nats by which losses must explain a piece better than the words as they stand."""

LONGEST_MISREAD = 4
"""Letters of an unknown word that may be a misread syllable rather than one of another language."""

MOST_FRAGMENTS = 0.3
"""Share of words that may be consonants alone, units or points of a list; more lost letters."""

_SIGNS_OF_CODE = frozenset("$_\\\\")
"""Signs of formulas and programs that no engine makes of a vowel (`$x`, `_de`)."""

_MARKED = frozenset({Kind.MARKED, Kind.LATIN_MARKED})
_BROKEN = frozenset({Kind.BROKEN_LATIN, Kind.BROKEN_MARKED})
_FRAGMENTS = frozenset({Kind.FRAGMENT, Kind.LONE})


def is_right_piece(tokens: Sequence[str], kinds: Ints, damage: Damage) -> bool:
    """Return whether a text is a piece that is right as it stands.

    Args:
        tokens: of all its lines.
        kinds: of each by itself, shape (tokens,).
        damage: what its words tell of losses.
    """
    if len(tokens) > LONGEST_PIECE or float(damage.gains.sum()) >= LEAST_GAIN:
        return False
    found = list(map(Kind, kinds.tolist()))
    if _MARKED.isdisjoint(found) or not _BROKEN.isdisjoint(found):
        return False
    if sum(one in _FRAGMENTS for one in found) > MOST_FRAGMENTS * len(found):
        return False
    return not any(map(_is_misread, tokens, found))


def _is_misread(token: str, found: Kind) -> bool:
    """Return whether a token looks like a misread word: `x4`, `bd`; not so `6,38mm`, `DN`."""
    core = token.strip(ENDS)
    if found is Kind.BROKEN_MIXED and _SIGNS_OF_CODE.isdisjoint(core):
        digits = sum(map(str.isdigit, core))
        return any(map(str.isalpha, core)) and digits <= 1 and not is_number(core)
    return found is Kind.UNKNOWN_PLAIN and core.islower() and len(core) <= LONGEST_MISREAD


def is_bare_piece(lines: Iterable[Sequence[str]]) -> bool:
    """Return whether lines are few words without letters that Western fonts lack."""
    number = 0
    for line in lines:
        words = [token for token in line if any(map(str.isalpha, token))]
        number += len(words)
        if number > LONGEST_BARE or any(map(has_own_marks, words)):
            return False
    return number > 0


def has_own_marks(word: str) -> bool:
    """Return whether a word has letters that Western fonts lack."""
    return any(map(beyond_latin1, word))
