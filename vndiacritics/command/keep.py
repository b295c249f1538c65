"""Words and patterns of the user that are never changed: `--keep FILE`.

A line of the file is a word or a phrase, kept wherever it stands alone, whatever its case; or a
regular expression between slashes. Blank lines and lines that begin with ``#`` say nothing::

    # codes of our archive
    Nam Viet Motor
    /HS-[A-Z]{2}-[0-9]+/
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vndiacritics.errors import UnreadableInputError, UsageError

__all__ = ["Keep", "merged", "read_keep"]


class Keep(NamedTuple):
    """Patterns of what stays as it is.

    Attributes:
        patterns: Regular expressions.

    Examples:
        >>> Keep.of(["Nam Viet Motor", "/HS-[0-9]+/"]).spans("o Nam Viet Motor, HS-12")
        [(2, 16), (18, 23)]
    """

    patterns: tuple[re.Pattern[str], ...] = ()

    @classmethod
    def of(cls, lines: Iterable[str], *, name: str = "keep") -> Keep:
        """Read the lines of a file.

        Raises:
            UsageError: A regular expression is none; names the line.
        """
        patterns = []
        for number, line in enumerate(lines, 1):
            row = line.strip()
            if not row or row.startswith("#"):
                continue
            if len(row) > 2 and row.startswith("/") and row.endswith("/"):
                try:
                    patterns.append(re.compile(row[1:-1]))
                except re.error as error:
                    raise UsageError(
                        f"{name}, line {number}: no regular expression: {error}",
                        remedy="mend it, or leave out the slashes",
                    ) from error
            else:
                words = r"\s+".join(map(re.escape, row.split()))
                patterns.append(re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE))
        return cls(tuple(patterns))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """List the parts of a text that stay, sorted and disjoint."""
        return merged(
            match.span()
            for pattern in self.patterns
            for match in pattern.finditer(text)
            if match[0]
        )


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans sorted, those that overlap as one."""
    result: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        else:
            result.append((start, stop))
    return result


def read_keep(path: Path) -> Keep:
    """Read a file of words and patterns.

    Raises:
        UnreadableInputError: It cannot be read.
        UsageError: A pattern in it is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise UnreadableInputError(f"{path}: {reason}", remedy="check --keep") from error
    return Keep.of(text.splitlines(), name=str(path))
