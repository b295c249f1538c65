"""Pages as they come: dark ones inverted, photos flattened, small letters enlarged."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import ocr_pages
import pytest
from numpy.typing import NDArray

cv2 = pytest.importorskip("cv2", reason="needs the extra [ocr]")
pytest.importorskip("PIL", reason="needs the extra [ocr]")

from vndiacritics.ocr.page import Box  # noqa: E402
from vndiacritics.ocr.preprocess import letters, light, paper  # noqa: E402
from vndiacritics.ocr.preprocess.mapping import Mapping, rotation, scaling, turn  # noqa: E402
from vndiacritics.ocr.preprocess.pixels import ink_of  # noqa: E402
from vndiacritics.ocr.preprocess.prepare import prepare  # noqa: E402
from vndiacritics.ocr.preprocess.skew import rotate  # noqa: E402
from vndiacritics.ocr.preprocess.spots import connected, spots  # noqa: E402

Pixels = NDArray[np.uint8]

pytestmark = pytest.mark.skipif(
    not all(face.exists() for face in ocr_pages.FACES), reason="needs fonts-croscore"
)


@pytest.fixture(scope="module")
def plain() -> Pixels:
    return ocr_pages.draw()


def ink_share(page: Pixels) -> float:
    return float((page < 128).mean())


class TestLightOnDark:
    @pytest.mark.parametrize(("ground", "letters"), [(0, 255), (40, 200), (90, 250)])
    def test_a_dark_page_is_inverted(self, plain: Pixels, ground: int, letters: int) -> None:
        dark = (letters - (plain.astype(float) / 255) * (letters - ground)).astype(np.uint8)
        upright, mask = light.inverted(dark)
        assert mask.all()
        assert ink_share(upright) == pytest.approx(ink_share(plain), rel=0.2)

    def test_a_band_is_inverted_and_all_else_stays(self, plain: Pixels) -> None:
        page = plain.copy()
        band = slice(585, 650), slice(200, 1400)
        page[band] = 255 - page[band]
        upright, mask = light.inverted(page)
        assert mask[band].mean() > 0.97
        assert not mask[700:].any()
        assert (upright[700:] == plain[700:]).all()
        assert np.abs(upright[band].astype(int) - plain[band]).mean() < 4

    def test_a_page_of_dark_letters_stays(self, plain: Pixels) -> None:
        upright, mask = light.inverted(plain)
        assert not mask.any()
        assert upright is plain

    def test_a_dark_picture_without_letters_stays(self) -> None:
        page = np.full((1200, 1000), 255, dtype=np.uint8)
        page[300:700, 200:800] = 30
        assert not light.inverted(page)[1].any()

    def test_no_outline_of_the_area_is_left(self, plain: Pixels) -> None:
        page = plain.copy()
        page[583:651, 203:1397] = 255 - page[583:651, 203:1397]
        upright, mask = light.inverted(cv2.GaussianBlur(page, (0, 0), 0.8))
        assert mask.any()
        edges = np.concatenate([upright[575:592], upright[643:660]])
        assert (edges < 200).sum(axis=1).max() < 400  # tops and feet of letters, no rule

    def test_the_thick_letters_of_a_stamp_are_no_ground(self, plain: Pixels) -> None:
        page = plain.copy()
        for x in range(500, 900, 90):  # strokes of a stamp across lines of text, paper between
            cv2.line(page, (x, 850), (x + 40, 980), 120, 26)
            cv2.line(page, (x + 40, 980), (x + 80, 850), 120, 26)
            cv2.line(page, (x + 15, 920), (x + 65, 920), 120, 26)
        assert not light.inverted(page)[1].any()

    def test_rules_between_the_columns_of_a_dark_head_are_no_letters(self, plain: Pixels) -> None:
        page = plain.copy()
        band = slice(585, 650), slice(200, 1400)
        page[band] = 255 - page[band]
        for x in (260, 330, 1150, 1250, 1350):
            page[585:650, x : x + 3] = 255
        assert light.inverted(page)[1][band].mean() > 0.9


def shadowed(page: Pixels) -> Pixels:
    x = np.linspace(0, 1, page.shape[1])
    shade = 0.9 - 0.55 / (1 + np.exp(-(x - 0.55) / 0.02))
    return (page * shade).astype(np.uint8)


class TestPhotos:
    def test_light_is_evened_out(self, plain: Pixels) -> None:
        dim = shadowed(plain)
        ground = light.background(dim)
        assert light.is_unevenly_lit(ground)
        evened = light.evened(dim, ground)
        assert float(np.percentile(evened, 30)) > 240
        assert ink_share(evened) == pytest.approx(ink_share(plain), rel=0.25)

    def test_a_scanned_page_is_left_alone(self, plain: Pixels) -> None:
        assert not light.is_unevenly_lit(light.background(plain))
        assert paper.find(plain) is None
        found = prepare(plain, dpi=200)
        assert not found.changed
        assert found.mapping.steps == ()
        assert found.image is plain

    @pytest.mark.parametrize(
        "corners",
        [
            [(220, 180), (1540, 230), (1600, 2200), (150, 2150)],
            [(150, 240), (1590, 150), (1500, 2230), (200, 2260)],
        ],
    )
    def test_a_sheet_on_a_desk_is_seen_from_above(
        self, plain: Pixels, corners: list[tuple[int, int]]
    ) -> None:
        height, width = plain.shape
        source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        there = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
        photo = cv2.warpPerspective(plain, there, (1800, 2400), borderValue=35)
        sheet = paper.find(photo)
        assert sheet is not None
        assert sheet.corners is not None
        assert np.abs(sheet.corners - np.array(corners)).max() < 12
        _, back = paper.flattened(photo, sheet.corners)
        # A point of the flat sheet leads to where it is on the photo.
        shown = Mapping((back,)).points(np.array([(0.0, 0.0)]))
        assert np.abs(shown[0] - corners[0]).max() < 12


class TestSmallLetters:
    @pytest.mark.parametrize(("times", "stated"), [(0.45, 72.0), (0.4, 300.0), (0.5, 96.0)])
    def test_they_are_enlarged_whatever_the_file_states(
        self, plain: Pixels, times: float, stated: float
    ) -> None:
        small = cv2.resize(plain, None, fx=times, fy=times, interpolation=cv2.INTER_AREA)
        found = prepare(small, dpi=stated)
        assert 1.5 <= found.image.shape[0] / small.shape[0] <= 4
        assert 120 < found.dpi < 420
        box = found.mapping.box(Box(0, 0, found.image.shape[1], 100), *small.shape[::-1])
        assert box.right == pytest.approx(small.shape[1])

    def test_a_stated_resolution_the_letters_bear_out_is_believed(self, plain: Pixels) -> None:
        _, stats = connected(ink_of(plain))
        found = letters.measured(stats, max(plain.shape))
        assert found.dpi(200) == 200
        assert found.dpi(72) > 150


@pytest.mark.parametrize("size", [4, 6, 8])
def test_dots_of_a_form_are_no_letters_though_most_of_what_is_on_it(
    plain: Pixels, size: int
) -> None:
    page = np.vstack([plain, np.full_like(plain, 255)])
    for y in range(plain.shape[0] + 40, page.shape[0] - 40, 60):
        for x in range(100, page.shape[1] - 100, 13):
            cv2.circle(page, (x, y), size // 2, 0, -1)
    _, stats = connected(ink_of(plain))
    usual = letters.measured(stats, max(plain.shape)).height
    _, stats = connected(ink_of(page))
    assert letters.measured(stats, max(page.shape)).height == pytest.approx(usual, rel=0.1)
    assert spots(ink_of(page)).middling == pytest.approx(spots(ink_of(plain)).middling, rel=0.15)


class TestTurned:
    @pytest.mark.parametrize("lies", [0, 90, 180, 270])
    def test_letters_tell_how_a_page_lies(self, plain: Pixels, lies: int) -> None:
        leaning = rotate(plain, 1.5)
        for page in (plain, leaning, cv2.GaussianBlur(plain, (3, 3), 0)):
            turned = np.ascontiguousarray(np.rot90(page, -lies // 90))
            assert prepare(turned, dpi=200).turn == -lies % 360

    @pytest.mark.parametrize("lies", [0, 90, 180, 270])
    def test_a_table_of_figures_tells_nothing_wrong(self, lies: int) -> None:
        page = np.full((1400, 1000), 255, dtype=np.uint8)
        for row in range(12):
            for column in range(4):
                place = 120 + 210 * column, 160 + 90 * row
                said = f"{row * 7919 % 900 + 100},{column}"
                cv2.putText(page, said, place, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
        turned = np.ascontiguousarray(np.rot90(page, -lies // 90))
        assert prepare(turned, dpi=150).turn in {0, -lies % 360}

    def test_a_page_of_few_letters_tells_nothing(self) -> None:
        page = np.full((600, 600), 255, dtype=np.uint8)
        cv2.putText(page, "Hello", (100, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
        assert prepare(np.ascontiguousarray(page[::-1, ::-1]), dpi=150).turn == 0


WAYS_BACK: list[tuple[str, Callable[[], Mapping], tuple[float, float], tuple[float, float]]] = [
    ("enlarged", lambda: Mapping((scaling(2.0),)), (200, 80), (100, 40)),
    ("turned by 90", lambda: Mapping((turn(90, 600, 800),)), (790, 10), (10, 10)),
    ("turned by 180", lambda: Mapping((turn(180, 600, 800),)), (590, 790), (10, 10)),
    ("turned by 270", lambda: Mapping((turn(270, 600, 800),)), (10, 590), (10, 10)),
    ("set upright", lambda: Mapping((rotation(90, 800, 800),)), (790, 10), (10, 10)),
]


@pytest.mark.parametrize(("name", "way", "point", "expected"), WAYS_BACK)
def test_points_lead_back_to_the_page_as_it_was(
    name: str,
    way: Callable[[], Mapping],
    point: tuple[float, float],
    expected: tuple[float, float],
) -> None:
    found = way().points(np.array([point], dtype=float))
    assert found[0] == pytest.approx(expected)


@pytest.mark.parametrize("sigma", [0, 3])
def test_grain_of_an_empty_page_is_no_letters(sigma: int) -> None:
    random = np.random.default_rng(5)
    page = np.clip(245 + random.normal(0, sigma, (1200, 900)), 0, 255).astype(np.uint8)
    found = prepare(page, dpi=100.0)
    assert found.letters == 0
    assert found.image.shape == page.shape
