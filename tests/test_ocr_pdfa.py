"""A PDF/A that gets a new text layer stays one, as far as a program without a validator can tell.

The rules are those of ISO 19005-1 to -3 that a text layer could break: fonts, transparency,
encryption, object streams, and the marks a PDF/A is known by. A subset of a CID font needs a CIDSet
in part 1, so the layer's font must not be called one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pikepdf: Any = pytest.importorskip("pikepdf", reason="needs the extra [ocr]")
for package in ("cv2", "lxml", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import recorded_engine  # noqa: E402
from PIL import ImageCms  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.ocr.pdf.images import append_image  # noqa: E402
from vndiacritics.ocr.sources import Limits  # noqa: E402


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    """The recorded page as PDF/A-1b: a scan without text."""
    pdf = pikepdf.new()
    append_image(pdf, recorded_engine.SCAN, 1, limits=Limits())
    profile = pikepdf.Stream(
        pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    profile.N = 3
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier="sRGB",
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    with pdf.open_metadata() as metadata:
        metadata["pdfaid:part"] = "1"
        metadata["pdfaid:conformance"] = "B"
        metadata["dc:title"] = "Kế hoạch trồng cây"
    path = tmp_path / "archived.pdf"
    pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, min_version="1.4")
    return path


@pytest.fixture
def after(archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `vnfix` makes of it."""
    recorded_engine.use(monkeypatch)
    target = tmp_path / "after.pdf"
    assert cli.main([str(archived), "-o", str(target), "--jobs", "1"]) == 0
    return target


def problems(path: Path) -> Iterator[str]:
    """Yields what keeps a file from being PDF/A-1b."""
    data = path.read_bytes()
    if not re.match(rb"%PDF-1\.[0-4]\r?\n%[\x80-\xff]{4}", data):
        yield "header"
    if b"/ObjStm" in data or b"/XRef" in data:
        yield "compressed objects, which part 1 does not know"
    with pikepdf.open(path) as pdf:
        if "/ID" not in pdf.trailer:
            yield "no ID"
        if pdf.is_encrypted:
            yield "encrypted"
        if pdf.open_metadata().pdfa_status != "1B":
            yield "not marked"
        intents = pdf.Root.get("/OutputIntents")
        if intents is None or intents[0].DestOutputProfile.N != 3:
            yield "no output intent"
        for page in pdf.pages:
            if "/Group" in page.obj:
                yield "a transparency group"
            for state in page.Resources.get("/ExtGState", {}).values():
                if set(state.keys()) & {"/SMask", "/ca", "/CA", "/BM"}:
                    yield "transparency"
            for font in page.Resources.get("/Font", {}).values():
                yield from font_problems(font)


def font_problems(font: Any) -> Iterator[str]:
    if font.Subtype != pikepdf.Name.Type0:
        yield "not the layer's font"
        return
    (inner,) = font.DescendantFonts
    descriptor = inner.FontDescriptor
    if "/FontFile2" not in descriptor:
        yield "not embedded"
    if re.match(r"/[A-Z]{6}\+", str(inner.BaseFont)) and "/CIDSet" not in descriptor:
        yield "a subset without CIDSet"
    if str(font.BaseFont) != str(inner.BaseFont) or inner.BaseFont != descriptor.FontName:
        yield "names differ"
    if "/ToUnicode" not in font:
        yield "no ToUnicode"
    if len(inner.CIDToGIDMap.read_bytes()) != 2 * 65536:
        yield "codes without a glyph"
    if (0, 0) in set(zip(*[iter(inner.CIDToGIDMap.read_bytes())] * 2, strict=True)):
        yield "codes that show .notdef"


def test_the_check_finds_what_is_wrong(archived: Path, tmp_path: Path) -> None:
    assert list(problems(archived)) == []
    with pikepdf.open(archived) as pdf:
        pdf.pages[0].Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency)
        del pdf.Root.OutputIntents
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].Resources.Font = pikepdf.Dictionary(F=font)
        pdf.save(
            tmp_path / "bad.pdf",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            encryption=pikepdf.Encryption(owner="x"),
        )
    assert len(list(problems(tmp_path / "bad.pdf"))) == 6


def test_a_pdfa_stays_one(after: Path) -> None:
    assert list(problems(after)) == []
    with pikepdf.open(after) as pdf:
        assert pdf.open_metadata()["dc:title"] == "Kế hoạch trồng cây"
        assert len(pdf.pages[0].Resources.Font) == 1


def test_the_width_the_pdf_tells_is_the_fonts_own(after: Path) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools comes with ocrmypdf")
    with pikepdf.open(after) as pdf:
        ((_, font),) = pdf.pages[0].Resources.Font.items()
        (inner,) = font.DescendantFonts
        program = ttlib.TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
        widths = {advance for advance, _ in program["hmtx"].metrics.values()}
        assert widths == {int(inner.DW) * program["head"].unitsPerEm // 1000}


def test_its_pixels_and_its_intent_are_the_same(archived: Path, after: Path) -> None:
    with pikepdf.open(archived) as before, pikepdf.open(after) as now:
        for of in (
            lambda pdf: pdf.pages[0].Resources.XObject.Image,
            lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile,
        ):
            assert of(before).read_bytes() == of(now).read_bytes()
