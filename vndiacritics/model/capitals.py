"""P(capital | word, what stands beside it): for words whose first letter is not to be seen.

`iều 2` is *Điều 2*, `iều này` *điều này*. Counted in running text, for the words that begin with a
letter beyond Latin-1. What was seen seldom of a word is filled up with what its neighbours and the
word itself say apart, as naive Bayes puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model import store

KIND = "capitals"
LEAST = 20
"""Occurrences a word must have to be listed."""

STRENGTH = 4.0
"""Occurrences that the estimate without a place is worth."""

STEPS = 255
"""Probabilities are stored in so many steps."""


class Left(IntEnum):
    """What stands before a word."""

    START = 0
    SIGN = 1
    NUMBER = 2
    UPPER = 3
    TITLE = 4
    LOWER = 5


class Right(IntEnum):
    """What stands behind a word."""

    SIGN = 0
    NUMBER = 1
    TITLE = 2
    LOWER = 3


def left_of(piece: str) -> Left:
    """Return what the piece before a word is; '' at the beginning of a text.

    Examples:
        >>> [left_of(piece).name for piece in ("", ".", "(", "5", "BAN", "Ban", "ban")]
        ['START', 'START', 'SIGN', 'NUMBER', 'UPPER', 'TITLE', 'LOWER']
    """
    if not piece or piece in ".!?:":
        return Left.START
    if piece[0].isdigit():
        return Left.NUMBER
    if not piece[0].isalpha():
        return Left.SIGN
    if not piece[0].isupper():
        return Left.LOWER
    return Left.UPPER if len(piece) > 1 and piece.isupper() else Left.TITLE


def right_of(piece: str) -> Right:
    """Return what the piece behind a word is; '' at the end of a text."""
    if not piece or not piece[0].isalnum():
        return Right.SIGN
    if piece[0].isdigit():
        return Right.NUMBER
    return Right.TITLE if piece[0].isupper() else Right.LOWER


@dataclass(frozen=True)
class Capitals:
    """The compiled table.

    Attributes:
        words: lower case, old tone placement; also pairs of a word and the one behind it.
        chances: of a capital, in `STEPS`, shape (words + 1, Left, Right); the last row is for words
            that are not listed.
    """

    words: list[str]
    chances: NDArray[np.uint8]
    _rows: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows = {word: row for row, word in enumerate(self.words)}
        object.__setattr__(self, "_rows", rows)

    def chance(self, word: str, left: str, right: str) -> float:
        """Return P(capital), 0 to 1, of a lower-case word between two pieces of text."""
        row = self._rows.get(f"{word} {right.lower()}")
        if row is None:
            row = self._rows.get(word, -1)
        return float(self.chances[row, left_of(left), right_of(right)]) / STEPS


def estimate(counts: dict[str, NDArray[np.float32]], *, least: int = LEAST) -> Capitals:
    """Turn counts into chances.

    Args:
        counts: of each word, and of each pair, with a small and a capital initial, shape
            (2, Left, Right).
        least: occurrences a word must have to be listed; a pair needs ten times as many.
    """
    together = np.zeros((2, len(Left), len(Right)))
    for word, table in counts.items():
        if " " not in word:
            together += table
    beside = (together[1] + 0.5) / (together.sum(axis=0) + 1)
    mean = float((together[1].sum() + 0.5) / (together.sum() + 1))
    found: dict[str, NDArray[np.float64]] = {}
    for word in sorted(counts, key=lambda word: (" " in word, word)):
        small, capital = counts[word]
        total = small + capital
        if total.sum() < least * (10 if " " in word else 1):
            continue
        naive = found.get(word.split(" ")[0])
        if naive is None or " " not in word:
            own = (capital.sum() + mean) / (total.sum() + 1)
            naive = _logistic(_logit(beside) + _logit(own) - _logit(mean))
        found[word] = (capital + STRENGTH * naive) / (total + STRENGTH)
    names = sorted(found)
    rows = np.array([*(found[word] for word in names), beside])
    return Capitals(names, np.round(rows * STEPS).astype(np.uint8))


def _logit(chance: Any) -> Any:
    return np.log(chance) - np.log1p(-chance)


def _logistic(odds: Any) -> Any:
    return 1 / (1 + np.exp(-odds))


def save(capitals: Capitals, path: Path) -> str:
    """Write the table; give its checksum."""
    arrays = {"words": store.pack_strings(capitals.words), "chances": capitals.chances}
    return store.write(path, KIND, {}, arrays)


def load(path: Path) -> Capitals:
    """Map the table.

    Raises:
        ModelError: see `store.read`.
    """
    arrays = store.read(path, KIND).arrays
    return Capitals(store.unpack_strings(arrays["words"]), arrays["chances"])
