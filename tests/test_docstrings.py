"""The examples in docstrings run and give what they say, in one mood; numbers say what they are."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import vndiacritics

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(vndiacritics.__path__, "vndiacritics.")
    if not module.name.endswith("__main__")  # importing it would run the command
)


@pytest.mark.parametrize("name", MODULES)
def test_its_examples_run(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        pytest.skip(f"needs the package {error.name}")
    result = doctest.testmod(module)
    assert result.failed == 0, f"{result.failed} of {result.attempted} examples"


ANOTHER_MOOD = re.compile(r"(?:[A-Z][a-z]*[a-rt-z]s|The|An?|What|Which|How|Kind|Where|Whether)\b")
"""How a docstring begins that says what something is or does; `Return`, `Pass` do not begin so."""


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_of_functions_say_what_to_do(name: str) -> None:
    odd = [
        node.name
        for node in ast.walk(ast.parse(source_of(name)))
        if isinstance(node, ast.FunctionDef)
        and not {"property", "cached_property", "lazy"} & {*map(ast.unparse, node.decorator_list)}
        and ANOTHER_MOOD.match(ast.get_docstring(node) or "")
    ]
    assert not odd


def source_of(name: str) -> str:
    """Return the source of a module; nothing for one that is compiled."""
    path = Path(str(getattr(find_spec(name), "origin", "")))
    return path.read_text("utf-8") if path.suffix == ".py" else ""


def is_number(node: ast.expr) -> bool:
    """Return whether a value is a number, or a row of them, as it stands."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return False
    row = value if isinstance(value, tuple) else (value,)
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in row)


def silent_numbers(source: str) -> Iterator[str]:
    """Yield the constants that nothing is said of, behind their run of lines or before it."""
    lines = source.splitlines()
    spoken = 0
    for node in reversed(ast.parse(source).body):
        end = node.end_lineno or node.lineno
        commented = "#" in lines[end - 1] or lines[node.lineno - 2].startswith("#")
        is_told = isinstance(node, ast.Assign) and (commented or end + 1 == spoken)
        if is_told or isinstance(node, ast.Expr):
            spoken = node.lineno
        elif isinstance(node, ast.Assign) and is_number(node.value):
            name = ast.unparse(node.targets[0])
            yield from [name] if name.isupper() else []


@pytest.mark.parametrize(
    ("source", "silent"),
    [
        ("A = 1\n", ["A"]),
        ('A = 1\n"""Nats."""\n', []),
        ('A = 1\nB = 0.5, 2\n"""Nats."""\n', []),
        ('A = 1\n\nB = 2\n"""Nats."""\n', ["A"]),
        ("A = 1  # nats\n", []),
        ("#: Nats.\nA = 1\n", []),
        ("A = b\n", []),
    ],
)
def test_what_a_silent_number_is(source: str, silent: list[str]) -> None:
    assert list(silent_numbers(source)) == silent


@pytest.mark.parametrize("name", MODULES)
def test_its_numbers_say_what_they_are(name: str) -> None:
    assert not list(silent_numbers(source_of(name)))
