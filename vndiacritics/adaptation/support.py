"""What speaks for readings in the rest of their document, and what is searched again for it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from vndiacritics.adaptation import cloze, topics
from vndiacritics.adaptation.pairs import PairCache
from vndiacritics.adaptation.readings import doubtful
from vndiacritics.model.bundle import Bundle
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.search.lattice import Lattice
from vndiacritics.search.result import SearchResult

WITHIN_REACH = 0.5
"""Nats by which a reading may stay behind what was chosen, by its posterior and what it gained, to
be searched again: what its neighbours become may still help it. With 99 (all is searched again) two
of 197,000 tokens without marks differ."""


class Support:
    """Finds readings that the rest of their document supports.

    Args:
        bundle: whose topics count.
        model: tells which pairs are to be expected anyway.
    """

    def __init__(self, bundle: Bundle, model: LanguageModel) -> None:
        self._bundle = bundle
        self._pairs = PairCache(model)
        self._model = model
        self._syllables = model.syllables

    def supported(self, result: SearchResult, names_only: Collection[int]) -> Lattice | None:
        """Return the segments to be searched again, with the costs of supported readings lowered.

        Args:
            result: of the search.
            names_only: numbers of the profiles where only names are supported.

        Returns:
            None where no other reading than the chosen ones comes within reach.
        """
        readings = doubtful(result, self._syllables, names_only)
        if readings is None:
            return None
        gains = self._pairs.gains(result, readings)
        is_paired = gains > 0
        if readings.free.any():
            gains += topics.gains(result, readings, self._bundle.topics, self._syllables)
            if self._bundle.cloze is not None:
                gains += cloze.gains(result, readings, self._bundle.cloze, self._model)
        other = readings.arcs != result.chosen[readings.places]
        own = np.zeros(len(result.chosen), dtype=np.float32)
        own[readings.places[~other]] = gains[~other]
        posteriors = np.maximum(result.path.posteriors, 1e-9)
        behind = np.log(result.posteriors[readings.places] / posteriors[readings.arcs])
        reach = gains - own[readings.places] - behind
        asked = other & (is_paired | (readings.free & (reach > -WITHIN_REACH)))
        if not asked.any():
            return None
        lattice = result.lattice
        costs = lattice.costs.copy()
        # Of documents with a reading in reach alone, so that none depends on its neighbours.
        homes = result.homes[readings.places]
        heard = (np.bincount(homes[asked], minlength=homes[-1] + 1) > 0)[homes]
        costs[readings.arcs[heard]] -= gains[heard]
        slots = result.slots[readings.places[asked]]
        return lattice._replace(costs=costs, segments=lattice.holding(slots))
