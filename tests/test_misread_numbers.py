"""Numbers of which an engine read digits as letters."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.symbols.numbers import misread_digits

VIETNAMESE = Restorer(options=Options(profile="vietnamese-ocr"))


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("gồm 1ó xã, 2 phường", "gồm 16 xã, 2 phường"),
        (
            "diện tích 6ó3 ha, tăng 1ó,5% so với năm 2Š",
            "diện tích 663 ha, tăng 16,5% so với năm 25",
        ),
        ("Quyết định số 15!QĐ-TTg ngày ÌÌ tháng 3", "Quyết định số 15/QĐ-TTg ngày 11 tháng 3"),
        ("Công văn số 1203IUBND-VX ngày l2 tháng 01", "Công văn số 1203/UBND-VX ngày 12 tháng 01"),
        ("nêu tại khoản l, khoản 2 và khoản 3", "nêu tại khoản 1, khoản 2 và khoản 3"),
        ("theo quy định tại khoản | Điều này", "theo quy định tại khoản 1 Điều này"),
        ("có hiệu lực từ ngày O1 tháng 5", "có hiệu lực từ ngày 01 tháng 5"),
        ("Chỉ thị số 0ó/CT-TTg ngày I1 tháng 9", "Chỉ thị số 06/CT-TTg ngày 11 tháng 9"),
    ],
)
def test_digits_come_back(damaged: str, right: str) -> None:
    assert VIETNAMESE.restore(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "các số I, II, III, quý II, tầng II",
        "chai 5l, phòng 5I, lớp 10l",
        "mã hàng 12I2020A, máy 50I2021B",
        "điểm l khoản 2 Điều 5, điểm m khoản 3",
        "Tổng số | 15 | 20 | 35",
        "khí O2 và khí O3 trong nước",
        "đô thị loại I, vùng I và phụ lục I",
        "dòng điện I1 và I2, khoảng cách l1, l2",
        "xem §1, §12 và §3 của sách",
    ],
)
def test_letters_beside_digits_stay(text: str) -> None:
    assert VIETNAMESE.restore(text) == text


@pytest.mark.parametrize("piece", ["II", "111", "5l", "só", "ló", "x1", "1L", "§1", "", "óó"])
def test_no_misread_number(piece: str) -> None:
    assert misread_digits(piece) is None
