"""ALTO 4, the XML of libraries: read, written, and repaired in place.

A repaired string has the new reading as its CONTENT, and the engine's in an ALTERNATIVE with the
PURPOSE ``"ocr"``. WC stays what the engine thought of its own reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["parse", "read_pages", "rewrite", "write"]

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="{namespace} http://www.loc.gov/standards/alto/v4/alto-4-2.xsd">
 <Description>
  <MeasurementUnit>pixel</MeasurementUnit>
  <sourceImageInformation><fileName>{title}</fileName></sourceImageInformation>
  <Processing ID="OCR"><processingSoftware><softwareName>{system}</softwareName>\
</processingSoftware></Processing>
 </Description>
 <Layout>
"""


def parse(data: bytes, *, name: str = "ALTO") -> etree._Element:
    """Parses an ALTO document without touching the network or any entity of its own.

    Raises:
        UnreadableInputError: It is not ALTO.
        MissingExtraError: lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("ALTO needs lxml", extra="ocr") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInputError(f"{name}: not ALTO: {error}") from error
    if not list(root.iter("{*}Page")):
        raise UnreadableInputError(f"{name}: no Page in it", remedy="give an ALTO file")
    return root


def read_pages(root: etree._Element) -> Iterator[Page]:
    """Yields the pages of a parsed document; a word's key is its String's number in it.

    Lengths in tenths of a millimetre or inch1200 become pixels at 254 and 1200 an inch.
    """
    unit = "".join(root.xpath("string(//*[local-name()='MeasurementUnit'])")).strip()
    dpi = {"mm10": 254.0, "inch1200": 1200.0}.get(unit, 300.0)
    key = 0
    for number, page in enumerate(root.iter("{*}Page"), start=1):
        blocks: list[Block] = []
        for area in page.iter("{*}TextBlock"):
            lines: list[Line] = []
            for text_line in area.iter("{*}TextLine"):
                words: list[Word] = []
                for string in text_line.iter("{*}String"):
                    text = " ".join((string.get("CONTENT") or "").split())
                    if text:
                        confidence = float(string.get("WC") or 1.0)
                        words.append(Word(text, _box(string), confidence, keys=(key,)))
                    key += 1
                if words:
                    lines.append(Line(tuple(words)))
            if lines:
                blocks.append(Block(tuple(lines)))
        yield Page(
            number=number,
            width=round(float(page.get("WIDTH") or 0)),
            height=round(float(page.get("HEIGHT") or 0)),
            dpi=dpi,
            blocks=tuple(blocks),
            origin="alto",
        )


def rewrite(root: etree._Element, pages: Sequence[Page]) -> bytes:
    """Puts repaired words into the document they were read from; boxes and all else stay.

    Where two strings became one, the first takes the text and the box of both and the other goes.
    """
    from lxml import etree

    namespace = root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""
    strings = [
        string
        for page in root.iter("{*}Page")
        for area in page.iter("{*}TextBlock")
        for line in area.iter("{*}TextLine")
        for string in line.iter("{*}String")
    ]
    done: dict[int, Word] = {}
    for page in pages:
        for word in page.words():
            first = done.get(word.keys[0])
            if first is not None:  # one string became several words
                box = union((first.box, word.box))
                word = replace(  # noqa: PLW2901
                    first,
                    text=f"{first.text} {word.text}",
                    box=box,
                    observed=first.observed or first.text,
                )
            done[word.keys[0]] = word
    for key, word in done.items():
        if word.observed is None:
            continue
        string = strings[key]
        string.set("CONTENT", word.text)
        if len(word.keys) > 1:
            _set_box(string, word.box)
        alternative = etree.Element(f"{namespace}ALTERNATIVE", PURPOSE="ocr")
        alternative.text = word.observed
        string.append(alternative)
        for extra in word.keys[1:]:
            parent = strings[extra].getparent()
            if parent is not None:
                _drop_space_before(strings[extra])
                parent.remove(strings[extra])
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def _drop_space_before(string: Any) -> None:
    before = string.getprevious()
    if before is not None and str(before.tag).endswith("SP"):
        before.getparent().remove(before)


def write(pages: Iterator[Page], *, title: str, system: str) -> Iterator[str]:
    """Writes pages as ALTO 4, piece by piece; blocks of kind ``"noise"`` are left out."""
    yield _HEAD.format(namespace=NAMESPACE, title=escape(title), system=escape(system))
    for page in pages:
        number = page.number
        yield (
            f'  <Page ID="page_{number}" PHYSICAL_IMG_NR="{number}" WIDTH="{page.width}" '
            f'HEIGHT="{page.height}">\n   <PrintSpace HPOS="0" VPOS="0" WIDTH="{page.width}" '
            f'HEIGHT="{page.height}">\n'
        )
        lines = count = 0
        for block_number, block in enumerate(page.blocks, start=1):
            if block.kind == "noise":
                continue
            yield f'    <TextBlock ID="block_{number}_{block_number}" {_place(block.box)}>\n'
            for line in block.lines:
                lines += 1
                yield f'     <TextLine ID="line_{number}_{lines}" {_place(line.box)}>\n'
                for position, word in enumerate(line.words):
                    if position:
                        yield _space(line.words[position - 1], word)
                    count += 1
                    yield _string(word, f"string_{number}_{count}")
                yield "     </TextLine>\n"
            yield "    </TextBlock>\n"
        yield "   </PrintSpace>\n  </Page>\n"
    yield " </Layout>\n</alto>\n"


def _space(before: Word, after: Word) -> str:
    width = max(0.0, after.box.left - before.box.right)
    return (
        f'      <SP WIDTH="{width:.0f}" HPOS="{before.box.right:.0f}" '
        f'VPOS="{before.box.top:.0f}"/>\n'
    )


def _string(word: Word, identifier: str) -> str:
    head = (
        f'      <String ID="{identifier}" {_place(word.box)} WC="{word.confidence:.2f}" '
        f"CONTENT={quoteattr(word.text)}"
    )
    if not word.observed:
        return head + "/>\n"
    return f'{head}><ALTERNATIVE PURPOSE="ocr">{escape(word.observed)}</ALTERNATIVE></String>\n'


def _place(box: Box) -> str:
    return (
        f'HPOS="{box.left:.0f}" VPOS="{box.top:.0f}" '
        f'WIDTH="{box.width:.0f}" HEIGHT="{box.height:.0f}"'
    )


def _box(element: Any) -> Box:
    left, top, width, height = (
        float(element.get(name) or 0) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    return Box(left, top, left + width, top + height)


def _set_box(element: Any, box: Box) -> None:
    for name, value in (
        ("HPOS", box.left),
        ("VPOS", box.top),
        ("WIDTH", box.width),
        ("HEIGHT", box.height),
    ):
        element.set(name, f"{value:.0f}")
