"""Which input goes where, decided before anything is read or written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vndiacritics import files as textfiles
from vndiacritics.errors import (
    DirectoryInputError,
    OutputConflictError,
    UnreadableInputError,
    UsageError,
)

STDIN = "-"


@dataclass(frozen=True)
class Job:
    """One input and where its restored text goes; no path means standard input or output."""

    source: Path | None
    target: Path | None

    @property
    def name(self) -> str:
        """How the input is called in messages, diffs and JSON."""
        return textfiles.display_name(self.source)


def plan(files: Sequence[str], output: str | None) -> list[Job]:
    """Decides which input goes where, before anything is read or written.

    Args:
        files: Paths, ``-`` for standard input.
        output: File or directory, None or ``-`` for standard output.

    Returns:
        The jobs in the order of the arguments; a directory's files sorted by path.

    Raises:
        UsageError: Standard input is named twice or has no name for a directory of outputs.
        DirectoryInputError: An input is a directory and the output is not.
        UnreadableInputError: A directory cannot be listed or holds no text file.
        OutputConflictError: An output is an input, or two inputs have one output.
    """
    if files.count(STDIN) > 1:
        raise UsageError("standard input is named twice", remedy="give - once")
    if output is None or output == STDIN:
        return [Job(_input_file(name), None) for name in files]
    target = Path(output)
    into_directory = is_directory(files, output)
    if into_directory and target.exists() and not target.is_dir():
        raise OutputConflictError(f"{target}: not a directory", remedy="name another -o DIR")
    if into_directory:
        jobs = [Job(source, target / name) for source, name in named_inputs(files)]
    else:
        jobs = [Job(_input_file(files[0]), target)]
    _refuse_conflicts(jobs)
    return jobs


def is_directory(files: Sequence[str], output: str | None) -> bool:
    """Tells whether outputs go into a directory."""
    if output is None or output == STDIN:
        return False
    named = Path(output).is_dir() or output.endswith(("/", os.sep))
    return named or len(files) > 1 or Path(files[0]).is_dir()


def _input_file(name: str) -> Path | None:
    if name == STDIN:
        return None
    if Path(name).is_dir():
        raise DirectoryInputError(
            f"{name}: a directory", remedy="name the directory for the results with -o DIR"
        )
    return Path(name)


def named_inputs(files: Sequence[str]) -> Iterator[tuple[Path, Path]]:
    """Yields each input file and its path below the directory of the outputs."""
    for name in files:
        path = Path(name)
        if name == STDIN:
            raise UsageError("standard input has no name below -o DIR", remedy="give -o FILE")
        if not path.is_dir():
            yield path, Path(path.name)
            continue
        texts = sorted(found for found in path.rglob("*.txt") if found.is_file())
        if not texts:
            raise UnreadableInputError(f"{path}: no *.txt below it", remedy="name the files")
        for found in texts:
            yield found, found.relative_to(path)


def _refuse_conflicts(jobs: Sequence[Job]) -> None:
    inputs = {_identity(job.source) for job in jobs if job.source is not None}
    outputs: set[object] = set()
    for job in jobs:
        if job.target is None:
            continue
        identity = _identity(job.target)
        if identity in inputs:
            raise OutputConflictError(
                f"{job.target}: the output is an input", remedy="choose another -o"
            )
        if identity in outputs:
            raise OutputConflictError(
                f"{job.target}: the output of two inputs", remedy="restore them one by one"
            )
        outputs.add(identity)


def _identity(path: Path) -> object:
    """Gives the same value for two names of one file: links, relative paths, letter case."""
    with contextlib.suppress(OSError, ValueError):
        status = path.stat()
        return status.st_dev, status.st_ino
    return os.path.normcase(os.path.realpath(path))
