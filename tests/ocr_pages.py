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
)
RECIPIENTS = (
    (170, 1000, "Nơi nhận:", 1),
    (170, 1040, "- Trưởng thôn Bến Đá;", 0),
    (170, 1080, "- Lưu: VT.", 0),
)
SIGNER = ((1060, 1000, "CHỦ TỊCH", 1), (1010, 1240, "Đỗ Thị Mây", 1))

STAMP = (60, 340, 520, 500)
SEAL = (960, 1120, 145)  # x, y of its middle, radius


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
