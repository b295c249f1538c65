"""Where results go: standard output, a file, the file itself, or a view of what changed."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vndiacritics import files
from vndiacritics.command.console import Console, is_terminal, print_bytes
from vndiacritics.command.jobs import Job
from vndiacritics.command.parser import Arguments
from vndiacritics.command.restoring import Done, Failure, joined
from vndiacritics.command.tally import statistics
from vndiacritics.command.views import document_view, encoded, view
from vndiacritics.errors import OutputConflictError, UsageError

if TYPE_CHECKING:
    from vndiacritics.restoration import Restoration

__all__ = ["Outputs"]


class _NothingToWriteError(Exception):
    """A file is left as it is."""


class Outputs(NamedTuple):
    """Writes or shows what became of files.

    Attributes:
        arguments: What is wanted.
        console: Who is told.
    """

    arguments: Arguments
    console: Console

    def text(self, job: Job, rows: Iterator[Done | Failure]) -> bool:
        """Write or show a text as its pieces come; tells whether anything was changed.

        Raises:
            VndiacriticsError: It could not be read, restored or written.
        """
        asked = self.arguments
        if asked.check:
            return self._checked(job, _good(rows))
        if asked.diff or asked.json or asked.suggest:
            result = joined([row.result for row in _good(rows) if row.result is not None])
            self._show(job, result)
            return result.text != result.source
        return self._restored(job, _good(rows))

    def document(self, job: Job, rows: Iterator[Done | Failure]) -> bool:
        """Write or show a document; tells whether anything was changed.

        Raises:
            VndiacriticsError: It could not be read, repaired or written, or not shown in this way.
        """
        (row,) = _good(rows)
        asked = self.arguments
        if asked.check:
            return self._checked(job, iter([row]))
        found = row.document
        if asked.diff or asked.json:
            shown = document_view(
                found,
                name=job.name,
                arguments=asked,
                colour=self.console.has_colour(),
                language=self.console.language,
            )
            print_bytes(shown)
        for note in found.notes:
            self.console.note(f"{job.name}: {note}")
        if asked.stats:
            self.console.tell(statistics(found.edits, job.name))
        if asked.diff or asked.json:
            return row.changed
        if job.is_in_place and not row.changed:
            return False
        _refuse_screen(job)
        with self._target(job) as write:
            write(found.data)
        return row.changed

    def _checked(self, job: Job, rows: Iterator[Done]) -> bool:
        changed = [row.changed for row in rows]  # all of them, whatever the first says
        if any(changed):
            print_bytes(f"{job.name}\n".encode())
        return any(changed)

    def _show(self, job: Job, result: Restoration) -> None:
        print_bytes(
            view(
                result,
                name=job.name,
                arguments=self.arguments,
                terminal=is_terminal(sys.stdout),
                colour=self.console.has_colour(),
            )
        )
        self._tell_statistics(job, [result])

    def _restored(self, job: Job, rows: Iterator[Done]) -> bool:
        changed = False
        parts: list[Restoration] = []
        with self._target(job) as write:
            written = 0
            word: list[str] | None = [] if _is_word(job.target) else None
            for row in rows:
                data = encoded(row.text, job.name)
                written += len(data)
                if word is None:
                    write(data)
                else:
                    word.append(row.text)
                changed = changed or row.changed
                if row.result is not None:
                    parts.append(row.result)
            if not written and job.source is None and job.target is not None:
                _refuse_to_empty(job.target)
            if job.is_in_place and not changed:
                raise _NothingToWriteError
            if word is not None:
                write(_as_word("".join(word)))
        self._tell_statistics(job, parts)
        return changed

    @contextlib.contextmanager
    def _target(self, job: Job) -> Iterator[Callable[[bytes], Any]]:
        """Return what takes the bytes of a result; a file appears whole or not at all."""
        if job.target is None:
            yield print_bytes
            return
        try:
            with files.written_whole(job.target) as file:
                yield file.write
                if job.is_in_place and self.arguments.backup:
                    copy = files.back_up(job.target)
                    self.console.detail(f"{job.name}: the old file is {files.display_name(copy)}")
        except _NothingToWriteError:
            return

    def _tell_statistics(self, job: Job, parts: Sequence[Restoration]) -> None:
        if self.arguments.stats and parts:
            whole = joined(parts)
            words = len(whole.source.split())
            self.console.tell(statistics(whole.edits, job.name, words=words))


def _good(rows: Iterator[Done | Failure]) -> Iterator[Done]:
    """Yield what was restored; raises the error of what was not."""
    for row in rows:
        if isinstance(row, Failure):
            raise row.error
        yield row


def _refuse_screen(job: Job) -> None:
    """Refuse to show the bytes of an office file to a person."""
    from vndiacritics.documents.kinds import OFFICE

    if job.target is None and job.input.kind in OFFICE and is_terminal(sys.stdout):
        raise UsageError(
            f"{job.name}: an office file is not for the screen",
            remedy="name -o FILE, or look with --diff",
        )


def _is_word(target: Path | None) -> bool:
    return target is not None and target.suffix.lower() == ".docx"


def _as_word(text: str) -> bytes:
    """Return a Word file of a text: each line is a paragraph."""
    from vndiacritics.documents import write_docx

    lines = text.removeprefix("\ufeff").removesuffix("\n").split("\n")
    return write_docx(line.rstrip("\r") for line in lines)


def _refuse_to_empty(target: Path) -> None:
    """Refuse to empty a file because nothing came through a pipe."""
    with contextlib.suppress(OSError):
        if target.is_file() and target.stat().st_size:
            raise OutputConflictError(
                f"{files.display_name(target)}: left as it is, as standard input is empty",
                remedy="check the command before the pipe",
            )
