"""What asks the process to end does not break off the import of a module."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import NoReturn

import pytest

from vndiacritics.command import main as cli
from vndiacritics.ocr import pipeline
from vndiacritics.ocr.page import Page
from vndiacritics.ocr.pipeline import Workers
from vndiacritics.ocr.reading import PageTask, Reading
from vndiacritics.ocr.settings import Settings

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="Windows does not send these signals"
)

MODULE = "import os\nos.kill(os.getpid(), {})\nwith open('imported', 'w'): pass\n"
"""A module that is asked to end while it is imported, and tells when it was all the same."""


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def imported(name: str) -> NoReturn:
    """Import a module, then wait for a signal."""
    __import__(name)
    while True:
        signal.pause()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, cli.ENDED), (signal.SIGINT, cli.INTERRUPTED)]
)
def test_the_program_ends_behind_the_import(
    number: signal.Signals, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"ends_by_{number.name.lower()}"
    Path(f"{name}.py").write_text(MODULE.format(int(number)), encoding="utf-8")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    monkeypatch.setattr(cli, "_dispatched", lambda *_: imported(name))
    before = signal.getsignal(number)
    assert cli.main([]) == code
    assert Path("imported").exists()
    assert signal.getsignal(number) is before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_program_that_is_done_ends_as_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("ends_late.py").write_text(MODULE.format(int(signal.SIGTERM)), encoding="utf-8")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    monkeypatch.setattr(cli, "_dispatched", lambda *_: len(__import__("ends_late").__name__) * 0)
    assert cli.main([]) == 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def _importing(task: PageTask) -> Reading:
    if task.number == 1 and not Path("imported").exists():
        import sys

        sys.path.insert(0, os.fspath(Path.cwd()))
        imported("ends_worker")
    return Reading(Page(task.number, 1, 1))


def test_a_process_that_reads_pages_ends_behind_the_import() -> None:
    Path("ends_worker.py").write_text(MODULE.format(int(signal.SIGTERM)), encoding="utf-8")
    task = PageTask(Path("none"), "image", 1, Settings())
    with Workers(2, reader=_importing) as workers:
        (reading,) = workers.read([task])
    assert Path("imported").exists()
    assert reading.error is None
    assert pipeline.ENDED == cli.ENDED
