"""Corpora as arrays of symbols: reading, holding out, numbering."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vndiacritics.errors import MissingExtraError
from vndiacritics.orthography.letters import to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.tokens import BEGIN, END, NUMBER, PIECE, SIGN, SIGNS, UNKNOWN, symbol

HOLD_OUT_EVERY = 500
"""One line in so many, chosen by its CRC-32, is held out of every estimate."""

ID_BITS = 14
"""Bits of a symbol's number: four of them fit one 64-bit key."""

SPECIALS = ("", UNKNOWN, BEGIN, END, NUMBER, SIGN, *sorted(set(SIGNS.values())))
"""Symbols with fixed numbers; number 0 is never used, so that keys of all orders differ."""


def is_held_out(line: str) -> bool:
    """Tell whether a corpus line (without its line end) is kept for measuring."""
    return zlib.crc32(line.encode()) % HOLD_OUT_EVERY == 0


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a plain or zstd-compressed UTF-8 file, without line ends.

    Raises:
        MissingExtraError: a `.zst` file without the `zstandard` package.
    """
    if path.suffix != ".zst":
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\n")
        return
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtraError("zstandard", extra="training") from error
    with path.open("rb") as raw:
        stream = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(raw)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield line.rstrip("\n")


class SymbolArray:
    """A growing array of surface pieces; numbered by first sight, mapped to symbols at the end."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.chunks: list[NDArray[np.uint32]] = []

    def add(self, lines: Iterable[str]) -> None:
        """Append lines, each a paragraph, as BEGIN … END."""
        numbers = self.numbers
        begin = numbers.setdefault(BEGIN, len(numbers))
        end = numbers.setdefault(END, len(numbers))
        buffer: list[int] = []
        for line in lines:
            buffer.append(begin)
            for piece in PIECE.findall(line.lower()):
                number = numbers.get(piece)
                if number is None:
                    number = numbers[piece] = len(numbers)
                buffer.append(number)
            buffer.append(end)
            if len(buffer) > 1 << 20:
                self.chunks.append(np.array(buffer, dtype=np.uint32))
                buffer = []
        self.chunks.append(np.array(buffer, dtype=np.uint32))

    def surface(self) -> NDArray[np.uint32]:
        """Give all surface numbers in order."""
        return np.concatenate(self.chunks) if self.chunks else np.zeros(0, np.uint32)


def surface_symbol(piece: str) -> str:
    """Give the symbol of a surface piece: specials as they are, words in canonical form."""
    if piece in {BEGIN, END}:
        return piece
    return to_old_placement(symbol(piece)) if piece[0].isalpha() else symbol(piece)


def choose_vocabulary(
    counts: Counter[str], *, size: int, least: int, always: Iterable[str] = ()
) -> list[str]:
    """Choose the symbols: specials, words of the lexicon, valid syllables, then frequent words.

    Args:
        counts: occurrences by symbol.
        size: symbols at most, specials included; at most 2**14.
        least: occurrences a symbol outside `always` must have.
        always: words taken whatever their count (syllables and abbreviations of the lexicon).

    Returns:
        The symbols in the order of their numbers.
    """
    if size > 1 << ID_BITS:
        raise ValueError(f"a vocabulary of {size} does not fit {ID_BITS} bits")
    kept = list(SPECIALS)
    seen = set(kept)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    native = [word for word, count in ranked if count >= least and is_syllable(word)]
    other = [word for word, count in ranked if count >= least and not is_syllable(word)]
    for word in [*sorted(set(always)), *native, *other]:
        if word and word not in seen and len(kept) < size:
            seen.add(word)
            kept.append(word)
    return kept


def number_symbols(
    array: SymbolArray, *, size: int = 1 << ID_BITS, least: int = 8, always: Iterable[str] = ()
) -> tuple[list[str], NDArray[np.uint16]]:
    """Choose a vocabulary for an array and number it.

    Returns:
        The vocabulary and the array as its numbers, shape (tokens,), UNKNOWN for all other words.
    """
    surface = array.surface()
    occurrences = np.bincount(surface, minlength=len(array.numbers))
    symbols = [surface_symbol(piece) for piece in array.numbers]
    counts: Counter[str] = Counter()
    for word, count in zip(symbols, occurrences.tolist(), strict=True):
        counts[word] += count
    for special in SPECIALS:
        counts.pop(special, None)
    vocabulary = choose_vocabulary(counts, size=size, least=least, always=always)
    index = {word: number for number, word in enumerate(vocabulary)}
    unknown = index[UNKNOWN]
    table = np.array([index.get(word, unknown) for word in symbols], dtype=np.uint16)
    return vocabulary, table[surface]
