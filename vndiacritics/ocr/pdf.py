"""Searchable PDFs: pages as they are, and over them an invisible layer of the repaired words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.ocr import glyphless, images
from vndiacritics.ocr.geometry import Geometry
from vndiacritics.ocr.page import Line, Page
from vndiacritics.ocr.sources import Limits
from vndiacritics.textfiles import display_name

if TYPE_CHECKING:
    import pikepdf

__all__ = ["ImagePdf", "OverlaidPdf", "text_layer"]

FONT = "/VnfixGlyphless"

WORD_GAP = 0.17
"""Ems between words; of less than 0.15 poppler makes one word, whatever spaces are there."""

CHUNK = 16
"""Pages after which the images of a PDF that is being made go to disk."""


def _pikepdf() -> Any:
    try:
        import pikepdf
    except ImportError as error:
        raise MissingExtraError("writing PDFs needs pikepdf", extra="ocr") from error
    return pikepdf


def text_layer(page: Page, geometry: Geometry) -> bytes:
    """Writes the content stream of an invisible text layer.

    Every word is stretched to its box; the space after it fills the gap to the next, so that a
    viewer finds the words without guessing.

    Args:
        page: With boxes in pixels.
        geometry: Of the PDF page; its `dpi` may differ from the page's own.
    """
    scale = geometry.dpi / page.dpi
    parts = ["q BT 3 Tr\n"]
    for block in page.blocks:
        if block.kind == "noise":
            continue
        for line in block.lines:
            parts += _line(line, geometry, scale)
    parts.append("ET Q\n")
    return "".join(parts).encode("ascii")


def _line(line: Line, geometry: Geometry, scale: float) -> Iterable[str]:
    points = 72 / geometry.dpi * scale
    # Along a line that leans, every word gets the reach that covers the words of all the line.
    start = line.words[0].box.left
    sinking = [line.slope * (word.box.centre[0] - start) for word in line.words]
    placed = list(zip(line.words, sinking, strict=True))
    bottom = max(word.box.bottom - sunk for word, sunk in placed)
    top = min(word.box.top - sunk for word, sunk in placed)
    size = max(1.0, (bottom - top) * points / (glyphless.ASCENT - glyphless.DESCENT))
    across_x, across_y = geometry.across
    lift = -glyphless.DESCENT * size  # from the bottom of the box to the baseline
    yield f"{FONT} {size:.2f} Tf\n"
    for number, (word, sunk) in enumerate(placed):
        x, y = geometry.to_user(word.box.left * scale, (bottom + sunk) * scale)
        x, y = x - across_y * lift, y + across_x * lift
        count = len(glyphless.encode(word.text)) // 2
        gap = WORD_GAP * size
        width = word.box.width * points
        if number + 1 < len(placed):
            free = (placed[number + 1][0].box.left - word.box.left) * points
            width = min(width, max(free - gap, 0.6 * width))
            gap = max(free - width, 0.01 * size)
        stretch = max(0.1, width / (count * glyphless.WIDTH * size) * 100)
        yield (
            f"{across_x:g} {across_y:g} {-across_y:g} {across_x:g} {x:.2f} {y:.2f} Tm "
            f"{stretch:.3f} Tz <{glyphless.encode(word.text).hex()}> Tj\n"
        )
        if number + 1 < len(placed):
            yield f"{gap / (glyphless.WIDTH * size) * 100:.3f} Tz <0020> Tj\n"


class OverlaidPdf:
    """An existing PDF that gets new text layers; all else in it stays.

    Args:
        path: The PDF.
        password: Where it is encrypted.

    Raises:
        UnreadableInputError: It is damaged or the password is wrong.
        MissingExtraError: pikepdf is not installed.
    """

    def __init__(self, path: Path, *, password: str | None = None) -> None:
        pikepdf = _pikepdf()
        try:
            self._pdf: Any = pikepdf.open(path, password=password or "")
        except pikepdf.PasswordError as error:
            raise UnreadableInputError(
                f"{display_name(path)}: encrypted", remedy="give its password with --password"
            ) from error
        except (pikepdf.PdfError, OSError) as error:
            raise UnreadableInputError(
                f"{display_name(path)}: a damaged or truncated PDF",
                remedy="download or scan the file again",
            ) from error
        self._font: Any = None
        self._was_encrypted = self._pdf.is_encrypted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    @property
    def notices(self) -> list[str]:
        """What a user should know before the changed file takes the place of the old."""
        notices: list[str] = []
        form = self._pdf.Root.get("/AcroForm")
        if form is not None and int(form.get("/SigFlags", 0)) & 1:
            notices.append(
                "digitally signed: the signature stays to be seen but no longer holds for the "
                "changed file; keep the original"
            )
        if self._was_encrypted:
            notices.append("encrypted: the new file is not")
        return notices

    def replace_layer(self, page: Page, *, dpi: float, visible: bool = False) -> str | None:
        """Takes the invisible text of a page out and puts the repaired words in.

        Args:
            page: Repaired.
            dpi: Of the pixels its boxes count.
            visible: The page's text was there to be seen, and stays as it is.

        Returns:
            What could not be done, as a line for the user.
        """
        target = self._pdf.pages[page.number - 1]
        if visible:
            changed = any(word.observed is not None for word in page.words())
            return (
                "its text is drawn letter by letter and stays as it is in the PDF; "
                "the repaired text is in .txt, .json, .hocr and .alto output"
                if changed
                else None
            )
        _remove_invisible(self._pdf, target.obj, target)
        left, bottom, right, top = (float(edge) for edge in target.cropbox)
        turn = int(target.obj.get("/Rotate", _inherited(target.obj, "/Rotate", 0))) % 360
        geometry = Geometry(left, bottom, right, top, turn, dpi)
        self._add(target, text_layer(page, geometry))
        return None

    def save(self, path: Path) -> None:
        """Writes the file; its metadata, outline, labels and attachments are those of the input."""
        self._pdf.save(path, compress_streams=True, preserve_pdfa=True)

    def _add(self, target: Any, content: bytes) -> None:
        if self._font is None:
            self._font = glyphless.embed(self._pdf)
        _add_layer(self._pdf, target, content, self._font)


class ImagePdf:
    """A new PDF of the pages of an image file, in memory that does not grow with their number.

    Args:
        path: The image file.
        limits: What a page may cost.
        producer: Name and version of the program.
    """

    def __init__(self, path: Path, *, limits: Limits, producer: str) -> None:
        self._pikepdf = _pikepdf()
        self._path = path
        self._limits = limits
        self._producer = producer
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="vnfix-")))
        self._parts: list[Path] = []
        self._pdf: pikepdf.Pdf = self._pikepdf.new()
        self._font: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()
        self._stack.close()

    def add(self, page: Page) -> None:
        """Adds a page: its image as it is, its words invisible."""
        geometry = images.append_image(self._pdf, self._path, page.number, limits=self._limits)
        if self._font is None:
            self._font = glyphless.embed(self._pdf)
        _add_layer(self._pdf, self._pdf.pages[-1], text_layer(page, geometry), self._font)
        if len(self._pdf.pages) >= CHUNK:
            self._flush()

    def _flush(self) -> None:
        part = self._folder / f"{len(self._parts)}.pdf"
        self._pdf.save(part)
        self._pdf.close()
        self._parts.append(part)
        self._pdf = self._pikepdf.new()
        self._font = None

    def save(self, path: Path) -> None:
        """Writes the file."""
        if self._parts and len(self._pdf.pages):
            self._flush()
        with ExitStack() as stack:
            whole = self._pdf
            for part in self._parts:  # read from disk while the whole is written
                whole.pages.extend(stack.enter_context(self._pikepdf.open(part)).pages)
            whole.docinfo["/Producer"] = self._producer
            whole.save(path)


def _add_layer(pdf: pikepdf.Pdf, target: Any, content: bytes, font: Any) -> None:
    import pikepdf

    # What the page does to the graphics state must not reach the layer.
    target.contents_add(pikepdf.Stream(pdf, b"q\n"), prepend=True)
    target.contents_add(pikepdf.Stream(pdf, b"\nQ\n" + content))
    if "/Resources" in target.obj:
        resources = target.obj.Resources
    else:  # of an ancestor, shared with other pages
        shared = _inherited(target.obj, "/Resources", pikepdf.Dictionary())
        resources = target.obj.Resources = pikepdf.Dictionary(dict(shared.items()))
    if "/Font" not in resources:
        resources.Font = pikepdf.Dictionary()
    resources.Font[FONT] = font


def _inherited(item: Any, name: str, default: Any) -> Any:
    parent = item.get("/Parent")
    while parent is not None:
        if name in parent:
            return parent[name]
        parent = parent.get("/Parent")
    return default


SHOWING = frozenset({"Tj", "TJ", "'", '"'})


def _remove_invisible(pdf: pikepdf.Pdf, holder: Any, target: Any, depth: int = 0) -> None:
    """Takes the text that is not drawn out of a page, and out of the forms it uses."""
    import pikepdf

    try:
        instructions = pikepdf.parse_content_stream(target)
    except pikepdf.PdfError:
        return  # what cannot be parsed is left as it is
    kept = _without_invisible(instructions)
    if len(kept) != len(instructions):
        data = pikepdf.unparse_content_stream(kept)
        if isinstance(target, pikepdf.Page):
            target.obj.Contents = pdf.make_indirect(pikepdf.Stream(pdf, data))
        else:
            target.write(data)
    resources = holder.get("/Resources")
    forms = resources.get("/XObject") if resources is not None else None
    if forms is None or depth > 4:
        return
    for form in forms.values():
        if form.get("/Subtype") == pikepdf.Name.Form:
            _remove_invisible(pdf, form, form, depth + 1)


def _without_invisible(instructions: Sequence[Any]) -> list[Any]:
    kept: list[Any] = []
    mode = 0
    saved: list[int] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(mode)
        elif operator == "Q":
            mode = saved.pop() if saved else 0
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        elif operator in SHOWING and mode == 3:
            continue
        kept.append(instruction)
    return kept
