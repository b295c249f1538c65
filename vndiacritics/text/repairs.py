"""Repairs of letters and spaces that a text layer shows wrongly, each usable alone.

Every function takes a text and gives a `Repaired`: the new text and the changes with their spans.
A change is made where there is evidence for it: the word becomes a Vietnamese syllable or an
abbreviation in capitals, or the same letter did so nearly everywhere else in the text.

`REPAIRS` lists them in the order in which the pipeline makes them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.text.changes import Change, Repaired, replaced, unchanged
from vndiacritics.text.encodings import byte_view

__all__ = [
    "REPAIRS",
    "STROKES",
    "Repair",
    "repair_carons",
    "repair_foreign_scripts",
    "repair_full_width",
    "repair_gha",
    "repair_ligatures",
    "repair_private_use",
    "repair_soft_hyphens",
    "repair_spaces",
    "repair_stroke",
    "repair_zero_width",
]

ENOUGH_WORDS, ENOUGH_SHARE = 3, 0.8
"""How many words of a text, and what share of those in question, speak for the rest of them."""

_LETTERS = "[^\\W\\d_]{0,40}"
"""The rest of a word; bounded, so that a search is linear in a text without spaces too."""

_IN_USE = LETTERS | frozenset("fjwz")
_GHA = str.maketrans("ƣƢ", "ưƯ")
STROKES = str.maketrans("ðÐɖƉ", "đĐđĐ")
"""Letters that are drawn as đ."""

_CARON = str.maketrans("ǎǍ", "ăĂ")
_SCRIPTS = str.maketrans(
    # Cyrillic, then Greek; only letters drawn as their Latin twins are.
    "аеорсухіјһВЕКМНОРСТАХІЈΥΑΒΕΖΗΙΚΜΝΟΡΤΧονρ",
    "aeopcyxijhBEKMHOPCTAXIJYABEZHIKMNOPTXovp",
)
_LIGATURES = {
    chr(0xFB00 + i): s for i, s in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))
}
_BULLETS = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0x76: "❖", 0x6E: "■", 0x6C: "●", 0x2D: "−"}


_PRIVATE = frozenset(map(chr, range(0xF020, 0xF100)))
_PRIVATE_RUN = re.compile(f"{_LETTERS}[\uf020-\uf0ff](?:[^\\W\\d_]|[\uf020-\uf0ff])*")


class Repair(NamedTuple):
    """A repair of the pipeline: its name in edits, what it does, the letters that call for it."""

    name: str
    apply: Callable[[str], Repaired]
    signs: frozenset[str]


def _lines_with(pattern: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the lines that hold a match of `pattern`, in time linear in the text."""
    done = -1
    line = re.compile("[^\n]*")
    for found in re.finditer(pattern, text):
        if found.start() >= done:
            match = line.match(text, text.rfind("\n", 0, found.start()) + 1)
            if match:
                done = match.end()
                yield match


def _is_plausible(word: str) -> bool:
    """Return whether a word is a syllable, or an abbreviation in letters that are in use."""
    small = word.lower()
    return is_syllable(small) or (len(word) > 1 and word.isupper() and set(small) <= _IN_USE)


def _look_alikes(text: str, table: Mapping[int, int], reason: str, *, mixed: bool) -> Repaired:
    """Replace letters by their twins in words that this makes plausible, or all but always does.

    Args:
        text: The text.
        table: What stands for what, as `str.translate` takes it.
        reason: Name of the repair.
        mixed: The word must also hold a letter that is not in the table.
    """
    letters = "".join(map(chr, table))
    pattern = re.compile(f"{_LETTERS}[{letters}]{_LETTERS}")
    words = [m for m in pattern.finditer(text) if not (mixed and _is_foreign(m[0], letters))]
    sure = [_is_plausible(unicodedata.normalize("NFC", m[0].translate(table))) for m in words]
    all_of_them = sum(sure) >= max(ENOUGH_WORDS, ENOUGH_SHARE * len(sure))
    return replaced(
        text,
        (
            Change(i, i + 1, chr(table[ord(text[i])]), reason)
            for match, certain in zip(words, sure, strict=True)
            if certain or all_of_them
            for i in range(match.start(), match.end())
            if ord(text[i]) in table
        ),
    )


def _is_foreign(word: str, letters: str) -> bool:
    """Return whether a word is of another script as a whole, or holds a letter without a twin."""
    others = [c for c in word if c not in letters]
    return not others or any("LATIN" not in unicodedata.name(c, "") for c in others)


def repair_gha(text: str) -> Repaired:
    """Read the gha glyphs ``ƣ Ƣ``, which no Vietnamese word has, as ``ư Ư``.

    Examples:
        >>> repair_gha("phƣơng hƣớng").text
        'phương hướng'
    """
    found = re.finditer("[ƣƢ][\u0300-\u036f]*", text)
    return replaced(
        text,
        (
            Change(
                m.start(), m.end(), unicodedata.normalize("NFC", m[0].translate(_GHA)), "look-alike"
            )
            for m in found
        ),
    )


def repair_stroke(text: str) -> Repaired:
    """Read eth and the African d, ``Ð ð Ɖ ɖ``, as ``Đ đ``.

    Examples:
        >>> repair_stroke("QÐ-UBND, Ðiều 5; Ðorsteinn").text
        'QĐ-UBND, Điều 5; Ðorsteinn'
    """
    return _look_alikes(text, STROKES, "look-alike", mixed=False)


def repair_carons(text: str) -> Repaired:
    """Read a caron as a breve: ``nǎm`` as *năm*.

    Examples:
        >>> repair_carons("nǎm nay, tǎo").text
        'năm nay, tǎo'
    """
    return _look_alikes(text, _CARON, "look-alike", mixed=False)


def repair_foreign_scripts(text: str) -> Repaired:
    """Read Cyrillic and Greek letters inside Latin words as the Latin letters they look like.

    Examples:
        >>> repair_foreign_scripts("ban h\u0430nh, Москва").text == "ban hanh, Москва"
        True
    """
    return _look_alikes(text, _SCRIPTS, "look-alike", mixed=True)


def repair_ligatures(text: str) -> Repaired:
    """Write the typographic ligatures ``ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ`` as letters.

    Examples:
        >>> repair_ligatures("oﬃce").text
        'office'
    """
    return replaced(
        text,
        (
            Change(m.start(), m.end(), _LIGATURES[m[0]], "ligature")
            for m in re.finditer("[\ufb00-\ufb06]", text)
        ),
    )


def repair_full_width(text: str) -> Repaired:
    """Write full-width letters, digits and signs as ASCII where a line has no East Asian script.

    Examples:
        >>> repair_full_width("ＱＤ　５３／２０２２").text
        'QD 53/2022'
    """

    def changes() -> Iterator[Change]:
        for line in _lines_with("[\uff01-\uff5e]", text):
            if re.search("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", line[0]):
                continue
            for found in re.finditer("[\uff01-\uff5e\u3000]", line[0]):
                i = line.start() + found.start()
                code = ord(found[0])
                yield Change(i, i + 1, " " if code == 0x3000 else chr(code - 0xFEE0), "full-width")

    return replaced(text, changes())


def repair_spaces(text: str) -> Repaired:
    r"""Write no-break and typographic spaces as spaces in lines where they stand for all spaces.

    A single no-break space (``5 km``, before a French colon) is right and stays.

    Examples:
        >>> repair_spaces("ủy\u00a0ban\u00a0nhân\u00a0dân").text
        'ủy ban nhân dân'
    """

    def changes() -> Iterator[Change]:
        for line in _lines_with("[\u00a0\u2000-\u200a\u202f]", text):
            odd = list(re.finditer("[\u00a0\u2000-\u200a\u202f]", line[0]))
            if len(odd) >= ENOUGH_WORDS and len(odd) > line[0].count(" "):
                for found in odd:
                    i = line.start() + found.start()
                    yield Change(i, i + 1, " ", "space")

    return replaced(text, changes())


def repair_zero_width(text: str) -> Repaired:
    r"""Remove zero-width characters inside a syllable; between two syllables one is a space.

    Those in other scripts, in emoji and at the very start (a byte-order mark) stay.

    Examples:
        >>> repair_zero_width("thự\u200bc hiện\u200b").text
        'thực hiện'
    """

    def changes() -> Iterator[Change]:
        for match in re.finditer(
            f"({_LETTERS})([\u200b\u200c\u200d\u2060\ufeff]+)({_LETTERS})", text
        ):
            before, found, after = match.groups()
            if not match.start(2) and "\ufeff" in found:
                continue
            beside = before or after
            if is_syllable((before + after).lower()) or (beside and beside.isupper()):
                new = ""
            elif is_syllable(before.lower()) and is_syllable(after.lower()):
                new = " "
            else:
                continue
            yield Change(match.start(2), match.end(2), new, "zero-width")

    return replaced(text, changes())


def repair_soft_hyphens(text: str) -> Repaired:
    r"""Read U+00AD as ``ư`` where that makes a syllable, or drops it where that does.

    In TCVN3 fonts the byte AD is ư, and some text layers keep it. Where neither reading is a
    syllable, the text's other words decide; without any the soft hyphen stays.

    Examples:
        >>> repair_soft_hyphens("ng\u00adời Việt").text, repair_soft_hyphens("ph\u00adát").text
        ('người Việt', 'phát')
    """
    words = list(re.finditer(f"{_LETTERS}(?:\u00ad{_LETTERS})+", text))
    votes = [_soft_hyphen_vote(match[0]) for match in words]
    as_letter, as_hyphen = votes.count("ư"), votes.count("")
    common = None
    if max(as_letter, as_hyphen) >= ENOUGH_SHARE * (as_letter + as_hyphen) > 0:
        common = "ư" if as_letter > as_hyphen else ""

    def changes() -> Iterator[Change]:
        for match, vote in zip(words, votes, strict=True):
            new = common if vote is None else vote
            open_to_both = vote is None and len(match[0]) == 1
            if new is None or open_to_both:
                continue
            upper = match[0].isupper() and len(match[0]) > 2
            for found in re.finditer("\u00ad", match[0]):
                i = match.start() + found.start()
                yield Change(i, i + 1, new.upper() if upper else new, "soft-hyphen")

    return replaced(text, changes())


def _soft_hyphen_vote(word: str) -> str | None:
    word = word.lower()
    # Vietnamese is not hyphenated inside a syllable, so the letter is the better reading of two.
    if is_syllable(unicodedata.normalize("NFC", word.replace("\u00ad", "ư"))):
        return "ư"
    return "" if is_syllable(word.replace("\u00ad", "")) else None


def repair_private_use(text: str) -> Repaired:
    r"""Read U+F020 to U+F0FF, the codes of a symbol-encoded font, as what Windows-1252 shows.

    A word of such codes is then text in TCVN3, VNI or another old encoding, which is read after
    this. A code that stands alone is a bullet of Symbol or Wingdings; one that stands for an ASCII
    letter among others that are none of these codes is Greek or a sign, and stays.

    Examples:
        >>> repair_private_use("\uf0b7 C\uf0e9ng").text
        '• Céng'
        >>> repair_private_use("50 \uf057, \uf044L").text == "50 \uf057, \uf044L"
        True
    """

    def changes() -> Iterator[Change]:
        for match in _PRIVATE_RUN.finditer(text):
            start, run = match.start(), match[0]
            places = [place for place, one in enumerate(run) if one in _PRIVATE]
            codes = [ord(run[place]) - 0xF000 for place in places]
            if len(run) == 1:
                around = text[max(0, start - 1) : start] + text[start + 1 : start + 2]
                if codes[0] in _BULLETS and not around.strip():
                    yield Change(start, start + 1, _BULLETS[codes[0]], "private-use")
            elif _is_encoded_word(run, codes):
                for place, code in zip(places, codes, strict=True):
                    at = start + place
                    yield Change(at, at + 1, byte_view(code), "private-use")

    return replaced(text, changes()) if text else unchanged(text)


def _is_encoded_word(run: str, codes: list[int]) -> bool:
    """Return whether letters and codes of a font make a word in an old encoding."""
    if len(codes) == 1 and codes[0] < 0x80:
        return False
    letters = [chr(code) for code in codes if code < 0x80] + [one for one in run if one.isalpha()]
    return any(map(str.isalpha, letters))


def _keys(table: Mapping[int, int]) -> frozenset[str]:
    return frozenset(map(chr, table))


REPAIRS = (
    Repair("zero-width", repair_zero_width, frozenset("\u200b\u200c\u200d\u2060\ufeff")),
    Repair("full-width", repair_full_width, frozenset(map(chr, range(0xFF01, 0xFF5F)))),
    Repair("space", repair_spaces, frozenset(map(chr, (0xA0, 0x202F, *range(0x2000, 0x200B))))),
    Repair("ligature", repair_ligatures, frozenset(_LIGATURES)),
    Repair("look-alike", repair_gha, frozenset("ƣƢ")),
    Repair("look-alike", repair_carons, _keys(_CARON)),
    Repair("look-alike", repair_foreign_scripts, _keys(_SCRIPTS)),
    Repair("soft-hyphen", repair_soft_hyphens, frozenset("\u00ad")),
    Repair("look-alike", repair_stroke, _keys(STROKES)),
)
"""What is repaired after old encodings are read (`repair_private_use` before), in this order."""
