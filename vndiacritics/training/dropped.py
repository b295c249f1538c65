"""``dropped-letters``: what fonts without Vietnamese letters do, and which words take capitals."""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vndiacritics.model import capitals
from vndiacritics.model.capitals import Left, Right, left_of, right_of
from vndiacritics.orthography.letters import LETTERS, beyond_latin1, to_old_placement
from vndiacritics.pieces import PIECE
from vndiacritics.training import inputs

SHARES = (0.2, 0.5, 1.0)
"""Shares of the letters that are lost in what the profile is learnt from."""

EVERY = 5
"""One line in so many is counted: capitals are learnt from a few million words as from all."""

_LOST = re.compile(
    f"[{''.join(sorted(c for c in LETTERS | {c.upper() for c in LETTERS} if beyond_latin1(c)))}]"
)


def drop_letters(text: str, *, share: float, seed: int = 0) -> str:
    """Lose a share of the letters beyond Latin-1, half of them to a blank, half to nothing.

    Args:
        text: NFC.
        share: 0 to 1.
        seed: of the generator; the same gives the same.

    Examples:
        >>> drop_letters("cũ", share=1.0) in {"c", "c "}, drop_letters("là", share=1.0)
        (True, 'là')
    """
    chance = random.Random(seed)  # noqa: S311

    def lost(match: re.Match[str]) -> str:
        return chance.choice(("", " ")) if chance.random() < share else match[0]

    return _LOST.sub(lost, text)


def count_capitals(lines: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """Count small and capital initials of the words that begin with a letter beyond Latin-1.

    Args:
        lines: NFC, each a paragraph. Words in capitals throughout are passed over.

    Returns:
        By word (lower case, old tone placement), and by a word and the next one, shape
        (2, Left, Right).
    """
    counts: dict[str, NDArray[np.float32]] = {}
    for line in lines:
        pieces = PIECE.findall(line)
        last = len(pieces) - 1
        for place, piece in enumerate(pieces):
            if not beyond_latin1(piece[0]) or (len(piece) > 1 and piece.isupper()):
                continue
            word = to_old_placement(piece.lower())
            before = pieces[place - 1] if place else ""
            behind = pieces[place + 1] if place < last else ""
            cell = int(piece[0].isupper()), left_of(before), right_of(behind)
            for key in (word, f"{word} {behind.lower()}") if behind.isalpha() else (word,):
                table = counts.get(key)
                if table is None:
                    table = counts[key] = np.zeros((2, len(Left), len(Right)), dtype=np.float32)
                table[cell] += 1
    return counts


def train_files(texts: Iterable[Path]) -> capitals.Capitals:
    """Learn the table of capitals from one line in `EVERY` of each text."""
    lines = (line for path in texts for line in islice(inputs.training_lines(path), 0, None, EVERY))
    return capitals.estimate(count_capitals(lines))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training dropped-letters``."""
    parser.add_argument("text", nargs="+", type=Path, metavar="FILE", help="texts to learn from")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command; gives the exit status."""
    inputs.check_inputs(args.text)
    inputs.check_output(args.out)
    print(f"checksum {capitals.save(train_files(args.text), args.out)}: {args.out}")
    return 0
