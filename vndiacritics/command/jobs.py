"""Which input goes where, decided before anything is read or written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from vndiacritics import files
from vndiacritics.command.selection import STDIN, TEXT_ENDINGS, Input, Selection, is_folder
from vndiacritics.errors import (
    DirectoryInputError,
    OutputConflictError,
    UnwritableOutputError,
    UsageError,
)

__all__ = [
    "Job",
    "into_folder",
    "is_done",
    "plan",
    "refuse_conflicts",
    "refuse_folders",
    "refuse_lost",
]

#: Endings of an output that a text cannot be written as.
NOT_FROM_TEXT = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".hocr", ".alto")


class Job(NamedTuple):
    """One input and where its restored text goes.

    Attributes:
        input: What is read.
        target: The file that is written; None for standard output.
    """

    input: Input
    target: Path | None

    @property
    def source(self) -> Path | None:
        """The file that is read; None for standard input."""
        return self.input.path

    @property
    def name(self) -> str:
        """How the input is called in messages, diffs and JSON."""
        return files.display_name(self.source)

    @property
    def is_in_place(self) -> bool:
        """Whether the result goes over the input."""
        return self.target is not None and self.target == self.source


def plan(
    selection: Selection, names: Sequence[str], output: str | None, *, in_place: bool = False
) -> list[Job]:
    """Decide which text or document goes where.

    Args:
        selection: What was found for `names`.
        names: The arguments.
        output: File or folder, None or ``-`` for standard output.
        in_place: Each result goes over its input.

    Returns:
        The jobs in the order of the inputs; scans have none.

    Raises:
        UsageError: Standard input has no name for a folder of outputs, or a text cannot be written
            as what the output is called, or several are to go into what is called a file.
        UnwritableOutputError: The output is a file in a folder that is not there.
        DirectoryInputError: An input is a folder and the output is not.
        OutputConflictError: The folder of outputs is a file.
    """
    inputs = selection.of("text", "document")
    if in_place:
        return [Job(row, row.path) for row in inputs]
    if output is None or output == STDIN:
        return [Job(row, None) for row in inputs]
    target = Path(output)
    if not into_folder(selection, names, output):
        refuse_lost(target)
        jobs = [Job(row, target) for row in inputs]
    else:
        if target.exists() and not target.is_dir():
            raise OutputConflictError(f"{target}: not a folder", remedy="name another -o FOLDER")
        if any(row.path is None for row in inputs):
            raise UsageError("standard input has no name below -o FOLDER", remedy="give -o FILE")
        jobs = [Job(row, target / row.name) for row in inputs]
    for job in jobs:
        _refuse_kind(job)
    return jobs


def into_folder(selection: Selection, names: Sequence[str], output: str | None) -> bool:
    """Return whether outputs go into a folder.

    Raises:
        UsageError: There are several, and the output is called a file.
    """
    if output is None or output == STDIN:
        return False
    named = is_folder(Path(output)) or output.endswith(("/", os.sep))
    several = len(names) > 1 or selection.has_folder
    if several and not named and _is_called_a_file(Path(output)):
        raise UsageError(
            f"{output}: called a file, and the results of several need a folder",
            remedy=f"give -o {output}/ if it is one",
        )
    return named or several


def _is_called_a_file(path: Path) -> bool:
    from vndiacritics.documents.kinds import is_named

    if path.exists():  # told of as what it is
        return False
    return path.suffix.lower() in (*TEXT_ENDINGS, *NOT_FROM_TEXT) or is_named(path)


def refuse_lost(target: Path) -> None:
    """Refuse a file in a folder that is not there: a slip of its name would hide the result.

    Raises:
        UnwritableOutputError: Names the folder.
    """
    with contextlib.suppress(OSError, ValueError):  # whoever writes says what is wrong with it
        if not target.parent.exists():
            raise UnwritableOutputError(
                f"{files.display_name(target)}: there is no folder {target.parent}",
                remedy="check its name, or make it first",
            )


def refuse_folders(names: Iterable[str]) -> None:
    """Refuse a folder where there is no folder for its results.

    Raises:
        DirectoryInputError: Names it.
    """
    for name in names:
        if name != STDIN and is_folder(Path(name)):
            raise DirectoryInputError(
                f"{name}: a folder", remedy="name the folder for the results with -o FOLDER"
            )


def _refuse_kind(job: Job) -> None:
    if job.target is None:
        return
    ending = job.target.suffix.lower()
    from vndiacritics.documents.kinds import OFFICE, office_kind

    is_office = job.input.kind in OFFICE
    if not is_office and ending in NOT_FROM_TEXT:
        raise UsageError(
            f"{files.display_name(job.target)}: a text has no pages to make a {ending} of",
            remedy="give -o NAME.txt",
        )
    made = {None, "docx"} if job.input.room == "text" else {None}
    if not (_may_become(job, job.target) if is_office else office_kind(job.target) in made):
        raise UsageError(
            f"{files.display_name(job.target)}: the input does not become such a file",
            remedy="give -o the ending of the input; a text may become a .docx",
        )


def _may_become(job: Job, target: Path) -> bool:
    """Return whether an office file may be called as its output is."""
    from vndiacritics.documents.kinds import is_named, office_kind

    ending = target.suffix.lower()
    if not is_named(target) and ending not in (*TEXT_ENDINGS, *NOT_FROM_TEXT):
        return True
    if job.source is not None and office_kind(job.source) == job.input.kind:
        return job.source.suffix.lower() == ending
    return office_kind(target) == job.input.kind


def refuse_conflicts(
    pairs: Iterable[tuple[Path | None, Path | None]],
    *,
    remedy: str = "choose another -o, or --in-place",
) -> None:
    """Refuse to write over an input, or two results to one file.

    Args:
        pairs: Sources and targets.
        remedy: What to do where an output is an input.

    Raises:
        OutputConflictError: Names the output.
    """
    rows = list(pairs)
    inputs = {_identity(source) for source, _ in rows if source is not None}
    outputs: dict[object, Path | None] = {}
    for source, target in rows:
        if target is None:
            continue
        identity = _identity(target)
        if identity in inputs:
            raise OutputConflictError(f"{target}: the output is an input", remedy=remedy)
        if identity in outputs:
            first, second = map(files.display_name, (outputs[identity], source))
            raise OutputConflictError(
                f"{target}: the output of both {first} and {second}",
                remedy="restore them one by one",
            )
        outputs[identity] = source


def is_done(source: Path, target: Path) -> bool:
    """Return whether a result is there: written whole or not at all, so a newer one is done."""
    try:
        return target.stat().st_mtime >= source.stat().st_mtime
    except OSError:
        return False


def _identity(path: Path) -> object:
    """Return the same value for two names of one file: links, relative paths, letter case."""
    with contextlib.suppress(OSError, ValueError):
        status = path.stat()
        return status.st_dev, status.st_ino
    try:
        return os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):  # a NUL in the name, which its reader tells of
        return path
