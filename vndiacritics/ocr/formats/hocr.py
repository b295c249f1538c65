"""hOCR, the HTML of OCR engines: read, written, and repaired in place.

A repaired word keeps its box and its ``x_wconf``. The engine's reading stays beside the new one, as
hOCR 1.2 provides: ``<span class="alternatives"><ins class="alt">new</ins><del class="alt">old</del>
</span>``, and the confidence of the repair is ``x_repair``, in per cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union

if TYPE_CHECKING:
    from lxml import etree


__all__ = ["parse", "read_pages", "rewrite", "write"]

LINES = frozenset({"ocr_line", "ocr_caption", "ocr_textfloat", "ocr_header", "ocrx_line"})

LETTERS = frozenset({"ocrx_cinfo", "ocr_cinfo", "ocr_symbol"})
"""Elements inside a word: its letters, or what else they might be."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">
 <head>
  <title>{title}</title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="{system}"/>
  <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word"/>
 </head>
 <body>
"""


def parse(data: bytes, *, name: str = "hOCR") -> etree._Element:
    """Parses a hOCR document without touching the network or any entity of its own.

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
    except etree.XMLSyntaxError:
        try:
            root = etree.fromstring(data, lxml_html.HTMLParser(no_network=True, encoding="utf-8"))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableInputError(f"{name}: not hOCR: {error}") from error
    if root is None or next(_of_class(root, "ocr_page"), None) is None:
        raise UnreadableInputError(f"{name}: no ocr_page in it", remedy="give a hOCR file")
    return root


def read_pages(root: etree._Element) -> Iterator[Page]:
    """Yields the pages of a parsed document; a word's key is its number in the document."""
    key = 0
    for number, element in enumerate(_of_class(root, "ocr_page"), start=1):
        page_fields = _fields(element)
        page_box = _box(page_fields)
        resolution = page_fields.get("scan_res", "300").split()[0]
        blocks: list[Block] = []
        areas = list(_of_class(element, "ocr_carea")) or [element]
        for area in areas:
            lines: list[Line] = []
            paragraphs: dict[Any, int] = {}
            for line_element in _of_classes(area, LINES):
                words: list[Word] = []
                for word_element in _of_class(line_element, "ocrx_word"):
                    fields = _fields(word_element)
                    text = " ".join(_reading(word_element).split())
                    if text:
                        confidence = float(fields.get("x_wconf", "100").split()[0]) / 100
                        words.append(Word(text, _box(fields), confidence, keys=(key,)))
                    key += 1
                if words:
                    parent = line_element.getparent()
                    paragraph = paragraphs.setdefault(parent, len(paragraphs))
                    lines.append(_line(words, _fields(line_element), paragraph))
            if lines:
                blocks.append(Block(tuple(lines)))
        yield Page(
            number=number,
            width=int(page_box.right),
            height=int(page_box.bottom),
            dpi=float(resolution) if resolution.replace(".", "").isdigit() else 300.0,
            blocks=tuple(blocks),
            origin="hocr",
        )


def rewrite(root: etree._Element, pages: Sequence[Page], *, keep_old: bool = True) -> bytes:
    """Puts repaired words into the document they were read from.

    Whatever else the document holds stays. Where two words became one, the first takes the text and
    the box of both and the other goes.

    Args:
        root: As parsed; it is changed.
        pages: What `read_pages` gave for it, repaired.
        keep_old: Leave the engine's reading beside the new one, for programs that know hOCR's
            alternatives.

    Returns:
        The document in UTF-8.
    """
    from lxml import etree

    elements = [
        word
        for page in _of_class(root, "ocr_page")
        for area in list(_of_class(page, "ocr_carea")) or [page]
        for line in _of_classes(area, LINES)
        for word in _of_class(line, "ocrx_word")
    ]
    for word in _merged(word for page in pages for word in page.words()):
        if word.observed is None:
            continue
        element = elements[word.keys[0]]
        namespace = element.tag[: element.tag.index("}") + 1] if "}" in element.tag else ""
        _repair_element(element, word, namespace, keep_old=keep_old)
        for key in word.keys[1:]:
            extra = elements[key]
            extra.drop_tree() if hasattr(extra, "drop_tree") else _drop(extra)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def write(pages: Iterator[Page], *, title: str, system: str) -> Iterator[str]:
    """Writes pages as hOCR, piece by piece; blocks of kind ``"noise"`` are left out.

    Args:
        pages: In order.
        title: Of the document, usually the file's name.
        system: Name and version of engine and program.

    Yields:
        Parts of one XHTML document.
    """
    yield _HEAD.format(title=escape(title), system=escape(system, {'"': "&quot;"}))
    for page in pages:
        image = quoteattr(
            f"image {_quoted(title)}; bbox 0 0 {page.width} {page.height}; "
            f"ppageno {page.number - 1}; scan_res {page.dpi:.0f} {page.dpi:.0f}"
        )
        yield f'  <div class="ocr_page" id="page_{page.number}" title={image}>\n'
        count = 0
        for block_number, block in enumerate(page.blocks, start=1):
            if block.kind == "noise":
                continue
            head = f"{page.number}_{block_number}"
            kind = "" if block.kind == "body" else f' data-kind="{block.kind}"'
            yield f'   <div class="ocr_carea" id="block_{head}"{kind} title="{_bbox(block.box)}">\n'
            for paragraph, lines in _paragraphs(block):
                box = _bbox(union(line.box for line in lines))
                yield f'    <p class="ocr_par" id="par_{head}_{paragraph}" title="{box}">\n'
                for line in lines:
                    yield f'     <span class="ocr_line" title="{_line_title(line)}">\n'
                    for word in line.words:
                        count += 1
                        yield f"      {_word(word, f'word_{page.number}_{count}')}\n"
                    yield "     </span>\n"
                yield "    </p>\n"
            yield "   </div>\n"
        yield "  </div>\n"
    yield " </body>\n</html>\n"


# --- reading -------------------------------------------------------------------------------------


def _of_class(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return _of_classes(element, frozenset({name}))


def _of_classes(element: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
    for found in element.iter():
        if not isinstance(found.tag, str):
            continue  # a comment
        if names.intersection((found.get("class") or "").split()):
            yield found


def _reading(element: etree._Element) -> str:
    """The text of a word, of its first alternative where it has some."""
    for inserted in _of_class(element, "alt"):
        return "".join(str(part) for part in inserted.itertext())
    own = _text(element)
    # Some engines put the letters of a word into elements of their own, and nothing beside them.
    return own if own.strip() else "".join(str(part) for part in element.itertext())


def _text(element: etree._Element) -> str:
    """The text of a word without that of its letters' alternatives."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not LETTERS.intersection(
            (child.get("class") or "").split()
        ):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _fields(element: etree._Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for part in (element.get("title") or "").split(";"):
        name, _, value = part.strip().partition(" ")
        fields[name] = value
    return fields


def _box(fields: dict[str, str]) -> Box:
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", fields.get("bbox", ""))]
    return Box(*numbers[:4]) if len(numbers) >= 4 else Box(0, 0, 0, 0)


def _line(words: list[Word], fields: dict[str, str], paragraph: int) -> Line:
    slope, offset = [float(number) for number in fields.get("baseline", "0 0").split()[:2]]
    return Line(
        tuple(words),
        slope=slope,
        offset=offset,
        size=float(fields.get("x_size", "0") or 0),
        paragraph=paragraph,
    )


# --- writing -------------------------------------------------------------------------------------


def _merged(words: Iterator[Word]) -> Iterator[Word]:
    """Puts together again the words that a repair split, whose element is one."""
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


def _repair_element(element: etree._Element, word: Word, namespace: str, *, keep_old: bool) -> None:
    from lxml import etree

    title = re.sub(r"bbox [^;]*", _bbox(word.box), element.get("title") or "")
    element.set("title", title + _repair_field(word))
    for child in list(element):
        element.remove(child)
    element.text = None if keep_old else word.text
    if not keep_old:
        return
    both = etree.SubElement(element, f"{namespace}span", {"class": "alternatives"})
    inserted = etree.SubElement(both, f"{namespace}ins", {"class": "alt"})
    inserted.text = word.text
    deleted = etree.SubElement(both, f"{namespace}del", {"class": "alt"})
    deleted.text = word.observed


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "").strip()
    parent.remove(element)


def _paragraphs(block: Block) -> Iterator[tuple[int, list[Line]]]:
    lines: list[Line] = []
    number = 1
    for line in block.lines:
        if lines and line.paragraph != lines[-1].paragraph:
            yield number, lines
            lines = []
            number += 1
        lines.append(line)
    yield number, lines


def _word(word: Word, identifier: str) -> str:
    title = f"{_bbox(word.box)}; x_wconf {word.confidence * 100:.0f}"
    text = escape(word.text)
    if word.observed is not None:
        title += _repair_field(word)
    if word.observed:
        text = (
            f'<span class="alternatives"><ins class="alt">{text}</ins>'
            f'<del class="alt">{escape(word.observed)}</del></span>'
        )
    return f'<span class="ocrx_word" id="{identifier}" title="{title}">{text}</span>'


def _repair_field(word: Word) -> str:
    return "" if word.certainty is None else f"; x_repair {word.certainty * 100:.0f}"


def _line_title(line: Line) -> str:
    title = f"{_bbox(line.box)}; baseline {line.slope:.3f} {line.offset:.0f}"
    return title + (f"; x_size {line.size:.1f}" if line.size else "")


def _bbox(box: Box) -> str:
    return f"bbox {box.left:.0f} {box.top:.0f} {box.right:.0f} {box.bottom:.0f}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
