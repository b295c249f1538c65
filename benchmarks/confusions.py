"""Damage as a list of confusions counted it: an engine that cannot be run here, made again.

`../shared/lists/engine-confusions.tsv` says what the engines behind real layers made of words,
rimes and letters, and how often. A word it lists is drawn by its counts; else its rime and its
onset; else it goes letter by letter, each drawn by its counts, and what is not listed stays.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.losses import SEED
from vndiacritics.orthography.letters import nfc
from vndiacritics.training.channel import parts
from vndiacritics.training.train_latin import confusions

Rows = Mapping[str, tuple[list[str], list[int]]]
"""What is intended → what was seen, and how often."""


@dataclass(frozen=True)
class Engine:
    """What an engine makes of words, rimes and letters."""

    words: Rows
    rimes: Rows
    letters: Rows

    def damage(self, text: str) -> str:
        """Return what the engine would have read; the same each time."""
        chance = random.Random(SEED)  # noqa: S311

        def seen(match: re.Match[str]) -> str:
            return self._word(match[0], chance)

        return re.sub(r"[^\W\d_]+", seen, nfc(text))

    def _word(self, word: str, chance: random.Random) -> str:
        if word in self.words:
            return _drawn(self.words[word], chance)
        onset, rime = parts(word)
        seen = "".join(self._letter(letter, chance) for letter in onset)
        if rime in self.rimes:
            return seen + _drawn(self.rimes[rime], chance)
        return seen + "".join(self._letter(letter, chance) for letter in rime)

    def _letter(self, letter: str, chance: random.Random) -> str:
        return _drawn(self.letters[letter], chance) if letter in self.letters else letter


def _drawn(row: tuple[list[str], list[int]], chance: random.Random) -> str:
    return chance.choices(row[0], weights=row[1])[0]


def sources(path: Path) -> list[str]:
    """Return the engines that a list tells of, by name."""
    return sorted({source for _, source, _, _, _ in confusions(path)})


def engine(path: Path, source: str) -> Engine:
    """Return what one engine of a list does."""
    rows: dict[str, dict[str, tuple[list[str], list[int]]]] = {
        kind: defaultdict(lambda: ([], [])) for kind in ("word", "rime", "letter")
    }
    for kind, told, intended, observed, times in confusions(path):
        if told == source:
            seen, counts = rows[kind][intended]
            seen.append(observed)
            counts.append(times)
    return Engine(rows["word"], rows["rime"], rows["letter"])
