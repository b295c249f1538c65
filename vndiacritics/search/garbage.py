"""The interpreter's search for garbage in cycles, which is held back while texts are worked on."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def uncollected(work: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Hold the search for garbage back while a function works.

    What a block of text leaves behind has no cycles (a test looks), and what is learnt of words
    stays, so the search found nothing and took a tenth of the time on misread text. Who holds it
    back lets it go at the end, whoever else would still hold it: with calls in many threads it
    comes in between.

    Examples:
        >>> uncollected(gc.isenabled)(), gc.isenabled()
        (False, True)
    """

    @wraps(work)
    def held_back(*args: _Given.args, **options: _Given.kwargs) -> _Result:
        if not gc.isenabled():
            return work(*args, **options)
        gc.disable()
        try:
            return work(*args, **options)
        finally:
            gc.enable()

    return held_back
