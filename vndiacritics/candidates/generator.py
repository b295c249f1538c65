"""Analyses the tokens of lines, each behind the channel of its line's profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints, true_places
from vndiacritics.candidates.around import around
from vndiacritics.candidates.context import CONTEXTS
from vndiacritics.candidates.dropped import DroppedLetters
from vndiacritics.candidates.matching import Matcher
from vndiacritics.candidates.resources import Resources
from vndiacritics.candidates.token_table import TokenColumns, TokenTable
from vndiacritics.candidates.words import Candidates
from vndiacritics.model.adapted import adapted
from vndiacritics.model.bundle import Bundle
from vndiacritics.model.by_ear import by_ear
from vndiacritics.model.channel import Channel
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search import lattice
from vndiacritics.search.arcs import ArcStore
from vndiacritics.search.blocks import Rows, Work
from vndiacritics.text.document import Document

ARCS_KEPT = 1_000_000
"""Arcs of analysed tokens that are kept for the next block."""

TOKENS_KEPT = 200_000
"""Tokens that are kept numbered for the next block."""


class CandidateGenerator:
    """Analyses lines.

    May be used by several threads: one at a time analyses, and all that it learns of a token is
    published whole, when it is known. Analyses stay good when the memory is emptied: they hold
    the store of their arcs, and the emptied memory begins another one.

    Args:
        bundle: has the channels.
        resources: what all profiles share.
    """

    def __init__(self, bundle: Bundle, resources: Resources) -> None:
        self._lock = RLock()
        self._arcs = ArcStore(resources.language_model.vocabulary)
        self._table = TokenTable()
        self._bundle = bundle
        self._resources = resources
        self._candidates: dict[int, Candidates] = {}
        self._matchers: dict[tuple[str, bool], Matcher] = {}
        self._dropped: DroppedLetters | None = None

    def candidates(self, number: int) -> Candidates:
        """Return the analyses of tokens behind the channel of a profile."""
        found = self._candidates.get(number)
        if found is not None:
            return found
        with self._lock:
            found = self._candidates.get(number)
            if found is None:
                profile = PROFILES[number]
                matcher = self._matcher(profile.table, is_typed=profile.is_typed)
                found = self._candidates[number] = self._behind(matcher, number)
        return found

    def _matcher(self, table: str, *, is_typed: bool) -> Matcher:
        """Return the matcher of a channel, or of what hands write beside it; profiles share it."""
        key = (table, is_typed)
        if key not in self._matchers:
            if is_typed:
                read = self._matcher(table, is_typed=False)
                self._matchers[key] = read.behind(by_ear(read.channel))
            else:
                syllables, model = self._resources.syllables, self._resources.language_model
                channel = self._bundle.channel(table)
                self._matchers[key] = Matcher(channel, syllables, model.unigram)
        return self._matchers[key]

    def _behind(self, matcher: Matcher, number: int) -> Candidates:
        profile = PROFILES[number]
        parts_by = None
        if profile.parts_words and not profile.is_mixture:
            parts_by = self._matcher(profile.table, is_typed=False)
        return Candidates(
            matcher,
            self._resources,
            code_cost=profile.code_cost,
            mends_spaces=profile.mends_spaces,
            parts_words=profile.parts_words,
            parts_by=parts_by,
            scale=profile.slip_scale,
            is_typed=profile.is_typed,
            digit_cost=profile.digit_cost,
            misreads_signs=profile.misreads_signs,
            keeps_loans=profile.has_marks,
            keeps_marked=profile.keeps_marked,
            store=self._arcs,
            losses=self._resources.losses if profile.is_mixture else None,
        )

    def channel(self, number: int) -> Channel:
        """Return the channel of a profile."""
        return self.candidates(number).matcher.channel

    def taught(self, number: int, words: Iterable[tuple[str, str, str]]) -> Channel:
        """Return the channel of a profile as words of a document change it; see `adapted`.

        What the channel keeps of letters is shared by all threads, so it is read behind the lock.
        """
        with self._lock:
            return adapted(self.channel(number), words)

    def numbered(self, tokens: Sequence[str]) -> tuple[Ints, TokenColumns]:
        """Return the numbers of tokens, and what is known of them by number."""
        return self._table.numbered(tokens)

    def analysed(
        self,
        block: Sequence[Work],
        rows: Rows,
        documents: Sequence[Document],
        *,
        engines: Mapping[int, Channel] | None = None,
    ) -> lattice.BlockTokens:
        """Analyse the tokens of lines, new ones all together.

        Args:
            block: the lines.
            rows: their tokens.
            documents: by number.
            engines: channels of the engines that some documents told, by number of the document.
        """
        with self._lock:
            if len(self._arcs) > ARCS_KEPT or len(self._table) > TOKENS_KEPT:
                self._forget()
            return self._analysed(block, rows, documents, engines or {})

    def _forget(self) -> None:
        self._arcs = ArcStore(self._resources.language_model.vocabulary)
        self._table = TokenTable()
        for candidates in self._candidates.values():
            candidates.forget(self._arcs)
        if self._dropped is not None:
            self._dropped.forget(self._arcs)

    def _analysed(
        self,
        block: Sequence[Work],
        rows: Rows,
        documents: Sequence[Document],
        engines: Mapping[int, Channel],
    ) -> lattice.BlockTokens:
        homes, of_line = self._homes(block, engines)
        tokens, columns = self._table.numbered(rows.tokens)
        owners, within, contexts, tears = around(columns, tokens, rows.sizes)
        codes = tokens * len(CONTEXTS) + contexts
        size = len(self._table) * len(CONTEXTS)
        numbers = np.full(len(tokens), -1, dtype=np.int64)
        reaches_back = np.zeros(len(tokens), dtype=np.bool_)
        home_of = of_line[owners]
        for home, (profile, engine) in enumerate(homes):
            # What analyses behind a document's engine is large: one at a time is kept.
            candidates = self.candidates(profile)
            if engine is not None:
                candidates = self._behind(candidates.matcher.behind(engine), profile)
            own = true_places(home_of == home)
            numbers[own] = candidates.numbered(codes[own], rows.tokens, own, size)
            if not candidates.mends_spaces:
                continue
            for place in own[tears[own]].tolist():
                before = rows.tokens[place - min(2, int(within[place])) : place]
                context = CONTEXTS[codes[place] % len(CONTEXTS)]
                torn = candidates.torn(before, rows.tokens[place], context)
                if torn is not None:
                    numbers[place], reaches_back[place] = torn.number, True
        starts = rows.starts
        if len(block) and of_line.min() < 0:
            found = self._with_letters(block, rows, documents, of_line, numbers, reaches_back)
            numbers, starts, reaches_back, owners = found
        return _placed(self._arcs, block, numbers, starts, reaches_back, owners)

    def _homes(
        self, block: Sequence[Work], engines: Mapping[int, Channel]
    ) -> tuple[list[tuple[int, Channel | None]], Ints]:
        """Return what lines are analysed behind: profiles, and engines where documents told them.

        Returns:
            Number of the profile and channel of the engine, of each home of lines, and the home of
            each line; -1 for lost letters.
        """
        homes: list[tuple[int, Channel | None]] = []
        known: dict[tuple[int, int], int] = {}
        of_line = np.full(len(block), -1, dtype=np.int64)
        for line, work in enumerate(block):
            profile = PROFILES[work.profile]
            if profile.loses_letters:
                continue
            engine = engines.get(work.document) if engines and profile.deciphers else None
            key = (work.profile, -1 if engine is None else work.document)
            if key not in known:
                known[key] = len(homes)
                homes.append((work.profile, engine))
            of_line[line] = known[key]
        return homes, of_line

    def _with_letters(
        self,
        block: Sequence[Work],
        rows: Rows,
        documents: Sequence[Document],
        of_line: Ints,
        numbers: Ints,
        reaches_back: NDArray[np.bool_],
    ) -> tuple[Ints, Ints, NDArray[np.bool_], Ints]:
        """Put lines that lost letters among the others.

        Returns:
            Numbers of the analyses, starts, which reach back, and the line of each.
        """
        parts: list[tuple[Ints, Ints, NDArray[np.bool_], Ints]] = []
        stop = 0
        for line, (work, size) in enumerate(zip(block, rows.sizes.tolist(), strict=True)):
            own = slice(stop, stop + size)
            stop += size
            if of_line[line] < 0:
                text, opens = documents[work.document].text, work.opens
                begins, reaches, analyses = self._letters().line(
                    text, rows.starts[own].tolist(), rows.tokens[own], opens=opens
                )
                part = (
                    np.array([analysis.number for analysis in analyses], dtype=np.int64),
                    np.array(begins, dtype=np.int64),
                    np.array(reaches, dtype=np.bool_),
                )
            else:
                part = (numbers[own], rows.starts[own], reaches_back[own])
            parts.append((*part, np.full(len(part[0]), line)))
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return columns[0], columns[1], columns[2], columns[3]

    def _letters(self) -> DroppedLetters:
        if self._dropped is None:
            self._dropped = DroppedLetters(
                self._resources.language_model,
                self._resources.spelling,
                self._resources.lexicon,
                self._bundle.capitals(),
                store=self._arcs,
            )
        return self._dropped


def _placed(
    store: ArcStore,
    block: Sequence[Work],
    numbers: Ints,
    starts: Ints,
    reaches_back: NDArray[np.bool_],
    owners: Ints,
) -> lattice.BlockTokens:
    """Return the analysed tokens of lines.

    Args:
        store: has the analyses.
        block: the lines.
        numbers: of the analyses, shape (tokens,).
        starts: of the tokens in their documents, shape (tokens,).
        reaches_back: some arc of the token begins in the one before, shape (tokens,).
        owners: line of each, shape (tokens,).
    """
    opens = np.array([work.opens for work in block], dtype=np.bool_)[owners]
    opens[1:] &= owners[1:] != owners[:-1]
    return lattice.BlockTokens(
        store,
        numbers,
        np.array([work.document for work in block], dtype=np.int64)[owners],
        starts,
        opens,
        np.array([work.profile for work in block], dtype=np.int64)[owners],
        reaches_back,
        owners,
    )
