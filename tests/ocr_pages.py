"""Pages of the project's own writing, drawn for tests of the scan front end."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FACES = (
    Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"),
    Path("/usr/share/fonts/truetype/croscore/Tinos-Bold.ttf"),
)
SIZE = (1654, 2339)  # A4 at 200 dpi
DPI = 200.0

#: x, y and text of each line; the second face is bold.
LEFT = (
    (170, 130, "ỦY BAN NHÂN DÂN", 1),
    (215, 170, "XÃ SUỐI MƠ", 1),
    (200, 240, "Số: 27/KH-UBND", 0),
)
RIGHT = (
    (690, 130, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1),
    (860, 170, "Độc lập - Tự do - Hạnh phúc", 1),
    (840, 240, "Suối Mơ, ngày 14 tháng 3 năm 2023", 0),
)
BODY = (
    (600, 560, "KẾ HOẠCH", 1),
    (420, 600, "Trồng cây ven đường thôn Bến Đá năm 2023", 1),
    (240, 680, "Để con đường ra bến có bóng mát trước mùa khô, xã tổ chức trồng", 0),
    (170, 720, "một nghìn hai trăm cây trong tháng ba, giao mỗi xóm chăm sóc một đoạn", 0),
    (170, 760, "và báo cáo kết quả vào ngày hai mươi hằng tháng.", 0),
    (240, 820, "Kinh phí lấy từ quỹ của thôn và phần đóng góp của các gia đình.", 0),
    (240, 880, "1. Mục đích, yêu cầu", 1),
    (240, 920, "a) Giữ đất hai bên đường không sạt lở khi nước suối dâng cao; tạo cảnh quan", 0),
    (170, 960, "sạch đẹp cho khách đến nghỉ tại các nhà trọ trong thôn.", 0),
    (240, 1000, "b) Cây trồng phải là giống bản địa, cao từ 1,2 mét trở lên, có cọc chống và", 0),
    (170, 1040, "được tưới đủ nước trong sáu tháng đầu.", 0),
    (240, 1100, "2. Phân công thực hiện", 1),
    (240, 1140, "- Hội Phụ nữ thôn Bến Đá chuẩn bị 350 cây sấu và 150 cây lát hoa;", 0),
    (240, 1180, "- Đoàn Thanh niên đào hố trước ngày 10/3/2023, mỗi hố cách nhau 5 mét;", 0),
    (240, 1220, "- Tổ bảo vệ rừng hướng dẫn cách trồng, nghiệm thu từng đoạn và ghi sổ.", 0),
    (240, 1280, "Đề nghị các gia đình làm đúng kế hoạch; vướng mắc báo về Ủy ban nhân dân xã.", 0),
)
RECIPIENTS = (
    (170, 1400, "Nơi nhận:", 1),
    (170, 1440, "- Trưởng thôn Bến Đá;", 0),
    (170, 1480, "- Lưu: VT.", 0),
)
SIGNER = ((1060, 1400, "CHỦ TỊCH", 1), (1010, 1640, "Đỗ Thị Mây", 1))

STAMP = (60, 340, 520, 500)
SEAL = (900, 1520, 145)  # x, y of its middle, radius


def text_in_order() -> str:
    """The text as a person reads it."""
    parts = (*LEFT, *RIGHT, *BODY, *RECIPIENTS, *SIGNER)
    return "\n".join(line for _, _, line, _ in parts) + "\n"


def draw(*, stamp: bool = False, seal: bool = False) -> NDArray[np.uint8]:
    """Draws the page in grey; needs the faces above."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(page)
    faces = [ImageFont.truetype(str(path), 34) for path in FACES]
    small = ImageFont.truetype(str(FACES[0]), 26)
    for x, y, line, bold in (*LEFT, *RIGHT, *BODY, *RECIPIENTS, *SIGNER):
        pen.text((x, y), line, font=faces[bold], fill=0)
    if stamp:
        pen.rectangle(STAMP, outline=0, width=4)
        pen.text((90, 360), "PHÒNG VĂN THƯ", font=small, fill=0)
        pen.text((90, 410), "ĐẾN Ngày 16/3/2023", font=small, fill=0)
    if seal:
        x, y, radius = SEAL
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=0, width=6)
        for turn in range(0, 360, 20):
            angle = math.radians(turn)
            place = (x + 105 * math.cos(angle) - 8, y + 105 * math.sin(angle) - 12)
            pen.text(place, "M", font=small, fill=0)
    return np.asarray(page, dtype=np.uint8)


def worn(page: NDArray[np.uint8], *, seed: int = 7) -> NDArray[np.uint8]:
    """A page as a bad scanner gives it: faint, leaning by 0.4°, with specks and a black edge."""
    from PIL import Image, ImageFilter

    rng = np.random.default_rng(seed)
    image = Image.fromarray(page).rotate(0.4, Image.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(1.1)), dtype=np.float64)
    noisy = soft + rng.normal(0, 18, soft.shape)
    scanned = np.where(noisy > 150, 255, 0).astype(np.uint8)
    rows, columns = (rng.integers(0, edge, 700) for edge in scanned.shape)
    scanned[rows, columns] = 0
    scanned[:30] = 0
    return scanned
