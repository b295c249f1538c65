"""In which order a page is read, and what is set aside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.reading_order import arrange


def line(y: float, *parts: tuple[float, str], confidence: float = 0.95) -> Line:
    """Words 15 pixels a letter from each x on."""
    words = []
    for x, text in parts:
        left = x
        for word in text.split():
            right = left + 15 * len(word)
            words.append(Word(word, Box(left, y, right, y + 40), confidence))
            left = right + 12
    return Line(tuple(words), size=40.0)


def page(*lines: Line) -> Page:
    return Page(1, 1600, 2200, blocks=(Block(lines),))


HEADER = (
    line(100, (100, "UBND XÃ SUỐI MƠ"), (640, "CỘNG HOÀ XÃ HỘI CHỦ NGHỈA VIỆT NAM")),
    line(150, (800, "Độc lập - Tự do - Hạnh phúc")),
    line(210, (150, "Số: 27/KH-UBND"), (780, "Suối Mơ, ngày 14 tháng 3 năm 2023")),
)
BODY = (line(400, (600, "KẾ HOẠCH")), line(450, (100, "Xã tổ chức trồng cây ven đường thôn.")))
FOOTER = (
    line(700, (1000, "CHỦ TỊCH")),
    line(720, (100, "Nơi nhận:")),
    line(770, (100, "- Trưởng thôn;")),
    line(820, (100, "- Lưu: VT."), (1000, "Đỗ Thị Mây")),
)


def texts(arranged: Page, kind: str = "body") -> list[str]:
    return [line.text for line in arranged.lines(kind)]


def test_header_and_footer_are_read_by_column() -> None:
    assert texts(arrange(page(*HEADER, *BODY, *FOOTER))) == [
        "UBND XÃ SUỐI MƠ",
        "Số: 27/KH-UBND",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHỈA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Suối Mơ, ngày 14 tháng 3 năm 2023",
        "KẾ HOẠCH",
        "Xã tổ chức trồng cây ven đường thôn.",
        "Nơi nhận:",
        "- Trưởng thôn;",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "Đỗ Thị Mây",
    ]


def test_a_date_in_the_first_line_of_the_body_is_no_part_of_the_header() -> None:
    lines = (
        line(300, (160, "Thực hiện Kế hoạch số 5/KH-UBND ngày 2 tháng 3 năm 2023,")),
        line(350, (100, "xã Suối Mơ giao các thôn trồng cây từ nay đến cuối tháng tư và")),
        line(400, (100, "báo cáo.")),
    )
    found = texts(arrange(page(*HEADER, *lines)))
    assert found[-3:] == [entry.text for entry in lines]


@pytest.mark.parametrize("beside", ["the date", "nothing"])
def test_what_a_letter_is_about_is_read_under_its_number(beside: str) -> None:
    y = 210 if beside == "the date" else 260
    date = (780, "Suối Mơ, ngày 14 tháng 3 năm 2023")
    lines = [
        line(100, (100, "UBND XÃ SUỐI MƠ"), (640, "CỘNG HOÀ XÃ HỘI CHỦ NGHỈA VIỆT NAM")),
        line(150, (150, "Số: 27/KH-UBND"), (800, "Độc lập - Tự do - Hạnh phúc")),
        line(210, (100, "V/v trồng cây"), date) if y == 210 else line(210, date),
        *([] if y == 210 else [line(y, (100, "V/v trồng cây"))]),
        line(y + 50, (100, "ven đường thôn")),
        line(y + 110, (100, "Kính gửi: Các thôn.")),
    ]
    found = texts(arrange(page(*lines, *BODY)))
    assert found[:4] == ["UBND XÃ SUỐI MƠ", "Số: 27/KH-UBND", "V/v trồng cây", "ven đường thôn"]
    assert found[7] == "Kính gửi: Các thôn."


@pytest.mark.parametrize(
    ("x", "first", "is_subject"),
    [(100, "VW: trồng cây", True), (20, "I. Mục đích", False), (600, "KẾ HOẠCH", False)],
)
def test_a_subject_whose_mark_was_misread_is_known_by_its_place(
    x: float, first: str, is_subject: bool
) -> None:
    lines = (*HEADER, line(290, (x, first)), line(345, (100, "ven đường thôn")), *BODY)
    found = texts(arrange(page(*lines)))
    first = first.replace("VW", "V/v")
    assert (found.index(first) < found.index("Độc lập - Tự do - Hạnh phúc")) is is_subject


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("V/", "V/v"), ("VW:", "V/v:"), ("V/y", "V/v"), ("V⁄v", "V/v"), ("Vív", "V/v"),
        ("V/v", "V/v"), ("Về", "Về"), ("Vụ", "Vụ"), ("Vay", "Vay"), ("Trồng", "Trồng"),
    ],
)  # fmt: skip
def test_the_bent_mark_of_a_subject_is_read_as_such(read: str, meant: str) -> None:
    lines = (*HEADER, line(290, (100, f"{read} trồng cây")), *BODY)
    arranged = arrange(page(*lines))
    assert f"{meant} trồng cây" in texts(arranged)
    changed = [word.observed for word in arranged.words() if word.observed is not None]
    assert changed == ([] if read == meant else [read])


def test_a_misread_date_beside_the_subject_belongs_to_the_header() -> None:
    lines = (
        *HEADER[:2],
        line(210, (150, "Số: 27/KH-UBND")),
        line(270, (100, "V/v trồng cây"), (780, "Suối Mơ, ngàu O7 tháng 3 năm 2023")),
        line(320, (100, "ven đường thôn")),
        *BODY,
    )
    found = texts(arrange(page(*lines)))
    assert found[:4] == ["UBND XÃ SUỐI MƠ", "Số: 27/KH-UBND", "V/v trồng cây", "ven đường thôn"]
    assert found[6] == "Suối Mơ, ngàu O7 tháng 3 năm 2023"


@pytest.mark.parametrize("name", ["ĐẢNG CỘNG SẢN VIỆT NAM", "ĐOÀN TNCS HỒ CHÍ MINH"])
def test_papers_of_the_party_and_the_youth_union_have_two_columns_too(name: str) -> None:
    lines = (
        line(100, (100, "ĐẢNG BỘ XÃ SUỐI MƠ"), (740, name)),
        line(150, (150, "CHI BỘ BẾN ĐÁ")),
        line(210, (150, "Số 4-CV/CB"), (780, "Suối Mơ, ngày 14 tháng 3 năm 2023")),
        line(265, (110, "Về việc họp chi bộ")),
        *BODY,
    )
    assert texts(arrange(page(*lines)))[:6] == [
        "ĐẢNG BỘ XÃ SUỐI MƠ",
        "CHI BỘ BẾN ĐÁ",
        "Số 4-CV/CB",
        "Về việc họp chi bộ",
        name,
        "Suối Mơ, ngày 14 tháng 3 năm 2023",
    ]


def test_a_title_that_speaks_of_the_party_is_no_header() -> None:
    title = line(100, (200, "KỶ NIỆM NGÀY THÀNH LẬP ĐẢNG CỘNG SẢN VIỆT NAM"))
    lines = (title, line(150, (100, "Cột một"), (900, "cột hai")), *BODY)
    assert texts(arrange(page(*lines))) == [entry.text for entry in lines]


def test_a_title_over_columns_that_an_engine_read_last_comes_first() -> None:
    first = Block(tuple(line(y, (100, f"Dòng {y}")) for y in (300, 350)))
    second = Block((line(300, (900, "cột hai")),))
    title = Block((line(100, (500, "MỤC LỤC")),))
    found = texts(arrange(Page(1, 1600, 2200, blocks=(first, second, title))))
    assert found == ["MỤC LỤC", "Dòng 300", "Dòng 350", "cột hai"]


def small(y: float, x: float, text: str) -> Line:
    return replace(line(y, (x, text)), size=26.0)


@pytest.mark.parametrize("mark", ["1", "Ì", "?"])
def test_foot_notes_are_read_behind_the_last_column(mark: str) -> None:
    first = [line(y, (100, f"Cột một dòng {y}")) for y in range(100, 700, 60)]
    notes = [small(800, 100, f"{mark} Theo số liệu của thôn."), small(840, 100, "2 Như trên.")]
    second = [line(y, (900, f"Cột hai dòng {y}")) for y in range(100, 500, 60)]
    arranged = texts(arrange(page(*first, *notes, *second)))
    assert arranged == [entry.text for entry in (*first, *second, *notes)]


def test_notes_under_both_columns_are_read_behind_both() -> None:
    first = [line(y, (100, f"Cột một dòng {y}")) for y in range(100, 700, 60)]
    notes = [small(800, 100, "1 Theo số liệu của thôn."), small(840, 100, "2 Như trên.")]
    second = [line(y, (900, f"Cột hai dòng {y}")) for y in range(100, 700, 60)]
    more = [small(802, 900, "3 Lời kể của cụ Hợi.")]
    arranged = texts(arrange(page(*first, *notes, *second, *more)))
    assert arranged == [entry.text for entry in (*first, *second, *notes, *more)]


@pytest.mark.parametrize("text", ["Theo số liệu của thôn.", "1 Theo số liệu"])
def test_the_foot_of_a_column_stays_in_it(text: str) -> None:
    """It has no mark of a note, or is no smaller than the rest."""
    first = [line(y, (100, f"Cột một dòng {y}")) for y in range(100, 700, 60)]
    foot = line(800, (100, text)) if text[0] == "1" else small(800, 100, text)
    second = [line(y, (900, f"Cột hai dòng {y}")) for y in range(100, 500, 60)]
    lines = (*first, foot, *second)
    assert texts(arrange(page(*lines))) == [entry.text for entry in lines]


def test_other_pages_keep_their_order() -> None:
    lines = (*BODY, line(500, (100, "Cột một"), (900, "cột hai của bảng")))
    assert texts(arrange(page(*lines))) == [entry.text for entry in lines]


def test_no_word_is_lost() -> None:
    given = page(*HEADER, *BODY, *FOOTER, line(900, (100, "— ~"), confidence=0.2))
    assert sorted(word.text for word in arrange(given).words()) == sorted(
        word.text for word in given.words()
    )


def test_a_signature_notice_is_set_aside() -> None:
    notice = (
        line(10, (500, "Người ký: CỔNG THÔNG TIN")),
        line(50, (500, "Thời gian kỷ: 02.03.2023 10:11:12 +07:00")),
    )
    arranged = arrange(page(*notice, *(HEADER + BODY)))
    assert texts(arranged, "notice") == [entry.text for entry in notice]
    assert "Người" not in arranged.text()


def test_the_person_who_signs_in_the_text_is_no_notice() -> None:
    lines = (*HEADER, line(500, (100, "Người ký: ông Đỗ Văn Mây")), line(560, (100, "a@b.vn")))
    assert texts(arrange(page(*lines)), "notice") == []


def test_words_in_a_stamp_are_set_aside() -> None:
    lines = (*HEADER, line(300, (60, "ĐẾN"), (700, "KẾ HOẠCH")))
    arranged = arrange(page(*lines), stamps=[Box(50, 280, 400, 380)])
    assert texts(arranged, "stamp") == ["ĐẾN"]
    assert "KẾ HOẠCH" in texts(arranged)


@pytest.mark.parametrize(
    ("text", "confidence", "noise"),
    [
        ("————", 0.9, True),
        ("¬", 0.3, True),
        ("~| \u00a7", 0.2, True),
        ("iỉ;ˆ", 0.2, True),
        ("-", 0.3, False),
        ("xã", 0.4, False),
        ("112/2025/QH15;", 0.2, False),
        ("1.250.000", 0.2, False),
    ],
)
def test_what_is_no_text(text: str, confidence: float, noise: bool) -> None:
    words = line(500, (100, text), confidence=confidence)
    arranged = arrange(page(*BODY, Line((*words.words, Word("xong", Box(900, 500, 960, 540))))))
    alone = arrange(page(*BODY, words))
    found = texts(alone, "noise")
    assert bool(found) is noise or text == "-"
    assert "xong" in arranged.text()


def test_a_line_in_which_a_word_is_sure_is_text() -> None:
    words = (*line(500, (100, "Lưu:")).words, *line(500, (200, "VI LĐJIBX"), confidence=0.0).words)
    arranged = arrange(page(*BODY, Line(words)))
    assert texts(arranged)[-1] == "Lưu: VI LĐJIBX"


@pytest.mark.parametrize(("height", "noise"), [(6, True), (22, False)])
def test_a_dot_of_the_line_above_is_no_letter(height: int, noise: bool) -> None:
    dot = Word("ì", Box(900, 500, 908, 500 + height), 0.14)
    words = (*line(500, (100, "Đảng ủy xã")).words, dot)
    arranged = arrange(page(*BODY, Line(words, size=40.0)))
    assert texts(arranged, "noise") == (["ì"] if noise else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~ Trưởng thôn;", "- Trưởng thôn;"),
        ("~- Lưu: VT.", "- Lưu: VT."),
        ("~ 50 ngày", "~ 50 ngày"),
        ("Trưởng ~ thôn;", "Trưởng ~ thôn;"),
    ],
)
def test_a_bent_dash_opens_an_item(text: str, expected: str) -> None:
    arranged = arrange(page(*BODY, line(600, (100, text))))
    assert texts(arranged)[-1] == expected
    changed = [word.observed for word in arranged.words() if word.observed is not None]
    assert changed == ([] if text == expected else [text.split(maxsplit=1)[0]])


def test_an_empty_page() -> None:
    assert arrange(Page(1, 100, 100)).blocks == ()


def moved(entry: Line, by: float) -> Line:
    def word(word: Word) -> Word:
        return replace(
            word, box=replace(word.box, left=word.box.left + by, right=word.box.right + by)
        )

    return entry.mapped(word)


LETTER = (
    *HEADER,
    *BODY,
    *(line(y, (100, "Dòng chữ của thân bài dài " * 3)) for y in (500, 550, 600)),
    *FOOTER,
)


def test_two_pages_on_one_image_are_read_one_after_the_other() -> None:
    second = [moved(entry, 1700) for entry in LETTER]
    lines = sorted((*LETTER, *second), key=lambda entry: entry.box.top)
    both = Page(1, 3400, 2200, blocks=(Block(tuple(lines)),))
    arranged = arrange(both)
    once = texts(arrange(page(*LETTER)))
    assert texts(arranged) == [*once, *once]
    assert sorted(word.box.left for word in arranged.words()) == sorted(
        word.box.left for word in both.words()
    )


def test_a_wide_table_is_no_two_pages() -> None:
    rows = [line(100 + 60 * n, (100, "Xi măng"), (1900, f"{n} tấn")) for n in range(9)]
    torn = [Line(entry.words[:2]) for entry in rows] + [Line(entry.words[2:]) for entry in rows]
    for lines in (rows, torn):
        found = arrange(Page(1, 3400, 2200, blocks=(Block(tuple(lines)),)))
        assert texts(found) == [entry.text for entry in lines]
