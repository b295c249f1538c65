"""The text of a document in pieces, restored as one text, and the way back to the pieces.

An adapter adds pieces and what lies between them in the order in which a person reads them; the
restorer sees one text, so that the whole document tells what happened to it. A word that lies in
two pieces is one word: its change is shared out among them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from rapidfuzz.distance import Levenshtein

from vndiacritics.restoration import Edit, Restoration
from vndiacritics.text.kept import OBJECT, PARAGRAPH, Span

__all__ = [
    "LINE",
    "OBJECT",
    "PARAGRAPH",
    "SPACE",
    "Explainer",
    "PieceChange",
    "Reading",
    "Restored",
]

LINE = "\n"
"""Between two lines of a paragraph."""

SPACE = " "
"""Between two words that the format parts."""

LARGEST = 2_000_000
"""Characters from which a document is cut between paragraphs: bounds the memory."""


class Explainer(Protocol):
    """What the adapters need of a restorer."""

    def explain(self, text: str, *, keep: Iterable[Span] = ()) -> Restoration:
        """Restore one text and tell every change."""


@dataclass(frozen=True)
class PieceChange:
    """A change within one piece.

    Attributes:
        start: first character of the piece that is replaced.
        stop: the one behind the last.
        new: what is written.
        edit: number of the edit it is a part of.
    """

    start: int
    stop: int
    new: str
    edit: int


@dataclass(frozen=True)
class Restored:
    """What the restorer found.

    Attributes:
        edits: all that are made, in reading order.
        homes: number of the piece in which each begins.
        offsets: where in that piece each begins.
        changes: of each piece, ascending; pieces without changes are left out.
    """

    edits: list[Edit]
    homes: list[int]
    offsets: list[int]
    changes: dict[int, list[PieceChange]]


class Reading:
    """The pieces of a document in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._starts: list[int] = []
        self._stops: list[int] = []
        self._texts: list[str] = []
        self._kept: list[Span] = []
        self._cuts: list[int] = []

    def __len__(self) -> int:
        return len(self._starts)

    def piece(self, text: str) -> int:
        """Add text that may be changed, and return its number."""
        self._starts.append(self._size)
        self._texts.append(text)
        self._add(text)
        self._stops.append(self._size)
        return len(self._starts) - 1

    def gap(self, text: str) -> None:
        """Add what lies between two pieces and stays: `PARAGRAPH`, `LINE`, `SPACE` or `OBJECT`."""
        if text == OBJECT:
            self._kept.append((self._size, self._size + len(text)))
        self._add(text)
        if text == PARAGRAPH:
            self._cuts.append(self._size)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def piece_text(self, number: int) -> str:
        """Return the text of a piece."""
        return self._texts[number]

    def spans(self) -> list[Span]:
        """Return where the pieces lie in what the restorer reads."""
        return list(zip(self._starts, self._stops, strict=True))

    def text(self) -> str:
        """Return what the restorer reads."""
        return "".join(self._parts)

    def restored(
        self, restorer: Explainer, *, allows: Callable[[int, str, str], bool] | None = None
    ) -> Restored:
        """Restore the document.

        Args:
            restorer: reads it.
            allows: tells of the number of a piece, an old and a new text whether the format lets it
                be written there.
        """
        return self.shared(self._edits(restorer), allows=allows)

    def shared(
        self, edits: Iterable[Edit], *, allows: Callable[[int, str, str], bool] | None = None
    ) -> Restored:
        """Share edits of the text out among the pieces; those that reach over a gap fall away."""
        result = Restored([], [], [], {})
        for edit in edits:
            shares = self._shares(edit)
            if not shares or (
                allows is not None and not all(allows(n, edit.old, row.new) for n, row in shares)
            ):
                continue
            number = len(result.edits)
            result.edits.append(edit)
            result.homes.append(shares[0][0])
            result.offsets.append(shares[0][1].start)
            for home, row in shares:
                change = PieceChange(row.start, row.stop, row.new, number)
                result.changes.setdefault(home, []).append(change)
        return result

    def _edits(self, restorer: Explainer) -> Iterator[Edit]:
        text = self.text()
        start = 0
        for stop in self._chunks():
            keep = [(a - start, b - start) for a, b in self._kept if start <= a < stop]
            for edit in restorer.explain(text[start:stop], keep=keep).edits:
                yield Edit(
                    edit.start + start,
                    edit.end + start,
                    edit.old,
                    edit.new,
                    edit.confidence,
                    edit.alternatives,
                    edit.reason,
                )
            start = stop

    def _chunks(self) -> Iterator[int]:
        """Yield where the document is cut; few are."""
        last = 0
        for place in self._cuts:
            if place - last >= LARGEST:
                yield place
                last = place
        yield self._size

    def _shares(self, edit: Edit) -> list[tuple[int, PieceChange]]:
        """Share an edit out among its pieces; nothing where it reaches over what stays."""
        number = bisect_right(self._starts, edit.start) - 1
        while number >= 0 and self._stops[number] <= edit.start:
            number -= 1  # empty pieces
            if number >= 0 and self._stops[number] < edit.start:
                return []
        if number < 0 or self._stops[number] <= edit.start:
            return []
        homes = [number]
        while self._stops[homes[-1]] < edit.end:
            following = homes[-1] + 1
            if following == len(self._starts) or self._starts[following] != self._stops[homes[-1]]:
                return []
            homes.append(following)
        cuts = [max(self._starts[home], edit.start) - edit.start for home in homes]
        cuts.append(edit.end - edit.start)
        new = _shared_out(edit.old, edit.new, cuts)
        return [
            (home, PieceChange(edit.start + a - first, edit.start + b - first, text, -1))
            for home, a, b, text in zip(homes, cuts, cuts[1:], new, strict=False)
            for first in [self._starts[home]]
            if edit.old[a:b] != text
        ]


def _shared_out(old: str, new: str, cuts: Sequence[int]) -> list[str]:
    """Cut the new text where the old one is cut, letter beside letter.

    Examples:
        >>> _shared_out("quyetdinh", "quyết định", [0, 5, 9])
        ['quyết ', 'định']
    """
    if len(cuts) == 2:
        return [new]
    places = []
    steps = Levenshtein.opcodes(old, new)
    for cut in cuts[1:-1]:
        step = next(row for row in steps if row.src_start < cut <= row.src_end)
        place = min(step.dest_start + cut - step.src_start, step.dest_end)
        if cut == step.src_end:
            place = max(row.dest_end for row in steps if row.src_end == cut)
        places.append(place)
    bounds = [0, *places, len(new)]
    return [new[a:b] for a, b in pairwise(bounds)]


def rewritten(text: str, changes: Iterable[PieceChange]) -> str:
    """Return the text of a piece after its changes."""
    pieces: list[str] = []
    done = 0
    for change in changes:
        pieces += (text[done : change.start], change.new)
        done = change.stop
    return "".join((*pieces, text[done:]))
