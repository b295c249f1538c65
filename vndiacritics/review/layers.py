"""Decisions put into the text layer of a searchable PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vndiacritics.errors import DecisionsError
from vndiacritics.files import display_name
from vndiacritics.ocr.pdf.layer_editor import LayerWord
from vndiacritics.ocr.pdf.writer import OverlaidPdf
from vndiacritics.review.decisions import Change, Decisions

__all__ = ["Applied", "decided"]


@dataclass(frozen=True)
class Applied:
    """What became of decisions: how many are in the file now, and lines about the others."""

    made: int
    notes: tuple[str, ...]


def decided(path: Path, decisions: Decisions, target: Path, *, password: str | None) -> Applied:
    """Write a searchable PDF anew with decisions carried out in its text layer.

    Args:
        path: The PDF with a text layer, as vnfix wrote it.
        decisions: About the scan it was made of.
        target: The new file; it is not moved into place here.
        password: Of an encrypted PDF.

    Raises:
        DecisionsError: The decisions are not about this scan, or it has no text layer.
        VndiacriticsError: The PDF cannot be read.
    """
    name = display_name(path)
    wanted = _by_page(decisions, name)
    made = 0
    notes: list[str] = []
    with OverlaidPdf(path, password=password) as overlaid:
        for number, changes in sorted(wanted.items()):
            layer = overlaid.layer(number)
            if layer is None:
                continue
            found = dict(_found(layer.words, changes))
            layer.replace({run: row.new for run, row in found.items()})
            made += len(found)
            missed = {id(row) for row in changes} - {id(row) for row in found.values()}
            notes += (
                f"{name}, page {number}: {row.proposed!r} not found"
                for row in changes
                if id(row) in missed
            )
        if wanted and not made:
            raise DecisionsError(
                f"{name}: has no text layer of vnfix that these decisions fit",
                remedy="make one first: vnfix SCAN.pdf -o FIXED.pdf, and apply them to FIXED.pdf",
            )
        overlaid.save(target)
    return Applied(made, tuple(notes))


def _by_page(decisions: Decisions, name: str) -> dict[int, list[Change]]:
    """Return the changes that differ from what vnfix wrote, by the number of their page."""
    found: dict[int, list[Change]] = {}
    placed = False
    for row in decisions.changes:
        placed = placed or row.box is not None
        if row.page is not None and row.box is not None and row.new != row.proposed:
            found.setdefault(row.page, []).append(row)
    if decisions.changes and not placed:
        raise DecisionsError(
            f"{name}: these decisions are about a text ({decisions.file}), not about a scan",
            remedy="review the scan itself",
        )
    return found


def _found(
    words: Sequence[LayerWord], changes: Sequence[Change]
) -> Iterator[tuple[tuple[int, int], Change]]:
    """Yield the runs of words that changes are about."""
    taken: set[int] = set()
    for row in sorted(changes, key=lambda row: row.start):
        texts = row.proposed.split()
        runs = (
            first
            for first in range(len(words) - len(texts) + 1)
            if [word.text for word in words[first : first + len(texts)]] == texts
            and first not in taken
            and _is_in(words[first], row)
        )
        first = next(runs, None) if texts else None
        if first is not None:
            taken.update(range(first, first + len(texts)))
            yield (first, first + len(texts)), row


def _is_in(word: LayerWord, row: Change) -> bool:
    """Return whether a word begins in the box of a change, give or take a letter."""
    if row.box is None:
        return False
    left, top, right, bottom = row.box
    spare = bottom - top
    return (
        left - spare / 2 <= word.across <= left + max(spare / 2, (right - left) / 2)
        and top - spare <= word.down <= bottom + spare
    )
