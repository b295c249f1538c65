"""In a mixture, words lose tones and letters only where the document shows that they did."""

from __future__ import annotations

import re

import office_sentences
import pytest

from vndiacritics import Restorer
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.profiles.losses import ALL_MARKS, TONES
from vndiacritics.revision.mixture_damage import SPACED, UNEXPLAINED, is_shown, shown_ways, ways_of

LAND = """\
Phòng Tài nguyên và Môi trường phối hợp với các cơ quan liên quan kiểm tra việc quản lý đất đai.
"""
TEXT = office_sentences.TEXT + LAND
"""More than a hundred words, from which a document shows something."""

CELLS = """\
Backup   Sao lưu dữ liệu hàng ngày   server   script
Restore  Khôi phục dữ liệu cũ   storage  manual  plan
Deploy   Cài đặt phần mềm   cluster  docker
"""


def every_other(text: str) -> str:
    """Take the marks of every second word."""
    words = iter(range(len(text)))
    return re.sub(r"\S+", lambda m: strip_marks(m[0]) if next(words) % 2 else m[0], text)


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


@pytest.mark.parametrize("code", ["C2H5OH", "Ctrl+mũi", "Hide==2", "Na-uy", "mA", "Ba-lê"])
def test_what_is_no_word_stays_where_nothing_was_misread(restorer: Restorer, code: str) -> None:
    for line in f"Người học nhập {code} vào ô trống.", f"Sau đó chọn {code} để xem.":
        assert code in restorer.restore(every_other(f"{TEXT}{line}\n"))


def test_cells_in_two_languages_are_mended_in_a_text_that_lost_marks(restorer: Restorer) -> None:
    found = restorer.restore(every_other(TEXT) + strip_marks(CELLS))
    assert found == TEXT + CELLS


def test_ways_are_told_by_documents() -> None:
    tones, misread = ways_of("đa", "đã"), ways_of("Hide", "Hỏi")
    assert TONES in tones
    assert misread == {UNEXPLAINED}
    assert ways_of("quanly", "quản lý") == {SPACED}
    assert ALL_MARKS in ways_of("dan,", "dân,")
    few = [(0, tones, 0.9)]
    often = [(0, tones, 0.99), (0, tones, 0.8)]
    bare = [(0, ways_of("dan", "dân"), 1.0)] * 9
    assert shown_ways(few + bare, {0: 200}) == {}
    assert TONES in shown_ways(often, {0: 200})[0]
    assert shown_ways(often, {0: 20_000}) == {}
    assert not is_shown(misread, {TONES}, size=200, confidence=0.9)
    assert is_shown(misread, {UNEXPLAINED}, size=200, confidence=0.9)
    assert is_shown(misread, (), size=200, confidence=0.99)
    assert is_shown(misread, (), size=20, confidence=0.9)
