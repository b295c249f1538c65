"""The channel of engines that nobody listed: who teaches it, and how often."""

from __future__ import annotations

from pathlib import Path

import pytest

from vndiacritics.errors import UnreadableInputError
from vndiacritics.model import store
from vndiacritics.training import train_latin
from vndiacritics.training.__main__ import main

LIST = "# kind\tsource\n" + "".join(
    f"{kind}\t{source}\t{intended}\t{observed}\t{times}\n"
    for kind, source, intended, observed, times in (
        ("word", "one", "nước", "nurdc", 3),
        ("letter", "two", "ệ", "Q", 4),
        ("letter", "one", "ậ", "∅", 50),
        ("letter", "one", "-", "_", 2),
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages read by an engine without Vietnamese and by one with it."""
    for page, text in (("p1", "đường làng"), ("p2", "bến nước")):
        readings = {"ref": text, "knows": text, "plain": text.replace("ờ", "d").replace("ư", "u")}
        for engine, seen in readings.items():
            (tmp_path / engine).mkdir(exist_ok=True)
            (tmp_path / engine / f"{page}.{engine}.txt").write_text(seen, encoding="utf-8")
        (tmp_path / "plain" / "p2.plain.txt").write_text("ben nude", encoding="utf-8")
    (tmp_path / "list.tsv").write_text(LIST, encoding="utf-8")
    return tmp_path


def test_an_engine_that_knows_vietnamese_teaches_nothing(folder: Path) -> None:
    assert train_latin.engines(folder) == ["knows", "plain"]
    assert train_latin.count_engine(folder, "knows") is None
    counts = train_latin.count_engine(folder, "plain")
    assert counts is not None
    assert counts["đường", "đudng"] == 1


def test_only_the_pages_wanted_teach(folder: Path) -> None:
    counts = train_latin.count_engine(folder, "plain", takes="p2".__eq__)
    assert counts is not None
    assert set(counts) == {("bến", "ben"), ("nước", "nude")}


def test_a_list_teaches_what_was_seen_as_something(folder: Path) -> None:
    path = folder / "list.tsv"
    assert train_latin.count_confusions(path) == {("nước", "nurdc"): 3, ("ệ", "Q"): 4}
    assert train_latin.count_confusions(path, leave_out={"one"}) == {("ệ", "Q"): 4}


@pytest.mark.parametrize("content", ["word\tone\tnước\n", "word\ta\tb\tc\tmany\n"])
def test_a_list_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="no list of confusions"):
        train_latin.count_confusions(path)
    with pytest.raises(UnreadableInputError):
        train_latin.count_confusions(tmp_path / "absent.tsv")


def test_a_folder_without_engines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="no folder of an engine"):
        train_latin.engines(tmp_path)


def test_the_command_writes_the_same_bytes_twice(folder: Path) -> None:
    pairs = folder / "pairs"
    pairs.mkdir()
    (pairs / "p.ref.txt").write_text("quét vôi", encoding="utf-8")
    (pairs / "p.eng.txt").write_text("quet voi", encoding="utf-8")
    sources = ["--engines", str(folder), "--confusions", str(folder / "list.tsv")]
    for name in ("a.vnd", "b.vnd"):
        command = ["latin-ocr", str(pairs), "--out", str(folder / name), *sources]
        assert main(command) == 0
    assert (folder / "a.vnd").read_bytes() == (folder / "b.vnd").read_bytes()
    strings = store.unpack_strings(store.read_any(folder / "a.vnd").arrays["rimes.strings"])
    assert "urdc" in strings
