"""The part of `vnfix` that takes scans, PDFs, hOCR and ALTO.

Nothing heavy is imported before there is such a file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vndiacritics.errors import (
    LexiconError,
    OutputConflictError,
    UnreadableInputError,
    UnsupportedInputError,
    UsageError,
    VndiacriticsError,
)

if TYPE_CHECKING:
    from vndiacritics.ocr.page import Page

__all__ = ["Scan", "add_arguments", "part", "run"]

ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".hocr", ".alto")
"""What is taken from a directory."""

MISNAMED = "misnamed"
"""Kind of a file that is called an image or PDF and is none."""

REPORT_WIDTH = 5  # pages named one by one in a message


@dataclass(frozen=True)
class Scan:
    """An input that is no plain text: path, kind, and path below an output directory."""

    path: Path
    kind: str
    name: Path


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

    form = _form(arguments, scans, into_directory=into_directory)
    targets = [_target(arguments, scan, form, into_directory=into_directory) for scan in scans]
    _refuse_conflicts(scans, targets)
    settings = _settings(arguments, form)
    _require_engine(arguments, scans)
    jobs = default_jobs() if arguments.jobs is None else arguments.jobs
    if jobs < 1:
        raise UsageError("--jobs is less than 1", remedy="leave it out for the number of cores")
    status = 0
    with ExitStack() as stack:
        workers = stack.enter_context(Workers(jobs))
        bar = stack.enter_context(_progress())
        for scan, target in zip(scans, targets, strict=True):
            if arguments.resume and target is not None and _is_done(scan.path, target):
                continue
            try:
                if scan.kind == MISNAMED:
                    sources.kind_of(scan.path)  # raises what is wrong with it
                if scan.kind in {"hocr", "alto"}:
                    _repair_markup(scan, target, form, settings)
                    continue
                code = _Run(scan, form, settings, workers, bar, report).write(target)
            except (UsageError, LexiconError):
                raise
            except VndiacriticsError as error:
                code = report(error)
            status = status or code
    return status


def _form(arguments: argparse.Namespace, scans: Sequence[Scan], *, into_directory: bool) -> str:
    from vndiacritics.ocr.output import format_of

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
    from vndiacritics.ocr.output import FORMATS

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
    from vndiacritics.ocr import engine

    needed = any(scan.kind == "image" for scan in scans) or arguments.ocr == "always"
    if needed and arguments.ocr != "never":
        engine.require(arguments.ocr_lang)


def _is_done(source: Path, target: Path) -> bool:
    """Outputs are written whole or not at all, so one that is there and newer is done."""
    try:
        return target.stat().st_mtime >= source.stat().st_mtime
    except OSError:
        return False


def _progress() -> Any:
    from contextlib import nullcontext

    if not sys.stderr.isatty():
        return nullcontext()
    try:
        from tqdm import tqdm
    except ImportError:
        return nullcontext()
    return tqdm(unit="page", total=0, dynamic_ncols=True, file=sys.stderr)


@dataclass
class _Run:
    """One scan on its way: the pages as they come, and what a user is told about them."""

    scan: Scan
    form: str
    settings: Any
    workers: Any
    bar: Any
    report: Callable[[VndiacriticsError], int]
    status: int = 0

    def write(self, target: Path | None) -> int:
        """Repairs the scan and gives the exit code."""
        from vndiacritics.ocr import output, sources

        settings = self.settings
        count = sources.count_pages(self.scan.path, self.scan.kind, password=settings.password)
        if self.bar is not None:
            self.bar.total += count
            self.bar.set_description(self.scan.path.name)
            self.bar.refresh()
        document = output.Document(
            self.scan.path,
            self.scan.kind,
            settings.password,
            settings.limits,
            _system(),
            self._say,
        )
        pages = self._pages(count)
        if target is None:
            for piece in output.text_parts(document, pages, self.form):
                sys.stdout.buffer.write(piece.encode("utf-8"))
            sys.stdout.flush()
        else:
            output.write(document, pages, target, self.form)
        return self.status

    def _pages(self, count: int) -> Iterator[Page]:
        from vndiacritics.ocr.reading import PageTask

        tasks = (
            PageTask(self.scan.path, self.scan.kind, number, self.settings)
            for number in range(1, count + 1)
        )
        left_out: list[int] = []
        failed = 0
        for reading in self.workers.read(tasks, done=self._step):
            page = reading.page
            if reading.error is not None:
                failed += 1
                self._report_page(page.number, reading.error)
                if failed == count:  # nothing of it could be read: no empty file
                    raise UnreadableInputError(f"{self.scan.path}: no page of it could be read")
            if page.warnings or any(block.kind == "notice" for block in page.blocks):
                left_out.append(page.number)
            yield page
        if left_out and self.form == "txt":
            named = ", ".join(str(number) for number in left_out[:REPORT_WIDTH])
            more = ", …" if len(left_out) > REPORT_WIDTH else ""
            self._say(
                f"{self.scan.path}: received stamps or signature notices left out of the text, "
                f"page {named}{more}; --format json has them"
            )

    def _report_page(self, number: int, error: VndiacriticsError) -> None:
        if isinstance(error, UsageError | LexiconError):
            raise error  # it would fail for every page alike
        problem = error.problem
        if not problem.startswith(str(self.scan.path)):
            problem = f"{self.scan.path}, page {number}: {problem}"
        named = VndiacriticsError(problem, remedy=error.remedy)
        self.report(named)
        self.status = self.status or error.exit_code

    def _step(self) -> None:
        if self.bar is not None:
            self.bar.update(1)

    def _say(self, line: str) -> None:
        if self.bar is None:
            sys.stderr.write(f"vnfix: {line}\n")
        else:
            self.bar.write(f"vnfix: {line}", file=sys.stderr)


def _system() -> str:
    from vndiacritics import __version__
    from vndiacritics.ocr import engine

    try:
        return f"vndiacritics {__version__}, Tesseract {engine.version()}"
    except VndiacriticsError:
        return f"vndiacritics {__version__}"


def _repair_markup(scan: Scan, target: Path | None, form: str, settings: Any) -> None:
    """Repairs hOCR or ALTO: in place where the output is of the same kind."""
    from vndiacritics import textfiles
    from vndiacritics.ocr import alto, hocr, output
    from vndiacritics.ocr.reading import restorer_for
    from vndiacritics.ocr.repair import repair_pages

    module: Any = hocr if scan.kind == "hocr" else alto
    name = textfiles.display_name(scan.path)
    try:
        data = scan.path.read_bytes()
    except OSError as error:
        raise UnreadableInputError(f"{name}: {error.strerror}") from error
    root = module.parse(data, name=name)
    try:
        pages = list(module.read_pages(root))
    except ValueError as error:
        raise UnreadableInputError(f"{name}: not {scan.kind}: {error}") from error
    pages = repair_pages(pages, restorer_for(settings.profile, settings.lexicon))
    if form == scan.kind:
        result = module.rewrite(root, pages)
    else:
        document = output.Document(
            scan.path, scan.kind, None, settings.limits, _system(), lambda _: None
        )
        if form == "pdf":
            output.write(document, pages, Path("unused.pdf"), form)  # refuses
        result = "".join(output.text_parts(document, iter(pages), form)).encode("utf-8")
    if target is None:
        sys.stdout.buffer.write(result)
        sys.stdout.flush()
    else:
        textfiles.write_bytes(target, result)
