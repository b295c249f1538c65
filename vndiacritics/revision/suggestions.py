"""What is suggested: changes that are not made, typing errors, words written twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vndiacritics.orthography.signs import AROUND_WORDS
from vndiacritics.restoration import Edit
from vndiacritics.revision.changes import Change, Changes
from vndiacritics.search.decisions import Decision


def suggested(changes: Changes, *slips: Changes) -> Iterator[tuple[int, Edit]]:
    """Yield what is suggested, each with the number of its document.

    Args:
        changes: of the text as it is; where they were made nothing is suggested.
        slips: of words of the same text as if typed: they know more of typing errors.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    for row in changes.made():
        taken.setdefault(row.document, []).append((row.start, row.stop))
    others = [(changes, row) for row in changes.rows if not row.made]
    typed = [(slip, row) for slip in slips for row in slip.rows if _are_words(row.old)]
    for source, row in (*typed, *others):
        spans = taken.setdefault(row.document, [])
        if not any(start < row.stop and row.start < stop for start, stop in spans):
            spans.append((row.start, row.stop))
            yield row.document, source.edit(row)


def _are_words(old: str) -> bool:
    return all(part.strip(AROUND_WORDS).isalpha() for part in old.split())


def to_look_at(decided: Iterable[Decision], texts: Sequence[str]) -> list[Change]:
    """Return decisions as changes that are only suggested, and no sign of damage."""
    return [
        Change(
            row.document,
            row.start,
            row.stop,
            texts[row.document][row.start : row.stop],
            row.surface,
            row.posterior,
            made=False,
            decision=row,
        )
        for row in decided
    ]
