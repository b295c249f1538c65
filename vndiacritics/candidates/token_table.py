"""What single tokens look like, in columns: a token is numbered once, then all is gathered."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints
from vndiacritics.candidates.context import LONGEST_NUMBER_HEAD, is_document_number
from vndiacritics.candidates.torn import edges
from vndiacritics.symbols.spaces import has_stroke, may_be_glued, opens_number

CAPITALS, HEAD, DOCUMENT_NUMBER, OPENS_NUMBER, STROKE, GLUED = (1 << bit for bit in range(6))
"""It is in capitals; it is so short that it may head a document number; it begins with one; a date
or code may begin with it; it has a stroke; a word may be glued to a code in it."""

_FIRST_SIZE = 1 << 10


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
    """Numbers tokens; may be used by several threads.

    What is numbered never changes. Columns are longer than what is numbered.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers: dict[str, int] = {}
        self._columns = _empty(_FIRST_SIZE)

    def __len__(self) -> int:
        return len(self._numbers)

    def numbered(self, tokens: Sequence[str]) -> tuple[Ints, TokenColumns]:
        """Return the numbers of tokens, and the columns these numbers count in."""
        found = list(map(self._numbers.get, tokens))
        if None in found:
            self._learn(tokens)
            found = list(map(self._numbers.get, tokens))
        return np.array(found, dtype=np.int64), self._columns

    def _learn(self, tokens: Sequence[str]) -> None:
        with self._lock:
            new = [token for token in dict.fromkeys(tokens) if token not in self._numbers]
            first, size = len(self._numbers), len(self._numbers) + len(new)
            columns = self._columns
            if size > len(columns.flags):
                larger = _empty(max(size, 2 * len(columns.flags)))
                larger.flags[:first] = columns.flags[:first]
                larger.lengths[:first] = columns.lengths[:first]
                larger.edges[:first] = columns.edges[:first]
                columns = larger
            for place, token in enumerate(new, start=first):
                columns.flags[place] = _flags(token)
                columns.lengths[place] = len(token)
                columns.edges[place] = edges(token)
            self._columns = columns
            # Published last: who finds a number finds its row.
            self._numbers.update(zip(new, range(first, size), strict=True))


def _empty(size: int) -> TokenColumns:
    return TokenColumns(
        np.empty(size, dtype=np.uint8),
        np.empty(size, dtype=np.int32),
        np.empty((size, 4), dtype=np.int8),
    )


def _flags(token: str) -> int:
    found = CAPITALS if token.isupper() and len(token) > 1 else 0
    found |= HEAD if len(token) <= LONGEST_NUMBER_HEAD else 0
    found |= DOCUMENT_NUMBER if is_document_number(token) else 0
    found |= OPENS_NUMBER if opens_number(token) else 0
    found |= STROKE if has_stroke(token) else 0
    return found | (GLUED if may_be_glued(token) else 0)
