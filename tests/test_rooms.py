"""How the house is built: imports run one way, rooms and modules stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
PACKAGE = "vndiacritics"

ROOMS = (
    "errors pieces",
    "core",
    "arrays orthography",
    "restoration",
    "text symbols profiles",
    "options files",
    "model",
    "search",
    "candidates adaptation confidence",
    "revision",
    "restorer",
    "documents",
    "ocr",
    "review",
    "integrations training",
    "command",
    "__main__",
)
"""From the ground up: a room imports from those below, and from its own."""

FLOOR = {room: number for number, rooms in enumerate(ROOMS) for room in rooms.split()}

MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_AT_THE_TOP = 400, 60, 10

SOURCES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((HOUSE / PACKAGE).rglob("*.py"))
}
HOUSE_SOURCES = sorted(
    path.relative_to(HOUSE)
    for folder in (PACKAGE, "benchmarks", "tools", "tests")
    for path in (HOUSE / folder).rglob("*.py")
)
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in SOURCES.items()}


def imports(name: str) -> Iterator[str]:
    """Yield the modules of the package that a module imports, wherever it does."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
            for row in node.names:
                inner = f"{node.module}.{row.name}"
                yield inner if inner in SOURCES else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (row.name for row in node.names if row.name.split(".")[0] == PACKAGE)


GRAPH = {name: {*imports(name)} - {name, PACKAGE} for name in SOURCES if name != PACKAGE}
"""The package itself hands names on and tells its version; it is no room."""


def room(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("name", GRAPH)
def test_a_module_stands_in_a_known_room(name: str) -> None:
    assert room(name) in FLOOR


@pytest.mark.parametrize("name", GRAPH)
def test_imports_run_down(name: str) -> None:
    up = {
        other
        for other in GRAPH[name]
        if room(other) != room(name) and FLOOR[room(other)] >= FLOOR[room(name)]
    }
    assert not up


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = set(GRAPH)
    while leaves := {name for name in left if not GRAPH[name] & left}:
        left -= leaves
    assert not left


def test_the_top_holds_few_modules() -> None:
    assert len(list((HOUSE / PACKAGE).glob("*.py"))) <= MOST_AT_THE_TOP


@pytest.mark.parametrize("path", HOUSE_SOURCES, ids=str)
def test_modules_are_short(path: Path) -> None:
    assert len((HOUSE / path).read_text("utf-8").splitlines()) <= MOST_LINES


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function from its `def` to its end, docstring and all."""
    return (function.end_lineno or 0) - function.lineno + 1


@pytest.mark.parametrize("path", HOUSE_SOURCES, ids=str)
def test_functions_are_short(path: Path) -> None:
    long = [
        node.name
        for node in ast.walk(ast.parse((HOUSE / path).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and lines_of(node) > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long
