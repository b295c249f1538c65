"""What a file holds, before anything is restored: its encoding by its bytes, and what ails it.

``--encoding auto`` reads a file by its bytes (`decode_bytes`); ``vnfix --detect`` prints a line
about each file (`survey`).
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable import is_fragment, is_syllable
from vndiacritics.orthography.syllable_costs import is_bare_syllable
from vndiacritics.text.bytes import BYTE_ENCODINGS, decode_bytes
from vndiacritics.text.normalisation import Normalised, normalise

__all__ = ["Survey", "survey"]

FOREIGN_SHARE = 0.65
"""Of the words, how many may be no syllables in a text that is Vietnamese, however bad its OCR."""

FRAGMENT_SHARE = 0.05
"""Of the tokens, how many may be consonants alone; more are left where letters were dropped."""

STRIPPED_SHARE = 0.15
"""Of the words, how many may be no syllables in a text that only lost its marks."""

_WORD = re.compile(r"[^\W\d_]+")


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
    if encoding in BYTE_ENCODINGS:
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
