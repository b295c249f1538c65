"""A token's part of the lattice: its slots and what may stand in each.

A whitespace token is taken apart into slots (words, numbers, signs), each with its arcs: candidate
symbols with costs. An arc may cover several slots, where a sign is really a part of a letter
(`THU'C` for THỰC, `ct?` for cứ). The analysis of every distinct token is kept, so a text costs one
dictionary look-up a token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vndiacritics.decoder import LONGEST_ARC
from vndiacritics.listed import KEEP_COST, LISTED_COST, ListedWords
from vndiacritics.matching import Matcher
from vndiacritics.model.channel import Channel
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.lexicon import Lexicon, canonical
from vndiacritics.model.spelling import Spelling
from vndiacritics.orthography.letters import cased, placed_like, shape
from vndiacritics.orthography.symbols import Reading, SymbolGrammar
from vndiacritics.spaces import Spaces, Tear
from vndiacritics.tokens import NUMBER, SIGN, UNKNOWN, cut, is_number, symbol

MOST = 32
"""Candidates a word keeps at most."""

MOST_JOINED = 8
"""Candidates an arc over several slots keeps at most."""

WINDOW = 13.0
"""Candidates dearer than the best by more than this (nats, unigram included) are dropped."""

JOINED_WINDOW = 16.0
KEEP_DAMAGED_COST = 4.5
LONGEST_WORD = 12
LONGEST_TOKEN = 120
"""Characters from which a token is no word, nor words and signs, and is left alone."""

MOST_DIGITS = 2
"""Digits of a number that may be a misread word."""

NUMBER_HEAD = "số"
NUMBER_HEAD_BONUS = 5.0
"""Nats that `số` gains before a document number: little else stands there."""

GLUE_COST = 3.0
"""Nats for a space missing between two syllables."""

TOKENS_KEPT = 50_000
"""Analyses that are kept for the next occurrence."""

_LETTER_LIKE = re.compile(r"['’‘`´?!*°^~|]")
_ADDRESS = re.compile(
    r"(?:https?|ftp)://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|edu|gov|info)(?:/\S*)?"
)
"""Addresses: never touched."""

_LONE_SIGNS = frozenset("¢&@§€£¥#°|$©®~^<")
"""Signs that, standing alone, may be a misread word."""

_LINE_START = frozenset({"roman", "list-mark"})


@dataclass(frozen=True)
class Setting:
    """What is around a token.

    Attributes:
        heading: the words beside it are in capitals.
        opens_line: it is the first of its line.
        heads_number: a document number such as `45/BC-UBND` follows.
    """

    heading: bool = False
    opens_line: bool = False
    heads_number: bool = False


@dataclass(frozen=True)
class Analysis:
    """A token's part of the lattice.

    Attributes:
        starts: first character of each slot, counted in the token.
        stops: character behind each slot.
        symbols: the arcs' symbols, shape (arcs,).
        costs: the arcs' channel costs in nats, shape (arcs,).
        spans: slots each arc covers, ending with its own, shape (arcs,).
        links: of onset and rime of each arc, 0 where it has none, shape (arcs, 2).
        counts: arcs that end at each slot, shape (slots,).
        surfaces: what each arc writes; None leaves what stands there.
    """

    starts: tuple[int, ...]
    stops: tuple[int, ...]
    symbols: NDArray[np.int64]
    costs: NDArray[np.float32]
    spans: NDArray[np.int8]
    links: NDArray[np.int64]
    counts: tuple[int, ...]
    surfaces: tuple[str | None, ...]


@dataclass(frozen=True)
class _Arc:
    number: int
    cost: float
    surface: str | None
    span: int = 1
    onset: int = 0
    rime: int = 0


@dataclass
class _Slot:
    start: int
    stop: int
    is_word: bool
    arcs: list[_Arc]


class Candidates:
    """Analyses of tokens behind one channel.

    Args:
        channel: of the profile.
        language_model: whose symbols are used.
        spelling: costs of words that are no syllables.
        lexicon: symbols, abbreviations, words.
        symbol_cost: nats added to a changed document symbol, where damage is rare.
        digit_cost: nats for reading a short number as a word (`13` for là); None forbids it.
        mends_spaces: mend syllables that are torn by spaces or glued together.
        scale: factor of all costs of syllables: under 1, changes come easier than the channel says.
    """

    def __init__(
        self,
        channel: Channel,
        language_model: LanguageModel,
        spelling: Spelling,
        lexicon: Lexicon,
        *,
        symbol_cost: float = 0.0,
        digit_cost: float | None = None,
        scale: float = 1.0,
        mends_spaces: bool = False,
    ) -> None:
        self.matcher = Matcher(channel, language_model)
        self._index = language_model.index
        self._spelling = spelling
        self._grammar = SymbolGrammar(lexicon.symbols, lexicon.abbreviations)
        self._symbol_cost = symbol_cost
        self._digit_cost = digit_cost
        self._scale = scale
        self._number_head = self._index.get(NUMBER_HEAD, -1)
        self._spaces = Spaces(language_model) if mends_spaces else None
        self._torn: dict[tuple[tuple[str, ...], Setting], Analysis | None] = {}
        self._listed = ListedWords(language_model, lexicon)
        self._tokens: dict[tuple[str, Setting], Analysis] = {}

    def analysis(self, token: str, setting: Setting) -> Analysis:
        """Analyse a whitespace token (NFC, not empty)."""
        known = self._tokens.get((token, setting))
        if known is None:
            if len(self._tokens) >= TOKENS_KEPT:
                self._tokens.clear()
            known = self._tokens[token, setting] = self._analyse(token, setting)
        return known

    def torn(self, before: Sequence[str], token: str, setting: Setting) -> Analysis | None:
        """Analyse a token that may be the end of a syllable torn by spaces.

        Args:
            before: up to two tokens before it, on its line.
            token: the token.
            setting: what is around it.

        Returns:
            Its analysis with an arc that reaches back; None where no syllable results.
        """
        if self._spaces is None or not before:
            return None
        key = ((*before, token), setting)
        if key not in self._torn:
            if len(self._torn) >= TOKENS_KEPT:
                self._torn.clear()
            found = self._spaces.tear(before, token)
            self._torn[key] = None if found is None else self._mended(found, setting)
        return self._torn[key]

    def _mended(self, tear: Tear, setting: Setting) -> Analysis | None:
        *before, token = tear.tokens
        analysis = self.analysis(token, setting)
        opening = self.analysis(before[0], setting)
        if tear.start not in opening.starts or tear.stop not in analysis.stops:
            return None
        slot = analysis.stops.index(tear.stop)
        span = len(opening.starts) - opening.starts.index(tear.start) + slot + 1
        span += sum(len(self.analysis(part, setting).starts) for part in before[1:])
        if span > LONGEST_ARC:
            return None
        place = sum(analysis.counts[: slot + 1])
        counts = list(analysis.counts)
        counts[slot] += 1
        return replace(
            analysis,
            symbols=np.insert(analysis.symbols, place, self._index[canonical(tear.word)]),
            costs=np.insert(analysis.costs, place, np.float32(tear.cost)),
            spans=np.insert(analysis.spans, place, span),
            links=np.insert(analysis.links, place, 0, axis=0),
            counts=tuple(counts),
            surfaces=(*analysis.surfaces[:place], tear.word, *analysis.surfaces[place:]),
        )

    def _glued(self, parts: list[str], start: int, setting: Setting) -> list[_Slot]:
        """Give a slot to each syllable of a word that holds several, or is damaged as a whole."""
        slots = []
        for place, part in enumerate(parts):
            number = self._index[canonical(part)]
            arc = _Arc(number, GLUE_COST, f" {part}") if place else _Arc(number, 0.0, None)
            slots.append(_Slot(start, start + len(part), is_word=False, arcs=[arc]))
            start += len(part)
        if len(parts) <= LONGEST_ARC:
            whole = "".join(parts)
            if len(whole) <= LONGEST_WORD:
                slots[-1].arcs += self._joined(whole, len(parts), setting)
            kept = self._spelling.cost(canonical(whole))
            slots[-1].arcs.append(
                _Arc(self._index[UNKNOWN], KEEP_COST + kept, None, span=len(parts))
            )
        return slots

    def _analyse(self, token: str, setting: Setting) -> Analysis:
        if len(token) > LONGEST_TOKEN:
            return self._kept(token, 0, len(token))
        if address := _ADDRESS.search(token):
            return self._kept(token, *address.span())
        readings = [
            reading
            for reading in self._grammar.readings(token)
            if setting.opens_line or reading.kind not in _LINE_START
        ]
        whole = self._chosen(token, [row for row in readings if row.kind != "abbreviation"])
        short = [row for row in readings if row.kind == "abbreviation"]
        slots: list[_Slot] = []
        for start, stop in cut(token, None if whole is None else (whole.start, whole.stop)):
            if whole is not None and start == whole.start:
                slots.append(self._symbol(token, whole))
            elif self._spaces and len(parts := self._spaces.unglued(token[start:stop])) > 1:
                slots += self._glued(parts, start, setting)
            else:
                slots.append(self._slot(token, start, stop, setting, short))
        for last in range(1, len(slots)):
            for span in (2, 3):
                group = slots[last - span + 1 : last + 1] if last >= span - 1 else []
                if group and _may_join(token, group):
                    joined = token[group[0].start : group[-1].stop]
                    slots[last].arcs += self._joined(joined, span, setting)
        return _packed(slots)

    def _kept(self, token: str, start: int, stop: int) -> Analysis:
        """Leave an address and the signs around it as they are."""
        unknown = [_Arc(self._index[UNKNOWN], 0.0, None)]
        cuts = [(place, place + 1) for place in (*range(start), *range(stop, len(token)))]
        slots = [_Slot(*cut, False, [_Arc(self._index[SIGN], 0.0, None)]) for cut in cuts]
        slots.append(_Slot(start, stop, False, unknown))
        return _packed(sorted(slots, key=lambda slot: slot.start))

    def _chosen(self, token: str, readings: list[Reading]) -> Reading | None:
        """Choose among the readings of a document number; None where the token is none."""
        if not readings:
            return None
        return min(
            readings,
            key=lambda row: (
                row.cost + self._symbol_cost * (row.text != token[row.start : row.stop])
            ),
        )

    def _symbol(self, token: str, reading: Reading) -> _Slot:
        observed = token[reading.start : reading.stop]
        numbered = any(character.isdigit() for character in reading.text)
        number = self._index.get(canonical(reading.text), self._index[UNKNOWN])
        surface = None if observed == reading.text else reading.text
        arc = _Arc(self._index[NUMBER] if numbered else number, 0.0, surface)
        return _Slot(reading.start, reading.stop, is_word=False, arcs=[arc])

    def _slot(
        self, token: str, start: int, stop: int, setting: Setting, short: list[Reading]
    ) -> _Slot:
        piece = token[start:stop]
        alone = start == 0 and stop == len(token)
        if is_number(piece):
            arcs = [_Arc(self._index[NUMBER], 0.0, None)]
            if alone and self._digit_cost is not None and len(piece) <= MOST_DIGITS:
                arcs += self._joined(piece, 1, setting, self._digit_cost)
        elif any(character.isalnum() for character in piece) or (
            alone and set(piece) <= _LONE_SIGNS
        ):
            arcs = self._word(piece, setting)
            arcs += [
                self._abbreviation(row, piece)
                for row in short
                if (row.start, row.stop) == (start, stop)
            ]
        else:
            arcs = [_Arc(self._index[symbol(piece)], 0.0, None)]
        return _Slot(start, stop, any(character.isalpha() for character in piece), arcs)

    def _abbreviation(self, reading: Reading, observed: str) -> _Arc:
        changed = reading.text != observed
        cost = LISTED_COST + reading.cost + self._symbol_cost * changed
        number = self._index.get(canonical(reading.text), self._index[UNKNOWN])
        return _Arc(number, cost, reading.text if changed else None)

    def _joined(self, piece: str, span: int, setting: Setting, extra: float = 0.0) -> list[_Arc]:
        matches = self.matcher.matches(
            piece, heading=setting.heading, most=MOST_JOINED, window=JOINED_WINDOW
        )
        return [
            _Arc(row.number, row.cost + extra, row.word, span, row.onset, row.rime)
            for row in matches
        ]

    def _word(self, core: str, setting: Setting) -> list[_Arc]:
        found: dict[int, _Arc] = {}
        lower = canonical(core)
        if len(core) <= LONGEST_WORD:
            for row in self.matcher.matches(
                core, heading=setting.heading, most=MOST, window=WINDOW
            ):
                cost = row.cost * self._scale
                word = placed_like(row.word, core)
                found[row.number] = _Arc(row.number, cost, word, 1, row.onset, row.rime)
        for listed in self._listed.like(lower):
            number = self._index.get(listed.word, self._index[UNKNOWN])
            if number not in found or found[number].cost > listed.cost:
                surface = None if listed.word == lower else cased(listed.word, shape(core))
                found[number] = _Arc(number, listed.cost, surface)
        head = found.get(self._number_head)
        if setting.heads_number and head is not None:
            found[head.number] = replace(head, cost=head.cost - NUMBER_HEAD_BONUS)
        kept = self._index.get(lower)
        if kept is None:
            number = self._index[NUMBER if core[0].isdigit() else UNKNOWN]
            cost = KEEP_COST + self._spelling.cost(lower)
            if number not in found or found[number].cost > cost:
                found[number] = _Arc(number, cost, None)
        elif kept in found:
            arc = found[kept]
            found[kept] = replace(arc, surface=None)
        else:
            found[kept] = _Arc(kept, KEEP_DAMAGED_COST, None)
        return [found[number] for number in sorted(found)]


def _packed(slots: list[_Slot]) -> Analysis:
    arcs = [arc for slot in slots for arc in slot.arcs]
    return Analysis(
        tuple(slot.start for slot in slots),
        tuple(slot.stop for slot in slots),
        np.array([arc.number for arc in arcs], dtype=np.int64),
        np.array([arc.cost for arc in arcs], dtype=np.float32),
        np.array([arc.span for arc in arcs], dtype=np.int8),
        np.array([(arc.onset, arc.rime) for arc in arcs], dtype=np.int64),
        tuple(len(slot.arcs) for slot in slots),
        tuple(arc.surface for arc in arcs),
    )


def _may_join(token: str, group: list[_Slot]) -> bool:
    signs = [slot for slot in group if not slot.is_word]
    return (
        0 < len(signs) < len(group)
        and group[-1].stop - group[0].start <= LONGEST_WORD
        and all(_LETTER_LIKE.fullmatch(token[slot.start : slot.stop]) for slot in signs)
    )
