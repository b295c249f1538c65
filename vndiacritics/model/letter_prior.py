"""P(observed string | intended letter) before anything was learnt.

A letter is most often read as itself or as its plain form, at times as another mark on the same
base, rarely as anything else, as nothing, or as two or three characters.
"""

from __future__ import annotations

from functools import lru_cache

from vndiacritics.orthography.letters import plain_letter

SAME = 0.35
PLAIN = 0.35
SAME_BASE = 0.012
OTHER_CASE = 0.01
ANY = 0.0008
NOTHING = 0.01
PAIR_WITH_BASE = 0.0008
PAIR = 0.00001
TRIPLE = 0.0000002


@lru_cache(maxsize=1 << 18)
def prior(letter: str, seen: str) -> float:
    """Give the weight of seeing `seen` (0 to 3 characters) for the cased letter `letter`.

    Examples:
        >>> prior("ế", "é") > prior("ế", "x"), prior("ế", "e") > prior("ế", "é")
        (True, True)
    """
    if len(seen) == 0:
        return NOTHING
    base = plain_letter(letter)
    if len(seen) == 1:
        if seen == letter:
            return SAME
        if seen == base:
            return PLAIN
        if plain_letter(seen) == base:
            return SAME_BASE
        return OTHER_CASE if plain_letter(seen).lower() == base.lower() else ANY
    if len(seen) == 2:
        held = any(plain_letter(one).lower() == base.lower() for one in seen)
        return PAIR_WITH_BASE if held else PAIR
    return TRIPLE
