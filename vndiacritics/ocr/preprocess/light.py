"""Light on a page: areas of light letters on dark ground inverted, and uneven light evened out.

Both work on the grey page before all else: an engine thresholds the whole page at once, and
cleaning takes what is dark for ink.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import Grey, opencv, shrunk

__all__ = ["background", "dark_areas", "evened", "inverted", "is_unevenly_lit"]

WINDOW = 0.016
"""Of the page's longer edge, within which most pixels of a dark area are dark: about 5 mm of A4."""

DARK_SHARE = 0.62
"""Of such a window; bold letters have 0.45 of dark in it at most, light letters on dark 0.75."""

LIGHT_LETTERS = (0.001, 0.5)
"""Share of light pixels within a dark area that holds letters; lids and shadows have none."""

LIGHTER = 2.0
"""Times as much of thin light strokes as of thin dark ones within a dark area that holds letters.
In a shadow it is the other way round."""

ENCLOSED = 0.75
"""Of the light strokes within a dark area those with dark all round, where they are letters: 0.91
and more in drawn heads and bands. Between the thick strokes of a drawn stamp, and in three places
of real scans that are no such area, it is 0.64 at most: what is light is the paper beside them."""

RULE = 3
"""Pixels of a page of 1,200 over which a light stroke is no rule between the columns of a head."""

FEWEST_LETTERS = 3
"""Strokes that an area of letters holds at least."""

LEAST_CONTRAST = 40
"""Levels of 255 between the ground of an area and the letters on it."""

UNEVEN = 0.86
"""Of the brightness of the paper: where its darker parts have less, the light is evened out."""

GRID = 4
"""Pixels of the page to one of its background."""


def inverted(grey: Grey) -> tuple[Grey, NDArray[np.bool_]]:
    """Invert the areas of a page on which light letters stand on dark ground.

    Returns:
        The page, dark on light throughout, and where it was inverted.
    """
    mask = np.zeros(grey.shape, dtype=bool)
    result = grey
    for area, ground, letters in dark_areas(grey):
        if result is grey:
            result = grey.copy()
        scale = 255.0 / (letters - ground)
        values = 255.0 - (grey[area].astype(np.float32) - ground) * scale
        result[area] = np.clip(values, 0, 255).astype(np.uint8)
        result[_edge(area)] = 255
        mask |= area
    return result, mask


def _edge(area: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the edge of an area, which is left as an outline once the area is inverted."""
    cv2 = opencv()
    scale = _scale(area.shape)
    reach = np.ones((4 * scale + 1, 4 * scale + 1), np.uint8)
    gradient = cv2.morphologyEx(area.astype(np.uint8), cv2.MORPH_GRADIENT, reach)
    return np.asarray(gradient > 0)


def _scale(shape: tuple[int, ...]) -> int:
    """Return by how much a page is shrunk where dark areas are sought."""
    return max(1, round(max(shape) / 1200))


def dark_areas(grey: Grey) -> Iterator[tuple[NDArray[np.bool_], float, float]]:
    """Yield each dark area with light letters: where, the level of its ground, of its letters."""
    cv2 = opencv()
    small = shrunk(grey, _scale(grey.shape))
    level = _dark_level(small)
    dark = (small < level).astype(np.uint8)
    if dark.mean() < 0.004:
        return
    window = max(5, round(WINDOW * max(small.shape)) | 1)
    share = cv2.boxFilter(dark.astype(np.float32), -1, (window, window),
                          borderType=cv2.BORDER_REPLICATE)  # fmt: skip
    core = (share > DARK_SHARE).astype(np.uint8)
    if not core.any():
        return
    reach = np.ones((window, window), np.uint8)
    region = core | (dark & cv2.dilate(core, reach))
    region = cv2.morphologyEx(region, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) | core
    closing = np.ones((window, window), np.uint8)
    region = cv2.copyMakeBorder(region, window, window, window, window, cv2.BORDER_REPLICATE)
    region = cv2.morphologyEx(region, cv2.MORPH_CLOSE, closing)[window:-window, window:-window]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(region, connectivity=4)
    for number in range(1, count):
        x, y, width, height, size = (int(value) for value in stats[number])
        if width < 2 * window or height < 0.8 * window or size < 2 * window * window:
            continue
        here = slice(y, y + height), slice(x, x + width)
        inside = _filled(labels[here] == number)
        found = _levels(small[here], inside, level, window)
        if found is None:
            continue
        small_mask = np.zeros(small.shape, np.uint8)
        small_mask[here] = inside
        full = cv2.resize(
            small_mask, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST
        )
        yield full > 0, *found


def _dark_level(grey: Grey) -> float:
    """Return the level under which a pixel is dark: between the two kinds of pixels of the page."""
    cv2 = opencv()
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return float(min(max(level, 60), 170))


def _filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Fill the holes of a mask, which light letters of a large size leave."""
    cv2 = opencv()
    outline, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    result = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(result, outline, -1, 1, -1)
    share = mask.sum() / max(1, result.sum())
    # A frame of dark round a light page is no area with letters.
    return result > 0 if share > 0.7 else mask


def _levels(
    grey: Grey, inside: NDArray[np.bool_], level: float, window: int
) -> tuple[float, float] | None:
    """Return the levels of ground and letters of an area, None where no light letters stand."""
    cv2 = opencv()
    values = grey[inside]
    ground = float(np.median(values))
    letters = float(np.percentile(values, 99.5))
    if letters - ground < LEAST_CONTRAST or ground > level:
        return None
    lit = (grey > (ground + letters) / 2) & inside
    share = float(lit.sum()) / len(values)
    if not LIGHT_LETTERS[0] <= share <= LIGHT_LETTERS[1]:
        return None
    core = cv2.erode(np.pad(inside, 2).astype(np.uint8), np.ones((5, 5), np.uint8))[2:-2, 2:-2] > 0
    alone = np.pad(np.where(inside, grey, np.uint8(ground)), window, constant_values=round(ground))
    trend = cv2.medianBlur(alone, 2 * window + 1)[window:-window, window:-window]
    strokes = grey[core].astype(np.float64) - trend[core]
    brighter, darker = np.clip(strokes, 0, None), np.clip(-strokes, 0, None)
    if (brighter**2).sum() < LIGHTER * (darker**2).sum():
        return None
    return (ground, letters) if _are_letters(lit & core, core) else None


def _are_letters(lit: NDArray[np.bool_], core: NDArray[np.bool_]) -> bool:
    """Return whether light strokes within a dark area are letters: some, with dark all round."""
    cv2 = opencv()
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lit.astype(np.uint8), connectivity=8)
    _, _, widths, heights, sizes = stats.T
    no_rule = np.minimum(widths, heights) > RULE
    no_rule[0] = False
    inner = cv2.erode(np.pad(core, 1).astype(np.uint8), np.ones((3, 3), np.uint8))[1:-1, 1:-1] > 0
    enclosed = no_rule.copy()
    enclosed[np.unique(labels[core & ~inner])] = False
    if sizes[enclosed].sum() < ENCLOSED * sizes[no_rule].sum():
        return False
    return int((heights[enclosed] > RULE).sum()) >= FEWEST_LETTERS


def background(grey: Grey) -> NDArray[np.float32]:
    """Return the brightness of the paper under what is written on it, `GRID` times smaller."""
    cv2 = opencv()
    small = shrunk(cv2.dilate(grey, np.ones((GRID, GRID), np.uint8)), GRID)
    reach = max(3, round(max(small.shape) / 28) | 1)
    element = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, element, borderType=cv2.BORDER_REPLICATE)
    soft = cv2.medianBlur(closed, min(255, max(3, reach // 6 | 1)))
    return np.asarray(cv2.GaussianBlur(soft.astype(np.float32), (0, 0), max(1.0, reach / 12)))


def is_unevenly_lit(paper: NDArray[np.float32]) -> bool:
    """Tell from its background whether a page lies in uneven light, or in too little."""
    low, high = np.percentile(paper, [4, 96])
    return bool(low < UNEVEN * high or high < 150)


def evened(grey: Grey, paper: NDArray[np.float32]) -> Grey:
    """Even the light out: every part of the paper becomes white, ink keeps its share of it."""
    cv2 = opencv()
    height, width = grey.shape
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    result = grey.astype(np.float32) * (250.0 / np.maximum(full, 12.0))
    return np.asarray(np.clip(result, 0, 255), dtype=np.uint8)
