"""Pages by a seeded recipe: drawn, then photocopied, photographed, turned, inverted and so on.

A page is a function of its kind and seed. Pages with an even seed may be looked at and tuned on;
those with an odd seed have other faces, texts, angles and light, and only their figures are read.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import scan_texts as texts

__all__ = ["KINDS", "Made", "make", "plain_page"]

DPI = 200
SIZE = (1654, 2339)  # A4
FONTS = Path("/usr/share/fonts/truetype")
FACES = {
    0: (  # even seeds
        ("croscore/Tinos-Regular.ttf", "croscore/Tinos-Bold.ttf"),
        ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
        ("croscore/Arimo-Regular.ttf", "croscore/Arimo-Bold.ttf"),
    ),
    1: (  # odd seeds
        ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
        ("dejavu/DejaVuSerifCondensed.ttf", "dejavu/DejaVuSerifCondensed-Bold.ttf"),
        ("croscore/Tinos-Regular.ttf", "croscore/Tinos-Bold.ttf"),
    ),
}

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Made:
    """A page that was made: pixels, pixels an inch as a file would state them, and what it says."""

    kind: str
    seed: int
    pixels: Pixels
    dpi: float
    reference: str


@dataclass(frozen=True)
class _Sheet:
    """What is drawn: lines with place, size and weight, and what else is on the paper."""

    image: Any
    reference: str
    random: Random
    seed: int


def _font(seed: int, random: Random, size: int) -> tuple[Any, Any]:
    from PIL import ImageFont

    regular, bold = random.choice(FACES[seed % 2])
    return tuple(ImageFont.truetype(str(FONTS / name), size) for name in (regular, bold))  # type: ignore[return-value]


def _wrapped(text: str, font: Any, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _draw(
    seed: int,
    *,
    size: int = 34,
    bold: bool = False,
    bands: bool = False,
    sentences: int = 12,
    body: Callable[[Any, Any, Random, Any, int], list[str]] | None = None,
) -> _Sheet:
    """Draw a page of a title, headings and paragraphs."""
    from PIL import Image, ImageDraw

    random = Random(seed)  # noqa: S311
    regular, heavy = _font(seed, random, size)
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    left, width, step = 190, 1290, round(size * 1.5)
    y = 150
    words: list[str] = []

    def put(line: str, font: Any, x: int, ink: Any = "black") -> None:
        nonlocal y
        pen.text((x, y), line, font=font, fill=ink)
        words.append(line)
        y += step

    colours = [(16, 60, 120), (150, 20, 30), (0, 90, 60), (40, 40, 40), (90, 20, 110)]
    for number in range(3):
        head = texts.title(random) if number == 0 else random.choice(texts.HEADINGS)
        if bands:
            pen.rectangle((0 if number == 0 else 160, y - 22, 1654 - (160 if number else 0),
                           y + step + 8), fill=random.choice(colours))  # fmt: skip
        for line in _wrapped(head, heavy, width):
            put(line, heavy, left + (0 if number else 60), "white" if bands else "black")
        y += step // 2 if bands else step // 4
        if body is not None and number == 1:
            words += body(pen, image, random, regular, y)
            break
        for _ in range(sentences // 3):
            for line in _wrapped(texts.sentence(random), heavy if bold else regular, width):
                put(line, heavy if bold else regular, left)
        y += step // 3
    return _Sheet(image, "\n".join(words), random, seed)


def _grey(sheet: _Sheet) -> NDArray[np.float64]:
    return np.asarray(sheet.image.convert("L"), dtype=np.float64)


def _noisy(pixels: NDArray[np.float64], seed: int, sigma: float) -> Pixels:
    rng = np.random.default_rng(seed)
    return np.clip(pixels + rng.normal(0, sigma, pixels.shape), 0, 255).astype(np.uint8)


def _blurred(pixels: NDArray[Any], radius: float) -> NDArray[np.float64]:
    import cv2

    return np.asarray(cv2.GaussianBlur(pixels.astype(np.float64), (0, 0), radius))


def _made(kind: str, sheet: _Sheet, pixels: Pixels, dpi: float = DPI) -> Made:
    return Made(kind, sheet.seed, np.ascontiguousarray(pixels), dpi, sheet.reference)


# --- the kinds ------------------------------------------------------------------------------------


def _good(seed: int) -> Made:
    sheet = _draw(seed)
    return _made("good", sheet, _noisy(_blurred(_grey(sheet), 0.6), seed, 4))


def _photocopy(seed: int) -> Made:
    import cv2

    sheet = _draw(seed)
    random = sheet.random
    angle = random.uniform(-1.6, 1.6)
    matrix = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), angle, 1.0)
    turned = cv2.warpAffine(_grey(sheet), matrix, SIZE, borderValue=255, flags=cv2.INTER_CUBIC)
    soft = _noisy(_blurred(turned, 1.0), seed, 22)
    copy: Pixels = np.where(soft > random.randint(125, 165), 255, 0).astype(np.uint8)
    rng = np.random.default_rng(seed)
    rows, columns = (rng.integers(0, edge, 900) for edge in copy.shape)
    copy[rows, columns] = 0
    copy[:, : random.randint(8, 30)] = 0  # the lid
    return _made("photocopy", sheet, copy)


def _fax(seed: int) -> Made:
    import cv2

    sheet = _draw(seed)
    small = cv2.resize(_blurred(_grey(sheet), 0.8), (1728 * 1654 // 1728, 1145))
    fax = np.where(small + np.random.default_rng(seed).normal(0, 12, small.shape) > 140, 255, 0)
    tall = cv2.resize(fax.astype(np.uint8), SIZE, interpolation=cv2.INTER_NEAREST)
    return _made("fax", sheet, np.asarray(tall, dtype=np.uint8))


def _on_desk(sheet: _Sheet, *, tilt: float, size: tuple[int, int]) -> NDArray[np.float64]:
    """Lay the paper on a dark desk, seen from a hand's height."""
    import cv2

    random = sheet.random
    width, height = size
    source = np.array([(0, 0), (SIZE[0], 0), SIZE, (0, SIZE[1])], dtype=np.float32)
    margin = 0.07
    corners = [(margin, margin), (1 - margin, margin), (1 - margin, 1 - margin),
               (margin, 1 - margin)]  # fmt: skip
    target = np.array(
        [
            ((x + random.uniform(-tilt, tilt)) * width, (y + random.uniform(-tilt, tilt)) * height)
            for x, y in corners
        ],
        dtype=np.float32,
    )
    matrix = cv2.getPerspectiveTransform(source, target)
    desk = random.choice([(45, 38, 30), (70, 52, 40), (28, 30, 34), (60, 66, 60)])
    rng = np.random.default_rng(sheet.seed)
    grain = cv2.resize(rng.normal(0, 14, (height // 8, width // 60)), (width, height))
    under = np.array(desk, dtype=np.float64) + grain[:, :, None]
    paper = np.asarray(sheet.image, dtype=np.float64) * 0.93
    seen = cv2.warpPerspective(paper, matrix, size, flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.ones(SIZE[::-1]), matrix, size)[:, :, None]
    return np.asarray(under * (1 - cover) + seen * cover)


def _lit(sheet: _Sheet, pixels: NDArray[np.float64], *, shadow: bool) -> Pixels:
    random = sheet.random
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    angle = random.uniform(0, 2 * math.pi)
    fall = (x - 0.5) * math.cos(angle) + (y - 0.5) * math.sin(angle)
    light = 0.82 + random.uniform(0.15, 0.45) * fall
    if shadow:
        turn = random.uniform(-0.6, 0.6)
        edge = (x - random.uniform(0.35, 0.7)) * math.cos(turn) + (y - 0.5) * math.sin(turn)
        light *= 1 - random.uniform(0.3, 0.55) / (1 + np.exp(-edge / random.uniform(0.01, 0.05)))
    return _noisy(_blurred(pixels * np.clip(light, 0.1, 1)[:, :, None], 0.8), sheet.seed, 5)


def _photo(seed: int) -> Made:
    sheet = _draw(seed)
    desk = _on_desk(sheet, tilt=0.008, size=(1900, 2600))
    return _made("photo", sheet, _lit(sheet, desk, shadow=True), 72)


def _perspective(seed: int) -> Made:
    sheet = _draw(seed)
    desk = _on_desk(sheet, tilt=0.055, size=(1900, 2600))
    return _made("perspective", sheet, _lit(sheet, desk, shadow=False), 72)


def _turned(seed: int) -> Made:
    sheet = _draw(seed)
    pixels = _noisy(_blurred(_grey(sheet), 0.6), seed, 4)
    return _made("turned", sheet, np.rot90(pixels, 1 + (seed // 2) % 3))


def _negative(seed: int) -> Made:
    sheet = _draw(seed)
    soft = _noisy(_blurred(_grey(sheet), 0.8), seed, 8).astype(np.float64)
    paper, ink = sheet.random.choice([(20, 235), (40, 255), (70, 240)])
    return _made("negative", sheet, (paper + (255 - soft) * (ink - paper) / 255).astype(np.uint8))


def _bands(seed: int) -> Made:
    sheet = _draw(seed, bands=True)
    pixels = np.asarray(sheet.image, dtype=np.float64)
    return _made("bands", sheet, _noisy(_blurred(pixels, 0.6), seed, 4))


def _small(seed: int) -> Made:
    import cv2

    sheet = _draw(seed)
    dpi = sheet.random.randint(78, 96)
    size = round(SIZE[0] * dpi / DPI), round(SIZE[1] * dpi / DPI)
    small = np.asarray(cv2.resize(_grey(sheet), size, interpolation=cv2.INTER_AREA), float)
    return _made("small", sheet, _noisy(small, seed, 3), 300 if seed % 4 < 2 else 72)


def _bold(seed: int) -> Made:
    sheet = _draw(seed, bold=True, size=30)
    pixels = _noisy(_blurred(_grey(sheet), 1.0), seed, 14)
    return _made("bold", sheet, np.where(pixels > 150, 255, 0).astype(np.uint8))


def _form(seed: int) -> Made:
    def body(pen: Any, image: Any, random: Random, font: Any, y: int) -> list[str]:  # noqa: ARG001
        said: list[str] = []
        for line in random.sample(texts.FORM, 5):
            label = line.format(
                dots="." * random.randint(28, 44), short="." * random.randint(9, 16)
            )
            pen.text((190, y), label, font=font, fill="black")
            said.append(" ".join(part for part in label.split() if set(part) != {"."}))
            y += 62
        for part in _wrapped(texts.sentence(random), font, 1290):
            pen.text((190, y), part, font=font, fill="black")
            said.append(part)
            y += 52
        return said

    sheet = _draw(seed, body=body)
    return _made("form", sheet, _noisy(_blurred(_grey(sheet), 0.6), seed, 4))


def _table(seed: int) -> Made:
    def body(pen: Any, image: Any, random: Random, font: Any, y: int) -> list[str]:  # noqa: ARG001
        edges = [150, 260, 760, 940, 1160, 1500]
        rows = texts.table_rows(random, random.randint(6, 9))
        dark = random.choice([None, (31, 78, 121), (60, 60, 60), (112, 48, 48)])
        for number, row in enumerate(rows):
            top = y + number * 64
            if number == 0 and dark:
                pen.rectangle((edges[0], top, edges[-1], top + 64), fill=dark)
            for cell, (left, right) in zip(row, itertools.pairwise(edges), strict=True):
                pen.rectangle((left, top, right, top + 64), outline="black", width=3)
                ink = "white" if number == 0 and dark else "black"
                pen.text((left + 14, top + 10), cell, font=font, fill=ink)
        return [" ".join(cell for cell in row if cell) for row in rows]

    sheet = _draw(seed, size=30, body=body)
    pixels = np.asarray(sheet.image, dtype=np.float64)
    return _made("table", sheet, _noisy(_blurred(pixels, 0.6), seed, 4))


KINDS: dict[str, Callable[[int], Made]] = {
    "good": _good,
    "photocopy": _photocopy,
    "fax": _fax,
    "photo": _photo,
    "perspective": _perspective,
    "turned": _turned,
    "negative": _negative,
    "bands": _bands,
    "small": _small,
    "bold": _bold,
    "form": _form,
    "table": _table,
}
"""How a page of each kind is made from its seed."""

UPRIGHT_DARK_ON_LIGHT = frozenset({"good", "photocopy", "fax", "small", "bold", "form"})
"""Kinds that Tesseract alone can be asked to read, so that no page may be worse."""


def make(kind: str, seed: int) -> Made:
    """Make a page of a kind."""
    return replace(KINDS[kind](seed), kind=kind)


def plain_page(made: Made) -> Made:
    """Make the page of the same text as a good scanner gives it."""
    own = {"bold", "form", "table", "bands"}  # whose text is no other page's
    return make(made.kind if made.kind in own else "good", made.seed)
