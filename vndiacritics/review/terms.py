"""A user's lexicon of what was decided: the names and words that vnfix did not know.

A word that a person chose, typed or took back was wrong by itself; what stands around it is what
tells next time. So a term is the run of words with capitals that it belongs to (`thôn Đồng Khê`
gives `Đồng Khê`), or else the word with its nearest neighbour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from vndiacritics.errors import LexiconError
from vndiacritics.model.lexicon import read_user
from vndiacritics.orthography.letters import nfc
from vndiacritics.orthography.signs import AROUND_WORDS, BULLETS, CLOSING_BRACKETS, DASHES, STOPS
from vndiacritics.review.decisions import Change, Decisions

__all__ = ["merged", "terms"]

HEADER = "form\tcategory\tsource\tcount\n"
CATEGORY = "reviewed"

_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_EDGES = AROUND_WORDS + BULLETS + DASHES + "/"
_ENDS = STOPS + CLOSING_BRACKETS + "”»"


def terms(decisions: Decisions) -> dict[str, int]:
    """Return terms with how often each was decided on, in alphabetical order.

    Words that vnfix had right teach nothing, and numbers and signs are left out.
    """
    found: Counter[str] = Counter()
    for row in decisions.changes:
        if row.decision is None or row.new == row.proposed:
            continue
        term = _term(row)
        if term:
            found[term] += 1
    return dict(sorted(found.items()))


def _term(row: Change) -> str:
    words = [nfc(word) for word in row.new.split()]
    if not words or not all(_LETTERS.fullmatch(word.strip(_EDGES)) for word in words):
        return ""
    before = _neighbours(reversed(row.before), words[0], backwards=True)
    behind = _neighbours(row.behind, words[-1], backwards=False)
    if all(word.strip(_EDGES)[:1].isupper() for word in words):
        before = _capitals(before)
        behind = _capitals(behind)
        words = [*reversed(before), *words, *behind]
    if len(words) == 1:
        words = [*before[:1], *words] if before else [*words, *behind[:1]]
    return " ".join(filter(None, (word.strip(_EDGES) for word in words)))


def _neighbours(words: Iterable[str], first: str, *, backwards: bool) -> list[str]:
    """Return the words beside a word, the nearest first, up to a sign that parts them."""
    found: list[str] = []
    last = first
    for word in words:
        near = nfc(word)
        left, right = (near, last) if backwards else (last, near)
        parts = left[-1:] in _ENDS or right[:1] in '([{“"«' or not near.strip(_EDGES).isalpha()
        if parts:
            break
        found.append(near)
        last = near
    return found


def _capitals(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        if not word.strip(_EDGES)[:1].isupper():
            break
        found.append(word)
    return found


def merged(path: Path, found: dict[str, int], *, source: str) -> tuple[str, int]:
    """Return a lexicon with terms added at its end, and how many are new.

    Args:
        path: A lexicon, which may not be there yet; what stands in it stays as it is.
        found: Of `terms`.
        source: Where they come from.

    Raises:
        LexiconError: The file is there and no lexicon.
    """
    text, known = HEADER, set[str]()
    if path.exists():
        known = set(read_user(path))
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise LexiconError(f"the lexicon {path} cannot be read: {error.strerror}") from error
        if text and not text.endswith("\n"):
            text += "\n"
    clean = " ".join(source.split())
    rows = [
        f"{form}\t{CATEGORY}\t{clean}\t{count}\n"
        for form, count in found.items()
        if form not in known
    ]
    return text + "".join(rows), len(rows)
