"""What a person decided on the review page: read strictly, carried out on texts.

The file is JSON that the page saves. It names the text that was checked by its digest and holds
every change as it is to be, so that carrying it out needs no model and gives the same everywhere:

    format     ``"vnfix decisions"``
    version    1
    file       name of the input
    source     sha256 and characters of the input, ``restored`` the same of what vnfix made of it
    changes    in order: start, end (code points of the source), old, proposed (by vnfix), new (as
               it is to be), decision (``accepted``, ``rejected``, ``chosen``, ``typed`` or null),
               confidence; before, behind: words around it where it was decided; page, box: where
               it stands on a scan: left, top, right, bottom as shares of the page's sides
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from vndiacritics.errors import DecisionsError
from vndiacritics.restoration import Edit, apply_edits
from vndiacritics.review.page import digest

__all__ = ["DECIDED", "Change", "Decisions", "read"]

FORMAT = "vnfix decisions"
VERSION = 1
"""Of the file of decisions."""
DECIDED = ("accepted", "rejected", "chosen", "typed")


@dataclass(frozen=True)
class Change:
    """One place of the text that was checked.

    Attributes:
        start: First code point in the source.
        end: One past the last.
        old: What stood there.
        proposed: What vnfix wrote.
        new: What is to stand there.
        decision: One of `DECIDED`, or None where nobody looked at it.
        before: Words before it, the nearest last.
        behind: Words behind it.
        page: From 1, where it stands on a scan.
        box: Left, top, right, bottom as shares of the page's sides, where it stands on a scan.
    """

    start: int
    end: int
    old: str
    proposed: str
    new: str
    decision: str | None = None
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Decisions:
    """All that was decided about one text.

    Attributes:
        file: Name of the input.
        source: SHA-256 of the text as it came.
        restored: SHA-256 of the text as vnfix wrote it.
        changes: Ascending and disjoint.
    """

    file: str
    source: str
    restored: str
    changes: tuple[Change, ...]

    def apply(self, text: str, *, name: str = "the text") -> str:
        """Return a text with the decisions carried out.

        Args:
            text: The one that was checked, or what vnfix made of it.
            name: What it is called in an error.

        Raises:
            DecisionsError: The text is neither.
        """
        return apply_edits(text, self.edits(text, name=name))

    def edits(self, text: str, *, name: str = "the text") -> tuple[Edit, ...]:
        """Return the edits that carry the decisions out; see `apply`."""
        found = digest(text)
        if found == self.source:
            return tuple(_edits(self.changes, lambda row: row.old))
        if found == self.restored:
            return tuple(_edits(self.changes, lambda row: row.proposed))
        raise DecisionsError(
            f"{name} is not the text these decisions were made on ({self.file}), "
            "nor what vnfix made of it",
            remedy="give the very file that was reviewed",
        )


def _edits(changes: Iterable[Change], stands: Callable[[Change], str]) -> Iterable[Edit]:
    grown = 0
    for row in changes:
        text = stands(row)
        start = row.start + grown
        grown += len(text) - len(row.old)
        if text != row.new:
            yield Edit(start, start + len(text), text, row.new, 1.0, (), row.decision or "")


def read(path: Path) -> Decisions:
    """Read a file of decisions.

    Raises:
        DecisionsError: It cannot be read, is none, is of another version or contradicts itself.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DecisionsError(f"{path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise DecisionsError(
            f"{path}: not JSON", remedy="give the file that Save decisions wrote"
        ) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise DecisionsError(
            f"{path}: no decisions of a review page",
            remedy="give the file that Save decisions wrote",
        )
    if found.get("version") != VERSION:
        raise DecisionsError(
            f"{path}: decisions of version {found.get('version')!r}; "
            f"this program reads version {VERSION}",
            remedy="make the review page anew with this version of vnfix",
        )
    try:
        changes = tuple(_change(row) for row in found["changes"])
        result = Decisions(
            _text(found["file"]),
            _text(found["source"]["sha256"]),
            _text(found["restored"]["sha256"]),
            changes,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DecisionsError(
            f"{path}: damaged: {error}", remedy="save the decisions from the review page again"
        ) from error
    for one, other in pairwise(changes):
        if other.start < one.end or (other.start, other.end) == (one.start, one.end):
            raise DecisionsError(f"{path}: damaged: two changes overlap at {other.start}")
    return result


def _change(row: Any) -> Change:
    start, end, old = int(row["start"]), int(row["end"]), _text(row["old"])
    if start < 0 or end - start != len(old):
        raise ValueError(f"the change at {start} does not fit what stood there")
    decision = row["decision"]
    if decision is not None and decision not in DECIDED:
        raise ValueError(f"there is no decision {decision!r}")
    box = row.get("box")
    return Change(
        start,
        end,
        old,
        _text(row["proposed"]),
        _text(row["new"]),
        decision,
        _texts(row.get("before", ())),
        _texts(row.get("behind", ())),
        None if row.get("page") is None else int(row["page"]),
        None if box is None else _box(box),
    )


def _box(row: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = map(float, row)
    return left, top, right, bottom


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} where a text belongs")
    return value


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(_text(value) for value in values)
