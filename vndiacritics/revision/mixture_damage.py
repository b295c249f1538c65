"""In which ways a mixture was damaged: the evidence without which its words do not change so.

Words that lost all their marks make a text a mixture; that others lost their tones only, or were
misread, is another matter, and the document tells it. Where it does not, a code (`x86`), a name and
a word with marks change only where the search is sure, as in text that has its marks. Spaces are no
part of this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from vndiacritics.orthography.letters import canonical, strip_marks
from vndiacritics.orthography.signs import AROUND_WORDS
from vndiacritics.profiles.losses import ALL_MARKS, KEPT, WAYS, losses_of
from vndiacritics.revision.document_damage import (
    LEAST_COUNTED,
    LEAST_RATE,
    LEAST_SUM,
    PAGE,
    SURE,
)

UNEXPLAINED, SPACED = WAYS, WAYS + 1
"""Ways of a word that no loss explains, and of one whose spaces change, behind the losses."""

_UNEXPLAINED, _SPACED = frozenset({UNEXPLAINED}), frozenset({SPACED})

FREE = frozenset({KEPT, ALL_MARKS, SPACED})
"""Ways that need no evidence: a change of case, what makes a text a mixture, spaces."""


@lru_cache(maxsize=1 << 14)
def ways_of(old: str, new: str) -> frozenset[int]:
    """Return the ways that a word may have gone.

    A loss takes neither letters nor capitals.

    Examples:
        >>> for pair in "dan dân", "đa đã", "x86 xe", "mA mã":
        ...     print(sorted(ways_of(*pair.split())))
        [1, 2]
        [2, 3]
        [7]
        [7]
        >>> ways_of("quanly", "quản lý") == {SPACED}
        True
    """
    if len(old.split()) != len(new.split()) or new.strip() != new:
        return _SPACED if _bare_letters(old) == _bare_letters(new) else _UNEXPLAINED
    lost = losses_of(canonical(new.strip(AROUND_WORDS)), canonical(old.strip(AROUND_WORDS)))
    ways = frozenset(way for way in range(WAYS) if lost >> way & 1)
    if not ways or (KEPT not in ways and _capitals(old) != _capitals(new)):
        return _UNEXPLAINED
    return ways


def _capitals(text: str) -> list[bool]:
    return list(map(str.isupper, text))


def _bare_letters(text: str) -> str:
    return strip_marks("".join(text.split())).lower()


def shown_ways(
    rows: Iterable[tuple[int, Collection[int], float]], sizes: Mapping[int, int]
) -> dict[int, set[int]]:
    """Return the ways that documents show: frequent, and at least once sure.

    Args:
        rows: document, ways and confidence of each change that would be made.
        sizes: tokens of each document in its mixed lines.
    """
    found: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for document, ways, confidence in rows:
        if confidence >= LEAST_COUNTED and FREE.isdisjoint(ways):
            for way in ways:
                found[document, way].append(confidence)
    shown: dict[int, set[int]] = {}
    for (document, way), own in found.items():
        enough = sum(own) >= max(LEAST_SUM, LEAST_RATE * sizes[document])
        if enough and max(own) >= SURE:
            shown.setdefault(document, set()).add(way)
    return shown


def is_shown(
    ways: Collection[int], shown: Collection[int], *, size: int, confidence: float
) -> bool:
    """Return whether what a document shows calls for a change in a mixture.

    Args:
        ways: those that the word may have gone.
        shown: ways that the document shows.
        size: its tokens in mixed lines; few show nothing.
        confidence: how sure the change is.
    """
    asked = size >= PAGE and confidence < SURE and FREE.isdisjoint(ways)
    return not asked or not set(shown).isdisjoint(ways)
