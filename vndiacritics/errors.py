"""What can go wrong for a user, each with an exit code and a remedy.

Every error of this package derives from `VndiacriticsError`. Its ``str`` is one line that says what
is wrong and what to do about it; the command prints that line and ends with the error's exit code.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "DecisionsError",
    "DirectoryInputError",
    "EncodingError",
    "LexiconError",
    "MissingExtraError",
    "ModelError",
    "NotTextError",
    "OutputConflictError",
    "UnreadableInputError",
    "UnsupportedInputError",
    "UnwritableOutputError",
    "UsageError",
    "VndiacriticsError",
    "printable",
]


def printable(line: str) -> str:
    r"""Return a line with what is no printable letter in it as an escape.

    Example:
        >>> printable("a\tb")
        'a\\tb'
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


class VndiacriticsError(Exception):
    """The base of all errors of this package.

    Args:
        problem: What is wrong, without a final stop.
        remedy: What the user can do about it; empty when `problem` says so already.

    Attributes:
        exit_code: With which the command ends.
        problem: As given.
        remedy: As given.

    Example:
        >>> str(EncodingError("a.txt: not UTF-8", remedy="name its encoding with --encoding"))
        'a.txt: not UTF-8; name its encoding with --encoding'
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """Return problem and remedy as one printable line, whatever a file name in it holds."""
        return printable(f"{self.problem}; {self.remedy}" if self.remedy else self.problem)


class UsageError(VndiacriticsError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class EncodingError(VndiacriticsError):
    """The bytes of an input are not text in the encoding they were read with."""

    exit_code = 3


class UnreadableInputError(VndiacriticsError):
    """An input is missing or cannot be read."""

    exit_code = 4


class OutputConflictError(VndiacriticsError):
    """An output would overwrite an input or another output."""

    exit_code = 5


class MissingExtraError(VndiacriticsError):
    """An optional package or program is needed and not installed.

    Args:
        problem: What is wrong.
        extra: The extra of vndiacritics that brings the package; names the remedy.
        remedy: What to do when no extra helps.
    """

    exit_code = 6

    def __init__(self, problem: str, *, extra: str = "", remedy: str = "") -> None:
        if extra:
            remedy = remedy or f"pip install 'vndiacritics[{extra}]'"
        super().__init__(problem, remedy=remedy)


class LexiconError(VndiacriticsError):
    """A lexicon file is missing or malformed."""

    exit_code = 7


class ModelError(VndiacriticsError):
    """The model's files are missing, damaged or of another version."""

    exit_code = 8


class UnsupportedInputError(VndiacriticsError):
    """An input is not text: a PDF, an image, a word processor's file."""

    exit_code = 9


class DirectoryInputError(VndiacriticsError):
    """An input is a directory and no directory to write to is named."""

    exit_code = 10


class UnwritableOutputError(VndiacriticsError):
    """An output cannot be written."""

    exit_code = 11


class NotTextError(VndiacriticsError, TypeError):
    """Something that is no string was given as a text, or one string as a batch of texts."""

    exit_code = 14


class DecisionsError(VndiacriticsError):
    """A file of decisions is missing, damaged, or of another text."""

    exit_code = 13
