"""Content words agree with themselves: what a document's sure occurrences say of the doubtful ones.

A word that is seen the same way again and again in a document is mostly one word (`cat` on a page
about welding: cắt). Where most of its occurrences were taken for one reading, another reading y of
a doubtful occurrence costs

    WEIGHT (log s_max - log s(y)),  s(y) = (n(y) + PRIOR) / (n + PRIOR)

nats more, with n(y) the posteriors of y at the other occurrences, added up. Words whose occurrences
are split (`chính`, `chỉnh`) are left to their contexts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log

import numpy as np

from vndiacritics.adaptation.names import seen_word
from vndiacritics.arrays import F32, distinct, true_places
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.lattice import Lattice
from vndiacritics.search.result import SearchResult

WEIGHT = 0.5
"""What a nat of the other occurrences is worth. On rendered pages of d31 to d40, english-ocr, 0.5
puts 3 more words right and breaks one less."""

PRIOR = 1.0
"""Occurrences added to each reading's."""

LEAST_OCCURRENCES = 4
LEAST_SHARE = 0.75
"""Occurrences of a word, and the share of them that one reading has, from which it tells."""

MANY, MANY_WEIGHTS = 10, (1.0, 0.6)
"""Occurrences from which a word of a table or handbook tells more; then weight and share. Stripped:
clean/technical (34,877 words) 97.43 to 97.61, genres (43,536) 96.94 to 96.97, the two documents
99.61 to 99.64; files that join unlike texts lose up to 0.16."""

HAVE_MARKS = np.array([profile.has_marks for profile in PROFILES])
"""Of each profile, shape (profiles,)."""

DOUBT = 0.98
"""Posterior under which an occurrence is looked at again."""

GREATEST_COST = 3.0
"""Nats that a reading costs more at most."""


def consistent(result: SearchResult, found: Lattice | None) -> Lattice | None:
    """Return the segments to be searched again, with the costs of odd readings raised.

    Args:
        result: of the search.
        found: segments that are searched again anyway, with their costs.

    Returns:
        `found` where no word is in doubt.
    """
    groups = list(_doubted(result))
    if not groups:
        return found
    lattice = result.lattice
    costs = (lattice if found is None else found).costs.copy()
    slots: list[int] = []
    for steps in groups:
        weight, share = MANY_WEIGHTS if len(steps) >= MANY else (WEIGHT, LEAST_SHARE)
        counts = _counts(result, steps)
        if max(counts.values()) >= share * sum(counts.values()):
            doubtful = [step for step in steps if result.posteriors[step] < DOUBT]
            slots += [_raised(result, step, counts, costs, weight) for step in doubtful]
    if not slots:
        return found
    segments = lattice.holding(np.array(slots, dtype=np.int64))
    if found is not None:
        both = np.concatenate((segments, found.segments))
        segments = both[distinct(both[:, 0])[1]]
    return lattice._replace(costs=costs, segments=segments)


def _counts(result: SearchResult, steps: Sequence[int]) -> dict[int, float]:
    """Return the posteriors of what steps chose, added up by symbol."""
    counts: dict[int, float] = {}
    for step in steps:
        symbol = int(result.symbols[step])
        counts[symbol] = counts.get(symbol, 0.0) + float(result.posteriors[step])
    return counts


def _raised(
    result: SearchResult, step: int, counts: Mapping[int, float], costs: F32, weight: float
) -> int:
    """Raise the costs of a step's other readings than the commonest; return its slot."""
    lattice, slot = result.lattice, int(result.slots[step])
    chosen, own = int(result.symbols[step]), float(result.posteriors[step])

    def elsewhere(symbol: int) -> float:
        return log(max(counts.get(symbol, 0.0) - own * (symbol == chosen), 0.0) + PRIOR)

    best = max(counts, key=lambda symbol: counts[symbol])
    for arc in range(int(lattice.ends[slot]), int(lattice.ends[slot + 1])):
        symbol = int(lattice.symbols[arc])
        if lattice.spans[arc] == 1 and symbol != best:
            gap = max(0.0, elsewhere(best) - elsewhere(symbol))
            costs[arc] += min(GREATEST_COST, weight * gap)
    return slot


def _doubted(result: SearchResult) -> Iterator[list[int]]:
    """Yield the steps at which a word stands that is in doubt somewhere in its document.

    Asked are whole words of lines without marks that stand there often enough, told apart by the
    form that is seen.
    """
    if HAVE_MARKS[result.tokens.profile_of].all():
        return
    tokens = result.token_of_step
    whole = (result.slots == result.block.first_slot[tokens]) & (result.spans == 1)
    steps = true_places(whole & ~HAVE_MARKS[result.tokens.profile_of[tokens]])
    if len(steps) < LEAST_OCCURRENCES or not (result.posteriors[steps] < DOUBT).any():
        return
    numbers, _, number_of = distinct(result.tokens.numbers[tokens[steps]])
    analyses = result.tokens.store.analyses
    words = [seen_word(analyses[number].token) for number in numbers.tolist()]
    known: dict[str, int] = {}
    forms = [known.setdefault(word, len(known)) if len(word) > 1 else -1 for word in words]
    form_of = np.array(forms, dtype=np.int64)[number_of]
    steps, form_of = steps[form_of >= 0], form_of[form_of >= 0]
    _, _, group_of = distinct(result.homes[steps] * len(known) + form_of)
    doubts = np.bincount(group_of, result.posteriors[steps] < DOUBT)
    asked = (np.bincount(group_of) >= LEAST_OCCURRENCES) & (doubts > 0)
    for group in true_places(asked).tolist():
        yield steps[group_of == group].tolist()
