"""``python -m benchmarks.proofreading``: the suggestions against the typing errors of two reports.

`typing_errors.tsv` names the errors that the authors of two clean reports made themselves, listed
by reading before any suggestion was looked at: words that are mistyped, doubled, superfluous or
missing, and a few wrong codes and capitals of names. Style, layout, tone placement, punctuation
and facts are not in it. `wrong` stands once in its line; where a word is missing or doubled it
shows the neighbours too.

A suggestion is right when it overlaps a listed error, and its correction is right when the text
around it then reads as the list has it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vndiacritics import Edit, Options, Restorer
from vndiacritics.files import read_table

LIST = Path(__file__).with_name("typing_errors.tsv")

WORD_KINDS = frozenset({"tone", "letter", "missing-letter"})
"""What can be found by looking at one word at a time."""


@dataclass(frozen=True)
class TypingError:
    """One listed error: a line of a file, what stands there and what should."""

    file: str
    line: int
    wrong: str
    right: str
    kind: str


@dataclass(frozen=True)
class Place:
    """A listed error with its span in the text of its file."""

    error: TypingError
    start: int
    end: int


@dataclass(frozen=True)
class Suggestion:
    """One suggestion, the errors it overlaps, and whether it corrects them as listed."""

    file: str
    line: int
    edit: Edit
    places: tuple[Place, ...]
    corrects: bool


@dataclass(frozen=True)
class Outcome:
    """What became of the listed errors of some files.

    Attributes:
        errors: All listed errors.
        suggestions: All suggestions, also the false ones.
        edits: Changes that were made in the text without asking, in the same form.
    """

    errors: tuple[TypingError, ...]
    suggestions: tuple[Suggestion, ...]
    edits: tuple[Suggestion, ...]

    def named(self) -> dict[TypingError, Suggestion]:
        """Return the errors that a suggestion overlaps, with the last such suggestion."""
        return {place.error: one for one in self.suggestions for place in one.places}

    def false(self) -> list[Suggestion]:
        """Return the suggestions that overlap no listed error."""
        return [one for one in self.suggestions if not one.places]


def read_list(path: Path = LIST) -> list[TypingError]:
    """Read the listed errors."""
    return [
        TypingError(row["file"], int(row["line"]), row["wrong"], row["right"], row["kind"])
        for row in read_table(path)
    ]


def locate(error: TypingError, text: str) -> Place:
    """Find a listed error in the text of its file.

    Raises:
        ValueError: the line is not there, or `wrong` does not stand in it exactly once.
    """
    lines = text.split("\n")
    line = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
    found = list(re.finditer(rf"(?<!\w){re.escape(error.wrong)}(?!\w)", line))
    if len(found) != 1:
        message = f"{error.file}:{error.line}: {error.wrong!r} found {len(found)} times, not once"
        raise ValueError(message)
    begin = sum(len(before) + 1 for before in lines[: error.line - 1])
    return Place(error, begin + found[0].start(), begin + found[0].end())


def judge(file: str, text: str, edit: Edit, places: Sequence[Place]) -> Suggestion:
    """Compare one suggestion with the listed errors of its file."""
    hit = tuple(place for place in places if place.start < edit.end and edit.start < place.end)
    line = text.count("\n", 0, edit.start) + 1
    if not hit:
        return Suggestion(file, line, edit, (), corrects=False)
    start = min(edit.start, *(place.start for place in hit))
    end = max(edit.end, *(place.end for place in hit))
    suggested = _changed(text, start, end, [(edit.start, edit.end, edit.new)])
    listed = _changed(text, start, end, [(p.start, p.end, p.error.right) for p in hit])
    return Suggestion(file, line, edit, hit, corrects=suggested == listed)


def _changed(text: str, start: int, end: int, changes: Iterable[tuple[int, int, str]]) -> list[str]:
    """Return the words of ``text[start:end]`` after changes that lie within it."""
    parts = []
    for first, last, new in sorted(changes):
        parts += [text[start:first], new]
        start = last
    return "".join([*parts, text[start:end]]).split()


def evaluate(data: Path, errors: Sequence[TypingError]) -> Outcome:
    """Ask for suggestions on the files of the list, which lie in ``documents`` of the data.

    Raises:
        OSError: a file cannot be read.
        ValueError: a listed error is not where the list has it.
    """
    restorer = Restorer(options=Options(suggest=True))
    suggestions: list[Suggestion] = []
    edits: list[Suggestion] = []
    for file in sorted({error.file for error in errors}):
        text = (data / "documents" / file).read_bytes().decode("utf-8")
        places = [locate(error, text) for error in errors if error.file == file]
        result = restorer.explain(text)
        suggestions += (judge(file, text, edit, places) for edit in result.suggestions)
        edits += (judge(file, text, edit, places) for edit in result.edits)
    return Outcome(tuple(errors), tuple(suggestions), tuple(edits))


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the figures and the lists of found, missed and false, line by line."""
    named = outcome.named()
    right = [one for one in outcome.suggestions if one.places]
    correct = [one for one in right if one.corrects]
    words = [error for error in outcome.errors if error.kind in WORD_KINDS]
    total = len(outcome.suggestions)
    yield f"listed errors            {len(outcome.errors)}, {len(words)} at word level"
    yield f"suggestions              {total}"
    yield f"precision                {_share(len(right), total)}"
    yield f"  and right correction   {_share(len(correct), total)}"
    yield f"recall, all              {_share(len(named), len(outcome.errors))}"
    yield f"recall, word level       {_share(sum(e in named for e in words), len(words))}"
    found = Counter(error.kind for error in named)
    for kind, count in Counter(error.kind for error in outcome.errors).most_common():
        yield f"  {kind:22} {_share(found[kind], count)}"
    yield f"edits made unasked       {len(outcome.edits)}"

    yield from _section("found", [_shown_found(error, one) for error, one in named.items()])
    missed = [error for error in outcome.errors if error not in named]
    yield from _section("missed", [_shown_error(error) for error in missed])
    yield from _section("false", [_shown(one) for one in outcome.false()])
    yield from _section("made unasked", [_shown(one) for one in outcome.edits])


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" + (f" = {100 * part / whole:.1f} %" if whole else "")


def _section(title: str, rows: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"{title} ({len(rows)})"
    yield from (f"  {row}" for row in rows)


def _shown_error(error: TypingError) -> str:
    return f"{error.file}:{error.line}: {error.wrong} → {error.right or '(nothing)'} ({error.kind})"


def _shown_found(error: TypingError, one: Suggestion) -> str:
    verdict = "right" if one.corrects else f"but {one.edit.old} → {one.edit.new}"
    return f"{_shown_error(error)}: {verdict}, {one.edit.confidence:.2f}"


def _shown(one: Suggestion) -> str:
    edit = one.edit
    return f"{one.file}:{one.line}: {edit.old} → {edit.new}, {edit.confidence:.2f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print how the suggestions do on the listed errors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proofreading", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="shared data")
    parser.add_argument("--list", type=Path, default=LIST, metavar="TSV", help="other errors")
    arguments = parser.parse_args(argv)
    for line in report(evaluate(arguments.data, read_list(arguments.list))):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
