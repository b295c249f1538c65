"""The words a restorer knows beside the language model's: built-in lists and a user's own TSV."""

from __future__ import annotations

from collections.abc import Container, Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vndiacritics.errors import LexiconError
from vndiacritics.model import store
from vndiacritics.orthography.letters import canonical, nfc
from vndiacritics.orthography.syllable import is_syllable

KIND = "lexicon"
HEADING = "form"
"""First column of a heading, which is no form."""

LONGEST_FORM = 200
"""Characters a form of a user's lexicon may have."""


class Lexicon(NamedTuple):
    """Lists of the lexicon.

    Attributes:
        symbols: symbols of document numbers (`NĐ-CP`) with their counts.
        abbreviations: abbreviations (`HĐND`).
        words: words that are no syllables of Vietnamese: loans, parts of places' names.
        user_forms: forms of the user's own lexicon, as written.
    """

    symbols: dict[str, int]
    abbreviations: frozenset[str]
    words: frozenset[str]
    user_forms: tuple[str, ...] = ()

    def with_forms(self, forms: Iterable[str]) -> Lexicon:
        """Add a user's forms."""
        added = tuple(forms)
        return Lexicon(self.symbols, self.abbreviations, self.words, (*self.user_forms, *added))


def load(path: Path) -> Lexicon:
    """Map a compiled lexicon.

    Raises:
        ModelError: see `store.read`.
    """
    arrays = store.read(path, KIND).arrays
    symbols = store.unpack_strings(arrays["symbols"])
    return Lexicon(
        dict(zip(symbols, arrays["symbol_counts"].tolist(), strict=True)),
        frozenset(store.unpack_strings(arrays["abbreviations"])),
        frozenset(store.unpack_strings(arrays["words"])),
    )


def save(lexicon: Lexicon, path: Path) -> str:
    """Write a compiled lexicon; give its checksum."""
    symbols = sorted(lexicon.symbols)
    return store.write(
        path,
        KIND,
        {},
        {
            "symbols": store.pack_strings(symbols),
            "symbol_counts": np.array([lexicon.symbols[form] for form in symbols], dtype=np.uint32),
            "abbreviations": store.pack_strings(sorted(lexicon.abbreviations)),
            "words": store.pack_strings(sorted(lexicon.words)),
        },
    )


def read_user(path: Path) -> list[str]:
    """Read a user's lexicon: a form in the first column of each line, the rest is free.

    Empty lines, lines that begin with `#` and a header whose first column is `form` are skipped.

    Raises:
        LexiconError: the file cannot be read, is no UTF-8, has commas for tabs, or a form is too
            long.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"the lexicon {path} is not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise LexiconError(f"the lexicon {path} cannot be read: {error.strerror}") from error
    _refuse_commas(path, text)
    forms = []
    for number, line in enumerate(text.splitlines(), start=1):
        form = " ".join(nfc(line.split("\t")[0]).split())
        if not form or form.startswith("#") or (number == 1 and form == HEADING):
            continue
        if len(form) > LONGEST_FORM:
            raise LexiconError(f"line {number} of the lexicon {path} has no form but a long text")
        forms.append(form)
    return forms


def formless(path: Path) -> list[int]:
    """Return the numbers of a user's lines that have something, but nothing in the first column."""
    lines = enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1)
    return [number for number, line in lines if line.strip() and not line.split("\t")[0].strip()]


def _refuse_commas(path: Path, text: str) -> None:
    """Refuse a table whose columns are parted by commas or semicolons: a line would be a form."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for sign, name in ((",", "commas"), (";", "semicolons")):
        counts = {line.count(sign) for line in lines}
        is_even = len(counts) == 1 and counts != {0}
        if "\t" not in text and (is_even or text.startswith(f"{HEADING}{sign}")):
            raise LexiconError(
                f"the lexicon {path} has {name} where tabs belong",
                remedy="save it as tab-separated text, the words in the first column",
            )


def unusable(forms: Iterable[str], vocabulary: Container[str]) -> list[str]:
    """Return the forms of a user that change nothing.

    A word helps where it is no syllable of Vietnamese (syllables are all known), a phrase where two
    of its words in a row are known to the language model.

    Examples:
        >>> unusable(["Đồng Khê", "Sabeco", "nhà", "12/3"], {"đồng", "khê", "nhà"})
        ['nhà', '12/3']
    """
    found = []
    for form in forms:
        words = canonical(form).split()
        known = [word in vocabulary for word in words]
        is_listed = any(word.isalpha() and not is_syllable(word) for word in words)
        if not is_listed and not any(one and other for one, other in pairwise(known)):
            found.append(form)
    return found
