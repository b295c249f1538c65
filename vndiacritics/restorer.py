"""The Restorer: the one place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np

from vndiacritics import core
from vndiacritics.adaptation import channel as adaptation
from vndiacritics.adaptation import names as agreement
from vndiacritics.adaptation.channel import learners
from vndiacritics.adaptation.pairs import Recurrence
from vndiacritics.candidates.generator import Analyst
from vndiacritics.candidates.resources import Inventory
from vndiacritics.confidence import tokens as evidence
from vndiacritics.confidence.tokens import Spans
from vndiacritics.model import lexicon as lexicons
from vndiacritics.model.bundle import Bundle, load
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.options import Options
from vndiacritics.orthography.letters import canonical
from vndiacritics.profiles.chain import likeliest
from vndiacritics.profiles.profile import AUTO, BARE_HEADING, BY_NAME, PROFILES
from vndiacritics.profiles.word_kinds import kinds
from vndiacritics.restoration import Edit, Restoration
from vndiacritics.revision import doubled, gate
from vndiacritics.revision.changes import LOST, MARKED, Change, Outcome, document_of, often_changed
from vndiacritics.revision.specks import StraySigns
from vndiacritics.revision.symbols import RESPACED, SymbolReader
from vndiacritics.search import lattice
from vndiacritics.search.blocks import BLOCK, Row, Work, blocks
from vndiacritics.search.decisions import decisions
from vndiacritics.search.decoder import Decoded, decode, merged
from vndiacritics.search.lattice import Lattice
from vndiacritics.text.document import Document, Rewriting, finished, read
from vndiacritics.text.kept import Span, thinned
from vndiacritics.text.lines import Line, is_heading, lines

KINDS_KEPT = 200_000
"""Tokens whose kind is kept for the next text."""

READ_AHEAD = 256
"""Texts that `restore_iter` reads ahead at most."""


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
                canonical(form).split() for form in self._lexicon.user_forms
            )
        self._words = frozenset(self._language_model.vocabulary)
        inventory = Inventory(self._language_model, self._bundle.spelling, self._lexicon)
        self._analyst = Analyst(self._bundle, inventory, suggest=self.options.suggest)
        self._recurrence = Recurrence(self._language_model)
        self._stray_signs = StraySigns(self._language_model)
        self._symbols = SymbolReader(inventory.grammar, self._language_model)
        self._kinds: dict[str, int] = {}
        self._weighs = self.options.profile == AUTO

    @property
    def signature(self) -> str:
        """Name the model, the options and the core, so that a figure can be repeated."""
        options = self.options
        return (
            f"model {self._bundle.checksum()} profile={options.profile} adapt={options.adapt} "
            f"beam={options.beam} window={options.window:g} min={options.min_confidence:g} "
            f"core={core.name()}"
        )

    def restore(self, text: str, *, keep: Iterable[Span] = ()) -> str:
        """Restore one text.

        Args:
            text: damaged Vietnamese, or any text.
            keep: spans of `text` that stay as they are, such as mark-up and code: first character
                and the one behind the last. A word that a span cuts in two stays too.

        Raises:
            ValueError: a span does not lie in the text.

        Examples:
            >>> Restorer().restore("chay lenh `sudo dan` nay", keep=[(10, 20)])
            'chạy lệnh `sudo dan` này'
        """
        return self.restore_batch([text], keep=[keep])[0]

    def explain(self, text: str, *, keep: Iterable[Span] = ()) -> Restoration:
        """Restore one text and tell every change; `keep` as for `restore`."""
        return self.explain_batch([text], keep=[keep])[0]

    def restore_batch(
        self, texts: Sequence[str], *, keep: Sequence[Iterable[Span]] | None = None
    ) -> list[str]:
        """Restore texts, each for itself; faster than one by one.

        Args:
            texts: any.
            keep: for each text the spans that stay, as for `restore`.

        Raises:
            ValueError: a span does not lie in its text, or `keep` has not as many as `texts`.
        """
        kept = _kept(texts, keep)
        if any(kept):
            return [result.text for result in self.explain_batch(texts, keep=kept)]
        documents = self._read(texts)
        written = [Rewriting(document.text) for document in documents]
        for block in blocks(self._work(documents)):
            outcome = self._decided(block, documents)
            if self.options.min_confidence:
                outcome = self._weighed(outcome)
            for number, changes in groupby(outcome.made(), document_of):
                written[number].write((row.start, row.stop, row.new) for row in changes)
        return [row.text() for row in written]

    def explain_batch(
        self, texts: Sequence[str], *, keep: Sequence[Iterable[Span]] | None = None
    ) -> list[Restoration]:
        """Restore texts and tell every change, with alternatives; `keep` as for `restore_batch`.

        With ``Options(tokens=True)`` also how sure each token of the result is, those that are
        kept left out.
        """
        kept = _kept(texts, keep)
        if any(kept):
            read = list(map(thinned, texts, kept))
            results = self.explain_batch([row.text for row in read])
            return [row.restored(result) for row, result in zip(read, results, strict=True)]
        documents = self._read(texts)
        edits: list[list[Edit]] = [[] for _ in documents]
        suggestions: list[list[Edit]] = [[] for _ in documents]
        spans: list[list[Spans]] = [[] for _ in documents]
        for block in blocks(self._work(documents)):
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

    def _work(self, documents: Sequence[Document]) -> Iterator[Work]:
        """List the lines that may be touched; a line that opens a stretch opens a paragraph."""
        for number, document in enumerate(documents):
            found = lines(document.readable)
            opens = True
            for line, profile in zip(found, self._profiles(found), strict=True):
                if PROFILES[profile].is_open and not document.is_woven(line.start):
                    first = replace(line, opens=True) if opens else line
                    bare = document.lacks_tones(line.start) and is_heading(line)
                    yield Work(number, first, BARE_HEADING.number if bare else profile)
                    opens = False
                else:
                    opens = True

    def _profiles(self, lines: list[Line]) -> list[int]:
        if not self._weighs:
            return [BY_NAME[self.options.profile].number] * len(lines)
        if len(self._kinds) > KINDS_KEPT:
            self._kinds = {}  # other threads may still use the old one
        known = self._kinds
        rows = [kinds(line.tokens(), self._words, known) for line in lines]
        if not rows:
            return []
        weights = self._bundle.profiles.posteriors(rows)
        return likeliest(weights, [line.size for line in lines])

    def _decided(self, block: list[Work], documents: Sequence[Document]) -> Outcome:
        """Decode lines and decide what is changed."""
        changes: list[Change] = []
        rows: list[Row] = []
        spaces = self._symbols.spaces()
        for work in block:
            line, profile = work.line, PROFILES[work.profile]
            tokens = work.tokens(documents[work.document])
            rows.append(spaces.line(work.document, line.starts(), tokens, profile))
        placed = self._analyst.analysed(block, rows, documents)
        laid = lattice.lay(placed, placed.store)
        decoded = self._decode(laid.lattice)
        teachers = learners(block) if self.options.adapt else []
        searched = laid.lattice
        if teachers:
            searched, decoded = self._adapted(laid, decoded, teachers)
        if self.options.adapt:
            decoded = self._supported(placed, laid, searched, decoded)
        decided = self._symbols.decisions(placed, laid, decisions(placed, laid, decoded), spaces)
        decided += self._stray_signs.decisions(placed, laid, decoded, arc=RESPACED)
        damaged = often_changed(block, decided, MARKED)
        dropped = often_changed(block, decided, LOST)
        if self.options.suggest:
            texts = [document.text for document in documents]
            decided += doubled.decisions(placed, laid, decoded, texts, self._language_model)
        for decision in decided:
            number, start, stop = decision.document, decision.start, decision.stop
            surface = decision.surface
            confidence = min(1.0, decision.posterior)
            old = documents[number].text[start:stop]
            if old == surface or not documents[number].is_text(start, stop):
                continue
            profile = PROFILES[decision.profile]
            if profile.damaged_as is not None and number in damaged:
                profile = profile.damaged_as
            if profile.loses_letters and self._weighs and number not in dropped:
                continue
            if decision.arc == doubled.DOUBLED:
                made, worth = False, True
            elif decision.arc == RESPACED:
                made, worth = profile.makes_changes, True
            else:
                made = gate.passes(old, surface, profile, confidence)
                worth = gate.suggests(old, confidence)
            if made or (self.options.suggest and worth):
                changes.append(
                    Change(number, start, stop, old, surface, confidence, made, decision)
                )
        return Outcome(placed, laid, decoded, changes)

    def _weighed(self, outcome: Outcome) -> Outcome:
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

    def _decode(self, lattice_: Lattice) -> Decoded:
        options = self.options
        return decode(lattice_, self._language_model, beam=options.beam, window=options.window)

    def _supported(
        self, placed: lattice.Placed, laid: lattice.Laid, searched: Lattice, decoded: Decoded
    ) -> Decoded:
        """Decode segments again that hold what their document tells elsewhere."""
        found = self._recurrence.supported(placed, laid, searched, decoded, MARKED)
        found = agreement.agreed(placed, laid, searched, decoded, found)
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
            if not PROFILES[number].adapts:
                continue
            matcher = self._analyst.candidates(number).matcher
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


def _kept(texts: Sequence[str], keep: Sequence[Iterable[Span]] | None) -> list[list[Span]]:
    """Return the spans to keep of each text."""
    if keep is None:
        return [[] for _ in texts]
    if len(keep) != len(texts):
        message = f"{len(texts)} texts and the spans to keep of {len(keep)}"
        raise ValueError(message)
    return [list(spans) for spans in keep]
