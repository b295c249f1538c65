"""Files that are text themselves: pieces are spans of it, and all else stays to the byte."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate

from vndiacritics.documents.document import DocumentEdit, RepairedDocument
from vndiacritics.documents.encoded import Encoded
from vndiacritics.documents.reading import Explainer, PieceChange, Reading

__all__ = ["SLUG", "FlatReading", "Writer", "without_new"]

SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)+")
"""A name for programs, such as ``bao-cao`` or ``ho_ngheo``: a whole value like it is no text."""

Writer = Callable[[str, str], str | None]
"""Spells a new text in the format, given what stood in its place; None: it cannot."""


def plain(old: str, new: str) -> str | None:  # noqa: ARG001  (as all writers)
    """Spell a new text as it is."""
    return new


def without_new(special: str) -> Writer:
    """Return a writer that refuses what would bring in a sign of the format.

    Args:
        special: the signs that mean something in the format.
    """
    signs = frozenset(special)

    def write(old: str, new: str) -> str | None:
        return None if signs & set(new) - set(old) else new

    return write


class FlatReading:
    """The pieces of a text file.

    Args:
        source: the file's text.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.reading = Reading()
        self._starts: list[int] = []
        self._offsets: list[Sequence[int] | None] = []
        self._writers: list[Writer] = []
        self._places: list[str] = []

    def copy(self, start: int, stop: int, *, writer: Writer = plain, place: str = "") -> None:
        """Add a span that reads as it stands."""
        if start < stop:
            self.reading.piece(self.source[start:stop])
            self._note(start, None, writer, place)

    def spelt(
        self, text: str, offsets: Sequence[int], *, writer: Writer = plain, place: str = ""
    ) -> None:
        """Add text that the file spells in another way.

        Args:
            text: as it is read.
            offsets: for each of the ``len(text) + 1`` boundaries of `text` the one of the source.
            writer: spells what is new.
            place: what an edit's place is called; else it is the line.
        """
        if text:
            self.reading.piece(text)
            self._note(offsets[0], offsets, writer, place)

    def gap(self, text: str) -> None:
        """Add what parts two pieces; see `Reading.gap`."""
        self.reading.gap(text)

    def _note(self, start: int, offsets: Sequence[int] | None, writer: Writer, place: str) -> None:
        self._starts.append(start)
        self._offsets.append(offsets)
        self._writers.append(writer)
        self._places.append(place)

    def _at(self, piece: int, offset: int) -> int:
        """Return the place in the source of a boundary of a piece."""
        offsets = self._offsets[piece]
        return self._starts[piece] + offset if offsets is None else offsets[offset]

    def repaired(self, encoded: Encoded, data: bytes, restorer: Explainer) -> RepairedDocument:
        """Restore the pieces and put the changes into the file.

        Args:
            encoded: how the file is written.
            data: its bytes.
            restorer: reads the pieces.
        """
        notes = [f"read as {encoded.old}, written as UTF-8"] if encoded.old else []
        # Where the encoding has letters with their marks, they are written so.
        allows = partial(self._allows, composes=encoded.holds("ệ"))
        found = self.reading.restored(restorer, allows=allows)
        changes = sorted(
            self._change(number, row) for number, rows in found.changes.items() for row in rows
        )
        if not changes and not encoded.old:
            return RepairedDocument(data, (), tuple(notes))
        pieces: list[str] = []
        done = 0
        for start, stop, new in changes:
            pieces += (self.source[done:start], new)
            done = stop
        text = "".join((*pieces, self.source[done:]))
        ends = list(accumulate(map(len, self.source.splitlines(keepends=True))))
        edits = [
            DocumentEdit.at(
                self._places[home] or f"line {bisect_right(ends, self._at(home, offset)) + 1}", edit
            )
            for edit, home, offset in zip(found.edits, found.homes, found.offsets, strict=True)
        ]
        if not encoded.holds(text):
            notes.append(f"{encoded.encoding.upper()} lacks Vietnamese letters: written as UTF-8")
            encoded = Encoded(text, b"", "utf-8")
        return RepairedDocument(encoded.written(text), tuple(edits), tuple(notes))

    def _allows(self, piece: int, old: str, new: str, *, composes: bool) -> bool:
        spelt = self._writers[piece](old, new)
        if spelt is None or composes:
            return spelt is not None
        return unicodedata.normalize("NFC", spelt) != unicodedata.normalize("NFC", old)

    def _change(self, piece: int, row: PieceChange) -> tuple[int, int, str]:
        """Return a change as start, stop and new text of the source; letters that stay are left."""
        old, new = self.reading.piece_text(piece)[row.start : row.stop], row.new
        same = min(len(old), len(new))
        before = next((n for n in range(same) if old[n] != new[n]), same)
        same -= before
        behind = next((n for n in range(same) if old[-1 - n] != new[-1 - n]), same)
        start, stop = row.start + before, row.stop - behind
        spelt = self._writers[piece](old, new[before : len(new) - behind])
        return self._at(piece, start), self._at(piece, stop), spelt or ""
