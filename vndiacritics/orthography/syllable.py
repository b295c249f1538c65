"""The written syllable: onset · rime, the rime carrying the tone.

Source of the inventory: the orthography of the national language script (quốc ngữ) as taught; the
rimes are those found in running text, checked against the rules of stop codas below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from math import inf

from vndiacritics.orthography.letters import LETTERS, TONE_MARKS, strip_marks

ONSETS = (
    *("ngh", "ng", "nh", "gh", "gi", "qu", "ch", "kh", "ph", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)
"""Every onset, longer ones first, the empty one last."""

LONGEST_SYLLABLE = 7
"""Letters of `nghiêng`: no syllable has more."""

_OPEN = "a ia ua ưa oa uya e oe ê uê i o ô ơ uơ u uy ư y"
_GLIDE = (
    "ai ao au ay âu ây eo êu iu iêu oai oao oay oeo oi ôi ơi ui uôi uây uyu uêu ưi ươi ưu ươu "
    "yêu oau"
)
_NASAL = (
    "am ăm âm em êm im om ôm ơm um ưm iêm yêm uôm ươm oam oăm uym "
    "an ăn ân en ên in on ôn ơn un iên yên uôn ươn oan oăn oen uân uyên uyn uên ưn "
    "ang ăng âng eng ong ông ung ưng iêng yêng uông ương oang oăng oong uâng ôông "
    "anh ênh inh oanh uênh uynh"
)
_STOP = (
    "ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc ooc uâc "
    "ach êch ich oach uêch uych "
    "ap ăp âp ep êp ip op ôp ơp up ưp iêp ươp oap oăp uyp "
    "at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uyêt uyt"
)
_TONED = frozenset(f"{_OPEN} {_GLIDE} {_NASAL}".split())
_STOPPED = frozenset(_STOP.split())
STOP_TONES = ("\u0301", "\u0323")
"""Acute and dot below: the tones of a rime that ends in a stop."""

RIMES = _TONED | _STOPPED
"""Every rime without its tone."""

_BARE = frozenset(map(strip_marks, RIMES))
_AFTER_QU = frozenset(["ynh", "yt", "ych", "yn"])
_FRONT = "eêiy"
_FRAGMENT = re.compile("[bcdđghklmnpqrstvx]{1,4}|[BCDĐGHKLMNPQRSTVX]|NGH?|GH|NH|CH|KH|PH|TH|TR")
_ONSETS = frozenset(ONSETS)
_PARTS = re.compile(rf"(?:({'|'.join(filter(None, ONSETS))})(?=.))?(.*)\n")
"""Onset and rime of a line; a `gi` that no rime follows is split otherwise."""

_TONES = {
    letter: mark
    for letter in LETTERS
    for mark in unicodedata.normalize("NFD", letter)
    if mark in TONE_MARKS
}
_LEVEL = str.maketrans(
    {
        letter: unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(mark, ""))
        for letter, mark in _TONES.items()
    }
)

_I_FOR_Y = str.maketrans("yýỳỷỹỵYÝỲỶỸỴ", "iíìỉĩịIÍÌỈĨỊ")


def split_tone(text: str) -> tuple[str, str]:
    r"""Separate the tone mark from a lower-case syllable or rime.

    Returns:
        The text without its tone mark (NFC) and the combining mark, '' for the level tone.

    Examples:
        >>> split_tone("ước") == ("ươc", "\u0301")
        True
    """
    if LETTERS.issuperset(text):
        return text.translate(_LEVEL), "".join([_TONES[one] for one in text if one in _TONES])
    marked = unicodedata.normalize("NFD", text)
    tone = "".join(mark for mark in marked if mark in TONE_MARKS)
    bare = "".join(mark for mark in marked if mark not in TONE_MARKS)
    return unicodedata.normalize("NFC", bare), tone


@lru_cache(maxsize=1 << 12)
def split_syllable(word: str) -> tuple[str, str]:
    """Split a lower-case NFC word into onset and rime; works on any string.

    `gi` and `qu` are onsets where a vowel follows (`gi·à`, `qu·ý`), not in `gì`, `giếng` (g·iếng).

    Examples:
        >>> split_syllable("nghiệm"), split_syllable("giấy"), split_syllable("gì")
        (('ngh', 'iệm'), ('gi', 'ấy'), ('g', 'ì'))
    """
    for size in (3, 2, 1):
        onset, rest = word[:size], word[size:]
        if onset not in _ONSETS:
            continue
        if onset == "gi" and (not rest or not _is_rime(rest)):
            continue
        if onset == "qu" and not rest:
            continue
        if rest:
            return onset, rest
    return "", word


def all_split(words: Iterable[str]) -> list[tuple[str, str]]:
    """Split words, none of which holds a line end, as `split_syllable` does, but faster.

    Examples:
        >>> all_split(["giấy", "gì"])
        [('gi', 'ấy'), ('g', 'ì')]
    """
    return [
        ("g", f"i{rime}") if onset == "gi" and not _is_rime(rime) else (onset, rime)
        for onset, rime in _PARTS.findall("\n".join([*words, ""]))
    ]


@lru_cache(maxsize=4096)
def i_for_y(word: str) -> str:
    """Return a word with the i that some authors write for a y: alone behind a consonant.

    Examples:
        >>> [i_for_y(word) for word in ("lý", "kỳ", "Mỹ", "quý", "tay", "thúy", "ý")]
        ['lí', 'kì', 'Mĩ', 'quí', 'tay', 'thúy', 'ý']
    """
    onset, rime = split_syllable(word.lower())
    if not onset or split_tone(rime)[0] != "y":
        return word
    return word[:-1] + word[-1].translate(_I_FOR_Y)


@lru_cache(maxsize=4096)
def _is_rime(rime: str) -> bool:
    bare, tone = split_tone(rime)
    if bare in _STOPPED:
        return tone in STOP_TONES
    return bare in _TONED and len(tone) <= 1


def _with_tones(rime: str, tones: Iterable[str]) -> Iterator[str]:
    """Yield a rime with each of some tones, on each letter that takes it."""
    for place, letter in enumerate(rime):
        for tone in tones:
            marked = unicodedata.normalize("NFC", letter + tone)
            if marked in _TONES:
                yield rime[:place] + marked + rime[place + 1 :]


def _onsets_before(rime: str) -> frozenset[str]:
    """Return the onsets that a rime without its tone may follow."""
    if rime in _AFTER_QU:
        return frozenset(["qu"])
    is_front = rime[0] in _FRONT
    never = {"ng", "g", "c"} if is_front else {"ngh", "gh", "k"}
    if rime in {"i", "in", "iêng", "iêc"}:
        never = never - {"g"}
    return _ONSETS - never


def _onsets_by_rime() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for rime in RIMES | _AFTER_QU:
        onsets = _onsets_before(rime)
        if rime not in _STOPPED:
            found[rime] = onsets
        tones = STOP_TONES if rime in _STOPPED else TONE_MARKS
        found |= dict.fromkeys(_with_tones(rime, tones), onsets)
    return found


_ONSETS_BY_RIME = _onsets_by_rime()
"""The onsets that may stand before each rime with its tone."""


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Return whether a lower-case NFC word follows the rules of Vietnamese spelling.

    Examples:
        >>> [is_syllable(word) for word in ("nghiệm", "ngiệm", "cap", "quyển", "khoẻ")]
        [True, False, False, True, True]
    """
    if not word or len(word) > LONGEST_SYLLABLE or not LETTERS.issuperset(word):
        return False
    onset, rime = split_syllable(word)
    return onset in _ONSETS_BY_RIME.get(rime, ())


def are_syllables(words: Iterable[str]) -> list[bool]:
    """Tell `is_syllable` of words, none of which holds a line end, but faster.

    Examples:
        >>> are_syllables(["nghiệm", "ngiệm"])
        [True, False]
    """
    return [onset in _ONSETS_BY_RIME.get(rime, ()) for onset, rime in all_split(words)]


@lru_cache(maxsize=1 << 13)
def is_bare_form(word: str) -> bool:
    """Return whether a lower-case ASCII word is some syllable without its marks.

    Examples:
        >>> [is_bare_form(word) for word in ("duoc", "viec", "cap", "hdi", "thwe")]
        [True, True, True, False, False]
    """
    return split_syllable(word)[1] in _BARE


def is_bare_run(word: str) -> bool:
    """Return whether a lower-case word is several syllables without their marks, none a letter.

    Examples:
        >>> [is_bare_run(word) for word in ("vasiet", "quanly", "nghiem", "street")]
        [True, True, False, False]
    """
    return not is_bare_form(word) and _is_row(word, is_bare_form, shortest=2)


def is_fragment(word: str) -> bool:
    """Return whether a word is what a syllable leaves when its vowels go.

    In capitals it must be the beginning or the end of one; others are abbreviations.

    Examples:
        >>> [is_fragment(word) for word in ("ngh", "trng", "NG", "T", "UBND", "TT", "ông")]
        [True, True, True, True, False, False, False]
    """
    return _FRAGMENT.fullmatch(word) is not None


def is_glued(word: str) -> bool:
    """Return whether a lower-case word is a row of syllables.

    Examples:
        >>> is_glued("ngườidân"), is_glued("ngườidn")
        (True, False)
    """
    return _is_row(word, is_syllable)


def _is_row(word: str, is_part: Callable[[str], bool], shortest: int = 1) -> bool:
    """Return whether a word is a row of parts with so many letters at least."""
    reached = [True] + [False] * len(word)
    for stop in range(shortest, len(word) + 1):
        starts = range(max(0, stop - LONGEST_SYLLABLE), stop - shortest + 1)
        reached[stop] = any(reached[start] and is_part(word[start:stop]) for start in starts)
    return reached[-1]


def cheapest_cut(
    word: str, cost: Callable[[str], float], shortest: int = 1
) -> tuple[list[str], float]:
    """Cut a word into the parts, none longer than a syllable, that cost least together.

    Args:
        word: any letters.
        cost: of a part; infinite for what is none.
        shortest: letters of a part at least.

    Returns:
        The parts, none where there is no such cut, and what they cost together.

    Examples:
        >>> cheapest_cut("ngườidân", lambda part: 1.0 if is_syllable(part) else inf)
        (['người', 'dân'], 2.0)
    """
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(word) + 1):
        starts = range(max(0, stop - LONGEST_SYLLABLE), stop - shortest + 1)
        costs = ((best[start][0] + cost(word[start:stop]), start) for start in starts)
        best.append(min(costs, default=(inf, 0)))
    parts: list[str] = []
    stop = len(word) if best[-1][0] < inf else 0
    while stop:
        parts.append(word[best[stop][1] : stop])
        stop = best[stop][1]
    return parts[::-1], best[-1][0]
