"""Writes docs/reference from the docstrings: ``python tools/make_reference.py``.

griffe reads the source; nothing is imported. What a module names in ``__all__`` gets a section.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"

MODULES = {
    "vndiacritics": "one function, and the names you need",
    "vndiacritics.restorer": "the Restorer",
    "vndiacritics.options": "how a text is restored, and what each setting risks",
    "vndiacritics.restoration": "what was changed, and how sure it is",
    "vndiacritics.errors": "what can go wrong",
    "vndiacritics.documents": "office, web and mark-up files",
    "vndiacritics.text": "encodings, letters and marks, repaired one by one",
    "vndiacritics.integrations": "columns of data frames",
    "vndiacritics.integrations.pandas": "pandas",
    "vndiacritics.integrations.polars": "polars",
    "vndiacritics.integrations.datasets": "Hugging Face datasets",
    "vndiacritics.integrations.ray": "Ray Data",
    "vndiacritics.integrations.spark": "Spark",
}
"""What is public, and in a few words what it is for; a module that is not there is left out."""


def main() -> None:
    """Write a page a module and a list of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    package = griffe.load(
        "vndiacritics", search_paths=[str(ROOT)], docstring_parser="google", resolve_aliases=True
    )
    result = {}
    rows = []
    for name, summary in MODULES.items():
        try:
            module = package if name == "vndiacritics" else package[name.partition(".")[2]]
            if not module.is_module:
                continue
        except KeyError:
            continue
        result[f"{name}.md"] = "\n".join(page(module)).rstrip() + "\n"
        rows.append(f"- [{name}]({name}.md): {summary}")
    heading = "# Reference\n\nMade of the docstrings by `python tools/make_reference.py`.\n\n"
    result["README.md"] = heading + "\n".join(rows) + "\n"
    return result


def page(module: Any) -> Iterator[str]:
    """Yield the lines of a module's page."""
    yield f"# {module.path}\n"
    yield from told(module)
    for name in exported(module):
        if name not in module.members:
            continue
        member = module.members[name]
        try:
            found = member.final_target if member.is_alias else member
        except griffe.AliasResolutionError:
            continue
        yield from section(name, found, level=2)


def exported(module: Any) -> list[str]:
    """List what a module gives to others, in its own order."""
    names = [str(name) for name in module.exports or () if not str(name).startswith("_")]
    return names or [name for name, row in module.members.items() if is_own(name, row)]


def is_own(name: str, row: Any) -> bool:
    """Return whether a member is public and defined here."""
    return not name.startswith("_") and not row.is_alias and (row.is_class or row.is_function)


def section(name: str, found: Any, *, level: int) -> Iterator[str]:
    """Yield the lines about a class, a function or a value."""
    if found.is_module:
        return
    if found.is_function:
        yield f"{'#' * level} {name}\n"
        yield f"`{name}({signature(found)}){returns(found)}`\n"
        yield from told(found)
    elif found.is_class:
        yield f"{'#' * level} {name}\n"
        yield from told(found)
        for method, row in found.members.items():
            if not method.startswith("_") and not row.is_alias and row.is_function:
                yield from section(method, row, level=level + 1)
    elif found.docstring is not None:
        yield f"{'#' * level} {name}\n"
        yield from told(found)


def signature(function: Any) -> str:
    """Return the parameters as they are written."""
    parts: list[str] = []
    starred = False
    for row in function.parameters:
        if row.name in {"self", "cls"}:
            continue
        kind = row.kind.value if row.kind else ""
        if kind == "keyword-only" and not starred:
            parts.append("*")
            starred = True
        text = f"{row.name}: {row.annotation}" if row.annotation is not None else row.name
        default = row.default is not None and not kind.startswith("variadic")
        parts.append(f"{text} = {row.default}" if default else text)
    return ", ".join(parts)


def returns(function: Any) -> str:
    """Return the arrow and what stands behind it."""
    return f" → {function.returns}" if function.returns is not None else ""


def told(found: Any) -> Iterator[str]:
    """Yield the docstring, its sections as lists and blocks."""
    if found.docstring is None:
        return
    for part in found.docstring.parsed:
        kind = part.kind.value
        if kind == "text":
            yield f"{part.value}\n"
        elif kind == "examples":
            yield "**Examples**\n"
            for sort, body in part.value:
                fenced = getattr(sort, "value", sort) == "examples"
                yield f"```pycon\n{body}\n```\n" if fenced else f"{body}\n"
        elif kind in {"parameters", "attributes", "raises", "returns", "yields"}:
            yield f"**{kind.capitalize()}**\n"
            for row in part.value:
                label = getattr(row, "name", "") or str(row.annotation or "")
                text = " ".join(str(row.description).split())
                yield f"- `{label}`: {text}" if label else f"- {text}"
            yield ""


if __name__ == "__main__":
    main()
