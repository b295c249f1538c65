"""Every command and block of README and docs runs as it stands there, page by page, in order."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from vndiacritics.command import arguments, settings
from vndiacritics.command.registry import SUBCOMMANDS
from vndiacritics.text import encodings

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md"))
)
RUN = ("sh", "python")
OWN_TESTS = {"docs/design.md"}
"""Pages for developers, whose commands need data that is not part of the project."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: str
    language: str
    body: str


def blocks(page: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [Block(page, language, body) for language, body in found]


def of_a_browser(line: str) -> bool:
    """Tell whether a line reads decisions, which a person makes in a browser; it is understood."""
    if ".decisions.json" not in line or not line.startswith("vnfix "):
        return False
    name, *words = shlex.split(line, comments=True)[1:]
    assert SUBCOMMANDS[name].load().parser(prog=f"vnfix {name}", language="en").parse(words)
    return True


def need(page: str) -> str | None:
    """What a page needs that is not here."""
    body = "".join(block.body for block in blocks(page))
    wants_ocr = re.search(r"scan|hocr|ocrmypdf|training", body)
    if wants_ocr and shutil.which("tesseract") is None:
        return "Tesseract"
    if "ocrmypdf --plugin" in body and importlib.util.find_spec("ocrmypdf") is None:
        return "ocrmypdf"
    if "docx" in body and importlib.util.find_spec("lxml") is None:
        return "lxml"
    if "integrations.spark" in body and shutil.which("java") is None:
        return "Java"
    engines = {
        name.replace("spark", "pyspark") for name in re.findall(r"integrations\.(\w+)", body)
    }
    return next((name for name in sorted(engines) if not importlib.util.find_spec(name)), None)


SHIMS = {
    "vnfix": 'exec "$PYTHON" -m vndiacritics "$@"',
    "python": 'exec "$PYTHON" "$@"',
    # An environment of its own would have nothing in it without a network.
    "python3": 'if [ "$2" = venv ]; then mkdir -p "$3/bin" && : > "$3/bin/activate"; exit; fi\n'
    'exec "$PYTHON" "$@"',
    "pip": 'echo "$@" >> "$PIP_LOG"',
    "pytest": "exit 0",
    "ocrmypdf": 'exec "$PYTHON" -m ocrmypdf "$@"',
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the files that the pages talk of, and programs by their names."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, body in SHIMS.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    folder = tmp_path / "work"
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "setup.py").touch()
    observed = (ROOT / "examples" / "bao-cao.eng.txt").read_text(encoding="utf-8")
    right = (ROOT / "examples" / "bao-cao.txt").read_text(encoding="utf-8")
    short, page = observed[:1500], right[:1200]
    for name in ("report.txt", "baocao.txt", "in.txt", "next.txt", "new.txt"):
        (folder / name).write_text(short, encoding="utf-8")
    for name in ("typed.txt", "goi.txt"):
        (folder / name).write_text("Uy ban nhan dan xa bao cao tinh hinh\n", encoding="utf-8")
    for name in ("old.txt", "cu.txt"):
        (folder / name).write_bytes(
            encodings.encode(page.lower(), "tcvn3").encode("cp1252", "ignore")
        )
    for name in ("letter.docx", "congvan.docx"):
        word_file(folder / name)
    for name in ("archive", "hoso"):
        (folder / name / "sub").mkdir(parents=True)
        (folder / name / "sub" / "a.TXT").write_text(short, encoding="utf-8")
        (folder / name / "b.csv").write_text("ten\nUy ban nhan dan xa\n", encoding="utf-8")
        (folder / name / "c.mp4").write_bytes(b"\0")
    for name in ("mine.tsv", "tenrieng.tsv"):
        (folder / name).write_text(
            "form\tcategory\tsource\nVĩnh Lạc Đông\tplace\tinvented\n", encoding="utf-8"
        )
    for name in ("keep.txt", "giunguyen.txt"):
        (folder / name).write_text("Nam Viet Motor\n", encoding="utf-8")
    (folder / "mine").mkdir()
    (folder / "mine" / "one.txt").write_text(page, encoding="utf-8")
    shutil.copy(ROOT / "tests" / "data" / "ocr" / "plan.hocr", folder / "page.hocr")
    scans(folder)
    return folder


def word_file(path: Path) -> None:
    """The smallest file that Word opens."""
    kinds = "application/vnd.openxmlformats"
    main = f"{kinds}-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{kinds[:-14]}openxmlformats-package.'
            'relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>Uy ban nhan dan xa bao cao tinh hinh kinh te</w:t></w:r>"
            "</w:p></w:body></w:document>"
        ),
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def scans(folder: Path) -> None:
    """One small page as PNG, TIFF and PDF."""
    if importlib.util.find_spec("PIL") is None:
        return
    from PIL import Image

    with Image.open(ROOT / "tests" / "data" / "ocr" / "plan.png") as whole:
        page = whole.convert("L").crop((0, 0, whole.width, whole.height // 4))
    (folder / "scans").mkdir()
    for name in ("scan.png", "scan.tif", "scan.pdf", "in.pdf", "scans/one.pdf"):
        page.save(folder / name, dpi=(200, 200), resolution=200)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in OWN_TESTS])
def test_a_page_runs(page: str, place: Path) -> None:
    lacking = need(page)
    if lacking is not None:
        pytest.skip(f"needs {lacking}")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LC_")},
        "LANG": "C.UTF-8",
        "PATH": f"{place.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "PIP_LOG": str(place.parent / "pip.log"),
    }
    for block in blocks(page):
        if block.language not in RUN:
            continue
        bash = ["bash", "-euo", "pipefail", "-c"]
        program = bash if block.language == "sh" else [sys.executable, "-c"]
        body = "".join(
            line for line in block.body.splitlines(keepends=True) if not of_a_browser(line)
        )
        done = subprocess.run(
            [*program, body], cwd=place, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{block.body}\n{done.stderr.decode()}"
        for promised in re.findall(r"print\(.*\)  # (.+)", block.body):
            assert promised in done.stdout.decode()


@pytest.mark.parametrize("page", PAGES)
def test_commands_for_windows_are_understood(page: str) -> None:
    for block in blocks(page):
        if block.language == "bat":
            lines = (line.removeprefix(".venv\\Scripts\\") for line in block.body.splitlines())
            shown = [line for line in lines if line.startswith("vnfix ")]
            assert shown
            for line in shown:
                assert arguments.parse([*line.split()[1:], "--no-settings"])


@pytest.mark.parametrize("page", PAGES)
def test_settings_shown_are_settings(page: str, tmp_path: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            path = tmp_path / "vndiacritics.toml"
            path.write_text(block.body, encoding="utf-8")
            assert settings.read(path).values


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"\]\(([^:)#]+)", text))
    assert [row for row in sorted(targets) if not ((ROOT / page).parent / row).exists()] == []
