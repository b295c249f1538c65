"""Broken and hostile files: one line, an exit code, nothing half written, bounded memory."""

from __future__ import annotations

import errno
import os
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import pikepdf  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.errors import UnreadableInputError  # noqa: E402
from vndiacritics.ocr.pdf import bounds  # noqa: E402
from vndiacritics.ocr.pdf.writer import is_signed  # noqa: E402


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@lru_cache
def blanks(megabytes: int, *, twice: bool = False) -> bytes:
    packing = zlib.compressobj(9)
    data = b"".join(packing.compress(b" " * 1_000_000) for _ in range(megabytes))
    data += packing.flush()
    return zlib.compress(data) if twice else data


def bomb(*, twice: bool = False, form: bool = False) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    stream = pikepdf.Stream(pdf, b"")
    flate = pikepdf.Name.FlateDecode
    stream.write(blanks(300, twice=twice), filter=pikepdf.Array([flate, flate]) if twice else flate)
    if form:
        stream.Subtype = pikepdf.Name.Form
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=stream))
    else:
        pdf.pages[0].Contents = pdf.make_indirect(stream)
    pdf.save("in.pdf")


def huge_picture() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    stream = pikepdf.Stream(pdf, b"x")
    stream.Subtype = pikepdf.Name.Image
    stream.Width, stream.Height = 200_000, 200_000
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=stream))
    pdf.save("in.pdf")


def pages_in_a_circle() -> None:
    Path("in.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\nxref\n0 3\n0000000000 65535 f \n"
        b"0000000009 00000 n \n0000000052 00000 n \ntrailer<</Size 3/Root 1 0 R/Prev 105>>\n"
        b"startxref\n105\n%%EOF"
    )


def letters_without_end() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    stream = pikepdf.Stream(pdf, b"")
    stream.write(blanks(300), filter=pikepdf.Name.FlateDecode)
    font = pikepdf.Dictionary(Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.X,
                              ToUnicode=stream)  # fmt: skip
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"BT /F 12 Tf (abc) Tj ET")
    pdf.save("in.pdf")


def nested_tags() -> None:
    inner = '<span class="ocrx_word" title="bbox 5 5 40 30">cu</span>'
    Path("in.hocr").write_text(
        '<html><body><div class="ocr_page" title="bbox 0 0 100 100">'
        f"{'<div>' * 3000}{inner}{'</div>' * 3000}</div></body></html>",
        encoding="utf-8",
    )


def a_tiff_whose_second_page_has_no_size() -> None:
    Image.new("L", (90, 60)).save("whole.tif")
    data = Path("whole.tif").read_bytes()
    entries = struct.pack("<HHHLLL", 1, 305, 3, 1, 1, 0)
    at = struct.unpack("<L", data[4:8])[0]
    count = struct.unpack("<H", data[at : at + 2])[0]
    after = at + 2 + 12 * count
    linked = data[:after] + struct.pack("<L", len(data)) + data[after + 4 :]
    Path("in.tif").write_bytes(linked + entries)


def half_a_tiff() -> None:
    Image.linear_gradient("L").save("whole.tif", compression="tiff_lzw")
    data = Path("whole.tif").read_bytes()
    Path("in.tif").write_bytes(data[: len(data) // 2])


BROKEN: list[tuple[str, Callable[[], None], str]] = [
    ("deflated blanks", bomb, "in.pdf"),
    ("deflated twice", lambda: bomb(twice=True), "in.pdf"),
    ("in a form", lambda: bomb(form=True), "in.pdf"),
    ("a picture of 40,000 megapixels", huge_picture, "in.pdf"),
    ("pages in a circle", pages_in_a_circle, "in.pdf"),
    ("a TIFF cut in half", half_a_tiff, "in.tif"),
    ("a TIFF whose second page has no size", a_tiff_whose_second_page_has_no_size, "in.tif"),
    ("the letters of a font without end", letters_without_end, "in.pdf"),
    ("tags within tags", nested_tags, "in.hocr"),
]


@pytest.mark.parametrize("form", ["txt", "pdf"])
@pytest.mark.parametrize(
    ("make", "name"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_one_line_and_nothing_half_written(
    make: Callable[[], None],
    name: str,
    form: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from vndiacritics.ocr.tesseract import engine

    monkeypatch.setattr(engine, "require", lambda _: None)
    make()
    before = sorted(path.name for path in Path().iterdir())
    assert cli.main([name, "-o", f"out.{form}", "--jobs", "1"]) == 4
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "bug in vnfix" not in said[0]
    assert sorted(path.name for path in Path().iterdir()) == before


def test_a_page_within_bounds_passes() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b" " * 5_000_000)
    pdf.save("in.pdf")
    bounds.check_page(Path("in.pdf"), 1, password=None, max_pixels=1_000_000)


@pytest.mark.parametrize("error", [ValueError, OverflowError, IndexError])
def test_a_file_that_pikepdf_cannot_open_is_left_to_who_draws_it(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error("overflow/underflow converting 9999")

    Path("in.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.setattr(pikepdf, "open", refused)
    bounds.check_page(Path("in.pdf"), 1, password=None, max_pixels=1_000_000)


def test_the_limit_of_pixels_is_named() -> None:
    huge_picture()
    with pytest.raises(UnreadableInputError, match="200000 × 200000"):
        bounds.check_page(Path("in.pdf"), 1, password=None, max_pixels=150_000_000)


@pytest.mark.parametrize("turn", [37, -45, 450, 1e9])
def test_odd_turns_of_a_page_are_those_viewers_make_of_them(turn: float) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].obj.Rotate = int(turn)
    pdf.save("in.pdf")
    assert cli.main(["in.pdf", "-o", "out.pdf", "--ocr", "never", "--jobs", "1"]) == 0


def signed() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array())
    pdf.save("in.pdf")


@pytest.mark.parametrize(("choice", "code"), [("write", 0), ("skip", 0), ("refuse", 9)])
def test_signed_documents(choice: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    signed()
    assert is_signed(Path("in.pdf"))
    arguments = ["in.pdf", "-o", "out.pdf", "--ocr", "never", "--signed", choice, "--jobs", "1"]
    assert cli.main(arguments) == code
    assert Path("out.pdf").exists() is (choice == "write")
    assert "signed" in capsys.readouterr().err


def test_the_text_beside_the_pdf() -> None:
    signed()
    arguments = ["in.pdf", "-o", "out.pdf", "--ocr", "never", "--sidecar", "--jobs", "1"]
    assert cli.main(arguments) == 0
    assert Path("out.txt").read_bytes() == b""
    assert Path("out.pdf").exists()


def test_a_full_folder_for_temporary_files_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from vndiacritics.ocr.tesseract import engine

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(engine, "require", lambda _: None)
    monkeypatch.setattr(engine, "read_image", full)
    Image.new("L", (200, 100), 255).save("in.png")
    assert cli.main(["in.png", "-o", "out.txt", "--jobs", "1"]) == 11
    (said,) = capsys.readouterr().err.splitlines()
    assert "TMPDIR" in said
    assert "bug in vnfix" not in said
    assert not Path("out.txt").exists()


@pytest.mark.parametrize("cut", [1, 4, 9])
def test_a_png_that_cannot_be_put_in_as_it_is_is_packed_anew(cut: int) -> None:
    from vndiacritics.ocr.page import Page
    from vndiacritics.ocr.pdf.writer import ImagePdf
    from vndiacritics.ocr.sources import Limits

    Image.linear_gradient("L").save("whole.png")
    Path("in.png").write_bytes(Path("whole.png").read_bytes()[:-cut])  # its last chunk is cut
    with ImagePdf(Path("in.png"), limits=Limits(), producer="test") as made:
        made.add(Page(1, 256, 256))
        made.save(Path("out.pdf"))
    with pikepdf.open("out.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_a_document_without_a_word_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.hocr").write_text(
        '<html><body><div class="ocr_page" title="bbox 0 0 100 100"></div></body></html>',
        encoding="utf-8",
    )
    assert cli.main(["in.hocr", "-o", "out.hocr"]) == 0
    assert "page 1: no text found" in capsys.readouterr().err
    assert cli.main(["in.hocr", "-o", "out.hocr", "--strict"]) == 12


def test_a_name_with_control_characters_is_one_printable_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Image.new("L", (200, 100), 255).save("in.png")
    Path("in.png").rename("a\x01\nb.png")
    assert cli.main(["a\x01\nb.png", "-o", "out.txt", "--jobs", "1", "--ocr", "never"]) == 0
    (said,) = capsys.readouterr().err.splitlines()
    assert said.isprintable()
    assert "no text found" in said


def test_a_pdf_whose_name_is_no_utf_8(capsys: pytest.CaptureFixture[str]) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    name = os.fsdecode(b"a\xff\x01.pdf")
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 100))
        try:
            with Path(name).open("wb") as file:
                made.save(file)
        except OSError:
            pytest.skip("this file system has no such names")
    assert cli.main([name, "-o", "out.pdf", "--jobs", "1", "--ocr", "never"]) == 0
    assert "no text found" in capsys.readouterr().err
    with pikepdf.open("out.pdf") as pdf:
        assert len(pdf.pages) == 1
