"""The part of `vnfix` that takes scans, PDFs, hOCR and ALTO.

Nothing heavy is imported before there is such a file.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from vndiacritics.command.scan_run import Run, Scan, progress, repair_markup
from vndiacritics.errors import (
    LexiconError,
    OutputConflictError,
    UnreadableInputError,
    UnsupportedInputError,
    UsageError,
    VndiacriticsError,
)

__all__ = ["Scan", "add_arguments", "part", "run"]

ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".hocr", ".alto")
"""What is taken from a directory."""

MISNAMED = "misnamed"
"""Kind of a file that is called an image or PDF and is none."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options for scans to those of the command."""
    group = parser.add_argument_group(
        "scans", "images, PDFs, hOCR and ALTO; needs pip install 'vndiacritics[ocr]' and Tesseract"
    )
    group.add_argument(
        "--format",
        choices=("txt", "json", "hocr", "alto", "pdf"),
        help="of the output; else its ending tells",
    )
    group.add_argument(
        "--ocr",
        choices=("auto", "always", "never"),
        default="auto",
        help="read pages of a PDF anew: those without a usable text layer, all, none (auto)",
    )
    group.add_argument(
        "--ocr-lang", default="vie", metavar="LANG", help="Tesseract's languages (vie)"
    )
    group.add_argument(
        "--ocr-timeout",
        type=float,
        default=180.0,
        metavar="S",
        help="seconds a page may take, 0 for no limit (180)",
    )
    group.add_argument("--no-clean", action="store_true", help="leave seals and specks on the page")
    group.add_argument("--password", metavar="PW", help="of encrypted PDFs")
    group.add_argument(
        "--max-megapixels",
        type=float,
        default=150.0,
        metavar="N",
        help="largest page, in million pixels (150)",
    )
    group.add_argument("--jobs", type=int, metavar="N", help="processes (the cores)")
    group.add_argument("--resume", action="store_true", help="skip files whose output is there")


def part(files: Sequence[str]) -> tuple[list[str], list[Scan]]:
    """Parts the inputs of the command into texts, by name, and scans.

    A directory counts as both where it holds both; a file that is missing is left to the texts.
    """
    texts: list[str] = []
    scans: list[Scan] = []
    for name in files:
        path = Path(name)
        if name != "-" and path.is_dir():
            found = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file()
            )
            scans += [
                Scan(p, kind, p.relative_to(path)) for p in found if (kind := _kind(p)) is not None
            ]
            if not found or any(path.rglob("*.txt")):
                texts.append(name)
            continue
        kind = None if name == "-" or not path.is_file() else _kind(path)
        if kind is None:
            texts.append(name)
        else:
            scans.append(Scan(path, kind, Path(path.name)))
    return texts, scans


def _kind(path: Path) -> str | None:
    from vndiacritics.ocr.sources import kind_of

    try:
        return kind_of(path)
    except UnreadableInputError:
        return None  # the texts' way says why
    except UnsupportedInputError:
        return MISNAMED  # told when its turn comes, so that the files before it are done


def run(
    arguments: argparse.Namespace,
    scans: Sequence[Scan],
    *,
    into_directory: bool,
    report: Callable[[VndiacriticsError], int],
) -> int:
    """Repairs scans.

    Args:
        arguments: With the options of `add_arguments`, `output`, `json`, `profile` and `lexicon`.
        scans: As of `part`.
        into_directory: `output` is a directory.
        report: Prints an error and gives its exit code.

    Returns:
        The exit code: 0, or that of the first page or file that failed.

    Raises:
        VndiacriticsError: What would fail for every file alike.
    """
    from vndiacritics.ocr import sources
    from vndiacritics.ocr.pipeline import Workers, default_jobs
    from vndiacritics.ocr.stream import Stream

    form = _form(arguments, scans, into_directory=into_directory)
    targets = [_target(arguments, scan, form, into_directory=into_directory) for scan in scans]
    _refuse_conflicts(scans, targets)
    settings = _settings(arguments, form)
    _require_engine(arguments, scans)
    jobs = default_jobs() if arguments.jobs is None else arguments.jobs
    if jobs < 1:
        raise UsageError("--jobs is less than 1", remedy="leave it out for the number of cores")
    todo = [
        place
        for place, (scan, target) in enumerate(zip(scans, targets, strict=True))
        if not (arguments.resume and target is not None and _is_done(scan.path, target))
    ]
    paged = {
        place: (scans[place].path, scans[place].kind)
        for place in todo
        if scans[place].kind in {"image", "pdf"}
    }
    status = 0
    with ExitStack() as stack:
        workers = stack.enter_context(Workers(jobs))
        bar = stack.enter_context(progress())
        stream = Stream(
            workers, paged, settings, done=lambda: None if bar is None else bar.update(1)
        )
        for place in todo:
            scan, target = scans[place], targets[place]
            try:
                if scan.kind == MISNAMED:
                    sources.kind_of(scan.path)  # raises what is wrong with it
                if scan.kind in {"hocr", "alto"}:
                    repair_markup(scan, target, form, settings)
                    continue
                code = Run(scan, form, settings, stream, place, bar, report).write(target)
            except (UsageError, LexiconError):
                raise
            except VndiacriticsError as error:
                stream.give_up(place)
                code = report(error)
            status = status or code
    return status


def _form(arguments: argparse.Namespace, scans: Sequence[Scan], *, into_directory: bool) -> str:
    from vndiacritics.ocr.formats.output import format_of

    if arguments.diff:
        raise UsageError("--diff is for plain text", remedy="use --json or --format json")
    if arguments.format is not None:
        return str(arguments.format)
    if arguments.json:
        return "json"
    if arguments.output in {None, "-"}:
        return "txt"
    if into_directory:
        kinds = {scan.kind for scan in scans}
        return "hocr" if kinds == {"hocr"} else "alto" if kinds == {"alto"} else "pdf"
    return format_of(Path(arguments.output))


def _target(
    arguments: argparse.Namespace, scan: Scan, form: str, *, into_directory: bool
) -> Path | None:
    from vndiacritics.ocr.formats.output import FORMATS

    if arguments.output in {None, "-"}:
        if form == "pdf":
            raise UsageError("a PDF is not for standard output", remedy="name -o FILE.pdf")
        return None
    target = Path(arguments.output)
    if not into_directory:
        return target
    same = scan.path.suffix.lower() in FORMATS[form]
    return target / (scan.name if same else scan.name.with_suffix(FORMATS[form][0]))


def _refuse_conflicts(scans: Sequence[Scan], targets: Sequence[Path | None]) -> None:
    inputs = {scan.path.resolve() for scan in scans}
    seen: set[Path] = set()
    for target in targets:
        if target is None:
            continue
        resolved = target.resolve()
        if resolved in inputs:
            raise OutputConflictError(
                f"{target}: the output is an input", remedy="choose another -o"
            )
        if resolved in seen:
            raise OutputConflictError(
                f"{target}: the output of two inputs", remedy="restore them one by one"
            )
        seen.add(resolved)


def _settings(arguments: argparse.Namespace, form: str) -> Any:
    from vndiacritics.ocr.reading import Settings
    from vndiacritics.ocr.sources import Limits

    if arguments.lexicon is not None and not arguments.lexicon.is_file():
        raise LexiconError(f"{arguments.lexicon}: no such lexicon file", remedy="check --lexicon")
    return Settings(
        ocr=arguments.ocr,
        languages=arguments.ocr_lang,
        profile=arguments.profile,
        lexicon=arguments.lexicon,
        password=arguments.password,
        clean=not arguments.no_clean,
        stamps=form != "txt",
        limits=Limits(
            max_pixels=int(arguments.max_megapixels * 1_000_000), timeout=arguments.ocr_timeout
        ),
    )


def _require_engine(arguments: argparse.Namespace, scans: Sequence[Scan]) -> None:
    """Says at once that Tesseract is missing where it is sure to be needed."""
    from vndiacritics.ocr.tesseract import engine

    needed = any(scan.kind == "image" for scan in scans) or arguments.ocr == "always"
    if needed and arguments.ocr != "never":
        engine.require(arguments.ocr_lang)


def _is_done(source: Path, target: Path) -> bool:
    """Outputs are written whole or not at all, so one that is there and newer is done."""
    try:
        return target.stat().st_mtime >= source.stat().st_mtime
    except OSError:
        return False
