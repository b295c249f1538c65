"""The best profile named by hand beside `auto`: what it costs that nobody says what happened."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kinds import kind_of
from benchmarks.metrics import count_page
from benchmarks.pages import Regime
from benchmarks.runner import load_product, restore_pages
from vndiacritics.profiles.profile import AUTO, CHOICES, CLEAN

NAMED = tuple(name for name in CHOICES if name != AUTO)
"""Profiles that a user can name."""


@dataclass(frozen=True)
class ByHand:
    """The best profile named by hand in one regime, and its token accuracy from 0 to 1."""

    profile: str
    accuracy: float


def best_by_hand(regimes: Iterable[Regime], *, model: Path | None = None) -> dict[str, ByHand]:
    """Run every profile over every regime and keep the best, by the regime's name.

    Right text is only read with the profile that changes nothing: none can be better.

    Args:
        regimes: what is scored.
        model: another model than the package's own.
    """
    regimes = list(regimes)
    best: dict[str, ByHand] = {}
    for profile in NAMED:
        wanted = [r for r in regimes if profile == CLEAN.name or not kind_of(r.name).is_right]
        if not wanted:
            continue
        product = load_product(profile=profile, model=model)
        for regime in wanted:
            print(f"running {regime.name} as {profile} …", file=sys.stderr)
            found = ByHand(profile, accuracy(regime, restore_pages(product, regime)))
            if regime.name not in best or found.accuracy > best[regime.name].accuracy:
                best[regime.name] = found
    return best


def accuracy(regime: Regime, outputs: Iterable[str]) -> float:
    """Return the token accuracy of a regime's outputs, nothing else being counted."""
    counts = [
        count_page(page.reference, output, page.source, verbatim=regime.verbatim, letters=False)
        for page, output in zip(regime.pages, outputs, strict=True)
    ]
    tokens = sum(one.counts.tokens for one in counts)
    return sum(one.counts.right for one in counts) / tokens if tokens else 1.0
