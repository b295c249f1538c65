"""Document symbols read once more, behind the search: by their context and their document.

The search weighs each symbol by itself. What it cannot see is told here:

- the kind of document that the words before a number name (`Nghị định số 7/2013/NB-CP`: NĐ);
- the document itself: an abbreviation seen whole elsewhere speaks for a damaged one;
- forms that no symbol has, whatever is listed: letters among digits, digits among letters.

Letters only are exchanged; a digit is read for a letter where a letter has to stand, never for
another digit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import exp, inf, log
from typing import NamedTuple

from vndiacritics.orthography.letters import canonical, strip_marks
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.symbols.damage import damage_cost
from vndiacritics.symbols.form import CodeParts, code_parts
from vndiacritics.symbols.grammar import COMPOSED, CodeGrammar
from vndiacritics.symbols.kinds import named_kind
from vndiacritics.symbols.list_marks import misread_numeral

IMPOSSIBLE = 6.0
"""Nats against a piece that no symbol has: `QHI3`, `T1r`."""

UNKNOWN_FORM = 3.0
"""Nats more against an abbreviation that neither lexicon nor language model knows, where likely
damage makes one they know."""

UNKNOWN_LETTER = 1.5
"""Nats against an unknown abbreviation for each letter from the fifth on."""

LOST_LETTER_COST = 2.5
"""Nats for a `Đ` that is missing from a piece behind a number."""

LOST_KIND_COST = 4.0
"""Nats for a kind of document that is lost but for a letter, or altogether."""

LEAST_KIND = 2
"""Letters of a piece that names a kind of document; of fewer some are lost."""

LIKELY_DAMAGE = 1.0
"""Damage in nats that is the rule: `D` for `Đ`."""

LONG_PIECE, LONG_PART = 8, 4
"""Letters from which a piece that is none may be two known ones and a stray letter, and letters
that these have at least."""

NUMBERED_CHANGE_COST = 2.0
"""Nats for changing an unknown piece behind a number at most: few pieces are not listed."""

NAMED_KIND_GAIN = 2.5
"""Nats for the kind of document that the words before name; as many against another."""

FARTHEST_KIND = 6.0
"""Damage in nats up to which a piece may be the kind that is named."""

NEAR_SEEN = 4.0
"""Damage in nats up to which a piece may be one that the document has elsewhere."""

SEEN_AGAIN = 2.0
"""Nats at first for a form that the document has elsewhere."""

SHORTEST_SEEN = 4
"""Letters from which a form the lexicon does not know is sought elsewhere in the document."""

SHORTEST_AGAIN = 3
"""Letters from which being seen elsewhere speaks for a form."""

SEARCH_GAIN = 3.0
"""Nats for what the search chose, where it had the sentence to go by."""

UNLISTED_COST = 1.0
"""Nats for an abbreviation that only the language model knows."""

FOREIGN_LETTER = 1.0
"""Nats for `F` read as `E`: the Vietnamese alphabet has no F, and engines trained on it miss it."""

NUMERAL_HEADS = frozenset(
    ["phần", "mục", "chương", "khóa", "khoá", "quý", "lục", "hạng", "thứ", "kỳ", "nhóm", "tập"]
)
"""Words that a roman numeral follows."""

NUMERAL = 0.97
"""Confidence of a numeral behind such a word whose letters make none as they stand."""

FOREIGN_WORD = 0.96
"""Confidence of an F in a word that is one with it and none without."""

LEAST_GAIN = 0.5
"""Nats by which another reading must be better than the one that stands."""

_CANDIDATE = re.compile(r"^\W*E[^\W\d_]{2}|[^\W\d_a-z].*[^\W\d_a-z]|\d[/⁄-]+[^\W\d_]")
_FOREIGN = re.compile(r"[^\W\d_]*E[^\W\d_A-Z]{2}[^\W\d_]*")
_WORD = re.compile(r"[^\W\d_]+")
_IMPOSSIBLE = re.compile(r"[^\W_]*(?:[^\W\d_]\d+[^\W\d_]|QH\d*[Il|S][Il|\dS]*$)")
_ROMAN = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


class Seen(NamedTuple):
    """A token that may be a symbol.

    Attributes:
        observed: as it was seen, without the signs around it.
        written: as the search would write it.
        before: words before it, restored, the nearest last.
    """

    observed: str
    written: str
    before: tuple[str, ...] = ()


class Revised(NamedTuple):
    """Another reading.

    Attributes:
        text: what is written instead.
        posterior: its share among the readings.
    """

    text: str
    posterior: float


class _Place(NamedTuple):
    """A piece of a symbol, what the search made of it, and where it stands."""

    piece: str
    own: str
    numbered: bool
    is_kind: bool
    kinds: tuple[str, ...]
    known: bool
    impossible: bool
    change: float


def may_be_code(token: str) -> bool:
    """Return, at little cost, whether a token is worth being looked at."""
    return _CANDIDATE.search(token) is not None and not token.islower()


class CodeContext:
    """Reads the symbols of a document in their context.

    Args:
        grammar: of the lexicon.
        words: those of the language model.
        change_cost: nats for a change, where the profile seldom damages a symbol.
    """

    def __init__(self, grammar: CodeGrammar, words: Collection[str], *, change_cost: float) -> None:
        self._grammar = grammar
        self._words = words
        self._change_cost = change_cost

    def revised(self, symbols: Sequence[Seen]) -> list[Revised | None]:
        """Read the symbols of one document again; None for what stays as the search has it."""
        seen = Counter(
            piece for symbol in symbols for piece in dict.fromkeys(_certain_pieces(symbol.written))
        )
        return [self._revised(symbol, seen) for symbol in symbols]

    def _revised(self, symbol: Seen, seen: Mapping[str, int]) -> Revised | None:
        observed, written = symbol.observed, symbol.written
        if self._change_cost and _FOREIGN.fullmatch(observed) and written == observed:
            return self._foreign_word(observed)
        if symbol.before and symbol.before[-1] in NUMERAL_HEADS:
            numeral = misread_numeral(observed)
            if numeral is not None:
                return Revised(numeral, NUMERAL)
        mended = self._grammar.with_strokes(observed)
        parts = code_parts(mended[0] if mended else observed)
        if parts is None or not _is_code(observed, written):
            return None
        spoken = code_parts(written)
        chosen = spoken.pieces if spoken and len(spoken.pieces) == len(parts.pieces) else ()
        pieces: list[str] = []
        posterior = 1.0
        for number, piece in enumerate(parts.pieces):
            own = chosen[number] if chosen else piece
            costs = self._costs(self._place(symbol, parts, number, own), seen)
            best = min(costs, key=lambda form: (costs[form], form))
            if own in costs and costs[own] < costs[best] + LEAST_GAIN:
                best = own
            posterior *= 1 / sum(exp(costs[best] - costs[form]) for form in sorted(costs))
            pieces.append(best)
        text = parts.written(pieces)
        return None if text == written else Revised(text, posterior)

    def _place(self, symbol: Seen, parts: CodeParts, number: int, own: str) -> _Place:
        piece = parts.pieces[number]
        numbered = parts.number != ""
        known = self._grammar.is_known(piece) if numbered else self._is_word(piece)
        impossible = (
            not piece or _IMPOSSIBLE.match(piece) is not None or ("ĐĐ" in piece and not known)
        )
        change = 0.0 if impossible else self._change_cost
        if numbered and not known:
            change = min(change, NUMBERED_CHANGE_COST)
        is_kind = number == 0 and (numbered or len(parts.pieces) > 1)
        kinds = named_kind(symbol.before) if numbered and is_kind else ()
        return _Place(piece, own, numbered, is_kind, kinds, known, impossible, change)

    def _costs(self, place: _Place, seen: Mapping[str, int]) -> dict[str, float]:
        """Return the readings of a piece, itself among them, with their costs."""
        own = place.own
        if own and (_ROMAN.fullmatch(own) or (own != place.piece and _is_word_of_letters(own))):
            return {own: 0.0}
        costs = {
            form: cost + place.change * (form != place.piece)
            for cost, form in self._grammar.piece(
                place.piece, kind=place.is_kind, alone=not place.numbered
            )
        }
        costs.setdefault(place.piece, max(costs.values()))
        costs[place.piece] += self._against_itself(place, costs)
        others = self._less_damaged(place) if self._change_cost else self._shorter(place, costs)
        for form, cost in others:
            costs[form] = min(costs.get(form, inf), cost)
        if not place.numbered and own != place.piece:
            dear = costs.get(own, UNLISTED_COST + 2 * place.change)
            costs[own] = dear - place.change - SEARCH_GAIN
        if place.kinds:
            self._weigh_kinds(place, costs)
        self._weigh_seen(place, costs, seen)
        return costs

    def _against_itself(self, place: _Place, costs: Mapping[str, float]) -> float:
        """Return what more speaks against a piece as it stands, in nats."""
        piece = place.piece
        if place.impossible:
            return IMPOSSIBLE
        against = 0.0
        if not place.known and (place.numbered or not self._change_cost):
            others = (form for form in costs if form != piece and self._is_word(form))
            if any(damage_cost(piece, form) <= LIKELY_DAMAGE for form in others):
                against += UNKNOWN_FORM
        if not place.known and self._change_cost and self._with_foreign_letter(piece) is not None:
            against += UNKNOWN_FORM
        unlike = not place.numbered and costs[piece] > COMPOSED and piece.isupper()
        if unlike and not self._change_cost:
            against += UNKNOWN_LETTER * max(0, len(piece) - SHORTEST_SEEN)
        return against

    def _less_damaged(self, place: _Place) -> Iterator[tuple[str, float]]:
        """Read what engines that know Vietnamese make of a piece: no F, and now and then no Đ."""
        piece = place.piece
        if place.known:
            return
        if (foreign := self._with_foreign_letter(piece)) is not None:
            yield foreign, FOREIGN_LETTER + self._grammar.rarity(foreign)
        if place.numbered:
            lost = self._grammar.with_lost_letter(piece)
            if lost is not None and (self._grammar.is_kind(lost) or not place.is_kind):
                yield lost, LOST_LETTER_COST

    def _shorter(self, place: _Place, costs: Mapping[str, float]) -> Iterator[tuple[str, float]]:
        """Read a long piece that is like no other as two known ones and a stray letter."""
        piece = place.piece
        if place.known or len(costs) > 1 or len(piece) < LONG_PIECE:
            return
        shorter = {piece[:cut] + piece[cut + 1 :] for cut in range(len(piece))}
        for form in sorted(shorter):
            for cut in range(LONG_PART, len(form) - LONG_PART + 1):
                if self._grammar.is_known(form[:cut]) and self._grammar.is_known(form[cut:]):
                    yield form, costs[piece] - LEAST_GAIN

    def _weigh_kinds(self, place: _Place, costs: dict[str, float]) -> None:
        """Let the kind speak that the words before name."""
        piece = place.piece
        for form in place.kinds:
            damage = LOST_KIND_COST if piece in form else damage_cost(piece, form)
            if damage <= FARTHEST_KIND and (len(form) <= len(piece) or len(piece) < LEAST_KIND):
                cost = damage + (form != piece) * place.change
                costs[form] = min(costs.get(form, inf), cost)
        for form in costs:
            if form in place.kinds:
                costs[form] -= NAMED_KIND_GAIN
            elif self._grammar.is_kind(form) or not place.known:
                costs[form] += NAMED_KIND_GAIN

    def _weigh_seen(self, place: _Place, costs: dict[str, float], seen: Mapping[str, int]) -> None:
        """Let the forms speak that the document has elsewhere."""
        piece = place.piece
        for form in seen:
            if (
                form not in costs
                and len(form) >= SHORTEST_SEEN
                and abs(len(form) - len(piece)) <= 1
                and (damage := damage_cost(piece, form, NEAR_SEEN)) <= NEAR_SEEN
            ):
                unknown = 0.0 if self._is_word(form) else UNKNOWN_FORM
                costs[form] = damage + place.change + unknown
        for form in costs:
            times = seen.get(form, 0) - (form == place.own)
            short = len(form) < min(SHORTEST_SEEN, max(SHORTEST_AGAIN, len(piece)))
            # Where every Đ is read as D, a D that is seen again tells nothing.
            vain = form == piece and "D" in piece and not self._change_cost
            if times > 0 and not short and not vain:
                costs[form] -= SEEN_AGAIN + log(times)

    def _foreign_word(self, word: str) -> Revised | None:
        """Read `Elorida` as what the language model knows."""
        form = None if self._is_word(word) else self._with_foreign_letter(word)
        return None if form is None else Revised(form, FOREIGN_WORD)

    def _with_foreign_letter(self, piece: str) -> str | None:
        """Read an `E` as the `F` that makes a known word; None where none does."""
        for place, letter in enumerate(piece):
            form = f"{piece[:place]}F{piece[place + 1 :]}"
            if letter == "E" and self._is_word(form):
                return form
        return None

    def _is_word(self, piece: str) -> bool:
        return self._grammar.is_known(piece) or piece.lower() in self._words


def _is_word_of_letters(form: str) -> bool:
    """Return whether a form has vowels with marks, which no symbol has."""
    return any(strip_marks(letter) in "AEIOUY" and letter not in "AEIOUYƯƠ" for letter in form)


def _certain_pieces(text: str) -> Iterator[str]:
    parts = code_parts(text)
    for piece in parts.pieces if parts else ():
        if len(piece) > 1 and not _IMPOSSIBLE.match(piece):
            yield piece


def _is_code(observed: str, written: str) -> bool:
    """Return whether the search took a token for a symbol too, not for words."""
    if any(character.isdigit() for character in observed) and written == observed:
        return True
    return not all(is_syllable(canonical(word)) for word in _WORD.findall(written))
