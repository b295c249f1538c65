"""A page before it is cleaned: the sheet cut out of a photo, dark on light, lit evenly, large."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.preprocess import bending, letters, light, paper, upright
from vndiacritics.ocr.preprocess.mapping import Mapping, scaling
from vndiacritics.ocr.preprocess.pixels import Grey, grey, ink_of, opencv
from vndiacritics.ocr.preprocess.skew import MAX_SKEW, lean, straightened
from vndiacritics.ocr.preprocess.spots import connected

__all__ = ["Prepared", "prepare", "straight"]


STANDS_OUT = 20.0
"""Levels of 255 between paper and ink; between the two halves of grain are fewer."""


@dataclass(frozen=True)
class Prepared:
    """A page that was prepared for cleaning.

    Attributes:
        image: Height × width (× 3), dark on light.
        dpi: Pixels an inch by its letters, or as stated where those do not gainsay it.
        mapping: From its pixels to those of the page as it was.
        letters: How many spots of ink are letters by their size.
        turn: Degrees clockwise by which it is to be turned to stand upright, as its letters tell:
            90, 180 or 270; 0 where it stands upright or they do not tell.
        changed: Whether it is another picture than the page as it was.
    """

    image: NDArray[np.uint8]
    dpi: float
    mapping: Mapping
    letters: int
    turn: int
    changed: bool


def prepare(image: NDArray[np.uint8], *, dpi: float) -> Prepared:
    """Prepare a page.

    Args:
        image: Height × width, or × 3 in the order red, green, blue.
        dpi: Pixels an inch as its file states.
    """
    mapping = Mapping()
    changed = False
    sheet = paper.find(grey(image))
    if sheet is not None:
        changed = True
        if sheet.corners is not None:
            image, there = paper.flattened(image, sheet.corners)
            mapping = mapping.after(there)
        else:
            image = _masked(image, sheet.mask)
    image, was_dark = _dark_on_light(image)
    image, was_uneven = _lit_evenly(image, force=sheet is not None)
    page = grey(image)
    if sheet is not None or was_uneven:
        image, back = bending.unbent(image, page)
        if back is not None:
            mapping = mapping.after(back)
            page = grey(image)
    ink = ink_of(page)
    found, angle = _letters(ink) if _stands_out(ink, page) else (letters.Letters(0, 0.0), 0)
    factor = letters.enlargement(found, page.size)
    dpi = found.dpi(dpi)
    if factor > 1:
        image = letters.enlarged(image, factor)
        mapping = mapping.after(scaling(factor))
        dpi = min(1200.0, dpi * factor)
    changed = changed or was_dark or was_uneven or factor > 1
    return Prepared(image, dpi, mapping, found.count, angle, changed)


def straight(prepared: Prepared) -> Prepared | None:
    """Return a page that was put in askew with its lines level; None where that is not seen."""
    angle = lean(grey(prepared.image))
    if abs(angle) <= MAX_SKEW:
        return None
    image, back = straightened(prepared.image, angle)
    _, turn = _letters(ink_of(grey(image)))
    mapping = prepared.mapping.after(back)
    return replace(prepared, image=image, mapping=mapping, turn=turn, changed=True)


def _letters(ink: Grey) -> tuple[letters.Letters, int]:
    """Return the letters of a page, and the degrees by which it is to be turned upright."""
    _, stats = connected(ink)
    found = letters.measured(stats, max(ink.shape))
    return found, upright.turn_of(stats, found.height)


def _masked(image: NDArray[np.uint8], mask: Grey) -> NDArray[np.uint8]:
    result = image.copy()
    result[mask == 0] = 255
    return result


def _dark_on_light(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], bool]:
    upright, mask = light.inverted(grey(image))
    if not mask.any():
        return image, False
    if image.ndim == 2:
        return upright, True
    result = image.copy()
    result[mask] = upright[mask][:, None]
    return result, True


def _lit_evenly(image: NDArray[np.uint8], *, force: bool) -> tuple[NDArray[np.uint8], bool]:
    paper_light = light.background(grey(image))
    if not force and not light.is_unevenly_lit(paper_light):
        return image, False
    if image.ndim == 2:
        return light.evened(image, paper_light), True
    planes = opencv().split(image)
    return np.dstack([light.evened(plane, light.background(plane)) for plane in planes]), True


def _stands_out(ink: Grey, page: Grey) -> bool:
    """Return whether what was taken for ink stands out from the grain of the paper."""
    if not ink.any() or ink.all():
        return False
    cv2 = opencv()
    page, ink = (np.ascontiguousarray(image[::3, ::3]) for image in (page, ink))  # tells as much
    (dark, *_), (pale, *_) = cv2.mean(page, ink), cv2.mean(page, cv2.bitwise_not(ink))
    return float(pale - dark) >= STANDS_OUT
