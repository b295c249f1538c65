"""The engine's second thoughts: words it nearly read, weighed by the language model.

Tesseract tells for each letter which others it considered and how sure it was of each
(``lstm_choice_mode=2``). A word that is a word, such as `chuyền`, gives a restorer of text no cause
to doubt it; that the engine all but read `chuyển` does. So a word the restorer left as it was gives
way to one that differs in a letter the engine considered, where that fits between its neighbours
better by far.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

from vndiacritics import pieces
from vndiacritics.ocr.page import Page, Reading, Word
from vndiacritics.ocr.repair import REPAIRED, placed_words
from vndiacritics.ocr.settings import Keeper
from vndiacritics.orthography.letters import nfc, to_old_placement
from vndiacritics.orthography.syllable import is_syllable

if TYPE_CHECKING:
    from lxml import etree

    from vndiacritics.model.language_model import LanguageModel

__all__ = ["MARGIN", "Weigher", "readings", "taken"]

MARGIN = 1.0
"""Nats by which a reading must fit better, over what the engine holds against it.

On 24 pages drawn for it 0.5 and 1 put three words right, none wrong; 1.5 one
(docs/trials/scans.md).
"""

BEFORE, AFTER = 4, 3
"""Words that a word is weighed between: what the language model of order 4 sees."""


# --- from the engine -----------------------------------------------------------------------------


def taken(root: etree._Element) -> dict[int, tuple[Reading, ...]]:
    """Take the letters' alternatives out of a hOCR document of Tesseract.

    Args:
        root: Parsed; it is left without them, and with less to search through.

    Returns:
        The other readings of words, by the word's number in the document.
    """
    found: dict[int, tuple[Reading, ...]] = {}
    for number, element in enumerate(root.xpath('//*[@class="ocrx_word"]')):
        steps = [child for child in element if (child.get("id") or "").startswith("lstm_choices")]
        if not steps:
            continue
        word = nfc((element.text or "").strip())
        others = readings(word, [list(_letters(step)) for step in steps])
        if others:
            found[number] = others
        for step in steps:
            element.remove(step)
    return found


def _letters(step: Any) -> Iterator[tuple[str, float]]:
    for place, choice in enumerate(step):
        _, _, told = (choice.get("title") or "").partition("x_confs ")
        confidence = float(told or 0)
        if not place or confidence:
            yield nfc(choice.text or ""), confidence


def readings(word: str, letters: Sequence[Sequence[tuple[str, float]]]) -> tuple[Reading, ...]:
    """Return the other readings of a word that are one letter away.

    Args:
        word: As it was read.
        letters: For each of its letters those considered, each with a confidence from 0 to 100, the
            one that was read first. Blanks in front of the word are passed over.

    Returns:
        The readings, with the nats by which the engine preferred its own.

    Example:
        >>> found = readings("tô", [[("t", 95.0)], [("ô", 90.0), ("ổ", 45.0), ("o", 0.0)]])
        >>> [(reading.text, round(reading.against, 2)) for reading in found]
        [('tổ', 0.69)]
    """
    steps = [step for step in letters if step and step[0][0].strip()]
    if [step[0][0] for step in steps] != list(word):
        return ()
    return tuple(
        Reading(word[:place] + letter + word[place + 1 :], math.log(max(1.0, own) / confidence))
        for place, ((read, own), *others) in enumerate(steps)
        for letter, confidence in others
        if confidence > 0 and len(letter) == 1 and letter.isalpha() and read.isalpha()
        if letter.lower() != read.lower()
    )


# --- weighed by the language model ---------------------------------------------------------------


@dataclass(frozen=True)
class _Doubt:
    """A word, by its place, with a reading of it that may be better."""

    place: int
    reading: Reading


class Weigher:
    """Replaces words by other readings of the engine that fit far better.

    Args:
        language_model: Gives the probability of a word after others.
    """

    def __init__(self, language_model: LanguageModel) -> None:
        self._language_model = language_model
        self._index = language_model.index
        self._unknown = self._index[pieces.UNKNOWN]

    def reconsider(self, page: Page, *, least: float = 0.0, keep: Keeper | None = None) -> Page:
        """Look again at the words of a page that no repair has changed.

        Args:
            page: As repaired.
            least: Certainty that another reading must reach.
            keep: What a user wants kept.
        """
        kept = set() if keep is None else _kept(page, keep)
        changed: dict[int, Word] = {}
        for kind in REPAIRED:
            words = [word for line in page.lines(kind) for word in line.words]
            doubts = [
                _Doubt(place, reading)
                for place, word in enumerate(words)
                if word.observed is None and id(word) not in kept
                for reading in word.readings
                if _is_word(reading.text)
            ]
            for place, (gain, reading) in self._better(words, doubts).items():
                certainty = 1 / (1 + math.exp(-gain))
                if certainty < least:
                    continue
                changed[id(words[place])] = replace(
                    words[place],
                    text=reading.text,
                    observed=words[place].text,
                    certainty=certainty,
                    sure=None,
                    alternatives=(words[place].text,),
                )
        if not changed:
            return page
        return page.mapped(lambda line: line.mapped(lambda word: changed.get(id(word), word)))

    def _better(
        self, words: Sequence[Word], doubts: Sequence[_Doubt]
    ) -> dict[int, tuple[float, Reading]]:
        """Return the readings that win by the margin, and the nats by which they do, by place."""
        others = [self._numbers(doubt.reading.text) for doubt in doubts]
        known = [self._unknown not in other for other in others]
        if not any(known):
            return {}
        numbers = [self._numbers(word.text) for word in words]
        windows: list[list[int]] = []
        asked: list[tuple[_Doubt, int]] = []
        own: dict[int, int] = {}
        for doubt, other in compress(zip(doubts, others, strict=True), known):
            place = doubt.place
            before = list(chain(*numbers[max(0, place - BEFORE) : place]))[-BEFORE:]
            after = list(chain(*numbers[place + 1 : place + 1 + AFTER]))[:AFTER]
            if place not in own:
                own[place] = len(windows)
                windows.append([*before, *numbers[place], *after])
            asked.append((doubt, len(windows)))
            windows.append([*before, *other, *after])
        scores = self._language_model.score_windows(windows)
        best: dict[int, tuple[float, Reading]] = {}
        for doubt, number in asked:
            gain = scores[number] - scores[own[doubt.place]] - doubt.reading.against
            if gain > max(MARGIN, best.get(doubt.place, (0.0,))[0]):
                best[doubt.place] = gain, doubt.reading
        return best

    def _numbers(self, text: str) -> list[int]:
        """Return the symbols of a word with its signs, as numbers of the language model."""
        parts = [text[start:stop] for start, stop in pieces.cut(nfc(text))]
        return [
            self._index[pieces.NUMBER]
            if pieces.is_number(piece)
            else self._index.get(pieces.symbol(to_old_placement(piece.lower())), self._unknown)
            for piece in parts
        ]


def _is_word(text: str) -> bool:
    """Return whether all words of a token are syllables."""
    parts = [text[start:stop] for start, stop in pieces.cut(text)]
    words = [to_old_placement(piece.lower()) for piece in parts if piece[0].isalpha()]
    return bool(words) and all(map(is_syllable, words))


def _kept(page: Page, keep: Keeper) -> set[int]:
    """Return the identities of the words of a page that lie in what is kept."""
    found: set[int] = set()
    for kind in REPAIRED:
        text = page.text(kind)
        spans = keep.spans(text)
        found.update(
            id(place.word)
            for place in placed_words(page, kind, text)
            if any(start < place.end and place.start < stop for start, stop in spans)
        )
    return found
