"""What a person looks at: the places of a restored text that were changed or are doubtful.

A mark is a word as a person sees it, a run without whitespace, or several where an edit parts or
joins words. Marks never overlap, and all edits lie inside marks, so the source follows from the
restored text and the marks, and any decision about a mark can be carried out by itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vndiacritics.restoration import DOUBTFUL, Edit, Restoration, Token

__all__ = ["KINDS", "Mark", "Spot", "marks"]

KINDS = ("marks", "letters", "spaces", "case", "number", "kept")
"""What became of a word: diacritics, letters, spaces, capitals or a number changed; or kept."""

MOST_OTHERS = 6
"""Other readings that are offered at most."""

_KIND_OF_REASON = {
    "marks": "marks",
    "case": "case",
    "split": "spaces",
    "join": "spaces",
    "doubled": "spaces",
    "number": "number",
}


@dataclass(frozen=True)
class Spot:
    """Where a word stands on a picture: page from 0, edges in pixels of that picture."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Mark:
    """A place to look at.

    Attributes:
        start: First code point of the place in the source.
        end: One past its last code point.
        old: What stood there.
        place: Its first code point in the restored text.
        new: What stands there now; the same as `old` where a doubtful word was kept.
        confidence: Probability that `new` is right, 0 to 1.
        kind: One of `KINDS`.
        others: Other readings, the likeliest first; neither `old` nor `new`.
        spot: Where the word stands on the picture of its page, where there is one.
    """

    start: int
    end: int
    old: str
    place: int
    new: str
    confidence: float
    kind: str
    others: tuple[str, ...] = ()
    spot: Spot | None = None

    @property
    def changed(self) -> bool:
        """Whether the text differs from the source here."""
        return self.old != self.new


def marks(
    result: Restoration, *, below: float = DOUBTFUL, spots: Mapping[int, Spot] | None = None
) -> list[Mark]:
    """Return the marks of a restoration in the order of its text.

    Args:
        result: Restored with ``Options(tokens=True)``; without tokens only edits are marked.
        below: Kept words less sure than this are marked too.
        spots: Where words stand on pictures, by the first code point of the word in the text.

    Example:
        >>> edit = Edit(0, 3, "dan", "dân", 0.8, (), "marks")
        >>> [mark.new for mark in marks(Restoration("dan van", "dân van", (edit,)))]
        ['dân']
    """
    found = []
    grown = 0
    places = sorted(spots or ())
    for start, end, edits, tokens in _groups(result.edits, result.tokens):
        size = end - start + sum(len(edit.new) - len(edit.old) for edit in edits)
        place = start + grown
        grown += size - (end - start)
        old, new = result.source[start:end], result.text[place : place + size]
        sure = min(row.confidence for row in (tokens or edits))
        if not edits and sure >= below:
            continue
        at = bisect_left(places, place)
        known = spots is not None and at < len(places) and places[at] < place + max(1, size)
        found.append(
            Mark(
                start,
                end,
                old,
                place,
                new,
                sure,
                _kind(edits, old, new),
                _others(old, new, edits, tokens, start),
                spots[places[at]] if spots is not None and known else None,
            )
        )
    return found


def _groups(
    edits: Sequence[Edit], tokens: Sequence[Token]
) -> Iterator[tuple[int, int, list[Edit], list[Token]]]:
    """Yield edits and tokens that overlap in the source, with the span around them.

    An edit of nothing (something comes in) belongs to the token it touches.
    """
    rows: list[tuple[int, int, Edit | Token]] = [
        *((edit.start, edit.end, edit) for edit in edits),
        *((token.start, token.end, token) for token in tokens),
    ]
    rows.sort(key=lambda row: row[:2])
    group: tuple[int, int, list[Edit], list[Token]] | None = None
    for start, end, row in rows:
        if group is not None:
            first, last, of_edits, of_tokens = group
            touches = start <= last and (start == end or first == last)
            if start < last or touches:
                group = first, max(last, end), of_edits, of_tokens
            else:
                yield group
                group = None
        if group is None:
            group = start, end, [], []
        if isinstance(row, Edit):
            group[2].append(row)
        else:
            group[3].append(row)
    if group is not None:
        yield group


def _kind(edits: Sequence[Edit], old: str, new: str) -> str:
    if old == new:
        return "kept"
    if old.split() == new.split() or len(old.split()) != len(new.split()):
        return "spaces"
    if any(character.isdigit() for character in new):
        return "number"
    kinds = [_KIND_OF_REASON.get(edit.reason, "letters") for edit in edits]
    return max(kinds, key=("case", "number", "marks", "spaces", "letters").index, default="letters")


def _others(
    old: str, new: str, edits: Sequence[Edit], tokens: Sequence[Token], start: int
) -> tuple[str, ...]:
    """Return other readings of the whole place."""
    readings: dict[str, float] = {}
    if len(tokens) == 1 and "\n" not in new:
        for other in tokens[0].alternatives:
            readings[other.text] = max(other.probability, readings.get(other.text, 0.0))
    if len(edits) == 1:
        edit = edits[0]
        before, behind = old[: edit.start - start], old[edit.end - start :]
        for other in edit.alternatives:
            text = f"{before}{other.text}{behind}"
            readings[text] = max(other.probability, readings.get(text, 0.0))
    for said in (old, new):
        readings.pop(said, None)
    ranked = sorted(readings, key=lambda text: -readings[text])
    return tuple(ranked[:MOST_OTHERS])


def line_starts(text: str) -> list[int]:
    r"""Return the first code point of each line; a line ends at ``\n`` alone."""
    starts = [0]
    while at := text.find("\n", starts[-1]) + 1:
        starts.append(at)
    return starts


def line_and_column(starts: Sequence[int], place: int) -> tuple[int, int]:
    r"""Return line and column of a place, both from 1.

    Example:
        >>> line_and_column(line_starts("ab\ncd"), 4)
        (2, 2)
    """
    line = bisect_right(starts, place)
    return line, place - starts[line - 1] + 1
