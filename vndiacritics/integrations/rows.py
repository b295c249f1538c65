"""The rows of a column, restored: nulls stay, each row for itself, a failure named in its row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vndiacritics
from vndiacritics import Edit, Restorer
from vndiacritics.errors import NotTextError, UsageError

ROWS_AT_ONCE, LETTERS_AT_ONCE = 1024, 500_000
"""Rows, and letters of them, that are restored in one call at most: what bounds the memory."""

EDIT_FIELDS = {
    "start": int,
    "end": int,
    "old": str,
    "new": str,
    "confidence": float,
    "reason": str,
}
"""Names and types of what a column of edits tells of each: fields of `vndiacritics.Edit`."""


@dataclass(frozen=True)
class RestoredRow:
    """What became of one row.

    Attributes:
        text: The restored text; None for a null and for a row that failed.
        edits: Each edit as a dictionary of `EDIT_FIELDS`; None where `text` is, and where nobody
            asked for them.
        error: Why the row failed.
    """

    text: str | None = None
    edits: list[dict[str, Any]] | None = None
    error: str | None = None


NULL = RestoredRow()


def restored_rows(
    restorer: Restorer, values: Iterable[object], *, edits: bool = False, catch: bool = False
) -> Iterator[RestoredRow]:
    """Restore the values of a column lazily, in order; a text that comes again costs nothing.

    Args:
        restorer: how.
        values: texts and nulls (None, not a number).
        edits: tell every edit.
        catch: a row that fails has no text and an error, and the rows around it are restored.

    Raises:
        NotTextError: a value is neither text nor null, and `catch` is not set.

    Examples:
        >>> [row.text for row in restored_rows(Restorer(), ["dan van chinh quyén", None])]
        ['dân vận chính quyền', None]
    """
    for place, part in _parts(values):
        wrong = {} if catch else _wrong(part)
        for within, value in wrong.items():
            kind = type(value).__name__
            raise NotTextError(
                f"row {place + within} is no text but {kind}",
                remedy="make it a string or a null, or leave it out",
            )
        texts = list(dict.fromkeys(str(value) for value in part if isinstance(value, str)))
        rows = dict(zip(texts, _restored(restorer, texts, edits=edits, catch=catch), strict=True))
        for value in part:
            if isinstance(value, str):
                yield rows[str(value)]
            elif _is_null(value):
                yield NULL
            else:
                yield RestoredRow(error=f"no text but {type(value).__name__}")


def _parts(values: Iterable[object]) -> Iterator[tuple[int, list[object]]]:
    """Cut a column in parts that are restored in one call; with the place of the first row."""
    part: list[object] = []
    first = letters = 0
    for place, value in enumerate(values):
        part.append(value)
        letters += len(value) if isinstance(value, str) else 0
        if len(part) >= ROWS_AT_ONCE or letters >= LETTERS_AT_ONCE:
            yield first, part
            part, letters, first = [], 0, place + 1
    if part:
        yield first, part


def _wrong(part: Sequence[object]) -> dict[int, object]:
    return {
        place: value
        for place, value in enumerate(part)
        if not isinstance(value, str) and not _is_null(value)
    }


def _is_null(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _restored(
    restorer: Restorer, texts: Sequence[str], *, edits: bool, catch: bool
) -> list[RestoredRow]:
    """Restore texts; where one fails, halve them until it stands alone."""
    if not texts:
        return []
    try:
        if not edits:
            return [RestoredRow(text) for text in restorer.restore_batch(texts)]
        results = restorer.explain_batch(texts)
        return [RestoredRow(row.text, list(map(fields_of, row.edits))) for row in results]
    except Exception as error:
        if not catch:
            raise
        if len(texts) == 1:
            return [RestoredRow(error=f"{type(error).__name__}: {error}")]
    half = len(texts) // 2
    return [
        row
        for part in (texts[:half], texts[half:])
        for row in _restored(restorer, part, edits=edits, catch=catch)
    ]


def fields_of(edit: Edit) -> dict[str, Any]:
    """Return the fields of an edit that a column tells."""
    return {name: getattr(edit, name) for name in EDIT_FIELDS}


@dataclass(frozen=True)
class Shipped:
    """A restorer as it travels to workers: options and paths, in under a kilobyte.

    Attributes:
        recipe: What makes the restorer, and with what.
        signature: Version, model and options: caches that hash this object hold results of the same
            restorer alone.
    """

    recipe: tuple[Callable[..., Restorer], tuple[Any, ...]]
    signature: str

    @classmethod
    def of(cls, restorer: Restorer | None) -> Shipped:
        """Pack a restorer; None is one with the built-in model and the default options."""
        restorer = restorer or default()
        version = vndiacritics.__version__
        return cls(restorer.__reduce__(), f"vndiacritics {version}, {restorer.signature}")

    def restorer(self) -> Restorer:
        """Return the restorer; a process makes it once, however many tasks it runs."""
        return _made(self)


@lru_cache(maxsize=1)
def default() -> Restorer:
    """Return a restorer with the built-in model and the default options, made once a process."""
    return Restorer()


@lru_cache(maxsize=4)
def _made(shipped: Shipped) -> Restorer:
    make, arguments = shipped.recipe
    return make(*arguments)


def check_column(column: str, columns: Sequence[object]) -> None:
    """Make sure that a table has one column of that name.

    Raises:
        UsageError: it has none, or several.
    """
    found = list(columns).count(column)
    if found != 1:
        raise UsageError(
            f"there are {found or 'no'} columns {column!r}",
            remedy=f"name one of {', '.join(map(str, columns))}",
        )
