"""The way of an offset through the edits of a text, in both directions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vndiacritics.arrays import Ints
from vndiacritics.restoration import Edit


class Offsets:
    """The way from a document's text through its edits, in both directions."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.starts = np.array([edit.start for edit in edits], dtype=np.int64)
        self.stops = np.array([edit.end for edit in edits], dtype=np.int64)
        self.sizes = np.array([len(edit.new) for edit in edits], dtype=np.int64)
        grown = np.cumsum(self.sizes - (self.stops - self.starts))
        self.grown = np.concatenate(([0], grown))
        self.new_starts = self.starts + self.grown[:-1]
        self.new_stops = self.new_starts + self.sizes

    def forth(self, places: Ints) -> Ints:
        """Map boundaries of the text before to the text after; inside an edit from its start."""
        number = np.searchsorted(self.starts, places, side="right") - 1
        result: Ints = places + self.grown[number + 1]
        inside = (number >= 0) & (places < self.stops[number]) if len(self.starts) else number >= 0
        which = number[inside]
        result[inside] = self.new_starts[which] + np.minimum(
            places[inside] - self.starts[which], self.sizes[which]
        )
        return result

    def back(self, places: Ints, *, to_end: bool) -> Ints:
        """Map boundaries back; inside an edit to its start or end."""
        number = np.searchsorted(self.new_starts, places, side="left" if to_end else "right") - 1
        result: Ints = places - self.grown[number + 1]
        inside = (
            (number >= 0) & (places < self.new_stops[number]) if len(self.starts) else number >= 0
        )
        which = number[inside]
        result[inside] = (self.stops if to_end else self.starts)[which]
        return result
