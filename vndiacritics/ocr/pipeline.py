"""Many pages through several processes: in order, in bounded memory, and stopped cleanly."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self

from vndiacritics.errors import VndiacriticsError
from vndiacritics.ocr.page import Page
from vndiacritics.ocr.reading import PageTask, Reading, read_page
from vndiacritics.ocr.signals import held_back

__all__ = ["Workers", "default_jobs"]

AHEAD = 2
"""Pages for each process that are read before they are asked for."""

ENDED = 143
"""Exit code of a process that was asked to end."""

RETRIES = 2
"""How often a page is read again when a process ended, which another page may have caused."""


def default_jobs() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Workers:
    """Processes that read pages; a context that leaves none behind.

    Args:
        jobs: How many; with 1 the pages are read in this process.
        reader: What reads a page; a function of a module, as it is sent to the processes.

    Example:
        >>> with Workers(1) as workers:
        ...     list(workers.read([]))
        []
    """

    def __init__(self, jobs: int, *, reader: Callable[[PageTask], Reading] = read_page) -> None:
        self._jobs = jobs
        self._reader = reader
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is None:
            return
        if kind is not None:
            _end(self._pool)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def read(
        self, tasks: Iterable[PageTask], *, done: Callable[[], None] = lambda: None
    ) -> Iterator[Reading]:
        """Yield the readings in the order of the tasks, a few pages ahead at most.

        Args:
            tasks: Taken as they are needed.
            done: Called after each page.
        """
        if self._jobs <= 1:
            for task in tasks:
                reading = self._reader(task)
                done()
                yield reading
            return
        waiting: deque[tuple[PageTask, Future[Reading]]] = deque()
        for task in tasks:
            waiting.append((task, self._again(task)))
            if len(waiting) >= AHEAD * self._jobs:
                yield self._finished(waiting, done)
        while waiting:
            yield self._finished(waiting, done)

    def _finished(
        self, waiting: deque[tuple[PageTask, Future[Reading]]], done: Callable[[], None]
    ) -> Reading:
        reading = self._result(*waiting.popleft())
        done()
        return reading

    def _submit(self, task: PageTask) -> Future[Reading]:
        if self._pool is None:
            # A fresh interpreter for each: a forked one would share locks of OpenCV and PDFium.
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start_worker,
            )
        return self._pool.submit(_unless_ended, self._reader, task)

    def _result(self, task: PageTask, future: Future[Reading]) -> Reading:
        for _ in range(RETRIES):
            try:
                return future.result()
            except BrokenProcessPool:
                future = self._again(task)
        try:
            return future.result()
        except BrokenProcessPool:
            return Reading(
                Page(task.number, 0, 0, origin="failed"),
                VndiacriticsError(
                    "the process that read it was ended, as when memory runs out",
                    remedy="try fewer --jobs",
                ),
            )

    def _again(self, task: PageTask) -> Future[Reading]:
        """Give a page to processes that run: all that was waiting for those that ended is lost."""
        try:
            return self._submit(task)
        except BrokenProcessPool:
            if self._pool is not None:
                self._pool.shutdown(wait=False)
            self._pool = None
            return self._submit(task)


def _start_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the rest
    signal.signal(signal.SIGTERM, _leave)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # the engine it starts is ended with it


class _Ending:
    """What a worker process knows of its end."""

    asked = False
    reading = False


def _unless_ended(reader: Callable[[PageTask], Reading], task: PageTask) -> Reading:
    """Read a page; a process that is asked to end does so behind it, and reads no other."""
    if _Ending.asked:
        os._exit(ENDED)
    _Ending.reading = True
    try:
        found = reader(task)
    except SystemExit:
        os._exit(ENDED)
    finally:
        _Ending.reading = False
    if _Ending.asked:  # what was raised may have been swallowed by a finalizer
        os._exit(ENDED)
    return found


def _leave(_number: int, frame: FrameType | None) -> None:
    """End a process; one that reads a page unwinds first, so that its temporary files go."""
    if not _Ending.reading:
        os._exit(ENDED)
    if held_back(frame, _leave, within=_unless_ended.__code__):
        return
    again, _Ending.asked = _Ending.asked, True
    if again:
        return  # it unwinds already
    raise SystemExit(ENDED)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the processes at once, with the engines they run."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        if process.pid is None:
            continue
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg") and os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGTERM)
            else:
                process.terminate()
