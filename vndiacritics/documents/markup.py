"""HTML and XML: the text between the tags. Tags, attributes, code and comments stay to the byte."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from xml.parsers import expat

from vndiacritics.documents import markup_fonts
from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.encoded import Encoded, decoded
from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.documents.flat import FlatReading, Writer
from vndiacritics.documents.fonts import font_notes
from vndiacritics.documents.markup_tags import INLINE, Tag, tags
from vndiacritics.documents.reading import LINE, OBJECT, PARAGRAPH, Explainer

__all__ = ["ENTITY", "INLINE", "KEPT", "add_text", "markup_writer", "repair"]

_KEPT_NAMES = (
    "code kbd samp var tt pre script style textarea svg math template xmp iframe noembed noframes "
    "object canvas select programlisting screen literal literallayout computeroutput userinput "
    "filename formula eg ident"
)
KEPT = frozenset(_KEPT_NAMES.split())
"""Elements whose content is no prose."""

_OWN_PARAGRAPH = frozenset({"pre", "programlisting", "screen", "literallayout", "xmp", "eg"})
_NOTHING = frozenset({"script", "style", "template"})
_OBJECTS = frozenset({"img", "input", "video", "audio", "embed"})
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_OTHER_LANGUAGE = re.compile(
    r"""(?:^|\s)(?:xml:)?lang\s*=\s*["']?(?!vi\b)[A-Za-z]|translate\s*=\s*["']?no\b|\bnotranslate\b"""
)
_META = re.compile(rb"""<meta[^>]*charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
_HEAD = 4096
"""Bytes in which an encoding is declared."""


def repair(data: bytes, restorer: Explainer, *, is_html: bool = True) -> RepairedDocument:
    """Repair the text of a web page or an XML document.

    Args:
        data: the file.
        restorer: reads the text.
        is_html: elements are those of HTML; else each element of XML is a paragraph, but for those
            with text around them.

    Raises:
        BrokenDocumentError: XML that is not well-formed.
    """
    pattern = _META if is_html else _DECLARATION
    declared = _DECLARATION.search(data[:_HEAD]) or pattern.search(data[:_HEAD])
    encoded = decoded(data, declared=declared[1].decode() if declared else None, view=is_html)
    writer = markup_writer(encoded)
    if is_html:
        fonts = markup_fonts.converted(encoded.text, writer)
    else:
        _check(data)
        fonts = markup_fonts.Converted(encoded.text)
    flat = FlatReading(fonts.text)
    scanner = _Scanner(flat, writer, is_html=is_html)
    scanner.read(0, len(fonts.text), _data_writer(encoded))
    if not fonts.names:
        return flat.repaired(encoded, data, restorer)
    found = flat.repaired(encoded, encoded.written(fonts.text), restorer)
    if not found.edits and all(old == new for old, new in fonts.texts):
        return replace(found, data=data)
    notes = (*font_notes(fonts.texts, fonts.names), *found.notes)
    return replace(found, edits=(*fonts.edits, *found.edits), notes=notes)


def _check(data: bytes) -> None:
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BrokenDocumentError(f"no XML: {error}", remedy="mend it") from error
    except (LookupError, ValueError) as error:
        raise BrokenDocumentError(f"XML in an unknown encoding: {error}") from error


class _Scanner:
    """Reads a page, or a stretch of it, into pieces.

    Args:
        flat: takes them.
        writer: spells new text.
        is_html: elements are those of HTML.
    """

    def __init__(self, flat: FlatReading, writer: Writer, *, is_html: bool) -> None:
        self._flat = flat
        self._text = flat.source
        self._is_html = is_html
        self._writer = writer
        self._depth = 0
        self._skipped = ""
        self._inside_root = False
        self._tags_since_text = 0
        self._broken = True

    def read(self, start: int, stop: int, data_writer: Writer) -> None:
        """Read a stretch; `data_writer` spells new text in CDATA, where nothing is escaped."""
        done = start
        for tag in tags(self._text, start, stop, is_html=self._is_html):
            self._add(done, tag.start)
            if tag.data and not self._skipped:
                self._broken = True
                _Scanner(self._flat, data_writer, is_html=True).read(*tag.data, data_writer)
            elif tag.name:
                self._take(tag)
            done = tag.stop
        self._add(done, stop)

    def _take(self, tag: Tag) -> None:
        """Note a tag."""
        name = tag.name
        if self._skipped:
            if name == self._skipped and not tag.empty:
                self._depth += -1 if tag.closes else 1
                if not self._depth:
                    self._skipped = ""
            return
        self._tags_since_text += 1
        # Templates are in English, whatever the page they hold.
        is_root = name in {"html", "body"} if self._is_html else not self._inside_root
        self._inside_root = True
        foreign = not is_root and _OTHER_LANGUAGE.search(tag.attributes)
        if (name.lower() in KEPT or foreign) and not tag.closes and not tag.empty:
            self._skipped, self._depth = name, 1
            if name.lower() not in _NOTHING:
                block = name in _OWN_PARAGRAPH or (foreign and name.lower() not in INLINE)
                self._gap(PARAGRAPH if block else OBJECT)
        elif name in {"br", "lb"}:
            self._gap(LINE)
        elif name in _OBJECTS and self._is_html:
            self._gap(OBJECT)
        elif self._is_html and name not in INLINE and name not in KEPT:
            self._broken = True

    def _gap(self, gap: str) -> None:
        self._flush()
        self._flat.gap(gap)

    def _flush(self) -> None:
        """Begin a paragraph where one is due."""
        if self._broken:
            self._flat.gap(PARAGRAPH)
        self._broken = False
        self._tags_since_text = 0

    def _add(self, start: int, stop: int) -> None:
        """Add the text between two tags."""
        if self._skipped or start == stop:
            return
        if not self._text[start:stop].strip():
            if not self._is_html:
                self._broken = True
            elif not self._broken:
                self._flat.copy(start, stop, writer=self._writer)
            return
        if not self._is_html and self._tags_since_text > 1:
            self._broken = True
        self._flush()
        add_text(self._flat, start, stop, writer=self._writer, is_html=self._is_html)


def add_text(
    flat: FlatReading, start: int, stop: int, *, writer: Writer, is_html: bool = True
) -> None:
    """Add text in which characters may be spelt as entities; unknown ones stay."""
    source = flat.source
    offsets: list[int] = []
    letters: list[str] = []

    def add_plain(first: int, last: int) -> None:
        offsets.extend(range(first, last))
        letters.extend(source[first:last])

    place = start
    for match in ENTITY.finditer(source, start, stop):
        add_plain(place, match.start())
        place = match.end()
        letter = html.unescape(match[0])
        known = is_html or match[0][1] == "#" or match[0] in _XML_ENTITIES
        if len(letter) == 1 and known:
            offsets.append(match.start())
            letters.append(letter)
            continue
        flat.spelt("".join(letters), [*offsets, match.start()], writer=writer)
        flat.gap(OBJECT)
        offsets, letters = [], []
    if not letters:
        flat.copy(place, stop, writer=writer)
        return
    add_plain(place, stop)
    flat.spelt("".join(letters), [*offsets, stop], writer=writer)


def markup_writer(encoded: Encoded) -> Writer:
    """Return what spells new text in mark-up: signs escaped, letters the encoding lacks too."""

    def write(old: str, new: str) -> str | None:  # noqa: ARG001  (as all writers)
        text = encoded.fitted(html.escape(new, quote=False))
        if encoded.holds(text):
            return text
        return "".join(c if encoded.holds(c) else f"&#{ord(c)};" for c in text)

    return write


def _data_writer(encoded: Encoded) -> Writer:
    """Return what spells new text within CDATA, where nothing can be escaped."""

    def write(old: str, new: str) -> str | None:
        special = set("<>&]") & set(new) - set(old)
        text = encoded.fitted(new)
        return None if special or not encoded.holds(text) else text

    return write
