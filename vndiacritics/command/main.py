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
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vndiacritics import files as textfiles
from vndiacritics.command import scans as ocr_command
from vndiacritics.command.arguments import parse
from vndiacritics.command.jobs import STDIN, Job, is_directory, named_inputs, plan
from vndiacritics.errors import (
    EncodingError,
    LexiconError,
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
        if scans and is_directory(arguments.files, output):
            output = f"{output}/"  # also where only one of several inputs is a text
        status = _run(arguments, plan(texts, output))
    if scans:
        into_directory = is_directory(arguments.files, arguments.output)
        code = ocr_command.run(arguments, scans, into_directory=into_directory, report=_report)
        status = status or code
    return status


# --- from arguments to jobs ---------------------------------------------------------------------


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
        found = [(None, Path())] if name == STDIN else named_inputs([name])
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
