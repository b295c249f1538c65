"""A searched block as one argument: tokens, lattice, path, and the questions everybody asks of it.

Three numberings meet here. A *token* is a run without whitespace; a *slot* is a word, number or
sign in a token; an *arc* is what may stand in one slot or several. The path is one arc after the
other; what is counted along it is called a *step*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import Ints, true_places
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.pieces import BEGIN
from vndiacritics.restoration import Alternative
from vndiacritics.search.decoder import Decoded, merged
from vndiacritics.search.lattice import BlockLattice, BlockTokens, Lattice
from vndiacritics.search.lazy import lazy

WHOLE = slice(None)
"""All steps of a path."""

LEAST_ALTERNATIVE = 0.01
"""Posterior an alternative must have to be named."""


class Step(NamedTuple):
    """An arc of the path and where it lies.

    Attributes:
        document: number of the document.
        profile: number of its profile there.
        start: first character in the document's text.
        stop: behind the last one.
        surface: what the arc writes; None leaves what stands there.
        posterior: of the arc.
        slot: where it ends.
        arc: its number in the lattice.
    """

    document: int
    profile: int
    start: int
    stop: int
    surface: str | None
    posterior: float
    slot: int
    arc: int


@dataclass(frozen=True)
class SearchResult:
    """A searched block.

    Attributes:
        tokens: as they were analysed.
        block: their lattice at the costs of the channel, and the way back to the tokens.
        lattice: the same at the costs that the search had; all segments.
        path: what the search chose, and how sure it is.
    """

    tokens: BlockTokens
    block: BlockLattice
    lattice: Lattice
    path: Decoded

    @lazy
    def chosen(self) -> Ints:
        """Arcs of the path, shape (steps,)."""
        return self.path.chosen

    @lazy
    def symbols(self) -> Ints:
        """Symbol of each step, shape (steps,)."""
        symbols: Ints = self.lattice.symbols[self.chosen]
        return symbols

    @lazy
    def spans(self) -> NDArray[np.int8]:
        """Slots that each step covers, shape (steps,)."""
        spans: NDArray[np.int8] = self.lattice.spans[self.chosen]
        return spans

    @lazy
    def slots(self) -> Ints:
        """Last slot of each step, shape (steps,)."""
        slots: Ints = np.searchsorted(self.lattice.ends, self.chosen, side="right") - 1
        return slots

    @lazy
    def first_slots(self) -> Ints:
        """First slot of each step, shape (steps,)."""
        slots: Ints = self.slots - self.spans + 1
        return slots

    @lazy
    def homes(self) -> Ints:
        """Number of each step's document, shape (steps,)."""
        homes: Ints = self.block.document_of_arc[self.chosen].astype(np.int64)
        return homes

    @lazy
    def token_of_step(self) -> Ints:
        """Token in which each step ends, shape (steps,)."""
        tokens: Ints = self.block.token_of_slot[self.slots]
        return tokens

    @lazy
    def posteriors(self) -> NDArray[np.float32]:
        """Posterior of each step, shape (steps,)."""
        posteriors: NDArray[np.float32] = self.path.posteriors[self.chosen]
        return posteriors

    @lazy
    def openings(self) -> Ints:
        """Slots that begin a paragraph, ascending."""
        segments = self.lattice.segments
        opens: Ints = segments[segments[:, 0] == segments[:, 2], 2]
        return opens

    def span(self, slot: int) -> tuple[int, int]:
        """Return where a slot begins and ends in its document's text."""
        token, first, stop = self._place(slot)
        start = self.tokens.starts[token]
        return start + first, start + stop

    def word(self, slot: int) -> str:
        """Return what stands in a slot."""
        token, first, stop = self._place(slot)
        return self.tokens.analyses[token].token[first:stop]

    def _place(self, slot: int) -> tuple[int, int, int]:
        """Return a slot's token, and its first character and the one behind it in the token."""
        token = int(self.block.token_of_slot[slot])
        analysis = self.tokens.analyses[token]
        within = slot - int(self.block.first_slot[token])
        return token, analysis.starts[within], analysis.stops[within]

    def observed(self, step: Step) -> str:
        """Return what stands where a step of the path is."""
        return "".join(
            self.word(slot)
            for slot in range(step.slot - int(self.lattice.spans[step.arc]) + 1, step.slot + 1)
        )

    @lazy
    def writing(self) -> Ints:
        """Steps that may write something else than what stands there, ascending."""
        rows, tokens = self.tokens.rows, self.token_of_step
        arcs = self.chosen + (rows.firsts - self.block.first_arc)[tokens]
        places: Ints = true_places(self.tokens.store.recased(arcs) | rows.writes[tokens])
        return places

    def steps(self) -> Iterator[Step]:
        """Yield the path, in the order of the texts."""
        return map(Step._make, self.rows(WHOLE))

    def rows(
        self, places: Ints | slice
    ) -> Iterator[tuple[int, int, int, int, str | None, float, int, int]]:
        """Yield some steps of the path as bare rows; see `Step`.

        Args:
            places: which.
        """
        block, tokens = self.block, self.tokens
        ends, slots = self.token_of_step[places], self.slots[places]
        first_slots, chosen = self.first_slots[places], self.chosen[places]
        openers = block.token_of_slot[first_slots]
        columns: list[Ints | NDArray[np.float32]] = [
            ends,
            chosen - block.first_arc[ends],
            openers,
            first_slots - block.first_slot[openers],
            slots - block.first_slot[ends],
            self.posteriors[places],
            slots,
            chosen,
        ]
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for token, arc, opener, begin, end, posterior, slot, place in rows:
            analysis = tokens.analyses[token]
            yield (
                tokens.documents[token],
                tokens.profiles[token],
                tokens.starts[opener] + tokens.analyses[opener].starts[begin],
                tokens.starts[token] + analysis.stops[end],
                analysis.surface(arc),
                posterior,
                slot,
                place,
            )

    def alternatives(self, slot: int, arc: int, observed: str) -> tuple[Alternative, ...]:
        """Return the other readings of the slots of an arc, likeliest first.

        Args:
            slot: where the arc ends.
            arc: its number.
            observed: what stands there.
        """
        ends, spans = self.lattice.ends, self.lattice.spans
        first, stop = int(ends[slot]), int(ends[slot + 1])
        posteriors = self.path.posteriors
        likely = true_places(posteriors[first:stop] >= LEAST_ALTERNATIVE) + first
        token = int(self.block.token_of_slot[slot])
        analysis = self.tokens.analyses[token]
        found = []
        for other in likely.tolist():
            if other == arc or spans[other] != spans[arc]:
                continue
            surface = analysis.surface(other - int(self.block.first_arc[token]))
            probability = min(1.0, float(posteriors[other]))
            found.append(Alternative(observed if surface is None else surface, probability))
        return tuple(sorted(found, key=lambda row: -row.probability))

    def surprises(self, model: LanguageModel) -> NDArray[np.float64]:
        """Return the negative log-probability of each step's symbol after those before it, nats."""
        before = np.searchsorted(self.first_slots, self.openings)
        text = np.insert(self.symbols, before, model.index[BEGIN])
        told = np.ones(len(text), dtype=np.bool_)
        told[before + np.arange(len(before))] = False
        scores = np.concatenate(([0.0], model.score_text(text)))
        surprises: NDArray[np.float64] = -scores[told].astype(np.float64)
        return surprises

    def nats(self, model: LanguageModel, lines: int) -> NDArray[np.float64]:
        """Return what the path costs in each line, channel and language model, shape (lines,).

        Args:
            model: of the language.
            lines: how many the block has.
        """
        costs = self.lattice.costs[self.chosen] + self.surprises(model)
        return np.bincount(self.block.line_of_arc[self.chosen], costs, lines).astype(np.float64)

    def with_arcs(self, arcs: Mapping[int, int], posteriors: Mapping[int, float]) -> SearchResult:
        """Return the result with other arcs on the path.

        Args:
            arcs: by the number of the step, each over the slots of the one there.
            posteriors: of arcs, where they are higher than what the search found.
        """
        changed = {step: arc for step, arc in arcs.items() if arc != self.chosen[step]}
        if not changed:
            return self
        chosen, known = self.chosen.copy(), self.path.posteriors.copy()
        for step, arc in changed.items():
            chosen[step] = arc
            known[arc] = max(known[arc], posteriors[arc])
        return replace(self, path=Decoded(chosen, known))

    def again(self, lattice: Lattice, decode: Callable[[Lattice], Decoded]) -> SearchResult:
        """Search some segments again.

        Args:
            lattice: other costs, and the segments to be searched.
            decode: searches a lattice.
        """
        path = merged(lattice, self.path, decode(lattice), lattice.segments)
        whole = lattice._replace(segments=self.lattice.segments)
        return SearchResult(self.tokens, self.block, whole, path)
