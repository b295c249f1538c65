"""Which files are meant: those that are named, and those below folders that are of a known kind."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

from vndiacritics import files
from vndiacritics.errors import (
    UnreadableInputError,
    UnsupportedInputError,
    UsageError,
    VndiacriticsError,
)

__all__ = [
    "REVIEW_PAGE",
    "STDIN",
    "TEXT_ENDINGS",
    "Input",
    "Room",
    "Selection",
    "is_folder",
    "select",
]

STDIN = "-"

TEXT_ENDINGS = (".txt", ".text")
"""What is taken for plain text in a folder, whatever the case."""

SCAN_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".hocr", ".alto", ".page")
"""What is taken for a scan in a folder."""

BACKUP = re.compile(r"\.bak\d*")
"""Ending of what `--backup` leaves in a folder: never taken for a file to be repaired."""

REVIEW_PAGE = ".review.html"
"""Ending of what `vnfix review` writes beside a file."""

OF_REVIEW = (REVIEW_PAGE, ".decisions.json")
"""Endings of what a review leaves in a folder: never taken for a file to be repaired."""

OF_OFFICE = "~$"
"""Beginning of the file by which Word and Excel mark a document as open."""

HEAD = 16384
"""Bytes that tell the kind of a file."""

MISNAMED = "misnamed"
"""Kind of a file that is called an image or PDF and is none."""

FOLDER_LINK = "links to folders, which are not followed"
"""Why a link in a folder is not taken: what it leads to may hold the folder itself."""

Room = Literal["text", "document", "scan"]


class Input(NamedTuple):
    """A file to be restored.

    Attributes:
        path: None for standard input.
        room: Which part of the program takes it.
        kind: Of a document or scan, such as ``docx`` or ``pdf``.
        name: Where its result goes below an output folder.
        error: Why it cannot be taken.
    """

    path: Path | None
    room: Room
    kind: str
    name: Path
    error: VndiacriticsError | None = None


class Selection(NamedTuple):
    """What was found.

    Attributes:
        inputs: In the order of the arguments, those of a folder by path.
        skipped: Files of folders that are not taken, by the reason.
        has_folder: Whether an argument is a folder.
    """

    inputs: tuple[Input, ...]
    skipped: Counter[str]
    has_folder: bool

    def of(self, *rooms: Room) -> list[Input]:
        """List the inputs of some rooms."""
        return [row for row in self.inputs if row.room in rooms]

    def without_scans(self, named: Sequence[str], *, option: str) -> Selection:
        """Leave out the scans that were found in folders, and count them as not taken.

        Args:
            named: The arguments; a scan among them stays.
            option: Why they are left out.
        """
        paths = {Path(name) for name in named}
        left = tuple(row for row in self.inputs if row.room != "scan" or row.path in paths)
        skipped = self.skipped.copy()
        if len(left) < len(self.inputs):
            skipped[f"scans: --{option} is for text and documents"] += len(self.inputs) - len(left)
        return self._replace(inputs=left, skipped=skipped)


def select(
    names: Sequence[str],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    results: Path | None = None,
) -> Selection:
    """Find the files that are meant.

    Args:
        names: Files and folders, ``-`` for standard input.
        include: Of folders, take only files that match one of these patterns.
        exclude: Of folders, take no file that matches one of these.
        results: A folder that is left out, as results go there.

    Raises:
        UsageError: Standard input is named twice.
        UnreadableInputError: Nothing in a folder can be taken.
    """
    if names.count(STDIN) > 1:
        raise UsageError("standard input is named twice", remedy="give - once")
    inputs: list[Input] = []
    skipped: Counter[str] = Counter()
    folders = False
    for name in names:
        path = Path(name)
        if name != STDIN and is_folder(path):
            folders = True
            left: Counter[str] = Counter()
            found = list(_below(path, include, exclude, left, results))
            if not found:
                raise _nothing_in(path, left, chosen=bool(include or exclude))
            inputs += found
            skipped += left
        else:
            inputs.append(_named(None if name == STDIN else path))
    return Selection(tuple(inputs), skipped, folders)


def _nothing_in(folder: Path, skipped: Counter[str], *, chosen: bool) -> UnreadableInputError:
    """Return the error of a folder in which nothing is taken."""
    remedy = "check --include and --exclude" if chosen else "name the files"
    if skipped and not chosen:
        reason, count = skipped.most_common(1)[0]
        remedy = f"not taken: {count} × {reason}"
    return UnreadableInputError(
        f"{files.display_name(folder)}: nothing in it that is text, a document or a scan",
        remedy=remedy,
    )


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; of one that cannot be looked at its reader says why."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # too long a name, a folder that is locked; a NUL in the name
        return False


def _named(path: Path | None) -> Input:
    """Take a file by its content, whatever its name; one that is missing is left to its reader."""
    if path is None:
        return Input(None, "text", "", Path())
    name = Path(path.name)
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    scan = _scan_kind(path) if there else None
    if scan is not None:
        return Input(path, "scan", scan, name)
    try:
        document = document_kind(path, _head(path)) if there else None
    except VndiacriticsError as error:
        error.problem = f"{files.display_name(path)}: {error.problem}"
        return Input(path, "document", "", name, error)
    if document is not None:
        return Input(path, "document", document, name)
    return Input(path, "text", "", name)


def _below(
    folder: Path,
    include: Sequence[str],
    exclude: Sequence[str],
    skipped: Counter[str],
    results: Path | None,
) -> Iterator[Input]:
    for path, fault in _walked(folder, results):
        name = path.relative_to(folder)
        if _matches(name, exclude):
            continue
        if isinstance(fault, OSError):
            yield Input(path, "text", "", name, files.unreadable(files.display_name(path), fault))
            continue
        if fault == FOLDER_LINK:
            skipped[fault] += 1
            continue
        if include and not _matches(name, include):
            continue
        ending = path.suffix.lower()
        reason = fault or _left_behind(path)
        if reason:
            skipped[reason] += 1
            continue
        try:
            if ending in TEXT_ENDINGS:
                yield Input(path, "text", "", name)
                continue
            kind = (
                _scan_kind(path)
                if ending in {*SCAN_ENDINGS, ".html", ".htm", ".xml", ".tsv"}
                else None
            )
            if kind is not None:
                yield Input(path, "scan", kind, name)
                continue
            document = document_kind(path, _head(path))
        except VndiacriticsError as error:
            remedy = error.remedy.replace(shlex.quote(str(path)), "FILE")
            by_command = remedy.startswith("soffice")
            told = f"convert it first: {remedy}" if by_command else error.problem
            skipped[f"{ending}: {told}"] += 1
            continue
        if document is not None:
            yield Input(path, "document", document, name)
        else:
            skipped[f"{ending or 'no ending'}: not a kind that is known"] += 1


def _left_behind(path: Path) -> str:
    """Return what a program left beside documents, in words; nothing for any other file."""
    if path.name.startswith(OF_OFFICE):
        return "marks of documents that are open (~$…)"
    if BACKUP.fullmatch(path.suffix.lower()):
        return "backups (.bak)"
    return "review pages and decisions" if path.name.lower().endswith(OF_REVIEW) else ""


def _walked(folder: Path, results: Path | None) -> Iterator[tuple[Path, OSError | str]]:
    """Yield what lies below a folder by path; hidden names and `results` are left out.

    With each comes what is wrong with it: why it cannot be looked at, or why a name leads to no
    file; nothing for a file.
    """
    left_out = None if results is None else results.resolve()
    refused: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=refused.append):
        kept = []
        for name in sorted(name for name in folders if not name.startswith(".")):
            path = Path(place) / name
            if left_out is not None and path.resolve() == left_out:
                continue
            if os.path.islink(path):  # noqa: PTH114  (no error where that cannot be told)
                yield path, FOLDER_LINK
            else:
                kept.append(name)
        folders[:] = kept
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(place) / name
            yield path, _fault_of(path)
    yield from ((Path(error.filename), error) for error in refused)


def _fault_of(path: Path) -> OSError | str:
    """Return why a name in a folder leads to no file; nothing for a file."""
    try:
        if path.is_file():
            return ""
        return "pipes and devices" if path.exists() else "links that lead nowhere"
    except OSError as error:
        return error


def _matches(name: PurePath, patterns: Sequence[str]) -> bool:
    """Return whether a path below a folder, or its last part, matches a pattern, in any case."""
    told = (name.as_posix().lower(), name.name.lower())
    return any(fnmatch(row, pattern.lower()) for row in told for pattern in patterns)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except (OSError, ValueError):
        return b""  # its reader says why


def _scan_kind(path: Path) -> str | None:
    from vndiacritics.ocr.kinds import kind_of

    try:
        return kind_of(path)
    except UnreadableInputError:
        return None  # the texts' way says why
    except UnsupportedInputError:
        return MISNAMED  # told when its turn comes, so that the files before it are done


def document_kind(path: Path, head: bytes) -> str | None:
    """Return what kind of document a file is, None for plain text and what is not known.

    Raises:
        UnsupportedInputError: It is one that has to be converted first.
    """
    from vndiacritics.documents.kinds import kind_of

    return kind_of(path, head)
