"""A plain Word document made of paragraphs: what `-o x.docx` writes for text and scans."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

__all__ = ["write_docx"]

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
)
_PACKAGE_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "</w:style></w:styles>"
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" '
    'w:footer="567" w:gutter="0"/></w:sectPr>'
)
"""A4, margins 2, 1.5, 2 and 3 cm, as Vietnamese offices write."""

_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>", "\f": '<w:br w:type="page"/>'}
_PARTS = re.compile(r"[\n\t\f]|[^\n\t\f]+")
_NO_XML = re.compile("[^\t\n\f\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first one that ZIP knows: the same text gives the same file."""


def write_docx(paragraphs: Iterable[str]) -> bytes:
    r"""Return a Word document.

    Args:
        paragraphs: each a text; a line break in it ends a line, a form feed the page, a tabulator
            is one. Characters that XML cannot hold are left out.

    Returns:
        The file: A4, Times New Roman 13. The same paragraphs give the same bytes.

    Examples:
        >>> write_docx(["Quyết định", "Điều 1.\tPhê duyệt"])[:2]
        b'PK'
    """
    body = "".join(map(_paragraph, paragraphs))
    document = f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}{_PAGE}</w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _PACKAGE_RELATIONS),
            ("word/document.xml", document),
            ("word/styles.xml", _STYLES),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS),
        ):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, text.encode())
    return target.getvalue()


def _paragraph(text: str) -> str:
    text = _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    content = "".join(
        _BREAKS.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in _PARTS.findall(text)
    )
    return f"<w:p><w:r>{content}</w:r></w:p>" if content else "<w:p/>"
