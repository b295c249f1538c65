"""How sure each token is: what the map knows, where it is shown, and whether it means something."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.calibration import auroc, expected_calibration_error
from benchmarks.fit_confidence import fitted
from benchmarks.regimes import available
from benchmarks.runner import calibrate_regime, load_product
from vndiacritics.confidence.map import _LEARNT, FEATURES, FORMS, UNREAD, Signals, features, form
from vndiacritics.confidence.map import probabilities as apply
from vndiacritics.options import Options
from vndiacritics.profiles.profile import ENGLISH_OCR, PROFILES
from vndiacritics.restoration import Edit, Restoration, Token, apply_edits
from vndiacritics.restorer import Restorer
from vndiacritics.text.offsets import Offsets

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def rows(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


DAMAGED = "\n".join(row.split("\t")[0] for row in rows("damaged.tsv"))
TEXTS = [
    pytest.param(DAMAGED, id="damaged"),
    pytest.param(unicodedata.normalize("NFD", DAMAGED), id="decomposed"),
    pytest.param("\n".join(rows("clean.tsv")), id="clean"),
    pytest.param("Thự c hi ện kế ho ạch của ngườidân đồng t ình.", id="torn and glued"),
    pytest.param(DAMAGED + "\nngay 04/1 1/2022 tai s6 53/KH-UBND./.", id="date put together"),
    pytest.param("The quick brown fox\njumps over the lazy dog.", id="another language"),
    pytest.param("Céng hßa x· héi chñ nghÜa ViÖt Nam", id="old encoding"),
    pytest.param("\ufeff \r\n\f dan\u2028 van \u00a0", id="spaces of all kinds"),
    pytest.param("", id="empty"),
]


@pytest.fixture(scope="module")
def teller() -> Restorer:
    return Restorer(options=Options(tokens=True))


# --- tokens of a restoration ---------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_those_of_the_text(teller: Restorer, text: str) -> None:
    result = teller.explain(text)
    assert [token.text for token in result.tokens] == result.text.split()
    done = 0
    for token in result.tokens:
        assert result.text[token.place : token.place + len(token.text)] == token.text
        assert done <= token.start < token.end
        done = token.start
        assert 0 < token.confidence < 1
        chances = [other.probability for other in token.alternatives]
        assert all(0 <= chance <= 1 for chance in chances)
        assert all(other.text for other in token.alternatives)


@pytest.mark.parametrize("text", TEXTS)
def test_telling_of_tokens_changes_nothing(teller: Restorer, text: str) -> None:
    plain = Restorer().explain(text)
    assert plain.tokens == ()
    assert replace(teller.explain(text), tokens=()) == plain
    assert teller.restore(text) == plain.text


@pytest.mark.parametrize("text", TEXTS)
def test_an_unchanged_token_comes_from_its_like(teller: Restorer, text: str) -> None:
    result = teller.explain(unicodedata.normalize("NFC", text))
    touched = [(edit.start, edit.end) for edit in result.edits]
    for token in result.tokens:
        if not any(start < token.end and token.start < end for start, end in touched):
            assert result.source[token.start : token.end] == token.text


def test_a_batch_is_told_text_by_text(teller: Restorer) -> None:
    texts = [DAMAGED, "The quick brown fox jumps.", "dan van"]
    assert teller.explain_batch(texts)[1:] == [teller.explain(text) for text in texts[1:]]


def test_what_cannot_be_read_is_doubtful_though_it_was_kept(teller: Restorer) -> None:
    """A token that was left alone is not sure for that: this fails if all kept ones were 1."""
    result = teller.explain(DAMAGED + "\nNhan dan trong xa xw~k da tham gia.")
    (strange,) = [token for token in result.tokens if token.text == "xw~k"]
    kept = [token for token in result.tokens if token.text in {"trong", "tham", "gia."}]
    assert strange.confidence < 0.5
    assert min(token.confidence for token in kept) > 0.9
    assert len({token.confidence for token in kept}) > 1


def test_another_language_is_not_judged(teller: Restorer) -> None:
    result = teller.explain("The quick brown fox jumps over the lazy dog.")
    assert {token.confidence for token in result.tokens} == {UNREAD}


def test_alternatives_are_readings_of_the_whole_token(teller: Restorer) -> None:
    result = teller.explain(DAMAGED + "\nBan (tinh), da di.")
    (token,) = [token for token in result.tokens if token.text.endswith("nh),")]
    assert token.alternatives
    assert all(row.text[0] == "(" and row.text[-2:] == ")," for row in token.alternatives)


# --- doubts --------------------------------------------------------------------------------------

FOUND = Restoration(
    "a b c d",
    "a b c d",
    tokens=tuple(
        Token(2 * n, 2 * n + 1, "abcd"[n], 2 * n, confidence)
        for n, confidence in enumerate([0.95, 0.3, 0.7, 0.3])
    ),
)


@pytest.mark.parametrize(
    ("below", "expected"), [(0.0, ""), (0.3, ""), (0.5, "bd"), (0.9, "bdc"), (1.0, "bdca")]
)
def test_doubts_come_least_sure_first(below: float, expected: str) -> None:
    assert "".join(token.text for token in FOUND.doubts(below=below)) == expected


def test_tokens_are_ready_for_json() -> None:
    fields = FOUND.to_dict()
    assert json.loads(json.dumps(fields)) == fields
    assert fields["tokens"][1] == FOUND.tokens[1].to_dict()
    assert fields["tokens"][1]["confidence"] == 0.3


# --- the least confidence of an edit -------------------------------------------------------------


def test_a_least_confidence_of_nothing_makes_all_edits() -> None:
    everything = Restorer(options=Options(min_confidence=0.0))
    assert everything.explain(DAMAGED) == Restorer().explain(DAMAGED)


def test_a_least_confidence_of_one_makes_none() -> None:
    nothing = Restorer(options=Options(min_confidence=1.0))
    assert nothing.restore(DAMAGED) == nothing.explain(DAMAGED).text == DAMAGED


def test_a_least_confidence_of_one_still_repairs_the_text_layer() -> None:
    nothing = Restorer(options=Options(min_confidence=1.0))
    assert nothing.restore("phƣờng") == "phường"


@pytest.mark.parametrize("least", [0.5, 0.9, 0.99, 0.999])
def test_a_least_confidence_parts_the_edits(least: float) -> None:
    bold = Restorer().explain(DAMAGED)
    careful = Restorer(options=Options(min_confidence=least, tokens=True))
    result = careful.explain(DAMAGED)
    assert result.edits == tuple(edit for edit in bold.edits if edit.confidence >= least)
    assert careful.restore(DAMAGED) == result.text
    assert [token.text for token in result.tokens] == result.text.split()


def test_an_edit_refused_for_want_of_confidence_is_suggested_where_asked_for() -> None:
    options = Options(min_confidence=1.0, suggest=True, tokens=True)
    result = Restorer(options=options).explain("Nhan dan trong xa da tham gia rat day du.")
    assert result.edits == ()
    assert "đầy" in {edit.new for edit in result.suggestions}
    (refused,) = [token for token in result.tokens if token.text == "day"]
    assert refused.confidence < 0.1
    assert refused.alternatives[0].text == "đầy"


# --- the map -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("dân", ""),
        ("Dân", "title"),
        ("xã", "short"),
        ("HĐND", "capitals"),
        ("dân,", "stop"),
        ("dân:", "colon"),
        ("(dân)", "enclosed"),
        ("“dân", "half enclosed"),
        ("dân...", "stop, ellipsis"),
        ("hóa", "either placement"),
        ("hoạch", ""),
        ("38.563,87", "number, part of a number"),
        ("16", "number, short number"),
        ("2022;", "number, colon"),
        ("53/KH-UBND", "capitals, code, compound"),
        ("h6i", "mixed"),
        ("Srepok", "title, foreign"),
        ("XIV", "capitals, roman"),
        ("đ)", "short, letter, half enclosed"),
        ("–", "signs only"),
        ("—", "signs only, odd signs"),
        ("~", "signs only, odd signs"),
        ("ph#&x", "compound, odd signs"),
        ("dân,;", "colon, odd signs"),
        ("-và", "compound, odd signs"),
        ("./.", "signs only, stop"),
    ],
)
def test_forms(word: str, expected: str) -> None:
    found = [name for name, holds in zip(FORMS, form(word), strict=True) if holds]
    assert ", ".join(found) == expected


def signals(posterior: float, **others: float | bool) -> Signals:
    fields: dict[str, float | bool] = {
        "costs": 1.0,
        "rarity": 7.0,
        "unknown": False,
        "surprises": 3.0,
        "next_surprises": 3.0,
        "changed": True,
        "refused": False,
    } | others
    return Signals(np.array([posterior]), *(np.array([value]) for value in fields.values()))


def sure(known: Signals, word: str, follower: str = "", profile: int = ENGLISH_OCR.number) -> float:
    return float(apply(np.array([profile]), features(known, [word], [follower]))[0])


@pytest.mark.parametrize("profile", range(len(PROFILES)))
def test_a_likelier_word_is_surer(profile: int) -> None:
    chances = [sure(signals(p), "dân", profile=profile) for p in (0.0, 0.2, 0.5, 0.8, 0.95)]
    assert chances == sorted(chances)
    assert 0 < chances[0] < chances[-1] < 1


def test_what_stands_around_counts() -> None:
    known = signals(0.99)
    assert sure(known, "hiện.", "dân") < sure(known, "hiện.", "Dân")
    assert sure(signals(0.99, surprises=12.0), "dân") < sure(known, "dân")
    assert sure(known, "hiện,;") < sure(known, "hiện,")


def test_every_feature_has_its_weights() -> None:
    assert tuple(_LEARNT) == FEATURES


def test_the_fit_finds_the_map_that_made_the_verdicts() -> None:
    draw = np.random.default_rng(1)
    matrix = np.column_stack([np.ones(40_000), draw.normal(2, 3, 40_000), np.zeros(40_000)])
    truth = np.array([1.0, 0.5, 0.0])
    right = draw.random(40_000) < 1 / (1 + np.exp(-matrix @ truth))
    assert fitted(matrix, right) == pytest.approx(truth, abs=0.08)


# --- the way through the edits -------------------------------------------------------------------

PIECES = st.lists(
    st.tuples(st.text("ab", max_size=4), st.text("cd", min_size=1, max_size=3), st.text("ef ")),
    max_size=5,
)


@given(PIECES)
@settings(max_examples=200)
def test_places_are_found_again_behind_the_edits(pieces: list[tuple[str, str, str]]) -> None:
    source, edits = "", []
    for kept, old, new in pieces:
        source += kept
        edits.append(Edit(len(source), len(source) + len(old), old, new))
        source += old
    source += "a"
    text = apply_edits(source, edits)
    way = Offsets(edits)
    inside = {n for edit in edits for n in range(edit.start, edit.end)}
    free = np.array([n for n in range(len(source)) if n not in inside])
    there = way.forth(free)
    assert [source[n] for n in free.tolist()] == [text[n] for n in there.tolist()]
    assert way.back(there, to_end=False).tolist() == free.tolist()
    assert (way.back(there + 1, to_end=True) >= free + 1).all()
    for edit, start, stop in zip(edits, way.new_starts, way.new_stops, strict=True):
        assert text[start:stop] == edit.new
        within = np.arange(start, stop)
        assert set(way.back(within, to_end=False).tolist()) <= {edit.start}
        assert set(way.back(within + 1, to_end=True).tolist()) <= {edit.end}


# --- does it mean something? ---------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["english-ocr-rendered", "vietnamese-ocr-rendered"])
def test_confidence_is_calibrated_and_finds_the_errors(name: str) -> None:
    result = calibrate_regime(load_product(), available(SHARED)[name]())
    measures = result.judged
    assert measures.tokens + result.extra > 8000
    assert measures.expected_error is not None
    assert measures.expected_error <= 0.02
    assert measures.auroc is not None
    assert measures.auroc >= 0.9  # 0.73 to 0.8 where kept tokens count as certain
    assert measures.review_share is not None
    assert measures.review_share <= 0.3  # 0.75 and more there


def test_kept_tokens_that_all_count_as_certain_are_found_out() -> None:
    """The figures this test and the one before look at do tell the two apart."""
    confidence, right = [1.0] * 98 + [0.6, 0.7], [True] * 90 + [False] * 8 + [True, False]
    assert expected_calibration_error(confidence, right) > 0.02
    assert auroc(confidence, right) < 0.9
