"""What `vnfix` does with files and folders: in place, checked, chosen, counted."""

from __future__ import annotations

import io
import os
import signal
import stat as stat_module
import subprocess
import sys
from pathlib import Path

import pytest
from stub_restorer import StubRestorer

from vndiacritics.command import main as cli
from vndiacritics.command import restoring, scans
from vndiacritics.errors import MissingExtraError

TESTS = Path(__file__).parent


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StubRestorer:
    restorer = StubRestorer()
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: restorer)
    monkeypatch.chdir(tmp_path)
    return restorer


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


class TestInPlace:
    def test_writes_over_the_file(self) -> None:
        write("a.txt", "dan\n").chmod(0o640)
        assert cli.main(["a.txt", "--in-place"]) == 0
        assert read("a.txt") == "dân\n"
        assert Path("a.txt").stat().st_mode & 0o777 == 0o640
        assert os.listdir() == ["a.txt"]  # noqa: PTH208

    def test_leaves_a_file_that_is_right_untouched(self) -> None:
        path = write("a.txt", "một\n")
        os.utime(path, (1, 1))
        assert cli.main(["a.txt", "-i", "--backup"]) == 0
        assert path.stat().st_mtime == 1
        assert not Path("a.txt.bak").exists()

    def test_a_backup_never_takes_the_place_of_an_older_one(self) -> None:
        write("a.txt", "dan")
        assert cli.main(["a.txt", "-i", "--backup"]) == 0
        write("a.txt", "van")
        assert cli.main(["a.txt", "-i", "--backup"]) == 0
        assert [read(name) for name in ("a.txt", "a.txt.bak", "a.txt.bak2")] == [
            "vận",
            "dan",
            "van",
        ]

    def test_takes_several_files_and_folders(self) -> None:
        for name in ("a.txt", "d/b.txt", "d/deep/C.TXT"):
            write(name, "dan")
        assert cli.main(["-i", "a.txt", "d"]) == 0
        assert [read(name) for name in ("a.txt", "d/b.txt", "d/deep/C.TXT")] == ["dân"] * 3

    def test_a_file_that_fails_stays(self) -> None:
        Path("a.txt").write_bytes(b"dan \xff")
        assert cli.main(["a.txt", "-i"]) == 3
        assert Path("a.txt").read_bytes() == b"dan \xff"
        assert os.listdir() == ["a.txt"]  # noqa: PTH208


class TestCheck:
    def test_names_what_would_change(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        write("a.txt", "dan")
        write("b.txt", "một")
        assert cli.main(["check", "a.txt", "b.txt"]) == 1
        assert capsysbinary.readouterr() == (b"a.txt\n", b"")
        assert read("a.txt") == "dan"
        assert cli.main(["--check", "b.txt"]) == 0

    def test_an_error_is_no_change(self) -> None:
        assert cli.main(["check", "absent.txt"]) == 4

    def test_a_file_that_cannot_be_read_gives_its_code_in_any_order(self) -> None:
        write("a.txt", "dan")
        write("b.txt", "một")
        assert cli.main(["check", "a.txt", "none.txt"]) == 4
        assert cli.main(["check", "none.txt", "a.txt"]) == 4
        assert cli.main(["check", "b.txt", "a.txt"]) == 1


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


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("Xã Vĩnh Lạc Đông, hồ sơ của cô giáo", "tcvn3", "Xã Vĩnh Lạc Đông, hồ sơ của cô giáo"),
        ("Toán, hóa; trường ở tổ 5", "vni", "Toán, hóa; trường ở tổ 5"),
        ("Ông Đỗ Văn Tám", "viscii", "Ông Đỗ Văn Tám"),
        ("Bà ấy có 5 con bò", "vps", "Bà ấy có 5 con bò"),
        ("X· VÜnh L¹c §«ng, hå s¬ cña c« gi¸o", "tcvn3", "Xã Vĩnh Lạc Đông, hồ sơ của cô giáo"),
        ("Toaùn, hoùa; tröôøng ôû toå 5", "vni", "Toán, hóa; trường ở tổ 5"),
        ("12.500 abc", "tcvn3", "12.500 abc"),
    ],
)
def test_unicode_is_not_read_in_the_old_encoding_that_was_named(
    text: str,
    encoding: str,
    shown: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.undo()  # the real restorer reads what shows an old encoding
    monkeypatch.chdir(tmp_path)
    write("named.txt", text)
    assert cli.main(["named.txt", "--encoding", encoding, "-o", "new.txt"]) == 0
    assert read("new.txt") == shown
    told = capsysbinary.readouterr().err.decode()
    is_right = text == shown and not text.isascii()
    assert (f"Unicode already, not read as {encoding}" in told) is is_right


def test_zero_bytes_are_no_text(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("a.txt").write_bytes("Uy ban nhan dan".encode("utf-16-le"))
    assert cli.main(["a.txt"]) == 3
    assert "holds zero bytes" in capsysbinary.readouterr().err.decode()
    assert cli.main(["a.txt", "--encoding", "auto"]) == 0
    assert "dân" in capsysbinary.readouterr().out.decode()
    Path("b.txt").write_bytes(b"mot hai ba bon nam sau bay \0\n" * 3)
    assert cli.main(["b.txt"]) == 0  # a slip of what wrote it


def test_a_file_of_no_known_kind_is_told_of(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for name, told in (("a.yaml", True), ("a.eml", True), ("a.TXT", False), ("a.1", False)):
        write(name, "dan")
        assert cli.main([name]) == 0
        err = capsysbinary.readouterr().err.decode()
        assert ("is not a kind that is known: read as plain text" in err) is told
    assert cli.main(["a.yaml", "-q"]) == 0
    assert not capsysbinary.readouterr().err


def test_an_empty_pipe_does_not_empty_a_file(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write("out.txt", "dân")
    feed(monkeypatch, b"")
    assert cli.main(["-o", "out.txt"]) == 5
    assert read("out.txt") == "dân"
    assert b"left as it is" in capsysbinary.readouterr().err


def test_keep_names_words_and_patterns(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write("keep.txt", "# ours\nVAN dan\n/HS-\\w+/\n")
    write("a.txt", "dan van dan, HS-dan dan")
    assert cli.main(["a.txt", "--keep", "keep.txt"]) == 0
    assert capsysbinary.readouterr().out.decode() == "dân van dan, HS-dan dân"
    write("keep.txt", "/(/")
    assert cli.main(["a.txt", "--keep", "keep.txt"]) == 2
    assert b"keep.txt, line 1" in capsysbinary.readouterr().err


def test_stats_are_told_beside_the_text(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write("a.txt", "dan van mot hai")
    assert cli.main(["a.txt", "--stats"]) == 0
    printed = capsysbinary.readouterr()
    assert printed.out.decode() == "dân vận mot hai"
    assert printed.err.decode() == "vnfix: a.txt: 4 words, 2 changed (50.0 %): marks 2\n"


class TestDiff:
    def test_words_in_colour(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        write("a.txt", "một\n\n\ndan mot\n\x1b[2J van\n")
        assert cli.main(["a.txt", "--diff", "--color", "always"]) == 0
        shown = capsysbinary.readouterr().out.decode()
        assert "\x1b[32mdân\x1b[0m mot" in shown
        assert "\x1b[2J" not in shown  # what the file says must not steer the terminal
        assert "một" not in shown

    def test_a_patch_in_a_pipe(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        write("a.txt", "dan\n")
        assert cli.main(["a.txt", "--diff"]) == 0
        assert capsysbinary.readouterr().out.decode().startswith("--- a.txt\n+++ ")


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps"])
def test_an_old_encoding_is_read_from_bytes_and_from_what_text_shows(
    encoding: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from vndiacritics.text import encodings

    shown = encodings.encode("Tổ dân phố\n", encoding)
    data = "".join(shown).encode("latin-1", "ignore")
    Path("bytes.txt").write_bytes(data)
    assert cli.main(["bytes.txt", "--encoding", encoding]) == 0
    assert capsysbinary.readouterr().out.decode() == "Tổ dân phố\n"


def test_bytes_that_are_not_utf_8_lead_to_auto(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("a.txt").write_bytes("Cộng hòa".encode("utf-16-le") + b"\xff")
    assert cli.main(["a.txt"]) == 3
    assert b"--encoding auto" in capsysbinary.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_a_process_that_is_ended_leaves_nothing_behind() -> None:
    script = (
        "import sys, time; from vndiacritics.command import main as cli, restoring\n"
        "class Slow:\n"
        "    def restore(self, text, keep=()):\n"
        "        print('begun', flush=True); time.sleep(60)\n"
        "restoring.load_restorer = lambda **_: Slow()\n"
        "sys.exit(cli.main(['a.txt', '-o', 'out.txt']))\n"
    )
    write("a.txt", "dan")
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (cli.ENDED, b"")
    assert os.listdir() == ["a.txt"]  # noqa: PTH208


class TestScansAmongTexts:
    @pytest.fixture(autouse=True)
    def folder(self) -> None:
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


def test_a_right_text_in_an_old_encoding_is_written_anew(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    text = "Tổ dân phố\n"
    for encoding in ("utf-16", "cp1258"):
        Path("a.txt").write_bytes("To dân pho\n".encode(encoding))
        assert cli.main(["check", "a.txt", "--encoding", encoding]) == 1
        assert cli.main(["a.txt", "-i", "--encoding", encoding]) == 0
        assert Path("a.txt").read_text(encoding="utf-8").lstrip("\ufeff") == "To dân pho\n"
    write("b.txt", text)
    for name in ("utf-8", "UTF-8", "utf_8", "U8", "utf-8-sig"):
        assert cli.main(["check", "b.txt", "--encoding", name]) == 0
    assert capsysbinary.readouterr().err == b""


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


def test_a_note_is_one_printable_line_whatever_the_name(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    name = "a\x1b[31m\nb.txt"
    write(name, "dan")
    assert cli.main([name, "-i", "-v"]) == 0
    assert capsysbinary.readouterr().err == b"vnfix: a\\x1b[31m\\nb.txt: repaired\n"
