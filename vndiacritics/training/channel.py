"""Learning the channel: letters by EM over monotone alignments, then whole onsets and rimes.

One intended letter stands for 0 to 3 observed characters. Expectation-maximisation (Dempster,
Laird, Rubin 1977; for string pairs Ristad and Yianilos 1998) sums over all alignments of each pair.
The best alignment then cuts every observed word into the part of the onset and the part of the
rime, and whole parts are counted: joint damage (`ữn` seen as `im`) is learnt there.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model.channel import pack
from vndiacritics.model.letter_prior import prior
from vndiacritics.model.store import pack_strings
from vndiacritics.orthography.letters import Shape, cased, shape, to_old_placement
from vndiacritics.orthography.syllable import split_syllable

LONGEST = 3
LONGEST_REMAINS = 3
"""Signs and digits that may be all that is left of a word."""

LEAST_REMAINS = 2
"""Occurrences of a word that was read as signs or digits alone, from which that is no accident."""

SMOOTHING = 2.0
"""Weight of the prior of a letter, in occurrences."""

LEAST_COUNT = 0.01
"""Expected counts below this are not stored."""

TOTAL = "\0"
"""Entry of a letter's emissions that holds their sum."""

Emissions = dict[str, dict[str, float]]


def count_pairs(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Count (intended, observed) words; the intended one in canonical tone placement."""
    counts: Counter[tuple[str, str]] = Counter()
    for intended, observed in pairs:
        if len(observed) <= 2 * len(intended) + 2 and len(intended) <= 12:
            counts[to_old_placement(intended), observed] += 1
    return counts


def expectation(
    emissions: Emissions, counts: Counter[tuple[str, str]], smoothing: float
) -> tuple[Emissions, float]:
    """Sum the expected emissions over all alignments of all pairs.

    Returns:
        Expected counts by intended letter and observed string, and the log-likelihood.
    """
    expected: defaultdict[str, defaultdict[str, float]]
    expected = defaultdict(lambda: defaultdict(float))
    likelihood = 0.0
    cache: dict[tuple[str, str], float] = {}

    def emission(letter: str, seen: str) -> float:
        key = (letter, seen)
        value = cache.get(key)
        if value is None:
            table = emissions.get(letter, {})
            total = table.get(TOTAL, 0.0)
            value = (table.get(seen, 0.0) + smoothing * prior(letter, seen)) / (total + smoothing)
            cache[key] = value
        return value

    for (intended, observed), weight in counts.items():
        rows, columns = len(intended), len(observed)
        forward = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        forward[0][0] = 1.0
        arcs: list[list[tuple[int, int, str, float]]] = []
        for row, letter in enumerate(intended):
            here: list[tuple[int, int, str, float]] = []
            before, after = forward[row], forward[row + 1]
            for start in range(columns + 1):
                if before[start] == 0.0:
                    continue
                for end in range(start, min(start + LONGEST, columns) + 1):
                    seen = observed[start:end]
                    p = emission(letter, seen)
                    after[end] += before[start] * p
                    here.append((start, end, seen, p))
            arcs.append(here)
        total = forward[rows][columns]
        if total <= 0.0:
            continue
        likelihood += weight * math.log(total)
        backward = [0.0] * (columns + 1)
        backward[columns] = 1.0
        for row in range(rows - 1, -1, -1):
            previous = [0.0] * (columns + 1)
            table = expected[intended[row]]
            for start, end, seen, p in arcs[row]:
                tail = p * backward[end]
                if tail:
                    previous[start] += tail
                    table[seen] += weight * forward[row][start] * tail / total
            backward = previous
    return {letter: dict(table) for letter, table in expected.items()}, likelihood


def learn_letters(
    counts: Counter[tuple[str, str]], *, rounds: int = 6, smoothing: float = SMOOTHING
) -> Emissions:
    """Estimate emission counts by EM; the entry `TOTAL` of a letter is their sum.

    Args:
        counts: occurrences of (intended, observed) words.
        rounds: EM iterations.
        smoothing: weight of the prior, in occurrences.
    """
    emissions: Emissions = {}
    for _ in range(rounds):
        expected, _ = expectation(emissions, counts, smoothing)
        emissions = {
            letter: {
                **{seen: n for seen, n in table.items() if n > 1e-3},
                TOTAL: math.fsum(table.values()),
            }
            for letter, table in expected.items()
        }
    return emissions


def cut(emissions: Emissions, intended: str, observed: str, border: int) -> int:
    """Return the observed place that the best alignment puts at the intended place `border`."""
    columns = len(observed)
    best = [math.inf] * (columns + 1)
    best[0] = 0.0
    place = list(range(columns + 1)) if border == 0 else [0] * (columns + 1)
    for row, letter in enumerate(intended, start=1):
        table = emissions.get(letter, {})
        total = table.get(TOTAL, 0.0)
        new = [math.inf] * (columns + 1)
        new_place = [0] * (columns + 1)
        for start in range(columns + 1):
            if best[start] == math.inf:
                continue
            for end in range(start, min(start + LONGEST, columns) + 1):
                seen = observed[start:end]
                p = (table.get(seen, 0.0) + SMOOTHING * prior(letter, seen)) / (total + SMOOTHING)
                value = best[start] - math.log(p)
                if value < new[end]:
                    new[end] = value
                    new_place[end] = place[start]
        best, place = new, new_place
        if row == border:
            place = list(range(columns + 1))
    return place[columns]


def parts(word: str) -> tuple[str, str]:
    """Split a cased word into its cased onset and rime."""
    onset, _ = split_syllable(word.lower())
    return word[: len(onset)], word[len(onset) :]


def learn_parts(
    counts: Counter[tuple[str, str]], emissions: Emissions
) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Count what whole onsets and whole rimes were seen as, cut by the best alignment."""
    onsets: dict[str, Counter[str]] = defaultdict(Counter)
    rimes: dict[str, Counter[str]] = defaultdict(Counter)
    for (intended, observed), weight in counts.items():
        form = shape(intended)
        if cased(intended.lower(), form) != intended:
            continue
        onset, rime = parts(intended)
        border = 0 if not onset else cut(emissions, intended, observed, len(onset))
        onsets[onset][observed[:border]] += weight
        rimes[rime][observed[border:]] += weight
    return onsets, rimes


def learn_words(counts: Counter[tuple[str, str]], kappa: float) -> dict[str, NDArray[Any]]:
    """Count what whole words were read as of which no letter is left (`là` as `14`).

    Onset and rime say little of it: both are misread together, by what the engine expects.

    Args:
        counts: occurrences of (intended, observed) words.
        kappa: weight of what was never seen, in occurrences.

    Returns:
        The arrays `words.…` that `vndiacritics.model.channel.unpack` reads: costs in nats.
    """
    totals: Counter[str] = Counter()
    remains: Counter[tuple[str, str]] = Counter()
    for (intended, observed), times in counts.items():
        totals[intended.lower()] += times
        if len(observed) <= LONGEST_REMAINS and not any(map(str.isalpha, observed)):
            remains[observed, intended.lower()] += times
    rows = sorted(pair for pair, times in remains.items() if times >= LEAST_REMAINS)
    costs = [-math.log(remains[seen, word] / (totals[word] + kappa)) for seen, word in rows]
    return {
        "words.seen": pack_strings([seen for seen, _ in rows]),
        "words.names": pack_strings([word for _, word in rows]),
        "words.costs": np.array(costs, dtype=np.float32),
    }


def to_arrays(
    emissions: Emissions,
    onset_counts: dict[str, Counter[str]],
    rime_counts: dict[str, Counter[str]],
    syllables: Iterable[str],
) -> dict[str, NDArray[Any]]:
    """Lay a learnt channel out as the arrays that `vndiacritics.model.channel.unpack` reads.

    Args:
        emissions: from `learn_letters`.
        onset_counts: from `learn_parts`.
        rime_counts: from `learn_parts`.
        syllables: the lower-case words whose parts the channel must know.
    """
    onsets, rimes = inventory(syllables)
    letters = sorted({letter for part in (*onsets, *rimes) for letter in part})
    known = set(letters)
    counts = {
        letter: {
            seen: times for seen, times in table.items() if seen != TOTAL and times >= LEAST_COUNT
        }
        for letter, table in emissions.items()
        if letter in known
    }
    arrays: dict[str, NDArray[Any]] = {
        "letters.names": pack_strings(letters),
        "letters.totals": np.array([emissions.get(x, {}).get(TOTAL, 0.0) for x in letters]),
    }
    for name, value in pack(counts, letters)[1].items():
        arrays[f"letters.{name}"] = value
    for kind, names, table in (("onsets", onsets, onset_counts), ("rimes", rimes, rime_counts)):
        held = {
            part: {seen: float(n) for seen, n in table[part].items()}
            for part in names
            if part in table
        }
        arrays[f"{kind}.names"] = pack_strings(names)
        arrays[f"{kind}.totals"] = np.array([float(sum(table.get(x, {}).values())) for x in names])
        for name, value in pack(held, names)[1].items():
            arrays[f"{kind}.{name}"] = value
    return arrays


def inventory(syllables: Iterable[str]) -> tuple[list[str], list[str]]:
    """List the cased onsets and rimes of lower-case syllables, sorted."""
    onsets: set[str] = set()
    rimes: set[str] = set()
    for syllable in syllables:
        for form in Shape:
            onset, rime = parts(cased(syllable, form))
            onsets.add(onset)
            rimes.add(rime)
    return sorted(onsets), sorted(rimes)
