"""The review page: one HTML file that works offline and holds everything it shows.

The text stands in the page as text, so that it is there without JavaScript, in print, for a
browser's own search and for a screen reader; each doubtful mark is an element in it. The script
makes elements of the sure changes, as time allows, so that hundreds of pages open at once. What it
needs (the exact text, old readings, alternatives, pictures) stands beside the text as JSON. Nothing
of either is ever taken for markup: Jinja2 escapes the text, the JSON has no ``<``, and a content
security policy lets only the page's own script and style run, named by their digests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import groupby
from typing import Any

from vndiacritics.errors import MissingExtraError
from vndiacritics.restoration import DOUBTFUL, Restoration
from vndiacritics.review.marks import KINDS, Mark, Spot, marks

__all__ = ["LEVELS", "Picture", "digest", "render"]

LEVELS = (0.5, 0.95, 0.99)
"""Confidences that part the four levels that are drawn differently."""

STATIC_LEVELS = 2
"""The levels of marks that are elements of the page as it is written, without its script."""

LINES = 40
"""Lines of a section of text that has no page breaks: what a browser lays out at once."""

_ACROSS = re.compile(r"[^\n]*\n|[^\n]+")
_UNWRITABLE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True)
class Picture:
    """A picture of a page.

    Attributes:
        data: The image file.
        kind: Its media type, such as ``image/webp``.
        width: In pixels, of what the spots of marks count in.
        height: Likewise.
    """

    data: bytes
    kind: str
    width: int
    height: int


@dataclass(frozen=True)
class _Piece:
    """A run of a line: plain text, or a mark's part of it."""

    text: str
    level: int = -1
    old: str = ""
    goes_on: bool = False
    """Whether it is a mark, which a line feed in it does not end."""


@dataclass(frozen=True)
class _Section:
    """A page, or so many lines.

    Attributes:
        number: From 1.
        pieces: What is shown.
        length: UTF-16 units of the text, with the sign that ends the page.
        marks: How many marks it has.
    """

    number: int
    pieces: list[_Piece]
    length: int
    marks: int


def digest(text: str) -> str:
    """Return the SHA-256 of a text, lone surrogates and all, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def level(confidence: float) -> int:
    """Return the level of a confidence: 0 for the least sure to 3."""
    return sum(confidence >= bound for bound in LEVELS)


def render(
    result: Restoration,
    *,
    name: str,
    below: float = DOUBTFUL,
    bom: str = "",
    pictures: Sequence[Picture] = (),
    spots: Mapping[int, Spot] | None = None,
) -> Iterator[str]:
    r"""Yield the pieces of the review page of a restoration.

    Args:
        result: Restored with ``Options(tokens=True)``.
        name: Of the file that was restored; shown, and in the names of what is saved.
        below: Words less sure than this are what there is to check.
        bom: Byte-order mark that the saved text begins with.
        pictures: Of the pages, which are parted by ``\f`` in the text; none where there are none.
        spots: Where words stand on them, by the first code point of the word in the text.

    Raises:
        MissingExtraError: Jinja2 is not installed.
    """
    found = marks(result, below=below, spots=spots)
    paged = bool(pictures) or "\f" in result.text
    script, style = _resource("review.js"), _resource("review.css")
    words = json.loads(_resource("words.json"))
    sections = list(_sections(result.text, found, paged=paged))
    data = _data(result, found, name=name, below=below, bom=bom, words=words)
    data["sections"] = [(section.length, section.marks) for section in sections]
    data["pictures"] = [[picture.width, picture.height] for picture in pictures]
    yield from _template().generate(
        title=_shown(name),
        policy=_policy(script, style),
        script=script,
        style=style,
        words=words,
        data=_embedded(data),
        sections=sections,
        paged=paged,
        pictures=[_data_url(picture) for picture in pictures],
        kinds=KINDS,
        below=below,
    )


def _data(
    result: Restoration, found: Sequence[Mark], *, name: str, below: float, bom: str, words: Any
) -> dict[str, Any]:
    """Return what the script needs; places in the text count UTF-16 units, as in JavaScript."""
    return {
        "file": _shown(name),
        "program": _program(),
        "words": words,
        "below": below,
        "levels": LEVELS,
        "kinds": KINDS,
        "text": bom + result.text,
        "source": {"sha256": digest(result.source), "characters": len(result.source)},
        "restored": {"sha256": digest(result.text), "characters": len(result.text)},
        "bom": len(bom),
        "marks": _columns(found, result.text),
    }


def _columns(found: Sequence[Mark], text: str) -> dict[str, Any]:
    """Return marks column by column, which a browser reads several times as fast as row by row.

    A gap is what stands before a mark, behind the one before it.
    """
    ends = [0, *(mark.place + len(mark.new) for mark in found)]
    gaps = (text[end : mark.place] for end, mark in zip(ends, found, strict=False))
    return {
        "gap": [_units(gap) for gap in gaps],
        "length": [_units(mark.new) for mark in found],
        "old": [mark.old if mark.changed else 0 for mark in found],
        "sure": [int(10_000 * mark.confidence + 1e-6) for mark in found],
        "kind": "".join(str(KINDS.index(mark.kind)) for mark in found),
        "others": {n: [*mark.others] for n, mark in enumerate(found) if mark.others},
        "spots": {n: _edges(mark.spot) for n, mark in enumerate(found) if mark.spot is not None},
    }


def _units(text: str) -> int:
    """Return the UTF-16 units of a text, in which JavaScript counts."""
    return len(text) if text.isascii() else len(text) + sum(sign > "\uffff" for sign in text)


def _edges(spot: Spot) -> list[int]:
    edges = (spot.left, spot.top, spot.right, spot.bottom)
    return [spot.page, *(round(edge) for edge in edges)]


def _program() -> str:
    from vndiacritics import __version__

    return f"vnfix {__version__}"


def _sections(text: str, found: Sequence[Mark], *, paged: bool) -> Iterator[_Section]:
    """Yield the text in sections: its pages, or so many lines."""
    number, shown = 1, list[_Piece]()
    length = marked = lines = 0
    for piece in _pieces(text, found):
        marked += piece.goes_on
        while paged and not piece.goes_on and "\f" in piece.text:
            before, _, rest = piece.text.partition("\f")
            piece = _Piece(rest)  # noqa: PLW2901  (what is left of it)
            shown.append(_Piece(before))
            yield _Section(number, [*_joined(shown)], length + _units(before) + 1, marked)
            number, shown, length, marked = number + 1, [], 0, 0
        length += _units(piece.text)
        shown.append(piece)
        lines += piece.text.endswith("\n") and not piece.goes_on
        if not paged and lines >= LINES:
            yield _Section(number, [*_joined(shown)], length, marked)
            number, shown = number + 1, []
            length = marked = lines = 0
    if shown or marked or number == 1:
        yield _Section(number, [*_joined(shown)], length, marked)


def _joined(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Yield pieces; runs of text that are no elements become one."""
    for plain, run in groupby(pieces, key=lambda piece: piece.level < 0):
        if plain:
            yield _Piece("".join(piece.text for piece in run))
        else:
            yield from run


def _pieces(text: str, found: Sequence[Mark]) -> Iterator[_Piece]:
    """Yield the runs of a text, none of them but a mark longer than a line."""
    done = 0
    for mark in found:
        yield from _plain(text[done : mark.place])
        sure = level(mark.confidence)
        old = mark.old if mark.changed else ""
        yield _Piece(
            _shown(mark.new), sure if sure < STATIC_LEVELS else -1, _shown(old), goes_on=True
        )
        done = mark.place + len(mark.new)
    yield from _plain(text[done:])


def _plain(text: str) -> Iterator[_Piece]:
    return (_Piece(_shown(run)) for run in _ACROSS.findall(text))


def _shown(text: str) -> str:
    """Return a text as a browser can show it: what no UTF-8 file can hold is replaced."""
    return _UNWRITABLE.sub("\ufffd", text)


def _embedded(data: Any) -> str:
    r"""Return JSON that holds nothing of markup and nothing that UTF-8 cannot write.

    Example:
        >>> _embedded("</script>")
        '"\\u003c/script\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return _SURROGATES.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


_SURROGATES = re.compile("[\ud800-\udfff]")


def _data_url(picture: Picture) -> str:
    return f"data:{picture.kind};base64,{base64.b64encode(picture.data).decode('ascii')}"


def _policy(script: str, style: str) -> str:
    """Return a content security policy under which nothing else runs or is fetched."""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
        for text in (script, style)
    ]
    return (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _resource(name: str) -> str:
    return resources.files("vndiacritics.review").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> Any:
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtraError("the review page needs Jinja2", extra="review") from error
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_resource("template.html.j2"))
