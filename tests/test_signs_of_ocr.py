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
        ("Sira chita may tinh & thiét bi", "Sửa chữa máy tính & thiết bị"),
        ("hop tai 6 dan phé sé 5", "họp tại tổ dân phố số 5"),
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


TOGETHER = [
    ("tang cudng quan: ly nha nudc vé dat dai", "tăng cường quản lý nhà nước về đất đai"),
    ("cong tac thanh; tra cong vu", "công tác thanh tra công vụ"),
    ("bao cao két- qua thuc hién nghi quyét", "báo cáo kết quả thực hiện nghị quyết"),
    ("doi song van. hoa cua nhan dan", "đời sống văn hóa của nhân dân"),
    ("hé théng “chinh tri co so", "hệ thống chính trị cơ sở"),
    ("phat trién nong: nghiép sach", "phát triển nông nghiệp sạch"),
    ("day nghé cho thanh’ nién dia phuong", "dạy nghề cho thanh niên địa phương"),
    ("cac dan, téc thiéu sé trén dia ban", "các dân tộc thiểu số trên địa bàn"),
    ("nang cao nang- luc lanh dao", "nâng cao năng lực lãnh đạo"),
    ("giai quyét viéc: lam cho lao dong", "giải quyết việc làm cho lao động"),
    ("trién khai Nehi-quyét cua Quéc hdi", "triển khai Nghị quyết của Quốc hội"),
    # Signs that part what they stand between.
    ("gom: giao thong, thuy loi, dién", "gồm: giao thông, thủy lợi, điện"),
    ("phuc vu san xuat; doi séng nhan dan", "phục vụ sản xuất; đời sống nhân dân"),
    ("phong trao “xanh, sach, dep” duoc duy tri", "phong trào “xanh, sạch, đẹp” được duy trì"),
]


@pytest.mark.parametrize(("seen", "meant"), TOGETHER)
def test_a_sign_and_the_words_beside_it_are_decided_together(seen: str, meant: str) -> None:
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


MORE = [
    ("can bd cong tac 6 co so", "cán bộ công tác ở cơ sở"),
    ("Nghi quyét s6 12 cua Hdi déng nhan dan", "Nghị quyết số 12 của Hội đồng nhân dân"),
    ("toan xa co 6 thén va 1.250 ho dan", "toàn xã có 6 thôn và 1.250 hộ dân"),
    ("bau 6 truéng 6 hoa giai", "bầu tổ trưởng tổ hòa giải"),
    (
        "trong 6 thang dau nam 2023, huyén da hoan thanh",
        "trong 6 tháng đầu năm 2023, huyện đã hoàn thành",
    ),
    ("nguoi lao déng 6 nuéc ngoai vé nuéc", "người lao động ở nước ngoài về nước"),
    ("dung thif 6 toan tinh vé chuyén déi s6", "đứng thứ 6 toàn tỉnh về chuyển đổi số"),
    ("nguoi dan Xa duoc tham gia", "người dân xã được tham gia"),
    ("cac don vi Va ca nhan duoc khen", "các đơn vị và cá nhân được khen"),
    ("nang cao chat luong Va hiéu qua", "nâng cao chất lượng và hiệu quả"),
    ("co quan Chuyén mon thudc Uy ban", "cơ quan chuyên môn thuộc Ủy ban"),
    ("hd tro Vay von san xuat", "hỗ trợ vay vốn sản xuất"),
    ("ho dan Con kho khan vé nha 6", "hộ dân còn khó khăn về nhà ở"),
    ("két qua Cua céng tac giam nghéo", "kết quả của công tác giảm nghèo"),
    ("hoc sinh duoc Xét tang hoc bong", "học sinh được xét tặng học bổng"),
    ("Lao déng — Thuong binh va Xa hdi", "Lao động – Thương binh và Xã hội"),
    ("kinh té — xa hdi, van hda — thé thao", "kinh tế – xã hội, văn hóa – thể thao"),
    ("giai doan 2021 — 2025 cua huyén", "giai đoạn 2021 – 2025 của huyện"),
    ("Nong nghiép — Phat trién néng thén", "Nông nghiệp – Phát triển nông thôn"),
    ("Dang uy — HDND — UBND xa", "Đảng ủy – HĐND – UBND xã"),
    ("hoc tap — lao déng — sang tao", "học tập – lao động – sáng tạo"),
    ("tuyén Ha Noi — Hai Phong dai 120 km", "tuyến Hà Nội – Hải Phòng dài 120 km"),
    ("Bo Giao duc — Dao tao", "Bộ Giáo dục – Đào tạo"),
    ("doan két — ky luat — trach nhiém", "đoàn kết – kỷ luật – trách nhiệm"),
    ("dich vu — du lich — thuong mai", "dịch vụ – du lịch – thương mại"),
    (
        "I. Dac diém tinh hinh\nIl. Két qua thuc hién\nIll. Phuong huong nhiém vu",
        "I. Đặc điểm tình hình\nII. Kết quả thực hiện\nIII. Phương hướng nhiệm vụ",
    ),
    (
        "I. Muc dich\nIL. Yéu cau\nIII. Noi dung\nTV. Té chuc thuc hién",
        "I. Mục đích\nII. Yêu cầu\nIII. Nội dung\nIV. Tổ chức thực hiện",
    ),
    (
        "1. Cong tac tuyén truyén\n2. Cong tac van dong\n8. Céng tac kiém tra",
        "1. Công tác tuyên truyền\n2. Công tác vận động\n8. Công tác kiểm tra",
    ),
    (
        "a) Thuan loi cua don vi\nb) Kho khan cua don vi\nc) Nguyén nhan cua kho khan",
        "a) Thuận lợi của đơn vị\nb) Khó khăn của đơn vị\nc) Nguyên nhân của khó khăn",
    ),
    (
        "L. Danh gia chung vé tinh hinh\nII. Ton tai va nguyén nhan",
        "I. Đánh giá chung về tình hình\nII. Tồn tại và nguyên nhân",
    ),
    ("UBND HUYỆN\nCua hang vat tu néng nghiép", "UBND HUYỆN\nCửa hàng vật tư nông nghiệp"),
    ("TRUNG TÂM Van hoa va Thé thao", "TRUNG TÂM Văn hóa và Thể thao"),
    ("SO VAN HOA Van hoa co so", "SỞ VĂN HÓA Văn hóa cơ sở"),
    ("BAO CAO Cua Ban chi dao", "BÁO CÁO Của Ban chỉ đạo"),
    ("PHONG VAN HOA Thong tin huyén", "PHÒNG VĂN HÓA Thông tin huyện"),
    ("QUY CHE Lam viéc cua Hdi ddng", "QUY CHẾ Làm việc của Hội đồng"),
    ("KE HOACH Phat trién van hda doc", "KẾ HOẠCH Phát triển văn hóa đọc"),
]


@pytest.mark.parametrize(("seen", "meant"), MORE)
def test_signs_case_and_numbering_that_nobody_looked_at(seen: str, meant: str) -> None:
    assert READ.restore(seen) == meant
