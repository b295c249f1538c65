"""Excel and OpenDocument files: cells and paragraphs of text change, and nothing else does."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from lxml import etree
from office_files import package, parts
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from vndiacritics.documents import BrokenDocumentError, repair
from vndiacritics.restorer import Restorer


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def rows(data: bytes, sheet: int = 0) -> list[tuple[object, ...]]:
    return list(opened(data).worksheets[sheet].iter_rows(values_only=True))


TABLE: list[list[object]] = [
    ["STT", "Ho ten", "Ngay sinh", "Luong", "Ghi chu"],
    [1, "Nguyen Van An", dt.datetime(1980, 5, 1), 8500.5, "da nop ho so"],  # noqa: DTZ001
    [2, "Tran Thi Binh", dt.datetime(1991, 7, 2), "=D2*2", "chua nop ho so"],  # noqa: DTZ001
    [3, "Pham Thi Hoa", None, '=IF(E3="chua nop ho so",1,0)', "15/3/2022"],
]


def table() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Danh sach"
    for row in TABLE:
        book.active.append(row)
    return book


def test_cells_of_text_are_repaired_and_others_stay(restorer: Restorer) -> None:
    data = saved(table())
    result = repair(data, "xlsx", restorer)
    found = rows(result.data)
    assert [row[1] for row in found] == ["Họ tên", "Nguyễn Văn An", "Trần Thị Bình", "Phạm Thị Hoa"]
    assert [row[4] for row in found][1:3] == ["đã nộp hồ sơ", "chưa nộp hồ sơ"]
    for column in (0, 2, 3):
        assert [row[column] for row in found][1:] == [row[column] for row in TABLE][1:]
    assert "Danh sach!B2" in {edit.place for edit in result.edits}
    assert "1 formulas with text in them: see that it fits the cells" in result.notes
    changed = {name for name, part in parts(result.data).items() if part != parts(data)[name]}
    assert len(changed) == 1


def test_a_right_sheet_comes_back_byte_for_byte(restorer: Restorer) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Họ tên", "Số liệu"])
    book.active.append(["Nguyễn Văn An", 5])
    data = saved(book)
    assert repair(data, "xlsx", restorer).data == data


def test_strings_that_cells_share_are_read_once(restorer: Restorer) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = {"xl/workbook.xml": "sheet.main", "xl/s1.xml": "worksheet", "xl/t.xml": "sharedStrings"}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{types}.{kind}+xml"/>'
        for name, kind in named.items()
    )
    cells = '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1"><v>0</v></c>'
    strings = (
        "<si><t>bao cao ket qua</t></si><si><t>Uy ban nhan dan huyen</t></si><si><t>xa</t></si>"
    )
    data = package(
        {
            "[Content_Types].xml": f"<Types>{overrides}</Types>".encode(),
            "xl/workbook.xml": f'<workbook xmlns="{main}"><sheets/></workbook>'.encode(),
            "xl/s1.xml": (
                f'<worksheet xmlns="{main}"><sheetData><row r="1">{cells}</row><row r="2">'
                '<c r="A2" t="s"><v>1</v></c></row></sheetData></worksheet>'
            ).encode(),
            "xl/t.xml": f'<sst xmlns="{main}">{strings}</sst>'.encode(),
        }
    )
    result = repair(data, "xlsx", restorer)
    found = etree.fromstring(parts(result.data)["xl/t.xml"])
    assert list(found.itertext()) == ["báo cáo kết quả", "Ủy ban nhân dân huyện", "xa"]
    assert [edit.place for edit in result.edits][::4] == ["xl/s1.xml!A1", "xl/s1.xml!B1"]


def test_formatting_within_a_cell_stays(restorer: Restorer) -> None:
    book = table()
    bold = TextBlock(InlineFont(b=True), "nhan d")
    book.active["B5"] = CellRichText("Uy ban ", bold, "an huyen")
    cell = opened(repair(saved(book), "xlsx", restorer).data).active["B5"].value
    assert [str(part) for part in cell] == ["Ủy ban ", "nhân d", "ân huyện"]
    assert cell[1].font.b


def test_strings_within_the_sheet_are_read(restorer: Restorer) -> None:
    content = parts(saved(table()))
    name = "xl/worksheets/sheet1.xml"
    inline = b'<c r="B9" t="inlineStr"><is><t>Uy ban nhan dan huyen</t></is></c></row></sheetData>'
    content[name] = content[name].replace(b"</row></sheetData>", inline)
    result = repair(package(content), "xlsx", restorer)
    assert opened(result.data).active["B9"].value == "Ủy ban nhân dân huyện"


def test_headers_that_formulas_name_stay(restorer: Restorer) -> None:
    book = table()
    book.active.add_table(Table(displayName="Bang", ref="A1:E4"))
    result = repair(saved(book), "xlsx", restorer)
    assert rows(result.data)[0] == tuple(TABLE[0])
    assert rows(result.data)[1][1] == "Nguyễn Văn An"
    assert "headers of tables stay: formulas name them" in result.notes


def test_cells_in_old_fonts_are_read_by_them(restorer: Restorer) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, text, font in (
        ("A1", "b¸o c¸o kÕt qu¶", ".VnTimeH"),
        ("A2", "QuyÕt ®Þnh", ".VnTime"),
        ("A3", "Coäng hoøa", "VNI-Times"),
        ("A4", "Báo cáo", "Arial"),
    ):
        sheet[cell] = text
        sheet[cell].font = Font(name=font)
    result = repair(saved(book), "xlsx", restorer)
    assert [row[0] for row in rows(result.data)] == [
        "BÁO CÁO KẾT QUẢ",
        "Quyết định",
        "Cộng hòa",
        "Báo cáo",
    ]
    fonts = [opened(result.data).active[f"A{row}"].font.name for row in (1, 2, 3, 4)]
    assert fonts == ["Times New Roman"] * 3 + ["Arial"]
    assert "3 texts in old fonts (.VnTime, .VnTimeH, VNI-Times)" in result.notes[0]


# --- OpenDocument --------------------------------------------------------------------------------

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(body: str, styles: str = "") -> bytes:
    return package(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {SPACES}>{styles}<office:body><office:text>{body}"
                "</office:text></office:body></office:document-content>"
            ).encode(),
            "styles.xml": f"<office:document-styles {SPACES}/>".encode(),
        }
    )


def texts(data: bytes) -> list[str]:
    root = etree.fromstring(parts(data)["content.xml"])
    return ["".join(p.itertext()) for p in root.iter("{*}p", "{*}h")]


def test_paragraphs_of_open_documents_are_repaired(restorer: Restorer) -> None:
    data = odt(
        "<text:h>BAO CAO</text:h>"
        "<text:p>Uy ban <text:span>nhan d</text:span>an<text:s/>huyen bao cao"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Theo so lieu</text:p></text:note-body></text:note> ket qua</text:p>"
        "<text:p>chi tieu<office:annotation><text:p>chua dat</text:p></office:annotation></text:p>"
        '<table:table><table:table-row><table:table-cell office:value-type="float"><text:p>nam'
        "</text:p></table:table-cell></table:table-row></table:table>"
    )
    result = repair(data, "odt", restorer)
    assert texts(result.data) == [
        "BÁO CÁO",
        "Ủy ban nhân dânhuyện báo cáo1Theo số liệu kết quả",
        "Theo số liệu",
        "chỉ tiêuchua dat",
        "chua dat",
        "nam",
    ]
    assert result.notes == ("left as they are: comments",)
    assert next(iter(parts(result.data))) == "mimetype"
    assert parts(result.data)["styles.xml"] == parts(data)["styles.xml"]
    assert repair(odt("<text:p>Báo cáo kết quả</text:p>"), "odt", restorer).edits == ()


def test_old_fonts_of_open_documents(restorer: Restorer) -> None:
    styles = (
        '<style:font-face style:name="F1" svg:font-family="&apos;.VnTime&apos;"/>'
        '<style:style style:name="P1" style:family="paragraph"><style:text-properties '
        'style:font-name="F1"/></style:style>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>'
    )
    data = odt('<text:p text:style-name="P2">Céng <text:span>hßa</text:span></text:p>', styles)
    result = repair(data, "odt", restorer)
    assert texts(result.data) == ["Cộng hòa"]
    assert b"VnTime" not in parts(result.data)["content.xml"]


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("xlsx", package({"[Content_Types].xml": b"<Types/>"}), "no workbook"),
        ("odt", package({"a": b"1"}), "no content"),
        (
            "odt",
            package({"content.xml": b"x", "META-INF/manifest.xml": b"<m:encryption-data/>"}),
            "locked by a password",
        ),
        ("odt", package({"content.xml": b"<a><b></a>"}), "content.xml is no XML"),
        ("odt", package({"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "document type"),
    ],
)
def test_broken_files_are_one_line(
    restorer: Restorer, kind: str, data: bytes, message: str
) -> None:
    with pytest.raises(BrokenDocumentError, match=message):
        repair(data, kind, restorer)
