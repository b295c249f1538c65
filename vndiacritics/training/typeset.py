"""Text → drawn page: faces that have Vietnamese, the layout of official documents, the drawing.

A page is A4 with the margins of Decree 30/2020/NĐ-CP. Paragraphs are wrapped by the width of
their words, justified or ragged; headings stand bold or in the middle, legal bases in italics, as
offices set them. What comes out is a list of lines, which is also the reference of the pair: what
is on the page and what the reference says are the same object.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from vndiacritics.errors import MissingExtraError

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

__all__ = ["FACES", "Line", "Style", "draw_page", "draw_style", "find_faces", "lay_out_page"]

A4_MM = (210.0, 297.0)
"""Width and height of a page."""

#: Faces with all Vietnamese letters, weighted by how near they are to the Times of offices.
#: Liberation Serif is not among them: OCR of it does not show the damage of real documents.
FACES: Mapping[str, float] = MappingProxyType(
    {
        "Tinos-Regular.ttf": 40,
        "Tinos-Bold.ttf": 13,
        "Tinos-Italic.ttf": 15,
        "texgyretermes-regular.otf": 15,
        "DejaVuSerif.ttf": 6,
        "LinLibertine_R.otf": 5,
        "Arimo-Regular.ttf": 3,
    }
)

POINT_SIZES = (12, 13, 13, 14, 14)
PARAGRAPH_GAPS_MM = (0.0, 0.0, 1.0, 2.1)
INDENTS_MM = (0.0, 10.0, 12.7)
"""What a document's style is drawn from; a value that stands twice is twice as likely."""

#: Top, right, bottom, left: Annex I of Decree 30/2020/NĐ-CP.
MARGINS_MM = ((20.0, 25.0), (15.0, 20.0), (20.0, 25.0), (30.0, 35.0))

_FOLDERS = (
    "~/.local/share/fonts",
    "~/.fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/usr/share/texmf/fonts",
    "/usr/share/texlive/texmf-dist/fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
#: Debian packages by the beginning of the font file's name.
_PACKAGES = {
    "Tinos": "fonts-croscore",
    "Arimo": "fonts-croscore",
    "texgyre": "fonts-texgyre",
    "DejaVu": "fonts-dejavu-core",
    "LinLibertine": "fonts-linuxlibertine",
}
#: The bold and the italic that go with an upright face.
_COMPANIONS = {
    "Tinos-Regular.ttf": ("Tinos-Bold.ttf", "Tinos-Italic.ttf"),
    "texgyretermes-regular.otf": ("texgyretermes-bold.otf", "texgyretermes-italic.otf"),
    "Arimo-Regular.ttf": ("Arimo-Bold.ttf", "Arimo-Italic.ttf"),
    "LinLibertine_R.otf": ("LinLibertine_RB.otf", "LinLibertine_RI.otf"),
    "DejaVuSerif.ttf": ("DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"),
}

_HEADING = re.compile(r"(?:Điều|Chương|Mục|Phần|Khoản)\s+[\dIVXLC]+\b|[IVX]+\.\s|[A-Z]\.\s")
_LEGAL_BASIS = ("Căn cứ ", "Theo đề nghị ", "Xét đề nghị ")
_LONGEST_HEADING = 90
_LONGEST_TITLE = 160
"""Characters of a paragraph that is set as a heading, and of one in capitals."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one document looks.

    Attributes:
        face, bold, italic: Font files for the body, for headings, for legal bases.
        point_size: Size of the type in points.
        dpi: Resolution of the drawing in dots per inch.
        pitch: Distance of base lines as a multiple of the point size.
        paragraph_gap: Extra space between paragraphs in millimetres.
        indent: Indent of a paragraph's first line in millimetres.
        margins: Top, right, bottom, left in millimetres.
        justified: Whether lines are stretched to the right margin.
    """

    face: Path
    bold: Path
    italic: Path
    point_size: int
    dpi: int
    pitch: float = 1.4
    paragraph_gap: float = 0.0
    indent: float = 10.0
    margins: tuple[float, float, float, float] = (20.0, 15.0, 20.0, 30.0)
    justified: bool = True


@dataclass(frozen=True)
class Line:
    """One laid-out line.

    Attributes:
        words: Its words.
        lefts: Where each word starts, in pixels from the left edge of the page.
        top: Where the line starts, in pixels from the top edge of the page.
        face: The font file it is drawn in.
    """

    words: tuple[str, ...]
    lefts: tuple[float, ...]
    top: int
    face: Path

    @property
    def text(self) -> str:
        """The words with single spaces between: the line of the reference."""
        return " ".join(self.words)


def draw_style(face: Path, dpi: int, rng: np.random.Generator) -> Style:
    """Draw how a document in this face looks: size, spacing, margins, with or without bold."""
    mixed = rng.random() < 0.6
    bold, italic = _companions(face) if mixed else (face, face)
    top, right, bottom, left = (float(rng.uniform(*span)) for span in MARGINS_MM)
    return Style(
        face=face,
        bold=bold,
        italic=italic,
        point_size=int(rng.choice(POINT_SIZES)),
        dpi=dpi,
        pitch=float(rng.uniform(1.25, 1.5)),
        paragraph_gap=float(rng.choice(PARAGRAPH_GAPS_MM)),
        indent=float(rng.choice(INDENTS_MM)),
        margins=(top, right, bottom, left),
        justified=bool(rng.random() < 0.7),
    )


def lay_out_page(paragraphs: Sequence[str], style: Style) -> tuple[list[Line], list[str]]:
    """Fill one page from the front of the paragraphs.

    Words with a letter that the face lacks are left out of the page and of what remains.

    Args:
        paragraphs: One string a paragraph.
        style: The document's look.

    Returns:
        The lines of the page, and the paragraphs left for the next page; of a paragraph cut by
        the page's end the rest is left.
    """
    pixels = style.dpi / 25.4
    width, height = (side * pixels for side in A4_MM)
    top, right, bottom, left = (margin * pixels for margin in style.margins)
    step = style.pitch * style.point_size * style.dpi / 72
    lines: list[Line] = []
    rest = list(paragraphs)
    y = top
    while rest:
        face, centred = _dress(rest[0], style)
        font = _font(face, style.point_size, style.dpi)
        words = [word for word in rest[0].split() if _can_draw(face, word)]
        indent = 0.0 if centred else style.indent * pixels
        while words:
            if y + step > height - bottom:
                return lines, [" ".join(words), *rest[1:]]
            room = width - left - right - indent
            widths = _fit(words, font, room)
            stretched = style.justified and not centred and len(widths) < len(words)
            lefts = _place(widths, font.getlength(" "), room, centred=centred, stretched=stretched)
            starts = tuple(left + indent + x for x in lefts)
            lines.append(Line(tuple(words[: len(widths)]), starts, round(y), face))
            words = words[len(widths) :]
            indent = 0.0
            y += step
        rest.pop(0)
        y += style.paragraph_gap * pixels
    return lines, rest


def draw_page(lines: Iterable[Line], style: Style) -> Image:
    """Draw lines in black on white, anti-aliased: a grey image of an A4 page at ``style.dpi``."""
    import PIL.Image
    from PIL import ImageDraw

    width, height = (round(side / 25.4 * style.dpi) for side in A4_MM)
    image = PIL.Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    for line in lines:
        font = _font(line.face, style.point_size, style.dpi)
        for word, x in zip(line.words, line.lefts, strict=True):
            pen.text((x, line.top), word, font=font, fill=0)
    return image


def find_faces(names: Sequence[str] | None = None) -> tuple[tuple[Path, float], ...]:
    """Find font files in the folders where systems keep them.

    Args:
        names: File names or paths, equally likely. Default: those of `FACES` that are installed.

    Returns:
        Path and weight of each face.

    Raises:
        MissingExtraError: A named face, or every face of `FACES`, is not installed.
    """
    if names:
        return tuple((_find_face(name), 1.0) for name in names)
    index = _font_index()
    found = tuple((index[name], weight) for name, weight in FACES.items() if name in index)
    if not found:
        raise MissingExtraError(
            "no font with Vietnamese letters was found",
            remedy="install the Debian package fonts-croscore, or name a font file with --face",
        )
    return found


def _find_face(name: str) -> Path:
    path = Path(name).expanduser()
    if path.is_file():
        return path
    found = _font_index().get(path.name)
    if found is None:
        package = next((deb for key, deb in _PACKAGES.items() if path.name.startswith(key)), None)
        remedy = f"install the Debian package {package}" if package else "give the file's path"
        raise MissingExtraError(f"font {name} was not found", remedy=remedy)
    return found


def _companions(face: Path) -> tuple[Path, Path]:
    """Return the bold and the italic that go with a face; the face itself where there is none."""
    index = _font_index()
    bold, italic = _COMPANIONS.get(face.name, (face.name, face.name))
    return index.get(bold, face), index.get(italic, face)


@functools.cache
def _font_index() -> Mapping[str, Path]:
    index: dict[str, Path] = {}
    for folder in _FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*.[ot]tf")):
            index.setdefault(path.name, path)
    return index


def _dress(paragraph: str, style: Style) -> tuple[Path, bool]:
    """Return which face a paragraph wears, and whether it stands in the middle."""
    if paragraph.isupper() and len(paragraph) <= _LONGEST_TITLE:
        return style.bold, True
    if len(paragraph) <= _LONGEST_HEADING and _HEADING.match(paragraph):
        return style.bold, False
    if paragraph.startswith(_LEGAL_BASIS):
        return style.italic, False
    return style.face, False


def _fit(words: Sequence[str], font: FreeTypeFont, room: float) -> list[float]:
    """Return the widths of the words that fit ``room`` pixels; of one word at the least."""
    space = font.getlength(" ")
    widths: list[float] = []
    used = -space
    for word in words:
        breadth = font.getlength(word)
        used += space + breadth
        if widths and used > room:
            break
        widths.append(breadth)
    return widths


def _place(
    widths: Sequence[float], space: float, room: float, *, centred: bool, stretched: bool
) -> list[float]:
    """Left edges of words, counted from the line's own left edge."""
    free = max(0.0, room - sum(widths) - space * (len(widths) - 1))
    if stretched and len(widths) > 1:
        space += free / (len(widths) - 1)
    x = free / 2 if centred else 0.0
    lefts: list[float] = []
    for breadth in widths:
        lefts.append(x)
        x += breadth + space
    return lefts


@functools.lru_cache(maxsize=64)
def _font(face: Path, point_size: int, dpi: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic layout does not depend on which shaping library Pillow was built with.
    pixels = round(point_size * dpi / 72)
    return ImageFont.truetype(str(face), pixels, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=65536)
def _has_glyph(face: Path, letter: str) -> bool:
    font = _font(face, 12, 200)
    drawn, missing = font.getmask(letter), font.getmask("\U0010ffff")
    visible = drawn.getbbox() is not None
    return visible and (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


def _can_draw(face: Path, word: str) -> bool:
    return all(_has_glyph(face, letter) for letter in word)
