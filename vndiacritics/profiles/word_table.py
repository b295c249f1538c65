"""What single tokens tell of damage, in columns: a token is numbered once, then all is gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import F64, Ints, Numbering, owners_of, true_places
from vndiacritics.profiles.mixture import RATES, Damage, Evidence, estimate
from vndiacritics.profiles.word_kinds import LEAST_CAPITALS, Kind, kind, settle

TOKENS_KEPT = 100_000
"""Tokens that are kept for the next text."""

TELLS, LETTERS, CAPITALS, PLAIN_CAPITALS = (1 << bit for bit in range(4))
"""Flags: a token tells how it was damaged, has letters, is of capitals, of plain capitals."""

_CONSTANTS = (TELLS, LETTERS, CAPITALS, PLAIN_CAPITALS)

_TELLS_NOTHING = (0.0,) * RATES

TOGETHER = 1 << 14
"""Tokens that are cut at once: bounds the memory."""

Cut = Callable[[], list[str]]
"""Gives the tokens of a line."""


class WordColumns(NamedTuple):
    """What tokens tell, by number.

    Attributes:
        chances: probability behind each way; see `Evidence.of`, shape (tokens, RATES).
        kinds: see `word_kinds.kind`, shape (tokens,).
        flags: see `TELLS`, shape (tokens,).
    """

    chances: F64
    kinds: NDArray[np.uint8]
    flags: NDArray[np.uint8]


class Words(NamedTuple):
    """The tokens of documents, numbered.

    Attributes:
        cuts: give the tokens of each line.
        sizes: tokens of each line, shape (lines,).
        documents: lines of each document, shape (documents,).
        numbers: of the tokens in `columns`, shape (tokens,).
        columns: what is known of tokens.
    """

    cuts: list[Cut]
    sizes: Ints
    documents: Ints
    numbers: NDArray[np.int32]
    columns: WordColumns

    def owners(self) -> Ints:
        """Return the line of each token, shape (tokens,)."""
        return owners_of(self.sizes)

    def lines_of(self) -> Iterator[slice]:
        """Yield the lines of each document."""
        stop = 0
        for size in self.documents.tolist():
            stop += size
            yield slice(stop - size, stop)

    def tokens_of(self, lines: slice) -> slice:
        """Return the tokens of lines that follow one another."""
        if lines == slice(0, len(self.sizes)):
            return slice(0, len(self.numbers))
        start = int(self.sizes[: lines.start].sum())
        return slice(start, start + int(self.sizes[lines].sum()))

    def tokens(self, lines: slice) -> list[str]:
        """Return the tokens of lines that follow one another."""
        return [token for cut in self.cuts[lines] for token in cut()]

    def kinds(self) -> Ints:
        """Return the kinds of the tokens, each by itself, shape (tokens,)."""
        kinds: Ints = self.columns.kinds[self.numbers].astype(np.int64)
        return kinds

    def settled(self, kinds: Ints, vocabulary: frozenset[str]) -> Ints:
        """Return the kinds of the tokens where those beside them are heard; see `settle`."""
        owners, number = self.owners(), len(self.sizes)
        capitals = np.bincount(owners[kinds == Kind.CAPITALS], minlength=number)
        fragments = np.bincount(owners[kinds >= Kind.FRAGMENT], minlength=number)
        unsettled = true_places((capitals >= LEAST_CAPITALS) | (fragments > 0))
        if not len(unsettled):
            return kinds
        kinds = kinds.copy()
        stops = np.cumsum(self.sizes)
        known: dict[str, int] = {}
        for line in unsettled.tolist():
            places = slice(int(stops[line] - self.sizes[line]), int(stops[line]))
            row = kinds[places].tolist()
            settle(self.cuts[line](), row, vocabulary, known)
            kinds[places] = row
        return kinds

    def damage(self) -> Damage:
        """Return what the words tell of losses.

        Tokens that tell nothing (numbers, codes, signs) are left out, and so are capitals without
        marks among small letters, which are abbreviations and codes.
        """
        told, sizes = told_words(self.columns.flags, self.numbers, self.sizes)
        return estimate(self.columns.chances, told, sizes, self.documents)


def told_words(
    flags: NDArray[np.uint8], numbers: NDArray[np.int32], sizes: Ints
) -> tuple[Ints, Ints]:
    """Return the words of lines that tell of losses, by the compiled core where there is one.

    Args:
        flags: of tokens by number.
        numbers: of the tokens, one line after the other, shape (tokens,).
        sizes: tokens of each line, shape (lines,).

    Returns:
        Their numbers, one line after the other, shape (words,), and how many each line has, shape
        (lines,).
    """
    if core.compiled is None:
        return told_by_arrays(flags, numbers, sizes)
    told, counts = np.empty(len(numbers), dtype=np.int64), np.empty(len(sizes), dtype=np.int64)
    size = core.compiled.told(flags, _CONSTANTS, (numbers, sizes), (told, counts))
    return told[:size], counts


def told_by_arrays(
    flags: NDArray[np.uint8], numbers: NDArray[np.int32], sizes: Ints
) -> tuple[Ints, Ints]:
    """Return the words that tell of losses; the twin of the compiled core's."""
    own, owners = flags[numbers], owners_of(sizes)

    def counted(flag: int) -> Ints:
        found: Ints = np.bincount(owners[(own & flag) > 0], minlength=len(sizes))
        return found

    small = 2 * counted(CAPITALS) <= counted(LETTERS)
    told = ((own & TELLS) > 0) & ~(((own & PLAIN_CAPITALS) > 0) & small[owners])
    counts = np.bincount(owners[told], minlength=len(sizes))
    return numbers[told].astype(np.int64), counts


class WordTable:
    """Numbers tokens, and tells what is known of each; may be used by several threads.

    Args:
        evidence: of tokens.
        vocabulary: lower-case words that are known.
    """

    def __init__(self, evidence: Evidence, vocabulary: frozenset[str]) -> None:
        self._evidence = evidence
        self._vocabulary = vocabulary
        self._numbering = self._fresh()

    def words(self, documents: Sequence[Sequence[Cut]]) -> Words:
        """Number the tokens of documents.

        Args:
            documents: what gives the tokens of each line of each.
        """
        cuts = [cut for document in documents for cut in document]
        counts = np.array([len(document) for document in documents], dtype=np.int64)
        sizes: list[int] = []
        parts = [np.empty(0, dtype=np.int32)]
        tokens: list[str] = []
        if len(self._numbering) > TOKENS_KEPT:
            self._numbering = self._fresh()
        numbering = self._numbering
        for place, cut in enumerate(cuts, start=1):
            line = cut()
            sizes.append(len(line))
            tokens += line
            if len(tokens) > TOGETHER or place == len(cuts):
                parts.append(numbering.numbered(tokens)[0].astype(np.int32))
                tokens = []
        columns = WordColumns(*numbering.columns)
        return Words(cuts, np.array(sizes, dtype=np.int64), counts, np.concatenate(parts), columns)

    def _fresh(self) -> Numbering:
        empty = WordColumns(
            np.empty((0, RATES)), np.empty(0, dtype=np.uint8), np.empty(0, dtype=np.uint8)
        )
        return Numbering(empty, self._row)

    def _row(self, token: str) -> tuple[tuple[float, ...], int, int]:
        """Return the cells of a token; see `WordColumns`."""
        told = self._told(token)
        flags = TELLS if told else 0
        if any(map(str.isalpha, token)):
            flags |= LETTERS
            if token.isupper() and len(token) > 1:
                flags |= CAPITALS | (PLAIN_CAPITALS if token.isascii() else 0)
        return told or _TELLS_NOTHING, kind(token, self._vocabulary), flags

    def _told(self, token: str) -> tuple[float, ...]:
        """Return what a token tells; most new ones are known words beside signs, or capitalised."""
        word = self._evidence.word(token)
        number = None if word == token else self._numbering.number(word)
        if number is None:
            return self._evidence.of(token)
        chances, _, flags = self._numbering.columns
        return tuple(chances[number].tolist()) if flags[number] & TELLS else ()
