"""What a person is told: errors, notes, progress, in their language; and standard output."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from vndiacritics.command.messages import error_line, translated
from vndiacritics.errors import UnwritableOutputError, VndiacriticsError, printable

__all__ = ["Console", "about", "print_bytes"]


@dataclass
class Console:
    """Where a person is told things, on standard error.

    Attributes:
        language: Of the messages.
        quiet: Tell errors only.
        verbose: Tell of each file.
        color: When there is colour: ``auto``, ``always``, ``never``.
    """

    language: str = "en"
    quiet: bool = False
    verbose: int = 0
    color: str = "auto"
    _bar: Any = field(default=None, repr=False)

    def report(self, error: VndiacriticsError) -> int:
        """Print an error in one line; returns its exit code."""
        self._line(error_line(error, self.language))
        return error.exit_code

    def note(self, *sentences: str) -> None:
        """Print what is worth knowing in one line, unless `quiet`."""
        if not self.quiet:
            self._line(", ".join(translated(row, self.language) for row in sentences))

    def tell(self, sentence: str) -> None:
        """Print what was asked for, `quiet` or not."""
        self._line(translated(sentence, self.language))

    def detail(self, sentence: str) -> None:
        """Print what is told with `verbose` alone."""
        if self.verbose and not self.quiet:
            self._line(translated(sentence, self.language))

    def _line(self, text: str) -> None:
        line = f"vnfix: {printable(text)}"
        if self._bar is not None:
            self._bar.clear()  # it is drawn again below
        data = (line + "\n").encode("utf-8", "backslashreplace")
        with contextlib.suppress(OSError, ValueError):  # nobody listens, the exit code tells
            buffer = getattr(sys.stderr, "buffer", None)
            if buffer is None or is_windows_console(sys.stderr):
                sys.stderr.write(line + "\n")
            else:
                sys.stderr.flush()
                buffer.write(data)
                buffer.flush()
        if self._bar is not None:
            self._bar.refresh()

    def await_keyboard(self) -> None:
        """Say what ends the input where a person has to type it."""
        if is_terminal(sys.stdin):
            self.note(
                "reading what you type; end with Ctrl-D (on Windows Ctrl-Z and Enter), "
                "or name a FILE"
            )

    def has_colour(self) -> bool:
        """Return whether standard output takes colour; NO_COLOR is heeded."""
        if self.color != "auto":
            return self.color == "always"
        return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")

    @contextlib.contextmanager
    def progress(self, total: int | None, *, prints: bool, pages: bool = False) -> Iterator[Any]:
        """Return a bar that counts bytes or pages; None where nobody would see it.

        Args:
            total: Of all that is to be done; None where that is not known.
            prints: Results go to standard output, where a bar on the same terminal would be in
                their way.
            pages: Count pages, not bytes.
        """
        hidden = self.quiet or not is_terminal(sys.stderr) or (prints and is_terminal(sys.stdout))
        if hidden or (not pages and total is not None and total < LONG):
            yield None
            return
        try:
            from tqdm import tqdm
        except ImportError:
            yield None
            return
        with tqdm(
            total=total,
            unit=translated("pages", self.language) if pages else "B",
            unit_scale=not pages,
            dynamic_ncols=True,
            file=sys.stderr,
            leave=False,
        ) as bar:
            self._bar = bar
            try:
                yield bar
            finally:
                self._bar = None


LONG = 1 << 18
"""Bytes from which on there is a progress bar."""


def is_terminal(stream: Any) -> bool:
    """Return whether a stream is a terminal; a closed or missing one is none."""
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False


def is_windows_console(stream: Any) -> bool:
    """Return whether a stream shows text, and bytes only in an old code page."""
    return os.name == "nt" and is_terminal(stream)


def print_bytes(data: bytes) -> None:
    """Write to standard output, at once.

    Raises:
        BrokenPipeError: Its reader went away.
        UnwritableOutputError: The system refuses, as on a full disk.
    """
    try:
        if is_windows_console(sys.stdout):
            sys.stdout.write(data.decode("utf-8", "replace"))
        else:
            sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        # The interpreter flushes standard output at its end, which would fail once more.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise UnwritableOutputError(
            f"standard output: {error.strerror}", remedy="check the space left"
        ) from error


def about(error: VndiacriticsError, name: str) -> VndiacriticsError:
    """Return an error that names the file it is about."""
    if not error.problem.startswith(name):
        error.problem = f"{name}: {error.problem}"
    return error
