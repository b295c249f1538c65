"""What an office writes again and again, counted from its own right texts.

N-grams of orders 2 to 4, and of those that are alike without marks the one that the office nearly
always writes, so that a typing error teaches nothing where the word is written right elsewhere; and
words that are no Vietnamese syllables (names of people and firms, loans), which the
built-in lexicon may lack. Nothing is estimated here: `model.learnt` weighs the counts when they
meet a model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from vndiacritics.model.learnt import Learnt, Ngrams
from vndiacritics.model.own_ngrams import ORDERS
from vndiacritics.orthography.letters import canonical, nfc, strip_marks
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.pieces import BEGIN, PIECE, symbol

__all__ = ["learn"]

LEAST = 2
"""Occurrences a word must have to enter the lexicon."""

MAJORITY = 0.75
"""Share that an n-gram must have among those that are alike without marks."""

SHORTEST = 3
"""Letters of a word that is taken into the lexicon."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def learn(texts: Iterable[str]) -> Learnt:
    r"""Count what right texts have.

    Args:
        texts: Whole texts of an office, right as they are. Errors in them are learnt too where they
            come again and again.

    Examples:
        >>> found = learn(["thôn Đồng Khê thu lúa\nthôn Đồng Khê cấy lúa"])
        >>> rows = found.ngrams[3].symbols.tolist()
        >>> ["thôn", "đồng", "khê"] in [[found.words[number] for number in row] for row in rows]
        True
    """
    numbers: dict[str, int] = {"": 0}
    counts: dict[int, Counter[tuple[int, ...]]] = {order: Counter() for order in ORDERS}
    words: Counter[str] = Counter()
    number = tokens = 0
    for text in texts:
        number += 1
        composed = nfc(text)
        words.update(match for match in _WORD.findall(composed) if _may_be_listed(match))
        for line in composed.splitlines():
            row = _symbols(line, numbers)
            tokens += max(0, len(row) - 1)
            for order, found in counts.items():
                found.update(zip(*(row[start:] for start in range(order)), strict=False))
    stripped: dict[str, int] = {}
    bare = [stripped.setdefault(strip_marks(word), len(stripped)) for word in numbers]
    ngrams = {order: _kept(found, order, bare) for order, found in counts.items()}
    forms = sorted(word for word, times in words.items() if times >= LEAST)
    return _compact(list(numbers), ngrams, tuple(forms), number, tokens)


def _symbols(line: str, numbers: dict[str, int]) -> list[int]:
    """Return the numbers of the symbols of a line, the beginning first."""
    pieces = PIECE.findall(line.lower())
    if not pieces:
        return []
    row = [numbers.setdefault(BEGIN, len(numbers))]
    for piece in pieces:
        name = canonical(piece) if piece[0].isalpha() else symbol(piece)
        row.append(numbers.setdefault(name, len(numbers)))
    return row


def _may_be_listed(word: str) -> bool:
    return len(word) >= SHORTEST and not is_syllable(canonical(word)) and not word.isupper()


def _kept(found: Counter[tuple[int, ...]], order: int, bare: Sequence[int]) -> Ngrams:
    """Keep the n-grams that the office writes, not those that it now and then mistypes."""
    totals: Counter[tuple[int, ...]] = Counter()
    alike: Counter[tuple[int, ...]] = Counter()
    for symbols, times in found.items():
        totals[symbols[:-1]] += times
        alike[tuple(bare[number] for number in symbols)] += times
    rows = sorted(
        (symbols, times)
        for symbols, times in found.items()
        if times >= MAJORITY * alike[tuple(bare[number] for number in symbols)]
    )
    return Ngrams(
        np.array([symbols for symbols, _ in rows], dtype=np.uint32).reshape(-1, order),
        np.array([times for _, times in rows], dtype=np.uint32),
        np.array([totals[symbols[:-1]] for symbols, _ in rows], dtype=np.uint32),
    )


def _compact(
    words: Sequence[str], ngrams: dict[int, Ngrams], forms: tuple[str, ...], texts: int, tokens: int
) -> Learnt:
    """Number only the words that n-grams hold, in alphabetical order."""
    used = sorted(
        {words[number] for rows in ngrams.values() for number in set(rows.symbols.ravel().tolist())}
    )
    place = {word: number for number, word in enumerate(used)}
    new = np.array([place.get(word, 0) for word in words], dtype=np.uint32)
    return Learnt(
        tuple(used),
        {
            order: Ngrams(new[rows.symbols], rows.counts, rows.totals)
            for order, rows in ngrams.items()
        },
        forms,
        texts,
        tokens,
    )
