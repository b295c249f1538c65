"""Letters that came as a hyphen or as the number of a glyph."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.text.glyphs import repair_glyph_numbers, repair_hyphens


@pytest.mark.parametrize(
    "text",
    [
        "Hà-nội, Sài-gòn và Đà-lạt",
        "đo bằng xăng-ti-mét, ki-lô-gam, mi-li-mét",
        "Ng-ời này viết sai một lần, còn Hà-nội thì không",  # one slip is no converter
        "a- Mở bài\nb- Thân bài\nc- Kết bài",
        "53/KH-UBND, QĐ-TTg, 2021-2025, e-mail, T-shirt",
        "giờ làm việc: 7h-11h, 13h-17h",
    ],
)
def test_hyphens_that_are_none_of_a_converter_stay(text: str) -> None:
    assert repair_hyphens(text).text == text


def test_item_marks_stay_where_hyphens_are_letters() -> None:
    text = "b- Ng-ời dân ph-ờng đ-ợc biết\nt- vấn và t- liệu"
    assert repair_hyphens(text).text == "b- Người dân phường được biết\nt- vấn và tư liệu"


def test_capitals_get_a_capital() -> None:
    assert repair_hyphens("PH-ỜNG, NG-ỜI, Đ-ỢC, TR-ỚC").text == "PHƯỜNG, NGƯỜI, ĐƯỢC, TRƯỚC"


def test_numbers_alone_stay() -> None:
    text = "trang (cid:12), xem (cid:3) rồi x(cid:9)z"
    assert repair_glyph_numbers(text).text == "trang (cid:12), xem (cid:3) rồi x\ufffdz"
    assert Restorer().restore(text) == text


def test_what_cannot_be_filled_is_the_number_again() -> None:
    text = (
        "V(cid:259)n b(cid:7843)n n(cid:224)y ghi bk(cid:7)wz v(cid:224) s(cid:7889) hi(cid:7879)u"
    )
    restorer = Restorer()
    result = restorer.explain(text)
    assert result.text == restorer.restore(text)
    assert result.text.startswith("Văn bản này ghi")
    assert "\ufffd" not in result.text
    assert result.undo() == text


def test_tokens_are_those_of_the_restored_text() -> None:
    text = (
        "V(cid:259)n b(cid:7843)n n(cid:224)y ghi bk(cid:7)wz v(cid:224) s(cid:7889) hi(cid:7879)u"
    )
    result = Restorer(options=Options(tokens=True)).explain(text)
    assert [token.text for token in result.tokens] == result.text.split()
    for token in result.tokens:
        assert result.text[token.place : token.place + len(token.text)] == token.text
