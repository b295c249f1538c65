"""The table that ``tesseract … tsv`` writes: read, and repaired in place.

A repaired word takes the place of the old one in the last column; all other columns stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vndiacritics.errors import UnreadableInputError
from vndiacritics.ocr.formats.foreign import number, share, xml_text
from vndiacritics.ocr.page import Block, Box, Line, Page, Word

__all__ = ["HEAD", "image_names", "parse", "read_pages", "rewrite"]

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)

PAGE_LEVEL, WORD_LEVEL = 1, 5
"""Of a row, as Tesseract writes it."""

Row = list[str]


def parse(data: bytes, *, name: str = "TSV") -> list[Row]:
    """Part a table into rows and columns.

    Raises:
        UnreadableInputError: It is not such a table.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(f"{name}: not UTF-8", remedy="write it anew") from error
    rows = [line.split("\t") for line in text.replace("\r\n", "\n").split("\n")]
    if "\t".join(rows[0]).rstrip() != HEAD:
        raise UnreadableInputError(f"{name}: not the table of tesseract tsv")
    return rows


def read_pages(rows: list[Row]) -> Iterator[Page]:
    """Yield the pages of a table; a word's key is the number of its row."""
    pages: dict[int, tuple[list[float], dict[tuple[int, int, int], list[Word]]]] = {}
    for key, row in enumerate(rows):
        if key == 0 or len(row) < 11:
            continue
        figures = [number(cell) for cell in row[:11]]
        level, page, block, paragraph, line = (int(figure) for figure in figures[:5])
        left, top, width, height = figures[6:10]
        size, lines = pages.setdefault(page, ([0.0, 0.0], {}))
        if level == PAGE_LEVEL:
            size[:] = [width, height]
        text = xml_text(" ".join(row[11].split())) if len(row) > 11 else ""
        if level == WORD_LEVEL and text:
            box = Box(left, top, left + max(0.0, width), top + max(0.0, height))
            word = Word(text, box, share(row[10], of=100), keys=(key,))
            lines.setdefault((block, paragraph, line), []).append(word)
    for page, (size, lines) in sorted(pages.items()):
        blocks: dict[int, list[Line]] = {}
        for (block, paragraph, _), words in lines.items():
            blocks.setdefault(block, []).append(Line(tuple(words), paragraph=paragraph))
        yield Page(
            number=max(1, page),
            width=round(size[0]),
            height=round(size[1]),
            blocks=tuple(Block(tuple(group)) for group in blocks.values()),
            origin="tsv",
        )


def image_names(rows: list[Row]) -> list[str | None]:
    """Return None for each page: such tables do not name their images."""
    return [None for _ in read_pages(rows)]


def rewrite(rows: list[Row], pages: Sequence[Page]) -> bytes:
    """Put repaired words into the table they were read from.

    Where two words became one, the first row takes both and the other goes.
    """
    result: list[Row | None] = [list(row) for row in rows]
    texts: dict[int, list[str]] = {}
    for page in pages:
        for word in page.words():
            if word.observed is not None:
                texts.setdefault(word.keys[0], []).append(word.text)
                for extra in word.keys[1:]:
                    result[extra] = None
    for key, parts in texts.items():
        row = result[key]
        if row is not None:
            row[11] = " ".join(parts)
    return "\n".join("\t".join(row) for row in result if row is not None).encode("utf-8")
