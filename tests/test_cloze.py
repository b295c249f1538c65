"""What fits in a gap: learnt, stored in whole numbers, and a support of readings in doubt."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest

from tests.small_model import model_of, searched
from vndiacritics.adaptation import cloze as adaptation
from vndiacritics.adaptation.readings import doubtful
from vndiacritics.errors import ModelError
from vndiacritics.model import cloze
from vndiacritics.model.cloze import REACH, Cloze, Weights, neighbours
from vndiacritics.pieces import BEGIN, END, UNKNOWN
from vndiacritics.profiles.profile import STRIPPED, VIETNAMESE_OCR, Profile
from vndiacritics.training import train_cloze
from vndiacritics.training.__main__ import main
from vndiacritics.training.cloze import MATES, Learner, seen_alike, summed

ILL = "bệnh của người này là đau"
LAND = "đất của người này là đầu"
"""What is asked stands five words behind what tells it: n-grams do not see so far."""

MODEL = model_of(ILL, LAND, "đau là bệnh", "đầu là đất")
ENDS = MODEL.index[BEGIN], MODEL.index[END]
MARKS = {"dau": {"đau": 0.0, "đầu": 0.0}}
STEPS = 40


def numbers(*words: str) -> np.ndarray:
    return np.array([MODEL.index[word] for word in words], dtype=np.int64)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Cloze:
    texts = train_cloze.numbered({"a": [ILL, LAND] * 40}, MODEL)
    path = tmp_path_factory.mktemp("cloze") / "cloze.vnd"
    arrays = train_cloze.learn(texts, {}, MODEL, steps=STEPS)
    cloze.save(MODEL.vocabulary, arrays, path)
    return cloze.load(path, MODEL.index)


def gained(
    table: Cloze, *texts: str, profile: Profile = STRIPPED, names_only: Collection[int] = ()
) -> dict[str, float]:
    """Return what the readings of `dau` gain in the first of the texts."""
    result = searched(texts, MODEL, MARKS, profile=profile)
    result.path.posteriors[:] = 1
    mine = np.isin(result.symbols, numbers("đau", "đầu"))
    result.path.posteriors[result.chosen[mine]] = 0.6
    readings = doubtful(result, MODEL.syllables, names_only)
    if readings is None:
        return {}
    found = adaptation.gains(result, readings, table, MODEL)
    own = result.homes[readings.places] == 0
    return {MODEL.vocabulary[s]: g for s, g in zip(readings.symbols[own], found[own], strict=True)}


def test_what_stands_five_words_away_supports_a_word(table: Cloze) -> None:
    ill = gained(table, "bệnh của người này là dau")
    land = gained(table, "đất của người này là dau")
    assert ill["đau"] - ill["đầu"] > 0.5
    assert land["đầu"] - land["đau"] > 0.5
    assert 0 in ill.values()  # what was chosen gains nothing


def test_another_document_or_paragraph_has_no_say(table: Cloze) -> None:
    alone = gained(table, "của người này là dau")
    for others in (["đất của người này"], ["bệnh của người này"]):
        assert gained(table, "của người này là dau", *others) == alone
    before = gained(table, "của người này là dau\n\nbệnh của người này là")
    assert {word: before[word] for word in alone} == alone


def test_where_names_alone_are_supported_gaps_have_no_say(table: Cloze) -> None:
    names_only = {VIETNAMESE_OCR.number}
    assert gained(table, "bệnh dau", profile=VIETNAMESE_OCR, names_only=names_only) == {}


def test_neighbours_end_with_their_paragraph() -> None:
    begin, end = ENDS
    text = np.array([9] * REACH + [7, end, begin, 5, 6, 8, end, begin] + [9] * REACH)
    found = neighbours(text, np.array([REACH + 4]), ENDS)
    nothing = [0] * (REACH - 2)
    assert found.tolist() == [[*nothing, begin, 5, 8, end, *nothing]]
    assert found.shape == (1, 2 * REACH)


def test_whole_numbers_score_as_the_learnt_ones_and_alone_as_among_many(tmp_path: Path) -> None:
    generator = np.random.default_rng(3)
    size = len(MODEL.vocabulary)

    def drawn(*shape: int) -> np.ndarray:
        return (generator.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32)

    weights = Weights(
        *(8 * drawn(size, 64), drawn(2 * REACH * 64, 96), drawn(96), drawn(96, 64), drawn(64)),
        *(8 * drawn(size, 64), drawn(size)),
    )
    around = generator.integers(0, size, (500, 2 * REACH))
    symbols = generator.integers(1, size, 500)
    arrays = cloze.quantised(weights, around)
    assert arrays["hidden"].dtype == np.int8
    _, _, gaps = weights.gaps(around)
    expected = (gaps * weights.outputs[symbols]).sum(axis=1) + weights.output_bias[symbols]
    cloze.save(MODEL.vocabulary, arrays, tmp_path / "cloze.vnd")
    table = cloze.load(tmp_path / "cloze.vnd", MODEL.index)
    found = table.scores(table.gaps(around), symbols)
    assert np.abs(found - expected).max() < 0.05 * np.abs(expected).max()
    alone = [table.scores(table.gaps(around[n : n + 1]), symbols[n : n + 1]) for n in range(500)]
    assert np.concatenate(alone).tobytes() == found.tobytes()


def test_words_are_told_apart_from_those_seen_alike() -> None:
    mates = seen_alike(MODEL)
    assert mates.shape == (len(MODEL.vocabulary), MATES)
    for word in ("đau", "đầu"):
        row = mates[MODEL.index[word]]
        assert sorted(row[row > 0]) == sorted(numbers("đau", "đầu"))
    asked = Learner(MODEL).asked
    assert [MODEL.vocabulary[n] for n in asked.nonzero()[0]] == ["đau", "đầu"]


def test_gradients_of_one_row_are_summed_and_nothing_has_none() -> None:
    rows, sums = summed(np.array([3, 0, 1, 3]), np.array([[1.0], [5.0], [2.0], [4.0]], np.float32))
    assert rows.tolist() == [1, 3]
    assert sums.tolist() == [[2.0], [5.0]]


def test_a_symbol_that_the_table_lacks_is_an_unknown_word(table: Cloze, tmp_path: Path) -> None:
    assert table.row_of.tolist() == list(range(len(MODEL.vocabulary)))
    weights = Learner(MODEL).weights
    arrays = cloze.quantised(weights, np.zeros((1, 2 * REACH), dtype=np.int64))
    cloze.save([*MODEL.vocabulary[:-1], "nguyệt"], arrays, tmp_path / "cloze.vnd")
    found = cloze.load(tmp_path / "cloze.vnd", MODEL.index).row_of
    assert found[-1] == MODEL.index[UNKNOWN]


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cloze.vnd"
    path.write_bytes(b"no table")
    with pytest.raises(ModelError, match="not a vndiacritics model file"):
        cloze.load(path, MODEL.index)


def test_the_command_writes_the_same_twice(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    text = tmp_path / "text.txt"
    text.write_text("bệnh nhân uống thuốc\nđất đai và đầu tư\n" * 50, encoding="utf-8")
    outs = [tmp_path / "one.vnd", tmp_path / "two.vnd"]
    for out in outs:
        assert main(["cloze", str(text), "--out", str(out), "--steps", "2"]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert "2 steps" in capsys.readouterr().out


def test_texts_without_a_gap_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    text = tmp_path / "text.txt"
    text.write_text("12 34 56\n" * 20, encoding="utf-8")
    assert main(["cloze", str(text), "--out", str(tmp_path / "x.vnd")]) == 2
    assert "no gap" in capsys.readouterr().err
    assert not (tmp_path / "x.vnd").exists()
