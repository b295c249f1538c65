"""Which damage a stretch of text suffered."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vndiacritics.errors import UsageError
from vndiacritics.options import PROFILES, Options
from vndiacritics.profiles import NAMES, SWITCH, Kind, ProfileModel, estimate, kind

KNOWN = frozenset({"internet", "asean", "đak", "café"})
KINDS = {
    "huyện": Kind.MARKED,
    "Thuỷ,": Kind.MARKED,
    "(ƯƠNG)": Kind.MARKED,
    "là": Kind.LATIN_MARKED,
    "Cà": Kind.LATIN_MARKED,
    "café": Kind.LATIN_MARKED,
    "đak": Kind.MARKED,
    "cao": Kind.BARE,
    "Thanh.": Kind.BARE,
    "UBND": Kind.CAPITALS,
    "internet": Kind.KNOWN_PLAIN,
    "duoc": Kind.BARE_FORM,
    "strong": Kind.UNKNOWN_PLAIN,
    "nghj": Kind.UNKNOWN_PLAIN,
    "chúc2": Kind.BROKEN_MIXED,
    "h6i": Kind.BROKEN_MIXED,
    "qu¢c": Kind.BROKEN_MIXED,
    "nghiép": Kind.BROKEN_LATIN,
    "chø": Kind.BROKEN_MIXED,
    "ngiệm": Kind.BROKEN_MARKED,
    "12": Kind.NONE,
    "04/11/2022,": Kind.NONE,
    "38.563,87": Kind.NONE,
    "15%": Kind.NONE,
    "-": Kind.NONE,
    "…": Kind.NONE,
    "¢": Kind.BROKEN_MIXED,
}


@pytest.mark.parametrize(("token", "wanted"), KINDS.items())
def test_kind(token: str, wanted: Kind) -> None:
    assert kind(token, KNOWN) is wanted


@given(st.text(min_size=1, max_size=12))
def test_every_token_has_a_kind(token: str) -> None:
    assert kind(token, KNOWN) in Kind


MODEL = estimate(
    [
        [0, 60, 20, 15, 3, 1, 1, 0, 0, 0, 0],
        [0, 45, 15, 15, 3, 1, 6, 5, 5, 5, 0],
        [0, 1, 6, 50, 3, 1, 8, 10, 9, 0, 12],
        [0, 0, 0, 67, 3, 1, 1, 0, 0, 0, 28],
        [0, 0, 2, 20, 5, 40, 30, 0, 0, 0, 3],
    ]
)
LINES = st.lists(
    st.lists(st.sampled_from([int(member) for member in Kind]), max_size=6), min_size=1, max_size=4
)


def oracle(model: ProfileModel, lines: list[list[int]]) -> np.ndarray:
    """All sequences of profiles, one by one."""
    number = len(NAMES)
    weights = np.zeros((len(lines), number))
    for sequence in itertools.product(range(number), repeat=len(lines)):
        logarithm = 0.0
        for place, (profile, line) in enumerate(zip(sequence, lines, strict=True)):
            logarithm -= sum(model.costs[profile, word] for word in line)
            if place:
                stays = (1 - SWITCH) * (profile == sequence[place - 1])
                logarithm += math.log(stays + SWITCH / number)
        for place, profile in enumerate(sequence):
            weights[place, profile] += math.exp(logarithm)
    shares: np.ndarray = weights / weights.sum(axis=1, keepdims=True)
    return shares


@settings(deadline=None, max_examples=40)
@given(LINES)
def test_posteriors_agree_with_the_enumeration_of_all_sequences(lines: list[list[int]]) -> None:
    assert MODEL.posteriors(lines) == pytest.approx(oracle(MODEL, lines), abs=1e-6)


def test_no_lines_have_no_posteriors() -> None:
    assert MODEL.posteriors([]).shape == (0, len(NAMES))


def test_lines_without_words_leave_all_profiles_alike() -> None:
    assert MODEL.posteriors([[], [Kind.NONE]]) == pytest.approx(np.full((2, 5), 0.2))


def test_a_long_text_neither_under_nor_overflows() -> None:
    lines = [[int(Kind.MARKED)] * 50] * 3000 + [[int(Kind.BARE)] * 50] * 3000
    weights = MODEL.posteriors(lines)
    assert np.isfinite(weights).all()
    assert weights.sum(axis=1) == pytest.approx(np.ones(6000))
    assert {NAMES[place] for place in weights[:2990].argmax(axis=1)} == {"clean"}
    assert {NAMES[place] for place in weights[3010:].argmax(axis=1)} == {"stripped"}


def test_an_odd_line_takes_the_profile_of_its_neighbours() -> None:
    usual, odd = [int(Kind.MARKED)] * 12, [int(Kind.BARE)] * 2
    alone = MODEL.posteriors([odd])[0]
    among = MODEL.posteriors([usual, odd, usual])[1]
    assert NAMES[int(alone.argmax())] == "stripped"
    assert NAMES[int(among.argmax())] == "clean"


def test_estimated_shares_of_a_profile_sum_to_one() -> None:
    shares = np.exp(-MODEL.costs)
    assert shares[:, Kind.NONE] == pytest.approx(np.ones(5))
    assert shares[:, 1:].sum(axis=1) == pytest.approx(np.ones(5))


def test_profiles_that_may_be_asked_for_exist() -> None:
    assert set(PROFILES) - {"auto"} <= set(NAMES)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"profile": "other-ocr"}, "no profile 'other-ocr'; use one of auto, clean"),
        ({"profile": ""}, "no profile ''"),
        ({"min_confidence": 1.5}, "confidence of 1.5"),
        ({"min_confidence": -0.1}, "confidence of -0.1"),
        ({"min_confidence": float("nan")}, "confidence of nan"),
        ({"beam": 0}, "beam and window must be positive"),
        ({"window": 0.0}, "beam and window must be positive"),
    ],
)
def test_options_that_make_no_sense_are_refused(wrong: dict[str, object], problem: str) -> None:
    with pytest.raises(UsageError, match=problem) as caught:
        Options(**wrong)  # type: ignore[arg-type]
    assert caught.value.exit_code == 2
