"""Settings of a project: `vndiacritics.toml`, or ``[tool.vndiacritics]`` in a `pyproject.toml`.

The nearest such file in the working folder or above it gives defaults for options; what stands on
the command line wins. Only options that say *how* to restore can be set, none that writes or
replaces a file: a folder that somebody else made must not decide that. Paths in the file are
relative to it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vndiacritics.errors import UsageError

__all__ = ["KEYS", "Settings", "find", "read"]

FILE = "vndiacritics.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = "vndiacritics"

NEAR = 0.75
"""Likeness from which one name is taken for a slip of another."""

KEYS = {
    "profile": str,
    "min-confidence": float,
    "tone-placement": str,
    "encoding": str,
    "from-encoding": str,
    "lexicon": Path,
    "learnt": Path,
    "keep": Path,
    "model": Path,
    "include": list,
    "exclude": list,
    "below": float,
    "jobs": int,
    "lang": str,
    "color": str,
    "ocr": str,
    "ocr-lang": str,
    "ocr-timeout": float,
    "max-megapixels": float,
    "no-clean": bool,
    "strict": bool,
}
"""What may be set, by the name of the option, and the type of its value."""


@dataclass(frozen=True)
class Settings:
    """What a settings file says.

    Attributes:
        path: The file; None where there is none.
        values: By destination (``min_confidence``).
    """

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def find(folder: Path) -> Path | None:
    """Return the settings file for a folder: the nearest one in it or above it."""
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        project = place / PROJECT_FILE
        if project.is_file() and _table(_parsed(project), project) is not None:
            return project
    return None


def read(path: Path) -> Settings:
    """Read a settings file.

    Args:
        path: A `vndiacritics.toml` or a `pyproject.toml`.

    Raises:
        UsageError: It is missing, no TOML, or sets something that cannot be set.
    """
    rows = _table(_parsed(path), path) or {}
    values: dict[str, Any] = {}
    for name, value in rows.items():
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, n=1, cutoff=NEAR)
            raise UsageError(
                f"{path}: there is no setting {name!r}",
                remedy=f"did you mean {near[0]}?" if near else f"use one of {', '.join(KEYS)}",
            )
        values[name.replace("-", "_")] = _value(path, name, value)
    return Settings(path, values)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.name == PROJECT_FILE and TABLE not in text:
            return {}
        import tomllib  # with a table of ours alone: it costs what reading a line of text does

        return tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", remedy="check --settings") from error
    except ValueError as error:  # no TOML, or no UTF-8
        if path.name == PROJECT_FILE:  # another program's affair
            return {}
        raise UsageError(f"{path}: no TOML file: {error}", remedy="mend it or move it") from error


def _table(parsed: Mapping[str, Any], path: Path) -> dict[str, Any] | None:
    if path.name != PROJECT_FILE:
        return dict(parsed)
    tools = parsed.get("tool")
    table = tools.get(TABLE) if isinstance(tools, dict) else None
    return table if isinstance(table, dict) else None


def _value(path: Path, name: str, value: Any) -> Any:
    kind = KEYS[name]
    if kind is Path and isinstance(value, str):
        return path.parent / value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is list and isinstance(value, list) and all(isinstance(row, str) for row in value):
        return list(value)
    if kind in {str, float, bool, int} and type(value) is kind:
        return value
    wanted = {Path: "a path", list: "a list of patterns", bool: "true or false", str: "a text"}
    raise UsageError(
        f"{path}: {name} is not {wanted.get(kind, 'a number')}", remedy="mend the setting"
    )
