"""What a token looks like, as flags: the stages behind the search look at few tokens each."""

from __future__ import annotations

import re
from functools import lru_cache

from vndiacritics.symbols.context import may_be_code

MAY_BE_SYMBOL, LIST_MARK, OPENS_LARGE = (1 << bit for bit in range(3))
"""It may be a document code; it may be a point of a list; it begins with a capital."""

_LIST_MARK = re.compile(r"[^\W\d_A-Z]\)|[¢©@®]\)")


@lru_cache(maxsize=1 << 16)
def traits(token: str) -> int:
    """Return the flags of a token.

    Examples:
        >>> traits("và"), traits("đ)") == LIST_MARK, traits("UBND") == MAY_BE_SYMBOL | OPENS_LARGE
        (0, True, True)
    """
    found = OPENS_LARGE if token[:1].isupper() else 0
    if may_be_code(token):
        found |= MAY_BE_SYMBOL
    if _LIST_MARK.fullmatch(token):
        found |= LIST_MARK
    return found
