"""The regimes: which input is set against which reference.

A regime is loaded only when it is run. Where the shared data is absent the regimes are made from
``examples/``, so that the benchmark runs for everyone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import genres, held_out
from benchmarks.losses import LOSSES
from benchmarks.pages import EXAMPLES, HERE, Loader, Page, Regime, read, strip_marks
from benchmarks.text_layer import glued
from benchmarks.text_layer import loaders as text_layers
from vndiacritics.files import read_table

SCORED_DOCUMENTS = frozenset(f"d{n}" for n in range(31, 41))
"""Rendered documents that nothing may be learnt from."""


def available(data: Path | None) -> dict[str, Loader]:
    """Name the regimes that can be run, in the order of the table.

    Args:
        data: the shared data, or ``None`` (or a path that is no folder) for ``examples/``.
    """
    if data is None or not data.is_dir():
        return _from_examples()
    loaders: dict[str, Loader] = {
        "english-ocr-real": partial(_report, data),
        "english-ocr-rendered": partial(_rendered, data, "english-ocr-rendered", "eng"),
        "english-ocr-scans": partial(_scans, data, "english-ocr-scans", "eng"),
        "vietnamese-ocr-rendered": partial(_rendered, data, "vietnamese-ocr-rendered", "vie"),
        "vietnamese-ocr-scans": partial(_scans, data, "vietnamese-ocr-scans", "vie"),
        "stripped-documents": partial(
            _made, "stripped-documents", partial(_documents, data), strip_marks
        ),
        "stripped-references": partial(
            _made, "stripped-references", partial(_references, data), strip_marks
        ),
        "stripped-administrative": partial(_corpus, data, "administrative", "stripped"),
        "stripped-general": partial(_corpus, data, "general", "stripped"),
        "clean-documents": partial(_made, "clean-documents", partial(_documents, data), str),
        "clean-references": partial(_made, "clean-references", partial(_references, data), str),
        "other": other,
    }
    loaders = {name: loader for name, loader in loaders.items() if _has_data(data, name)}
    if _has_data(data, "documents"):
        loaders |= _losses(partial(_documents, data))
    if _has_data(data, "rendered"):
        loaders["glued-ocr"] = partial(_glued_ocr, data)
    loaders |= genres.loaders(data)
    if _has_data(data, "references"):
        loaders |= text_layers(partial(_references, data))
    return loaders


def _losses(texts: Callable[[], Iterable[tuple[str, str, str]]]) -> dict[str, Loader]:
    return {name: partial(_made, name, texts, damage) for name, damage in LOSSES.items()}


def _glued_ocr(data: Path) -> Regime:
    regime = _rendered(data, "glued-ocr", "eng")
    pages = (replace(page, source=glued(page.source)) for page in regime.pages)
    return replace(regime, pages=tuple(pages))


def _has_data(data: Path, name: str) -> bool:
    folders = {
        "rendered": "pairs/rendered",
        "scans": "scans",
        "documents": "documents",
        "references": "pairs",
        "administrative": "corpus",
        "general": "corpus",
        "real": "pairs",
        "other": "",
    }
    return (data / folders[name.rsplit("-", 1)[-1]]).is_dir()


def _from_examples() -> dict[str, Loader]:
    clean, ocr = EXAMPLES / "bao-cao.txt", EXAMPLES / "bao-cao.eng.txt"
    loaders: dict[str, Loader] = {}
    if clean.is_file() and ocr.is_file():
        loaders["english-ocr-example"] = lambda: Regime(
            "english-ocr-example", (Page("bao-cao", "bao-cao", read(ocr), read(clean)),)
        )
    if clean.is_file():
        texts = partial(_example_texts, clean)
        loaders["stripped-example"] = partial(_made, "stripped-example", texts, strip_marks)
        loaders["clean-example"] = partial(_made, "clean-example", texts, str)
        loaders |= _losses(texts)
        loaders |= text_layers(texts)
    loaders["other"] = other
    return loaders


def _example_texts(path: Path) -> list[tuple[str, str, str]]:
    return [("bao-cao", "bao-cao", read(path))]


def other() -> Regime:
    """English, code, tables and letters of our own writing, which must come back as they are."""
    texts = [(path.name, read(path)) for path in sorted((HERE / "other").glob("*.txt"))]
    pages = tuple(Page(name, name, text, text) for name, text in texts)
    return Regime("other", pages, verbatim=True)


def _report(data: Path) -> Regime:
    stem = data / "pairs" / "report-2022"
    page = Page("report-2022", "report-2022", *_pair(stem, "eng"))
    return Regime("english-ocr-real", (page,))


def _pair(stem: Path, engine: str) -> tuple[str, str]:
    return (
        read(stem.with_name(f"{stem.name}.{engine}.txt")),
        read(stem.with_name(f"{stem.name}.ref.txt")),
    )


def _scored_pages(data: Path) -> list[tuple[str, str]]:
    """Page and document of the rendered pages that are scored, by the manifest alone."""
    rows = read_table(data / "pairs" / "rendered" / "manifest.tsv")
    return [(r["page"], r["document"]) for r in rows if r["document"] in SCORED_DOCUMENTS]


def _rendered(data: Path, name: str, engine: str) -> Regime:
    folder = data / "pairs" / "rendered"
    return Regime(
        name,
        tuple(
            Page(page, document, *_pair(folder / page, engine))
            for page, document in _scored_pages(data)
        ),
    )


def _scans(data: Path, name: str, engine: str) -> Regime:
    stems = sorted(
        path.with_name(path.name.removesuffix(".ref.txt"))
        for path in (data / "scans").glob("*.ref.txt")
    )
    return Regime(name, tuple(Page(stem.name, stem.name, *_pair(stem, engine)) for stem in stems))


def _documents(data: Path) -> list[tuple[str, str, str]]:
    paths = sorted((data / "documents").glob("*.txt"))
    return [(path.stem, path.stem, read(path)) for path in paths]


def _references(data: Path) -> list[tuple[str, str, str]]:
    """Return the references of the report, the scored rendered pages and the scans."""
    texts = [("report-2022", "report-2022", read(data / "pairs" / "report-2022.ref.txt"))]
    folder = data / "pairs" / "rendered"
    if folder.is_dir():
        texts += [
            (page, document, read(folder / f"{page}.ref.txt"))
            for page, document in _scored_pages(data)
        ]
    for path in sorted((data / "scans").glob("*.ref.txt")):
        name = path.name.removesuffix(".ref.txt")
        texts.append((f"scan-{name}", f"scan-{name}", read(path)))
    return texts


def _made(
    name: str, texts: Callable[[], Iterable[tuple[str, str, str]]], damage: Callable[[str], str]
) -> Regime:
    """Make a regime from right texts and the damage that is done to them."""
    pages = (Page(page, document, damage(text), text) for page, document, text in texts())
    return Regime(name, tuple(pages))


def _corpus(data: Path, corpus: str, damage: str) -> Regime:
    lines = held_out.sample(data / "corpus" / f"{corpus}.txt.zst")
    pages = (
        Page(f"{corpus}-{n:03d}", f"{corpus}-{n:03d}", strip_marks(line), line)
        for n, line in enumerate(lines)
    )
    return Regime(f"{damage}-{corpus}", tuple(pages))


def select(loaders: Mapping[str, Loader], wanted: Iterable[str]) -> dict[str, Loader]:
    """Keep the regimes named, whole or by their beginning (``english-ocr``).

    Raises:
        KeyError: a name that fits no regime.
    """
    chosen: set[str] = set()
    for prefix in wanted:
        found = {name for name in loaders if name == prefix or name.startswith(f"{prefix}-")}
        if not found:
            raise KeyError(prefix)
        chosen |= found
    return {name: loader for name, loader in loaders.items() if not chosen or name in chosen}


def matching(loaders: Mapping[str, Loader], pattern: str) -> dict[str, Loader]:
    """Keep the regimes in whose name a regular expression is found.

    Raises:
        KeyError: there is none, or the expression is no regular one.
    """
    try:
        found = {name: load for name, load in loaders.items() if re.search(pattern, name)}
    except re.error as error:
        raise KeyError(f"{pattern}: {error}") from error
    if not found:
        raise KeyError(pattern)
    return found
