"""Document numbers and symbols (`53/KH-UBND`, `02-NQ/TW`, `QH15`, `HĐND`) and their repair.

The grammar is that of Decree 30/2020 and of the Party's Guidance 36-HD/VPTW: a number, perhaps a
year, then pieces of capitals: the kind of document, the agency, the unit. Which pieces exist is
told by the caller's symbols and abbreviations; which damage is likely, by `symbols.damage`.
A digit never becomes another digit: it stays, or stands for a letter where a letter has to stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from math import inf, log
from typing import NamedTuple

from vndiacritics.orthography.letters import strip_marks
from vndiacritics.symbols.damage import damage_cost
from vndiacritics.symbols.dates import LOOK_ALIKE_DIGITS, NUMBER_LETTER, misread_date
from vndiacritics.symbols.form import (
    CODE,
    LONGEST_CODE,
    LONGEST_PIECE,
    WORD_LIKE,
    code_parts,
    struck,
)
from vndiacritics.symbols.list_marks import list_mark_readings, roman_reading

__all__ = ["CodeGrammar", "Reading"]

UNATTESTED_KIND = 3.4
UNATTESTED_PIECE = 3.2
UNATTESTED_ABBREVIATION = 2.0
MALFORMED = 4.5
"""A form that no list holds; what damage explains more cheaply is preferred to it.

Tuned together with the costs of `symbols.damage` on the development pairs and on a part of the
training corpora: the most repairs at which clean text changes only where it has typing errors.
"""

OTHER_SLOT = 1.0
"""A known piece in a place where symbols do not have it: `ND` for a kind of document."""

COMPOSED = 1.0
"""A piece that is known pieces written together: `GDTXĐH`."""

RARE = 0.15
"""For each factor e that a repaired piece is rarer than a thousand occurrences."""

LOST_SLASH = 2.0
MISREAD_STROKE = 1.0
WRONG_END = 0.7
"""Nats of a stroke that is lost, of one read as a letter, and of a wrong end of a text (`,/.`)."""

DEAREST = 4.5
DEAREST_BESIDE_KNOWN = 3.0
"""Readings dearer than the cheapest by more than this are not given."""

MOST_READINGS = 4
MOST_READINGS_OF_A_PIECE = 3
"""Of a symbol, and of a piece of it, the cheapest."""

KEPT = 1 << 14
"""Tokens and pieces whose readings are kept for the next time they are met."""

LIKELY_DAMAGE = 1.4
"""Damage within a composed piece may cost so much at most."""

_EDGE = re.compile(r"^[^\w¢@©®]*(.*?)[^\w¢]*$", re.DOTALL)
_PROMISING = re.compile(
    r"[^\W\d_a-z][^\W\d_]|[A-ZĐÐ][A-ZĐÐ0-9lg]|\d[/⁄-]\w|1[VX]|[.,]/[.,]|^\W?.\W$|^\w/\w$"
)
_CODE = re.compile(r"[A-Z]{1,2}\d{1,3}")
_NUMERAL = "IVXLHTl"
"""Letters of what may be a roman numeral."""

_MIXED = re.compile(r"[A-ZĐ]{2}[A-Z]*\d")
_END = re.compile(r"(?:\.,?|,)/[.,]$")
_SYLLABLE = re.compile(
    r"(?:NGH|NG|NH|CH|GH|GI|KH|PH|QU|TH|TR|[BCDGHKLMNPRSTVX])?[AEIOUY]{1,3}(?:CH|NG|NH|[CKMNPT])?"
)
_LOOKS = str.maketrans(
    {"Đ": "D", "Ð": "D", "đ": "D", "0": "O", "Q": "O", "5": "S"} | dict.fromkeys("1L|TF", "I")
)


class Reading(NamedTuple):
    """What a span of a token may have been.

    Attributes:
        start: first character of the span in the token.
        stop: character behind the span.
        text: the repaired form.
        cost: nats of the error model; 0 for a known form as it stands.
        kind: "symbol", "abbreviation", "roman", "date" or "list-mark".
    """

    start: int
    stop: int
    text: str
    cost: float
    kind: str


class CodeGrammar:
    """The document symbols that a lexicon's pieces can form.

    Args:
        symbols: letter parts of document symbols (`NĐ-CP`, `NQ/TW`, `QH15`), each with its count.
        abbreviations: abbreviations that stand alone (`HĐND`, `GD&ĐT`, `đ/c`).

    Examples:
        >>> grammar = CodeGrammar({"QĐ-UBND": 9, "QH15": 1}, ["HĐND"])
        >>> [(reading.text, reading.kind) for reading in grammar.readings("07/QDP-UBND;")]
        [('07/QĐ-UBND', 'symbol'), ('07/QDP-UBND', 'symbol')]
        >>> grammar.readings("nhân")
        ()
    """

    def __init__(self, symbols: Mapping[str, int], abbreviations: Iterable[str]) -> None:
        first: dict[str, int] = {}
        later: dict[str, int] = {}
        for form, count in symbols.items():
            pieces = re.split(r"[-/]", form)
            for place, piece in enumerate(pieces):
                counts = later if place else first
                counts[piece] = counts.get(piece, 0) + count
        alone = {form: 1 for form in abbreviations if "." not in form and " " not in form}
        known = {**first, **later, **alone}
        for piece in (piece for form in alone for piece in re.split(r"[-/]", form)):
            if len(piece) > 1:
                known.setdefault(piece, 0)
        self._first = first
        self._alone = alone
        self._known = {
            piece: max(first.get(piece, 0), later.get(piece, 0), count)
            for piece, count in known.items()
        }
        self._pieces: dict[str, tuple[tuple[float, str], ...]] = {}
        self._read = lru_cache(maxsize=KEPT)(self._readings)
        self._read_piece = lru_cache(maxsize=KEPT)(self._piece)

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        """Known pieces by their index keys; made for the first token that may be a symbol."""
        found: dict[str, list[str]] = {}
        for piece in sorted(self._known):
            for key in dict.fromkeys(_keys(piece)):
                found.setdefault(key, []).append(piece)
        return found

    def readings(self, token: str) -> tuple[Reading, ...]:
        """Return what a whitespace token may have been, the cheapest first, at most four.

        Empty for tokens that are no symbol. "roman" and "list-mark" hold at line starts only.
        """
        if _is_plain_word(token) or len(token) > LONGEST_CODE or not _PROMISING.search(token):
            return ()
        return self._read(token)

    def _readings(self, token: str) -> tuple[Reading, ...]:
        found: list[Reading] = []
        if end := _END.search(token):
            if end[0] != "./.":
                found.append(Reading(end.start(), end.end(), "./.", WRONG_END, "symbol"))
            token = token[: end.start()]
        found += [Reading(*reading, "list-mark") for reading in list_mark_readings(token)]
        edge = _EDGE.match(token)
        if edge and edge[1]:
            span, core = edge.span(1), edge[1]
            if date := misread_date(core):
                found.append(Reading(*span, *date, "date"))
            else:
                if roman := roman_reading(core):
                    found.append(Reading(*span, *roman, "roman"))
                found += [
                    Reading(*span, text, cost, kind) for text, cost, kind in self._symbol(core)
                ]
        found.sort(key=lambda reading: (reading.cost, reading.text))
        return tuple(found[:MOST_READINGS])

    def _symbol(self, core: str) -> list[tuple[str, float, str]]:
        """Read a token without its punctuation: text, cost and kind of each reading."""
        if core == "d/c" and "đ/c" in self._alone:
            return [("đ/c", 0.5, "abbreviation"), (core, UNATTESTED_ABBREVIATION, "abbreviation")]
        text, misread = self.with_strokes(core) or (core, 0)
        rows = self._struck(text)
        return [(form, cost + MISREAD_STROKE * misread, kind) for form, cost, kind in rows]

    def _struck(self, core: str) -> list[tuple[str, float, str]]:
        """Read a token whose strokes are right."""
        shape = CODE.fullmatch(core)
        if shape is None:
            return []
        number, joint, letters = shape["number"], shape["joint"], shape["letters"]
        capitals = sum(letter.isupper() or letter == "0" for letter in letters)
        if capitals < 2 or WORD_LIKE.search(letters):
            return []
        if number is None:
            return self._alone_readings(letters)
        repaired = number.translate(LOOK_ALIKE_DIGITS)
        changed = sum(old != new for old, new in zip(number, repaired, strict=True))
        if changed and joint == "-":
            return []
        extra = NUMBER_LETTER * changed + (0.0 if joint else LOST_SLASH)
        start = repaired + (joint or "/").translate(LOOK_ALIKE_DIGITS)
        found = {
            start + text: round(cost + extra, 3)
            for cost, text in self._bodies(letters, numbered=True)
        }
        found.setdefault(core, UNATTESTED_PIECE if joint else MALFORMED)
        return [(text, cost, "symbol") for text, cost in found.items()]

    def with_strokes(self, core: str) -> tuple[str, int] | None:
        """Return a symbol whose strokes were read as letters, as `form.struck` does.

        None where its pieces are no symbol's without these letters, or are with them.
        """
        mended = struck(core)
        if mended is None:
            return None
        parts = code_parts(mended[0])
        if parts is None or parts.pieces[0] not in self._first:
            return None
        seen = code_parts(core)
        return mended if seen is None or seen.pieces[0] not in self._known else None

    def _alone_readings(self, letters: str) -> list[tuple[str, float, str]]:
        """Read letters without a number before them."""
        kind = "symbol" if re.search(r"[-/⁄\d]", letters) else "abbreviation"
        bodies = self._bodies(letters, numbered=False)
        if kind == "symbol":
            pieces = re.split(r"[-/⁄]", letters)
            known = [piece in self._known for piece in pieces]
            if not any(text != letters for _, text in bodies) and not any(known):
                return []
        elif not any(text != letters for _, text in bodies) and letters not in self._known:
            return []
        return [(text, cost, kind) for cost, text in sorted(bodies)]

    def _bodies(self, letters: str, *, numbered: bool) -> list[tuple[float, str]]:
        """Return readings of the letter part, cheapest first, as (cost, text)."""
        whole = [(0.0, letters)] if letters in self._alone and not numbered else []
        parts = re.split(r"([-/⁄])", letters)
        pieces, joints = parts[::2], [joint.translate(LOOK_ALIKE_DIGITS) for joint in parts[1::2]]
        if len(pieces) > 9 or any(len(piece) > LONGEST_PIECE for piece in pieces):
            return [(0.0, letters)]
        kind = numbered or any(len(piece) > 1 and piece in self._known for piece in pieces[1:])
        options = [
            self.piece(piece, kind=kind and place == 0, alone=not numbered)
            for place, piece in enumerate(pieces)
        ]
        best = [found[0] for found in options]
        lists = [best]
        for place, found in enumerate(options):
            lists += [[*best[:place], other, *best[place + 1 :]] for other in found[1:]]
        sums = [
            (
                sum(cost for cost, _ in row),
                row[0][1] + "".join(j + text for j, (_, text) in zip(joints, row[1:], strict=True)),
            )
            for row in lists
        ]
        if all(text != letters for _, text in sums):
            sums.append((sum(self._piece_as_is(piece) for piece in pieces), letters))
        cheapest: dict[str, float] = {}
        rows = sorted([*whole, *sums])
        least = rows[0][0]
        most = least + (DEAREST if least else DEAREST_BESIDE_KNOWN)
        for cost, text in rows:
            if cost <= most:
                cheapest.setdefault(text, round(cost, 3))
        return [(cost, text) for text, cost in cheapest.items()][:MOST_READINGS]

    def _piece_as_is(self, piece: str) -> float:
        return 0.0 if piece in self._known else UNATTESTED_PIECE

    def piece(self, piece: str, *, kind: bool, alone: bool) -> tuple[tuple[float, str], ...]:
        """Return readings of one piece, its own form among them, cheapest first.

        Args:
            piece: what stands between two joints.
            kind: it stands where the kind of document is named.
            alone: no number is before it, so it may be a word of a heading.
        """
        return self._read_piece(piece, kind, alone)

    def _piece(self, piece: str, kind: bool, alone: bool) -> tuple[tuple[float, str], ...]:
        known = piece in self._known
        found = {piece: 0.0 if known else self._unattested(piece, kind=kind, alone=alone)}
        rows = [(cost + self.rarity(form), form) for cost, form in self._near(piece)]
        if not known:
            rows += self._composed(piece)
        for cost, form in rows:
            extra = OTHER_SLOT if kind and form not in self._first else 0.0
            found[form] = min(cost + extra, found.get(form, inf))
        if "Ð" in piece:
            # The Icelandic letter stands in no symbol.
            form = re.sub("Đ?Ð[ĐÐ]?", "Đ", piece)
            found[form] = min(found.get(form, inf), found[piece] / 2)
        if kind and known and piece not in self._first:
            # The slot speaks for a look-alike that fits it, and else not against a known piece.
            others = [cost for form, cost in found.items() if form != piece]
            found[piece] = OTHER_SLOT if min(others, default=inf) < OTHER_SLOT else 0.0
        rows = sorted((cost, form) for form, cost in found.items())
        return tuple(rows[:MOST_READINGS_OF_A_PIECE])

    def _unattested(self, piece: str, *, kind: bool, alone: bool) -> float:
        if piece.replace("&", "") in self._known or (_CODE.fullmatch(piece) and not kind):
            return 0.0
        if alone and _SYLLABLE.fullmatch(strip_marks(piece)):
            return 0.0
        if alone and not kind and not _MIXED.search(piece):
            return UNATTESTED_ABBREVIATION
        return UNATTESTED_KIND if kind else UNATTESTED_PIECE

    def _near(self, piece: str) -> tuple[tuple[float, str], ...]:
        """Return the known pieces that damage may have turned into this one, and its cost."""
        known = self._pieces.get(piece)
        if known is None:
            forms = {form for key in _keys(piece) for form in self._index.get(key, ())}
            rows = [
                (damage_cost(piece, form, DEAREST), form)
                for form in forms - {piece}
                if abs(len(form) - len(piece)) <= 2
            ]
            known = tuple(sorted(row for row in rows if row[0] <= DEAREST))
            self._pieces[piece] = known
        return known

    def rarity(self, form: str) -> float:
        """Return the cost in nats of a form for being rare, whether it is known or not."""
        return RARE * max(0.0, 7 - log(1 + self._known.get(form, 0)))

    def with_lost_letter(self, piece: str) -> str | None:
        """Return the commonest known piece that lacks only a `Đ`: `HĐND` for `HND`."""
        forms = [f"{piece[:place]}Đ{piece[place:]}" for place in range(len(piece), -1, -1)]
        known = [form for form in forms if form in self._known and len(form) > 1]
        return max(known, key=lambda form: self._known[form], default=None)

    def is_known(self, piece: str) -> bool:
        """Return whether some symbol or abbreviation has a piece."""
        return piece in self._known

    def is_kind(self, piece: str) -> bool:
        """Return whether a piece names a kind of document in some symbol."""
        return piece in self._first

    def _composed(self, piece: str) -> Iterator[tuple[float, str]]:
        """Read a piece as two or three known ones written together: `GDTXĐH`."""
        for border in range(2, len(piece) - 1):
            head, tail = piece[:border], piece[border:]
            for head_cost, head_form in self._look_alikes(head):
                rests = self._look_alikes(tail)
                if len(tail) >= 4:
                    rests += [
                        (one + two, first + second)
                        for cut in range(2, len(tail) - 1)
                        for one, first in self._look_alikes(tail[:cut])
                        for two, second in self._look_alikes(tail[cut:])
                    ]
                for cost, form in rests:
                    yield head_cost + cost + COMPOSED, head_form + form

    def _look_alikes(self, piece: str) -> list[tuple[float, str]]:
        """Return known pieces that differ from this one by likely damage only."""
        own = [(0.0, piece)] if piece in self._known else []
        return own + [(cost, form) for cost, form in self._near(piece) if cost < LIKELY_DAMAGE]


def _is_plain_word(token: str) -> bool:
    """Tell at little cost that a token is a word, with a capital first at most, and no numeral."""
    word = token.rstrip(".,;:)")
    return len(word) > 1 and word.isalpha() and word[1:].islower() and bool(word.strip(_NUMERAL))


def _keys(piece: str) -> list[str]:
    """Return index keys: look-alikes made one, runs shortened; longer pieces also less a letter."""
    looks = strip_marks(piece).upper().translate(_LOOKS)
    looks = "".join(letter for letter in looks if letter.isalnum() or letter == "&")
    short = "".join(b for a, b in pairwise(" " + looks) if a != b)
    if len(looks) < 3:
        return [short]
    return [short, *(short[:place] + short[place + 1 :] for place in range(len(short)))]
