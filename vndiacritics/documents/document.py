"""What a repaired document is."""

from __future__ import annotations

from dataclasses import dataclass

from vndiacritics.restoration import Alternative, Edit

__all__ = ["DocumentEdit", "RepairedDocument"]


@dataclass(frozen=True)
class DocumentEdit:
    """One change in a document.

    Attributes:
        place: where, in words of its format, such as ``paragraph 3`` or ``Sheet1!B7``.
        old: what stood there.
        new: what stands there now.
        confidence: probability that `new` is right, 0 to 1.
        alternatives: other readings, the most probable first.
        reason: short name of the stage that made it.
    """

    place: str
    old: str
    new: str
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    reason: str = ""

    @classmethod
    def at(cls, place: str, edit: Edit) -> DocumentEdit:
        """Return an edit of a text as one of a document."""
        return cls(place, edit.old, edit.new, edit.confidence, edit.alternatives, edit.reason)


@dataclass(frozen=True)
class RepairedDocument:
    """A document after its repair.

    Attributes:
        data: the whole file; the very bytes that came in where nothing was changed.
        edits: what was changed: words in old fonts first, then the others, in reading order.
        notes: one line each for what was left out or not understood.
    """

    data: bytes
    edits: tuple[DocumentEdit, ...] = ()
    notes: tuple[str, ...] = ()
