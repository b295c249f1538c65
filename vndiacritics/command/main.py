"""The command `vnfix`: files or standard input in, restored text out.

Input bytes are read strictly and whole. A byte-order mark, line ends, blank lines and page breaks
are those of the input; the output is UTF-8, written beside its target and then moved into place, so
that no half-written file is ever seen. Everything heavy is imported when there is text to restore,
which keeps ``vnfix --version`` fast.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vndiacritics import files as textfiles
from vndiacritics.command import scans as ocr_command
from vndiacritics.command.arguments import STDIN, parse
from vndiacritics.errors import (
    DirectoryInputError,
    EncodingError,
    LexiconError,
    OutputConflictError,
    UnreadableInputError,
    UnwritableOutputError,
    UsageError,
    VndiacriticsError,
)
from vndiacritics.options import Options

if TYPE_CHECKING:
    from vndiacritics.restoration import Restoration

__all__ = ["main"]

INTERRUPTED = 130  # 128 + SIGINT
MOST_OTHERS = 3
"""Other readings that a line of --doubts names."""
BROKEN_PIPE = 141  # 128 + SIGPIPE: what a shell reports for a command ended by it


class Explainer(Protocol):
    """The part of `vndiacritics.Restorer` that the command uses."""

    def restore(self, text: str) -> str:
        """Restores one text."""
        ...

    def explain(self, text: str) -> Restoration:
        """Restores one text and tells every change."""
        ...


@dataclass(frozen=True)
class Job:
    """One input and where its restored text goes; no path means standard input or output."""

    source: Path | None
    target: Path | None

    @property
    def name(self) -> str:
        """How the input is called in messages, diffs and JSON."""
        return textfiles.display_name(self.source)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command.

    A file that fails is named on standard error in one line, and the files after it are still
    restored; the first failure gives the exit code.

    Args:
        argv: The arguments, those of the process when None.

    Returns:
        The exit code: 0, that of an error of `vndiacritics.errors`, 130 after Ctrl-C, 141 when the
        reader of the output went away.
    """
    try:
        arguments = parse(argv)
        if arguments.detect:
            return _detect(arguments)
        return _dispatch(arguments)
    except VndiacriticsError as error:
        return _report(error)
    except BrokenPipeError:
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED


def _dispatch(arguments: argparse.Namespace) -> int:
    """Sends texts and scans their ways, the texts first."""
    if arguments.files == ["doctor"] and not Path("doctor").exists():
        from vndiacritics.command import doctor

        return doctor.report(arguments.ocr_lang)
    texts, scans = ocr_command.part(arguments.files)
    if scans and arguments.doubts:
        raise UsageError(
            f"{scans[0].path}: --doubts is for text",
            remedy="read the scan with -o FILE.txt, or take the confidences of --json",
        )
    status = 0
    if texts:
        output = arguments.output
        if scans and _is_directory(arguments.files, output):
            output = f"{output}/"  # also where only one of several inputs is a text
        status = _run(arguments, plan(texts, output))
    if scans:
        into_directory = _is_directory(arguments.files, arguments.output)
        code = ocr_command.run(arguments, scans, into_directory=into_directory, report=_report)
        status = status or code
    return status


# --- from arguments to jobs ---------------------------------------------------------------------


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
    into_directory = _is_directory(files, output)
    if into_directory and target.exists() and not target.is_dir():
        raise OutputConflictError(f"{target}: not a directory", remedy="name another -o DIR")
    if into_directory:
        jobs = [Job(source, target / name) for source, name in _named_inputs(files)]
    else:
        jobs = [Job(_input_file(files[0]), target)]
    _refuse_conflicts(jobs)
    return jobs


def _is_directory(files: Sequence[str], output: str | None) -> bool:
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


def _named_inputs(files: Sequence[str]) -> Iterator[tuple[Path, Path]]:
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


# --- reading, restoring, writing ----------------------------------------------------------------


def load_restorer(*, options: Options, lexicon: Path | None) -> Explainer:
    """Loads the model, a user's lexicon beside it.

    Args:
        options: How to restore.
        lexicon: A TSV file of the user's own words.

    Raises:
        LexiconError: The lexicon is missing or malformed.
        ModelError: The model is missing or damaged.
    """
    from vndiacritics.restorer import Restorer

    if lexicon is not None and not lexicon.is_file():
        raise LexiconError(f"{lexicon}: no such lexicon file", remedy="check --lexicon")
    return Restorer(options=options, lexicon=lexicon)


def _detect(arguments: argparse.Namespace) -> int:
    from vndiacritics.command.inspection import survey

    status = 0
    for name in arguments.files:
        found = [(None, Path())] if name == STDIN else _named_inputs([name])
        for path, _ in found:
            try:
                result = survey(textfiles.read_bytes(path), name=textfiles.display_name(path))
            except VndiacriticsError as error:
                code = _report(error)
                status = status or code
                continue
            line = (
                json.dumps(result.to_dict(), ensure_ascii=False)
                if arguments.json
                else result.line()
            )
            _print(f"{line}\n".encode())
    return status


def _run(arguments: argparse.Namespace, jobs: Sequence[Job]) -> int:
    status = 0
    restorer: Explainer | None = None
    for job in jobs:
        try:
            bom, text = textfiles.read_text(job.source, encoding=arguments.encoding)
            if text and restorer is None:
                restorer = load_restorer(options=_options(arguments), lexicon=arguments.lexicon)
            if not (arguments.diff or arguments.json or arguments.suggest or arguments.doubts):
                restored = restorer.restore(text) if restorer and text else text
                _write(job, _encode(job, bom + restored))
                continue
            result = _explain(restorer, text)
            if arguments.diff:
                _print(_encode(job, result.diff(before=job.name, after=f"{job.name} (restored)")))
            elif arguments.json:
                _print(_to_json(job, result, arguments))
            elif arguments.doubts:
                _print(_encode(job, "".join(_doubts(job, result, arguments.below))))
            else:
                _print(_encode(job, "".join(_suggestions(job, result))))
        except (LexiconError, UsageError):
            raise  # it would fail for every file alike
        except VndiacriticsError as error:
            code = _report(error)
            status = status or code
    return status


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        profile=arguments.profile,
        from_encoding=arguments.from_encoding,
        min_confidence=arguments.min_confidence,
        tone_placement=arguments.tone_placement,
        suggest=arguments.suggest or arguments.json,
        tokens=arguments.doubts,
    )


def _suggestions(job: Job, result: Restoration) -> Iterator[str]:
    """Yields a line for each suggestion: file, line and column from 1, old, new, confidence."""
    for edit in result.suggestions:
        line = result.source.count("\n", 0, edit.start) + 1
        column = edit.start - result.source.rfind("\n", 0, edit.start)
        yield f"{job.name}:{line}:{column}: {edit.old} → {edit.new} ({edit.confidence:.2f})\n"


def _doubts(job: Job, result: Restoration, below: float) -> Iterator[str]:
    """Yields a line for each doubtful token, the least sure first; places are in the new text."""
    ends = [place for place, character in enumerate(result.text) if character == "\n"]
    for token in result.doubts(below=below):
        line = bisect_left(ends, token.place)
        column = token.place - (ends[line - 1] if line else -1)
        old = " ".join(result.source[token.start : token.end].split())
        told = [f"{token.confidence:.2f}"]
        if old != token.text:
            told.append(f"was {old}")
        others = (row.text for row in token.alternatives if row.text != old)
        told += (f"or {text}" for text in islice(others, MOST_OTHERS))
        yield f"{job.name}:{line + 1}:{column}: {token.text} ({', '.join(told)})\n"


def _explain(restorer: Explainer | None, text: str) -> Restoration:
    if restorer is None or not text:
        from vndiacritics.restoration import Restoration

        return Restoration(text, text)
    return restorer.explain(text)


def _encode(job: Job, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EncodingError(
            f"{job.name}: holds a lone surrogate, which UTF-8 cannot write, "
            f"at code point {error.start}",
            remedy="give another --encoding, or use --json",
        ) from error


def _to_json(job: Job, result: Restoration, arguments: argparse.Namespace) -> bytes:
    fields = result.to_dict()
    record = {"file": job.name, "text": fields["text"], "edits": fields["edits"]}
    record["suggestions"] = fields["suggestions"]
    if arguments.doubts:
        record["doubts"] = [token.to_dict() for token in result.doubts(below=arguments.below)]
    # What `backslashreplace` makes of a lone surrogate is just JSON's escape for it.
    return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _print(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        # The interpreter flushes standard output at its end, which would fail once more.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise UnwritableOutputError(f"standard output: {error.strerror}") from error


def _write(job: Job, data: bytes) -> None:
    if job.target is None:
        _print(data)
    else:
        textfiles.write_bytes(job.target, data)


def _report(error: VndiacriticsError) -> int:
    sys.stderr.write(f"vnfix: {error}\n")
    return error.exit_code
