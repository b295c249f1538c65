"""Subtitles, SRT and WebVTT: the lines of the cues. Numbers, times, notes and styles stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.encoded import decoded
from vndiacritics.documents.flat import FlatReading
from vndiacritics.documents.markup import add_text, markup_writer
from vndiacritics.documents.reading import LINE, PARAGRAPH, Explainer

__all__ = ["repair"]

_TIMES = re.compile(
    r"\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d"
)
_STYLING = re.compile(r"</?[A-Za-z][^<>\n]*>|<\d[\d:.]*>|</>|\{\\[^{}\n]*\}")
"""Tags, times within a line, and the overrides of ASS that players understand in SRT too."""


def repair(data: bytes, restorer: Explainer, *, is_vtt: bool = False) -> RepairedDocument:
    """Repair subtitles; a sentence may go on from cue to cue.

    Args:
        data: the file.
        restorer: reads the lines.
        is_vtt: signs may be spelt as entities, as WebVTT does.

    Raises:
        EncodingError: the encoding is not clear.
    """
    encoded = decoded(data)
    flat = FlatReading(encoded.text)
    writer = markup_writer(encoded)
    for first, start, stop in _lines(encoded.text):
        flat.gap(PARAGRAPH if first else LINE)
        done = start
        for match in [*_STYLING.finditer(encoded.text, start, stop), None]:
            end = match.start() if match else stop
            if is_vtt and end > done:
                add_text(flat, done, end, writer=writer)
            else:
                flat.copy(done, end)
            done = match.end() if match else stop
    return flat.repaired(encoded, data, restorer)


def _lines(text: str) -> Iterator[tuple[bool, int, int]]:
    """Yield the lines of text: whether one is the first of all, and its span."""
    first = True
    within = False
    place = 0
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip()
        if _TIMES.match(line):
            within = True
        elif not line.strip():
            within = False
        elif within:
            yield first, place, place + len(line)
            first = False
        place += len(raw)
