"""Lossless tokens: every character of a text belongs to one token or to the space between two.

A token is what the language model sees: a run of letters, a number with its inner separators
(`38.563,87`, `04/11/2022`), or one sign. The same pattern serves training and restoring.
"""

from __future__ import annotations

import re

NUMBER = "<num>"
UNKNOWN = "<unk>"
BEGIN = "<s>"
END = "</s>"
SIGN = "<sign>"

PIECE = re.compile(r"\d+(?:[.,/:\-]\d+)*|[^\W\d_]+|[^\s]")
"""One piece: a number, a word, a sign. Callers pass NFC text."""

SIGNS = {
    **dict.fromkeys("“”„\"«»''", '"'),
    **dict.fromkeys("‘’'`´", "'"),
    **dict.fromkeys("-–—‐−", "-"),
    **{sign: sign for sign in ".,;:()/?!%&+*[]=…"},
}
"""Signs the language model tells apart; all others are `<sign>`."""


def symbol(piece: str) -> str:
    """Give the language-model symbol of a lower-case piece: itself, `<num>` or a class of signs.

    Examples:
        >>> symbol("04/11/2022"), symbol("–"), symbol("huyện"), symbol("§")
        ('<num>', '-', 'huyện', '<sign>')
    """
    first = piece[0]
    if first.isdigit():
        return NUMBER
    if first.isalpha():
        return piece
    return SIGNS.get(first, SIGN)
