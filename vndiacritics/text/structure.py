"""What is in a text and is no text: mark-up, code, addresses, keys.

Signs that pair up around words (``**x**``, ``_x_``), tags, targets of links, code between
back-ticks, formulas, addresses with and without a scheme, paths and file names, keys of JSON,
place-holders: they are found by their own grammar, whatever the words between them look like, and
blanked before a text is read. So neither the kind of damage nor the search sees them, and nothing
that was blanked is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.entities import html5

LONGEST_SPAN = 400
"""Characters between two signs that pair up, at most."""

_DOMAINS = (
    "vn|com|net|org|edu|gov|info|asia|biz|app|dev|cloud|online|site|xyz|tech|io|tv|cc|uk|us|jp|kr"
    "|cn|eu"
)
"""Ends of host names that stand alone; those that are syllables too (``be``) need a path."""

_DOMAINS_WITH_PATH = "be|ly|gl|me|co|do|so|ai|la|to|vi|de|in|fr|it|ca|au|sg|th|id|my"
_EXTENSIONS = (
    "docx?|xlsx?|pptx?|pdf|txt|csv|tsv|rtf|od[tsp]|html?|xml|json|ya?ml|md|tex|jpe?g|png|gif|tiff?|bmp|svg"
    "|zip|rar|7z|tar|gz|exe|dll|msi|apk|iso|py|js|ts|jsx|css|php|java|cpp|cs|go|sql|sh|bat|ini|cfg|conf|log"
    "|mp[34]|avi|mov|wav|dwg|bak|dat"
)
_ROOTS = "(?:usr|etc|var|home|opt|bin|tmp|api|dev|mnt|root|lib|Users)"
_NAME = r"[A-Za-z0-9_][\w.+~%-]{0,60}"

_SPANS = {
    "declaration": r"<!\[CDATA\[|\]\]>|<[!?][A-Za-z][^<>]{0,400}>",
    "tag": (
        r"</?[A-Za-z][\w:.-]{0,40}(?:\s+[\w:@.-]{1,60}(?:\s*=\s*"
        r"(?:\"[^\"<]{0,400}\"|'[^'<]{0,400}'|[^\s\"'<>]{1,400}))?){0,40}\s*/?>"
    ),
    "entity": (
        r"[^\W\d_]{0,20}"
        r"(?:&(?:[A-Za-z]{2,8}\d{0,2}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});[^\W\d_]{0,20}){1,20}"
    ),
    "back-ticks": r"``(?!`)[^\n]{1,200}?``(?!`)|`[^`\n]{1,400}`(?!`)",
    "formula": r"\$\$[^$]{1,400}\$\$"
    r"|\$(?=[^$\n]{0,120}[\\_^{}=<>])[^$\s](?:[^$\n]{0,120}[^$\s])?\$(?!\d)",
    "target": (
        r"(?<=\])\([^()\s]{1,400}(?:\([^()\s]{0,80}\)[^()\s]{0,80})?"
        r"(?:\s+(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\)"
        r"|^\[[^\]\n]{1,80}\]:\s+\S+"
    ),
    "scheme": r"\b[a-z][a-z0-9+.-]{1,9}://[^\s<>\"“”]+|\bmailto:[^\s<>\"“”]+",
    "mail": r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}",
    "host": (
        rf"(?<![\w@.-])(?:www\.[^\s<>\"“”]+|(?:[\w-]{{1,64}}\.){{1,6}}(?:{_DOMAINS})\b(?:[:/][^\s<>\"“”]*)?"
        rf"|(?:[A-Za-z0-9-]{{1,64}}\.){{1,6}}(?:{_DOMAINS_WITH_PATH})/[^\s<>\"“”]+)"
    ),
    "path": (
        rf"(?<!\w)(?:[A-Za-z]:[\\/][^\s<>\"“”|]*|\\\\[\w.$-]{{1,64}}(?:\\[\w.$-]{{1,64}}){{0,20}}"
        rf"|(?<!\S)(?:~|\.{{1,2}})?(?:/{_ROOTS}(?:/{_NAME}){{1,20}}|(?:/[a-z][\w.-]{{0,60}}){{3,20}})/?(?!\w)"
        rf"|(?<![\w/\\.+~%-])(?:[\w.-]{{1,60}}[/\\]){{0,20}}[\w+~%-]{{1,60}}(?:\.[\w-]{{1,60}}){{0,6}}"
        rf"\.(?:{_EXTENSIONS})(?!\w))"
    ),
    "place-holder": (
        r"(?<![\w%])%(?:\(\w+\)[sd]|\d{0,2}l{0,2}[sdu]|\d{0,2}\.\d{1,2}f)(?!\w)"
        r"|\$\{[^{}\s]{0,80}\}|\{\{[^{}\n]{0,80}\}\}|\{\w{0,40}\}(?!\w)"
    ),
    "identifier": (
        r"(?<!\w)(?:[A-Za-z][^\W_]{2,40}(?:_[^\W_]{3,40}){1,9}|[^\W\d_][^\W_]{1,40}(?:_[^\W_]{2,40}){2,9})(?!\w)"
        r"(?:\(\))?|(?<!\S)--[a-z][a-z0-9-]+\b"
    ),
}
"""What is blanked whole, in the order in which it is tried at a place."""

_ENTITY = list(_SPANS).index("entity")
_ENTITY_NAME = re.compile(r"&([A-Za-z]\w*;|#)")

_BLOCK = re.compile(
    r"(?P<comment><!--)|<(?P<element>script|style|pre|code)\b[^<>]{0,400}>|^(?P<fence>```|~~~).*$",
    re.MULTILINE | re.IGNORECASE,
)
"""What opens a stretch that is blanked up to where it closes."""

_PAIRED = re.compile(
    r"(?<![\w*_~])(?P<open>\*{1,3}|_{1,3}|~~)(?=[^\s*_~])"
    rf"(?P<inner>(?:(?!\n\s*\n)[^*~]){{1,{LONGEST_SPAN}}}?)"
    r"(?<=[^\s*_~])(?P<close>(?P=open))(?![\w*_~])"
)
"""A sign before a word and the same behind a word of the same paragraph."""

_KEY = re.compile(r"(?<=[{,])\s*\"[^\"\n]{1,80}\"\s*:(?:\s*(?:true|false|null)\b)?")
_KEYED = re.compile(r"[{,]\s*\"[^\"\n]{1,80}\"\s*:")
_QUERY = re.compile(
    r"^[^\S\n]{0,40}(?=[SIUDCA][ENPRL])(?:SELECT\s.{1,200}?\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|(?:CREATE|ALTER|DROP)\s+(?:TABLE|VIEW|INDEX)\s).*$",
    re.MULTILINE,
)
_STRING = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_HINT = re.compile(
    r"`|\$|@|<|\{|_|\\|\]\(|\]: |://|:/|&[#A-Za-z]\w{1,8};|%[(.\dlsdu]|--[a-z]|/[a-z][\w.-]*/[a-z]|mailto:|www\."
    rf"|\.(?:{_DOMAINS}|{_EXTENSIONS})(?!\w)|\.(?:{_DOMAINS_WITH_PATH})/"
)
"""What each of `_SPANS` holds: lines without are not looked at. Each way begins with a character by
itself, so that a search passes quickly over all others."""

_PAIR_SIGNS = re.compile(r"[*_~]+")
_NOT_LINE_END = re.compile(r"[^\s]")


@cache
def _structure() -> re.Pattern[str]:
    """Return the pattern of all `_SPANS`; most texts hold no hint of one."""
    rows = (f"(?P<k{number}>{row})" for number, row in enumerate(_SPANS.values()))
    return re.compile("|".join(rows), re.MULTILINE)


def find_structure(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text that are no text, in order and disjoint.

    Args:
        text: any text.

    Examples:
        >>> text = "**bao cao** tai [trang](bao-cao.html)"
        >>> [text[start:stop] for start, stop in find_structure(text)]
        ['**', '**', '(bao-cao.html)']
    """
    spans = list(_blocks(text)) if _may_open_block(text) else []
    shown = _blanked(text, spans) if spans else text
    spans += [*_whole(shown), *_keys(shown), *_queries(shown)]
    shown = _blanked(text, spans) if spans else text
    spans += _paired(shown)
    return _disjoint(spans)


def _may_open_block(text: str) -> bool:
    return "<" in text or "```" in text or "~~~" in text


def readable(text: str) -> str:
    """Return a text of the same length and the same lines with all structure blanked.

    Examples:
        >>> readable("<p>Uy ban</p> tai youtu.be/xyz")
        '   Uy ban     tai             '
    """
    spans = find_structure(text)
    return _blanked(text, spans) if spans else text


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield comments, code blocks and elements that hold no text, up to where each closes."""
    place = 0
    unclosed: set[str] = set()
    while (match := _BLOCK.search(text, place)) is not None:
        closing = "-->"
        if match["element"] or match["fence"]:
            closing = f"</{match['element']}>" if match["element"] else f"\n{match['fence']}"
        place = match.end()
        stop = -1 if closing in unclosed else text.find(closing, place)
        if stop < 0:
            unclosed.add(closing)
            continue
        place = stop + len(closing)
        yield match.start(), place


def _whole(text: str) -> Iterator[tuple[int, int]]:
    """Yield what `_SPANS` names, in the lines that hold a hint of it; a tag may end later."""
    place = 0
    while (hint := _HINT.search(text, place)) is not None:
        start = max(place, text.rfind("\n", 0, hint.start()) + 1)
        stop = text.find("\n", hint.end())
        place = len(text) if stop < 0 else stop + 1
        last = place if "<" not in text[start:place] else min(len(text), place + LONGEST_SPAN)
        for match in _structure().finditer(text, start, last):
            if match.start() >= place:
                break
            if match.lastgroup != f"k{_ENTITY}" or _is_entity(match.group()):
                yield match.span()
                place = max(place, match.end())


def _is_entity(seen: str) -> bool:
    return all(name == "#" or name in html5 for name in _ENTITY_NAME.findall(seen))


def _keys(text: str) -> Iterator[tuple[int, int]]:
    if '"' in text and _KEYED.search(text) is not None:
        for match in _KEY.finditer(text):
            yield match.span()


def _queries(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of queries in SQL that are no quoted string."""
    for match in _QUERY.finditer(text):
        start, stop = match.span()
        for string in _STRING.finditer(text, start, stop):
            yield start, string.start()
            start = string.end()
        yield start, stop


def _paired(text: str) -> Iterator[tuple[int, int]]:
    if not any(sign in text for sign in "*_~"):
        return
    place = 0
    while (signs := _PAIR_SIGNS.search(text, place)) is not None:
        place = signs.end()
        match = _PAIRED.match(text, signs.start())
        if match is not None and any(map(str.isalpha, match["inner"])):
            yield match.span("open")
            yield match.span("close")
            if "_" not in match["inner"]:
                place = match.end()


def _disjoint(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        elif start < stop:
            found.append((start, stop))
    return found


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, stop in _disjoint(spans):
        pieces += (text[done:start], _NOT_LINE_END.sub(" ", text[start:stop]))
        done = stop
    return "".join((*pieces, text[done:]))
