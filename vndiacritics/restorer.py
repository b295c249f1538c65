"""The Restorer: the one place that knows the order of the stages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vndiacritics import gate, lattice
from vndiacritics.adaptation import adapted
from vndiacritics.candidates import Candidates
from vndiacritics.decoder import Decoded, decode
from vndiacritics.model.bundle import Bundle, load
from vndiacritics.options import Options
from vndiacritics.profiles import NAMES, kind
from vndiacritics.restoration import Edit, Restoration, apply_edits

BLOCK = 60_000
"""Tokens decoded in one go: bounds the memory."""

ADAPTED = frozenset({"english-ocr", "vietnamese-ocr"})
"""Profiles whose channel a document changes."""

UNTOUCHED = frozenset({"clean", "other"})


Source = Callable[[str], Candidates]
"""Gives the candidates of a profile."""


@dataclass
class _Document:
    """One text on its way through."""

    number: int
    source: str
    text: str
    offsets: list[int] | None
    lines: list[lattice.Line]
    profiles: list[str]


class Restorer:
    """Restores damaged Vietnamese text.

    Args:
        options: how; the defaults suit most.
        lexicon: a TSV of your own words, added to the built-in ones.
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
        self._words = frozenset(self._bundle.language_model.vocabulary)
        self._candidates: dict[str, Candidates] = {}
        self._kinds: dict[str, int] = {}

    def restore(self, text: str) -> str:
        """Restore one text."""
        return self.explain(text).text

    def explain(self, text: str) -> Restoration:
        """Restore one text and tell every change."""
        return self.explain_batch([text])[0]

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Restore texts, each for itself; faster than one by one."""
        return [restoration.text for restoration in self.explain_batch(texts)]

    def restore_iter(self, texts: Iterable[str]) -> Iterator[str]:
        """Restore texts lazily, in order; some texts are read ahead."""
        waiting: list[str] = []
        size = 0
        for text in texts:
            waiting.append(text)
            size += len(text)
            if size > 4 * BLOCK or len(waiting) >= 256:
                yield from self.restore_batch(waiting)
                waiting, size = [], 0
        yield from self.restore_batch(waiting)

    def explain_batch(self, texts: Sequence[str]) -> list[Restoration]:
        """Restore texts and tell every change."""
        documents = [self._read(number, text) for number, text in enumerate(texts)]
        edits: list[list[Edit]] = [[] for _ in documents]
        for block in _blocks(documents):
            passed = self._pass(block, [self._profile_candidates] * len(block))
            if self.options.adapt and passed is not None:
                passed = self._pass(block, self._adapted(block, passed))
            if passed is not None:
                for document, edit in self._edits(passed, block):
                    edits[document.number].append(edit)
        return [
            Restoration(document.source, apply_edits(document.source, changes), tuple(changes))
            for document, changes in zip(documents, edits, strict=True)
        ]

    def _read(self, number: int, source: str) -> _Document:
        text, offsets = _composed(source)
        lines = lattice.lines(text)
        return _Document(number, source, text, offsets, lines, self._profiles(lines))

    def _profiles(self, lines: list[lattice.Line]) -> list[str]:
        if self.options.profile != "auto":
            return [self.options.profile] * len(lines)
        kinds = self._kinds
        rows = []
        for line in lines:
            row = []
            for token in line.tokens:
                found = kinds.get(token)
                if found is None:
                    found = kinds[token] = int(kind(token, self._words))
                row.append(found)
            rows.append(row)
        if not rows:
            return []
        best = self._bundle.profiles.posteriors(rows).argmax(axis=1)
        return [NAMES[place] for place in best.tolist()]

    def _profile_candidates(self, profile: str) -> Candidates:
        found = self._candidates.get(profile)
        if found is None:
            found = self._candidates[profile] = Candidates(
                self._bundle.channel(profile),
                self._bundle.language_model,
                self._bundle.spelling,
            )
        return found

    def _pass(self, block: list[_Document], sources: list[Source]) -> _Pass | None:
        """Decode the documents of a block side by side; None where nothing may be touched."""
        placed: list[lattice.Placed] = []
        for place, (document, source) in enumerate(zip(block, sources, strict=True)):
            placed += _placed(place, document, source)
        if not placed:
            return None
        laid = lattice.lay(placed)
        options = self.options
        decoded = decode(
            laid.lattice,
            self._bundle.language_model,
            beam=options.beam,
            window=options.window,
        )
        return _Pass(placed, laid, decoded)

    def _adapted(self, block: list[_Document], passed: _Pass) -> list[Source]:
        """Let each document teach its own channels."""
        evidence: list[dict[str, list[tuple[str, str, float]]]] = [{} for _ in block]
        for placed, start, stop, surface, posterior in passed.decisions():
            document = block[placed.document]
            observed = document.text[start:stop]
            rows = evidence[placed.document].setdefault(placed.profile, [])
            rows.append((surface or observed, observed, posterior))
        sources: list[Source] = []
        for rows_of in evidence:
            own = {
                profile: self._profile_candidates(profile).with_channel(
                    adapted(self._bundle.channel(profile), rows)
                )
                for profile, rows in rows_of.items()
                if profile in ADAPTED
            }
            sources.append(lambda name, own=own: own.get(name) or self._profile_candidates(name))
        return sources

    def _edits(self, passed: _Pass, block: list[_Document]) -> Iterator[tuple[_Document, Edit]]:
        for placed, start, stop, surface, posterior in passed.decisions():
            if surface is None:
                continue
            document = block[placed.document]
            if document.offsets is not None:
                start, stop = document.offsets[start], document.offsets[stop]
            old = document.source[start:stop]
            confidence = min(1.0, posterior)
            if old != surface and confidence >= self.options.min_confidence:
                yield (
                    document,
                    Edit(start, stop, old, surface, confidence, (), gate.reason(old, surface)),
                )


@dataclass(frozen=True)
class _Pass:
    """One decoding of a block."""

    placed: list[lattice.Placed]
    laid: lattice.Laid
    decoded: Decoded

    def decisions(self) -> Iterator[tuple[lattice.Placed, int, int, str | None, float]]:
        """Yield token, span in its document's text, what is written there, posterior."""
        laid, chosen = self.laid, self.decoded.chosen
        slots = np.searchsorted(laid.lattice.ends, chosen, side="right") - 1
        tokens = laid.token_of_slot[slots]
        local_arcs = chosen - laid.first_arc[tokens]
        last = slots - laid.first_slot[tokens]
        first = last - laid.lattice.spans[chosen] + 1
        posteriors = self.decoded.posteriors[chosen]
        for token, arc, begin, end, posterior in zip(
            tokens.tolist(),
            local_arcs.tolist(),
            first.tolist(),
            last.tolist(),
            posteriors.tolist(),
            strict=True,
        ):
            placed = self.placed[token]
            analysis = placed.analysis
            yield (
                placed,
                placed.start + analysis.starts[begin],
                placed.start + analysis.stops[end],
                analysis.surfaces[arc],
                posterior,
            )


def _blocks(documents: list[_Document]) -> Iterator[list[_Document]]:
    """Group documents so that a group holds about `BLOCK` tokens."""
    block: list[_Document] = []
    size = 0
    for document in documents:
        block.append(document)
        size += sum(len(line.tokens) for line in document.lines)
        if size > BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _placed(number: int, document: _Document, source: Source) -> Iterator[lattice.Placed]:
    opens = True
    for line, profile in zip(document.lines, document.profiles, strict=True):
        opens = opens or line.opens
        if profile in UNTOUCHED:
            opens = True
            continue
        candidates = source(profile)
        capitals = [token.isupper() and len(token) > 1 for token in line.tokens]
        last = len(capitals) - 1
        for place, (start, token) in enumerate(zip(line.starts, line.tokens, strict=True)):
            heading = (place > 0 and capitals[place - 1]) or (place < last and capitals[place + 1])
            analysis = candidates.analysis(token, heading=heading)
            yield lattice.Placed(number, start, opens, profile, analysis)
            opens = False


def _composed(source: str) -> tuple[str, list[int] | None]:
    """Give NFC text and the place in `source` of each of its boundaries; None where they agree."""
    if unicodedata.is_normalized("NFC", source):
        return source, None
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(source):
        stop = start + 1
        while stop < len(source) and unicodedata.combining(source[stop]):
            stop += 1
        piece = unicodedata.normalize("NFC", source[start:stop])
        pieces.append(piece)
        offsets += [start] * len(piece)
        start = stop
    offsets.append(len(source))
    return "".join(pieces), offsets
