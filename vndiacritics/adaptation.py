"""The document teaches its own channel.

One scanner, one typeface, one engine: what a first pass decided with confidence tells how this
document's onsets and rimes were read, and a second pass decodes with that knowledge beside what was
learnt from rendered pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from vndiacritics.model.channel import Channel
from vndiacritics.orthography.letters import to_old_placement
from vndiacritics.orthography.syllable import split_syllable

STRENGTH = 100.0
"""Occurrences in a document that the training pairs are worth, for each onset and rime."""

SURE = 0.9
"""Posterior from which a decision is believed."""

Evidence = Iterable[tuple[str, str, float]]
"""Decided word (cased), what was observed for it, posterior."""


def adapted(channel: Channel, evidence: Evidence, *, strength: float = STRENGTH) -> Channel:
    """Give the channel as the document's confident decisions change it.

    Args:
        channel: learnt beforehand.
        evidence: decisions of the first pass; those under `SURE` are left out.
        strength: see `STRENGTH`.
    """
    onset_numbers = {part: place for place, part in enumerate(channel.onsets.parts)}
    rime_numbers = {part: place for place, part in enumerate(channel.rimes.parts)}
    onsets: dict[str, dict[int, float]] = {}
    rimes: dict[str, dict[int, float]] = {}
    cuts: dict[tuple[str, str], tuple[int, int, int] | None] = {}
    for word, observed, posterior in evidence:
        if posterior < SURE:
            continue
        key = (word, observed)
        if key not in cuts:
            cuts[key] = _cut(channel, word, observed, onset_numbers, rime_numbers)
        found = cuts[key]
        if found is None:
            continue
        onset, rime, border = found
        table = onsets.setdefault(observed[:border], {})
        table[onset] = table.get(onset, 0.0) + posterior
        table = rimes.setdefault(observed[border:], {})
        table[rime] = table.get(rime, 0.0) + posterior
    return channel.adapted(onsets, rimes, strength)


def _cut(
    channel: Channel,
    word: str,
    observed: str,
    onsets: dict[str, int],
    rimes: dict[str, int],
) -> tuple[int, int, int] | None:
    """Give the numbers of a word's onset and rime and where the observed string is cut."""
    word = to_old_placement(word)
    length = len(split_syllable(word.lower())[0])
    onset, rime = onsets.get(word[:length]), rimes.get(word[length:])
    if onset is None or rime is None:
        return None
    costs = [
        float(channel.onset_row(observed[:border])[onset])
        + float(channel.rime_row(observed[border:])[rime])
        for border in range(min(4, len(observed)) + 1)
    ]
    return onset, rime, costs.index(min(costs))
