"""What readers of PDFs find in a text layer, held against the words it was made from."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from vndiacritics.ocr.page import Box, Page

POPPLER = shutil.which("pdftotext")
needs_poppler = pytest.mark.skipif(POPPLER is None, reason="needs poppler-utils")

TOLERANCE = 1 / 75
"""Inches by which a box may be smaller than the word: four pixels at 300 dpi, a third of a mm."""


@dataclass(frozen=True)
class Found:
    """A word a reader found, its box in points from the top left."""

    text: str
    box: Box


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def by_poppler(path: Path, number: int = 1) -> list[Found]:
    """The words of `pdftotext -raw -bbox`, in the order of the page's content."""
    from lxml import etree

    command = ["pdftotext", "-raw", "-bbox", "-f", str(number), "-l", str(number), str(path), "-"]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    root = etree.fromstring(data, etree.XMLParser(recover=True))
    edges = ("xMin", "yMin", "xMax", "yMax")
    return [
        Found(plain(word.text or ""), Box(*(float(word.get(edge)) for edge in edges)))
        for word in root.iter("{*}word")
    ]


def by_pdfium(path: Path, number: int = 1) -> list[Found]:
    """The words PDFium finds, which is in Chrome."""
    import pypdfium2

    from vndiacritics.ocr import sources
    from vndiacritics.ocr.pdf import layer_reader as textlayer

    document: Any = pypdfium2.PdfDocument(path)
    page = document[number - 1]
    read = textlayer.read(page, sources.geometry_of(page, dpi=72.0), number=number)
    return [Found(plain(word.text), word.box) for word in read.words()]


READERS: tuple[Any, ...] = (
    pytest.param(by_poppler, id="poppler", marks=needs_poppler),
    pytest.param(by_pdfium, id="PDFium"),
)
Reader = Callable[..., list[Found]]


def poppler_text(path: Path, *options: str) -> list[str]:
    """The words of `pdftotext`."""
    done = subprocess.run(
        ["pdftotext", *options, str(path), "-"], check=True, capture_output=True, text=True
    )
    return plain(done.stdout).split()


def written(page: Page) -> list[Found]:
    """The words of a page that are in its text layer, their boxes in points."""
    scale = 72 / page.dpi
    return [
        Found(
            plain(word.text),
            Box(*(edge * scale for edge in edges(word.box))),
        )
        for block in page.blocks
        if block.kind != "noise"
        for line in block.lines
        for word in line.words
    ]


def edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def not_found(wanted: Sequence[Found], found: Sequence[Found]) -> list[tuple[str, ...]]:
    """What of the words, in order, another reader has not, or has besides."""
    texts = [word.text for word in wanted], [word.text for word in found]
    return [
        (*texts[0][step.src_start : step.src_end], "→", *texts[1][step.dest_start : step.dest_end])
        for step in Levenshtein.opcodes(*texts)
        if step.tag != "equal"
    ]


def badly_placed(wanted: Sequence[Found], found: Sequence[Found]) -> Iterator[str]:
    """Yields the words whose box does not cover them, or is far larger than they are."""
    texts = [word.text for word in wanted], [word.text for word in found]
    height = sorted(word.box.height for word in wanted)[len(wanted) // 2]
    for step in Levenshtein.opcodes(*texts):
        if step.tag != "equal":
            continue
        for before, after in zip(
            wanted[step.src_start : step.src_end],
            found[step.dest_start : step.dest_end],
            strict=True,
        ):
            word, box = before.box, after.box
            short = max(
                box.left - word.left,
                box.top - word.top,
                word.right - box.right,
                word.bottom - box.bottom,
            )
            wide = max(word.left - box.left, box.right - word.right)
            high = box.height - max(word.height, height)
            if short > TOLERANCE * 72 or wide > height / 2 or high > 1.5 * height:
                yield f"{before.text}: {word} → {box}"
