"""Repairs of letters, marks and spaces: what is mended, and what must stay."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.orthography import letters
from vndiacritics.restoration import apply_edits
from vndiacritics.text.changes import Change, replaced
from vndiacritics.text.interleaved import find_interleaved_lines
from vndiacritics.text.marks import place_tones
from vndiacritics.text.normalisation import normalise

MENDED = [
    ("gha", "phƣơng hƣớng, ĐƢỜNG", "phương hướng, ĐƯỜNG", "look-alike"),
    ("eth", "Ðiều 5 QÐ-UBND", "Điều 5 QĐ-UBND", "look-alike"),
    ("caron", "nǎm nay", "năm nay", "look-alike"),
    ("cyrillic", "b\u0430n h\u0430nh", "ban hanh", "look-alike"),
    ("greek", "\u0392AN", "BAN", "look-alike"),
    ("soft hyphen for ư", "h\u00adớng dẫn", "hướng dẫn", "soft-hyphen"),
    ("soft hyphen to drop", "ph\u00adát triển", "phát triển", "soft-hyphen"),
    ("zero width", "thự\u200bc hiện", "thực hiện", "zero-width"),
    ("zero width between words", "dân\u200bvận", "dân vận", "zero-width"),
    ("full width", "ＱＤ số ５", "QD số 5", "full-width"),
    ("no-break spaces", "ủy\u00a0ban\u00a0nhân\u00a0dân", "ủy ban nhân dân", "space"),
    ("ligature", "chi\ufb01", "chifi", "ligature"),
    ("NFD", unicodedata.normalize("NFD", "thực hiện"), "thực hiện", "normal-form"),
    ("doubled mark", "hoạ\u0323t", "hoạt", "marks-placed"),
    ("detached mark", "hoa \u0323t", "hoạt", "marks-placed"),
    ("mark before its letter", "h\u0300oa", "hòa", "marks-placed"),
    ("tone before shape", "đo\u0301\u0302i", "đối", "marks-placed"),
    ("spacing mark", "ca´c", "các", "marks-placed"),
    ("bullet", "\uf0b7 Mục", "• Mục", "private-use"),
    ("word-in-codes", "\uf043\uf0e9\uf06e\uf067", "Céng", "private-use"),
]

CLEAN = [
    "Ủy ban nhân dân xã báo cáo kết quả; hoàn thành 95,5 % kế hoạch – quý III “vượt”.",
    "hoà bình và hòa bình, thuỷ lợi và thủy lợi",
    "The café où l'on déjeune; naïve, Ångström, señor, Müller, Øresund.",
    "Die Straße zum Schloß war größer.",
    "Donau\u00addampf\u00adschiff",
    "Þórður Ðorsteinn",
    "Москва и Санкт-Петербург, ΑΒΓΔ",
    "for i in range(10): x[i] += a^b; print(f'{o+u}') // c++ (e.g. foo.bar?)",
    "https://example.org/a/?q=u+o'x&p=e^.x an@example.org",
    "5\u00a0km, 10\u00a0%",
    "日本語　ＡＢＣ",
    "Két qua thwe hién nhiém vu ¢6 § 5 € Cia UBND",
    "👩\u200d💻 क्\u200dष",
    "\ufeffĐầu văn bản",
    "cạnh tranh 3 × 4 = 12 m², 20°C, ½ giờ",
]


@pytest.mark.parametrize(("source", "text", "reason"), [case[1:] for case in MENDED])
def test_mended(source: str, text: str, reason: str) -> None:
    result = normalise(source)
    assert result.text == text
    assert reason in {part for edit in result.edits for part in edit.reason.split("+")}
    assert apply_edits(source, result.edits) == text


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stays(text: str) -> None:
    result = normalise(text)
    assert result.text == text
    assert result.edits == ()
    assert result.stretches == ()
    assert list(result.offsets) == list(range(len(text) + 1))


@given(st.text("ơưđĐÐƣa\u0301\u0302\u0323 bctnh\u00ad\u200b\u00a0ệộç\ufb01Ａ´", max_size=40))
def test_edits_and_offsets_tell_the_whole_story(text: str) -> None:
    result = normalise(text)
    assert apply_edits(text, result.edits) == result.text
    assert unicodedata.is_normalized("NFC", result.text)
    offsets = list(result.offsets)
    assert len(offsets) == len(result.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@st.composite
def _two_steps(draw: st.DrawFn) -> tuple[str, list[Change], list[Change]]:
    source = draw(st.text("abc", min_size=1, max_size=12))

    def steps(length: int, *, empty: bool) -> list[Change]:
        bounds = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
        pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
        new = st.text("xyz", min_size=0 if empty else 1, max_size=3)
        return [Change(a, b, draw(new), "r") for a, b in pairs]

    first = steps(len(source), empty=True)
    return source, first, steps(len(replaced(source, first).text), empty=True)


@given(_two_steps())
def test_two_steps_are_one(case: tuple[str, list[Change], list[Change]]) -> None:
    source, first, second = case
    half = replaced(source, first)
    both = half.then(lambda text: replaced(text, second))
    assert both.text == replaced(half.text, second).text
    assert replaced(source, both.changes).text == both.text
    assert all(a.end <= b.start for a, b in zip(both.changes, both.changes[1:], strict=False))


PLACED = [
    ("hoà", "old", "hòa"),
    ("hòa", "new", "hoà"),
    ("thuỷ KHOẺ", "old", "thủy KHỎE"),
    ("thủy KHỎE", "new", "thuỷ KHOẺ"),
    ("Ủy", "new", "Uỷ"),
    *[
        (word, style, word)
        for word in ["quý", "già", "hoàn", "thuở", "khuỷu", "quỳ", "toán"]
        for style in ("old", "new")
    ],
    ("hoà hòa", "keep", "hoà hòa"),
]


@pytest.mark.parametrize(("text", "placement", "expected"), PLACED)
def test_tone_placement(text: str, placement: str, expected: str) -> None:
    assert place_tones(text, placement).text == expected  # type: ignore[arg-type]
    assert normalise(text, tone_placement=placement).text == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["quý", "già", "hoàn", "thuở", "khuỷu"])
def test_letters_keep_what_has_one_placement(word: str) -> None:
    assert letters.to_old_placement(word) == letters.to_new_placement(word) == word


def test_an_unknown_placement_is_refused() -> None:
    with pytest.raises(ValueError, match="placement"):
        place_tones("a", "middle")  # type: ignore[arg-type]


def test_woven_lines_are_reported_and_left() -> None:
    line = "KSốý hhiiệệuu vvăănnb ảbnản tờtrìnhđ"
    text = f"Ký hiệu văn bản\n{line}\nCộng hòa xã hội"
    assert [text[a:b] for a, b in find_interleaved_lines(text)] == [line]
    result = normalise(text)
    assert [stretch.encoding for stretch in result.stretches] == ["interleaved"]
    assert result.text == text


def test_the_examples_are_clean() -> None:
    for path in (Path(__file__).parents[1] / "examples").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert normalise(text).edits == (), path.name
