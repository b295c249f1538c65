"""The search over the lattice, beside the enumeration of all its paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vndiacritics.arrays import ranges
from vndiacritics.model.language_model import LanguageModel, compiled
from vndiacritics.pieces import BEGIN, END, UNKNOWN
from vndiacritics.search.decoder import Decoded, decode
from vndiacritics.search.lattice import Lattice
from vndiacritics.training.language_model import count, estimate

VOCABULARY = ["", UNKNOWN, BEGIN, END, "mưa", "nắng", "gió", "sông", "núi", "rừng"]
WORDS = np.arange(4, len(VOCABULARY))


class Width(TypedDict):
    """How much of the lattice a search keeps."""

    beam: int
    window: float


WIDE: Width = {"beam": 100_000, "window": 1e6}
NARROW: Width = {"beam": 3, "window": 4.0}


def trained() -> LanguageModel:
    """A model of random sentences in which a word hangs on the one before it."""
    random = np.random.default_rng(11)
    numbers: list[int] = []
    for _ in range(400):
        numbers.append(VOCABULARY.index(BEGIN))
        for _ in range(random.integers(1, 7)):
            numbers.append(int(WORDS[(numbers[-1] * 3 + random.integers(0, 3)) % len(WORDS)]))
        numbers.append(VOCABULARY.index(END))
    orders = count(np.array(numbers, dtype=np.uint16), 4)
    estimate(orders, len(VOCABULARY) - 1)
    return compiled(VOCABULARY, [(o.keys, o.probability, o.back_off) for o in orders])


MODEL = trained()


def lattice_of(
    seed: int, lengths: list[int], joined: float = 0.4, *, twins: bool = False
) -> Lattice:
    """A random lattice of independent segments, each its own core.

    Arcs that end at the same slot have different symbols, unless `twins` are wanted.
    """
    random = np.random.default_rng(seed)
    symbols, spans, ends, segments = [], [], [0], []
    for length in lengths:
        first = len(ends) - 1
        for slot in range(length):
            own = [1] * int(random.integers(1, 4))
            own += [span for span in (2, 3) if slot + 1 >= span and random.random() < joined]
            random.shuffle(own)
            spans += own
            symbols += random.choice(WORDS, len(own), replace=twins).tolist()
            ends.append(len(spans))
        segments.append([first, first + length, first, first + length])
    return Lattice(
        np.array(symbols, dtype=np.int64),
        random.gamma(1.5, 1.5, len(spans)).astype(np.float32),
        np.array(spans, dtype=np.int8),
        np.array(ends, dtype=np.int64),
        np.array(segments, dtype=np.int64).reshape(-1, 4),
    )


def paths(lattice: Lattice, first: int, stop: int) -> Iterator[list[int]]:
    """Every sequence of arcs that covers the slots from `first` to `stop`."""
    if first == stop:
        yield []
        return
    for arc in range(int(lattice.ends[stop - 1]), int(lattice.ends[stop])):
        if stop - lattice.spans[arc] >= first:
            for before in paths(lattice, first, stop - int(lattice.spans[arc])):
                yield [*before, arc]


def score(lattice: Lattice, path: list[int], weight: float) -> float:
    text = np.array([VOCABULARY.index(BEGIN), *lattice.symbols[path]])
    return float(MODEL.score_text(text).sum()) - weight * float(lattice.costs[path].sum())


def oracle(lattice: Lattice, weight: float = 1.0) -> tuple[list[float], np.ndarray]:
    """Best score of each segment, and the posterior of each arc, from all paths one by one."""
    best, posteriors = [], np.zeros(len(lattice.symbols))
    for first, stop, _, _ in lattice.segments.tolist():
        every = list(paths(lattice, first, stop))
        scores = np.array([score(lattice, path, weight) for path in every])
        best.append(float(scores.max()))
        shares = np.exp(scores - scores.max())
        for path, share in zip(every, shares / shares.sum(), strict=True):
            posteriors[path] += share
    return best, posteriors


def in_slots(lattice: Lattice, chosen: np.ndarray, first: int, stop: int) -> list[int]:
    low, high = lattice.ends[first], lattice.ends[stop]
    return [arc for arc in chosen.tolist() if low <= arc < high]


def by_symbol(lattice: Lattice, posteriors: np.ndarray) -> dict[tuple[int, int], float]:
    """Posteriors by slot and symbol."""
    sums: dict[tuple[int, int], float] = {}
    slots = np.searchsorted(lattice.ends, np.arange(len(posteriors)), side="right")
    for slot, symbol, share in zip(
        slots.tolist(), lattice.symbols.tolist(), posteriors.tolist(), strict=True
    ):
        sums[slot, symbol] = sums.get((slot, symbol), 0.0) + share
    return sums


SEEDS = st.integers(0, 2**32 - 1)
LENGTHS = st.lists(st.integers(1, 4), min_size=1, max_size=3)


@settings(max_examples=40)
@given(SEEDS, LENGTHS, st.sampled_from([0.3, 1.0, 2.0]))
def test_a_wide_search_finds_what_the_oracle_finds(
    seed: int, lengths: list[int], weight: float
) -> None:
    lattice = lattice_of(seed, lengths)
    decoded = decode(lattice, MODEL, weight=weight, **WIDE)
    best, posteriors = oracle(lattice, weight)
    for wanted, (first, stop, _, _) in zip(best, lattice.segments.tolist(), strict=True):
        path = in_slots(lattice, decoded.chosen, first, stop)
        assert path in list(paths(lattice, first, stop))
        assert score(lattice, path, weight) == pytest.approx(wanted, abs=1e-3)
    assert decoded.posteriors == pytest.approx(posteriors, abs=1e-3)


@settings(max_examples=30)
@given(SEEDS, LENGTHS)
def test_arcs_of_one_slot_and_symbol_share_a_posterior(seed: int, lengths: list[int]) -> None:
    """The language model cannot tell such twins apart; the better one is credited for both."""
    lattice = lattice_of(seed, lengths, twins=True)
    decoded = decode(lattice, MODEL, **WIDE)
    best, posteriors = oracle(lattice)
    wanted = by_symbol(lattice, posteriors)
    assert by_symbol(lattice, decoded.posteriors) == pytest.approx(wanted, abs=1e-3)
    for score_wanted, (first, stop, _, _) in zip(best, lattice.segments.tolist(), strict=True):
        path = in_slots(lattice, decoded.chosen, first, stop)
        assert score(lattice, path, 1.0) == pytest.approx(score_wanted, abs=1e-3)


@settings(max_examples=60)
@given(SEEDS, LENGTHS)
def test_posteriors_of_all_arcs_over_a_slot_sum_to_one(seed: int, lengths: list[int]) -> None:
    lattice = lattice_of(seed, lengths)
    for width in (WIDE, NARROW):
        decoded = decode(lattice, MODEL, **width)
        covering = np.zeros(len(lattice.ends) - 1)
        for slot in range(len(covering)):
            for arc in range(int(lattice.ends[slot]), int(lattice.ends[slot + 1])):
                covering[slot - lattice.spans[arc] + 1 : slot + 1] += decoded.posteriors[arc]
        assert covering == pytest.approx(np.ones(len(covering)), abs=1e-3)


@settings(max_examples=60)
@given(SEEDS, st.lists(st.integers(1, 9), min_size=2, max_size=6), st.sampled_from([WIDE, NARROW]))
def test_segments_side_by_side_decode_as_one_at_a_time(
    seed: int, lengths: list[int], width: Width
) -> None:
    lattice = lattice_of(seed, lengths)
    together = decode(lattice, MODEL, **width)
    alone: list[Decoded] = []
    for row in lattice.segments:
        one = Lattice(lattice.symbols, lattice.costs, lattice.spans, lattice.ends, row[None, :])
        alone.append(decode(one, MODEL, **width))
    assert together.chosen.tolist() == np.concatenate([one.chosen for one in alone]).tolist()
    assert together.posteriors == pytest.approx(sum(one.posteriors for one in alone), abs=1e-5)


@settings(max_examples=60)
@given(SEEDS, st.integers(3, 12), st.data())
def test_what_is_outside_a_core_is_context_only(
    seed: int, length: int, data: st.DataObject
) -> None:
    """The core's arcs come out as when the whole segment is the core, and no others do."""
    whole = lattice_of(seed, [length], joined=0.0)
    first = data.draw(st.integers(0, length - 1))
    stop = data.draw(st.integers(first + 1, length))
    segment = np.array([[0, length, first, stop]])
    cut = Lattice(whole.symbols, whole.costs, whole.spans, whole.ends, segment)
    reference, decoded = decode(whole, MODEL, **NARROW), decode(cut, MODEL, **NARROW)
    assert decoded.chosen.tolist() == in_slots(whole, reference.chosen, first, stop)
    low, high = whole.ends[first], whole.ends[stop]
    assert (decoded.posteriors[low:high] == reference.posteriors[low:high]).all()
    assert not decoded.posteriors[:low].any()
    assert not decoded.posteriors[high:].any()


@settings(max_examples=60)
@given(SEEDS, st.integers(2, 5))
def test_overlapping_segments_cover_a_paragraph_once(seed: int, half: int) -> None:
    """Two cores of one paragraph that see all of it: together they are its decoding."""
    whole = lattice_of(seed, [2 * half], joined=0.0)
    halves = np.array([[0, 2 * half, 0, half], [0, 2 * half, half, 2 * half]])
    cut = Lattice(whole.symbols, whole.costs, whole.spans, whole.ends, halves)
    reference, decoded = decode(whole, MODEL, **NARROW), decode(cut, MODEL, **NARROW)
    assert decoded.chosen.tolist() == reference.chosen.tolist()
    assert decoded.posteriors == pytest.approx(reference.posteriors, abs=1e-6)


@settings(max_examples=30)
@given(SEEDS)
def test_a_narrow_search_gives_a_path_no_better_than_the_wide_one(seed: int) -> None:
    lattice = lattice_of(seed, [9])
    narrow = decode(lattice, MODEL, beam=1, window=0.5).chosen.tolist()
    wide = decode(lattice, MODEL, **WIDE).chosen.tolist()
    assert sum(lattice.spans[narrow]) == 9
    assert score(lattice, narrow, 1.0) <= score(lattice, wide, 1.0) + 1e-3


def test_the_channel_decides_where_the_weight_is_great_and_the_model_where_it_is_none() -> None:
    ranked = sorted(WORDS.tolist(), key=lambda word: -MODEL.score_text(np.array([2, word]))[0])
    likely, other = ranked[0], ranked[-1]
    lattice = Lattice(
        np.array([likely, other]),
        np.array([1.0, 0.0], dtype=np.float32),
        np.array([1, 1], dtype=np.int8),
        np.array([0, 2]),
        np.array([[0, 1, 0, 1]]),
    )
    assert decode(lattice, MODEL, weight=0.0, **WIDE).chosen.tolist() == [0]
    assert decode(lattice, MODEL, weight=50.0, **WIDE).chosen.tolist() == [1]


def test_no_segments_decode_to_nothing() -> None:
    decoded = decode(lattice_of(0, []), MODEL, **WIDE)
    assert decoded.chosen.tolist() == []
    assert decoded.posteriors.tolist() == []


@given(st.lists(st.integers(0, 5)))
def test_ranges(counts: list[int]) -> None:
    wanted = [place for number in counts for place in range(number)]
    assert ranges(np.array(counts, dtype=np.int64)).tolist() == wanted
