"""Regimes of other genres, engines and faces, made from the folders of the shared data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.losses import LOSSES
from benchmarks.pages import Loader, Page, Regime, read, strip_marks
from vndiacritics.profiles.profile import STRIPPED

TOKENS = 2_500
"""Of each genre, from its beginning: enough for half a point, and quick."""

TECHNICAL_TOKENS = 1_500
"""Of each technical text."""

_FACE = re.compile(r"[a-z]\d+-([a-z]+)\d*")


def beginning(text: str, tokens: int) -> str:
    """Return the first lines of a text, until they hold so many tokens."""
    found = 0
    kept: list[str] = []
    for line in text.splitlines(keepends=True):
        kept.append(line)
        found += len(line.split())
        if found >= tokens:
            break
    return "".join(kept)


def face(page: str) -> str:
    """Return the face that a page of `pairs/engines` is set in.

    Examples:
        >>> face("g06-arialbold200clean")
        'arialbold'
    """
    match = _FACE.match(page)
    return match[1] if match else page


def loaders(data: Path) -> dict[str, Loader]:
    """Return the regimes by genre and by engine that the shared data has texts for."""
    found: dict[str, Loader] = {}
    for path in sorted((data / "genres").glob("*.txt")):
        found[f"right-{path.stem}"] = partial(_genre, f"right-{path.stem}", path, str)
    technical = data / "clean" / "technical"
    if technical.is_dir():
        found["right-clean-technical"] = partial(_technical, technical)
    for path in sorted((data / "genres").glob("*.txt")):
        for kind, damage in ((STRIPPED.name, strip_marks), ("half", LOSSES["half-marked-50"])):
            name = f"{kind}-genre-{path.stem}"
            found[name] = partial(_genre, name, path, damage)
    folder = data / "pairs" / "engines"
    for engine in engine_names(folder):
        found[f"engine-{engine}"] = partial(_engine, folder, engine)
    return found


def _genre(name: str, path: Path, damage: Callable[[str], str]) -> Regime:
    text = beginning(read(path), TOKENS)
    return Regime(name, (Page(path.stem, path.stem, damage(text), text),))


def _technical(folder: Path) -> Regime:
    texts = ((p.stem, beginning(read(p), TECHNICAL_TOKENS)) for p in sorted(folder.glob("*.txt")))
    return Regime(
        "right-clean-technical", tuple(Page(name, name, text, text) for name, text in texts)
    )


def engine_names(folder: Path) -> list[str]:
    """Return the engines whose readings a folder has beside its `ref`."""
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and p.name != "ref")


def engine_pages(folder: Path, engine: str) -> Iterator[Page]:
    """Yield what an engine read, page by page; the document of a page is its face."""
    for path in sorted((folder / "ref").glob("*.ref.txt")):
        name = path.name.removesuffix(".ref.txt")
        observed = folder / engine / f"{name}.{engine}.txt"
        if observed.is_file():
            yield Page(name, face(name), read(observed), read(path))


def _engine(folder: Path, engine: str) -> Regime:
    return Regime(f"engine-{engine}", tuple(engine_pages(folder, engine)))
