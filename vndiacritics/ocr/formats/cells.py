"""Pages as Markdown, as a web page and as rows of cells: tables keep rows, columns, empty cells.

Blocks of kind ``"body"`` alone are written, as in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from vndiacritics.ocr.formats.foreign import xml_text
from vndiacritics.ocr.page import Block, Page

__all__ = ["html", "markdown", "rows"]

_MARKDOWN = re.compile(r"[\\`*_~<\[\]|]|&(?=#?\w+;)")
"""Signs that Markdown takes for its own anywhere in a line; ``&`` where an entity begins."""

_OPENING = re.compile(r"(?:#{1,6}|\+|=+|:?-+:?)(?=\s|$)|>|\d{1,9}(?=[.)](?:\s|$))")
"""What opens a line that Markdown takes for a heading, a rule, a quotation, a list or a table."""

_BLANK = re.compile(r"[\t\n\r]+")

_HEAD = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
"""


def markdown(pages: Iterator[Page]) -> Iterator[str]:
    """Write pages as Markdown: a paragraph each, lines as they are, tables with pipes.

    Signs that Markdown would take for its own are escaped; a rule stands between pages. A cell over
    several rows or columns has its text in the first, as Markdown knows no others.
    """
    for number, page in enumerate(pages):
        parts = ["---"] if number else []
        for block in _body(page):
            if block.columns:
                parts.append(_pipes(block.table()))
                continue
            parts += [
                "\\\n".join(_escaped(line.text) for line in lines) for lines in block.paragraphs()
            ]
        text = "\n\n".join(parts)
        yield ("\n" if number else "") + (text + "\n" if text else "")


def html(pages: Iterator[Page], *, title: str) -> Iterator[str]:
    """Write pages as one web page: a section each, paragraphs, tables with merged cells."""
    yield _HEAD.format(title=escape(xml_text(title)))
    for page in pages:
        yield f'<section id="page-{page.number}">\n'
        for block in _body(page):
            if block.columns:
                yield from _table(block)
                continue
            for lines in block.paragraphs():
                yield f"<p>{'<br>'.join(escape(xml_text(line.text)) for line in lines)}</p>\n"
        yield "</section>\n"
    yield "</body>\n</html>\n"


def rows(pages: Iterator[Page]) -> Iterator[str]:
    """Write pages as rows with a tab between cells; a line outside of tables is a row of one cell.

    No cell holds a tab or a line break, so nothing is quoted. An empty row stands between blocks.
    """
    first = True
    for page in pages:
        for block in _body(page):
            yield "" if first else "\n"
            first = False
            table = block.table() if block.columns else [[line.text] for line in block.lines]
            for row in table:
                yield "\t".join(_BLANK.sub(" ", cell) for cell in row) + "\n"


def _body(page: Page) -> Iterator[Block]:
    return (block for block in page.blocks if block.kind == "body" and block.lines)


def _escaped(line: str) -> str:
    """Return a line of Markdown that shows these signs."""
    line = _MARKDOWN.sub(r"\\\g<0>", _BLANK.sub(" ", line))
    opening = _OPENING.match(line)
    if opening is None:
        return line
    at = opening.end() if opening[0].isdigit() else 0  # behind a number, before its full stop
    return f"{line[:at]}\\{line[at:]}"


def _pipes(table: list[list[str]]) -> str:
    lines = ["| " + " | ".join(map(_escaped, row)) + " |" for row in table]
    lines.insert(1, "|" + " --- |" * len(table[0]))
    return "\n".join(lines)


def _table(block: Block) -> Iterator[str]:
    spans = {(span.row, span.column): span for span in block.spans}
    hidden = {
        (row, column)
        for span in block.spans
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
    } - set(spans)
    yield "<table>\n"
    for row, cells in enumerate(block.table()):
        line = ""
        for column, cell in enumerate(cells):
            if (row, column) in hidden:
                continue
            span = spans.get((row, column))
            size = "" if span is None else _size(span.rows, span.columns)
            line += f"<td{size}>{escape(xml_text(cell))}</td>"
        yield f"<tr>{line}</tr>\n"
    yield "</table>\n"


def _size(rows: int, columns: int) -> str:
    down = f' rowspan="{rows}"' if rows > 1 else ""
    return down + (f' colspan="{columns}"' if columns > 1 else "")
