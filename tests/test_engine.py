"""Engines that nobody listed: chosen by what a search tells, deciphered by their own document."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from vndiacritics import Options, Restorer
from vndiacritics.model.adapted import adapted
from vndiacritics.model.bundle import load
from vndiacritics.profiles.mixture import Damage
from vndiacritics.profiles.profile import (
    CLEAN,
    ENGLISH_OCR,
    LATIN_OCR,
    MIXED,
    OTHER,
    STRIPPED,
)
from vndiacritics.profiles.recognition import _decided
from vndiacritics.profiles.rivals import Recognised, Recognition, sampled

TEXT = """\
Thực hiện kế hoạch công tác năm, phòng đã phối hợp với các xã kiểm tra việc thu gom rác thải.
Tổ kiểm tra ghi nhận nhiều hộ dân chưa có thùng chứa, rác để ngoài đường gây mất vệ sinh.
Đề nghị Ủy ban nhân dân các xã nhắc nhở các hộ, tuyên truyền trên loa truyền thanh mỗi tuần.
Các trường học tổ chức cho học sinh dọn vệ sinh lớp học, trồng cây xanh và chăm sóc vườn hoa.
Kết quả thực hiện của từng đơn vị được gửi về phòng trước ngày hai mươi lăm hằng tháng.
Việc khen thưởng cuối năm căn cứ vào kết quả kiểm tra và ý kiến đóng góp của người dân.
Những đơn vị không thực hiện đúng quy định sẽ phải giải trình bằng văn bản với lãnh đạo huyện.
Phòng sẽ bố trí cán bộ hướng dẫn, giải đáp các câu hỏi của người dân trong giờ hành chính.
"""

INVENTED = {
    **dict(zip("ếềểễệ", "6666Q", strict=True)),
    **dict(zip("ấầẩẫậ", "dddd0", strict=True)),
    **dict(zip("ốồổỗộ", "6666Q", strict=True)),
    **dict(zip("ớờởỡợ", "dddd9", strict=True)),
    **dict(zip("ứừửữự", "irrrg", strict=True)),
    "đ": "tl",
    "Đ": "E",
    "ư": "u",
    "ơ": "o",
    "ạ": "4",
}
"""What an engine of our own makes of letters."""


def read_by_an_invented_engine(text: str) -> str:
    """Misread some letters always in the same way, lose the marks of all others."""
    bare = {ord(one): mapped for one, mapped in INVENTED.items()}
    from vndiacritics.orthography.letters import strip_marks

    return strip_marks(text.translate(bare))


def share_right(restored: str, right: str) -> float:
    pairs = list(zip(restored.split(), right.split(), strict=True))
    return sum(one == other for one, other in pairs) / len(pairs)


def test_an_invented_engine_is_deciphered() -> None:
    damaged = read_by_an_invented_engine(TEXT)
    assert share_right(damaged, TEXT) < 0.2
    alone = share_right(Restorer(options=Options(adapt=False)).restore(damaged), TEXT)
    taught = share_right(Restorer().restore(damaged), TEXT)
    assert taught >= alone
    assert taught > 0.85


def test_auto_is_as_good_as_the_profile_named_by_hand() -> None:
    damaged = read_by_an_invented_engine(TEXT)
    by_hand = Restorer(options=Options(profile=LATIN_OCR.name)).restore(damaged)
    assert share_right(Restorer().restore(damaged), TEXT) >= share_right(by_hand, TEXT) - 0.003


MAPPED = {
    **dict(zip("ếềểễệấầẩẫậ", "ęėěēĕąăāǎȁ", strict=True)),
    **dict(zip("ốồổỗộớờởỡợ", "őōŏǒȍøǫȯȱȏ", strict=True)),
    **dict(zip("ứừửữựịủụáạ", "űūŭǔũįůųǟǻ", strict=True)),
}
"""A map of letters of our own, such as fonts have."""


@pytest.mark.parametrize("lines", [8, 5])
def test_a_map_of_letters_that_nobody_listed_is_deciphered(lines: int) -> None:
    right = "".join(TEXT.splitlines(keepends=True)[:lines])
    damaged = right.translate({ord(one): mapped for one, mapped in MAPPED.items()})
    assert share_right(damaged, right) < 0.6
    by_hand = Restorer(options=Options(profile=LATIN_OCR.name)).restore(damaged)
    found = share_right(Restorer().restore(damaged), right)
    assert found > 0.97
    assert found >= share_right(by_hand, right) - 0.003


def test_few_letters_that_were_mapped_are_told_from_right_text() -> None:
    damaged = TEXT.replace("ị", "į").replace("ộ", "ǫ")
    assert share_right(damaged, TEXT) > 0.9
    assert share_right(Restorer().restore(damaged), TEXT) > 0.995


NAMES = """\
Trận đấu tối qua, Müller ghi bàn mở tỷ số trước khi Çelik gỡ hòa cho đội khách.
Huấn luyện viên Dvořák cho biết ông rất hài lòng với màn trình diễn của Søren và Gómez.
Nhà văn José Núñez sinh năm 1902 tại Málaga trong một gia đình nghèo, học ở Besançon.
Giáo sư Wałęsa thuộc Đại học Łódź trình bày báo cáo về biến đổi khí hậu ở Gdańsk.
Buôn Srêpôk nằm cách trung tâm huyện khoảng 20 km về phía tây, gần làng Krêl của người Mlô.
Năm 1925, Yılmaz gặp Räikkönen ở Zürich và hai người trở thành bạn thân của ông Havlíček.
Đoàn đại biểu thành phố Malmö đã đến thăm, làm việc với lãnh đạo tỉnh và ông Niê Kbuôr.
"""

DUTCH = """\
Ga met de cursor naar de regel en typ daar het woord dat je wilt zien op het scherm.
Dat is de manier om de tekst te maken die het beste past bij wat je nu in de les doet.
Met de toets om te gaan naar het begin van het woord ben je in een keer waar je moet zijn.
Herhaal de stappen tot je weet hoe het gaat en ga dan door met de les die daarna komt.
"""


@pytest.mark.parametrize("text", [NAMES, DUTCH, NAMES + TEXT])
def test_what_deciphering_explains_no_better_stays(text: str) -> None:
    assert Restorer().restore(text) == text


def test_a_line_of_vietnamese_between_lines_of_another_language_is_read() -> None:
    lines = DUTCH.splitlines(keepends=True)
    bare = "Toi da gui bao cao cua phong hanh chinh, de nghi moi nguoi xem lai.\n"
    right = "Tôi đã gửi báo cáo của phòng hành chính, đề nghị mọi người xem lại.\n"
    assert Restorer().restore("".join([*lines[:2], bare, *lines[2:]])) == "".join(
        [*lines[:2], right, *lines[2:]]
    )


@pytest.mark.parametrize(
    ("damaged", "right"),
    [("hdi nghi", "hội nghị"), ("kiém sodt", "kiểm soát"), ("khdng co", "không có")],
)
def test_a_phrase_that_looks_like_another_language_is_searched(damaged: str, right: str) -> None:
    assert Restorer().restore(damaged) == right


@pytest.mark.parametrize(
    "text", ["nginx config", "Khmer Rouge", "Ang mga bata ng paaralan", "Crème brûlée à la carte"]
)
def test_a_phrase_of_another_language_stays(text: str) -> None:
    assert Restorer().restore(text) == text


def test_an_unsure_change_of_a_mixture_is_not_made() -> None:
    rows = Restorer().explain(read_by_an_invented_engine(TEXT)).edits
    assert all(row.confidence >= MIXED.least_confidence for row in rows if row.reason == "marks")


def test_a_batch_deciphers_each_document_for_itself() -> None:
    first = read_by_an_invented_engine(TEXT)
    second = TEXT.replace("đ", "d").replace("ế", "ê")
    restorer = Restorer()
    assert restorer.restore_batch([first, second, first]) == [
        restorer.restore(first),
        restorer.restore(second),
        restorer.restore(first),
    ]


def test_what_a_document_shows_becomes_cheap() -> None:
    channel = load().channel(LATIN_OCR.table)
    seen = Counter({("t", "iến", "ti%n"): 6, ("v", "iết", "vi%t"): 6})
    own = adapted(channel, list(seen.elements()))
    (before,) = channel.letters.rows(["%"])
    (after,) = own.letters.rows(["%"])
    place = channel.letters.letters.index("ế")
    assert after[place] < before[place] - 1
    column = own.rimes.columns(["iếc"], upper=False)[0]
    row = own.rimes.row("i%c", own.letters, upper=False)
    rarer = channel.rimes.row("i%c", channel.letters, upper=False)
    assert row[column] < rarer[column]


def test_an_empty_document_teaches_nothing() -> None:
    channel = load().channel(LATIN_OCR.table)
    own = adapted(channel, [])
    strings = ["a", "6", "th", ""]
    assert own.letters.rows(strings) == pytest.approx(channel.letters.rows(strings), abs=1e-3)


def damage(gains: list[float], odd: list[float], sizes: list[int]) -> Damage:
    rates = np.tile([0.1, 0.5, 0.2, 0.1, 0.0, 0.0, 0.0, 0.1], (len(gains), 1))
    return Damage(rates, np.array(gains), np.array(odd), np.array(sizes))


def test_another_language_that_is_bare_vietnamese_is_contested() -> None:
    profiles = [OTHER.number] * 2
    read = damage([30.0, 28.0], [8.0, 9.0], [20, 20])
    assert _decided(profiles, read)[1] == [0, 1]
    foreign = damage([8.0, 9.0], [8.0, 9.0], [20, 20])
    assert _decided(profiles, foreign) == (profiles, [])


def test_right_text_with_many_foreign_words_is_not_contested() -> None:
    quiet = damage([0.0, 0.0], [6.0, 6.0], [20, 20])
    assert _decided([CLEAN.number] * 2, quiet) == ([CLEAN.number] * 2, [])


def test_pure_stripped_text_is_searched_once() -> None:
    lines = damage([80.0, 80.0], [0.0, 0.0], [20, 20])
    lines.rates[:] = [0.0, 0.75, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert _decided([STRIPPED.number] * 2, lines) == ([STRIPPED.number] * 2, [])


def test_what_the_search_tells_replaces_contested_lines_only() -> None:
    lines = [Recognised(CLEAN.number), Recognised(MIXED.number), Recognised(ENGLISH_OCR.number)]
    found = Recognition(lines, [1, 2]).decided(LATIN_OCR, [1, 2])
    wanted = [CLEAN.number, LATIN_OCR.number, LATIN_OCR.number]
    assert [line.profile for line in found.lines] == wanted


def test_samples_are_spread_over_the_text() -> None:
    assert sampled([], []) == []
    assert sampled([3], [0, 0, 0, 5]) == [3]
    taken = sampled(list(range(100)), [16] * 100)
    assert 8 <= len(taken) <= 12
    assert taken[-1] > 80
