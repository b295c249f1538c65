"""The syllables of a vocabulary, grouped by rime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from vndiacritics.arrays import true_places
from vndiacritics.model.channel import Channel
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.part_costs import FAR
from vndiacritics.model.rows import F32, Ints
from vndiacritics.orthography.letters import Shape, cased
from vndiacritics.orthography.syllable import all_split


class Split(NamedTuple):
    """The syllables of a vocabulary, cut in two.

    Attributes:
        symbols: numbers of the syllables, shape (syllables,).
        onsets: the distinct onsets, lower case.
        rimes: the distinct rimes, lower case.
        onset_of: place of each syllable's onset, shape (syllables,).
        rime_of: place of each syllable's rime, shape (syllables,).
    """

    symbols: Ints
    onsets: list[str]
    rimes: list[str]
    onset_of: Ints
    rime_of: Ints


def split(model: LanguageModel) -> Split:
    """Cut the syllables of a model's vocabulary."""
    onsets: dict[str, int] = {}
    rimes: dict[str, int] = {}
    symbols = true_places(model.syllables)
    parts = all_split([model.vocabulary[symbol] for symbol in symbols.tolist()])
    onset_of = [onsets.setdefault(onset, len(onsets)) for onset, _ in parts]
    rime_of = [rimes.setdefault(rime, len(rimes)) for _, rime in parts]
    return Split(
        symbols,
        list(onsets),
        list(rimes),
        np.array(onset_of, dtype=np.intp),
        np.array(rime_of, dtype=np.intp),
    )


class Syllables(NamedTuple):
    """Syllables of one case, grouped by rime; columns are those of `PartCosts.table`.

    Attributes:
        firsts: first syllable of each rime's column, shape (columns,).
        counts: syllables of each rime's column, shape (columns,).
        syllables: shape (members,).
        onsets: columns of the syllables' onsets, shape (members,).
        priors: the syllables' costs by frequency, shape (members,).
    """

    firsts: Ints
    counts: Ints
    syllables: Ints
    onsets: Ints
    priors: F32

    def best(self, onset_costs: F32) -> F32:
        """Return the best merit, the rime's cost aside, of each rime's syllables.

        Args:
            onset_costs: shape (strings, onsets).

        Returns:
            Shape (strings, columns); `FAR` where a rime has no syllables.
        """
        present = true_places(self.counts)
        # One column a string: the least is sought of whole rows.
        merits = np.ascontiguousarray(onset_costs.T)[self.onsets] + self.priors[:, None]
        table = np.full((len(onset_costs), len(self.counts)), FAR, dtype=np.float32)
        table[:, present] = np.minimum.reduceat(merits, self.firsts[present], axis=0).T
        return table


def grouped(syllables: Split, priors: F32, channel: Channel, form: Shape) -> Syllables:
    """Group the syllables of a vocabulary that a channel can write in a case.

    Args:
        syllables: of the vocabulary.
        priors: their costs by frequency, shape (syllables,).
        channel: has the columns of onsets and rimes.
        form: the case.
    """
    upper = form is Shape.UPPER
    # A syllable without an onset has its capital in the rime.
    later = Shape.LOWER if form is Shape.TITLE else form
    onset = channel.onsets.columns(_written(syllables.onsets, form), upper=upper)
    inner = channel.rimes.columns(_written(syllables.rimes, later), upper=upper)
    alone = channel.rimes.columns(_written(syllables.rimes, form), upper=upper)
    bare = np.array([not one for one in syllables.onsets])[syllables.onset_of]
    onsets = onset[syllables.onset_of]
    rimes = np.where(bare, alone[syllables.rime_of], inner[syllables.rime_of])
    known = true_places((onsets >= 0) & (rimes >= 0))
    order = known[np.argsort(rimes[known], kind="stable")]
    counts = np.bincount(rimes[order])
    return Syllables(np.cumsum(counts) - counts, counts, order, onsets[order], priors[order])


def _written(parts: Sequence[str], form: Shape) -> list[str]:
    if form is Shape.LOWER:
        return list(parts)
    return [cased(part, form) for part in parts]
