"""Changes to a text that keep the way back: spans replaced, composed, mapped to offsets.

Every repair of this package gives a `Repaired`: the new text and the changes that lead to it, so
that repairs can be used alone, chained with `then`, and traced to the characters they came from.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

__all__ = ["Change", "Repaired", "replaced", "unchanged"]


class Change(NamedTuple):
    """``source[start:end]`` became `new`, for the reason `reason`.

    Attributes:
        start: First code point of the span.
        end: One past the last.
        new: What stands there now.
        reason: Name of the repair; several joined by ``+``, in the order they were made.
        confidence: 0 to 1.
    """

    start: int
    end: int
    new: str
    reason: str
    confidence: float = 1.0


class Repaired(NamedTuple):
    """A text after repairs.

    Attributes:
        source: The text before.
        text: The text now.
        changes: Sorted by span, disjoint; applied to `source` they give `text`.
    """

    source: str
    text: str
    changes: tuple[Change, ...] = ()

    def then(self, repair: Callable[[str], Repaired]) -> Repaired:
        """Make another repair on the text; the changes stay spans of the first source.

        Args:
            repair: A function from a text to its `Repaired`.
        """
        after = repair(self.text)
        if not after.changes:
            return self
        if not self.changes:
            return Repaired(self.source, after.text, after.changes)
        united = _compose(self.changes, after.changes, self.text)
        return replaced(self.source, united)

    def offsets(self) -> Sequence[int]:
        """Map each boundary of `text` to a boundary of `source`.

        Returns:
            ``len(text) + 1`` offsets that never fall; a range when nothing changed. Inside a
            change the boundaries are spread over its span.
        """
        if not self.changes:
            return range(len(self.source) + 1)
        result = array("i" if len(self.source) < 1 << 31 else "q")  # half the memory
        done = 0
        for change in self.changes:
            result.extend(range(done, change.start))
            width = change.end - change.start
            length = len(change.new)
            result.extend(change.start + i * width // length for i in range(length))
            done = change.end
        result.extend(range(done, len(self.source) + 1))
        return result


def unchanged(text: str) -> Repaired:
    """Return `text` with no change made."""
    return Repaired(text, text)


def replaced(source: str, changes: Iterable[Change]) -> Repaired:
    """Apply sorted, disjoint changes; those that change nothing are left out.

    Examples:
        >>> replaced("QÐ", [Change(1, 2, "Đ", "look-alike")]).text
        'QĐ'
    """
    kept = tuple(c for c in changes if source[c.start : c.end] != c.new)
    pieces: list[str] = []
    done = 0
    for change in kept:
        pieces += (source[done : change.start], change.new)
        done = change.end
    pieces.append(source[done:])
    return Repaired(source, "".join(pieces), kept) if kept else unchanged(source)


def _compose(first: Sequence[Change], second: Sequence[Change], middle: str) -> tuple[Change, ...]:
    """Return the changes of `second`, made on `middle`, and `first`, which led to it, as one list.

    Changes of the two that overlap become one over all of them. Changes of `second` replace at
    least one character each.
    """
    result: list[Change] = []
    shift = 0  # offset in `middle` less offset in the source, after the changes passed so far
    i = j = 0
    while i < len(first) or j < len(second):
        if j == len(second) or (
            i < len(first) and first[i].start + shift + len(first[i].new) <= second[j].start
        ):
            result.append(first[i])
            shift += _growth(first[i])
            i += 1
            continue
        if i == len(first) or second[j].end <= first[i].start + shift:
            result.append(_moved(second[j], shift))
            j += 1
            continue
        start = min(first[i].start + shift, second[j].start)
        source_start = start - shift
        end = start + 1
        earlier, later = i, j
        while True:
            if i < len(first) and first[i].start + shift < end:
                end = max(end, first[i].start + shift + len(first[i].new))
                shift += _growth(first[i])
                i += 1
            elif j < len(second) and second[j].start < end:
                end = max(end, second[j].end)
                j += 1
            else:
                break
        inner = [_moved(change, start) for change in second[later:j]]
        result.append(
            _united(
                (source_start, end - shift),
                replaced(middle[start:end], inner).text,
                (*first[earlier:i], *second[later:j]),
            )
        )
    return tuple(result)


def _growth(change: Change) -> int:
    return len(change.new) - (change.end - change.start)


def _moved(change: Change, shift: int) -> Change:
    return Change(
        change.start - shift, change.end - shift, change.new, change.reason, change.confidence
    )


def _united(span: tuple[int, int], new: str, parts: Sequence[Change]) -> Change:
    reasons = dict.fromkeys(reason for part in parts for reason in part.reason.split("+"))
    confidence = min(part.confidence for part in parts)
    return Change(*span, new, "+".join(reasons), confidence)
