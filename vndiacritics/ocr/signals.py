"""What asks the process to end, held back while a module is imported."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import CodeType, FrameType

__all__ = ["held_back", "release"]

AGAIN = 0.02
"""Seconds until a signal that was held back is tried again."""

IMPORTS = "<frozen importlib"
"""How the names of the files begin whose functions import modules."""


def held_back(
    frame: FrameType | None, handler: Callable[[int, FrameType | None], object], *, within: CodeType
) -> bool:
    """Return whether a signal came while a module was imported; its handler is called again then.

    What is raised there ends in the initialisation of an extension module, and some of these abort
    the process with a page of their own.

    Args:
        frame: Where the signal was received.
        handler: What is called again shortly, as handler of SIGALRM.
        within: The function whose imports count; those that it was called from do not.
    """
    if not hasattr(signal, "setitimer"):
        return False
    while frame is not None and frame.f_code is not within:
        if frame.f_code.co_filename.startswith(IMPORTS):
            signal.signal(signal.SIGALRM, handler)
            signal.setitimer(signal.ITIMER_REAL, AGAIN)
            return True
        frame = frame.f_back
    return False


def release() -> None:
    """Let go of a signal that is held back: what it would have ended has ended."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
