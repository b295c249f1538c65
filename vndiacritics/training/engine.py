"""Tesseract, called as a program: is it there, has it the model, what does it read."""

from __future__ import annotations

import io
import itertools
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from vndiacritics.errors import MissingExtraError, VndiacriticsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.Image import Image

__all__ = ["read_image", "require_engine"]


def require_engine(languages: Iterable[str]) -> None:
    """Make sure that Tesseract can read with these models (``eng``, ``vie``, ``eng+vie`` …).

    Raises:
        MissingExtraError: Tesseract or a model is not installed.
    """
    if shutil.which("tesseract") is None:
        raise MissingExtraError(
            "tesseract is not installed", remedy="install the Debian package tesseract-ocr"
        )
    listing = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    )
    known = listing.stdout.splitlines()[1:]
    # "eng+vie" is one reading with two models.
    for model in itertools.chain.from_iterable(name.split("+") for name in languages):
        if model not in known:
            raise MissingExtraError(
                f"tesseract has no model {model}",
                remedy=f"install the Debian package tesseract-ocr-{model.replace('_', '-')}",
            )


def read_image(image: Image, *, language: str, dpi: int, psm: int = 3) -> str:
    """What Tesseract reads on a page.

    Args:
        image: The page.
        language: Tesseract's model, such as ``eng`` or ``vie``.
        dpi: Resolution that the engine is told.
        psm: Page segmentation mode.

    Raises:
        VndiacriticsError: The engine gave up; the message has its reason.
    """
    packed = io.BytesIO()
    image.save(packed, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", language, "--psm", str(psm), "--dpi", str(dpi)]
    # One thread an engine: several pages side by side are faster than several threads a page.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    result = subprocess.run(
        command, input=packed.getvalue(), capture_output=True, env=environment, check=False
    )
    if result.returncode != 0:
        reason = result.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise VndiacriticsError(
            f"tesseract gave up: {reason[-1]}",
            remedy=f"try `tesseract PAGE.png - -l {language}` on a page kept by --keep-images",
        )
    return result.stdout.decode("utf-8", "replace").replace("\f", "")
