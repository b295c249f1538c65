"""The first stage: whatever a text layer or an old font made of a text, as clean NFC.

Private-use codes are read, old encodings decoded stretch by stretch, letters and marks repaired,
tones placed. Each change is an edit whose reason is the name of the repair. Clean text is passed
through after a look at the set of its characters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vndiacritics.restoration import Edit
from vndiacritics.text import detection, encoding_costs
from vndiacritics.text import encodings as legacy
from vndiacritics.text.changes import Change, Repaired, replaced, unchanged
from vndiacritics.text.detection import Stretch, find_stretches
from vndiacritics.text.glyphs import repair_glyph_numbers, repair_hyphens
from vndiacritics.text.interleaved import find_interleaved_lines
from vndiacritics.text.letter_spacing import repair_letter_spacing
from vndiacritics.text.marks import (
    TonePlacement,
    order_long_rows,
    place_tones,
    repair_marks,
    repair_spacing_marks,
)
from vndiacritics.text.repairs import REPAIRS, repair_private_use
from vndiacritics.text.respelling import repair_wrong_vowels

__all__ = ["Normalised", "normalise"]

INTERLEAVED = "interleaved"
"""What a stretch of interleaved lines is called in place of an encoding."""

INTERLEAVED_CONFIDENCE = 0.9
"""That lines are interleaved."""


class Normalised(NamedTuple):
    """A text after normalisation.

    Attributes:
        text: NFC.
        edits: What was changed, as spans of the input, sorted and disjoint.
        offsets: For each of the ``len(text) + 1`` boundaries of `text` the boundary of the input.
        stretches: Parts of the input in an old encoding, and interleaved lines, in order.
        interleaved: Spans of the interleaved lines in `text`, in order.
        toneless: Spans of `text` in which words in capitals lack their tones, in order.
    """

    text: str
    edits: tuple[Edit, ...]
    offsets: Sequence[int]
    stretches: tuple[Stretch, ...]
    interleaved: tuple[tuple[int, int], ...] = ()
    toneless: tuple[tuple[int, int], ...] = ()


def normalise(
    text: str, *, from_encoding: str | None = None, tone_placement: TonePlacement = "keep"
) -> Normalised:
    """Make a text clean NFC Vietnamese as far as its characters tell.

    Args:
        text: Any text.
        from_encoding: One of `encodings.ENCODINGS`: the whole text is read so, nothing is detected.
        tone_placement: See `place_tones`.

    Raises:
        KeyError: No such encoding.

    Examples:
        >>> normalise("Céng hßa x· héi chñ nghÜa ViÖt Nam").text
        'Cộng hòa xã hội chủ nghĩa Việt Nam'
        >>> normalise("Ngày 5 tháng 6; café, naïve").edits
        ()
    """
    odd = frozenset(set(text) - encoding_costs.CLEAN)
    result = unchanged(text)
    if any("\uf020" <= c <= "\uf0ff" for c in odd):
        result = result.then(repair_private_use)
    if any(map(unicodedata.combining, odd)):
        result = result.then(order_long_rows)
    result, stretches = _decoded(result, from_encoding)
    if odd or stretches:
        result = _repair_letters(result)
    for repair in (
        repair_letter_spacing,
        repair_glyph_numbers,
        repair_hyphens,
        repair_wrong_vowels,
    ):
        result = result.then(repair)
    if tone_placement != "keep":
        result = result.then(lambda clean: place_tones(clean, tone_placement))
    offsets = result.offsets()
    interleaved = tuple(find_interleaved_lines(result.text))
    left = (
        Stretch(offsets[start], offsets[end], INTERLEAVED, INTERLEAVED_CONFIDENCE)
        for start, end in interleaved
    )
    return Normalised(
        result.text,
        tuple(_edits(result)),
        offsets,
        tuple(sorted((*stretches, *left), key=lambda s: s.start)),
        interleaved,
        tuple(
            (bisect_left(offsets, row.start), bisect_left(offsets, row.end))
            for row in stretches
            if row.capitals_unmarked
        ),
    )


def _decoded(result: Repaired, from_encoding: str | None) -> tuple[Repaired, tuple[Stretch, ...]]:
    """Return a text in Unicode, and the stretches of its source that were in an old encoding."""
    if from_encoding is not None:
        result = result.then(lambda shown: legacy.decode(shown, from_encoding))
        unmarked = from_encoding == "tcvn3" and detection.lacks_tones(result.text)
        return result, (Stretch(0, len(result.source), from_encoding, 1.0, unmarked),)
    found = find_stretches(result.text)
    if not found:
        return result, ()
    offsets = result.offsets()
    stretches = tuple(_at(stretch, offsets) for stretch in found)
    return result.then(lambda shown: _decode(shown, found)), stretches


def _repair_letters(result: Repaired) -> Repaired:
    present = set(result.text)
    for repair in REPAIRS:
        if present & repair.signs:
            result = result.then(repair.apply)
    if present & set("´ˊˋ˜"):
        result = result.then(repair_spacing_marks)
    return result.then(repair_marks)


def _decode(text: str, stretches: Sequence[Stretch]) -> Repaired:
    changes: list[Change] = []
    for stretch in stretches:
        part = legacy.decode(text[stretch.start : stretch.end], stretch.encoding)
        changes += (
            Change(
                change.start + stretch.start,
                change.end + stretch.start,
                change.new,
                change.reason,
                stretch.confidence,
            )
            for change in part.changes
        )
    return replaced(text, changes)


def _at(stretch: Stretch, offsets: Sequence[int]) -> Stretch:
    return Stretch(
        offsets[stretch.start],
        offsets[stretch.end],
        stretch.encoding,
        stretch.confidence,
        stretch.capitals_unmarked,
    )


def _edits(result: Repaired) -> Iterator[Edit]:
    """Return the changes as edits, those of one word for one reason as one."""
    source = result.source
    group: list[Change] = []
    for change in result.changes:
        if group:
            last = group[-1]
            between = source[last.end : change.start]
            if last.reason != change.reason or len(between) > 32 or re.search(r"\s", between):
                yield _edit(group, source)
                group = []
        group.append(change)
    if group:
        yield _edit(group, source)


def _edit(group: Sequence[Change], source: str) -> Edit:
    start, end = group[0].start, group[-1].end
    inner = [Change(c.start - start, c.end - start, c.new, c.reason) for c in group]
    old = source[start:end]
    confidence = min(change.confidence for change in group)
    return Edit(start, end, old, replaced(old, inner).text, confidence, (), group[0].reason)
