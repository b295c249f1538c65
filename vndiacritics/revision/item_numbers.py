"""Numbers of items at the beginnings of lines: `_4. Bố trí`, `2, Hồ sơ`, and lone underscores.

Specks in the margin are read as underscores and dashes before a number, its full stop as a comma.
Some authors write `2, Hồ sơ` themselves, so the document must write full stops elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from vndiacritics.profiles.profile import PROFILES
from vndiacritics.search.decisions import Decision, Stage
from vndiacritics.search.result import SearchResult
from vndiacritics.symbols.list_marks import ITEM_NUMBER
from vndiacritics.symbols.traits import ITEM, UNDERSCORE

CONFIDENCE = 0.92
"""On 128 made pages read by `vie` (``pages --seed 0``) 21 of 23 such signs stood on no page."""

STOPS_A_COMMA, ENGINE_STOPS_A_COMMA = 2.0, 0.5
"""Items with a full stop that a document must have for each with a comma; and behind an engine
without Vietnamese, which reads `4.` as `4,` (thirteen times on 100 pages) and never back."""

_SPECK = re.compile(r"(?P<before>_)?[^\W_]+[.,;:]?(?P<behind>(?<=[^\W_])_)?")


def decisions(result: SearchResult, texts: Sequence[str]) -> Iterator[Decision]:
    """Yield what is changed in the numbers of items, and underscores beside one word.

    Args:
        result: of the search.
        texts: of the documents, by number.
    """
    if not result.tokens.met & (ITEM | UNDERSCORE):
        return
    tokens = result.tokens.strings
    items = [place for place in result.tokens.places_of(ITEM) if _is_item(result, texts, place)]
    stops: Counter[tuple[int, str]] = Counter(
        (result.tokens.documents[place], tokens[place][-1]) for place in items
    )
    wanted = set(items)
    for place in sorted({*items, *result.tokens.places_of(UNDERSCORE)}):
        token = tokens[place]
        profile = PROFILES[result.tokens.profiles[place]]
        if not profile.doubts_signs:
            continue
        document, start = result.tokens.documents[place], result.tokens.starts[place]
        item = ITEM_NUMBER.fullmatch(token) if place in wanted else None
        spans: list[tuple[int, int, str]] = []
        if item is not None:
            if item["junk"]:
                spans.append((*item.span("junk"), ""))
            least = STOPS_A_COMMA if profile.has_marks else ENGINE_STOPS_A_COMMA
            if item["stop"] == "," and stops[document, "."] >= least * stops[document, ","]:
                spans.append((*item.span("stop"), "."))
        elif (speck := _SPECK.fullmatch(token)) and _is_alone(texts[document], start):
            spans += [(*speck.span(side), "") for side in ("before", "behind") if speck[side]]
        for first, last, surface in spans:
            yield Decision(
                *(document, profile.number, start + first, start + last, surface, CONFIDENCE),
                Stage.LIST_MARK,
            )


def _is_item(result: SearchResult, texts: Sequence[str], place: int) -> bool:
    """Return whether a number is that of an item: first on its line, before a capital."""
    placed = result.tokens
    tokens = placed.strings
    if place + 1 == len(tokens):
        return False
    document, start = placed.documents[place], placed.starts[place]
    behind = placed.starts[place + 1]
    if placed.documents[place + 1] != document or not tokens[place + 1][:1].isupper():
        return False
    text = texts[document]
    begin, end = _line(text, start)
    return not text[begin:start].strip() and behind < end


def _is_alone(text: str, place: int) -> bool:
    """Return whether the line of a character has one underscore; two may set words in italics."""
    return text.count("_", *_line(text, place)) == 1


def _line(text: str, place: int) -> tuple[int, int]:
    """Return where the line of a character begins and ends."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)
