"""Tags, comments and declarations of web pages and XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["INLINE", "RAW", "Tag", "tags"]

_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite del dfn em font i ins label mark nobr q rp rt ruby s small "
    "span strike strong sub sup time u wbr data emph emphasis hi ref link c v lang g"
)
INLINE = frozenset(_INLINE_NAMES.split())
"""Elements within a sentence, of HTML, DocBook, TEI and WebVTT."""

RAW = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes"})
"""Elements of HTML in which there are no tags."""

_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "source", "col", "embed"})

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<![A-Za-z][^<>]*+>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z_][^\s/>]*)"
    r"""(?P<attributes>(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)

_DOCTYPE = re.compile(
    r"\s*(?:(?:<\?[^>]*+>|<!--.*?-->)\s*)*+<!DOCTYPE\b[^\[>]*+(?:\[.*?\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
"""What stands before the root element, with the declarations of entities."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A token of mark-up: its span; its name is empty for comments and declarations."""

    start: int
    stop: int
    name: str
    closes: bool
    empty: bool
    attributes: str
    data: tuple[int, int] | None


def tags(text: str, start: int, stop: int, *, is_html: bool) -> Iterator[Tag]:
    """Yield the tags, comments and declarations of a stretch of text."""
    doctype = _DOCTYPE.match(text, start, stop)
    place = doctype.end() if doctype else start
    if doctype:
        yield Tag(*doctype.span(), "", closes=False, empty=True, attributes="", data=None)
    while (match := _TOKEN.search(text, place, stop)) is not None:
        name = match["name"] or ""
        local = name.rpartition(":")[2]
        local = local.lower() if is_html else local
        data = match.span("data") if match["data"] is not None and not is_html else None
        empty = (match["attributes"] or "").endswith("/") or (is_html and local in _VOID)
        closes = match["close"] == "/"
        yield Tag(*match.span(), local, closes, empty, match["attributes"] or "", data)
        place = match.end()
        if is_html and local in RAW and not closes:
            end = re.compile(rf"</{local}\b", re.IGNORECASE).search(text, place, stop)
            place = end.start() if end else stop
