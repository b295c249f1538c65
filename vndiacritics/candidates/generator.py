"""Analyses the tokens of lines, each behind the channel of its line's profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import RLock

from vndiacritics.candidates.context import token_contexts
from vndiacritics.candidates.dropped import DroppedLetters
from vndiacritics.candidates.resources import Resources
from vndiacritics.candidates.words import Candidates
from vndiacritics.model.adapted import adapted
from vndiacritics.model.bundle import Bundle
from vndiacritics.model.channel import Channel
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search import lattice
from vndiacritics.search.arcs import ArcStore
from vndiacritics.search.blocks import Row, Work
from vndiacritics.text.document import Document

ARCS_KEPT = 1_000_000
"""Arcs of analysed tokens that are kept for the next block."""


class CandidateGenerator:
    """Analyses lines.

    May be used by several threads: one at a time analyses, and all that it learns of a token is
    published whole, when it is known. Analyses stay good when the memory is emptied: they hold
    the store of their arcs, and the emptied memory begins another one.

    Args:
        bundle: has the channels.
        resources: what all profiles share.
        suggest: typing errors are sought in clean text.
    """

    def __init__(self, bundle: Bundle, resources: Resources, *, suggest: bool) -> None:
        self._lock = RLock()
        self._arcs = ArcStore(resources.language_model.vocabulary)
        self._bundle = bundle
        self._resources = resources
        self._suggest = suggest
        self._candidates: dict[int, Candidates] = {}
        self._dropped: DroppedLetters | None = None

    def candidates(self, number: int) -> Candidates:
        """Return the analyses of tokens behind the channel of a profile."""
        found = self._candidates.get(number)
        if found is not None:
            return found
        with self._lock:
            found = self._candidates.get(number)
            if found is None:
                channel = self._bundle.channel(PROFILES[number].table)
                found = self._candidates[number] = self._behind(channel, number)
        return found

    def _behind(self, channel: Channel, number: int) -> Candidates:
        profile = PROFILES[number]
        return Candidates(
            channel,
            self._resources,
            symbol_cost=profile.symbol_cost,
            mends_spaces=profile.mends_spaces,
            scale=profile.slip_scale if self._suggest else 1.0,
            digit_cost=profile.digit_cost,
            misreads_signs=profile.misreads_signs,
            keeps_loans=profile.has_marks,
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

    def analysed(
        self,
        block: Sequence[Work],
        rows: Sequence[Row],
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
            if len(self._arcs) > ARCS_KEPT:
                self._forget()
            return self._analysed(block, rows, documents, engines or {})

    def _forget(self) -> None:
        self._arcs = ArcStore(self._resources.language_model.vocabulary)
        for candidates in self._candidates.values():
            candidates.forget(self._arcs)
        if self._dropped is not None:
            self._dropped.forget(self._arcs)

    def _analysed(
        self,
        block: Sequence[Work],
        rows: Sequence[Row],
        documents: Sequence[Document],
        engines: Mapping[int, Channel],
    ) -> lattice.BlockTokens:
        surroundings = [token_contexts(row.tokens) for row in rows]
        own: dict[tuple[int, int], Candidates] = {}
        for work in block:
            if PROFILES[work.profile].loses_letters:
                continue
            engine = engines.get(work.document) if PROFILES[work.profile].deciphers else None
            key = (work.profile, -1 if engine is None else work.document)
            if key not in own:
                own[key] = (
                    self.candidates(work.profile)
                    if engine is None
                    else self._behind(engine, work.profile)
                )
        homes = [
            own.get((work.profile, work.document)) or own.get((work.profile, -1)) for work in block
        ]
        for candidates in own.values():
            candidates.prepare(
                pair
                for home, row, around in zip(homes, rows, surroundings, strict=True)
                if home is candidates
                for pair in zip(row.tokens, around, strict=True)
            )
        placed = lattice.BlockTokens()
        for line, (work, row, around, home) in enumerate(
            zip(block, rows, surroundings, homes, strict=True)
        ):
            starts = row.starts
            if home is None:
                text, opens = documents[work.document].text, work.line.opens
                found = self._letters().line(text, row.starts, row.tokens, opens=opens)
                starts, torn, analyses = found
            else:
                torn, analyses = home.line(row.tokens, around)
            number = len(analyses)
            placed.lines += [line] * number
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
                self._resources.language_model,
                self._resources.spelling,
                self._resources.lexicon,
                self._bundle.capitals(),
                store=self._arcs,
            )
        return self._dropped
