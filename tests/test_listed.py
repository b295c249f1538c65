"""Words that are no syllables: loans, and a user's own."""

from __future__ import annotations

import pytest
from small_model import model_of

from vndiacritics.candidates.listed import (
    DIFFERENCE_COST,
    KEEP_COST,
    LISTED_COST,
    OTHER_MARKS_COST,
    ListedWords,
)
from vndiacritics.model.lexicon import Lexicon

MODEL = model_of("internet ở xã", "dùng email và internet")
LEXICON = Lexicon(
    {}, frozenset(), frozenset({"ôxi", "vắcxin"}), ("Vinasun", "Kông Chro", "Vietcombank")
)
WORDS = ListedWords(MODEL, LEXICON)

FOUND = [
    ("known to the model", "internet", {"internet": KEEP_COST}),
    ("listed only", "vắcxin", {"vắcxin": KEEP_COST + LISTED_COST}),
    ("marks lost", "oxi", {"ôxi": KEEP_COST + LISTED_COST + OTHER_MARKS_COST}),
    ("the user's own, as it is", "vinasun", {"vinasun": KEEP_COST + LISTED_COST}),
    ("one letter off the user's own", "vinasuh", {"vinasun": None}),
    ("too far from all", "vinhhung", {}),
    ("too short to guess", "chr", {}),
    ("a word of the model is not guessed", "interret", {}),
    ("a syllable", "xa", {}),
]


@pytest.mark.parametrize(
    ("observed", "wanted"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND]
)
def test_like(observed: str, wanted: dict[str, float | None]) -> None:
    found = {row.word: row.cost for row in WORDS.like(observed)}
    assert set(found) == set(wanted)
    for word, cost in wanted.items():
        if cost is not None:
            assert found[word] == pytest.approx(cost)


def test_a_farther_word_is_dearer() -> None:
    (near,), (far,) = WORDS.like("vietconbank"), WORDS.like("vietcondank")
    assert KEEP_COST + LISTED_COST < near.cost < far.cost
    assert far.cost <= KEEP_COST + LISTED_COST + DIFFERENCE_COST
