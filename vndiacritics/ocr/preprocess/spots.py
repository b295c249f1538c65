"""Connected spots of ink: found once, for all that look at letters, dots, boxes and specks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import Grey, opencv

__all__ = ["Spots", "connected", "spots"]

FEW = 60_000
"""Of the 65,535 that 16 bits can count."""

EVERY = 7
"""Of so many rows one tells of spots; no divisor of the times that rows of a fax are repeated."""


@dataclass(frozen=True)
class Spots:
    """The spots of ink of an upright page.

    Attributes:
        ink: Height × width, 255 where ink is, 0 elsewhere.
        labels: Of each pixel the number of its spot, from 1; 0 for paper.
        stats: A row each label, that of paper first: left, top, width, height and area in pixels.
    """

    ink: Grey
    labels: NDArray[np.uint16] | NDArray[np.int32]
    stats: NDArray[np.int32]

    @property
    def boxes(self) -> NDArray[np.int32]:
        """Left, top, width and height of each spot, n × 4."""
        return self.stats[1:, :4]

    @property
    def letter_heights(self) -> NDArray[np.int32]:
        """The heights in pixels of the spots that may be letters."""
        widths, heights = self.boxes[:, 2:].T
        likely = (heights >= 6) & (widths < 4 * heights) & (heights < self.ink.shape[0] // 10)
        return np.asarray(heights[likely], dtype=np.int32)


def spots(ink: Grey) -> Spots:
    """Find the spots of ink, those that touch at a corner as one."""
    return Spots(ink, *connected(ink))


def connected(ink: Grey) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """Return the labels and the statistics of spots of ink, as `Spots` has them."""
    cv2 = opencv()
    # Labels of 16 bits take a third of the time.
    kind = cv2.CV_16U if _has_few(ink) else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        ink, 8, kind, cv2.CCL_SPAGHETTI
    )
    return labels, stats


def _has_few(ink: Grey) -> bool:
    """Return whether spots of ink are surely fewer than 16 bits can count, from some rows.

    Each spot has a topmost run of ink, with none above; on pages of text a tenth as many are found.
    """
    above, below = ink[:-1:EVERY], ink[1::EVERY]
    tops = (below[: len(above)] > 0) & (above == 0)
    starts = np.count_nonzero(tops[:, 1:] & ~tops[:, :-1]) + np.count_nonzero(tops[:, 0])
    return EVERY * int(starts) < FEW
