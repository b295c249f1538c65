"""Harm by length of the piece: what is cut, counted and printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import right_pieces
from benchmarks.__main__ import main


def test_pieces_have_marks_and_lie_within_a_line() -> None:
    text = "Ủy ban họp\nKET QUA – “tot”\nđã xong"
    assert set(right_pieces.cut(text, 2)) == {"Ủy ban", "ban họp", "đã xong"}
    assert right_pieces.cut(text, 4) == []


def test_the_draw_can_be_repeated() -> None:
    text = " ".join(f"số{n}" for n in range(50))
    assert right_pieces.cut(text, 1, most=5) == right_pieces.cut(text, 1, most=5)
    assert len(right_pieces.cut(text, 1, most=5)) == 5


def test_changed_pieces_are_counted_of_a_thousand() -> None:
    def restore(pieces: list[str]) -> list[str]:
        return [piece.replace("mưa", "mùa") for piece in pieces]

    rows = right_pieces.measured(restore, {"verse": "mưa rơi\nnắng lên"}, [1, 2])
    assert [(row.length, row.pieces, row.rate) for row in rows] == [(1, 4, 250.0), (2, 2, 500.0)]
    drawn = right_pieces.table(rows)
    assert "| verse " in drawn
    assert [cell.strip() for cell in drawn.splitlines()[-2].split("|")[1:-1]] == [
        "**all**",
        "250.0",
        "500.0",
    ]


def test_without_shared_data_the_example_is_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pieces", "--data", str(tmp_path / "none"), "--words", "2"]) == 0
    printed = capsys.readouterr().out
    assert "| example " in printed
    assert "tuned" in printed
