"""The Restorer: the one place that knows the order of the stages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby, product
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vndiacritics import adaptation, doubled, evidence, gate, lattice
from vndiacritics.arcs import ArcStore
from vndiacritics.candidates import Candidates, Setting
from vndiacritics.confidence import Signals
from vndiacritics.decisions import Decision, alternatives, decisions
from vndiacritics.decoder import Decoded, Lattice, decode
from vndiacritics.document import Document, Rewriting, finished, read
from vndiacritics.dropped import DroppedLetters, without_space
from vndiacritics.evidence import Spans
from vndiacritics.inventory import Inventory
from vndiacritics.model import lexicon as lexicons
from vndiacritics.model.bundle import Bundle, load
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.options import Options
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.profiles import NAMES, kinds, with_fonts
from vndiacritics.recurrence import Recurrence, merged
from vndiacritics.restoration import Alternative, Edit, Restoration
from vndiacritics.stray_signs import StraySigns
from vndiacritics.symbol_decisions import RESPACED, Row, SymbolReader

BLOCK = 12_000
"""Tokens decoded in one go: bounds the memory."""

ARCS_KEPT = 1_000_000
"""Arcs of analysed tokens that are kept for the next block."""

KINDS_KEPT = 200_000
"""Tokens whose kind is kept for the next text."""

READ_AHEAD = 256
"""Texts that `restore_iter` reads ahead at most."""

LONGEST_NUMBER_HEAD = 4
"""Characters of `số:` at most."""

_DOCUMENT_NUMBER = re.compile(r"\d+(?:/\d+)?[/-][^\W\d_a-z]{2}")

_SYMBOL_COSTS = {"vietnamese-ocr": 4.0, "clean": 4.0, gate.DROPPED: 4.0}
"""Nats for changing a document symbol, where the profile seldom damages one."""

_CHANNELS = {"clean": "vietnamese-ocr"}
"""Channels of profiles that have none of their own: typing errors are sought with that of OCR."""

SLIP_SCALE = 0.6
"""Factor of the channel's costs where typing errors are sought: hands slip more freely."""

_DIGIT_COSTS = {"english-ocr": 0.5}
"""Nats for reading a short number as a word, where the profile does so (`13` for là).

On 636 made pages 1, 0, -1 put 63, 99, 140 more words right than 2 and lose no, no, one token.
"""


@dataclass(frozen=True)
class _Work:
    """A line to be decoded."""

    document: int
    line: lattice.Line
    profile: int

    def tokens(self, document: Document) -> list[str]:
        """Cut the line into its tokens; capitals that lack tones are read as if without marks."""
        tokens = self.line.tokens()
        if self.profile == _STRIPPED and document.lacks_tones(self.line.start):
            return [strip_marks(token) if token.isupper() else token for token in tokens]
        return tokens


class _Change(NamedTuple):
    """A change of a document's text, made or not."""

    document: int
    start: int
    stop: int
    old: str
    new: str
    confidence: float
    made: bool
    decision: Decision


@dataclass(frozen=True)
class _Outcome:
    """What was decided about a block of lines, and the lattice behind it."""

    placed: lattice.Placed
    laid: lattice.Laid
    decoded: Decoded
    changes: list[_Change]
    known: Signals | None = None

    def made(self) -> list[_Change]:
        """Give the changes that are made, in the order of the texts."""
        return sorted((row for row in self.changes if row.made), key=lambda row: row[:2])

    def spans(self, texts: Sequence[str]) -> list[tuple[int, Spans]]:
        """Give what is known of each document's text, span by span."""
        if self.known is None:
            return []
        made = {
            number: [(row.start, row.stop) for row in rows]
            for number, rows in groupby(self.made(), _document)
        }
        return evidence.parted(
            evidence.spans(self.placed, self.laid, self.decoded, self.known, made, texts)
        )

    def edit(self, change: _Change) -> Edit:
        """Tell all about a change."""
        span = (change.start, change.stop)
        others: tuple[Alternative, ...] = ()
        if change.decision.arc >= 0:
            others = alternatives(self.placed, self.laid, self.decoded, change.decision, change.old)
        reason = gate.reason(change.old, change.new, NAMES[change.decision.profile])
        edit = Edit(*span, change.old, change.new, change.confidence, others, reason)
        return without_space(edit)


class Restorer:
    """Restores damaged Vietnamese text.

    Args:
        options: how; the defaults suit most.
        lexicon: a TSV of your own words and phrases, added to the built-in ones.
        model: folder of a compiled model instead of the built-in one.

    Raises:
        ModelError: the model is missing or damaged.
        LexiconError: the lexicon cannot be read.

    Examples:
        >>> Restorer().restore("dan van chinh quyén")
        'dân vận chính quyền'
    """

    def __init__(
        self,
        *,
        options: Options | None = None,
        lexicon: str | Path | None = None,
        model: str | Path | None = None,
    ) -> None:
        self.options = options or Options()
        self._bundle: Bundle = load(None if model is None else Path(model))
        self._lexicon = self._bundle.lexicon
        self._language_model: LanguageModel = self._bundle.language_model
        if lexicon is not None:
            self._lexicon = self._lexicon.with_forms(lexicons.read_user(Path(lexicon)))
            self._language_model = self._language_model.with_phrases(
                lexicons.canonical(form).split() for form in self._lexicon.user_forms
            )
        self._words = frozenset(self._language_model.vocabulary)
        self._inventory = Inventory(self._language_model, self._bundle.spelling, self._lexicon)
        self._arcs = ArcStore(self._language_model.vocabulary)
        self._recurrence = Recurrence(self._language_model)
        self._stray_signs = StraySigns(self._language_model)
        self._symbols = SymbolReader(self._inventory.grammar, self._language_model, _SYMBOL_COSTS)
        self._candidates: dict[int, Candidates] = {}
        self._kinds: dict[str, int] = {}
        self._dropped: DroppedLetters | None = None
        self._weighs = self.options.profile == "auto"

    @property
    def signature(self) -> str:
        """Name the model and the options, so that a figure can be repeated."""
        options = self.options
        return (
            f"model {self._bundle.checksum()} profile={options.profile} adapt={options.adapt} "
            f"beam={options.beam} window={options.window:g} min={options.min_confidence:g}"
        )

    def restore(self, text: str) -> str:
        """Restore one text."""
        return self.restore_batch([text])[0]

    def explain(self, text: str) -> Restoration:
        """Restore one text and tell every change."""
        return self.explain_batch([text])[0]

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Restore texts, each for itself; faster than one by one."""
        documents = self._read(texts)
        written = [Rewriting(document.text) for document in documents]
        for block in _blocks(self._work(documents)):
            outcome = self._decided(block, documents)
            if self.options.min_confidence:
                outcome = self._weighed(outcome)
            for number, changes in groupby(outcome.made(), _document):
                written[number].write((row.start, row.stop, row.new) for row in changes)
        return [row.text() for row in written]

    def explain_batch(self, texts: Sequence[str]) -> list[Restoration]:
        """Restore texts and tell every change, with alternatives.

        With ``Options(tokens=True)`` also how sure each token of the result is.
        """
        documents = self._read(texts)
        edits: list[list[Edit]] = [[] for _ in documents]
        suggestions: list[list[Edit]] = [[] for _ in documents]
        spans: list[list[Spans]] = [[] for _ in documents]
        for block in _blocks(self._work(documents)):
            outcome = self._weighed(self._decided(block, documents))
            for change in outcome.changes:
                (edits if change.made else suggestions)[change.document].append(
                    outcome.edit(change)
                )
            if self.options.tokens:
                for number, part in outcome.spans([document.text for document in documents]):
                    spans[number].append(part)
        results = [finished(*row) for row in zip(documents, edits, suggestions, strict=True)]
        if not self.options.tokens:
            return results
        return [
            replace(result, tokens=evidence.tokens(document, result.text, changes, parts))
            for result, document, changes, parts in zip(
                results, documents, edits, spans, strict=True
            )
        ]

    def restore_iter(self, texts: Iterable[str]) -> Iterator[str]:
        """Restore texts lazily, in order; up to `READ_AHEAD` of them are read ahead."""
        waiting: list[str] = []
        size = 0
        for text in texts:
            waiting.append(text)
            size += len(text)
            if size > 4 * BLOCK or len(waiting) >= READ_AHEAD:
                yield from self.restore_batch(waiting)
                waiting, size = [], 0
        yield from self.restore_batch(waiting)

    def _read(self, texts: Sequence[str]) -> list[Document]:
        options = self.options
        return [
            read(text, from_encoding=options.from_encoding, tone_placement=options.tone_placement)
            for text in texts
        ]

    def _work(self, documents: Sequence[Document]) -> Iterator[_Work]:
        """List the lines that may be touched; a line that opens a stretch opens a paragraph."""
        for number, document in enumerate(documents):
            lines = lattice.lines(document.text)
            opens = True
            for line, profile in zip(lines, self._profiles(lines), strict=True):
                if gate.is_open(NAMES[profile]) and not document.is_woven(line.start):
                    first = replace(line, opens=True) if opens else line
                    bare = document.lacks_tones(line.start) and _is_heading(line)
                    yield _Work(number, first, _STRIPPED if bare else profile)
                    opens = False
                else:
                    opens = True

    def _profiles(self, lines: list[lattice.Line]) -> list[int]:
        if not self._weighs:
            return [NAMES.index(self.options.profile)] * len(lines)
        if len(self._kinds) > KINDS_KEPT:
            self._kinds.clear()
        rows = [kinds(line.tokens(), self._words, self._kinds) for line in lines]
        if not rows:
            return []
        weights = self._bundle.profiles.posteriors(rows)
        best: list[int] = weights.argmax(axis=1).tolist()
        if _DROPPED in best:
            sizes = [line.size for line in lines]
            weights[:, _DROPPED] = 0
            best = with_fonts(best, weights.argmax(axis=1).tolist(), sizes)
        return best

    def _profile(self, number: int) -> Candidates:
        found = self._candidates.get(number)
        if found is None:
            found = self._candidates[number] = Candidates(
                self._bundle.channel(_CHANNELS.get(NAMES[number], NAMES[number])),
                self._inventory,
                symbol_cost=_SYMBOL_COSTS.get(NAMES[number], 0.0),
                mends_spaces=NAMES[number] in gate.MARKED,
                scale=SLIP_SCALE if NAMES[number] == "clean" and self.options.suggest else 1.0,
                digit_cost=_DIGIT_COSTS.get(NAMES[number]),
                store=self._arcs,
            )
        return found

    def _decided(self, block: list[_Work], documents: Sequence[Document]) -> _Outcome:
        """Decode lines and decide what is changed."""
        changes: list[_Change] = []
        rows: list[Row] = []
        spaces = self._symbols.spaces()
        for work in block:
            line, profile = work.line, NAMES[work.profile]
            tokens = work.tokens(documents[work.document])
            rows.append(spaces.line(work.document, line.starts(), tokens, profile))
        placed = self._analysed(block, rows, documents)
        laid = lattice.lay(placed, self._arcs)
        decoded = self._decode(laid.lattice)
        learners = _learners(block) if self.options.adapt else []
        searched = laid.lattice
        if learners:
            searched, decoded = self._adapted(laid, decoded, learners)
        if self.options.adapt:
            decoded = self._supported(placed, laid, searched, decoded)
        decided = self._symbols.decisions(placed, laid, decisions(placed, laid, decoded), spaces)
        decided += self._stray_signs.decisions(placed, laid, decoded, arc=RESPACED)
        damaged = _changed(block, decided, gate.MARKED, gate.LEAST_RATE)
        dropped = _changed(block, decided, {gate.DROPPED}, gate.LEAST_DROPPED_RATE)
        if self.options.suggest:
            texts = [document.text for document in documents]
            decided += doubled.decisions(placed, laid, decoded, texts, self._language_model)
        for decision in decided:
            number, start, stop = decision.document, decision.start, decision.stop
            surface = decision.surface
            confidence = min(1.0, decision.posterior)
            old = documents[number].text[start:stop]
            if old == surface:
                continue
            name = NAMES[decision.profile]
            if name == "clean" and number in damaged:
                name = "vietnamese-ocr"
            if name == gate.DROPPED and self._weighs and number not in dropped:
                continue
            if decision.arc == doubled.DOUBLED:
                made, worth = False, True
            elif decision.arc == RESPACED:
                made, worth = gate.passes_spaces(name), True
            else:
                made = gate.passes(old, surface, name, confidence)
                worth = gate.suggests(old, confidence)
            if made or (self.options.suggest and worth):
                changes.append(
                    _Change(number, start, stop, old, surface, confidence, made, decision)
                )
        return _Outcome(placed, laid, decoded, changes)

    def _weighed(self, outcome: _Outcome) -> _Outcome:
        """Make confidences of posteriors; a change that is not sure enough is not made."""
        known = evidence.signals(outcome.laid, outcome.decoded, self._language_model)
        sure = evidence.certainties(
            outcome.decoded,
            known,
            [(row.decision, row.new) for row in outcome.changes if row.made],
        )
        changes = []
        for change in outcome.changes:
            row = change
            if row.made:
                row = row._replace(confidence=next(sure))
            if row.made and row.confidence < self.options.min_confidence:
                if not (self.options.suggest and gate.suggests(row.old, change.confidence)):
                    continue
                row = row._replace(made=False)
            changes.append(row)
        return replace(outcome, changes=changes, known=known)

    def _analysed(
        self, block: Sequence[_Work], rows: Sequence[Row], documents: Sequence[Document]
    ) -> lattice.Placed:
        """Analyse the tokens of lines, new ones all together."""
        if len(self._arcs) > ARCS_KEPT:
            self._arcs.clear()
            for candidates in self._candidates.values():
                candidates.forget()
        settings = [_settings(row.tokens) for row in rows]
        for profile in sorted({work.profile for work in block} - {_DROPPED}):
            self._profile(profile).prepare(
                pair
                for work, row, around in zip(block, rows, settings, strict=True)
                if work.profile == profile
                for pair in zip(row.tokens, around, strict=True)
            )
        placed = lattice.Placed()
        for work, row, around in zip(block, rows, settings, strict=True):
            starts = row.starts
            if work.profile == _DROPPED:
                text, opens = documents[work.document].text, work.line.opens
                found = self._letters().line(text, row.starts, row.tokens, opens=opens)
                starts, torn, analyses = found
            else:
                torn, analyses = self._profile(work.profile).line(row.tokens, around)
            number = len(analyses)
            placed.documents += [work.document] * number
            placed.starts += starts
            placed.opens += [work.line.opens, *[False] * (number - 1)]
            placed.profiles += [work.profile] * number
            placed.analyses += analyses
            placed.reaches_back += torn
        return placed

    def _letters(self) -> DroppedLetters:
        if self._dropped is None:
            self._dropped = DroppedLetters(
                self._language_model,
                self._bundle.spelling,
                self._lexicon,
                self._bundle.capitals(),
                store=self._arcs,
            )
        return self._dropped

    def _decode(self, lattice_: Lattice) -> Decoded:
        options = self.options
        return decode(lattice_, self._language_model, beam=options.beam, window=options.window)

    def _supported(
        self, placed: lattice.Placed, laid: lattice.Laid, searched: Lattice, decoded: Decoded
    ) -> Decoded:
        """Decode segments again that hold what their document tells elsewhere."""
        found = self._recurrence.supported(placed, laid, searched, decoded, _MARKED)
        if found is None:
            return decoded
        return merged(searched, decoded, self._decode(found), found.segments)

    def _adapted(
        self, laid: lattice.Laid, decoded: Decoded, learners: list[int]
    ) -> tuple[Lattice, Decoded]:
        """Decode documents again, at costs that their confident decisions tell."""
        learns = np.isin(laid.document_of_arc, learners)
        sure = decoded.chosen[decoded.posteriors[decoded.chosen] >= adaptation.SURE]
        costs = laid.lattice.costs.copy()
        for number in np.flatnonzero(np.bincount(laid.profile_of_arc)).tolist():
            if not gate.adapts(NAMES[number]):
                continue
            matcher = self._profile(number).matcher
            own = learns & (laid.profile_of_arc == number)
            believed = sure[own[sure]]
            for column, parts in enumerate((matcher.channel.onsets, matcher.channel.rimes)):
                costs += adaptation.shifts(
                    np.where(own, laid.links[:, column], 0),
                    laid.part_costs[:, column],
                    laid.document_of_arc,
                    believed,
                    decoded.posteriors[believed],
                    parts=parts,
                )
        segments = laid.lattice.segments
        again = segments[learns[laid.lattice.ends[segments[:, 2]]]]
        lattice_ = replace(laid.lattice, costs=costs)
        second = self._decode(replace(lattice_, segments=again))
        return lattice_, merged(lattice_, decoded, second, again)


_DROPPED = NAMES.index(gate.DROPPED)
_STRIPPED = NAMES.index("stripped")
_MARKED = [NAMES.index(name) for name in sorted(gate.MARKED)]
_document = attrgetter("document")
_SETTINGS = {flags: Setting(*flags) for flags in product((False, True), repeat=3)}


def _is_heading(line: lattice.Line) -> bool:
    """Tell whether most words of a line are in capitals."""
    words = [token for token in line.tokens() if any(map(str.isalpha, token))]
    return 2 * sum(len(word) > 1 and word.isupper() for word in words) > len(words)


def _settings(tokens: Sequence[str]) -> list[Setting]:
    """Tell what is around each token of a line."""
    capitals = [token.isupper() and len(token) > 1 for token in tokens]
    last = len(capitals) - 1
    found = []
    for place, token in enumerate(tokens):
        heading = (place > 0 and capitals[place - 1]) or (place < last and capitals[place + 1])
        heads_number = (
            len(token) <= LONGEST_NUMBER_HEAD
            and place < last
            and _DOCUMENT_NUMBER.match(tokens[place + 1]) is not None
        )
        found.append(_SETTINGS[heading, place == 0, heads_number])
    return found


def _blocks(works: Iterable[_Work]) -> Iterator[list[_Work]]:
    """Group lines: about `BLOCK` tokens, whole documents where they are not longer."""
    block: list[_Work] = []
    size = 0
    for work in works:
        new = bool(block) and work.document != block[-1].document
        if size > (BLOCK if new else 2 * BLOCK):
            yield block
            block, size = [], 0
        block.append(work)
        size += work.line.size
    if block:
        yield block


def _learners(block: list[_Work]) -> list[int]:
    """List the documents of a block that are long enough to teach their channel."""
    sizes: dict[int, int] = {}
    for work in block:
        if gate.adapts(NAMES[work.profile]):
            sizes[work.document] = sizes.get(work.document, 0) + work.line.size
    return [document for document, size in sizes.items() if size >= adaptation.LEAST_TOKENS]


def _changed(
    block: Sequence[_Work], decided: Sequence[Decision], profiles: AbstractSet[str], rate: float
) -> set[int]:
    """Tell in which documents' lines of some profiles sure changes are too frequent for chance."""
    tokens: dict[int, int] = {}
    for work in block:
        if NAMES[work.profile] in profiles:
            tokens[work.document] = tokens.get(work.document, 0) + work.line.size
    changes: dict[int, int] = {}
    for decision in decided:
        if NAMES[decision.profile] in profiles and decision.posterior >= gate.SURE_CHANGE:
            changes[decision.document] = changes.get(decision.document, 0) + 1
    return {
        document
        for document, number in changes.items()
        if number >= gate.LEAST_CHANGES and number >= rate * tokens[document]
    }
