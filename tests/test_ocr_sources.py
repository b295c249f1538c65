"""Images as they come: what their pixels mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

Image = pytest.importorskip("PIL.Image", reason="needs the extra [ocr]")

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
