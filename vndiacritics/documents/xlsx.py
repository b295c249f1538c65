"""Excel files: cells of text, column by column. Formulas, numbers, dates and all else stay."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from vndiacritics.documents import nodes as trees
from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.errors import BrokenDocumentError
from vndiacritics.documents.fonts import OldFont, old_font
from vndiacritics.documents.nodes import Conversion, Node
from vndiacritics.documents.package import Element, Package
from vndiacritics.documents.reading import PARAGRAPH, Explainer, Reading
from vndiacritics.documents.sheet_fonts import SheetFonts, rename_fonts

__all__ = ["repair"]

_TYPES = re.compile(
    r"(?:spreadsheetml|ms-excel)\.(?:.*\.)?(main|worksheet|sharedStrings|styles|table)\+xml"
)
_THEME = ".theme+xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_STRING_IN_FORMULA = re.compile(r'"[^"]*[^\W\d_]{2}[^"]*"')
_OTHER_PARTS = (
    ("xl/comments", "comments"),
    ("xl/threadedComments", "comments"),
    ("xl/drawings/", "drawings"),
    ("xl/charts/", "charts"),
    ("xl/pivot", "pivot tables"),
)


@dataclass(frozen=True, order=True)
class _Place:
    """A cell: numbers of the sheet, the column and the row."""

    sheet: int
    column: int
    row: int


def repair(data: bytes, restorer: Explainer) -> RepairedDocument:
    """Repair an Excel file.

    Args:
        data: the file.
        restorer: reads its cells.

    Raises:
        BrokenDocumentError: it is no Excel file, or a damaged one.
        MissingExtraError: lxml is not installed.
    """
    book = _Book(Package(data))
    notes = book.convert_fonts()
    reading = Reading()
    taken: list[Node] = []
    for home in sorted(range(len(book.texts)), key=lambda number: book.places[number]):
        if not book.headers[home] and trees.has_letters(book.texts[home]):
            taken += trees.add(reading, book.texts[home])
            reading.gap(PARAGRAPH)
    found = reading.restored(restorer)
    if not found.changes and not trees.in_need(book.conversions):
        return RepairedDocument(data, (), tuple(book.notes(changed=False)))
    trees.write(taken, found.changes)
    for number in found.changes:
        book.changed.add(book.parts[taken[number].home])
        _keep_space(taken[number].element)
    book.store()
    notes += book.notes(changed=bool(found.changes))
    edits = [edit for row in book.conversions for edit in row.edits(book.place(row.home))]
    edits += trees.edits_of(found, taken, book.place)
    return RepairedDocument(book.package.written(), tuple(edits), tuple(notes))


class _Book:
    """The parts of an Excel file.

    Attributes:
        package: holds them.
        texts: of each string of the table of strings, and of each cell with its own.
        places: first cell of each.
        headers: each is the header of a table, which formulas may name.
        parts: name of the part that holds each.
        changed: names of parts to be written anew.
        conversions: what was in old fonts.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self._types = _content_types(package)
        if not self._types["main"]:
            raise BrokenDocumentError("no Excel file: it has no workbook")
        self._names = self._sheet_names()
        self._roots: dict[str, Element] = {}
        self.changed: set[str] = set()
        self.conversions: list[Conversion] = []
        self.texts: list[list[Node]] = []
        self.places: list[_Place] = []
        self.headers: list[bool] = []
        self.parts: list[str] = []
        self._formulas = 0
        self._mixed = 0
        self._old_fonts: set[str] = set()
        styles = next(iter(self._types["styles"]), None)
        self._fonts = SheetFonts(None if styles is None else self._root(styles))
        self._read()

    def _root(self, name: str) -> Element:
        if name not in self._roots:
            self._roots[name] = self.package.parsed(name)
        return self._roots[name]

    def _read(self) -> None:
        used: dict[int, list[tuple[_Place, int]]] = defaultdict(list)
        for number, name in enumerate(self._types["worksheet"]):
            inline = False
            for cell, place, string in self._cells(name, number):
                style = int(cell.get("s", "0"))
                if string is None:
                    inline = True
                    self._take(cell.find(f"{_prefix(cell)}is"), [(place, style)], name)
                else:
                    used[string].append((place, style))
            if not inline:
                del self._roots[name]
        for name in self._types["sharedStrings"]:
            root = self._root(name)
            for number, item in enumerate(root.iterchildren(f"{_prefix(root)}si")):
                if used[number]:
                    self._take(item, used[number], name)

    def _cells(self, name: str, number: int) -> Iterator[tuple[Element, _Place, int | None]]:
        """Yield the cells of text of a sheet, with the number of their string if it is shared."""
        root = self._root(name)
        prefix = _prefix(root)
        row = column = 0
        for element in root.iter(f"{prefix}row", f"{prefix}c"):
            if element.tag == f"{prefix}row":
                row, column = _number(element.get("r"), row + 1), 0
                continue
            match = _CELL.fullmatch(element.get("r", ""))
            column = _column(match[1]) if match else column + 1
            formula = element.find(f"{prefix}f")
            if formula is not None:
                self._formulas += bool(_STRING_IN_FORMULA.search(formula.text or ""))
            elif element.get("t") == "s":
                value = (element.findtext(f"{prefix}v") or "").strip()
                if value.isdecimal():
                    yield element, _Place(number, column, row), int(value)
            elif element.get("t") == "inlineStr":
                yield element, _Place(number, column, row), None

    def _take(self, item: Element | None, cells: list[tuple[_Place, int]], name: str) -> None:
        """Note a string and the cells that show it, each with the number of its style."""
        if item is None:
            return
        prefix = _prefix(item)
        fonts = {self._fonts.of(style) for _, style in cells}
        shown = {old_font(font) for font in fonts}
        self._old_fonts |= {font for font in fonts if font and old_font(font)}
        home = len(self.texts)
        found: list[Node] = []
        for child in item:
            if child.tag == f"{prefix}t":
                found.append(Node(child, "text", home, self._font(shown, child.text)))
            elif child.tag == f"{prefix}r":
                own = child.find(f"{prefix}rPr/{prefix}rFont")
                font = None if own is None else old_font(own.get("val"))
                for text in child.iterchildren(f"{prefix}t"):
                    told = font if own is not None else self._font(shown, text.text)
                    found.append(Node(text, "text", home, told))
        self.texts.append(found)
        self.places.append(min(place for place, _ in cells))
        self.headers.append(any(self._is_header(place) for place, _ in cells))
        self.parts.append(name)

    def _font(self, shown: set[OldFont | None], text: str | None) -> OldFont | None:
        """Return the old font of a string that cells show; in two encodings it cannot be read."""
        if len(shown) == 1:
            return next(iter(shown))
        self._mixed += not (text or "").isascii()
        return None

    def _is_header(self, place: _Place) -> bool:
        return any(
            sheet == place.sheet and row == place.row and first <= place.column <= last
            for sheet, row, first, last in self._table_heads()
        )

    def _table_heads(self) -> list[tuple[int, int, int, int]]:
        """Return sheet, row, first and last column of the headers of tables."""
        if not hasattr(self, "_heads"):
            self._heads: list[tuple[int, int, int, int]] = []
            owners = self._table_owners()
            for name in self._types["table"]:
                root = self._root(name)
                corners = _CELL.findall(root.get("ref", ""))
                if corners and root.get("headerRowCount", "1") != "0" and name in owners:
                    (first, row), (last, _) = corners[0], corners[-1]
                    self._heads.append((owners[name], int(row), _column(first), _column(last)))
        return self._heads

    def _table_owners(self) -> dict[str, int]:
        """Return the number of the sheet of each part of a table."""
        found = {}
        for number, name in enumerate(self._types["worksheet"]):
            for target in _relations(self.package, name).values():
                if target in self._types["table"]:
                    found[target] = number
        return found

    def _sheet_names(self) -> list[str]:
        main = self._types["main"][0]
        root = self.package.parsed(main)
        targets = _relations(self.package, main)
        named = {}
        for sheet in root.iter(f"{_prefix(root)}sheet"):
            relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            named[targets.get(relation, "")] = sheet.get("name", "")
        self._types["worksheet"].sort(
            key=[*named].index if all(name in named for name in self._types["worksheet"]) else str
        )
        return [named.get(name, name) for name in self._types["worksheet"]]

    def convert_fonts(self) -> list[str]:
        """Read strings in old fonts as Unicode, and put a new font in the place of each."""
        rows = [node for text in self.texts for node in text]
        self.conversions = trees.convert(rows)
        for node in rows:
            if node.font is not None:
                self.changed.add(self.parts[node.home])
        renamed: set[str] = set()
        if not self._mixed:
            renamed = {name for name in self._font_parts() if rename_fonts(self._root(name))}
        self.changed |= renamed
        if self._mixed:
            return [f"{self._mixed} strings left, shown both in an old and in a new font"]
        return trees.notes_of(self.conversions, self._old_fonts)

    def _font_parts(self) -> Iterator[str]:
        for kind in ("styles", "sharedStrings", "theme"):
            yield from self._types[kind]
        yield from (name for name in self._types["worksheet"] if name in self._roots)

    def store(self) -> None:
        """Put changed parts into the package."""
        for name in sorted(self.changed):
            self.package.replace(name, self._root(name))

    def place(self, home: int) -> str:
        """Return the cell of a string, as formulas name it."""
        cell = self.places[home]
        return f"{self._names[cell.sheet]}!{_letters(cell.column)}{cell.row}"

    def notes(self, *, changed: bool) -> list[str]:
        """Return what was left out, and what is to be looked at."""
        notes = []
        if any(self.headers):
            notes.append("headers of tables stay: formulas name them")
        if changed and self._formulas:
            notes.append(f"{self._formulas} formulas with text in them: see that it fits the cells")
        names = self.package.names
        left = [label for start, label in _OTHER_PARTS if any(n.startswith(start) for n in names)]
        if left:
            notes.append(f"left as they are: {', '.join(dict.fromkeys(left))}")
        return notes


def _prefix(element: Element) -> str:
    name: str = element.tag
    return name[: name.index("}") + 1] if name.startswith("{") else ""


def _content_types(package: Package) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element in package.parsed("[Content_Types].xml"):
        content_type = str(element.get("ContentType", ""))
        name = str(element.get("PartName", "")).lstrip("/")
        match = _TYPES.search(content_type)
        if name in package.names and (match or content_type.endswith(_THEME)):
            found[match[1] if match else "theme"].append(name)
    return found


def _relations(package: Package, name: str) -> dict[str, str]:
    """Return the parts that a part names, by the name it gives them."""
    folder, _, last = name.rpartition("/")
    path = f"{folder}/_rels/{last}.rels"
    if path not in package.names:
        return {}
    return {
        row.get("Id", ""): _resolved(folder, row.get("Target", ""))
        for row in package.parsed(path)
        if row.get("TargetMode") != "External"
    }


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _keep_space(element: Element) -> None:
    text = element.text or ""
    if text != text.strip():
        element.set(trees.XML_SPACE, "preserve")
