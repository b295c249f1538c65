"""vnfix --review, --doubts and apply: from a file to the page, and from decisions into files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from office_files import docx, paragraph, parts
from stub_restorer import StubRestorer

from vndiacritics.command import main as cli
from vndiacritics.command import restoring
from vndiacritics.documents import write_docx
from vndiacritics.errors import DecisionsError
from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.reading import Reading
from vndiacritics.restoration import Restoration, Token
from vndiacritics.review.page import digest

SOURCE = "\ufeffdan van\r\nchinh quyen 96\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: StubRestorer())
    return tmp_path


def data_of(page: Path) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>',
                      page.read_text(encoding="utf-8"), re.DOTALL)  # fmt: skip
    assert found is not None
    return dict(json.loads(found[1]))


def rows(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The marks of a page row by row: place, start, end, old, new, confidence, spot."""
    found, text = data["marks"], data["text"]
    names = ("gap", "length", "old", "sure")
    result = []
    end, done = 0, data["bom"]
    columns = zip(*(found[name] for name in names), strict=True)
    for n, (gap, length, old, sure) in enumerate(columns):
        at, start = done + gap, end + gap
        done = at + length
        new = text[at:done]
        before = new if old == 0 else old
        end = start + len(before)
        spot = found["spots"].get(str(n), [])
        result.append((at, start, end, before, new, sure / 10_000, spot))
    return result


def decide(page: Path, target: Path, answers: dict[str, tuple[str, str]]) -> None:
    """Write what the page would save: by what vnfix wrote, a decision and the new text."""
    data = data_of(page)
    changes = []
    for _, start, end, old, new, sure, spot in rows(data):
        decision, text = answers.get(new, (None, new))
        row = {"start": start, "end": end, "old": old, "proposed": new, "new": text,
               "decision": decision, "confidence": sure}  # fmt: skip
        if spot:
            width, height = data["pictures"][spot[0]]
            row |= {"page": spot[0] + 1, "box": [spot[1] / width, spot[2] / height,
                                                 spot[3] / width, spot[4] / height]}  # fmt: skip
        changes.append(row)
    record = {"format": "vnfix decisions", "version": 1, "file": data["file"], "changes": changes}
    record |= {"source": data["source"], "restored": data["restored"]}
    target.write_text(json.dumps(record), encoding="utf-8")


def test_a_text_is_reviewed_and_decided(folder: Path, capfdbinary: Any) -> None:
    Path("a.txt").write_bytes(SOURCE.encode())
    assert cli.main(["a.txt", "--review", "r.html", "-o", "b.txt"]) == 0
    assert Path("b.txt").read_bytes() == "\ufeffdân vận\r\nchính quyen 96\n".encode()
    data = data_of(Path("r.html"))
    assert (data["file"], data["text"]) == ("a.txt", Path("b.txt").read_bytes().decode())
    assert [row[0] for row in rows(data)] == [1, 5, 10]
    assert data["source"]["sha256"] == digest(SOURCE[1:])
    decide(Path("r.html"), Path("d.json"), {"vận": ("rejected", "van"), "dân": ("typed", "đan")})
    expected = "\ufeffđan van\r\nchính quyen 96\n".encode()
    capfdbinary.readouterr()
    for name in ("a.txt", "b.txt"):
        assert cli.main(["apply", "d.json", name, "-o", "c.txt"]) == 0
        assert Path("c.txt").read_bytes() == expected
        assert cli.main(["apply", "d.json", name]) == 0
        printed = capfdbinary.readouterr()
        assert printed.out == expected
        assert b"1 change made as vnfix proposed" in printed.err
    assert cli.main(["apply", "d.json", "c.txt"]) == 13
    assert b"c.txt is not the text" in capfdbinary.readouterr().err
    assert cli.main(["apply", "d.json", "a.txt", "-o", "a.txt"]) == 5


def test_doubts_name_places_in_the_file_that_is_written(capfdbinary: Any) -> None:
    Path("a.txt").write_text("Xin\ndan chinhvan chinh\n", encoding="utf-8")
    from vndiacritics.restoration import Edit, Restoration, Token

    text = "Xin\ndân chính vận chính\n"
    edits = (Edit(4, 7, "dan", "dân"), Edit(8, 16, "chinhvan", "chính vận"))
    tokens = (Token(4, 7, "dân", 4, 0.5), Token(17, 22, "chinh", 18, 0.2))
    text = text.replace("vận chính", "vận chinh")
    result = Restoration("Xin\ndan chinhvan chinh\n", text, edits, (), tokens)

    class Fixed(StubRestorer):
        def explain(self, text: str, **_: Any) -> Restoration:
            return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring, "load_restorer", lambda **_: Fixed())
        restoring.forget()
        assert cli.main(["a.txt", "--doubts"]) == 0
        assert capfdbinary.readouterr().out.decode().splitlines() == [
            "a.txt:2:14: chinh (0.20)", "a.txt:2:1: dân (0.50, was dan)"]  # fmt: skip
        assert cli.main(["a.txt", "--doubts", "--order", "reading", "-o", "b.txt"]) == 0
        assert capfdbinary.readouterr().out.decode().splitlines() == [
            "b.txt:2:1: dân (0.50, was dan)", "b.txt:2:15: chinh (0.20)"]  # fmt: skip
        restoring.forget()


def test_a_word_file_is_reviewed_and_decided(capfdbinary: Any) -> None:
    Path("a.docx").write_bytes(write_docx(["dan van", "chinh quyen"]))
    assert cli.main(["a.docx", "--review", "r.html"]) == 0
    decide(Path("r.html"), Path("d.json"), {"vận": ("rejected", "van"), "dân": ("typed", "<&đ>")})
    assert cli.main(["apply", "d.json", "a.docx", "-o", "b.docx"]) == 0
    document = parts(Path("b.docx").read_bytes())["word/document.xml"].decode()
    assert "&lt;&amp;đ&gt; van" in document
    assert "chính quyen" in document
    Path("other.docx").write_bytes(write_docx(["dan van"]))
    assert cli.main(["apply", "d.json", "other.docx", "-o", "c.docx"]) == 13
    assert not Path("c.docx").exists()
    assert cli.main(["apply", "d.json", "a.docx"]) == 2


def test_word_opens_what_was_decided(folder: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("there is no LibreOffice here")
    Path("a.docx").write_bytes(write_docx(["dan van", "chinh quyen"]))
    assert cli.main(["a.docx", "--review", "r.html"]) == 0
    decide(Path("r.html"), Path("d.json"), {"vận": ("typed", "vãn")})
    assert cli.main(["apply", "d.json", "a.docx", "-o", "b.docx"]) == 0
    call = [office, "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}",
            "--convert-to", "txt:Text (encoded):UTF8", "b.docx"]  # fmt: skip
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    assert Path("b.txt").read_text(encoding="utf-8-sig").split() == [
        "dân", "vãn", "chính", "quyen"]  # fmt: skip


# --- scans ----------------------------------------------------------------------------------------

WORDS = [("dân", "dan", 0.6), ("tộc", None, 0.5), ("dân", "dan", 0.99), ("số", None, 0.99)]


def page_of(number: int) -> Page:
    words = [
        Word(text, Box(100 + 200 * n, 100, 250 + 200 * n, 150), 0.9, old, sure if old else None,
             ("dần",), sure=sure)
        for n, (text, old, sure) in enumerate(WORDS)
    ]  # fmt: skip
    return Page(number, 1000, 1400, 300.0, (Block((Line(tuple(words), size=50.0),)),))


@pytest.fixture
def scan(monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("pikepdf")
    image = pytest.importorskip("PIL.Image")
    from vndiacritics.command import scans
    from vndiacritics.ocr import pipeline, stream

    class Workers:
        def __init__(self, *_: Any, **__: Any) -> None: ...
        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None: ...
        def read(self, tasks: Any, **_: Any) -> Any:
            return (Reading(page_of(task.number)) for task in tasks)

    monkeypatch.setattr(pipeline, "Workers", Workers)
    monkeypatch.setattr(scans, "require_engine", lambda *_: None)
    assert stream.Stream is not None
    path = Path("scan.png")
    image.new("L", (1000, 1400), 255).save(path, dpi=(300, 300))
    return path


def test_doubts_are_told_in_the_language_that_is_spoken(scan: Path, capfdbinary: Any) -> None:
    assert cli.main(["scan.png", "--doubts", "--lang", "vi"]) == 0
    told = capfdbinary.readouterr().out.decode().splitlines()
    assert told[1] == "scan.png: trang 1, ở 100,100 150x50: dân (0.60, trước là dan, hay dần)"


def test_doubts_of_a_scan_have_page_and_box(scan: Path, capfdbinary: Any) -> None:
    assert cli.main(["scan.png", "--doubts"]) == 0
    assert capfdbinary.readouterr().out.decode().splitlines() == [
        "scan.png: page 1 at 300,100 150x50: tộc (0.50, or dần)",
        "scan.png: page 1 at 100,100 150x50: dân (0.60, was dan, or dần)",
    ]


def test_what_changes_of_the_words_of_an_engine(scan: Path, capfdbinary: Any) -> None:
    assert cli.main(["scan.png", "--diff"]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[:2] == ["--- scan.png", "+++ scan.png (restored)"]
    assert "-dan tộc dan số" in lines
    assert "+dân tộc dân số" in lines


def test_a_scan_is_reviewed_and_its_searchable_pdf_decided(scan: Path, capfdbinary: Any) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    assert cli.main(["scan.png", "--review", "r.html", "-o", "fixed.pdf"]) == 0
    page = Path("r.html").read_text(encoding="utf-8")
    assert page.count("data:image/webp;base64,") == 1
    assert data_of(Path("r.html"))["marks"]["spots"]["0"] == [0, 100, 100, 250, 150]
    decide(Path("r.html"), Path("d.json"), {"tộc": ("typed", "tộc người")})
    found = json.loads(Path("d.json").read_text(encoding="utf-8"))
    last = next(row for row in found["changes"] if row["start"] > 4 and row["proposed"] == "dân")
    last |= {"new": "dan", "decision": "rejected"}
    Path("d.json").write_text(json.dumps(found), encoding="utf-8")
    assert cli.main(["apply", "d.json", "fixed.pdf", "-o", "checked.pdf"]) == 0
    text = pdfium.PdfDocument("checked.pdf")[0].get_textpage().get_text_range()
    assert text.split() == ["dân", "tộc", "người", "dan", "số"]
    assert cli.main(["scan.png", "-o", "scan.txt"]) == 0
    assert cli.main(["apply", "d.json", "scan.txt", "-o", "checked.txt"]) == 0
    assert Path("checked.txt").read_text(encoding="utf-8") == "dân tộc người dan số\n"
    capfdbinary.readouterr()
    assert cli.main(["apply", "d.json", "scan.png", "-o", "x.pdf"]) == 9
    assert b"vnfix SCAN -o FIXED.pdf" in capfdbinary.readouterr().err


def test_a_pdf_without_our_layer_is_refused(scan: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    from vndiacritics.review import decisions, layers

    assert cli.main(["scan.png", "--review", "r.html"]) == 0
    decide(Path("r.html"), Path("d.json"), {"tộc": ("typed", "tốc")})
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save("empty.pdf")
    with pytest.raises(DecisionsError, match="FIXED"):
        layers.decided(Path("empty.pdf"), decisions.read(Path("d.json")), Path("x.pdf"),
                       password=None)  # fmt: skip


class Doubting(StubRestorer):
    """Doubts each word that it changes."""

    def explain(self, text: str, *, keep: Iterable[tuple[int, int]] = ()) -> Restoration:
        result = super().explain(text, keep=keep)
        tokens = (Token(row.start, row.end, row.new, row.start, 0.5) for row in result.edits)
        return replace(result, tokens=tuple(tokens))


@pytest.mark.parametrize("option", ["--doubts", "--diff", "--suggest"])
def test_words_of_a_document_are_placed_as_its_changes_are(
    option: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: Doubting())
    rows = [paragraph("một."), paragraph(), paragraph("hai,"), paragraph("ba dan tộc")]
    Path("w.docx").write_bytes(docx("".join(rows)))
    Path("t.csv").write_text("ten,dia chi\nmot,hai\nba,dan\n", encoding="utf-8")
    assert cli.main(["w.docx", option]) == 0
    assert b"paragraph 4: " in capfdbinary.readouterr().out
    assert cli.main(["t.csv", option]) == 0
    assert b"row 3, column 2: " in capfdbinary.readouterr().out


def test_words_of_a_scan_that_are_kept(scan: Path, capfdbinary: Any) -> None:
    Path("keep.txt").write_text("tộc\n", encoding="utf-8")
    assert cli.main(["scan.png", "--doubts", "--keep", "keep.txt"]) == 0
    assert b"scan.png: page 1" in capfdbinary.readouterr().out
    Path("keep.txt").write_text("/(/\n", encoding="utf-8")
    assert cli.main(["scan.png", "--doubts", "--keep", "keep.txt"]) == 2
    assert b"no regular expression" in capfdbinary.readouterr().err


def test_a_command_of_its_own(capfdbinary: Any) -> None:
    Path("a.txt").write_text("dan van\n", encoding="utf-8")
    assert cli.main(["review", "a.txt"]) == 0
    assert cli.main(["review", "a.txt", "-o", "b.html"]) == 0
    assert sorted(path.name for path in Path().glob("*.html")) == ["a.review.html", "b.html"]
    Path("in").mkdir()
    Path("in/letter.old.txt").write_text("dan\n", encoding="utf-8")
    assert cli.main(["review", "in/letter.old.txt"]) == 0
    assert Path("in/letter.old.review.html").exists()
    assert cli.main(["review", "a.txt", "--review", "c.html", "-o", "b.txt"]) == 0
    assert Path("c.html").exists()
    assert Path("b.txt").read_text(encoding="utf-8") == "dân vận\n"
    assert cli.main(["review"]) == 2
    assert b"name a FILE" in capfdbinary.readouterr().err
