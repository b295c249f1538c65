"""Typing errors of right text are shown: as an edit where it is made, else as a suggestion."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.candidates.slips import meant

PLAIN = Restorer()
PROOFREADER = Restorer(options=Options(suggest=True))

ERRORS = [
    ("Thôn đã vận động bà con hiến đất mở đườgn liên xóm.", "đườgn", "đường"),
    ("Chị nấu nồi cháo rồi mang xang biếu bà hàng xóm.", "xang", "sang"),
    ("Cả lớp cùng nhau quét dọn xân trường sau giờ học.", "xân", "sân"),
    ("Trời mưa to nên trận đấu phải hoãn xang tuần sau.", "xang", "sang"),
    ("Công ty sẽ tổ chức hội thảo dới thiệu sản phẩm mới.", "dới", "giới"),
    ("Muốn khỏe mạnh thì mỗi ngày đều phãi tập thể dục.", "phãi", "phải"),
    ("Học viên nộp hồ sơ tại phòng đào tạo chước ngày 15.", "chước", "trước"),
    ("Xe khách đâm vào dải phân cách khiến ba ngừoi bị thương.", "ngừoi", "người"),
    ("Máy bơm ngừng hoạt động khi mực nưosc xuống thấp.", "nưosc", "nước"),
    ("Các nhà khoa học đã công bố kết quả nghiên cứu nayf trên tạp chí.", "nayf", "này"),
]


@pytest.mark.parametrize(("text", "wrong", "right"), ERRORS)
def test_a_typing_error_is_shown(text: str, wrong: str, right: str) -> None:
    result = PROOFREADER.explain(text)
    (shown,) = (*result.edits, *result.suggestions)
    assert shown.old == wrong
    assert right in {shown.new, *(row.text for row in shown.alternatives)}


@pytest.mark.parametrize(("text", "wrong", "right"), ERRORS)
def test_nothing_is_shown_of_the_right_text(text: str, wrong: str, right: str) -> None:
    result = PROOFREADER.explain(text.replace(wrong, right))
    assert (result.edits, result.suggestions) == ((), ())


def test_suggestions_change_no_edit() -> None:
    texts = [
        "\n".join(text for text, _, _ in ERRORS),
        "Phòng Tài chính thấm định dự tóan, trình Chủ tịch phê duyêt.\n" * 3,
        "Phong Noi vu tong hop bao cao.\nTrung ương ương Đảng, Phòng Nội vụ.",
    ]
    plain, shown = PLAIN.explain_batch(texts), PROOFREADER.explain_batch(texts)
    assert [row.edits for row in plain] == [row.edits for row in shown]
    assert PROOFREADER.restore_batch(texts) == PLAIN.restore_batch(texts)
    for row in shown:
        starts = [edit.start for edit in row.suggestions]
        assert starts == sorted(starts)
        spans = [(edit.start, edit.end) for edit in (*row.edits, *row.suggestions)]
        assert len(spans) == len(set(spans))


@pytest.mark.parametrize(("word", "right"), [("àl", "là"), ("htôn", "thôn"), ("cjủ", "chủ")])
def test_fingers_swap_letters_and_slip_beside_keys(word: str, right: str) -> None:
    assert right in {row for row, _ in meant(word)}
