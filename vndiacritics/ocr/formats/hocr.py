"""hOCR, the HTML of OCR engines: read, and repaired in place.

A repaired word keeps its box and its ``x_wconf``; its content is the new reading and nothing else,
so that every program that takes hOCR reads it. The engine's reading stays in the attribute
``data-ocr``, and the confidence of the repair is ``x_repair`` in the title, in per cent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.ocr.formats.foreign import box_of, number, share, tokens, xml_text
from vndiacritics.ocr.formats.hocr_places import Place, classes, places
from vndiacritics.ocr.formats.hocr_writer import OLD, bbox, repair_field, write
from vndiacritics.ocr.page import KINDS, MARKS, Block, Box, Line, Mark, Page, Word, union

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["image_names", "parse", "read_pages", "rewrite", "write"]


NAME = re.compile(r"[A-Za-z_][\w.-]*")
"""Of an element or attribute."""


def parse(data: bytes, *, name: str = "hOCR") -> etree._Element:
    """Parse a hOCR document without touching the network or any entity of its own.

    Args:
        data: XHTML, or HTML as a browser would take it.
        name: How to call it in the error.

    Raises:
        UnreadableInputError: It is no markup, or holds no page.
        MissingExtraError: lxml is not installed.
    """
    try:
        from lxml import etree
        from lxml import html as lxml_html
    except ImportError as error:
        raise MissingExtraError("hOCR needs lxml", extra="ocr") from error
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        forgiving = lxml_html.HTMLParser(no_network=True, encoding="utf-8")
        try:
            root = etree.fromstring(data, forgiving)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
            raise UnreadableInputError(f"{name}: not hOCR: {error}") from error
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in forgiving.error_log):
            raise UnreadableInputError(f"{name}: tags within tags, too deep to be read") from None
    if root is None or next(_pages(root), None) is None:
        raise UnreadableInputError(f"{name}: no ocr_page in it", remedy="give a hOCR file")
    _name_entities(root)
    return root


def _name_entities(root: etree._Element) -> None:
    """Put the letter in the place of an entity of HTML; one that nobody knows stands as written."""
    from lxml import etree

    for entity in list(root.iter(etree.Entity)):
        text = unescape(entity.text or "") + (entity.tail or "")
        before, parent = entity.getprevious(), entity.getparent()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        entity.tail = None
        parent.remove(entity)


def read_pages(root: etree._Element) -> Iterator[Page]:
    """Yield the pages of a parsed document; a word's key is the number of its place in it."""
    key = 0
    for number_of_page, element in enumerate(_pages(root), start=1):
        fields = _fields(element)
        page_box = _box(fields)
        resolution = tokens(fields.get("scan_res"))
        found = [(key + at, place) for at, place in enumerate(places(element))]
        key += len(found)
        angles: Counter[int] = Counter()
        blocks = tuple(_blocks(found, angles))
        turned, count = (angles.most_common(1) or [(0, 0)])[0]
        yield Page(
            number=number_of_page,
            width=int(page_box.right),
            height=int(page_box.bottom),
            dpi=resolution[0] if resolution and 30 <= resolution[0] <= 4800 else 300.0,
            blocks=blocks,
            origin="hocr",
            angle=turned if count > sum(angles.values()) / 2 else 0,
            marks=tuple(_marks(element)),
        )


def image_names(root: etree._Element) -> list[str | None]:
    """Return what each page says its image is called."""
    names: list[str | None] = []
    for element in _pages(root):
        match = re.search(r"""\b(?:image|file)\s+(?:"([^"]+)"|'([^']+)'|([^;]+))""",
                          element.get("title") or "")  # fmt: skip
        names.append(next((g.strip() for g in match.groups() if g), None) if match else None)
    return names


def rewrite(root: etree._Element, pages: Sequence[Page]) -> bytes:
    """Put repaired words into the document they were read from.

    Whatever else the document holds stays. Where two words became one, the first takes the text and
    the box of both and the other goes.

    Args:
        root: As parsed; it is changed.
        pages: What `read_pages` gave for it, repaired.

    Returns:
        The document in UTF-8.
    """
    slots = [place for page in _pages(root) for place in places(page)]
    texts: list[tuple[Place, str]] = []
    for word in _merged(word for page in pages for word in page.words()):
        if word.observed is None:
            continue
        first, *rest = (slots[key] for key in word.keys)
        if first.span is None:
            _repair_element(first.element, word)
        else:
            texts.append((first, xml_text(word.text)))
        for extra in rest:
            if extra.span is None:
                _drop(extra.element)
            else:
                texts.append((extra, ""))
    # From the last to the first, so that the spans of those before stay true.
    order = {id(place): number for number, place in enumerate(slots)}
    for place, text in sorted(texts, key=lambda pair: -order[id(pair[0])]):
        _replace_text(place, text)
    return _well_formed(root)


def _well_formed(root: etree._Element) -> bytes:
    """Write a document as XML, without what a browser forgives and XML does not."""
    from lxml import etree

    def written(what: Any) -> bytes:
        return bytes(etree.tostring(what, encoding="utf-8", xml_declaration=True))

    data = written(root.getroottree())
    try:
        etree.fromstring(data, etree.XMLParser(no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        for element in list(root.iter()):
            if not isinstance(element.tag, str):
                _drop(element)  # a comment or an instruction, with nothing of the page in it
                continue
            if not NAME.fullmatch(element.tag.rpartition("}")[2]):
                element.tag = "span"
            kept = {
                name: xml_text(value)
                for name, value in element.attrib.items()
                if NAME.fullmatch(str(name).rpartition("}")[2])
                and not str(name).startswith("xmlns")
            }
            if len(kept) < len(element.attrib):
                element.attrib.clear()  # one by one, those that XML has no name for do not go
                element.attrib.update(kept)
        data = written(etree.fromstring(etree.tostring(root, encoding="utf-8"), _forgiving()))
    return data


def _forgiving() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)


# --- reading -------------------------------------------------------------------------------------


def _pages(root: etree._Element) -> Iterator[etree._Element]:
    for found in root.iter():
        if "ocr_page" in classes(found):
            yield found


def _marks(page: etree._Element) -> Iterator[Mark]:
    """Yield the seals and pens that `write` told of."""
    for found in page.iter():
        if (kind := found.get("data-kind")) in MARKS and "ocr_image" in classes(found):
            yield Mark(kind, _box(_fields(found)))


def _blocks(found: Sequence[tuple[int, Place]], angles: Counter[int]) -> Iterator[Block]:
    """Group the words of a page: a line each, a block each time the area changes."""
    lines: list[Line] = []
    area: Any = None
    paragraphs: dict[Any, int] = {}
    for group in _by_line(found):
        place = group[0][1]
        if lines and place.area is not area:
            yield _block(lines, area)
            lines = []
            paragraphs = {}
        area = place.area
        owner = place.paragraph if place.paragraph is not None else area
        words = tuple(_words(group))
        if words:
            line = _line(words, place, paragraphs.setdefault(owner, len(paragraphs)), angles)
            lines.append(line)
    if lines:
        yield _block(lines, area)


def _block(lines: Sequence[Line], area: Any) -> Block:
    kind = "body" if area is None else area.get("data-kind", "body")
    return Block(tuple(lines), kind if kind in KINDS else "body")


def _by_line(found: Sequence[tuple[int, Place]]) -> Iterator[list[tuple[int, Place]]]:
    group: list[tuple[int, Place]] = []
    for entry in found:
        if group:
            last, place = group[-1][1], entry[1]
            # Words outside of lines stand in one together while one element holds them.
            same = last.line is place.line and (
                place.line is not None or last.element.getparent() is place.element.getparent()
            )
            if not same:
                yield group
                group = []
        group.append(entry)
    if group:
        yield group


def _words(group: Sequence[tuple[int, Place]]) -> Iterator[Word]:
    line = group[0][1].line
    straight = [place for _, place in group if place.span is not None]
    boxes = _shared_out(_box(_fields(line)), straight) if line is not None else {}
    for key, place in group:
        text = xml_text(place.text)
        if not text:
            continue
        if place.span is not None:
            yield Word(text, boxes[id(place)], keys=(key,))
            continue
        fields = _fields(place.element)
        confidence = share(fields.get("x_wconf"), of=100)
        yield Word(text, _box(fields), confidence, keys=(key,))


def _shared_out(box: Box, straight: Sequence[Place]) -> dict[int, Box]:
    """Share the box of a line out to words that have none, by the number of their letters."""
    letters = max(1, sum(len(place.text) + 1 for place in straight) - 1)
    boxes: dict[int, Box] = {}
    position = 0
    for place in straight:
        size = len(place.text)
        left = box.left + box.width * position / letters
        right = box.left + box.width * (position + size) / letters
        boxes[id(place)] = Box(left, box.top, right, box.bottom)
        position += size + 1
    return boxes


def _fields(element: etree._Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for part in (element.get("title") or "").split(";"):
        name, _, value = part.strip().partition(" ")
        fields[name] = value
    return fields


def _box(fields: dict[str, str]) -> Box:
    return box_of(tokens(fields.get("bbox")))


def _line(words: tuple[Word, ...], place: Place, paragraph: int, angles: Counter[int]) -> Line:
    fields = {} if place.line is None else _fields(place.line)
    baseline = [*tokens(fields.get("baseline")), 0.0, 0.0]
    angles[(360 - round(number(fields.get("textangle")) / 90) * 90) % 360] += 1
    return Line(
        words,
        slope=max(-1.0, min(1.0, baseline[0])),
        offset=baseline[1],
        size=max(0.0, number(fields.get("x_size"))),
        paragraph=paragraph,
    )


# --- repairing in place --------------------------------------------------------------------------


def _merged(words: Iterator[Word]) -> Iterator[Word]:
    """Put together again the words that a repair split, whose element is one."""
    pending: Word | None = None
    for word in words:
        if pending is not None and pending.keys == word.keys:
            pending = Word(
                f"{pending.text} {word.text}",
                union((pending.box, word.box)),
                pending.confidence,
                pending.observed or pending.text,
                pending.certainty,
                pending.alternatives,
                pending.keys,
            )
            continue
        if pending is not None:
            yield pending
        pending = word
    if pending is not None:
        yield pending


def _repair_element(element: etree._Element, word: Word) -> None:
    title = element.get("title") or ""
    if len(word.keys) > 1:
        title = re.sub(r"bbox [^;]*", bbox(word.box), title)
    title = re.sub(r";?\s*x_repair \d+", "", title)
    element.set("title", title + repair_field(word))
    element.set(OLD, xml_text(word.observed or ""))
    inner = element
    # Bold and slanted words stay so: what wraps the whole text is kept.
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        child = inner[0]
        if not isinstance(child.tag, str) or classes(child):
            break
        inner = child
    for child in list(inner):
        inner.remove(child)
    inner.text = xml_text(word.text)


def _replace_text(place: Place, text: str) -> None:
    if place.span is None:
        return
    start, end = place.span
    element = place.element
    whole = (element.tail if place.is_tail else element.text) or ""
    if not text and whole[start - 1 : start] == " ":
        start -= 1  # with the space before a word that goes
    changed = xml_text(whole[:start] + text + whole[end:])
    if place.is_tail:
        element.tail = changed
    else:
        element.text = changed


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    tail = (element.tail or "").strip()
    if before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
