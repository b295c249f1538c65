"""PDF pages on which real text stands beside a scan: what is read, and that no word is doubled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import pikepdf  # noqa: E402
import recorded_engine  # noqa: E402
import text_layers  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.errors import MissingExtraError  # noqa: E402
from vndiacritics.ocr import reading  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.pdf.coverage import letters_outside  # noqa: E402
from vndiacritics.ocr.pdf.images import append_image  # noqa: E402
from vndiacritics.ocr.pdf.old_fonts import decoded, encoding_of, is_unicode  # noqa: E402
from vndiacritics.ocr.pdf.parts import ANEW, KEEP, PICTURES, Parts, judge  # noqa: E402
from vndiacritics.ocr.pdf.writer import ImagePdf  # noqa: E402
from vndiacritics.ocr.sources import Limits, PageImage  # noqa: E402

STAMP = "SO DEN: 417 NGAY 16/3"
READ = "Trồng cây ven đường"


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recorded_engine.use(monkeypatch)


def scan_with(*pieces: bytes) -> Path:
    """The recorded scan with text over it, drawn (0 Tr) or not (3 Tr)."""
    pdf = pikepdf.new()
    append_image(pdf, recorded_engine.SCAN, 1, limits=Limits())
    page = pdf.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources.Font = pikepdf.Dictionary(F1=pdf.make_indirect(font))
    for piece in pieces:
        page.contents_add(pikepdf.Stream(pdf, piece))
    pdf.save("in.pdf")
    return Path("in.pdf")


def text(line: str, *, mode: int, y: int = 800) -> bytes:
    return f"BT {mode} Tr /F1 9 Tf 380 {y} Td ({line}) Tj ET".encode()


OLD_LAYER = [
    text(f"Trong cay ven duong thon Ben Da {number} nam", mode=3, y=700 - 14 * number)
    for number in range(12)
]


@pytest.mark.parametrize(
    "pieces",
    [[text(STAMP, mode=0)], [*OLD_LAYER, text(STAMP, mode=0)], [text("CamScanner", mode=0)]],
    ids=["a stamp of real letters", "a bad layer and a visible line", "the name of an app"],
)
def test_the_scan_is_read_and_the_visible_text_stays(pieces: list[bytes]) -> None:
    assert cli.main([str(scan_with(*pieces)), "-o", "out.pdf", "--jobs", "1"]) == 0
    found = [word.text for word in text_layers.by_pdfium(Path("out.pdf"))]
    joined = " ".join(found)
    assert text_layers.plain(READ).split()[0] in joined
    visible = pieces[-1].decode().split("(")[1].split(")")[0]
    for word in visible.split():
        assert found.count(word) == 1, word
    assert "Trong" not in found  # the bad layer is gone


def test_the_text_output_has_both(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main([str(scan_with(text(STAMP, mode=0))), "--jobs", "1"]) == 0
    said = capsysbinary.readouterr().out.decode()
    assert said.count("417") == 1
    assert READ in said


def layered(*lines: tuple[str, Box]) -> Path:
    """The recorded scan as a PDF whose invisible layer has some lines of it."""
    rows = []
    for said, box in lines:
        words = said.split()
        width = box.width / len(words)
        places = [
            Box(box.left + width * n, box.top, box.left + width * (n + 0.95), box.bottom)
            for n in range(len(words))
        ]
        rows.append(Line(tuple(map(Word, words, places)), size=box.height))
    size = Image.open(recorded_engine.SCAN).size
    page = Page(1, *size, float(recorded_engine.DPI), (Block(tuple(rows)),))
    with ImagePdf(recorded_engine.SCAN, limits=Limits(), producer="x") as made:
        made.add(page)
        made.save(Path("in.pdf"))
    return Path("in.pdf")


HEAD = ("ỦY BAN NHÂN DÂN XÃ SUỐI MƠ", Box(170, 130, 500, 160))
REST = ("Trồng cây ven đường thôn Bến Đá và các xóm ở ven suối", Box(40, 160, 1600, 2200))


def test_a_layer_with_the_first_line_alone_is_read_anew(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert cli.main([str(layered(HEAD)), "--jobs", "1"]) == 0
    assert READ in capsysbinary.readouterr().out.decode()


def test_a_layer_whose_words_cover_the_page_stays(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert cli.main([str(layered(HEAD, REST)), "--jobs", "1"]) == 0
    said = capsysbinary.readouterr().out.decode()
    assert HEAD[0] in said
    assert "KẾ HOẠCH" not in said


def test_without_an_engine_such_a_page_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object, **__: object) -> Page:
        raise MissingExtraError("the program tesseract is not installed")

    monkeypatch.setattr(reading, "recognise", missing)
    assert cli.main([str(layered(HEAD)), "--jobs", "1"]) == 0
    told = capsys.readouterr()
    assert HEAD[0] in told.out
    assert "what looks like text was left unread" in told.err


@pytest.mark.parametrize(("letters", "found"), [(200, 200), (39, 0)])
def test_letters_outside_of_all_words_are_counted(letters: int, found: int) -> None:
    pixels = np.full((900, 900), 255, dtype=np.uint8)
    for n in range(letters):
        top, left = 20 + 40 * (n // 20), 20 + 20 * (n % 20)
        pixels[top : top + 18, left : left + 5] = 0
    empty = Page(1, 1800, 1800, 300.0)
    assert letters_outside(PageImage(pixels, 150.0), empty) == found
    whole = replace(empty, blocks=(Block((Line((Word("a", Box(0, 0, 1800, 1800)),)),)),))
    assert letters_outside(PageImage(pixels, 150.0), whole) == 0


def page(words: int, *, lines: int = 1, word: str = "người") -> Page:
    rows = tuple(
        Line(
            tuple(
                Word(word, Box(50 * n, 40 * row, 50 * n + 40, 40 * row + 20))
                for n in range(max(1, words // lines))
            )
        )
        for row in range(lines)
    )
    return Page(1, 1000, 1400, blocks=(Block(rows),) if words else ())


WHOLE, PART, LOGO = Box(0, 0, 1000, 1400), Box(100, 500, 900, 900), Box(50, 50, 150, 110)

JUDGED = [
    ("a page of real text", page(300, lines=30), page(0), (), 0.0, KEEP),
    ("a scan without text", page(0), page(0), (WHOLE,), 1.0, ANEW),
    ("a scan with a stamp of real letters", page(12), page(0), (WHOLE,), 1.0, ANEW),
    ("a scan with a good layer", page(0), page(200, lines=20), (WHOLE,), 1.0, KEEP),
    ("a scan with a bad layer", page(0), page(200, lines=20, word="nguoi"), (WHOLE,), 1.0, ANEW),
    ("the same and a visible line", page(4), page(200, word="nguoi"), (WHOLE,), 1.0, ANEW),
    ("a good layer and a visible line", page(4), page(200), (WHOLE,), 1.0, KEEP),
    ("real text over a picture", page(300, lines=30), page(0), (WHOLE,), 1.0, KEEP),
    ("real text and a picture", page(40, lines=4), page(0), (PART,), 0.23, PICTURES),
    ("real text and a logo", page(40, lines=4), page(0), (LOGO,), 0.004, KEEP),
    ("letters without a meaning", page(60, word="\ufffd\ufffdng"), page(0), (), 0.0, ANEW),
    ("letters told by number", page(60, word="(cid:12)(cid:7)"), page(0), (), 0.0, ANEW),
]


@pytest.mark.parametrize(
    ("visible", "hidden", "pictures", "covered", "expected"),
    [row[1:] for row in JUDGED],
    ids=[row[0] for row in JUDGED],
)
def test_what_is_done_with_a_page(
    visible: Page, hidden: Page, pictures: tuple[Box, ...], covered: float, expected: str
) -> None:
    assert judge(Parts(visible, hidden, pictures, covered)) == expected


@pytest.mark.parametrize(
    ("shown", "font", "expected"),
    [
        ("®-êng", ".VnTime", "đường"),
        ("n-íc", ".VnArial", "nước"),
        ("Tr-ëng", "VnTime", "Trưởng"),
        ("céng", ".VnTimeH", "CỘNG"),
        ("hßa", ".VnArialH-Bold", "HÒA"),
        ("2020-2025", ".VnTime", "2020-2025"),
        ("Coâng", "VNI-Times", "Công"),
        ("Công", "Times New Roman", "Công"),
        ("đường-sắt", "Verdana", "đường-sắt"),
    ],
)
def test_fonts_of_old_encodings(shown: str, font: str, expected: str) -> None:
    assert decoded(shown, font) == expected


def test_other_fonts_have_no_old_encoding() -> None:
    names = ("Vnice", "Vinhan", "Arial", "TimesNewRoman", "")
    assert [encoding_of(name) for name in names] == [None] * len(names)


def test_an_old_name_does_not_make_unicode_old() -> None:
    assert is_unicode(["Đ", "ồ", "n", "g"])
    assert not is_unicode(["§", "å", "n", "g"])
