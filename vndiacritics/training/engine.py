"""OCR engines, called as programs: is one there, has it the model, what does it read.

An engine is named as its readings are: ``eng``, ``vie``, ``eng+fra`` are models of Tesseract,
``legacy-eng`` a model of Tesseract's first recogniser (which few packages still ship: name the
folder that holds it), ``ocrad`` and ``gocr`` the programs of that name.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from vndiacritics.errors import MissingExtraError, VndiacriticsError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PIL.Image import Image

__all__ = ["read_image", "require_engine"]

LEGACY = "legacy-"
"""What the name of a model of Tesseract's first recogniser begins with."""

PROGRAMS = {
    "ocrad": ["ocrad", "--charset=iso-8859-15", "--format=utf8", "-"],
    "gocr": ["gocr", "-f", "UTF8", "-"],
}
"""Command lines that read a portable grey map from standard input."""


def require_engine(engines: Iterable[str], *, legacy_models: Path | None = None) -> None:
    """Make sure that each engine can read.

    Args:
        engines: Their names.
        legacy_models: Folder of the models of Tesseract's first recogniser.

    Raises:
        MissingExtraError: A program or a model is not installed.
    """
    for engine in engines:
        _require_program(PROGRAMS[engine][0] if engine in PROGRAMS else "tesseract")
        if engine.startswith(LEGACY):
            _require_legacy(engine, legacy_models)
        elif engine not in PROGRAMS:
            _require_models(engine)


def _require_program(name: str) -> None:
    if shutil.which(name) is None:
        package = "tesseract-ocr" if name == "tesseract" else name
        raise MissingExtraError(
            f"{name} is not installed", remedy=f"install the Debian package {package}"
        )


def _require_legacy(engine: str, models: Path | None) -> None:
    model = engine.removeprefix(LEGACY)
    if models is None or not (models / f"{model}.traineddata").is_file():
        raise MissingExtraError(
            f"no folder with {model}.traineddata for {engine}",
            remedy="name the folder of Tesseract's first models with --legacy-models",
        )


def _require_models(engine: str) -> None:
    listing = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    )
    known = listing.stdout.splitlines()[1:]
    # "eng+vie" is one reading with two models.
    for model in engine.split("+"):
        if model not in known:
            raise MissingExtraError(
                f"tesseract has no model {model}",
                remedy=f"install the Debian package tesseract-ocr-{model.replace('_', '-')}",
            )


def read_image(
    image: Image, *, engine: str, dpi: int, psm: int = 3, legacy_models: Path | None = None
) -> str:
    """Return what an engine reads on a page.

    Args:
        image: The page.
        engine: Its name.
        dpi: Resolution that Tesseract is told.
        psm: Tesseract's page segmentation mode.
        legacy_models: Folder of the models of Tesseract's first recogniser.

    Raises:
        VndiacriticsError: The engine gave up; the message has its reason.
    """
    packed = io.BytesIO()
    if engine in PROGRAMS:
        command = PROGRAMS[engine]
        image.save(packed, "PPM")
    else:
        command = _tesseract(engine, dpi, psm, legacy_models)
        image.save(packed, "PNG", compress_level=1)
    # One thread an engine: several pages side by side are faster than several threads a page.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    result = subprocess.run(
        command, input=packed.getvalue(), capture_output=True, env=environment, check=False
    )
    if result.returncode != 0:
        reason = result.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise VndiacriticsError(
            f"{command[0]} gave up: {reason[-1]}",
            remedy=f"try {engine} on a page kept by --keep-images",
        )
    return result.stdout.decode("utf-8", "replace").replace("\f", "")


def _tesseract(engine: str, dpi: int, psm: int, legacy_models: Path | None) -> list[str]:
    command = ["tesseract", "stdin", "stdout", "--psm", str(psm), "--dpi", str(dpi)]
    if not engine.startswith(LEGACY):
        return [*command, "-l", engine]
    model = engine.removeprefix(LEGACY)
    return [*command, "-l", model, "--oem", "0", "--tessdata-dir", str(legacy_models)]
