"""From the lexicon's syllables to the small table by which old encodings are told apart.

``python -m vndiacritics.training.syllable_costs lexicon/syllables.tsv`` rewrites
``vndiacritics/orthography/syllable_costs.py``'s table, ``syllable_costs.tsv`` beside it.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from vndiacritics.files import read_table, write_bytes
from vndiacritics.orthography.syllable import is_syllable, split_syllable, split_tone

TARGET = Path(__file__).resolve().parents[1] / "orthography" / "syllable_costs.tsv"

FLOOR = 0.5
"""Added to each count, so that what was seen once is not taken for frequent."""


def count(rows: Iterable[Mapping[str, str]]) -> tuple[Counter[str], Counter[str]]:
    """Count onsets and rimes; a rime is written as its bare letters and its tone mark."""
    onsets: Counter[str] = Counter()
    rimes: Counter[str] = Counter()
    for row in rows:
        form = row["form"]
        weight = int(row["count_admin"]) + int(row["count_general"])
        if not weight or not is_syllable(form):
            continue
        onset, rime = split_syllable(form)
        onsets[onset] += weight
        rimes["".join(split_tone(rime))] += weight
    return onsets, rimes


def main(arguments: list[str]) -> int:
    """Write the table; costs are tenths of a nat."""
    tables = count(read_table(Path(arguments[0])))
    lines = ["part\tform\tdecinats"]
    for part, counts in zip(("onset", "rime"), tables, strict=True):
        total = math.log(sum(counts.values()) + FLOOR * len(counts))
        lines += (
            f"{part}\t{form}\t{round(10 * (total - math.log(n + FLOOR)))}"
            for form, n in sorted(counts.items())
        )
    write_bytes(TARGET, ("\n".join(lines) + "\n").encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
