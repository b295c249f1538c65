"""The language model: back-off scores, compiled tables, quantisation."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.errors import ModelError
from vndiacritics.model import language_model, store
from vndiacritics.model.language_model import LanguageModel, compiled, load, quantised, save
from vndiacritics.model.own_ngrams import PHRASE_FLOOR, of_phrases
from vndiacritics.pieces import BEGIN, END
from vndiacritics.training.corpus import SPECIALS
from vndiacritics.training.language_model import Order, count, estimate, prune

WORDS = ["mưa", "nắng", "gió", "sông", "núi"]
VOCABULARY = [*SPECIALS, *WORDS]
NUMBER = {word: place for place, word in enumerate(VOCABULARY)}
EVERY = range(1, len(VOCABULARY))
"""All symbols; number 0 is none."""


def corpus() -> list[list[str]]:
    """Three hundred sentences of a language with habits: a word depends on the two before it."""
    random = np.random.default_rng(3)
    sentences = []
    for _ in range(300):
        words: list[str] = []
        while random.random() < 0.8:
            habit = sum(map(WORDS.index, words[-2:])) + len(words[-2:])
            words.append(WORDS[habit % 5 if random.random() < 0.6 else random.integers(5)])
        sentences.append(words)
    return sentences


def estimated(threshold: float) -> list[Order]:
    """Count and estimate; a threshold of 0 prunes nothing that has any gain."""
    numbers = [NUMBER[symbol] for sentence in corpus() for symbol in (BEGIN, *sentence, END)]
    orders = count(np.array(numbers, dtype=np.uint16), 4)
    estimate(orders, len(VOCABULARY) - 1)
    return prune(orders, threshold)


class Oracle:
    """Back-off by the book, with dictionaries keyed by tuples of symbols."""

    def __init__(self, orders: list[Order]) -> None:
        self.probability: dict[tuple[int, ...], float] = {}
        self.back_off: dict[tuple[int, ...], float] = {}
        for n, order in enumerate(orders, start=1):
            for row, key in enumerate(order.keys.tolist()):
                gram = tuple(key >> 14 * place & 0x3FFF for place in reversed(range(n)))
                self.probability[gram] = float(order.probability[row])
                self.back_off[gram] = float(order.back_off[row])
        self.least = min(p for gram, p in self.probability.items() if len(gram) == 1)

    def score(self, history: tuple[int, ...], symbol: int) -> float:
        history = history[-3:]
        if (*history, symbol) in self.probability:
            return math.log(self.probability[*history, symbol])
        if not history:
            return math.log(self.least)
        return math.log(self.back_off.get(history, 1.0)) + self.score(history[1:], symbol)


class Pair:
    """A compiled model beside its oracle; not a tuple, whose arrays hypothesis would print."""

    def __init__(self, threshold: float) -> None:
        orders = estimated(threshold)
        parts = [(order.keys, order.probability, order.back_off) for order in orders]
        self.model = compiled(VOCABULARY, parts)
        self.oracle = Oracle(orders)


@pytest.fixture(scope="module", params=[0.0, 1e-4, 3e-3], ids=["whole", "pruned", "bare"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(request.param)


@pytest.fixture(scope="module")
def model(pair: Pair) -> LanguageModel:
    return pair.model


def key(history: tuple[int, ...]) -> int:
    packed = 0
    for symbol in history[-3:]:
        packed = packed << 14 | symbol
    return packed


def scores(model: LanguageModel, history: tuple[int, ...]) -> np.ndarray:
    """Log-probabilities of all symbols after one history."""
    ready = model.histories(np.array([key(history)], dtype=np.uint64))
    return model.score(ready, np.zeros(len(EVERY), dtype=np.int64), np.array(EVERY))


TEXTS = st.lists(st.sampled_from([NUMBER[word] for word in WORDS]), max_size=12).map(
    lambda words: [NUMBER[BEGIN], *words, NUMBER[END]]
)


@given(numbers=TEXTS)
def test_scores_agree_with_the_oracle(pair: Pair, numbers: list[int]) -> None:
    model, oracle = pair.model, pair.oracle
    wanted = [
        oracle.score(tuple(numbers[:place]), numbers[place]) for place in range(1, len(numbers))
    ]
    # 256 levels an order: on this small model they are a few hundredths off.
    assert model.score_text(np.array(numbers)) == pytest.approx(np.array(wanted), abs=0.15)


def test_the_corpus_reaches_every_case_of_back_off(pair: Pair) -> None:
    """Guards the test above: all orders are met, and histories both stored and not."""
    model, oracle = pair.model, pair.oracle
    lengths = {len(gram) for gram in oracle.probability}
    assert {1, 2, 3} <= lengths
    symbols = [NUMBER[word] for word in WORDS]
    histories = np.array([key(h) for h in itertools.product(symbols, repeat=3)], dtype=np.uint64)
    assert len(set(model.histories(histories).reach.tolist())) > 1


@pytest.mark.parametrize("length", [1, 2, 3])
def test_probabilities_sum_to_one(pair: Pair, length: int) -> None:
    """BEGIN is never foretold; what is left is one but for the quantisation."""
    model = pair.model
    symbols = [NUMBER[word] for word in WORDS]
    for history in itertools.product(symbols, repeat=length):
        assert np.exp(scores(model, history)).sum() == pytest.approx(1, abs=0.02)


def test_probabilities_sum_to_one_at_the_beginning(model: LanguageModel) -> None:
    for history in ((NUMBER[BEGIN],), (NUMBER[BEGIN], NUMBER["mưa"])):
        assert np.exp(scores(model, history)).sum() == pytest.approx(1, abs=0.02)


def test_a_habit_of_the_corpus_is_learnt() -> None:
    model = Pair(0.0).model
    after = scores(model, (NUMBER["mưa"], NUMBER["nắng"]))  # 0 + 1 + 2: sends to the word at 3
    best = max((NUMBER[word] for word in WORDS), key=lambda number: after[number - 1])
    assert VOCABULARY[best] == "sông"


@given(numbers=TEXTS)
def test_a_text_scores_as_its_symbols_one_by_one(pair: Pair, numbers: list[int]) -> None:
    model = pair.model
    single = [
        scores(model, tuple(numbers[max(0, place - 3) : place]))[numbers[place] - 1]
        for place in range(1, len(numbers))
    ]
    assert model.score_text(np.array(numbers)) == pytest.approx(np.array(single), abs=1e-5)


def test_histories_are_scored_side_by_side_as_alone(model: LanguageModel) -> None:
    random = np.random.default_rng(5)
    keys = np.array([key(tuple(row)) for row in random.integers(1, len(VOCABULARY), (50, 3))])
    keys = keys.astype(np.uint64)
    which = random.integers(0, 50, 500)
    symbols = random.integers(1, len(VOCABULARY), 500)
    together = model.score(model.histories(keys), which, symbols)
    for place in range(0, 500, 25):
        one = model.histories(keys[which[place] : which[place] + 1])
        alone = model.score(one, np.array([0]), symbols[place : place + 1])
        assert together[place] == alone[0]


def test_nothing_scores_to_nothing(model: LanguageModel) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert model.score(model.histories(none.astype(np.uint64)), none, none).shape == (0,)
    assert model.score_text(np.array([NUMBER[BEGIN]])).shape == (0,)


def test_save_and_load_round_trip(model: LanguageModel, tmp_path: Path) -> None:
    path = tmp_path / "model.vnd"
    checksum = save(model, path, {"corpus": "none"})
    again = load(path)
    assert again.checksum == checksum
    assert again.vocabulary == model.vocabulary
    assert again.index == NUMBER
    text = np.array([NUMBER[BEGIN], *[NUMBER[word] for word in WORDS * 3], NUMBER[END]])
    assert (again.score_text(text) == model.score_text(text)).all()


def test_a_history_of_two_is_no_history_of_three(pair: Pair) -> None:
    """Keys of short histories have no leading symbol: no longer n-gram may be found for them."""
    begin, word = NUMBER[BEGIN], NUMBER["mưa"]
    for history, longest in (((begin,), 1), ((begin, word), 2), ((begin, word, word), 3)):
        ready = pair.model.histories(np.array([key(history)], dtype=np.uint64))
        assert ready.reach[0] <= longest
        assert not ready.back_off[longest:].any()


def test_phrases_are_raised_and_nothing_else_is(model: LanguageModel) -> None:
    favoured = model.with_own(of_phrases([("mưa", "gió", "nowhere"), ("sông", "núi")], NUMBER))
    for first, second in itertools.product(WORDS, repeat=2):
        text = np.array([NUMBER[first], NUMBER[second]])
        score, plain = favoured.score_text(text)[0], model.score_text(text)[0]
        named = (first, second) in {("mưa", "gió"), ("sông", "núi")}
        assert score == (np.float32(PHRASE_FLOOR) if named else plain)


def test_saving_twice_gives_equal_bytes(model: LanguageModel, tmp_path: Path) -> None:
    save(model, tmp_path / "a", {"x": 1})
    save(load(tmp_path / "a"), tmp_path / "b", {"x": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    store.write(tmp_path / "other", "channel", {}, {})
    with pytest.raises(ModelError, match=f"a {language_model.KIND} is needed"):
        load(tmp_path / "other")


VALUES = st.lists(st.floats(-20, 0), min_size=1, max_size=2000).map(np.array)


@given(VALUES)
def test_every_value_gets_the_nearest_of_256_levels(values: np.ndarray) -> None:
    levels, codes = quantised(values)
    assert levels.shape == (256,)
    assert codes.shape == values.shape
    nearest = np.abs(values[:, None] - levels[None, :]).min(axis=1)
    assert np.abs(values - levels[codes]) == pytest.approx(nearest, abs=1e-5)


@given(VALUES)
def test_the_error_is_bounded_by_the_widest_bin(values: np.ndarray) -> None:
    """256 bins of equal population: no value is farther off than its bin is wide."""
    levels, codes = quantised(values)
    ranked = np.sort(values)
    edges = np.arange(257) * len(ranked) // 256
    widest = max(
        (ranked[b - 1] - ranked[a] for a, b in itertools.pairwise(edges.tolist()) if b > a),
        default=0.0,
    )
    assert np.abs(values - levels[codes]).max() <= widest + 1e-5


@pytest.mark.parametrize("number", [1, 2, 200, 256])
def test_few_distinct_values_are_kept_exactly(number: int) -> None:
    values = -np.arange(1, number + 1) / 7
    levels, codes = quantised(values)
    assert levels[codes] == pytest.approx(values, rel=1e-6)


def test_quantising_nothing() -> None:
    levels, codes = quantised(np.zeros(0))
    assert levels.shape == (256,)
    assert codes.shape == (0,)
