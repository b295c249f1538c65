"""Letters that a font dropped: what is left of words, and the way back to them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vndiacritics.candidates.dropped import DroppedLetters
from vndiacritics.candidates.dropped_forms import MOST_WORDS, DroppedForms, dropped_forms
from vndiacritics.model import bundle, capitals
from vndiacritics.model.capitals import Left, Right, left_of, right_of
from vndiacritics.options import Options
from vndiacritics.orthography.letters import beyond_latin1
from vndiacritics.restoration import Alternative, Edit
from vndiacritics.restorer import Restorer
from vndiacritics.revision.changes import without_space
from vndiacritics.search.lattice import LONGEST_ARC
from vndiacritics.text.lines import lines
from vndiacritics.training.dropped import count_capitals, drop_letters

TEXT = """ỦY BAN NHÂN DÂN HUYỆN ĐỒNG MÂY
BÁO CÁO
Kết quả thực hiện nhiệm vụ năm 2023, phương hướng năm 2024

Thực hiện Công văn số 12/UBND-VX ngày 05/01/2023 của Ủy ban nhân dân tỉnh về việc báo cáo
kết quả công tác, các phòng chuyên môn đã phối hợp với Ủy ban nhân dân các xã tổ chức kiểm tra
việc sử dụng đất ở nông thôn. Đời sống của người dân được cải thiện, số hộ nghèo giảm còn 215 hộ.

1. Nhiệm vụ trọng tâm
- Tiếp tục đẩy mạnh cải cách hành chính, nâng cao chất lượng phục vụ người dân;
- Điều tra, rà soát các hộ khó khăn để có chính sách hỗ trợ theo Nghị định số 45/2022/NĐ-CP.
Đề nghị các cơ quan, đơn vị nghiêm túc thực hiện./.
"""


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


@pytest.fixture(scope="module")
def told() -> Restorer:
    return Restorer(options=Options(profile="dropped-letters"))


MENDED = {
    "U BAN DÂN T C": "UỶ BAN DÂN TỘC",
    "C NG HÒA XÃ H I CH NGHĨA VI T NAM": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "thực hi n nhi m v  trọng tâm n m 2023": "thực hiện nhiệm vụ trọng tâm năm 2023",
    "Căn c  Ngh  quy t s  12/2022/NQ-H ND": "Căn cứ Nghị quyết số 12/2022/NQ-HĐND",
    "theo Ngh  nh s  45/2022/N -CP": "theo Nghị định số 45/2022/NĐ-CP",
    "trên  a bàn huyn, s , ban ngành": "trên địa bàn huyện, sở, ban ngành",
    "i sng ca ngi dân   nông thôn": "Đời sống của người dân ở nông thôn",
    "vi c cp giy chng nhn, (k  c  t ai)": "việc cấp giấy chứng nhận, (kể cả đất đai)",
}


@pytest.mark.parametrize("source", MENDED)
def test_what_letters_left_is_made_whole(told: Restorer, source: str) -> None:
    result = told.explain(source)
    assert result.text == MENDED[source]
    assert result.undo() == source
    assert {edit.reason for edit in result.edits} == {"dropped-letters"}


def test_an_edit_spans_the_word_from_its_first_to_its_last_character(told: Restorer) -> None:
    spans = [(e.start, e.old, e.new) for e in told.explain("thực hi n  nhi m v  này").edits]
    assert spans == [(5, "hi n", "hiện"), (11, "nhi m", "nhiệm"), (17, "v ", "vụ")]


def test_a_word_of_which_nothing_is_left_comes_back_between_its_spaces(told: Restorer) -> None:
    assert told.restore("sống  nông thôn và làm việc  thành phố") == (
        "sống ở nông thôn và làm việc ở thành phố"
    )


KEPT = [
    "Quy định tại các điểm a, b, c, d, đ và e khoản 2 Điều này.",
    "Thửa đất rộng 36 m x 3 m, dài hơn 16 m, nặng 600 kg.",
    "Bà Nguyễn Thị L, sinh năm 1971; địa chỉ: Xóm T, xã Đ.",
    "Bên B thông báo cho Bên A.  Hai  khoảng  trắng  không  sao.",
    "b) Đáp ứng quy định tại điểm b, c, đ và e khoản 2 Điều này.",
    "def f(x, y):\n    n = len(x)\n    return [k for k, v in d.items() if v]",
    "The quick brown fox, etc. (p. 12, vol. 3), cf. Mr. T and the NBC",
]


@pytest.mark.parametrize("text", KEPT)
def test_consonants_that_nothing_is_missing_from_stay(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text) == text


@pytest.mark.parametrize("share", [0.2, 0.5, 1.0])
def test_a_whole_text_comes_back(restorer: Restorer, share: float) -> None:
    source = drop_letters(TEXT, share=share, seed=5)
    result = restorer.explain(source)
    wanted, found = TEXT.split(), result.text.split()
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in blocks) >= 0.95 * len(wanted), result.text
    assert result.undo() == source


def test_a_text_that_lost_nothing_is_kept_whatever_is_asked(told: Restorer) -> None:
    assert told.restore(TEXT) == TEXT


SENTENCES = st.lists(
    st.sampled_from(
        [
            *("việc", "được", "ở", "đường", "người", "T C", "(để)", "UBND", "số:", "12/QĐ-UBND"),
            *(" ", "  ", "\n", "\t", "nghị quyết,", "n m", "HỘI", "x4", "  c", "để;", "N -CP)"),
        ]
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=120)
@given(SENTENCES, st.integers(0, 9), st.sampled_from([0.0, 0.5, 1.0]))
def test_edits_tell_the_whole_story(text: str, seed: int, share: float) -> None:
    source = drop_letters(text, share=share, seed=seed)
    for profile in ("auto", "dropped-letters"):
        result = _restorer(profile).explain(source)
        assert result.undo() == source
        starts = [edit.start for edit in result.edits]
        assert starts == sorted(starts)


_RESTORERS: dict[str, Restorer] = {}


def _restorer(profile: str) -> Restorer:
    if profile not in _RESTORERS:
        _RESTORERS[profile] = Restorer(options=Options(profile=profile))
    return _RESTORERS[profile]


# --- what may be left ---------------------------------------------------------------------------


def oracle(word: str) -> set[str]:
    """Everything that can be left, letter by letter."""
    rests = {""}
    for letter in word:
        ways = (letter, " ", "") if ord(letter) > 0xFF else (letter,)
        rests = {rest + way for rest in rests for way in ways}
    return rests


@given(st.text(alphabet="vàêệcđộươn", max_size=6))
def test_remains_are_all_that_letters_can_leave(word: str) -> None:
    assert {rest for rest, _ in dropped_forms(word)} == oracle(word)


def test_the_ways_to_lose_letters_have_the_probability_of_one() -> None:
    assert sum(np.exp(-cost) for _, cost in dropped_forms("đường")) == pytest.approx(1)


@pytest.fixture(scope="module")
def table() -> DroppedForms:
    model = bundle.load()
    return DroppedForms(model.language_model, model.lexicon)


@pytest.mark.parametrize("word", ["việc", "được", "thuỷ", "thủy", "và", "hđnd"])
def test_a_word_is_found_by_all_it_may_leave(table: DroppedForms, word: str) -> None:
    for rest in oracle(word):
        wholes = [whole.word for whole in table.wholes(rest)]
        assert word in wholes or len(wholes) == MOST_WORDS, rest


SYMBOLS = {
    ("08/2022/N-CP,", ""): (8, 12, "NĐ-CP"),
    ("08/2022/N", "-CP;"): (8, 3, "NĐ-CP"),
    ("(Q-UBND)", ""): (1, 7, "QĐ-UBND"),
    ("08/2022/NĐ-CP", ""): None,
    ("QH-TH", ""): None,
    ("nhân", ""): None,
}


@pytest.mark.parametrize("tokens", SYMBOLS)
def test_a_symbol_is_found_by_what_is_left_of_it(
    table: DroppedForms, tokens: tuple[str, str]
) -> None:
    assert table.symbol(*tokens) == SYMBOLS[tokens]


# --- the lattice --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def letters() -> DroppedLetters:
    model = bundle.load()
    return DroppedLetters(model.language_model, model.spelling, model.lexicon, model.capitals())


@pytest.mark.parametrize(
    "text", [*MENDED, *KEPT, "  a    b      c ,  (  d )  ", "12/Q -UBND N -CP"]
)
def test_every_slot_has_an_arc_of_its_own_and_none_leaves_the_line(
    letters: DroppedLetters, text: str
) -> None:
    for line in lines(text):
        slots = 0
        found = letters.line(text, line.starts(), line.tokens(), opens=True)
        for start, reaches_back, analysis in zip(*found, strict=True):
            ends = np.repeat(np.arange(len(analysis.counts)), analysis.counts)
            spans = analysis.arcs.spans
            assert set(ends[spans == 1]) == set(range(len(analysis.starts)))
            assert (spans <= np.minimum(LONGEST_ARC, slots + ends + 1)).all()
            assert reaches_back == bool((spans > ends + 1).any())
            places = zip(analysis.starts, analysis.stops, strict=True)
            assert all(text[start + a : start + b] for a, b in places)
            slots += len(analysis.starts)


def test_a_space_that_stays_is_no_part_of_an_edit() -> None:
    edit = Edit(4, 7, "  a", " địa", 0.9, (Alternative(" đà", 0.1),))
    assert without_space(edit) == Edit(5, 7, " a", "địa", 0.9, (Alternative("đà", 0.1),))
    assert without_space(Edit(4, 7, "  a", "  đa")) == Edit(6, 7, "a", "đa")
    assert without_space(Edit(4, 5, " ", " ở")) == Edit(4, 5, " ", " ở")


# --- capitals -----------------------------------------------------------------------------------


def test_capitals_are_counted_by_what_stands_beside() -> None:
    counts = count_capitals(["Theo Điều 5, điều này. Đảng và ĐẢNG"])
    assert set(counts) == {"điều", "điều này", "đảng", "đảng và"}
    assert counts["điều"][1, Left.TITLE, Right.NUMBER] == 1
    assert counts["điều"][0, Left.SIGN, Right.LOWER] == 1
    assert counts["đảng"][1, Left.START, Right.LOWER] == 1
    assert counts["đảng"].sum() == 1


def test_a_word_takes_the_capital_it_mostly_has_there() -> None:
    found = capitals.estimate(count_capitals(["theo Điều 5 và điều này"] * 30), least=5)
    assert found.chance("điều", "theo", "5") > 0.8
    assert found.chance("điều", "và", "này") < 0.2
    assert 0 < found.chance("đá", "và", "này") < 1


def test_the_neighbours_are_told_by_their_first_letters() -> None:
    assert [left_of(piece) for piece in ("", ":", "-", "5", "BAN", "B", "ban")] == [
        *(Left.START, Left.START, Left.SIGN, Left.NUMBER, Left.UPPER, Left.TITLE, Left.LOWER)
    ]
    assert [right_of(piece) for piece in ("", ",", "5", "Ban", "ban")] == [
        *(Right.SIGN, Right.SIGN, Right.NUMBER, Right.TITLE, Right.LOWER)
    ]


def test_nothing_counted_is_still_a_table() -> None:
    empty = capitals.estimate({})
    assert empty.words == []
    assert 0 < empty.chance("điều", "", "") < 1


@given(st.text(max_size=30), st.integers(0, 99))
def test_only_letters_beyond_latin1_are_dropped(text: str, seed: int) -> None:
    lost = drop_letters(text, share=1.0, seed=seed)
    left = re.sub("[^\x00-\xff]", "", text).replace(" ", "")
    assert re.sub("[^\x00-\xff]", "", lost).replace(" ", "") == left
    assert drop_letters(text, share=0.0) == text
    assert not any(beyond_latin1(letter) for letter in drop_letters("Đường về ở đây", share=1.0))
