"""Old fonts of a Word document: which runs are in one, and a new font in the place of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vndiacritics.documents.fonts import NEW_FONT, Part, old_font, read_old
from vndiacritics.documents.nodes import Conversion, Node, convert
from vndiacritics.documents.package import Element
from vndiacritics.documents.word_text import Paragraph, namespace_of

__all__ = ["Fonts", "convert_numbering", "convert_text", "convert_theme", "rename_fonts"]

_ATTRIBUTES = ("hAnsi", "ascii", "cs", "eastAsia")
"""Of `w:rFonts`; the first tells the font of letters beyond ASCII."""

_THEMED = {"hAnsi": "hAnsiTheme", "ascii": "asciiTheme"}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LONGEST_CHAIN = 20
"""Styles that a style may be based on, one on the other: circles end."""


@dataclass(frozen=True)
class _Style:
    """A style as far as it tells a font."""

    based_on: str | None
    font: str | None


class Fonts:
    """Tells the font of a run: its own, that of its styles, that of the document.

    Args:
        styles: root of the part of styles, None where there is none.
        theme: root of the theme, None where there is none.
    """

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self._themed = {} if theme is None else _theme_fonts(theme)
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        self._paragraph_style: str | None = None
        if styles is not None:
            self._read(styles)

    def _read(self, styles: Element) -> None:
        prefix = namespace_of(styles)
        path = f"{prefix}docDefaults/{prefix}rPrDefault/{prefix}rPr/{prefix}rFonts"
        self._default = self._named(styles.find(path), prefix)
        for style in styles.iterchildren(f"{prefix}style"):
            name = style.get(f"{prefix}styleId", "")
            based_on = style.find(f"{prefix}basedOn")
            self._styles[name] = _Style(
                None if based_on is None else based_on.get(f"{prefix}val"),
                self._named(style.find(f"{prefix}rPr/{prefix}rFonts"), prefix),
            )
            if style.get(f"{prefix}type") == "paragraph" and _is_on(style, f"{prefix}default"):
                self._paragraph_style = name

    def of(self, run: Element, paragraph: Element) -> str | None:
        """Return the name of a run's font, None where nothing tells it."""
        prefix = namespace_of(run)
        properties = run.find(f"{prefix}rPr")
        if properties is not None:
            named = self._named(properties.find(f"{prefix}rFonts"), prefix)
            named = named or self._styled(_value(properties, "rStyle", prefix))
            if named:
                return named
        style = _value(paragraph.find(f"{prefix}pPr"), "pStyle", prefix) or self._paragraph_style
        return self._styled(style) or self._default

    def _styled(self, name: str | None) -> str | None:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name or "")
            if style is None or style.font:
                return None if style is None else style.font
            name = style.based_on
        return None

    def _named(self, fonts: Element | None, prefix: str) -> str | None:
        """Return the font that `w:rFonts` names for letters beyond ASCII."""
        if fonts is None:
            return None
        for attribute, themed in _THEMED.items():
            theme = fonts.get(f"{prefix}{themed}")
            name = self._themed.get(theme[:5]) if theme else None
            name = name or fonts.get(f"{prefix}{attribute}")
            if name:
                return str(name)
        return None


def _theme_fonts(theme: Element) -> dict[str, str]:
    found = {}
    for kind in ("major", "minor"):
        latin = theme.find(f".//{_DRAWING}{kind}Font/{_DRAWING}latin")
        if latin is not None and latin.get("typeface"):
            found[kind] = latin.get("typeface")
    return found


def _value(properties: Element | None, name: str, prefix: str) -> str | None:
    element = None if properties is None else properties.find(f"{prefix}{name}")
    return None if element is None else element.get(f"{prefix}val")


def _is_on(element: Element, attribute: str) -> bool:
    return element.get(attribute, "0") in {"1", "true", "on"}


def convert_text(found: Sequence[Paragraph], fonts: Fonts) -> list[Conversion]:
    """Read the runs in old fonts as Unicode, and return them."""
    nodes = []
    for line, paragraph in enumerate(found):
        _symbols_to_text(paragraph, fonts)
        for node in paragraph.nodes():
            font = old_font(fonts.of(node.run, paragraph.element))
            nodes.append(Node(node.element, "text", line, font))
    return convert(nodes)


def _symbols_to_text(paragraph: Paragraph, fonts: Fonts) -> None:
    """Make text of the letters that Word stored as symbols of an old font."""
    for run in paragraph.element.iter(f"{namespace_of(paragraph.element)}r"):
        prefix = namespace_of(run)
        for symbol in run.findall(f"{prefix}sym"):
            font = old_font(symbol.get(f"{prefix}font"))
            if font is None or old_font(fonts.of(run, paragraph.element)) != font:
                continue
            try:
                code = int(symbol.get(f"{prefix}char", ""), 16) & 0xFF
            except ValueError:
                continue
            symbol.tag = f"{prefix}t"
            symbol.attrib.clear()
            symbol.text = bytes((code,)).decode("cp1252", "replace")


def rename_fonts(root: Element) -> bool:
    """Put the new font in the place of old ones, wherever `w:rFonts` names one."""
    prefix = namespace_of(root)
    changed = False
    for fonts in root.iter(f"{prefix}rFonts"):
        old = [name for name in _ATTRIBUTES if old_font(fonts.get(f"{prefix}{name}"))]
        if {"hAnsi", "ascii"} & set(old):
            old = [*dict.fromkeys((*old, "hAnsi", "ascii", "cs"))]
        for name in old:
            fonts.set(f"{prefix}{name}", NEW_FONT)
        changed = changed or bool(old)
    return changed


def convert_theme(theme: Element) -> bool:
    """Put the new font in the place of old ones in a theme."""
    latin = [row for row in theme.iter(f"{_DRAWING}latin") if old_font(row.get("typeface"))]
    for row in latin:
        row.set("typeface", NEW_FONT)
    return bool(latin)


def convert_numbering(numbering: Element) -> bool:
    """Read what stands before the items of lists in an old font, such as ``§iÒu %1.``."""
    prefix = namespace_of(numbering)
    changed = False
    for level in numbering.iter(f"{prefix}lvl"):
        fonts = level.find(f"{prefix}rPr/{prefix}rFonts")
        text = level.find(f"{prefix}lvlText")
        if fonts is None or text is None:
            continue
        font = old_font(fonts.get(f"{prefix}hAnsi") or fonts.get(f"{prefix}ascii"))
        shown = text.get(f"{prefix}val", "")
        if font is not None and shown:
            read = read_old([Part(shown, 0, font)], font)[0]
            text.set(f"{prefix}val", read)
            changed |= read != shown
    return changed


def names_of(parts: Iterable[Element]) -> set[str]:
    """Return the old fonts that parts name."""
    found = set()
    for root in parts:
        prefix = namespace_of(root)
        for fonts in root.iter(f"{prefix}rFonts"):
            found |= {fonts.get(f"{prefix}{name}") for name in _ATTRIBUTES}
    return {name for name in found if old_font(name)}
