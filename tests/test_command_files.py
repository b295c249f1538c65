"""What `vnfix` does with files: in place, checked, compared, in the encoding that is named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from work_files import feed, read, write

from vndiacritics.command import main as cli

pytestmark = pytest.mark.usefixtures("stub", "in_tmp_path")


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


def test_a_note_is_one_printable_line_whatever_the_name(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    name = "a\x1b[31m\nb.txt"
    write(name, "dan")
    assert cli.main([name, "-i", "-v"]) == 0
    assert capsysbinary.readouterr().err == b"vnfix: a\\x1b[31m\\nb.txt: repaired\n"
