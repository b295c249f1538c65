"""Words of a text layer that this program wrote, changed where they stand.

`layer_writer` writes each word as one show operator behind its own text matrix. Here such words are
found again in the content streams of a page; a changed one keeps its place and is stretched to the
width of the old.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vndiacritics.ocr.geometry import Geometry, shown_box
from vndiacritics.ocr.pdf import glyphless
from vndiacritics.ocr.pdf.existing_text import inherited
from vndiacritics.ocr.pdf.layer_writer import FONT

__all__ = ["LayerWord", "PageLayer"]

_WORD = re.compile(
    rf"{FONT} (?P<em>[\d.]+) Tf (?:\S+ ){{4}}(?P<x>\S+) (?P<y>\S+) Tm "
    r"(?P<stretch>[\d.]+) Tz <(?P<codes>[0-9a-f]*)> Tj\n".encode()
)


@dataclass(frozen=True)
class LayerWord:
    """A word of the layer.

    Attributes:
        text: What it says.
        across: Where it begins, as a share of the page's width as it is shown.
        down: Where its baseline begins, as a share of the page's height.
    """

    text: str
    across: float
    down: float


@dataclass(frozen=True)
class _Place:
    """Where a word stands: number of the stream, and the match in it."""

    stream: int
    found: re.Match[bytes]

    @property
    def width(self) -> float:
        return float(self.found["stretch"]) * (len(self.found["codes"]) // 4)


class PageLayer:
    """The layer of one page of pikepdf; without words where the page has none of ours."""

    def __init__(self, page: Any) -> None:
        self._streams = [
            stream for stream in page.Contents.as_list() if FONT.encode() in stream.read_bytes()
        ] if "/Contents" in page.obj and _is_array(page) else []  # fmt: skip
        left, bottom, right, top = shown_box(page.cropbox, page.mediabox)
        self._geometry = Geometry(
            left, bottom, right, top, int(inherited(page.obj, "/Rotate", 0)) % 360, 72.0
        )
        self._places = list(self._found())
        self.words = [self._word(place.found) for place in self._places]

    def _found(self) -> Iterator[_Place]:
        for number, stream in enumerate(self._streams):
            for found in _WORD.finditer(stream.read_bytes()):
                yield _Place(number, found)

    def _word(self, found: re.Match[bytes]) -> LayerWord:
        x, y = float(found["x"]), float(found["y"])
        point = self._geometry.to_shown(x, y, x, y)
        width, height = self._geometry.size
        text = bytes.fromhex(found["codes"].decode()).decode("utf-16-be", "replace")
        return LayerWord(text, point.left / max(1, width), point.top / max(1, height))

    def replace(self, changes: Mapping[tuple[int, int], str]) -> None:
        """Write other texts in the place of words.

        Args:
            changes: New text by the numbers of the first word and the one behind the last;
                runs do not overlap, words that lose their text fall away.
        """
        for number, stream in enumerate(self._streams):
            data = stream.read_bytes()
            pieces: list[bytes] = []
            done = 0
            for (first, stop), text in sorted(changes.items()):
                places = self._places[first:stop]
                if places[0].stream != number:
                    continue
                pieces += (data[done : places[0].found.start()], _written(places, text))
                done = places[-1].found.end()
            if pieces:
                stream.write(b"".join((*pieces, data[done:])))


def _is_array(page: Any) -> bool:
    import pikepdf

    return isinstance(page.Contents, pikepdf.Array)


def _written(places: Sequence[_Place], text: str) -> bytes:
    """Write a text over the width of some words; a move without a word where there is no text."""
    codes = glyphless.encode(text)
    if not codes:
        return b""
    first = places[0].found
    stretch = max(0.1, sum(place.width for place in places) / (len(codes) // 2))
    before = first.group()[: first.start("stretch") - first.start()]
    return before + f"{stretch:.3f} Tz <{codes.hex()}> Tj\n".encode()
