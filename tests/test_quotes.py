"""Quotation marks of which one was misread."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.revision.quotes import torn_pairs

READ = Restorer(options=Options(profile="english-ocr"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('họp “Tổ một" xong', "họp “Tổ một” xong"),
        ('họp "Tổ một” xong', 'họp "Tổ một" xong'),
        ("họp “Tổ một* xong", "họp “Tổ một” xong"),
        ("họp *Tổ một” xong", "họp “Tổ một” xong"),
        ('họp "Tổ một* xong', 'họp "Tổ một" xong'),
        ('(“Tổ một"), “Tổ hai"; "Tổ ba”.', '(“Tổ một”), “Tổ hai”; "Tổ ba".'),
        ("họp *Tổ một* và “Tổ hai”", "="),
        ("họp “Tổ một* và tổ hai” xong", "="),
        ("họp “Tổ một và tổ hai*", "họp “Tổ một và tổ hai”"),
        ("họp “Tổ một\n\nvà tổ hai* xong", "="),
        ("họp “" + "tổ " * 100 + 'hai" xong', "="),
        ('cao 15" và 20”, rộng 3*', "="),
        ("a*b, 2 * 3 và c*", "="),
        ("", "="),
    ],
)
def test_the_other_mark_of_a_pair_tells(text: str, wanted: str) -> None:
    signs = list(text)
    for place, sign in torn_pairs(text):
        signs[place] = sign
    assert "".join(signs) == (text if wanted == "=" else wanted)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("Cuéc thi “Tim hiéu phap luat* da két thuc", "Cuộc thi “Tìm hiểu pháp luật” đã kết thúc"),
        (
            'Tiét muc “Ao am mua déng" cua nha truéng',
            "Tiết mục “Áo ấm mùa đông” của nhà trường",
        ),
        ("phong trao *Xanh, sach, dep” duoc duy tri", "phong trào “Xanh, sạch, đẹp” được duy trì"),
    ],
)
def test_misread_text(seen: str, meant: str) -> None:
    result = READ.explain(seen)
    assert result.text == meant
    assert result.undo() == seen


@pytest.mark.parametrize(
    "text",
    [
        'Ông nói: “Chúng tôi sẽ cố gắng", rồi im lặng.',
        "Màn hình 15.6” và dây dài 3*, giá “rẻ*.",
    ],
)
def test_who_types_pairs_as_it_pleases(text: str) -> None:
    assert Restorer().restore(text) == text
