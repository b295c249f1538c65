"""A text of any length, cut into pieces that are restored one after the other.

A text of up to `WHOLE` characters is one piece, so that it is read as one document. A longer one is
cut at paragraph or line ends: a small piece first, so that something is seen at once, then pieces
of `PIECE` characters. Memory is bounded by a piece, whatever the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["PIECE", "WHOLE", "cut"]

WHOLE = 1 << 18
"""Characters up to which a text is restored in one piece."""

FIRST = 1 << 12
"""Characters of the first piece of a longer text."""

PIECE = 1 << 17
"""Characters of the others."""

#: Where a piece may end, the best first: after a blank line, a line, a word.
ENDS = ("\n\n", "\r\n\r\n", "\n", "\r", " ", "\t")

LEAST_SHARE = 4
"""A piece that ends at its last blank line has at least one part in so many of its size."""


def cut(chunks: Iterable[str], *, whole: int = WHOLE) -> Iterator[str]:
    r"""Yield the pieces of a text that comes in chunks; joined they are the text.

    Args:
        chunks: The text, in parts of any size.
        whole: Characters up to which it stays in one piece.

    Yields:
        Pieces that are not empty; none for an empty text.

    Examples:
        >>> list(cut(["một\nhai", "\nba"]))
        ['một\nhai\nba']
        >>> [len(piece) for piece in cut(["một dòng\n" * 40_000])][:2]
        [4095, 131067]
    """
    waiting: list[str] = []
    length = 0
    is_long = False
    size = FIRST
    for chunk in chunks:
        waiting.append(chunk)
        length += len(chunk)
        is_long = is_long or length > whole
        if not is_long or length <= size:
            continue
        text = "".join(waiting)
        start = 0
        while len(text) - start > size:
            stop = _end(text, start, start + size)
            yield text[start:stop]
            start = stop
            size = PIECE
        waiting = [text[start:]]
        length = len(text) - start
    rest = "".join(waiting)
    if rest:
        yield rest


def _end(text: str, start: int, stop: int) -> int:
    """Return where a piece that begins at `start` ends, at `stop` at the latest."""
    least = start + (stop - start) // LEAST_SHARE
    for sign in ENDS:
        found = text.rfind(sign, least, stop)
        # A carriage return is not parted from its line feed, nor from one not yet looked at.
        if found >= 0 and not (sign == "\r" and text.startswith("\n", found + 1)):
            return found + len(sign)
    return stop
