"""The project's own sentences, from which pages are drawn for ``python -m benchmarks scans``."""

from __future__ import annotations

from random import Random

__all__ = ["FORM", "HEADINGS", "SENTENCES", "sentence", "table_rows", "title"]

TITLES = (
    "KẾ HOẠCH TRỒNG CÂY BÓNG MÁT VEN ĐƯỜNG",
    "BÁO CÁO KẾT QUẢ SỬA CHỮA TRƯỜNG TIỂU HỌC",
    "THÔNG BÁO LỊCH CẤP NƯỚC MÙA KHÔ",
    "BIÊN BẢN HỌP TỔ DÂN PHỐ QUÝ HAI",
    "HƯỚNG DẪN GỬI XE TRONG NGÀY HỘI LÀNG",
    "ĐỀ NGHỊ CẤP SÁCH CHO THƯ VIỆN XÃ",
    "QUY CHẾ SỬ DỤNG NHÀ VĂN HÓA THÔN",
    "TỜ TRÌNH VỀ VIỆC NẠO VÉT KÊNH CHÍNH",
)

HEADINGS = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "II. NỘI DUNG THỰC HIỆN",
    "III. KINH PHÍ VÀ NGUỒN VỐN",
    "IV. TỔ CHỨC THỰC HIỆN",
    "Điều 1. Phạm vi áp dụng",
    "Điều 2. Trách nhiệm của các hộ",
    "Phần thứ nhất: Tình hình chung",
    "Phụ lục kèm theo",
)

SENTENCES = (
    "Hộ ông {name} ở thôn {place} nhận trồng {n} cây sấu và {m} cây lát hoa dọc bờ kênh.",
    "Tổ bảo vệ rừng nghiệm thu từng đoạn đường, ghi sổ và báo cáo trước ngày {day}/{month}/2023.",
    "Nước giếng khoan được kiểm tra mỗi quý một lần tại trạm y tế xã {place}.",
    "Học sinh lớp {grade} đọc sách tại thư viện vào các buổi chiều thứ hai và thứ năm.",
    "Kinh phí sửa mái ngói là {n},{grade} triệu đồng, trích từ quỹ đóng góp của phụ huynh.",
    "Đội văn nghệ tập luyện từ 19 giờ đến 21 giờ, trừ những tối có mưa to.",
    "Mọi phương tiện để đúng vạch sơn, không lấn lòng lề đường trong ngày hội.",
    "Bà {name} đề nghị lắp thêm {grade} bóng đèn ở ngõ vào chợ vì buổi tối quá tối.",
    "Người nhận nuôi thủy sản phải rải vôi, phơi đáy ao ít nhất {grade} ngày trước khi thả giống.",
    "Cuộc họp kết thúc lúc {day} giờ cùng ngày, biên bản được đọc lại và mọi người nhất trí.",
    "Diện tích gieo cấy vụ mùa của thôn {place} đạt {n},{grade} ha, tăng {m}% so với năm trước.",
    "Các hộ có trẻ dưới sáu tuổi được ưu tiên khám sức khỏe và cấp thuốc bổ miễn phí.",
    "Đường vào xóm bị sạt lở một đoạn dài {m} mét, cần kè đá và trồng tre giữ đất.",
    "Quỹ khuyến học tặng vở, bút và cặp cho {n} em học giỏi có hoàn cảnh khó khăn.",
    "Trạm bơm số {grade} hoạt động liên tục {m} giờ trong đợt hạn, tiêu thụ {n} kWh điện.",
    "Chợ quê họp vào các ngày lẻ, bán rau củ, gà vịt, mật ong và đồ mây tre đan.",
    "Nhà văn hóa mở cửa từ thứ ba đến chủ nhật; chìa khóa do ông {name} giữ.",
    "Nếu có vướng mắc, đề nghị gọi số 0{n} hoặc gặp trực tiếp trưởng thôn {place}.",
    "Cụ {name} kể lại chuyện đắp đê, chống lũ và những mùa vải chín đỏ bãi sông.",
    "Xe chở rác đi qua ngõ lúc 17 giờ {grade}0 phút; rác hữu cơ để riêng trong thùng xanh.",
    "Lớp học đan lát khai giảng ngày {day}/{month}, mỗi buổi dạy một kiểu nút mới.",
    "Giá bán lẻ xăng, dầu và gạo nếp ở cửa hàng hợp tác xã được niêm yết mỗi sáng.",
    "Từ đầu năm đến nay đã có {m} lượt khách nghỉ tại các nhà trọ ven suối {place}.",
    "Bể chứa phải đậy nắp kỹ, thả cá bảy màu để diệt bọ gậy và súc rửa hằng tháng.",
)

NAMES = (
    "Đỗ Thị Mây", "Nguyễn Văn Ổn", "Trần Khắc Tiệp", "Lê Thị Quỳnh", "Phạm Đức Lượng",
    "Bùi Hữu Thuận", "Vũ Thị Nhẫn", "Hoàng Kỳ Vỹ", "Đặng Mạnh Cường", "Ngô Thị Hợi",
)  # fmt: skip
PLACES = ("Bến Đá", "Suối Mơ", "Đồng Cỏ", "Gò Dưa", "Ngã Sáu", "Cây Thị", "Ổ Gà", "Lũng Vài")

TABLE_ITEMS = (
    "Cây sấu giống", "Ống nước nhựa", "Xi măng trắng", "Gạch lát nền", "Bóng đèn đường",
    "Sách giáo khoa", "Ghế gỗ hội trường", "Thùng rác nhựa", "Máy bơm chìm", "Dây điện bọc",
    "Phân hữu cơ", "Lưới che nắng",
)  # fmt: skip
UNITS = ("cây", "mét", "bao", "viên", "cái", "bộ", "tấn", "cuộn")

FORM = (
    "Họ và tên: {dots} Sinh ngày: {short}",
    "Số căn cước: {dots} Nơi cấp: {short}",
    "Địa chỉ thường trú: {dots}{dots}",
    "Nghề nghiệp: {short} Điện thoại: {dots}",
    "Đề nghị được mượn: {dots}{short}",
    "Thời gian sử dụng: {short} Lý do: {dots}",
)


def sentence(random: Random) -> str:
    """Return one sentence with names and numbers drawn by a seeded source."""
    return random.choice(SENTENCES).format(
        name=random.choice(NAMES),
        place=random.choice(PLACES),
        n=random.randint(101, 980),
        m=random.randint(12, 95),
        day=random.randint(10, 28),
        month=random.randint(1, 12),
        grade=random.randint(2, 9),
    )


def title(random: Random) -> str:
    """Return the title of a page."""
    return random.choice(TITLES)


def table_rows(random: Random, count: int) -> list[tuple[str, ...]]:
    """Return the head of a table and some rows of numbers, a cell of which may be empty."""
    rows: list[tuple[str, ...]] = [("STT", "Tên hàng", "Đơn vị", "Số lượng", "Thành tiền")]
    for number, item in enumerate(random.sample(TABLE_ITEMS, count), start=1):
        amount = f"{random.randint(1, 99)}.{random.randint(100, 999)},{random.randint(0, 9)}"
        empty = random.random() < 0.15
        quantity = "" if empty else str(random.randint(12, 480))
        rows.append((str(number), item, random.choice(UNITS), quantity, amount))
    return rows
