"""Changes of a Word document as revisions, which Word shows and a person accepts or rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from vndiacritics.documents.package import Element
from vndiacritics.documents.reading import PieceChange
from vndiacritics.documents.word_text import TextNode, namespace_of

__all__ = ["AUTHOR", "Reviser"]

AUTHOR = "vndiacritics"
"""Who made the revisions."""

_HOLDERS = ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
"""Elements that may stand in an insertion, or hold one, around runs."""

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Reviser:
    """Writes changes as revisions.

    Args:
        roots: the parts of the document: numbers of revisions are not used twice.
    """

    def __init__(self, roots: Sequence[Element]) -> None:
        used = [0]
        for root in roots:
            name = f"{namespace_of(root)}id"
            used += (int(n) for e in root.iter() for n in [e.get(name, "")] if n.isdecimal())
        self._next = max(used)

    def revise(self, nodes: Sequence[TextNode], changes: Mapping[int, list[PieceChange]]) -> None:
        """Write the changes of text nodes.

        Args:
            nodes: by number.
            changes: of the nodes, by number.
        """
        runs: dict[Element, dict[Element, list[PieceChange]]] = {}
        for number, rows in changes.items():
            node = nodes[number]
            runs.setdefault(node.run, {})[node.element] = rows
        for run, by_element in runs.items():
            around = _insertion_around(run)
            if around is not None:
                self._push_down(around)
            parent = run.getparent()
            place = parent.index(run)
            inside = _is_insertion(parent)
            nested = not inside and _insertion_around(run) is not None
            tail, run.tail = run.tail, None
            new = list(self._parted(run, by_element, inserted=nested))
            parent[place : place + 1] = new
            new[-1].tail = tail
            if inside:
                self._take_out(parent)

    def _take_out(self, insertion: Element) -> None:
        """Set insertions of ours that stand within an insertion of others beside its pieces.

        Insertions do not nest, and what we insert is ours to be rejected, not theirs.
        """
        parent = insertion.getparent()
        tail, insertion.tail = insertion.tail, None
        pieces: list[Element] = []
        theirs: Element | None = None
        for child in list(insertion):
            if _is_insertion(child):
                pieces.append(child)
                theirs = None
                continue
            if theirs is None:
                theirs = self._numbered(insertion.makeelement(insertion.tag, insertion.attrib))
                pieces.append(theirs)
            theirs.append(child)
        place = parent.index(insertion)
        parent[place : place + 1] = pieces
        pieces[-1].tail = tail

    def _push_down(self, insertion: Element) -> None:
        """Let an insertion of others stand within the links and the like that it holds.

        What is set beside the pieces of an insertion stays in its link so.
        """
        prefix = namespace_of(insertion)
        parent = insertion.getparent()
        tail, insertion.tail = insertion.tail, None
        pieces: list[Element] = []
        theirs: Element | None = None
        for child in list(insertion):
            if child.tag not in {f"{prefix}{name}" for name in _HOLDERS}:
                if theirs is None:
                    theirs = self._numbered(insertion.makeelement(insertion.tag, insertion.attrib))
                    pieces.append(theirs)
                theirs.append(child)
                continue
            pieces.append(child)
            theirs = None
            inner = self._numbered(insertion.makeelement(insertion.tag, insertion.attrib))
            inner.extend(row for row in list(child) if not str(row.tag).endswith("Pr"))
            child.append(inner)
            self._push_down(inner)
        place = parent.index(insertion)
        parent[place : place + 1] = pieces
        if pieces:
            pieces[-1].tail = tail

    def _numbered(self, revision: Element) -> Element:
        self._next += 1
        revision.set(f"{namespace_of(revision)}id", str(self._next))
        return revision

    def _parted(
        self, run: Element, changes: Mapping[Element, list[PieceChange]], *, inserted: bool
    ) -> Iterator[Element]:
        """Yield the runs and revisions that take the place of a run."""
        prefix = namespace_of(run)
        left: list[Element] = []
        for child in list(run):
            if child.tag == f"{prefix}rPr":
                continue
            if child not in changes:
                left.append(child)
                continue
            text, done = child.text or "", 0
            for change in changes[child]:
                if change.start > done:
                    left.append(_text(prefix, "t", text[done : change.start]))
                if left:
                    yield _run(run, left)
                    left = []
                old = text[change.start : change.stop]
                if old:
                    yield self._revision("del", run, _text(prefix, "delText", old))
                if change.new:
                    word = _text(prefix, "t", change.new)
                    yield _run(run, [word]) if inserted else self._revision("ins", run, word)
                done = change.stop
            if done < len(text):
                left.append(_text(prefix, "t", text[done:]))
        if left:
            yield _run(run, left)

    def _revision(self, kind: str, run: Element, text: Element) -> Element:
        prefix = namespace_of(run)
        revision: Element = self._numbered(run.makeelement(f"{prefix}{kind}"))
        revision.set(f"{prefix}author", AUTHOR)
        revision.append(_run(run, [text]))
        return revision


def _insertion_around(run: Element) -> Element | None:
    """Return the insertion in whose link or the like a run of a paragraph stands, if it does."""
    paragraph = f"{namespace_of(run)}p"
    for number, element in enumerate(run.iterancestors()):
        if element.tag == paragraph:
            break
        if _is_insertion(element):
            return element if number else None
    return None


def _is_insertion(element: Element) -> bool:
    """Return whether an element is text that somebody inserted or moved here."""
    prefix = namespace_of(element)
    return element.tag in {f"{prefix}ins", f"{prefix}moveTo"}


def _run(model: Element, children: Sequence[Element]) -> Element:
    """Return a run with the formatting of another."""
    run: Element = model.makeelement(model.tag, model.attrib)
    properties = model.find(f"{namespace_of(model)}rPr")
    if properties is not None:
        run.append(deepcopy(properties))
    run.extend(children)
    return run


def _text(prefix: str, name: str, text: str) -> Element:
    from lxml import etree

    element: Element = etree.Element(f"{prefix}{name}")
    element.text = text
    element.set(_XML_SPACE, "preserve")
    return element
