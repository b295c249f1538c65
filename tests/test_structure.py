"""Mark-up, code, addresses and keys are no text: they are blanked before anything is read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vndiacritics.restorer import Restorer
from vndiacritics.text.structure import find_structure, readable

RESTORER = Restorer()


def structure(text: str) -> list[str]:
    return [text[start:stop].strip() for start, stop in find_structure(text)]


FOUND = [
    ("**dat dai** va *rung*", ["**", "**", "*", "*"]),
    ("__chu y__: _xem lai_, ~~bo~~", ["__", "__", "_", "_", "~~", "~~"]),
    ("_nuoc\nsach_ ve thon", ["_", "_"]),
    ("chay `rm -rf` roi ``a`b``", ["`rm -rf`", "``a`b``"]),
    ("<p class='a b'>Xa</p><br/>", ["<p class='a b'>", "</p><br/>"]),
    ("<!-- ghi chu --> Xa", ["<!-- ghi chu -->"]),
    ("<script>var la = 1;</script>Xa", ["<script>var la = 1;</script>"]),
    ("&nbsp;ph&iacute;a &amp; v&i", ["&nbsp;ph&iacute;a", "&amp;"]),
    ("[trang chu](trang-chu.html 'x')", ["(trang-chu.html 'x')"]),
    ("[trang chu](trang-chu.html)", ["(trang-chu.html)"]),
    ("![so do](anh/so-do.png)", ["(anh/so-do.png)"]),
    (
        "tai https://xa.gov.vn/tin?id=2, hoac xa.gov.vn.",
        ["https://xa.gov.vn/tin?id=2,", "xa.gov.vn"],
    ),
    ("xem goo.gl/abc va fb.me/x", ["goo.gl/abc", "fb.me/x"]),
    ("gui van-thu@xa.vn", ["van-thu@xa.vn"]),
    ("file:///D:/tai-lieu/a.doc", ["file:///D:/tai-lieu/a.doc"]),
    (r"C:\tai-lieu\bao-cao.docx va \\may\chung", [r"C:\tai-lieu\bao-cao.docx", r"\\may\chung"]),
    ("mo tong-hop.xlsx trong bao-cao/quy-1/", ["tong-hop.xlsx"]),
    ("/usr/share/fonts ~/tai", ["/usr/share/fonts"]),
    ('{"ten": "An", "con": null}', ['"ten":', '"con": null']),
    ("SELECT ten FROM dan WHERE xa = 'Hòa An'", ["SELECT ten FROM dan WHERE xa ="]),
    ("con %d trang, %s, ${ten}, {{ten}}, {0}", ["%d", "%s", "${ten}", "{{ten}}", "{0}"]),
    ("$x_1 + y^2$ bang $5", ["$x_1 + y^2$"]),
    ("ham tinh_tong() va --luu-lai", ["tinh_tong()", "--luu-lai"]),
    ("```\nla = 1\n```\nXa", ["```\nla = 1\n```"]),
]

NOT_FOUND = [
    "Số 45/KH-UBND ngày 12/03/2024, và/hoặc 1.000 đồng/người/năm",
    "phd 100% s6 dan, tang 5 % so",
    "dien tich 3 * 4 * 5 m, a < b va c > d",
    "UBND xa* va ho ngheo**",
    "ch_c vi_c Nguy_n th_ng TR_NG VN_AQI",
    "Phong TC & KH; A&B; R&D",
    "so 3F ~ /2026/TT-BCA",
    "het nam. Dia phuong.do xa lam",
    "- Nhu tren; + Con lai; — _—_ —",
    "thu $5 va $6",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_structure_is_found(text: str, expected: list[str]) -> None:
    assert structure(text) == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_text_is_no_structure(text: str) -> None:
    assert structure(text) == []


@given(st.text(alphabet='aá *_`<>/&;"{}[]():.%$\n~\\1', max_size=60))
@settings(max_examples=300)
def test_blanking_keeps_length_and_lines(text: str) -> None:
    shown = readable(text)
    assert len(shown) == len(text)
    assert [c for c in shown if c == "\n"] == [c for c in text if c == "\n"]
    assert all(new in {old, " "} for old, new in zip(text, shown, strict=True))
    spans = find_structure(text)
    assert all(first[1] <= then[0] for first, then in pairwise(spans))


def test_time_is_linear_in_signs_that_never_close() -> None:
    for sign in ("*a ", "<a ", "`a ", "_a ", '{"a ', "a/", "&a", "$a", "[a](", "<!--", "a."):
        assert len(readable(sign * 10_000)) == len(sign) * 10_000


RIGHT = [
    "Điều _kiện cần_ và **điều kiện đủ** để `cap_phep` cho *hộ dân*.",
    '<td class="ten cot">Nguyễn Thị Hoa</td><td>xã Ea Tu</td>',
    '{"ho_ten": "Trần Văn Bình", "gioi_tinh": "nam", "con": true}',
    "Gửi về hop-thu@tinh.gov.vn hoặc drive.google.com/tai-lieu/bao-cao.",
    "Mở D:\\ke-hoach\\quy 2\\tong-hop.xlsx rồi chọn <Trang chủ>.",
    "SELECT ma_xa, ten_xa FROM don_vi WHERE ten_xa = 'Hòa Bình';",
    "Còn %d hồ sơ của {ten} chưa xử lý; tính $a_{n} = b + c$.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_with_structure_stays(text: str) -> None:
    assert RESTORER.restore(text) == text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("**ke hoach** nam nay", "**kế hoạch** năm nay"),
        ("*Uy ban* nhan dan _tinh Hoa Binh_", "*Ủy ban* nhân dân _tỉnh Hòa Bình_"),
        ("<li>Phong tai chinh</li>", "<li>Phòng tài chính</li>"),
        ("[xem bao cao](https://xa.vn/bao-cao)", "[xem báo cáo](https://xa.vn/bao-cao)"),
        ("~~huy bo~~ quyet dinh", "~~hủy bỏ~~ quyết định"),
        ("## **Nhiem vu** trong tam", "## **Nhiệm vụ** trọng tâm"),
        ("<b>Dia chi</b>: thon 3, goo.gl/abc", "<b>Địa chỉ</b>: thôn 3, goo.gl/abc"),
        ('"Dan van kheo" (nhan rong)', '"Dân vận khéo" (nhân rộng)'),
        ("**quan ly** dat dai", "**quản lý** đất đai"),
        ("Lenh `bao cao` tao bao cao moi", "Lệnh `bao cao` tạo báo cáo mới"),
    ],
)
def test_words_within_structure_are_mended(damaged: str, right: str) -> None:
    assert RESTORER.restore(damaged) == right
