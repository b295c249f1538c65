"""Changes shown word by word, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vndiacritics.restoration import Restoration

__all__ = ["BOLD", "PLAIN", "changed_words", "word_diff"]

PLAIN = "\x1b[0m"
BOLD = "\x1b[1m"
RED = "\x1b[31m"
GREEN = "\x1b[32m"
FAINT = "\x1b[36m"

CONTEXT = 1
"""Lines without a change that are shown around one that has some."""


def word_diff(result: Restoration, *, name: str, colour: bool) -> Iterator[str]:
    r"""Yield the lines around changes, each with its number and old and new words in place.

    Args:
        result: A restoration.
        name: How the text is called in the heading.
        colour: Old words in red and new ones in green; else ``[-old-]{+new+}``, as git does.

    Yields:
        Lines with their end; none where nothing was changed.

    Examples:
        >>> from vndiacritics import Edit, Restoration
        >>> found = Restoration("an\ndan van", "an\ndân vận", (Edit(3, 10, "dan van", "dân vận"),))
        >>> print("".join(word_diff(found, name="a.txt", colour=False)), end="")
        a.txt
        1    an
        2  ~ [-dan-]{+dân+} [-van-]{+vận+}
    """
    if not result.edits:
        return
    lines = _marked(result, colour=colour).split("\n")
    if lines[-1] == "":
        lines.pop()
    changed = _changed_lines(result)
    shown = sorted(
        {
            line
            for place in changed
            for line in range(place - CONTEXT, place + CONTEXT + 1)
            if 0 <= line < len(lines)
        }
    )
    yield f"{BOLD}{name}{PLAIN}\n" if colour else f"{name}\n"
    width = len(str(shown[-1] + 1)) if shown else 1
    last = None
    for line in shown:
        if last is not None and line > last + 1:
            yield f"{FAINT}…{PLAIN}\n" if colour else "…\n"
        number = f"{line + 1:>{width}}"
        sign = "~" if line in changed else " "
        told = f"{FAINT}{number}{PLAIN}" if colour else number
        yield f"{told}  {sign} {_visible(lines[line])}\n"
        last = line


def _marked(result: Restoration, *, colour: bool) -> str:
    """Return the source with each change shown in place; the lines are those of the source."""
    pieces: list[str] = []
    done = 0
    for edit in result.edits:
        pieces.append(_safe(result.source[done : edit.start]))
        pieces.append(changed_words(edit.old, edit.new, colour=colour))
        done = edit.end
    pieces.append(_safe(result.source[done:]))
    return "".join(pieces)


def changed_words(old: str, new: str, *, colour: bool) -> str:
    """Return a change, word by word where old and new have as many; a line break stays one."""
    before, after = old.split(" "), new.split(" ")
    if len(before) != len(after):
        before, after = [old], [new]
    return " ".join(
        gone if gone == come else _shown(gone, come, colour=colour)
        for gone, come in zip(map(_safe, before), map(_safe, after), strict=True)
    )


def _shown(old: str, new: str, *, colour: bool) -> str:
    new = new.replace("\n", "⏎")
    if colour:
        gone = "\n".join(f"{RED}\x1b[9m{part}{PLAIN}" if part else "" for part in old.split("\n"))
        return gone + (f"{GREEN}{new}{PLAIN}" if new else "")
    return (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")


def _changed_lines(result: Restoration) -> set[int]:
    lines: set[int] = set()
    line = done = 0
    for edit in result.edits:
        line += result.source.count("\n", done, edit.start)
        lines.update(range(line, line + edit.old.count("\n") + 1))
        done = edit.start
    return lines


def _safe(text: str) -> str:
    """Take away what would steer a terminal."""
    return "".join(c if (c >= " " and c != "\x7f") or c in "\n\t" else "" for c in text)


def _visible(line: str) -> str:
    return line.rstrip("\r")
