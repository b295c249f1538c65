"""OpenDocument: paragraphs and headings of texts, sheets and slides. All else stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vndiacritics.documents import nodes as trees
from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.documents.fonts import NEW_FONT, OldFont, old_font
from vndiacritics.documents.nodes import Node
from vndiacritics.documents.package import Element, Package
from vndiacritics.documents.reading import LINE, OBJECT, PARAGRAPH, Explainer, Reading

__all__ = ["repair"]

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = f"{{{_BASE}text:1.0}}"
_OFFICE = f"{{{_BASE}office:1.0}}"
_STYLE = f"{{{_BASE}style:1.0}}"
_TABLE = f"{{{_BASE}table:1.0}}"
_DRAWING = f"{{{_BASE}drawing:1.0}}"
_SVG = f"{{{_BASE}svg-compatible:1.0}}"
_FO = f"{{{_BASE}xsl-fo-compatible:1.0}}"

_INNER = frozenset(f"{_TEXT}{name}" for name in ("span", "a", "meta", "ruby", "ruby-base"))
_NOTHING_NAMES = (
    "bookmark bookmark-start bookmark-end reference-mark reference-mark-start "
    "reference-mark-end change change-start change-end soft-page-break toc-mark "
    "alphabetical-index-mark ruby-text"
)
_NOTHING = frozenset(f"{_TEXT}{name}" for name in _NOTHING_NAMES.split()) | {
    f"{_OFFICE}annotation",
    f"{_OFFICE}annotation-end",
}
_LEFT = (f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}index-title-template")
"""Elements whose paragraphs are not read: what was deleted, comments."""

_MANIFEST = "META-INF/manifest.xml"
_LONGEST_CHAIN = 20
"""Styles that a style may be based on: circles end."""


def repair(data: bytes, restorer: Explainer) -> RepairedDocument:
    """Repair an OpenDocument file.

    Args:
        data: the file.
        restorer: reads its text.

    Raises:
        BrokenDocumentError: it is no OpenDocument file, or a damaged one.
        MissingExtraError: lxml is not installed.
    """
    package = Package(data)
    if "content.xml" not in package.names:
        raise BrokenDocumentError("no OpenDocument file: it has no content")
    if _MANIFEST in package.names and b"encryption-data" in package.read(_MANIFEST):
        raise BrokenDocumentError("locked by a password", remedy="save it without one")
    roots = {n: package.parsed(n) for n in ("content.xml", "styles.xml") if n in package.names}
    document = _Document(list(roots.values()))
    conversions = trees.convert(
        node for text in document.texts for node in text if isinstance(node, Node)
    )
    renamed = [_rename_fonts(root) for root in roots.values()]
    reading = Reading()
    taken: list[Node] = []
    for text in document.texts:
        taken += trees.add(reading, text)
        reading.gap(PARAGRAPH)
    found = reading.restored(restorer)
    notes = ["left as they are: comments"] if document.comments else []
    if not found.changes and not trees.in_need(conversions):
        return RepairedDocument(data, (), tuple(notes))
    notes = [*trees.notes_of(conversions, set().union(*renamed)), *notes]
    trees.write(taken, found.changes)
    touched = {document.roots[taken[number].home] for number in found.changes}
    touched |= {document.roots[node.home] for node in taken if node.font is not None}
    for place, (name, root) in enumerate(roots.items()):
        if place in touched or renamed[place]:
            package.replace(name, root)
    edits = [edit for row in conversions for edit in row.edits(document.place(row.home))]
    edits += trees.edits_of(found, taken, document.place)
    return RepairedDocument(package.written(), tuple(edits), tuple(notes))


class _Document:
    """The paragraphs of an OpenDocument file.

    Args:
        roots: of its parts, the content first.

    Attributes:
        texts: of each paragraph its texts, and what lies between them.
        roots: number of the part of each.
        comments: it has some.
    """

    def __init__(self, roots: Sequence[Element]) -> None:
        self.texts: list[list[Node | str]] = []
        self.roots: list[int] = []
        self._elements: list[Element] = []
        self.comments = any(
            next(root.iter(f"{_OFFICE}annotation"), None) is not None for root in roots
        )
        self._fonts = _Fonts(roots)
        for number, root in enumerate(roots):
            for element in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
                if _is_read(element):
                    self.roots.append(number)
                    self._elements.append(element)
                    style = element.get(f"{_TEXT}style-name")
                    font = self._fonts.of("paragraph", style)
                    self.texts.append(list(self._parts(element, len(self.texts), font)))

    def _parts(self, element: Element, home: int, font: OldFont | None) -> Iterator[Node | str]:
        yield Node(element, "text", home, font)
        for child in element:
            if child.tag in _INNER:
                own = self._fonts.named("text", child.get(f"{_TEXT}style-name"))
                yield from self._parts(child, home, old_font(own) if own else font)
            else:
                yield _gap(child)
            yield Node(child, "tail", home, font)

    def place(self, home: int) -> str:
        """Return where a paragraph stands, in words."""
        element = self._elements[home]
        cell = next(element.iterancestors(f"{_TABLE}table-cell"), None)
        if cell is not None:
            row = cell.getparent()
            table = next(row.iterancestors(f"{_TABLE}table"), None)
            name = "" if table is None else table.get(f"{_TABLE}name", "")
            rows = [] if table is None else list(table.iter(f"{_TABLE}table-row"))
            number = rows.index(row) + 1 if row in rows else 0
            return f"table {name}, row {number}, column {row.index(cell) + 1}"
        if self.roots[home]:
            return f"header or footer, paragraph {home - self.roots.index(self.roots[home]) + 1}"
        return f"paragraph {home + 1}"


def _gap(child: Element) -> str:
    """Return what an element within a paragraph stands for."""
    if child.tag == f"{_TEXT}s":
        count = child.get(f"{_TEXT}c", "1")
        return " " * (min(int(count), 80) if count.isdecimal() else 1)
    if child.tag == f"{_TEXT}tab":
        return "\t"
    if child.tag == f"{_TEXT}line-break":
        return LINE
    floats = str(child.tag).startswith(_DRAWING) and child.get(f"{_TEXT}anchor-type") != "as-char"
    return "" if child.tag in _NOTHING or floats or not isinstance(child.tag, str) else OBJECT


def _is_read(element: Element) -> bool:
    """Return whether a paragraph is text, not deleted, no comment and no number in a sheet."""
    for above in element.iterancestors():
        if above.tag in _LEFT:
            return False
        if above.tag == f"{_TABLE}table-cell":
            kind = above.get(f"{_OFFICE}value-type")
            return kind in {None, "string"} and above.get(f"{_TABLE}formula") is None
    return True


class _Fonts:
    """Tells the font of a style.

    Args:
        roots: of the parts that define styles.
    """

    def __init__(self, roots: Sequence[Element]) -> None:
        faces: dict[str, str] = {}
        self._styles: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        self._defaults: dict[str, str | None] = {}
        for root in roots:
            for face in root.iter(f"{_STYLE}font-face"):
                family = face.get(f"{_SVG}font-family", "").strip("'\"")
                faces[face.get(f"{_STYLE}name", "")] = family
            for style in root.iter(f"{_STYLE}style", f"{_STYLE}default-style"):
                family = style.get(f"{_STYLE}family", "")
                told = style.find(f"{_STYLE}text-properties")
                font = None
                if told is not None:
                    named = told.get(f"{_STYLE}font-name")
                    font = told.get(f"{_FO}font-family") or faces.get(named or "", named)
                if style.tag == f"{_STYLE}default-style":
                    self._defaults[family] = font
                else:
                    name = style.get(f"{_STYLE}name", "")
                    parent = style.get(f"{_STYLE}parent-style-name")
                    self._styles[family, name] = (parent, font)

    def named(self, family: str, name: str | None) -> str | None:
        """Return the font that a style or those it is based on name."""
        for _ in range(_LONGEST_CHAIN):
            parent, font = self._styles.get((family, name or ""), (None, None))
            if font or parent is None:
                return font.strip("'\"") if font else None
            name = parent
        return None

    def of(self, family: str, name: str | None) -> OldFont | None:
        """Return the old font of a style, or of the document."""
        return old_font(self.named(family, name) or self._defaults.get(family))


def _rename_fonts(root: Element) -> set[str]:
    """Put the new font in the place of old ones; returns their names."""
    names = set()
    for element, attribute in (
        *((face, f"{_SVG}font-family") for face in root.iter(f"{_STYLE}font-face")),
        *((row, f"{_FO}font-family") for row in root.iter(f"{_STYLE}text-properties")),
    ):
        name = element.get(attribute, "").strip("'\"")
        if old_font(name):
            element.set(attribute, f"'{NEW_FONT}'")
            names.add(name)
    return names
