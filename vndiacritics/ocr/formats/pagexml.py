"""PAGE XML, the format of transcription platforms (PRImA): read, written, and repaired in place.

A repaired word has the new reading in its first TextEquiv and the engine's in one of index 1; the
TextEquiv of its line and region follow, so that whichever level a program reads says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.ocr.formats.foreign import number, share, xml_text
from vndiacritics.ocr.page import Block, Box, Line, Page, Word

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["image_names", "parse", "read_pages", "rewrite", "write"]

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="{namespace} {namespace}/pagecontent.xsd">
 <Metadata><Creator>{system}</Creator><Created>1970-01-01T00:00:00</Created>\
<LastChange>1970-01-01T00:00:00</LastChange></Metadata>
"""


def parse(data: bytes, *, name: str = "PAGE XML") -> etree._Element:
    """Parse a PAGE document without touching the network or any entity of its own.

    Raises:
        UnreadableInputError: It is not PAGE XML.
        MissingExtraError: lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("PAGE XML needs lxml", extra="ocr") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInputError(f"{name}: not PAGE XML: {error}") from error
    if next(root.iter("{*}Page"), None) is None:
        raise UnreadableInputError(f"{name}: no Page in it", remedy="give a PAGE XML file")
    return root


def read_pages(root: etree._Element) -> Iterator[Page]:
    """Yield the pages of a parsed document; a word's key is the number of its place in it.

    Lines without words of their own are parted at blanks, their boxes shared out by letters.
    """
    key = 0
    for order, page in enumerate(root.iter("{*}Page"), start=1):
        blocks: list[Block] = []
        for region, lines in _regions(page):
            read: list[Line] = []
            for line in lines:
                words: list[Word] = []
                for text, box, confidence in _words(line):
                    if text:
                        words.append(Word(text, box, confidence, keys=(key,)))
                    key += 1
                if words:
                    read.append(Line(tuple(words)))
            if read:
                kind = "stamp" if "stamp" in (region.get("type") or "") else "body"
                blocks.append(Block(tuple(read), kind))
        yield Page(
            number=order,
            width=round(number(page.get("imageWidth"))),
            height=round(number(page.get("imageHeight"))),
            blocks=tuple(blocks),
            origin="page",
        )


def image_names(root: etree._Element) -> list[str | None]:
    """Return what each page says its image is called."""
    return [page.get("imageFilename") for page in root.iter("{*}Page")]


def rewrite(root: etree._Element, pages: Sequence[Page]) -> bytes:
    """Put repaired words into the document they were read from; boxes and all else stay."""
    from lxml import etree

    changed: dict[int, list[Word]] = {}
    for page in pages:
        for word in page.words():
            if word.observed is not None:
                changed.setdefault(word.keys[0], []).append(word)
                for extra in word.keys[1:]:
                    changed.setdefault(extra, [])
    key = 0
    for page in root.iter("{*}Page"):
        for region, lines in _regions(page):
            touched = False
            for line in lines:
                count = len(list(_words(line)))
                keys = range(key, key + count)
                key += count
                if any(at in changed for at in keys):
                    touched = True
                    _rewrite_line(line, [changed.get(at) for at in keys])
            if touched:
                _follow(region, lines)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def write(pages: Iterator[Page], *, title: str, system: str) -> Iterator[str]:
    """Write pages as PAGE XML, piece by piece; blocks of kind ``"noise"`` are left out.

    A PAGE document holds one page by its schema; several pages follow one another in one file, as
    most readers take them.
    """
    yield _HEAD.format(namespace=NAMESPACE, system=escape(xml_text(system)))
    for page in pages:
        name = quoteattr(xml_text(title))
        yield (
            f' <Page imageFilename={name} imageWidth="{page.width}" imageHeight="{page.height}">\n'
        )
        for order, block in enumerate(page.blocks, start=1):
            if block.kind == "noise" or not block.lines:
                continue
            region = f"r{page.number}_{order}"
            kind = "other" if block.kind != "body" else "paragraph"
            custom = "" if block.kind == "body" else f' custom="kind:{block.kind}"'
            yield f'  <TextRegion id="{region}" type="{kind}"{custom}>{_coords(block.box)}\n'
            for row, line in enumerate(block.lines, start=1):
                yield from _line_parts(line, f"{region}_l{row}")
            text = "\n".join(line.text for line in block.lines)
            yield f"   {_equiv(text)}\n  </TextRegion>\n"
        yield " </Page>\n"
    yield "</PcGts>\n"


# --- reading -------------------------------------------------------------------------------------


def _regions(page: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Yield the regions of a page in reading order, each with the lines that are its own."""
    groups: dict[Any, list[Any]] = {}
    for line in page.iter("{*}TextLine"):
        groups.setdefault(line.getparent(), []).append(line)
    for region in page.iter("{*}TextRegion"):
        if region not in groups and _equiv_of(region) is not None:
            inside = next(region.iterdescendants("{*}TextLine"), None)
            if inside is None:
                groups[region] = [region]  # text of the region alone
    order = {
        reference.get("regionRef"): at
        for at, reference in enumerate(page.iter("{*}RegionRefIndexed", "{*}RegionRef"))
    }
    ranked = sorted(groups.items(), key=lambda row: order.get(row[0].get("id"), len(order)))
    yield from ranked


def _words(line: Any) -> Iterator[tuple[str, Box, float]]:
    words = line.findall("{*}Word")
    if words:
        for word in words:
            equiv = _equiv_of(word)
            text = "" if equiv is None else " ".join(_unicode(equiv).split())
            confidence = share(None if equiv is None else equiv.get("conf"))
            yield xml_text(text), _box(word), confidence
        return
    equiv = _equiv_of(line)
    if equiv is None:
        return
    box = _box(line)
    pieces = xml_text(_unicode(equiv)).split()
    letters = max(1, len(" ".join(pieces)))
    position = 0
    for piece in pieces:
        left = box.left + box.width * position / letters
        right = box.left + box.width * (position + len(piece)) / letters
        yield piece, Box(left, box.top, right, box.bottom), share(equiv.get("conf"))
        position += len(piece) + 1


def _equiv_of(element: Any) -> Any:
    """Return the reading that counts: the one of the lowest index."""
    found = element.findall("{*}TextEquiv")
    return min(found, key=lambda equiv: number(equiv.get("index"), 0.0)) if found else None


def _unicode(equiv: Any) -> str:
    inner = equiv.find("{*}Unicode")
    return "" if inner is None else (inner.text or "")


def _box(element: Any) -> Box:
    coords = element.find("{*}Coords")
    if coords is None:
        return Box(0, 0, 0, 0)
    pairs = [
        (number(x), number(y))
        for point in (coords.get("points") or "").split()
        for x, _, y in [point.partition(",")]
    ]
    pairs += [(number(p.get("x")), number(p.get("y"))) for p in coords.findall("{*}Point")]
    if not pairs:
        return Box(0, 0, 0, 0)
    xs, ys = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Box(min(xs), min(ys), max(xs), max(ys))


# --- repairing in place --------------------------------------------------------------------------


def _rewrite_line(line: Any, changes: Sequence[list[Word] | None]) -> None:
    """Put changed words into a line: None for a word that stays, no words for one that goes."""
    elements = line.findall("{*}Word")
    if elements:
        for element, words in zip(elements, changes, strict=True):
            if words:
                _set_reading(element, " ".join(word.text for word in words), words[0].observed)
            elif words is not None:
                line.remove(element)
        texts = [
            _unicode(equiv) for e in line.findall("{*}Word") if (equiv := _equiv_of(e)) is not None
        ]
    else:
        pieces = _unicode(_equiv_of(line)).split()
        texts = [
            piece if words is None else " ".join(word.text for word in words)
            for piece, words in zip(pieces, changes, strict=True)
        ]
    _set_text(line, " ".join(text for text in texts if text))


def _follow(region: Any, lines: Sequence[Any]) -> None:
    """Let the text of regions say what their lines say."""
    if lines and lines[0] is not region and _equiv_of(region) is not None:
        texts = [_unicode(equiv) for line in lines if (equiv := _equiv_of(line)) is not None]
        _set_text(region, "\n".join(texts))


def _set_text(element: Any, text: str) -> None:
    equiv = _equiv_of(element)
    if equiv is None:
        return
    inner = equiv.find("{*}Unicode")
    if inner is not None:
        inner.text = xml_text(text)
    plain = equiv.find("{*}PlainText")
    if plain is not None:
        plain.text = xml_text(text)


def _set_reading(element: Any, text: str, old: str | None) -> None:
    from copy import deepcopy

    equiv = _equiv_of(element)
    if equiv is None:
        return
    before = deepcopy(equiv)
    _set_text(element, text)
    if not old:
        return
    equiv.set("index", "0")
    for other in element.findall("{*}TextEquiv"):
        if other is not equiv:
            other.set("index", str(int(number(other.get("index"), 0.0)) + 1))
    before.set("index", "1")
    before.tail = None
    equiv.addnext(before)


# --- writing -------------------------------------------------------------------------------------


def _line_parts(line: Line, identifier: str) -> Iterator[str]:
    yield f'   <TextLine id="{identifier}">{_coords(line.box)}\n'
    for row, word in enumerate(line.words, start=1):
        old = ""
        first = ' index="0"' if word.observed else ""
        if word.observed:
            said = escape(xml_text(word.observed))
            old = f'<TextEquiv index="1"><Unicode>{said}</Unicode></TextEquiv>'
        yield (
            f'    <Word id="{identifier}_w{row}">{_coords(word.box)}'
            f'<TextEquiv{first} conf="{word.confidence:.2f}">'
            f"<Unicode>{escape(xml_text(word.text))}</Unicode></TextEquiv>{old}</Word>\n"
        )
    yield f"    {_equiv(line.text)}\n   </TextLine>\n"


def _equiv(text: str) -> str:
    return f"<TextEquiv><Unicode>{escape(xml_text(text))}</Unicode></TextEquiv>"


def _coords(box: Box) -> str:
    left, top, right, bottom = (
        round(max(0.0, e)) for e in (box.left, box.top, box.right, box.bottom)
    )
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'
