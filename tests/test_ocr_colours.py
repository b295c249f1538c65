"""Ink in colour: seals and pens go and are told of, printed letters in colour stay."""

from __future__ import annotations

import math

import ocr_pages
import pytest

cv2 = pytest.importorskip("cv2", reason="needs the extra [ocr]")
pytest.importorskip("PIL", reason="needs the extra [ocr]")

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from vndiacritics.ocr.preprocess.colours import parted  # noqa: E402

DPI = 200.0
RED, PALE, BLUE = (215, 40, 45), (240, 170, 170), (35, 50, 170)

pytestmark = pytest.mark.skipif(
    not all(face.exists() for face in ocr_pages.FACES), reason="needs fonts-croscore"
)


def page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (900, 700), "white")
    return image, ImageDraw.Draw(image)


def face(size: int = 34, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(ocr_pages.FACES[bold]), size)


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image, dtype=np.uint8)


@pytest.mark.parametrize("colour", [RED, PALE], ids=["red", "pale"])
def test_a_seal_goes_with_its_letters_and_black_under_it_stays(
    colour: tuple[int, int, int],
) -> None:
    image, pen = page()
    pen.text((250, 330), "TRƯỞNG THÔN", font=face(bold=True), fill="black")
    before = pixels(image)[330:370, 250:520].min(axis=2)
    pen.ellipse((200, 200, 480, 480), outline=colour, width=6)
    for turn in range(0, 360, 24):
        at = math.radians(turn)
        pen.text(
            (340 + 115 * math.cos(at) - 8, 340 + 115 * math.sin(at) - 12),
            "N",
            font=face(24),
            fill=colour,
        )
    pen.text((250, 330), "TRƯỞNG THÔN", font=face(bold=True), fill="black")
    found = parted(pixels(image), dpi=DPI)
    (seal,) = found.marks
    assert seal.kind == "seal"
    assert seal.box.left == pytest.approx(200, abs=4)
    assert seal.box.bottom == pytest.approx(480, abs=4)
    blank = found.grey.copy()
    blank[325:375, 245:525] = 255
    assert (blank[180:500, 180:500] > 170).mean() > 0.999
    under = found.grey[330:370, 250:520]
    assert ((under < 128) == (before < 128)).mean() > 0.975


def test_a_pen_goes_and_is_no_seal() -> None:
    image, pen = page()
    points = [(200 + 8 * n, 300 + 40 * math.sin(n / 2)) for n in range(40)]
    pen.line(points, fill=BLUE, width=5)
    found = parted(pixels(image), dpi=DPI)
    assert [mark.kind for mark in found.marks] == ["pen"]
    assert (found.grey > 200).mean() > 0.995


def test_a_seal_and_the_pen_across_it_are_two() -> None:
    image, pen = page()
    pen.ellipse((200, 200, 480, 480), outline=RED, width=7)
    pen.line([(150 + 10 * n, 340 + 30 * math.sin(n)) for n in range(45)], fill=BLUE, width=5)
    kinds = {mark.kind for mark in parted(pixels(image), dpi=DPI).marks}
    assert kinds == {"seal", "pen"}


@pytest.mark.parametrize("colour", [RED, BLUE, (0, 110, 60)], ids=["red", "blue", "green"])
def test_a_printed_heading_in_colour_stays_dark(colour: tuple[int, int, int]) -> None:
    image, pen = page()
    pen.text((100, 300), "GIẤY MỜI HỌP MẶT ĐẦU XUÂN", font=face(40, bold=True), fill=colour)
    found = parted(pixels(image), dpi=DPI)
    assert found.marks == ()
    assert found.grey[300:350].min() < 110


def test_a_grey_page_is_left_alone() -> None:
    grey = np.full((50, 50), 200, dtype=np.uint8)
    assert parted(grey, dpi=DPI).grey is grey
