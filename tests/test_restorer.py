"""The whole way: what comes back changed, and above all what does not."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import calls

import vndiacritics
from vndiacritics.errors import LexiconError, ModelError, UsageError
from vndiacritics.options import Options
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.restoration import Restoration
from vndiacritics.restorer import READ_AHEAD, Restorer

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[str]:
    """Lines of a data file; `\\n` in a line stands for a line break, `#` begins a comment."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


CLEAN = rows("clean.tsv")
DAMAGED = [row.split("\t") for row in rows("damaged.tsv")]
KEPT = [row.split("\t") for row in rows("kept_in_damage.tsv")]


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


@pytest.fixture(scope="module")
def damaged() -> str:
    """A page of damage, long enough that its profile is plain."""
    return "\n".join(observed for observed, _ in DAMAGED)


def check(result: Restoration) -> None:
    """What holds for every restoration."""
    assert result.undo() == result.source
    done = 0
    for edit in result.edits:
        assert done <= edit.start < edit.end
        assert result.source[edit.start : edit.end] == edit.old != edit.new
        assert 0 <= edit.confidence <= 1
        assert edit.reason
        chances = [other.probability for other in edit.alternatives]
        assert chances == sorted(chances, reverse=True)
        done = edit.end


def test_the_first_example_of_the_readme() -> None:
    assert vndiacritics.restore("dan van chinh quyén") == "dân vận chính quyền"


@pytest.mark.parametrize(("observed", "intended"), DAMAGED)
def test_damage_is_repaired(restorer: Restorer, observed: str, intended: str) -> None:
    assert restorer.restore(observed) == intended


# --- what must not change ------------------------------------------------------------------------


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_comes_back_as_it_was(restorer: Restorer, text: str) -> None:
    result = restorer.explain(text)
    assert [(edit.old, edit.new) for edit in result.edits] == []
    assert result.text == text


@pytest.mark.parametrize("text", CLEAN)
def test_decomposed_clean_text_is_only_composed(restorer: Restorer, text: str) -> None:
    source = unicodedata.normalize("NFD", text)
    result = restorer.explain(source)
    assert result.text == text
    assert {edit.reason for edit in result.edits} <= {"normal-form"}
    assert result.undo() == source


def test_a_clean_document_comes_back_byte_for_byte(restorer: Restorer) -> None:
    text = "\r\n\r\n".join(CLEAN) + "\f\ufeff \t\n"
    assert restorer.restore(text).encode() == text.encode()


@pytest.mark.parametrize(("line", "kept"), KEPT)
def test_what_is_no_word_survives_in_damaged_text(
    restorer: Restorer, damaged: str, line: str, kept: str
) -> None:
    restored = restorer.restore(f"{damaged}\n{line}\n{damaged}").split("\n")[len(DAMAGED)]
    assert restored != line  # or else nothing was at stake
    assert kept in restored


@pytest.mark.parametrize("line", ["huyén xã hdi", "Nhan dan xã thi dua", "quyén là cua nhan dan"])
def test_a_right_word_among_damaged_ones_stays(restorer: Restorer, line: str) -> None:
    (right,) = (word for word in line.split() if word in {"xã", "là"})
    restored = restorer.restore(line)
    assert restored != line
    assert right in restored.split()


@pytest.mark.parametrize("text", ["", " ", "\n", "\t \r\n\f\v", "\u2028\u00a0", "\ufeff"])
def test_nothing_but_space_comes_back(restorer: Restorer, text: str) -> None:
    assert restorer.explain(text) == Restoration(text, text, ())


@pytest.mark.parametrize(
    "odd", ["\x00", chr(0xD800), "\udfff\ud800", "\x1b[0m", "\u200b", "\ufffd", "😀", "\U0010ffff"]
)
def test_odd_characters_survive_between_damaged_words(
    restorer: Restorer, damaged: str, odd: str
) -> None:
    source = damaged.replace("\n", f" {odd} ") + odd
    result = restorer.explain(source)
    check(result)
    assert result.edits
    assert result.text.count(odd) == source.count(odd)


def test_space_stays_where_it_is(restorer: Restorer) -> None:
    source = "dan  van\tchinh\r\nquyén \f xa\u00a0hdi\n\n\n"
    restored = restorer.restore(source)
    assert restored.split() == ["dân", "vận", "chính", "quyền", "xã", "hội"]
    assert [c for c in restored if c.isspace()] == [c for c in source if c.isspace()]


# --- what holds for any text ---------------------------------------------------------------------

WORDS = st.sampled_from(
    ["dan", "van", "quyén", "h6i", "UBND", "12/3", "(tir", "x4.", "ct?", "\x00"]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(WORDS, st.text("aềd đ6'/.\u0301\u0323\ud800\n\f", max_size=6))).map(
        " ".join
    ),
)


@settings(max_examples=60)
@given(TEXTS)
def test_edits_tell_the_whole_story(restorer: Restorer, text: str) -> None:
    check(restorer.explain(text))


@settings(max_examples=25)
@given(st.lists(TEXTS, max_size=6))
def test_a_batch_restores_each_text_as_alone(restorer: Restorer, texts: list[str]) -> None:
    alone = [restorer.explain(text) for text in texts]
    together = restorer.explain_batch(texts)
    assert [(r.source, r.text) for r in together] == [(r.source, r.text) for r in alone]
    assert restorer.restore_batch(texts) == [result.text for result in alone]
    assert list(restorer.restore_iter(texts)) == [result.text for result in alone]


def test_what_follows_in_a_batch_tells_nothing_of_a_text(restorer: Restorer) -> None:
    alone = restorer.explain("h61 6i")
    assert restorer.explain_batch(["h61 6i", "Ạ"])[0] == alone


def test_a_batch_of_pages_restores_each_as_alone(restorer: Restorer, damaged: str) -> None:
    texts = [damaged, strip_marks(" ".join(CLEAN)), "\n".join(CLEAN), damaged * 3, "h6i nghi"]
    assert restorer.restore_batch(texts) == [restorer.restore(text) for text in texts]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_count_the_callers_own_characters(
    restorer: Restorer, damaged: str, form: str
) -> None:
    source = unicodedata.normalize(form, damaged)  # type: ignore[arg-type]
    result = restorer.explain(source)
    check(result)
    composed = restorer.explain(unicodedata.normalize("NFC", damaged))
    assert len(result.edits) == len(composed.edits) > 10
    assert unicodedata.normalize("NFC", result.text) == composed.text


def test_equal_input_gives_equal_output(damaged: str) -> None:
    first, second = Restorer(), Restorer()
    first.restore("h6i nghi can b6")  # what was read before leaves no trace
    assert first.explain(damaged) == second.explain(damaged)
    assert first.explain(damaged) == first.explain(damaged)
    assert first.signature == second.signature


def test_restoring_twice_changes_little(restorer: Restorer, damaged: str) -> None:
    once = restorer.restore(damaged)
    assert restorer.restore(once) == once


# --- streams, sizes, times -----------------------------------------------------------------------


def test_iteration_is_lazy(restorer: Restorer) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for taken in itertools.count(1):  # noqa: B007
            yield "dan van chinh quyén"

    restored = restorer.restore_iter(endless())
    assert taken == 0
    assert next(restored) == "dân vận chính quyền"
    assert taken <= READ_AHEAD
    assert next(restored) == "dân vận chính quyền"


def test_a_million_blank_lines_are_passed_over(restorer: Restorer) -> None:
    text = "\n" * 1_000_000
    assert restorer.restore(text) == text


@pytest.mark.parametrize("unit", ["dan van h6i ", "a", "6", "¢", "'", "hai. ", "e\u0301"])
def test_work_is_linear_in_the_length_of_a_line(restorer: Restorer, unit: str) -> None:
    """Eight times the text takes no more than sixteen times the calls; quadratic were 64."""
    number = 12_000 // len(unit)
    restorer.restore(unit * 50)
    short, long = (
        calls(lambda times=times: restorer.restore(unit * times)) for times in (number // 8, number)
    )
    assert long < 16 * max(short, 1000)


# --- options, models, lexicons -------------------------------------------------------------------

PLAIN = "Can bo va nhan dan trong xa da tham gia rat day du."


def test_a_fixed_profile_is_used_whatever_the_text_looks_like() -> None:
    clean, stripped = (Restorer(options=Options(profile=p)) for p in ("clean", "stripped"))
    assert clean.restore(PLAIN) == PLAIN
    assert stripped.restore(PLAIN) == "Cán bộ và nhân dân trong xã đã tham gia rất đầy đủ."


def test_only_confident_edits_are_made_where_asked_for(restorer: Restorer, damaged: str) -> None:
    source = damaged + "\nBan da di cho mua ba con ca va may qua cam."
    bold = restorer.explain(source)
    careful = Restorer(options=Options(min_confidence=0.999)).explain(source)
    check(careful)
    assert all(edit.confidence >= 0.999 for edit in careful.edits)
    assert 0 < len(careful.edits) < len(bold.edits)


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UsageError, match="no profile 'german-ocr'; use one of auto, clean"):
        Restorer(options=Options(profile="german-ocr"))


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        Restorer(model=tmp_path)


def test_a_damaged_model_is_refused(restorer: Restorer, tmp_path: Path) -> None:
    for table in restorer._bundle.folder.glob("*.vnd"):
        (tmp_path / table.name).symlink_to(table)
    (tmp_path / "profiles.vnd").unlink()
    (tmp_path / "profiles.vnd").write_bytes(b"VNDIACR\n" + bytes(100))
    with pytest.raises(ModelError, match=r"profiles\.vnd"):
        Restorer(model=tmp_path)


def test_a_missing_lexicon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        Restorer(lexicon=tmp_path / "none.tsv")


@pytest.mark.parametrize("form", ["Xlơng", "Đăk Xlơng"])
def test_ones_own_lexicon_brings_a_name_back(restorer: Restorer, tmp_path: Path, form: str) -> None:
    path = tmp_path / "names.tsv"
    path.write_text(f"form\tcategory\tsource\n{form}\tplace\tinvented\n", encoding="utf-8")
    text = "Nhan dan xa Dak Xlong da tham gia rat day du."
    assert "Xlơng" not in restorer.restore(text)
    assert form in Restorer(lexicon=path).restore(text)


def test_a_damaged_name_finds_its_like_in_ones_own_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("Kroplăng\tplace\n", encoding="utf-8")
    text = "Dai hoi xa Kr0plang đã thanh cong, nhan dan xa Kroplanq ph4n khoi."
    restored = Restorer(options=Options(profile="english-ocr"), lexicon=path).restore(text)
    assert restored.count("Kroplăng") == 2


def test_what_was_restored_before_changes_nothing() -> None:
    heading = "ỦY BAN Nh ân DÂN XÃ BÌNH LÂM\nKẾ HO ẠCH thự c HI ỆN"
    text = "Thự c hi ện kế ho ạch của Ủy ban Nh ân dân xã, ngườidân đồng t ình."
    options = Options(profile="vietnamese-ocr")
    used = Restorer(options=options)
    used.restore(heading)
    assert used.explain(text) == Restorer(options=options).explain(text)


MANGLED = [
    "Uy ban nhan dan xã Tân Khê bdo cdo kết qua ngày 1 1/02/2022",
    "Uy ban nhân dân xa\u0303 Tân Khê, s6 12/BC-UBND\r\n\f\nPhu trách: Ông Hòa",
    "ngườidân xã Tân Khê Thự c hi ện ch­ưa ƣu tiên",
    "",
    "\n \t",
]


@pytest.mark.parametrize("text", MANGLED)
def test_text_alone_is_that_of_the_explanation(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text) == restorer.explain(text).text
