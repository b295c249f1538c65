"""Which damage a stretch of text suffered: profiles weighed by likelihood, line by line.

Each word falls into one of a few kinds (a marked syllable, a bare one, letters mixed with digits
…); a profile is a distribution over kinds. Lines are the steps of a hidden Markov model that seldom
changes its profile; the posterior decides. Clean text and other languages have profiles of their
own and are left alone: this is the first gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from vndiacritics.orthography.letters import (
    LETTERS,
    beyond_latin1,
    strip_marks,
    to_old_placement,
)
from vndiacritics.orthography.signs import AROUND_WORDS, DASHES
from vndiacritics.orthography.syllable import is_bare_form, is_fragment, is_glued, is_syllable

LEAST_CAPITALS = 3
"""Plain words in capitals from which a line may be a heading."""

LEAST_FOREIGN = 5
"""Letters of a word of another language that is known without its marks."""

LONGEST = 120
"""Characters from which a token tells nothing."""

ENDS = AROUND_WORDS + "*" + DASHES


class Kind(IntEnum):
    """What a word looks like."""

    NONE = 0
    MARKED = 1
    LATIN_MARKED = 2
    BARE = 3
    CAPITALS = 4
    KNOWN_PLAIN = 5
    UNKNOWN_PLAIN = 6
    BROKEN_LATIN = 7
    BROKEN_MIXED = 8
    BROKEN_MARKED = 9
    BARE_FORM = 10
    FRAGMENT = 11
    CAPITAL_FRAGMENT = 12
    LONE = 13


_FRAGMENT = int(Kind.FRAGMENT)
_CAPITALS = int(Kind.CAPITALS)
_PLAIN = frozenset((int(Kind.KNOWN_PLAIN), int(Kind.UNKNOWN_PLAIN)))
_VOWELS = frozenset("AEIOUY")
_LATIN1 = frozenset("àáâãèéêìíòóôõùúýäëïöüÿçñå")


def kind(token: str, vocabulary: frozenset[str] | set[str]) -> Kind:
    """Return the kind of a whitespace token.

    Args:
        token: NFC.
        vocabulary: lower-case words that are known.
    """
    core = token.strip(ENDS)
    letters = len(core) if core.isalpha() else sum(map(str.isalpha, core))
    if len(core) > LONGEST:
        return Kind.NONE
    if letters == 0:
        return _sign_kind(core)
    if letters < len(core):
        return _mixed_kind(core, letters)
    if is_fragment(core):
        return _fragment_kind(core, token)
    if core.isupper() and core.isascii() and letters <= 6:
        return Kind.CAPITALS
    return _word_kind(to_old_placement(core.lower()), vocabulary)


def _sign_kind(core: str) -> Kind:
    """Return the kind of a token without letters: a number, a rule, or signs that were letters."""
    if len(core) > 2 and len(set(core)) == 1:
        return Kind.NONE
    odd = any(not character.isdigit() and character not in ".,/:-%+" for character in core)
    return Kind.BROKEN_MIXED if odd else Kind.NONE


def _fragment_kind(core: str, token: str) -> Kind:
    """Return the kind of consonants alone; a single one with a sign counts a list (`b)`)."""
    if len(core) == 1:
        if token != core:
            return Kind.NONE
        return Kind.CAPITAL_FRAGMENT if core.isupper() else Kind.LONE
    return Kind.CAPITAL_FRAGMENT if core.isupper() else Kind.FRAGMENT


def kinds(
    tokens: Sequence[str], vocabulary: frozenset[str] | set[str], known: dict[str, int]
) -> list[int]:
    """Return the kinds of a line's tokens; a fragment that a space tore off a marked word is none.

    Args:
        tokens: of one line.
        vocabulary: lower-case words that are known.
        known: kinds of tokens met so far; grows.
    """
    row: list[int] = []
    for token in tokens:
        found = known.get(token)
        if found is None:
            found = known[token] = int(kind(token, vocabulary))
        row.append(found)
    settle(tokens, row, vocabulary, known)
    return row


def settle(
    tokens: Sequence[str],
    row: list[int],
    vocabulary: frozenset[str] | set[str],
    known: dict[str, int],
) -> None:
    """Change the kinds of a line's tokens where those beside them tell more; see `kinds`."""
    if row.count(_CAPITALS) >= LEAST_CAPITALS:
        _read_heading(tokens, row, vocabulary, known)
    if max(row, default=0) < _FRAGMENT:
        return
    for place, number in enumerate(row):
        if number >= _FRAGMENT and (
            (place and tokens[place - 1][-1].isdigit()) or _is_torn(tokens, place, vocabulary)
        ):
            row[place] = int(Kind.NONE)


def _read_heading(
    tokens: Sequence[str],
    row: list[int],
    vocabulary: frozenset[str] | set[str],
    known: dict[str, int],
) -> None:
    """Return the words of another language in a line of capitals from abbreviations.

    Vietnamese ones stay `Kind.CAPITALS`: stripped of marks or read by OCR, they look alike.
    """
    words = [token for token in tokens if any(map(str.isalpha, token))]
    if 2 * sum(map(str.isupper, words)) <= len(words):
        return
    for place, token in enumerate(tokens):
        if row[place] == _CAPITALS and not _VOWELS.isdisjoint(token):
            lower = token.lower()
            found = known.get(lower)
            if found is None:
                found = known[lower] = int(kind(lower, vocabulary))
            if found in _PLAIN:
                row[place] = found


def _is_torn(tokens: Sequence[str], place: int, vocabulary: frozenset[str] | set[str]) -> bool:
    """Return whether a fragment and the token beside it make a syllable that has all its marks."""
    for pair in (tokens[max(0, place - 1) : place + 1], tokens[place : place + 2]):
        if len(pair) > 1:
            word = to_old_placement((pair[0].lstrip(ENDS) + pair[1].rstrip(ENDS)).lower())
            if word in vocabulary and is_syllable(word) and any(map(beyond_latin1, word)):
                return True
    return False


def _mixed_kind(core: str, letters: int) -> Kind:
    """Return the kind of letters with digits or signs: compounds are none, `x4` is broken."""
    inner = core.replace("-", "").replace("/", "").replace(".", "")
    if inner.isalpha():
        return Kind.NONE
    if inner.isalnum() and (letters == 1 or not core[0].isalpha()):
        return Kind.BROKEN_MIXED if inner[0].isdigit() and letters <= 3 else Kind.NONE
    return Kind.NONE if inner.isupper() else Kind.BROKEN_MIXED


def _word_kind(word: str, vocabulary: frozenset[str] | set[str]) -> Kind:
    marks = {letter for letter in word if not letter.isascii()}
    valid = is_syllable(word)
    known = valid or word in vocabulary
    if not marks:
        if valid or is_bare_form(word):
            return Kind.BARE if valid else Kind.BARE_FORM
        return Kind.KNOWN_PLAIN if known else Kind.UNKNOWN_PLAIN
    if not known and not marks <= LETTERS:
        return Kind.BROKEN_MIXED
    if marks <= _LATIN1:
        return Kind.LATIN_MARKED if known or _is_foreign(word, vocabulary) else Kind.BROKEN_LATIN
    return Kind.MARKED if known or is_glued(word) else Kind.BROKEN_MARKED


def _is_foreign(word: str, vocabulary: frozenset[str] | set[str]) -> bool:
    """Return whether a word is a known one of another language with its own marks (`méxico`)."""
    bare = strip_marks(word)
    return len(bare) >= LEAST_FOREIGN and bare in vocabulary and not is_bare_form(bare)
