"""One line alone, as people first try a tool: what it is must be told by few words."""

from __future__ import annotations

import numpy as np
import pytest

from vndiacritics import Restorer
from vndiacritics.profiles.asked import Recognised
from vndiacritics.profiles.mixture import RATES, Damage
from vndiacritics.profiles.profile import CLEAN, ENGLISH_OCR, MIXED, PROFILES, Profile
from vndiacritics.profiles.short import MANY_WORDS, Piece, piece_of, told_of

AUTO = Restorer()

READ_BY_ENGLISH = [
    ("Hdi phu nif xa td chirc hoi nghi so két", "Hội phụ nữ xã tổ chức hội nghị sơ kết"),
    ("cac Cép chinh quyén va nhan dan trong xa", "các cấp chính quyền và nhân dân trong xã"),
    ("ho tro nha 6 cho ngudi c6 c6ng", "hỗ trợ nhà ở cho người có công"),
    ("phat trién Va nang cao chat lugng giao duc", "phát triển và nâng cao chất lượng giáo dục"),
    ("Trung tam Y té — Dan sé huyén", "Trung tâm Y tế – Dân số huyện"),
    ("cong tac phong, ch6ng dich bénh mia hé", "công tác phòng, chống dịch bệnh mùa hè"),
    ("ngudi dan séng 6 vung bién gidi", "người dân sống ở vùng biên giới"),
    ("tién d6 thi céng tuyén dudng lién xa", "tiến độ thi công tuyến đường liên xã"),
    ("Chu tich Hdi ddng nhan dan thi tran", "Chủ tịch Hội đồng nhân dân thị trấn"),
    ("viéc lam cho thanh nién Cua dia phuong", "việc làm cho thanh niên của địa phương"),
    ("bau 6 truéng 6 dan phd s6 5", "bầu tổ trưởng tổ dân phố số 5"),
    ("kinh té — xa hdi cua tinh tiép tuc én dinh", "kinh tế – xã hội của tỉnh tiếp tục ổn định"),
]

HALF_MARKED = [
    ("Cac em nhỏ được kham bệnh miễn phí", "Các em nhỏ được khám bệnh miễn phí"),
    ("Hội người cao tuổi xa tổ chưc gap mặt", "Hội người cao tuổi xã tổ chức gặp mặt"),
    ("nang cao chất lượng phục vụ nhân dan", "nâng cao chất lượng phục vụ nhân dân"),
    ("Chương trình nghe thuật chào mưng năm mới", "Chương trình nghệ thuật chào mừng năm mới"),
    ("giải quyết kịp thời đon thư khieu nại", "giải quyết kịp thời đơn thư khiếu nại"),
    ("trồng cay xanh doc tuyến đường mới", "trồng cây xanh dọc tuyến đường mới"),
    ("Bệnh viện huyện tiep nhận nhieu bệnh nhân", "Bệnh viện huyện tiếp nhận nhiều bệnh nhân"),
    ("tập huấn ky năng số cho can bộ xã", "tập huấn kỹ năng số cho cán bộ xã"),
    ("Lễ khai giang năm học mơi của trường", "Lễ khai giảng năm học mới của trường"),
    ("đoàn viên tham gia hien máu nhân dao", "đoàn viên tham gia hiến máu nhân đạo"),
    ("thu ngan sách đạt 95 phần trăm kế hoach", "thu ngân sách đạt 95 phần trăm kế hoạch"),
    ("Ban chỉ huy quan sự xã truc sẵn sàng", "Ban chỉ huy quân sự xã trực sẵn sàng"),
]

RIGHT = [
    "Café Sông Hương mở cửa lúc 7 giờ",
    "Ban quản lý dự án khu vực Đông Nam",
    "Công ty CP Bao bì An Phú báo giá",
    "Van cổng DN80 của hãng Minh Hòa",
    "bé tên Tí, cháu nội ông Ba Khía",
    "Đội bóng U19 thắng hai trận liền",
    "chị Tư bán xôi vò đầu ngõ",
    "Cho tôi hai tô phở tái nạm",
    "Ca khúc do Lam Trường trình bày",
    "Em đi xa quê từ năm mười tám",
    "máy in Canon bị kẹt giấy",
    "Ủy viên Ban thường vụ tỉnh",
]


@pytest.mark.parametrize(("seen", "meant"), [*READ_BY_ENGLISH, *HALF_MARKED])
def test_a_damaged_line(seen: str, meant: str) -> None:
    assert AUTO.restore(seen) == meant


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_line_stays(text: str) -> None:
    assert AUTO.restore(text) == text


# --- what is asked of a search ------------------------------------------------------------------


def damage(*, gain: float = 0.0, odd: float = 0.0) -> Damage:
    return Damage(np.zeros((1, RATES)), np.array([gain]), np.array([odd]), np.array([1]))


@pytest.mark.parametrize(
    ("text", "own", "wanted"),
    [
        ("Hội xa tổ chức", damage(gain=1.0), Piece(may_have_lost=True)),
        ("Hội xã tổ chức", damage(), Piece()),
        ("đa co", damage(gain=9.0), Piece()),
        ("hoi nghi", damage(gain=9.0), Piece(is_bare=True)),
        ("Quéc hoi", damage(gain=9.0), Piece(is_bare=True, may_be_read=True)),
        ("hdi nghi", damage(odd=1.0), Piece(is_bare=True, may_be_read=True)),
        ("kinh te — xa hoi", damage(), Piece(is_bare=True, may_be_read=True, dashes=1)),
        ("12 — 15", damage(), MANY_WORDS),
        ("hoi " * 31, damage(gain=9.0), MANY_WORDS),
    ],
)
def test_what_few_words_look_like(text: str, own: Damage, wanted: Piece) -> None:
    assert piece_of([text.split()], own) == wanted


def told(piece: Piece, profile: Profile, nats: dict[Profile, float]) -> Profile:
    """Return the profile of a line as a search with these nats tells of it."""
    run = told_of(piece, [Recognised(profile.number)])
    answer = None
    try:
        while True:
            answer = np.array([nats[run.send(answer).rival]])
    except StopIteration as stop:
        return PROFILES[stop.value[0].profile]


@pytest.mark.parametrize(
    ("piece", "profile", "nats", "wanted"),
    [
        (Piece(may_have_lost=True), CLEAN, {MIXED: 20.0, CLEAN: 27.0}, MIXED),
        (Piece(may_have_lost=True), CLEAN, {MIXED: 20.0, CLEAN: 26.0}, CLEAN),
        (Piece(may_be_read=True), MIXED, {MIXED: 20.0, ENGLISH_OCR: 18.0}, ENGLISH_OCR),
        (Piece(may_be_read=True), MIXED, {MIXED: 20.0, ENGLISH_OCR: 19.5}, MIXED),
        (Piece(may_be_read=True, dashes=1), MIXED, {MIXED: 20.0, ENGLISH_OCR: 19.5}, ENGLISH_OCR),
        (Piece(may_be_read=True), CLEAN, {}, CLEAN),
        (MANY_WORDS, CLEAN, {}, CLEAN),
    ],
)
def test_what_a_search_tells_of_few_words(
    piece: Piece, profile: Profile, nats: dict[Profile, float], wanted: Profile
) -> None:
    assert told(piece, profile, nats) is wanted


@pytest.mark.parametrize(
    "text",
    [
        "Van theo EN 1074-1, EN 1074-2; dòng 600 mA; ROI; DATA; 38 độ C",
        "+ Cổng: 1 WAN + 1 LAN port GE;",
        "Kết nối LAN, WAN và PIN 9 V, làm mát FAN",
        "Máy chủ có SAN, cổng MAN và màn hình LED",
    ],
)
def test_abbreviations_have_lost_no_marks(text: str) -> None:
    assert Restorer().restore(text) == text
