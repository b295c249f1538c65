"""What an engine without Vietnamese does to signs: `&`, specks, dashes, a lone 6 or ¢, case."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer

READ = Restorer(options=Options(profile="english-ocr"))
AUTO = Restorer()


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("Trung tam Van hoa & Thé thao huyén", "Trung tâm Văn hóa & Thể thao huyện"),
        ("Phong Giao duc & Dao tao", "Phòng Giáo dục & Đào tạo"),
        ("nghién ctru & phat trién", "nghiên cứu & phát triển"),
        ("ngudi dan séng & mién nui", "người dân sống ở miền núi"),
        ("Hoc sinh khong ¢ sach giao khoa", "Học sinh không có sách giáo khoa"),
    ],
)
def test_a_lone_sign_is_itself_or_a_word(seen: str, meant: str) -> None:
    assert READ.restore(seen) == meant


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("cong tac 6 chirc can bd", "công tác tổ chức cán bộ"),
        ("bau 6 truong 6 dan phd", "bầu tổ trưởng tổ dân phố"),
        ("nha 6 cua ho ngheo", "nhà ở của hộ nghèo"),
        ("huyén co 6 xa, 6 thon; thang 6 nam 2020", "huyện có 6 xã, 6 thôn; tháng 6 năm 2020"),
        ("theo khoan 6 Diéu 3", "theo khoản 6 Điều 3"),
    ],
)
def test_a_lone_six_is_a_word_only_where_a_number_makes_no_sense(seen: str, meant: str) -> None:
    assert READ.restore(seen) == meant


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("thuc. hién nghi quyét cua Dang", "thực hiện nghị quyết của Đảng"),
        ("chinh' quyén dia phuong", "chính quyền địa phương"),
        ("phat' trién kinh té", "phát triển kinh tế"),
        ("Noi nhan: cac phong, ban", "Nơi nhận: các phòng, ban"),
        ("giao thong, thuy loi", "giao thông, thủy lợi"),
    ],
)
def test_a_speck_behind_a_word_goes(seen: str, meant: str) -> None:
    assert READ.restore(seen) == meant


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("kinh té — xa hoi, quéc phong — an ninh", "kinh tế – xã hội, quốc phòng – an ninh"),
        ("— Van phong Uy ban nhan dan", "— Văn phòng Ủy ban nhân dân"),
    ],
)
def test_a_dash_between_words_is_the_short_one(seen: str, meant: str) -> None:
    assert READ.restore(seen) == meant


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("phat trién Va 6n dinh", "phát triển và ổn định"),
        ("cdc Cép chinh quyén", "các cấp chính quyền"),
        ("thuc hién Và xir ly", "thực hiện và xử lý"),
        ("ong Son, ba Cuc", "ông Sơn, bà Cúc"),
        ("cac Sé, ban, nganh", "các Sở, ban, ngành"),
    ],
)
def test_case_is_no_evidence_where_it_cannot_be_seen(seen: str, meant: str) -> None:
    assert READ.restore(seen) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Công ty TNHH Xây dựng & Thương mại Hòa Phát",
        "Hội nghị — cuộc họp thường niên — đã bế mạc.",
        "Các phòng, ban: thực hiện theo kế hoạch.",
        "Nhà có 6 người, ở số 6, tổ 6.",
        "Ủy ban nhân dân Xã báo cáo Các cơ quan.",
    ],
)
def test_right_text_keeps_its_signs_and_its_case(text: str) -> None:
    assert AUTO.restore(text) == text
