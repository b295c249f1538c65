"""Many pages through several processes, and what a user sees of it."""

from __future__ import annotations

import os
import re
import signal
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL", "tqdm"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import recorded_engine  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.errors import UnreadableInputError  # noqa: E402
from vndiacritics.ocr import sources, stream  # noqa: E402
from vndiacritics.ocr.page import Page  # noqa: E402
from vndiacritics.ocr.pipeline import AHEAD, Workers  # noqa: E402
from vndiacritics.ocr.reading import PageTask, Reading  # noqa: E402
from vndiacritics.ocr.settings import Settings  # noqa: E402


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def task(number: int) -> PageTask:
    return PageTask(Path("a.tif"), "image", number, Settings())


def numbered(task: PageTask) -> Reading:
    return Reading(Page(task.number, 1, 1))


def dying(task: PageTask) -> Reading:
    """Ends its process at page 3, as the system does when memory runs out."""
    if task.number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return numbered(task)


def lasting(task: PageTask) -> Reading:
    """Holds a file until it is ended."""
    held = Path(f"{task.number}.held")
    try:
        held.touch()
        time.sleep(60)
    finally:
        held.unlink(missing_ok=True)
    return numbered(task)


def test_processes_that_are_asked_to_end_clean_up() -> None:
    def started() -> Iterator[PageTask]:
        yield task(1)
        yield task(2)
        while len(list(Path().glob("*.held"))) < 2:
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Workers(2, reader=lasting) as workers:
        list(workers.read(started()))
    assert list(Path().iterdir()) == []


def test_pages_come_in_order_a_few_ahead_at_most() -> None:
    asked: list[int] = []

    def tasks() -> Iterator[PageTask]:
        for number in range(1, 30):
            asked.append(number)
            yield task(number)

    with Workers(2, reader=numbered) as workers:
        for position, reading in enumerate(workers.read(tasks()), start=1):
            assert reading.page.number == position
            assert len(asked) <= position + 2 * AHEAD
    assert len(asked) == 29


def test_a_process_that_dies_costs_one_page() -> None:
    with Workers(2, reader=dying) as workers:
        readings = list(workers.read(map(task, range(1, 11))))
    assert [reading.page.number for reading in readings] == list(range(1, 11))
    assert [reading.page.number for reading in readings if reading.error] == [3]
    assert "memory" in str(readings[2].error)


# --- several files --------------------------------------------------------------------------------


FILES = {0: (Path("a.tif"), "image"), 2: (Path("cut.pdf"), "pdf"), 3: (Path("b.tif"), "image")}
COUNTS = {"a.tif": 3, "b.tif": 2}


class TestStream:
    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
        """The pages that are read."""
        pages: list[tuple[str, int]] = []

        def count(path: Path, kind: str, **_: object) -> int:
            if path.name not in COUNTS:
                raise UnreadableInputError(f"{path}: cut")
            return COUNTS[path.name]

        def noted(task: PageTask) -> Reading:
            pages.append((task.path.name, task.number))
            return numbered(task)

        monkeypatch.setattr(stream, "count_pages", count)
        monkeypatch.setattr(TestStream, "reader", staticmethod(noted), raising=False)
        return pages

    def test_files_follow_one_another(self, asked: list[tuple[str, int]]) -> None:
        pages = stream.Stream(Workers(1, reader=self.reader), FILES, Settings())
        assert [reading.page.number for reading in pages.pages(0)] == [1, 2, 3]
        with pytest.raises(UnreadableInputError):
            pages.count(2)
        assert [reading.page.number for reading in pages.pages(3)] == [1, 2]

    def test_a_file_given_up_costs_no_more(self, asked: list[tuple[str, int]]) -> None:
        pages = stream.Stream(Workers(1, reader=self.reader), FILES, Settings())
        next(pages.pages(0))
        pages.give_up(0)
        assert [reading.page.number for reading in pages.pages(3)] == [1, 2]
        assert asked == [("a.tif", 1), ("b.tif", 1), ("b.tif", 2)]

    def test_pages_read_ahead_of_a_file_given_up_are_passed_over(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "count_pages", lambda path, *_, **__: COUNTS[path.name])
        files = {0: FILES[0], 3: FILES[3]}
        with Workers(2, reader=numbered) as workers:
            pages = stream.Stream(workers, files, Settings())
            next(pages.pages(0))
            pages.give_up(0)
            assert [reading.page.number for reading in pages.pages(3)] == [1, 2]


# --- the bar --------------------------------------------------------------------------------------


needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")


def three_pages() -> None:
    with Image.open(recorded_engine.SCAN) as image:
        image.save("three.tif", save_all=True, append_images=[image, image], dpi=(200, 200))


def on_a_terminal(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Runs the command with standard error on a terminal and gives what that shows."""
    import fcntl
    import pty
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    with os.fdopen(follower, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr("sys.stderr", terminal)
        code = cli.main(arguments)
        terminal.flush()
        os.set_blocking(leader, False)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except BlockingIOError:
                break
            shown += part
    os.close(leader)
    return code, shown.decode("utf-8")


@needs_terminal
def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_engine.use(monkeypatch)
    three_pages()
    code, shown = on_a_terminal(["three.tif", "-o", "out.txt", "--jobs", "1"], monkeypatch)
    assert code == 0
    last = shown.replace("\r", "\n").strip().splitlines()[-1]
    rate_and_time = r"3/3 \[\d\d:\d\d<\d\d:\d\d, +[\d.]+(pages/s|s/pages)\]"
    assert re.search(rf"three\.tif: 100%\|.*\| {rate_and_time}", last)
    assert "left out of the text" in shown  # what is said stands beside the bar


@needs_terminal
def test_the_bar_goes_on_over_files_that_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_engine.use(monkeypatch)
    three_pages()
    Path("cut.png").write_bytes(recorded_engine.SCAN.read_bytes()[:9000])
    arguments = ["cut.png", "three.tif", "-o", "out", "--format", "txt", "--jobs", "1"]
    code, shown = on_a_terminal(arguments, monkeypatch)
    assert code == 4
    assert "cut.png" in shown
    assert "4/4" in shown
    assert [path.name for path in Path("out").iterdir()] == ["three.txt"]


def test_no_bar_elsewhere(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    recorded_engine.use(monkeypatch)
    assert cli.main([str(recorded_engine.SCAN), "-o", "out.hocr", "--jobs", "1"]) == 0
    assert capsys.readouterr().err == ""


# --- again ----------------------------------------------------------------------------------------


def test_resume_reads_only_what_is_missing_or_older(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_engine.use(monkeypatch)
    Path("in/below").mkdir(parents=True)
    for name in ("in/done.png", "in/below/stale.png", "in/new.png"):
        Path(name).write_bytes(recorded_engine.SCAN.read_bytes())
    Path("out/below").mkdir(parents=True)
    Path("out/done.txt").write_text("kept", encoding="utf-8")
    Path("out/below/stale.txt").write_text("old", encoding="utf-8")
    os.utime("out/below/stale.txt", (1, 1))
    opened: list[str] = []
    load = sources.load_page

    def watched(path: Path, *arguments: Any, **options: Any) -> Any:
        opened.append(path.name)
        return load(path, *arguments, **options)

    monkeypatch.setattr(sources, "load_page", watched)
    arguments = ["in", "-o", "out", "--format", "txt", "--jobs", "1", "--resume"]
    assert cli.main(arguments) == 0
    assert sorted(opened) == ["new.png", "stale.png"]
    assert Path("out/done.txt").read_text(encoding="utf-8") == "kept"
    assert Path("out/below/stale.txt").stat().st_size > 500
    assert cli.main(arguments) == 0
    assert len(opened) == 2
