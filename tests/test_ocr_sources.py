"""Images as they come: what their pixels mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

Image = pytest.importorskip("PIL.Image", reason="needs the extra [ocr]")

from vndiacritics.errors import UnsupportedInputError  # noqa: E402
from vndiacritics.ocr.kinds import kind_of  # noqa: E402
from vndiacritics.ocr.reading import PageTask, read_page  # noqa: E402
from vndiacritics.ocr.settings import Settings  # noqa: E402
from vndiacritics.ocr.sources import Limits, load_page  # noqa: E402

LEVELS = np.tile(np.linspace(0, 1, 64), (16, 1))


@pytest.mark.parametrize("white", [255, 1023, 4095, 16_383, 65_535])
def test_white_of_a_scanner_that_uses_some_of_16_bits(white: int, tmp_path: Path) -> None:
    Image.fromarray((LEVELS * white).astype(np.uint16)).save(tmp_path / "a.png")
    pixels = load_page(tmp_path / "a.png", 1, limits=Limits()).pixels
    assert pixels.dtype == np.uint8
    assert np.abs(pixels - LEVELS * 255).max() <= 1.5


@pytest.mark.parametrize("white", [1.0, 255.0])
def test_levels_of_grey_as_fractions(white: float, tmp_path: Path) -> None:
    levels = (LEVELS * white).astype(np.float32)
    levels[0, 0] = np.nan
    Image.fromarray(levels).save(tmp_path / "a.tif")
    pixels = load_page(tmp_path / "a.tif", 1, limits=Limits()).pixels
    assert np.abs(pixels - LEVELS * 255).max() <= 1.5


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0)])
def test_letters_on_nothing_lie_on_the_ground_that_shows_them(
    ink: int, paper: int, tmp_path: Path
) -> None:
    image = np.full((16, 64, 4), ink, dtype=np.uint8)
    image[:, :, 3] = 0
    image[4:8, 10:20, 3] = 255
    Image.fromarray(image).save(tmp_path / "a.png")
    pixels = load_page(tmp_path / "a.png", 1, limits=Limits()).pixels
    assert (pixels[5, 15] == ink).all()
    assert (pixels[0, 0] == paper).all()


@pytest.mark.parametrize("ending", ["jp2", "j2k", "tif"])
def test_more_kinds_of_images_are_told_by_their_content(ending: str, tmp_path: Path) -> None:
    features = pytest.importorskip("PIL.features")
    if ending != "tif" and not features.check("jpg_2000"):
        pytest.skip("needs Pillow with OpenJPEG")
    options = {"big_tiff": True} if ending == "tif" else {}
    path = tmp_path / f"a.{ending}"
    Image.fromarray((LEVELS * 255).astype(np.uint8)).save(path, **options)
    assert kind_of(path) == "image"
    assert load_page(path, 1, limits=Limits()).pixels.shape == LEVELS.shape


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "AVIF"),
        (b"AT&TFORM\x00\x00\x00\x00DJVU", "DjVu"),
    ],
)
def test_pictures_that_are_not_read_are_named(head: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "IMG_0042.HEIC"
    path.write_bytes(head)
    with pytest.raises(UnsupportedInputError, match=said):
        kind_of(path)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (2000, 2)])
def test_a_page_without_room_for_a_letter_is_empty(size: tuple[int, int], tmp_path: Path) -> None:
    pytest.importorskip("cv2", reason="needs the extra [ocr]")
    Image.new("L", size, 255).save(tmp_path / "a.png")
    found = read_page(PageTask(tmp_path / "a.png", "image", 1, Settings()))
    assert found.error is None
    assert (found.page.status, found.page.width) == ("empty", size[0])
