"""Case where it cannot be seen: c o s u v w x z look alike in both cases, marks and all.

An engine without Vietnamese tells `Xa` from `xa` by size alone. Between words in small letters such
a capital is no evidence, and common words that are no names and head no office are written small.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from vndiacritics.orthography.letters import canonical
from vndiacritics.orthography.signs import AROUND_WORDS
from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision, Stage, place_of
from vndiacritics.search.result import SearchResult
from vndiacritics.symbols.traits import OPENS_LARGE

LOOK_ALIKES = frozenset("cosuvwxz")

_COMMON = (
    "các cách cái cam càng căn cần cấp cây cho chưa chung chuyên có còn cũng cùng của cuối cứ "
    "ổn ở ông oai ốm ước ưu ủng uống sai sau sạch sản sáng sẽ số sống sớm suất suốt sử sự "
    "và vào vàng vay về vì vẫn vấn vật vẻ vị việc với vốn vùng vừa vượt vững "
    "xa xã xanh xấu xe xem xét xin xong xuống xuất xử xưa"
)
COMMON = frozenset(_COMMON.split())
"""Words that stand in small letters within a sentence: no names, and no office begins with them."""

CONFIDENCE = 0.9
"""Of a small letter in place of a capital."""

_AROUND = AROUND_WORDS + "*"
SHORTEST_WORD = 2
"""Letters of the word before it."""

MINISTRY = ("xã", "h")
"""`và Xã hội` ends the name of a ministry."""


def with_seen_case(
    result: SearchResult, decided: Sequence[Decision], texts: Sequence[str]
) -> list[Decision]:
    """Return the decisions with capitals that cannot be seen written small.

    Args:
        result: of the search.
        decided: in the order of the texts.
        texts: of the documents, by number.
    """
    tokens = result.tokens.strings
    places = [
        place
        for place in result.tokens.places_of(OPENS_LARGE)
        if place and _is_doubtful(result, place) and _is_within_line(result, texts, place)
    ]
    if not places:
        return list(decided)
    homes = {(result.tokens.documents[at], result.tokens.starts[at]): at for at in places}
    found = []
    for decision in decided:
        at = homes.get((decision.document, decision.start))
        if at is not None and decision.stage is Stage.SEARCH:
            del homes[decision.document, decision.start]
            is_common = _is_common(decision.surface, tokens[at + 1 : at + 2])
            if is_common and not decision.surface[1:].isupper():
                found.append(decision._replace(surface=decision.surface.lower()))
                continue
        found.append(decision)
    for (document, start), at in homes.items():
        word = tokens[at].rstrip(_AROUND)
        if _is_common(word, tokens[at + 1 : at + 2]):
            profile = result.tokens.profiles[at]
            stop = start + len(word)
            found.append(
                Decision(document, profile, start, stop, word.lower(), CONFIDENCE, Stage.CASE)
            )
    return sorted(found, key=place_of)


def _is_common(word: str, behind: Sequence[str]) -> bool:
    lower = canonical(word)
    return lower in COMMON and (lower, "".join(behind)[:1]) != MINISTRY


def _is_within_line(result: SearchResult, texts: Sequence[str], place: int) -> bool:
    starts, document = result.tokens.starts, result.tokens.documents[place]
    return "\n" not in texts[document][starts[place - 1] : starts[place]]


def _is_doubtful(result: SearchResult, place: int) -> bool:
    """Return whether the capital that a token begins with may be none, between small letters."""
    tokens, seen = result.tokens.strings, result.tokens.strings[place]
    documents, profile = result.tokens.documents, PROFILES[result.tokens.profiles[place]]
    if not profile.misreads_signs or documents[place - 1] != documents[place]:
        return False
    if result.tokens.opens[place]:
        return False
    before, core = tokens[place - 1], seen.rstrip(_AROUND)
    behind = tokens[place + 1] if place + 1 < len(tokens) else ""
    if len(before) < SHORTEST_WORD or not before.isalpha() or not before.islower():
        return False
    looks_alike = unicodedata.normalize("NFD", seen[0].lower())[0] in LOOK_ALIKES
    ends = len(core) < len(seen)
    return looks_alike and core.isalpha() and (ends or not behind[:1].isupper())
