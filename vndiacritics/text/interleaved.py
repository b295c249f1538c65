"""Interleaved lines: two columns or overprinted lines merged letter by letter.

``KSốý hiệu`` was *Ký hiệu* and *Số*. What belongs to which line cannot be told from the text, so
such lines are found, reported and left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable import is_glued, is_syllable, split_tone

__all__ = ["find_interleaved_lines", "is_glued", "is_interleaved_word"]

SHARE, AT_LEAST = 0.5, 3
"""A line is interleaved when so many of its words with marks are, and at least so many."""

_TONED = "".join(sorted(c for c in LETTERS if split_tone(c)[1]))
_HINT = re.compile(f"[{_TONED}][^\\W\\d_]{{0,12}}[{_TONED}]|[a-zà-ỹ][A-ZĐ]")
"""Two tones, or a capital after a small letter: what any interleaved word holds."""

_WORD = re.compile(r"[^\W\d_]{4,}")


@lru_cache(maxsize=16384)
def is_interleaved_word(word: str) -> bool:
    """Return whether a word can only be two words merged letter by letter.

    It holds two tones or a capital after a small letter, and is neither a syllable nor syllables
    written without a space.

    Examples:
        >>> [is_interleaved_word(word) for word in ("KSốý", "ủybannhândân", "nghiệm")]
        [True, False, False]
    """
    small = word.lower()
    plain = sum(c.isascii() for c in small)
    if plain * 2 < len(small) or plain == len(small) or is_syllable(small):
        return False
    tones = len(split_tone(small)[1])
    inner_capital = not word.isupper() and any(c.isupper() for c in word[1:])
    return (tones > 1 or (inner_capital and tones > 0)) and not is_glued(small)


def find_interleaved_lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the spans of the lines of `text` that are interleaved.

    Examples:
        >>> list(find_interleaved_lines("Ký hiệu\nKSốý hhiiệệuu vvăănnb ảbnản tờtrìnhđ\n"))
        [(8, 44)]
    """
    done = 0
    for hint in _HINT.finditer(text):
        if hint.start() < done:
            continue
        start = text.rfind("\n", 0, hint.start()) + 1
        done = text.find("\n", hint.end()) % (len(text) + 1)  # no line end: the text's
        words = [m[0] for m in _WORD.finditer(text, start, done) if not m[0].isascii()]
        interleaved = sum(is_interleaved_word(word) for word in words)
        if interleaved >= AT_LEAST and interleaved >= SHARE * len(words):
            yield start, done
