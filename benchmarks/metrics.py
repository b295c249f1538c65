"""Counts and scores of a restored text against its reference.

Both sides are brought to NFC, ``ƣ Ƣ`` are read as ``ư Ư`` and whitespace is collapsed; nothing
else is folded. A token is a run without whitespace. All rates are ratios of summed counts, so the
score of several pages is that of one long page whose parts were aligned separately.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from rapidfuzz.distance import Levenshtein

from vndiacritics.orthography.signs import AROUND_WORDS

BLOCK_TOKENS = 100
"""Tokens in a resampling unit where a regime has too few pages to resample those."""

FEWEST_UNITS = 5
"""With fewer documents than this the interval is taken over blocks of tokens instead."""

_GLYPHS = str.maketrans({"ƣ": "ư", "Ƣ": "Ư"})
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NEW_STYLE = re.compile(rf"(?<![qQ])([oO][aAeE]|[uU][yY])([{_TONES}])(?![a-zA-Z\u0300-\u036f])")

_EDGE = AROUND_WORDS + "<>*"
_SYMBOL = re.compile(
    r"(?:\d+[/-])*[A-ZĐ][A-Za-zĐđ]*\d*(?:[-/][A-ZĐ][A-Za-zĐđ]*\d*)*",
)
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_BARE_SYLLABLE = re.compile(
    r"(?:NGH|NG|NH|CH|GH|GI|KH|PH|QU|TH|TR|[BCDĐGHKLMNPRSTVX])?[AEIOUY]{1,3}(?:CH|NG|NH|[CKMNPT])?",
)


def normalise(text: str) -> str:
    """Bring a text to the form in which texts are compared."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_GLYPHS).split())


def fold_tone_placement(text: str) -> str:
    """Move the tone of ``hoà``, ``toè``, ``uỷ`` to the old place: ``hòa``, ``tòe``, ``ủy``."""
    text = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _NEW_STYLE.sub(lambda m: m[1][0] + m[2] + m[1][1], text))


def kept(reference: Sequence[str], other: Sequence[str]) -> list[bool]:
    """Tell of each reference item whether an optimal alignment finds it unchanged in ``other``."""
    same = [True] * len(reference)
    for op in Levenshtein.editops(reference, other):
        if op.tag != "insert":
            same[op.src_pos] = False
    return same


def is_document_symbol(token: str) -> bool:
    """Return whether a reference token is a document number or symbol: ``53/KH-UBND``, ``HĐND``.

    A bare run of capitals counts only when it is no roman numeral and cannot be read as a
    syllable, so that the words of a heading in capitals do not pass for abbreviations.
    """
    core = token.strip(_EDGE)
    if not _SYMBOL.fullmatch(core) or not re.search(r"[A-ZĐ]{2}", core):
        return False
    if core.isalpha() and core.isupper():
        return not _ROMAN.fullmatch(core) and not _BARE_SYLLABLE.fullmatch(core)
    return not core.isalpha() or core == "TTg"


def carries_mark(letter: str) -> bool:
    """Return whether an NFC letter is ``đ`` or carries a Vietnamese mark."""
    return letter in "đĐ" or (letter.isalpha() and len(unicodedata.normalize("NFD", letter)) > 1)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted on one page; counts of several pages add up."""

    tokens: int = 0
    raw_right: int = 0
    right: int = 0
    folded_tokens: int = 0
    folded_right: int = 0
    characters: int = 0
    character_edits: int = 0
    token_edits: int = 0
    marked_letters: int = 0
    marked_right: int = 0
    helped: int = 0
    hurt: int = 0
    aligned_wrong_before: int = 0
    aligned_wrong_after: int = 0
    numbers: int = 0
    numbers_right: int = 0
    numbers_raw_right: int = 0
    numbers_still_right: int = 0
    symbols: int = 0
    symbols_right: int = 0
    changed_tokens: int = 0
    """Token edits between the input and the output, both normalised."""
    pages: int = 1
    pages_identical: int = 0
    """Pages whose output equals the input code point for code point."""
    pages_worse: int = 0
    """Pages with more wrong tokens after than before."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )


@dataclass(frozen=True)
class PageResult:
    """Counts of one page and, per reference token, whether it came out right."""

    counts: Counts
    right: tuple[bool, ...]


def count_page(
    reference: str, output: str, source: str, *, verbatim: bool = False, letters: bool = True
) -> PageResult:
    """Count one page.

    Args:
        reference: the text as it should be.
        output: what the tool gave.
        source: what the tool was given.
        verbatim: compare as the texts stand, without normalising (whitespace still splits).
        letters: also align letters (diacritic accuracy); the costly part on long pages.
    """
    if verbatim:
        ref, out, src = reference, output, source
    else:
        ref, out, src = normalise(reference), normalise(output), normalise(source)
    ref_tokens, out_tokens, src_tokens = ref.split(), out.split(), src.split()
    right = kept(ref_tokens, out_tokens)
    before_ops = Levenshtein.editops(ref_tokens, src_tokens)
    before = [True] * len(ref_tokens)
    lost = [False] * len(ref_tokens)
    for op in before_ops:
        if op.tag != "insert":
            before[op.src_pos] = False
            lost[op.src_pos] = op.tag == "delete"
    folded = kept(fold_tone_placement(ref).split(), fold_tone_placement(out).split())
    digits = [any(c.isdigit() for c in token) for token in ref_tokens]
    symbols = [is_document_symbol(token) for token in ref_tokens]
    wrong_before, wrong_after = before.count(False), right.count(False)
    counts = Counts(
        tokens=len(ref_tokens),
        raw_right=sum(before),
        right=sum(right),
        folded_tokens=len(folded),
        folded_right=sum(folded),
        characters=len(ref),
        character_edits=Levenshtein.distance(ref, out),
        token_edits=Levenshtein.distance(ref_tokens, out_tokens),
        helped=sum(a and not b for a, b in zip(right, before, strict=True)),
        hurt=sum(b and not a for a, b in zip(right, before, strict=True)),
        aligned_wrong_before=sum(not b and not gone for b, gone in zip(before, lost, strict=True)),
        aligned_wrong_after=sum(not a and not gone for a, gone in zip(right, lost, strict=True)),
        numbers=sum(digits),
        numbers_right=sum(d and a for d, a in zip(digits, right, strict=True)),
        numbers_raw_right=sum(d and b for d, b in zip(digits, before, strict=True)),
        numbers_still_right=sum(
            d and a and b for d, a, b in zip(digits, right, before, strict=True)
        ),
        symbols=sum(symbols),
        symbols_right=sum(s and a for s, a in zip(symbols, right, strict=True)),
        changed_tokens=Levenshtein.distance(src_tokens, out_tokens),
        pages_identical=int(output == source),
        pages_worse=int(wrong_after > wrong_before),
    )
    if letters:
        counts = counts + _count_letters(ref, out)
    return PageResult(counts, tuple(right))


def _count_letters(ref: str, out: str) -> Counts:
    """Count the marked letters of ``ref`` that a letter alignment finds unchanged in ``out``."""
    marked = [carries_mark(c) for c in ref]
    found = kept(ref, out)
    return Counts(
        marked_letters=sum(marked),
        marked_right=sum(m and f for m, f in zip(marked, found, strict=True)),
        pages=0,
    )


@dataclass(frozen=True, kw_only=True)
class Score:
    """The measures of one regime; a rate is a share from 0 to 1, ``None`` where nothing counts."""

    documents: int
    pages: int
    tokens: int
    raw_accuracy: float | None
    token_accuracy: float | None
    interval: tuple[float, float] | None
    """95 % bootstrap interval of the token accuracy."""
    interval_unit: str
    """What was resampled: ``document``, ``page`` or ``block of 100 tokens``."""
    tone_folded: float | None
    cer: float | None
    wer: float | None
    diacritic_accuracy: float | None
    helped: int
    hurt: int
    helped_per_1000: float | None
    hurt_per_1000: float | None
    error_reduction: float | None
    """1 - errors after / errors before, over reference tokens that the input has in some form."""
    number_survival: float | None
    number_survival_of_right: float | None
    """Of reference tokens with a digit that the input had right, the share still right."""
    symbols: int
    symbol_accuracy: float | None
    edits: int
    edits_per_10000: float | None
    """Token edits from input to output; harm where the input is right already."""
    pages_identical: int
    pages_worse: int


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def summarise(
    results: Sequence[PageResult], documents: Sequence[str], *, seed: int = 1, rounds: int = 2000
) -> Score:
    """Turn the counts of a regime's pages into its score.

    Args:
        results: one a page.
        documents: the document that each page belongs to, same length.
        seed: of the bootstrap; the same seed gives the same interval on every machine.
        rounds: bootstrap resamples.
    """
    total = sum((r.counts for r in results), start=Counts(pages=0))
    unit, right, sizes = resampling_units(results, documents)
    return Score(
        documents=len(set(documents)),
        pages=total.pages,
        tokens=total.tokens,
        raw_accuracy=_ratio(total.raw_right, total.tokens),
        token_accuracy=_ratio(total.right, total.tokens),
        interval=bootstrap_interval(right, sizes, seed=seed, rounds=rounds),
        interval_unit=unit,
        tone_folded=_ratio(total.folded_right, total.folded_tokens),
        cer=_ratio(total.character_edits, total.characters),
        wer=_ratio(total.token_edits, total.tokens),
        diacritic_accuracy=_ratio(total.marked_right, total.marked_letters),
        helped=total.helped,
        hurt=total.hurt,
        helped_per_1000=_ratio(1000 * total.helped, total.tokens),
        hurt_per_1000=_ratio(1000 * total.hurt, total.tokens),
        error_reduction=_error_reduction(total),
        number_survival=_ratio(total.numbers_right, total.numbers),
        number_survival_of_right=_ratio(total.numbers_still_right, total.numbers_raw_right),
        symbols=total.symbols,
        symbol_accuracy=_ratio(total.symbols_right, total.symbols),
        edits=total.changed_tokens,
        edits_per_10000=_ratio(10_000 * total.changed_tokens, total.tokens),
        pages_identical=total.pages_identical,
        pages_worse=total.pages_worse,
    )


def _error_reduction(total: Counts) -> float | None:
    if not total.aligned_wrong_before:
        return None
    return 1 - total.aligned_wrong_after / total.aligned_wrong_before


def resampling_units(
    results: Sequence[PageResult], documents: Sequence[str]
) -> tuple[str, list[int], list[int]]:
    """Choose what the bootstrap draws: documents, else pages, else blocks of tokens.

    Returns:
        The unit's name, and per unit the number of right tokens and of tokens.
    """
    if len(set(documents)) >= FEWEST_UNITS:
        right: dict[str, int] = {}
        sizes: dict[str, int] = {}
        for result, document in zip(results, documents, strict=True):
            right[document] = right.get(document, 0) + result.counts.right
            sizes[document] = sizes.get(document, 0) + result.counts.tokens
        return "document", list(right.values()), list(sizes.values())
    if len(results) >= FEWEST_UNITS:
        counts = [r.counts for r in results]
        return "page", [c.right for c in counts], [c.tokens for c in counts]
    blocks = [
        r.right[i : i + BLOCK_TOKENS] for r in results for i in range(0, len(r.right), BLOCK_TOKENS)
    ]
    return f"block of {BLOCK_TOKENS} tokens", [sum(b) for b in blocks], [len(b) for b in blocks]


def bootstrap_interval(
    right: Iterable[int], sizes: Iterable[int], *, seed: int = 1, rounds: int = 2000
) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of sum(right) / sum(sizes), units drawn with replacement.

    Returns:
        Lower and upper end, or ``None`` without tokens.
    """
    hits, totals = np.array(list(right), dtype=float), np.array(list(sizes), dtype=float)
    if not totals.sum():
        return None
    drawn = np.random.default_rng(seed).integers(0, len(hits), size=(rounds, len(hits)))
    denominators = totals[drawn].sum(axis=1)
    rates = hits[drawn].sum(axis=1)[denominators > 0] / denominators[denominators > 0]
    low, high = np.percentile(rates, [2.5, 97.5])
    return float(low), float(high)
