"""The old Vietnamese encodings as text shows them: TCVN3, VNI-Windows, VISCII, VPS and VIQR.

A text layer or a file in an 8-bit encoding, read as Windows-1252, is text of Western letters:
``Céng hßa`` is TCVN3 for *Cộng hòa*. `decode` reads such text, `encode` writes it. Characters that
an encoding has no code for stay as they are, so text of mixed origin keeps its other letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from vndiacritics.orthography.letters import LETTERS, to_old_placement
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.text import encoding_tables as legacy_tables
from vndiacritics.text import mojibake
from vndiacritics.text.changes import Change, Repaired, replaced
from vndiacritics.text.encoding_capitals import shared_capitals
from vndiacritics.text.encoding_tables import ENCODINGS

__all__ = ["ENCODINGS", "byte_view", "can_write", "decode", "encode", "text_of_bytes"]

TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")

_VIQR_MARKS = {"(": "\u0306", "^": "\u0302", "+": "\u031b", "*": "\u031b"}
_VIQR_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR = re.compile(
    r"\\(?P<escaped>[-'`?~.(^+*\\dD])|(?P<stroke>[dD][dD])"
    r"|(?P<letter>[aA]|[eE]|[iI]|[oO]|[uU]|[yY])"
    r"(?:(?P<mark>(?<=[aA])[(^]|(?<=[eE])\^|(?<=[oO])[\^+*]|(?<=[uU])[+*])(?P<both>['`?~.])?"
    r"|(?P<tone>['`?~.]))"
)


class _Table(NamedTuple):
    """An encoding as strings of its byte view, and back."""

    letters: Mapping[str, str]
    """Byte view of a letter to the letter."""

    views: Mapping[str, str]
    """The letter to its byte view."""

    pattern: re.Pattern[str]
    """Finds one byte view, the longer ones first."""


def byte_view(code: int) -> str:
    r"""Return what Windows-1252 shows for a byte; an undefined byte is its C1 control.

    Examples:
        >>> byte_view(0x93), byte_view(0x81)
        ('“', '\x81')
    """
    try:
        return bytes((code,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(code)


def text_of_bytes(data: bytes) -> str:
    """Read bytes as Windows-1252, undefined bytes as C1 controls: the byte view of a file."""
    return data.decode("latin-1").translate(_c1_views())


@cache
def _c1_views() -> dict[int, str]:
    return {code: byte_view(code) for code in range(0x80, 0xA0)}


def decode(text: str, encoding: str, *, guess_capitals: bool = True) -> Repaired:
    """Read `text`, which shows an old encoding, as Unicode.

    Args:
        text: What a program shows that took the bytes for Windows-1252 (VIQR: for ASCII).
        encoding: One of `ENCODINGS`.
        guess_capitals: Tell capitals that share the code of their small letter (TCVN3, VPS) by what
            stands around them; without, they are small letters and `decode` undoes `encode` letter
            by letter.

    Returns:
        The text in NFC, with a change for each letter; `reason` is the encoding.

    Raises:
        KeyError: No such encoding.

    Examples:
        >>> decode("Céng hßa x· héi", "tcvn3").text
        'Cộng hòa xã hội'
        >>> decode("Vieät Nam ñoäc laäp", "vni").text
        'Việt Nam độc lập'
        >>> decode("Vie^.t Nam ddo^.c la^.p", "viqr").text
        'Việt Nam độc lập'
    """
    if encoding == "viqr":
        return replaced(text, _viqr_changes(text))
    if encoding.startswith("utf-8-as-"):
        return mojibake.decode(text, encoding)
    if encoding == "cp1258":
        return mojibake.decode_cp1258(text)
    table = _table(encoding)
    letters = table.letters
    shown = _with_soft_hyphens(text) if encoding == "tcvn3" else text
    found = (
        Change(match.start(), match.end(), letters[match[0]], encoding)
        for match in table.pattern.finditer(shown)
    )
    result = replaced(text, found)
    guess = guess_capitals and encoding in {"tcvn3", "vps"}
    return result.then(_capitals_of(encoding)) if guess else result


_SOFT_HYPHEN = "\u00ad"
_HYPHENATED = re.compile(r"[^\s\-.,;:()\"/]+-[^\s\-.,;:()\"/]+")


def _with_soft_hyphens(text: str) -> str:
    """Return TCVN3 with the soft hyphens, its ư, that a program showed as hyphens.

    A hyphen within a word is one where the word is a syllable with ư and its parts are none.

    Examples:
        >>> _with_soft_hyphens("®-îc, thu-chi").replace(_SOFT_HYPHEN, "~")
        '®~îc, thu-chi'
    """
    if "-" not in text:
        return text
    return _HYPHENATED.sub(lambda match: _with_soft_hyphen(match[0]), text)


@lru_cache(maxsize=4096)
def _with_soft_hyphen(word: str) -> str:
    letters = _table("tcvn3").letters
    whole = "".join(letters.get(one, one) for one in word.replace("-", _SOFT_HYPHEN))
    parts = ["".join(letters.get(one, one) for one in part) for part in word.split("-")]
    torn = not all(is_syllable(part.lower()) for part in parts)
    soft = torn and is_syllable(to_old_placement(whole.lower()))
    return word.replace("-", _SOFT_HYPHEN) if soft else word


def encode(text: str, encoding: str, *, capitals: str = "keep") -> str:
    """Write Vietnamese as a program shows it that takes `encoding` for Windows-1252.

    Args:
        text: Unicode text, any normal form.
        encoding: One of `ENCODINGS`.
        capitals: What becomes of a capital without a code, as TCVN3 has none with a tone:
            ``"keep"`` leaves it, ``"small"`` writes the small letter as UniKey does, ``"unmarked"``
            the capital without its tone, as people type it.

    Returns:
        The byte view. A character without a code stays.

    Raises:
        KeyError: No such encoding.
        ValueError: No such `capitals`.

    Examples:
        >>> encode("Cộng hòa", "tcvn3"), encode("HỘI", "tcvn3", capitals="small")
        ('Céng hßa', 'HéI')
    """
    if capitals not in {"keep", "small", "unmarked"}:
        message = f"no such treatment of capitals: {capitals!r}"
        raise ValueError(message)
    text = unicodedata.normalize("NFC", text)
    if encoding == "viqr":
        return _to_viqr(text)
    if encoding.startswith("utf-8-as-"):
        return mojibake.encode(text, encoding)
    if encoding == "cp1258":
        return mojibake.encode_cp1258(text)
    views = _table(encoding).views
    return "".join(views.get(c) or _capital(c, views, capitals) for c in text)


def can_write(text: str, encoding: str) -> bool:
    """Return whether `encoding` has a code for every Vietnamese letter of `text`.

    The identity ``decode(encode(text)) == text`` holds for NFC text of ASCII and Vietnamese letters
    that can be written.

    Examples:
        >>> can_write("Cộng hòa", "tcvn3"), can_write("CỘNG HÒA", "tcvn3")
        (True, False)
    """
    if encoding not in {"tcvn3", "viscii", "vps", "vni"}:
        return encoding in ENCODINGS
    table = _table(encoding)
    shared = {c.upper() for c in _shared(encoding)}
    text = unicodedata.normalize("NFC", text)
    return all(c.isascii() or c in table.views for c in text) and not shared & set(text)


def _capital(letter: str, views: Mapping[str, str], capitals: str) -> str:
    if letter.isascii() or not letter.isupper() or capitals == "keep":
        return letter
    if capitals == "small":
        return views.get(letter.lower(), letter)
    untoned = "".join(c for c in unicodedata.normalize("NFD", letter) if c not in TONES)
    untoned = unicodedata.normalize("NFC", untoned)
    return views.get(untoned, untoned)


@cache
def _table(encoding: str) -> _Table:
    if encoding == "vni":
        pairs = dict(_vni_pairs())
    else:
        rows = {
            "tcvn3": legacy_tables.TCVN3,
            "viscii": legacy_tables.VISCII,
            "vps": legacy_tables.VPS,
        }[encoding]
        pairs = dict(_rows(rows))
    views: dict[str, str] = {}
    letters: dict[str, str] = {}
    for letter, view in pairs.items():
        if not letter.isascii():
            views[letter] = view
            letters.setdefault(view, letter)  # small letters come first: they keep a shared code
    if encoding == "vni":
        # Programs that change the case of a line leave the byte of the marks as it was.
        for view, letter in list(letters.items()):
            if len(view) == 2:
                letters.setdefault(view[0] + view[1].swapcase(), letter)
    by_length = sorted(letters, key=len, reverse=True)
    return _Table(letters, views, re.compile("|".join(map(re.escape, by_length))))


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for line in table.split("\n"):
        if not line:
            continue
        base, *codes = line.split()
        for tone, code in zip(TONES, codes, strict=False):
            letter = unicodedata.normalize("NFC", base + tone)
            if code != "--" and not letter.isascii():
                yield letter, byte_view(int(code, 16))


def _vni_pairs() -> Iterator[tuple[str, str]]:
    alone = legacy_tables.VNI_LETTERS.split()
    codes = {letter: int(code, 16) for letter, code in zip(alone[::2], alone[1::2], strict=True)}
    for letter, own in codes.items():
        yield letter, byte_view(own)
        yield letter.upper(), byte_view(own - 0x20)
    marks = legacy_tables.VNI_MARKS.split()
    for base in "aeouyơư":
        for mark, code in zip(marks[::2], marks[1::2], strict=True):
            letter = unicodedata.normalize("NFC", base + mark)
            if len(letter) == 1 and letter not in codes:
                shown = byte_view(codes[base]) if base in codes else base
                yield letter, shown + byte_view(int(code, 16))
                yield letter.upper(), shown.upper() + byte_view(int(code, 16) - 0x20)


# --- capitals that share the code of their small letter -----------------------------------------


def _capitals_of(encoding: str) -> Callable[[str], Repaired]:
    shared = _shared(encoding)

    def repair(text: str) -> Repaired:
        return replaced(text, shared_capitals(text, shared, encoding))

    return repair


@cache
def _shared(encoding: str) -> frozenset[str]:
    """Return the small letters whose code may stand for their capital too."""
    views = _table(encoding).views
    return frozenset(c for c in views if c.islower() and views.get(c.upper(), views[c]) == views[c])


# --- VIQR -------------------------------------------------------------------------------------


def _viqr_changes(text: str) -> Iterator[Change]:
    for match in _VIQR.finditer(text):
        if match["escaped"]:
            new = match["escaped"]
        elif match["stroke"]:
            new = "Đ" if match["stroke"][0] == "D" else "đ"
        else:
            mark = _VIQR_MARKS.get(match["mark"] or "", "")
            tone = _VIQR_TONES.get(match["both"] or match["tone"] or "", "")
            new = unicodedata.normalize("NFC", match["letter"] + mark + tone)
        yield Change(match.start(), match.end(), new, "viqr")


_VIQR_SIGNS = {mark: sign for sign, mark in (_VIQR_MARKS | _VIQR_TONES).items() if sign != "*"}


def _to_viqr(text: str) -> str:
    """Spell marks as signs; a sign that would be read as a mark follows a backslash (RFC 1456)."""
    written: list[str] = []
    previous = ""
    for letter, following in zip(text, (*text[1:], ""), strict=False):
        if letter in "đĐ":
            written.append("dd" if letter == "đ" else "DD")
        elif not letter.isascii() and letter.lower() in LETTERS:
            marks = unicodedata.normalize("NFD", letter)
            written.append(marks[0] + "".join(sorted(map(_viqr_sign, marks[1:]), key=_tone_last)))
        elif (
            letter == "\\"
            or (letter in "dD" and following and following in "dDđĐ")
            or (letter in "('`?~.^+*" and previous and _is_vowel(previous))
        ):
            written.append("\\" + letter)
        else:
            written.append(letter)
        previous = letter
    return "".join(written)


def _viqr_sign(mark: str) -> str:
    return _VIQR_SIGNS[mark]


def _tone_last(sign: str) -> bool:
    return sign in _VIQR_TONES


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0] in "aeiouyAEIOUY"
