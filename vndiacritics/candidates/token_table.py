"""What single tokens look like, in columns: a token is numbered once, then all is gathered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints, Numbering
from vndiacritics.candidates.context import LONGEST_NUMBER_HEAD, is_document_number
from vndiacritics.candidates.torn import edges
from vndiacritics.candidates.unspaced import may_lack_space, may_lack_stop_space
from vndiacritics.symbols.spaces import has_stroke, may_be_glued, opens_number

CAPITALS, HEAD, DOCUMENT_NUMBER, OPENS_NUMBER = (1 << bit for bit in range(4))
STROKE, GLUED, LACKS_STOP_SPACE, LACKS_SPACE = (1 << bit for bit in range(4, 8))
"""It is in capitals; it is so short that it may head a document number; it begins with one; a date
or code may begin with it; it has a stroke; a word may be glued to a code in it; a space may be
missing in it behind a stop; another space may."""


class TokenColumns(NamedTuple):
    """What tokens look like, by number; all of shape (tokens,) but `edges`, (tokens, 4).

    Attributes:
        flags: see `CAPITALS`.
        lengths: characters.
        edges: see `candidates.torn.edges`.
    """

    flags: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    edges: NDArray[np.int8]


class TokenTable:
    """Numbers tokens; may be used by several threads. See `vndiacritics.arrays.Numbering`."""

    def __init__(self) -> None:
        empty = TokenColumns(
            np.empty(0, dtype=np.uint8),
            np.empty(0, dtype=np.int32),
            np.empty((0, 4), dtype=np.int8),
        )
        self._numbering = Numbering(empty, lambda token: (_flags(token), len(token), edges(token)))

    def __len__(self) -> int:
        return len(self._numbering)

    def numbered(self, tokens: Sequence[str]) -> tuple[Ints, TokenColumns]:
        """Return the numbers of tokens, and the columns these numbers count in."""
        numbers, columns = self._numbering.numbered(tokens)
        return numbers, TokenColumns(*columns)


def _flags(token: str) -> int:
    found = CAPITALS if token.isupper() and len(token) > 1 else 0
    found |= HEAD if len(token) <= LONGEST_NUMBER_HEAD else 0
    found |= DOCUMENT_NUMBER if is_document_number(token) else 0
    found |= OPENS_NUMBER if opens_number(token) else 0
    found |= STROKE if has_stroke(token) else 0
    found |= GLUED if may_be_glued(token) else 0
    found |= LACKS_STOP_SPACE if may_lack_stop_space(token) else 0
    return found | (LACKS_SPACE if may_lack_space(token) else 0)
