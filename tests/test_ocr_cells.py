"""Markdown, web pages and rows of cells."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from vndiacritics.ocr.formats import cells
from vndiacritics.ocr.page import Block, Box, Line, Page, Span, Word


def words(*texts: tuple[str, int | None]) -> tuple[Word, ...]:
    return tuple(Word(text, Box(0, 0, 9, 9), column=column) for text, column in texts)


TABLE = Block(
    (
        Line(words(("TT", 0), ("Kế", 1), ("hoạch", 1)), row=0),
        Line(words(("Vốn", 1), ("Hộ", 2)), row=1),
        Line(words(("1", 0), ("a|b", 2)), row=3),
    ),
    columns=3,
    rows=4,
    spans=(Span(0, 0, 2, 1), Span(0, 1, 1, 2)),
)
TEXT = Block((Line(words(("# Cộng", None), ("<b>", None))), Line(words(("hòa*", None)))))
NOISE = Block((Line(words(("~~", None))),), "noise")


def pages() -> list[Page]:
    return [Page(1, 100, 100, blocks=(TEXT, TABLE, NOISE)), Page(2, 100, 100, blocks=(TEXT,))]


def test_markdown() -> None:
    first, second = cells.markdown(iter(pages()))
    assert first == (
        "\\# Cộng \\<b>\\\nhòa\\*\n\n"
        "| TT | Kế hoạch |  |\n| --- | --- | --- |\n|  | Vốn | Hộ |\n|  |  |  |\n| 1 |  | a\\|b |\n"
    )
    assert second.startswith("\n---\n\n")


def test_rows() -> None:
    text = "".join(cells.rows(iter(pages()[:1])))
    assert text == "# Cộng <b>\nhòa*\n\nTT\tKế hoạch\t\n\tVốn\tHộ\n\t\t\n1\t\ta|b\n"


def test_a_web_page_has_merged_and_empty_cells() -> None:
    text = "".join(cells.html(iter(pages()), title="a & b"))
    assert '<td rowspan="2">TT</td><td colspan="2">Kế hoạch</td>' in text
    assert "<tr><td>Vốn</td><td>Hộ</td></tr>" in text
    assert "<tr><td>1</td><td></td><td>a|b</td></tr>" in text
    assert "&lt;b&gt;<br>hòa*" in text
    said: list[str] = []
    reader = HTMLParser()
    reader.handle_data = said.append  # type: ignore[method-assign]
    reader.feed(text)
    assert "~~" not in "".join(said)


def test_each_row_of_the_page_has_every_column() -> None:
    assert {len(row) for row in TABLE.table()} == {3}
    assert len(TABLE.table()) == 4


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("R&D, A & B; &lt; là <", "R&D, A & B; \\&lt; là \\<"),
        ("&#169; 1 &copy;", "\\&#169; 1 \\&copy;"),
        ("ten_tep *quan trọng* ~~bỏ~~", "ten\\_tep \\*quan trọng\\* \\~\\~bỏ\\~\\~"),
        ("# 5 và #5", "\\# 5 và #5"),
        ("#5 đứng đầu", "#5 đứng đầu"),
        ("- một", "\\- một"),
        ("-5 độ", "-5 độ"),
        ("+ hai", "\\+ hai"),
        ("3. Điều ba", "3\\. Điều ba"),
        ("12) mười hai", "12\\) mười hai"),
        ("3.1. Mục", "3.1. Mục"),
        ("2026. a", "2026\\. a"),
        ("====", "\\===="),
        ("---", "\\---"),
        (":--:", "\\:--:"),
        ("> trích", "\\> trích"),
        ("a > b", "a > b"),
    ],
)
def test_what_markdown_would_take_for_its_own_is_escaped(line: str, expected: str) -> None:
    block = Block((Line(words((line, None))),))
    (text,) = cells.markdown(iter([Page(1, 100, 100, blocks=(block,))]))
    assert text == expected + "\n"
