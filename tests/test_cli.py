"""What `vnfix` does with good input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from stub_restorer import StubRestorer
from work_files import feed

from vndiacritics.command import main as cli
from vndiacritics.command import restoring
from vndiacritics.options import Options
from vndiacritics.restoration import Alternative, Edit, Restoration, Token

TESTS = Path(__file__).parent

pytestmark = pytest.mark.usefixtures("in_tmp_path")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("dan van\n", "dân vận\n", id="words"),
        pytest.param("dan", "dân", id="no final line end"),
        pytest.param("dan\r\n\r\nvan\r\n", "dân\r\n\r\nvận\r\n", id="CRLF"),
        pytest.param("dan\rvan", "dân\rvận", id="CR alone"),
        pytest.param("dan\n\f\n\n\nvan\f", "dân\n\f\n\n\nvận\f", id="blank lines, page breaks"),
        pytest.param("  dan\t van  \n", "  dân\t vận  \n", id="indents and tabs"),
        pytest.param("\ufeffdan\n", "\ufeffdân\n", id="byte-order mark"),
        pytest.param("\ufeff", "\ufeff", id="byte-order mark alone"),
        pytest.param("", "", id="empty"),
        pytest.param("dan\u2028van\x85dan", "dân\u2028vận\x85dân", id="Unicode line ends"),
    ],
)
class TestLayout:
    def test_through_standard_input(
        self,
        given: str,
        expected: str,
        stub: StubRestorer,
        monkeypatch: pytest.MonkeyPatch,
        capsysbinary: pytest.CaptureFixture[bytes],
    ) -> None:
        feed(monkeypatch, given.encode())
        assert cli.main([]) == 0
        assert capsysbinary.readouterr() == (expected.encode(), b"")

    def test_from_file_to_file(self, given: str, expected: str, stub: StubRestorer) -> None:
        Path("in.txt").write_bytes(given.encode())
        assert cli.main(["in.txt", "-o", "out.txt"]) == 0
        assert Path("out.txt").read_bytes() == expected.encode()
        assert sorted(map(str, Path().iterdir())) == [
            "in.txt",
            "out.txt",
        ]  # nothing left lying about


def test_a_dash_is_standard_input_and_output(
    stub: StubRestorer, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    feed(monkeypatch, b"dan")
    assert cli.main(["-", "-o", "-"]) == 0
    assert capsysbinary.readouterr().out == "dân".encode()


def test_empty_input_needs_no_model(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: pytest.fail("model loaded"))
    feed(monkeypatch, b"")
    assert cli.main([]) == 0
    assert capsysbinary.readouterr() == (b"", b"")


def test_several_files_go_into_a_directory_with_one_restorer(
    stub: StubRestorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[object] = []

    def load(**given: object) -> StubRestorer:
        loads.append(given)
        return stub

    monkeypatch.setattr(restoring, "load_restorer", load)
    Path("a.txt").write_text("dan", encoding="utf-8")
    Path("b.txt").write_text("van", encoding="utf-8")
    assert cli.main(["a.txt", "b.txt", "-o", "out"]) == 0
    assert Path("out/a.txt").read_text(encoding="utf-8") == "dân"
    assert Path("out/b.txt").read_text(encoding="utf-8") == "vận"
    assert len(loads) == 1


def test_one_file_into_a_directory(stub: StubRestorer) -> None:
    Path("a.txt").write_text("dan", encoding="utf-8")
    Path("existing").mkdir()
    assert cli.main(["a.txt", "-o", "existing"]) == 0
    assert cli.main(["a.txt", "-o", "new/"]) == 0
    assert Path("existing/a.txt").read_text(encoding="utf-8") == "dân"
    assert Path("new/a.txt").read_text(encoding="utf-8") == "dân"


def test_a_directory_keeps_its_tree(stub: StubRestorer) -> None:
    Path("in/deep").mkdir(parents=True)
    Path("in/a.txt").write_text("dan", encoding="utf-8")
    Path("in/deep/a.txt").write_text("van", encoding="utf-8")
    Path("in/notes.xyz").write_text("dan", encoding="utf-8")
    assert cli.main(["in", "-o", "out"]) == 0
    assert sorted(str(p) for p in Path("out").rglob("*.*")) == ["out/a.txt", "out/deep/a.txt"]
    assert Path("out/deep/a.txt").read_text(encoding="utf-8") == "vận"


def test_an_output_keeps_its_permissions_and_its_link(stub: StubRestorer) -> None:
    Path("in.txt").write_text("dan", encoding="utf-8")
    Path("real.txt").write_text("old", encoding="utf-8")
    Path("real.txt").chmod(0o640)
    Path("link.txt").symlink_to("real.txt")
    assert cli.main(["in.txt", "-o", "link.txt"]) == 0
    assert Path("link.txt").is_symlink()
    assert Path("real.txt").read_text(encoding="utf-8") == "dân"
    assert Path("real.txt").stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_not_replaced(stub: StubRestorer) -> None:
    Path("in.txt").write_text("dan", encoding="utf-8")
    assert cli.main(["in.txt", "-o", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


def test_diff_prints_and_writes_nothing(
    stub: StubRestorer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("a.txt").write_text("mot\ndan\nhai\n", encoding="utf-8")
    assert cli.main(["a.txt", "--diff"]) == 0
    expected = "--- a.txt\n+++ a.txt (restored)\n@@ -1,3 +1,3 @@\n mot\n-dan\n+dân\n hai\n"
    assert capsysbinary.readouterr().out.decode() == expected
    assert [*map(str, Path().iterdir())] == ["a.txt"]


def test_json_is_one_object_a_file(
    stub: StubRestorer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("a.txt").write_text("\ufeffdan\nvan", encoding="utf-8")
    Path("b.txt").write_text("", encoding="utf-8")
    assert cli.main(["a.txt", "b.txt", "--json"]) == 0
    first, second = map(json.loads, capsysbinary.readouterr().out.decode().splitlines())
    assert first["file"] == "a.txt"
    assert first["text"] == "dân\nvận"
    assert [(e["start"], e["end"], e["old"], e["new"]) for e in first["edits"]] == [
        (0, 3, "dan", "dân"),
        (4, 7, "van", "vận"),
    ]
    assert second == {"file": "b.txt", "text": "", "edits": [], "suggestions": []}


def test_another_encoding_is_read_and_utf_8_written(
    stub: StubRestorer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("a.txt").write_bytes("dan đó\r\n".encode("utf-16"))
    assert cli.main(["a.txt", "--encoding", "utf-16"]) == 0
    assert capsysbinary.readouterr().out == "dân đó\r\n".encode()


def test_settings_reach_the_restorer(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, object]] = []

    def load(**given: object) -> StubRestorer:
        seen.append(given)
        return StubRestorer()

    monkeypatch.setattr(restoring, "load_restorer", load)
    feed(monkeypatch, b"dan")
    settings = ["--profile", "stripped", "--min-confidence", "0.8", "--tone-placement", "new"]
    assert cli.main([*settings, "--lexicon", "mine.tsv"]) == 0
    options = Options(profile="stripped", min_confidence=0.8, tone_placement="new")
    assert seen == [
        {"options": options, "lexicon": Path("mine.tsv"), "model": None, "learnt": None}
    ]


def test_suggestions_name_line_and_column(monkeypatch: pytest.MonkeyPatch) -> None:
    edit = Edit(5, 8, "hực", "thực", 0.98)
    result = Restoration("Một.\nhực", "Một.\nhực", (), (edit,))
    restorer = types.SimpleNamespace(explain=lambda _: result)
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: restorer)
    Path("a.txt").write_text(result.source, encoding="utf-8")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, write_through=True))
    assert cli.main(["--suggest", "a.txt"]) == 0
    assert out.getvalue().decode() == "a.txt:2:1: hực → thực (0.98)\n"
    assert Path("a.txt").read_text(encoding="utf-8") == result.source


def test_doubts_are_named_least_sure_first(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    others = tuple(Alternative(text, 0.1) for text in ("đi", "di", "dì", "dĩ", "dị"))
    tokens = (
        Token(0, 3, "Một.", 0, 0.99),
        Token(4, 6, "đã", 5, 0.456, others),
        Token(7, 9, "16", 8, 0.3),
    )
    result = Restoration("Mot di\n16", "Một. đã\n16", tokens=tokens)
    seen: list[object] = []

    def load(**given: object) -> types.SimpleNamespace:
        seen.append(given["options"])
        return types.SimpleNamespace(explain=lambda _: result)

    monkeypatch.setattr(restoring, "load_restorer", load)
    Path("a.txt").write_text(result.source, encoding="utf-8")
    assert cli.main(["--doubts", "a.txt"]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert lines == ["a.txt:2:1: 16 (0.30)", "a.txt:1:5: đã (0.46, was di, or đi, or dì, or dĩ)"]
    assert cli.main(["--doubts", "--below", "0.4", "a.txt"]) == 0
    assert capsysbinary.readouterr().out.decode().splitlines() == lines[:1]
    assert cli.main(["--doubts", "--below", "1", "--json", "a.txt"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert [row["text"] for row in found["doubts"]] == ["16", "đã", "Một."]
    assert found["doubts"][0] == {
        "start": 7, "end": 9, "text": "16", "place": 8, "confidence": 0.3, "alternatives": []
    }  # fmt: skip
    assert cli.main(["--json", "a.txt"]) == 0
    assert "doubts" not in json.loads(capsysbinary.readouterr().out)
    assert [options.tokens for options in seen if isinstance(options, Options)] == [
        True, True, True, False
    ]  # fmt: skip


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_what_needs_no_model_imports_no_numpy(argument: str) -> None:
    script = (
        "import sys\n"
        "from vndiacritics.command import main as cli\n"
        "try:\n    cli.main(sys.argv[1:])\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "assert 'numpy' not in sys.modules, 'numpy was imported'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, argument], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "vnfix" in done.stdout


STUBBED = (
    "import sys; from vndiacritics.command import main as cli, restoring;"
    "from stub_restorer import StubRestorer;"
    "restoring.load_restorer = lambda **_: StubRestorer(); sys.exit(cli.main(sys.argv[1:]))"
)


def stubbed(*arguments: str, stdout: int, data: bytes) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [sys.executable, "-c", STUBBED, *arguments],
        input=data,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )


def test_a_broken_pipe_is_quiet() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = stubbed(stdout=write_end, data=b"dan " * 100_000)
    finally:
        os.close(write_end)
    assert done.returncode == cli.BROKEN_PIPE
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = stubbed(stdout=full.fileno(), data=b"dan " * 100_000)
    assert done.returncode == 11
    assert done.stderr.count(b"\n") == 1


def test_an_interrupt_is_quiet(
    stub: StubRestorer, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def interrupt(_: str, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stub, "explain", interrupt)
    Path("a.txt").write_text("dan", encoding="utf-8")
    assert cli.main(["a.txt", "-o", "out.txt"]) == cli.INTERRUPTED
    assert capsysbinary.readouterr() == (b"", b"")
    assert [*map(str, Path().iterdir())] == ["a.txt"]
