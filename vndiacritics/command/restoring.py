"""Pieces of text and documents restored, in this process or in another."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import singledispatch
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from vndiacritics.command.keep import Keep, merged
from vndiacritics.errors import LexiconError, ModelError, UsageError, VndiacriticsError
from vndiacritics.options import Options

if TYPE_CHECKING:
    from vndiacritics.restoration import Restoration

__all__ = [
    "DocumentTask",
    "Done",
    "Explainer",
    "Failure",
    "PieceTask",
    "Way",
    "forget",
    "joined",
    "load_restorer",
    "work",
]


MAPPED_APART = 1 << 20
"""Bytes of an array from which it goes back to the system as soon as it is let go: over 10 MB of
different texts 377 MB are held at the most instead of 431, for at most a twentieth more time."""


class Explainer(Protocol):
    """The part of `vndiacritics.Restorer` that the command uses."""

    def restore(self, text: str, *, keep: Iterable[tuple[int, int]] = ()) -> str:
        """Restore one text but for the spans that are kept."""
        ...

    def explain(self, text: str, *, keep: Iterable[tuple[int, int]] = ()) -> Restoration:
        """Restore one text and tell every change."""
        ...


class Way(NamedTuple):
    """How texts are restored: all that makes one restorer differ from another.

    Attributes:
        options: Of the restorer.
        lexicon: A TSV file of the user's own words.
        learnt: What an office's own texts taught.
        model: A folder instead of the built-in model.
        keep: What is never changed.
    """

    options: Options = Options()
    lexicon: Path | None = None
    model: Path | None = None
    keep: Keep = Keep()
    learnt: Path | None = None


def load_restorer(
    *,
    options: Options,
    lexicon: Path | None,
    model: Path | None = None,
    learnt: Path | None = None,
) -> Explainer:
    """Load the model, a user's lexicon beside it.

    Raises:
        LexiconError: The lexicon is missing or malformed.
        ModelError: The model is missing or damaged.
    """
    if lexicon is not None and not lexicon.is_file():
        raise LexiconError(f"{lexicon}: no such lexicon file", remedy="check --lexicon")
    with _uncollected():
        from vndiacritics import core
        from vndiacritics.restorer import Restorer

        if core.compiled is not None:
            core.compiled.map_apart(MAPPED_APART)
        return Restorer(options=options, lexicon=lexicon, model=model, learnt=learnt)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Let what is made stay until the end: nothing looks for garbage in it, now or later."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


_restorers: dict[tuple[Options, Path | None, Path | None, Path | None], Explainer] = {}


def forget() -> None:
    """Let go of the restorers that are loaded."""
    _restorers.clear()
    gc.unfreeze()


def restorer_of(way: Way) -> Explainer:
    """Return the restorer of a way, loaded when it is first asked for."""
    key = (way.options, way.lexicon, way.model, way.learnt)
    if key not in _restorers:
        _restorers[key] = load_restorer(
            options=way.options, lexicon=way.lexicon, model=way.model, learnt=way.learnt
        )
    restorer = _restorers[key]
    return _Keeping(restorer, way.keep) if way.keep.patterns else restorer


class _Keeping(NamedTuple):
    """A restorer that also keeps what the user wants kept."""

    restorer: Explainer
    keep: Keep

    def restore(self, text: str, *, keep: Iterable[tuple[int, int]] = ()) -> str:
        return self.restorer.restore(text, keep=self._spans(text, keep))

    def explain(self, text: str, *, keep: Iterable[tuple[int, int]] = ()) -> Restoration:
        return self.restorer.explain(text, keep=self._spans(text, keep))

    def _spans(self, text: str, keep: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        return merged([*keep, *self.keep.spans(text)])


class PieceTask(NamedTuple):
    """A piece of a text to be restored.

    Attributes:
        job: Number of the text.
        text: The piece.
        way: How.
        explained: Tell every change.
        mark: A byte-order mark that stands before it.
        recoded: Its file is in another encoding than what is written.
    """

    job: int
    text: str
    way: Way
    explained: bool
    mark: str = ""
    recoded: bool = False


class DocumentTask(NamedTuple):
    """A whole document to be restored."""

    job: int
    data: bytes
    kind: str
    way: Way
    track: bool


class Failure(NamedTuple):
    """A file that cannot be restored, and why."""

    job: int
    error: VndiacriticsError


class Done(NamedTuple):
    """What became of a piece or document.

    Attributes:
        job: Number of the text or document.
        text: The restored piece; empty for a document.
        changed: Whether anything differs.
        result: Every change of a piece, where that was asked for.
        document: The repaired document.
        size: Bytes of the task, for a progress bar.
    """

    job: int
    text: str
    changed: bool
    result: Restoration | None = None
    document: Any = None
    size: int = 0


@singledispatch
def work(task: object) -> Done | Failure:
    """Restore a piece or a document.

    Raises:
        VndiacriticsError: What would fail for every file alike.
    """
    raise TypeError(task)


@work.register
def _(task: Failure) -> Failure:
    return task


@work.register
def _(task: PieceTask) -> Done | Failure:
    size = len(task.text.encode("utf-8", "replace"))
    result = None
    try:
        if task.explained:
            result = _explained(task)
            text = result.text
        else:  # no text needs no model
            text = restorer_of(task.way).restore(task.text) if task.text else ""
    except (LexiconError, ModelError, UsageError):
        raise
    except VndiacriticsError as error:
        return Failure(task.job, error)
    changed = task.recoded or text != task.text
    return Done(task.job, task.mark + text, changed, result, size=size)


def _explained(task: PieceTask) -> Restoration:
    if not task.text:
        from vndiacritics.restoration import Restoration

        return Restoration("", "")
    return restorer_of(task.way).explain(task.text)


@work.register
def _(task: DocumentTask) -> Done | Failure:
    from vndiacritics import documents

    try:
        found = documents.repair(
            task.data, task.kind, restorer_of(task.way), track_changes=task.track
        )
    except (LexiconError, ModelError, UsageError):
        raise
    except VndiacriticsError as error:
        return Failure(task.job, error)
    changed = found.data != task.data  # a new font is no edit, and yet a change
    return Done(task.job, "", changed, document=found, size=len(task.data))


def joined(parts: Sequence[Restoration]) -> Restoration:
    """Join the restorations of the pieces of one text, their places moved to the whole."""
    from vndiacritics.restoration import Restoration

    if len(parts) == 1:
        return parts[0]
    starts = list(accumulate((len(part.source) for part in parts), initial=0))
    places = list(accumulate((len(part.text) for part in parts), initial=0))
    return Restoration(
        "".join(part.source for part in parts),
        "".join(part.text for part in parts),
        tuple(_moved((part.edits for part in parts), starts)),
        tuple(_moved((part.suggestions for part in parts), starts)),
        tuple(
            replace(row, start=row.start + start, end=row.end + start, place=row.place + place)
            for part, start, place in zip(parts, starts, places, strict=False)
            for row in part.tokens
        ),
    )


def _moved(rows: Iterable[Sequence[Any]], starts: Sequence[int]) -> Iterable[Any]:
    for part, start in zip(rows, starts, strict=False):
        for row in part:
            yield replace(row, start=row.start + start, end=row.end + start)
