"""Which damage a stretch of text suffered."""

from __future__ import annotations

import ast
import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vndiacritics.errors import UsageError
from vndiacritics.model.bundle import DATA
from vndiacritics.model.checksum import SUFFIX
from vndiacritics.options import Options
from vndiacritics.profiles.chain import SWITCH, ProfileModel, estimate, with_fonts
from vndiacritics.profiles.profile import (
    AUTO,
    BY_NAME,
    CHOICES,
    CLEAN,
    DROPPED_LETTERS,
    GROUPS,
    OTHER,
    PROFILES,
    PURE,
    Profile,
)
from vndiacritics.profiles.word_kinds import Kind, kind, kinds

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
    "trng": Kind.FRAGMENT,
    "ngh,": Kind.FRAGMENT,
    "v": Kind.LONE,
    "T": Kind.CAPITAL_FRAGMENT,
    "NGH": Kind.CAPITAL_FRAGMENT,
    "b)": Kind.NONE,
    "c,": Kind.NONE,
    "=====": Kind.NONE,
    "ngườidân": Kind.MARKED,
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
        [0, 60, 20, 15, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        [0, 45, 15, 15, 3, 1, 6, 5, 5, 5, 0, 0, 0, 0],
        [0, 1, 6, 50, 3, 1, 8, 10, 9, 0, 12, 0, 0, 0],
        [0, 0, 0, 67, 3, 1, 1, 0, 0, 0, 28, 0, 0, 0],
        [0, 0, 2, 20, 5, 40, 30, 0, 0, 0, 3, 0, 0, 0],
        [0, 20, 20, 20, 2, 1, 1, 0, 0, 1, 1, 12, 2, 20],
    ]
)
LINES = st.lists(
    st.lists(st.sampled_from([int(member) for member in Kind]), max_size=6), min_size=1, max_size=4
)


def oracle(model: ProfileModel, lines: list[list[int]]) -> np.ndarray:
    """All sequences of profiles, one by one."""
    number = len(PURE)
    weights = np.zeros((len(lines), number))
    for sequence in itertools.product(range(number), repeat=len(lines)):
        logarithm = 0.0
        for place, (profile, line) in enumerate(zip(sequence, lines, strict=True)):
            logarithm -= sum(model.costs[profile, word] for word in line)
            logarithm += 0 if place else math.log(PURE[profile].prior)
            if place:
                stays = (1 - SWITCH) * (profile == sequence[place - 1])
                logarithm += math.log(stays + SWITCH / number)
        for place, profile in enumerate(sequence):
            weights[place, profile] += math.exp(logarithm)
    shares: np.ndarray = weights / weights.sum(axis=1, keepdims=True)
    return shares


def posteriors(lines: list[list[int]]) -> np.ndarray:
    """Weigh the profiles of one document's lines."""
    kinds = np.array([kind for line in lines for kind in line], dtype=np.int64)
    sizes = np.array([len(line) for line in lines], dtype=np.int64)
    return MODEL.weighed(kinds, sizes, np.array([len(lines)]))


@settings(max_examples=40)
@given(LINES)
def test_posteriors_agree_with_the_enumeration_of_all_sequences(lines: list[list[int]]) -> None:
    assert posteriors(lines) == pytest.approx(oracle(MODEL, lines), abs=1e-6)


def test_no_lines_have_no_posteriors() -> None:
    assert posteriors([]).shape == (0, len(PURE))


PRIORS = [profile.prior for profile in PURE]


def test_lines_without_words_leave_all_profiles_alike() -> None:
    weights = np.array(PRIORS) / sum(PRIORS)
    assert posteriors([[], [Kind.NONE]])[0] == pytest.approx(weights, abs=1e-3)


def test_a_long_text_neither_under_nor_overflows() -> None:
    lines = [[int(Kind.MARKED)] * 50] * 3000 + [[int(Kind.BARE)] * 50] * 3000
    weights = posteriors(lines)
    assert np.isfinite(weights).all()
    assert weights.sum(axis=1) == pytest.approx(np.ones(6000))
    assert {PURE[place].name for place in weights[:2990].argmax(axis=1)} == {"clean"}
    assert {PURE[place].name for place in weights[3010:].argmax(axis=1)} == {"stripped"}


def test_an_odd_line_takes_the_profile_of_its_neighbours() -> None:
    usual, odd = [int(Kind.MARKED)] * 12, [int(Kind.BARE)] * 2
    alone = posteriors([odd])[0]
    among = posteriors([usual, odd, usual])[1]
    assert PURE[int(alone.argmax())].name == "stripped"
    assert PURE[int(among.argmax())].name == "clean"


def test_estimated_shares_of_a_profile_sum_to_one() -> None:
    shares = np.exp(-MODEL.costs)
    assert shares[:, Kind.NONE] == pytest.approx(np.ones(len(PURE)))
    assert shares[:, 1:].sum(axis=1) == pytest.approx(np.ones(len(PURE)))


def test_profiles_that_may_be_asked_for_exist() -> None:
    assert set(CHOICES) - {AUTO} <= set(BY_NAME)


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


IN_CAPITALS = {
    "THE PROGRAM IS FREE OF CHARGE": {Kind.KNOWN_PLAIN, Kind.UNKNOWN_PLAIN},
    "CONG HOA XA HOI CHU NGHIA": set(),
    "Luu: VT, KTN, PL, KGVX, QHXH": set(),
    "THE UBND program is free of charge": {Kind.KNOWN_PLAIN, Kind.UNKNOWN_PLAIN},
}


@pytest.mark.parametrize("line", IN_CAPITALS)
def test_a_line_of_another_language_in_capitals_is_no_row_of_abbreviations(line: str) -> None:
    tokens = line.split()
    row = {Kind(number) for number in kinds(tokens, frozenset({"program"}), {})}
    assert row & {Kind.KNOWN_PLAIN, Kind.UNKNOWN_PLAIN} == IN_CAPITALS[line]


TORN = {
    "a syllable with all its marks, torn": ("Thự c hi ện", {}),
    "what letters left": ("thực hi n", {2: Kind.LONE}),
    "a measure": ("dài 16 m nữa", {}),
}


@pytest.mark.parametrize("name", TORN)
def test_consonants_that_were_torn_off_or_measure_something_are_no_fragments(name: str) -> None:
    line, wanted = TORN[name]
    tokens = line.split()
    row = kinds(tokens, frozenset({"thực", "hiện"}), {})
    found = {place: Kind(row[place]) for place in range(len(tokens)) if row[place] >= Kind.FRAGMENT}
    assert found == wanted


def test_lines_agree_on_whether_a_font_dropped_letters() -> None:
    clean, dropped = CLEAN.number, DROPPED_LETTERS.number
    other = OTHER.number
    sizes = [10] * 20
    few = [dropped] + [clean] * 19
    assert with_fonts(few, [clean] * 20, sizes) == [clean] * 20
    half = [dropped] * 8 + [clean] * 12
    assert with_fonts(half, [clean] * 20, sizes) == half
    most = [dropped] * 15 + [clean] * 4 + [other]
    assert with_fonts(most, [clean] * 20, sizes) == [dropped] * 19 + [other]


def test_a_profile_stands_at_its_number() -> None:
    assert [profile.number for profile in PROFILES] == list(range(len(PROFILES)))
    assert len(BY_NAME) == len(PROFILES)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_profile_that_is_read_has_a_table(profile: Profile) -> None:
    assert bool(profile.table) == profile.is_open
    assert profile.confidence in GROUPS
    if profile.table:
        assert (DATA / f"{profile.table}{SUFFIX}").is_file()


SOURCES = [
    path
    for room in ("vndiacritics", "benchmarks")
    for path in sorted((Path(__file__).parents[1] / room).rglob("*.py"))
    if path.name != "profile.py"
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_profiles_are_named_in_one_place(path: Path) -> None:
    """Only `profile.py` tells a profile by its name."""
    names = {name for name in BY_NAME if "-" in name or name == "stripped"}
    strings = {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not (strings & names - ALLOWED.get(path.name, set()))


ALLOWED = {
    # Names of regimes, of sub-commands, of what `vnfix --detect` reports.
    "regimes.py": {"stripped"},
    "text_layer.py": {"dropped-letters"},
    "__main__.py": {"stripped", "dropped-letters"},
    "inspection.py": {"stripped", "dropped-letters"},
}
