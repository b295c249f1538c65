"""The interpreter's search for garbage in cycles, which is held back while texts are worked on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_back() -> Iterator[None]:
    """Hold the search for garbage back.

    What a block of text leaves behind has no cycles (a test looks), and what is learnt of words
    stays, so the search found nothing and took a fifth of the time on misread text. Who holds it
    back lets it go at the end, whoever else would still hold it: with calls in many threads it
    comes in between.

    Examples:
        >>> with held_back():
        ...     gc.isenabled()
        False
        >>> gc.isenabled()
        True
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
