"""Right text stays right, whatever its genre; what damaged text shows decides what is changed."""

from __future__ import annotations

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.revision.document_damage import (
    ChangeKind,
    Proposal,
    Shown,
    change_kind,
    is_called_for,
    shown_damage,
)

RESTORER = Restorer()

RIGHT = [
    "Bộ phát sóng có độ nhạy -97 dBm, nguồn nuôi 350 mA, băng tần 2,4 GHz.",
    "Tủ lạnh âm sâu đạt chuẩn RoHS 2011/65/EU, theo EN 60601-1 và EN 60601-2.",
    "Ống thép mạ kẽm DN 150, inox SUS304L, bu lông M 12, mác bê tông B 25.",
    "Dây dẫn theo TCVN 5064 và IEC 60502, cách điện XLPE, vỏ PVC, điện áp 0,6/1 kV.",
    "Lưu bản ghi vào DB, gọi API qua GUI; kiểm tra log khi có lỗi RAM hay CPU.",
    "Chụp ở chế độ 3D và A mode, cỡ L cho người lớn, cỡ S cho trẻ em.",
    "Sơn phủ ngoài loại VL, giá bán tại kho, CN và TM Hải Dương, DV vận chuyển.",
    "Nghị định số 12/SL ngày 3 tháng 5 năm 1946 của Chủ tịch Chính phủ.",
    "Ông Trần-văn-Bảy, quận-trưởng quận Cai-lậy, ký nghị-định bổ-nhiệm.",
    "Đồng bào Ê-đê, Ba-na, Cơ-ho, Xơ-đăng và M'Nông ở Buôn Đôn, xã Ea Bar.",
    "Chợ bán bê-tông, ô-tô, xe-đạp, cờ-lê, xi-măng, ra-đi-ô.",
    "Bài viết của François Guizot về Académie française và Köln.",
    "Bạn mở Photoshop, Facebook, YouTube rồi chọn Export as PNG.",
    "Thi công lắp đặt micrô, môđun, ăngten và rơle của bộ khuếch đại âm thanh.",
    "H'Hen Niê sinh ra ở buôn Sứt M'Đưng, xã Cư Suê, huyện Cư M'gar.",
]


ODD = [
    "Theo Đinh và cs. [7], hàm lượng β-caroten giảm 12,5 % (p < 0,05; n = 36).",
    "Gọi α, β là hai góc nhọn; khi đó sin α = 2R⁻¹a với mọi n ≥ N.",
    "Ốc bươu vàng Pomacea canaliculata, rầy nâu Nilaparvata lugens, cá chiên Bagarius yarrelli.",
    "amiđan, áptômát, ắcquy, axít, bazơ, êlectron, prôtôn, ôxy, hiđrô, gluxit, prôtêin",
    "Vitamin nhóm B, canxi, phốtpho, iốt, sêlen, kẽm, axít folic, bêta caroten",
    "Trùi ui, xinh quá zậy nè, iu bạn nhìu nhìu luôn á",
    "Ko bít lun á, để mai tui hỏi lại cho chắc kèo nhoa",
    "Bựa ni trời nắng nỏ, mệ đi chợ mua mớ rau khoai về nấu canh",
    "Chồm chỗm, lủng ca lủng củng, loắt choắt, nguệch ngoạc, khúc khuỷu, ngoằn ngoèo",
    "Buôn Akŏ Dhông, làng Đê Kjiêng, plei Ốp; ông Y Thịnh Byă, bà Zơrâm Thị Bhlếp",
    "BN tỉnh, GCS 15đ, ĐT 2 bên 2 mm PXAS (+), yếu 1/2 người (P) sức cơ 3/5",
    "MCCB 3P 100A 25kA, RCBO 30mA, tê giảm D90/60, van cổng BB DN80 PN16",
]


@pytest.mark.parametrize("text", ODD)
def test_right_text_of_odd_words_stays(text: str) -> None:
    assert RESTORER.restore(text) == text


def test_hyphens_of_an_author_stay() -> None:
    text = (
        "Hội-đồng Đô-thành họp ngày mồng 5 tháng chạp; hành-chánh, chỉ-số lương-bổng, đặc-ân.\n"
        "Kính gởi ông Tỉnh-trưởng về việc cải-tổ nền hành-chánh và học-hành của con em.\n"
        "Phòng Tài chính thấm định dự tóan, bảo đàm kỉnh phí, trình Chủ tịch phê duyêt.\n"
    )
    assert RESTORER.restore(text).count("-") == text.count("-")


def test_a_lone_slip_in_a_long_text_is_its_authors() -> None:
    right = "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ năm 2023.\n" * 12
    assert RESTORER.restore(right + "Nứơc sạch đã về tới các thôn.") == (
        right + "Nứơc sạch đã về tới các thôn."
    )
    assert RESTORER.restore("Nứơc sạch đã về tới các thôn.") == "Nước sạch đã về tới các thôn."


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_stays(text: str) -> None:
    assert RESTORER.restore(text) == text


def test_right_texts_stay_together() -> None:
    text = "\n".join(RIGHT) * 3
    assert RESTORER.restore(text) == text


MISREAD = (
    "Ủy ban nhân dân xã đã bảo đàm kỉnh phí cho các trường.\n"
    "Phòng Tài chính thấm định dự tóan, trình Chủ tịch phê duyêt.\n"
)


def test_units_stay_beside_words_that_were_misread() -> None:
    restored = RESTORER.restore(MISREAD + "Máy phát công suất 15 dBm, dòng 400 mA, theo EN 1074-1.")
    assert "bảo đảm kinh phí" in restored
    assert restored.endswith("15 dBm, dòng 400 mA, theo EN 1074-1.")


MEASURES = [
    "Nung mẫu ở 450°C, sau đó giữ ở 120°C và để nguội đến 25°C.",
    "Tủ sấy đặt 105ºC, sai số ±2°C; góc nghiêng 30° và 60°.",
    "Lọc qua màng 45µm, pha loãng 10µl, điện trở 220Ω và 15kΩ.",
    "Độ mặn của nước biển là 25‰, nhiệt độ nước 28℃.",
]
HALF_MARKED = (
    "Phong Noi vu phối hợp voi các xã, thi tran ra soát danh sach can bo.\n"
    "Giao vien và hoc sinh tham gia day du các buổi sinh hoat.\n"
)


@pytest.mark.parametrize("text", MEASURES)
@pytest.mark.parametrize("damaged", [MISREAD, HALF_MARKED * 3], ids=["misread", "half-marked"])
def test_measures_with_signs_stay_beside_damage(text: str, damaged: str) -> None:
    assert RESTORER.restore(damaged + text).endswith(text)


ACADEMIC = """Triết lí giáo dục của J. Dewey và J. Piaget ra đời đầu thế kỉ XX.
Các nhà triết học Hêghen, Phoiơbắc, Cantơ và Đêcáctơ bàn về vấn đề này.
Phương ngữ Nghệ Tĩnh có mô, tê, răng, rứa, chi, nỏ, bây.
Sách Đại Việt sử kí toàn thư chép: "Mùa xuân, tháng 2, vua ngự giá thân chinh".
Loài Hopea odorata Roxb. và cá tra (Pangasianodon hypophthalmus) sống ở đây.
[3] Trần Thị Hoa (2015), Kinh tế học vi mô, Nxb Đại học Quốc gia, Hà Nội, tr. 45-47.
Hệ số Cronbach's Alpha là 0,812; KMO = 0,79; Sig. = 0,000; tỉ lệ 87,5 ± 2,3% (p < 0,05).
Vectơ AB và vectơ CD cùng phương; mặt phẳng (P): 2x - y + z - 3 = 0.
"""


def test_academic_text_stays() -> None:
    assert RESTORER.restore(ACADEMIC) == ACADEMIC


def test_i_for_y_is_an_author_s_spelling_beside_what_was_misread() -> None:
    text = "Học sinh giỏi Vật lí, Địa lí, kì thi học kì và tỉ số, thế kỉ, thẩm mĩ."
    assert RESTORER.restore(MISREAD + text).endswith(text)


def test_one_typing_error_of_a_long_right_text_is_only_suggested() -> None:
    text = "Các hộ nghèo đã được hổ trợ giống cây trồng và phân bón.\n"
    right = "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ năm 2023.\n" * 30
    result = Restorer(options=Options(suggest=True)).explain(right + text)
    assert result.edits == ()
    assert [(row.old, row.new) for row in result.suggestions] == [("hổ", "hỗ")]


PIECES = [
    "mưa bão",
    "liên hệ.",
    "giá bán",
    "quan tâm",
    "cho vay có",
    "tên QCVN",
    "dày 4,5mm",
    "• Phụ lục",
    "dài (12-15)mm",
    "chung cư cao",
    "Nam Định",
    "HỘI NGHỊ GIAO BAN",
    "sóng AB12 0,35mm",
    "phần mềm Zoom",
]


@pytest.mark.parametrize("text", PIECES)
def test_short_right_pieces_stay(text: str) -> None:
    assert RESTORER.restore(text) == text


@pytest.mark.parametrize(
    ("piece", "right"),
    [
        ("Phong Noi vu", "Phòng Nội vụ"),
        ("ké hoach", "kế hoạch"),
        ("phat trién kinh té x4 hdi", "phát triển kinh tế xã hội"),
        ("nhan dan cả nuoc", "nhân dân cả nước"),
        ("hop tác xã nong nghiep", "hợp tác xã nông nghiệp"),
    ],
)
def test_short_damaged_pieces_are_mended(piece: str, right: str) -> None:
    assert RESTORER.restore(piece) == right


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("chuẫn", "chuẩn", ChangeKind.LETTERS),
        ("thi", "thị", ChangeKind.LETTERS),
        ("nghiêp,", "nghiệp,", ChangeKind.LETTERS),
        ("duoc", "được", ChangeKind.LETTERS),
        ("dBm", "dặm", ChangeKind.FOREIGN),
        ("DV", "ĐV", ChangeKind.FOREIGN),
        ("khoá2", "khoác", ChangeKind.FOREIGN),
        ("độ C", "độC", ChangeKind.SPACES),
        ("điệp", " điệp", ChangeKind.SPACES),
        ("đun", " đun", ChangeKind.FOREIGN),
        ("ôxy", "oxy", ChangeKind.FOREIGN),
        ("-", " ", ChangeKind.SIGNS),
    ],
)
def test_kinds_of_changes(old: str, new: str, kind: ChangeKind) -> None:
    assert change_kind(old, new) is kind


def proposal(confidence: float, text: str = "thi", *, suspect: bool = False) -> Proposal:
    kind = change_kind(text, "x")
    return Proposal(0, kind, (text, "x"), confidence, suspect)


@pytest.mark.parametrize(
    ("rows", "size", "shown"),
    [
        ([proposal(0.95), proposal(0.93)], 200, True),
        ([proposal(0.95), proposal(0.93)], 5000, False),  # typing errors of a long text
        ([proposal(0.95)], 200, False),
        ([proposal(0.98, suspect=True)], 200, True),
        ([proposal(0.98, suspect=True)], 5, False),  # a piece of a few words
        ([proposal(0.8), proposal(0.8)], 200, False),  # none is sure
        ([proposal(0.95, "micrô")] * 9, 200, False),  # the same again is the author's
        ([proposal(0.95, "dBm")] * 9, 200, False),
    ],
)
def test_what_shows_damage(rows: list[Proposal], size: int, *, shown: bool) -> None:
    assert bool(shown_damage(rows, {0: size})) is shown


def test_what_is_no_word_needs_misread_letters_and_a_sure_change() -> None:
    letters = Shown(frozenset({ChangeKind.LETTERS}))
    assert is_called_for(ChangeKind.LETTERS, letters, 0.5)
    assert is_called_for(ChangeKind.FOREIGN, letters, 0.95)
    assert not is_called_for(ChangeKind.FOREIGN, letters, 0.85)
    assert not is_called_for(ChangeKind.FOREIGN, Shown(frozenset()), 1.0)
    assert not is_called_for(ChangeKind.LETTERS, Shown(frozenset({ChangeKind.SPACES})), 0.85)


def test_where_most_changes_are_doubtful_a_doubtful_one_is_not_made() -> None:
    doubts = [proposal(0.3, f"th{ending}") for ending in ("a", "o", "u", "e", "y")]
    shown = shown_damage([proposal(0.95), proposal(0.93, "tho"), *doubts], {0: 300})[0]
    assert not is_called_for(ChangeKind.LETTERS, shown, 0.4)
    assert is_called_for(ChangeKind.LETTERS, shown, 0.6)


# --- told that the marks are gone ----------------------------------------------------------------

TOLD_STRIPPED = Restorer(options=Options(profile="stripped"))


@pytest.mark.parametrize(
    "text",
    [
        "sản lượng lương thực có hạt ước đạt 4.215 tấn",
        "Giáo dục: Các trường học trên địa bàn hoàn thành chương trình",
        "huyện Tân Khê, tỉnh Trung Giang",
        "người dân, nguồn lực, vắc xin, hợp tác xã, kịp thời",
        "THÔNG BÁO về việc nghỉ lễ",
    ],
)
def test_a_word_that_has_its_marks_was_not_stripped(text: str) -> None:
    assert TOLD_STRIPPED.restore(text) == text


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Uy ban nhan dan xã Vĩnh Lạc", "Ủy ban nhân dân xã Vĩnh Lạc"),
        ("Toi ten la Nguyễn Văn Hùng", "Tôi tên là Nguyễn Văn Hùng"),
        ("dự án dau tu", "dự án đầu tư"),
        ("que o Đắk Lắk, lam viec tai Hà Nội", "quê ở Đắk Lắk, làm việc tại Hà Nội"),
    ],
)
def test_words_beside_it_get_theirs_back(text: str, right: str) -> None:
    assert TOLD_STRIPPED.restore(text) == right
