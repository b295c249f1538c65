"""A text on its way through: normalised before the decoder, put together behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from vndiacritics.errors import NotTextError
from vndiacritics.restoration import Edit, Restoration, apply_edits
from vndiacritics.text.changes import Change, Repaired, replaced
from vndiacritics.text.glyphs import GLYPH, filled
from vndiacritics.text.marks import TonePlacement
from vndiacritics.text.normalisation import Normalised, normalise
from vndiacritics.text.structure import readable


@dataclass(frozen=True)
class Document:
    """A text, its normal form, and the way back where the two differ.

    Attributes:
        source: the caller's string.
        text: what the stages read; equal to `source` where `normalised` is None.
        normalised: what normalisation changed or found.
    """

    source: str
    text: str
    normalised: Normalised | None

    @cached_property
    def readable(self) -> str:
        """The text with its structure blanked, character for character."""
        return readable(self.text)

    @property
    def has_holes(self) -> bool:
        """The source has numbers in place of letters, which `text` shows as holes."""
        return self.normalised is not None and any(
            GLYPH in edit.reason.split("+") for edit in self.normalised.edits
        )

    def is_text(self, start: int, stop: int) -> bool:
        """Return whether no structure lies in a span of `text`."""
        readable = self.readable
        return readable is self.text or self.text[start:stop] == readable[start:stop]

    def is_interleaved(self, place: int) -> bool:
        """Return whether a character of `text` stands in a line that is interleaved."""
        return self.normalised is not None and _is_in(place, self.normalised.interleaved)

    def lacks_tones(self, place: int) -> bool:
        """Return whether capitals around a character of `text` were typed without tones."""
        return self.normalised is not None and _is_in(place, self.normalised.toneless)


def _is_in(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < stop for start, stop in spans)


def read(
    source: str, *, from_encoding: str | None = None, tone_placement: TonePlacement = "keep"
) -> Document:
    """Normalise a text; see `normalise`."""
    found = normalise(source, from_encoding=from_encoding, tone_placement=tone_placement)
    if not found.edits and not found.stretches:
        return Document(source, source, None)
    return Document(source, found.text, found)


class Rewriting:
    """A text that is changed from its beginning to its end; only the new text is kept.

    Args:
        text: as it was.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._done = 0

    def write(self, changes: Iterable[tuple[int, int, str]]) -> None:
        """Make changes: start, stop and new text, ascending, behind all made before."""
        pieces: list[str] = []
        for start, stop, new in changes:
            pieces += (self._text[self._done : start], new)
            self._done = stop
        self._pieces.append("".join(pieces))

    def text(self) -> str:
        """Return the text as it is now."""
        return "".join((*self._pieces, self._text[self._done :]))


def finished(document: Document, changes: list[Edit], doubts: list[Edit]) -> Restoration:
    """Put the decoder's edits behind those of the normalisation, all as spans of the source."""
    changes.sort(key=lambda edit: edit.start)
    doubts.sort(key=lambda edit: edit.start)
    source, normalised = document.source, document.normalised
    if normalised is None:
        return Restoration(source, apply_edits(source, changes), tuple(changes), tuple(doubts))
    first = Repaired(source, document.text, tuple(_change(edit) for edit in normalised.edits))
    second = replaced(document.text, [_change(edit) for edit in changes])
    united = first.then(lambda _: second)
    if document.has_holes:
        united = filled(source, united.changes)
    offsets = normalised.offsets
    others = {(offsets[e.start], offsets[e.end]): e.alternatives for e in changes}
    edits = [
        Edit(
            change.start,
            change.end,
            source[change.start : change.end],
            change.new,
            change.confidence,
            others.get((change.start, change.end), ()),
            change.reason,
        )
        for change in united.changes
    ]
    moved = [
        replace(edit, start=start, end=end, old=source[start:end])
        for edit in doubts
        for start, end in [(offsets[edit.start], offsets[edit.end])]
    ]
    return Restoration(source, united.text, tuple(edits), tuple(moved))


def _change(edit: Edit) -> Change:
    return Change(edit.start, edit.end, edit.new, edit.reason, edit.confidence)


def check_texts(texts: Sequence[object], *, first: int = 0) -> None:
    """Refuse what is no batch of texts.

    Args:
        texts: the batch.
        first: the place of its first text in what the caller gave.
    """
    if isinstance(texts, str):
        raise NotTextError("a batch is a list of texts, not one", remedy=f"give [{texts[:20]!r}]")
    for place, text in enumerate(texts, start=first):
        if not isinstance(text, str):
            kind = type(text).__name__
            raise NotTextError(
                f"text {place} is no string but {kind}", remedy="leave it out or convert it"
            )
