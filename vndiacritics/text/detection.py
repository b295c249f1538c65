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
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable import split_tone
from vndiacritics.orthography.syllable_costs import syllable_cost
from vndiacritics.text import encodings as legacy
from vndiacritics.text.lines import distinct_tokens

__all__ = [
    "UNICODE",
    "Stretch",
    "could_be_legacy",
    "find_stretches",
    "foreign_cost",
    "lacks_tones",
    "scores",
]

UNICODE = "unicode"
STATES = (UNICODE, *legacy.ENCODINGS)

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

PIECE = 16
"""Words in a piece."""

CLEAN = (
    frozenset(map(chr, range(0x20, 0x7F)))
    | frozenset("\t\n\r\f–—‘’“”•…«»°²³×½€₫→")
    | LETTERS
    | frozenset(c.upper() for c in LETTERS)
)
"""Characters that are no sign of any damage."""

_TOKEN = re.compile(r"[^ \t\r\n\f\v]+")
_UNICODE_TOKEN = re.compile(r"(?<!\S)\S*[\u1ea0-\u1ef9ĂăĐđĨĩŨũƠơƯư]\S*")
"""A token with a letter that Latin-1 lacks."""

_RUN = re.compile(r"[^\W\d_]+")
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
    if not _stretches(text, [piece for line in some for piece in _pieces(line)]):
        return ()
    return tuple(_stretches(text, [piece for line in lines for piece in _pieces(line)]))


def scores(text: str) -> dict[str, float]:
    """Return the cost in nats of the whole of `text` in each encoding and as Unicode.

    Examples:
        >>> costs = scores("Vieät Nam ñoäc laäp")
        >>> min(costs, key=costs.__getitem__)
        'vni'
    """
    totals = [0.0] * len(STATES)
    for match in _TOKEN.finditer(text):
        for i, cost in enumerate(_costs(match[0])):
            totals[i] += cost
    return dict(zip(STATES, totals, strict=True))


# --- pieces and the way through them ------------------------------------------------------------


class _Piece(NamedTuple):
    start: int
    end: int
    costs: tuple[float, ...]


def _pieces(line: re.Match[str]) -> Iterator[_Piece]:
    for part in _parts(list(_TOKEN.finditer(line[0]))):
        costs = tuple(map(sum, zip(*(_costs(t[0]) for t in part), strict=True)))
        yield _Piece(line.start() + part[0].start(), line.start() + part[-1].end(), costs)


def _parts(tokens: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """Part a line where letters end that no old encoding shows (`Địa chỉ:` before a fill).

    A part has at most `PIECE` tokens.
    """
    if not tokens:
        return
    line = tokens[0].string
    marked = {match.start() for match in _UNICODE_TOKEN.finditer(line)}
    first, last = 0, tokens[0].start() in marked
    for i in range(1, len(tokens)):
        here = tokens[i].start() in marked
        if here != last or i - first == PIECE:
            yield tokens[first:i]
            first, last = i, here
    yield tokens[first:]


def _stretches(text: str, pieces: Sequence[_Piece]) -> list[Stretch]:
    found: list[Stretch] = []
    path = _cheapest(pieces)
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
        words = list(_TOKEN.finditer(text, first.start, first.end))
        pieces = [
            *(_Piece(*word.span(), tuple(_costs(word[0]))) for word in words),
            *pieces[1:],
        ]
    alien = [
        piece.costs[0] < piece.costs[state]
        or all(_decoded(t, STATES[state]) == t for t in _tokens(text, piece))
        for piece in pieces
    ]
    if all(alien):
        return ()
    return pieces[alien.index(False) : len(alien) - alien[::-1].index(False)]


def _tokens(text: str, piece: _Piece) -> list[str]:
    return _TOKEN.findall(text, piece.start, piece.end)


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
        decoded = legacy.decode(token, encoding).text
        if decoded != token or _intact(encoding).search(token):
            changed += 1
            runs = _RUN.findall(decoded)
            right += (
                decoded != token
                and bool(runs)
                and all(syllable_cost(run.lower()) is not None for run in runs)
            )
    if right < AT_LEAST.get(encoding, 3) or right < SHARE * changed:
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
    words = [run.lower() for run in _RUN.findall(text) if len(run) > 1 and run.isupper()]
    syllables = [word for word in words if syllable_cost(word) is not None]
    toned = sum(bool(split_tone(word)[1]) for word in syllables)
    return len(syllables) >= LEAST_CAPITALS and toned * 10 < len(syllables)


# --- what a word costs ------------------------------------------------------------------------

_FOREIGN_SHARE = 0.05
"""Probability that a run of letters is no syllable, in text that an encoding shows."""

_SIGN_COST, _ODD_SIGN_COST = 2.0, 7.0
"""Nats of a sign of clean Vietnamese text, and of any other."""

_INTACT_COST = 12.0
"""Nats for a word with a Vietnamese letter that text in the encoding would never show."""


@cache
def _intact(encoding: str) -> re.Pattern[str]:
    """Find Vietnamese letters that no program shows for a byte of text in `encoding`."""
    page = "cp1258" if "cp1258" in encoding.removeprefix("cp1258") else "cp1252"
    shown = set() if encoding == "viqr" else set(bytes(range(128, 256)).decode(page, "ignore"))
    capitals = {c.upper() for c in LETTERS}
    letters = sorted(c for c in (LETTERS | capitals) - shown if not c.isascii())
    return re.compile(f"[{''.join(letters)}]")


@lru_cache(maxsize=1 << 12)
def _decoded(token: str, encoding: str) -> str:
    return legacy.decode(token, encoding).text


@lru_cache(maxsize=1 << 14)
def _costs(token: str) -> tuple[float, ...]:
    plain = _cost(token, other=0.5)
    same = _cost(token, other=_FOREIGN_SHARE)
    if token.isascii() and not re.search(r"[a-zA-Z][-(^+*'`?~.]|dd|DD|\\", token):
        return (plain, *[same] * (len(STATES) - 1))
    result = [plain]
    for encoding in legacy.ENCODINGS:
        decoded = _decoded(token, encoding)
        cost = same if decoded == token else _cost(decoded, other=_FOREIGN_SHARE)
        result.append(cost + (_INTACT_COST if _intact(encoding).search(token) else 0.0))
    return tuple(result)


def _cost(token: str, *, other: float) -> float:
    total = 0.0
    rest = 0
    for match in _RUN.finditer(token):
        run = match[0]
        foreign = -math.log(other) + foreign_cost(run)
        native = syllable_cost(run.lower())
        total += foreign if native is None else min(foreign, native - math.log(1 - other))
        rest += len(run)
    if rest < len(token):
        for character in _RUN.sub("", token):
            if not character.isalnum():
                common = character in CLEAN
                total += _SIGN_COST if common else _ODD_SIGN_COST
    return total


def foreign_cost(run: str) -> float:
    """Return the cost of a word of no language: 3 nats a letter, more for rare letters."""
    return 2.0 + sum(3.0 if c.isascii() else 4.5 if c.lower() in LETTERS else 7.0 for c in run)
