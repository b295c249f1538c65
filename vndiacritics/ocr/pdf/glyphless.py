"""The font of an invisible text layer: every character is one and the same box of half an em.

The text layer needs a font that covers every character; it is never painted. It is built here, a
TrueType font of two glyphs, so that no font file is shipped. Codes are UTF-16 units; the ToUnicode
map gives each back as itself.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

__all__ = ["ASCENT", "DESCENT", "WIDTH", "embed", "encode"]

WIDTH = 0.5
"""Advance of every character, in ems."""

ASCENT, DESCENT = 1.05, -0.4
"""Reach of a line over and under its baseline, in ems: as much as poppler believes."""

UNITS = 1000  # an em


def encode(text: str) -> bytes:
    """Return the codes of a text, two bytes each.

    A character beyond the first plane, for which one code is not enough, is written as what it
    stands for, such as x for a mathematical x, or as U+FFFD.

    Example:
        >>> encode("Đ𝐱").hex(" ", 2)
        '0110 0078'
    """
    if any(character > "\uffff" for character in text):
        known = (unicodedata.normalize("NFKC", c) if c > "\uffff" else c for c in text)
        text = "".join("\ufffd" if c > "\uffff" else c for c in "".join(known))
    return text.encode("utf-16-be", "replace")


def embed(pdf: pikepdf.Pdf) -> Any:
    """Put the font into a PDF and gives the object that pages refer to."""
    import pikepdf

    file = pikepdf.Stream(pdf, _truetype())
    file.Length1 = len(_truetype())
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/VnfixGlyphless"),
        Flags=5,
        FontBBox=[0, round(DESCENT * UNITS), round(WIDTH * UNITS), round(ASCENT * UNITS)],
        ItalicAngle=0,
        Ascent=round(ASCENT * UNITS),
        Descent=round(DESCENT * UNITS),
        CapHeight=round(ASCENT * UNITS),
        StemV=80,
        FontFile2=pdf.make_indirect(file),
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name("/VnfixGlyphless"),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=round(WIDTH * UNITS),
        CIDToGIDMap=pdf.make_indirect(pikepdf.Stream(pdf, b"\x00\x01" * 65536)),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/VnfixGlyphless"),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, _to_unicode())),
        )
    )


def _to_unicode() -> bytes:
    # A range may not cross a multiple of 256.
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    )
    parts = [head]
    for first in range(0, len(ranges), 100):  # at most 100 to a section
        part = ranges[first : first + 100]
        parts.append(f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange\n")
    parts.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return "".join(parts).encode("ascii")


@lru_cache(maxsize=1)
def _truetype() -> bytes:
    """Build the font file, by the tables of the OpenType specification."""
    advance = round(WIDTH * UNITS)
    ascent, descent = round(ASCENT * UNITS), round(DESCENT * UNITS)
    name = _name_table("VnfixGlyphless")
    # A box, so that viewers know where a character is; the layer's text is not painted.
    glyph = struct.pack(">hhhhhHH4B", 1, 0, descent, advance, ascent, 3, 0, *(1,) * 4)
    glyph += struct.pack(">8h", 0, 0, advance, 0, descent, ascent - descent, 0, descent - ascent)
    tables = {
        b"OS/2": struct.pack(
            ">HhHHHhhhhhhhhhhh10sIIII4sHHHhhhHH",
            3, advance, 400, 5, 0, *(0,) * 10, 0, bytes(10), 1, 0, 0, 0, b"    ",
            0x40, 0, 0xFFFF, ascent, descent, 0, ascent, -descent,
        )
        + struct.pack(">IIhhHHH", 1, 0, 0, ascent, 0, 0x20, 0),
        b"cmap": struct.pack(">HHHHI", 0, 1, 1, 0, 12)
        + struct.pack(">HHHHH", 6, 12, 0, 0, 1)
        + struct.pack(">H", 1),
        b"glyf": glyph,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x00010000, 0x00010000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0,
            0, descent, advance, ascent, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x00010000, ascent, descent, 0, advance, *(0,) * 11, 1
        ),
        b"hmtx": struct.pack(">Hhh", advance, 0, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(glyph) // 2),
        b"maxp": struct.pack(">IH13H", 0x00010000, 2, 4, 1, *(0,) * 2, 1, *(0,) * 8),
        b"name": name,
        b"post": struct.pack(">IIhhIIIII", 0x00030000, 0, 0, 0, 1, 0, 0, 0, 0),
    }  # fmt: skip
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, count * 16 - power * 16
    )
    directory, body = b"", b""
    position = 12 + 16 * count
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        directory += struct.pack(">4sIII", tag, _checksum(padded), position, len(table))
        position += len(padded)
        body += padded
    font = bytearray(head + directory + body)
    adjustment = (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF
    place = font.index(struct.pack(">II", 0, 0x5F0F3CF5))
    font[place : place + 4] = struct.pack(">I", adjustment)
    return bytes(font)


def _checksum(data: bytes) -> int:
    return int(sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF)


def _name_table(name: str) -> bytes:
    data = name.encode("utf-16-be")
    records = b"".join(
        struct.pack(">HHHHHH", 3, 1, 0x409, identifier, len(data), 0) for identifier in (1, 4, 6)
    )
    return struct.pack(">HHH", 0, 3, 6 + len(records)) + records + data
