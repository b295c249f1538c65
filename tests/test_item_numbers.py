"""Numbers of items with specks before them, and commas for their full stops."""

from __future__ import annotations

import pytest
from small_model import model_of, searched

from vndiacritics import Options, Restorer
from vndiacritics.profiles.profile import (
    CLEAN,
    ENGLISH_OCR,
    LATIN_OCR,
    STRIPPED,
    VIETNAMESE_OCR,
    Profile,
)
from vndiacritics.revision import item_numbers
from vndiacritics.search.decisions import Stage

MODEL = model_of("hồ sơ gồm đơn", "bố trí nguồn lực")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1. Hồ\n_2. Hồ", [(6, 7, "")]),
        ("—_12. Bố trí", [(0, 2, "")]),
        ("1. Hồ\n2. Sơ\n3, Bố", [(13, 14, ".")]),
        ("1, Hồ\n2, Sơ\n3. Bố", []),
        ("1, Hồ\n2, Sơ", []),
        ("-5. Hồ sơ", []),
        ("hồ 2, Sơ", []),
        ("1. Hồ\n2. Sơ\n3, đơn", []),
        ("xã _hội gồm", [(3, 4, "")]),
        ("kể từ khi_ nhận", [(9, 10, "")]),
        ("kể _từ khi_ nhận", []),
        ("tệp bao_cao gồm", []),
        ("họ tên ____ nhận", []),
        ("họ tên__ nhận", []),
        ("_", []),
    ],
)
def test_what_goes(text: str, wanted: list[tuple[int, int, str]]) -> None:
    found = list(item_numbers.decisions(searched([text], MODEL), [text]))
    assert [(row.start, row.stop, row.surface) for row in found] == wanted
    assert {row.stage for row in found} <= {Stage.LIST_MARK}


@pytest.mark.parametrize(
    ("text", "read_by", "wanted"),
    [
        ("4, Hồ\n5, Sơ\n6. Bố\n7, Trí\n8. Nguồn", ENGLISH_OCR, [1, 7, 19]),
        ("4, Hồ\n5, Sơ\n6. Bố\n7, Trí\n8. Nguồn", VIETNAMESE_OCR, []),
        ("2. Hồ\n4, Sơ", ENGLISH_OCR, [7]),
        ("2. Hồ\n4, Sơ", LATIN_OCR, [7]),
        ("1, Hồ\n2, Sơ\n3, Bố\n4. Trí", ENGLISH_OCR, []),
        ("1, Hồ\n2, Sơ", ENGLISH_OCR, []),
        ("3.2. Hồ\n4, Sơ", ENGLISH_OCR, [9]),
        ("4.3. Hồ\n4.4, Sơ\n4.5. Bố", ENGLISH_OCR, [11]),
        ("4.3. Hồ\n4.4, Sơ\n4.5. Bố", VIETNAMESE_OCR, [11]),
        ("1. Hồ\n2, 4 và 5 Sơ", ENGLISH_OCR, []),
        ("1. Hồ\n2,5 Sơ", ENGLISH_OCR, []),
        ("1. Hồ\n2, Sơ", STRIPPED, []),
    ],
)
def test_commas_of_items_behind_engines(text: str, read_by: Profile, wanted: list[int]) -> None:
    found = item_numbers.decisions(searched([text], MODEL, profile=read_by), [text])
    assert [row.start for row in found] == wanted


@pytest.mark.parametrize(
    ("profile", "sought"),
    [(VIETNAMESE_OCR, True), (ENGLISH_OCR, True), (CLEAN, True), (STRIPPED, False)],
)
def test_where_signs_are_misread(profile: Profile, sought: bool) -> None:
    result = searched(["_2. Hồ"], MODEL, profile=profile)
    assert bool(list(item_numbers.decisions(result, ["_2. Hồ"]))) is sought


def test_a_damaged_page() -> None:
    page = (
        "1. Ủy ban nhân dân huyện tố chức thục hiện nhiệm vụ đuợc giao theo quy đinh.\n"
        "_2. Bố trí nguồn lực để thực hiện các nhiệm vụ, giải pháp.\n"
        "3, Hồ sơ gồm đơn đề nghị và các giấy tờ kèm theo.\n"
    )
    restored = Restorer(options=Options(profile="vietnamese-ocr")).restore(page)
    assert restored.splitlines()[1].startswith("2. Bố trí")
    assert restored.splitlines()[2].startswith("3. Hồ sơ")


def test_a_right_page_stays() -> None:
    page = "1. Hồ sơ gồm đơn đề nghị.\n2. Thời hạn giải quyết là 5 ngày.\n3, Lệ phí: không.\n"
    assert Restorer().restore(page * 10) == page * 10
