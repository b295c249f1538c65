"""Tokens of lines behind the channel of each line's profile, with a small made model."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

import numpy as np
import pytest
from small_model import model_of

from vndiacritics.candidates import generator as module
from vndiacritics.candidates.generator import CandidateGenerator
from vndiacritics.candidates.matching import Matcher
from vndiacritics.candidates.resources import Resources
from vndiacritics.candidates.words import Candidates
from vndiacritics.model.bundle import Bundle
from vndiacritics.model.checksum import SUFFIX
from vndiacritics.model.lexicon import Lexicon
from vndiacritics.model.spelling import estimate
from vndiacritics.profiles.chain import ProfileModel
from vndiacritics.profiles.profile import LATIN_OCR, PROFILES, STRIPPED
from vndiacritics.profiles.word_kinds import Kind
from vndiacritics.search.blocks import Rows, Work
from vndiacritics.search.lattice import BlockTokens
from vndiacritics.text.document import read
from vndiacritics.text.lines import lines
from vndiacritics.training.train_channel import write_stripped

MODEL = model_of("ủy ban nhân dân huyện", "công tác dân vận", "số của email")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("model")
    write_stripped(MODEL, folder / f"{STRIPPED.table}{SUFFIX}")
    profiles = ProfileModel(np.zeros((len(PROFILES), len(Kind))))
    lexicon = Lexicon({"NĐ-CP": 9}, frozenset({"UBND"}), frozenset())
    return Bundle(folder, MODEL, profiles, estimate({"email": 5}), lexicon)


@pytest.fixture
def generator(bundle: Bundle) -> CandidateGenerator:
    resources = Resources(bundle.language_model, bundle.spelling, bundle.lexicon)
    return CandidateGenerator(bundle, resources)


def rows_of(block: Sequence[Work]) -> Rows:
    return Rows(
        [token for work in block for token in work.line.tokens()],
        np.array([start for work in block for start in work.line.starts()]),
        np.array([work.line.size for work in block]),
    )


def analysed(generator: CandidateGenerator, *texts: str) -> BlockTokens:
    documents = [read(text) for text in texts]
    block = [
        Work(number, line, STRIPPED.number)
        for number, document in enumerate(documents)
        for line in lines(document.text)
    ]
    return generator.analysed(block, rows_of(block), documents)


def test_tokens_know_their_place(generator: CandidateGenerator) -> None:
    found = analysed(generator, "uy ban\nnhan dan", "dan")
    assert [row.token for row in found.analyses] == ["uy", "ban", "nhan", "dan", "dan"]
    assert found.documents == [0, 0, 0, 0, 1]
    assert found.starts == [0, 3, 7, 12, 0]
    assert found.line_of.tolist() == [0, 0, 1, 1, 2]
    assert found.opens == [True, False, False, False, True]
    assert set(found.profiles) == {STRIPPED.number}


WRITTEN = [
    ("lost marks", "dan", "dân"),
    ("a capital", "Dan", "Dân"),
    ("capitals", "HUYEN", "HUYỆN"),
    ("signs stay outside", "(nhan", "nhân"),
]


@pytest.mark.parametrize(
    ("token", "wanted"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN]
)
def test_what_a_token_may_be(token: str, wanted: str, generator: CandidateGenerator) -> None:
    (found,) = analysed(generator, token).analyses
    assert wanted in {found.surface(arc) for arc in range(found.size)}


@pytest.mark.parametrize("token", ["12", "15/3/2022", "a@b.vn", "–", "…"])
def test_what_is_no_word_stays(token: str, generator: CandidateGenerator) -> None:
    (found,) = analysed(generator, token).analyses
    assert {found.surface(arc) for arc in range(found.size)} == {None}


def test_a_token_is_analysed_once(generator: CandidateGenerator) -> None:
    first, again = (analysed(generator, "dan").analyses[0] for _ in range(2))
    assert first is again


def test_what_was_handed_out_outlives_the_memory(
    generator: CandidateGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = analysed(generator, "dan").analyses[0]
    written = {before.surface(arc) for arc in range(before.size)}
    monkeypatch.setattr(module, "ARCS_KEPT", 0)
    after = analysed(generator, "dan").analyses[0]
    assert after is not before
    assert {after.surface(arc) for arc in range(after.size)} == written
    assert before.store is not after.store


def test_what_analyses_behind_an_engine_goes_when_it_is_done(
    generator: CandidateGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The small model has one channel.
    generator._candidates[LATIN_OCR.number] = generator.candidates(STRIPPED.number)
    behind, made, alive = generator._behind, [], []

    def counted(matcher: Matcher, number: int) -> Candidates:
        alive.append(sum(row() is not None for row in made))
        found = behind(matcher, number)
        made.append(weakref.ref(found))
        return found

    monkeypatch.setattr(generator, "_behind", counted)
    documents = [read("uy ban"), read("nhan dan"), read("dan van")]
    block = [
        Work(number, line, LATIN_OCR.number)
        for number, document in enumerate(documents)
        for line in lines(document.text)
    ]
    rows = rows_of(block)
    engines = dict.fromkeys(range(3), generator._bundle.channel(STRIPPED.table))
    found = generator.analysed(block, rows, documents, engines=engines)
    assert [row.token for row in found.analyses] == ["uy", "ban", "nhan", "dan", "dan", "van"]
    assert alive == [0, 0, 0]
