"""Pieces of a text and their language-model symbols."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.pieces import NUMBER, PIECE, SIGN, SIGNS, symbol

PIECES = {
    "ngày 04/11/2022,": ["ngày", "04/11/2022", ","],
    "38.563,87 m2": ["38.563,87", "m", "2"],
    "(xã Ba Vinh)": ["(", "xã", "Ba", "Vinh", ")"],
    "53/KH-UBND": ["53", "/", "KH", "-", "UBND"],
    "a_b": ["a", "_", "b"],
    "hội…": ["hội", "…"],
    "": [],
    " \t\n\f\u00a0": [],
}


@pytest.mark.parametrize(("text", "pieces"), PIECES.items())
def test_pieces(text: str, pieces: list[str]) -> None:
    assert PIECE.findall(text) == pieces


@given(st.text())
def test_pieces_lose_nothing_but_space(text: str) -> None:
    assert "".join(PIECE.findall(text)) == "".join(text.split())


@given(st.text(alphabet="aế1.,/-:_ \n٣"))
def test_a_piece_is_a_word_a_number_or_one_sign(text: str) -> None:
    for piece in PIECE.findall(text):
        assert piece.isalpha() or (piece[0] + piece[-1]).isdigit() or len(piece) == 1


def test_a_raised_digit_belongs_to_its_unit() -> None:
    assert PIECE.findall("120 m²") == ["120", "m²"]


@pytest.mark.parametrize(
    ("piece", "wanted"),
    [
        ("huyện", "huyện"),
        ("12", NUMBER),
        ("1.234,5", NUMBER),
        ("“", '"'),
        ("«", '"'),
        ("’", "'"),
        ("–", "-"),
        (",", ","),
        ("@", SIGN),
        ("\x00", SIGN),
        ("\ud800", SIGN),
    ],
)
def test_symbol(piece: str, wanted: str) -> None:
    assert symbol(piece) == wanted


@given(st.text(max_size=20))
def test_every_piece_has_a_symbol_of_a_known_sort(text: str) -> None:
    for piece in PIECE.findall(text.lower()):
        found = symbol(piece)
        assert found in {NUMBER, SIGN, *SIGNS.values()} or found == piece
