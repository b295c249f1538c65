"""Peers: other tools and simple baselines, each given the input that suits it best.

Tools are used when they are installed; the reason why one was not run is kept and printed.
"""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from benchmarks.metrics import fold_tone_placement
from benchmarks.pages import HERE, read, strip_marks
from vndiacritics.orthography.signs import AROUND_WORDS

_EDGE = AROUND_WORDS + "<>*-–/"


class System(Protocol):
    """Anything that restores texts."""

    @property
    def name(self) -> str:
        """What the table calls it."""
        ...

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Restore texts: same length, same order."""
        ...


@dataclass(frozen=True)
class Peer:
    """A system made of a function from text to text."""

    name: str
    restore: Callable[[str], str]

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Restore each text by itself."""
        return [self.restore(text) for text in texts]


IDENTITY = Peer("identity", str)
"""Gives the input back; its score is that of the input."""


def syllable_counts(data: Path | None) -> dict[str, int]:
    """Count syllables for the baselines: the shared lists, else the project's own lexicon.

    Returns:
        Lower-case syllables, tone placed the old way, most frequent first.
    """
    counts: dict[str, int] = {}
    lists = sorted((data / "lists").glob("syllable-counts-*.tsv")) if data else []
    for form, count in _count_rows(lists) if lists else _lexicon_rows():
        syllable = fold_tone_placement(form.lower())
        if syllable.isalpha():
            counts[syllable] = counts.get(syllable, 0) + count
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _count_rows(paths: Iterable[Path]) -> Iterable[tuple[str, int]]:
    for path in paths:
        for line in read(path).splitlines():
            form, count = line.split("\t")
            yield form, int(count)


def _lexicon_rows() -> Iterable[tuple[str, int]]:
    """Return the rows of lexicon/syllables.tsv; a column ``count…`` is used when there is one."""
    path = HERE.parent / "lexicon" / "syllables.tsv"
    if not path.is_file():
        return
    header, *rows = [
        line.split("\t") for line in read(path).splitlines() if line and not line.startswith("#")
    ]
    columns = [n for n, title in enumerate(header) if title.startswith("count")]
    for row in rows:
        numbers = [row[n] for n in columns if n < len(row)]
        yield row[0], sum(int(number) for number in numbers if number.isdigit()) or 1


def match_case(pattern: str, word: str) -> str:
    """Return ``word`` the case of ``pattern``: all capitals, a capital first, or as it is."""
    if pattern.isupper() and len(pattern) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word


def by_token(restore: Callable[[str], str]) -> Callable[[str], str]:
    """Make a text function of one that restores a bare lower-case word.

    Layout, punctuation at a token's edges and tokens that hold a digit stay as they are.
    """
    cached = lru_cache(maxsize=None)(restore)

    def restore_token(token: str) -> str:
        core = token.strip(_EDGE)
        if not core or any(c.isdigit() for c in core):
            return token
        start = token.index(core)
        return token[:start] + match_case(core, cached(core.lower())) + token[start + len(core) :]

    def restore_text(text: str) -> str:
        return "".join(
            piece if piece.isspace() else restore_token(piece) for piece in _pieces(text)
        )

    return restore_text


def _pieces(text: str) -> list[str]:
    """Split a text into runs of whitespace and of anything else, losing nothing."""
    pieces: list[str] = []
    for character in text:
        if pieces and pieces[-1][-1].isspace() == character.isspace():
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def mostly_marked(text: str, counts: Mapping[str, int]) -> bool:
    """Return whether over half of a text's words are syllables with marks: it is read well."""
    words = [core for token in text.split() if (core := token.strip(_EDGE).lower()).isalpha()]
    marked = sum(word in counts and strip_marks(word) != word for word in words)
    return marked > len(words) / 2


def fitted(counts: Mapping[str, int], find: Callable[[str], str]) -> Callable[[str], str]:
    """Turn a search for bare forms into a restorer that does its best on every regime.

    The word's marks are taken off, the bare form is looked up, and its most frequent syllable
    stands in. In a text that is read well, words that are syllables already are left alone.

    Args:
        counts: syllables, most frequent first.
        find: from a bare word to one of the bare forms, or the word itself.
    """
    best = best_marks(counts)

    def restore(word: str) -> str:
        found = find(strip_marks(word))
        return best.get(found, word)

    restore_all = by_token(restore)
    restore_unknown = by_token(lambda word: word if word in counts else restore(word))
    return lambda text: (restore_unknown if mostly_marked(text, counts) else restore_all)(text)


def best_marks(counts: Mapping[str, int]) -> dict[str, str]:
    """Map each bare form to its most frequent syllable, bare forms by frequency of that."""
    best: dict[str, str] = {}
    for syllable in counts:
        best.setdefault(strip_marks(syllable), syllable)
    return best


def unigram(counts: Mapping[str, int]) -> Peer:
    """Baseline: the most frequent syllable that has the same letters once marks are gone."""
    return Peer("unigram", fitted(counts, str))


def nearest(counts: Mapping[str, int]) -> Peer:
    """Baseline: the bare form at the least edit distance, the more frequent one of equals."""
    forms = list(best_marks(counts))
    known = frozenset(forms)

    def find(word: str) -> str:
        if word in known:
            return word
        return str(process.extractOne(word, forms, scorer=Levenshtein.distance)[0])

    return Peer("rapidfuzz nearest", fitted(counts, find))


def symspell(counts: Mapping[str, int]) -> Peer:
    """Run symspellpy over bare forms with their counts, at most two edits.

    Raises:
        ImportError: it is not installed.
    """
    module: Any = importlib.import_module("symspellpy")
    speller = module.SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for form, syllable in best_marks(counts).items():
        speller.create_dictionary_entry(form, counts[syllable])

    def find(word: str) -> str:
        found = speller.lookup(
            word, module.Verbosity.TOP, max_edit_distance=2, include_unknown=True
        )
        return str(found[0].term)

    return Peer(_versioned("symspellpy"), fitted(counts, find))


def pyvi() -> Peer:
    """Pyvi's ``add_accents``: marks stripped first (it expects none), case put back after.

    Raises:
        ImportError: it is not installed.
    """
    tool: Any = importlib.import_module("pyvi.ViUtils")

    def accents(bare: str) -> str:
        try:
            return str(tool.add_accents(bare)) if bare else ""
        except KeyError:  # it chose a mark that the letter cannot take: try the halves
            words = bare.split(" ")
            middle = len(words) // 2
            if not middle:
                return bare
            return f"{accents(' '.join(words[:middle]))} {accents(' '.join(words[middle:]))}"

    def restore_line(line: str) -> str:
        bare = strip_marks(line)
        if not bare.strip():
            return line
        accented = accents(bare)
        if len(accented) != len(bare):
            return accented
        pairs = zip(bare, accented, strict=True)
        return "".join(a.upper() if b.isupper() else a.lower() for b, a in pairs)

    def restore(text: str) -> str:
        return "\n".join(restore_line(line) for line in text.split("\n"))

    return Peer(_versioned("pyvi"), restore)


def underthesea() -> Peer:
    """Run underthesea's ``restore_diacritics``, marks stripped first (it keeps marked syllables).

    Raises:
        ImportError: it is not installed, or this version has no restorer.
    """
    tool: Any = importlib.import_module("underthesea")
    restore = getattr(tool, "restore_diacritics", None)
    if restore is None:
        message = f"{_versioned('underthesea')} has no restore_diacritics"
        raise ImportError(message)
    return Peer(_versioned("underthesea"), lambda text: str(restore(strip_marks(text))))


def _versioned(package: str) -> str:
    return f"{package} {importlib.metadata.version(package)}"


def installed_peers(data: Path | None) -> tuple[list[Peer], list[str]]:
    """Build every peer that can run here.

    Returns:
        The peers, and one line for each that cannot run, with the reason.
    """
    counts = syllable_counts(data)
    makers: list[Callable[[], Peer]] = [pyvi, underthesea]
    missing: list[str] = []
    if counts:
        makers += [
            lambda: symspell(counts),
            lambda: nearest(counts),
            lambda: unigram(counts),
        ]
    else:
        missing.append("symspellpy and the baselines: no syllable counts found")
    peers: list[Peer] = []
    for make in makers:
        try:
            peers.append(make())
        except ImportError as error:
            missing.append(str(error))
    return peers, missing
