"""`vnfix` from a scan that Tesseract reads to each format."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import ocr_pages  # noqa: E402
import pytesseract  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.ocr import reading  # noqa: E402
from vndiacritics.ocr.page import Page  # noqa: E402

TESSERACT = shutil.which("tesseract")
needs_engine = pytest.mark.skipif(
    TESSERACT is None or "vie" not in pytesseract.get_languages(config=""),
    reason="needs tesseract-ocr and tesseract-ocr-vie",
)
needs_faces = pytest.mark.skipif(
    not all(face.exists() for face in ocr_pages.FACES), reason="needs fonts-croscore"
)
pytestmark = pytest.mark.usefixtures("in_tmp_path")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "scan.png"
    pixels = ocr_pages.draw(stamp=True, seal=True)
    Image.fromarray(pixels).save(path, dpi=(ocr_pages.DPI, ocr_pages.DPI))
    return path


def words(text: str) -> list[str]:
    return text.split()


@needs_engine
@needs_faces
class TestWithTesseract:
    def test_text_in_order(self, drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main([str(drawn), "-o", "out.txt", "--jobs", "1"]) == 0
        found = words(Path("out.txt").read_text(encoding="utf-8"))
        expected = words(ocr_pages.text_in_order())
        assert len(set(expected) - set(found)) <= 4
        order = [word for word in found if expected.count(word) == found.count(word) == 1]
        assert order == [word for word in expected if word in order]
        assert "stamps" in capsys.readouterr().err

    def test_json_has_the_stamp(self, drawn: Path, capsysbinary: Any) -> None:
        assert cli.main([str(drawn), "--json", "--jobs", "1"]) == 0
        (page,) = json.loads(capsysbinary.readouterr().out)["pages"]
        stamps = [block for block in page["blocks"] if block["kind"] == "stamp"]
        read = [
            word["new"] for block in stamps for line in block["lines"] for word in line["words"]
        ]
        assert any("THƯ" in word for word in read)
        left, top, right, bottom = stamps[0]["lines"][0]["box"]
        assert ocr_pages.STAMP[0] <= left < right <= ocr_pages.STAMP[2]
        assert ocr_pages.STAMP[1] <= top < bottom <= ocr_pages.STAMP[3]

    @pytest.mark.parametrize("ending", ["hocr", "xml"])
    def test_markup_and_back(self, ending: str, drawn: Path) -> None:
        assert cli.main([str(drawn), "-o", f"out.{ending}", "--jobs", "1"]) == 0
        assert cli.main([f"out.{ending}", "-o", f"again.{ending}"]) == 0
        assert "Suối" in Path(f"again.{ending}").read_text(encoding="utf-8")
        assert cli.main([f"out.{ending}", "-o", "again.txt"]) == 0
        assert "Suối Mơ" in Path("again.txt").read_text(encoding="utf-8")

    def test_searchable_pdf_and_its_layer(self, drawn: Path) -> None:
        assert cli.main([str(drawn), "-o", "out.pdf", "--jobs", "1"]) == 0
        assert cli.main(["out.pdf", "-o", "layer.txt", "--jobs", "1", "--ocr", "never"]) == 0
        found = words(Path("layer.txt").read_text(encoding="utf-8"))
        assert len(set(words(ocr_pages.text_in_order())) - set(found)) <= 5
        assert cli.main(["out.pdf", "-o", "again.pdf", "--ocr", "always", "--jobs", "1"]) == 0
        assert cli.main(["again.pdf", "-o", "again.txt", "--jobs", "1", "--ocr", "never"]) == 0
        again = words(Path("again.txt").read_text(encoding="utf-8"))
        assert len(again) == pytest.approx(len(found), abs=6)

    def test_processes_and_many_pages(self, drawn: Path) -> None:
        with Image.open(drawn) as image:
            blank = Image.new("L", image.size, 255)
            image.save("many.tif", save_all=True, append_images=[blank, image], dpi=(200, 200))
        assert cli.main(["many.tif", "-o", "out.txt", "--jobs", "2"]) == 0
        first, second, third = Path("out.txt").read_text(encoding="utf-8").split("\f")
        assert first == third
        assert second == ""

    def test_resume_skips_what_is_done(self, drawn: Path, monkeypatch: Any) -> None:
        Path("in").mkdir()
        shutil.copy(drawn, "in/a.png")
        shutil.copy(drawn, "in/b.png")
        Path("out").mkdir()
        Path("out/a.txt").write_text("done", encoding="utf-8")
        assert cli.main(["in", "-o", "out", "--format", "txt", "--resume", "--jobs", "1"]) == 0
        assert Path("out/a.txt").read_text(encoding="utf-8") == "done"
        assert Path("out/b.txt").stat().st_size > 100

    def test_ctrl_c_leaves_nothing(self, drawn: Path) -> None:
        with Image.open(drawn) as image:
            image.save("many.tif", save_all=True, append_images=[image] * 30, dpi=(200, 200))
        process = subprocess.Popen(
            [sys.executable, "-m", "vndiacritics", "many.tif", "-o", "out.pdf", "--jobs", "2"],
            env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 60
        while not children(process.pid) and time.monotonic() < deadline:
            pass
        time.sleep(2)
        started = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        assert [path.name for path in Path().iterdir()] == ["many.tif"]
        deadline = time.monotonic() + 10
        while any(map(alive, started)) and time.monotonic() < deadline:
            pass
        assert not any(map(alive, started))

    def test_a_page_that_takes_too_long(self, drawn: Path, capsys: Any) -> None:
        code = cli.main([str(drawn), "-o", "out.txt", "--jobs", "1", "--ocr-timeout", "0.01"])
        assert code == 4
        assert "--ocr-timeout" in capsys.readouterr().err
        assert not Path("out.txt").exists()

    def test_one_bad_page(self, drawn: Path, capsys: Any, monkeypatch: Any) -> None:
        with Image.open(drawn) as image:
            image.save("two.tif", save_all=True, append_images=[image], dpi=(200, 200))
        original = reading._recognised

        def failing(image: Any, task: reading.PageTask) -> Page:
            if task.number == 1:
                raise RuntimeError("broken")
            return original(image, task)

        monkeypatch.setattr(reading, "_recognised", failing)
        assert cli.main(["two.tif", "-o", "out.txt", "--jobs", "1"]) == 1
        first, second = Path("out.txt").read_text(encoding="utf-8").split("\f")
        assert first == ""
        assert "Suối Mơ" in second
        assert "page 1" in capsys.readouterr().err

    def test_doctor(self, capsys: Any) -> None:
        assert cli.main(["doctor"]) == 0
        assert "tesseract language vie: installed" in capsys.readouterr().out

    def test_a_missing_language(self, drawn: Path, capsys: Any) -> None:
        assert cli.main([str(drawn), "-o", "o.txt", "--ocr-lang", "tlh"]) == 6
        assert "tesseract-ocr-tlh" in capsys.readouterr().err


def children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def descendants(pid: int) -> list[int]:
    direct = children(pid)
    return direct + [below for child in direct for below in descendants(child)]


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
