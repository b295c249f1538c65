"""Web pages in old fonts: read by the font, which becomes a new one."""

from __future__ import annotations

import unicodedata

import pytest

from vndiacritics import documents
from vndiacritics.restoration import Restoration
from vndiacritics.restorer import Restorer
from vndiacritics.text import encodings


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


class Reader:
    """Changes nothing, so that only fonts do."""

    def explain(self, text: str, *, keep: object = ()) -> Restoration:
        return Restoration(text, text)


def tcvn3(text: str) -> str:
    return encodings.encode(text, "tcvn3", capitals="small")


def vni(text: str) -> str:
    return encodings.encode(text, "vni")


def repaired(page: str) -> str:
    return documents.repair(page.encode(), "html", Reader()).data.decode()


NEW = "Times New Roman"
PAGES = {
    "a face": (
        f'<p><font face=".VnTime">{tcvn3("Cộng hòa")}</font> Độc lập',
        f'<p><font face="{NEW}">Cộng hòa</font> Độc lập',
    ),
    "a face without quotes": (
        f"<font size=2 face=VNI-Times>{vni('xã hội')}</font>",
        f'<font size=2 face="{NEW}">xã hội</font>',
    ),
    "capitals": (
        f'<b style="font-family:.VnTimeH">{tcvn3("cộng hòa")}</b>',
        f'<b style="font-family:{NEW}">CỘNG HÒA</b>',
    ),
    "a rule of a class, and another font within": (
        (
            '<style>p.a, li.a {font-family:".VnTime","serif"}</style>'
            f'<p class="b a">{tcvn3("hội")}'
            '<i style="font-family:Arial">Café</i>'
        ),
        (
            f'<style>p.a, li.a {{font-family:"{NEW}","serif"}}</style><p class="b a">hội'
            '<i style="font-family:Arial">Café</i>'
        ),
    ),
    "a paragraph that the next one ends": (
        f"<p style='font:12pt .VnTime'>{tcvn3('hội')}\n<p>Café",
        f"<p style='font:12pt {NEW}'>hội\n<p>Café",
    ),
    "entities": (
        '<font face=".VnTime">C&eacute;ng&nbsp;h&szlig;a &amp; <u>x&middot;</u></font>',
        f'<font face="{NEW}">Cộng&nbsp;hòa &amp; <u>xã</u></font>',
    ),
    "a word in two texts": (
        '<font face=".VnTime">vËt chÊ<b>t</b></font>',
        f'<font face="{NEW}">vật chấ<b>t</b></font>',
    ),
    "typed in Unicode all the same": (
        '<font face=".VnTime">Cộng hòa</font>',
        '<font face=".VnTime">Cộng hòa</font>',
    ),
    "no text in scripts": (
        '<body style="font-family:.VnTime"><script>var a = "hßa";</script>hßa</body>',
        f'<body style="font-family:{NEW}"><script>var a = "hßa";</script>hòa</body>',
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_an_old_font(name: str) -> None:
    before, after = PAGES[name]
    assert repaired(before) == after
    assert repaired(after) == after


def test_what_changed_is_told() -> None:
    page = f'<p>một\n<p><font face=".VnTime">{tcvn3("Cộng hòa")}</font>'
    found = documents.repair(page.encode(), "html", Reader())
    assert [(row.place, row.new, row.reason) for row in found.edits] == [
        ("line 2", "Cộng", "tcvn3"),
        ("line 2", "hòa", "tcvn3"),
    ]
    assert found.notes == ("1 texts in old fonts (.VnTime) became Unicode in Times New Roman",)


def test_a_page_of_western_bytes_keeps_its_encoding() -> None:
    page = f'<meta charset="windows-1252"><font face=".VnTime">{tcvn3("hội")} caf</font>é'
    data = documents.repair(page.encode("cp1252"), "html", Reader()).data
    assert data.decode("cp1252").endswith(f'<font face="{NEW}">h&#7897;i caf</font>é')


@pytest.mark.parametrize("page", ["<p style='font-family:Arial'>hßa", "<p>VNI-Times .VnTime</p>"])
def test_other_pages_stay(page: str) -> None:
    assert repaired(page) == page


@pytest.mark.parametrize(
    "hostile",
    [
        f'<p style="font:{"1" * 200_000}">',
        f"<style>{'a' * 200_000}</style>",
        f"<style>a{{{'a' * 200_000}</style>",
        "<b>" * 70_000 + "</i>" * 50_000,
    ],
    ids=["digits of a size", "a rule without braces", "a rule that does not end", "ends of others"],
)
def test_work_is_linear(hostile: str) -> None:
    # By the square of these lengths each takes many minutes, not a second.
    page = f'{hostile}<font face=".VnTime">{tcvn3("hội")}</font>'
    assert repaired(page) == f'{hostile}<font face="{NEW}">hội</font>'


def windows_1258(text: str) -> bytes:
    """Write as Vietnamese Windows does: marks of tone behind their letter."""
    return encodings.encode(text, "cp1258").encode("cp1252")


PAGE_1258 = '<meta charset="windows-1258"><p>{}</p>'


def test_a_right_page_in_windows_1258_comes_back_byte_for_byte(restorer: Restorer) -> None:
    data = windows_1258(PAGE_1258.format("Trường mầm non xã thông báo lịch nghỉ Tết Nguyên đán"))
    result = documents.repair(data, "html", restorer)
    assert result.data == data
    assert result.edits == ()


def test_a_page_in_windows_1258_is_written_in_its_own_letters(restorer: Restorer) -> None:
    data = windows_1258(PAGE_1258.format("Truong mam non xa thong bao lich nghi Tet Nguyen dan"))
    result = documents.repair(data, "html", restorer)
    assert "Trường mầm non" in unicodedata.normalize("NFC", result.data.decode("cp1258"))
    assert b"&#" not in result.data


def test_unicode_typed_in_an_old_font_is_told_where_the_font_changes(restorer: Restorer) -> None:
    typed = "".join(f'<p><font face=".VnTime">{text}</font>' for text in ("Văn thư", "&nbsp;"))
    damaged = "<p>Ủy ban nhân dân huyện đuợc giao</p>"
    found = documents.repair((typed + damaged).encode(), "html", restorer)
    assert found.data.decode() == (typed + damaged).replace(".VnTime", NEW).replace("đuợc", "được")
    assert found.notes == ("1 texts in old fonts (.VnTime) held Unicode: only their font changed",)
    left = documents.repair(typed.encode(), "html", restorer)
    assert (left.data.decode(), left.notes) == (typed, ())
