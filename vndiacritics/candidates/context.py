"""What is around a token on its line."""

from __future__ import annotations

import re
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


CONTEXTS = tuple(TokenContext(*flags[::-1]) for flags in product((False, True), repeat=3))
"""By number: 1 for `heading`, 2 for `opens_line`, 4 for `heads_number`."""


def is_document_number(token: str) -> bool:
    """Return whether a token begins with a document number."""
    return _DOCUMENT_NUMBER.match(token) is not None
