"""Signs for which the engine's Vietnamese model has no letter, and how it spells them."""

from __future__ import annotations

import re
from dataclasses import replace

from vndiacritics.ocr.page import Page, Word

__all__ = ["respelt", "with_signs_respelt"]

FRACTIONS = {"1⁄2": "½", "1⁄4": "¼", "3⁄4": "¾"}
"""Fractions in one sign; the model writes them with the slash of a fraction (U+2044)."""

_PER_MILLE = re.compile(r"%[oOọỏơøö](?!\w)")
_FRACTION = re.compile(r"(?<![\w⁄])[13]⁄[24](?![\w⁄])")


def respelt(text: str) -> str:
    """Return a word with the signs that the engine has spelt out.

    Examples:
        >>> respelt("4%o,"), respelt("1⁄2"), respelt("m3⁄s")
        ('4‰,', '½', 'm3/s')
    """
    text = _PER_MILLE.sub("‰", text)
    text = _FRACTION.sub(lambda found: FRACTIONS.get(found[0], found[0]), text)
    return text.replace("⁄", "/")


def with_signs_respelt(page: Page) -> Page:
    """Return a page with the signs that the engine has spelt out."""

    def word(word: Word) -> Word:
        text = respelt(word.text)
        return word if text == word.text else replace(word, text=text, readings=())

    return page.mapped(lambda line: line.mapped(word))
