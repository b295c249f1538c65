"""From the decoder's spans to the tokens of the restored text, with a confidence for each.

The decoder speaks of slots: words, numbers, signs. A person sees tokens: runs without whitespace. A
token is right when all its slots are, so the posteriors of its slots are multiplied; of costs and
rarities the highest counts.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F64, Ints, distinct, ranges
from vndiacritics.confidence import map as confidence
from vndiacritics.confidence.map import Signals
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.pieces import UNKNOWN
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.restoration import Alternative, Edit, Restoration, Token, apply_edits
from vndiacritics.search.decisions import Decision, readings
from vndiacritics.search.result import SearchResult
from vndiacritics.text.document import Document
from vndiacritics.text.glyphs import HOLE
from vndiacritics.text.lines import TOKEN
from vndiacritics.text.offsets import Offsets

HAVE_MARKS = np.array([profile.confidence == "marked" for profile in PROFILES])
"""Of each profile, whether its text has its marks, shape (profiles,)."""

TOKENS_TOGETHER = 20_000
"""Tokens whose features are held at once: bounds the memory."""

SETTLED_POSTERIOR = 0.99
"""Posterior from which other readings are not looked for."""


class Spans(NamedTuple):
    """What the decoder left standing in a text, span by span in the order of the text.

    Attributes:
        documents: numbers of the documents, ascending, shape (spans,).
        profiles: numbers of the profiles, shape (spans,).
        starts: first character in the document's text, shape (spans,).
        stops: behind the last one, shape (spans,).
        signals: what is known of each.
        alternatives: other readings, by the number of the span.
    """

    documents: Ints
    profiles: Ints
    starts: Ints
    stops: Ints
    signals: Signals
    alternatives: Mapping[int, tuple[Alternative, ...]]


class TokenSignals(NamedTuple):
    """Tokens of a restored text and what is known of them.

    Attributes:
        starts: first character of each token in the restored text, shape (tokens,).
        words: the tokens.
        read: the decoder looked at it, shape (tokens,).
        profiles: numbers of the profiles, shape (tokens,).
        known: signals of each token.
        doubtful: the least sure span of each token, -1 where it has none, shape (tokens,).
    """

    starts: Ints
    words: list[str]
    read: NDArray[np.bool_]
    profiles: Ints
    known: Signals
    doubtful: Ints

    def matrix(self, rows: slice) -> F64:
        """Return the features of some tokens, shape (rows, features)."""
        start, stop, _ = rows.indices(len(self.words))
        followers = [*self.words[start + 1 : stop + 1], ""]
        return confidence.features(self.known[rows], self.words[rows], followers)

    def certainties(self) -> F64:
        """Return the confidence of each token, shape (tokens,)."""
        sure = np.full(len(self.words), confidence.UNREAD)
        marked = self.read & HAVE_MARKS[self.profiles]
        changed = int((marked & self.known.changed).sum())
        gains = np.where(marked, confidence.trust(int(marked.sum()), changed), 0.0)
        for start in range(0, len(self.words), TOKENS_TOGETHER):
            rows = slice(start, start + TOKENS_TOGETHER)
            found = confidence.probabilities(self.profiles[rows], self.matrix(rows), gains[rows])
            sure[rows] = np.where(self.read[rows], found, confidence.UNREAD)
        return sure


def signals(result: SearchResult, model: LanguageModel) -> Signals:
    """Return what is known of the steps of a search, as if all were written; shape (steps,)."""
    symbols = result.symbols
    surprises = result.surprises(model)
    nothing = np.zeros(len(symbols), dtype=np.bool_)
    documents = result.block.document_of_arc[result.chosen]
    last = np.append(documents[1:] != documents[:-1], True)
    return Signals(
        np.minimum(result.posteriors.astype(np.float64), 1.0),
        result.block.lattice.costs[result.chosen].astype(np.float64),
        -model.unigram[symbols].astype(np.float64),
        symbols == model.index[UNKNOWN],
        surprises,
        np.where(last, 0.0, np.append(surprises[1:], 0.0)),
        nothing,
        nothing,
    )


def certainties(
    result: SearchResult, known: Signals, changes: Sequence[tuple[Decision, str]]
) -> Iterator[float]:
    """Yield the confidence of changes.

    Args:
        result: of the search behind them.
        known: signals of its steps.
        changes: the decision behind each, and what it writes. Of one that another stage made than
            the search, its posterior is all that is known.
    """
    if not changes:
        return
    arcs = np.array([decision.arc for decision, _ in changes])
    searched = np.array([decision.stage.is_search for decision, _ in changes])
    places = np.searchsorted(result.chosen, np.maximum(arcs, result.chosen[0]))
    rows = replace(known[places], changed=np.ones(len(places), dtype=np.bool_))
    matrix = confidence.features(rows, [word.strip() for _, word in changes])
    profiles = np.array([decision.profile for decision, _ in changes])
    posteriors = np.array([decision.posterior for decision, _ in changes])
    sure = np.where(searched, confidence.probabilities(profiles, matrix), posteriors)
    yield from sure.tolist()


def spans(
    result: SearchResult,
    known: Signals,
    made: Mapping[int, Sequence[tuple[int, int]]],
    texts: Sequence[str],
) -> Spans:
    """Return the spans of a block.

    Args:
        result: of the search.
        known: signals of its steps.
        made: spans of the changes that are made, ascending, by number of the document. What the
            search would write elsewhere was refused: there what stands there is taken to be as
            likely as all other readings together.
        texts: of the documents, by number.
    """
    decided = list(readings(result, texts))
    others: dict[int, tuple[Alternative, ...]] = {}
    changed = np.zeros(len(decided), dtype=np.bool_)
    refused = np.zeros(len(decided), dtype=np.bool_)
    for number, decision in enumerate(decided):
        old = texts[decision.document][decision.start : decision.stop]
        changed[number] = _is_covered(made.get(decision.document, ()), decision.start)
        refused[number] = decision.surface != old and not changed[number]
        if refused[number]:
            first = Alternative(decision.surface, min(1.0, decision.posterior))
            rest = result.alternatives(decision.slot, decision.arc, old)
            others[number] = (first, *(row for row in rest if row.text != old))
        elif decision.posterior < SETTLED_POSTERIOR:
            others[number] = result.alternatives(decision.slot, decision.arc, old)
    posteriors = np.where(refused, 1 - known.posteriors, known.posteriors)
    return Spans(
        np.array([decision.document for decision in decided], dtype=np.int64),
        np.array([decision.profile for decision in decided], dtype=np.int64),
        np.array([decision.start for decision in decided], dtype=np.int64),
        np.array([decision.stop for decision in decided], dtype=np.int64),
        replace(known, posteriors=posteriors, changed=changed, refused=refused),
        others,
    )


def _is_covered(changes: Sequence[tuple[int, int]], place: int) -> bool:
    """Return whether a character lies in one of some spans, ascending."""
    after = bisect_right(changes, (place, sys.maxsize))
    return after > 0 and place < changes[after - 1][1]


def parted(block: Spans) -> list[tuple[int, Spans]]:
    """Part the spans of a block by document."""
    numbers, first, _ = distinct(block.documents)
    stops = [*first[1:].tolist(), len(block.documents)]
    found = []
    for number, start, stop in zip(numbers.tolist(), first.tolist(), stops, strict=True):
        rows = slice(start, stop)
        others = {
            span - start: block.alternatives[span]
            for span in range(start, stop)
            if span in block.alternatives
        }
        part = Spans(
            block.documents[rows],
            block.profiles[rows],
            block.starts[rows],
            block.stops[rows],
            block.signals[rows],
            others,
        )
        found.append((number, part))
    return found


def joined(parts: Sequence[Spans]) -> Spans:
    """Put the spans of a document together that come from several blocks, or from none."""
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        value, flag = np.zeros(0), np.zeros(0, dtype=np.bool_)
        known = Signals(value, value, value, flag, value, value, flag, flag)
        return Spans(none, none, none, none, known, {})
    if len(parts) == 1:
        return parts[0]
    others: dict[int, tuple[Alternative, ...]] = {}
    before = 0
    for part in parts:
        others |= {before + span: rows for span, rows in part.alternatives.items()}
        before += len(part.starts)
    columns = zip(*(vars(part.signals).values() for part in parts), strict=True)
    return Spans(
        np.concatenate([part.documents for part in parts]),
        np.concatenate([part.profiles for part in parts]),
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.stops for part in parts]),
        Signals(*(np.concatenate(column) for column in columns)),
        others,
    )


def gathered(text: str, edits: Sequence[Edit], spans: Spans) -> TokenSignals:
    """Bring what is known of a document's spans to the tokens of its restored text.

    Args:
        text: the restored text.
        edits: that made it from the document's text, sorted and disjoint.
        spans: of the document's text.
    """
    way = Offsets(edits)
    matches = list(TOKEN.finditer(text))
    words = [match.group() for match in matches]
    number = len(words)
    starts = np.array([match.start() for match in matches], dtype=np.int64)
    stops = np.array([match.end() for match in matches], dtype=np.int64)
    first = np.searchsorted(stops, way.forth(spans.starts), side="right")
    last = np.searchsorted(starts, way.forth(spans.stops), side="left") - 1
    counts = np.maximum(last - first + 1, 0)
    span = np.repeat(np.arange(len(counts)), counts)
    token = ranges(counts) + np.repeat(first, counts)

    def most(column: NDArray[np.float64] | NDArray[np.bool_]) -> F64:
        result = np.zeros(number)
        np.maximum.at(result, token, column[span].astype(np.float64))
        return result

    known = spans.signals
    logs = np.log(np.maximum(known.posteriors, 1e-9))[span]
    profiles = np.zeros(number, dtype=np.int64)
    profiles[token] = spans.profiles[span]
    doubtful = np.full(number, -1, dtype=np.int64)
    ranked = np.argsort(-logs, kind="stable")
    doubtful[token[ranked]] = span[ranked]
    together = Signals(
        np.exp(np.bincount(token, logs, number)),
        most(known.costs),
        most(known.rarity),
        most(known.unknown) > 0,
        most(known.surprises),
        most(known.next_surprises),
        most(known.changed) > 0,
        most(known.refused) > 0,
    )
    read = np.bincount(token, minlength=number) > 0
    return TokenSignals(starts, words, read, profiles, together, doubtful)


def tokens(
    document: Document, text: str, edits: Sequence[Edit], parts: Sequence[Spans]
) -> tuple[Token, ...]:
    """Return the tokens of a restored text with their confidence.

    Args:
        document: whose text was restored.
        text: the restored text.
        edits: that made it from the document's text, sorted and disjoint.
        parts: what is known of the document's spans, block by block.
    """
    spans = joined(parts)
    known = gathered(text, edits, spans)
    sure = known.certainties()
    way = Offsets(edits)
    starts = known.starts
    stops = starts + np.array([len(word) for word in known.words], dtype=np.int64)
    begins, ends = way.back(starts, to_end=False), way.back(stops, to_end=True)
    if document.normalised is not None:
        offsets = np.asarray(document.normalised.offsets)
        begins, ends = offsets[begins], offsets[ends]
        for edit in document.normalised.edits:
            if edit.confidence < 1:
                here = slice(
                    np.searchsorted(ends, edit.start, side="right"),
                    np.searchsorted(begins, edit.end, side="left"),
                )
                sure[here] = np.minimum(sure[here], edit.confidence)
    found = []
    rows = (
        known.words,
        begins.tolist(),
        ends.tolist(),
        starts.tolist(),
        sure.tolist(),
    )
    for word, begin, end, place, certainty, span in zip(
        *rows, known.doubtful.tolist(), strict=True
    ):
        others = spans.alternatives.get(span, ())
        if others:
            cuts = way.forth(np.array([spans.starts[span], spans.stops[span]])) - place
            left, right = np.clip(cuts, 0, len(word)).tolist()
            others = tuple(
                Alternative(f"{word[:left]}{other.text}{word[right:]}", other.probability)
                for other in others
            )
        found.append(Token(begin, end, word, place, certainty, others))
    return tuple(found)


def with_tokens(
    results: Sequence[Restoration],
    documents: Sequence[Document],
    edits: Sequence[Sequence[Edit]],
    parts: Sequence[Sequence[Spans]],
) -> list[Restoration]:
    """Return what became of documents with the tokens of their texts.

    Args:
        results: of the documents.
        documents: as many.
        edits: of each document's text, sorted and disjoint.
        parts: what is known of each document's spans, block by block.
    """
    found = []
    for result, document, made, own in zip(results, documents, edits, parts, strict=True):
        if document.has_holes:
            with_holes = apply_edits(document.text, made)
            told = _numbered(tokens(document, with_holes, made, own), result)
        else:
            told = tokens(document, result.text, made, own)
        found.append(replace(result, tokens=told))
    return found


def _numbered(tokens_: Sequence[Token], result: Restoration) -> tuple[Token, ...]:
    """Return tokens whose holes are the numbers of letters again that stand in the text."""
    found, moved = [], 0
    for token in tokens_:
        text = token.text
        if HOLE in text:
            text = result.source[token.start : token.end]
        found.append(replace(token, text=text, place=token.place + moved))
        moved += len(text) - len(token.text)
    return tuple(found)
