"""A page as pixels read by the engine: once where that does, in other ways where it does not.

An ordinary page is prepared, cleaned and read, and that is all it costs; where its letters tell
that it lies turned it is turned first. Where letters were left out or hardly a word of the reading
can be believed, the page may have been put in askew: it is straightened if its lines are seen to
lean. It may stand on its head or have lost more than specks to cleaning: then it is turned as the
engine's own model of orientation says, and read as it is. The reading with most credible letters
wins.
A table without rules, of which the engine takes a column for something else, is read by rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vndiacritics.ocr.marks import without_strokes
from vndiacritics.ocr.page import Block, Line, Mark, Page, body_lines
from vndiacritics.ocr.preprocess import clean as cleaning
from vndiacritics.ocr.preprocess.leaders import with_leaders
from vndiacritics.ocr.preprocess.mapping import Mapping, rotation, shift, turn
from vndiacritics.ocr.preprocess.overlooked import overlooked, sheet, with_pieces
from vndiacritics.ocr.preprocess.pixels import Grey
from vndiacritics.ocr.preprocess.prepare import Prepared, prepare, straight
from vndiacritics.ocr.preprocess.raised import (
    Raised,
    named,
    strip,
    with_bars,
    with_raised,
    without_raised,
)
from vndiacritics.ocr.preprocess.signs import with_signs
from vndiacritics.ocr.preprocess.tables import with_tables
from vndiacritics.ocr.preprocess.unread import left_out, letters_of
from vndiacritics.ocr.quality import Quality, leaves_much, quality
from vndiacritics.ocr.reading_order import arrange
from vndiacritics.ocr.tesseract import engine
from vndiacritics.ocr.tesseract.orientation import turn_needed

if TYPE_CHECKING:
    from vndiacritics.ocr.settings import Settings
    from vndiacritics.ocr.sources import PageImage

__all__ = ["recognise"]

MOST_TAKEN = 0.25
"""Share of the ink that cleaning may take before the page is also read as it is."""

FEW_SPOTS = 12
"""Spots of ink of a letter's size, with fewer of which a page is not read again."""

BETTER = 1.1
"""Times as many credible letters as the first reading has, which another must have to win."""


CELL = 3
"""Words of a middling line at most, on a page that may be a table without rules."""

LEVEL = 2
"""Other lines on the level of a middling line at least; lists of names may stand in two columns."""

AS_GOOD = 0.9
"""Of what the first reading is worth that one by rows must be: words it glues are not credible."""


@dataclass(frozen=True)
class _Attempt:
    """A reading of the page in one way, its boxes on the page as it was."""

    page: Page
    quality: Quality
    angle: int = 0
    taken: float = 0.0


def recognise(image: PageImage, settings: Settings) -> Page:
    """Read a page.

    Args:
        image: The page as it was handed in.
        settings: How it is read.

    Returns:
        The page in reading order, boxes in pixels of `image`; `Page.angle` tells how its text
        lies on it.
    """
    prepared = prepare(image.pixels, dpi=image.dpi)
    best = _attempt(prepared, image, settings, clean=settings.clean, angle=prepared.turn)
    if (best.quality.is_poor or leaves_much(best.page)) and prepared.letters >= FEW_SPOTS:
        level = straight(prepared)
        if level is not None:
            other = _attempt(level, image, settings, clean=settings.clean, angle=level.turn)
            if _better(best, other) is other:
                prepared, best = level, other
    if best.taken > MOST_TAKEN and not best.quality.is_poor:
        best = _better(best, _attempt(prepared, image, settings, clean=False, angle=best.angle))
    elif best.quality.is_poor and prepared.letters >= FEW_SPOTS:
        for other in _other_ways(prepared, image, settings, best):
            best = _better(best, other)
            if not best.quality.is_poor:
                break
    if _may_be_a_table(best.page):
        rows = _attempt(
            prepared, image, settings, clean=settings.clean, angle=best.angle, rows=True
        )
        is_as_good = rows.quality.worth >= AS_GOOD * best.quality.worth
        if is_as_good and rows.page.unread <= best.page.unread:
            best = rows
    page = best.page
    if best.quality.is_nothing:
        page = replace(page, blocks=tuple(replace(part, kind="noise") for part in page.blocks))
    return replace(page, dpi=image.dpi, origin="ocr")


def _may_be_a_table(page: Page) -> bool:
    """Return whether a page that was read is a table without rules, its columns torn apart.

    An engine has its cells for lines then: short ones, several on one level; or it left some out.
    """
    lines = [line for _, _, line in body_lines(page.blocks)]
    if not lines or median(len(line.words) for line in lines) > CELL:
        return False
    return leaves_much(page) or median(_beside(line, lines) for line in lines) >= LEVEL


def _beside(line: Line, lines: Sequence[Line]) -> int:
    """Return how many other lines stand on the level of a line."""
    middle = line.box.centre[1]
    return sum(other.box.top < middle < other.box.bottom for other in lines) - 1


def _better(first: _Attempt, second: _Attempt) -> _Attempt:
    return second if second.quality.worth > BETTER * max(0.0, first.quality.worth) else first


def _other_ways(
    prepared: Prepared, image: PageImage, settings: Settings, first: _Attempt
) -> Iterator[_Attempt]:
    """Read a page in other ways, the likeliest to help first."""
    told = turn_needed(
        cleaning.grey(prepared.image), dpi=prepared.dpi, timeout=settings.limits.timeout
    )
    turns = [] if told is None else [told]
    if first.quality.share < 0.4 or first.quality.letters < FEW_SPOTS:
        turns += [0, 180, 90, 270]
    elif first.angle:
        turns.append(0)
    for angle in dict.fromkeys(turns):
        if angle != first.angle:
            yield _attempt(prepared, image, settings, clean=settings.clean, angle=angle)
    if settings.clean:
        yield _attempt(prepared, image, settings, clean=False, angle=first.angle)
    if prepared.changed:
        whole = Prepared(
            cleaning.grey(image.pixels), image.dpi, Mapping(), prepared.letters, 0, changed=False
        )
        yield _attempt(whole, image, settings, clean=False, angle=first.angle)


def _attempt(
    prepared: Prepared,
    image: PageImage,
    settings: Settings,
    *,
    clean: bool,
    angle: int = 0,
    rows: bool = False,
) -> _Attempt:
    """Read a page that was prepared, turned clockwise by some degrees first.

    Args:
        prepared: The page.
        image: As it was handed in.
        settings: How it is read.
        clean: What is no letter goes first.
        angle: Degrees.
        rows: The engine looks for no columns.
    """
    pixels, mapping = prepared.image, prepared.mapping
    if angle:
        height, width = pixels.shape[:2]
        mapping = mapping.after(turn(angle, width, height))
        pixels = np.ascontiguousarray(np.rot90(pixels, -angle // 90))
    height, width = image.pixels.shape[:2]
    if not clean:
        page = arrange(_read(cleaning.grey(pixels), prepared.dpi, settings))
        placed = mapping.page(page, width, height, angle=-angle % 360)
        return _Attempt(placed, quality(placed), angle)
    cleaned = cleaning.clean(pixels, dpi=prepared.dpi)
    small = _raised(cleaned, prepared.dpi, settings)
    seen = without_raised(cleaned.image, small)
    page = _read(seen, prepared.dpi, settings, one_block=rows)
    page = _with_overlooked(page, seen, cleaned, prepared.dpi, settings)
    unread = len(left_out(letters_of(cleaned.spots), page, seen)) if cleaned.spots.middling else 0
    page = with_bars(with_raised(page, small), cleaned.bars)
    page = arrange(page, stamps=cleaned.stamps)
    page = with_leaders(page, cleaned.leaders)
    page = with_signs(page, cleaned.signs, tables=cleaned.tables)
    page = with_tables(page, cleaned.tables)
    stamps = tuple(_stamps(cleaned, prepared.dpi, settings)) if settings.stamps else ()
    warnings = (f"{len(cleaned.stamps)} received stamp(s)",) if cleaned.stamps else ()
    page = replace(page, blocks=page.blocks + stamps, warnings=warnings, unread=unread)
    marks = tuple(Mark(mark.kind, mapping.box(mark.box, width, height)) for mark in cleaned.marks)
    if cleaned.angle:
        mapping = mapping.after(rotation(cleaned.angle, *cleaned.image.shape[::-1]))
    marks += tuple(Mark(mark.kind, mapping.box(mark.box, width, height)) for mark in cleaned.seals)
    placed = mapping.page(page, width, height, angle=-angle % 360)
    placed = without_strokes(replace(placed, marks=marks))
    return _Attempt(placed, quality(placed), angle, cleaned.taken)


def _raised(cleaned: cleaning.Cleaned, dpi: float, settings: Settings) -> list[Raised]:
    """Read the raised numbers of a page; the engine is asked where there may be any."""
    if not cleaned.raised:
        return []
    drawn = strip(cleaned.image, cleaned.raised)
    return named(cleaned.raised, _read(drawn, dpi, settings, one_block=True, digits=True))


def _with_overlooked(
    page: Page, seen: Grey, cleaned: cleaning.Cleaned, dpi: float, settings: Settings
) -> Page:
    """Read for itself what the engine left out or doubts; it is asked where there is any."""
    pieces = overlooked(page, seen, cleaned.spots, tables=cleaned.tables, dotted=cleaned.leaders)
    if not pieces:
        return page
    picture, drawn = sheet(seen, pieces)
    return with_pieces(page, drawn, _read(picture, dpi, settings, one_block=True))


def _stamps(cleaned: cleaning.Cleaned, dpi: float, settings: Settings) -> Iterator[Block]:
    for box, picture in zip(cleaned.stamps, cleaned.stamp_images, strict=True):
        part = _read(picture, dpi, settings, one_block=True)
        if part.blocks:
            moved = Mapping((shift(box.left, box.top),))
            size = box.left + box.width + 1, box.top + box.height + 1
            yield Block(_moved(part, moved, size), "stamp")


def _moved(part: Page, moved: Mapping, size: tuple[float, float]) -> tuple[Line, ...]:
    return tuple(line.moved(lambda box: moved.box(box, *size)) for line in part.lines())


def _read(
    grey: NDArray[np.uint8],
    dpi: float,
    settings: Settings,
    *,
    one_block: bool = False,
    digits: bool = False,
) -> Page:
    return engine.read_image(
        grey,
        languages=settings.languages,
        dpi=dpi,
        timeout=settings.limits.timeout,
        one_block=one_block,
        digits=digits,
    )
