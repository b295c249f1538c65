"""What a token looks like, as flags: the stages behind the search look at few tokens each."""

from __future__ import annotations

import re
from functools import lru_cache

from vndiacritics.orthography.letters import canonical
from vndiacritics.orthography.signs import AROUND_WORDS
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.symbols.context import may_be_code
from vndiacritics.symbols.list_marks import ITEM_NUMBER

MAY_BE_CODE, LIST_MARK, OPENS_LARGE, ITEM, UNDERSCORE, SYLLABLE = (1 << bit for bit in range(6))
"""It may be a document code, a point of a list; it begins with a capital; it may be the number of
an item, specks before it; it holds an underscore; signs around it aside it is a syllable."""

SIGNS = AROUND_WORDS + "<>*"
"""Signs around what may be a document code."""

_LIST_MARK = re.compile(r"[^\W\d_A-Z]\)|[¢©@®]\)")


@lru_cache(maxsize=1 << 12)
def traits(token: str) -> int:
    """Return the flags of a token.

    Examples:
        >>> traits("và"), traits("đ)") == LIST_MARK, traits("UBND") == MAY_BE_CODE | OPENS_LARGE
        (0, True, True)
        >>> traits("(Đồng)") == MAY_BE_CODE | SYLLABLE
        True
    """
    found = OPENS_LARGE if token[:1].isupper() else 0
    if may_be_code(token):
        found |= MAY_BE_CODE
        core = token.strip(SIGNS)
        found |= SYLLABLE if core.isalpha() and is_syllable(canonical(core)) else 0
    if _LIST_MARK.fullmatch(token):
        found |= LIST_MARK
    if ITEM_NUMBER.fullmatch(token):
        found |= ITEM
    if "_" in token:
        found |= UNDERSCORE
    return found
