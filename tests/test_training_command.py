"""The commands of training: builds repeat byte for byte, and fit what is there already."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from office_sentences import LINES, SENTENCES

from vndiacritics.model import bundle, channel, language_model, store
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.training.__main__ import main
from vndiacritics.training.corpus import is_held_out

LEXICON = Path(__file__).parents[1] / "lexicon"
SEEN_ALIKE = "ban bàn bán"
"""Words that differ by marks alone: gaps to learn from."""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A folder with a corpus, pairs of two documents and the project's lexicon cut short."""
    corpus, pairs, lexicon = (tmp_path / name for name in ("corpus", "pairs", "lexicon"))
    for folder in (corpus, pairs, lexicon):
        folder.mkdir()
    (corpus / "papers.txt").write_text("\n".join(LINES), encoding="utf-8")
    (corpus / "news.txt").write_text("\n".join(LINES[::3]) + f"\ninternet zalo {SEEN_ALIKE}\n" * 3)
    pages = [SENTENCES[:40], SENTENCES[40:]]
    rows = ["page\tdocument"]
    for number, page in enumerate(pages, start=1):
        text = "\n".join(page)
        (pairs / f"p{number}.ref.txt").write_text(text)
        (pairs / f"p{number}.eng.txt").write_text(strip_marks(text).replace("h", "b"))
        (pairs / f"p{number}.vie.txt").write_text(text.replace("ả", "á"))
        rows.append(f"p{number}\td0{number}")
    (pairs / "manifest.tsv").write_text("\n".join(rows) + "\n")
    words = {word for line in (*LINES, SEEN_ALIKE) for word in line.split()}
    for path in LEXICON.glob("*.tsv"):
        with path.open(encoding="utf-8", newline="") as file:
            table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        kept = [row for n, row in enumerate(table) if n < 20 or row[0] in words]
        (lexicon / path.name).write_text("".join("\t".join(row) + "\n" for row in kept))
    return tmp_path


def build(workshop: Path, out: str) -> Path:
    options = ["--corpus", "corpus", "--pairs", "pairs", "--lexicon", "lexicon", "--least", "2"]
    paths = [str(workshop / o) if not o.startswith("-") and o != "2" else o for o in options]
    sizes = ["--size", "1", "--steps", "3"]
    status = main(["build", *paths, "--out", str(workshop / out), *sizes, "--weight", "papers=2"])
    assert status == 0
    return workshop / out


def test_building_twice_gives_the_same_bytes_and_a_model_that_loads(workshop: Path) -> None:
    first, second = build(workshop, "a"), build(workshop, "b")
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(
        f"{name}.vnd"
        for name in (
            *("dropped-letters", "english-ocr", "language-model", "lexicon", "profiles"),
            *("cloze", "latin-ocr", "stripped", "topics", "vietnamese-ocr"),
        )
    )
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    model = bundle.load(first)
    words = set(model.language_model.vocabulary)
    assert {"nhân", "internet"} <= words
    learnt = model.channel("english-ocr")
    taught, other = learnt.onsets.columns(["h", "t"], upper=False)
    row = learnt.onsets.row("b", learnt.letters, upper=False)
    assert row[taught] < row[other]


def test_a_channel_learns_from_the_documents_named_only(workshop: Path) -> None:
    model = workshop / "lm.vnd"
    corpus = str(workshop / "corpus" / "papers.txt")
    assert main(["language-model", corpus, "--out", str(model), "--threshold", "0"]) == 0
    tables = []
    for number, options in enumerate(
        [["--documents", "d01"], ["--leave-out", "d02-d02"], ["--documents", "d01-d02"]]
    ):
        out = workshop / f"{number}.vnd"
        command = ["channel", str(workshop / "pairs"), *options, "--out", str(out)]
        assert main([*command, "--language-model", str(model)]) == 0
        tables.append(out.read_bytes())
    assert tables[0] == tables[1] != tables[2]


def test_held_out_lines_are_not_learnt(workshop: Path) -> None:
    held = next(f"giữ lại {n}" for n in range(9999) if is_held_out(f"giữ lại {n}"))
    text = workshop / "text.txt"
    text.write_text("\n".join([held, "học đi"] * 9), encoding="utf-8")
    out = workshop / "lm.vnd"
    assert main(["language-model", str(text), "--out", str(out), "--least", "1"]) == 0
    words = language_model.load(out).vocabulary
    assert "học" in words
    assert "giữ" not in words


BAD = {
    "no such text": (["language-model", "none.txt", "--out", "x.vnd"], 4, "none.txt"),
    "not UTF-8": (["language-model", "latin.txt", "--out", "x.vnd"], 3, "not UTF-8"),
    "not zstd": (["language-model", "fake.txt.zst", "--out", "x.vnd"], 4, "fake.txt.zst"),
    "nothing in it": (["language-model", "empty.txt", "--out", "x.vnd"], 2, "no word"),
    "no such folder": (["language-model", "ok.txt", "--out", "no/x.vnd"], 11, "no such folder"),
    "unknown weight": (
        ["language-model", "ok.txt", "--out", "x.vnd", "--weight", "news=2"],
        2,
        "news=2",
    ),
    "negative weight": (
        ["language-model", "ok.txt", "--out", "x.vnd", "--weight", "ok=-1"],
        2,
        "ok=-1",
    ),
    "order too high": (["language-model", "ok.txt", "--out", "x.vnd", "--order", "5"], 2, "5"),
    "too small": (["language-model", "ok.txt", "--out", "x.vnd", "--size", "0.1"], 2, "0.1"),
    "no lexicon": (["language-model", "ok.txt", "--out", "x.vnd", "--lexicon", "no"], 7, "no/"),
    "no pairs": (["channel", ".", "--out", "x.vnd"], 4, "no pair"),
    "no engine": (["channel", ".", "--engine", "eng", "fra", "--out", "x.vnd"], 4, "NAME.fra.txt"),
    "nothing stored": (
        ["build", "--corpus", ".", "--stored", "no", "--lexicon", ".", "--out", "y"],
        4,
        "no .vnd",
    ),
    "no corpora for pages": (
        ["pages", "--corpus", ".", "--out", "z", "--teach", "1"],
        4,
        "is called",
    ),
    "a page too few": (
        ["pages", "--corpus", ".", "--out", "z", "--pages-per-text", "0"],
        2,
        "too small",
    ),
    "no corpus": (
        ["build", "--corpus", "no", "--pairs", ".", "--lexicon", ".", "--out", "y"],
        4,
        "no .txt",
    ),
}


@pytest.mark.parametrize(("command", "status", "says"), BAD.values(), ids=BAD)
def test_bad_input_is_one_clear_line(
    command: list[str],
    status: int,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("latin.txt").write_bytes("xã".encode("latin-1"))
    Path("ok.txt").write_text("xã nhà\n")
    Path("empty.txt").write_text("\n\n")
    Path("fake.txt.zst").write_bytes(b"no zstd")
    assert main(command) == status
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1
    assert not Path("x.vnd").exists()


# --- a new language model in a model that is there ------------------------------------------


def channel_counts(path: Path) -> dict[str, float]:
    table = store.read(path, channel.KIND)
    names = store.unpack_strings(table.arrays["rimes.names"])
    return dict(zip(names, table.arrays["rimes.totals"].tolist(), strict=True))


def test_fitting_a_channel_to_its_own_model_changes_no_byte(workshop: Path) -> None:
    folder = build(workshop, "a")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["fit", str(folder)]) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_channel_takes_the_parts_of_a_larger_vocabulary(workshop: Path) -> None:
    folder = build(workshop, "a")
    before = channel_counts(folder / "english-ocr.vnd")
    assert "uýp" not in before
    text = workshop / "text.txt"
    text.write_text("\n".join([*LINES, *["tuýp kem"] * 9]), encoding="utf-8")
    model = folder / "language-model.vnd"
    assert main(["language-model", str(text), "--out", str(model), "--least", "1"]) == 0
    assert main(["fit", str(folder)]) == 0
    after = channel_counts(folder / "english-ocr.vnd")
    assert after["uýp"] == 0
    assert {part: after[part] for part in set(before) & set(after)} == {
        part: before[part] for part in set(before) & set(after)
    }
    assert bundle.load(folder).channel("english-ocr").rimes.columns(["uýp"], upper=False).size == 1


def test_a_model_is_built_with_the_channels_that_are_stored(workshop: Path) -> None:
    stored = build(workshop, "a")
    options = [
        "--lexicon",
        str(workshop / "lexicon"),
        "--least",
        "2",
        "--size",
        "1",
        "--steps",
        "3",
    ]
    command = ["build", "--corpus", str(workshop / "corpus"), *options, "--weight", "papers=2"]
    out = workshop / "b"
    assert main([*command, "--stored", str(stored), "--out", str(out)]) == 0
    for path in stored.iterdir():
        assert (out / path.name).read_bytes() == path.read_bytes(), path.name
