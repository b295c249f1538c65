"""Searchable PDFs: the image untouched, the repaired words on their boxes, all else kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

pikepdf: Any = pytest.importorskip("pikepdf", reason="needs the extra [ocr]")
pdfium: Any = pytest.importorskip("pypdfium2", reason="needs the extra [ocr]")
Image: Any = pytest.importorskip("PIL.Image", reason="needs the extra [ocr]")
PngImagePlugin: Any = pytest.importorskip("PIL.PngImagePlugin")

from vndiacritics.ocr import sources  # noqa: E402
from vndiacritics.ocr.geometry import Geometry  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.pdf import layer_reader as textlayer  # noqa: E402
from vndiacritics.ocr.pdf.writer import CHUNK, ImagePdf, OverlaidPdf  # noqa: E402
from vndiacritics.ocr.preprocess.signs import EMPTY, Sign, with_signs  # noqa: E402
from vndiacritics.ocr.sources import Limits  # noqa: E402

LIMITS = Limits()
WORDS = (("Suối", 100, 200), ("Mơ", 220, 290), ("(ướt)", 310, 350), ("-", 360, 375))


def page(number: int = 1, *, dpi: float = 150.0) -> Page:
    line = Line(tuple(Word(text, Box(left, 80, right, 120)) for text, left, right in WORDS))
    return Page(number, 600, 400, dpi, (Block((line,)),))


@pytest.fixture
def picture() -> Any:
    image = Image.new("RGB", (600, 400), "white")
    image.paste((200, 10, 10), (50, 50, 300, 200))
    return image


def save(picture: Any, path: Path, **options: Any) -> Path:
    picture.save(path, dpi=(150, 150), **options)
    return path


def searchable(source: Path, target: Path, pages: int = 1) -> Path:
    with ImagePdf(source, limits=LIMITS, producer="test") as made:
        for number in range(1, pages + 1):
            made.add(page(number))
        made.save(target)
    return target


def words_of(path: Path, number: int = 1, *, dpi: float = 150.0) -> list[Word]:
    document = pdfium.PdfDocument(path)
    opened = document[number - 1]
    read = textlayer.read(opened, sources.geometry_of(opened, dpi=dpi), number=number)
    return list(read.words())


@pytest.mark.parametrize(
    ("mode", "ending", "options"),
    [
        ("RGB", "png", {}),
        ("L", "png", {}),
        ("1", "png", {}),
        ("P", "png", {}),
        ("RGB", "jpg", {}),
        ("L", "jpg", {"quality": 60}),
        ("1", "tif", {"compression": "group4"}),
        ("RGB", "tif", {}),
    ],
)
def test_the_image_is_untouched(
    mode: str, ending: str, options: dict[str, Any], picture: Any, tmp_path: Path
) -> None:
    source = save(picture.convert(mode), tmp_path / f"a.{ending}", **options)
    target = searchable(source, tmp_path / "a.pdf")
    with pikepdf.open(target) as pdf:
        stored = pdf.pages[0].Resources.XObject.Image
        shown = pikepdf.PdfImage(stored).as_pil_image().convert("RGB")
        assert list(pdf.pages[0].mediabox) == pytest.approx([0, 0, 288, 192], abs=0.1)
        if ending == "jpg":
            assert stored.read_raw_bytes() == source.read_bytes()
    with Image.open(source) as original:
        assert shown.tobytes() == original.convert("RGB").tobytes()


def test_a_palette_image_with_its_transparency_behind_long_notes(tmp_path: Path) -> None:
    """What shines through is paper, wherever in the file it is said."""
    image = Image.new("P", (600, 400), 1)
    image.putpalette([0, 0, 0, 9, 9, 9, 200, 0, 0] + [0] * 759)
    image.paste(2, (50, 50, 300, 200))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "x" * 9000)
    image.save(tmp_path / "a.png", pnginfo=notes, transparency=bytes([255, 0, 255]), dpi=(150, 150))
    target = searchable(tmp_path / "a.png", tmp_path / "a.pdf")
    shown = pdfium.PdfDocument(target)[0].render(scale=150 / 72).to_pil().convert("RGB")
    assert shown.getpixel((10, 10)) == (255, 255, 255)
    assert shown.getpixel((100, 100)) == (200, 0, 0)


def test_the_words_are_found_on_their_boxes(picture: Any, tmp_path: Path) -> None:
    target = searchable(save(picture, tmp_path / "a.png"), tmp_path / "a.pdf")
    found = words_of(target)
    assert [word.text for word in found][:3] == ["Suối", "Mơ", "(ướt)"]
    for word, (_, left, right) in zip(found[:2], WORDS, strict=False):
        assert word.box.left == pytest.approx(left, abs=2)
        assert word.box.right == pytest.approx(right, abs=2)
        assert word.box.top <= 82
        assert word.box.bottom >= 118
    document = pdfium.PdfDocument(target)
    drawn_words = textlayer.read(
        document[0], sources.geometry_of(document[0]), number=1, part="visible"
    )
    assert not list(drawn_words.words())
    drawn = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    assert drawn.getpixel((340, 100)) == (255, 255, 255)


def test_many_pages_in_order(picture: Any, tmp_path: Path) -> None:
    count = 2 * CHUNK + 3
    source = tmp_path / "a.tif"
    save(
        picture.convert("1"),
        source,
        save_all=True,
        append_images=[picture.convert("1")] * (count - 1),
    )
    target = searchable(source, tmp_path / "a.pdf", pages=count)
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == count
    assert words_of(target, count)[0].text == "Suối"


def test_exif_orientation_turns_the_page(picture: Any, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    source = save(picture.transpose(Image.Transpose.ROTATE_90), tmp_path / "a.jpg", exif=exif)
    target = searchable(source, tmp_path / "a.pdf")
    loaded = sources.load_page(source, 1, limits=LIMITS)
    assert loaded.pixels.shape[:2] == (400, 600)
    document = pdfium.PdfDocument(target)
    drawn = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    assert drawn.size == (600, 400)
    assert drawn.getpixel((100, 100))[0] > 150
    assert words_of(target)[0].box.left == pytest.approx(100, abs=3)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_geometry_there_and_back(turn: int) -> None:
    geometry = Geometry(10, 20, 310, 220, turn, 144.0)
    x, y = geometry.to_user(30, 50)
    assert geometry.left <= x <= geometry.right
    assert geometry.bottom <= y <= geometry.top
    box = geometry.to_shown(x, y, x, y)
    assert (box.left, box.top) == pytest.approx((30, 50))


class TestOverlay:
    @pytest.fixture
    def original(self, picture: Any, tmp_path: Path) -> Path:
        """A scan with a bad layer, an outline, labels, metadata and a PDF/A mark."""
        made = searchable(save(picture, tmp_path / "a.png"), tmp_path / "made.pdf")
        with pikepdf.open(made) as pdf:
            stream = pdf.pages[0].Contents
            parts = list(stream) if isinstance(stream, pikepdf.Array) else [stream]
            bad = parts[-1].read_bytes().replace("Suối".encode("utf-16-be").hex().encode(), b"0058")
            parts[-1].write(bad)
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("Trang đầu", 0))
            pdf.Root.PageLabels = pikepdf.Dictionary(
                Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D, P="A-")]
            )
            with pdf.open_metadata() as metadata:
                metadata["pdfaid:part"] = "2"
                metadata["pdfaid:conformance"] = "B"
                metadata["dc:title"] = "Kế hoạch"
            pdf.save(tmp_path / "in.pdf")
        return tmp_path / "in.pdf"

    def overlay(self, source: Path, target: Path) -> list[str]:
        with OverlaidPdf(source) as overlaid:
            overlaid.replace_layer(page(), dpi=150.0)
            overlaid.save(target)
            return overlaid.notices

    def test_the_old_layer_is_replaced(self, original: Path, tmp_path: Path) -> None:
        assert words_of(original)[0].text == "X"
        assert self.overlay(original, tmp_path / "out.pdf") == []
        assert [word.text for word in words_of(tmp_path / "out.pdf")][:2] == ["Suối", "Mơ"]

    def test_all_else_is_kept(self, original: Path, tmp_path: Path) -> None:
        self.overlay(original, tmp_path / "out.pdf")
        with pikepdf.open(original) as before, pikepdf.open(tmp_path / "out.pdf") as after:
            with after.open_outline() as outline:
                assert [item.title for item in outline.root] == ["Trang đầu"]
            assert after.pages[0].label == "A-1"
            metadata = after.open_metadata()
            assert metadata["dc:title"] == "Kế hoạch"
            assert metadata.pdfa_status == "2B"
            old, new = (
                before.pages[0].Resources.XObject.Image,
                after.pages[0].Resources.XObject.Image,
            )
            assert old.read_raw_bytes() == new.read_raw_bytes()

    @pytest.mark.parametrize("turn", [90, 180, 270])
    def test_turned_pages(self, turn: int, original: Path, tmp_path: Path) -> None:
        with pikepdf.open(original) as pdf:
            pdf.pages[0].Rotate = turn
            pdf.pages[0].CropBox = [5, 5, 280, 180]
            pdf.save(tmp_path / "turned.pdf")
        self.overlay(tmp_path / "turned.pdf", tmp_path / "out.pdf")
        found = words_of(tmp_path / "out.pdf")
        assert found[0].text == "Suối"
        assert found[0].box.left == pytest.approx(100, abs=3)
        assert found[0].box.centre[1] == pytest.approx(100, abs=4)

    def drawn(self, path: Path, *, in_a_form: bool = False) -> Path:
        """A page with text to be seen, and some that is not."""
        pdf = pikepdf.new()
        shown = pdf.add_blank_page(page_size=(288, 192))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        content = b"BT /F 12 Tf 20 20 Td (drawn) Tj [(al) -20 (so)] TJ 3 Tr (hidden) Tj ET"
        shown.Resources = resources
        if in_a_form:
            form = pikepdf.Stream(pdf, content)
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox, form.Resources = [0, 0, 288, 192], resources
            shown.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
            content = b"/X Do"
        shown.Contents = pikepdf.Stream(pdf, content)
        pdf.save(path)
        return path

    def test_text_that_is_drawn_stays_to_be_seen(self, tmp_path: Path) -> None:
        source = self.drawn(tmp_path / "in.pdf")
        self.overlay(source, tmp_path / "out.pdf")
        before, after = (
            pdfium.PdfDocument(path)[0].render(scale=2).to_pil().tobytes()
            for path in (source, tmp_path / "out.pdf")
        )
        assert before == after

    def test_text_that_is_drawn_is_not_found_beside_the_new(self, tmp_path: Path) -> None:
        self.overlay(self.drawn(tmp_path / "in.pdf"), tmp_path / "out.pdf")
        texts = [word.text for word in words_of(tmp_path / "out.pdf")]
        assert texts == [text for text, *_ in WORDS]

    def test_a_box_to_tick_is_found_and_text_that_is_drawn_is_not(self, tmp_path: Path) -> None:
        with_box = with_signs(page(), [Sign(EMPTY, Box(55, 82, 90, 118))])
        with OverlaidPdf(self.drawn(tmp_path / "in.pdf")) as overlaid:
            overlaid.replace_layer(with_box, dpi=150.0)
            overlaid.save(tmp_path / "out.pdf")
        texts = [word.text for word in words_of(tmp_path / "out.pdf")]
        assert texts == [EMPTY, *(text for text, *_ in WORDS)]

    def test_text_that_is_drawn_by_a_form_is_told(self, tmp_path: Path) -> None:
        with OverlaidPdf(self.drawn(tmp_path / "in.pdf", in_a_form=True)) as overlaid:
            remark = overlaid.replace_layer(page(), dpi=150.0)
            overlaid.save(tmp_path / "out.pdf")
        assert "beside the new" in (remark or "")
        texts = [word.text for word in words_of(tmp_path / "out.pdf")]
        assert "drawnalso" in texts
        assert "hidden" not in texts

    def test_a_page_with_nothing_to_repair_stays_as_it_is(self, tmp_path: Path) -> None:
        source = self.drawn(tmp_path / "in.pdf")
        with OverlaidPdf(source) as overlaid:
            overlaid.replace_layer(page(), dpi=150.0, visible=True)
            overlaid.save(tmp_path / "out.pdf")
        with pikepdf.open(source) as before, pikepdf.open(tmp_path / "out.pdf") as after:
            assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()

    def test_a_signature_is_told(self, original: Path, tmp_path: Path) -> None:
        with pikepdf.open(original) as pdf:
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], SigFlags=3)
            pdf.save(tmp_path / "signed.pdf")
        (notice,) = self.overlay(tmp_path / "signed.pdf", tmp_path / "out.pdf")
        assert "signed" in notice


def test_the_font_is_one() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools comes with ocrmypdf")
    from vndiacritics.ocr.pdf import glyphless

    font = ttlib.TTFont(io.BytesIO(glyphless._truetype()), checkChecksums=2)
    assert font["head"].unitsPerEm == 1000
    assert font["maxp"].numGlyphs == 2
    for tag in font.keys():  # noqa: SIM118 - a TTFont is no dictionary
        assert font[tag] is not None
