"""Pieces of a few words: a cell of a table, a field, a label.

A quarter of the words of right text have no marks, so a piece of two syllables of which one has
marks is no evidence of damage. A piece is taken for right where it has a word with its marks,
nothing in it was misread, and losses explain it hardly better than the words as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vndiacritics.arrays import Ints
from vndiacritics.orthography.letters import beyond_latin1
from vndiacritics.orthography.signs import EM_DASH
from vndiacritics.pieces import is_number
from vndiacritics.profiles.asked import Answered, Asked, Recognised, decided
from vndiacritics.profiles.mixture import Damage
from vndiacritics.profiles.profile import CLEAN, ENGLISH_OCR, MIXED, OTHER, PROFILES
from vndiacritics.profiles.word_kinds import ENDS, Kind

LONGEST_PIECE = 16
"""Words that a piece has at most."""

LONGEST_BARE = 30
"""Words of a text without marks at most, of which kinds of words tell too little whether they are
Vietnamese."""

LEAST_GAIN = 3.0
"""Nats by which losses must explain a piece better than the words as they stand."""

LEAST_DOUBT = 0.5
"""The same from which a search tells: one in thirty right pieces of two to sixteen words gains it,
of lines that lost a quarter of their marks and are not told by `LEAST_GAIN` three in four."""

SHORTEST_LOST = 3
"""Words of such a piece at least: of one or two the context tells too little (`TÔ`, `đa co`)."""

LONGEST_MISREAD = 4
"""Letters of an unknown word that may be a misread syllable rather than one of another language."""

MOST_FRAGMENTS = 0.3
"""Share of words that may be consonants alone, units or points of a list; more lost letters."""

PIECE_SHARE, PIECE_GAIN = 0.73, 8.0
"""Share of their nats that a few bare words keep at most which look like another language and are
Vietnamese, and nats they lose at least. Of 720 pieces of English and Python of two to twelve words
all keep 0.82 and more, names, brands and phrases of eleven languages 0.78; what an engine made of
Vietnamese so that it looks like another language keeps 0.25 to 0.79, most of it under 0.6."""

LOST_GAIN = 6.5
"""Nats that a few words of which some have marks must lose as a mixture, for the others to have
lost theirs. Of 12,887 right pieces of 2 to 16 words none of those of `LEAST_DOUBT` loses more
than 6.2 (tuned), of lines that lost a quarter or more of their marks half lose 12 and more."""

ENGINE_GAIN = 1.0
"""Nats by which `ENGLISH_OCR` must explain a few bare words better than a mixture does: it does so
for three in four lines of its engine, and for one in fifty stripped ones (tuned)."""

CODE_GAIN = 3.0
"""Nats that each word in capitals without marks may add there among small letters: abbreviations
(`LAN`) and names of products look as if they had lost their marks, and seldom have."""

DASH_GAIN = 1.5
"""Nats that each dash counts for there as the English model reads it: who types has few."""

FOREIGN_PIECE = 0.9
"""Share from which bare words that look like Vietnamese are none: `do not go`, `ls -la`."""

_SIGNS_OF_CODE = frozenset("$_\\\\")
"""Signs of formulas and programs that no engine makes of a vowel (`$x`, `_de`)."""

_MARKED = frozenset(map(int, (Kind.MARKED, Kind.LATIN_MARKED)))
_BROKEN = frozenset(map(int, (Kind.BROKEN_LATIN, Kind.BROKEN_MARKED)))
_FRAGMENTS = frozenset(map(int, (Kind.FRAGMENT, Kind.LONE)))
_MAY_BE_MISREAD = frozenset(map(int, (Kind.BROKEN_MIXED, Kind.UNKNOWN_PLAIN)))


def is_right_piece(tokens: Sequence[str], kinds: Ints, damage: Damage) -> bool:
    """Return whether a text is a piece that is right as it stands.

    Args:
        tokens: of all its lines.
        kinds: of each by itself, shape (tokens,).
        damage: what its words tell of losses.
    """
    if len(tokens) > LONGEST_PIECE or float(damage.gains.sum()) >= LEAST_GAIN:
        return False
    found: list[int] = kinds.tolist()
    if _MARKED.isdisjoint(found) or not _BROKEN.isdisjoint(found):
        return False
    if sum(one in _FRAGMENTS for one in found) > MOST_FRAGMENTS * len(found):
        return False
    asked = zip(tokens, found, strict=True)
    return not any(_is_misread(token, one) for token, one in asked if one in _MAY_BE_MISREAD)


def _is_misread(token: str, found: int) -> bool:
    """Return whether a token looks like a misread word: `x4`, `bd`; not so `6,38mm`, `DN`."""
    core = token.strip(ENDS)
    if found == Kind.BROKEN_MIXED and _SIGNS_OF_CODE.isdisjoint(core):
        digits = sum(map(str.isdigit, core))
        return any(map(str.isalpha, core)) and digits <= 1 and not is_number(core)
    return found == Kind.UNKNOWN_PLAIN and core.islower() and len(core) <= LONGEST_MISREAD


class Piece(NamedTuple):
    """What few words look like, to be told by a search.

    Attributes:
        is_bare: none has marks that only engines for Vietnamese write: Vietnamese or another
            language?
        may_have_lost: some have no marks and may have lost them.
        may_be_read: none has such marks, and some are no words that lost theirs: an engine for
            English may have read them.
        dashes: how many are dashes as such an engine reads all of them.
        codes: how many are in capitals without marks, among others in small letters.
    """

    is_bare: bool = False
    may_have_lost: bool = False
    may_be_read: bool = False
    dashes: int = 0
    codes: int = 0


MANY_WORDS = Piece()
"""A text that is no piece of a few words, or one of which a search tells nothing."""


def piece_of(lines: Iterable[Sequence[str]], damage: Damage) -> Piece:
    """Return what the words of a text look like; `MANY_WORDS` where they are not few.

    Args:
        lines: its tokens.
        damage: what its words tell of losses.
    """
    number = dashes = codes = 0
    bare, odd = True, bool(damage.odd.sum())
    for line in lines:
        words = [token for token in line if any(map(str.isalpha, token))]
        number += len(words)
        if number > LONGEST_BARE:
            return MANY_WORDS
        bare = bare and not any(map(has_own_marks, words))
        odd = odd or not all(map(str.isascii, words))
        dashes += line.count(EM_DASH)
        if any(map(str.islower, words)):
            codes += sum(_is_code(word.strip(ENDS)) for word in words)
    if not number:
        return MANY_WORDS
    doubtful = number >= SHORTEST_LOST and float(damage.gains.sum()) >= LEAST_DOUBT
    return Piece(bare, doubtful, bare and (odd or dashes > 0), dashes, codes)


def _is_code(word: str) -> bool:
    return len(word) > 1 and word.isascii() and word.isupper()


def has_own_marks(word: str) -> bool:
    """Return whether a word has letters that Western fonts lack."""
    return any(map(beyond_latin1, word))


def told_of(piece: Piece, lines: list[Recognised]) -> Answered[list[Recognised]]:
    """Return the lines of a piece as a search tells of them.

    Args:
        piece: what its words look like.
        lines: what they are taken for.
    """
    if piece.is_bare:
        lines = yield from _told_apart(lines)
    elif piece.may_have_lost:
        lines = yield from _with_losses(lines, piece.codes)
    if piece.may_be_read and all(line.profile == MIXED.number for line in lines):
        lines = yield from _read(lines, piece.dashes)
    return lines


def _told_apart(lines: list[Recognised]) -> Answered[list[Recognised]]:
    """Return what happened to few bare words: Vietnamese or another language?"""
    places = tuple(range(len(lines)))
    as_mixed = yield Asked(MIXED, False, places)
    as_clean = yield Asked(CLEAN, False, places)
    left, own = float(as_mixed.sum()), float(as_clean.sum())
    if left >= FOREIGN_PIECE * own:
        return decided(lines, OTHER, places)
    if left > PIECE_SHARE * own or own - left < PIECE_GAIN:
        return lines
    return decided(lines, MIXED, [at for at in places if lines[at].profile == OTHER.number])


def _with_losses(lines: list[Recognised], codes: int) -> Answered[list[Recognised]]:
    """Return what happened to few words of which some have marks: did others lose theirs?

    Args:
        lines: what they are taken for.
        codes: how many of the words may be abbreviations, which have none to lose.
    """
    places = tuple(at for at, line in enumerate(lines) if PROFILES[line.profile].has_marks)
    if not places:
        return lines
    left = yield Asked(MIXED, False, places)
    own = yield Asked(CLEAN, False, places)
    have_lost = float(own.sum() - left.sum()) >= LOST_GAIN + CODE_GAIN * codes
    return decided(lines, MIXED, places) if have_lost else lines


def _read(lines: list[Recognised], dashes: int) -> Answered[list[Recognised]]:
    """Return what happened to few bare words of Vietnamese: did an engine for English read them?

    Args:
        lines: what they are taken for.
        dashes: as the English model reads them.
    """
    places = tuple(range(len(lines)))
    as_mixed = yield Asked(MIXED, False, places)
    as_english = yield Asked(ENGLISH_OCR, False, places)
    gain = float(as_mixed.sum() - as_english.sum()) + DASH_GAIN * dashes
    return decided(lines, ENGLISH_OCR, places) if gain >= ENGINE_GAIN else lines
