"""What is around the tokens of lines, in columns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import Ints, owners_of, ranges
from vndiacritics.candidates.token_table import CAPITALS, DOCUMENT_NUMBER, HEAD, TokenColumns
from vndiacritics.candidates.torn import SHORT_TAIL, VOWEL, may_tear
from vndiacritics.orthography.syllable import LONGEST_SYLLABLE

_CONSTANTS = (CAPITALS, HEAD, DOCUMENT_NUMBER, LONGEST_SYLLABLE, SHORT_TAIL, VOWEL)


class Around(NamedTuple):
    """What is around tokens; all of shape (tokens,).

    Attributes:
        lines: number of the line.
        within: place in the line.
        contexts: numbers of `CONTEXTS`.
        tears: it may end a syllable torn by spaces; see `may_tear`.
    """

    lines: Ints
    within: Ints
    contexts: Ints
    tears: NDArray[np.bool_]


def around(columns: TokenColumns, numbers: Ints, sizes: Ints) -> Around:
    """Return what is around the tokens of lines, by the compiled core where there is one.

    Args:
        columns: what is known of tokens by number.
        numbers: of the tokens, one line after the other, shape (tokens,).
        sizes: tokens of each line, shape (lines,).
    """
    if core.compiled is None:
        return around_by_arrays(columns, numbers, sizes)
    size = len(numbers)
    found = Around(
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.bool_),
    )
    core.compiled.around(columns, _CONSTANTS, (numbers, sizes), found)
    return found


def around_by_arrays(columns: TokenColumns, numbers: Ints, sizes: Ints) -> Around:
    """Return what is around the tokens of lines; the twin of the compiled core's."""
    within = ranges(sizes)
    tears = np.zeros(len(numbers), dtype=np.bool_)
    tears[may_tear(columns.edges[numbers], columns.lengths[numbers], within)] = True
    return Around(owners_of(sizes), within, contexts(columns.flags[numbers], within), tears)


def contexts(flags: NDArray[np.uint8], within: Ints) -> Ints:
    """Return what is around tokens of lines, as numbers of `CONTEXTS`.

    Args:
        flags: of the tokens, shape (tokens,).
        within: place of each in its line, shape (tokens,).
    """
    follows = within[1:] > 0
    capitals = (flags & CAPITALS) > 0
    heading = np.zeros(len(flags), dtype=np.bool_)
    heading[1:] |= capitals[:-1] & follows
    heading[:-1] |= capitals[1:] & follows
    heads = np.zeros(len(flags), dtype=np.bool_)
    heads[:-1] = ((flags[:-1] & HEAD) > 0) & ((flags[1:] & DOCUMENT_NUMBER) > 0) & follows
    found: Ints = heading + 2 * (within == 0) + 4 * heads
    return found
