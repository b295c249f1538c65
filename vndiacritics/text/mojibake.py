"""UTF-8 read as Windows-1252 or Windows-1258, once or twice: ``Viá»‡t`` for *Việt*.

A sequence is read back only where the bytes behind its characters are well-formed UTF-8 for a
character that Vietnamese papers use, so other text around it stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from vndiacritics.orthography.letters import LETTERS
from vndiacritics.text.changes import Change, Repaired, replaced, unchanged

__all__ = ["decode", "decode_cp1258", "encode", "encode_cp1258", "wrong_characters"]

PUNCTUATION = frozenset("–—‘’“”•…«»·°²³×÷±§½€₫→■●▪✓−≥≤\u00a0\u00ad\u200b\ufeff")
"""What papers use beside letters and ASCII and is more than one byte in UTF-8."""

_VIETNAMESE = frozenset(c for c in LETTERS | {c.upper() for c in LETTERS} if not c.isascii())
_LATIN = frozenset(map(chr, range(0xC0, 0x100))) - {"×", "÷"}
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_EXPECTED = _VIETNAMESE | PUNCTUATION | _LATIN | _MARKS | frozenset("ƣƢÐ")


@cache
def _bytes_of(page: str) -> dict[str, int]:
    """Return the byte behind each character of a code page; undefined bytes are C1 controls."""
    result = {chr(code): code for code in range(0x80, 0xA0)}
    for code in range(0x80, 0x100):
        try:
            result[bytes((code,)).decode(page)] = code
        except UnicodeDecodeError:
            continue
    return result


@cache
def wrong_characters(page: str) -> Mapping[str, str]:
    """Map what a code page shows for the UTF-8 bytes of a character to the character.

    Args:
        page: ``"cp1252"`` or ``"cp1258"``.

    Examples:
        >>> wrong_characters("cp1252")["Ä‘"]
        'đ'
    """
    shown = {code: character for character, code in _bytes_of(page).items()}
    return {
        "".join(shown[code] for code in character.encode("utf-8")): character
        for character in sorted(_EXPECTED)
    }


@cache
def _pattern(page: str, *, half: bool) -> re.Pattern[str]:
    """Find the sequences of `wrong_characters`; either reading of an undefined byte will do.

    Args:
        page: The code page.
        half: The first of two steps, whose result is again characters of the code page.
    """
    expected = _EXPECTED | set(_bytes_of(page)) if half else _EXPECTED
    classes: dict[int, str] = {}
    for character, code in _bytes_of(page).items():
        classes[code] = classes.get(code, "") + re.escape(character)
    sequences = sorted({character.encode("utf-8") for character in expected}, key=len)
    # One class for the last byte of all sequences that begin alike keeps the pattern short.
    tails: dict[bytes, list[int]] = {}
    for sequence in sequences:
        tails.setdefault(sequence[:-1], []).append(sequence[-1])
    branches = (
        "".join(f"[{classes[code]}]" for code in head)
        + f"[{''.join(classes[code] for code in sorted(set(last)))}]"
        for head, last in sorted(tails.items(), key=lambda item: -len(item[0]))
    )
    return re.compile("|".join(branches))


def decode(text: str, encoding: str) -> Repaired:
    """Read UTF-8 back out of text that shows it in another code page.

    Args:
        text: Text with such sequences.
        encoding: ``utf-8-as-cp1252`` or ``utf-8-as-cp1258``, either with ``-twice``.

    Returns:
        The text, with a change for each character that was read back.

    Examples:
        >>> decode("Viá»‡t Nam", "utf-8-as-cp1252").text
        'Việt Nam'
    """
    page = encoding.removeprefix("utf-8-as-").removesuffix("-twice")
    twice = encoding.endswith("-twice")
    if _pattern(page, half=twice).search(text) is None and _CLUSTER.search(text) is None:
        return unchanged(text)
    result = replaced(text, _once(text, page, encoding, half=twice))
    if twice:
        result = result.then(lambda mid: replaced(mid, _once(mid, page, encoding, half=False)))
    return result.then(lambda whole: replaced(whole, _composed(whole, encoding)))


def _once(text: str, page: str, reason: str, *, half: bool) -> Iterator[Change]:
    codes = _bytes_of(page)
    for match in _pattern(page, half=half).finditer(text):
        character = bytes(codes[c] for c in match[0]).decode("utf-8")
        yield Change(match.start(), match.end(), character, reason)


def encode(text: str, encoding: str) -> str:
    """Show the UTF-8 bytes of `text` in another code page, once or twice.

    Examples:
        >>> encode("Việt", "utf-8-as-cp1252")
        'Viá»‡t'
    """
    page = encoding.removeprefix("utf-8-as-").removesuffix("-twice")
    shown = {code: character for character, code in _bytes_of(page).items()}
    for _ in range(2 if encoding.endswith("-twice") else 1):
        text = "".join(
            chr(code) if code < 0x80 else shown[code]
            for code in text.encode("utf-8", "surrogatepass")
        )
    return text


# --- Windows-1258 read as Windows-1252 ----------------------------------------------------------

_SHOWN_1258 = {0xC3: "Ă", 0xCC: "\u0300", 0xD0: "Đ", 0xD2: "\u0309", 0xD5: "Ơ", 0xDD: "Ư"} | {
    0xDE: "\u0303",
    0xE3: "ă",
    0xEC: "\u0301",
    0xF0: "đ",
    0xF2: "\u0323",
    0xF5: "ơ",
    0xFD: "ư",
    0xFE: "₫",
}
"""Where Windows-1258 differs from Windows-1252: letters, and tones that follow their vowel."""

_SIGNS_1258 = frozenset(map(chr, _SHOWN_1258))

_CLUSTER = re.compile("[^\\W\\d_][\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]+")


def decode_cp1258(text: str) -> Repaired:
    """Read text in Windows-1258 that is shown in Windows-1252, tones composed with their vowels.

    Examples:
        >>> decode_cp1258("Viêòt Nam ðôòc lâòp").text
        'Việt Nam độc lập'
    """
    if _SIGNS_1258.isdisjoint(text) and _CLUSTER.search(text) is None:
        return unchanged(text)
    found = (
        Change(i, i + 1, _SHOWN_1258[ord(character)], "cp1258")
        for i, character in enumerate(text)
        if ord(character) in _SHOWN_1258
    )
    return replaced(text, found).then(lambda mid: replaced(mid, _composed(mid, "cp1258")))


def _composed(text: str, reason: str) -> Iterator[Change]:
    for match in _CLUSTER.finditer(text):
        yield Change(match.start(), match.end(), unicodedata.normalize("NFC", match[0]), reason)


def encode_cp1258(text: str) -> str:
    """Show the Windows-1258 bytes of `text` in Windows-1252.

    Examples:
        >>> encode_cp1258("Việt")
        'Viêòt'
    """
    shown = {character: chr(code) for code, character in _SHOWN_1258.items()}
    written: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in _VIETNAMESE and letter not in shown:
            marks = unicodedata.normalize("NFD", letter)
            tone = "".join(c for c in marks if c in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in tone))
            written += (shown.get(base, base), shown.get(tone, ""))
        else:
            written.append(shown.get(letter, letter))
    return "".join(written)
