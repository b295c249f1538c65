"""Old fonts of web pages: named by `<font face>`, by styles of elements, and by simple rules.

A rule is simple where it names an element, a class or both (`p.MsoNormal`); others are not looked
at, and their fonts keep their names.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from vndiacritics.documents.document import DocumentEdit
from vndiacritics.documents.flat import Writer
from vndiacritics.documents.fonts import NEW_FONT, OldFont, Part, old_font, read_old, word_edits
from vndiacritics.documents.markup_tags import INLINE, RAW, Tag, tags
from vndiacritics.documents.reading import PieceChange, rewritten

__all__ = ["Converted", "converted"]

_FAMILY = re.compile(
    r"""(?P<key>font-family\s*:\s*)(?P<quote>["']|&quot;|)(?P<name>[^"'&;,>{}]+)""", re.IGNORECASE
)
_SHORT = re.compile(
    r"""\bfont\s*:[^;{}"']{0,80}?\d\S{0,40}+\s+(?P<quote>["']|)(?P<name>[^"'&;,>{}]+)"""
)
_FACE = re.compile(
    r"""(?P<key>\bface\s*=\s*)(?:(?P<quote>["'])(?P<name>[^"',]+)|(?P<bare>[^"'\s,>]+))""",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?<![^{}])(?P<selectors>[^{}]++)\{(?P<body>[^{}]*+)\}")
_SELECTOR = re.compile(r"(?:(?P<name>[a-z][a-z0-9]*)|\*)?(?:\.(?P<class>[\w-]+))?", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_STYLE_BLOCK = re.compile(r"(<style\b[^>]*>)(.*?)(</style|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

_ENDS_ITSELF = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option"})
"""Elements that the next of their kind ends, where they need not be closed."""

_HOLDS = frozenset({"table", "ul", "ol", "dl", "div", "body", "blockquote", "td", "th"})
"""Elements beyond which none is ended so."""

Rules = Mapping[tuple[str, str], OldFont | None]


@dataclass(frozen=True)
class Converted:
    """A page whose old fonts are gone.

    Attributes:
        text: the page.
        edits: the words that were in old fonts.
        names: the fonts, as the page called them.
        texts: those that were in old fonts, each as it was stored and as it is read.
    """

    text: str
    edits: tuple[DocumentEdit, ...] = ()
    names: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Text:
    """A text between two tags: its span, its paragraph and the old font it is shown in."""

    start: int
    stop: int
    line: int
    font: OldFont | None


def converted(text: str, writer: Writer) -> Converted:
    """Read texts in old fonts as Unicode, and put a new font in the place of each.

    Args:
        text: of a page.
        writer: spells new text in it.
    """
    names = list(_names(text))
    if not names:
        return Converted(text)
    found = list(_texts(text, _rules(text)))
    parts = [Part(html.unescape(text[row.start : row.stop]), row.line, row.font) for row in found]
    changes = [(start, stop, put) for _, start, stop, put in names]
    edits: list[tuple[int, DocumentEdit]] = []
    ends = list(accumulate(map(len, text.splitlines(keepends=True))))
    read: list[tuple[str, str]] = []
    for font in dict.fromkeys(row.font for row in found if row.font is not None):
        own = ((row, part) for row, part in zip(found, parts, strict=True) if row.font == font)
        for (row, part), new in zip(own, read_old(parts, font), strict=True):
            spelt = writer(part.text, new)
            if spelt is None:
                continue
            read.append((part.text, new))
            if new == part.text:
                continue
            changes.append((row.start, row.stop, spelt.replace("\xa0", "&nbsp;")))
            place = f"line {bisect_right(ends, row.start) + 1}"
            edits += ((row.start, edit) for edit in word_edits(part.text, new, font, place))
    result = rewritten(text, (PieceChange(*row, edit=0) for row in sorted(changes)))
    in_order = tuple(edit for _, edit in sorted(edits, key=lambda row: row[0]))
    named = tuple(sorted({row[0] for row in names}))
    return Converted(result, in_order, named, tuple(read))


def _places(text: str) -> Iterator[re.Match[str]]:
    """Yield where fonts are named: in styles, and in tags."""
    for block in _STYLE_BLOCK.finditer(text):
        yield from _FAMILY.finditer(text, *block.span(2))
        yield from _SHORT.finditer(text, *block.span(2))
    for tag in tags(text, 0, len(text), is_html=True):
        if tag.name:
            for pattern in (_FAMILY, _SHORT, _FACE):
                yield from pattern.finditer(text, tag.start, tag.stop)


def _named(match: re.Match[str]) -> tuple[str, str]:
    """Return a name of a font and its group in the match."""
    groups = match.groupdict()
    group = "name" if groups.get("name") is not None else "bare"
    return (groups[group] or "").strip(), group


def _names(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield the old fonts that are named: each with its span and what takes its place."""
    for match in _places(text):
        name, group = _named(match)
        if old_font(name):
            yield (name, *match.span(group), f'"{NEW_FONT}"' if group == "bare" else NEW_FONT)


def _font_of(declarations: str, *, is_tag: bool) -> tuple[bool, OldFont | None]:
    """Return whether a font is named, and the old font that it is."""
    for pattern in (_FAMILY, _SHORT, _FACE) if is_tag else (_FAMILY, _SHORT):
        if (match := pattern.search(declarations)) is not None:
            return True, old_font(_named(match)[0])
    return False, None


def _rules(text: str) -> Rules:
    """Return the fonts of simple rules, by element and class."""
    found: dict[tuple[str, str], OldFont | None] = {}
    for block in _STYLE_BLOCK.finditer(text):
        for rule in _RULE.finditer(_COMMENT.sub("", block[2])):
            told, font = _font_of(rule["body"], is_tag=False)
            for selector in rule["selectors"].split(",") if told else ():
                match = _SELECTOR.fullmatch(selector.strip().removeprefix("<!--").strip())
                if match:
                    found[(match["name"] or "").lower(), match["class"] or ""] = font
    return found


class _Open:
    """The elements that are open, the innermost last, each with the old font it is shown in."""

    def __init__(self, font: OldFont | None) -> None:
        self._rows = [("", font)]
        self._counts: Counter[str] = Counter()

    @property
    def last(self) -> tuple[str, OldFont | None]:
        """The innermost one, nameless outside of all."""
        return self._rows[-1]

    def add(self, name: str, font: OldFont | None) -> None:
        """Open an element in the innermost one."""
        self._rows.append((name, font))
        self._counts[name] += 1

    def close(self, name: str, *, within: frozenset[str] = frozenset()) -> None:
        """Close the nearest element of that name, and those in it, none beyond one of `within`."""
        if not self._counts[name]:
            return  # else a page of ends without beginnings would be looked through for each
        for place in range(len(self._rows) - 1, 0, -1):
            if self._rows[place][0] == name:
                self._counts.subtract(row for row, _ in self._rows[place:])
                del self._rows[place:]
                return
            if self._rows[place][0] in within:
                return


def _texts(text: str, rules: Rules) -> Iterator[_Text]:
    """Yield the texts of a page that are shown."""
    open_ = _Open(rules.get(("", "")))
    done = line = 0
    for tag in tags(text, 0, len(text), is_html=True):
        if text[done : tag.start].strip() and open_.last[0] not in RAW:
            yield _Text(done, tag.start, line, open_.last[1])
        done = tag.stop
        if not tag.name:
            continue
        line += tag.name not in INLINE
        if tag.closes:
            open_.close(tag.name)
        elif not tag.empty:
            if tag.name in _ENDS_ITSELF:
                open_.close(tag.name, within=_HOLDS)
            open_.add(tag.name, _shown_in(tag, open_.last[1], rules))
    if text[done:].strip():
        yield _Text(done, len(text), line, open_.last[1])


def _shown_in(tag: Tag, inherited: OldFont | None, rules: Rules) -> OldFont | None:
    told, font = _font_of(tag.attributes, is_tag=True)
    if told:
        return font
    match = _CLASS.search(tag.attributes)
    classes = next(filter(None, match.groups()), "").split() if match else []
    for key in (*((tag.name, row) for row in classes), *(("", row) for row in classes)):
        if key in rules:
            return rules[key]
    return rules.get((tag.name, ""), inherited)
