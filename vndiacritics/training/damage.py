"""What scanners, copiers and fax machines do to a page: grey image in, damaged grey image out.

Each kind of damage is one small function of the page, its resolution in dots per inch and a random
generator; the same generator state gives the same pixels. Grey values run from 0 (ink) to 255
(paper); lengths inside the functions are pixels unless a name says otherwise.

The ranges were set beside real scans and checked by what Tesseract 5.3 makes of the pages: share of
tokens right as read by its English and Vietnamese models, on 138 pages of ``render --seed 2026``,
beside a reference set of 79 rendered pages and 8 real scans:

    ============ ============== ===================
    kind         eng %, vie %   reference
    ============ ============== ===================
    clean        16.8, 99.3     16.4, 98.8
    scan         17.5, 99.3     16.5, 98.9
    photocopy    14.7, 98.2     17.7, 98.3
    fax          18.9, 98.3     18.8, 97.7
    bilevel      16.5, 96.8     16.9, 92.9 (scans with stamps and seals)
    all          16.7, 98.3     17.0, 98.6
    ============ ============== ===================
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Grey = NDArray[np.float32]

Damage = Callable[["Image", int, np.random.Generator], "Image"]

#: Fax machines scan at 204 dots per inch whatever the sender wishes (ITU-T T.4).
FAX_DPI = 204


def clean(image: Image, dpi: int, rng: np.random.Generator) -> Image:  # noqa: ARG001
    """Leave the page as it was drawn: a PDF that never met paper."""
    return image


def scan(image: Image, dpi: int, rng: np.random.Generator) -> Image:
    """Scan in grey: a little skew, soft focus, sensor noise, off-white paper, JPEG."""
    image = _skew(image, rng, most=0.7)
    page = _soften(image, float(rng.uniform(0.35, 0.9)) * dpi / 300)
    ink, paper = rng.uniform(10, 60), rng.uniform(225, 252)
    page = ink + page * ((paper - ink) / 255)
    page = page + _noise(page.shape, rng, sigma=float(rng.uniform(3, 12)))
    return _jpeg(_to_image(page), quality=int(rng.integers(45, 86)))


def photocopy(image: Image, dpi: int, rng: np.random.Generator) -> Image:
    """Copy: ink that spreads or fades, hard contrast, specks and a dark edge now and then."""
    image = _skew(image, rng, most=1.0)
    page = _soften(image, float(rng.uniform(0.7, 1.3)) * dpi / 300)
    page = page + _noise(page.shape, rng, sigma=float(rng.uniform(8, 22)))
    middle, slope = rng.uniform(115, 185), rng.uniform(2.0, 5.0)
    page = 128 + (page - middle) * slope
    page = _specks(
        np.clip(page, 0, 255), rng, per_square_inch=float(rng.uniform(0.2, 3.0)), dpi=dpi
    )
    if rng.random() < 0.3:
        page = _dark_edge(page, rng, dpi)
    return _jpeg(_to_image(page), quality=int(rng.integers(55, 90)))


def fax(image: Image, dpi: int, rng: np.random.Generator) -> Image:
    """Fax in fine mode: black or white only, ragged edges, lost and doubled scan lines."""
    image = _skew(image, rng, most=0.8)
    page = _soften(image, float(rng.uniform(0.45, 0.7)))
    page = page + _noise(page.shape, rng, sigma=float(rng.uniform(10, 22)))
    page = _threshold(page, float(rng.uniform(135, 185)))
    page = _specks(page, rng, per_square_inch=float(rng.uniform(0.2, 2.0)), dpi=dpi)
    rows = np.arange(page.shape[0])
    slips = rng.random(len(rows)) < 0.002
    return _to_image(page[np.where(slips, np.maximum(rows - 1, 0), rows)])


def bilevel(image: Image, dpi: int, rng: np.random.Generator) -> Image:
    """Scan in black and white, as offices do: strokes too thick or too thin, specks, stairs.

    The page comes back enlarged to 300 dpi in most cases, which is how a viewer or a PDF
    renderer hands such a scan to an OCR engine.
    """
    import PIL.Image

    image = _skew(image, rng, most=0.8)
    page = _soften(image, float(rng.uniform(0.4, 0.75)))
    page = page + _noise(page.shape, rng, sigma=float(rng.uniform(6, 20)))
    # Above 128 the edge counts as ink and strokes grow; below it they thin and break.
    thick = rng.random() < 0.6
    page = _threshold(page, float(rng.uniform(150, 205) if thick else rng.uniform(85, 135)))
    page = _specks(page, rng, per_square_inch=float(rng.uniform(0.1, 4.0)), dpi=dpi)
    if rng.random() < 0.4:
        page = _dark_edge(page, rng, dpi)
    result = _to_image(page)
    if dpi < 300 and rng.random() < 0.75:
        size = round(result.width * 300 / dpi), round(result.height * 300 / dpi)
        smooth = rng.random() < 0.5
        method = PIL.Image.Resampling.BICUBIC if smooth else PIL.Image.Resampling.NEAREST
        result = result.resize(size, method)
    return result


#: Every kind of damage by the name that ``manifest.tsv`` uses.
KINDS: Mapping[str, Damage] = MappingProxyType(
    {"clean": clean, "scan": scan, "photocopy": photocopy, "fax": fax, "bilevel": bilevel}
)


def _skew(image: Image, rng: np.random.Generator, *, most: float) -> Image:
    import PIL.Image

    angle = float(np.clip(rng.normal(0.0, most / 2), -most, most))
    return image.rotate(angle, resample=PIL.Image.Resampling.BICUBIC, fillcolor=255)


def _soften(image: Image, radius: float) -> Grey:
    from PIL import ImageFilter

    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float32)


def _noise(shape: tuple[int, ...], rng: np.random.Generator, *, sigma: float) -> Grey:
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(sigma)


def _threshold(page: Grey, level: float) -> Grey:
    return np.where(page < level, np.float32(0), np.float32(255))


def _specks(page: Grey, rng: np.random.Generator, *, per_square_inch: float, dpi: int) -> Grey:
    """Strew black dots, a third as many white ones, of one to three pixels across."""
    page = page.copy()
    height, width = page.shape
    count = int(per_square_inch * height * width / dpi**2)
    for tone, number in ((0, count), (255, count // 3)):
        tops = rng.integers(0, height, number)
        lefts = rng.integers(0, width, number)
        sizes = rng.integers(1, 4, (number, 2))
        for top, left, (tall, wide) in zip(tops, lefts, sizes, strict=True):
            page[top : top + tall, left : left + wide] = tone
    return page


def _dark_edge(page: Grey, rng: np.random.Generator, dpi: int) -> Grey:
    """Blacken a strip along one side: the lid of the scanner beyond the sheet."""
    page = page.copy()
    breadth = max(1, int(rng.uniform(0.5, 4.0) / 25.4 * dpi))
    side = int(rng.integers(0, 4))
    strip = (np.s_[:breadth], np.s_[-breadth:], np.s_[:, :breadth], np.s_[:, -breadth:])[side]
    page[strip] = 0
    return page


def _jpeg(image: Image, *, quality: int) -> Image:
    import PIL.Image

    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=quality)
    packed.seek(0)
    return PIL.Image.open(packed).convert("L")


def _to_image(page: Grey) -> Image:
    import PIL.Image

    return PIL.Image.fromarray(np.clip(page + 0.5, 0, 255).astype(np.uint8))
