"""hOCR written from pages."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from vndiacritics.ocr.formats.foreign import xml_text
from vndiacritics.ocr.page import Box, Line, Page, Word, union

__all__ = ["OLD", "bbox", "repair_field", "write"]

OLD = "data-ocr"
"""The attribute with the engine's reading of a word that was repaired."""

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


def write(pages: Iterator[Page], *, title: str, system: str) -> Iterator[str]:
    """Write pages as hOCR, piece by piece; blocks of kind ``"noise"`` are left out.

    Args:
        pages: In order.
        title: Of the document, usually the file's name.
        system: Name and version of engine and program.

    Yields:
        Parts of one XHTML document.
    """
    title, system = xml_text(title), xml_text(system)
    yield _HEAD.format(title=escape(title), system=escape(system, {'"': "&quot;"}))
    for page in pages:
        image = quoteattr(
            f"image {_quoted(title)}; bbox 0 0 {page.width} {page.height}; "
            f"ppageno {page.number - 1}; scan_res {page.dpi:.0f} {page.dpi:.0f}"
        )
        yield f'  <div class="ocr_page" id="page_{page.number}" title={image}>\n'
        count = 0
        for block_number, block in enumerate(page.blocks, start=1):
            if block.kind == "noise" or not block.lines:
                continue
            head = f"{page.number}_{block_number}"
            kind = "" if block.kind == "body" else f' data-kind="{block.kind}"'
            yield f'   <div class="ocr_carea" id="block_{head}"{kind} title="{bbox(block.box)}">\n'
            for paragraph, lines in enumerate(block.paragraphs(), 1):
                box = bbox(union(line.box for line in lines))
                yield f'    <p class="ocr_par" id="par_{head}_{paragraph}" title="{box}">\n'
                for line in lines:
                    yield f'     <span class="ocr_line" title="{_line_title(line, page)}">\n'
                    for word in line.words:
                        count += 1
                        yield f"      {_word(word, f'word_{page.number}_{count}')}\n"
                    yield "     </span>\n"
                yield "    </p>\n"
            yield "   </div>\n"
        for mark in page.marks:
            kind = f'class="ocr_image" data-kind="{mark.kind}"'
            yield f'   <div {kind} title="{bbox(mark.box)}"></div>\n'
        yield "  </div>\n"
    yield " </body>\n</html>\n"


def repair_field(word: Word) -> str:
    """Return how sure the repair of a word is, for its title; nothing for one that was kept."""
    return "" if word.certainty is None else f"; x_repair {word.certainty * 100:.0f}"


def bbox(box: Box) -> str:
    """Return a box as a title has it."""
    return f"bbox {box.left:.0f} {box.top:.0f} {box.right:.0f} {box.bottom:.0f}"


def _word(word: Word, identifier: str) -> str:
    title = f"{bbox(word.box)}; x_wconf {word.confidence * 100:.0f}"
    old = ""
    if word.observed is not None:
        title += repair_field(word)
        old = f" {OLD}={quoteattr(xml_text(word.observed))}"
    text = escape(xml_text(word.text))
    return f'<span class="ocrx_word" id="{identifier}" title="{title}"{old}>{text}</span>'


def _line_title(line: Line, page: Page) -> str:
    title = f"{bbox(line.box)}; baseline {line.slope:.3f} {line.offset:.0f}"
    if page.angle:  # counted the other way round there
        title += f"; textangle {360 - page.angle}"
    return title + (f"; x_size {line.size:.1f}" if line.size else "")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
