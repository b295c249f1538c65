"""Sentences of an office: made of a few parts, to train small models on, and a text."""

from __future__ import annotations

import itertools

SUBJECTS = ["ủy ban nhân dân xã", "hội đồng nhân dân huyện", "công an xã", "văn phòng đảng ủy"]
VERBS = ["ban hành", "thông qua", "báo cáo", "tổ chức thực hiện", "đề nghị xem xét"]
OBJECTS = [
    "kế hoạch năm 2023.",
    "nghị quyết số 5/NQ-HĐND;",
    "dự toán ngân sách,",
    "công tác dân vận",
]
SENTENCES = [" ".join(parts) for parts in itertools.product(SUBJECTS, VERBS, OBJECTS)]
LINES = [SENTENCES[17 * n * n % len(SENTENCES)] for n in range(200)]
"""Squares modulo eighty: some sentences are frequent, some rare, some absent."""

TEXT = """\
Ủy ban nhân dân xã tổ chức hội nghị tổng kết công tác năm với sự tham gia của các hộ gia đình.
Các hộ dân được hướng dẫn kỹ thuật trồng lúa, chăm sóc cây ăn quả và phòng chống dịch bệnh.
Trường tiểu học đã hoàn thành việc sửa chữa phòng học, bảo đảm điều kiện cho học sinh đến lớp.
Kinh phí thực hiện được lấy từ ngân sách địa phương và nguồn đóng góp của doanh nghiệp.
Trạm y tế tiếp tục khám, chữa bệnh và tuyên truyền về vệ sinh an toàn thực phẩm cho người dân.
"""
"""A right text, a sentence a line."""
