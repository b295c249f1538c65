"""How likely a string is as a Vietnamese syllable: enough to tell old encodings apart.

The table is small on purpose, onsets and rimes apart. It is made from the lexicon's syllable counts
by ``python -m vndiacritics.training.syllable_costs lexicon/syllables.tsv``; a line of
``syllable_costs.tsv`` holds ``onset`` or ``rime``, the form (a rime's tone mark stands last) and
its cost in tenths of a nat.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from vndiacritics.orthography.letters import strip_marks
from vndiacritics.orthography.syllable import is_syllable, split_syllable, split_tone

__all__ = ["is_bare_syllable", "syllable_cost"]

UNSEEN = 14.0
"""Cost in nats of an onset or rime that is not in the table."""


@cache
def _tables() -> tuple[Mapping[str, float], Mapping[str, float]]:
    text = Path(__file__).with_name("syllable_costs.tsv").read_text(encoding="utf-8")
    onsets: dict[str, float] = {}
    rimes: dict[str, float] = {}
    for line in text.split("\n")[1:]:
        if line:
            part, form, cost = line.split("\t")
            (onsets if part == "onset" else rimes)[form] = int(cost) / 10
    return onsets, rimes


@lru_cache(maxsize=1 << 14)
def syllable_cost(word: str) -> float | None:
    """Return minus the natural logarithm of the chance of `word` as a running syllable.

    Args:
        word: Lower case, NFC.

    Returns:
        The cost in nats; None when `word` is no syllable.

    Examples:
        >>> syllable_cost("của") < syllable_cost("quẫy"), syllable_cost("xyz")
        (True, None)
    """
    if not is_syllable(word):
        return None
    onset, rime = split_syllable(word)
    onsets, rimes = _tables()
    return onsets.get(onset, UNSEEN) + rimes.get("".join(split_tone(rime)), UNSEEN)


@cache
def _bare_rimes() -> frozenset[str]:
    return frozenset(strip_marks(rime) for rime in _tables()[1])


def is_bare_syllable(word: str) -> bool:
    """Return whether a lower-case word is a syllable that may have lost its marks.

    Examples:
        >>> is_bare_syllable("nhiem"), is_bare_syllable("chuyen"), is_bare_syllable("will")
        (True, True, False)
    """
    onset, rime = split_syllable(word)
    return rime in _bare_rimes() or onset + rime in _bare_rimes()
