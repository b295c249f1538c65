"""Which core runs: the compiled one if it fits, the twin in Python where it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from vndiacritics import core
from vndiacritics.errors import UsageError


def run(setting: str, program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, core.VARIABLE: setting},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_variable_forces_the_twin() -> None:
    done = run("python", "from vndiacritics import core; print(core.name())")
    assert done.stdout.strip() == "python"


def test_an_unknown_core_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(core.VARIABLE, "fortran")
    with pytest.raises(UsageError, match="fortran"):
        core._load()


def test_a_core_built_for_another_interface_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(core.VARIABLE, raising=False)
    monkeypatch.setattr(core, "INTERFACE", -1)
    assert core._load() is None
