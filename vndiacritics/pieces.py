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

_LEADING = re.compile(r"[(\[{\"'“”‘’«*•\-–—+>…_`~<]+")
_TRAILING = re.compile(r"[.,;:!?)\]}\"'“”‘’»…*_`~>→←≥≤+]+$")
_QUANTITY = re.compile(
    r"\d+(?:[.,]\d+)*(?:mm|cm|dm|km|m|ha|kg|g|ml|kV|kW|kWh|MW)[23]?|m[23]"
    r"|[±~<>≤≥−-]?\d+(?:[.,]\d+)*(?:[°º][CFK]?|[µμ][A-Za-z]|[kM]?[ΩΩ]|℃|‰)"
    r"|\d+[A-Z]|[A-Z]{1,3}\d*[2579]\d*|[A-Z]{1,3}\d{2,}"
)
"""Measures and names with digits that OCR does not make of letters: `12mm`, `37°C`, `E5`, `H30`."""

_NUMBER = re.compile(r"\d+(?:[.,/:\-]\d+)*%?")
_INNER = re.compile(r"([/\-–—.,:;()\[\]\"“”…]+|['’‘`´]+)")

SIGNS = {
    **dict.fromkeys("“”„\"«»''", '"'),
    **dict.fromkeys("‘’'`´", "'"),
    **dict.fromkeys("-–—‐−", "-"),
    **{sign: sign for sign in ".,;:()/?!%&+*[]=…"},
}
"""Signs the language model tells apart; all others are `<sign>`."""


def symbol(piece: str) -> str:
    """Return the language-model symbol of a lower-case piece: itself, `<num>` or a class of signs.

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


def is_number(piece: str) -> bool:
    """Return whether a piece is a number, a measure or a name made of digits.

    Examples:
        >>> [is_number(piece) for piece in ("38.563,87", "15%", "37°C", "A95", "x4", "S6")]
        [True, True, True, True, False, False]
    """
    return any(kind.fullmatch(piece) for kind in (_NUMBER, _QUANTITY))


def cut(token: str, whole: tuple[int, int] | None = None) -> list[tuple[int, int]]:
    """Cut a whitespace token into words, numbers and single signs.

    Signs within a word stay with it where OCR makes letters of them (`v&i`); hyphens, slashes,
    brackets and apostrophes part words.

    Args:
        token: no space in it.
        whole: a span that stays in one piece.

    Returns:
        Spans that follow one another and cover the token.

    Examples:
        >>> [("(hội/nhóm),")[start:stop] for start, stop in cut("(hội/nhóm),")]
        ['(', 'hội', '/', 'nhóm', ')', ',']
    """
    if whole is not None:
        before = [(place, place + 1) for place in range(whole[0])]
        after = [(place, place + 1) for place in range(whole[1], len(token))]
        return [*before, whole, *after]
    if token.isalpha():
        return [(0, len(token))]
    start, stop = 0, len(token)
    if match := _LEADING.match(token):
        start = match.end()
    if start < stop and (match := _TRAILING.search(token, start)):
        stop = match.start()
    cuts = [(place, place + 1) for place in range(start)]
    core = token[start:stop]
    if core.isalpha():
        cuts.append((start, stop))
    elif core:
        pieces = [core] if _NUMBER.fullmatch(core) else _INNER.split(core)
        place = start
        for number, piece in enumerate(pieces):
            if number % 2:
                cuts += [(place + sign, place + sign + 1) for sign in range(len(piece))]
            elif piece:
                cuts.append((place, place + len(piece)))
            place += len(piece)
    return cuts + [(place, place + 1) for place in range(max(start, stop), len(token))]
