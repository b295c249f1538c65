"""ALTO 4, the XML of libraries: read, written, and repaired in place.

A repaired string has the new reading as its CONTENT, and the engine's in an ALTERNATIVE with the
PURPOSE ``"ocr"``. WC stays what the engine thought of its own reading. Of a word broken over two
lines both parts are repaired, and the whole of it (SUBS_CONTENT) with them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from vndiacritics.errors import MissingExtraError, UnreadableInputError
from vndiacritics.ocr.formats.foreign import number, share, xml_text
from vndiacritics.ocr.page import Block, Box, Line, Page, Word, union

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["image_names", "parse", "read_pages", "rewrite", "write"]

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
    """Parse an ALTO document without touching the network or any entity of its own.

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
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInputError(f"{name}: not ALTO: {error}") from error
    if not list(root.iter("{*}Page")):
        raise UnreadableInputError(f"{name}: no Page in it", remedy="give an ALTO file")
    return root


def read_pages(root: etree._Element) -> Iterator[Page]:
    """Yield the pages of a parsed document; a word's key is its String's number in it.

    Lengths in tenths of a millimetre or inch1200 become pixels at 254 and 1200 an inch.
    """
    unit = "".join(root.xpath("string(//*[local-name()='MeasurementUnit'])")).strip()
    dpi = {"mm10": 254.0, "inch1200": 1200.0}.get(unit, 300.0)
    key = 0
    for order, page in enumerate(root.iter("{*}Page"), start=1):
        groups: dict[Any, list[Line]] = {}
        lines: dict[Any, tuple[Any, list[Word]]] = {}
        for string in page.iter("{*}String"):
            text = xml_text(" ".join((string.get("CONTENT") or "").split()))
            if text:
                word = Word(text, _box(string), share(string.get("WC")), keys=(key,))
                owner = string.getparent()  # its line, or whatever holds a word outside of lines
                lines.setdefault(owner, (_block_of(string, page), []))[1].append(word)
            key += 1
        for area, words in lines.values():
            groups.setdefault(area, []).append(Line(tuple(words)))
        yield Page(
            number=order,
            width=round(number(page.get("WIDTH"))),
            height=round(number(page.get("HEIGHT"))),
            dpi=dpi,
            blocks=tuple(Block(tuple(group)) for group in groups.values()),
            origin="alto",
        )


def image_names(root: etree._Element) -> list[str | None]:
    """Return what each page says its image is called: the same for all of them."""
    name = "".join(root.xpath("string(//*[local-name()='fileName'])")).strip() or None
    return [name for _ in root.iter("{*}Page")]


def _block_of(string: Any, page: Any) -> Any:
    for above in string.iterancestors():
        if above is page or str(above.tag).endswith("TextBlock"):
            return above
    return page


def rewrite(root: etree._Element, pages: Sequence[Page]) -> bytes:
    """Put repaired words into the document they were read from; boxes and all else stay.

    Where two strings became one, the first takes the text and the box of both and the other goes.
    """
    from lxml import etree

    namespace = root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""
    strings = [string for page in root.iter("{*}Page") for string in page.iter("{*}String")]
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
        string.set("CONTENT", xml_text(word.text))
        if len(word.keys) > 1:
            _set_box(string, word.box)
        alternative = etree.Element(f"{namespace}ALTERNATIVE", PURPOSE="ocr")
        alternative.text = xml_text(word.observed)
        string.append(alternative)
        for extra in word.keys[1:]:
            parent = strings[extra].getparent()
            if parent is not None:
                _drop_space_before(strings[extra])
                parent.remove(strings[extra])
    _repair_broken_words(strings)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def _repair_broken_words(strings: Sequence[Any]) -> None:
    """Return both parts of each word that is broken over two lines the whole of it anew.

    What joins them in the whole, such as the hyphen of `du-lịch`, is kept.
    """
    for first, second in itertools.pairwise(strings):
        types = first.get("SUBS_TYPE"), second.get("SUBS_TYPE")
        if types != ("HypPart1", "HypPart2") or first.get("SUBS_CONTENT") is None:
            continue
        before = _observed(first), _observed(second)
        joint = first.get("SUBS_CONTENT")
        for part in before:
            joint = joint.replace(part, "", 1)
        whole = f"{first.get('CONTENT')}{joint}{second.get('CONTENT')}"
        for part in (first, second):
            part.set("SUBS_CONTENT", whole)


def _observed(string: Any) -> str:
    for alternative in string.iter("{*}ALTERNATIVE"):
        if alternative.get("PURPOSE") == "ocr":
            return alternative.text or ""
    return string.get("CONTENT") or ""


def _drop_space_before(string: Any) -> None:
    before = string.getprevious()
    if before is not None and str(before.tag).endswith("SP"):
        before.getparent().remove(before)


def write(pages: Iterator[Page], *, title: str, system: str) -> Iterator[str]:
    """Write pages as ALTO 4, piece by piece; blocks of kind ``"noise"`` are left out."""
    title, system = escape(xml_text(title)), escape(xml_text(system))
    yield _HEAD.format(namespace=NAMESPACE, title=title, system=system)
    for page in pages:
        number_of_page = page.number
        yield (
            f'  <Page ID="page_{number_of_page}" PHYSICAL_IMG_NR="{number_of_page}" '
            f'WIDTH="{page.width}" HEIGHT="{page.height}">\n   <PrintSpace HPOS="0" VPOS="0" '
            f'WIDTH="{page.width}" HEIGHT="{page.height}">\n'
        )
        lines = count = 0
        for block_number, block in enumerate(page.blocks, start=1):
            if block.kind == "noise" or not block.lines:
                continue
            turned = f' ROTATION="{360 - page.angle}"' if page.angle else ""
            identifier = f"block_{number_of_page}_{block_number}"
            yield f'    <TextBlock ID="{identifier}" {_place(block.box)}{turned}>\n'
            for line in block.lines:
                lines += 1
                yield f'     <TextLine ID="line_{number_of_page}_{lines}" {_place(line.box)}>\n'
                for position, word in enumerate(line.words):
                    if position:
                        yield _space(line.words[position - 1], word)
                    count += 1
                    yield _string(word, f"string_{number_of_page}_{count}")
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
        f"CONTENT={quoteattr(xml_text(word.text))}"
    )
    if not word.observed:
        return head + "/>\n"
    old = escape(xml_text(word.observed))
    return f'{head}><ALTERNATIVE PURPOSE="ocr">{old}</ALTERNATIVE></String>\n'


def _place(box: Box) -> str:
    return (
        f'HPOS="{box.left:.0f}" VPOS="{box.top:.0f}" '
        f'WIDTH="{box.width:.0f}" HEIGHT="{box.height:.0f}"'
    )


def _box(element: Any) -> Box:
    left, top, width, height = (
        number(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    return Box(left, top, left + max(0.0, width), top + max(0.0, height))


def _set_box(element: Any, box: Box) -> None:
    for name, value in (
        ("HPOS", box.left),
        ("VPOS", box.top),
        ("WIDTH", box.width),
        ("HEIGHT", box.height),
    ):
        element.set(name, f"{value:.0f}")
