"""Which lines begin a paragraph."""

from __future__ import annotations

import pytest

from vndiacritics.restorer import Restorer
from vndiacritics.text.lines import lines


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Nâng cao hiệu\n\nquả công tác", False),
        ("xây\n \n\ndựng các chủ trương", False),
        ("của các ngành,\n\nđơn vị", False),
        ("cuối trang một\fđầu trang hai", False),
        ("Kết luận.\n\nquả công tác", True),
        ("như sau:\n\nquả công tác", True),
        ("nội dung\n\na) công tác", True),
        ("nội dung\n\nđ) công tác", True),
        ("nội dung\n\n- công tác", True),
        ("nội dung\n\nCông tác", True),
        ("nội dung\n\n12 người", True),
        ("nội dung\ncông tác", False),
    ],
)
def test_a_sentence_goes_on_behind_a_blank_line(text: str, opens: bool) -> None:
    before = "dòng một\ndòng hai\ndòng ba\n"  # not all lines stand apart
    assert lines(before + text)[-1].opens is opens


def test_words_on_both_sides_tell_about_each_other() -> None:
    observed = (
        "Nâng cao chat luong, hieu\n\nqua cong tac tiep dan, gop phan xay\n\ndung chinh quyen"
    )
    found = Restorer().restore(observed)
    assert found == (
        "Nâng cao chất lượng, hiệu\n\nquả công tác tiếp dân, góp phần xây\n\ndựng chính quyền"
    )


def test_a_line_that_ends_early_before_a_capital_was_broken_on_purpose() -> None:
    labels = "Thêm mới\nTìm kiếm\nLàm mới\nvà lưu"
    assert [line.is_item for line in lines(labels)] == [False, True, True, False]
    prose = "Ủy ban nhân dân huyện đề nghị các xã\nTân Lập, Đông Hải báo cáo"
    assert not any(line.is_item for line in lines(prose))
