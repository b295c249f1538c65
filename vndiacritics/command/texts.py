"""Texts and documents on their way: read, restored in one process or several, written or shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from vndiacritics import files
from vndiacritics.command import reading
from vndiacritics.command.console import Console, about
from vndiacritics.command.jobs import Job, is_done
from vndiacritics.command.keep import Keep, read_keep
from vndiacritics.command.outputs import Outputs
from vndiacritics.command.parser import Arguments
from vndiacritics.command.pieces import cut
from vndiacritics.command.restoring import (
    DocumentTask,
    Done,
    Failure,
    PieceTask,
    Way,
    work,
)
from vndiacritics.command.selection import TEXT_ENDINGS
from vndiacritics.command.tally import Tally
from vndiacritics.command.workers import in_order
from vndiacritics.errors import UnwritableOutputError, VndiacriticsError
from vndiacritics.options import Options

__all__ = ["Run", "way_of"]

WOULD_CHANGE = 1
"""Exit code of `--check` where something would change."""


def way_of(arguments: Arguments) -> Way:
    """Return how the arguments want texts restored.

    Raises:
        VndiacriticsError: An option or a file of words is wrong.
    """
    options = Options(
        profile=arguments.profile,
        from_encoding=arguments.from_encoding,
        min_confidence=arguments.min_confidence,
        tone_placement=arguments.tone_placement,
        suggest=arguments.suggest or arguments.json,
        tokens=arguments.doubts,
    )
    keep = read_keep(arguments.keep) if arguments.keep else Keep()
    return Way(options, arguments.lexicon, arguments.model, keep, arguments.learnt)


@dataclass
class Run:
    """One run over texts and documents.

    Attributes:
        arguments: What is done with them.
        jobs: The files.
        console: Who is told.
        tally: What became of them.
    """

    arguments: Arguments
    jobs: Sequence[Job]
    console: Console
    tally: Tally = field(default_factory=Tally)
    _given_up: set[int] = field(default_factory=set)

    def run(self) -> int:
        """Restore all; a file that fails is told of, and those after it are still restored.

        Returns:
            The exit code: that of the first failure, else 1 where `--check` found something, or 0.
        """
        way = way_of(self.arguments)
        todo = [number for number, job in enumerate(self.jobs) if not self._is_done(job)]
        self.tally.done += len(self.jobs) - len(todo)
        status = found = 0
        processes = self.arguments.jobs or 1
        prints = any(self.jobs[number].target is None for number in todo)
        with self.console.progress(self._total(todo), prints=prints) as bar:
            results = in_order(work, self._tasks(todo, way), jobs=processes)
            with contextlib.closing(results):
                for number, rows in groupby(results, key=attrgetter("job")):
                    code = self._finish(number, _counted(rows, bar))
                    if code == WOULD_CHANGE:
                        found = code
                    else:
                        status = status or code
        return status or found

    def _is_done(self, job: Job) -> bool:
        if not self.arguments.resume or job.target is None or job.source is None:
            return False
        return is_done(job.source, job.target)

    def _total(self, todo: Sequence[int]) -> int | None:
        total = 0
        for number in todo:
            source = self.jobs[number].source
            if source is None:
                return None
            with contextlib.suppress(OSError, ValueError):
                total += source.stat().st_size
        return total

    # --- reading --------------------------------------------------------------------------------

    def _tasks(self, todo: Sequence[int], way: Way) -> Iterator[PieceTask | DocumentTask | Failure]:
        for number in todo:
            job = self.jobs[number]
            try:
                if job.input.error is not None:
                    yield Failure(number, job.input.error)
                elif job.input.room == "document":
                    data = files.read_bytes(job.source, text=False)
                    track = self.arguments.track_changes and job.input.kind == "docx"
                    yield DocumentTask(number, data, job.input.kind, way, track)
                else:
                    yield from self._pieces(number, job, way)
            except VndiacriticsError as error:
                yield Failure(number, error)

    def _pieces(self, number: int, job: Job, way: Way) -> Iterator[PieceTask]:
        explained = self._is_explained()
        self._tell_of_kind(job)
        with reading.opened(job.source, encoding=self.arguments.encoding) as text:
            if text.shows is not None:
                way = way._replace(options=replace(way.options, from_encoding=text.shows))
            if text.encoding not in {"utf-8", self.arguments.encoding}:
                self.console.detail(f"{job.name}: read as {text.encoding}")
            elif text.is_unicode_already(self.arguments.encoding):
                self.console.note(
                    f"{job.name}: Unicode already, not read as {self.arguments.encoding}"
                )
            mark: str | None = text.bom
            for piece in cut(text.chunks):
                if number in self._given_up:
                    return
                yield PieceTask(number, piece, way, explained, mark or "", text.is_recoded)
                mark = None
            if mark is not None:  # an empty text
                yield PieceTask(number, "", way, explained, mark)

    def _tell_of_kind(self, job: Job) -> None:
        """Say that a file of no known kind is read as plain text: keys and code in it too."""
        ending = "" if job.source is None else job.source.suffix
        if ending[1:].isalpha() and ending.lower() not in TEXT_ENDINGS:
            self.console.note(
                f"{job.name}: {ending} is not a kind that is known: read as plain text"
            )

    def _is_explained(self) -> bool:
        asked = self.arguments
        return bool(asked.diff or asked.json or asked.suggest or asked.stats)

    def _finish(self, number: int, rows: Iterator[Done | Failure]) -> int:
        """Write or show one file; returns the exit code."""
        job = self.jobs[number]
        outputs = Outputs(self.arguments, self.console)
        try:
            put = outputs.document if job.input.room == "document" else outputs.text
            changed = put(job, rows)
        except VndiacriticsError as error:
            self._given_up.add(number)
            for _ in rows:  # what is under way is not wanted any more
                pass
            if isinstance(error, UnwritableOutputError) and job.target is None:
                raise  # so it is for every file that follows
            self.tally.failed += 1
            return self.console.report(error if job.source is None else about(error, job.name))
        if changed:
            self.tally.repaired += 1
        else:
            self.tally.unchanged += 1
        self.console.detail(f"{job.name}: {'repaired' if changed else 'unchanged'}")
        return WOULD_CHANGE if changed and self.arguments.check else 0


def _counted(rows: Iterator[Done | Failure], bar: Any) -> Iterator[Done | Failure]:
    """Pass rows on and count them on a progress bar."""
    for row in rows:
        if bar is not None and isinstance(row, Done):
            bar.update(row.size)
        yield row
