"""Small office files for tests, part by part."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from vndiacritics.documents import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def package(content: dict[str, bytes]) -> bytes:
    """A package of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in content.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def docx(body: str, *, styles: str = "", **others: str) -> bytes:
    """A Word document of raw paragraphs; `others` are further parts by their kind."""
    content = parts(write_docx([]))
    content["word/document.xml"] = (
        f"<w:document {_WORD}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()
    )
    if styles:
        content["word/styles.xml"] = f"<w:styles {_WORD}>{styles}</w:styles>".encode()
    types = content["[Content_Types].xml"].decode()
    for kind, text in others.items():
        name = f"word/{kind}1.xml"
        if kind == "theme":
            content_type = "application/vnd.openxmlformats-officedocument.theme+xml"
            content[name] = text.encode()
        else:
            content_type = f"{_TYPES}.{kind}+xml"
            root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
            content[name] = f"<w:{root} {_WORD}>{text}</w:{root}>".encode()
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        types = types.replace("</Types>", f"{override}</Types>")
    content["[Content_Types].xml"] = types.encode()
    return package(content)


def run(text: str, properties: str = "") -> str:
    """A run of one text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def font(name: str) -> str:
    """The property of a run in a font."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain text is a run."""
    inner = "".join(row if row.startswith("<") else run(row) for row in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def text_of(data: bytes, name: str = "word/document.xml") -> list[str]:
    """What each paragraph of a part says, without what revisions deleted."""
    root = etree.fromstring(parts(data)[name])
    return [
        "".join(t.text or "" for t in p.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is p)
        for p in root.iter(f"{W}p")
    ]


def runs_of(data: bytes, name: str = "word/document.xml") -> list[str]:
    """What each text node of a part says."""
    return [t.text or "" for t in etree.fromstring(parts(data)[name]).iter(f"{W}t")]


def structure(data: bytes, name: str) -> list[tuple[str, dict[str, str]]]:
    """Tags and attributes of a part in order, without the text."""
    root = etree.fromstring(parts(data)[name])
    return [(element.tag, dict(element.attrib)) for element in root.iter()]
