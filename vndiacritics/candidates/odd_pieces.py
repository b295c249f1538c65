"""Pieces of a token that are no common words: addresses, lone signs, parts of letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vndiacritics.candidates.assembly import Slot

LONGEST_TOKEN = 120
"""Characters from which a token is no word, nor words and signs, and is left alone."""

MOST_DIGITS = 2
"""Digits of a number that may be a misread word."""

LONGEST_JOINED = 12
"""Characters of a word that signs are a part of, at most."""

_ADDRESS_SIGNS = frozenset(".@:")
_ELEMENT = (
    "A[cglrstu]|B[aeir]?|C[adelorsu]?|F[er]?|G[ade]|H[eg]?|I[nr]?|Kr?|L[aiu]|M[gno]|N[abeip]?"
    "|Os?|P[bdtu]?|R[abhn]|S[bceinr]?|T[hil]|U|V|W|Xe|Y|Z[nr]"
)
_FORMULA = re.compile(f"(?:(?:{_ELEMENT})\\d*){{1,8}}[(\\[](?:(?:{_ELEMENT})\\d*){{1,8}}[)\\]]\\d*")
"""A formula with brackets (`Cu(NO3)2`), whose parts may look like damaged words."""
_LETTER_LIKE = re.compile(r"['’‘`´?!*°^~|]")
_ADDRESS = re.compile(
    r"(?:https?|ftp)://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|edu|gov|info)(?:/\S*)?"
)
"""Addresses: never touched."""

CODE_DIGITS = 4
"""Digits of a piece from which it is no word. Of 24 such pieces on pages of six engines without
Vietnamese one was a word; of those with three digits eight in nine were."""

LONE_SIGNS = frozenset("¢&@§€£¥#°|$©®~^<")
"""Signs that, standing alone, may be a misread word."""

LONE_READINGS = {"6": {"tổ": 4.0, "số": 4.0}, "¢": {"có": 2.5}}
"""Words that a lone sign or digit may be all that is left of, beside what a channel has learnt; in
nats."""

AMPERSAND, AMPERSAND_COST = "&", 0.5
"""The sign that authors write between words, and the nats that it stays for."""


def address_in(token: str) -> tuple[int, int] | None:
    """Return the span of an address or a chemical formula in a token; None for none.

    Examples:
        >>> address_in("(www.tinh.gov.vn)"), address_in("xã.Phường")
        ((1, 17), None)
        >>> address_in("Cu(NO3)2,"), address_in("Ban(Nam)")
        ((0, 8), None)
    """
    if ")" in token and (formula := _FORMULA.match(token)):
        return formula.span() if any(map(str.isdigit, formula[0])) else None
    if _ADDRESS_SIGNS.isdisjoint(token):
        return None
    found = _ADDRESS.search(token)
    return None if found is None else found.span()


def holds_number(piece: str) -> bool:
    """Return whether a piece has too many digits to be a misread word: a code, a measure.

    Examples:
        >>> [holds_number(piece) for piece in ("1020ROCK", "75x75x50", "≥200", "116i", "n61")]
        [True, True, True, False, False]
    """
    digits = sum(map(str.isdigit, piece))
    return digits >= CODE_DIGITS or (digits > 1 and not any(map(str.isalpha, piece)))


AMOUNT_STANDS = 4.0
"""Nats for `d` behind an amount where marks were lost: it is the sign of the đồng."""

_AMOUNT = re.compile(r"(?<![^\W_])\d{1,3}(?:[.,]\d{3})+d")


def is_amount(token: str, start: int, stop: int) -> bool:
    """Return whether a piece ends an amount of đồng whose sign lost its mark.

    Examples:
        >>> is_amount("(25.000d/kg)", 4, 8), is_amount("15d", 0, 3), is_amount("5.000da", 2, 6)
        (True, False, False)
    """
    if token[stop - 1] != "d" or token[stop : stop + 1].isalnum():
        return False
    return any(match.end() == stop and match.start() < start for match in _AMOUNT.finditer(token))


def is_lone(token: str, start: int, stop: int) -> bool:
    """Return whether nothing but a comma or semicolon behind a piece stands in its token.

    Examples:
        >>> is_lone("l,", 0, 1), is_lone("l)", 0, 1)
        (True, False)
    """
    return start == 0 and token[stop:] in ("", ",", ";")


def may_join(token: str, slots: Sequence[Slot], first: int, stop: int) -> bool:
    """Return whether slots may be one word whose letters were partly read as signs (`THU'C`).

    A sign at its end with another word behind stands between the two (`ngay'ké`).
    """
    group = slots[first:stop]
    signs = [slot for slot in group if not slot.is_word]
    return (
        0 < len(signs) < len(group)
        and group[-1].stop - group[0].start <= LONGEST_JOINED
        and all(_LETTER_LIKE.fullmatch(token[slot.start : slot.stop]) for slot in signs)
        and (group[0].is_word or not first or not slots[first - 1].is_word)
        and (group[-1].is_word or stop == len(slots) or not slots[stop].is_word)
    )
