"""Unicode typed in an old font: which words of such texts are Unicode already.

A text keeps its old font where the keyboard went over to Unicode, or where a template of old styles
is filled in today; both can lie in one run. A word's letters often tell (``chức`` is none in
TCVN3), else the words around it do (``cô`` is ``cụ`` in TCVN3): it is the cheapest way through all
words, a price paid for each change. It is sought twice: by the letters of the words alone, then, of
words that can be read both ways, by what the language model says of them among their neighbours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from vndiacritics.model import language_model
from vndiacritics.model.checksum import DATA, SUFFIX
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.orthography.letters import canonical
from vndiacritics.pieces import PIECE, UNKNOWN, symbol
from vndiacritics.text import encodings
from vndiacritics.text.encoding_costs import UNICODE, foreign_cost, scores
from vndiacritics.text.kept import Span

__all__ = ["PRICES", "Prices", "unicode_words"]

UNSURE = 10.0
"""Nats between the readings of a word, by its letters, up to which its neighbours are asked."""

NEIGHBOURS = 40
"""Characters on either side that are looked at, of the same line."""

SIGN_COST = 5.0
"""Nats for a sign that touches a letter as it does in no text (``t¹o``, ``m«``)."""

_WORD = re.compile(r"\S+")
_LETTER, _SIGN = r"[^\W\d_]", "[¡-ª¬-¯´-º¼-¿×÷]"
_TOUCHING = re.compile(f"(?<={_LETTER})(?:{_SIGN}|«)|(?:{_SIGN}|»)(?={_LETTER})")


@dataclass(frozen=True)
class Prices:
    """What a change of the typing costs, in nats.

    Tuned by ``python -m benchmarks fonts --data ../shared --prices FIRST TEXT WORD``; the figures
    stand in docs/trials/text-layers.md.

    Attributes:
        first: the first word of all is Unicode.
        text: it changes at the border of a text.
        word: it changes within a text.
    """

    first: float = 2.0
    text: float = 1.0
    word: float = 3.0


PRICES = Prices()


@dataclass(frozen=True)
class _Word:
    """A word in an old font whose letters may tell how it was typed.

    Attributes:
        span: of the source.
        old: as the font has it read.
        cost: nats by which it is dearer as Unicode than so.
        begins: the border of a text lies between it and the word before it.
    """

    span: Span
    old: str
    cost: float
    begins: bool


def unicode_words(
    source: str, texts: Sequence[Span], encoding: str, *, prices: Prices = PRICES
) -> list[Span]:
    """Return the spans of the words that were typed in Unicode, in order.

    Args:
        source: a document.
        texts: the spans in an old font, in order; one may go on where the one before it ends.
        encoding: that the font stands for.
        prices: of changes.
    """
    words = list(_words(source, texts, encoding))
    words = _heard(source, words, _cheapest(words, prices))
    typed = _cheapest(words, prices)
    return [word.span for word, is_typed in zip(words, typed, strict=True) if is_typed]


def _words(source: str, texts: Sequence[Span], encoding: str) -> Iterator[_Word]:
    """Yield the words with letters beyond ASCII; one that lies in two texts is one word."""
    begins = True
    number = 0
    while number < len(texts):
        start, stop = texts[number]
        number += 1
        borders = [start]
        while number < len(texts) and texts[number][0] == stop:
            borders.append(stop)
            stop = texts[number][1]
            number += 1
        for match in _WORD.finditer(source, start, stop):
            while borders and borders[0] < match.end():
                begins = True
                del borders[0]
            if match[0].isascii():
                continue
            costs = scores(match[0])
            old = encodings.decode(match[0], encoding).text
            yield _Word(match.span(), old, costs[UNICODE] - costs[encoding], begins)
            begins = False


def _heard(source: str, words: Sequence[_Word], typed: Sequence[bool]) -> list[_Word]:
    """Return the words, those that are unsure with what the model says of them as their cost.

    Args:
        source: the document.
        words: in it.
        typed: of each whether it is taken for Unicode so far: its neighbours are shown so.
    """
    shown: list[str] = []
    spans: list[Span] = []
    done = size = 0
    for word, is_typed in zip(words, typed, strict=True):
        start, stop = word.span
        pieces = (source[done:start], source[start:stop] if is_typed else word.old)
        shown += pieces
        size += len(pieces[0])
        spans.append((size, size + len(pieces[1])))
        size += len(pieces[1])
        done = stop
    text = "".join((*shown, source[done:]))
    result = list(words)
    unsure: list[int] = []
    readings: list[tuple[str, str, str]] = []
    for number, word in enumerate(words):
        new = source[slice(*word.span)]
        if abs(word.cost) <= UNSURE and new != word.old:
            before, behind = _neighbours(text, spans[number])
            unsure.append(number)
            readings += ((before, new, behind), (before, word.old, behind))
    costs = _costs(readings) if readings else []
    for number, new_cost, old_cost in zip(unsure, costs[::2], costs[1::2], strict=True):
        result[number] = replace(words[number], cost=new_cost - old_cost)
    return result


def _neighbours(text: str, span: Span) -> tuple[str, str]:
    """Return what stands before and behind a word on its line, whole words."""
    start, stop = span
    before = text[max(0, start - NEIGHBOURS) : start]
    behind = text[stop : stop + NEIGHBOURS]
    if len(before) == NEIGHBOURS:
        before = before.partition(" ")[2]
    if len(behind) == NEIGHBOURS:
        behind = behind.rpartition(" ")[0]
    return before.rpartition("\n")[2], behind.partition("\n")[0]


@cache
def _model() -> LanguageModel:
    """Return the built-in model, whatever model restores: how a file is read hangs on no option."""
    return language_model.load(DATA / f"language-model{SUFFIX}")


def _costs(readings: Sequence[tuple[str, str, str]]) -> list[float]:
    """Return what readings of words with their neighbours cost in nats.

    Args:
        readings: what stands before a word, the word, what stands behind it.
    """
    model = _model()
    numbers, unknown = model.index, model.index[UNKNOWN]
    windows = []
    spelt = []
    for reading in readings:
        pieces = [PIECE.findall(canonical(part)) for part in reading]
        windows.append([numbers.get(symbol(piece), unknown) for part in pieces for piece in part])
        words = sum(foreign_cost(p) for p in pieces[1] if p.isalpha() and p not in numbers)
        spelt.append(words + SIGN_COST * len(_TOUCHING.findall(reading[1])))
    logs = model.score_windows(windows)
    return [cost - log for cost, log in zip(spelt, logs, strict=True)]


def _cheapest(words: Sequence[_Word], prices: Prices) -> list[bool]:
    """Return of each word whether it is Unicode on the cheapest way through them all."""
    costs = (0.0, math.inf)
    ways: list[tuple[bool, bool]] = []
    for number, word in enumerate(words):
        change = prices.text if word.begins else prices.word
        change = change if number else prices.first
        came = (costs[1] + change < costs[0], costs[1] <= costs[0] + change)
        ways.append(came)
        costs = (min(costs[0], costs[1] + change), min(costs[1], costs[0] + change) + word.cost)
    state = costs[1] < costs[0]
    found = []
    for came in reversed(ways):
        found.append(state)
        state = came[state]
    return found[::-1]
