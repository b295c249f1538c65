"""Seals and pens: their strokes are no words, and a text may tell where they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vndiacritics.ocr.formats import hocr
from vndiacritics.ocr.formats.output import Document, text_parts
from vndiacritics.ocr.marks import shown, without_strokes
from vndiacritics.ocr.page import Block, Box, Line, Mark, Page, Word
from vndiacritics.ocr.sources import Limits


def word(text: str, x: float, y: float, confidence: float = 0.95) -> Word:
    return Word(text, Box(x, y, x + 15 * len(text), y + 40), confidence)


def page(*marks: Mark, angle: int = 0) -> Page:
    first = Line((word("Số:", 100, 100), word("/TB-TL", 300, 100)))
    second = Line((word("TRƯỞNG", 800, 400), word("PHÒNG", 920, 400)))
    third = Line((word("Mai", 850, 700),))
    blocks = Block((first,)), Block((second,)), Block((third,))
    return Page(1, 1600, 2000, blocks=blocks, marks=marks, angle=angle)


NUMBER = Mark("pen", Box(190, 90, 270, 150))
SEAL = Mark("seal", Box(650, 430, 950, 690))
STAR = Mark("seal", Box(760, 520, 840, 600))


@pytest.mark.parametrize(
    ("marks", "angle", "expected"),
    [
        ((), 0, "Số: /TB-TL\n\nTRƯỞNG PHÒNG\n\nMai\n"),
        ((NUMBER,), 0, "Số: […] /TB-TL\n\nTRƯỞNG PHÒNG\n\nMai\n"),
        ((SEAL, STAR), 0, "Số: /TB-TL\n\nTRƯỞNG PHÒNG\n\n[…]\n\nMai\n"),
        (
            (Mark("pen", Box(100, 1500, 300, 1600)),),
            0,
            "Số: /TB-TL\n\nTRƯỞNG PHÒNG\n\nMai\n\n[…]\n",
        ),
        ((NUMBER,), 90, "Số: /TB-TL\n\nTRƯỞNG PHÒNG\n\nMai\n\n[…]\n"),
    ],
    ids=["none", "in a line", "a seal with its star", "below all", "a page that lies turned"],
)
def test_a_sign_stands_where_a_mark_is(marks: tuple[Mark, ...], angle: int, expected: str) -> None:
    assert shown(page(*marks, angle=angle)).text() == expected


def test_rests_of_strokes_are_no_words() -> None:
    rest = Line((word("ẻ", 780, 550, 0.5), word("PHÓ", 900, 550, 0.9)))
    found = page(SEAL)
    found = without_strokes(
        Page(1, 1600, 2000, blocks=(*found.blocks, Block((rest,))), marks=(SEAL,))
    )
    assert [line.text for line in found.lines("noise")] == ["ẻ"]
    assert "PHÓ" in found.text()


@pytest.mark.parametrize(("wanted", "count"), [(True, 1), (False, 0)])
def test_the_sign_is_in_texts_where_it_is_asked_for(wanted: bool, count: int) -> None:
    about = Document(Path("a.png"), "image", None, Limits(), "test", print, wanted)
    for form in ("txt", "md", "html", "tsv"):
        text = "".join(text_parts(about, iter([page(NUMBER)]), form))
        assert text.count("…") == count, form
    data = json.loads("".join(text_parts(about, iter([page(NUMBER)]), "json")))
    (mark,) = data["pages"][0]["marks"]
    assert mark == {"kind": "pen", "box": [190, 90, 270, 150]}


def test_marks_of_our_own_hocr_are_read_again() -> None:
    about = Document(Path("a.png"), "image", None, Limits(), "test", print)
    written = "".join(text_parts(about, iter([page(NUMBER, SEAL)]), "hocr"))
    (again,) = hocr.read_pages(hocr.parse(written.encode("utf-8")))
    assert again.marks == (NUMBER, SEAL)
    assert shown(again).text() == shown(page(NUMBER, SEAL)).text()
