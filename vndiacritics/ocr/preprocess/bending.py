"""Paper that bends: where lines of text curve, the page is pulled straight.

The lines themselves tell the shape of the paper. How far below its middle each line runs at each
place is fitted as one smooth surface for the whole page, so that a picture or a short line between
others follows them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess.pixels import Grey, ink_of, opencv, shrunk

__all__ = ["unbent"]

FEWEST_LINES = 4
"""Lines that must tell the shape of a page."""

BENT = 0.35
"""Of the height of a line by which lines must run off before a page is pulled straight."""

DEGREES_X, DEGREES_Y = 4, 2
"""Of the polynomial across and down the page."""


def unbent(
    image: NDArray[np.uint8], page: Grey
) -> tuple[NDArray[np.uint8], Callable[[NDArray[np.float64]], NDArray[np.float64]] | None]:
    """Pull a page straight where its lines are bent.

    Args:
        image: Height × width (× 3).
        page: The same in grey, dark on light.

    Returns:
        The page, and the way back of points, None where it is as it was.
    """
    found = _lines(page)
    if found is None:
        return image, None
    coefficients, line_height = found
    height, width = page.shape
    cv2 = opencv()
    x, y = np.meshgrid(np.linspace(0, width - 1, 65), np.linspace(0, height - 1, 65))
    down = _surface(x / width, y / height, coefficients) * height
    if np.percentile(np.abs(down), 98) < BENT * line_height:
        return image, None
    field = cv2.resize(down.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    straight = cv2.remap(
        image, columns, rows + field, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )

    def back(points: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = points.copy()
        across = np.clip(points[:, 0] / width, 0, 1)
        moved[:, 1] += _surface(across, np.clip(points[:, 1] / height, 0, 1), coefficients) * height
        return moved

    return np.asarray(straight, dtype=np.uint8), back


def _terms(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the terms of the surface: each vanishes at the middle of the page's width."""
    across = x - 0.5
    return np.stack(
        [across**i * y**j for i in range(1, DEGREES_X + 1) for j in range(DEGREES_Y + 1)], axis=-1
    )


def _surface(
    x: NDArray[np.float64], y: NDArray[np.float64], coefficients: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(_terms(x, y) @ coefficients)


def _lines(page: Grey) -> tuple[NDArray[np.float64], float] | None:
    """Fit the surface to the lines of a page; with the height of a line, in its pixels."""
    cv2 = opencv()
    scale = max(1, round(max(page.shape) / 1600))
    small = shrunk(page, scale)
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink_of(small), connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    widths = stats[1:, cv2.CC_STAT_WIDTH]
    usual = (heights >= 4) & (heights < 60) & (widths < 4 * heights) & (widths >= 2)
    if usual.sum() < 60:
        return None
    letter = float(np.median(heights[usual]))
    letters = np.flatnonzero(usual & (heights > 0.6 * letter) & (heights < 2.2 * letter)) + 1
    chains = _chained(stats[letters], middles[letters], letter)
    height, width = small.shape
    rows, targets, owners = [], [], []
    kept = 0
    for chain in chains:
        xs, ys = chain[:, 0] / width, chain[:, 1] / height
        if len(chain) < 12 or xs.max() - xs.min() < 0.3:
            continue
        rows.append(_terms(xs, np.full_like(xs, ys.mean())))
        targets.append(ys)
        owners.append(np.full(len(xs), kept))
        kept += 1
    if kept < FEWEST_LINES:
        return None
    return _fitted(np.concatenate(rows), np.concatenate(targets), np.concatenate(owners), kept,
                   letter / height), letter * scale  # fmt: skip


def _fitted(
    terms: NDArray[np.float64],
    targets: NDArray[np.float64],
    owners: NDArray[np.intp],
    lines: int,
    letter: float,
) -> NDArray[np.float64]:
    """Fit one surface and a height for each line, leaving out what stands off."""
    own = np.zeros((len(targets), lines))
    own[np.arange(len(targets)), owners] = 1
    ridge = 1e-3 * np.sqrt(len(targets))
    shape = terms.shape[1]
    whole = np.vstack([np.hstack([terms, own]),
                       np.hstack([ridge * np.eye(shape), np.zeros((shape, lines))])])  # fmt: skip
    keep = np.ones(len(targets), dtype=bool)
    solution = np.zeros(shape + lines)
    for _ in range(3):
        rows = np.concatenate([keep, np.ones(shape, dtype=bool)])
        wanted = np.concatenate([targets, np.zeros(shape)])
        solution = np.linalg.lstsq(whole[rows], wanted[rows], rcond=None)[0]
        off = np.abs(whole[: len(targets)] @ solution - targets)
        keep = off < 0.6 * letter
        if keep.sum() < 0.5 * len(keep):
            break
    return solution[:shape]


def _chained(
    stats: NDArray[np.int32], middles: NDArray[np.float64], letter: float
) -> list[NDArray[np.float64]]:
    """Chain letters to lines: each to the nearest on its right at about the same height.

    Returns:
        For each line the feet of its letters, x before y.
    """
    feet = np.column_stack([middles[:, 0], (stats[:, 1] + stats[:, 3]).astype(np.float64)])
    order = np.argsort(feet[:, 0])
    feet = feet[order]
    following = np.full(len(feet), -1)
    taken = np.zeros(len(feet), dtype=bool)
    for number, (x, y) in enumerate(feet):
        stop = np.searchsorted(feet[:, 0], x + 5 * letter, side="right")
        near = np.arange(number + 1, stop)
        near = near[(np.abs(feet[near, 1] - y) < 0.45 * letter) & ~taken[near]]
        if len(near):
            following[number] = near[0]
            taken[near[0]] = True
    chains = []
    for start in np.flatnonzero(~taken):
        chain = [start]
        while following[chain[-1]] >= 0:
            chain.append(following[chain[-1]])
        chains.append(feet[chain])
    return chains
