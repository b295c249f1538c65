"""The pair maker: layout, damage, files, errors, and one page through the real engine."""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from vndiacritics.errors import (
    EncodingError,
    MissingExtraError,
    OutputConflictError,
    UnreadableInputError,
    UsageError,
    VndiacriticsError,
)
from vndiacritics.training import render as render_module
from vndiacritics.training.damage import KINDS
from vndiacritics.training.render import add_arguments, render, run
from vndiacritics.training.typeset import Style, draw_page, find_faces, lay_out_page

if TYPE_CHECKING:
    from PIL.Image import Image

pytest.importorskip("PIL", reason="drawing pages needs Pillow")

TEXT = """\
BÁO CÁO
Kết quả trồng cây phân tán của xã Suối Mơ quý II
Căn cứ Kế hoạch số 17/KH-UBND ngày 04 tháng 3, các thôn đã trồng 2.350 cây bóng mát.
Điều 1. Phân công thực hiện
Trưởng thôn đôn đốc từng hộ chăm sóc, tưới nước và rào giữ; cây chết thì trồng dặm ngay.
"""
PARAGRAPHS = TEXT.splitlines()


def has_face() -> bool:
    try:
        find_faces(["Tinos-Regular.ttf"])
    except MissingExtraError:
        return False
    return True


def has_models(*models: str) -> bool:
    if shutil.which("tesseract") is None:
        return False
    listing = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=True
    )
    return set(models) <= set(listing.stdout.splitlines()[1:])


needs_face = pytest.mark.skipif(not has_face(), reason="the font Tinos is not installed")
needs_engine = pytest.mark.skipif(
    not has_models("eng", "vie"), reason="tesseract with the models eng and vie is not installed"
)


@pytest.fixture
def style() -> Style:
    ((face, _),) = find_faces(["Tinos-Regular.ttf"])
    ((bold, _),) = find_faces(["Tinos-Bold.ttf"])
    return Style(face=face, bold=bold, italic=face, point_size=13, dpi=100)


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An engine that reads its own model's name, and the list of what it was asked."""
    calls: list[str] = []

    def read_image(
        image: Image, *, engine: str, dpi: int, psm: int, legacy_models: Path | None
    ) -> str:
        calls.append(f"{engine} {round(image.width / dpi * 2.54)} {psm}")
        return f"read with {engine}\n"

    monkeypatch.setattr(render_module, "read_image", read_image)
    monkeypatch.setattr(render_module, "require_engine", lambda _, **__: None)
    return calls


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# --- layout


@needs_face
def test_every_word_is_laid_out_once_and_in_order(style: Style) -> None:
    rest = PARAGRAPHS * 20
    words: list[str] = []
    pages = 0
    while rest:
        lines, rest = lay_out_page(rest, style)
        words += " ".join(line.text for line in lines).split()
        pages += 1
    assert pages > 1
    assert words == (TEXT * 20).split()


@needs_face
@pytest.mark.parametrize("justified", [True, False])
def test_lines_keep_to_the_margins(style: Style, justified: bool) -> None:
    from PIL import ImageOps

    page = draw_page(lay_out_page(PARAGRAPHS * 20, replace(style, justified=justified))[0], style)
    box = ImageOps.invert(page).getbbox()
    assert box is not None
    left, top, right, bottom = box
    one_mm = style.dpi / 25.4
    from_right = (page.width - right) / one_mm
    # A glyph may reach a little beyond its own width.
    assert 29 <= left / one_mm <= 41
    assert 20 <= top / one_mm <= 25
    assert from_right >= 14.5
    assert (from_right < 15.5) or not justified
    assert 19.5 <= (page.height - bottom) / one_mm <= 30


@needs_face
def test_titles_stand_in_the_middle_and_headings_are_bold(style: Style) -> None:
    lines, _ = lay_out_page(PARAGRAPHS, style)
    faces = {line.text: line.face for line in lines}
    starts = {line.text: line.lefts[0] for line in lines}
    assert faces["BÁO CÁO"] == faces["Điều 1. Phân công thực hiện"] == style.bold
    assert faces[PARAGRAPHS[1]] == style.face
    assert starts["BÁO CÁO"] > starts[PARAGRAPHS[1]]


@needs_face
def test_words_the_face_cannot_draw_are_on_neither_side(style: Style) -> None:
    lines, _ = lay_out_page(["Xã 山水 có\u200b 12 thôn"], style)
    assert [line.text for line in lines] == ["Xã 12 thôn"]


# --- damage


@pytest.fixture(scope="module")
def drawing() -> Image:
    """A page of bars of many breadths at 150 dpi, about as dark as text."""
    pixels = np.full((400, 300), 255, dtype=np.uint8)
    for row in range(20, 380, 24):
        for step, column in enumerate(range(20, 280, 12)):
            pixels[row : row + 12, column : column + 1 + step % 4] = 0
    import PIL.Image

    return PIL.Image.fromarray(pixels)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_follows_from_its_generator(kind: str, drawing: Image) -> None:
    pages = [KINDS[kind](drawing, 150, np.random.default_rng(seed)) for seed in (7, 7, 8)]
    assert pages[0].tobytes() == pages[1].tobytes()
    assert (pages[0].tobytes() == pages[2].tobytes()) == (kind == "clean")
    assert {page.mode for page in pages} == {"L"}


@pytest.mark.parametrize("kind", KINDS)
def test_damage_leaves_ink_on_paper(kind: str, drawing: Image) -> None:
    for seed in range(8):
        page = np.asarray(KINDS[kind](drawing, 150, np.random.default_rng(seed)))
        ink = (page < 128).mean()
        assert 0.02 < ink < 0.35


@pytest.mark.parametrize("kind", ["fax", "bilevel"])
def test_machines_without_grey_leave_black_and_white(kind: str, drawing: Image) -> None:
    page = np.asarray(KINDS[kind](drawing, 300, np.random.default_rng(1)))
    assert set(np.unique(page)) == {0, 255}


def test_a_bilevel_scan_keeps_its_shape_when_enlarged(drawing: Image) -> None:
    sizes = {KINDS["bilevel"](drawing, 150, np.random.default_rng(seed)).size for seed in range(20)}
    assert sizes == {(300, 400), (600, 800)}


# --- files


@needs_face
def test_files_and_manifest(text_file: Path, tmp_path: Path, seen: list[str]) -> None:
    out = tmp_path / "pairs"
    records = render(
        [text_file, text_file], out, language=["eng", "vie"], faces=["Tinos-Regular.ttf"],
        dpi=[150], damage=["fax"], psm=6,
    )  # fmt: skip
    assert [record.page for record in records] == ["p0001", "p0002"]
    assert sorted(files_of(out)) == [
        "manifest.tsv",
        *(f"{page}.{kind}.txt" for page in ("p0001", "p0002") for kind in ("eng", "ref", "vie")),
    ]
    assert (out / "p0001.ref.txt").read_text("utf-8").split() == TEXT.split()
    assert (out / "p0002.vie.txt").read_text("utf-8") == "read with vie\n"
    with (out / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert list(rows[0]) == ["page", "document", "font", "point_size", "dpi", "damage"]
    assert [row["document"] for row in rows] == ["d0001", "d0002"]
    assert {(row["font"], row["dpi"], row["damage"]) for row in rows} == {
        ("Tinos-Regular.ttf", "204", "fax")
    }
    # Both models read the same A4 page, 21 cm wide at the resolution the engine is told.
    assert seen == ["eng 21 6", "vie 21 6"] * 2


@needs_face
def test_the_engine_is_told_the_resolution_of_an_enlarged_page(
    text_file: Path, tmp_path: Path, seen: list[str]
) -> None:
    render([text_file] * 3, tmp_path / "pairs", damage=["bilevel"])
    assert seen == ["eng 21 3"] * 3


@needs_face
def test_same_seed_same_files(text_file: Path, tmp_path: Path, seen: list[str]) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        render([text_file] * 3, tmp_path / name, seed=seed, dpi=[100], keep_images=True)
    assert "p0003.png" in files_of(tmp_path / "a")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    assert files_of(tmp_path / "a") != files_of(tmp_path / "c")
    assert len(seen) == 9


@needs_face
def test_page_limits(tmp_path: Path, seen: list[str]) -> None:
    long = tmp_path / "long.txt"
    long.write_text(TEXT * 40, encoding="utf-8")
    limited = render([long, long], tmp_path / "a", pages_per_text=2)
    assert [record.document for record in limited] == ["d0001", "d0001", "d0002", "d0002"]
    assert len(render([long, long], tmp_path / "b", pages=3)) == 3
    assert len(seen) == 7


@needs_face
def test_resume_reads_only_what_is_missing(
    text_file: Path, tmp_path: Path, seen: list[str]
) -> None:
    out = tmp_path / "pairs"
    records = render([text_file] * 3, out)
    whole = files_of(out)
    (out / "p0002.ref.txt").unlink()
    seen.clear()
    assert render([text_file] * 3, out, resume=True) == records
    assert files_of(out) == whole
    assert len(seen) == 1


@needs_face
def test_a_finished_run_is_not_written_over(
    text_file: Path, tmp_path: Path, seen: list[str]
) -> None:
    render([text_file], tmp_path)
    before = files_of(tmp_path)
    with pytest.raises(OutputConflictError, match="--resume"):
        render([text_file], tmp_path, seed=9)
    assert files_of(tmp_path) == before
    assert len(seen) == 1


# --- errors


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"damage": ["coffee"]}, UsageError, "coffee; choose from clean, scan"),
        ({"dpi": [20]}, UsageError, "--dpi 20; give a number from 72 to 1200"),
        ({"jobs": 0}, UsageError, "--jobs 0"),
        ({"pages": -1}, UsageError, "--pages -1"),
        ({"pages_per_text": -1}, UsageError, "--pages-per-text -1"),
        ({"seed": -1}, UsageError, "--seed -1"),
        ({"psm": 14}, UsageError, "--psm 14"),
        ({"faces": ["Tinos-Nowhere.ttf"]}, MissingExtraError, "Debian package fonts-croscore"),
        ({"faces": ["nowhere.ttf"]}, MissingExtraError, "nowhere.ttf was not found; give the file"),
    ],
)
@pytest.mark.usefixtures("seen")
def test_bad_options(
    options: dict[str, object],
    error: type[VndiacriticsError],
    message: str,
    text_file: Path,
    tmp_path: Path,
) -> None:
    with pytest.raises(error, match=message):
        render([text_file], tmp_path / "pairs", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "pairs").exists()


@needs_face
@pytest.mark.usefixtures("seen")
def test_bad_texts(tmp_path: Path) -> None:
    legacy = tmp_path / "legacy.txt"
    legacy.write_bytes("Xã ".encode() + b"\xe9\xe9")
    with pytest.raises(EncodingError, match="not UTF-8 at byte 4"):
        render([legacy], tmp_path / "pairs")
    with pytest.raises(UnreadableInputError, match=r"absent\.txt"):
        render([tmp_path / "absent.txt"], tmp_path / "pairs")
    assert not (tmp_path / "pairs").exists()


def test_without_the_engine(
    text_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtraError, match=r"Debian package tesseract-ocr$"):
        render([text_file], tmp_path / "pairs")


@needs_engine
def test_without_the_model(text_file: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingExtraError, match=r"Debian package tesseract-ocr-xyz-old$"):
        render([text_file], tmp_path / "pairs", language="eng+xyz_old")


# --- the real engine


@needs_face
@needs_engine
def test_a_page_through_the_command(
    text_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = tmp_path / "pairs"
    command = (
        f"{text_file} {text_file} --out {out} --language vie --language eng --damage clean "
        "--dpi 150 --face Tinos-Regular.ttf --jobs 2 --seed 3"
    )
    assert run(parser.parse_args(command.split())) == 0
    assert capsys.readouterr().out == f"2 pages in {out}\n"
    reference = set((out / "p0002.ref.txt").read_text("utf-8").split())
    right = {
        model: len(reference & set((out / f"p0002.{model}.txt").read_text("utf-8").split()))
        / len(reference)
        for model in ("vie", "eng")
    }
    # The Vietnamese model reads a clean page; the English one has no letter with two marks.
    assert right["vie"] > 0.8
    assert right["eng"] < 0.5
