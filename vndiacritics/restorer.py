"""The Restorer: the one place that knows the order of the stages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, product
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vndiacritics import adaptation, gate, lattice
from vndiacritics.arcs import ArcStore
from vndiacritics.candidates import Candidates, Setting
from vndiacritics.decisions import Decision, alternatives, decisions
from vndiacritics.decoder import Decoded, Lattice, decode
from vndiacritics.document import Document, Rewriting, finished, read
from vndiacritics.model import lexicon as lexicons
from vndiacritics.model.bundle import Bundle, load
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.options import Options
from vndiacritics.orthography.dates import join_dates
from vndiacritics.profiles import NAMES, kind
from vndiacritics.restoration import Edit, Restoration

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

JOINED_DATE = 0.99
"""Confidence of a date put together from two tokens: it is none otherwise."""

_SYMBOL_COSTS = {"vietnamese-ocr": 4.0}
"""Nats for changing a document symbol, where the profile seldom damages one."""

_CHANNELS = {"clean": "vietnamese-ocr"}
"""Channels of profiles that have none of their own: typing errors are sought with that of OCR."""

SLIP_SCALE = 0.6
"""Factor of the channel's costs where typing errors are sought: hands slip more freely."""

_DIGIT_COSTS = {"english-ocr": 2.0}
"""Nats for reading a short number as a word, where the profile does so (`13` for là)."""


@dataclass(frozen=True)
class _Work:
    """A line to be decoded."""

    document: int
    line: lattice.Line
    profile: int


@dataclass(frozen=True)
class _Row:
    """The tokens of a line and where they begin in the document's text."""

    starts: list[int]
    tokens: list[str]


class _Change(NamedTuple):
    """A change of a document's text; `decision` is None for a date put together."""

    document: int
    start: int
    stop: int
    old: str
    new: str
    confidence: float
    made: bool = True
    decision: Decision | None = None


@dataclass(frozen=True)
class _Outcome:
    """What was decided about a block of lines, and the lattice behind it."""

    placed: lattice.Placed
    laid: lattice.Laid
    decoded: Decoded
    changes: list[_Change]

    def made(self) -> list[_Change]:
        """Give the changes that are made, in the order of the texts."""
        return sorted((row for row in self.changes if row.made), key=lambda row: row[:2])

    def edit(self, change: _Change) -> Edit:
        """Tell all about a change."""
        span = (change.start, change.stop)
        if change.decision is None:
            return Edit(*span, change.old, change.new, change.confidence, (), "number")
        others = alternatives(self.placed, self.laid, self.decoded, change.decision, change.old)
        reason = gate.reason(change.old, change.new)
        return Edit(*span, change.old, change.new, change.confidence, others, reason)


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
        self._arcs = ArcStore(self._language_model.vocabulary)
        self._candidates: dict[int, Candidates] = {}
        self._kinds: dict[str, int] = {}

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
            for number, changes in groupby(self._decided(block, documents).made(), _document):
                written[number].write((row.start, row.stop, row.new) for row in changes)
        return [row.text() for row in written]

    def explain_batch(self, texts: Sequence[str]) -> list[Restoration]:
        """Restore texts and tell every change, with alternatives."""
        documents = self._read(texts)
        edits: list[list[Edit]] = [[] for _ in documents]
        suggestions: list[list[Edit]] = [[] for _ in documents]
        for block in _blocks(self._work(documents)):
            outcome = self._decided(block, documents)
            for change in outcome.changes:
                (edits if change.made else suggestions)[change.document].append(
                    outcome.edit(change)
                )
        return [finished(*row) for row in zip(documents, edits, suggestions, strict=True)]

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
        return [read(text, tone_placement=self.options.tone_placement) for text in texts]

    def _work(self, documents: Sequence[Document]) -> Iterator[_Work]:
        """List the lines that may be touched; a line that opens a stretch opens a paragraph."""
        for number, document in enumerate(documents):
            lines = lattice.lines(document.text)
            opens = True
            for line, profile in zip(lines, self._profiles(lines), strict=True):
                if gate.is_open(NAMES[profile]):
                    yield _Work(number, replace(line, opens=True) if opens else line, profile)
                    opens = False
                else:
                    opens = True

    def _profiles(self, lines: list[lattice.Line]) -> list[int]:
        if self.options.profile != "auto":
            return [NAMES.index(self.options.profile)] * len(lines)
        kinds = self._kinds
        if len(kinds) > KINDS_KEPT:
            kinds.clear()
        rows = []
        for line in lines:
            row = []
            for token in line.tokens():
                found = kinds.get(token)
                if found is None:
                    found = kinds[token] = int(kind(token, self._words))
                row.append(found)
            rows.append(row)
        if not rows:
            return []
        best: list[int] = self._bundle.profiles.posteriors(rows).argmax(axis=1).tolist()
        return best

    def _profile(self, number: int) -> Candidates:
        found = self._candidates.get(number)
        if found is None:
            found = self._candidates[number] = Candidates(
                self._bundle.channel(_CHANNELS.get(NAMES[number], NAMES[number])),
                self._language_model,
                self._bundle.spelling,
                self._lexicon,
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
        rows: list[_Row] = []
        for work in block:
            row = _Row(work.line.starts(), work.line.tokens())
            if gate.adapts(NAMES[work.profile]):
                for start, stop, new in _join_dates(row):
                    old = documents[work.document].text[start:stop]
                    changes.append(_Change(work.document, start, stop, old, new, JOINED_DATE))
            rows.append(row)
        placed = self._analysed(block, rows)
        laid = lattice.lay(placed, self._arcs)
        decoded = self._decode(laid.lattice)
        learners = _learners(block) if self.options.adapt else []
        if learners:
            decoded = self._adapted(laid, decoded, learners)
        decided = list(decisions(placed, laid, decoded))
        damaged = _damaged(block, decided)
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
            made = confidence >= self.options.min_confidence and gate.passes(
                old, surface, name, confidence
            )
            if made or (self.options.suggest and gate.suggests(old, confidence)):
                changes.append(
                    _Change(number, start, stop, old, surface, confidence, made, decision)
                )
        return _Outcome(placed, laid, decoded, changes)

    def _analysed(self, block: Sequence[_Work], rows: Sequence[_Row]) -> lattice.Placed:
        """Analyse the tokens of lines, new ones all together."""
        if len(self._arcs) > ARCS_KEPT:
            self._arcs.clear()
            for candidates in self._candidates.values():
                candidates.forget()
        settings = [_settings(row.tokens) for row in rows]
        for profile in sorted({work.profile for work in block}):
            self._profile(profile).prepare(
                pair
                for work, row, around in zip(block, rows, settings, strict=True)
                if work.profile == profile
                for pair in zip(row.tokens, around, strict=True)
            )
        placed = lattice.Placed()
        for work, row, around in zip(block, rows, settings, strict=True):
            number = len(row.tokens)
            torn, analyses = self._profile(work.profile).line(row.tokens, around)
            placed.documents += [work.document] * number
            placed.starts += row.starts
            placed.opens += [work.line.opens, *[False] * (number - 1)]
            placed.profiles += [work.profile] * number
            placed.analyses += analyses
            placed.reaches_back += torn
        return placed

    def _decode(self, lattice_: Lattice) -> Decoded:
        options = self.options
        return decode(lattice_, self._language_model, beam=options.beam, window=options.window)

    def _adapted(self, laid: lattice.Laid, decoded: Decoded, learners: list[int]) -> Decoded:
        """Decode documents again, at costs that their confident decisions tell."""
        learns = np.isin(laid.document_of_arc, learners)
        sure = decoded.chosen[decoded.posteriors[decoded.chosen] >= adaptation.SURE]
        costs = laid.lattice.costs.copy()
        for number in np.unique(laid.profile_of_arc).tolist():
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
        second = self._decode(replace(laid.lattice, costs=costs, segments=again))
        first = decoded.chosen[~learns[decoded.chosen]]
        return Decoded(
            np.sort(np.concatenate((first, second.chosen))),
            np.where(learns, second.posteriors, decoded.posteriors),
        )


_document = attrgetter("document")
_SETTINGS = {flags: Setting(*flags) for flags in product((False, True), repeat=3)}


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


def _damaged(block: Sequence[_Work], decided: Sequence[Decision]) -> set[int]:
    """Tell which documents are no clean ones: sure changes are too frequent for typing errors."""
    tokens: dict[int, int] = {}
    for work in block:
        if NAMES[work.profile] in gate.MARKED:
            tokens[work.document] = tokens.get(work.document, 0) + work.line.size
    changes: dict[int, int] = {}
    for decision in decided:
        if NAMES[decision.profile] in gate.MARKED and decision.posterior >= gate.SURE_CHANGE:
            changes[decision.document] = changes.get(decision.document, 0) + 1
    return {
        document
        for document, number in changes.items()
        if number >= gate.LEAST_CHANGES and number >= gate.LEAST_RATE * tokens[document]
    }


def _join_dates(row: _Row) -> list[tuple[int, int, str]]:
    """Put split dates of a line together; give their spans in the text and what they are."""
    if not any("/" in token for token in row.tokens):
        return []
    found = [
        (first, stop, joined)
        for first, stop, joined in join_dates(row.tokens)
        if all(
            left[-1:].isdigit() and right[:1].isdigit()
            for left, right in pairwise(row.tokens[first:stop])
        )
    ]
    spans = []
    for first, stop, joined in reversed(found):
        end = row.starts[stop - 1] + len(row.tokens[stop - 1])
        spans.append((row.starts[first], end, joined))
        row.starts[first:stop] = [row.starts[first]]
        row.tokens[first:stop] = [joined]
    return spans
