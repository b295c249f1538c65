"""What `vnfix` and the restorer do with bad input: one line and an exit code, never a traceback."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest
from stub_restorer import StubRestorer
from work import calls

from vndiacritics import errors
from vndiacritics.command import main as cli
from vndiacritics.command.restoring import Explainer


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory with a file of each kind."""
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_bytes(b"dan\n")
    Path("latin.txt").write_bytes(b"dan \xe1 van\n")
    Path("cut.txt").write_bytes("dân".encode()[:2])
    Path("surrogate.txt").write_bytes(b"dan \xed\xa0\x80")
    Path("utf16.txt").write_bytes("dân".encode("utf-16"))
    Path("escaped.txt").write_bytes(b"dan \\ud800")
    Path("dir").mkdir()
    Path("dir/good.txt").write_bytes(b"van\n")
    Path("empty_dir").mkdir()
    Path("link.txt").symlink_to("good.txt")
    Path("hard.txt").hardlink_to("good.txt")
    Path("loop.txt").symlink_to("loop.txt")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["latin.txt"], 3, ["latin.txt", "offset 4", "--encoding"], id="latin-1"),
        pytest.param(["cut.txt"], 3, ["offset 1"], id="cut letter"),
        pytest.param(["surrogate.txt"], 3, ["offset 4"], id="encoded surrogate"),
        pytest.param(["utf16.txt"], 3, ["offset 0", "--encoding auto, or utf-16"], id="UTF-16"),
        pytest.param(["surrogate.txt", "--encoding", "utf-16"], 3, ["offset 6"], id="not UTF-16"),
        pytest.param(
            ["escaped.txt", "--encoding", "unicode_escape"], 3, ["surrogate"], id="lone surrogate"
        ),
        pytest.param(["absent.txt"], 4, ["absent.txt"], id="missing"),
        pytest.param(["loop.txt"], 4, ["loop.txt"], id="link to itself"),
        pytest.param(["nul\0.txt"], 4, ["nul\\x00.txt"], id="NUL in the name"),
        pytest.param(["line\nbreak.txt"], 4, ["line\\nbreak.txt"], id="line break in the name"),
        pytest.param(["empty_dir", "-o", "out"], 4, ["empty_dir"], id="nothing in a directory"),
        pytest.param(["good.txt", "-o", "good.txt"], 5, ["good.txt"], id="onto itself"),
        pytest.param(["good.txt", "-o", "dir/../good.txt"], 5, [], id="onto itself, other path"),
        pytest.param(["good.txt", "-o", "link.txt"], 5, ["link.txt"], id="onto itself by a link"),
        pytest.param(["good.txt", "-o", "hard.txt"], 5, ["hard.txt"], id="onto a hard link"),
        pytest.param(["good.txt", "-o", "."], 5, [], id="into its own directory"),
        pytest.param(["good.txt", "dir/good.txt", "-o", "out"], 5, [], id="two inputs, one output"),
        pytest.param(["good.txt", "cut.txt", "-o", "latin.txt"], 5, [], id="file as directory"),
        pytest.param(["dir"], 10, ["dir", "-o FOLDER"], id="directory"),
        pytest.param(["good.txt", "-o", "latin.txt/x"], 11, ["latin.txt/x"], id="below a file"),
        pytest.param(["good.txt", "cut.txt"], 2, ["-o FOLDER"], id="several to standard output"),
        pytest.param(["good.txt", "--diff", "-o", "x"], 2, ["-o"], id="diff and output"),
        pytest.param(["good.txt", "--json", "-o", "x"], 2, ["-o"], id="JSON and output"),
        pytest.param(["--diff", "--json"], 2, ["--json"], id="diff and JSON"),
        pytest.param(["--doubts", "--diff"], 2, ["--doubts"], id="doubts and diff"),
        pytest.param(["--doubts", "--suggest"], 2, ["--doubts"], id="doubts and suggestions"),
        pytest.param(["--doubts", "--below", "2"], 2, ["--below"], id="no probability"),
        pytest.param(["--doubts", "--below", "nan"], 2, ["--below"], id="no number"),
        pytest.param(["--doubts", "-o", "x"], 2, ["FILE"], id="doubts and output of a pipe"),
        pytest.param(
            ["good.txt", "cut.txt", "--review", "x", "-o", "dir/"],
            2,
            ["--review"],
            id="one page of two files",
        ),
        pytest.param(["good.txt", "--review", "good.txt"], 5, ["good.txt"], id="page over input"),
        pytest.param(["good.txt", "--order", "reading"], 2, ["--doubts"], id="order of nothing"),
        pytest.param(["apply", "none.json", "good.txt"], 13, ["none.json"], id="no decisions"),
        pytest.param(["apply", "good.txt", "good.txt"], 13, ["good.txt"], id="not decisions"),
        pytest.param(["-", "-", "--json"], 2, ["twice"], id="standard input twice"),
        pytest.param(["-", "-o", "dir"], 2, ["-o FILE"], id="standard input to a directory"),
        pytest.param(["good.txt", "--encoding", "klingon"], 2, ["klingon"], id="unknown encoding"),
        pytest.param(["good.txt", "--encoding", "base64"], 2, ["base64"], id="not a text encoding"),
        pytest.param(["good.txt", "--profile", "best"], 2, ["best"], id="unknown profile"),
        pytest.param(["--nonsense"], 2, ["--nonsense", "--help"], id="unknown option"),
    ],
)
def test_a_mistake_is_one_line_and_writes_nothing(
    arguments: list[str],
    code: int,
    words: list[str],
    stub: StubRestorer,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    before = {path: path.is_file() and path.read_bytes() for path in Path().rglob("*")}
    assert cli.main(arguments) == code
    printed = capsysbinary.readouterr()
    message = printed.err.decode()
    assert printed.out == b""
    assert message.startswith("vnfix: ")
    assert message.count("\n") == 1
    assert [word for word in words if word not in message] == []
    assert {path: path.is_file() and path.read_bytes() for path in Path().rglob("*")} == before


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7\n",
        b"\n%PDF-1.4",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"II*\x00",
        b"MM\x00*",
        b"GIF89a",
        b"BM\x36\x00\x0c\x00\x00\x00\x00\x00",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"PK\x03\x04",
    ],
)
def test_a_document_that_is_not_text_is_one_line(
    head: bytes, stub: StubRestorer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("scan").write_bytes(head + b"\xe2\xe3\xcf\xd3")
    wrong = {errors.UnsupportedInputError, errors.UnreadableInputError, errors.MissingExtraError}
    assert cli.main(["scan", "-o", "out.txt"]) in {error.exit_code for error in wrong}
    assert capsysbinary.readouterr().err.count(b"\n") == 1
    assert not Path("out.txt").exists()


@pytest.mark.parametrize("text", ["BM là viết tắt", "MM", "PK", "%PDF", "GIF"])
def test_text_that_begins_like_one_is_text(
    text: str, stub: StubRestorer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("a.txt").write_text(text, encoding="utf-8")
    assert cli.main(["a.txt"]) == 0
    assert capsysbinary.readouterr().out.decode() == text


def test_an_unreadable_file_is_one_line(
    stub: StubRestorer, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def refuse(*_: object) -> bytes:  # taking the permission away would not stop root
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refuse)
    assert cli.main(["good.txt"]) == errors.UnreadableInputError.exit_code
    assert capsysbinary.readouterr().err.count(b"\n") == 1


def test_a_bad_file_does_not_stop_the_others(
    stub: StubRestorer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.main(["absent.txt", "latin.txt", "good.txt", "-o", "out"]) == 4
    assert capsysbinary.readouterr().err.count(b"\n") == 2
    assert [path.name for path in Path("out").iterdir()] == ["good.txt"]


def test_a_missing_lexicon_is_one_line(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["good.txt", "--lexicon", "absent.tsv"]) == errors.LexiconError.exit_code
    assert capsysbinary.readouterr().err.count(b"\n") == 1


def test_a_lone_surrogate_in_json_is_escaped(
    stub: StubRestorer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.main(["escaped.txt", "--encoding", "unicode_escape", "--json"]) == 0
    assert json.loads(capsysbinary.readouterr().out.decode())["text"] == "dân \ud800"


def test_every_error_has_its_own_exit_code() -> None:
    kinds: list[type[errors.VndiacriticsError]] = [
        errors.VndiacriticsError,
        *errors.VndiacriticsError.__subclasses__(),
    ]
    assert len({kind.exit_code for kind in kinds}) == len(kinds)
    assert 0 not in {kind.exit_code for kind in kinds}


def test_a_missing_extra_names_the_command_that_installs_it() -> None:
    assert "pip install 'vndiacritics[ocr]'" in str(
        errors.MissingExtraError("reading a PDF needs pypdfium2", extra="ocr")
    )


# --- the real restorer --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def restorer() -> Explainer:
    from vndiacritics.restorer import Restorer

    return Restorer()


HARD_TEXTS = [
    pytest.param("", id="empty"),
    pytest.param("\0", id="NUL"),
    pytest.param("dan\0van\0", id="NUL bytes"),
    pytest.param("dan \ud800 van \udfff", id="lone surrogates"),
    pytest.param("\u0301\u0323", id="marks without a letter"),
    pytest.param("a" + "\u0301" * 1000, id="a thousand marks"),
    pytest.param("\u200b\u200d\ufeff\u202e", id="invisible"),
    pytest.param("𝐝𝐚𝐧 👩‍👩‍👧 " * 50, id="beyond the basic plane"),
    pytest.param("\r\n\f\v\x1c\x85\u2028\u2029", id="line ends of all kinds"),
    pytest.param("x" * 10_000, id="a long word"),
    pytest.param("(" * 3_000, id="nesting"),
]


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_the_restorer_survives_hard_texts(text: str, restorer: Explainer) -> None:
    result = restorer.explain(text)
    assert result.undo() == text


@pytest.mark.parametrize(
    ("piece", "count"),
    [
        pytest.param("\n", 1_000_000, id="a million blank lines"),
        pytest.param("uỷ ban nhan dan xa ", 25_000, id="a line of 125,000 words"),
        pytest.param("x", 10_000_000, id="a word of 10 MB"),
        pytest.param("\0", 1_000_000, id="a million NUL bytes"),
    ],
)
def test_work_is_linear(piece: str, count: int, restorer: Explainer) -> None:
    restorer.explain(piece * (count // 100))  # fills the caches
    short, long = (
        calls(lambda times=times: restorer.explain(piece * times))
        for times in (count // 50, count // 5)
    )
    # Ten times the text: linear gives 10, quadratic 100.
    assert long < 20 * max(short, 1000)


@pytest.mark.parametrize(
    ("piece", "count"), [("\n", 1_000_000), ("uỷ ban nhan dan xa ", 5_000), ("x", 2_000_000)]
)
def test_a_huge_text_comes_back(piece: str, count: int, restorer: Explainer) -> None:
    result = restorer.explain(piece * count)
    assert len(result.text) == len(result.source)


def test_a_huge_input_passes_through_the_command(
    stub: StubRestorer, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = b"\n" * 1_000_000 + b"x" * 10_000_000 + b"\0" * 1_000_000
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert cli.main([]) == 0
    assert capsysbinary.readouterr().out == data


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", ["--help", "--help-all", "-V", "completion bash", "doctor"])
def test_a_full_disk_is_told_whatever_is_printed(
    arguments: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(os, "dup2", lambda *_: None)
        monkeypatch.setattr(sys, "stdout", full)
        try:
            assert cli.main(arguments.split()) == errors.UnwritableOutputError.exit_code
        finally:
            monkeypatch.undo()
            with contextlib.suppress(OSError):
                full.close()
    assert capsysbinary.readouterr().err.count(b"\n") == 1
