"""Work done by several processes, its results in order and its memory bounded."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from vndiacritics.errors import VndiacriticsError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["in_order"]

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2
"""Tasks for each process that are begun before their results are asked for."""


def in_order(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, jobs: int
) -> Generator[Result, None, None]:
    """Yield the results of tasks in their order.

    Args:
        work: A function of a module, as it is sent to the processes.
        tasks: Taken as they are needed, `AHEAD` for each process at most.
        jobs: Processes; with 1 the work is done in this one.

    Raises:
        VndiacriticsError: A process was ended from outside, as when memory runs out; or what
            `work` raised.
    """
    if jobs <= 1:
        yield from map(work, tasks)
        return
    # Imported here, as they cost a quarter of the time that the command takes to start.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start
    )
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) > AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise VndiacriticsError(
            "a process was ended, as when memory runs out", remedy="try fewer --jobs"
        ) from error
    except BaseException:
        _end(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the rest
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the processes at once; what they were doing is not wanted any more."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        if process.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process.pid, signal.SIGTERM)
