"""Training: estimates are distributions, weights count, EM finds what was planted."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from office_sentences import LINES

from vndiacritics.model import channel
from vndiacritics.pieces import UNKNOWN
from vndiacritics.training import inputs, lexicon_text
from vndiacritics.training.channel import (
    count_pairs,
    learn_letters,
    learn_parts,
    learn_words,
    to_arrays,
)
from vndiacritics.training.corpus import (
    SPECIALS,
    Numbering,
    choose_vocabulary,
    count_symbols,
    symbol_table,
)
from vndiacritics.training.language_model import (
    Order,
    count,
    count_weighted,
    estimate,
    prune,
    threshold_for,
    worths,
)
from vndiacritics.training.lexicon_text import place_lines
from vndiacritics.training.pairs import align

LEXICON = Path(__file__).parents[1] / "lexicon"


def symbols(*texts: list[str]) -> tuple[list[str], list[np.ndarray]]:
    numbering = Numbering()
    surfaces = [numbering.read(lines) for lines in texts]
    words = {word for lines in texts for line in lines for word in line.split() if word.isalpha()}
    vocabulary = choose_vocabulary(Counter(), size=200, least=1, always=words)
    table = symbol_table(numbering.numbers, vocabulary)
    return vocabulary, [table[surface] for surface in surfaces]


def distribution(orders: list[Order], history: tuple[int, ...], size: int) -> np.ndarray:
    """P(every symbol | history) by the book: the slow, obvious way."""
    if not history:
        result = np.full(size, orders[0].probability.min())
        result[orders[0].keys.astype(int)] = orders[0].probability
        return result
    lower = distribution(orders, history[1:], size)
    key = 0
    for number in history:
        key = key << 14 | number
    before = orders[len(history) - 1]
    place = np.flatnonzero(before.keys == key)
    result = lower * (float(before.back_off[place[0]]) if len(place) else 1.0)
    if len(history) < len(orders):
        level = orders[len(history)]
        held = level.keys >> np.uint64(14) == key
        result[(level.keys[held] & np.uint64(0x3FFF)).astype(int)] = level.probability[held]
    return result


def sampled_histories(numbers: np.ndarray) -> list[tuple[int, ...]]:
    random = np.random.default_rng(1)
    starts = random.integers(0, len(numbers) - 3, 40).tolist()
    histories = [tuple(numbers[s : s + 1 + s % 3].tolist()) for s in starts]
    unseen = [tuple(random.integers(26, 40, 3).tolist()) for _ in range(10)]
    return [*[h for h in histories if 3 not in h[:-1]], *unseen]


WEIGHTS = {"one text": [1.0], "equal": [1.0, 1.0], "uneven": [3.0, 0.5]}


@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize("threshold", [None, 1e-5, 1e-3])
@pytest.mark.parametrize("order", [2, 3, 4])
def test_probabilities_sum_to_one(
    weights: list[float], threshold: float | None, order: int
) -> None:
    vocabulary, texts = symbols(*[LINES[n :: len(weights)] for n in range(len(weights))])
    size = len(vocabulary)
    orders = count_weighted(list(zip(texts, weights, strict=True)), order)
    estimate(orders, size - 1)  # number 0 is never a symbol
    if threshold is not None:
        orders = prune(orders, threshold)
    for history in [(), *sampled_histories(texts[0])]:
        chances = distribution(orders, history[-order + 1 :], size)
        assert (chances > 0).all()
        assert chances[1:].sum() == pytest.approx(1, abs=1e-9)


def test_pruning_drops_n_grams_and_keeps_the_ends_of_what_it_keeps() -> None:
    _, (text,) = symbols(LINES)
    orders = count(text, 4)
    estimate(orders, 100)
    worth = worths(orders)
    pruned = prune(orders, threshold_for(worth, 100), worth=worth)
    before, after = ([len(level.keys) for level in model] for model in (orders, pruned))
    assert all(more >= less > 0 for more, less in zip(before, after, strict=True))
    assert sum(before) > 1.5 * sum(after)
    for n, (lower, upper) in enumerate(itertools.pairwise(pruned), start=2):
        assert np.isin(upper.keys >> np.uint64(14), lower.keys).all()
        ends = upper.keys & np.uint64((1 << 14 * (n - 1)) - 1)
        assert np.isin(ends, lower.keys).all()
        assert (lower.keys[upper.shorter] == ends).all()


@pytest.mark.parametrize("number", [1, 50, 120, 10**9])
def test_a_threshold_for_a_number_keeps_no_more(number: int) -> None:
    _, (text,) = symbols(LINES)
    orders = count(text, 4)
    estimate(orders, 100)
    worth = worths(orders)
    kept = prune(orders, threshold_for(worth, number), worth=worth)
    total = sum(len(level.keys) for level in kept[1:])
    assert total <= number
    assert total > min(number, sum(map(len, worth))) - 20  # those as worthy as the last go with it


def test_a_weight_for_all_changes_nothing() -> None:
    _, (text,) = symbols(LINES)
    plain, heavy = count(text, 3), count_weighted([(text, 7.0)], 3)
    estimate(plain, 100)
    estimate(heavy, 100)
    for one, other in zip(plain, heavy, strict=True):
        assert other.probability == pytest.approx(one.probability)
        assert other.back_off == pytest.approx(one.back_off)


def test_a_weighted_text_is_likelier() -> None:
    news, papers = ["trời mưa to"] * 9 + ["trời nắng"] * 9, ["trời nắng to"] * 9 + ["mưa"] * 9
    vocabulary, texts = symbols(news, papers)
    chances = []
    for weight in (1.0, 4.0):
        orders = count_weighted([(texts[0], 1.0), (texts[1], weight)], 3)
        estimate(orders, len(vocabulary) - 1)
        after = distribution(orders, (vocabulary.index("trời"),), len(vocabulary))
        chances.append(after[vocabulary.index("nắng")])
    assert chances[1] > chances[0]


def test_the_vocabulary_holds_the_lexicon_and_no_typing_errors() -> None:
    counts = Counter({"dịnh": 90, "đuợc": 80, "internet": 70, "rare": 1, "huyện": 5})
    chosen = choose_vocabulary(counts, size=100, least=2, always=["định", "huyện", "ubnd"])
    assert chosen[: len(SPECIALS)] == list(SPECIALS)
    assert chosen[len(SPECIALS) :] == ["huyện", "ubnd", "định", "internet"]


def test_words_outside_the_vocabulary_are_unknown() -> None:
    numbering = Numbering()
    numbers = numbering.read(["Xã zzz"])
    vocabulary = choose_vocabulary(Counter(), size=99, least=1, always=["xã"])
    found = [vocabulary[n] for n in symbol_table(numbering.numbers, vocabulary)[numbers]]
    assert found == ["<s>", "xã", UNKNOWN, "</s>"]


def test_em_finds_a_planted_confusion() -> None:
    """`ự` is read as `y`, nothing else changes; no pair of single letters is ever shown."""
    words = ["sự", "thực", "dự", "lực", "sư", "tư", "lý", "ký", "thư", "dân", "tin", "hội"]
    pairs = [(word, word.replace("ự", "y")) for word in words] * 20
    emissions = learn_letters(count_pairs(pairs))
    likeliest = {
        letter: max((seen for seen in table if seen != "\0"), key=lambda seen: table[seen])
        for letter, table in emissions.items()
    }
    assert likeliest.pop("ự") == "y"
    assert all(letter == seen for letter, seen in likeliest.items())


COUNTS = count_pairs([("là", "la")])
ARRAYS = to_arrays(learn_letters(COUNTS), *learn_parts(COUNTS, learn_letters(COUNTS)), ["là"])
SISTERS = ["Bà", "Sen", "là", "chị", "bà", "Lan"]
META = {"smoothing": 2.0, "kappa": 4.0}


def test_a_learnt_channel_prefers_what_it_was_taught() -> None:
    pairs = [("sự", "sy"), ("thực", "thyc"), ("tý", "ty"), ("tạ", "ta")] * 20
    counts = count_pairs(pairs)
    emissions = learn_letters(counts)
    arrays = to_arrays(emissions, *learn_parts(counts, emissions), ["sự", "lự", "lý", "ạ"])
    costs = channel.unpack(arrays, {"smoothing": 2.0, "kappa": 4.0})
    taught, other = costs.rimes.columns(["ự", "ạ"], upper=False)
    row = costs.rimes.row("y", costs.letters, upper=False)
    assert row[taught] < row[other]


def test_a_word_of_which_no_letter_is_left_is_learnt_whole() -> None:
    observed = ["Ba", "Sen", "14", "chi", "ba", "Lan"]
    assert ("là", "14") in align(SISTERS, observed)
    pairs = count_pairs([("là", "14"), ("Là", "14"), ("là", "la"), ("ở", "&"), ("ba", "3a")])
    words = channel.unpack(ARRAYS | learn_words(pairs, 1.0), META).words
    assert words == {"14": [("là", pytest.approx(math.log(4 / 2)))]}
    assert channel.unpack(ARRAYS, META).words == {}


def test_a_partner_unlike_its_word_is_none_beside_another() -> None:
    observed = ["Ba", "77", "14", "chi", "ba", "Lan"]
    assert align(SISTERS, observed) == [
        *(("Bà", "Ba"), ("chị", "chi")),
        *(("bà", "ba"), ("Lan", "Lan")),
    ]


PLACES = [
    {"form": "Đông", "category": "province-2025", "type": "tỉnh", "parent": ""},
    {"form": "Mùa", "category": "commune-2025", "type": "xã, phường", "parent": "Đông"},
    {"form": "Tây", "category": "province-before-2025", "type": "tỉnh", "parent": ""},
    {"form": "Hạ", "category": "district-before-2025", "type": "huyện", "parent": "Tây"},
    {"form": "Sen", "category": "commune-before-2025", "type": "xã", "parent": "Hạ"},
]


def test_places_are_named_with_what_holds_them() -> None:
    lines = list(place_lines(PLACES))
    assert "xã Sen, huyện Hạ, tỉnh Tây" in lines
    assert "phường Mùa, tỉnh Đông" in lines
    assert "xã Sen huyện Hạ" in lines


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["d08-d10"], {"d08", "d09", "d10"}),
        (["d1-3", "x"], {"d1", "d2", "d3", "x"}),
        (["d31-d31"], {"d31"}),
        (["report-2022"], {"report-2022"}),
        ([], set()),
    ],
)
def test_ranges_of_documents(given: list[str], wanted: set[str]) -> None:
    assert inputs.documents(given) == wanted


def test_the_lexicon_is_read_whole() -> None:
    words = lexicon_text.words(LEXICON)
    assert {"nghiệm", "ubnd", "qđ"} <= words
    assert "dịnh" not in words


def test_weights_choose_the_words_too() -> None:
    numbering = Numbering()
    texts = [numbering.read([line] * 4) for line in ("internet", "laptop")]
    for weights, first in (((1.0, 3.0), "laptop"), ((3.0, 1.0), "internet")):
        counts = count_symbols(numbering.numbers, zip(texts, weights, strict=True))
        words = choose_vocabulary(counts, size=len(SPECIALS) + 1, least=1)
        assert words[len(SPECIALS) :] == [first]
