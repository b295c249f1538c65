"""Occurrences of one name agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from vndiacritics import Options, Restorer

EXAMPLE = Path(__file__).parents[1] / "examples" / "bao-cao.eng.txt"
NAME = "Lạc Đông"


@pytest.fixture(scope="module")
def read() -> str:
    return EXAMPLE.read_text(encoding="utf-8")


def test_a_name_is_the_same_all_over_a_document(read: str) -> None:
    alone = Restorer(options=Options(adapt=False)).restore(read)
    together = Restorer().restore(read)
    assert "Lạc Dương" in alone  # a district that the model knows better
    assert "Lạc Dương" not in together
    assert together.count(NAME) > alone.count(NAME) + 2


def test_names_of_another_text_have_no_say(read: str) -> None:
    line = "Cong ty Lac Dong ky hop dong voi nong dan"
    restorer = Restorer()
    alone = restorer.restore(line)
    assert restorer.restore_batch([read, line, read])[1] == alone


def test_what_is_seen_otherwise_is_another_name() -> None:
    text = "Uy ban nhan dan xa Tan Khanh va xa Tan Khai bao cao. " * 3
    restored = Restorer().restore(text)
    assert restored.count("Tân Khánh") == 3
    assert restored.count("Tân Khai") == 3
