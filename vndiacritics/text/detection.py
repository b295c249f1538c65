"""Which stretches of a text are in an old encoding, by likelihood.

A text is cut into pieces of a line. Each piece costs, in each encoding, what its decoded words
cost as Vietnamese; as Unicode, what they cost as Vietnamese or as anything else. The cheapest way
through the pieces, a price paid for each change of encoding, gives the stretches. A stretch counts
when nearly all words that its encoding changes become syllables. OCR noise and other languages fail
that test, whatever letters they hold.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from vndiacritics.orthography.syllable import split_tone
from vndiacritics.orthography.syllable_costs import syllable_cost
from vndiacritics.text import encodings as legacy
from vndiacritics.text.encoding_costs import (
    CLEAN,
    RUN,
    STATES,
    TOKEN,
    costs_of,
    decoded,
    intact,
)
from vndiacritics.text.lines import distinct_tokens
from vndiacritics.text.repairs import STROKES

__all__ = [
    "Stretch",
    "could_be_legacy",
    "find_stretches",
    "lacks_tones",
]

SWITCH = 12.0
"""Nats paid where the encoding changes."""

MARGIN = 12.0
"""Nats by which a stretch must be likelier in its encoding than as Unicode."""

SHARE = 0.85
"""Of the words that an encoding changes, how many must be syllables then."""

AT_LEAST = {"viqr": 4}
"""How many such words a stretch must hold; 3 in encodings that are not named."""

LEAST_CAPITALS = 2
"""Syllables in capitals that tell whether those of a text have tones."""

FIELD_SWITCH = 2.0
"""Nats paid where the encoding changes between the label of a form and its fill."""

TELLING = 16.0
"""Nats by which two words tell as well as three."""

LABEL_ENDS = ":|"
"""Signs behind the label of a field."""

PIECE = 16
"""Words in a piece."""

_REPAIRED = STROKES | {ord("\xad"): None}
"""Letters and soft hyphens that are repaired whatever encoding a text is in."""

_SET_OFF = re.compile("[\u1ea0-\u1ef9]")
"""Letters that no program shows for a byte."""

_UNICODE_TOKEN = re.compile(r"(?<!\S)\S*[\u1ea0-\u1ef9ĂăĐđĨĩŨũƠơƯư]\S*")
"""A token with a letter that Latin-1 lacks."""

_VNI_HINT = re.compile(
    r"[aeAE][ùÙâÂáÁàÀãÃêÊéÉèÈúÚ]|[oO][ùÙâÂêÊúÚ]|[ôÔ][ùÙ]"
    r"|[uU](?:[ùÙ]|[âÂ](?!(?:[nN][gG]?|[yY])(?![^\W\d_])))"
)
"""A mark behind its letter, where the two are no rime of Unicode (`quân`, `khuây`)."""

_CP1258_HINT = re.compile("[aeoAEOâêôÂÊÔ][ìòÌÒ]")
"""A tone behind its vowel; where none is a tilde, all letters shown are Vietnamese ones."""

_VIQR_HINT = re.compile(r"[aeoAEO]\^|[uoUO][+*]['`?~.a-zA-Z]|[a-zA-Z][aeiouy][`~?][a-z]|dd[aeiouy]")
_HINTS = (_VIQR_HINT, _VNI_HINT, _CP1258_HINT)


class Stretch(NamedTuple):
    """A part of a text and what it is written in.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        encoding: One of `vndiacritics.text.encodings.ENCODINGS`, or ``"interleaved"``.
        confidence: Posterior of the encoding among all, 0 to 1.
        capitals_unmarked: Words in capitals lack their tones, as TCVN3 has no codes for them.
    """

    start: int
    end: int
    encoding: str
    confidence: float
    capitals_unmarked: bool = False


@cache
def _signs() -> frozenset[str]:
    """Return the characters that Windows-1252 or Windows-1258 shows for a byte above 7F."""
    views = {legacy.byte_view(code) for code in range(0x80, 0x100)}
    return frozenset(views | set("\x02\x05\x06\x14\x19\x1e") | set("ăĂđĐơƠưƯ₫"))


def could_be_legacy(text: str, odd: frozenset[str]) -> bool:
    """Return whether a text may hold an old encoding, by a fast look.

    Args:
        text: The text.
        odd: Its characters that are not in `CLEAN`.
    """
    if odd & _signs():
        return True
    words = " ".join(distinct_tokens(text))
    return any(hint.search(words) for hint in _HINTS)


def find_stretches(text: str) -> tuple[Stretch, ...]:
    """Find the stretches of `text` that are in an old encoding.

    Args:
        text: As a program shows it that took the bytes for Windows-1252 or ASCII.

    Returns:
        Stretches in order, disjoint; none for Unicode text.

    Examples:
        >>> [s.encoding for s in find_stretches("Céng hßa x· héi chñ nghÜa ViÖt Nam")]
        ['tcvn3']
        >>> find_stretches("Le café où l'on déjeune"), find_stretches("Két qua thwe hién")
        ((), ())
    """
    odd = frozenset(set(text) - CLEAN)
    if not could_be_legacy(text, odd):
        return ()
    signs = "".join(re.escape(c) for c in sorted(odd & _signs()))
    hints = [*(hint.pattern for hint in _HINTS), *([f"[{signs}]"] if signs else [])]
    suspicious = re.compile("|".join(hints))
    lines = list(re.finditer("[^\n]+", text))
    some = [line for line in lines if suspicious.search(line[0])]
    found = _stretches(text, [piece for line in some for piece in _pieces(line)])
    if found:
        found = _stretches(text, [piece for line in lines for piece in _pieces(line)])
    if _SET_OFF.search(text):
        found = sorted([*found, *_fills(text, some, found)])
    return tuple(found)


# --- pieces and the way through them ------------------------------------------------------------


class _Piece(NamedTuple):
    start: int
    end: int
    costs: tuple[float, ...]


def _pieces(line: re.Match[str]) -> Iterator[_Piece]:
    for part in _parts(list(TOKEN.finditer(line[0]))):
        yield _piece(line, part)


def _piece(line: re.Match[str], part: Sequence[re.Match[str]]) -> _Piece:
    costs = tuple(map(sum, zip(*(costs_of(token[0]) for token in part), strict=True)))
    return _Piece(line.start() + part[0].start(), line.start() + part[-1].end(), costs)


def _parts(tokens: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """Part a line where letters end that no old encoding shows, and behind the label of a field.

    A part has at most `PIECE` tokens.
    """
    if not tokens:
        return
    line = tokens[0].string
    marked = {match.start() for match in _UNICODE_TOKEN.finditer(line)}
    first, last = 0, tokens[0].start() in marked
    for i in range(1, len(tokens)):
        here = tokens[i].start() in marked
        if here != last or i - first == PIECE or tokens[i - 1][0][-1] in LABEL_ENDS:
            yield tokens[first:i]
            first, last = i, here
    yield tokens[first:]


def _fills(
    text: str, lines: Sequence[re.Match[str]], found: Sequence[Stretch]
) -> Iterator[Stretch]:
    """Find the fields of a form that are filled in an old encoding, its labels in Unicode.

    One encoding explains nearly all words that are none, and all fields together are the evidence.

    Args:
        text: All of it; it has letters that no old encoding shows.
        lines: Those with signs of an encoding.
        found: Stretches that tell for themselves, in order.
    """
    ends = [row.end for row in found]

    def is_told(piece: _Piece) -> bool:
        place = bisect_right(ends, piece.start)
        return place < len(found) and found[place].start < piece.end

    fields = [piece for line in lines for piece in _pieces(line) if not is_told(piece)]
    words = [_tokens(text, field) for field in fields]
    gains = [_gains(own) for own in words]
    total = [sum(max(0.0, gain) for gain in own) for own in zip(*gains, strict=True)]
    known = {STATES.index(row.encoding): row for row in found}
    state = max(known or range(len(total)), key=total.__getitem__) if fields else 0
    if not state or STATES[state] == "viqr":
        return
    filled = [place for place, own in enumerate(gains) if own[state] > 0]
    judged = known.get(state)
    if judged is None:
        judged = _judged(text, [fields[place] for place in filled], state)
    odd = [sum(map(_is_odd, own)) for own in words]
    if judged is None or sum(odd[place] for place in filled) < SHARE * sum(odd):
        return
    for place in filled:
        yield judged._replace(start=fields[place].start, end=fields[place].end)


def _gains(words: Sequence[str]) -> list[float]:
    """Return by how many nats a field is likelier in each of `STATES` than in Unicode.

    What an encoding does not change tells nothing, what is Vietnamese as it stands nothing for it.
    """
    gains = [-FIELD_SWITCH] * len(STATES)
    for word in words:
        if not word.isascii():
            costs, most = costs_of(word), math.inf if _is_odd(word) else 0.0
            for state in range(1, len(STATES)):
                if decoded(word, STATES[state]) != word:
                    gains[state] += min(most, costs[0] - costs[state])
    return gains


def _is_odd(word: str) -> bool:
    """Return whether a word is no Vietnamese as it stands; one of another language may be none."""
    if word.isascii():
        return False
    word = word.translate(_REPAIRED)
    runs = RUN.findall(word.lower())
    return not CLEAN.issuperset(word) or any(syllable_cost(run) is None for run in runs)


def _stretches(text: str, pieces: Sequence[_Piece]) -> list[Stretch]:
    found: list[Stretch] = []
    path = _cheapest(pieces)
    if _SET_OFF.search(text):
        path = [
            0 if state and _is_label(text, piece, state) else state
            for piece, state in zip(pieces, path, strict=True)
        ]
    i = 0
    while i < len(pieces):
        j = i
        while j < len(pieces) and path[j] == path[i]:
            j += 1
        if path[i]:
            stretch = _judged(text, _trimmed(text, pieces[i:j], path[i]), path[i])
            if stretch:
                found.append(stretch)
        i = j
    return found


def _is_label(text: str, piece: _Piece, state: int) -> bool:
    """Return whether a piece is the label of a field, in Unicode between fills that are not."""
    if text[piece.end - 1] not in LABEL_ENDS:
        return False
    before = text[text.rfind("\n", 0, piece.start) + 1 : piece.start]
    stands = piece.costs[0] < piece.costs[state] + FIELD_SWITCH or _SET_OFF.search(before)
    return bool(stands) and not any(map(_is_odd, _tokens(text, piece)))


def _cheapest(pieces: Sequence[_Piece]) -> list[int]:
    """Viterbi: the state of each piece on the cheapest way."""
    totals = [0.0] + [SWITCH] * (len(STATES) - 1)
    back: list[list[int]] = []
    for piece in pieces:
        best = min(range(len(STATES)), key=totals.__getitem__)
        entry = totals[best] + SWITCH
        back.append([s if totals[s] <= entry else best for s in range(len(STATES))])
        totals = [min(t, entry) + c for t, c in zip(totals, piece.costs, strict=True)]
    state = min(range(len(STATES)), key=totals.__getitem__)
    path: list[int] = []
    for choices in reversed(back):
        path.append(state)
        state = choices[state]
    return path[::-1]


def _trimmed(text: str, pieces: Sequence[_Piece], state: int) -> Sequence[_Piece]:
    """Leave out pieces at the ends that the encoding does not change or that deny it.

    They were taken along because a change of encoding costs more than they do. Behind a word in
    Unicode on the same line the first piece is looked at word by word (`Họ tên: NguyÔn`).
    """
    before = text.rfind("\n", 0, pieces[0].start) + 1
    if text[before : pieces[0].start].strip():
        first = pieces[0]
        words = list(TOKEN.finditer(text, first.start, first.end))
        pieces = [
            *(_Piece(*word.span(), tuple(costs_of(word[0]))) for word in words),
            *pieces[1:],
        ]
    alien = [
        piece.costs[0] < piece.costs[state] + FIELD_SWITCH * (text[piece.end - 1] in LABEL_ENDS)
        or all(decoded(t, STATES[state]) == t for t in _tokens(text, piece))
        for piece in pieces
    ]
    if all(alien):
        return ()
    return pieces[alien.index(False) : len(alien) - alien[::-1].index(False)]


def _tokens(text: str, piece: _Piece) -> list[str]:
    return TOKEN.findall(text, piece.start, piece.end)


def _judged(text: str, pieces: Sequence[_Piece], state: int) -> Stretch | None:
    """Return the stretch of these pieces, or None when the evidence for it is too thin."""
    if not pieces:
        return None
    encoding = STATES[state]
    start, end = pieces[0].start, pieces[-1].end
    total = [sum(costs) for costs in zip(*(p.costs for p in pieces), strict=True)]
    if total[0] - total[state] < MARGIN:
        return None
    right = changed = 0
    for token in (token for piece in pieces for token in _tokens(text, piece)):
        shown = decoded(token, encoding)
        if shown != token or intact(encoding).search(token):
            changed += 1
            runs = RUN.findall(shown)
            right += (
                shown != token
                and bool(runs)
                and all(syllable_cost(run.lower()) is not None for run in runs)
            )
    few = right == 2 and total[0] - total[state] >= TELLING and _SET_OFF.search(text)
    if not (right >= AT_LEAST.get(encoding, 3) or few) or right < SHARE * changed:
        return None
    # Encodings of the very same cost read the text alike: once or twice makes no difference then.
    odds = 1 + sum(
        math.exp(max(-700.0, total[state] - cost)) for cost in total if cost != total[state]
    )
    unmarked = encoding == "tcvn3" and lacks_tones(legacy.decode(text[start:end], encoding).text)
    return Stretch(start, end, encoding, min(0.9999, 1 / odds), unmarked)


def lacks_tones(text: str) -> bool:
    """Return whether words in capitals were typed without tones, for which TCVN3 has no codes.

    Two of three syllables have a tone, so a few words tell.
    """
    words = [run.lower() for run in RUN.findall(text) if len(run) > 1 and run.isupper()]
    syllables = [word for word in words if syllable_cost(word) is not None]
    toned = sum(bool(split_tone(word)[1]) for word in syllables)
    return len(syllables) >= LEAST_CAPITALS and toned * 10 < len(syllables)
