"""A token's part of the lattice: its slots and what may stand in each.

A whitespace token is taken apart into slots (words, numbers, signs), each with its arcs: candidate
symbols with costs. An arc may cover several slots, where a sign is really a part of a letter
(`THU'C` for THỰC, `ct?` for cứ). The analysis of every distinct token is kept, so a text costs one
dictionary look-up a token. New tokens are analysed together: first each is planned, then all their
strings are looked up at once, then the arcs are laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from vndiacritics.arrays import Ints, distinct, true_places
from vndiacritics.candidates.assembly import Slot, Wanted, laid
from vndiacritics.candidates.context import CONTEXTS, TokenContext
from vndiacritics.candidates.glued import (
    CANDIDATE_WINDOW,
    LONGEST_WORD,
    MOST_CANDIDATES,
    GluedWords,
    joined_query,
)
from vndiacritics.candidates.listed import LISTED_COST
from vndiacritics.candidates.matching import Matcher
from vndiacritics.candidates.odd_pieces import (
    AMOUNT_STANDS,
    AMPERSAND,
    AMPERSAND_COST,
    LONE_READINGS,
    LONE_SIGNS,
    LONGEST_TOKEN,
    MOST_DIGITS,
    address_in,
    holds_number,
    is_amount,
    is_lone,
    may_join,
)
from vndiacritics.candidates.resources import Resources
from vndiacritics.candidates.slips import mistyped
from vndiacritics.candidates.splits import Query
from vndiacritics.candidates.torn import Spaces, Tear, torn_behind
from vndiacritics.candidates.widening import widened
from vndiacritics.orthography.letters import canonical
from vndiacritics.orthography.signs import EM_DASH, EN_DASH
from vndiacritics.pieces import NUMBER, SIGN, UNKNOWN, cut, is_number, symbol
from vndiacritics.profiles.losses import ALWAYS, FAST, LossIndex, losses_of
from vndiacritics.search.arcs import Analysis, Arc, ArcStore
from vndiacritics.search.lattice import LONGEST_ARC
from vndiacritics.symbols.dates import NUMBER_LETTER
from vndiacritics.symbols.grammar import Reading
from vndiacritics.symbols.numbers import DOUBT, LONE_STROKES, misread_digits

NUMBER_HEAD = "số"

TORN_KEPT = 1 << 15
"""Tokens behind others that are kept: new pairs are met long after all words were."""

_LINE_START = frozenset({"roman", "list-mark"})


class Candidates:
    """Analyses of tokens behind one channel.

    Args:
        matcher: of the channel of the profile.
        resources: what all profiles share.
        code_cost: nats added to a changed document symbol, where damage is rare.
        digit_cost: nats for reading a short number as a word (`13` for là); None forbids it.
        mends_spaces: mend syllables that are torn by spaces or glued together.
        keeps_loans: a loan with other marks than the listed one is an author's spelling (`axít`).
        keeps_marked: a word with marks was not damaged: it stands where others lost theirs.
        store: where the arcs are kept; one of its own where None is given.
        misreads_signs: lone signs and dashes may be something else.
        scale: factor of all costs of syllables: under 1, changes come easier than the channel says.
        is_typed: what fingers make of words is sought too.
        parts_words: damaged words that are glued together are sought.
        parts_by: of the engine's channel, where glued words are sought whose letters are misread.
    """

    def __init__(
        self,
        matcher: Matcher,
        resources: Resources,
        *,
        code_cost: float = 0.0,
        digit_cost: float | None = None,
        scale: float = 1.0,
        misreads_signs: bool = False,
        mends_spaces: bool = False,
        keeps_loans: bool = False,
        keeps_marked: bool = False,
        store: ArcStore | None = None,
        losses: LossIndex | None = None,
        is_typed: bool = False,
        parts_words: bool = False,
        parts_by: Matcher | None = None,
    ) -> None:
        language_model = resources.language_model
        self.matcher = matcher
        self._store = ArcStore(language_model.vocabulary) if store is None else store
        self._index = language_model.index
        self._spelling = resources.spelling
        self._grammar = resources.grammar
        self._code_cost = code_cost
        self._digit_cost = digit_cost
        self._scale = scale
        self._misreads_signs = misreads_signs
        self._keeps_loans = keeps_loans
        self._keeps_marked = keeps_marked
        self._number = Arc(self._index[NUMBER], 0.0, None, losses=ALWAYS)
        self._number_head = self._index.get(NUMBER_HEAD, -1)
        self._is_misread = misreads_signs or mends_spaces
        spaces = Spaces(language_model)
        self._spaces = spaces if mends_spaces else None
        self._torn: dict[tuple[tuple[str, ...], TokenContext], Analysis | None] = {}
        self._standing = resources.standing
        self._losses = losses
        self._is_typed = is_typed
        bare = resources.bare_words if parts_words else None
        self._glued = (mends_spaces or parts_words) and GluedWords(
            self._index,
            self._spelling,
            spaces,
            bare,
            resources.listed,
            parts_by,
        )
        self._tokens: dict[tuple[str, TokenContext], Analysis] = {}
        self._numbers = np.zeros(0, dtype=np.int32)
        """Of analyses, 1 more, by code; 0 for none."""

    @property
    def mends_spaces(self) -> bool:
        """Syllables torn by spaces are sought."""
        return self._spaces is not None

    def forget(self, store: ArcStore) -> None:
        """Forget all analyses and keep new ones in another store; those handed out stay good."""
        self._store = store
        self._tokens = {}
        self._numbers = np.zeros(0, dtype=np.int32)
        self._torn = {}
        self.matcher.forget()

    def analysis(self, token: str, setting: TokenContext) -> Analysis:
        """Analyse a whitespace token (NFC, not empty)."""
        if (token, setting) not in self._tokens:
            self.prepare([(token, setting)])
        return self._tokens[token, setting]

    def prepare(self, tokens: Iterable[tuple[str, TokenContext]]) -> None:
        """Analyse tokens together, which is faster than one by one."""
        alike = {pair: self._told(*pair) for pair in tokens if pair not in self._tokens}
        new = [pair for pair in dict.fromkeys(alike.values()) if pair not in self._tokens]
        if new:
            self._analyse(new)
        self._tokens.update((pair, self._tokens[told]) for pair, told in alike.items())

    def _told(self, token: str, setting: TokenContext) -> tuple[str, TokenContext]:
        """Return a token and what is around it as far as it tells something of the token."""
        if not setting.opens_line:
            return token, setting
        kinds = {reading.kind for reading in self._grammar.readings(token)}
        minds = token == EM_DASH or token[0] in LONE_STROKES or not _LINE_START.isdisjoint(kinds)
        return token, setting if minds else setting._replace(opens_line=False)

    def _analyse(self, new: Sequence[tuple[str, TokenContext]]) -> None:
        """Analyse tokens that are not known yet."""
        queries: dict[Query, int] = {}
        plans = [self._planned(token, setting, queries) for token, setting in new]
        found = self.matcher.matches(list(queries))
        if self._losses is not None:
            found = widened(found, list(queries), self._losses)
        analyses = laid([token for token, _ in new], plans, found, self._store)
        self._store.register(analyses)
        self._tokens.update(zip(new, analyses, strict=True))

    def numbered(self, codes: Ints, tokens: Sequence[str], places: Ints, size: int) -> Ints:
        """Return the numbers of the analyses of tokens in the store; new ones are analysed.

        Args:
            codes: of tokens and what is around them: number of the token, times `len(CONTEXTS)`,
                and of the context, shape (asked,).
            tokens: some that are asked for and others.
            places: of those that are asked for, shape (asked,).
            size: more than any code.
        """
        if len(self._numbers) < size:
            # Zeros cost nothing before they are touched: behind an engine few of all codes are met.
            numbers = np.zeros(max(size, 2 * len(self._numbers)), dtype=np.int32)
            numbers[: len(self._numbers)] = self._numbers
            self._numbers = numbers
        found = self._numbers[codes]
        missing = true_places(found == 0)
        if len(missing):
            new = missing[np.sort(distinct(codes[missing])[1])]
            contexts = (codes[new] % len(CONTEXTS)).tolist()
            pairs = [
                (tokens[place], CONTEXTS[context])
                for place, context in zip(places[new].tolist(), contexts, strict=True)
            ]
            self.prepare(pairs)
            self._numbers[codes[new]] = [self._tokens[pair].number + 1 for pair in pairs]
            found = self._numbers[codes]
        return found.astype(np.int64) - 1

    def torn(self, before: Sequence[str], token: str, setting: TokenContext) -> Analysis | None:
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
        before = torn_behind(before, token)
        key = ((*before, token), setting)
        if key not in self._torn:
            if len(self._torn) >= TORN_KEPT:
                self._torn = {}
            found = self._spaces.tear(before, token)
            self._torn[key] = None if found is None else self._mended(found, setting)
        return self._torn[key]

    def _mended(self, tear: Tear, setting: TokenContext) -> Analysis | None:
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
        mended = analysis.with_arc(
            slot, Arc(self._index[canonical(tear.word)], tear.cost, tear.word, span, ALWAYS)
        )
        self._store.register([mended])
        return mended

    def _planned(self, token: str, setting: TokenContext, queries: dict[Query, int]) -> list[Slot]:
        """Cut a token into slots; add what has to be looked up to `queries`."""
        if len(token) > LONGEST_TOKEN:
            return self._kept(token, 0, len(token))
        if address := address_in(token):
            return self._kept(token, *address)
        readings = [
            reading
            for reading in self._grammar.readings(token)
            if setting.opens_line or reading.kind not in _LINE_START
        ]
        whole = self._chosen(token, [row for row in readings if row.kind != "abbreviation"])
        short = [row for row in readings if row.kind == "abbreviation"]
        slots: list[Slot] = []
        for start, stop in cut(token, None if whole is None else (whole.start, whole.stop)):
            if whole is not None and start == whole.start:
                slots.append(self._symbol(token, whole))
            elif self._glued and (
                parts := self._glued.slots(token[start:stop], start, setting, queries)
            ):
                slots += parts
            else:
                slots.append(self._slot(token, start, stop, setting, short, queries))
        for last in range(1, len(slots)):
            for span in (2, 3):
                first = last - span + 1
                if first >= 0 and may_join(token, slots, first, last + 1):
                    joined = token[slots[first].start : slots[last].stop]
                    slots[last].wanted.append(joined_query(joined, span, setting, queries))
        return slots

    def _kept(self, token: str, start: int, stop: int) -> list[Slot]:
        """Leave an address and the signs around it as they are."""
        unknown = [Arc(self._index[UNKNOWN], 0.0, None, losses=ALWAYS)]
        cuts = [(place, place + 1) for place in (*range(start), *range(stop, len(token)))]
        slots = [
            Slot(*cut, False, [Arc(self._index[SIGN], 0.0, None, losses=ALWAYS)]) for cut in cuts
        ]
        slots.append(Slot(start, stop, False, unknown))
        return sorted(slots, key=lambda slot: slot.start)

    def _chosen(self, token: str, readings: list[Reading]) -> Reading | None:
        """Choose among the readings of a document number; None where the token is none."""
        return min(
            readings,
            key=lambda row: row.cost + self._code_cost * (row.text != token[row.start : row.stop]),
            default=None,
        )

    def _symbol(self, token: str, reading: Reading) -> Slot:
        observed = token[reading.start : reading.stop]
        numbered = any(character.isdigit() for character in reading.text)
        number = self._index.get(canonical(reading.text), self._index[UNKNOWN])
        surface = None if observed == reading.text else reading.text
        arc = Arc(self._index[NUMBER] if numbered else number, 0.0, surface, losses=ALWAYS)
        return Slot(reading.start, reading.stop, is_word=False, arcs=[arc])

    def _slot(
        self,
        token: str,
        start: int,
        stop: int,
        setting: TokenContext,
        short: list[Reading],
        queries: dict[Query, int],
    ) -> Slot:
        piece = token[start:stop]
        alone = start == 0 and stop == len(token)
        letters = piece.isalpha()
        slot = Slot(start, stop, letters or any(map(str.isalpha, piece)))
        if not letters and is_number(piece):
            slot.arcs.append(self._number)
            if self._digit_cost is not None and is_lone(token, start, stop):
                slot.arcs += self._lone_readings(piece)
            if alone and self._digit_cost is not None and len(piece) <= MOST_DIGITS:
                slot.wanted.append(joined_query(piece, 1, setting, queries, self._digit_cost))
        elif not letters and holds_number(piece):
            slot.arcs.append(self._number)
        elif not (letters or self._keeps_loans) and is_amount(token, start, stop):
            lost = losses_of("đ", "d")
            slot.arcs.append(Arc(self._index[NUMBER], 0.0, f"{piece[:-1]}đ", losses=lost))
            slot.arcs.append(self._number._replace(cost=AMOUNT_STANDS))
        elif letters or any(map(str.isalnum, piece)) or (alone and set(piece) <= LONE_SIGNS):
            self._plan_word(slot, piece, setting, queries)
            if alone and piece != AMPERSAND:
                slot.arcs += self._lone_readings(piece)
            lone = self._is_misread and not setting.opens_line and is_lone(token, start, stop)
            slot.arcs += self._digits(piece, slot, alone=lone)
            if piece == AMPERSAND:
                slot.own = -1
                slot.arcs.append(Arc(self._index[AMPERSAND], AMPERSAND_COST, None, losses=ALWAYS))
            slot.arcs += [
                self._abbreviation(row, piece)
                for row in short
                if (row.start, row.stop) == (start, stop)
            ]
        else:
            is_dash = self._misreads_signs and alone and piece == EM_DASH and not setting.opens_line
            surface = EN_DASH if is_dash else None
            slot.arcs.append(Arc(self._index[symbol(piece)], 0.0, surface, losses=ALWAYS))
        return slot

    def _lone_readings(self, piece: str) -> list[Arc]:
        """Return words of which an engine without Vietnamese leaves signs or digits alone."""
        if not self._misreads_signs:
            return []
        found = LONE_READINGS.get(piece, {}) | dict(self.matcher.channel.words.get(piece, ()))
        return [
            Arc(self._index[word], cost, word, losses=ALWAYS)
            for word, cost in found.items()
            if word in self._index
        ]

    def _digits(self, piece: str, slot: Slot, *, alone: bool) -> list[Arc]:
        """Return the number whose digits were read as letters."""
        if not (found := misread_digits(piece, alone=alone)):
            return []
        text, letters, impossible = found
        kept = min((arc.cost for arc in slot.arcs if arc.surface is None), default=0.0)
        cost = NUMBER_LETTER * letters + (0.0 if impossible else DOUBT + kept)
        return [Arc(self._index[NUMBER], cost, text, losses=ALWAYS)]

    def _abbreviation(self, reading: Reading, observed: str) -> Arc:
        changed = reading.text != observed
        cost = LISTED_COST + reading.cost + self._code_cost * changed
        number = self._index.get(canonical(reading.text), self._index[UNKNOWN])
        text = reading.text if changed else None
        lost = losses_of(canonical(reading.text), canonical(observed))
        return Arc(number, cost, text, losses=FAST | lost)

    def _plan_word(
        self, slot: Slot, core: str, setting: TokenContext, queries: dict[Query, int]
    ) -> None:
        """Plan the arcs of a word: syllables, listed words, the word as it stands."""
        if len(core) <= LONGEST_WORD:
            query = Query(core, setting.heading, MOST_CANDIDATES, CANDIDATE_WINDOW)
            number = queries.setdefault(query, len(queries))
            slot.wanted.append(Wanted(number, scale=self._scale))
        if setting.heads_number:
            slot.head = self._number_head
        slot.own, arcs = self._standing(core, self._keeps_loans)
        slot.arcs += arcs
        if self._keeps_marked and slot.own >= 0 and not core.isascii():
            slot.arcs.append(Arc(slot.own, 0.0, None, losses=ALWAYS))
            slot.own = -1
        if self._is_typed and core[1:].islower():
            slot.arcs += mistyped(core, self._index)
