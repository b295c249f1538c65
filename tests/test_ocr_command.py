"""`vnfix` from a scan to each format without an engine, and what it says when it cannot."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import Any

import pytest

for package in ("cv2", "lxml", "pikepdf", "pypdfium2", "pytesseract", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import numpy as np  # noqa: E402
import pikepdf  # noqa: E402
import pytesseract  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.command import selection  # noqa: E402
from vndiacritics.ocr import kinds  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.tesseract import engine  # noqa: E402

TEMPORARY = tempfile.gettempdir()
pytestmark = pytest.mark.usefixtures("in_tmp_path")


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that reads one word."""

    def read(image: np.ndarray[Any, Any], **_: object) -> Page:
        word = Word("Suối", Box(10, 10, 50, 40), 0.9)
        return Page(1, image.shape[1], image.shape[0], blocks=(Block((Line((word,)),)),))

    monkeypatch.setattr(engine, "read_image", read)
    monkeypatch.setattr(engine, "require", lambda _: None)


def small_png(path: str) -> None:
    Image.new("L", (300, 400), 255).save(path, dpi=(100, 100))


@pytest.mark.parametrize("form", ["txt", "json", "hocr", "alto", "pdf"])
def test_every_format(form: str, recorded: None) -> None:
    small_png("a.png")
    assert cli.main(["a.png", "-o", f"out.{form}", "--format", form, "--jobs", "1"]) == 0
    assert Path(f"out.{form}").stat().st_size > 4
    assert sorted(path.name for path in Path().iterdir()) == sorted(["a.png", f"out.{form}"])


def test_texts_and_scans_together(recorded: None) -> None:
    small_png("a.png")
    Path("b.txt").write_text("1 2 3\n", encoding="utf-8")
    assert cli.main(["a.png", "b.txt", "-o", "out", "--format", "txt", "--jobs", "1"]) == 0
    assert Path("out/a.txt").read_text(encoding="utf-8") == "Suối\n"
    assert Path("out/b.txt").read_text(encoding="utf-8") == "1 2 3\n"


def test_scans_of_one_name_keep_their_endings(recorded: None) -> None:
    for name in ("in/a.png", "in/a.jpg", "in/b.png", "in/sub/a.png"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        small_png(name)
    assert cli.main(["in", "-o", "out", "--format", "pdf", "--jobs", "1"]) == 0
    made = sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*.pdf"))
    assert made == ["a.jpg.pdf", "a.png.pdf", "b.pdf", "sub/a.pdf"]
    for name in ("a.png", "a.jpg"):
        Path("in", name).unlink()
    Path("out/b.pdf").rename("in/b.pdf")
    assert cli.main(["in", "-o", "two", "--ocr", "never", "--jobs", "1"]) == 0
    made = sorted(path.relative_to("two").as_posix() for path in Path("two").rglob("*.pdf"))
    assert made == ["b.pdf", "b.png.pdf", "sub/a.pdf"]


def write_bad(name: str) -> None:
    if name == "page.pdf":
        Path(name).write_text("<!DOCTYPE html><html>log in</html>", encoding="utf-8")
    elif name == "cut.png":
        rng = np.random.default_rng(1)
        Image.fromarray(rng.integers(0, 255, (200, 200), dtype=np.uint8)).save(name)
        Path(name).write_bytes(Path(name).read_bytes()[:2000])
    elif name == "huge.png":
        small_png(name)
        data = bytearray(Path(name).read_bytes())
        data[16:24] = (30000).to_bytes(4, "big") * 2
        import zlib

        data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
        Path(name).write_bytes(data)
    else:
        pdf = pikepdf.new()
        if name != "zero.pdf":
            pdf.add_blank_page(page_size=(100, 100))
        locked = pikepdf.Encryption(user="mật", owner="x") if name == "locked.pdf" else None
        pdf.save(name, encryption=locked)
        if name == "cut.pdf":
            Path(name).write_bytes(Path(name).read_bytes()[:120])


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("page.pdf", 9, "web page"),
        ("cut.png", 4, "damaged"),
        ("huge.png", 4, "--max-megapixels"),
        ("zero.pdf", 4, "without pages"),
        ("cut.pdf", 4, "truncated"),
        ("locked.pdf", 4, "--password"),
    ],
)
def test_bad_input(name: str, code: int, said: str, recorded: None, capsys: Any) -> None:
    write_bad(name)
    assert cli.main([name, "-o", "out.txt", "--jobs", "1"]) == code
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert [path.name for path in Path().iterdir()] == [name]


def test_a_password(recorded: None, capsys: Any) -> None:
    write_bad("locked.pdf")
    assert cli.main(["locked.pdf", "-o", "a.pdf", "--password", "sai", "--jobs", "1"]) == 4
    assert "does not open it" in capsys.readouterr().err
    assert cli.main(["locked.pdf", "-o", "a.pdf", "--password", "mật", "--jobs", "1"]) == 0
    assert "encrypted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["a.png", "-o", "a.odt"], 2),
        (["a.png", "--format", "pdf"], 2),
        (["a.png", "-o", "a.png", "--format", "pdf"], 5),
        (["a.png", "--check"], 2),
        (["a.png", "-o", "o.txt", "--jobs", "0"], 2),
        (["a.png", "-o", "o.txt", "--lexicon", "none.tsv"], 7),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], code: int, recorded: None) -> None:
    small_png("a.png")
    assert cli.main(arguments) == code
    assert [path.name for path in Path().iterdir()] == ["a.png"]


IDLE = [
    (["a.png", "--diff", "--format", "md"], "--diff"),
    (["a.png", "--diff", "--sidecar"], "--diff"),
    (["a.png", "--doubts", "--marks"], "--doubts"),
    (["a.png", "--review", "r.html", "--format", "pdf"], "--review"),
    (["a.png", "--sidecar"], "-o FILE"),
    (["a.png", "--sidecar", "-o", "o.txt"], "is text"),
    (["a.png", "--marks", "-o", "o.json"], "is json"),
    (["a.png", "--marks", "-o", "o.hocr"], "is hocr"),
    (["a.png", "--marks", "-o", "o.xml"], "is alto"),
    (["a.png", "--marks", "-o", "o.pdf"], "is pdf"),
    (["a.tsv", "--marks", "-o", "o.txt"], "hOCR"),
    (["a.tsv", "--ocr", "never", "-o", "o.txt"], "images and PDFs"),
    (["a.tsv", "--ocr-lang", "eng", "-o", "o.txt"], "images and PDFs"),
    (["a.tsv", "--no-clean", "-o", "o.txt"], "images and PDFs"),
    (["a.png", "--password", "x", "-o", "o.txt"], "is for PDFs"),
    (["a.png", "--signed", "skip", "-o", "o.txt"], "is txt"),
    (["a.png", "--image", "a.png", "-o", "o.pdf"], "hOCR, ALTO"),
    (["a.tsv", "--image", "a.png", "-o", "o.txt"], "hOCR, ALTO"),
    (["a.png", "--json", "--format", "md"], "two things"),
    (["a.png", "--json", "--doubts"], "--doubts"),
]


@pytest.mark.parametrize(("arguments", "reason"), IDLE)
def test_an_option_that_would_do_nothing_with_scans_is_refused(
    arguments: list[str], reason: str, recorded: None, capsys: Any
) -> None:
    small_png("a.png")
    Path("a.tsv").write_bytes(kinds.TSV_HEAD + b"width\theight\tconf\ttext\n")
    before = sorted(Path().iterdir())
    assert cli.main(arguments) == 2
    assert reason in capsys.readouterr().err
    assert sorted(Path().iterdir()) == before


def test_a_text_beside_the_output_goes_over_no_input(recorded: None, capsys: Any) -> None:
    Path("d").mkdir()
    small_png("d/a.png")
    Path("d/a.txt").write_text("1 2\n", encoding="utf-8")
    asked = ["--format", "pdf", "--sidecar", "--jobs", "1"]
    assert cli.main(["d/a.png", "d/a.txt", "-o", "d", *asked]) == 5
    assert cli.main(["d", "-o", "out", *asked]) == 5  # the text's result has that name
    assert "a.txt" in capsys.readouterr().err
    assert Path("d/a.txt").read_text(encoding="utf-8") == "1 2\n"
    assert not Path("d/a.pdf").exists()


def test_a_run_that_goes_on_writes_a_text_that_is_not_there(recorded: None) -> None:
    small_png("a.png")
    asked = ["a.png", "-o", "out/", "--format", "hocr", "--jobs", "1"]
    assert cli.main(asked) == 0
    assert cli.main([*asked, "--resume", "--sidecar"]) == 0
    assert Path("out/a.txt").read_text(encoding="utf-8") == "Suối\n"


@pytest.mark.parametrize("view", ["--diff", "--doubts"])
def test_what_is_looked_at_is_told_of_as_what_is_written(
    view: str, recorded: None, capsys: Any
) -> None:
    small_png("a.png")
    assert cli.main(["a.png", view, "--jobs", "1"]) == 0
    assert "few words" in capsys.readouterr().err
    assert cli.main(["a.png", view, "--strict", "--jobs", "1"]) == 12


@pytest.mark.parametrize(
    ("refused", "code", "said"),
    [
        (OSError(errno.ENOSPC, "full"), 11, "TMPDIR"),
        (PermissionError(errno.EACCES, "denied", f"{TEMPORARY}/vnfix-1/x"), 11, "TMPDIR"),
        (
            PermissionError(errno.EACCES, "denied", "/opt/model/words.vnd"),
            4,
            "/opt/model/words.vnd",
        ),
        (OSError(errno.EMFILE, "too many open files"), 4, "too many"),
    ],
)
def test_what_the_system_refuses_is_named(
    refused: OSError, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise refused

    monkeypatch.setattr(engine, "require", lambda _: None)
    monkeypatch.setattr(engine, "read_image", refuse)
    small_png("a.png")
    assert cli.main(["a.png", "-o", "o.txt", "--jobs", "1"]) == code
    told = capsys.readouterr().err
    assert said in told
    assert ("TMPDIR" in told) is (code == 11)


def test_the_engine_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    small_png("a.png")
    engine.version.cache_clear()
    engine.installed_languages.cache_clear()
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    pytesseract.pytesseract.get_tesseract_version.__dict__.pop("_result", None)
    assert cli.main(["a.png", "-o", "o.txt"]) == 6
    assert "apt-get install tesseract-ocr" in capsys.readouterr().err
    engine.version.cache_clear()
    engine.installed_languages.cache_clear()


def test_parting_of_inputs(recorded: None) -> None:
    Path("d").mkdir()
    small_png("d/a.png")
    Path("d/b.txt").write_text("x", encoding="utf-8")
    found = selection.select(["d", "missing.pdf", "-"])
    assert [str(row.name) for row in found.of("text")] == ["b.txt", "missing.pdf", "."]
    assert [(str(row.name), row.kind) for row in found.of("scan")] == [("a.png", "image")]


def test_a_misnamed_file_among_others(recorded: None, capsys: Any) -> None:
    Path("d").mkdir()
    small_png("d/b.png")
    Path("d/a.pdf").write_text("<html>log in</html>", encoding="utf-8")
    assert cli.main(["d", "-o", "out", "--format", "txt", "--jobs", "1"]) == 9
    assert Path("out/b.txt").read_text(encoding="utf-8") == "Suối\n"
    assert "web page" in capsys.readouterr().err
