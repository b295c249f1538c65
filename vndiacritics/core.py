"""Which core runs: the compiled one where it was built, or its twin in Python.

Both give the same bytes. The environment variable ``VNDIACRITICS_CORE=python`` forces the twin,
``VNDIACRITICS_CORE=compiled`` makes the absence of the other an error instead of slow.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol, cast

from vndiacritics.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

VARIABLE = "VNDIACRITICS_CORE"
PYTHON = "python"
COMPILED = "compiled"

INTERFACE = 11
"""Number of what the functions take; one that was built for another number is left alone."""


class Compiled(Protocol):
    """What the extension module holds; each function is described by its twin."""

    def decode(
        self,
        lattice: tuple[NDArray[Any], ...],
        model: tuple[Any, ...],
        beam: int,
        window: float,
        weight: float,
        posteriors: NDArray[Any],
        chosen: NDArray[Any],
        /,
    ) -> int:
        """Decode all segments; fill the last two arrays; return how many arcs were chosen."""

    def gather(
        self,
        kept: tuple[NDArray[Any], ...],
        tokens: tuple[NDArray[Any], ...],
        laid: tuple[NDArray[Any], ...],
        /,
    ) -> None:
        """Gather the arcs of tokens; fill the last arrays."""

    def find(
        self,
        cells: NDArray[Any],
        segment: int,
        seed: int,
        keys: NDArray[Any],
        values: NDArray[Any],
        /,
    ) -> None:
        """Look keys up in a static function; fill the last array."""

    def spelling_costs(
        self,
        tree: tuple[Any, ...],
        beginnings: tuple[Any, ...],
        best: NDArray[Any],
        result: NDArray[Any],
        /,
    ) -> None:
        """Find the cheapest reading of strings as parts, letter by letter; fill the last array."""

    def beginnings(
        self, points: bytes, sizes: NDArray[Any], found: tuple[NDArray[Any], ...], /
    ) -> tuple[int, int]:
        """List the beginnings of strings; fill the last arrays; return how many, and rows."""

    def nearest(
        self,
        queries: tuple[Any, ...],
        forms: tuple[tuple[Any, ...], ...],
        found: tuple[NDArray[Any], ...],
        /,
    ) -> int:
        """Find the syllables nearest to queries; fill the last arrays; return how many."""

    def around(
        self,
        looks: tuple[NDArray[Any], ...],
        constants: tuple[int, ...],
        tokens: tuple[NDArray[Any], NDArray[Any]],
        found: tuple[NDArray[Any], ...],
        /,
    ) -> None:
        """Tell what is around the tokens of lines; fill the last arrays."""

    def told(
        self,
        flags: NDArray[Any],
        constants: tuple[int, ...],
        tokens: tuple[NDArray[Any], NDArray[Any]],
        found: tuple[NDArray[Any], NDArray[Any]],
        /,
    ) -> int:
        """Choose the words that tell of losses; fill the last arrays; return how many."""

    def mixture_rates(
        self, mixture: tuple[Any, ...], words: tuple[Any, ...], found: tuple[NDArray[Any], ...], /
    ) -> None:
        """Estimate the rates of documents' lines and weigh their words; change the last arrays."""

    def chain_weights(
        self,
        costs: NDArray[Any],
        chains: NDArray[Any],
        start: NDArray[Any],
        change: float,
        weights: NDArray[Any],
        /,
    ) -> None:
        """Weigh the states of chains step by step; fill the last array."""

    def fold(self, data: memoryview, rest: bytearray, /) -> int:
        """Fold the beginning of a message into 64 bytes of the same CRC-32; return its length."""

    def map_apart(self, size: int, /) -> bool:
        """Let memory of so many bytes go back to the system when it is let go, if that can be."""

    def number(self, numbers: dict[str, int], tokens: list[str], found: NDArray[Any], /) -> bool:
        """Look tokens up; fill the last array, -1 for unknown ones; return whether none is."""


def _load() -> Compiled | None:
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", PYTHON, COMPILED):
        raise UsageError(
            f"there is no core {wanted!r}",
            remedy=f"set {VARIABLE} to {PYTHON} or {COMPILED}, or leave it out",
        )
    if wanted == PYTHON:
        return None
    try:
        from vndiacritics import _core  # noqa: PLC0415 - absent where no compiler was
    except ImportError:
        found: Any = None
    else:
        found = _core
    if getattr(found, "INTERFACE", None) == INTERFACE:
        return cast("Compiled", found)
    if wanted == COMPILED:
        raise UsageError(
            "the compiled core was not built",
            remedy=f"install with a C compiler at hand, or leave {VARIABLE} out",
        )
    return None


compiled: Compiled | None = _load()
"""The compiled core, None where the twin is to run."""


def name() -> str:
    """Return the name of the core that runs: `compiled` or `python`."""
    return PYTHON if compiled is None else COMPILED
