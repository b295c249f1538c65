"""What the right texts of one office teach: a table beside the built-in model.

It holds words and n-grams as strings and counts, nothing of a model's numbers, so that it goes on
working when the built-in model is made anew. It is read by `store.read`: checked, and nothing in it
is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics.errors import ModelError
from vndiacritics.model import store
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.own_ngrams import BITS, ORDERS, OwnNgrams, own_of_arrays
from vndiacritics.orthography.letters import nfc, strip_marks

__all__ = ["Learnt", "Ngrams", "load", "packed"]

KIND = "learnt"

WEIGHTS: Mapping[int, float] = MappingProxyType({2: 0.03, 3: 0.1, 4: 0.3})
"""What n-grams of an office are worth beside the model by order: their share in a mixture.

The more of a history is the office's, the more it knows better. Seven offices (31 documents of
`pairs/rendered`, each by what the others of its office teach; English OCR, without marks, half of
them, tones): 264 wrong words, 255 with 0.1 for all orders, 241 so; 120 (English OCR): 120, 117.
Lower or higher weights of one order, 241 to 250 (docs/trials/document.md).
"""

ADDED = 1.0
"""Occurrences by which a history counts as seen more often: few sightings say less."""


LEAST_OWN, OWN_SHARE = 2, 0.08
"""Runs of three words, and their share, from which a text is taken for one of the office's.

Taught on one of two whole reports: the other one 0.29 to 0.36 as it lost its marks, 0.11 to 0.16 as
OCR read it; the OCR of a third 0.14 to 0.17; OCR of papers of offices taught by the others, 0.02 to
0.26, of other offices up to 0.17, which loses nothing by it; texts of other genres up to 0.07.
"""

SAMPLE = 200_000
"""Characters that are looked at for that."""

_WORD = re.compile(r"[^\W\d_]+")


def threes(text: str) -> list[str]:
    """Return the runs of three words of each line, in small letters without marks."""
    found: list[str] = []
    for line in strip_marks(nfc(text).lower()).splitlines():
        words = _WORD.findall(line)
        found += map(" ".join, zip(words, words[1:], words[2:], strict=False))
    return found


class Ngrams(NamedTuple):
    """The n-grams of one order.

    Attributes:
        symbols: numbers of their words in `Learnt.words`, shape (n, order).
        counts: occurrences, shape (n,).
        totals: occurrences of their histories, shape (n,).
    """

    symbols: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    totals: NDArray[np.uint32]


@dataclass(frozen=True)
class Learnt:
    """What was learnt.

    Attributes:
        words: symbols of the n-grams, as the language model names them.
        ngrams: by their order.
        forms: words that the built-in lexicon may lack, as written.
        texts: how many were read.
        tokens: words in them.
        checksum: of the stored arrays, '' where nothing is stored.
    """

    words: tuple[str, ...]
    ngrams: Mapping[int, Ngrams]
    forms: tuple[str, ...]
    texts: int
    tokens: int
    checksum: str = ""

    def is_own(self, text: str) -> bool:
        """Return whether a text, damaged or not, is of the kind that was learnt from.

        Letters are compared without marks: of three words in a row so many must be the office's.
        """
        found = threes(text[:SAMPLE])
        own = sum(three in self._threes for three in found)
        return own >= LEAST_OWN and own >= OWN_SHARE * len(found)

    @cached_property
    def _threes(self) -> frozenset[str]:
        bare = [strip_marks(word) for word in self.words]
        return frozenset(" ".join(bare[n] for n in row) for row in self.ngrams[3].symbols.tolist())

    def own(self, model: LanguageModel) -> OwnNgrams:
        """Return the n-grams that tell a model something it does not know."""
        unknown = -1
        numbers = np.array([model.index.get(word, unknown) for word in self.words], dtype=np.int64)
        keys: list[NDArray[np.uint64]] = []
        floors: list[NDArray[np.float32]] = []
        for order, rows in self.ngrams.items():
            if not len(rows.counts):
                continue
            symbols = numbers[rows.symbols]
            known = (symbols > 0).all(axis=1)
            symbols = symbols[known].astype(np.uint64)
            share = rows.counts[known] / (rows.totals[known] + ADDED)
            floor = np.log(WEIGHTS[order] * share).astype(np.float32)
            history: NDArray[np.uint64] = np.zeros(len(symbols), dtype=np.uint64)
            for column in range(symbols.shape[1] - 1):
                history <<= np.uint64(BITS)
                history |= symbols[:, column]
            last = symbols[:, -1].astype(np.int64)
            prepared = model.histories(history)
            before = model.score(prepared, np.arange(len(last)), last)
            new = floor > before
            history <<= np.uint64(BITS)
            history |= symbols[:, -1]
            keys.append(history[new])
            floors.append(floor[new])
        if not keys:
            return OwnNgrams()
        return own_of_arrays(np.concatenate(keys), np.concatenate(floors))


def packed(learnt: Learnt) -> bytes:
    """Return the bytes of a file that `load` reads; equal knowledge gives equal bytes."""
    arrays: dict[str, NDArray[Any]] = {
        "words": store.pack_strings(list(learnt.words)),
        "forms": store.pack_strings(list(learnt.forms)),
    }
    for order, rows in learnt.ngrams.items():
        arrays[f"symbols{order}"] = rows.symbols
        arrays[f"counts{order}"] = rows.counts
        arrays[f"totals{order}"] = rows.totals
    return store.packed(KIND, {"texts": learnt.texts, "tokens": learnt.tokens}, arrays)


def load(path: Path) -> Learnt:
    """Read what was learnt.

    Raises:
        ModelError: see `store.read`; or the table contradicts itself.
    """
    table = store.read(path, KIND)
    arrays = table.arrays
    try:
        words = tuple(store.unpack_strings(arrays["words"]))
        forms = tuple(store.unpack_strings(arrays["forms"]))
        ngrams = {
            order: Ngrams(*(arrays[f"{name}{order}"] for name in ("symbols", "counts", "totals")))
            for order in ORDERS
        }
        texts, tokens = int(table.meta["texts"]), int(table.meta["tokens"])
    except (KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{path} is damaged: {error}", remedy=_REMEDY) from error
    for order, rows in ngrams.items():
        shape = (len(rows.counts), order)
        if rows.symbols.shape != shape or rows.totals.shape != rows.counts.shape:
            raise ModelError(f"{path} is damaged: its n-grams do not fit", remedy=_REMEDY)
        if rows.symbols.size and int(rows.symbols.max()) >= len(words):
            raise ModelError(f"{path} is damaged: a word is missing", remedy=_REMEDY)
    return Learnt(words, ngrams, forms, texts, tokens, table.checksum)


_REMEDY = "learn it anew with vnfix learn"
