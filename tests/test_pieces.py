"""Long texts are cut where it does no harm, and come out the same however they are read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub_restorer import StubRestorer

from vndiacritics.command import main as cli
from vndiacritics.command import pieces, restoring
from vndiacritics.command.pieces import FIRST, PIECE, WHOLE, cut


@given(st.lists(st.text(max_size=20), max_size=8), st.integers(0, 20))
def test_pieces_are_the_text(chunks: list[str], whole: int) -> None:
    found = list(cut(chunks, whole=whole))
    assert "".join(found) == "".join(chunks)
    assert "" not in found


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", " "])
@pytest.mark.parametrize("size", [1000, 65_536, 10_000_000])
def test_a_long_text_is_cut_behind_its_lines(end: str, size: int) -> None:
    text = f"một dòng chữ{end}" * 60_000
    found = list(cut(text[place : place + size] for place in range(0, len(text), size)))
    assert "".join(found) == text
    assert len(found) > 3
    assert all(piece.endswith(end) for piece in found)
    assert len(found[0]) <= FIRST
    assert max(map(len, found)) <= PIECE


def test_how_it_is_read_does_not_matter() -> None:
    text = "một dòng chữ, có dài có ngắn\n" * 30_000
    assert list(cut([text])) == list(cut(text[n : n + 777] for n in range(0, len(text), 777)))


def test_text_without_any_end_is_cut_all_the_same() -> None:
    text = "x" * (WHOLE + 10 * PIECE)
    assert "".join(cut([text])) == text
    assert max(map(len, cut([text]))) <= PIECE


def test_what_is_seen_and_what_is_written_agree(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    restorer = StubRestorer()
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: restorer)
    monkeypatch.setattr(pieces, "WHOLE", 100)
    monkeypatch.chdir(tmp_path)
    text = "\ufeff" + "mot dan hai\r\n\r\nvan ba\r\n" * 30_000
    Path("a.txt").write_text(text, encoding="utf-8", newline="")
    assert cli.main(["a.txt", "-o", "b.txt"]) == 0
    assert restorer.calls > 3
    expected = text.replace("dan", "dân").replace("van", "vận").encode()
    assert Path("b.txt").read_bytes() == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert cli.main([]) == 0
    assert capsysbinary.readouterr().out == expected
    assert cli.main(["a.txt", "--json"]) == 0
    from json import loads

    shown = loads(capsysbinary.readouterr().out)
    assert shown["text"].encode() == expected.decode("utf-8-sig").encode()
    for edit in shown["edits"]:
        assert text[1:][edit["start"] : edit["end"]] == edit["old"]


def test_several_processes_keep_the_order(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("".join(f"{n} Uy ban nhan dan xa bao cao\n" for n in range(12_000)))
    outputs = []
    for jobs in ("1", "2"):
        target = tmp_path / f"{jobs}.txt"
        assert cli.main([str(source), "-o", str(target), "--jobs", jobs]) == 0
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1]
    numbers = [int(line.split()[0]) for line in outputs[0].decode().splitlines()]
    assert numbers == list(range(12_000))
