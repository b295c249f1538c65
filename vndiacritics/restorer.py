"""The Restorer: the one place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from vndiacritics import core
from vndiacritics.adaptation.channel import adapted, learners
from vndiacritics.adaptation.content import consistent
from vndiacritics.adaptation.engine import ROUNDS, believed, deciphered
from vndiacritics.adaptation.names import agreed
from vndiacritics.adaptation.rates import searched
from vndiacritics.adaptation.support import Support
from vndiacritics.arrays import F64
from vndiacritics.candidates.generator import CandidateGenerator
from vndiacritics.candidates.resources import Resources
from vndiacritics.confidence import tokens as token_confidence
from vndiacritics.confidence.tokens import Spans
from vndiacritics.model import learnt as learnt_tables
from vndiacritics.model import lexicon as lexicons
from vndiacritics.model.bundle import Bundle, load
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.own_ngrams import of_phrases
from vndiacritics.options import Options
from vndiacritics.orthography.letters import canonical
from vndiacritics.pieces import UNKNOWN
from vndiacritics.profiles.asked import Recognised
from vndiacritics.profiles.mixture import NO_RATES, Evidence
from vndiacritics.profiles.profile import (
    AUTO,
    BARE_HEADING,
    BY_NAME,
    LATIN_OCR,
    PROFILES,
    TYPED,
    Profile,
)
from vndiacritics.profiles.recognition import Recogniser
from vndiacritics.profiles.rivals import weighed
from vndiacritics.restoration import Edit, Restoration
from vndiacritics.revision import doubled, item_numbers, quotes
from vndiacritics.revision.case import with_seen_case
from vndiacritics.revision.changes import MARKED, Changes, document_of, judged
from vndiacritics.revision.spaces import LineSpaces, Spaces, closed_up
from vndiacritics.revision.specks import Specks
from vndiacritics.revision.suggestions import suggested, to_look_at
from vndiacritics.revision.symbols import CodeReader
from vndiacritics.revision.tone_placement import in_style
from vndiacritics.search.blocks import BLOCK, Rows, Work, blocks, read_together
from vndiacritics.search.decisions import with_others
from vndiacritics.search.decoder import decode
from vndiacritics.search.garbage import uncollected
from vndiacritics.search.lattice import BlockTokens
from vndiacritics.search.result import SearchResult
from vndiacritics.text.document import Document, Rewriting, check_texts, finished, read
from vndiacritics.text.glyphs import may_have_holes
from vndiacritics.text.kept import Span, kept_spans, thinned
from vndiacritics.text.lines import Line, is_heading

_Result = TypeVar("_Result")

READ_AHEAD = 256
"""Texts that `restore_iter` reads ahead at most."""


class Restorer:
    """Restores damaged Vietnamese text.

    Args:
        options: how; the defaults suit most.
        lexicon: a TSV of your own words and phrases, beside the built-in ones.
        model: folder of a compiled model instead of the built-in one.
        learnt: what ``vnfix learn`` made of an office's right texts, beside the model.

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
        learnt: str | Path | None = None,
    ) -> None:
        self.options = options or Options()
        self._paths = lexicon, model, learnt
        self._bundle: Bundle = load(None if model is None else Path(model))
        self._lexicon = self._bundle.lexicon
        self._language_model: LanguageModel = self._bundle.language_model
        self._office = None if learnt is None else learnt_tables.load(Path(learnt))
        self._plain: Restorer | None = None
        if self._office is not None:
            self._plain = Restorer(options=options, lexicon=lexicon, model=model)
            self._lexicon = self._lexicon.with_forms(self._office.forms)
            own = self._office.own(self._language_model)
            self._language_model = self._language_model.with_own(own)
        if lexicon is not None:
            forms = lexicons.read_user(Path(lexicon))
            self._lexicon = self._lexicon.with_forms(forms)
            phrases = (canonical(form).split() for form in forms)
            own = of_phrases(phrases, self._language_model.index)
            self._language_model = self._language_model.with_own(own)
        resources = Resources(self._language_model, self._bundle.spelling, self._lexicon)
        self._generator = CandidateGenerator(self._bundle, resources)
        self._support = Support(self._bundle, self._language_model)
        self._specks = Specks(self._language_model)
        self._spaces = LineSpaces(resources)
        self._symbols = CodeReader(resources.grammar, self._language_model)
        chance = float(np.exp(self._language_model.unigram[self._language_model.index[UNKNOWN]]))
        self._recogniser = Recogniser(
            self._bundle.profiles,
            Evidence(resources.losses, self._bundle.spelling.cost, chance),
            frozenset(self._language_model.vocabulary),
            profile=BY_NAME.get(self.options.profile),
        )
        self._weighs = self.options.profile == AUTO
        beam, window = self.options.beam, self.options.window
        self._decode = partial(decode, model=self._language_model, beam=beam, window=window)

    def __reduce__(self) -> tuple[Callable[..., Restorer], tuple[Any, ...]]:
        """Pickle options and paths: where it arrives, the model is mapped anew and shared."""
        return _made, (type(self), self.options, self._paths)

    @property
    def signature(self) -> str:
        """Name the model, the options and the core, so that a figure can be repeated."""
        options = self.options
        taught = "" if self._office is None else f" learnt={self._office.checksum}"
        return (
            f"model {self._bundle.checksum()} profile={options.profile} adapt={options.adapt} "
            f"beam={options.beam} window={options.window:g} min={options.min_confidence:g} "
            f"core={core.name()}{taught}"
        )

    def restore(self, text: str, *, keep: Iterable[Span] = ()) -> str:
        """Restore one text.

        Args:
            text: damaged Vietnamese, or any text.
            keep: spans of `text` that stay as they are, such as mark-up and code: first character
                and the one behind the last. A word that a span cuts in two stays too.

        Raises:
            NotTextError: `text` is no string.
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
            NotTextError: one of `texts` is no string, or they are one string.
            ValueError: a span does not lie in its text, or `keep` has not as many as `texts`.
        """
        check_texts(texts)
        kept = kept_spans(texts, keep)
        if any(kept) or any(map(may_have_holes, texts)):
            return [result.text for result in self.explain_batch(texts, keep=kept)]
        if (parted := self._parted(texts, Restorer.restore_batch)) is not None:
            return parted
        documents = self._read(texts)
        written = [Rewriting(document.text) for document in documents]
        for block in blocks(self._work(documents)):
            changes = self._decided(block, documents)
            if self.options.min_confidence:
                changes = self._weighed(changes)
            for number, rows in groupby(changes.made(), document_of):
                written[number].write((row.start, row.stop, row.new) for row in rows)
            del changes  # not kept through the next search
        return [row.text() for row in written]

    def explain_batch(
        self, texts: Sequence[str], *, keep: Sequence[Iterable[Span]] | None = None
    ) -> list[Restoration]:
        """Restore texts and tell every change, with alternatives; `keep` as for `restore_batch`.

        With ``Options(tokens=True)`` also how sure each token of the result is, but of kept ones.
        """
        check_texts(texts)
        kept = kept_spans(texts, keep)
        if any(kept):
            read = list(map(thinned, texts, kept))
            results = self.explain_batch([row.text for row in read])
            return [row.restored(result) for row, result in zip(read, results, strict=True)]
        if (parted := self._parted(texts, Restorer.explain_batch)) is not None:
            return parted
        documents = self._read(texts)
        edits: list[list[Edit]] = [[] for _ in documents]
        suggestions: list[list[Edit]] = [[] for _ in documents]
        spans: list[list[Spans]] = [[] for _ in documents]
        for block in blocks(self._work(documents)):
            changes = self._weighed(self._decided(block, documents))
            for row in changes.made():
                edits[row.document].append(changes.edit(row))
            for number, edit in suggested(changes, *self._typed(block, documents)):
                suggestions[number].append(edit)
            if self.options.tokens:
                for number, part in changes.spans([document.text for document in documents]):
                    spans[number].append(part)
        results = [finished(*row) for row in zip(documents, edits, suggestions, strict=True)]
        if self.options.tokens:
            return token_confidence.with_tokens(results, documents, edits, spans)
        return results

    def restore_iter(self, texts: Iterable[str]) -> Iterator[str]:
        """Restore texts lazily, in order; up to `READ_AHEAD` of them are read ahead.

        Raises:
            NotTextError: one of `texts` is no string, or they are one string.
        """
        waiting: list[str] = []
        size = 0
        check_texts(texts if isinstance(texts, str) else ())
        for place, text in enumerate(texts):
            check_texts([text], first=place)
            waiting.append(text)
            size += len(text)
            if size > 4 * BLOCK or len(waiting) >= READ_AHEAD:
                yield from self.restore_batch(waiting)
                waiting, size = [], 0
        yield from self.restore_batch(waiting)

    def _parted(
        self, texts: Sequence[str], batch: Callable[[Restorer, Sequence[str]], list[_Result]]
    ) -> list[_Result] | None:
        """Read texts that are not of the office without what it taught; None where all are."""
        if self._office is None or self._plain is None:
            return None
        own = [self._office.is_own(text) for text in texts]
        if all(own):
            return None
        rows = list(zip(texts, own, strict=True))
        mine = iter(batch(self, [text for text, is_own in rows if is_own]))
        rest = iter(batch(self._plain, [text for text, is_own in rows if not is_own]))
        return [next(mine if is_own else rest) for is_own in own]

    def _read(self, texts: Sequence[str]) -> list[Document]:
        options = self.options
        return [
            read(text, from_encoding=options.from_encoding, tone_placement=options.tone_placement)
            for text in texts
        ]

    def _work(self, documents: Sequence[Document]) -> Iterator[Work]:
        """List the lines that may be touched; a line that opens a stretch opens a paragraph."""
        for group in read_together(documents):
            recognised = self._recognised(group, documents)
            for (number, found), known in zip(group, recognised, strict=True):
                document = documents[number]
                opens = True
                for line, (profile, rates) in zip(found, known, strict=True):
                    if PROFILES[profile].is_open and not document.is_interleaved(line.start):
                        first = line._replace(opens=True) if opens else line
                        bare = document.lacks_tones(line.start) and is_heading(line)
                        own = BARE_HEADING.number if bare else profile
                        yield Work(number, first, own, rates)
                        opens = False
                    else:
                        opens = True

    @uncollected
    def _recognised(
        self, group: Sequence[tuple[int, list[Line]]], documents: Sequence[Document]
    ) -> list[list[Recognised]]:
        """Return what happened to lines; where something misread some, a search tells."""
        found = self._recogniser.documents([[line.tokens for line in row] for _, row in group])

        def trial(
            rival: Profile, deciphers: bool, asked: Sequence[tuple[int, Sequence[int]]]
        ) -> list[F64]:
            works = [
                Work(
                    group[own][0], group[own][1][place], rival.number, found[own].lines[place].rates
                )
                for own, places in asked
                for place in places
            ]
            tokens, rows = self._analysed(works, documents, self._spaces.begin())
            result = self._searched(tokens, works, rows, documents, rounds=int(deciphers))
            nats = result.nats(self._language_model, len(works))
            return np.split(nats, np.cumsum([len(places) for _, places in asked])[:-1])

        return weighed(found, [[line.size for line in row] for _, row in group], trial)

    def _analysed(
        self, works: Sequence[Work], documents: Sequence[Document], spaces: Spaces
    ) -> tuple[BlockTokens, Rows]:
        """Return the analysed tokens of a block, its codes put together before."""
        lines = [work.tokens(documents[work.document]) for work in works]
        rows = spaces.rows(works, lines, self._generator.numbered)
        return self._generator.analysed(works, rows, documents), rows

    def _typed(self, block: list[Work], documents: Sequence[Document]) -> Iterator[Changes]:
        """Read what has its marks again as if typed, where typing errors are asked for."""
        works = [work._replace(profile=TYPED.number) for work in block if work.profile in MARKED]
        if self.options.suggest and works:
            yield self._decided(works, documents)

    @uncollected
    def _decided(self, block: list[Work], documents: Sequence[Document]) -> Changes:
        """Search lines and decide what is changed."""
        spaces = self._spaces.begin()
        tokens, rows = self._analysed(block, documents, spaces)
        rounds = ROUNDS if self.options.adapt else 0
        result = self._searched(tokens, block, rows, documents, rounds=rounds)
        if self.options.adapt:
            result = self._adapted(result, block)
        texts = [document.text for document in documents]
        result, specks = self._specks.decided(result, texts)
        numbers = item_numbers.decisions(result, texts)
        signs = chain(specks, numbers, quotes.decisions(result, texts))
        decided = closed_up(self._symbols.decisions(result, spaces), texts)
        decided = with_others(decided, signs)
        decided = with_seen_case(result, decided, texts)
        changes = judged(
            block,
            result,
            decided,
            documents,
            self._language_model,
            trusts_profiles=not self._weighs,
            suggest=self.options.suggest,
        )
        made = in_style(changes.rows, self.options.tone_placement)
        if self.options.suggest:
            made += to_look_at(doubled.decisions(result, texts, self._language_model), texts)
        return Changes(result, made, changes.known)

    def _searched(
        self,
        tokens: BlockTokens,
        block: Sequence[Work],
        rows: Rows,
        documents: Sequence[Document],
        *,
        rounds: int,
    ) -> SearchResult:
        """Search; read documents whose engines are not known anew with what they told of them."""
        rates = [work.rates or NO_RATES for work in block]
        result = searched(tokens, rates, self._decode)
        unknown = deciphered(block)
        for _ in range(rounds if unknown else 0):
            engines = {
                document: self._generator.taught(LATIN_OCR.number, words)
                for document, words in believed(result, unknown).items()
            }
            del result  # not kept through the next search
            tokens = self._generator.analysed(block, rows, documents, engines=engines)
            result = searched(tokens, rates, self._decode)
        return result

    def _weighed(self, changes: Changes) -> Changes:
        least, suggest = self.options.min_confidence, self.options.suggest
        return changes.weighed(self._language_model, least=least, suggest=suggest)

    def _adapted(self, result: SearchResult, block: Sequence[Work]) -> SearchResult:
        """Search again what the document teaches: its channel, its names, then its words."""
        teachers = learners(block)
        if teachers:
            lattice = adapted(result, teachers, self._generator.channel)
            result = result.again(lattice, self._decode)
        if (named := agreed(result)) is not None:
            result = result.again(named, self._decode)
        found = consistent(result, self._support.supported(result, MARKED))
        return result if found is None else result.again(found, self._decode)


def _made(kind: type[Restorer], options: Options, paths: Sequence[str | Path | None]) -> Restorer:
    """Return a restorer that was pickled."""
    lexicon, model, learnt = paths
    return kind(options=options, lexicon=lexicon, model=model, learnt=learnt)
