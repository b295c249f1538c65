"""The man page and the completion scripts know every option and are read by their programs."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from vndiacritics.command import arguments
from vndiacritics.command import main as cli
from vndiacritics.command.completion import FOLDER, SHELLS
from vndiacritics.command.registry import SUBCOMMANDS

MAN = FOLDER / "vnfix.1"
REMEDY = "out of date: run python tools/make_shell.py"


def options() -> set[str]:
    return {
        name.lstrip("-")
        for action in arguments.parser()._actions
        for name in action.option_strings
        if name.startswith("--") and name != "--help"
    }


@pytest.mark.parametrize("name", [*(f"vnfix.{shell}" for shell in SHELLS), "vnfix.1"])
def test_every_option_and_command_is_known(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8").replace("\\-", "-")
    assert [option for option in sorted(options()) if option not in text] == [], REMEDY
    assert [command for command in SUBCOMMANDS if command not in text] == [], REMEDY


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_reads_its_script(shell: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["completion", shell]) == 0
    script = capsysbinary.readouterr().out
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"needs {shell}")
    done = subprocess.run(
        [program, "-n", "/dev/stdin"], input=script, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_man_reads_the_page() -> None:
    program = shutil.which("man")
    if program is None:
        pytest.skip("needs man")
    done = subprocess.run(
        [program, "--warnings", "-l", str(MAN)], capture_output=True, check=False, text=True
    )
    if done.returncode:
        pytest.skip("this man reads no files")
    assert "EXAMPLES" in done.stdout
    assert [row for row in done.stderr.splitlines() if "cannot adjust line" not in row] == []
