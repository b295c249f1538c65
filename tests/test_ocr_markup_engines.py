"""What other OCR programs write: read whatever its habits, repaired in place, put into PDFs."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

etree: Any = pytest.importorskip("lxml.etree", reason="needs the extra [ocr]")
for package in ("cv2", "pikepdf", "pypdfium2", "PIL"):
    pytest.importorskip(package, reason="needs the extra [ocr]")

import office_files  # noqa: E402
import text_layers  # noqa: E402
from PIL import Image  # noqa: E402

from vndiacritics.command import main as cli  # noqa: E402
from vndiacritics.ocr.formats import abbyy, alto, hocr, pagexml, tesseract_tsv  # noqa: E402
from vndiacritics.ocr.page import Page  # noqa: E402
from vndiacritics.ocr.repair import repair_pages  # noqa: E402
from vndiacritics.restoration import Alternative, Edit, Restoration, apply_edits  # noqa: E402


class EveryDan:
    """Replaces the word `dan` wherever it stands alone."""

    def explain_batch(self, texts: Sequence[str]) -> list[Restoration]:
        results = []
        for text in texts:
            edits = [
                Edit(m.start(), m.end(), "dan", "dân", 0.9, (Alternative("?", 0.1),), "test")
                for m in re.finditer(r"\bdan\b", text)
            ]
            results.append(Restoration(text, apply_edits(text, edits), tuple(edits)))
        return results


RESTORER = EveryDan()


def hocr_of(body: str) -> bytes:
    return (
        '<html><head><meta name="ocr-system" content="x"/></head><body>'
        f'<div class="ocr_page" title="bbox 0 0 1000 1400; image p.png">{body}</div></body></html>'
    ).encode()


def line(inner: str, top: int = 100) -> str:
    return f'<span class="ocr_line" title="bbox 50 {top} 900 {top + 40}">{inner}</span>'


def word(text: str, left: int, name: str = "ocrx_word", extra: str = "") -> str:
    box = f"bbox {left} 100 {left + 60} 140{extra}"
    return f'<span class="{name}" title="{box}">{text}</span> '


HABITS = [
    ("straight in the line", line("nhan dan xa")),
    ("its own word class", line("".join(word(t, 60 * n, "ocr_word") for n, t in
                                        enumerate(["nhan", "dan", "xa"])))),
    ("words and straight text in one line", line(word("nhan", 50) + "dan xa")),
    ("areas in areas", ('<div class="ocr_carea"><div class="ocr_carea">'
                       f'{line("nhan dan xa")}</div></div>')),
    ("words outside of lines", word("nhan", 50) + word("dan", 150) + word("xa", 250)),
    ("lines in lines", f'<span class="ocrx_line">{line("nhan dan xa")}</span>'),
    ("bold words", line("".join(word(f"<strong>{t}</strong>", 60 * n) for n, t in
                                enumerate(["nhan", "dan", "xa"])))),
    ("letters with boxes", line("".join(
        word("".join(f'<span class="ocrx_cinfo" title="x_bboxes 1 1 2 2">{c}</span>' for c in t),
             60 * n) for n, t in enumerate(["nhan", "dan", "xa"])))),
    ("line breaks between", line("nhan dan<br/>xa")),
]  # fmt: skip


@pytest.mark.parametrize("body", [row[1] for row in HABITS], ids=[row[0] for row in HABITS])
def test_every_word_is_read_once_and_repaired_in_place(body: str) -> None:
    root = hocr.parse(hocr_of(body))
    pages = list(hocr.read_pages(root))
    assert [w.text for p in pages for w in p.words()] == ["nhan", "dan", "xa"]
    result = hocr.rewrite(root, repair_pages(pages, RESTORER))
    again = next(hocr.read_pages(hocr.parse(result)))
    assert [w.text for w in again.words()] == ["nhan", "dân", "xa"]
    assert " ".join("".join(etree.fromstring(result).itertext()).split()).count("dan") == 0


def test_the_mark_of_bold_stays() -> None:
    root = hocr.parse(hocr_of(line(word("<strong><em>dan</em></strong>", 50))))
    result = hocr.rewrite(root, repair_pages(list(hocr.read_pages(root)), RESTORER))
    assert "<strong><em>dân</em></strong>" in result.decode()


def test_straight_words_share_the_box_of_their_line() -> None:
    (page,) = hocr.read_pages(hocr.parse(hocr_of(line("nhan dan xa"))))
    boxes = [w.box for w in page.words()]
    assert boxes[0].left == 50
    assert boxes[-1].right == pytest.approx(900)
    assert all(a.right < b.left for a, b in itertools.pairwise(boxes))


def test_areas_are_blocks() -> None:
    body = "".join(
        f'<div class="ocr_carea" id="{n}">{line(f"so {n}", 100 * n)}</div>' for n in (1, 2)
    )
    (page,) = hocr.read_pages(hocr.parse(hocr_of(body)))
    assert [block.lines[0].text for block in page.blocks] == ["so 1", "so 2"]


@pytest.mark.parametrize(
    "title",
    [
        "bbox 10 10 60 40; x_wconf nan",
        "bbox 10 10 60 40; x_wconf",
        "bbox 10 10 60 40; x_wconf inf",
        f"bbox 10 {'9' * 400} 60 40",
        "bbox 60 40 10 10",
        "bbox a b c d",
        "",
    ],
)
def test_odd_titles_come_out_as_numbers(title: str, tmp_path: Path) -> None:
    body = line(f'<span class="ocrx_word" title="{title}">dan</span>')
    (tmp_path / "a.hocr").write_bytes(hocr_of(body).replace(b"image p.png", b"scan_res"))
    assert cli.main([str(tmp_path / "a.hocr"), "-o", str(tmp_path / "a.json")]) == 0

    def refuse(name: str) -> float:
        raise AssertionError(f"{name} in JSON")

    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"), parse_constant=refuse)
    assert found["pages"][0]["blocks"][0]["lines"][0]["words"][0]["old"] == "dan"


def test_control_characters_do_not_reach_the_output(tmp_path: Path) -> None:
    body = line("nhan da\x02n &#1;xa").encode("utf-8").decode()
    (tmp_path / "a.hocr").write_bytes(hocr_of(body))
    for form in ("hocr", "alto", "page", "json"):
        target = tmp_path / f"b.{form}"
        arguments = [str(tmp_path / "a.hocr"), "--format", form, "-o", str(target)]
        assert cli.main(arguments) == 0
        if form == "json":
            json.loads(target.read_text(encoding="utf-8"))
        else:
            etree.fromstring(target.read_bytes())


def test_a_word_file_and_its_text_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.hocr").write_bytes(hocr_of(line("nhân dân")))
    target = tmp_path / "b.docx"
    assert cli.main([str(tmp_path / "a.hocr"), "-o", str(target), "--sidecar"]) == 0
    assert office_files.text_of(target.read_bytes()) == ["nhân dân"]
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "nhân dân\n"


def test_nested_thousands_deep_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deep = "<div>" * 3000 + line("nhan dan") + "</div>" * 3000
    (tmp_path / "a.hocr").write_bytes(hocr_of(deep))
    code = cli.main([str(tmp_path / "a.hocr"), "-o", str(tmp_path / "b.txt")])
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert code in {0, 4}
    assert said.count("\n") <= 2


ALTO = b"""<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Layout>
<Page WIDTH="inf" HEIGHT="1400"><PrintSpace>
<TextBlock><TextLine><String CONTENT="dan" HPOS="1" VPOS="1" WIDTH="inf" HEIGHT="9" WC="nan"/>
<String CONTENT="du" SUBS_TYPE="HypPart1" SUBS_CONTENT="du-dan"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="dan" SUBS_TYPE="HypPart2" SUBS_CONTENT="du-dan"/></TextLine></TextBlock>
<String CONTENT="ngoai"/></PrintSpace></Page></Layout></alto>"""


def test_alto_of_odd_habits() -> None:
    root = alto.parse(ALTO)
    pages = list(alto.read_pages(root))
    assert [w.text for w in pages[0].words()] == ["dan", "du", "dan", "ngoai"]
    result = alto.rewrite(root, repair_pages(pages, RESTORER)).decode()
    assert result.count('SUBS_CONTENT="du-dân"') == 2
    assert '<HYP CONTENT="-"/>' in result
    assert 'CONTENT="ngoai"' in result


PAGE = b"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page imageFilename="p.png" imageWidth="1000" imageHeight="1400">
<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="0" regionRef="r2"/>
<RegionRefIndexed index="1" regionRef="r1"/></OrderedGroup></ReadingOrder>
<TextRegion id="r1"><Coords points="0,0 900,0 900,50 0,50"/>
<TextLine id="l1"><Coords points="0,0 900,0 900,50 0,50"/>
<Word id="w1"><Coords points="0,0 90,0 90,50 0,50"/>
<TextEquiv conf="0.7"><Unicode>dan</Unicode></TextEquiv></Word>
<Word id="w2"><Coords points="100,0 190,0 190,50 100,50"/>
<TextEquiv><Unicode>cu</Unicode></TextEquiv></Word>
<TextEquiv><Unicode>dan cu</Unicode></TextEquiv></TextLine>
<TextEquiv><Unicode>dan cu</Unicode></TextEquiv></TextRegion>
<TextRegion id="r2"><Coords points="0,100 900,100 900,150 0,150"/>
<TextLine id="l2"><Coords points="0,100 900,100 900,150 0,150"/>
<TextEquiv><Unicode>nhan dan</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"""


def test_page_xml_in_reading_order_and_repaired_on_all_levels() -> None:
    root = pagexml.parse(PAGE)
    pages = list(pagexml.read_pages(root))
    assert [w.text for w in pages[0].words()] == ["nhan", "dan", "dan", "cu"]
    result = pagexml.rewrite(root, repair_pages(pages, RESTORER)).decode()
    assert result.count("<Unicode>dân cu</Unicode>") == 2
    assert "<Unicode>nhan dân</Unicode>" in result
    assert '<TextEquiv conf="0.7" index="1"><Unicode>dan</Unicode>' in result
    again = next(pagexml.read_pages(pagexml.parse(result.encode())))
    assert [w.text for w in again.words()] == ["nhan", "dân", "dân", "cu"]


ABBYY = b"""<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">
<page width="1000" height="1400" resolution="300"><block blockType="Text"><text><par><line>
<formatting><charParams l="10" t="10" r="20" b="40" charConfidence="90">d</charParams>
<charParams l="21" t="10" r="30" b="40" charConfidence="80">a</charParams>
<charParams l="31" t="10" r="40" b="40" suspicious="1">n</charParams>
<charParams l="41" t="10" r="50" b="40"> </charParams>
<charParams l="51" t="10" r="60" b="40">c</charParams>
<charParams l="61" t="10" r="70" b="40">u</charParams></formatting></line></par></text></block>
</page></document>"""


def test_letters_of_finereader_become_words() -> None:
    (page,) = abbyy.read_pages(abbyy.parse(ABBYY))
    first, second = page.words()
    assert (first.text, second.text) == ("dan", "cu")
    assert (first.box.left, first.box.right) == (10, 40)
    assert first.confidence == pytest.approx((0.9 + 0.8 + 0.5) / 3)


TSV = (
    b"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    b"1\t1\t0\t0\t0\t0\t0\t0\t1000\t1400\t-1\t\n"
    b"5\t1\t1\t1\t1\t1\t50\t100\t60\t40\t91.5\tnhan\n"
    b"5\t1\t1\t1\t1\t2\t120\t100\t60\t40\tnan\tdan\n"
)


def test_the_table_of_tesseract() -> None:
    rows = tesseract_tsv.parse(TSV)
    pages = list(tesseract_tsv.read_pages(rows))
    assert [w.text for w in pages[0].words()] == ["nhan", "dan"]
    assert pages[0].width == 1000
    result = tesseract_tsv.rewrite(rows, repair_pages(pages, RESTORER))
    assert result == TSV.replace(b"\tdan", "\tdân".encode())


FILES = [("a.hocr", hocr_of(line("nhan dan"))), ("a.xml", PAGE), ("a.tsv", TSV), ("b.xml", ABBYY)]


@pytest.mark.parametrize(("name", "data"), FILES)
def test_words_and_image_make_a_searchable_pdf(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    Image.new("L", (500, 700), 255).save(tmp_path / "p.png", dpi=(150, 150))
    target = tmp_path / "out.pdf"
    given = [] if name in {"a.hocr", "a.xml"} else ["--image", str(tmp_path / "p.png")]
    assert cli.main([str(tmp_path / name), "-o", str(target), *given]) == 0
    found = text_layers.by_pdfium(target)
    assert len(found) >= 2
    # The image has half the pixels of the page in the document.
    assert all(word.box.right <= 500 * 72 / 150 for word in found)


def test_a_pdf_of_pages_takes_the_corrected_words(tmp_path: Path) -> None:
    Image.new("L", (500, 700), 255).save(tmp_path / "p.pdf", resolution=100)
    (tmp_path / "a.hocr").write_bytes(hocr_of(line("Nhân dân")))
    target = tmp_path / "out.pdf"
    arguments = [str(tmp_path / "a.hocr"), "-o", str(target), "--image", str(tmp_path / "p.pdf")]
    assert cli.main(arguments) == 0
    assert [word.text for word in text_layers.by_pdfium(target)] == ["Nhân", "dân"]


def test_an_image_that_is_not_there_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.hocr").write_bytes(hocr_of(line("nhan dan")))
    assert cli.main([str(tmp_path / "a.hocr"), "-o", str(tmp_path / "a.pdf")]) == 2
    assert "--image" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


def test_other_programs_read_each_word_once(tmp_path: Path) -> None:
    """As hocr-tools and OCRmyPDF do: all the text below a word's element."""
    root = hocr.parse(hocr_of(line(word("nhan", 50) + word("dan", 150))))
    result = hocr.rewrite(root, repair_pages(list(hocr.read_pages(root)), RESTORER))
    elements = etree.fromstring(result).xpath("//*[@class='ocrx_word']")
    assert ["".join(element.itertext()) for element in elements] == ["nhan", "dân"]


def test_an_empty_page_is_written(tmp_path: Path) -> None:
    empty = Page(1, 100, 100)
    for module in (hocr, alto, pagexml):
        text = "".join(module.write(iter([empty]), title="a", system="b"))
        etree.fromstring(text.encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'class="ocr_line"', b'class="ocr_line" 9x="1"'),
        (b"<html>", b"<!DOCTYPE html PUBLIC '-//W3C \"><html>"),
        (b"<body>", b"<body><!-- a -- b -->"),
        (b"</span>", b"</spa<n>"),
        (b"<html>", b'<html xmlns:="x" content-type>'),
    ],
    ids=["an attribute's name", "a document type", "a comment", "a closing tag", "a namespace"],
)
def test_what_only_a_browser_forgives_comes_out_as_xml(before: bytes, after: bytes) -> None:
    data = hocr_of(line(word("nhan", 50) + word("dan", 150))).replace(before, after, 1)
    root = hocr.parse(data)
    result = hocr.rewrite(root, repair_pages(list(hocr.read_pages(root)), RESTORER))
    again = next(hocr.read_pages(etree.fromstring(result)))
    assert "dân" in " ".join(w.text for w in again.words())
