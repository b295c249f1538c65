"""The benchmark: regimes, the held-out sample, peers, the errors left and the command."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import held_out
from benchmarks.pages import EXAMPLES, Page, Regime, strip_marks
from benchmarks.peers import (
    IDENTITY,
    Peer,
    by_token,
    installed_peers,
    match_case,
    nearest,
    syllable_counts,
    unigram,
)
from benchmarks.regimes import SCORED_DOCUMENTS, available, other, select
from benchmarks.remaining import findings, write_findings
from benchmarks.report import HEADINGS, Row, table
from benchmarks.runner import Product, restore_pages, score_regime
from benchmarks.signature import model_bytes, model_checksum, sign
from benchmarks.speed import lengthen, measure

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
needs_example = pytest.mark.skipif(
    not (EXAMPLES / "bao-cao.txt").is_file(), reason="needs examples/bao-cao.txt"
)

REGIME = Regime(
    "trial",
    (
        Page("p1", "d1", "xa Suoi Mo co 15 thon", "xã Suối Mơ có 15 thôn"),
        Page("p2", "d2", "thôn Đá Bạc", "thôn Đá Bạc"),
    ),
)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Đường lối, ĐỔI MỚI!", "Duong loi, DOI MOI!"),
        ("phƣờng", "phuong"),
        ("xa\u0303 \n ủy", "xa \n uy"),
        ("53/KH-UBND 1.250,5 ha", "53/KH-UBND 1.250,5 ha"),
    ],
)
def test_marks_are_stripped_and_nothing_else(text: str, bare: str) -> None:
    assert strip_marks(text) == bare


def test_texts_that_must_come_back_are_there_and_score_as_they_stand() -> None:
    regime = other()
    assert regime.verbatim
    assert len(regime.pages) >= 5
    score = score_regime(regime, restore_pages(IDENTITY, regime))
    assert (score.token_accuracy, score.edits) == (1.0, 0)
    assert score.pages_identical == score.pages


def test_checksum_follows_the_data() -> None:
    changed = Regime("trial", (*REGIME.pages[:1], Page("p2", "d2", "thon", "thôn Đá Bạc")))
    assert REGIME.checksum() != changed.checksum()
    assert REGIME.checksum() == Regime("trial", REGIME.pages).checksum()


@needs_example
def test_without_shared_data_the_examples_are_used() -> None:
    names = available(None)
    assert {"stripped-example", "clean-example", "other"} <= set(names)
    page = names["stripped-example"]().pages[0]
    assert page.source == strip_marks(page.reference)


@needs_shared
def test_only_documents_that_nothing_learns_from_are_scored() -> None:
    regime = available(SHARED)["english-ocr-rendered"]()
    assert {page.document for page in regime.pages} == SCORED_DOCUMENTS


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ([], ["english-ocr-real", "english-ocr-scans", "other"]),
        (["english-ocr"], ["english-ocr-real", "english-ocr-scans"]),
        (["other", "english-ocr-real"], ["english-ocr-real", "other"]),
    ],
)
def test_regimes_are_chosen_by_name_or_beginning(wanted: list[str], chosen: list[str]) -> None:
    loaders = dict.fromkeys(["english-ocr-real", "english-ocr-scans", "other"], lambda: REGIME)
    assert list(select(loaders, wanted)) == chosen


def test_unknown_regime_is_an_error() -> None:
    with pytest.raises(KeyError):
        select({"other": other}, ["oth"])


def test_held_out_sample_is_by_content_not_by_order(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    lines = [f"dòng số {n} của một tập giả để thử" for n in range(6000)] + ["ngắn"]
    kept = [line for line in lines if held_out.is_held_out(line)]
    samples = []
    for name, content in (("a", lines), ("b", lines[::-1])):
        path = tmp_path / f"{name}.zst"
        path.write_bytes(zstandard.compress("\n".join(content).encode()))
        samples.append(held_out.sample(path, size=4))
    assert samples[0] == samples[1]
    assert len(samples[0]) == 4
    assert set(samples[0]) <= set(kept)


def test_errors_that_are_left_are_named() -> None:
    page = Page("p", "d", "xa Suoi Mo cé 15 thôn", "xã Suối Mơ có 15 thôn")
    output = "xã Suói Mo có 15 thông mới"
    rows = {
        (row.kind, row.source, row.output, row.reference)
        for row in findings(REGIME, page, output, helped=True)
    }
    assert rows == {
        ("helped", "xa", "xã", "xã"),
        ("wrong", "Suoi", "Suói", "Suối"),
        ("missed", "Mo", "Mo", "Mơ"),
        ("helped", "cé", "có", "có"),
        ("hurt", "thôn", "thông mới", "thôn"),
    }


def test_words_too_many_are_found() -> None:
    page = Page("p", "d", "một hai", "một hai")
    rows = [(row.kind, row.token, row.output) for row in findings(REGIME, page, "và một hai ba")]
    assert rows == [("inserted", 0, "và"), ("inserted", 2, "ba")]


def test_findings_are_written_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "errors.tsv"
    page = Page("p", "d", '"xa" \\ b', '"xã" \\ b')
    count = write_findings(path, findings(REGIME, page, '"xà" \\ b'))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert count == 1
    assert len(lines) == 2
    assert lines[1].split("\t")[5:8] == ['"xa"', '"xà"', '"xã"']


@pytest.mark.parametrize(
    ("pattern", "word", "cased"),
    [("HOI", "hội", "HỘI"), ("Hoi", "hội", "Hội"), ("hoi", "hội", "hội"), ("Y", "ý", "Ý")],
)
def test_case_is_carried_over(pattern: str, word: str, cased: str) -> None:
    assert match_case(pattern, word) == cased


def test_layout_edges_and_numbers_survive_a_peer() -> None:
    double = by_token(lambda word: word + word)
    assert double(' "xa,\n\n 15  Y1 (THON). ') == ' "xaxa,\n\n 15  Y1 (THONTHON). '


COUNTS = {"của": 9, "và": 8, "cua": 2, "xã": 5, "xa": 3, "thôn": 1}


def test_unigram_takes_the_most_frequent() -> None:
    assert unigram(COUNTS).restore("Cua xá, kia va") == "Của xã, kia và"


def test_nearest_takes_the_least_distance() -> None:
    assert nearest(COUNTS).restore("THOM vaa") == "THÔN và"


def test_a_peer_leaves_known_words_of_a_good_text_alone() -> None:
    assert unigram(COUNTS).restore("của xã và xa thôn") == "của xã và xa thôn"


def test_counts_are_ordered_and_placed_alike(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "syllable-counts-a.tsv").write_text("hoà\t2\nvà\t9\n", encoding="utf-8")
    (lists / "syllable-counts-b.tsv").write_text("hòa\t8\nk9\t50\n", encoding="utf-8")
    assert list(syllable_counts(tmp_path).items()) == [("hòa", 10), ("và", 9)]


def test_every_peer_runs_or_says_why_not() -> None:
    peers, missing = installed_peers(None)
    assert len(peers) + len(missing) >= 3
    for peer in peers:
        assert len(peer.restore_batch(["dan van\n", ""])) == 2


def test_a_system_that_loses_a_text_is_refused() -> None:
    @dataclass(frozen=True)
    class Short:
        name: str = "short"

        def restore_batch(self, texts: Sequence[str]) -> list[str]:
            return list(texts)[1:]

    with pytest.raises(ValueError, match="1 texts for 2"):
        restore_pages(Short(), REGIME)


def test_table_has_a_row_for_each_score() -> None:
    perfect = Peer("perfect", {page.source: page.reference for page in REGIME.pages}.__getitem__)
    score = score_regime(REGIME, restore_pages(perfect, REGIME))
    lines = table([Row("trial", "perfect", score)]).splitlines()
    assert len(lines) == 3
    assert len({len(line) for line in lines}) == 1
    cells = [cell.strip() for cell in lines[2].strip("|").split("|")]
    found = dict(zip(HEADINGS, cells, strict=True))
    assert found["token acc %"] == "100.00"
    assert (found["helped"], found["hurt"], found["tokens"]) == ("5", "0", "9")


def test_signature_names_model_and_data(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"abc")
    first = model_checksum(tmp_path)
    assert model_bytes(tmp_path) == 3
    (tmp_path / "a.bin").write_bytes(b"abd")
    assert model_checksum(tmp_path) != first
    line = sign(None, [REGIME], options="profile=auto", model=tmp_path).line()
    assert f"trial@{REGIME.checksum()[:12]}" in line
    assert model_checksum(tmp_path) in line
    assert "\n" not in line
    assert "model 3/abc" in sign("3/abc", [], options="", model=None).line()


class StubRestorer:
    """Says of itself what a restorer may say; restores nothing."""

    signature = "stub/0"

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        return list(texts)


def test_the_restorer_states_its_own_signature() -> None:
    product = Product(StubRestorer())
    assert product.signature == "stub/0"
    assert restore_pages(product, REGIME) == [page.source for page in REGIME.pages]
    assert Product(object()).signature is None


@needs_example
def test_command_writes_table_json_and_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures, errors = tmp_path / "out.json", tmp_path / "errors.tsv"
    arguments = ["--identity", "--no-peers", "--regime", "stripped"]
    status = command.main([*arguments, "--json", str(figures), "--errors", str(errors)])
    assert status == 0
    printed = capsys.readouterr().out
    assert "stripped-example" in printed
    assert "| data stripped-example@" in printed
    content = json.loads(figures.read_text(encoding="utf-8"))
    score = content["scores"][0]
    assert score["raw_accuracy"] == score["token_accuracy"]
    with errors.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = round(score["tokens"] * (1 - score["token_accuracy"]))
    assert sum(row["kind"] == "missed" for row in rows) == wrong


def test_command_names_the_regimes_it_knows(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--regime", "nonsense"]) == 2
    assert "other" in capsys.readouterr().err


@pytest.mark.parametrize("tokens", [1, 7, 100])
def test_texts_are_lengthened_to_the_token(tokens: int) -> None:
    assert len(lengthen(["một hai\n ba", "", "bốn"], tokens).split()) == tokens


def test_nothing_cannot_be_lengthened() -> None:
    with pytest.raises(ValueError, match="no text"):
        lengthen([" \n"], 5)


@pytest.mark.skipif(
    importlib.util.find_spec("vndiacritics.restorer") is None, reason="needs the restorer"
)
def test_speed_is_measured_in_a_process_of_its_own() -> None:
    speed = measure(["dan van chinh quyen", "uy ban nhan dan"], growth=[20])
    assert speed.tokens == 8
    assert speed.growth[0][0] == 20
    assert speed.peak_memory >= speed.load_memory > 0
    assert len(list(speed.lines())) == 4
