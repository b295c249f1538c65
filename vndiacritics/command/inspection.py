"""`vnfix inspect`: what each file is, what ails it, and what the restorer would do with it.

What is told of a text is what the restorer does with it when it is asked to: it is run, and its
changes are counted by their reason.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from vndiacritics import files
from vndiacritics.command.console import Console, about, print_bytes
from vndiacritics.command.messages import translated
from vndiacritics.command.parser import Arguments, Parser
from vndiacritics.command.restoring import Explainer, Way, restorer_of
from vndiacritics.command.selection import Input, select
from vndiacritics.errors import VndiacriticsError
from vndiacritics.options import Options
from vndiacritics.orthography.letters import LETTERS
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.text.bytes import BYTE_ENCODINGS, decode_bytes
from vndiacritics.text.normalisation import INTERLEAVED, normalise

if TYPE_CHECKING:
    from vndiacritics.documents import DocumentEdit
    from vndiacritics.restoration import Edit, Restoration

__all__ = ["Survey", "parser", "run", "survey"]

CLEAN_SHARE = 0.5
"""Of the words, how many are Vietnamese syllables at least in a text that is called clean."""

OCR_SHARE = 0.05
"""Of the words that lost marks or letters, how many changed letters at least after OCR."""

MARKED_SHARE = 0.1
"""Of the words, how many have marks at least in a text that is called mixed, not stripped."""

KINDS = {"marks": "stripped", "channel": "ocr", "dropped-letters": "dropped-letters"}
"""What a reason of the restorer says about the text; any other is an affair of its layer."""

SPACES = ("split", "join", "doubled", "number", "case")
"""Reasons that go with any kind of damage."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Survey:
    """What a file is and what ails it.

    Attributes:
        file: Its name.
        encoding: Of the bytes, then of stretches of the text, joined by ``+``; the kind of file
            for a document or scan.
        profile: ``clean``, ``text-layer``, ``stripped``, ``mixed`` (some words have their marks),
            ``ocr``, ``dropped-letters``, ``interleaved``, ``other`` (no Vietnamese) or
            ``scan``.
        damage_rate: Share of the words that would be changed; None where they are not counted.
        would_do: The changes that would be made, by reason, with how many words each.
        confidence: Of the encoding, 0 to 1.
    """

    file: str
    encoding: str
    profile: str
    damage_rate: float | None
    would_do: tuple[str, ...]
    confidence: float

    def line(self) -> str:
        """Return one line for a reader."""
        if self.profile == "scan":
            return f"{self.file}: {self.encoding}, {'; '.join(self.would_do)}"
        actions = ", ".join(self.would_do) or "nothing"
        if self.damage_rate is None:
            return f"{self.file}: {self.encoding}, {self.profile}; would do: {actions}"
        return (
            f"{self.file}: {self.encoding} ({self.confidence:.2f}), {self.profile}, "
            f"{_percent(self.damage_rate)} % damaged; would do: {actions}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as values `json.dumps` takes."""
        return {**asdict(self), "would_do": list(self.would_do)}


def _percent(share: float) -> str:
    """Return a share in per cent; what is there is not called 0."""
    return "< 1" if 0 < share < 0.005 else f"{100 * share:.0f}"


def survey(data: bytes, *, name: str, restorer: Explainer | None = None) -> Survey:
    """Look at a text and change nothing.

    Args:
        data: The bytes of the file.
        name: How it is called in the report.
        restorer: Whose changes are counted; the built-in one by default.

    Raises:
        EncodingError: The encoding of the bytes is not clear.

    Examples:
        >>> survey("Ủy ban nhân dân huyện".encode(), name="a.txt").line()
        'a.txt: utf-8 (1.00), clean, 0 % damaged; would do: nothing'
    """
    text, encoding = decode_bytes(data, name=name)
    found = normalise(text)
    encodings = dict.fromkeys((encoding, *(row.encoding for row in found.stretches)))
    encodings.pop(INTERLEAVED, None)
    result = (restorer or restorer_of(Way(Options()))).explain(text)
    reasons = counted(result.edits)
    would_do = [f"{reason} {count}" for reason, count in reasons.most_common()]
    if encoding in BYTE_ENCODINGS:
        would_do.insert(0, f"read bytes as {encoding}")
    interleaved = sum(row.encoding == INTERLEAVED for row in found.stretches)
    if interleaved:
        would_do.append(f"leave {interleaved} interleaved lines")
    words = max(1, len(text.split()))
    rate = 1.0 if encoding in BYTE_ENCODINGS else min(1.0, reasons.total() / words)
    profile = "interleaved" if interleaved else _profile(result, reasons, encoding)
    confidence = min((row.confidence for row in found.stretches), default=1.0)
    return Survey(name, "+".join(encodings), profile, rate, tuple(would_do), confidence)


def counted(edits: Iterable[Edit | DocumentEdit]) -> Counter[str]:
    """Count the words that edits change, by reason."""
    reasons: Counter[str] = Counter()
    for edit in edits:
        reasons[edit.reason or "other"] += max(1, len(edit.old.split()))
    return reasons


def _profile(result: Restoration, reasons: Counter[str], encoding: str) -> str:
    """Return what most of the changes are for."""
    kinds = _kinds(reasons)
    if encoding in BYTE_ENCODINGS:
        kinds["text-layer"] += len(result.text.split())
    if kinds:
        first = kinds.most_common(1)[0][0]
        return "mixed" if first == "stripped" and _has_marks(result.source) else first
    if reasons:
        return "ocr"
    words = _WORD.findall(result.text)
    right = sum(is_syllable(word.lower()) for word in words)
    return "clean" if words and right >= CLEAN_SHARE * len(words) else "other"


def _kinds(reasons: Counter[str]) -> Counter[str]:
    """Count the words by what their reasons say; OCR also loses marks without a letter changed."""
    kinds: Counter[str] = Counter()
    for reason, count in reasons.items():
        if reason not in SPACES:
            kinds[KINDS.get(reason, "text-layer")] += count
    if kinds["ocr"] > OCR_SHARE * (kinds["ocr"] + kinds["stripped"]):
        kinds["ocr"] += kinds.pop("stripped", 0)
    return +kinds


def _has_marks(text: str) -> bool:
    """Return whether some of the words have Vietnamese marks."""
    words = _WORD.findall(text.lower())
    marked = sum(any(c in LETTERS and c > "z" for c in word) for word in words)
    return marked > MARKED_SHARE * len(words)


# --- the command --------------------------------------------------------------------------------


def parser(*, prog: str, language: str) -> Parser:
    """Return the parser of ``vnfix inspect``: that of ``vnfix FILE --detect``."""
    from vndiacritics.command import arguments

    description = "Tells of each file what it is, what ails it, and what would be done."
    return arguments.parser(prog=prog, language=language, description=description)


def run(arguments: Arguments, console: Console) -> int:
    """Print a line about each file.

    Returns:
        The exit code: 0, or that of the first file that could not be read.
    """
    from vndiacritics.command.arguments import check_together
    from vndiacritics.command.texts import way_of

    arguments.detect = True
    check_together(arguments)
    way = way_of(arguments)
    way = way._replace(options=replace(way.options, suggest=False, tokens=False))
    status = 0
    selection = select(arguments.files, include=arguments.include, exclude=arguments.exclude)
    if any(row.path is None for row in selection.inputs):
        console.await_keyboard()
    for row in selection.inputs:
        try:
            result = _surveyed(row, way)
        except VndiacriticsError as error:
            code = console.report(about(error, files.display_name(row.path)))
            status = status or code
            continue
        line = translated(result.line(), console.language)
        if arguments.json:
            line = json.dumps(result.to_dict(), ensure_ascii=False)
        print_bytes(f"{line}\n".encode("utf-8", "backslashreplace"))
    for reason, count in selection.skipped.most_common():
        console.note(f"not taken: {count} × {reason}")
    return status


def _surveyed(row: Input, way: Way) -> Survey:
    name = files.display_name(row.path)
    if row.error is not None:
        raise row.error
    if row.room == "scan":
        return Survey(name, row.kind, "scan", None, (f"vnfix {name} -o OUT reads its pages",), 1.0)
    restorer = restorer_of(way)
    if row.room == "text":
        return survey(files.read_bytes(row.path), name=name, restorer=restorer)
    from vndiacritics import documents

    found = documents.repair(files.read_bytes(row.path, text=False), row.kind, restorer)
    reasons = counted(found.edits)
    would_do = tuple(f"{reason} {count}" for reason, count in reasons.most_common())
    kinds = _kinds(reasons)
    profile = kinds.most_common(1)[0][0] if kinds else "ocr" if reasons else "clean"
    return Survey(name, row.kind, profile, None, would_do, 1.0)
