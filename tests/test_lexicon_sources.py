"""The sources of the lexicon: every row is well formed, every kind holds what it promises."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from vndiacritics.orthography.letters import to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.training.phrases import (
    MiningOptions,
    count_levels,
    mine,
    spell,
    write_phrases,
)

LEXICON = Path(__file__).parent.parent / "lexicon"

EXTRA_COLUMNS = {
    "abbreviations": ["expansion", "count"],
    "agencies": [],
    "formulas": [],
    "names": ["count"],
    "phrases": ["count"],
    "places": ["type", "parent"],
    "positions": [],
    "syllables": ["count_admin", "count_general"],
    "symbols": ["count"],
    "terms": [],
}
CATEGORIES = {
    "abbreviations": {
        "document",
        "organisation",
        "position",
        "foreign",
        "shorthand",
        "signature",
        "term",
    },
    "agencies": {"state", "ministry", "province", "district", "commune", "party", "union"},
    "formulas": {
        *("national-motto", "heading", "place-line", "preamble", "enacting", "signature"),
    },
    "names": {"family", "middle", "given"},
    "places": {
        *("province-before-2025", "district-before-2025", "commune-before-2025"),
        *("province-2025", "commune-2025"),
    },
    "positions": {"party", "state", "local", "union", "rank", "staff"},
    "syllables": {"native", "loan"},
    "terms": {"court", "label", "medical", "school", "technical", "unit"},
}
LEAST_ROWS = {
    "abbreviations": 300,
    "agencies": 400,
    "formulas": 250,
    "names": 1200,
    "phrases": 4000,
    "places": 10000,
    "positions": 250,
    "syllables": 7000,
    "symbols": 500,
    "terms": 2000,
}
KNOWN = {
    "abbreviations": ["UBND", "HĐND", "V/v", "TM.", "KT-XH"],
    "agencies": ["Ủy ban nhân dân", "Ban Dân vận", "Hội Liên hiệp Phụ nữ", "Huyện ủy"],
    "formulas": ["Độc lập - Tự do - Hạnh phúc", "Kính gửi:", "TM. ỦY BAN NHÂN DÂN", "Nơi nhận:"],
    "names": ["Nguyễn", "Thị", "Văn", "Hùng"],
    "phrases": ["công tác dân vận", "thủ tục hành chính", "quyền sử dụng đất"],
    "places": ["Quảng Ngãi", "Đức Phổ", "Đắk Lắk", "Hồ Chí Minh"],
    "positions": ["Phó Chủ tịch", "Bí thư Huyện ủy", "Chuyên viên"],
    "syllables": ["hòa", "thủy", "ủy", "quý", "nghiêng", "đắk", "internet", "ùn", "ức", "canô"],
    "terms": ["Đăng nhập", "bệnh sử", "mét vuông", "nguyên đơn"],
    "symbols": ["NĐ-CP", "QĐ-UBND", "TTr-UBND", "KH/HU", "QH15"],
}
NEVER = {
    "names": ["Jong", "Un", "Nội"],
    "phrases": ["của các", "sử đụng", "thông tỉn", "ủy ban nhân dân cấp", "có hiệu"],
    "syllables": ["hoà", "uỷ", "gười", "đự", "doạn", "biêt"],
    "symbols": ["NĐ-", "TT-BTCng", "QĐ-TTG", "NĐ-CP.Đi"],
}
PART = r"(?:TTr|CTr|TTg|ThU|[A-ZĐƯ]+(?:&[A-ZĐƯ]+)*)\d{0,2}"
SYMBOL = re.compile(rf"{PART}(?:[-/]{PART})*")


def read(kind: str) -> tuple[list[str], list[list[str]]]:
    lines = (LEXICON / f"{kind}.tsv").read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == "", "the last line ends"
    header, *rows = (line.split("\t") for line in lines)
    return header, rows


def forms(kind: str) -> set[str]:
    return {row[0] for row in read(kind)[1]}


def test_every_file_is_named_here() -> None:
    assert {path.stem for path in LEXICON.glob("*.tsv")} == set(EXTRA_COLUMNS)


def test_the_sources_stay_small() -> None:
    assert sum(path.stat().st_size for path in LEXICON.iterdir()) < 2_000_000


def test_the_readme_states_the_rows_there_are() -> None:
    readme = (LEXICON / "README.md").read_text(encoding="utf-8")
    stated = re.findall(r"^\| (\w+)\.tsv \| ([\d,]+) \|", readme, flags=re.MULTILINE)
    found = [(kind, f"{len(read(kind)[1]):,}") for kind, _ in stated]
    assert stated == found
    assert {kind for kind, _ in stated} == set(EXTRA_COLUMNS)


@pytest.mark.parametrize("kind", EXTRA_COLUMNS)
class TestEveryKind:
    def test_header(self, kind: str) -> None:
        assert read(kind)[0] == ["form", "category", "source", *EXTRA_COLUMNS[kind]]

    def test_rows_are_complete(self, kind: str) -> None:
        header, rows = read(kind)
        assert len(rows) >= LEAST_ROWS[kind]
        for row in rows:
            assert len(row) == len(header), row
            assert all(row[:3]), row
            assert all(cell == cell.strip() and "  " not in cell for cell in row), row

    def test_text_is_canonical(self, kind: str) -> None:
        text = (LEXICON / f"{kind}.tsv").read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text)
        for row in read(kind)[1]:
            assert row[0] == to_old_placement(row[0]), row

    def test_rows_are_sorted_without_duplicates(self, kind: str) -> None:
        keys = [(row[0], row[1]) for row in read(kind)[1]]
        assert all(first < second for first, second in pairwise(keys))

    def test_categories_are_the_agreed_ones(self, kind: str) -> None:
        found = {row[1] for row in read(kind)[1]}
        assert found == CATEGORIES.get(kind, found)
        assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", category) for category in found)

    def test_counts_are_numbers(self, kind: str) -> None:
        header, rows = read(kind)
        for column in (i for i, name in enumerate(header) if name.startswith("count")):
            assert all(row[column].isdecimal() for row in rows)

    def test_known_forms_are_there(self, kind: str) -> None:
        assert set(KNOWN[kind]) <= forms(kind)

    def test_known_noise_is_not(self, kind: str) -> None:
        assert not set(NEVER.get(kind, [])) & forms(kind)


def test_native_syllables_follow_the_spelling_rules() -> None:
    odd = [row[0] for row in read("syllables")[1] if row[1] == "native" and not is_syllable(row[0])]
    assert odd == []


def test_syllables_are_single_lower_case_words() -> None:
    for form in forms("syllables"):
        assert form == form.lower()
        assert " " not in form


def test_phrases_hold_two_syllables_and_more_in_lower_case() -> None:
    for form in forms("phrases"):
        assert len(form.split()) >= 2, form
        assert form == form.lower()


def test_phrases_of_the_domain_are_at_least_3000() -> None:
    domain = Counter(row[1] != "general" for row in read("phrases")[1])
    assert domain[True] >= 3000


def test_phrases_are_made_of_known_syllables() -> None:
    known = forms("syllables")
    words = {w for form in forms("phrases") for w in re.findall(r"[^\W\d_]+", form)}
    assert words <= known


def test_symbols_match_the_grammar() -> None:
    assert [form for form in forms("symbols") if not SYMBOL.fullmatch(form)] == []


def test_abbreviations_have_an_expansion() -> None:
    assert all(row[3] for row in read("abbreviations")[1])


@pytest.mark.parametrize(
    ("category", "number"), [("province-before-2025", 63), ("province-2025", 34)]
)
def test_provinces_are_complete(category: str, number: int) -> None:
    assert sum(row[1] == category for row in read("places")[1]) == number


@pytest.mark.parametrize(
    ("category", "parents"),
    [("commune-2025", "province-2025"), ("commune-before-2025", "district-before-2025")],
)
def test_communes_lie_in_known_places(category: str, parents: str) -> None:
    _, rows = read("places")
    known = {row[0] for row in rows if row[1] == parents}
    for row in rows:
        if row[1] == category:
            assert row[4], row
            assert set(row[4].split("; ")) <= known, row


class TestMiner:
    """The miner whose candidates are read through before they enter phrases.tsv."""

    def test_counts_agree_with_an_obvious_oracle(self) -> None:
        stream = np.random.default_rng(7).integers(0, 5, 4000).astype(np.int32)
        least, longest = 9, 4
        levels = count_levels(stream, symbols=5, least=least, longest=longest)
        words = ["", *"abcd"]
        for order in range(2, longest + 1):
            grams = [tuple(stream[i : i + order]) for i in range(len(stream) - order + 1)]
            oracle = {
                "".join(words[number] for number in gram): count
                for gram, count in Counter(gram for gram in grams if 0 not in gram).items()
                if count >= least
            }
            mined = {
                "".join(spell(levels, order, number, words)): int(count)
                for number, count in enumerate(levels[order - 1].counts)
            }
            assert mined == oracle

    def test_fragments_and_function_words_stay_out(self) -> None:
        domain = [f"nộp ủy ban nhân dân {place} của huyện" for place in ("xóm", "thôn", "bản")]
        general = ["hôm nay trời đẹp, chim hót trên cành"]
        found = mine(domain * 20, general * 60, options=MiningOptions(least=40))
        assert [phrase.form for phrase in found] == ["nộp ủy ban nhân dân"]

    def test_word_common_everywhere_is_no_key(self) -> None:
        lines = ["hôm nay họp", "trời hôm nay đẹp"] * 30
        assert mine(lines, lines, options=MiningOptions(least=20)) == []

    def test_a_tiny_text_gives_nothing(self) -> None:
        assert mine([], []) == []
        assert mine(["một"], []) == []

    def test_candidates_are_rows_of_the_lexicon(self, tmp_path: Path) -> None:
        domain = ["thủ tục mới", "làm thủ tục", "xem thủ tục"] * 9
        found = mine(domain, ["trời đẹp"] * 99, options=MiningOptions(least=20))
        write_phrases(found, tmp_path / "candidates.tsv")
        header, row = (tmp_path / "candidates.tsv").read_text(encoding="utf-8").splitlines()
        assert header.split("\t")[:3] == ["form", "category", "source"]
        assert row.split("\t")[:4] == ["thủ tục", "unread", "mined", "27"]
