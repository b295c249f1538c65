"""The pair maker: text → drawn page → damaged page → OCR → (reference, observed) pairs.

A channel is only as good as the pairs it is learnt from, and hand-checked pairs are scarce. This
module makes them: it lays a text out as an official document (`typeset`), damages the page as
scanners, copiers and fax machines do (`damage`), has an OCR engine read it, and writes for each
page

    ``p0001.ref.txt``       the lines as they were laid out
    ``p0001.<engine>.txt``  what was read, one file an engine (``eng``, ``vie`` …)

and a line of ``manifest.tsv`` (page, document, font, point_size, dpi, damage). The same texts,
arguments, fonts and engine give the same files. Pages appear one by one and every file at once, the
reference last: a run that is cut short leaves whole pages, and ``--resume`` goes on behind them.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from vndiacritics.errors import (
    EncodingError,
    MissingExtraError,
    OutputConflictError,
    UnreadableInputError,
    UnwritableOutputError,
    UsageError,
)
from vndiacritics.files import write_bytes
from vndiacritics.training.damage import FAX_DPI, KINDS
from vndiacritics.training.engine import read_image, require_engine
from vndiacritics.training.manifest import MANIFEST, PageRecord, is_finished, write_manifest
from vndiacritics.training.typeset import (
    Line,
    Style,
    draw_page,
    draw_style,
    find_faces,
    lay_out_page,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["DAMAGES", "PageRecord", "add_arguments", "render", "run"]

T = TypeVar("T")

#: How often each damage comes; ``bilevel`` a quarter, as many archives scan in black and white.
DAMAGES: Mapping[str, float] = MappingProxyType(
    {"clean": 18, "scan": 26, "photocopy": 25, "fax": 6, "bilevel": 25}
)
#: Resolutions of scanners; one that stands twice is twice as likely.
DPIS = (200, 300, 300)
#: Black-and-white scanners are set to save space: their most, as `FAX_DPI` is that of any fax.
BILEVEL_DPI = 200
#: Least and most of each option that is a number.
RANGES = {
    "seed": (0, 2**63),
    "pages": (0, 9999),
    "pages_per_text": (0, 9999),
    "jobs": (1, 1024),
    "psm": (0, 13),
    "dpi": (72, 1200),
}


@dataclass(frozen=True)
class _Choices:
    """What documents are drawn from, with weights."""

    faces: tuple[tuple[Path, float], ...]
    dpis: tuple[int, ...]
    damages: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class _Layout:
    """A page as it is drawn and damaged."""

    record: PageRecord
    lines: tuple[Line, ...]
    style: Style
    damage_seed: tuple[int, ...]


@dataclass(frozen=True)
class _Reading:
    """How pages are read."""

    languages: tuple[str, ...]
    psm: int
    legacy_models: Path | None


@dataclass(frozen=True)
class _PageJob:
    """All that drawing and reading one page needs; sent to a worker process as it stands."""

    layout: _Layout
    reading: _Reading
    image_path: Path | None
    finished: bool


def render(
    texts: Iterable[Path],
    out: Path,
    *,
    language: str | Sequence[str] = "eng",
    faces: Sequence[str] | None = None,
    dpi: Sequence[int] | None = None,
    damage: Sequence[str] | None = None,
    seed: int = 0,
    pages: int | None = None,
    pages_per_text: int | None = None,
    jobs: int = 1,
    psm: int = 3,
    keep_images: bool = False,
    resume: bool = False,
    legacy_models: Path | None = None,
) -> list[PageRecord]:
    """Make pairs from texts, and return the rows of the manifest in the order of the pages.

    Args:
        texts: UTF-8 files, one paragraph a line; each is one document with one look.
        out: Folder for the pairs; made when absent.
        language: Engine or engines as `engine` names them; each reads the same page image.
        faces: Font files by name or path, equally likely; default `typeset.FACES` by weight.
        dpi: Resolutions, equally likely; default `DPIS`. See `FAX_DPI`, `BILEVEL_DPI`.
        damage: Kinds, equally likely; default `DAMAGES` by weight.
        seed: Another seed gives other pages.
        pages: Stop after so many pages in all.
        pages_per_text: Take at most so many pages from each text.
        jobs: Processes to draw and read with.
        psm: Tesseract's page segmentation mode.
        keep_images: Write ``p0001.png`` beside the texts.
        resume: Keep the pages that an earlier run with the same arguments has finished.
        legacy_models: Folder of the models of Tesseract's first recogniser.

    Raises:
        MissingExtraError: Pillow, a font, Tesseract or its model is not installed.
        OutputConflictError: There is a manifest in ``out`` and `resume` is off.
        UnreadableInputError: A text is missing or cannot be read.
        UnwritableOutputError: ``out`` cannot be written to.
        EncodingError: A text is not UTF-8.
        UsageError: An unknown kind of damage, or a number out of range.
    """
    _check_numbers(seed=seed, pages=pages, pages_per_text=pages_per_text, jobs=jobs, psm=psm)
    for value in dpi or ():
        _check_numbers(dpi=value)
    kinds = _damages(damage)
    languages = (language,) if isinstance(language, str) else tuple(language)
    reading = _Reading(languages, psm, legacy_models)
    _require(reading)
    choices = _Choices(find_faces(faces), tuple(dpi or DPIS), kinds)
    _refuse_conflict(out, resume=resume)
    documents = [_read_paragraphs(path) for path in texts]
    layouts = _lay_out(documents, choices, seed=seed, pages_per_text=pages_per_text)
    planned = [
        _plan_page(layout, reading, out, keep_image=keep_images, resume=resume)
        for layout in itertools.islice(layouts, pages)
    ]
    return _carry_out(planned, out, jobs=jobs)


# --- what to make ---------------------------------------------------------------------------


def _plan_page(
    layout: _Layout, reading: _Reading, out: Path, *, keep_image: bool, resume: bool
) -> _PageJob:
    page = layout.record.page
    return _PageJob(
        layout,
        reading,
        image_path=out / f"{page}.png" if keep_image else None,
        finished=resume and is_finished(out, page, reading.languages),
    )


def _lay_out(
    documents: Iterable[list[str]],
    choices: _Choices,
    *,
    seed: int,
    pages_per_text: int | None,
) -> Iterator[_Layout]:
    """Lay the documents out and yield their pages."""
    number = itertools.count(1)
    for index, paragraphs in enumerate(documents, start=1):
        rng = np.random.default_rng([seed, index])
        face, dpi = _pick(choices.faces, rng), int(rng.choice(choices.dpis))
        document_style = draw_style(face, dpi, rng)
        rest = paragraphs
        for order in itertools.islice(itertools.count(), pages_per_text):
            kind = _pick(choices.damages, rng)
            style = replace(document_style, dpi=_scan_dpi(kind, document_style.dpi))
            lines, rest = lay_out_page(rest, style)
            if not lines:
                break
            record = PageRecord(
                page=f"p{next(number):04d}",
                document=f"d{index:04d}",
                font=style.face.name,
                point_size=style.point_size,
                dpi=style.dpi,
                damage=kind,
            )
            yield _Layout(record, tuple(lines), style, (seed, index, order))


def _pick(weighted: Sequence[tuple[T, float]], rng: np.random.Generator) -> T:
    weights = np.array([weight for _, weight in weighted])
    return weighted[int(rng.choice(len(weighted), p=weights / weights.sum()))][0]


def _scan_dpi(kind: str, dpi: int) -> int:
    if kind == "fax":
        return FAX_DPI
    return min(dpi, BILEVEL_DPI) if kind == "bilevel" else dpi


def _damages(names: Sequence[str] | None) -> tuple[tuple[str, float], ...]:
    for name in names or ():
        if name not in KINDS:
            raise UsageError(f"unknown damage {name}", remedy=f"choose from {', '.join(KINDS)}")
    return tuple((name, 1.0) for name in names) if names else tuple(DAMAGES.items())


def _check_numbers(**options: int | None) -> None:
    """Check options against `RANGES`; None is not given."""
    for name, value in options.items():
        least, most = RANGES[name]
        if value is not None and not least <= value <= most:
            option = "--" + name.replace("_", "-")
            raise UsageError(f"{option} {value}", remedy=f"give a number from {least} to {most}")


def _read_paragraphs(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableInputError(
            f"{path}: {error.strerror}", remedy="name a text file that can be read"
        ) from error
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{path}: not UTF-8 at byte {error.start}", remedy="convert the file to UTF-8"
        ) from error
    return [line for line in unicodedata.normalize("NFC", text).splitlines() if line.strip()]


# --- drawing and reading --------------------------------------------------------------------


def _carry_out(planned: Sequence[_PageJob], out: Path, *, jobs: int) -> list[PageRecord]:
    manifest = out / MANIFEST
    records: list[PageRecord] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for job, observed in zip(planned, _read_pages(planned, jobs), strict=True):
            records.append(job.layout.record)
            if not job.finished:
                _write_page(out, job.layout, observed)
                write_manifest(manifest, records)
        write_manifest(manifest, records)
    except OSError as error:
        raise UnwritableOutputError(
            f"{error.filename or out}: {error.strerror}", remedy="name another --out"
        ) from error
    return records


def _read_pages(planned: Sequence[_PageJob], jobs: int) -> Iterator[Mapping[str, str]]:
    if jobs == 1:
        yield from map(_read_page, planned)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_read_page, planned)


def _read_page(job: _PageJob) -> Mapping[str, str]:
    """Draw, damage and read one page; gives the text of each model."""
    if job.finished:
        return {}
    layout, reading = job.layout, job.reading
    image = draw_page(layout.lines, layout.style)
    damage = KINDS[layout.record.damage]
    page = damage(image, layout.style.dpi, np.random.default_rng(layout.damage_seed))
    if job.image_path is not None:
        page.save(job.image_path, optimize=True)
    # A damage may enlarge the page; the engine must be told the resolution it really has.
    dpi = round(layout.style.dpi * page.width / image.width)
    return {
        name: read_image(
            page, engine=name, dpi=dpi, psm=reading.psm, legacy_models=reading.legacy_models
        )
        for name in reading.languages
    }


def _require(reading: _Reading) -> None:
    """Say at once what drawing and reading need and is not installed."""
    try:
        import PIL  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            "drawing pages needs Pillow", remedy="pip install 'vndiacritics[training]'"
        ) from error
    require_engine(reading.languages, legacy_models=reading.legacy_models)


# --- files ----------------------------------------------------------------------------------


def _refuse_conflict(out: Path, *, resume: bool) -> None:
    if (manifest := out / MANIFEST).exists() and not resume:
        raise OutputConflictError(
            f"{manifest} exists already",
            remedy="choose another --out, or go on with that run by --resume",
        )


def _write_page(out: Path, layout: _Layout, observed: Mapping[str, str]) -> None:
    page = layout.record.page
    for name, text in observed.items():
        write_bytes(out / f"{page}.{name}.txt", text.encode())
    reference = "".join(f"{line.text}\n" for line in layout.lines)
    write_bytes(out / f"{page}.ref.txt", reference.encode())


# --- the command ----------------------------------------------------------------------------


def add_legacy_models(parser: argparse.ArgumentParser) -> None:
    """Declare the folder that engines named ``legacy-MODEL`` need."""
    parser.add_argument(
        "--legacy-models", type=Path, metavar="DIR", help="models of Tesseract's first recogniser"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training render``."""
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT", help="UTF-8 text files")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where pairs go")
    parser.add_argument(
        "--language",
        action="append",
        metavar="MODEL",
        help="Tesseract model (or legacy-MODEL, ocrad, gocr), eng by default; repeatable",
    )
    add_legacy_models(parser)
    parser.add_argument(
        "--face", action="append", metavar="FONT", help="font file, by name or path; repeatable"
    )
    parser.add_argument(
        "--dpi", action="append", type=int, metavar="N", help="resolution; repeatable"
    )
    parser.add_argument(
        "--damage", action="append", metavar="KIND", help=f"{', '.join(KINDS)}; repeatable"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--pages", type=int, metavar="N", help="stop after so many pages in all")
    parser.add_argument("--pages-per-text", type=int, metavar="N", help="most pages of one text")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes to use")
    parser.add_argument("--psm", type=int, default=3, metavar="N", help="page segmentation mode")
    parser.add_argument("--keep-images", action="store_true", help="write the page images as well")
    parser.add_argument("--resume", action="store_true", help="go on with a run that was cut short")


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    records = render(
        args.texts,
        args.out,
        language=args.language or "eng",
        faces=args.face,
        dpi=args.dpi,
        damage=args.damage,
        seed=args.seed,
        pages=args.pages,
        pages_per_text=args.pages_per_text,
        jobs=args.jobs,
        psm=args.psm,
        keep_images=args.keep_images,
        resume=args.resume,
        legacy_models=args.legacy_models,
    )
    print(f"{len(records)} pages in {args.out}")
    return 0
