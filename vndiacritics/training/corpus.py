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
from vndiacritics.pieces import BEGIN, END, NUMBER, PIECE, SIGN, SIGNS, UNKNOWN, symbol

HOLD_OUT_EVERY = 500
"""One line in so many, chosen by its CRC-32, is held out of every estimate."""

ID_BITS = 14
"""Bits of a symbol's number: four of them fit one 64-bit key."""

SPECIALS = ("", UNKNOWN, BEGIN, END, NUMBER, SIGN, *sorted(set(SIGNS.values())))
"""Symbols with fixed numbers; number 0 is never used, so that keys of all orders differ."""


def is_held_out(line: str) -> bool:
    """Return whether a corpus line (without its line end) is kept for measuring."""
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


class Numbering:
    """Numbers surface pieces by first sight, for all texts alike; they become symbols later."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {BEGIN: 0, END: 1}

    def read(self, lines: Iterable[str]) -> NDArray[np.uint32]:
        """Number lines, each a paragraph, as BEGIN … END; empty ones are passed over.

        Returns:
            The numbers of the pieces, shape (tokens,).
        """
        numbers = self.numbers
        begin, end = numbers[BEGIN], numbers[END]
        chunks: list[NDArray[np.uint32]] = []
        buffer: list[int] = []
        for line in lines:
            pieces = PIECE.findall(line.lower())
            if not pieces:
                continue
            buffer.append(begin)
            for piece in pieces:
                number = numbers.get(piece)
                if number is None:
                    number = numbers[piece] = len(numbers)
                buffer.append(number)
            buffer.append(end)
            if len(buffer) > 1 << 20:
                chunks.append(np.array(buffer, dtype=np.uint32))
                buffer = []
        chunks.append(np.array(buffer, dtype=np.uint32))
        return np.concatenate(chunks)


def surface_symbol(piece: str) -> str:
    """Return the symbol of a surface piece: specials as they are, words in canonical form."""
    if piece in {BEGIN, END}:
        return piece
    return to_old_placement(symbol(piece)) if piece[0].isalpha() else symbol(piece)


def may_be_word(word: str) -> bool:
    """Return whether a word outside the lexicon may be a symbol.

    Native syllables may not: the lexicon holds them all, others are typing errors (`dịnh`). Nor may
    words with marks: they are errors too (`đuợc`). What is left are names and words of other
    languages, and abbreviations.

    Examples:
        >>> [may_be_word(word) for word in ("dịnh", "đuợc", "internet", "qđnđ")]
        [False, False, True, True]
    """
    return not is_syllable(word) and word.replace("đ", "d").isascii()


def choose_vocabulary(
    counts: Counter[str], *, size: int, least: int, always: Iterable[str] = ()
) -> list[str]:
    """Choose the symbols: specials, words of the lexicon, then frequent words.

    Args:
        counts: occurrences by symbol, weighted.
        size: symbols at most, specials included; at most 2**14.
        least: occurrences a symbol outside `always` must have.
        always: words taken whatever their count (syllables and abbreviations of the lexicon).
            Without any, valid syllables are taken from the text, the frequent ones first.

    Returns:
        The symbols in the order of their numbers.
    """
    if size > 1 << ID_BITS:
        raise ValueError(f"a vocabulary of {size} does not fit {ID_BITS} bits")
    kept = list(SPECIALS)
    seen = set(kept)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    frequent = [word for word, count in ranked if count >= least]
    first = sorted(set(always)) or [word for word in frequent if is_syllable(word)]
    for word in [*first, *(word for word in frequent if may_be_word(word))]:
        if word and word not in seen and len(kept) < size:
            seen.add(word)
            kept.append(word)
    return kept


def count_symbols(
    numbers: dict[str, int], texts: Iterable[tuple[NDArray[np.uint32], float]]
) -> Counter[str]:
    """Count the symbols of numbered texts, each occurrence by its text's weight, rounded.

    Specials are left out.
    """
    occurrences = np.zeros(len(numbers))
    for text, weight in texts:
        occurrences += weight * np.bincount(text, minlength=len(numbers))
    counts: Counter[str] = Counter()
    for piece, count in zip(numbers, np.rint(occurrences).astype(np.int64).tolist(), strict=True):
        counts[surface_symbol(piece)] += count
    for special in SPECIALS:
        counts.pop(special, None)
    return counts


def symbol_table(numbers: dict[str, int], vocabulary: list[str]) -> NDArray[np.uint16]:
    """Return the symbol number of each surface number, UNKNOWN for words outside the vocabulary."""
    index = {word: number for number, word in enumerate(vocabulary)}
    unknown = index[UNKNOWN]
    return np.array(
        [index.get(surface_symbol(piece), unknown) for piece in numbers], dtype=np.uint16
    )
