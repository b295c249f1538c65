"""The sweep of one number: what it changes, what it counts, when it takes another value."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.changed import changed, present
from benchmarks.tune import RIGHT, Result, read_texts, table
from vndiacritics.model import store

NUMBERS = (
    ("a constant", "candidates.listed:KEEP_COST"),
    ("a field of a class", "options:Options.beam"),
    ("a field of a record", "profiles.profile:VIETNAMESE_OCR.least_rate"),
)


@pytest.mark.parametrize(("label", "number"), NUMBERS, ids=[label for label, _ in NUMBERS])
def test_a_number_has_another_value_within_and_its_own_again_behind(
    label: str, number: str
) -> None:
    place, name = number.split(":")

    def value() -> object:
        found: object = importlib.import_module(f"vndiacritics.{place}")
        for part in name.split("."):
            found = getattr(found, part)
        return found

    before = value()
    with changed(number, "0.25") as model:
        assert value() == 0.25
        assert model is None
    assert value() == before
    assert float(present(number)) == before


def test_who_imports_a_number_by_name_gets_the_other_value() -> None:
    with changed("candidates.listed:KEEP_COST", "0.25"):
        assert importlib.import_module("vndiacritics.candidates.resources").KEEP_COST == 0.25


def test_a_number_of_the_model_is_changed_in_a_copy() -> None:
    number = "stripped.vnd:kappa"
    with changed(number, "7.0") as model:
        assert model is not None
        assert store.read_any(model / "stripped.vnd").meta["kappa"] == 7.0
        assert (model / "language-model.vnd").is_file()
    assert present(number) != "7.0"
    assert not model.exists()


def test_a_folder_is_a_model() -> None:
    with changed("model", "elsewhere") as model:
        assert model == Path("elsewhere")
        assert importlib.import_module("vndiacritics.model.store").VERSION == store.VERSION


UNKNOWN = ("candidates.listed:NONE", "candidates.none:KEEP_COST", "none.vnd:kappa", "none")


@pytest.mark.parametrize("number", UNKNOWN)
def test_a_number_that_is_not_there_is_named(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tune", number, "--pages", str(tmp_path)]) == 2
    assert number in capsys.readouterr().err


def result(right: list[int], broken: int = 0) -> Result:
    kinds = {"eng": right, RIGHT[0]: [9]}
    return Result(kinds, dict.fromkeys(kinds, 0), {"eng": 0, RIGHT[0]: broken})


@pytest.mark.parametrize(
    ("label", "other", "taken"),
    [
        ("many pages gain", result([7] * 9), "take b"),
        ("one page gains much", result([15, *[5] * 8]), "keep a"),
        ("as many lose", result([7, 3, 7, 3, 7, 3, 7, 3, 5]), "keep a"),
        ("right text pays", result([7] * 9, broken=1), "keep a"),
        ("nothing moves", result([5] * 9), "keep a"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_value_is_taken_beyond_the_noise(label: str, other: Result, taken: str) -> None:
    drawn = table({"a": result([5] * 9), "b": other})
    assert drawn.splitlines()[-1] == taken


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for number in (1, 2, 3):
        (tmp_path / f"p{number}.ref.txt").write_text(f"Tờ trình số {number}", encoding="utf-8")
        (tmp_path / f"p{number}.eng.txt").write_text(f"To trinh so {number}", encoding="utf-8")
    rows = "page\tdocument\np1\td1\np2\td1\np3\td2\n"
    (tmp_path / "manifest.tsv").write_text(rows, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "d1.txt").write_text("Báo cáo năm\n\nGửi các xã\n", encoding="utf-8")
    return tmp_path


def test_pages_by_engine_and_lines_by_damage(pages: Path) -> None:
    texts = read_texts(pages)
    assert list(texts) == ["eng", RIGHT[0], "without marks", "half-marked", RIGHT[1]]
    assert texts["eng"][1] == ("To trinh so 2", "Tờ trình số 2")
    assert texts["without marks"] == [("Bao cao nam", "Báo cáo năm"), ("Gui cac xa", "Gửi các xã")]
    assert all(old == new for kind in RIGHT for old, new in texts[kind])


def test_pages_of_a_document_are_joined(pages: Path) -> None:
    texts = read_texts(pages, join=True)
    assert set(texts) == {"eng", RIGHT[0]}
    assert texts["eng"] == [
        ("To trinh so 1\nTo trinh so 2", "Tờ trình số 1\nTờ trình số 2"),
        ("To trinh so 3", "Tờ trình số 3"),
    ]


def test_the_table_counts_words(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tune", "options:Options.beam", "--pages", str(pages)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == "keep 12"
    assert [cell.strip() for cell in printed[-2].split("|")[1:3]] == ["12", "9 / 0"]


@pytest.mark.parametrize(("fresh", "seeds"), [([], [0, 2]), (["--fresh"], [1, 3])])
def test_made_scans_are_counted(
    fresh: list[str],
    seeds: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = []

    def words_right(kind: str, seeds: Sequence[int], folder: Path) -> list[tuple[int, int]]:
        asked.append((kind, list(seeds)))
        return [(10, 8) for _ in seeds]

    monkeypatch.setattr("benchmarks.tune.words_right", words_right)
    number = "ocr.preprocess.specks:SPECK"
    assert main(["tune", number, "0.4", "--scans", "good", "--count", "2", *fresh]) == 0
    assert asked == [("good", seeds)] * 2
    printed = capsys.readouterr().out.splitlines()
    assert [cell.strip() for cell in printed[4].split("|")[1:-1]] == ["0.4", "16 / 4", "+0 ± 0"]
    assert printed[-1] == "keep 0.35"
