"""The command `vnfix`: files or standard input in, restored text out.

Input bytes are read strictly. A byte-order mark, line ends, blank lines and page breaks are those
of the input; the output is UTF-8, written beside its target and then moved into place, so that no
half-written file is ever seen. Everything heavy is imported when there is text to restore, which
keeps ``vnfix --version`` fast.
"""

from __future__ import annotations

import contextlib
import difflib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from vndiacritics.command import help as help_pages
from vndiacritics.command import restoring, scans
from vndiacritics.command.arguments import NOT_OF_SCANS, VIEWS, check_selected, parse
from vndiacritics.command.console import Console, print_bytes
from vndiacritics.command.jobs import Job, into_folder, plan, refuse_conflicts, refuse_folders
from vndiacritics.command.messages import LANGUAGES, language_of
from vndiacritics.command.parser import Arguments, common_options
from vndiacritics.command.registry import SUBCOMMANDS
from vndiacritics.command.selection import STDIN, Selection, select
from vndiacritics.command.tally import Tally
from vndiacritics.command.texts import Run
from vndiacritics.errors import MissingExtraError, UnreadableInputError, VndiacriticsError
from vndiacritics.ocr.signals import held_back, release

__all__ = ["BROKEN_PIPE", "ENDED", "INTERRUPTED", "main", "repair", "run"]

INTERRUPTED = 130  # 128 + SIGINT
BROKEN_PIPE = 141  # 128 + SIGPIPE: what a shell reports for a command ended by it
MOST_NAMED = 5
"""Lines of a lexicon that are named in a message."""

NEAR = 0.75
"""Likeness from which one name is taken for a slip of another."""

ENDED = 143  # 128 + SIGTERM

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""What numpy is told before it is loaded: its products are small, and threads for them take a tenth
of a start (docs/trials/speed.md)."""


class _Ended(BaseException):
    """The process was asked to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    A file that fails is named on standard error in one line, and the files after it are still
    restored; the first failure gives the exit code.

    Args:
        argv: The arguments, those of the process when None.

    Returns:
        The exit code: 0, that of an error of `vndiacritics.errors`, 130 after Ctrl-C, 141 when the
        reader of the output went away, 143 when the process was asked to end.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    console = Console(language=_language(words))
    try:
        with _ended_by_signal():
            return _dispatched(words, console)
    except VndiacriticsError as error:
        return console.report(error)
    except BrokenPipeError:
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except _Ended:
        return ENDED
    finally:
        restoring.forget()


def run() -> NoReturn:
    """Run the command as a process of its own, which ends with it."""
    os.environ.setdefault(*ONE_THREAD)
    status = main()
    gc.freeze()  # the system takes the memory back: nothing looks for garbage in it before
    sys.exit(status)


def _language(words: Sequence[str]) -> str:
    """Return the language of messages, told by the words before they are understood."""
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or next(iter(words[place + 1 : place + 2]), "")
            if value in LANGUAGES:
                return value
    return language_of(os.environ)


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM and Ctrl-C unwind the program, so that no part of a file is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, frame: FrameType | None) -> None:
        if not held_back(frame, end, within=main.__code__):
            raise _Ended

    def interrupt(_number: int, frame: FrameType | None) -> None:
        if not held_back(frame, interrupt, within=main.__code__):
            raise KeyboardInterrupt

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, end)}
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        before[signal.SIGINT] = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        release()
        for number, handler in before.items():
            signal.signal(number, handler)


def _command_first(words: Sequence[str]) -> Sequence[str]:
    """Return the words with a command before the options of messages that stand before it.

    Examples:
        >>> _command_first(["-q", "--lang", "vi", "check", "a.txt"])
        ['check', '-q', '--lang', 'vi', 'a.txt']
    """
    place = _first_name(words)
    if place < len(words) and words[place] in SUBCOMMANDS:
        return [words[place], *words[:place], *words[place + 1 :]]
    return words


def _first_name(words: Sequence[str]) -> int:
    """Return the place of the first word that is no option of messages."""
    place = 0
    if not words or not words[0].startswith("-"):
        return place
    common = common_options()  # with an option first alone: its parser takes time to make
    while place < len(words) and words[place].startswith("-"):
        name, value, _ = words[place].partition("=")
        if name not in common:
            break
        place += 1 + (common[name] and not value)
    return place


def _dispatched(words: Sequence[str], console: Console) -> int:
    words = _command_first(words)
    name = words[0] if words else ""
    if name not in SUBCOMMANDS and {"-h", "--help"} & set(words):
        print_bytes(help_pages.short(console.language).encode())
        return 0
    if name in SUBCOMMANDS:
        module = SUBCOMMANDS[name].load()
        parser = module.parser(prog=f"vnfix {name}", language=console.language)
        arguments = parser.parse(words[1:])
        _tune(console, arguments)
        return module.run(arguments, console)
    _suggest_a_command(words)
    arguments = parse(words, language=console.language)
    _tune(console, arguments)
    return repair(arguments, console)


def _tune(console: Console, arguments: Arguments) -> None:
    """Let the console say what the arguments and settings want said."""
    console.language = getattr(arguments, "lang", None) or console.language
    console.quiet = getattr(arguments, "quiet", False)
    console.verbose = getattr(arguments, "verbose", 0)
    console.color = getattr(arguments, "color", "auto")


def repair(arguments: Arguments, console: Console) -> int:
    """Restore files: texts and documents first, then scans.

    Args:
        arguments: As of `arguments.parser`.
        console: Who is told.

    Returns:
        The exit code of the first failure, or 0.

    Raises:
        VndiacriticsError: What would fail for every file alike.
    """
    if arguments.detect:
        from vndiacritics.command import inspection

        return inspection.run(arguments, console)
    writes = arguments.output not in {None, STDIN} or arguments.in_place
    if not writes and not any(getattr(arguments, name) for name in (*VIEWS, "review")):
        refuse_folders(arguments.files)
    selection = _selected(arguments)
    if any(row.path is None for row in selection.inputs):
        console.await_keyboard()
    if arguments.lexicon is not None:
        _tell_of_lexicon(arguments.lexicon, console)
    status = 0
    if arguments.review is not None or (arguments.doubts and not arguments.json):
        from vndiacritics.command import checking

        status = checking.run(arguments, selection, console)
        if status or not writes:
            return status
        arguments.doubts = False  # they are told; what is left is to write
    elif arguments.diff or arguments.suggest:
        from vndiacritics.command import checking

        status, selection = checking.looked_at(arguments, selection, console)
    jobs = plan(selection, arguments.files, arguments.output, in_place=arguments.in_place)
    found = [scans.Scan(row.path, row.kind, row.name) for row in selection.of("scan") if row.path]
    folder = into_folder(selection, arguments.files, arguments.output)
    planned = scans.plan(arguments, found, into_folder=folder) if found else None
    if not arguments.in_place:
        _refuse_conflicts(jobs, found, planned)
    run = Run(arguments, jobs, console)
    run.tally.skipped.update(selection.skipped)
    run.tally.writes = writes
    code = run.run() if jobs else 0
    status = status or code
    if planned is not None:
        code = _read_scans(arguments, found, planned, console, run.tally)
        status = status or code
    if selection.has_folder:
        run.tally.tell(console)
    return status


def _read_scans(
    arguments: Arguments,
    found: Sequence[scans.Scan],
    planned: scans.Plan,
    console: Console,
    tally: Tally,
) -> int:
    """Repair scans; what is missing for them is told, so that the rest of the run is told too."""
    try:
        return scans.run(arguments, found, planned, console, tally)
    except MissingExtraError as error:
        tally.failed += len(found)
        return console.report(error)


def _selected(arguments: Arguments) -> Selection:
    """Find the files that are meant, and refuse what does nothing with them."""
    results = None if arguments.output in {None, STDIN} else Path(arguments.output)
    selection = select(
        arguments.files, include=arguments.include, exclude=arguments.exclude, results=results
    )
    _suggest_a_file(selection)
    for name in (*NOT_OF_SCANS, "in_place"):
        if selection.has_folder and getattr(arguments, name):
            selection = selection.without_scans(arguments.files, option=name.replace("_", "-"))
    check_selected(arguments, selection)
    return selection


def _tell_of_lexicon(path: Path, console: Console) -> None:
    """Say which lines of a user's lexicon change nothing."""
    if not path.is_file():
        return  # whoever reads it says so
    from vndiacritics.model import checksum, language_model, lexicon

    words = language_model.load(checksum.DATA / f"language-model{checksum.SUFFIX}").index
    forms = lexicon.read_user(path)
    if lines := lexicon.formless(path):
        listed = ", ".join(map(str, lines[:MOST_NAMED])) + ", …" * (len(lines) > MOST_NAMED)
        console.note(f"{path}: {len(lines)} lines without a word in the first column: {listed}")
    idle = lexicon.unusable(forms, words)
    if idle:
        named = ", ".join(repr(form) for form in idle[:MOST_NAMED])
        more = ", …" if len(idle) > MOST_NAMED else ""
        console.note(
            f"{path}: {len(idle)} lines without effect, being known already: {named}{more}"
        )


def _refuse_conflicts(
    jobs: Sequence[Job], found: Sequence[scans.Scan], planned: scans.Plan | None
) -> None:
    pairs: list[tuple[Path | None, Path | None]] = [(job.source, job.target) for job in jobs]
    if planned is not None:
        for scan, target, sidecar in zip(found, planned.targets, planned.sidecars, strict=True):
            pairs += ((scan.path, target), (scan.path, sidecar))
    refuse_conflicts(pairs)


def _suggest_a_command(words: Sequence[str]) -> None:
    """Say which command a first word that is no file was meant for."""
    name = next(iter(words[_first_name(words) :]), "")
    if name.startswith("-"):
        return
    near = difflib.get_close_matches(name, SUBCOMMANDS, n=1, cutoff=NEAR)
    with contextlib.suppress(OSError, ValueError):
        if near and not Path(name).exists() and not Path(name).is_symlink():
            raise UnreadableInputError(
                f"{name}: no such file or folder", remedy=f"did you mean {near[0]}?"
            )


def _is_like(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other).ratio() >= NEAR


def _suggest_a_file(selection: Selection) -> None:
    """Say which file beside one that is missing may have been meant."""
    if len(selection.inputs) != 1 or selection.inputs[0].path is None:
        return
    path = selection.inputs[0].path
    with contextlib.suppress(OSError, ValueError):
        if path.exists() or path.is_symlink() or not path.parent.is_dir():
            return
        rows = [row for row in path.parent.iterdir() if _is_like(row.stem, path.stem)]
        names = [row.name for row in rows]  # a long ending makes any two names alike
        near = difflib.get_close_matches(path.name, names, n=1, cutoff=NEAR)
        if near:
            raise UnreadableInputError(
                f"{path}: no such file or folder",
                remedy=f"did you mean {path.parent / near[0]}?",
            )
