"""What is found with answers of searches: which lines are asked for, and what is known of lines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, NamedTuple, TypeVar

from vndiacritics.arrays import F64
from vndiacritics.profiles.profile import PROFILES, Profile


class Asked(NamedTuple):
    """What a search is to tell: what some lines of a document cost behind a profile.

    Attributes:
        rival: the profile.
        deciphers: the sample tells its engine first.
        places: of the lines in their document.
    """

    rival: Profile
    deciphers: bool
    places: tuple[int, ...]


_T = TypeVar("_T")

Answered = Generator[Asked, Any, _T]
"""What is found with answers of searches: nats of the lines asked for, shape (lines,)."""

Trial = Callable[[Profile, bool, Sequence[tuple[int, Sequence[int]]]], list[F64]]
"""Searches lines of several documents behind a profile, told by document and places, with or
without deciphering; gives the nats of the lines of each."""


class Recognised(NamedTuple):
    """What happened to a line.

    Attributes:
        profile: its number.
        rates: of the ways its words went, if it is a mixture; see `mixture`.
    """

    profile: int
    rates: tuple[float, ...] = ()


def decided(
    lines: Sequence[Recognised], winner: Profile, places: Sequence[int]
) -> list[Recognised]:
    """Return lines of which some have another profile.

    Where text with its marks wins, lines that have theirs stay what they are.

    Args:
        lines: what happened to each.
        winner: the profile.
        places: of those that have it.
    """
    found = list(lines)
    for place in places:
        if not (winner.has_marks and PROFILES[found[place].profile].has_marks):
            found[place] = found[place]._replace(profile=winner.number)
    return found


def once(run: Answered[_T]) -> Answered[_T]:
    """Ask what a run asks, but nothing twice."""
    known: dict[Asked, F64] = {}
    answer: F64 | None = None
    while True:
        try:
            asked = run.send(answer)
        except StopIteration as stop:
            found: _T = stop.value
            return found
        if asked not in known:
            known[asked] = yield asked
        answer = known[asked]
