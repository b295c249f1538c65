"""The measures: equal to the shared scorer's, right on cases by hand, and steady."""

from __future__ import annotations

import importlib.util
import types
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibration import (
    FINE,
    auroc,
    calibrate,
    expected_calibration_error,
    measure,
    reliability_table,
    review_share,
    token_confidences,
)
from benchmarks.metrics import (
    Counts,
    bootstrap_interval,
    carries_mark,
    count_page,
    fold_tone_placement,
    is_document_symbol,
    kept,
    normalise,
    summarise,
)
from benchmarks.verdicts import Verdicts

SCORER = Path(__file__).resolve().parents[2] / "shared" / "score.py"
needs_scorer = pytest.mark.skipif(not SCORER.is_file(), reason="needs ../shared/score.py")

WORDS = ["xã", "xa", "hoà", "hòa", "uỷ", "ủy", "quý", "53/KH", "phƣờng", "phường", "12", "1 2"]
SPACES = [" ", "  ", "\n", "\n\n", "\t", "\u00a0"]
texts = st.lists(
    st.tuples(st.sampled_from(WORDS) | st.text(alphabet="aáđươ12/.\u0301", max_size=4)),
    min_size=1,
    max_size=14,
).flatmap(
    lambda words: st.lists(st.sampled_from(SPACES), min_size=len(words), max_size=len(words)).map(
        lambda gaps: "".join(w[0] + g for w, g in zip(words, gaps, strict=True))
    )
)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_scorer
@given(reference=texts, output=texts, source=texts)
def test_agrees_with_the_shared_scorer(
    scorer: ModuleType, reference: str, output: str, source: str
) -> None:
    if not reference.split():
        return
    expected = scorer.score(reference, output, source)
    result = summarise([count_page(reference, output, source)], ["d"], rounds=2)
    assert result.tokens == expected["n"]
    assert result.token_accuracy == expected["tok"]
    assert result.tone_folded == expected["tok_t"]
    assert result.wer == expected["wer"]
    assert result.cer == expected["cer"]
    assert (result.number_survival or 0) == expected["num"]
    assert (result.helped, result.hurt) == (expected["helped"], expected["hurt"])


Numbers = tuple[int, int, int, int, int]

PAGES: list[tuple[str, str, str, Numbers]] = [
    # reference, output, source; tokens, right before, right now, helped, hurt
    ("dân vận tốt", "dân vận tốt", "dan van tot", (3, 0, 3, 3, 0)),
    ("dân vận tốt", "dân vân tốt", "dân vận tot", (3, 2, 2, 1, 1)),
    ("dân vận", "", "dan van", (2, 0, 0, 0, 0)),
    ("phường 1", "phƣờng 1", "phuong 1", (2, 1, 2, 1, 0)),
    ("hòa bình", "hoà bình", "hoa binh", (2, 0, 1, 1, 0)),
    ("một hai", "một  \n hai", "một hai", (2, 2, 2, 0, 0)),
    ("một hai", "một và hai", "một hai", (2, 2, 2, 0, 0)),
]


@pytest.mark.parametrize(("reference", "output", "source", "expected"), PAGES)
def test_counts_by_hand(reference: str, output: str, source: str, expected: Numbers) -> None:
    counts = count_page(reference, output, source).counts
    found = (counts.tokens, counts.raw_right, counts.right, counts.helped, counts.hurt)
    assert found == expected


def test_numbers_that_the_input_had_right_are_counted_apart() -> None:
    counts = count_page("năm 2022 có 15 xã 3", "năm 2022 có 16 xã 3", "nam 2022 co 15 xa 8").counts
    assert (counts.numbers, counts.numbers_right) == (3, 2)
    assert (counts.numbers_raw_right, counts.numbers_still_right) == (2, 1)


def test_letters_with_marks() -> None:
    counts = count_page("đường lớn", "đương lớn", "duong lon").counts
    assert (counts.marked_letters, counts.marked_right) == (4, 3)


@pytest.mark.parametrize("letter", ["đ", "Đ", "ă", "ơ", "ự", "Ể", "à"])
def test_marked_letters(letter: str) -> None:
    assert carries_mark(letter)


@pytest.mark.parametrize("letter", ["d", "a", "1", " ", "-", "Z"])
def test_unmarked_letters(letter: str) -> None:
    assert not carries_mark(letter)


def test_a_token_the_input_lost_is_no_error_that_could_be_reduced() -> None:
    score = summarise([count_page("a b c d", "a b d", "a x d")], ["d"], rounds=2)
    assert score.token_accuracy == 3 / 4
    assert score.error_reduction == 1.0


def test_edits_are_counted_between_input_and_output() -> None:
    score = summarise([count_page("một hai ba bốn", "một hái ba bốn", "một hai ba bốn")], ["d"])
    assert (score.edits, score.edits_per_10000) == (1, 2500.0)
    assert (score.pages_identical, score.pages_worse) == (0, 1)


def test_verbatim_compares_code_points() -> None:
    decomposed = "xa\u0303"
    assert count_page("xã", decomposed, "xã", verbatim=True).counts.right == 0
    assert count_page("xã", decomposed, "xã").counts.right == 1


def test_empty_page_scores_nothing() -> None:
    score = summarise([count_page("", "", "")], ["d"])
    assert score.token_accuracy is None
    assert score.interval is None
    assert score.cer is None


def test_counts_add_up() -> None:
    pages = [count_page(r, o, s) for r, o, s, _ in PAGES]
    total = sum((page.counts for page in pages), start=Counts(pages=0))
    assert total.pages == len(PAGES)
    assert total.tokens == sum(case[3][0] for case in PAGES)


SYMBOLS = ["53/KH-UBND", "NĐ-CP", "HĐND", "16/CT-TTg", "1066-CV/TU", "QH13", "(UBND),", "TTg"]
NO_SYMBOLS = ["BÁO", "KHUNG", "QUY", "HOANH", "III", "XIV.", "Nam", "2022", "12/03/2021", "A", ""]


@pytest.mark.parametrize("token", SYMBOLS)
def test_document_symbols(token: str) -> None:
    assert is_document_symbol(token)


@pytest.mark.parametrize("token", NO_SYMBOLS)
def test_other_tokens_are_no_document_symbols(token: str) -> None:
    assert not is_document_symbol(token)


@pytest.mark.parametrize(
    ("new", "old"),
    [("hoà", "hòa"), ("UỶ", "ỦY"), ("khoẻ", "khỏe"), ("quý", "quý"), ("hoàn", "hoàn")],
)
def test_tone_placement_is_folded(new: str, old: str) -> None:
    assert fold_tone_placement(new) == old


def test_normalise_folds_nothing_else() -> None:
    assert normalise(" phƣờng\n\n  xa\u0303 … ") == "phường xã …"


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_kept_is_a_longest_possible_alignment(left: list[str], right: list[str]) -> None:
    """No more can be kept than a longest common subsequence holds."""
    rows = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            rows[i + 1][j + 1] = rows[i][j] + 1 if a == b else max(rows[i][j + 1], rows[i + 1][j])
    found = sum(kept(left, right))
    assert found <= rows[-1][-1]
    assert found == len(left) or left != right


def test_bootstrap_is_seeded_and_surrounds_the_mean() -> None:
    right, sizes = [90, 95, 99, 80, 97], [100] * 5
    first = bootstrap_interval(right, sizes, seed=7)
    assert first == bootstrap_interval(right, sizes, seed=7)
    assert first is not None
    assert first[0] < sum(right) / sum(sizes) < first[1]


@pytest.mark.parametrize(
    ("documents", "unit"),
    [
        (["a", "b", "c", "d", "e"], "document"),
        (["a"] * 5, "page"),
        (["a", "b"], "block of 100 tokens"),
    ],
)
def test_interval_is_taken_over_the_largest_unit_there_is(documents: list[str], unit: str) -> None:
    pages = [count_page("một hai", "một hai", "mot hai") for _ in documents]
    assert summarise(pages, documents).interval_unit == unit


CONFIDENCE = [0.95, 0.95, 0.65, 0.65, 0.15]
RIGHT = [True, True, True, False, False]


def test_reliability_table() -> None:
    rows = reliability_table(CONFIDENCE, RIGHT)
    assert [(row.low, row.tokens, row.accuracy) for row in rows] == [
        (0.1, 1, 0.0),
        (0.6, 2, 0.5),
        (0.9, 2, 1.0),
    ]


def test_expected_calibration_error() -> None:
    expected = (1 * 0.15 + 2 * 0.15 + 2 * 0.05) / 5
    assert expected_calibration_error(CONFIDENCE, RIGHT) == pytest.approx(expected)


def test_full_confidence_falls_in_the_last_bin() -> None:
    assert [row.low for row in reliability_table([1.0, 0.0], [True, False])] == [0.0, 0.9]


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.7, 0.9]), st.booleans()), max_size=20))
def test_auroc_counts_pairs(pairs: list[tuple[float, bool]]) -> None:
    good = [c for c, right in pairs if right]
    bad = [c for c, right in pairs if not right]
    found = auroc([c for c, _ in pairs], [right for _, right in pairs])
    if not good or not bad:
        assert found is None
        return
    wins = sum((g > b) + (g == b) / 2 for g in good for b in bad)
    assert found == pytest.approx(wins / (len(good) * len(bad)))


@pytest.mark.parametrize(
    ("confidence", "right", "share"),
    [
        ([0.1, 0.9, 0.9, 0.9], [False, True, True, True], 0.9 / 4),
        ([0.9, 0.9], [False, True], 0.9),
        ([0.1, 0.2, 0.3, 0.4], [True, True, True, False], 3.9 / 4),
        ([0.5], [True], None),
    ],
)
def test_share_to_read(confidence: list[float], right: list[bool], share: float | None) -> None:
    found = review_share(confidence, right)
    assert found == (None if share is None else pytest.approx(share))


def test_calibration_of_nothing() -> None:
    result = measure([], [])
    assert (result.tokens, result.table, result.expected_error) == (0, (), None)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="one length"):
        auroc([0.5], [True, False])


def test_the_fine_table_parts_what_is_sure() -> None:
    rows = reliability_table([0.2, 0.96, 0.9995, 1.0], [False, True, True, True], edges=FINE)
    assert [(row.low, row.high, row.tokens) for row in rows] == [
        (0.0, 0.5, 1),
        (0.95, 0.98, 1),
        (0.999, 1.0, 2),
    ]


def test_what_a_reference_cannot_tell_is_counted_apart() -> None:
    pages = [
        ([0.9, 0.8, 0.3], Verdicts((True, False, None), lost=2, moved=1)),
        ([0.7], Verdicts((True,), lost=1, moved=0)),
    ]
    result = calibrate(pages)
    assert (result.judged.tokens, result.judged.wrong) == (3, 1)
    assert (result.strict.tokens, result.strict.wrong) == (4, 2)
    assert (result.extra, result.lost, result.moved) == (1, 3, 1)


def test_every_token_must_have_a_confidence() -> None:
    token = types.SimpleNamespace(confidence=0.4)
    assert token_confidences(types.SimpleNamespace(text=" một\n", tokens=[token])) == [0.4]
    with pytest.raises(ValueError, match="0 confidences for 1 tokens"):
        token_confidences(types.SimpleNamespace(text="một", tokens=[]))
