"""Text nodes of XML trees as pieces of a reading, and the way back into the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vndiacritics.documents.document import DocumentEdit
from vndiacritics.documents.fonts import OldFont, Part, font_notes, read_old, word_edits
from vndiacritics.documents.package import Element
from vndiacritics.documents.reading import PieceChange, Reading, Restored, rewritten

__all__ = ["Conversion", "Node", "convert", "edits_of", "in_need", "notes_of", "write"]

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Node:
    """A text of an XML tree.

    Attributes:
        element: it stands in this element, or behind it.
        side: which of the two.
        home: number of the paragraph or cell it is a part of.
        font: the old font it is shown in.
    """

    element: Element
    side: Literal["text", "tail"]
    home: int
    font: OldFont | None = None

    @property
    def text(self) -> str:
        """The characters."""
        return getattr(self.element, self.side) or ""

    def set(self, text: str) -> None:
        """Write other characters."""
        setattr(self.element, self.side, text)


@dataclass(frozen=True)
class Conversion:
    """A text that was in an old font.

    Attributes:
        home: number of its paragraph or cell.
        old: as it was stored.
        new: as it is read.
        font: the font.
    """

    home: int
    old: str
    new: str
    font: OldFont

    def edits(self, place: str) -> Iterator[DocumentEdit]:
        """Return the words that changed."""
        return word_edits(self.old, self.new, self.font, place)


def convert(nodes: Iterable[Node]) -> list[Conversion]:
    """Read texts in old fonts as Unicode, and return them."""
    rows = list(nodes)
    found: list[Conversion] = []
    for font in dict.fromkeys(row.font for row in rows if row.font is not None):
        texts = read_old([Part(row.text, row.home, row.font) for row in rows], font)
        own = (row for row in rows if row.font == font)
        for node, text in zip(own, texts, strict=True):
            if node.text.strip():
                found.append(Conversion(node.home, node.text, text, font))
            node.set(text)
    return sorted(found, key=lambda row: row.home)


def in_need(conversions: Iterable[Conversion]) -> bool:
    """Return whether a text needs a new font: one that was typed in Unicode is right as it is."""
    return any(row.new != row.old for row in conversions)


def notes_of(conversions: Iterable[Conversion], names: Iterable[str]) -> list[str]:
    """Return what is said of texts in old fonts; see `fonts.font_notes`."""
    return font_notes([(row.old, row.new) for row in conversions], names)


def write(nodes: Sequence[Node], changes: dict[int, list[PieceChange]]) -> None:
    """Write the changes of pieces, which have the numbers of the nodes, into the tree."""
    for number, rows in changes.items():
        nodes[number].set(rewritten(nodes[number].text, rows))


def edits_of(
    found: Restored, nodes: Sequence[Node], place: Callable[[int], str]
) -> tuple[DocumentEdit, ...]:
    """Return edits with the places of their paragraphs or cells."""
    pairs = zip(found.edits, found.homes, strict=True)
    return tuple(DocumentEdit.at(place(nodes[number].home), edit) for edit, number in pairs)


def has_letters(nodes: Iterable[Node]) -> bool:
    """Return whether texts hold anything to be read."""
    return any(character.isalpha() for node in nodes for character in node.text)


def add(reading: Reading, nodes: Iterable[Node | str]) -> list[Node]:
    """Add texts and what lies between them to a reading; return the texts."""
    taken = []
    for part in nodes:
        if isinstance(part, str):
            reading.gap(part)
        elif part.text:
            reading.piece(part.text)
            taken.append(part)
    return taken
