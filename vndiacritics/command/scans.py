"""The part of `vnfix` that takes scans, PDFs, hOCR and ALTO.

Nothing heavy is imported before there is such a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vndiacritics.command.console import Console
from vndiacritics.command.jobs import is_done, refuse_lost
from vndiacritics.command.keep import read_keep
from vndiacritics.command.parser import Arguments, Parser
from vndiacritics.command.scan_run import Run, Scan, sidecar_of
from vndiacritics.command.selection import MISNAMED
from vndiacritics.command.tally import Tally
from vndiacritics.errors import LexiconError, UnsupportedInputError, UsageError, VndiacriticsError
from vndiacritics.files import display_name

if TYPE_CHECKING:
    from vndiacritics.ocr.settings import Settings
    from vndiacritics.ocr.stream import Stream

__all__ = ["OPTIONS", "Plan", "Scan", "add_arguments", "form_of", "plan", "run"]

OPTIONS = (
    "format",
    "ocr",
    "ocr_lang",
    "ocr_timeout",
    "no_clean",
    "password",
    "max_megapixels",
    "image",
    "signed",
    "sidecar",
    "marks",
    "strict",
)
"""Destinations of the options for scans; a new one is added here too."""

MARKUP = frozenset({"hocr", "alto", "page", "abbyy", "tsv"})
"""Kinds that other OCR programs wrote, as of `ocr.formats.markup`."""


def add_arguments(parser: Parser) -> None:
    """Add the options for scans to those of the command."""
    group = parser.group(
        "scans",
        "images, PDFs, hOCR, ALTO, PAGE and ABBYY XML; needs pip install 'vndiacritics[ocr]' "
        "and Tesseract",
    )
    group.add_argument(
        "--format",
        choices=("txt", "json", "hocr", "alto", "page", "pdf", "docx", "md", "html", "tsv"),
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
    group.add_argument(
        "--strict",
        action="store_true",
        help="exit code 12 where a page has no text, few or unsure words, or lines left out",
    )
    _add_outputs(group)
    group.add_argument("--password", metavar="PW", help="of encrypted PDFs")
    group.add_argument(
        "--max-megapixels",
        type=float,
        default=150.0,
        metavar="N",
        help="largest page, in million pixels (150)",
    )


def _add_outputs(group: Any) -> None:
    """Add the options for what is written."""
    group.add_argument(
        "--signed",
        choices=("write", "refuse", "skip"),
        default="write",
        help="digitally signed PDFs: write a changed copy, refuse them, or pass them over (write)",
    )
    group.add_argument(
        "--sidecar",
        action="store_true",
        help="with -o: the text too, in a file of the same name that ends in .txt",
    )
    group.add_argument(
        "--marks",
        action="store_true",
        help="in text: […] where a seal or a pen stands (JSON and hOCR always have kind and box)",
    )
    group.add_argument(
        "--image",
        type=Path,
        metavar="FILE",
        help="with hOCR, ALTO, PAGE … and -o FILE.pdf: the pages, an image file or a PDF",
    )


class Plan(NamedTuple):
    """What is written of scans, and where.

    Attributes:
        form: One of `ocr.formats.output.FORMATS`.
        targets: One a scan; None for standard output.
        sidecars: The text beside each; None where none is written.
    """

    form: str
    targets: Sequence[Path | None]
    sidecars: Sequence[Path | None]

    def is_done(self, place: int, source: Path) -> bool:
        """Return whether what is written of a scan is there and newer."""
        target, sidecar = self.targets[place], self.sidecars[place]
        there = target is not None and is_done(source, target)
        return there and (sidecar is None or is_done(source, sidecar))


def plan(arguments: Arguments, scans: Sequence[Scan], *, into_folder: bool) -> Plan:
    """Decide what is written of scans, before anything is read.

    Args:
        arguments: With the options of `add_arguments`, `output`, `json` and `diff`.
        scans: What is to be read.
        into_folder: `output` is a folder.

    Raises:
        UsageError: A scan cannot be written as that.
        UnwritableOutputError: The output is a file in a folder that is not there.
    """
    form = form_of(arguments, frozenset(scan.kind for scan in scans), into_folder=into_folder)
    targets = [_target(arguments, scan, form, into_folder=into_folder) for scan in scans]
    if into_folder:
        targets = _told_apart(scans, targets)
    beside = arguments.sidecar and form != "txt"
    sidecars = [sidecar_of(target) if beside and target else None for target in targets]
    return Plan(form, targets, sidecars)


def run(
    arguments: Arguments, scans: Sequence[Scan], planned: Plan, console: Console, tally: Tally
) -> int:
    """Repair scans.

    Args:
        arguments: With the options of `add_arguments`, `jobs`, `resume`, `profile`, `lexicon`.
        scans: What is read.
        planned: As of `plan`.
        console: Who is told.
        tally: Where files are counted.

    Returns:
        The exit code: 0, or that of the first page or file that failed.

    Raises:
        VndiacriticsError: What would fail for every file alike.
    """
    from vndiacritics.ocr.pipeline import Workers, default_jobs
    from vndiacritics.ocr.stream import Stream

    settings = settings_of(arguments, planned.form)
    require_engine(arguments, scans)
    jobs = default_jobs() if arguments.jobs is None else arguments.jobs
    todo = [
        place
        for place, scan in enumerate(scans)
        if not (arguments.resume and planned.is_done(place, scan.path))
    ]
    tally.done += len(scans) - len(todo)
    todo, status = _without_signed(arguments, scans, todo, planned.form, console, tally)
    read = [place for place in todo if scans[place].kind in {"image", "pdf"}]
    paged = {place: (scans[place].path, scans[place].kind) for place in read}
    with ExitStack() as stack:
        workers = stack.enter_context(Workers(jobs))
        prints = any(planned.targets[place] is None for place in todo)
        bar = stack.enter_context(console.progress(0, prints=prints, pages=True))
        stream = Stream(
            workers, paged, settings, done=lambda: None if bar is None else bar.update(1)
        )
        writer = _Writer(arguments, planned, settings, stream, bar, console)
        for place in todo:
            try:
                code = writer.write(place, scans[place])
                tally.read += 1
            except (UsageError, LexiconError):
                raise
            except VndiacriticsError as error:
                stream.give_up(place)
                tally.failed += 1
                code = console.report(error)
            status = status or code
    return status


class _Writer(NamedTuple):
    """What all scans of a run share on their way from the page to the file."""

    arguments: Arguments
    planned: Plan
    settings: Settings
    stream: Stream
    bar: Any
    console: Console

    def write(self, place: int, scan: Scan) -> int:
        """Repair the scan of that place in the plan, and return the exit code."""
        from vndiacritics.command.markup_run import repair_markup
        from vndiacritics.ocr import kinds

        form, arguments, console = self.planned.form, self.arguments, self.console
        target, sidecar = self.planned.targets[place], self.planned.sidecars[place]
        if scan.kind == MISNAMED:
            kinds.kind_of(scan.path)  # raises what is wrong with it
        if scan.kind in MARKUP:
            return repair_markup(scan, target, sidecar, form, self.settings, arguments, console)
        return Run(
            scan,
            form,
            self.settings,
            self.stream,
            place,
            self.bar,
            console,
            strict=arguments.strict,
            sidecar=sidecar,
            marks=arguments.marks,
        ).write(target)


def form_of(arguments: Arguments, kinds: frozenset[str], *, into_folder: bool) -> str:
    """Return what is written, one of `ocr.formats.output.FORMATS`.

    Args:
        arguments: With `format`, `json` and `output`.
        kinds: Of the scans.
        into_folder: `output` is a folder.

    Raises:
        UsageError: The ending of the output names no format.
    """
    from vndiacritics.ocr.formats.output import REWRITTEN, format_of

    if arguments.json and "format" not in arguments.given:
        return "json"
    if arguments.format is not None:
        return str(arguments.format)
    if arguments.output in {None, "-"}:
        return "txt"
    if into_folder:
        own = next(iter(kinds)) if len(kinds) == 1 else ""
        return own if own in REWRITTEN else "hocr" if kinds <= MARKUP else "pdf"
    form = format_of(Path(arguments.output))
    if form == "alto" and kinds == {"page"}:
        return "page"  # both end in .xml
    return form


def _target(arguments: Arguments, scan: Scan, form: str, *, into_folder: bool) -> Path | None:
    from vndiacritics.ocr.formats.output import FORMATS

    if arguments.output in {None, "-"}:
        if form in {"pdf", "docx"}:
            kind = "PDF" if form == "pdf" else "Word file"
            raise UsageError(f"a {kind} is not for standard output", remedy=f"name -o FILE.{form}")
        return None
    target = Path(arguments.output)
    if not into_folder:
        refuse_lost(target)
        return target
    same = scan.path.suffix.lower() in FORMATS[form]
    return target / (scan.name if same else scan.name.with_suffix(FORMATS[form][0]))


def _told_apart(scans: Sequence[Scan], targets: Sequence[Path | None]) -> list[Path | None]:
    """Return targets, where several were one with the ending of their scan: `a.png.pdf`.

    A scan whose ending is that of the output keeps its name.
    """
    names = Counter(str(target).lower() for target in targets)
    return [
        target.with_name(f"{scan.path.name}{target.suffix}")
        if target is not None and names[str(target).lower()] > 1 and target.name != scan.name.name
        else target
        for scan, target in zip(scans, targets, strict=True)
    ]


def settings_of(arguments: Arguments, form: str) -> Any:
    """Return how pages are read.

    Raises:
        LexiconError: There is no such lexicon.
    """
    from vndiacritics.ocr.formats.output import PLAIN
    from vndiacritics.ocr.settings import Settings
    from vndiacritics.ocr.sources import Limits

    if arguments.lexicon is not None and not arguments.lexicon.is_file():
        raise LexiconError(f"{arguments.lexicon}: no such lexicon file", remedy="check --lexicon")
    return Settings(
        ocr=arguments.ocr,
        languages=arguments.ocr_lang,
        profile=arguments.profile,
        lexicon=arguments.lexicon,
        learnt=arguments.learnt,
        password=arguments.password,
        clean=not arguments.no_clean,
        stamps=form not in PLAIN,
        min_confidence=arguments.min_confidence,
        tone_placement=arguments.tone_placement,
        keep=read_keep(arguments.keep) if arguments.keep else None,
        model=arguments.model,
        limits=Limits(
            max_pixels=int(arguments.max_megapixels * 1_000_000), timeout=arguments.ocr_timeout
        ),
    )


def _without_signed(
    arguments: Arguments,
    scans: Sequence[Scan],
    todo: Sequence[int],
    form: str,
    console: Console,
    tally: Tally,
) -> tuple[list[int], int]:
    """Leave out signed PDFs whose signature a changed copy would break, if they are not wanted.

    Returns:
        What is left to do, and the exit code so far.
    """
    from vndiacritics.ocr.pdf.writer import is_signed

    if arguments.signed == "write" or form != "pdf":
        return list(todo), 0
    left: list[int] = []
    status = 0
    for place in todo:
        scan = scans[place]
        if scan.kind != "pdf" or not is_signed(scan.path, password=arguments.password):
            left.append(place)
        elif arguments.signed == "skip":
            console.note(
                f"{display_name(scan.path)}: digitally signed, passed over (--signed skip)"
            )
            tally.skipped["digitally signed"] += 1
        else:
            error = UnsupportedInputError(
                f"{display_name(scan.path)}: digitally signed, and a changed copy would not be",
                remedy="write text or hOCR, or give --signed write",
            )
            tally.failed += 1
            status = status or console.report(error)
    return left, status


def require_engine(arguments: Arguments, scans: Sequence[Scan]) -> None:
    """Say at once that Tesseract is missing where it is sure to be needed."""
    from vndiacritics.ocr.tesseract import engine

    needed = any(scan.kind == "image" for scan in scans) or arguments.ocr == "always"
    if needed and arguments.ocr != "never":
        engine.require(arguments.ocr_lang)
