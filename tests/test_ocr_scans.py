"""Real scans, where they are at hand: fewer errors than Tesseract alone, and no page worse."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

SCANS = Path(__file__).parents[1].parent / "shared" / "scans"

pytestmark = [
    pytest.mark.skipif(not SCANS.is_dir(), reason="needs ../shared/scans"),
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract-ocr"),
]
for package in ("cv2", "lxml", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

from vndiacritics.ocr.reading import PageTask, Settings, read_page  # noqa: E402


def tokens(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).translate({0x1A3: "ư", 0x1A2: "Ư"}).split()


def errors() -> Iterator[tuple[str, int, int]]:
    """Yields each page's name, its errors by vnfix and by Tesseract alone."""
    for path in sorted(SCANS.glob("*.png")):
        reference = tokens(path.with_suffix(".ref.txt").read_text(encoding="utf-8"))
        reading = read_page(PageTask(path, "image", 1, Settings(stamps=False)))
        assert reading.error is None
        alone = subprocess.run(
            ["tesseract", str(path), "-", "-l", "vie", "--dpi", "300"],
            check=True,
            capture_output=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/usr/local/bin:/bin"},
        ).stdout.decode()
        ours = Levenshtein.distance(reference, tokens(reading.page.text()))
        yield path.stem, ours, Levenshtein.distance(reference, tokens(alone))


def test_fewer_errors_and_no_page_worse() -> None:
    found = list(errors())
    assert len(found) == 8
    assert [name for name, ours, alone in found if ours > alone] == []
    assert sum(ours for _, ours, _ in found) <= 0.70 * sum(alone for _, _, alone in found)
