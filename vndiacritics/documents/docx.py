"""Word documents: the text of runs is repaired, their formatting and all else stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vndiacritics.documents import word_fonts
from vndiacritics.documents.document import DocumentEdit, RepairedDocument
from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.documents.nodes import Conversion, in_need, notes_of
from vndiacritics.documents.package import Element, Package
from vndiacritics.documents.reading import LINE, PARAGRAPH, Explainer, Reading, rewritten
from vndiacritics.documents.word_revisions import Reviser
from vndiacritics.documents.word_text import (
    COMPATIBILITY,
    Paragraph,
    TextNode,
    namespace_of,
    paragraphs,
)
from vndiacritics.orthography.signs import SENTENCE_ENDS

__all__ = ["repair"]

_TEXT_PARTS = {
    "main": "",
    "footnotes": "foot notes",
    "endnotes": "end notes",
    "header": "header",
    "footer": "footer",
}
"""Parts with running text, in reading order, by the end of their content type."""

_CONTENT_TYPE = re.compile(r"(?:word\w*\.|ms-word\.)(?:[\w.]+\.)?(main|\w+)\+xml")

_OTHER_PARTS = (
    ("word/comments", "comments"),
    ("word/charts/", "charts"),
    ("word/diagrams/", "diagrams"),
    ("word/embeddings/", "embedded files"),
    ("word/glossary/", "building blocks"),
)
"""Parts that hold text and are left as they are."""

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def repair(data: bytes, restorer: Explainer, *, track_changes: bool = False) -> RepairedDocument:
    """Repair a Word document.

    Args:
        data: the file.
        restorer: reads its text.
        track_changes: write each edit as a revision.

    Raises:
        BrokenDocumentError: it is no Word document, or a damaged one.
        MissingExtraError: lxml is not installed.
    """
    package = Package(data)
    document = _Document(package)
    notes = document.convert_fonts()
    found = document.reading.restored(restorer)
    if not found.changes and not document.needs_fonts:
        return RepairedDocument(data, (), tuple(_left_out(package.names)))
    if track_changes:
        Reviser(list(document.roots.values())).revise(document.nodes, found.changes)
        if notes:
            notes.append("the change of fonts is not tracked: only edits behind it are revisions")
    else:
        for number, changes in found.changes.items():
            element = document.nodes[number].element
            _write(element, rewritten(element.text or "", changes))
    document.changed |= {document.parts[document.homes[number]] for number in found.changes}
    for name in document.changed:
        package.replace(name, document.root(name))
    edits = list(document.conversion_edits())
    edits += (
        DocumentEdit.at(document.place(document.homes[piece]), edit)
        for edit, piece in zip(found.edits, found.homes, strict=True)
        if not document.is_copy(document.homes[piece])
    )
    notes += _left_out(package.names)
    return RepairedDocument(package.written(), tuple(edits), tuple(notes))


class _Document:
    """The parts of a Word document.

    Attributes:
        roots: of the parts with running text, by name.
        parts: names of the parts of the paragraphs.
        nodes: text nodes, by the number of their piece.
        homes: number of the paragraph of each.
        changed: names of parts to be written anew.
        reading: all text.
        conversions: what was in old fonts.
        needs_fonts: some of it needs a new font, even where no word changes.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._types = _content_types(package)
        self._labels: dict[str, str] = {}
        self.roots: dict[str, Element] = {}
        self._others: dict[str, Element] = {}
        for kind, label in _TEXT_PARTS.items():
            for name in self._types.get(kind, ()):
                self.roots[name] = package.parsed(name)
                self._labels[name] = label
        if not self._types.get("main"):
            raise BrokenDocumentError("no Word document: it has no text part")
        self.changed: set[str] = set()
        self.reading = Reading()
        self.conversions: list[Conversion] = []
        self.needs_fonts = False
        self.nodes: list[TextNode] = []
        self.homes: list[int] = []
        self._found: list[Paragraph] = []
        self.parts: list[str] = []
        self._read()

    def _read(self) -> None:
        for name, root in self.roots.items():
            for paragraph in paragraphs(root):
                self._found.append(paragraph)
                self.parts.append(name)

    def root(self, name: str) -> Element:
        """Return the root of a part."""
        return self.roots[name] if name in self.roots else self._others[name]

    def convert_fonts(self) -> list[str]:
        """Read runs in old fonts, rename the fonts, and only then take in the text."""
        styles = self._other("styles")
        theme = self._other("theme")
        numbering = self._other("numbering")
        named = [root for root in (*self.roots.values(), styles, numbering) if root is not None]
        old = word_fonts.names_of(named)
        fonts = word_fonts.Fonts(styles, theme)
        self.conversions = word_fonts.convert_text(self._found, fonts)
        self.needs_fonts = in_need(self.conversions)
        if self.conversions or old:
            self._found = [row for root in self.roots.values() for row in paragraphs(root)]
            if numbering is not None and word_fonts.convert_numbering(numbering):
                self._note_changed("numbering")
                self.needs_fonts = True
            self.changed |= {n for n, root in self.roots.items() if word_fonts.rename_fonts(root)}
            if self.conversions:
                self.changed |= {name for name in self.roots if name in set(self.parts)}
            for kind, root in (("styles", styles), ("numbering", numbering)):
                if root is not None and word_fonts.rename_fonts(root):
                    self._note_changed(kind)
            if theme is not None and word_fonts.convert_theme(theme):
                self._note_changed("theme")
        self._take_in()
        return notes_of(self.conversions, old)

    def _other(self, kind: str) -> Element | None:
        for name in self._types.get(kind, ())[:1]:
            self._others[name] = self._package.parsed(name)
            return self._others[name]
        return None

    def _note_changed(self, kind: str) -> None:
        self.changed.add(self._types[kind][0])

    def _take_in(self) -> None:
        before = ""
        for number, paragraph in enumerate(self._found):
            text = paragraph.text().strip()
            if not text:
                continue
            self.reading.gap(_between(before, text))
            before = text
            for part in paragraph.content:
                if isinstance(part, str):
                    self.reading.gap(part)
                else:
                    self.reading.piece(part.element.text or "")
                    self.nodes.append(part)
                    self.homes.append(number)

    def conversion_edits(self) -> Iterator[DocumentEdit]:
        """Yield the words that were in old fonts."""
        for row in self.conversions:
            if not self.is_copy(row.home):
                yield from row.edits(self.place(row.home))

    def is_copy(self, home: int) -> bool:
        """Return whether a paragraph is what older programs show in place of another."""
        element = self._found[home].element
        return next(element.iterancestors(f"{COMPATIBILITY}Fallback"), None) is not None

    def place(self, home: int) -> str:
        """Return where a paragraph stands, in words."""
        part = self.parts[home]
        where = _cell(self._found[home].element, self.roots[part])
        if not where:
            where = f"paragraph {home - self.parts.index(part) + 1}"
        label = self._labels[part]
        return f"{label}, {where}" if label else where


def _between(before: str, text: str) -> str:
    """Return what parts two paragraphs: a sentence that goes on in the next one is one."""
    goes_on = before and before[-1] not in SENTENCE_ENDS and text[0].islower()
    return LINE if goes_on else PARAGRAPH


def _cell(element: Element, root: Element) -> str:
    """Return table, row and column of a paragraph; nothing outside of tables."""
    prefix = namespace_of(root)
    cell = next(element.iterancestors(f"{prefix}tc"), None)
    if cell is None:
        return ""
    row = cell.getparent()
    table = next(cell.iterancestors(f"{prefix}tbl"), None)
    if table is None:
        return ""
    tables = list(root.iter(f"{prefix}tbl"))
    rows, cells = table.findall(f"{prefix}tr"), row.findall(f"{prefix}tc")
    if row not in rows or cell not in cells:
        return f"table {tables.index(table) + 1}"
    return (
        f"table {tables.index(table) + 1}, row {rows.index(row) + 1}, "
        f"column {cells.index(cell) + 1}"
    )


def _content_types(package: Package) -> dict[str, list[str]]:
    """Return the names of parts by the end of their content type, such as ``header``."""
    found: dict[str, list[str]] = {}
    for element in package.parsed("[Content_Types].xml"):
        kind = _CONTENT_TYPE.search(str(element.get("ContentType", "")))
        name = str(element.get("PartName", "")).lstrip("/")
        if "glossary" in name or name not in package.names:
            continue
        if kind:
            found.setdefault(kind[1], []).append(name)
        elif str(element.get("ContentType", "")).endswith(".theme+xml"):
            found.setdefault("theme", []).append(name)
    return found


def _left_out(names: Sequence[str]) -> list[str]:
    """Return what was not read."""
    left = [label for start, label in _OTHER_PARTS if any(n.startswith(start) for n in names)]
    notes = [f"left as they are: {', '.join(left)}"] if left else []
    if any(name.startswith("_xmlsignatures/") for name in names):
        notes.append("its digital signature does not survive a change: keep the original")
    return notes


def _write(element: Element, text: str) -> None:
    element.text = text
    if text != text.strip():
        element.set(_XML_SPACE, "preserve")
