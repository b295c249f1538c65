"""hOCR and ALTO: written, read again, and repaired in place."""

from __future__ import annotations

from typing import Any

import pytest

etree: Any = pytest.importorskip("lxml.etree", reason="needs the extra [ocr]")

from test_ocr_repair import Replacing  # noqa: E402

from vndiacritics.errors import UnreadableInputError  # noqa: E402
from vndiacritics.ocr.formats import alto, hocr  # noqa: E402
from vndiacritics.ocr.page import Block, Box, Line, Page, Word  # noqa: E402
from vndiacritics.ocr.repair import repair_pages  # noqa: E402

FORMATS = [pytest.param(hocr, id="hOCR"), pytest.param(alto, id="ALTO")]


def page() -> Page:
    words = (
        Word("dân", Box(10, 20, 60, 50), 0.93, observed="dan", certainty=0.87),
        Word('<&">', Box(70, 20, 90, 50), 0.5),
    )
    stamp = Line((Word("ĐẾN", Box(10, 200, 60, 230), 0.7),))
    noise = Line((Word("~", Box(1, 1, 2, 2), 0.1),))
    return Page(
        1,
        800,
        1000,
        300.0,
        (
            Block((Line(words, 0.01, -3, 30.0),)),
            Block((stamp,), "stamp"),
            Block((noise,), "noise"),
        ),
    )


def written(module: Any) -> bytes:
    return "".join(module.write(iter([page()]), title='a "b" & c.png', system="x & y")).encode()


@pytest.mark.parametrize("module", FORMATS)
def test_what_is_written_is_read_again(module: Any) -> None:
    (again,) = module.read_pages(module.parse(written(module)))
    assert (again.width, again.height) == (800, 1000)
    assert [(word.text, word.box, word.confidence) for word in again.words()] == [
        ("dân", Box(10, 20, 60, 50), 0.93),
        ('<&">', Box(70, 20, 90, 50), 0.5),
        ("ĐẾN", Box(10, 200, 60, 230), 0.7),
    ]


def test_hocr_keeps_the_old_reading_and_the_baseline() -> None:
    text = written(hocr).decode()
    assert ' data-ocr="dan">dân</span>' in text
    assert "x_wconf 93; x_repair 87" in text
    assert "baseline 0.010 -3; x_size 30.0" in text


def test_alto_keeps_the_old_reading() -> None:
    root = alto.parse(written(alto))
    (alternative,) = root.iter("{*}ALTERNATIVE")
    assert alternative.text == "dan"
    assert alternative.getparent().get("CONTENT") == "dân"
    assert alternative.getparent().get("WC") == "0.93"


HOCR = b"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta name="keep" content="me"/></head><body>
<div class='ocr_page' title='image "x.png"; bbox 0 0 500 400; ppageno 0'>
<div class='ocr_carea' title="bbox 0 0 500 100"><p class='ocr_par'>
<span class='ocr_line' title="bbox 0 0 500 40; baseline 0 -5; x_size 30">
<span class='ocrx_word' title='bbox 0 0 90 40; x_wconf 80'>dan</span>
<span class='ocrx_word' title='bbox 100 0 120 40; x_wconf 70'><strong>H</strong></span>
<span class='ocrx_word' title='bbox 130 0 140 40; x_wconf 60'>I</span>
<span class='ocrx_word' title='bbox 150 0 240 40; x_wconf 90'>xa35</span></span></p></div>
<!-- kept too --></div></body></html>
"""
ALTO = b"""<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><Keep/></Description><Layout>
<Page WIDTH="500" HEIGHT="400"><PrintSpace><TextBlock><TextLine>
<String CONTENT="dan" HPOS="0" VPOS="0" WIDTH="90" HEIGHT="40" WC="0.8"/><SP WIDTH="10"/>
<String CONTENT="H" HPOS="100" VPOS="0" WIDTH="20" HEIGHT="40"/><SP WIDTH="10"/>
<String CONTENT="I" HPOS="130" VPOS="0" WIDTH="10" HEIGHT="40"/><SP WIDTH="10"/>
<String CONTENT="xa35" HPOS="150" VPOS="0" WIDTH="90" HEIGHT="40"/>
</TextLine></TextBlock></PrintSpace></Page></Layout></alto>
"""
RESTORER = Replacing(("dan", "dân"), ("H I", "HỘI"), ("xa35", "xã 35"))


@pytest.mark.parametrize(
    ("module", "data", "kept"),
    [
        pytest.param(
            hocr, HOCR, [b'name="keep"', b"<!-- kept too -->", b"baseline 0 -5"], id="hOCR"
        ),
        pytest.param(alto, ALTO, [b"<Keep/>"], id="ALTO"),
    ],
)
def test_repair_in_place(module: Any, data: bytes, kept: list[bytes]) -> None:
    root = module.parse(data)
    result = module.rewrite(root, repair_pages(list(module.read_pages(root)), RESTORER))
    for part in kept:
        assert part in result
    (again,) = module.read_pages(module.parse(result))
    assert [(word.text, word.box) for word in again.words()] == [
        ("dân", Box(0, 0, 90, 40)),
        ("HỘI", Box(100, 0, 140, 40)),
        ("xã 35", Box(150, 0, 240, 40)),
    ]
    assert b"dan" in result
    assert b"xa35" in result


@pytest.mark.parametrize(("module", "data"), [(hocr, HOCR), (alto, ALTO)])
def test_nothing_repaired_is_nothing_changed(module: Any, data: bytes) -> None:
    root = module.parse(data)
    before = etree.tostring(root)
    module.rewrite(root, list(module.read_pages(root)))
    assert etree.tostring(root) == before


@pytest.mark.parametrize("module", FORMATS)
@pytest.mark.parametrize("data", [b"", b"<a", b"<html><body>x</body></html>", b"\x00\xff"])
def test_other_files_are_told(module: Any, data: bytes) -> None:
    with pytest.raises(UnreadableInputError):
        module.parse(data)


def test_entities_are_not_followed() -> None:
    evil = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + ALTO[39:].replace(
        b'CONTENT="dan"', b'CONTENT="dan" ID="i"'
    ).replace(b"<Keep/>", b"<Keep>&x;</Keep>")
    root = alto.parse(evil)
    assert all(not (element.text or "").strip() for element in root.iter("{*}Keep"))


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [("n&ocirc;ng", "nông"), ("n&nbsp;g", "n g"), ("x&lol;y", "x&amp;lol;y")],
)
def test_entities_of_html_become_letters_and_unknown_ones_stay(inside: str, wanted: str) -> None:
    data = (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
        '<div class="ocr_page" title="bbox 0 0 9 9">'
        f'<span class="ocrx_word" title="bbox 1 1 2 2">{inside}</span></div></body></html>'
    ).encode()
    root = hocr.parse(data)
    result = hocr.rewrite(root, list(hocr.read_pages(root)))
    etree.fromstring(result)
    assert wanted in result.decode().replace("\xa0", " ")


@pytest.mark.parametrize("odd", ['a\x01b="1"', 'xmlns="a" xmlns="b"', '1x="2" <b'])
def test_names_that_xml_does_not_know_go(odd: str) -> None:
    data = (
        f'<html><body><div {odd} class="ocr_page" title="bbox 0 0 9 9">'
        '<span class="ocrx_word" title="bbox 1 1 2 2">nước</span></div></body></html>'
    ).encode()
    root = hocr.parse(data)
    result = hocr.rewrite(root, list(hocr.read_pages(root)))
    etree.fromstring(result)
    assert "nước" in result.decode()


def test_the_letters_of_a_word_in_lines_of_their_own_are_one_word() -> None:
    letters = "\n".join(
        f'  <span class="ocrx_cinfo" title="x_bboxes {9 * n} 1 {9 * n + 8} 9">{letter}</span>'
        for n, letter in enumerate("BAN")
    )
    data = (
        '<html><body><div class="ocr_page" title="bbox 0 0 99 99">'
        '<span class="ocr_line" title="bbox 0 0 99 20">\n'
        f'<span class="ocrx_word" title="bbox 0 0 27 9">\n{letters}\n</span>'
        "</span></div></body></html>"
    ).encode()
    (page,) = hocr.read_pages(hocr.parse(data))
    assert [word.text for word in page.words()] == ["BAN"]
