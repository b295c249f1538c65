"""Pages are written by the one writer of files: links, modes and pipes stay what they are."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

pytest.importorskip("pikepdf")
pytest.importorskip("img2pdf")
Image = pytest.importorskip("PIL.Image")

from vndiacritics.ocr.formats import output  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.sources import Limits  # noqa: E402

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs links and pipes of POSIX")

BEGINNINGS = {
    "txt": b"l\xe1\xbb\x9bp",
    "json": b"{",
    "hocr": b"<?xml",
    "alto": b"<?xml",
    "pdf": b"%PDF",
}
PAGE = Page(1, 60, 40, 72.0, (Block((Line((Word("lớp", Box(5, 5, 30, 20)),)),)),))


@pytest.fixture
def document(tmp_path: Path) -> output.Document:
    source = tmp_path / "in.png"
    Image.new("L", (60, 40), 255).save(source)
    return output.Document(source, "image", None, Limits(), "test", lambda _: None)


@pytest.mark.parametrize("form", BEGINNINGS)
def test_a_link_and_a_mode_stay(form: str, document: output.Document, tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o600)
    link.symlink_to(real)
    output.write(document, [PAGE], link, form)
    assert link.is_symlink()
    assert real.read_bytes().startswith(BEGINNINGS[form])
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


@pytest.mark.parametrize("form", BEGINNINGS)
def test_a_pipe_stays(form: str, document: output.Document, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    output.write(document, [PAGE], pipe, form)
    reader.join()
    assert read[0].startswith(BEGINNINGS[form])
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_stays(document: output.Document) -> None:
    output.write(document, [PAGE], Path("/dev/null"), "pdf")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_failure_leaves_what_was_there(document: output.Document, tmp_path: Path) -> None:
    def pages() -> object:
        yield PAGE
        raise RuntimeError

    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        output.write(document, pages(), target, "pdf")  # type: ignore[arg-type]
    assert target.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"a.pdf", "in.png"}
