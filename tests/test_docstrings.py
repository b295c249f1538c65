"""The examples in docstrings run and give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

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
