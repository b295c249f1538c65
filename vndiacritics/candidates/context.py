"""What is around a token on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

LONGEST_NUMBER_HEAD = 4
"""Characters of `số:` at most."""

_DOCUMENT_NUMBER = re.compile(r"\d+(?:/\d+)?[/-][^\W\d_a-z]{2}")


class TokenContext(NamedTuple):
    """What is around a token.

    Attributes:
        heading: the words beside it are in capitals.
        opens_line: it is the first of its line.
        heads_number: a document number such as `45/BC-UBND` follows.
    """

    heading: bool = False
    opens_line: bool = False
    heads_number: bool = False


_SETTINGS = {flags: TokenContext(*flags) for flags in product((False, True), repeat=3)}


def token_contexts(tokens: Sequence[str]) -> list[TokenContext]:
    """Return what is around each token of a line."""
    capitals = [token.isupper() and len(token) > 1 for token in tokens]
    last = len(capitals) - 1
    found = []
    for place, token in enumerate(tokens):
        heading = (place > 0 and capitals[place - 1]) or (place < last and capitals[place + 1])
        heads_number = (
            len(token) <= LONGEST_NUMBER_HEAD
            and place < last
            and _DOCUMENT_NUMBER.match(tokens[place + 1]) is not None
        )
        found.append(_SETTINGS[heading, place == 0, heads_number])
    return found
