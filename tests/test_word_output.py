"""Word files made of texts and scans."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_files import docx, paragraph, text_of

from vndiacritics.command.main import main
from vndiacritics.ocr.formats.output import paragraphs
from vndiacritics.ocr.page import Block, Box, Line, Page, Word


def line(text: str, right: float, paragraph: int = 0) -> Line:
    return Line((Word(text, Box(0, 0, right, 10)),), paragraph=paragraph)


def test_a_line_that_goes_on_is_joined_with_the_next() -> None:
    block = Block(
        (
            line("Xã tổ chức trồng", 100),
            line("Một nghìn cây trong", 60),
            line("tháng ba.", 30),
            line("- Lưu: VT.", 40),
            line("CHỦ TỊCH", 40, paragraph=1),
            line("Đỗ Thị Mây", 45, paragraph=1),
        )
    )
    pages = [
        Page(1, 100, 100, blocks=(block, Block((line("Đến", 9),), "stamp"))),
        Page(2, 100, 100, blocks=(Block((line("Hai", 9),)),)),
    ]
    assert list(paragraphs(pages)) == [
        "Xã tổ chức trồng Một nghìn cây trong tháng ba.\n- Lưu: VT.",
        "CHỦ TỊCH\nĐỗ Thị Mây",
        "\fHai",
    ]


def test_a_text_becomes_a_word_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Uy ban nhan dan huyen\r\nbao cao ket qua\n")
    assert main([str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.DOCX")]) == 0
    assert text_of((tmp_path / "a.DOCX").read_bytes()) == [
        "Ủy ban nhân dân huyện",
        "báo cáo kết quả",
    ]


@pytest.mark.parametrize("name", ["a.odt", "a.doc", "a.xlsx"])
def test_other_office_files_are_not_made(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("bao cao")
    assert main([str(tmp_path / "a.txt"), "-o", str(tmp_path / name)]) == 2
    assert "a text may become a .docx" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_document_keeps_its_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.docx").write_bytes(docx(paragraph("bao cao")))
    (tmp_path / "a.md").write_text("bao cao")
    assert main([str(tmp_path / "a.md"), "-o", str(tmp_path / "b.docx")]) == 2
    assert main([str(tmp_path / "a.docx"), "-o", str(tmp_path / "b.odt")]) == 2
    assert "does not become such a file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["b.txt", "b.pdf", "b.md", "b.docm", "b.rtf"])
def test_an_office_file_is_written_under_its_own_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.docx").write_bytes(docx(paragraph("bao cao")))
    assert main([str(tmp_path / "a.docx"), "-o", str(tmp_path / name)]) == 2
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["b.DOCX", "b", "b.docx.new"])
def test_other_names_of_an_output_are_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.docx").write_bytes(docx(paragraph("bao cao")))
    assert main([str(tmp_path / "a.docx"), "-o", str(tmp_path / name), "-q"]) == 0
    assert (tmp_path / name).read_bytes().startswith(b"PK")


@pytest.mark.parametrize("view", [["inspect"], ["--doubts"], ["--suggest"], ["check"], ["--diff"]])
def test_an_error_names_its_document(
    tmp_path: Path, view: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text('{"a": }')
    assert main([*view, str(tmp_path / "a.json")]) == 4
    assert f"vnfix: {tmp_path / 'a.json'}: no JSON" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["-q"], ["--lang", "vi"], ["--lang=en", "--no-settings"]])
def test_options_of_messages_may_stand_before_a_command(
    tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Uy ban nhan dan xa")
    assert main([*options, "check", str(tmp_path / "a.txt")]) == 1
    assert capsys.readouterr().out == f"{tmp_path / 'a.txt'}\n"
