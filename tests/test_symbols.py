"""Document symbols: what damage is read, what stays, and that digits are safe."""

from __future__ import annotations

import re
from functools import cache
from math import inf
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vndiacritics.files import read_table
from vndiacritics.orthography.letters import nfc, strip_marks
from vndiacritics.symbols.damage import (
    EXTRA_LETTER,
    LOST_LETTER,
    OTHER_CASE,
    OTHER_LETTER,
    OTHER_MARK,
    SEEN_AS,
    STUTTER,
    damage_cost,
)
from vndiacritics.symbols.dates import is_date, join_dates
from vndiacritics.symbols.grammar import CodeGrammar
from vndiacritics.symbols.list_marks import LIST_MARKS, resolve_list_marks

TESTS = Path(__file__).parent
LEXICON = TESTS.parent / "lexicon"
SHARED = TESTS.parent.parent / "shared"

SYMBOLS = {
    "NĐ-CP": 900, "NQ-CP": 90, "QĐ-TTg": 400, "CT-TTg": 90, "QĐ-UBND": 300, "KH-UBND": 90,
    "HD-UBND": 2, "CĐ-TTg": 9, "TT-BTNMT": 90, "TT-BLĐTBXH": 90, "NQ/TW": 300, "QH13": 0,
    "QH14": 0, "QH15": 0, "UBND-VP": 5, "TTr-SGDĐT": 3,
}  # fmt: skip
ABBREVIATIONS = ["HĐND", "UBND", "GDTX", "ĐH", "QHĐP", "TU", "ĐU", "VP", "đ/c"]
AT_LINE_START = {"roman", "list-mark"}

grammar = CodeGrammar(SYMBOLS, ABBREVIATIONS)


def repaired(token: str, *, of: CodeGrammar = grammar, line_start: bool = False) -> str:
    """The cheapest reading written into the token."""
    for reading in of.readings(token):
        if (reading.kind in AT_LINE_START) <= line_start:
            return token[: reading.start] + reading.text + token[reading.stop :]
    return token


CASES = read_table(TESTS / "data" / "symbols.tsv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['label']}: {case['observed']}")
def test_cheapest_reading(case: dict[str, str]) -> None:
    line_start = case["context"] == "line-start"
    assert repaired(case["observed"], line_start=line_start) == case["expected"]


@pytest.mark.parametrize("token", [*SYMBOLS, *ABBREVIATIONS[:-1]])
def test_known_forms_cost_nothing(token: str) -> None:
    cheapest = grammar.readings(token)[0]
    assert (cheapest.text, cheapest.cost) == (token, 0.0)


def test_numerals_and_marks_tell_that_they_need_a_line_start() -> None:
    assert {reading.kind for reading in grammar.readings("Il.")} == {"roman"}
    assert [(r.text, r.kind) for r in grammar.readings("d)")] == [
        ("d", "list-mark"),
        ("đ", "list-mark"),
    ]


def test_a_doubtful_kind_keeps_both_readings() -> None:
    assert {reading.text for reading in grammar.readings("ND-CP")} >= {"NĐ-CP", "ND-CP"}
    # Too far from an unknown abbreviation to be first, near enough for the context to choose.
    assert [reading.text for reading in grammar.readings("OHDP")] == ["OHDP", "QHĐP"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("từ 04/1 1/2022 đến", [(1, 3, "04/11/2022")]),
        ("(ngày 27/ 6/ 2012).", [(1, 4, "27/6/2012).")]),
        ("20/11 /2025;", [(0, 2, "20/11/2025;")]),
        ("ngày 1 2/5/2023", []),
        ("ngày 2/5/2023 12/5/2023", []),
        ("ngày 31/ 4/2023", []),
        ("ngày 5/3/20 22 người", []),
        ("năm 2022 2023", []),
        ("tỷ lệ 3/4 và 1/2", []),
        ("", []),
    ],
)
def test_split_dates(text: str, joined: list[tuple[int, int, str]]) -> None:
    assert join_dates(text.split()) == joined


def test_list_order_tells_d_from_its_neighbour() -> None:
    assert "".join(resolve_list_marks("abcddeabcđdeddcde")) == "abcdđeabcdđedđcde"
    assert resolve_list_marks(list(LIST_MARKS)) == list(LIST_MARKS)
    assert "".join(resolve_list_marks("cdae")) == "cdđe"
    assert "".join(resolve_list_marks("cđe", careful=True)) == "cđe"
    assert "".join(resolve_list_marks("cđđe", careful=True)) == "cdđe"


@pytest.mark.parametrize("text", ["29/2/2024", "01/12/1999"])
def test_days_of_the_calendar(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["29/2/2023", "0/1/2020", "1/13/2020", "1/1/20", "1/1/3020", ""])
def test_no_days_of_the_calendar(text: str) -> None:
    assert not is_date(text)


@cache
def slow_cost(observed: str, intended: str, before: str = "") -> float:
    """The definition of `damage_cost`, by recursion from the front."""
    if not observed and not intended:
        return 0.0
    costs = [inf]
    if observed and not observed[0].isdigit():
        extra = STUTTER if observed[0] == before or observed[0] in "'¢|." else EXTRA_LETTER
        costs.append(extra + slow_cost(observed[1:], intended, observed[0]))
    if intended and not intended[0].isdigit():
        costs.append(LOST_LETTER + slow_cost(observed, intended[1:], before))
    if observed and intended:
        seen, wanted = observed[0], intended[0]
        if seen == wanted:
            swap = 0.0
        elif seen in SEEN_AS.get(wanted, {}):
            swap = SEEN_AS[wanted][seen]
        elif seen.isdigit() or wanted.isdigit():
            swap = inf
        elif strip_marks(seen) == strip_marks(wanted):
            swap = OTHER_MARK
        else:
            swap = OTHER_CASE if seen.lower() == wanted.lower() else OTHER_LETTER
        costs.append(swap + slow_cost(observed[1:], intended[1:], seen))
        pair = SEEN_AS.get(wanted, {}).get(observed[:2]) if len(observed) > 1 else None
        if pair is not None:
            costs.append(pair + slow_cost(observed[2:], intended[1:], observed[1]))
    return min(costs)


@given(st.text("DĐÐPQO01I5STgq'", max_size=5), st.text("ĐDQHT15g", max_size=4))
def test_damage_cost_is_its_definition(observed: str, intended: str) -> None:
    assert damage_cost(observed, intended) == pytest.approx(slow_cost(observed, intended))


@given(st.text("DĐÐPQO01I5STgq'", max_size=5), st.text("ĐDQHT15g", max_size=4))
def test_damage_that_costs_less_than_a_lost_letter_is_its_definition(
    observed: str, intended: str
) -> None:
    most = 4.5
    found, slow = damage_cost(observed, intended, most), slow_cost(observed, intended)
    assert found == pytest.approx(slow) if slow <= most else found > most


PIECES = st.sampled_from(
    ["QĐ", "QD", "ND", "NQ", "UBND", "CP", "TTq", "QHI5", "0H14", "IIL", "./,"]
)
SYMBOL_LIKE = st.lists(st.one_of(PIECES, st.text("0123456789OIlSQDĐ/-.,)", max_size=3)), max_size=5)


@given(SYMBOL_LIKE.map("".join))
@settings(max_examples=300)
def test_readings_are_sound(token: str) -> None:
    readings = grammar.readings(token)
    assert len(readings) <= 4
    assert list(readings) == sorted(readings, key=lambda reading: (reading.cost, reading.text))
    for reading in readings:
        assert 0 <= reading.start < reading.stop <= len(token)
        assert 0 <= reading.cost < inf
        # These digits look like no letter, so each must come out as it went in.
        safe = re.sub(r"[^2346789]", "", token[reading.start : reading.stop])
        assert re.sub(r"[^2346789]", "", reading.text) == safe


@given(SYMBOL_LIKE)
def test_joining_deletes_spaces_only(tokens: list[str]) -> None:
    tokens = [token for token in tokens if token]
    for first, stop, text in join_dates(tokens):
        assert text == "".join(tokens[first:stop])


@pytest.fixture(scope="module")
def full_grammar() -> CodeGrammar:
    return CodeGrammar(
        {row["form"]: int(row["count"]) for row in read_table(LEXICON / "symbols.tsv")},
        [row["form"] for row in read_table(LEXICON / "abbreviations.tsv")],
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the documents in ../shared")
def test_clean_documents_stay(full_grammar: CodeGrammar) -> None:
    changed = [
        token
        for path in sorted((SHARED / "documents").glob("*.txt"))
        for token in set(nfc(path.read_text("utf-8")).split())
        if repaired(token, of=full_grammar) != token
    ]
    assert changed == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the scans in ../shared")
def test_clean_references_of_scans_stay(full_grammar: CodeGrammar) -> None:
    changed = [
        token
        for path in sorted((SHARED / "scans").glob("*.ref.txt"))
        for token in set(nfc(path.read_text("utf-8")).split())
        if repaired(token, of=full_grammar) != token
    ]
    assert changed == []
