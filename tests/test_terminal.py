"""What a person sees at a real terminal: the bar, and changes in colour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
termios = pytest.importorskip("termios")

PROGRAM = """
import sys
from stub_restorer import StubRestorer
from vndiacritics.command import console, main, restoring
restoring.load_restorer = lambda **_: StubRestorer()
console.LONG = 1
sys.exit(main.main(sys.argv[1:]))
"""


def shown(tmp_path: Path, *arguments: str, in_pipe: bool = False) -> str:
    """Return what stands on the terminal; standard output goes into a pipe where it is asked."""
    (tmp_path / "a.txt").write_text("dan mot\nvan\n" * 50, encoding="utf-8")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "LC_ALL", "LANG"}}
    environment["PYTHONPATH"] = os.pathsep.join(
        [str(Path(__file__).parent), str(Path(__file__).parents[1]), *sys.path]
    )
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if in_pipe else theirs,
        stderr=theirs,
    )
    os.close(theirs)
    found = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # how Linux tells that the other end is closed
            break
        if not data:
            break
        found += data
    os.close(ours)
    assert process.wait() == 0, found
    return found.decode()


def test_a_bar_comes_and_goes_away(tmp_path: Path) -> None:
    bar = shown(tmp_path, "a.txt", "-o", "b.txt")
    assert "  0%|" in bar  # what follows is drawn ten times a second at most
    assert bar.endswith("\r")  # what was drawn is wiped out
    assert bar.split("\r")[-2].isspace()


@pytest.mark.parametrize("arguments", [("a.txt",), ("a.txt", "-o", "b.txt", "-q")])
def test_no_bar_stands_in_the_way(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert "%" not in shown(tmp_path, *arguments)


def test_a_bar_beside_a_pipe(tmp_path: Path) -> None:
    assert "  0%|" in shown(tmp_path, "a.txt", in_pipe=True)


def test_changed_words_are_red_and_green(tmp_path: Path) -> None:
    lines = shown(tmp_path, "a.txt", "--diff").split("\r\n")
    assert lines[0] == "\x1b[1ma.txt\x1b[0m"
    assert lines[1].endswith("~ \x1b[31m\x1b[9mdan\x1b[0m\x1b[32mdân\x1b[0m mot")


def test_a_note_leaves_the_bar_whole(tmp_path: Path) -> None:
    before, _, behind = shown(tmp_path, "a.txt", "-o", "b.txt", "-v").partition("vnfix: a.txt: ")
    assert before.endswith(" \r")  # wiped out before the note
    assert behind.startswith("repaired\r\n")
    assert "100%" in behind  # and drawn anew behind it
