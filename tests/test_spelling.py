"""The trigram of letters that tells likely spellings from damage."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from vndiacritics.model.spelling import LETTERS, SIGN_COST, SIZE, TONE_COST, Spelling, estimate

WORDS = {"station": 40, "nation": 12, "tation": 1, "stat": 5, "đak": 9, "krông": 3, "net": 700}


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return estimate(WORDS)


def oracle(word: str) -> float:
    """Witten and Bell's interpolation of three orders with plain dictionaries."""
    grams: list[dict[str, float]] = [{}, {}, {}]
    for known, times in WORDS.items():
        text = f"##{known}#"
        for place in range(2, len(text)):
            for order in range(3):
                gram = text[place - order : place + 1]
                grams[order][gram] = grams[order].get(gram, 0) + 1 + math.log(times)

    def chance(gram: str) -> float:
        followers = [c for g, c in grams[len(gram) - 1].items() if g[:-1] == gram[:-1]]
        count = grams[len(gram) - 1].get(gram, 0)
        if len(gram) == 1:
            return (count + 1) / (sum(followers) + SIZE)
        kinds = len(followers) + 1
        return (count + kinds * chance(gram[1:])) / (sum(followers) + kinds)

    text = f"##{word}#"
    return -sum(math.log(chance(text[place - 2 : place + 1])) for place in range(2, len(text)))


@pytest.mark.parametrize("word", ["station", "nat", "krông", "xyz", "đ", "", "tttt", "ươâ"])
def test_costs_agree_with_the_oracle(spelling: Spelling, word: str) -> None:
    assert spelling.cost(word) == pytest.approx(oracle(word), rel=1e-4)


def test_each_history_shares_out_one(spelling: Spelling) -> None:
    sums = np.exp(-spelling.costs.astype(np.float64)).sum(axis=-1)
    assert sums == pytest.approx(np.ones((SIZE, SIZE)), abs=1e-5)


def test_a_seen_spelling_is_cheaper_than_its_letters_shuffled(spelling: Spelling) -> None:
    own = spelling.cost("stat")
    others = {"".join(letters) for letters in itertools.permutations("stat")} - {"stat"}
    assert all(spelling.cost(other) > own for other in others)


@pytest.mark.parametrize(("word", "bare"), [("státion", "station"), ("krổng", "krông")])
def test_a_tone_has_its_price(spelling: Spelling, word: str, bare: str) -> None:
    assert spelling.cost(word) == pytest.approx(spelling.cost(bare) + TONE_COST)


@pytest.mark.parametrize("word", ["k&", "x3", "¢", "日本", "a\x00b", "\ud800"])
def test_every_odd_character_has_its_price(spelling: Spelling, word: str) -> None:
    odd = sum(letter not in LETTERS for letter in word)
    assert spelling.cost(word) > SIGN_COST * odd


def test_estimating_from_nothing_is_uniform() -> None:
    assert estimate({}).cost("ab") == pytest.approx(3 * math.log(SIZE), rel=1e-4)
