"""The recipe of the pages that teach, tune and score: what is drawn, from where, and how apart."""

from __future__ import annotations

import csv
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vndiacritics.errors import MissingExtraError
from vndiacritics.training import render as render_module
from vndiacritics.training.__main__ import main
from vndiacritics.training.corpus import is_held_out
from vndiacritics.training.pages import (
    PARTS,
    Corpus,
    held_out_texts,
    read_corpus,
    reference_texts,
    runs,
    shared_out,
)
from vndiacritics.training.pairs import read_pages
from vndiacritics.training.typeset import find_faces

if TYPE_CHECKING:
    from PIL.Image import Image

LINES = [f"Thôn {n} trồng được {n * 7} cây bóng mát ven đường liên xã." for n in range(6000)]
"""Twelve or so of these are held out."""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    path = tmp_path / "administrative.txt"
    path.write_text("\n".join([*LINES, "", " "]), encoding="utf-8")
    return read_corpus(path)


def test_lines_are_taught_or_held_out_in_one_half(corpus: Corpus) -> None:
    first, second = corpus.held_out
    assert sorted([*corpus.taught, *first, *second]) == sorted(LINES)
    assert all(map(is_held_out, [*first, *second]))
    assert not any(map(is_held_out, corpus.taught))
    assert first
    assert second


def test_a_run_is_neighbouring_lines_with_words_enough(corpus: Corpus) -> None:
    taught = list(corpus.taught)
    for text in runs(corpus, 5, words=100, seed=1):
        start = taught.index(text.paragraphs[0])
        assert list(text.paragraphs) == taught[start : start + len(text.paragraphs)]
        assert 100 <= len(" ".join(text.paragraphs).split()) < 100 + len(LINES[-1].split())


def test_the_seed_tells_the_runs(corpus: Corpus) -> None:
    drawn = [runs(corpus, 5, words=50, seed=seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_what_tunes_and_what_scores_share_no_line(corpus: Corpus) -> None:
    tune, score = (
        {
            line
            for text in held_out_texts(corpus, 9, words=12, half=half, seed=1)
            for line in text.paragraphs
        }
        for half in (0, 1)
    )
    assert tune
    assert score
    assert not tune & score
    assert not (tune | score) & set(corpus.taught)


def test_held_out_documents_end_with_the_lines(corpus: Corpus) -> None:
    texts = held_out_texts(corpus, 10_000, words=24, half=0, seed=1)
    used = sum(len(text.paragraphs) for text in texts)
    assert len(corpus.held_out[0]) - 1 <= used <= len(corpus.held_out[0])


def test_references_are_joined_to_their_documents(tmp_path: Path) -> None:
    for page, line in (("p1", "Một"), ("p2", "Hai"), ("p3", "Ba")):
        (tmp_path / f"{page}.ref.txt").write_text(f"{line}\n\n", encoding="utf-8")
    rows = "page\tdocument\np1\td01\np2\td01\np3\td31\n"
    (tmp_path / "manifest.tsv").write_text(rows)
    (text,) = reference_texts([tmp_path], only=frozenset(), leave_out=frozenset({"d31"}))
    assert (text.name, text.paragraphs) == ("d01", ("Một", "Hai"))


@pytest.mark.parametrize(
    ("names", "number", "shares"),
    [
        (["administrative", "general", "genres", "news"], 10, [7, 2, 1]),
        (["administrative"], 10, [10]),
        (["general", "administrative"], 9, [7, 2]),
        (["genres"], 0, [0]),
    ],
)
def test_documents_are_divided_among_the_corpora_there_are(
    names: list[str], number: int, shares: list[int]
) -> None:
    assert list(shared_out(names, number).values()) == shares


# --- engines side by side -------------------------------------------------------------------


def test_readings_lie_beside_the_reference_or_in_a_folder_of_the_engine(tmp_path: Path) -> None:
    for folder in ("ref", "tess-fra"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ref" / "g1.ref.txt").write_text("số liệu", encoding="utf-8")
    (tmp_path / "tess-fra" / "g1.tess-fra.txt").write_text("sô liêu", encoding="utf-8")
    (tmp_path / "p1.ref.txt").write_text("báo cáo", encoding="utf-8")
    (tmp_path / "p1.eng.txt").write_text("bao cao", encoding="utf-8")
    assert list(read_pages([tmp_path], "tess-fra")) == [("g1", "số liệu", "sô liêu")]
    assert list(read_pages([tmp_path], "eng")) == [("p1", "báo cáo", "bao cao")]
    assert list(read_pages([tmp_path], "vie")) == []


# --- the command ----------------------------------------------------------------------------


def has_face() -> bool:
    try:
        find_faces()
    except MissingExtraError:
        return False
    return True


def read_as_it_is(
    image: Image, *, engine: str, dpi: int, psm: int, legacy_models: Path | None
) -> str:
    return f"{engine} {dpi} {zlib.crc32(image.tobytes())}\n"


@pytest.mark.skipif(not has_face(), reason="no face with Vietnamese letters is installed")
def test_the_command_makes_the_same_pages_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PIL", reason="drawing pages needs Pillow")
    monkeypatch.setattr(render_module, "read_image", read_as_it_is)
    monkeypatch.setattr(render_module, "require_engine", lambda _, **__: None)
    home = tmp_path / "corpora"
    home.mkdir()
    # Held-out lines are few: long ones fill a page.
    long = [" ".join([line] * 30) for line in LINES]
    (home / "administrative.txt").write_text("\n".join(long), encoding="utf-8")
    made = []
    for out in (tmp_path / "a", tmp_path / "b"):
        numbers = ["--teach", "2", "--tune", "1", "--score", "1", "--pages-per-text", "1"]
        command = ["pages", "--corpus", str(home), "--out", str(out), *numbers]
        assert main([*command, "--language", "eng"]) == 0
        made.append({p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()})
        for part, number in zip(PARTS, (2, 1, 1), strict=True):
            rows = (out / part / "manifest.tsv").read_text(encoding="utf-8").splitlines()
            assert len(list(csv.DictReader(rows, delimiter="\t"))) == number
    assert made[0] == made[1]
