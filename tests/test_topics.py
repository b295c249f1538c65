"""What a text is about: topics are learnt, told by words, and support readings in doubt."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest

from tests.small_model import model_of, searched
from vndiacritics import Options, Restorer
from vndiacritics.adaptation import topics as adaptation
from vndiacritics.adaptation.readings import doubtful
from vndiacritics.errors import ModelError
from vndiacritics.model import topics
from vndiacritics.model.topics import Topics
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.profiles.profile import STRIPPED, VIETNAMESE_OCR, Profile
from vndiacritics.training import train_topics
from vndiacritics.training.__main__ import main

EXAMPLE = Path(__file__).parents[1] / "examples" / "bao-cao.txt"
WORDS = ["bệnh", "đau", "thuốc", "đất", "đầu", "tư"]
MEDICINE = [0.4, 0.3, 0.25, 0.01, 0.02, 0.02]
LAND = [0.02, 0.02, 0.01, 0.35, 0.3, 0.3]
AT_LARGE = [0.2, 0.16, 0.14, 0.18, 0.16, 0.16]
MODEL = model_of(*("bệnh đau thuốc", "đất đầu tư", "thuốc đau đầu", "bệnh đất", "tư đau", "tư đầu"))
MARKS = {"dau": {"đau": 0.0, "đầu": 0.0}}


@pytest.fixture
def table(tmp_path: Path) -> Topics:
    path = tmp_path / "topics.vnd"
    topics.save(WORDS, np.array([MEDICINE, LAND]), np.array(AT_LARGE), path)
    return topics.load(path, MODEL.index)


def numbers(*words: str) -> np.ndarray:
    return np.array([MODEL.index[word] for word in words], dtype=np.int64)


def gained(
    table: Topics, *texts: str, profile: Profile = STRIPPED, names_only: Collection[int] = ()
) -> dict[str, float]:
    """Return what the readings of `dau` gain in the first of the texts."""
    result = searched(texts, MODEL, MARKS, profile=profile)
    path = result.path
    # Of every word but `dau` the search is sure.
    path.posteriors[:] = 1
    mine = np.isin(result.symbols, numbers("đau", "đầu"))
    path.posteriors[result.chosen[mine]] = 0.6
    readings = doubtful(result, MODEL.syllables, names_only)
    if readings is None:
        return {}
    found = adaptation.gains(result, readings, table, MODEL.syllables)
    own = result.homes[readings.places] == 0
    return {MODEL.vocabulary[s]: g for s, g in zip(readings.symbols[own], found[own], strict=True)}


def test_a_table_gives_back_what_it_was_given(table: Topics) -> None:
    found = table.likelihoods(numbers(*WORDS))
    assert found == pytest.approx(np.array([MEDICINE, LAND, AT_LARGE]).T, rel=0.04)
    assert not table.likelihoods(numbers("<unk>")).any()


def test_a_word_that_the_model_does_not_know_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "topics.vnd"
    topics.save(["nguyệt", "đau"], np.array([[0.5, 0.5]]), np.array([0.6, 0.4]), path)
    assert (topics.load(path, MODEL.index).row_of > 0).sum() == 1


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "topics.vnd"
    path.write_bytes(b"no table")
    with pytest.raises(ModelError, match="not a vndiacritics model file"):
        topics.load(path, MODEL.index)


def test_words_tell_what_a_text_is_about(table: Topics) -> None:
    symbols = numbers("bệnh", "thuốc", "đất", "tư", "bệnh", "đất")
    counts = np.ones(6, dtype=np.float32)
    prior = np.full((3, 3), 0.01, dtype=np.float32)
    shares = table.mixtures(symbols, counts, np.array([0, 2, 4]), prior)
    assert shares.sum(axis=1) == pytest.approx(np.ones(3))
    assert shares[0, 0] > 0.9
    assert shares[1, 1] > 0.9
    assert 0.2 < shares[2, 0] < 0.8
    firmer = table.mixtures(symbols, counts, np.array([0, 2, 4]), 1000 * prior)
    assert firmer[0] == pytest.approx([1 / 3] * 3, abs=0.1)


def test_what_a_text_is_about_supports_its_words(table: Topics) -> None:
    ill = gained(table, "bệnh thuốc " * 10 + "dau")
    land = gained(table, "đất tư " * 10 + "dau")
    assert ill["đau"] - ill["đầu"] > 0.05
    assert land["đầu"] - land["đau"] > 0.05


def test_another_document_has_no_say(table: Topics) -> None:
    alone = gained(table, "bệnh thuốc dau")
    beside = gained(table, "bệnh thuốc dau", "đất tư đất tư đất tư đầu tư")
    assert beside == pytest.approx(alone, abs=1e-6)


def test_own_words_support_themselves_but_a_word_in_doubt_not_itself() -> None:
    nothing = topics.none(MODEL.index)
    alone = gained(nothing, "bệnh dau")
    assert alone["đau"] == pytest.approx(alone["đầu"])
    result = searched(["bệnh đau thuốc đau bệnh dau"], MODEL, MARKS, profile=STRIPPED)
    result.path.posteriors[:] = 1
    result.path.posteriors[result.chosen[-1]] = 0.98  # believed, and yet in doubt
    readings = doubtful(result, MODEL.syllables, ())
    assert readings is not None
    found = adaptation.gains(result, readings, nothing, MODEL.syllables)
    told = {MODEL.vocabulary[s]: g for s, g in zip(readings.symbols, found, strict=True)}
    total = 5 + adaptation.CACHE_PRIOR
    mixed = 1 + adaptation.CACHE_SHARE * (2 / total - 5 / total)
    assert told["đau"] == pytest.approx(adaptation.WEIGHT * np.log(mixed), abs=1e-5)


def test_where_names_alone_are_supported_topics_have_no_say(table: Topics) -> None:
    names_only = {VIETNAMESE_OCR.number}
    assert gained(table, "bệnh dau", profile=VIETNAMESE_OCR, names_only=names_only) == {}


def test_topics_are_learnt_from_chunks() -> None:
    generator = np.random.default_rng(7)
    texts = {
        "a": (" ".join(generator.choice(WORDS, 40, p=np.array(MEDICINE))) for _ in range(600)),
        "b": (" ".join(generator.choice(WORDS, 40, p=np.array(LAND))) for _ in range(600)),
    }
    chunks = train_topics.cut(texts, {"b": 2.0}, WORDS)
    assert len(chunks.sizes) == 40
    assert chunks.totals.sum() == 3 * 600 * 40
    found = train_topics.learn(chunks, 2)
    assert found.sum(axis=1) == pytest.approx([1, 1])
    by_land = found[np.argsort(found[:, WORDS.index("đất")])]
    assert by_land[0] == pytest.approx(MEDICINE, abs=0.05)
    assert by_land[1] == pytest.approx(LAND, abs=0.05)


def test_the_command_writes_the_same_twice(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    text = tmp_path / "text.txt"
    text.write_text("bệnh nhân uống thuốc\nđất đai và đầu tư\n" * 50, encoding="utf-8")
    outs = [tmp_path / "one.vnd", tmp_path / "two.vnd"]
    for out in outs:
        assert main(["topics", str(text), "--out", str(out)]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert "32 topics" in capsys.readouterr().out


def test_texts_of_a_batch_are_read_as_if_alone() -> None:
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    stripped = [strip_marks(line) for line in lines]
    texts = ["\n".join(stripped), *("\n".join(stripped[at : at + 8]) for at in range(0, 40, 8))]
    texts.append("Tho han cat thep tam, duong cat phai nhan, khong de xi bam vao moi han.\n" * 5)
    restorer = Restorer(options=Options(tokens=True))
    assert restorer.explain_batch(texts) == [restorer.explain(text) for text in texts]
