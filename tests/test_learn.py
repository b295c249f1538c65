"""vnfix learn: what an office's own texts teach, and what decisions teach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vndiacritics.adaptation.office import learn
from vndiacritics.command import main as cli
from vndiacritics.documents import write_docx
from vndiacritics.errors import LexiconError, ModelError
from vndiacritics.model import learnt, lexicon, store
from vndiacritics.model.bundle import load as load_bundle
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.restorer import Restorer
from vndiacritics.review.decisions import Change, Decisions
from vndiacritics.review.terms import merged, terms

OFFICE = """Báo cáo kết quả chăn thả tại thôn Lường Phụ, xã Cuội Hạ
Thôn Lường Phụ có 45 hộ chăn thả; công ty Sabimex thu mua 12 con.
Ban quản lý thôn Lường Phụ họp ngày 4/11, công ty Sabimex cử người dự.
Xã Cuội Hạ giao thôn Lường Phụ chăn thả đúng nơi quy định.
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.vnd"
    path.write_bytes(learnt.packed(learn([OFFICE])))
    return path


def test_a_text_of_the_office_gets_the_offices_names(office: Path) -> None:
    text = "Thôn Lường Phụ chăn thả đúng nơi quy định của xã Cuội Hạ."
    bare = strip_marks(text)
    assert Restorer().restore(bare) != text
    assert Restorer(learnt=office).restore(bare) == text


def test_a_text_of_another_kind_is_read_as_if_nothing_was_learnt(office: Path) -> None:
    texts = ["Hom nay troi mua, em be o nha choi voi meo va ve tranh.", "", "xa", OFFICE]
    plain, taught = Restorer(), Restorer(learnt=office)
    assert taught.restore_batch(texts) == [*plain.restore_batch(texts[:3]), OFFICE]
    assert [row.text for row in taught.explain_batch(texts)] == taught.restore_batch(texts)


def test_a_pair_says_less_than_a_longer_phrase(office: Path) -> None:
    found = learnt.load(office)
    own = found.own(load_bundle().language_model)
    orders = np.digitize(own.keys, [np.uint64(1 << 28), np.uint64(1 << 42)])
    most = [own.floors[orders == order].max() for order in range(3)]
    assert most == sorted(most)
    assert most[0] < np.log(learnt.WEIGHTS[2]) < np.log(learnt.WEIGHTS[4])


def test_right_text_stays_right(office: Path) -> None:
    assert Restorer(learnt=office).restore(OFFICE) == OFFICE


def test_equal_texts_give_equal_bytes_and_the_signature_names_them(office: Path) -> None:
    assert learnt.packed(learn([OFFICE])) == office.read_bytes()
    assert f"learnt={learnt.load(office).checksum}" in Restorer(learnt=office).signature


def test_what_the_office_mistypes_now_and_then_is_not_learnt() -> None:
    found = learn(["thôn Đồng Khê\n" * 9 + "thôn Đông Khê\n"])
    pairs = {tuple(found.words[n] for n in row) for row in found.ngrams[2].symbols.tolist()}
    assert ("đồng", "khê") in pairs
    assert ("đông", "khê") not in pairs


def test_words_that_are_no_syllables_enter_the_lexicon() -> None:
    assert learn([OFFICE]).forms == ("Sabimex",)


DAMAGE: list[tuple[str, dict[str, Any]]] = [
    ("a word is missing", {"symbols2": np.array([[1, 999]], dtype=np.uint32)}),
    ("do not fit", {"counts3": np.zeros(0, dtype=np.uint32)}),
    ("damaged", {"words": None}),
]


@pytest.mark.parametrize(("said", "changed"), DAMAGE)
def test_a_damaged_table_is_refused(
    office: Path, tmp_path: Path, said: str, changed: dict[str, Any]
) -> None:
    table = store.read(office, learnt.KIND)
    arrays = {**table.arrays, **changed}
    if said == "a word is missing":
        one = np.ones(1, dtype=np.uint32)
        arrays |= {"counts2": one, "totals2": one}
    path = tmp_path / "bad.vnd"
    store.write(
        path, learnt.KIND, table.meta, {k: row for k, row in arrays.items() if row is not None}
    )
    with pytest.raises(ModelError, match=said):
        learnt.load(path)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "office.vnd"
    path.write_bytes(b"no table")
    with pytest.raises(ModelError):
        Restorer(learnt=path)


# --- the command ----------------------------------------------------------------------------------


def test_a_folder_of_texts_and_word_files_is_learnt_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/a.txt").write_text(OFFICE, encoding="utf-8")
    Path("own/b.docx").write_bytes(write_docx(OFFICE.splitlines()))
    assert cli.main(["learn", "own", "-o", "office.vnd"]) == 0
    assert learnt.load(Path("office.vnd")).texts == 2
    said = capsys.readouterr().err
    assert "learnt from 2 texts" in said
    assert "only 1" in said  # hundred and some words are few
    Path("new.txt").write_text("Thon Luong Phu, xa Cuoi Ha chan tha", encoding="utf-8")
    assert cli.main(["new.txt", "--learnt", "office.vnd", "-o", "out.txt"]) == 0
    assert "Lường Phụ" in Path("out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["own"], 2), (["own", "-o", "x", "--lexicon", "y"], 2), (["none.txt", "-o", "x"], 4),
     (["empty.txt", "-o", "x"], 4), (["empty.txt", "--lexicon", "y"], 13)],
)  # fmt: skip
def test_what_cannot_be_learnt_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/a.txt").write_text("chữ", encoding="utf-8")
    Path("empty.txt").write_text("", encoding="utf-8")
    assert cli.main(["learn", *arguments]) == code


# --- from decisions to a lexicon ------------------------------------------------------------------


def change(
    proposed: str, new: str, before: str = "", behind: str = "", decision: str | None = "typed"
) -> Change:
    return Change(0, 1, "x", proposed, new, decision, tuple(before.split()), tuple(behind.split()))


TERMS = [
    ("a name takes its capitals along",
     change("Khế", "Khê", "tại thôn Đồng", "thu hoạch"), ["Đồng Khê"]),
    ("a name ends at a sign", change("Khế,", "Khê,", "ông Lê Văn", "Chủ tịch"), ["Lê Văn Khê"]),
    ("a small word takes its neighbour", change("tính", "tỉnh", "của", "giao"), ["của tỉnh"]),
    ("a small word at the beginning", change("tính", "tỉnh", "", "giao cho"), ["tỉnh giao"]),
    ("numbers teach nothing", change("96", "95", "thu", "triệu"), []),
    ("signs teach nothing", change("~", "", "a", "b"), []),
    ("what was right teaches nothing", change("Khê", "Khê", "Đồng", "", "accepted"), []),
    ("nobody decided", change("Khế", "Khê", "Đồng", "", None), []),
    ("a word taken back", change("Sâbi", "Sabi", "công ty", "thu", "rejected"), ["Sabi"]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), [row[1:] for row in TERMS], ids=[r[0] for r in TERMS])
def test_terms_of_decisions(row: Change, expected: list[str]) -> None:
    found = list(terms(Decisions("a.txt", "", "", (row,))))
    if expected == ["Sabi"]:
        assert found in (["Sabi"], ["ty Sabi"])
    else:
        assert found == expected


def test_a_lexicon_grows_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    text, added = merged(path, {"Đồng Khê": 2}, source="a\tb.txt")
    assert (text, added) == (
        "form\tcategory\tsource\tcount\nĐồng Khê\treviewed\ta b.txt\t2\n", 1)  # fmt: skip
    path.write_text("# ours\nĐồng Khê\tplace", encoding="utf-8")
    text, added = merged(path, {"Đồng Khê": 1, "Tân Sa": 1}, source="c")
    assert (text, added) == ("# ours\nĐồng Khê\tplace\nTân Sa\treviewed\tc\t1\n", 1)
    assert lexicon.read_user(path) == ["Đồng Khê"]


def test_decisions_are_no_text_and_texts_no_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    record = {"format": "vnfix decisions", "version": 1, "file": "a.txt", "changes": [],
              "source": {"sha256": "0"}, "restored": {"sha256": "1"}}  # fmt: skip
    Path("d.json").write_text(json.dumps(record), encoding="utf-8")
    Path("data.json").write_text(json.dumps({"x": "Uỷ ban nhân dân xã"}), encoding="utf-8")
    Path("in").mkdir()
    assert cli.main(["learn", "d.json", "-o", "o.vnd"]) == 2
    assert "d.json: decisions, which are no text; give --lexicon" in capsys.readouterr().err
    assert cli.main(["learn", "in", "--lexicon", "m.tsv"]) == 2
    assert "in: a folder, and a lexicon is made of decisions" in capsys.readouterr().err
    assert cli.main(["learn", "data.json", "-o", "o.vnd"]) == 0
    assert not Path("m.tsv").exists()


def test_decisions_teach_the_next_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    row = {"start": 0, "end": 1, "old": "x", "proposed": "Khế", "new": "Khẽ", "decision": "typed",
           "before": ["thôn", "Đồng"], "behind": ["thu"]}  # fmt: skip
    record = {"format": "vnfix decisions", "version": 1, "file": "a.txt", "changes": [row],
              "source": {"sha256": "0"}, "restored": {"sha256": "1"}}  # fmt: skip
    Path("d.json").write_text(json.dumps(record), encoding="utf-8")
    assert cli.main(["learn", "d.json", "--lexicon", "mine.tsv"]) == 0
    assert lexicon.read_user(Path("mine.tsv")) == ["Đồng Khẽ"]
    assert "Đồng Khẽ" in Restorer(lexicon="mine.tsv").restore("Giao thon Dong Khe thuc hien.")


NAMES = ["Đồng Khế", "Lương Phủ", "Trần Văn Bỉnh", "suối Cái Ráng", "Nà Lốc", "Bản Phúng",
         "Hồ Sen Đá", "Vũ Đình Lượm", "Đào Viết Thoảng", "chợ Bến Lội"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_users_own_phrase_wins_over_the_models(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(f"{name}\tmine\n", encoding="utf-8")
    text = f"Báo cáo của {name} về tình hình thực hiện nhiệm vụ."
    assert Restorer(lexicon=path).restore(strip_marks(text)) == text


@pytest.mark.parametrize("sign", [",", ";"])
def test_a_lexicon_with_the_wrong_columns_is_told(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"form{sign}category\nĐồng Khê{sign}place\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="where tabs belong"):
        lexicon.read_user(path)
    path.write_text(f"form{sign}note\nĐồng Khê{sign}place{sign} old\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="where tabs belong"):
        lexicon.read_user(path)
    path.write_text("Công ty A, B\nĐồng Khê\n", encoding="utf-8")
    assert len(lexicon.read_user(path)) == 2


def test_lines_that_change_nothing_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "form\tx\nnhà\t\n12/3\t\nĐồng Khê\t\n\tname\n\t\n"
    Path("mine.tsv").write_text(text, encoding="utf-8")
    Path("a.txt").write_text("xa", encoding="utf-8")
    assert cli.main(["a.txt", "--lexicon", "mine.tsv"]) == 0
    told = capsys.readouterr().err
    assert "mine.tsv: 2 lines without effect" in told
    assert "mine.tsv: 1 line without a word in the first column: 5" in told
