"""Specks between words that were read as hyphens and full stops."""

from __future__ import annotations

import pytest
from small_model import model_of, searched

from vndiacritics import Options, Restorer
from vndiacritics.profiles.profile import PROFILES, Profile
from vndiacritics.revision.specks import Specks
from vndiacritics.search.decisions import Stage

ocr = Restorer(options=Options(profile="vietnamese-ocr"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cơ quan bảo-hiểm xã hội huyện", "Cơ quan bảo hiểm xã hội huyện"),
        ("thực hiện chính.sách của Nhà nước", "thực hiện chính sách của Nhà nước"),
        ("phải thực:hiện các quy định", "phải thực hiện các quy định"),
        ("cấp thuốc cho trạm'y tế các xã", "cấp thuốc cho trạm y tế các xã"),
        ("chậm nhất 15 ngày’kể từ ngày ký", "chậm nhất 15 ngày kể từ ngày ký"),
    ],
)
def test_a_stray_sign_becomes_a_space(text: str, expected: str) -> None:
    result = ocr.explain(text)
    assert result.text == expected
    assert [(edit.new, edit.reason) for edit in result.edits] == [(" ", "split")]
    assert result.undo() == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quyén loi cua dan‘téc thiéu sé", "quyền lợi của dân tộc thiểu số"),
        ("vân hành hé théng’DNS quéc gia", "hệ thống’DNS quốc gia"),
        ("HQI DONG NHAN DAN THU'C HIEN", "HỘI ĐỒNG NHÂN DÂN THỰC HIỆN"),
    ],
)
def test_a_sign_between_two_words_is_no_letter_of_either(text: str, expected: str) -> None:
    assert expected in Restorer(options=Options(profile="english-ocr")).restore(text)


DAMAGED = "Ủy ban nhân dân huyện tố chức thục hiện nhiệm vụ đuợc giao theo quy đinh của pháp luật. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công ty trách nhiệm hữu. hạn một thành viên", "trách nhiệm hữu hạn một"),
        ("các cơ quan, tổ chức xã _hội của huyện", "tổ chức xã hội của huyện"),
        ("có ý nghĩa .quan trọng đối với huyện", "có ý nghĩa quan trọng đối"),
        ("báo cáo tình hình kinh tế. văn hóa, xã hội", "tình hình kinh tế, văn hóa, xã"),
        ("theo Quy chế làm việc của Ủy ban 'nhân dân", "của Ủy ban nhân dân"),
    ],
)
def test_a_stray_sign_beside_a_word_goes(text: str, expected: str) -> None:
    assert expected in ocr.restore(DAMAGED + text)


@pytest.mark.parametrize(
    "text",
    [
        "gồm các lĩnh vực: giáo dục, y tế, văn hóa",
        "xây dựng kết cấu hạ tầng: giao thông, thủy lợi",
        "cụm từ 'xã hội hóa' được dùng",
        "- bảo đảm an ninh; - giữ gìn trật tự",
        "nộp tại xã, huyện. tỉnh xem xét sau",
        "bảo đảm quyền .nghĩa vụ của công dân",
        "gửi các cơ quan .tổ chức, cá nhân có liên quan",
        "gồm chức năng .nhiệm vụ, quyền hạn của phòng",
    ],
)
def test_signs_beside_words_that_authors_write_stay(text: str) -> None:
    assert ocr.restore(DAMAGED + text).endswith(text)


@pytest.mark.parametrize(
    "text",
    [
        "phát triển kinh tế-xã hội của huyện",
        "Từ điển Anh-Việt và Việt-Anh",
        "ngày 5-6 hằng tháng",
        "gửi về vanthu.huyen@example.vn trước ngày 5",
    ],
)
def test_signs_that_authors_write_stay(text: str) -> None:
    assert ocr.restore(text) == text


def test_a_stop_within_a_token_is_no_speck() -> None:
    assert ocr.restore("Ông nói xong.Đại biểu vỗ tay.") == "Ông nói xong. Đại biểu vỗ tay."


def test_clean_text_is_left() -> None:
    filler = "Ủy ban nhân dân huyện bảo đảm kinh phí thực hiện nhiệm vụ được giao.\n\n" * 20
    text = filler + "Cơ quan bảo-hiểm xã hội huyện.\n"
    assert Restorer().restore(text) == text


# --- with a small made model --------------------------------------------------------------------

MODEL = model_of("bảo hiểm xã hội", "chính sách bảo hiểm", "kinh tế - xã hội", "anh - việt")

SMALL = [
    ("a speck between words that belong together", "bảo-hiểm xã hội", [(3, 4, " ")]),
    ("a full stop", "chính.sách", [(5, 6, " ")]),
    ("a dash that the model has seen", "kinh tế-xã hội", []),
    ("a capital behind it", "bảo-Hiểm", []),
    ("spaces around it", "bảo - hiểm", []),
    ("two signs", "bảo--hiểm", []),
    ("no syllable beside it", "bảo-xyz", []),
    ("one token", "bảo", []),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in SMALL], ids=[row[0] for row in SMALL]
)
def test_specks_of_a_small_model(text: str, wanted: list[tuple[int, int, str]]) -> None:
    _, found = Specks(MODEL).decided(searched([text], MODEL), [text])
    assert [(row.start, row.stop, row.surface) for row in found] == wanted
    assert {row.stage for row in found} <= {Stage.SPECK}


@pytest.mark.parametrize("profile", [row for row in PROFILES if not row.mends_signs])
def test_specks_are_sought_where_signs_are_mended(profile: Profile) -> None:
    text = "bảo-hiểm xã hội"
    result = searched([text], MODEL, profile=profile)
    assert Specks(MODEL).decided(result, [text]) == (result, [])
