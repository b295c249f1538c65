"""Damage that text layers and old fonts do, made from right texts, and its regimes.

Every maker is a function from a right text to the damaged one, the same each time: where chance is
needed it is drawn from a generator seeded with the text's length.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial

from benchmarks.pages import Loader, Page, Regime
from vndiacritics.orthography.letters import LETTERS
from vndiacritics.text.encodings import ENCODINGS, encode

__all__ = ["DAMAGES", "loaders"]

Texts = Callable[[], Iterable[tuple[str, str, str]]]

_TWINS = str.maketrans("ưƯđĐ", "ƣƢđÐ")
_CYRILLIC = str.maketrans("aeopc", "аеорс")
PLAIN_SIGNS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "."})
_MARKED = frozenset(c for c in LETTERS | {c.upper() for c in LETTERS} if not c.isascii())


def look_alikes(text: str) -> str:
    """Write ``ƣ Ƣ`` for ư, eth for Đ, and a Cyrillic letter in every fifth word."""
    words = re.split(r"(\s+)", unicodedata.normalize("NFC", text))
    for i in range(0, len(words), 10):
        # Two letters at least: a lone twin is no word of either script.
        if len(words[i]) > 2 and not words[i].isascii():
            words[i] = words[i].translate(_CYRILLIC)
    return "".join(words).translate(_TWINS)


def soft_hyphens(text: str) -> str:
    """Show ư as a soft hyphen, as layers of TCVN3 fonts do for that letter alone."""
    return unicodedata.normalize("NFC", text).replace("ư", "\u00ad")


def decomposed(text: str) -> str:
    """Return NFD."""
    return unicodedata.normalize("NFD", text)


def detached(text: str) -> str:
    """Double every seventh mark of an NFD text and set every eleventh off with a space."""
    seen = 0
    result: list[str] = []
    letters = unicodedata.normalize("NFD", text)
    for c, following in zip(letters, (*letters[1:], ""), strict=True):
        mark = unicodedata.combining(c) > 0
        seen += mark
        inside = following.isalpha()
        result.append(f" {c}" if mark and inside and seen % 11 == 0 else c)
        if mark and seen % 7 == 0:
            result.append(c)
    return "".join(result)


def spaced(text: str, *, share: float = 0.15) -> str:
    """Put a space before a marked letter inside a word, or after it: ``ĐIỀ U KHO ẢN``."""
    chance = random.Random(len(text))  # noqa: S311

    def broken(match: re.Match[str]) -> str:
        word = match[0]
        places = [i for i in range(1, len(word)) if word[i] in _MARKED or word[i - 1] in _MARKED]
        if not places or chance.random() >= share:
            return word
        place = chance.choice(places)
        return f"{word[:place]} {word[place:]}"

    return re.sub(r"[^\W\d_]+", broken, unicodedata.normalize("NFC", text))


def glued(text: str, *, share: float = 0.15) -> str:
    """Drop the space between two words: ``ngườidân``."""
    chance = random.Random(len(text))  # noqa: S311
    between = r"(?<=[^\W\d_]) (?=[^\W\d_])"
    return re.sub(between, lambda m: "" if chance.random() < share else m[0], text)


def dropped(text: str, *, share: float = 0.5) -> str:
    """Leave marked letters out, half of them with a space in their place: ``U BAN DÂN T C``."""
    chance = random.Random(len(text))  # noqa: S311

    def lost(match: re.Match[str]) -> str:
        if chance.random() >= share:
            return match[0]
        return chance.choice(("", " "))

    letters = "".join(sorted(c for c in _MARKED if ord(c) > 0xFF))
    return re.sub(f"[{letters}]", lost, unicodedata.normalize("NFC", text))


def in_encoding(text: str, *, encoding: str, capitals: str = "small") -> str:
    """Show `text` as a program does that takes an old encoding for Windows-1252."""
    return encode(text, encoding, capitals=capitals)


DAMAGES: dict[str, Callable[[str], str]] = {
    "look-alikes": look_alikes,
    "soft-hyphens": soft_hyphens,
    "nfd": decomposed,
    "detached-marks": detached,
    **{name: partial(in_encoding, encoding=name) for name in ENCODINGS},
    "tcvn3-capitals": partial(in_encoding, encoding="tcvn3", capitals="unmarked"),
    "spaced": spaced,
    "glued": glued,
    "dropped-letters": dropped,
}
"""The damages by name; regimes are called ``text-layer-NAME``."""

WITHOUT_SIGNS = frozenset({"viscii", "vps"})
"""Encodings whose letters took the codes of curly quotes and dashes: texts in them have none."""


def loaders(texts: Texts) -> dict[str, Loader]:
    """Return a regime for each damage, made from right texts.

    Args:
        texts: gives page, document and right text of each page.
    """
    return {
        f"text-layer-{name}": partial(_regime, f"text-layer-{name}", texts, damage)
        for name, damage in DAMAGES.items()
    }


def _regime(name: str, texts: Texts, damage: Callable[[str], str]) -> Regime:
    plain = name.removeprefix("text-layer-") in WITHOUT_SIGNS
    pages = []
    for page, document, text in texts():
        reference = text.translate(PLAIN_SIGNS) if plain else text
        pages.append(Page(page, document, damage(reference), reference))
    return Regime(name, tuple(pages))
