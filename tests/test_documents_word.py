"""Word documents: words change, and nothing else does."""

from __future__ import annotations

import pytest
from lxml import etree
from office_files import W, docx, font, package, paragraph, parts, run, runs_of, structure, text_of

from vndiacritics.documents import BrokenDocumentError, RepairedDocument, repair, write_docx
from vndiacritics.restorer import Restorer

MAIN = "word/document.xml"


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def repaired(restorer: Restorer, data: bytes, *, track_changes: bool = False) -> RepairedDocument:
    return repair(data, "docx", restorer, track_changes=track_changes)


def test_a_right_document_comes_back_byte_for_byte(restorer: Restorer) -> None:
    data = write_docx(["Ủy ban nhân dân xã báo cáo kết quả.", "", "Điều 1. Phê duyệt\tkế hoạch"])
    result = repaired(restorer, data)
    assert result.data == data
    assert result.edits == ()


def test_words_are_repaired_and_runs_stay(restorer: Restorer) -> None:
    data = docx(
        paragraph("Uy ban nhan ", run("dan huyen", "<w:b/>"), " bao cao ket qua")
        + paragraph("Giam ", run("ngh", "<w:i/>"), run("eo", "<w:b/>"), " ben vung cho nhan dan")
    )
    result = repaired(restorer, data)
    assert runs_of(result.data) == [
        "Ủy ban nhân ",
        "dân huyện",
        " báo cáo kết quả",
        "Giảm ",
        "ngh",
        "èo",
        " bền vững cho nhân dân",
    ]
    assert structure(result.data, MAIN) == structure(data, MAIN)
    assert [e.place for e in result.edits if e.old == "ngheo"] == ["paragraph 2"]
    assert {n: d for n, d in parts(result.data).items() if n != MAIN} == {
        n: d for n, d in parts(data).items() if n != MAIN
    }


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<w:hyperlink>{}</w:hyperlink>", "nhân dân"),
        ("<w:smartTag>{}</w:smartTag>", "nhân dân"),
        ('<w:ins w:id="1" w:author="An">{}</w:ins>', "nhân dân"),
        ("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "nhân dân"),
        (FIELD.format('HYPERLINK "a.vn"', "{}"), "nhân dân"),
        (FIELD.format("MERGEFIELD ten", "{}"), "nhan dan"),
        ('<w:fldSimple w:instr="DOCPROPERTY x">{}</w:fldSimple>', "nhan dan"),
        ('<w:moveFrom w:id="1" w:author="An">{}</w:moveFrom>', "nhan dan"),
    ],
)
def test_what_lies_between_paragraph_and_run(restorer: Restorer, inner: str, expected: str) -> None:
    data = docx(paragraph("Uy ban ", inner.format(run("nhan dan")), " huyen bao cao ket qua"))
    assert runs_of(repaired(restorer, data).data) == ["Ủy ban ", expected, " huyện báo cáo kết quả"]


def test_tables_headers_notes_and_text_boxes_are_read(restorer: Restorer) -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('So ho ngheo')}</w:tc></w:tr></w:tbl>"
    inner = paragraph("Noi nhan bao cao")
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:inline><w:txbxContent>"
        f"{inner}</w:txbxContent></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    data = docx(
        paragraph("Uy ban nhan dan huyen bao cao") + cell + box,
        header=paragraph("Van phong Uy ban nhan dan huyen"),
        footnotes=f'<w:footnote w:id="1">{paragraph("Theo so lieu thong ke")}</w:footnote>',
        comments=f'<w:comment w:id="1">{paragraph("Chua dat yeu cau")}</w:comment>',
    )
    result = repaired(restorer, data)
    assert [t for t in text_of(result.data) if t] == [
        "Ủy ban nhân dân huyện báo cáo",
        "Số hộ nghèo",
        "Nơi nhận báo cáo",
        "Nơi nhận báo cáo",
    ]
    assert [edit.old for edit in result.edits].count("Noi") == 1
    assert text_of(result.data, "word/header1.xml") == ["Văn phòng Ủy ban nhân dân huyện"]
    assert text_of(result.data, "word/footnotes1.xml") == ["Theo số liệu thống kê"]
    assert parts(result.data)["word/comments1.xml"] == parts(data)["word/comments1.xml"]
    assert result.notes == ("left as they are: comments",)
    places = {edit.place for edit in result.edits}
    assert {"table 1, row 1, column 1", "header, paragraph 1", "foot notes, paragraph 1"} <= places


# --- revisions -----------------------------------------------------------------------------------


def decided(data: bytes, *, accept: bool) -> list[str]:
    """The paragraphs after all revisions are accepted or rejected."""
    root = etree.fromstring(parts(data)[MAIN])
    for revision in list(root.iter(f"{W}del" if accept else f"{W}ins")):
        if revision.get(f"{W}author") == "vndiacritics":
            revision.getparent().remove(revision)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


def test_each_edit_is_a_revision(restorer: Restorer) -> None:
    body = paragraph("Uy ban nhan ", run("dan huy", "<w:b/>"), run("en"), " bao cao ket qua")
    body += paragraph("<w:r><w:tab/><w:t>nhiem vu</w:t><w:br/><w:t>cua tinh</w:t></w:r>")
    data = docx(body)
    result = repaired(restorer, data, track_changes=True)
    assert decided(result.data, accept=False) == text_of(data)
    assert decided(result.data, accept=True) == text_of(repaired(restorer, data).data)
    root = etree.fromstring(parts(result.data)[MAIN])
    numbers = [e.get(f"{W}id") for e in root.iter(f"{W}ins", f"{W}del")]
    assert len(set(numbers)) == len(numbers) > 10
    (bold,) = [e for e in root.iter(f"{W}ins") if e.find(f".//{W}t").text == "dân"]
    assert bold.find(f".//{W}b") is not None


def test_a_revision_in_text_that_somebody_inserted_does_not_nest(restorer: Restorer) -> None:
    inserted = f'<w:ins w:id="7" w:author="An">{run("nhan dan")}</w:ins>'
    data = docx(paragraph("Uy ban ", inserted, " huyen bao cao ket qua"))
    root = etree.fromstring(parts(repaired(restorer, data, track_changes=True).data)[MAIN])
    assert not root.findall(f".//{W}ins//{W}ins")
    assert min(int(e.get(f"{W}id")) for e in root.iter(f"{W}del")) > 7


def test_revisions_beside_an_insertion_of_somebody_are_decided_alone(restorer: Restorer) -> None:
    inserted = f'<w:ins w:id="7" w:author="An">{run("nhan dan")}{run(" huy", "<w:b/>")}</w:ins>'
    data = docx(paragraph("Uy ban ", inserted, "en bao cao ", inserted, " ket qua"))
    result = repaired(restorer, data, track_changes=True).data
    root = etree.fromstring(parts(result)[MAIN])
    theirs = root.findall(f".//{W}ins[@{W}author='An']")
    assert "dân" not in "".join(t.text for row in theirs for t in row.iter(f"{W}t"))
    assert all(len(row) for row in theirs)
    numbers = [e.get(f"{W}id") for e in root.iter(f"{W}ins", f"{W}del")]
    assert len(set(numbers)) == len(numbers)
    assert decided(result, accept=True) == text_of(repaired(restorer, data).data)
    assert decided(result, accept=False) == text_of(data)


@pytest.mark.parametrize(
    "inner",
    [
        '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
        '<w:smartTag w:element="x"><w:smartTagPr/>{}</w:smartTag>',
        '<w:smartTag w:element="x"><w:hyperlink w:anchor="a">{}</w:hyperlink></w:smartTag>',
        '<w:hyperlink w:anchor="a">{}</w:hyperlink>' + run(" xa"),
    ],
)
def test_a_revision_in_a_link_that_somebody_inserted_is_decided_alone(
    restorer: Restorer, inner: str
) -> None:
    theirs = run("nhan ") + inner.format(run("dan huy") + run("en", "<w:b/>"))
    body = paragraph("Uy ban ", f'<w:ins w:id="7" w:author="An">{theirs}</w:ins>', " bao cao")
    result = repaired(restorer, docx(body), track_changes=True).data
    root = etree.fromstring(parts(result)[MAIN])
    assert not root.findall(f".//{W}ins//{W}ins")
    assert all(row.get(f"{W}author") == "vndiacritics" for row in root.iter(f"{W}del"))
    words = "".join(
        text.text
        for row in root.findall(f".//{W}ins[@{W}author='An']")
        for text in row.iter(f"{W}t", f"{W}delText")
    )
    assert words.split() == ["nhan", "dan", "huyen", *(["xa"] if " xa" in inner else [])]
    assert decided(result, accept=True) == text_of(repaired(restorer, docx(body)).data)
    assert decided(result, accept=False) == text_of(docx(body))
    assert len(list(root.iter(f"{W}hyperlink", f"{W}smartTag"))) == inner.count(
        "</w:h"
    ) + inner.count("</w:s")


# --- old fonts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stored", "shown"),
    [
        (".VnTime", "Céng hßa x· héi chñ nghÜa", "Cộng hòa xã hội chủ nghĩa"),
        (".VNARIAL", "QuyÕt ®Þnh", "Quyết định"),
        (".VnTimeH", "Céng hßa x· héi", "CỘNG HÒA XÃ HỘI"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi", "Cộng hòa xã hội"),
        ("VPS Times", "quy‰t ÇÎnh", "quyết định"),
    ],
)
def test_a_run_in_an_old_font_is_read_by_it(
    restorer: Restorer, name: str, stored: str, shown: str
) -> None:
    data = docx(paragraph(run(stored, font(name))))
    result = repaired(restorer, data)
    assert text_of(result.data) == [shown]
    fonts = etree.fromstring(parts(result.data)[MAIN]).find(f".//{W}rFonts")
    assert set(fonts.attrib.values()) == {"Times New Roman"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".VnTime", "Quyết định đã gõ bằng Unicode"),
        (".VnTime", "và là"),
        ("VNI-Times", "Hội đồng nhân dân xã"),
        ("Arial", "Grüße aus Köln"),
    ],
)
def test_right_unicode_in_any_font_comes_back_byte_for_byte(
    restorer: Restorer, name: str, text: str
) -> None:
    data = docx(paragraph(run(text, font(name))))
    result = repaired(restorer, data)
    assert result.data == data
    assert result.notes == ()


UNICODE_AMONG_OLD = [
    "C«ng t¸c v¨n th­",
    "hồ sơ của cô",
    "có",
    " lê thê",
    "thôn Bình Yên",
    "Néi vô x·",
]
"""Runs of `.VnTime`; of those in the middle, words alone leave open how they were typed."""


def test_unicode_typed_among_runs_in_an_old_font_is_told_by_its_neighbours(
    restorer: Restorer,
) -> None:
    old = font(".VnTime")
    data = docx("".join(paragraph(run(text, old)) for text in UNICODE_AMONG_OLD))
    result = repaired(restorer, data)
    assert text_of(result.data) == ["Công tác văn thư", *UNICODE_AMONG_OLD[1:-1], "Nội vụ xã"]
    assert result.notes == (
        "2 texts in old fonts (.VnTime) became Unicode in Times New Roman",
        "4 texts in old fonts (.VnTime) held Unicode: only their font changed",
    )


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        # Unicode within a run: the words before and behind are in the encoding of the font
        ([("Tr\xadêng Hòa Bình, lớp 5 cã 32 häc sinh", ".VnTime")], None),
        ([("Hîp ®ång mua b¸n nhà ở và đất t¹i th«n", ".VnArial")], None),
        ([("Tröôøng Hòa Bình, lớp 5 coù 32 hoïc sinh", "VNI-Times")], None),
        ([("1. Tªn t«i lµ: Phạm Văn Hùng", ".VnTime")], "1. Tên tôi là: Phạm Văn Hùng"),
        ([("CỘNG HÒA XÃ HỘI §éc lËp - Tù do", ".VnTime")], "CỘNG HÒA XÃ HỘI Độc lập - Tự do"),
        # alone: what the language says of the readings
        ([("xã", ".VnTime")], "xã"),
        ([("x·", ".VnTime")], "xã"),
        ([("toán", "VNI-Times")], "toán"),
        ([("t¹o", ".VnTime")], "tạo"),
        ([("mô hình", ".VnTime")], "mô hình"),
        # beside runs in another font
        ([("thưa ", "Arial"), ("cô", ".VnTime"), (" giáo", "Arial")], "thưa cô giáo"),
        ([("thưa ", "Arial"), ("c«", ".VnTime"), (" giáo", "Arial")], "thưa cô giáo"),
        ([("bà ", "Arial"), ("con", ".VnTime"), (" thôn xóm", ".VnTime")], "bà con thôn xóm"),
    ],
)
def test_words_of_an_old_font_that_were_typed_in_unicode_are_told_one_by_one(
    restorer: Restorer, runs: list[tuple[str, str]], shown: str | None
) -> None:
    shown = (
        shown
        or {
            "T": "Trường Hòa Bình, lớp 5 có 32 học sinh",
            "H": "Hợp đồng mua bán nhà ở và đất tại thôn",
        }[runs[0][0][0]]
    )
    data = docx(paragraph("".join(run(text, font(name)) for text, name in runs)))
    assert text_of(repaired(restorer, data).data) == [shown]


def test_old_text_that_could_be_unicode_is_read_by_its_font(restorer: Restorer) -> None:
    old = font(".VnTime")
    stored = ["Tæ chøc héi nghÞ", "cã cô", "thêi gian", "hä", "QuyÕt ®Þnh nµy"]
    data = docx("".join(paragraph(run(text, old)) for text in stored))
    assert text_of(repaired(restorer, data).data) == [
        "Tổ chức hội nghị",
        "có cụ",
        "thời gian",
        "họ",
        "Quyết định này",
    ]


def test_a_letter_that_lies_in_two_runs_is_one(restorer: Restorer) -> None:
    vni = font("VNI-Times")
    data = docx(paragraph(run("Co", vni), run("äng hoa", vni + "<w:b/>"), run("ø", vni)))
    assert "".join(runs_of(repaired(restorer, data).data)) == "Cộng hoà"


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" '
    'w:hAnsiTheme="minorHAnsi"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:styleId="Old"><w:rPr>' + font(".VnTime") + "</w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Older"><w:basedOn w:val="Old"/></w:style>'
    '<w:style w:type="character" w:styleId="Caps"><w:rPr>' + font(".VnTimeH") + "</w:rPr></w:style>"
)
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    '<a:fontScheme><a:minorFont><a:latin typeface="VNI-Times"/></a:minorFont></a:fontScheme>'
    "</a:themeElements></a:theme>"
)


def test_fonts_of_styles_defaults_and_theme_count(restorer: Restorer) -> None:
    data = docx(
        paragraph("Céng hßa", properties='<w:pStyle w:val="Older"/>')
        + paragraph(run("héi ®ång", '<w:rStyle w:val="Caps"/>'))
        + paragraph("Coäng hoøa"),
        styles=STYLES,
        theme=THEME,
    )
    result = repaired(restorer, data)
    assert text_of(result.data) == ["Cộng hòa", "HỘI ĐỒNG", "Cộng hòa"]
    for name in ("word/styles.xml", "word/theme1.xml"):
        assert b"Vn" not in parts(result.data)[name]
        assert b"VNI" not in parts(result.data)[name]
        assert b"Times New Roman" in parts(result.data)[name]
    assert "3 texts in old fonts" in result.notes[0]


def test_numbers_of_lists_in_an_old_font(restorer: Restorer) -> None:
    level = '<w:abstractNum><w:lvl><w:lvlText w:val="§iÒu %1."/><w:rPr>{}</w:rPr></w:lvl>'
    level = level.format(font(".VnTime")) + "</w:abstractNum>"
    data = docx(paragraph("Phê duyệt kế hoạch"), numbering=level)
    assert (
        'w:val="Điều %1."' in parts(repaired(restorer, data).data)["word/numbering1.xml"].decode()
    )


# --- hostile and broken --------------------------------------------------------------------------

BOMB = '<!DOCTYPE a [<!ENTITY b "{}">]>'.format("x" * 100)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "an empty file"),
        (b"PK\x03\x04 broken", "no ZIP file"),
        (package({"a": b"1"}), r"\[Content_Types\].xml is missing"),
        (package({"[Content_Types].xml": b"<Types"}), "is no XML"),
        (package({"[Content_Types].xml": b"<Types/>"}), "no text part"),
        (package({"[Content_Types].xml": (BOMB + "<Types>&b;</Types>").encode()}), "document type"),
        (package({"[Content_Types].xml": b"<Types/>", "x": bytes(20 << 20)}), "ZIP bomb"),
    ],
)
def test_a_broken_document_is_one_line(restorer: Restorer, data: bytes, message: str) -> None:
    with pytest.raises(BrokenDocumentError, match=message) as caught:
        repaired(restorer, data)
    assert "\n" not in str(caught.value)


def test_written_documents_hold_what_xml_cannot_say() -> None:
    data = write_docx(["a < b & c\x00\x1b", "one\r\ntwo\tthree\ffour", ""])
    assert text_of(data) == ["a < b & c", "onetwothreefour", ""]
    assert write_docx(["a"]) == write_docx(["a"])


def test_a_small_letter_whose_capital_has_a_code_stays_small(restorer: Restorer) -> None:
    lines = ["Ngµy th¸ng", "Nam n÷", "Thµnh phè", "®) QuyÕt ®Þnh", "®Ò nghÞ", "ñy ban nh©n d©n"]
    body = "".join(paragraph(run(line, font(".VnTime"))) for line in lines)
    found = text_of(repaired(restorer, docx(body)).data)
    assert found[3:] == ["đ) Quyết định", "đề nghị", "Ủy ban nhân dân"]


@pytest.mark.parametrize("text", ["", " ", "12.", "Email"])
def test_an_old_font_that_shows_nothing_to_repair_stays(restorer: Restorer, text: str) -> None:
    right = paragraph("Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ.")
    data = docx(right + paragraph(run(text, font(".VnTime"))))
    result = repaired(restorer, data)
    assert result.data == data
    assert result.notes == ()


def test_a_word_that_is_restored_in_an_old_font_gets_a_new_one(restorer: Restorer) -> None:
    data = docx(paragraph(run("Uy ban nhan dan xa bao cao ket qua", font(".VnTime"))))
    result = repaired(restorer, data).data
    assert text_of(result) == ["Ủy ban nhân dân xã báo cáo kết quả"]
    assert b"VnTime" not in parts(result)[MAIN]
