"""Which way up a page lies, as Tesseract's model of scripts and orientations tells it."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from vndiacritics.errors import VndiacriticsError
from vndiacritics.ocr.tesseract import engine

__all__ = ["turn_needed"]

LEAST = 0.8
"""Confidence of Tesseract that its answer is worth another reading; turned pages give 2 to 10."""

_ROTATE = re.compile(r"Rotate:\s*(\d+)")
_CONFIDENCE = re.compile(r"Orientation confidence:\s*([\d.]+)")


def turn_needed(image: NDArray[np.uint8], *, dpi: float, timeout: float = 0.0) -> int | None:
    """Return the degrees clockwise by which a page is to be turned to stand upright.

    Args:
        image: Grey, dark on light.
        dpi: Pixels an inch.
        timeout: Seconds it may take, 0 for no limit.

    Returns:
        0, 90, 180 or 270; None where it cannot be told, also because the model `osd` is missing.
    """
    pytesseract = engine.package()
    if "osd" not in engine.installed_languages():
        return None
    with TemporaryDirectory(prefix="vnfix-") as folder, engine.one_thread():
        path = Path(folder) / "page.pgm"
        engine.write_pgm(image, path)
        try:
            told = str(
                pytesseract.image_to_osd(
                    str(path),
                    config=f"--dpi {dpi:.0f} -c min_characters_to_try=12",
                    timeout=timeout,
                )
            )
        except (RuntimeError, OSError, ValueError, VndiacriticsError):
            return None  # too few letters, which the caller knows of
    rotate, confidence = _ROTATE.search(told), _CONFIDENCE.search(told)
    if rotate is None or confidence is None or float(confidence[1]) < LEAST:
        return None
    return int(rotate[1]) % 360
