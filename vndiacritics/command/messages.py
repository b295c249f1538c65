"""The language the command speaks: English sentences, and what they are in Vietnamese.

Sentences are written in English where they arise, with names and numbers in them. `translated`
looks a sentence up by its pattern: ``{}`` in the table stands for whatever the sentence has there,
and goes into the translation unchanged. A sentence that is not in the table stays English.
"""

from __future__ import annotations

import locale
import re
from collections.abc import Mapping
from functools import cache

from vndiacritics.command.vietnamese import MESSAGES
from vndiacritics.errors import VndiacriticsError

__all__ = ["LANGUAGES", "error_line", "language_of", "place_in", "translated"]

LANGUAGES = ("en", "vi")
"""What `--lang` takes."""

_NO_NOUN = r"(?!(?:is|was|has|does|as|its|this|holds|needs|costs|gives|says)\b)"
_ONE_OF_SEVERAL = re.compile(rf"\b1 {_NO_NOUN}[a-z]+s\b")
_PLURAL = re.compile(rf"( {_NO_NOUN}[a-z]+)s\b")

#: Variables that tell the language of messages, the strongest first (POSIX).
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that the locale of an environment asks for.

    Examples:
        >>> language_of({"LANG": "vi_VN.UTF-8"})
        'vi'
        >>> language_of({"LC_ALL": "C", "LANG": "vi_VN.UTF-8"})
        'en'
    """
    for name in VARIABLES:
        if environment.get(name):
            return "vi" if environment[name].startswith("vi") else "en"
    try:  # Windows and macOS set none of them
        told = locale.getlocale()[0] or ""
    except ValueError:
        told = ""
    return "vi" if told.lower().startswith("vi") else "en"


def translated(sentence: str, language: str) -> str:
    """Return a sentence in the language, as it is where the table has none.

    Sentences have their nouns in the plural; behind a 1 these lose their ending in English too.

    Examples:
        >>> translated("check the path", "en")
        'check the path'
        >>> translated("a.txt: 1 words changed", "en")
        'a.txt: 1 word changed'
        >>> translated("the image a.png of page 1 is not beside it", "en")
        'the image a.png of page 1 is not beside it'
    """
    english = language == "en"
    behind: list[str] = []  # the sentence, and what is left of it behind each name of a file
    colon, rest = ":", sentence
    while colon and rest and (not english or _ONE_OF_SEVERAL.search(rest)):
        if rest in MESSAGES:
            known: str | None = rest if english else MESSAGES[rest]
        else:
            known = _filled(rest, english=english, named=False)
        if known is not None:
            if known != rest:
                return sentence.removesuffix(rest) + known
            break
        behind.append(rest)
        _, colon, rest = rest.partition(": ")
    for rest in reversed(behind):
        known = _filled(rest, english=english, named=True)
        if known is not None and known != rest:
            return sentence.removesuffix(rest) + known
    return sentence


def _filled(sentence: str, *, english: bool, named: bool) -> str | None:
    """Return a sentence by its pattern, None where it fits none.

    Args:
        sentence: What is said.
        english: In English, else in Vietnamese.
        named: By a pattern that begins with a place to fill, such as a name, else by another.
    """
    for said in _with_places():
        first, last = said[: said.index("{}")], said[said.rindex("{}") + 2 :]
        if bool(first) == named or not (sentence.startswith(first) and sentence.endswith(last)):
            continue  # a pattern takes longer to make than most sentences to tell
        if match := _pattern(said).fullmatch(sentence):
            return _counted(said, match) if english else MESSAGES[said].format(*match.groups())
    return None


def _counted(said: str, match: re.Match[str]) -> str:
    """Return an English sentence filled, one thing of a kind in the singular."""
    filled = ""
    for value, behind in zip(("", *match.groups()), said.split("{}"), strict=True):
        one = value == "1" and _PLURAL.match(behind)
        filled += value + (f"{one[1]}{behind[one.end() :]}" if one else behind)
    return filled


def error_line(error: VndiacriticsError, language: str) -> str:
    """Return what is wrong and what to do about it in one sentence."""
    problem = translated(error.problem, language)
    remedy = translated(error.remedy, language)
    return f"{problem}; {remedy}" if remedy else problem


def place_in(place: str, language: str) -> str:
    """Return where something stands in a document, as ``header, paragraph 2``, part by part."""
    return ", ".join(translated(part, language) for part in place.split(", "))


@cache
def _with_places() -> list[str]:
    """List the English sentences with places to fill, those with most words of their own first."""
    rows = [english for english in MESSAGES if "{}" in english]
    return sorted(rows, key=lambda row: -len(row.replace("{}", "")))


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """Return what a sentence with places to fill matches."""
    return re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL)
