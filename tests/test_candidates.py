"""A token's part of the lattice: its slots, and what may stand in each."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vndiacritics.candidates import words
from vndiacritics.candidates.context import TokenContext
from vndiacritics.candidates.matching import Matcher
from vndiacritics.candidates.resources import Resources
from vndiacritics.candidates.words import Candidates
from vndiacritics.model.bundle import load
from vndiacritics.pieces import NUMBER
from vndiacritics.search.arcs import Analysis

BUNDLE = load()
RESOURCES = Resources(BUNDLE.language_model, BUNDLE.spelling, BUNDLE.lexicon)


def fresh(*, mends_spaces: bool = False) -> Candidates:
    channel = BUNDLE.channel("english-ocr")
    matcher = Matcher(channel, RESOURCES.syllables, BUNDLE.language_model.unigram)
    return Candidates(matcher, RESOURCES, mends_spaces=mends_spaces)


CANDIDATES = fresh()
SLOTS = {
    "dan": ["dan"],
    "dan.": ["dan", "."],
    "(xa,": ["(", "xa", ","],
    "xa/phuong": ["xa", "/", "phuong"],
    "04/11/2022,": ["04/11/2022", ","],
    "38.563,87": ["38.563,87"],
    "–": ["–"],
    "...": [".", ".", "."],
}


def slots(token: str) -> tuple[Analysis, list[str]]:
    analysis = CANDIDATES.analysis(token, TokenContext())
    spans = zip(analysis.starts, analysis.stops, strict=True)
    return analysis, [token[start:stop] for start, stop in spans]


def surfaces(token: str, slot: int = 0) -> set[str | None]:
    """What may be written for a slot alone."""
    analysis, _ = slots(token)
    first = sum(analysis.counts[:slot])
    arcs = range(first, first + analysis.counts[slot])
    return {analysis.surface(arc) for arc in arcs if analysis.arcs.spans[arc] == 1}


@pytest.mark.parametrize(("token", "wanted"), SLOTS.items())
def test_slots(token: str, wanted: list[str]) -> None:
    assert slots(token)[1] == wanted


TOKENS = st.text("daềĐN6'.,/-(?¢\x00", min_size=1, max_size=15)


@settings(max_examples=60)
@given(TOKENS)
def test_an_analysis_is_a_lattice_of_the_whole_token(token: str) -> None:
    analysis, pieces = slots(token)
    assert "".join(pieces) == token
    arcs = analysis.arcs
    assert sum(analysis.counts) == analysis.size == len(arcs) == len(arcs.costs)
    assert len(arcs.spans) == len(arcs.links) == len(arcs.part_costs) == analysis.size
    assert (arcs.costs >= 0).all()
    first = 0
    for slot, count in enumerate(analysis.counts):
        spans = arcs.spans[first : first + count].tolist()
        assert 1 in spans  # or the search could not pass
        assert max(spans) <= slot + 1
        first += count


@settings(max_examples=40)
@given(TOKENS)
def test_every_word_may_stay_as_it_is(token: str) -> None:
    assume("./" not in token and "/." not in token)  # the end mark `./.` is a symbol, not words
    _, pieces = slots(token)
    for slot, piece in enumerate(pieces):
        assert None in surfaces(token, slot) or piece in surfaces(token, slot)


@pytest.mark.parametrize(
    ("token", "wanted"),
    [("dan", "dân"), ("quyén", "quyền"), ("thwe", "thực"), ("Bang", "Đảng"), ("HOI", "HỘI")],
)
def test_the_intended_word_is_among_the_candidates(token: str, wanted: str) -> None:
    assert wanted in surfaces(token)


def test_a_sign_inside_a_word_may_be_a_letter() -> None:
    analysis, pieces = slots("ct?")
    assert pieces == ["ct", "?"]
    joined = {
        analysis.surface(arc) for arc, span in enumerate(analysis.arcs.spans.tolist()) if span == 2
    }
    assert "cứ" in joined


@pytest.mark.parametrize("token", ["04/11/2022", "38.563,87", "2022", "15%"])
def test_a_number_is_a_number_and_stays(token: str) -> None:
    analysis, _ = slots(token)
    assert analysis.size == 1
    assert analysis.surface(0) is None
    assert BUNDLE.language_model.vocabulary[int(analysis.arcs.symbols[0])] == NUMBER


def test_an_analysis_is_kept() -> None:
    assert CANDIDATES.analysis("dan", TokenContext()) is CANDIDATES.analysis("dan", TokenContext())


def test_only_so_many_torn_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "TORN_KEPT", 2)
    candidates = fresh(mends_spaces=True)
    for before, token in [("Thự", "c"), ("hi", "ện"), ("đồng", "t"), ("kế", "ho"), ("Thự", "c")]:
        candidates.torn([before], token, TokenContext())
        assert len(candidates._torn) <= words.TORN_KEPT
    found = candidates.torn(["Thự"], "c", TokenContext())
    assert found is not None
    assert "Thực" in found.written.values()


@settings(max_examples=20)
@given(st.lists(TOKENS, min_size=1, max_size=8))
def test_tokens_analysed_together_are_as_analysed_alone(tokens: list[str]) -> None:
    together = fresh()
    together.prepare((token, TokenContext()) for token in tokens)
    for token in tokens:
        one, other = (
            together.analysis(token, TokenContext()),
            CANDIDATES.analysis(token, TokenContext()),
        )
        assert (one.starts, one.stops, one.counts) == (other.starts, other.stops, other.counts)
        assert one.arcs.symbols.tolist() == other.arcs.symbols.tolist()
        assert one.arcs.costs.tolist() == other.arcs.costs.tolist()
        surfaces = [[row.surface(arc) for arc in range(row.size)] for row in (one, other)]
        assert surfaces[0] == surfaces[1]
