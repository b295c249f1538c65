"""Files that are text: words change, and mark-up, code, keys, quotes and times do not."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from stub_restorer import WORDS, StubRestorer

from vndiacritics.documents import BrokenDocumentError, repair
from vndiacritics.restoration import Restoration
from vndiacritics.restorer import Restorer
from vndiacritics.text.kept import Span, thinned


class Words(StubRestorer):
    """Restores three words wherever they stand as such: `dan`, `van`, `chinh`."""

    def explain(self, text: str, *, keep: list[Span] = ()) -> Restoration:  # type: ignore[override]
        read = thinned(text, keep)
        return read.restored(super().explain(read.text))


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def check(kind: str, source: str) -> None:
    """Words between « » are repaired, all others stay."""
    data = re.sub("[«»]", "", source).encode()
    expected = re.sub("«(.*?)»", lambda match: repaired(match[1]), source, flags=re.DOTALL)
    assert repair(data, kind, Words()).data.decode() == expected


def repaired(text: str) -> str:
    return re.sub(r"\w+", lambda match: WORDS.get(match[0], match[0]), text)


MARKDOWN = [
    "---\nten: dan\n---\n«dan»",
    "+++\nten = 'dan'\n+++\n«dan»\n",
    "# «dan van» #\n\n«dan»\n===\n",
    "«dan» `dan` «van» ``dan ` van`` «chinh»",
    "```\ndan\n```\n«dan»\n~~~~ dan\nvan\n~~~\n~~~~\n«dan»",
    "> ```\n> dan\n> ```\n> «dan»",
    "«dan»\n\n    dan\n\n    van\n\n«dan»",
    "«dan»\n    «van»\n",
    "- «dan»\n\n  «van»\n\n      dan\n\n  «van»\n",
    "1. «dan»\n   - «van»\n\n     «chinh»\n\n         dan\n",
    "- [x] «dan»\n- [ ] «van»",
    "**«dan»** *«van»* _«dan van»_ ~~«dan»~~ ***«chinh»***",
    "*«dan»* 3 * 4 van_dan_chinh __«dan»__",
    "[«dan van»](dan.md 'van') ![«dan»](<dan van.png>) [«dan»](dan(van)dan)",
    '[«dan»][van] [van][] [van] [«dan»] khac\n\n[van]: dan/van "dan"\n',
    "[«dan» `van` [«van»](dan)](dan) [«van»](tap tin dan.md)",
    "<https://dan.vn/dan> https://dan.vn/dan?van=dan, dan@van.vn www.dan.vn.",
    '<b>«dan»</b> <span class="dan">«van»</span><br>«dan» <code>dan</code> <!-- dan -->',
    "<div>\n«dan»\n</div>\n<pre>\ndan\n\nvan\n</pre>\n«dan»",
    "<!--\ndan\n\nvan -->\n«dan»",
    "«dan» $dan + van$ «van» $5 «dan» $6 \\(dan\\) $$van$$ «dan»\n\n$$\ndan\n$$\n«dan»",
    "| «dan» | `van` |\n|---|:-:|\n| «van» \\| «dan» | **«dan»** |\n\n«dan» | «van»",
    "{{ dan }} «dan» {% van %} {#dan .van} :dan: «van»",
    "«dan»[^dan]\n\n[^dan]: «dan van»\n",
    "[[dan|«van»]] [[dan]] [@dan2020] «van»",
    '::: dan\n«dan»\n:::\n!!! dan "van"\n    «dan»\n',
    "* * *\n«dan»\n\n***\n«van»  \n«dan»\n",
    "«dan» &nbsp;«van» &dan; \\*«dan»\\*",
    "«dan»\r\n\r\n- «van»\r\n",
    "`dan\nvan` «dan» ` «van»",
    "\\[ «dan»\n\n\\[[`dan`](van)] - **«van»**: «dan»\n\n\\[\ndan\n\\]\n«van»",
]
HTML = [
    "<p class=dan title='van'>«dan» <b>«van»</b></p>",
    "<!DOCTYPE html><!-- dan --><title>«dan»</title><script>dan < van</script>«van»",
    "<style>dan {van: 1}</style><p>«dan»<pre>dan <b>van</b></pre>«van» <code>dan</code>",
    "<p>«dan»&nbsp;«van» &lt;«chinh»&gt; &copy; AT&T</p>",
    "<p lang=en>dan</p><p lang=vi>«dan»</p><p translate=no>dan <b>van</b></p>«van»",
    "<textarea>dan</textarea><a href=dan>«dan»</a> <img alt=dan> «van»<br/>«dan»",
    "<p>a < b «dan» > c</p><a title='a > dan'>«dan»</a>",
    "<table><tr><td>«dan»<td>«van»</table>",
    "<P>«dan»<BR>«van»<CODE>dan</CODE>",
    "<p>«dan»",
]
XML = [
    "<?xml version='1.0'?><dan van='dan'><chinh>«dan»</chinh><van>«van»</van></dan>",
    "<a><!-- dan --><![CDATA[«dan» <van>]]><b xml:lang='en'>dan</b><code>dan</code></a>",
    "<!DOCTYPE a [<!ENTITY x 'dan'>]><a>«dan»&x;«van»</a>",
    "<a>«dan» <b>«van»</b> &#100;o «chinh»</a>",
]
CSV = [
    "STT,Ten\n1,«dan»\n2,«dan van»\n",
    "dan,van\n«dan»,«van»\n",
    '«dan van»;«chinh»\r\n"«dan»; ""«van»""";5\r\n',
    'a\tb c\n«dan»\t"«van»\n«dan»"\n',
    "«dan van\n»",
    'dan,van\n1,dan-van\n2,«dan» - «van»\n3,"dan_van"\n',
    'a b,c\n,\n"«dan"»,«van»\n',
]
JSON = [
    '{"dan": "«dan»", "van": ["«van»", 1, null, {"dan": "«chinh» \\"«dan»\\"\\n«van»"}]}',
    '"«dan»"',
    '{"a": "http://dan/dan", "b": "\\u0064án «dan»", "c": "#dad"}',
    '["dan-van", "dan_van", "dan.van-2", "«dan» - «van»", "«dan»-«Van»", "«dan»."]',
    "[]",
]
SRT = [
    "1\n00:00:01,000 --> 00:00:02,000\n<i>«dan»</i>\n- «van»\n\n2\n00:03,000 --> 00:04,5\n«dan»",
    "\r\n1\r\n00:01,000 --> 00:02,000 X1:1\r\n{\\an8}«dan»\r\n",
]
VTT = [
    "WEBVTT dan\n\nNOTE dan\nvan\n\nSTYLE\n::cue(dan) {}\n\ndan\n00:01.000 --> 00:02.000 a\n«dan»",
    "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Dan>«dan» <c.van>«van»</c> &amp; «dan»\n",
]
LATEX = [
    "«dan» % dan\n«van» \\% «dan»",
    "\\section{«dan»}\\label{dan}\\textbf{«dan» \\emph{«van»}} \\cite[dan]{van} \\ref{dan}",
    "\\documentclass[dan]{van}\n\\title{«dan»}\ndan\n\\begin{document}«dan»\\end{document}",
    "$dan$ «dan» $$van$$ \\(dan\\) \\[van\\] «van»",
    "\\begin{align*}dan\\end{align*}«dan»\\begin{verbatim}dan\\end{verbatim}\\verb|dan|",
    "\\begin{tabular}{dan}«dan» & «van» \\\\ «dan»\\end{tabular}",
    "\\includegraphics[width=dan]{dan} \\href{dan}{«dan»} \\url{dan} \\item «dan»",
    "\\lenh{«dan van»} \\lenh{dan} \\newcommand{\\dan}{dan van} \\dan «van»~«dan»",
    "\\textcolor{dan}{«van»} d\\'an \\d{dan} ``«dan»''",
]


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        (kind, source)
        for kind, sources in (
            ("markdown", MARKDOWN),
            ("html", HTML),
            ("xml", XML),
            ("csv", CSV),
            ("json", JSON),
            ("srt", SRT),
            ("vtt", VTT),
            ("latex", LATEX),
        )
        for source in sources
    ],
)
def test_only_text_is_touched(kind: str, source: str) -> None:
    check(kind, source)


def test_json_lines() -> None:
    check("jsonl", '{"dan": "«dan»"}\n\n{"dan": "«van»"}\r\n')


# --- how it is written ---------------------------------------------------------------------------


def test_json_that_escapes_letters_goes_on_so() -> None:
    assert repair(b'["\\u1ea5 dan", "dan"]', "json", Words()).data == (
        b'["\\u1ea5 d\\u00e2n", "d\\u00e2n"]'
    )
    raw = '["\\u1ea5 ế dan"]'.encode()
    assert repair(raw, "json", Words()).data.decode() == '["\\u1ea5 ế dân"]'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b"<meta charset=iso-8859-1><p>caf\xe9 dan v\x93",
            b"<meta charset=iso-8859-1><p>caf\xe9 d\xe2n v\x93",
        ),
        (b"<meta charset=ascii><p>chinh van", b"<meta charset=ascii><p>ch\xednh v&#7853;n"),
        ("<p>dan é".encode("utf-16"), "<p>dân é".encode("utf-16")),
        (b"\xef\xbb\xbf<p>dan", "\ufeff<p>dân".encode()),
    ],
)
def test_a_page_keeps_its_encoding(data: bytes, expected: bytes) -> None:
    assert repair(data, "html", Words()).data == expected


def test_xml_keeps_its_encoding() -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    data = f"{head}<a>é dan van<![CDATA[van dan]]></a>".encode("latin-1")
    found = repair(data, "xml", Words()).data
    assert found == f"{head}<a>é dân v&#7853;n<![CDATA[van dân]]></a>".encode("latin-1")


def test_places_are_those_a_person_finds() -> None:
    assert [e.place for e in repair(b"a\n\nb\ndan", "markdown", Words()).edits] == ["line 4"]
    assert [e.place for e in repair(b"A b;B\n1;dan", "csv", Words()).edits] == ["row 2, column 2"]


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("json", b'{"a": 1,}', "no JSON: line 1, column"),
        ("jsonl", b'{"a": 1}\n{"a"\n', "no JSON: line 2, column"),
        ("json", b"[" * 100_000, "nested too deep"),
        ("xml", b"<a><b></a>", "no XML: mismatched tag: line 1"),
        ("xml", b"", "no XML"),
        ("csv", b"\xff\xfea\x00b", "not UTF-16-LE"),
    ],
)
def test_broken_files_are_one_line(kind: str, data: bytes, message: str) -> None:
    with pytest.raises(BrokenDocumentError, match=message):
        repair(data, kind, Words())


def test_entities_that_expand_without_end_are_not_expanded() -> None:
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{names[n - 1]};" * 10 if n else "dan"}">'
        for n, name in enumerate(names)
    )
    data = f"<!DOCTYPE r [{entities}]><r>&j; dan</r>".encode()
    with pytest.raises(BrokenDocumentError, match=r"no XML: .*amplification"):
        repair(data, "xml", Words())


HOSTILE = [
    ("markdown", ("[", "`", "[`", "<a ", '<a "', "![](", "[a](", "$a ", "> ", "a\n", "{{", "[[a|")),
    ("markdown", ("a.", "\\(", "|a", "<!--", "~~~", "_a", "`a``b```c", "&amp;", "a@")),
    ("html", ("<", "<a ", '<a "', "<!--", "<script>", "<code>", "&a", "<!a[", "<?", '<a b="c" ')),
    ("xml", ("<", "&")),
    ("latex", ("{", "}", "\\textbf{", "\\a[", "$a", "\\verb|", "\\[", "%", "\\'", "\\foo{")),
    ("csv", ('"', '",', '"a""', "a,", '"a"b')),
    ("srt", ("1\n00:00:01,000 --> 00:00:02,000\n<a", "{\\")),
]


@pytest.mark.parametrize(
    ("kind", "part"), [(kind, part) for kind, parts in HOSTILE for part in parts]
)
def test_text_that_repeats_itself_is_read_in_one_go(kind: str, part: str) -> None:
    data = (part * 50_000).encode()
    if kind == "xml":
        with pytest.raises(BrokenDocumentError):
            repair(data, kind, Silent())
    else:
        assert repair(data, kind, Silent()).data == data


# --- right files, and structure ------------------------------------------------------------------

TEXTS = st.text(st.sampled_from("dan van\n\r\t`*_[](){}<>&;\"'\\|#-$%~=:!1ắ\ufeff,"), max_size=80)


@given(TEXTS)
@pytest.mark.parametrize("kind", ["markdown", "html", "csv", "tsv", "srt", "vtt", "latex"])
def test_any_text_stays_but_for_its_words(kind: str, text: str) -> None:
    found = repair(text.encode(), kind, Words()).data.decode()
    for word, new in WORDS.items():
        found = found.replace(new, word)
    assert found == text


class Silent:
    """A restorer that changes nothing."""

    def explain(self, text: str, *, keep: list[Span] = ()) -> Restoration:
        return Restoration(text, text)


@given(TEXTS)
@pytest.mark.parametrize("kind", ["markdown", "html", "csv", "tsv", "srt", "vtt", "latex"])
def test_what_needs_no_repair_comes_back(kind: str, text: str) -> None:
    data = text.encode()
    assert repair(data, kind, Silent()).data == data


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(JSONS, st.booleans())
def test_json_keeps_its_values(value: object, ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only).encode()
    found = json.loads(repair(data, "json", Words()).data)
    assert shape(found) == shape(value)


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return str if isinstance(value, str) else value


DAMAGED = {
    "markdown": (
        "# Bao cao *ket qua*\n\nUy ban nhan dan **huyen** chi dao `lenh` theo [ke hoach](a.md).\n\n"
        "1. Giam ngheo\n2. Dau tu cong\n\n| Chi tieu | So luong |\n|---|---|\n| Ho ngheo | 5 |\n"
    ),
    "html": (
        "<h1>Bao cao</h1><p id='bao'>Uy ban <b>nhan dan</b> huyen &amp; cac xa<br>bao cao ket qua"
        "</p><ul><li>Giam ngheo<li>Dau tu cong</ul>"
    ),
    "csv": 'Ho ten;Ghi chu\nNguyen Van An;"da nop; ""du"" ho so"\nTran Thi Binh;chua nop ho so\n',
}


def tokens_of_markdown(text: str) -> list[tuple[str, str]]:
    kept = {"code_inline", "code_block", "fence", "html_inline", "html_block"}
    flat = [
        t
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text)
        for t in (token, *(token.children or ()))
    ]
    return [(t.type, t.content if t.type in kept else str(t.attrs)) for t in flat]


def tags_of_html(text: str) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, attrs))  # type: ignore[method-assign]
    parser.handle_endtag = lambda tag: found.append((tag, None))  # type: ignore[method-assign]
    parser.feed(text)
    return found


def sizes_of_csv(text: str) -> list[int]:
    return [len(row) for row in csv.reader(io.StringIO(text), delimiter=";")]


@pytest.mark.parametrize(
    ("kind", "structure"),
    [("markdown", tokens_of_markdown), ("html", tags_of_html), ("csv", sizes_of_csv)],
)
def test_a_damaged_file_keeps_its_structure(
    restorer: Restorer, kind: str, structure: Callable[[str], object]
) -> None:
    source = DAMAGED[kind]
    found = repair(source.encode(), kind, restorer)
    text = found.data.decode()
    assert len(found.edits) > 10
    assert structure(text) == structure(source)


def test_a_right_file_of_each_kind_comes_back(restorer: Restorer) -> None:
    for kind, text in {
        "markdown": "# Báo cáo\n\nNội dung *quan trọng* nhất là **xây dựng** `nông thôn`.\n",
        "html": "<p>Ủy ban nhân dân xã <b>báo</b> cáo</p><p>Số: 01</p>",
        "xml": "<a ten='x'>Ủy ban nhân dân xã báo cáo</a>",
        "csv": "STT,Họ tên\n1,Nguyễn Văn An\n2,Trần Thị Bình\n",
        "json": '{"ten": "Nguyễn Văn An", "so": "01", "ngay": "2024-01-01"}',
        "srt": "1\n00:00:01,000 --> 00:00:02,000\nChào anh, tôi là cán bộ xã.\n",
        "latex": "\\section{Kết quả} Ủy ban nhân dân xã báo cáo $x$.\n",
    }.items():
        assert repair(text.encode(), kind, restorer).data == text.encode()
