"""The pair maker: text → drawn page → damaged page → OCR → (reference, observed) pairs.

A channel is only as good as the pairs it is learnt from, and hand-checked pairs are scarce. This
module makes them: it lays a text out as an official document (`typeset`), damages the page as
scanners, copiers and fax machines do (`damage`), has an OCR engine read it, and writes for each
page

    ``p0001.ref.txt``       the lines as they were laid out
    ``p0001.<engine>.txt``  what was read, one file an engine (``eng``, ``vie`` …)

and a line of ``manifest.tsv`` (page, document, font, point_size, dpi, damage). The same texts,
arguments, fonts and engine give the same files.
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
from vndiacritics.training.manifest import PageRecord, is_finished, write_manifest
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
#: Black-and-white scanners are set to save space.
BILEVEL_DPI = 200


@dataclass(frozen=True)
class _Choices:
    """What documents are drawn from, with weights."""

    faces: tuple[tuple[Path, float], ...]
    dpis: tuple[int, ...]
    damages: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class _PageJob:
    """All that drawing and reading one page needs; sent to a worker process as it stands."""

    record: PageRecord
    lines: tuple[Line, ...]
    style: Style
    damage_seed: tuple[int, ...]
    languages: tuple[str, ...]
    psm: int
    legacy_models: Path | None
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
    """Make pairs from texts: draw, damage, read, write.

    Pages appear in ``out`` one by one and every file at once, the reference last: a run that is
    cut short leaves whole pages, and `resume` goes on behind them.

    Args:
        texts: UTF-8 files, one paragraph a line; each is one document with one look.
        out: Folder for the pairs; made when absent.
        language: Engine or engines as `engine` names them, Tesseract's models among them; each
            reads the same page image.
        faces: Font files by name or path, equally likely; default `typeset.FACES` by weight.
        dpi: Resolutions, equally likely; default `DPIS`. A fax is always 204, a bilevel scan
            200 at the most.
        damage: Kinds, equally likely; default `DAMAGES` by weight.
        seed: Another seed gives other pages.
        pages: Stop after so many pages in all.
        pages_per_text: Take at most so many pages from each text.
        jobs: Processes to draw and read with.
        psm: Tesseract's page segmentation mode.
        keep_images: Write ``p0001.png`` beside the texts.
        resume: Keep the pages that an earlier run with the same arguments has finished.
        legacy_models: Folder of the models of Tesseract's first recogniser.

    Returns:
        The rows of the manifest, in the order of the pages.

    Raises:
        MissingExtraError: Pillow, a font, Tesseract or its model is not installed.
        OutputConflictError: There is a manifest in ``out`` and `resume` is off.
        UnreadableInputError: A text is missing or cannot be read.
        UnwritableOutputError: ``out`` cannot be written to.
        EncodingError: A text is not UTF-8.
        UsageError: An unknown kind of damage, or a number out of range.
    """
    languages = (language,) if isinstance(language, str) else tuple(language)
    _check_numbers(
        ("--seed", seed, 0, 2**63),
        ("--pages", pages, 0, 9999),
        ("--pages-per-text", pages_per_text, 0, 9999),
        ("--jobs", jobs, 1, 1024),
        ("--psm", psm, 0, 13),
        *(("--dpi", value, 72, 1200) for value in dpi or ()),
    )
    kinds = _damages(damage)
    _require_pillow()
    require_engine(languages, legacy_models=legacy_models)
    choices = _Choices(find_faces(faces), tuple(dpi or DPIS), kinds)
    manifest = out / "manifest.tsv"
    if manifest.exists() and not resume:
        raise OutputConflictError(
            f"{manifest} exists already",
            remedy="choose another --out, or go on with that run by --resume",
        )
    documents = [_read_paragraphs(path) for path in texts]
    plan = _plan(documents, choices, seed=seed, pages_per_text=pages_per_text)
    planned = [
        _PageJob(
            record=record,
            lines=lines,
            style=style,
            damage_seed=damage_seed,
            languages=languages,
            psm=psm,
            legacy_models=legacy_models,
            image_path=out / f"{record.page}.png" if keep_images else None,
            finished=resume and is_finished(out, record.page, languages),
        )
        for record, lines, style, damage_seed in itertools.islice(plan, pages)
    ]
    try:
        return _carry_out(planned, out, manifest, jobs=jobs)
    except OSError as error:
        raise UnwritableOutputError(
            f"{error.filename or out}: {error.strerror}", remedy="name another --out"
        ) from error


# --- what to make ---------------------------------------------------------------------------


def _plan(
    documents: Iterable[list[str]],
    choices: _Choices,
    *,
    seed: int,
    pages_per_text: int | None,
) -> Iterator[tuple[PageRecord, tuple[Line, ...], Style, tuple[int, ...]]]:
    """Lay the documents out; yields each page with its style and the seed of its damage."""
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
            yield record, tuple(lines), style, (seed, index, order)


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


def _check_numbers(*options: tuple[str, int | None, int, int]) -> None:
    """Check options, each with its value, least and most; None is not given."""
    for option, value, least, most in options:
        if value is not None and not least <= value <= most:
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


def _carry_out(
    planned: Sequence[_PageJob], out: Path, manifest: Path, *, jobs: int
) -> list[PageRecord]:
    out.mkdir(parents=True, exist_ok=True)
    records: list[PageRecord] = []
    for job, observed in zip(planned, _read_pages(planned, jobs), strict=True):
        records.append(job.record)
        if not job.finished:
            _write_page(out, job, observed)
            write_manifest(manifest, records)
    write_manifest(manifest, records)
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
    image = draw_page(job.lines, job.style)
    damage = KINDS[job.record.damage]
    page = damage(image, job.style.dpi, np.random.default_rng(job.damage_seed))
    if job.image_path is not None:
        page.save(job.image_path, optimize=True)
    # A damage may enlarge the page; the engine must be told the resolution it really has.
    dpi = round(job.style.dpi * page.width / image.width)
    return {
        name: read_image(page, engine=name, dpi=dpi, psm=job.psm, legacy_models=job.legacy_models)
        for name in job.languages
    }


def _require_pillow() -> None:
    try:
        import PIL  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            "drawing pages needs Pillow", remedy="pip install 'vndiacritics[training]'"
        ) from error


# --- files ----------------------------------------------------------------------------------


def _write_page(out: Path, job: _PageJob, observed: Mapping[str, str]) -> None:
    for name, text in observed.items():
        write_bytes(out / f"{job.record.page}.{name}.txt", text.encode())
    reference = "".join(f"{line.text}\n" for line in job.lines)
    write_bytes(out / f"{job.record.page}.ref.txt", reference.encode())


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
