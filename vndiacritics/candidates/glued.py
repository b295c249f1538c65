"""Words that are glued of several syllables: a slot for each, and the word as it stands.

With their marks the syllables are known words; in damaged text each is looked up for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vndiacritics.candidates.assembly import Slot, Wanted
from vndiacritics.candidates.context import TokenContext
from vndiacritics.candidates.listed import KEEP_COST, ListedWords
from vndiacritics.candidates.matching import Matcher
from vndiacritics.candidates.splits import Query
from vndiacritics.candidates.torn import FARTHEST, BareWords, Spaces, few_parts
from vndiacritics.candidates.unspaced import GLUE_COST
from vndiacritics.model.spelling import Spelling
from vndiacritics.orthography.letters import canonical
from vndiacritics.pieces import UNKNOWN
from vndiacritics.profiles.losses import ALWAYS, FAST, untouched
from vndiacritics.search.arcs import Arc
from vndiacritics.search.lattice import LONGEST_ARC

MOST_CANDIDATES = 32
"""Candidates a word keeps at most."""

MOST_JOINED = 8
"""Candidates an arc over several slots keeps at most."""

CANDIDATE_WINDOW = 13.0
"""Candidates dearer than the best by more than this (nats, unigram included) are dropped."""

JOINED_WINDOW = 16.0
LONGEST_WORD = 8
"""Letters that a syllable was read as, at most; longer words are foreign (`benchmark`) or glued."""

SHORTEST_MISREAD, LONGEST_MISREAD = 6, 20
"""Letters of a word that may be glued of misread syllables: all its parts are looked up."""


class GluedWords:
    """Plans words that are glued of syllables.

    Args:
        index: numbers of the vocabulary's symbols.
        spelling: costs of words that are no syllables.
        spaces: cuts words glued of syllables that have their marks.
        bare: cuts words glued of damaged syllables; None where text has its marks.
        listed: loans; a word that is one but for its marks is not glued (`bêta`, `sêlen`).
        matcher: of the engine's channel, where words are sought whose parts are misread too.
    """

    def __init__(
        self,
        index: Mapping[str, int],
        spelling: Spelling,
        spaces: Spaces,
        bare: BareWords | None,
        listed: ListedWords,
        matcher: Matcher | None = None,
    ) -> None:
        self._matcher = matcher
        self._index = index
        self._listed = listed
        self._spelling = spelling
        self._spaces = spaces
        self._bare = bare

    def slots(
        self, piece: str, start: int, context: TokenContext, queries: dict[Query, int]
    ) -> list[Slot]:
        """Return the slots of a word that is glued; none for any other.

        Args:
            piece: the word.
            start: its first character in the token.
            context: what is around the token.
            queries: what has to be looked up; grows.
        """
        if self._bare and len(parts := self._bare.parts(piece)) > 1:
            return self._damaged(parts, start, context, queries)
        if self._matcher and len(parts := self._misread(piece, self._matcher, context)) > 1:
            return self._damaged(parts, start, context, queries)
        parts = self._spaces.unglued(piece)
        return self._marked(parts, start, context, queries) if len(parts) > 1 else []

    def _misread(self, piece: str, matcher: Matcher, context: TokenContext) -> list[str]:
        """Cut a word into parts that the engine may have read for syllables."""
        word = canonical(piece)
        if not SHORTEST_MISREAD <= len(piece) <= LONGEST_MISREAD or word in self._index:
            return [piece]
        spans = [
            (start, stop)
            for start in range(len(piece))
            for stop in range(start + 1, min(len(piece), start + LONGEST_WORD) + 1)
        ]
        queries = [Query(piece[a:b], context.heading, 1, CANDIDATE_WINDOW) for a, b in spans]
        found = matcher.matches(queries)
        merits = (found.costs + matcher.priors(found.symbols)).tolist()
        bounds = found.bounds.tolist()
        costs = {
            span: merits[bounds[place]] if bounds[place] < bounds[place + 1] else FARTHEST
            for place, span in enumerate(spans)
        }
        parts, cost = few_parts(piece, lambda *span: costs[span], longest=LONGEST_WORD)
        cost += GLUE_COST * (len(parts) - 1)
        whole = min(costs.get((0, len(piece)), FARTHEST), self._spelling.cost(word) + KEEP_COST)
        return [piece[start:stop] for start, stop in parts] if cost < whole else [piece]

    def _marked(
        self, parts: Sequence[str], start: int, context: TokenContext, queries: dict[Query, int]
    ) -> list[Slot]:
        """Return a slot for each syllable; the word may be damaged as a whole, too."""
        slots: list[Slot] = []
        for part in parts:
            number = self._index[canonical(part)]
            cost, surface = (GLUE_COST, f" {part}") if slots else (0.0, None)
            arc = Arc(number, cost, surface, losses=ALWAYS)
            slots.append(Slot(start, start + len(part), is_word=False, arcs=[arc]))
            start += len(part)
        if len(parts) <= LONGEST_ARC:
            whole = "".join(parts)
            if len(whole) <= LONGEST_WORD:
                slots[-1].wanted.append(joined_query(whole, len(parts), context, queries))
            slots[-1].arcs += self._kept(parts)
        return slots

    def _damaged(
        self, parts: Sequence[str], start: int, context: TokenContext, queries: dict[Query, int]
    ) -> list[Slot]:
        """Return a slot for each part, to be looked up."""
        slots: list[Slot] = []
        for part in parts:
            glued = bool(slots)
            slot = Slot(start, start + len(part), is_word=False, glued=glued)
            query = Query(part, context.heading, MOST_CANDIDATES, CANDIDATE_WINDOW)
            number = queries.setdefault(query, len(queries))
            slot.wanted.append(Wanted(number, extra=GLUE_COST if glued else 0.0, glued=glued))
            slots.append(slot)
            start += len(part)
        whole = "".join(parts)
        if len(parts) <= LONGEST_ARC and len(whole) <= LONGEST_WORD:
            slots[-1].wanted.append(joined_query(whole, len(parts), context, queries))
        slots[-1].arcs += self._kept(parts)
        return slots

    def _kept(self, parts: Sequence[str]) -> list[Arc]:
        """Return the arcs of the word as it stands: unknown, or a loan with marks of its own."""
        word = canonical("".join(parts))
        lost, span = FAST | untouched(word), len(parts)
        cost = KEEP_COST + self._spelling.cost(word)
        arcs = [Arc(self._index[UNKNOWN], cost, None, span, lost)]
        for row in self._listed.like(word):
            number = self._index.get(row.word)
            if number is not None and len(row.word) == len(word):
                arcs.append(Arc(number, row.cost, None, span, lost))
        return arcs


def joined_query(
    piece: str, span: int, context: TokenContext, queries: dict[Query, int], extra: float = 0.0
) -> Wanted:
    """Return what is looked up for an arc over several slots.

    Args:
        piece: what the slots hold together.
        span: how many there are.
        context: what is around the token.
        queries: what has to be looked up; grows.
        extra: nats for such an arc.
    """
    query = Query(piece, context.heading, MOST_JOINED, JOINED_WINDOW)
    return Wanted(queries.setdefault(query, len(queries)), span, extra)
