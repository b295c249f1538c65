"""Files that LibreOffice wrote, and whether it opens what comes out; skipped where it is absent."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from office_files import parts

from vndiacritics.documents import kind_of, repair, write_docx
from vndiacritics.restorer import Restorer

SOFFICE = shutil.which("soffice")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

PAGE = """<meta charset="utf-8"><h1>BAO CAO</h1>
<p>Uy ban nhan dan huyen bao cao <b>ket qua</b> thuc hien <i>nh</i>iem vu nam 2022:</p>
<ul><li>Tong thu ngan sach dat 8.500 trieu dong.</li><li>Giam ngheo ben vung.</li></ul>
<table><tr><td>Chi tieu</td><td>Ket qua</td></tr><tr><td>So ho ngheo</td><td>15</td></tr></table>
<p>Noi nhan: luu van thu.</p>"""

RIGHT = [
    "BÁO CÁO",
    "Ủy ban nhân dân huyện báo cáo kết quả thực hiện nhiệm vụ năm 2022:",
    "Tổng thu ngân sách đạt 8.500 triệu đồng.",
    "Giảm nghèo bền vững.",
    "Chỉ tiêu",
    "Kết quả",
    "Số hộ nghèo",
    "15",
    "Nơi nhận: lưu văn thư.",
]


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def converted(data: bytes, ending: str, target: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file; `target` is an ending, with the name of a filter."""
    source = folder / f"source.{ending}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", target]
    command += ["--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "out" / f"source.{target.partition(':')[0]}").read_bytes()


def lines(data: bytes, ending: str, folder: Path) -> list[str]:
    """The lines of a document as LibreOffice shows them."""
    text = converted(data, ending, "txt:Text (encoded):UTF8", folder).decode("utf-8-sig")
    return [re.sub(r"^\W+", "", line).strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("ending", "target"), [("docx", "docx:MS Word 2007 XML"), ("odt", "odt:writer8")]
)
def test_a_document_of_libreoffice_is_repaired_and_opens(
    restorer: Restorer, tmp_path: Path, ending: str, target: str
) -> None:
    data = converted(PAGE.encode(), "html", target, tmp_path)
    kind = kind_of(Path(f"a.{ending}"), data[:4096])
    assert kind == ending
    result = repair(data, kind, restorer)
    assert lines(result.data, ending, tmp_path) == RIGHT
    again = repair(result.data, kind, restorer)
    assert again.data == result.data


def test_libreoffice_reads_the_revisions(restorer: Restorer, tmp_path: Path) -> None:
    data = converted(PAGE.encode(), "html", "docx:MS Word 2007 XML", tmp_path)
    result = repair(data, "docx", restorer, track_changes=True)
    saved = converted(result.data, "docx", "docx:MS Word 2007 XML", tmp_path)
    document = parts(saved)["word/document.xml"].decode()
    revisions = re.findall(r'<w:(ins|del) [^>]*w:author="vndiacritics"', document)
    assert len(revisions) >= 2 * len(result.edits)


def test_a_sheet_of_libreoffice_is_repaired_and_opens(restorer: Restorer, tmp_path: Path) -> None:
    rows = b"STT,Ho ten,Ngay\n1,Nguyen Van An,1980-05-01\n2,Tran Thi Binh,1990-07-11\n"
    for ending in ("xlsx", "ods"):
        data = converted(rows, "csv", ending, tmp_path)
        result = repair(data, "xlsx" if ending == "xlsx" else "odt", restorer)
        filter_name = "csv:Text - txt - csv (StarCalc):44,34,76,1"
        text = converted(result.data, ending, filter_name, tmp_path).decode()
        assert text.splitlines()[1:] == [
            '1,"Nguyễn Văn An",1980-05-01',
            '2,"Trần Thị Bình",1990-07-11',
        ]


def test_a_written_document_opens(tmp_path: Path) -> None:
    data = write_docx(["QUYẾT ĐỊNH", "Điều 1.\tPhê duyệt\nkế hoạch & dự toán <2022>"])
    assert lines(data, "docx", tmp_path) == [
        "QUYẾT ĐỊNH",
        "Điều 1.\tPhê duyệt",
        "kế hoạch & dự toán <2022>",
    ]
