"""The boxes of a PDF page: which part of it is shown, and words that lie where they are seen."""

from __future__ import annotations

from pathlib import Path

import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import pikepdf  # noqa: E402
import pypdfium2  # noqa: E402
import recorded_engine  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.ocr.geometry import shown_box  # noqa: E402
from vndiacritics.ocr.pdf.images import append_image  # noqa: E402
from vndiacritics.ocr.sources import Limits  # noqa: E402

A4 = (0, 0, 595, 842)


@pytest.mark.parametrize(
    ("crop", "media", "shown"),
    [
        (A4, A4, A4),
        ((50, 60, 300, 400), A4, (50, 60, 300, 400)),
        ((-100, -100, 700, 900), A4, A4),
        ((300, 400, 900, 900), A4, (300, 400, 595, 842)),
        ((595, 842, 0, 0), A4, A4),
        ((10, 10, 10, 10), A4, A4),
        ((9000, 9000, 9500, 9500), A4, A4),
        ((-30, -20, 500, 800), (-50, -50, 500, 800), (-30, -20, 500, 800)),
    ],
)
def test_what_is_shown(
    crop: tuple[float, ...], media: tuple[float, ...], shown: tuple[float, ...]
) -> None:
    assert shown_box(crop, media) == shown


def place_of(word: str, path: Path) -> tuple[float, ...]:
    """Where a word stands in user space."""
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage()
    start = text.get_text_range().index(word)
    left, bottom, _, _ = text.get_charbox(start)
    document.close()
    return round(left), round(bottom)


@pytest.mark.parametrize(
    "crop",
    [None, (-100, -100, 900, 990), (900, 990, 0, 0), (10, 10, 10, 10), (9000, 9000, 9500, 9500)],
    ids=["none", "larger than the page", "corners exchanged", "of no size", "beside the page"],
)
def test_words_lie_where_they_are_seen_whatever_the_crop_box(
    crop: tuple[int, ...] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recorded_engine.use(monkeypatch)
    pdf = pikepdf.new()
    append_image(pdf, recorded_engine.SCAN, 1, limits=Limits())
    if crop is not None:
        pdf.pages[0].obj.CropBox = pikepdf.Array(crop)
    pdf.save("in.pdf")
    assert cli.main(["in.pdf", "-o", "out.pdf", "--jobs", "1"]) == 0
    left, bottom = place_of("NHÂN", Path("out.pdf"))
    dpi = recorded_engine.DPI
    assert left == pytest.approx(280 * 72 / dpi, abs=12)
    assert bottom == pytest.approx(842 - 160 * 72 / dpi, abs=8)
