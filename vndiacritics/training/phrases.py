"""Mining phrases of a domain: cohesive, complete n-grams of syllables that are key to it.

A run of syllables is a phrase of the domain when three measures agree:

- *cohesion*: normalised pointwise mutual information (Bouma, GSCL 2009) of its two halves, at the
  weakest of all its cuts, so that one loose joint betrays a chance neighbour;
- *completeness*: no single longer run accounts for most of its occurrences, else it is a fragment;
- *keyness*: Dunning's log-likelihood ratio (Computational Linguistics 19, 1993) of its frequency in
  the domain against a contrasting text, and the log ratio of the two as its size.

What comes out are candidates: a person reads them before they enter ``lexicon/phrases.tsv``.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vndiacritics.errors import UnreadableInputError
from vndiacritics.files import write_bytes
from vndiacritics.orthography.letters import nfc, to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.training.corpus import is_held_out, read_lines

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

_PIECE = re.compile(r"[^\W\d_]+|\S")
_GAP = 0
"""The number of whatever ends a run: punctuation, a number, a foreign word, a line's end."""

_NEVER_FIRST = (
    "của các và được là trong với những này đó khi đến bởi hoặc để sẽ đã đang mà thì nếu như cũng "
    "nhưng tới ở nêu rằng nên mỗi mọi từng nhiều rất đều thuộc kể gồm nào ấy nay hay hơn mình thêm "
    "tại một"
)
_NEVER_LAST = (
    "của các và được có là trong cho theo với những này đó tại khi từ đến do bởi hoặc để phải sẽ "
    "đã đang bị mà thì nếu như cũng vào ra trên dưới nhưng tới ở nêu rằng vì nên mỗi mọi từng "
    "nhiều rất giữa còn lại chưa đều kể thêm gồm nào ấy mình hay hơn cùng một không"
)
NEVER_FIRST = frozenset(_NEVER_FIRST.split())
"""Function words that do not open a phrase; the few exceptions a reader can add."""
NEVER_LAST = frozenset(_NEVER_LAST.split())
"""Function words that do not close a phrase."""


@dataclass(frozen=True, kw_only=True)
class MiningOptions:
    """What counts as a phrase.

    Attributes:
        least: occurrences in the domain, at least. Lower lets in names and typing errors.
        longest: syllables, at most.
        cohesion: NPMI of the weakest cut, at least; from -1 (never together) to 1 (only together).
        extension: share of its occurrences that one longer run may have, at most.
        log_ratio: binary logarithm of its relative frequency over that in the contrast, at least.
        top: phrases to give, the greatest log-likelihood first.
    """

    least: int = 60
    longest: int = 6
    cohesion: float = 0.35
    extension: float = 0.75
    log_ratio: float = 1.0
    top: int = 6000


@dataclass(frozen=True)
class Phrase:
    """A candidate.

    Attributes:
        form: lower case, tone on the first vowel of an open `oa oe uy`.
        count: occurrences in the domain.
        cohesion: NPMI of its weakest cut.
        log_ratio: binary logarithm of domain frequency over contrast frequency.
        likelihood: Dunning's log-likelihood ratio of the two counts.
    """

    form: str
    count: int
    cohesion: float
    log_ratio: float
    likelihood: float


@dataclass(frozen=True)
class Level:
    """The frequent n-grams of one order.

    Attributes:
        keys: sorted, shape (n,): number of the prefix times the number of symbols, plus the last.
        counts: occurrences, shape (n,).
        prefix: number of the n-gram without its last symbol in the next lower level.
        suffix: number of the n-gram without its first symbol in the next lower level.
        last: number of the last symbol.
    """

    keys: I64
    counts: I64
    prefix: I64
    suffix: I64
    last: I64


@dataclass
class SyllableStream:
    """Text as numbers of syllables, `_GAP` between runs.

    Attributes:
        numbers: symbol numbers by syllable, shared by the streams that are compared.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    _surface: dict[str, int] = field(default_factory=dict)

    def read(self, lines: Iterable[str]) -> NDArray[np.int32]:
        """Number the syllables of lines; a line's end is a gap."""
        surface = self._surface
        chunks: list[NDArray[np.int32]] = []
        buffer: list[int] = []
        for line in lines:
            for piece in _PIECE.findall(line.lower()):
                number = surface.get(piece)
                if number is None:
                    number = surface[piece] = self._number(piece)
                buffer.append(number)
            buffer.append(_GAP)
            if len(buffer) > 1 << 20:
                chunks.append(np.array(buffer, dtype=np.int32))
                buffer = []
        chunks.append(np.array(buffer, dtype=np.int32))
        return np.concatenate(chunks)

    def _number(self, piece: str) -> int:
        word = to_old_placement(nfc(piece))
        if not is_syllable(word):
            return _GAP
        if word not in self.numbers:
            self.numbers[word] = len(self.numbers) + 1
        return self.numbers[word]


def _find(sorted_keys: I64, keys: I64) -> I64:
    """Return the places of `keys` in `sorted_keys`, -1 where absent."""
    if not len(sorted_keys):
        return np.full(len(keys), -1, dtype=np.int64)
    where = np.searchsorted(sorted_keys, keys).astype(np.int64)
    where[where == len(sorted_keys)] = 0
    where[sorted_keys[where] != keys] = -1
    return where


def _joined(stream: NDArray[np.int32], grams: I64, order: int, symbols: int) -> tuple[I64, I64]:
    """Return where both (n-1)-grams of an n-gram are frequent, and the keys of those n-grams."""
    usable = len(grams) - 1
    places = np.flatnonzero((grams[:usable] >= 0) & (grams[1:] >= 0))
    return places, grams[places] * symbols + stream[places + order - 1]


def count_levels(
    stream: NDArray[np.int32], *, symbols: int, least: int, longest: int
) -> list[Level]:
    """Count n-grams of order 1 to `longest`; an n-gram is counted when both its parts are frequent.

    Args:
        stream: symbol numbers, `_GAP` where runs end, shape (tokens,).
        symbols: one more than the greatest symbol number.
        least: occurrences a kept n-gram has at least.
        longest: the highest order.

    Returns:
        One level an order; the first holds every symbol, frequent or not.
    """
    counts = np.bincount(stream, minlength=symbols).astype(np.int64)
    every = np.arange(symbols, dtype=np.int64)
    levels = [Level(every, counts, np.zeros_like(every), np.zeros_like(every), every)]
    grams = np.where((stream != _GAP) & (counts[stream] >= least), stream, -1).astype(np.int64)
    for order in range(2, longest + 1):
        places, keys = _joined(stream, grams, order, symbols)
        found, first, occurrences = np.unique(keys, return_index=True, return_counts=True)
        kept = occurrences >= least
        found, first = found[kept], places[first[kept]]
        levels.append(
            Level(found, occurrences[kept], found // symbols, grams[first + 1], found % symbols)
        )
        following = np.full(max(len(grams) - 1, 0), -1, dtype=np.int64)
        following[places] = _find(found, keys)
        grams = following
    return levels


def count_known(stream: NDArray[np.int32], levels: list[Level]) -> list[I64]:
    """Count the n-grams of `levels` in another stream with the same symbol numbers."""
    symbols = len(levels[0].counts)
    counts = [np.bincount(stream, minlength=symbols).astype(np.int64)]
    grams = np.where(stream != _GAP, stream, -1).astype(np.int64)
    for order, level in enumerate(levels[1:], start=2):
        places, keys = _joined(stream, grams, order, symbols)
        numbers = _find(level.keys, keys)
        counts.append(np.bincount(numbers[numbers >= 0], minlength=len(level.keys)))
        following = np.full(max(len(grams) - 1, 0), -1, dtype=np.int64)
        following[places] = numbers
        grams = following
    return counts


def weakest_cut(levels: list[Level], order: int, total: int) -> F64:
    """Return each n-gram of `order` the NPMI of its weakest cut, shape (n,)."""
    level = levels[order - 1]
    joint = level.counts / total
    heads, tails = [level.prefix], [level.suffix]
    for lower in range(order - 1, 1, -1):
        heads.append(levels[lower - 1].prefix[heads[-1]])
        tails.append(levels[lower - 1].suffix[tails[-1]])
    weakest = np.full(len(joint), np.inf)
    for cut in range(1, order):
        head = levels[cut - 1].counts[heads[order - 1 - cut]] / total
        tail = levels[order - cut - 1].counts[tails[cut - 1]] / total
        weakest = np.minimum(weakest, np.log(joint / (head * tail)) / -np.log(joint))
    return weakest


def greatest_extension(levels: list[Level], order: int) -> F64:
    """Return the share that the commonest longer run of each n-gram has in it, shape (n,)."""
    counts, longer = levels[order - 1].counts, levels[order]
    most = np.zeros(len(counts), dtype=np.int64)
    np.maximum.at(most, longer.prefix, longer.counts)
    np.maximum.at(most, longer.suffix, longer.counts)
    return most / counts


def log_likelihood(domain: I64, contrast: I64, domain_total: int, contrast_total: int) -> F64:
    """Return Dunning's log-likelihood ratio of two counts, in its form with two cells."""
    pooled = (domain + contrast) / (domain_total + contrast_total)
    ratio = domain * np.log(np.maximum(domain, 1) / (domain_total * pooled))
    ratio += contrast * np.log(np.maximum(contrast, 1) / (contrast_total * pooled))
    return np.asarray(2 * ratio)


def spell(levels: list[Level], order: int, number: int, words: list[str]) -> list[str]:
    """Return the syllables of one n-gram."""
    syllables = []
    for height in range(order, 0, -1):
        level = levels[height - 1]
        syllables.append(words[level.last[number]])
        number = int(level.prefix[number])
    return syllables[::-1]


def mine(
    domain: Iterable[str], contrast: Iterable[str], *, options: MiningOptions | None = None
) -> list[Phrase]:
    """Find the phrases of a domain.

    Args:
        domain: lines of the domain's text.
        contrast: lines of a general text; may be empty, then every phrase is key.
        options: thresholds.

    Returns:
        Phrases of two syllables and more, the greatest log-likelihood first.

    Example:
        >>> lines = ["ủy ban nhân dân xã", "ủy ban nhân dân huyện", "họp ủy ban nhân dân"] * 9
        >>> general = ["nhân dân vui", "hôm nay trời đẹp"] * 9
        >>> [phrase.form for phrase in mine(lines, general, options=MiningOptions(least=20))]
        ['ủy ban nhân dân']
    """
    options = options or MiningOptions()
    texts = SyllableStream()
    stream = texts.read(domain)
    symbols = len(texts.numbers) + 1
    levels = count_levels(stream, symbols=symbols, least=options.least, longest=options.longest + 1)
    total = int(np.count_nonzero(stream))
    other = texts.read(contrast)
    other_total = max(int(np.count_nonzero(other)), 1)
    # A syllable the domain never has ends a run of the contrast, but is a token of it all the same.
    other_counts = count_known(np.where(other < symbols, other, _GAP), levels)
    words = ["", *texts.numbers]
    phrases: list[Phrase] = []
    for order in range(2, options.longest + 1):
        counts, elsewhere = levels[order - 1].counts, other_counts[order - 1]
        cohesion = weakest_cut(levels, order, total)
        log_ratio = np.log2((counts + 0.5) / total) - np.log2((elsewhere + 0.5) / other_total)
        likelihood = log_likelihood(counts, elsewhere, total, other_total)
        good = (cohesion >= options.cohesion) & (log_ratio >= options.log_ratio)
        good &= greatest_extension(levels, order) <= options.extension
        for number in np.flatnonzero(good).tolist():
            syllables = spell(levels, order, number, words)
            if syllables[0] in NEVER_FIRST or syllables[-1] in NEVER_LAST:
                continue
            phrases.append(
                Phrase(
                    " ".join(syllables),
                    int(counts[number]),
                    float(cohesion[number]),
                    float(log_ratio[number]),
                    float(likelihood[number]),
                )
            )
    phrases.sort(key=lambda phrase: (-phrase.likelihood, phrase.form))
    return phrases[: options.top]


def write_phrases(phrases: Iterable[Phrase], path: Path) -> None:
    """Write candidates as rows of the lexicon, category `unread`, sorted by form."""
    rows = ["form\tcategory\tsource\tcount\tcohesion\tlog_ratio\tlikelihood\n"]
    rows += (
        f"{phrase.form}\tunread\tmined\t{phrase.count}\t{phrase.cohesion:.3f}"
        f"\t{phrase.log_ratio:.2f}\t{phrase.likelihood:.0f}\n"
        for phrase in sorted(phrases, key=lambda phrase: phrase.form)
    )
    write_bytes(path, "".join(rows).encode())


def _training_lines(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        if not path.is_file():
            raise UnreadableInputError(f"{path}: no such file", remedy="name text or .zst files")
        for line in read_lines(path):
            if not is_held_out(line):
                yield line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m vndiacritics.training phrases``."""
    defaults = MiningOptions()
    parser.add_argument("texts", nargs="+", type=Path, metavar="FILE", help="text of the domain")
    parser.add_argument(
        "--contrast", nargs="*", type=Path, default=[], metavar="FILE", help="general text"
    )
    parser.add_argument("--out", type=Path, required=True, help="TSV of candidates to read through")
    parser.add_argument("--least", type=int, default=defaults.least, help="occurrences at least")
    parser.add_argument("--longest", type=int, default=defaults.longest, help="syllables at most")
    parser.add_argument(
        "--cohesion", type=float, default=defaults.cohesion, help="NPMI of the weakest cut"
    )
    parser.add_argument(
        "--extension", type=float, default=defaults.extension, help="share of one longer run"
    )
    parser.add_argument(
        "--log-ratio", type=float, default=defaults.log_ratio, help="log2 of domain over contrast"
    )
    parser.add_argument("--top", type=int, default=defaults.top, help="candidates at most")


def run(args: argparse.Namespace) -> int:
    """Mine phrases as the parsed arguments say; give the exit code."""
    options = MiningOptions(
        least=args.least,
        longest=args.longest,
        cohesion=args.cohesion,
        extension=args.extension,
        log_ratio=args.log_ratio,
        top=args.top,
    )
    phrases = mine(_training_lines(args.texts), _training_lines(args.contrast), options=options)
    write_phrases(phrases, args.out)
    print(f"{len(phrases)} candidates in {args.out}")
    return 0
