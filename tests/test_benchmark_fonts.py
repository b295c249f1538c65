"""Unicode typed in old fonts: what documents are made, counted and printed."""

from __future__ import annotations

import pytest

from benchmarks import old_fonts
from benchmarks.__main__ import main
from benchmarks.old_fonts import FONTS, MIXES, Mix

TEXT = "Ủy ban nhân dân xã họp\n\nvề việc cấp đất ở cho bà con trong thôn\n"


def stored(mix: Mix, font: int = 0) -> list[list[tuple[str, bool]]]:
    rows = old_fonts.document(TEXT, FONTS[font], mix)
    return [[(part.text.strip(), part.font is not None) for part, _ in row] for row in rows]


def test_a_document_is_stored_as_its_font_has_it() -> None:
    assert stored(Mix("all old"))[0] == [("ñy ban nh©n d©n x· häp", True)]
    assert stored(Mix("all old"), font=1)[0] == [("UÛy ban nhaân daân xaõ hoïp", True)]
    assert stored(Mix("all Unicode", unicode=True))[0] == [("Ủy ban nhân dân xã họp", True)]


def test_the_typing_changes_between_runs_or_within_one() -> None:
    assert len(stored(Mix("runs", 2))[1]) > 1
    assert len(stored(Mix("within", 2, cuts=False))[1]) == 1


def test_a_lone_run_is_short() -> None:
    for row in stored(Mix("lone", lone=True)):
        own = [text for text, is_old in row if is_old]
        assert len(own) == 1
        assert len(own[0].split()) <= old_fonts.LONGEST_LONE


def test_words_and_first_letters_are_counted() -> None:
    count = old_fonts.counted({"a": TEXT}, FONTS[0], MIXES[0])
    assert (count.words, count.wrong, count.openings, count.wrong_openings) == (16, [], 2, 0)


def test_the_example_is_read_where_there_is_no_shared_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["fonts", "--prices", "2", "1", "3", "--errors", "all old"]) == 0
    printed = capsys.readouterr().out
    assert "| tcvn3, example" in printed
    assert "word=3.0" in printed
