"""The running text of a Word part: its paragraphs, and in each the text nodes of its runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vndiacritics.documents.package import Element
from vndiacritics.documents.reading import LINE, OBJECT

__all__ = ["COMPATIBILITY", "Paragraph", "TextNode", "namespace_of", "paragraphs"]

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHEMATICS = ("math}oMath", "math}oMathPara")

_INNER = frozenset({"hyperlink", "smartTag", "ins", "moveTo", "customXml", "dir", "bdo"})
"""Elements between paragraph and run that hold runs to be read."""

_GAPS = {"tab": "\t", "ptab": "\t", "br": LINE, "cr": LINE, "noBreakHyphen": "-"}
"""What stands for an element in a run; others stand for nothing, or for an object."""

_OBJECTS = frozenset({"footnoteReference", "endnoteReference", "sym", "ruby", "pgNum"})

_TEXT_FIELDS = frozenset({"HYPERLINK", "TOC", "REF", "STYLEREF", "TITLE", "SUBJECT", "QUOTE", "IF"})
"""Fields whose result is text; that of others (names to be merged, pages, dates) is kept."""


@dataclass(frozen=True)
class TextNode:
    """A `w:t` and the run it stands in."""

    element: Element
    run: Element


@dataclass
class Paragraph:
    """A paragraph as it is read.

    Attributes:
        element: the `w:p`.
        content: its text nodes, and as strings what lies between them.
    """

    element: Element
    content: list[TextNode | str] = field(default_factory=list)

    def nodes(self) -> Iterator[TextNode]:
        """Yield the text nodes."""
        return (part for part in self.content if isinstance(part, TextNode))

    def text(self) -> str:
        """Return the text as a person reads it."""
        return "".join(
            part if isinstance(part, str) else part.element.text or "" for part in self.content
        )


def namespace_of(root: Element) -> str:
    """Return the namespace of WordprocessingML that a part uses, in braces: there are two."""
    name: str = root.tag
    return name[: name.index("}") + 1] if name.startswith("{") else ""


def paragraphs(root: Element) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part in document order, those of text boxes each for itself."""
    walker = _Walker(namespace_of(root))
    for element in root.iter(f"{walker.prefix}p"):
        yield walker.paragraph(element)


class _Walker:
    """Walks through a part; a field may reach over several paragraphs.

    Args:
        prefix: namespace of the part.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._fields: list[list[str]] = []

    def paragraph(self, element: Element) -> Paragraph:
        found = Paragraph(element)
        self._inner(element, found)
        return found

    def _inner(self, parent: Element, found: Paragraph) -> None:
        """Read what holds runs."""
        for child in parent:
            name = self._name(child)
            if name == "r":
                self._run(child, child, found)
            elif name in _INNER:
                self._inner(child, found)
            elif name == "sdt":
                for content in child.iterchildren(f"{self.prefix}sdtContent"):
                    self._inner(content, found)
            elif name == "fldSimple":
                if _is_text(child.get(f"{self.prefix}instr", "")):
                    self._inner(child, found)
                else:
                    found.content.append(OBJECT)
            elif child.tag == f"{COMPATIBILITY}AlternateContent":
                for choice in child.iterchildren(f"{COMPATIBILITY}Choice"):
                    self._inner(choice, found)
            elif isinstance(child.tag, str) and child.tag.endswith(MATHEMATICS):
                found.content.append(OBJECT)

    def _run(self, parent: Element, run: Element, found: Paragraph) -> None:
        for child in parent:
            name = self._name(child)
            if name == "fldChar":
                self._field(child.get(f"{self.prefix}fldCharType"), found)
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].append(child.text or "")
            elif any(not part or not _is_text("".join(part)) for part in self._fields):
                continue  # the code of a field, or a result that is kept
            elif name == "t":
                if child.text:
                    found.content.append(TextNode(child, run))
            elif name in _GAPS:
                found.content.append(_GAPS[name])
            elif name in _OBJECTS or (name == "drawing" and _is_inline(child)):
                found.content.append(OBJECT)

    def _field(self, kind: str | None, found: Paragraph) -> None:
        if kind == "begin":
            self._fields.append([])
        elif kind == "end" and self._fields and not _is_text("".join(self._fields.pop())):
            found.content.append(OBJECT)

    def _name(self, element: Element) -> str:
        """Return the local name of an element of the part's namespace."""
        name = element.tag
        if isinstance(name, str) and name.startswith(self.prefix):
            return name[len(self.prefix) :]
        return ""


def _is_text(code: str) -> bool:
    words = code.split(maxsplit=1)
    return bool(words) and words[0].upper() in _TEXT_FIELDS


def _is_inline(drawing: Element) -> bool:
    return any(str(child.tag).endswith("}inline") for child in drawing)
