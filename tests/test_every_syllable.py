"""Every onset with every rime and tone goes through, alone, in capitals, in context."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import product

import pytest

from vndiacritics.candidates.torn import Spaces
from vndiacritics.model.bundle import load
from vndiacritics.orthography.letters import TONE_MARKS, canonical
from vndiacritics.orthography.syllable import ONSETS, RIMES
from vndiacritics.restorer import Restorer

RESTORER = Restorer()
VOWELS = "aăâeêioôơuưy"
STEP = 101
"""Every so many of them go through the whole restorer; all are cut."""


def toned(rime: str) -> list[str]:
    """Write a rime with each tone on each of its vowels, rightly placed or not."""
    places = [place for place, letter in enumerate(rime) if letter in VOWELS]
    marked = [
        rime[: place + 1] + mark + rime[place + 1 :] for mark in TONE_MARKS for place in places
    ]
    return [rime, *(unicodedata.normalize("NFC", row) for row in marked)]


@pytest.fixture(scope="module")
def syllables() -> list[str]:
    """Give what onsets, rimes and tones make, legal or not."""
    rimes = [row for rime in sorted(RIMES) for row in toned(rime)]
    return [onset + rime for onset, rime in product(ONSETS, rimes)]


def test_a_cut_has_known_parts_that_are_the_whole(syllables: list[str]) -> None:
    model = load(None).language_model
    spaces = Spaces(model)
    for form in (str.lower, str.upper, str.title):
        for word in map(form, syllables):
            parts = spaces.unglued(word)
            assert "".join(parts) == word
            assert len(parts) == 1 or all(canonical(part) in model.index for part in parts)


@pytest.mark.parametrize(
    "line",
    ["{}", "{}.", "ủy ban {} tỉnh", "uy ban {} tinh", "Uy ban nhan dan xa bdo cdo {}", "{0}{0}"],
)
@pytest.mark.parametrize("form", [str.lower, str.upper, str.title])
def test_every_syllable_goes_through(
    syllables: list[str], line: str, form: Callable[[str], str]
) -> None:
    lines = [line.format(form(word)) for word in syllables[::STEP]]
    restored = RESTORER.restore_batch(lines)
    assert len(restored) == len(lines)


@pytest.mark.parametrize("word", ["huỹ bỏ", "tỉnh uỵ", "UỴ BAN", "nguỹ", "toẻ ra", "phát huỵ."])
def test_a_legal_syllable_that_no_text_had_stays(word: str) -> None:
    assert RESTORER.restore(word) == word
