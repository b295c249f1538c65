"""Sentences of an office, made of a few parts, to train small models on."""

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
