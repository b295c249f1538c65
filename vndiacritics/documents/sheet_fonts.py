"""Fonts of an Excel file: which one the style of a cell names, and new ones for old."""

from __future__ import annotations

from vndiacritics.documents.fonts import NEW_FONT, old_font
from vndiacritics.documents.package import Element

__all__ = ["SheetFonts", "rename_fonts"]

_FONTS = {"name": "val", "rFont": "val", "latin": "typeface"}
"""Elements that name a font, and in which attribute."""


class SheetFonts:
    """Tells the font of a cell's style.

    Args:
        styles: root of the part of styles, None where there is none.
    """

    def __init__(self, styles: Element | None) -> None:
        self._of_style: list[str | None] = []
        if styles is None:
            return
        prefix = str(styles.tag)[: str(styles.tag).index("}") + 1]
        names = []
        for font in styles.iterfind(f"{prefix}fonts/{prefix}font"):
            name = font.find(f"{prefix}name")
            names.append(None if name is None else name.get("val"))
        for style in styles.iterfind(f"{prefix}cellXfs/{prefix}xf"):
            number = style.get("fontId", "0")
            known = number.isdecimal() and int(number) < len(names)
            self._of_style.append(names[int(number)] if known else None)

    def of(self, style: int) -> str | None:
        """Return the name of the font of a style."""
        return self._of_style[style] if 0 <= style < len(self._of_style) else None


def rename_fonts(root: Element) -> bool:
    """Put the new font in the place of old ones, in styles, strings or a theme."""
    changed = False
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        attribute = _FONTS.get(name)
        if attribute and old_font(element.get(attribute)):
            element.set(attribute, NEW_FONT)
            changed = True
    return changed
