"""One page from its file to repaired words: what a worker process does."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vndiacritics.errors import (
    MissingExtraError,
    UnreadableInputError,
    UnwritableOutputError,
    VndiacriticsError,
)
from vndiacritics.files import display_name, unreadable
from vndiacritics.ocr import sources
from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.page import Page
from vndiacritics.ocr.pdf import bounds
from vndiacritics.ocr.pdf import layer_reader as textlayer
from vndiacritics.ocr.pdf.coverage import COVERAGE_DPI, letters_outside
from vndiacritics.ocr.pdf.mixed import only, with_printed
from vndiacritics.ocr.pdf.parts import (
    CREDIBLE,
    KEEP,
    PICTURES,
    SCAN,
    Parts,
    is_kept,
    judge,
    parts_of,
    text_hidden,
)
from vndiacritics.ocr.quality import EMPTY, OK, UNREAD, quality, status
from vndiacritics.ocr.recognition import recognise
from vndiacritics.ocr.repair import Repairer, repair_page
from vndiacritics.ocr.settings import Keeper, Settings
from vndiacritics.ocr.sources import PageImage
from vndiacritics.ocr.tesseract.choices import Weigher
from vndiacritics.profiles.profile import AUTO, HIDDEN_LAYER, of_engine

if TYPE_CHECKING:
    from vndiacritics.restoration import Restoration
    from vndiacritics.restorer import Restorer
    from vndiacritics.text.marks import TonePlacement

__all__ = ["PageTask", "Reading", "read_page"]


FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Errors of a disk that has no room left."""

SMALLEST = 8
"""Pixels of an edge of a page; a smaller one holds no letter."""

MORE = 1.15
"""Times as many credible letters as the invisible layer of a scan has, which its reading must have
to take the layer's place."""

CLOSED = frozenset({errno.EROFS, errno.EACCES})
"""Errors of a folder that takes no file."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageTask:
    """A page that is to be read: file, kind as of `kinds.kind_of`, number from 1."""

    path: Path
    kind: str
    number: int
    settings: Settings


@dataclass(frozen=True)
class Reading:
    """A page that was read, empty where `error` tells why it could not be."""

    page: Page
    error: VndiacriticsError | None = None


def read_page(task: PageTask) -> Reading:
    """Read and repair one page; an error of this page is part of the result."""
    try:
        page = _read(task)
        return Reading(_repaired(page, task.settings))
    except VndiacriticsError as error:
        return Reading(Page(task.number, 0, 0, origin="failed"), error)
    except OSError as error:
        return Reading(Page(task.number, 0, 0, origin="failed"), _refused(error, task.path))
    except Exception as error:
        log.debug("page %d of %s", task.number, task.path, exc_info=True)
        bug = VndiacriticsError(
            f"{type(error).__name__}: {error}", remedy="this is a bug in vnfix, please report it"
        )
        return Reading(Page(task.number, 0, 0, origin="failed"), bug)


def _refused(error: OSError, path: Path) -> VndiacriticsError:
    """Return what to tell of an error of the system while a file was read.

    It names the file that the system refused; where the error names none, what was written to is
    a temporary file, as no other is open for writing meanwhile.
    """
    reason = error.strerror or str(error)
    refused = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if refused is None:
        is_temporary = error.errno in FULL
    else:
        below = refused != path and refused.is_relative_to(tempfile.gettempdir())
        is_temporary = below and error.errno in {*FULL, *CLOSED}
    if is_temporary:
        return UnwritableOutputError(
            f"the folder for temporary files, {tempfile.gettempdir()}: {reason}",
            remedy="make room there, or name another folder in TMPDIR",
        )
    if refused is not None:
        return unreadable(display_name(refused), error)
    return UnreadableInputError(reason, remedy="check the system's limits and its disk")


def _read(task: PageTask) -> Page:
    settings = task.settings
    if task.kind == "image":
        return _recognised(sources.load_page(task.path, task.number, limits=settings.limits), task)
    name = f"{display_name(task.path)}, page {task.number}"
    bounds.check_page(
        task.path,
        task.number,
        password=settings.password,
        max_pixels=settings.limits.max_pixels,
    )
    pdf_page = sources.page_of(_open(task.path, settings.password), task.number, name)
    try:
        geometry = sources.geometry_of(pdf_page)
        parts = parts_of(pdf_page, geometry, number=task.number)
        what = KEEP if settings.ocr == "never" else judge(parts, always=settings.ocr == "always")
        kept = _kept(pdf_page, geometry, parts) if what == KEEP else None
        beside = is_kept(parts)

        def drawn(dpi: float) -> PageImage:
            with text_hidden(pdf_page) if beside else nullcontext():
                return sources.render(pdf_page, dpi=dpi, limits=settings.limits, name=name)

        if kept is not None:
            outside = 0
            if settings.ocr == "auto" and parts.covered >= SCAN:
                outside = letters_outside(drawn(COVERAGE_DPI), kept)
            if not outside:
                return kept
            kept = replace(kept, unread=outside)
        image = drawn(sources.PDF_DPI)
    finally:
        pdf_page.close()
    if what == PICTURES:
        image = only(image, parts.pictures, geometry.dpi)
    try:
        page = _recognised(image, task)
    except MissingExtraError:
        if kept is None:
            raise
        return replace(kept, status=UNREAD)
    if kept is not None and not _says_more(page, parts):
        return replace(kept, unread=0)
    return with_printed(page, parts, pictures=what == PICTURES) if beside else page


def _says_more(page: Page, parts: Parts) -> bool:
    """Return whether a scan that was read says more than its invisible layer, and is text."""
    found, before = quality(page), quality(parts.hidden)
    return found.share >= CREDIBLE and found.worth > MORE * max(0.0, before.worth)


def _kept(pdf_page: Any, geometry: Geometry, parts: Parts) -> Page:
    """Return the text of a page as its layer has it."""
    page = textlayer.read(pdf_page, geometry, number=parts.visible.number)
    hidden = bool(parts.hidden.blocks)
    if hidden and parts.visible.blocks:
        page = with_printed(parts.hidden, parts, pictures=False)
    said = OK if next(page.words(), None) is not None else EMPTY
    return replace(page, origin="hidden-layer" if hidden else "text-layer", status=said)


def _open(path: Path, password: str | None) -> Any:
    """Open a PDF, or return it again for the next page while the file is the same."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0  # opening it says why
    return _document(path.absolute(), changed, password)


@lru_cache(maxsize=1)
def _document(path: Path, changed: int, password: str | None) -> Any:  # noqa: ARG001
    return sources.open_pdf(path, password=password)


def _recognised(image: PageImage, task: PageTask) -> Page:
    height, width = image.pixels.shape[:2]
    if task.settings.ocr == "never" or min(height, width) < SMALLEST:
        return Page(task.number, width, height, image.dpi, status=EMPTY)
    page = recognise(image, task.settings)
    return replace(page, number=task.number, status=status(page))


# --- repair ---------------------------------------------------------------------------------------


def profile_for(page: Page, settings: Settings) -> str:
    """Return the profile that suits how a page was read."""
    if settings.profile != AUTO:
        return settings.profile
    if page.origin == "hidden-layer" and textlayer.has_vietnamese(page):
        return HIDDEN_LAYER.name
    if page.origin != "ocr":
        return AUTO
    return of_engine(settings.languages.split("+")).name


@lru_cache(maxsize=3)
def restorer_for(
    profile: str,
    lexicon: Path | None,
    *,
    weighed: bool = False,
    learnt: Path | None = None,
    min_confidence: float = 0.0,
    tone_placement: TonePlacement = "keep",
    model: Path | None = None,
) -> Restorer:
    """Load a restorer once for each process."""
    from vndiacritics.options import Options
    from vndiacritics.restorer import Restorer

    options = Options(
        profile=profile,
        tokens=weighed,
        min_confidence=min_confidence,
        tone_placement=tone_placement,
    )
    return Restorer(options=options, lexicon=lexicon, learnt=learnt, model=model)


def repairer_for(settings: Settings, profile: str | None = None) -> Repairer:
    """Return what repairs pages as a user wants them repaired; a profile may be named instead."""
    restorer = restorer_for(
        settings.profile if profile is None else profile,
        settings.lexicon,
        weighed=settings.weighed,
        learnt=settings.learnt,
        min_confidence=settings.min_confidence,
        tone_placement=settings.tone_placement,
        model=settings.model,
    )
    return restorer if settings.keep is None else _Keeping(restorer, settings.keep)


@dataclass(frozen=True)
class _Keeping:
    """A restorer that leaves alone what a user wants kept."""

    restorer: Restorer
    keep: Keeper

    def explain_batch(self, texts: Sequence[str]) -> list[Restoration]:
        return self.restorer.explain_batch(texts, keep=list(map(self.keep.spans, texts)))


@lru_cache(maxsize=1)
def _weigher(model: Path | None) -> Weigher:
    from vndiacritics.model import bundle

    return Weigher(bundle.load(model).language_model)


def _repaired(page: Page, settings: Settings) -> Page:
    page = repair_page(page, repairer_for(settings, profile_for(page, settings)))
    if any(word.readings for word in page.words()):
        weigher = _weigher(settings.model)
        page = weigher.reconsider(page, least=settings.min_confidence, keep=settings.keep)
    return page
