"""What `vnfix` does with folders: what it takes of them, what it tells of the rest."""

from __future__ import annotations

import os
import stat as stat_module
from pathlib import Path

import pytest
from stub_restorer import StubRestorer
from work_files import read, write

from vndiacritics.command import main as cli
from vndiacritics.command import scans
from vndiacritics.errors import MissingExtraError

pytestmark = pytest.mark.usefixtures("stub", "in_tmp_path")


class TestFolders:
    def test_every_kind_in_any_case(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        write("in/A.TXT", "dan")
        write("in/b.Json", '{"x": "dan"}')
        write("in/right.txt", "một")
        write("in/film.mp4", "")
        write("in/.git/x.txt", "dan")
        Path("in/old.DOC").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
        assert cli.main(["in", "-o", "out"]) == 0
        assert sorted(p.name for p in Path("out").rglob("*")) == ["A.TXT", "b.Json", "right.txt"]
        assert read("out/b.Json") == '{"x": "dân"}'
        told = capsysbinary.readouterr().err.decode().splitlines()
        convert = "soffice --headless --convert-to docx FILE"
        assert told[0] == "vnfix: 2 repaired, 1 unchanged, 2 not taken"
        assert sorted(told[1:]) == [
            f"vnfix: not taken: 1 × .doc: convert it first: {convert}",
            "vnfix: not taken: 1 × .mp4: not a kind that is known",
        ]

    def test_is_quiet_when_asked(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        write("in/a.txt", "dan")
        assert cli.main(["in", "-o", "out", "-q"]) == 0
        assert capsysbinary.readouterr() == (b"", b"")

    @pytest.mark.parametrize(
        ("options", "taken"),
        [
            (["--include", "*.txt"], {"a.txt", "2022/b.txt"}),
            (["--include", "2022/*"], {"2022/b.txt", "2022/c.csv"}),
            (["--exclude", "2022/*"], {"a.txt"}),
            (["--include", "*.TXT", "--exclude", "a*"], {"2022/b.txt"}),
        ],
    )
    def test_patterns(self, options: list[str], taken: set[str]) -> None:
        for name in ("in/a.txt", "in/2022/b.txt", "in/2022/c.csv"):
            write(name, "dan")
        assert cli.main(["in", "-o", "out", *options]) == 0
        found = {p.relative_to("out").as_posix() for p in Path("out").rglob("*.*")}
        assert found == taken

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files")
    def test_what_is_no_file_is_told_of(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        write("in/a.txt", "dan")
        write("elsewhere/b.txt", "dan")
        Path("in/gone.txt").symlink_to("nowhere.txt")
        Path("in/round.txt").symlink_to("round.txt")
        Path("in/folder").symlink_to(Path("elsewhere").resolve())
        Path("in/file.txt").symlink_to(Path("elsewhere/b.txt").resolve())
        Path("in/.hidden").symlink_to("nowhere")
        os.mkfifo("in/pipe.txt")
        assert cli.main(["in", "-o", "out"]) == 0
        assert sorted(p.name for p in Path("out").rglob("*")) == ["a.txt", "file.txt"]
        assert capsysbinary.readouterr().err.decode().splitlines() == [
            "vnfix: 2 repaired, 0 unchanged, 4 not taken",
            "vnfix: not taken: 2 × links that lead nowhere",
            "vnfix: not taken: 1 × links to folders, which are not followed",
            "vnfix: not taken: 1 × pipes and devices",
        ]

    @pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
    def test_what_is_chosen_is_not_told_of(
        self, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        write("in/a.txt", "dan")
        Path("in/gone.log").symlink_to("nowhere")
        Path("in/old").symlink_to(".")
        assert cli.main(["in", "-o", "in/out", "--include", "*.txt", "--exclude", "old"]) == 0
        assert capsysbinary.readouterr().err == b"vnfix: 1 repaired, 0 unchanged, 0 not taken\n"

    def test_a_folder_that_cannot_be_read_has_failed(
        self, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        write("in/a.txt", "dan")
        write("in/locked/b.txt", "dan")
        scandir = os.scandir

        def refusing(path: str) -> object:
            if Path(path).name == "locked":
                raise PermissionError(13, "Permission denied", path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refusing)
        assert cli.main(["in", "-o", "out"]) == 4
        told = capsysbinary.readouterr().err.decode().splitlines()
        assert told[0].startswith(f"vnfix: {Path('in/locked')}: Permission denied; check the path")
        assert told[1] == "vnfix: 1 repaired, 0 unchanged, 1 failed, 0 not taken"

    def test_a_file_that_cannot_be_looked_at_has_failed(
        self, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        write("in/a.txt", "dan")
        write("in/b.txt", "dan")
        stat = Path.stat

        def refusing(path: Path, **options: bool) -> os.stat_result:
            if path == Path("in/b.txt"):
                raise PermissionError(13, "Permission denied", str(path))
            return stat(path, **options)

        monkeypatch.setattr(Path, "stat", refusing)
        monkeypatch.setattr(
            Path, "is_file", lambda path: path.exists() and stat_module.S_ISREG(path.stat().st_mode)
        )
        assert cli.main(["in", "-o", "out"]) == 4
        told = capsysbinary.readouterr().err.decode().splitlines()
        assert told[0].startswith(f"vnfix: {Path('in/b.txt')}: Permission denied; check the path")
        assert told[1] == "vnfix: 1 repaired, 0 unchanged, 1 failed, 0 not taken"

    @pytest.mark.parametrize("rest", [[], ["-o", "out.txt"], ["--diff"]])
    def test_a_name_that_is_too_long_is_told_of(
        self, rest: list[str], capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert cli.main(["x: " * 4000, *rest]) == 4
        assert b"File name too long" in capsysbinary.readouterr().err

    def test_what_a_review_left_is_not_repaired(
        self, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        write("in/a.txt", "dan")
        write("in/a.review.html", "<p>dan</p>")
        write("in/a.decisions.json", '{"a": "dan"}')
        assert cli.main(["in", "-o", "out"]) == 0
        assert os.listdir("out") == ["a.txt"]  # noqa: PTH208
        assert b"not taken: 2 \xc3\x97 review pages" in capsysbinary.readouterr().err

    def test_nothing_to_take_is_told_with_the_reason(
        self, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        write("before/a.txt", "dan")
        write("before/a.avi", "")
        write("before/b.avi", "")
        write("in/film.mp4", "")
        assert cli.main(["before", "in", "-o", "out"]) == 4
        told = capsysbinary.readouterr().err.decode()
        assert told.endswith("not taken: 1 × .mp4: not a kind that is known\n")

    def test_marks_of_open_documents_are_not_taken(
        self, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        write("in/a.txt", "dan")
        Path("in/~$letter.docx").write_bytes(b"\x05office" + bytes(155))
        Path("in/~$Sheet.XLSX").write_bytes(b"\x05office" + bytes(155))
        assert cli.main(["in", "-o", "out"]) == 0
        told = capsysbinary.readouterr().err.decode().splitlines()
        assert told == [
            "vnfix: 1 repaired, 0 unchanged, 2 not taken",
            "vnfix: not taken: 2 × marks of documents that are open (~$…)",
        ]

    def test_what_scans_lack_does_not_hide_what_was_done(
        self, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        def lacking(*_: object) -> int:
            raise MissingExtraError("reading images needs pytesseract", extra="ocr")

        monkeypatch.setattr(scans, "run", lacking)
        write("in/a.txt", "dan")
        for name in ("b.png", "c.png"):
            Path("in", name).write_bytes(b"\x89PNG\r\n\x1a\n")
        assert cli.main(["in", "-o", "out"]) == 6
        assert read("out/a.txt") == "dân"
        told = capsysbinary.readouterr().err.decode().splitlines()
        assert told[0].startswith("vnfix: reading images needs pytesseract; pip install")
        assert told[1] == "vnfix: 1 repaired, 0 unchanged, 2 failed, 0 not taken"

    def test_resume_skips_what_is_there(self, stub: StubRestorer) -> None:
        write("in/a.txt", "dan")
        write("in/b.txt", "dan")
        assert cli.main(["in", "-o", "out"]) == 0
        Path("out/b.txt").unlink()
        calls = stub.calls
        assert cli.main(["in", "-o", "out", "--resume"]) == 0
        assert stub.calls == calls + 1
        assert read("out/b.txt") == "dân"


@pytest.mark.parametrize(
    "words",
    [
        ["a.txt", "-o", "gone/b.txt"],
        ["a.txt", "-o", "gone/deep/b.docx"],
        ["a.txt", "--review", "gone/r.html"],
        ["learn", "a.txt", "-o", "gone/office.vnd"],
        ["learn", "d.json", "--lexicon", "gone/mine.tsv"],
    ],
)
def test_a_folder_that_is_not_there_is_not_made_for_a_file(
    words: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write("a.txt", "dan")
    write("b.txt", "dan")
    assert cli.main(words) == 11
    assert "there is no folder gone" in capsysbinary.readouterr().err.decode()
    assert not Path("gone").exists()


@pytest.mark.parametrize("output", ["new/", "new/deep/"])
def test_a_folder_for_results_is_made(output: str) -> None:
    write("a.txt", "dan")
    assert cli.main(["a.txt", "-o", output]) == 0
    assert read(f"{output}a.txt") == "dân"


@pytest.mark.parametrize("name", ["all.txt", "all.docx", "all.PDF", "all.md"])
@pytest.mark.parametrize("inputs", [["a.txt", "b.txt"], ["in"]])
def test_several_results_go_into_nothing_called_a_file(
    name: str, inputs: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for path in ("a.txt", "b.txt", "in/a.txt"):
        write(path, "dan")
    assert cli.main([*inputs, "-o", name]) == 2
    assert f"give -o {name}/ if it is one" in capsysbinary.readouterr().err.decode()
    assert not Path(name).exists()
    assert cli.main([*inputs, "-o", f"{name}/"]) == 0
    assert cli.main([*inputs, "-o", name]) == 0  # it is a folder now


class TestScansAmongTexts:
    @pytest.fixture(autouse=True)
    def folder(self, in_tmp_path: None) -> None:
        write("in/a.txt", "dan")
        Path("in/page.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))

    @pytest.mark.parametrize("option", ["--check", "--suggest", "--in-place"])
    def test_those_of_a_folder_are_left_out_with_a_line(
        self, option: str, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert cli.main(["in", option]) == (option == "--check")
        told = capsysbinary.readouterr().err.decode()
        assert f"not taken: 1 × scans: {option} is for text and documents" in told
        assert ("1 repaired" in told) == (option == "--in-place")

    def test_one_that_is_named_is_refused(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert cli.main(["in/page.png", "--check"]) == 2
        assert b"a scan has no text of its own" in capsysbinary.readouterr().err


@pytest.mark.parametrize("option", ["--diff", "--json", "--doubts", "--suggest"])
def test_what_writes_nothing_needs_no_folder_for_results(
    option: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write("in/a.txt", "dan\n")
    write("in/b.txt", "van\n")
    assert cli.main(["in", option]) == 0
    told = capsysbinary.readouterr()
    assert b"-o FOLDER" not in told.err
    assert option == "--doubts" or b"a.txt" in told.out


def test_backups_are_never_repaired(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from vndiacritics.documents import write_docx

    old = write_docx(["dan van"])
    Path("in").mkdir()
    Path("in/w.docx").write_bytes(old)
    for _ in range(2):
        assert cli.main(["in", "--in-place", "--backup"]) == 0
    assert Path("in/w.docx.bak").read_bytes() == old
    assert not Path("in/w.docx.bak2").exists()
    assert b"not taken: 1 \xc3\x97 backups (.bak)" in capsysbinary.readouterr().err
    Path("in/w.docx.bak2").write_bytes(old)
    assert cli.main(["in", "-o", "out"]) == 0
    assert [path.name for path in Path("out").iterdir()] == ["w.docx"]


def test_results_within_the_folder_are_not_read_again() -> None:
    write("in/a.txt", "dan")
    for _ in range(2):
        assert cli.main(["in", "-o", "in/out"]) == 0
    assert sorted(path.as_posix() for path in Path("in").rglob("*.txt")) == [
        "in/a.txt",
        "in/out/a.txt",
    ]
