"""The compiled core gives the same bytes as its twin in Python, whatever it is given."""

from __future__ import annotations

import platform
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_decoder import LENGTHS, MODEL, NARROW, SEEDS, VOCABULARY, WIDE, Width, lattice_of

from vndiacritics import core
from vndiacritics.arrays import exp, looked_up, looked_up_by_map
from vndiacritics.candidates.nearest import Table, Wanted, nearest, nearest_by_arrays
from vndiacritics.candidates.splits import Splits
from vndiacritics.candidates.syllables import Syllables
from vndiacritics.model.bundle import load
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.own_ngrams import own_of_arrays
from vndiacritics.model.part_costs import PartCosts
from vndiacritics.model.store import crc32
from vndiacritics.orthography.letters import SHAPES, Shape
from vndiacritics.profiles.chain import ProfileModel
from vndiacritics.profiles.mixture import RATES, estimate
from vndiacritics.profiles.profile import PURE
from vndiacritics.profiles.word_kinds import Kind
from vndiacritics.search.decoder import decode, decode_by_arrays
from vndiacritics.search.lattice import Lattice

needs_compiled = pytest.mark.skipif(core.compiled is None, reason="the compiled core is not here")


def in_both(
    lattice: Lattice, width: Width, weight: float = 1.0, model: LanguageModel = MODEL
) -> None:
    twin = decode_by_arrays(lattice, model, weight=weight, **width)
    compiled = decode(lattice, model, weight=weight, **width)
    assert compiled.chosen.tobytes() == twin.chosen.tobytes()
    assert compiled.posteriors.tobytes() == twin.posteriors.tobytes()


@given(st.binary(max_size=400), st.integers(0, 70))
def test_checksums_are_those_of_zlib(data: bytes, first: int) -> None:
    for part in (data[first:], data * 40):
        assert crc32(memoryview(part)) == zlib.crc32(part)


@needs_compiled
def test_folding_refuses_what_does_not_fit() -> None:
    assert core.compiled is not None
    with pytest.raises(ValueError, match="64 bytes"):
        core.compiled.fold(memoryview(b"a" * 200), bytearray(63))


@needs_compiled
def test_large_arrays_go_back_to_the_system_where_the_library_can() -> None:
    assert core.compiled is not None
    assert core.compiled.map_apart(1 << 20) is (platform.libc_ver()[0] == "glibc")
    with pytest.raises(TypeError):
        core.compiled.map_apart("1")  # type: ignore[arg-type]


@needs_compiled
@given(st.dictionaries(st.text(max_size=3), st.integers(0, 1 << 40)), st.lists(st.text(max_size=3)))
def test_the_cores_number_alike(numbers: dict[str, int], strange: list[str]) -> None:
    for tokens in (list(numbers), [*numbers, *strange, *numbers]):
        found, all_known = looked_up(numbers, tokens)
        twin, twin_knows = looked_up_by_map(numbers, tokens)
        assert found.tobytes() == twin.tobytes()
        assert all_known == twin_knows


@needs_compiled
@pytest.mark.parametrize(
    ("numbers", "tokens", "room"),
    [({"a": 0}, ["a"], 2), ({"a": 0}, [b"a"], 1), ({"a": "b"}, ["a"], 1)],
)
def test_numbering_refuses_what_does_not_fit(numbers: object, tokens: object, room: int) -> None:
    assert core.compiled is not None
    with pytest.raises((ValueError, TypeError)):
        core.compiled.number(numbers, tokens, np.empty(room, dtype=np.int64))  # type: ignore[arg-type]


@needs_compiled
@settings(max_examples=150)
@given(
    SEEDS,
    LENGTHS,
    st.sampled_from([WIDE, NARROW]),
    st.sampled_from([0.0, 0.3, 1.0, 2.5]),
    st.booleans(),
)
def test_the_cores_decode_alike(
    seed: int, lengths: list[int], width: Width, weight: float, twins: bool
) -> None:
    in_both(lattice_of(seed, lengths, twins=twins), width, weight)


@needs_compiled
@settings(max_examples=60)
@given(SEEDS, st.integers(3, 40), st.data())
def test_the_cores_decode_overlapping_segments_alike(
    seed: int, length: int, data: st.DataObject
) -> None:
    whole = lattice_of(seed, [length], joined=0.0, twins=True)
    rows = []
    for first in range(0, length, 7):
        core_stop = min(first + 7, length)
        before, after = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
        rows.append([max(0, first - before), min(length, core_stop + after), first, core_stop])
    cut = Lattice(whole.symbols, whole.costs, whole.spans, whole.ends, np.array(rows))
    in_both(cut, NARROW)
    in_both(cut, {"beam": 12, "window": 8.0})


@needs_compiled
@settings(max_examples=60)
@given(SEEDS, LENGTHS, st.integers(1, 60))
def test_the_cores_decode_alike_with_ngrams_of_the_users_own(
    seed: int, lengths: list[int], number: int
) -> None:
    rng = np.random.default_rng(seed)
    keys = np.zeros(number, dtype=np.uint64)
    for _ in range(4):
        digit = rng.integers(2, len(VOCABULARY), number).astype(np.uint64)
        keys = (keys << np.uint64(14)) | np.where(rng.random(number) < 0.3, 0, digit)
    keys = np.unique(keys)
    floors = rng.uniform(-6, 2, len(keys)).astype(np.float32)
    model = MODEL.with_own(own_of_arrays(keys, floors))
    in_both(lattice_of(seed, lengths), NARROW, model=model)


@needs_compiled
def test_a_segment_of_thousands_of_slots_stays_within_the_numbers() -> None:
    """Sums of paths grow with the slots: 2 paths a slot would be 2 to the power of 3,000."""
    slots = 3000
    lattice = Lattice(
        np.full(2 * slots, 4),
        np.zeros(2 * slots, dtype=np.float32),
        np.ones(2 * slots, dtype=np.int8),
        np.arange(0, 2 * slots + 1, 2),
        np.array([[0, slots, 0, slots]]),
    )
    in_both(lattice, NARROW)
    posteriors = decode(lattice, MODEL, **NARROW).posteriors
    assert posteriors[0::2] + posteriors[1::2] == pytest.approx(1.0)


@needs_compiled
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("symbols", np.array([len(VOCABULARY)] * 3)),
        ("symbols", np.array([-1] * 3)),
        ("costs", np.zeros(2, dtype=np.float32)),
        ("spans", np.zeros(9, dtype=np.int8)),
        ("ends", np.array([0, 9])),
        ("ends", np.array([0, 2, 1, 3])),
        ("segments", np.array([[0, 9, 0, 9]])),
        ("segments", np.array([[2, 1, 2, 1]])),
        ("segments", np.array([[-1, 1, -1, 1]])),
    ],
)
def test_the_compiled_core_refuses_what_points_outside(column: str, value: np.ndarray) -> None:
    right = {
        "symbols": np.array([4, 5, 6]),
        "costs": np.zeros(3, dtype=np.float32),
        "spans": np.ones(3, dtype=np.int8),
        "ends": np.array([0, 1, 2, 3]),
        "segments": np.array([[0, 3, 0, 3]]),
    }
    assert decode(Lattice(**right), MODEL, **NARROW).chosen.tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match=r"lattice|arc|segment|room|negative"):
        decode(Lattice(**{**right, column: value}), MODEL, **NARROW)


@needs_compiled
def test_a_slot_that_no_arc_leads_to_is_an_error() -> None:
    lattice = Lattice(
        np.array([4, 5]),
        np.zeros(2, dtype=np.float32),
        np.array([1, 1], dtype=np.int8),
        np.array([0, 1, 1, 2]),
        np.array([[0, 3, 0, 3]]),
    )
    with pytest.raises(ValueError, match="no arc"):
        decode(lattice, MODEL, **NARROW)


def tables_of(seed: int, tied: bool) -> tuple[list[tuple[Splits, Table]], Wanted]:
    """Made queries, splits and tables; with tied costs many merits are the same."""
    rng = np.random.default_rng(seed)
    onsets, rimes, first, number = 5, 7, int(rng.integers(0, 3)), int(rng.integers(1, 9))

    def costs(*size: int) -> np.ndarray:
        found = rng.uniform(0, 12, size)
        return (np.round(found) if tied else found).astype(np.float32)

    rows = []
    for form in SHAPES:
        counts = rng.integers(0, 5, rimes)
        size = int(counts.sum())
        members = Syllables(
            np.cumsum(counts) - counts,
            counts,
            rng.permutation(size),
            rng.integers(0, onsets, size),
            costs(size),
        )
        queries = np.sort(rng.integers(first, first + number, int(rng.integers(0, 12))))
        split = len(queries)
        onset_costs, rime_costs = costs(4, onsets), costs(6, rimes)
        seen = rng.integers(0, 40, (split, 2))
        onset_rows, rime_rows = rng.integers(0, 4, split), rng.integers(0, 6, split)
        table = Table(
            members,
            members.best(onset_costs),
            onset_costs,
            rime_costs,
            rng.permutation(onsets),
            rng.permutation(rimes),
            onsets,
            rimes,
        )
        extras = costs(split)
        rows.append((Splits(form, queries, extras, seen, onset_rows, rime_rows, onset_rows), table))
    windows = costs(first + number) + np.float32(1)
    most = rng.integers(1, 9, first + number)
    return rows, Wanted(most, windows, first, first + number)


@needs_compiled
@settings(max_examples=200)
@given(SEEDS, st.booleans())
def test_the_cores_match_alike(seed: int, tied: bool) -> None:
    rows, wanted = tables_of(seed, tied)
    twin, compiled = nearest_by_arrays(rows, wanted), nearest(rows, wanted)
    for name, column in twin._asdict().items():
        if name != "merits":
            assert getattr(compiled, name).tobytes() == column.tobytes(), name


@needs_compiled
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("queries", np.array([9])),
        ("onsets", np.array([99])),
        ("rimes", np.array([-1])),
        ("best", np.array([4])),
        ("extras", np.zeros(2, dtype=np.float32)),
    ],
)
def test_matching_refuses_what_points_outside(name: str, value: np.ndarray) -> None:
    zero = np.array([0])
    table = tables_of(1, tied=False)[0][0][1]
    right = {
        "form": Shape.LOWER,
        "queries": zero,
        "extras": np.zeros(1, dtype=np.float32),
        "seen": np.zeros((1, 2), dtype=np.int64),
        "onsets": zero,
        "rimes": zero,
        "best": zero,
    }
    wanted = Wanted(np.array([3]), np.array([9.0], dtype=np.float32), 0, 1)
    assert len(nearest([(Splits(**right), table)], wanted).queries)
    with pytest.raises(ValueError, match=r"table|case"):
        nearest([(Splits(**{**right, name: value}), table)], wanted)


@needs_compiled
@pytest.mark.parametrize(("first", "count"), [(1 << 62, 1 << 62), (-1, 1), (1, -1), (0, 1000)])
def test_matching_refuses_syllables_outside_of_their_table(first: int, count: int) -> None:
    rows, wanted = tables_of(1, tied=False)
    splits, table = rows[0]
    table.members.firsts[-1], table.members.counts[-1] = first, count
    with pytest.raises(ValueError, match="in their table"):
        nearest([(splits, table)], wanted)


@needs_compiled
@settings(max_examples=60)
@given(SEEDS, st.lists(st.integers(0, 9), max_size=6))
def test_the_cores_estimate_rates_alike(seed: int, sizes: list[int]) -> None:
    rng = np.random.default_rng(seed)
    chances = rng.random((9, RATES)) ** 8 * (rng.random((9, RATES)) < 0.6)
    chances[:, -1] += 1e-9
    words = rng.integers(0, 9, sum(sizes))
    lines = np.array(sizes, dtype=np.int64)
    cut = int(rng.integers(0, len(sizes) + 1))
    documents = np.array([cut, 0, len(sizes) - cut])
    whole = estimate(chances, words, lines, documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "compiled", None)
        twin = estimate(chances, words, lines, documents)
    assert whole.rates.tobytes() == twin.rates.tobytes()
    assert whole.gains.tobytes() == twin.gains.tobytes()
    assert whole.odd.tobytes() == twin.odd.tobytes()


@needs_compiled
@settings(max_examples=60)
@given(SEEDS, st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_the_cores_weigh_chains_alike(seed: int, sizes: list[int]) -> None:
    rng = np.random.default_rng(seed)
    model = ProfileModel(rng.uniform(0, 40, (len(PURE), len(Kind))))
    kinds = rng.integers(0, len(Kind), sum(sizes))
    cut = int(rng.integers(0, len(sizes) + 1))
    documents = np.array([cut, 0, len(sizes) - cut])
    whole = model.weighed(kinds, np.array(sizes), documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "compiled", None)
        twin = model.weighed(kinds, np.array(sizes), documents)
    assert whole.tobytes() == twin.tobytes()
    assert whole.sum(axis=1) == pytest.approx(np.ones(len(sizes)))


def room(lines: int, words: int) -> tuple[np.ndarray, ...]:
    """Room for what the compiled core tells of lines and their words."""
    rates = np.ones((lines, RATES))
    return rates, rates.copy(), np.zeros(lines), np.zeros(words), np.zeros(words)


@needs_compiled
def test_recognition_refuses_what_does_not_fit() -> None:
    compiled, two = core.compiled, np.zeros((2, RATES))
    assert compiled is not None
    mixture = (two, two[0], 1, 1.0, 0.1, 0.1)
    words = np.array([0, 1])
    for sizes, documents in (([3], [1]), ([1], [1]), ([-1, 3], [2]), ([2], [2]), ([2], [])):
        asked = (words, np.array(sizes), np.array(documents, dtype=np.int64))
        with pytest.raises(ValueError, match=r"parts|table"):
            compiled.mixture_rates(mixture, asked, room(len(sizes), 2))
    one, whole = np.array([1]), np.array([2])
    with pytest.raises(ValueError, match="table"):
        compiled.mixture_rates(mixture, (whole, one, one), room(1, 1))
    for lines, held in ((2, 1), (1, 2)):
        with pytest.raises(ValueError, match="needs rates"):
            compiled.mixture_rates(mixture, (one, one, one), room(lines, held))
    with pytest.raises(ValueError, match="one prior"):
        compiled.mixture_rates((two, two, *mixture[2:]), (one, one, one), room(1, 1))
    with pytest.raises(ValueError, match="state"):
        compiled.chain_weights(np.ones(5), np.array([2]), np.ones(2), 0.1, np.ones(5))
    with pytest.raises(ValueError, match="table"):
        compiled.chain_weights(np.ones(4), np.array([3]), np.ones(2), 0.1, np.ones(4))


@given(st.lists(st.floats(-2000, 0)))
def test_the_exponential_is_that_of_numpy_to_eleven_digits(values: list[float]) -> None:
    wanted = np.exp(np.maximum(np.array(values), -700.0))
    assert exp(np.array(values)) == pytest.approx(wanted, rel=1e-11, abs=0)


@needs_compiled
@given(st.lists(st.integers(0, 2**63), max_size=50), st.lists(st.integers(0, 2**42), max_size=50))
def test_the_cores_look_up_alike(strange: list[int], more: list[int]) -> None:
    keys = np.array([*strange, *more], dtype=np.uint64)
    found, values = MODEL.ngrams.find(keys)
    wanted, others = MODEL.ngrams.find_by_arrays(keys)
    assert found.tolist() == wanted.tolist()
    assert values[found].tolist() == others[wanted].tolist()
    assert values.tobytes() == others.tobytes()


CHANNEL = load().channel("english-ocr")


@needs_compiled
@settings(max_examples=60)
@given(
    st.lists(st.text("aăbcdđeghiklmnotuươVNQ1l.é~\x00", max_size=12), min_size=1, max_size=20),
    st.sampled_from([CHANNEL.onsets, CHANNEL.rimes]),
    st.booleans(),
)
def test_the_cores_spell_alike(strings: list[str], parts: PartCosts, upper: bool) -> None:
    spellings = parts.spellings(upper=upper)
    compiled = spellings.costs(strings, CHANNEL.letters)
    twin = spellings.costs_by_arrays(strings, CHANNEL.letters)
    assert compiled.shape == twin.shape
    assert compiled.tobytes() == twin.tobytes()
