"""What a file holds, before anything is restored: its encoding by its bytes, and what ails it.

``--encoding auto`` reads a file by its bytes (`decode_bytes`); ``vnfix --detect`` prints a line
about each file (`survey`).
"""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import asdict, dataclass
from typing import Any

from vndiacritics.errors import EncodingError
from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable import is_fragment, is_syllable
from vndiacritics.orthography.syllable_costs import is_bare_syllable
from vndiacritics.text import detection
from vndiacritics.text import encodings as legacy
from vndiacritics.text.normalisation import Normalised, normalise

__all__ = ["Candidate", "Survey", "candidates_of", "decode_bytes", "survey"]

SURE = 0.95
"""Posterior above which bytes are read without asking."""

SAMPLE = 1 << 18
"""Bytes looked at, from the start."""

ODD_SHARE = 0.25
"""Of the bytes above 7F, how many may be signs, not letters, in text of a Western language."""

FOREIGN_SHARE = 0.65
"""Of the words, how many may be no syllables in a text that is Vietnamese, however bad its OCR."""

FRAGMENT_SHARE = 0.05
"""Of the tokens, how many may be consonants alone; more are left where letters were dropped."""

STRIPPED_SHARE = 0.15
"""Of the words, how many may be no syllables in a text that only lost its marks."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BYTE_ENCODINGS = ("tcvn3", "vni", "viscii", "vps", "cp1258")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Candidate:
    """An encoding that bytes may be in.

    Attributes:
        encoding: A Python codec or one of `legacy.ENCODINGS`.
        score: Posterior among the candidates, 0 to 1.
    """

    encoding: str
    score: float


def candidates_of(data: bytes) -> tuple[Candidate, ...]:
    """Weighs the encodings bytes may be in, the likeliest first.

    Examples:
        >>> candidates_of("Cộng hòa".encode())[0]
        Candidate(encoding='utf-8', score=1.0)
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return (Candidate(name, 1.0),)
    wide = _wide(data[:SAMPLE])
    if wide:
        return (Candidate(wide, 1.0),)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return (Candidate("utf-8", 1.0),)
    view = legacy.text_of_bytes(data[:SAMPLE])
    costs = detection.scores(view)
    weighed = {"cp1252": costs[detection.UNICODE]}
    weighed |= {name: costs[name] for name in _BYTE_ENCODINGS}
    least = min(weighed.values())
    chances = {name: math.exp(max(-700.0, least - cost)) for name, cost in weighed.items()}
    total = sum(chances.values())
    found = [Candidate(name, chance / total) for name, chance in chances.items()]
    return tuple(sorted(found, key=lambda c: -c.score))


def _wide(data: bytes) -> str | None:
    """Tells UTF-16 without a mark by where its zero bytes stand."""
    pairs = len(data) // 2
    if pairs < 2:
        return None
    if data[1::2].count(0) * 3 > pairs and data[::2].count(0) * 10 < pairs:
        return "utf-16-le"
    if data[::2].count(0) * 3 > pairs and data[1::2].count(0) * 10 < pairs:
        return "utf-16-be"
    return None


def decode_bytes(data: bytes, *, name: str = "input") -> tuple[str, str]:
    """Reads bytes in the encoding they are most likely in.

    Args:
        data: A whole file.
        name: How the file is called in the error.

    Returns:
        The text, a byte-order mark kept as its first character, and the name of the encoding.

    Raises:
        EncodingError: No encoding is sure; the line names the candidates and their scores.

    Examples:
        >>> decode_bytes("Quyết định số 5".encode("utf-16"))[1]
        'utf-16'
    """
    candidates = candidates_of(data)
    best = candidates[0]
    view = legacy.text_of_bytes(data)
    by_table = best.encoding in _BYTE_ENCODINGS
    if best.score >= SURE and (not by_table or _holds(view, best.encoding)):
        if by_table:
            return legacy.decode(view, best.encoding).text, best.encoding
        if best.encoding != "cp1252" or _is_western(view):
            return _decoded(data, best.encoding, name), best.encoding
    listed = ", ".join(f"{c.encoding} {c.score:.2f}" for c in candidates[:4])
    raise EncodingError(
        f"{name}: the encoding of its bytes is not clear: {listed}",
        remedy="name it with --encoding or --from-encoding",
    )


def _decoded(data: bytes, encoding: str, name: str) -> str:
    if encoding == "cp1252":
        return legacy.text_of_bytes(data)
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise EncodingError(f"{name}: not {encoding}: {error}", remedy="mend the file") from error
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "\ufeff" + text if marked and not text.startswith("\ufeff") else text


def _holds(view: str, encoding: str) -> bool:
    """Tells whether the text's words become syllables in the encoding."""
    return any(s.encoding == encoding for s in detection.find_stretches(view[:SAMPLE]))


def _is_western(view: str) -> bool:
    high = [c for c in view[:SAMPLE] if ord(c) > 0x7F]
    common = sum(c.isalpha() or c in detection.CLEAN or c == "\u00a0" for c in high)
    controls = sum(c < " " and c not in "\t\n\r\f\v" for c in view[:SAMPLE])
    return len(high) - common <= ODD_SHARE * len(high) and controls == 0


# --- vnfix --detect -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Survey:
    """What ails a text.

    Attributes:
        file: Its name.
        encoding: Of the bytes, then of stretches of the text, joined by ``+``.
        profile: ``clean``, ``text-layer``, ``stripped``, ``ocr``, ``dropped-letters``, ``woven``
            or ``other``.
        damage_rate: Share of the words that are no Vietnamese syllable or lack their marks.
        would_do: The repairs that would be made, with how often; then the restorer's part.
        confidence: Of the encoding, 0 to 1.
    """

    file: str
    encoding: str
    profile: str
    damage_rate: float
    would_do: tuple[str, ...]
    confidence: float

    def line(self) -> str:
        """Gives one line for a reader."""
        actions = ", ".join(self.would_do) or "nothing"
        return (
            f"{self.file}: {self.encoding} ({self.confidence:.2f}), {self.profile}, "
            f"{100 * self.damage_rate:.0f} % damaged; would do: {actions}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Gives the fields as values `json.dumps` takes."""
        return {**asdict(self), "would_do": list(self.would_do)}


def survey(data: bytes, *, name: str) -> Survey:
    """Looks at a file and changes nothing.

    Args:
        data: The bytes of the file.
        name: How it is called in the report.

    Raises:
        EncodingError: The encoding of the bytes is not clear.

    Examples:
        >>> survey("Ủy ban nhân dân huyện".encode(), name="a.txt").line()
        'a.txt: utf-8 (1.00), clean, 0 % damaged; would do: nothing'
    """
    text, encoding = decode_bytes(data, name=name)
    found = normalise(text)
    encodings = dict.fromkeys((encoding, *(s.encoding for s in found.stretches)))
    encodings.pop("woven", None)
    counts: dict[str, int] = {}
    for edit in found.edits:
        counts[edit.reason] = counts.get(edit.reason, 0) + 1
    would_do = [f"{reason} {count}" for reason, count in counts.items()]
    if encoding in _BYTE_ENCODINGS:
        would_do.insert(0, f"read bytes as {encoding}")
    woven = sum(s.encoding == "woven" for s in found.stretches)
    if woven:
        would_do.append(f"leave {woven} woven lines")
    profile, rate = _profile(text, found)
    if profile in {"stripped", "ocr", "dropped-letters"}:
        would_do.append("restore the words")
    confidence = min((s.confidence for s in found.stretches), default=1.0)
    return Survey(name, "+".join(encodings), profile, rate, tuple(would_do), confidence)


def _profile(source: str, found: Normalised) -> tuple[str, float]:
    """Tells profile and damage rate by the words alone; no model is loaded."""
    words = _WORD.findall(found.text)
    if not words:
        return "other", 0.0
    marked = sum(any(c in LETTERS and c > "z" for c in word.lower()) for word in words)
    broken = sum(not is_syllable(word.lower()) and not word.isupper() for word in words)
    share, wrong = marked / len(words), broken / len(words)
    edited = sum(len(_WORD.findall(edit.old)) or 1 for edit in found.edits)
    layer = min(1.0, edited / max(1, len(_WORD.findall(source))))
    tokens = found.text.split()
    if any(s.encoding == "woven" for s in found.stretches):
        profile = "woven"
    elif sum(map(is_fragment, tokens)) > FRAGMENT_SHARE * len(tokens):
        profile = "dropped-letters"
    else:
        return _profile_of_words(words, share, wrong, layer)
    return profile, max(layer, wrong)


def _profile_of_words(
    words: list[str], share: float, wrong: float, layer: float
) -> tuple[str, float]:
    """Tells profile and damage rate by the shares of marked, broken and repaired words."""
    if share < 0.1:
        # Vietnamese without marks is syllables but for the tone; another language is not.
        bare = sum(is_bare_syllable(word.lower()) for word in words) / len(words)
        return ("stripped", 1.0) if bare > 1 - STRIPPED_SHARE else ("other", 0.0)
    if wrong > FOREIGN_SHARE:
        return "other", 0.0
    if wrong > 0.15 or share < 0.5:
        return "ocr", max(wrong, layer)
    return ("text-layer" if layer > 0.005 else "clean"), layer
