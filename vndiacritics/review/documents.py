"""Office documents: their text as the restorer reads it, and decisions put into them.

An adapter of `vndiacritics.documents` hands its text to whatever explains it and writes the edits
it gets back. So a document is reviewed by listening in, and decided upon by giving the person's
edits for the restorer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from vndiacritics import documents
from vndiacritics.documents import RepairedDocument
from vndiacritics.documents.reading import Explainer
from vndiacritics.restoration import Edit, Restoration, apply_edits
from vndiacritics.review.decisions import Decisions

__all__ = ["decided", "places", "restoration_of", "text_of"]

Span = tuple[int, int]

MARK = "\N{LATIN SMALL LETTER O WITH OGONEK AND MACRON}"
"""A letter that no text has, around the numbers of words whose places are asked for."""


@dataclass
class _Listener:
    """Passes texts on to a restorer, and keeps what it makes of them."""

    restorer: Explainer
    heard: list[Restoration] = field(default_factory=list)

    def explain(self, text: str, *, keep: Iterable[Span] = ()) -> Restoration:
        result = self.restorer.explain(text, keep=keep)
        self.heard.append(result)
        return result


class _Reader:
    """Changes nothing."""

    def explain(self, text: str, *, keep: Iterable[Span] = ()) -> Restoration:  # noqa: ARG002
        return Restoration(text, text)


@dataclass
class _Decider:
    """Gives edits of a text that comes in parts."""

    edits: Sequence[Edit]
    done: int = 0

    def explain(self, text: str, *, keep: Iterable[Span] = ()) -> Restoration:  # noqa: ARG002
        start, self.done = self.done, self.done + len(text)
        here = tuple(
            replace(edit, start=edit.start - start, end=edit.end - start)
            for edit in self.edits
            if start <= edit.start and edit.end <= self.done
        )
        return Restoration(text, apply_edits(text, here), here)


def restoration_of(data: bytes, kind: str, restorer: Explainer) -> Restoration:
    """Return what a restorer makes of the text of a document.

    Args:
        data: The file.
        kind: As of `documents.kind_of`.
        restorer: With ``Options(tokens=True)`` where tokens are wanted.

    Raises:
        VndiacriticsError: It is damaged, or of a kind that cannot be read.
    """
    listener = _Listener(restorer)
    documents.repair(data, kind, listener)
    return joined(listener.heard)


def places(data: bytes, kind: str, source: str, spans: Iterable[Span]) -> dict[Span, str]:
    """Return where words of a document stand: its paragraph, cell, row or line.

    Args:
        data: The file.
        kind: As of `documents.kind_of`.
        source: Its text, as of `restoration_of`.
        spans: Of words in the source, in order.

    Returns:
        By span; a word that reaches over a gap has none.
    """
    # The adapter names the place of whatever it is told to change.
    marks = {f"{MARK}{number}{MARK}": span for number, span in enumerate(spans)}
    edits = [Edit(*span, source[slice(*span)], mark, 1.0) for mark, span in marks.items()]
    found = documents.repair(data, kind, _Decider(edits)).edits
    return {marks[edit.new]: edit.place for edit in found if edit.new in marks}


def text_of(data: bytes, kind: str) -> str:
    """Return the text of a document as the restorer would read it.

    Raises:
        VndiacriticsError: It is damaged, or of a kind that cannot be read.
    """
    listener = _Listener(_Reader())
    documents.repair(data, kind, listener)
    return joined(listener.heard).text


def decided(data: bytes, kind: str, decisions: Decisions, *, name: str) -> RepairedDocument:
    """Carry decisions out in a document.

    Args:
        data: The file that was reviewed.
        kind: As of `documents.kind_of`.
        decisions: About it.
        name: Of the file, for errors.

    Raises:
        DecisionsError: They are about another document.
        VndiacriticsError: It is damaged, or of a kind that cannot be read.
    """
    edits = decisions.edits(text_of(data, kind), name=name)
    return documents.repair(data, kind, _Decider(edits))


def joined(parts: Sequence[Restoration]) -> Restoration:
    """Return one restoration of texts that follow one another."""
    if len(parts) == 1:
        return parts[0]
    starts = [0, *accumulate(len(part.source) for part in parts)]
    places = [0, *accumulate(len(part.text) for part in parts)]
    rows = list(zip(parts, starts, places, strict=False))
    return Restoration(
        "".join(part.source for part in parts),
        "".join(part.text for part in parts),
        tuple(_moved(edit, start) for part, start, _ in rows for edit in part.edits),
        tuple(_moved(edit, start) for part, start, _ in rows for edit in part.suggestions),
        tuple(
            replace(token, start=token.start + start, end=token.end + start, place=token.place + at)
            for part, start, at in rows
            for token in part.tokens
        ),
    )


def _moved(edit: Edit, start: int) -> Edit:
    return replace(edit, start=edit.start + start, end=edit.end + start)
