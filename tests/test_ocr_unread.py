"""Letters that no reading covers: they are told, and a table without rules is read by rows."""

from __future__ import annotations

import shutil

import numpy as np
import ocr_pages
import pytest
from numpy.typing import NDArray

for package in ("cv2", "lxml", "pytesseract"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

from vndiacritics.command.page_report import PageReport  # noqa: E402
from vndiacritics.ocr import recognition  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.preprocess.spots import spots  # noqa: E402
from vndiacritics.ocr.preprocess.unread import left_out, letters_of  # noqa: E402
from vndiacritics.ocr.quality import status  # noqa: E402
from vndiacritics.ocr.settings import Settings  # noqa: E402
from vndiacritics.ocr.sources import PageImage  # noqa: E402

ROWS = 12
TOPS = [100 + 60 * row for row in range(ROWS)]
COLUMNS = (100, 300, 500, 700)
SAID = ("Xi măng", "tấn", "1.250", "320")


def page_of(said: str, *, unread: int) -> Page:
    words = tuple(Word(word, Box(0, 0, 9, 9), 0.95) for word in said.split())
    return Page(1, 100, 100, blocks=(Block((Line(words),)),), unread=unread)


@pytest.mark.parametrize(("unread", "expected"), [(0, "ok"), (19, "ok"), (25, "partly-unread")])
def test_a_page_on_which_letters_were_left_out_is_told(unread: int, expected: str) -> None:
    page = page_of("Các hộ ven suối nhận cây giống tại nhà văn hóa thôn", unread=unread)
    assert status(page) == expected


def test_few_letters_of_a_full_page_are_a_pen_or_a_stain() -> None:
    assert status(page_of("Các hộ ven suối nhận cây giống " * 60, unread=25)) == "ok"


def test_what_is_said_of_it() -> None:
    page = page_of("Các hộ ven suối nhận cây giống tại nhà văn hóa thôn", unread=25)
    report = PageReport("a.png")
    said = list(report.lines_of(Page(**{**vars(page), "status": status(page)})))
    assert said == ["a.png, page 1: what looks like text was left unread (25 letters)"]
    assert report.is_doubtful


def sheet() -> NDArray[np.uint8]:
    """Draw a table without rules: blocks for letters, four columns of them."""
    grey = np.full((1000, 1000), 255, dtype=np.uint8)
    for top in TOPS:
        for left in COLUMNS:
            for x in range(left, left + 90, 18):
                grey[top : top + 24, x : x + 6] = 0
    return grey


def line(row: int, columns: tuple[int, ...], confidence: float = 0.95) -> Line:
    words = tuple(
        Word(part, Box(left + 45 * n, TOPS[row], left + 45 * n + 45, TOPS[row] + 24), confidence)
        for left, said in zip(COLUMNS, SAID, strict=True)
        if COLUMNS.index(left) in columns
        for n, part in enumerate(said.split() * (1 if " " in said else 2))
    )
    return Line(words, size=24.0)


def test_letters_that_no_word_covers_are_counted() -> None:
    page = Page(1, 1000, 1000, blocks=(Block((line(0, (0, 1)),)),))
    found = spots(255 - sheet())
    assert len(letters_of(found)) == 5 * len(COLUMNS) * ROWS
    assert len(left_out(letters_of(found), page, sheet())) == 5 * (len(COLUMNS) * ROWS - 2)


def test_what_was_taken_off_before_is_not_left_out() -> None:
    seen = sheet()
    seen[: TOPS[1]] = 255
    letters = letters_of(spots(255 - sheet()))
    assert len(left_out(letters, Page(1, 1000, 1000), seen)) == 5 * len(COLUMNS) * (ROWS - 1)


@pytest.mark.parametrize("is_better", [True, False])
def test_a_table_without_rules_is_read_by_rows_where_a_column_was_left_out(
    is_better: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def read(image: NDArray[np.uint8], *, one_block: bool = False, **_: object) -> Page:
        asked.append(one_block)
        height, width = image.shape
        if one_block:
            lines = tuple(
                line(row, (0, 1, 2, 3), 0.95 if is_better else 0.1) for row in range(ROWS)
            )
            return Page(1, width, height, blocks=(Block(lines),))
        columns = [Block(tuple(line(row, (n,)) for row in range(ROWS))) for n in (0, 1, 2)]
        return Page(1, width, height, blocks=tuple(columns))

    monkeypatch.setattr(recognition.engine, "read_image", read)
    page = recognition.recognise(PageImage(sheet(), 150.0), Settings())
    assert asked[0] is False
    assert asked[-1] is True
    first = next(page.lines("body")).text
    assert first == ("Xi măng tấn tấn 1.250 1.250 320 320" if is_better else "Xi măng")
    assert (page.unread == 0) is is_better


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract-ocr")
@pytest.mark.skipif(
    not all(face.exists() for face in ocr_pages.FACES), reason="needs fonts-croscore"
)
def test_rows_of_such_a_table_as_the_engine_reads_them() -> None:
    from PIL import Image, ImageDraw, ImageFont

    goods = ("Xi măng", "Gạch lát", "Cát vàng", "Thép cuộn", "Sơn nước")
    rows = [
        (str(n + 1), goods[n % 5], f"{17 * n % 90 + 10}", f"{137 * n % 900 + 100}.000")
        for n in range(24)
    ]
    picture = Image.new("L", (1654, 1500), 255)
    pen = ImageDraw.Draw(picture)
    face = ImageFont.truetype(str(ocr_pages.FACES[0]), 30)
    for n, row in enumerate(rows):
        for x, cell in zip((160, 260, 700, 1100), row, strict=True):
            pen.text((x, 100 + 52 * n), cell, font=face, fill=0)
    page = recognition.recognise(PageImage(np.asarray(picture), 200.0), Settings())
    found = [one.text.split() for one in page.lines("body")]
    wanted = [" ".join(row).split() for row in rows]
    assert sum(row in found for row in wanted) >= 20 or page.unread == 0
