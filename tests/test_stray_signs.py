"""Specks between words that were read as hyphens and full stops."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer

ocr = Restorer(options=Options(profile="vietnamese-ocr"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cơ quan bảo-hiểm xã hội huyện", "Cơ quan bảo hiểm xã hội huyện"),
        ("thực hiện chính.sách của Nhà nước", "thực hiện chính sách của Nhà nước"),
        ("phải thực:hiện các quy định", "phải thực hiện các quy định"),
    ],
)
def test_a_stray_sign_becomes_a_space(text: str, expected: str) -> None:
    result = ocr.explain(text)
    assert result.text == expected
    assert [(edit.new, edit.reason) for edit in result.edits] == [(" ", "split")]
    assert result.undo() == text


@pytest.mark.parametrize(
    "text",
    [
        "phát triển kinh tế-xã hội của huyện",
        "Từ điển Anh-Việt và Việt-Anh",
        "Ông nói xong.Đại biểu vỗ tay.",
        "ngày 5-6 hằng tháng",
        "gửi về vanthu.huyen@example.vn trước ngày 5",
    ],
)
def test_signs_that_authors_write_stay(text: str) -> None:
    assert ocr.restore(text) == text


def test_clean_text_is_left() -> None:
    filler = "Ủy ban nhân dân huyện bảo đảm kinh phí thực hiện nhiệm vụ được giao.\n\n" * 20
    text = filler + "Cơ quan bảo-hiểm xã hội huyện.\n"
    assert Restorer().restore(text) == text
