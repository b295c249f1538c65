"""Run systems over regimes and score what they give."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.calibration import Calibration, calibrate, token_confidences
from benchmarks.metrics import Score, count_page, summarise
from benchmarks.pages import Regime
from benchmarks.peers import System
from benchmarks.verdicts import judge
from vndiacritics.profiles.profile import AUTO

Restore = Callable[[list[str]], list[str]]
"""Restores texts: same length, same order."""


@dataclass(frozen=True)
class Product:
    """The project's own restorer, under its name."""

    restorer: Any
    name: str = "vndiacritics"

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Restore texts: same length, same order."""
        restored: list[str] = self.restorer.restore_batch(list(texts))
        return restored

    def explain_batch(self, texts: Sequence[str]) -> list[Any]:
        """Restore texts and tell how sure each token is."""
        explained: list[Any] = self.restorer.explain_batch(list(texts))
        return explained

    @property
    def signature(self) -> str | None:
        """What the restorer says of itself, where it says something."""
        stated: object = getattr(self.restorer, "signature", None)
        if callable(stated):
            stated = stated()
        return None if stated is None else str(stated)


def load_product(*, profile: str = AUTO, model: Path | None = None) -> Product:
    """Load the restorer with the options that are benchmarked."""
    restorer: Any = importlib.import_module("vndiacritics.restorer")
    options: Any = importlib.import_module("vndiacritics.options")
    chosen = options.Options(profile=profile, tokens=True)
    return Product(restorer.Restorer(options=chosen, model=model))


def restore_pages(system: System, regime: Regime) -> list[str]:
    """Restore all pages of a regime in one batch.

    Raises:
        ValueError: the system gave another number of texts than it was given.
    """
    outputs = system.restore_batch([page.source for page in regime.pages])
    if len(outputs) != len(regime.pages):
        message = f"{system.name} gave {len(outputs)} texts for {len(regime.pages)}"
        raise ValueError(message)
    return outputs


def score_regime(regime: Regime, outputs: Sequence[str]) -> Score:
    """Score the outputs of one system in one regime."""
    results = [
        count_page(page.reference, output, page.source, verbatim=regime.verbatim)
        for page, output in zip(regime.pages, outputs, strict=True)
    ]
    return summarise(results, [page.document for page in regime.pages])


def calibrate_regime(product: Product, regime: Regime) -> Calibration:
    """Set the confidence of every output token against whether it is right."""
    explained = product.explain_batch([page.source for page in regime.pages])
    return calibrate(
        (token_confidences(restoration), judge(restoration.text, page.reference))
        for page, restoration in zip(regime.pages, explained, strict=True)
    )
