"""Import the package anew with one number changed: of a module, of a record, of the model."""

from __future__ import annotations

import ast
import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import vndiacritics
from benchmarks.pages import read
from vndiacritics.model import store

PACKAGE = "vndiacritics"

MODEL = "model"
"""Stands for the model as a whole; its value is a folder."""

TABLE = ".vnd"

_BUILT_IN = Path(vndiacritics.__file__).parent / "model" / "data"


def present(number: str) -> str:
    """Return the value of a number, as it is written.

    Raises:
        KeyError: there is no such number.
    """
    place, _, name = number.partition(":")
    if place == MODEL:
        return str(_BUILT_IN)
    if place.endswith(TABLE) and (_BUILT_IN / place).is_file():
        return repr(store.read_any(_BUILT_IN / place).meta[name])
    spec = importlib.util.find_spec(f"{PACKAGE}.{place}")
    if spec is None or spec.origin is None:
        raise KeyError(place)
    return rewritten(read(Path(spec.origin)), name, "0")[1]


def rewritten(source: str, name: str, value: str) -> tuple[ast.Module, str]:
    """Return a module in which a constant, or a field `RECORD.field`, has another value.

    Returns:
        The tree, and the value that stood there.

    Raises:
        KeyError: there is no such constant.

    Examples:
        >>> tree, old = rewritten("MOST = 3", "MOST", "5")
        >>> ast.unparse(tree), old
        ('MOST = 5', '3')
    """
    tree = ast.parse(source)
    outer, _, inner = name.partition(".")
    node: Any
    for node in tree.body:
        for holder in _fields(node, outer) if inner else [node]:
            if _named(holder) == (inner or outer) and holder.value is not None:
                old = ast.unparse(holder.value)
                holder.value = ast.parse(value, mode="eval").body
                return ast.fix_missing_locations(tree), old
    raise KeyError(name)


def _fields(node: Any, record: str) -> list[Any]:
    """Return what gives the fields of a record their values: its class's body, or a call."""
    if isinstance(node, ast.ClassDef):
        return list(node.body) if node.name == record else []
    called = isinstance(getattr(node, "value", None), ast.Call) and _named(node) == record
    return list(node.value.keywords) if called else []


def _named(node: Any) -> str | None:
    """Return the name to which an assignment or a keyword gives a value."""
    if isinstance(node, ast.keyword):
        return node.arg
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return getattr(target, "id", None)


class _Loader(SourceFileLoader):
    """Loads a module from code that does not stand in its file."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - as it is called
        """Return the code, whatever the file holds."""
        return self.code


class _Finder:
    """Finds one module, rewritten, whoever imports it."""

    def __init__(self, module: str, name: str, value: str) -> None:
        self._module, self._name, self._value = module, name, value

    def find_spec(self, module: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Find the module that is rewritten, and no other."""
        found = PathFinder.find_spec(module, path, target) if module == self._module else None
        if found is not None and found.origin is not None:
            tree, _ = rewritten(read(Path(found.origin)), self._name, self._value)
            loader = _Loader(module, found.origin)
            loader.code = compile(tree, found.origin, "exec")
            found.loader = loader
        return found


@contextmanager
def changed(number: str, value: str) -> Iterator[Path | None]:
    """Import the package anew where it is imported within; yields the model to be used, if another.

    Args:
        number: `MODULE:NAME`, `MODULE:RECORD.FIELD`, `TABLE.vnd:NAME` or `model`.
        value: as it is written in the source, or a folder.
    """
    place, _, name = number.partition(":")
    before = {one: sys.modules.pop(one) for one in _imported()}
    module = "" if place == MODEL else f"{PACKAGE}.{place}"
    finder: Any = _Finder(module, name, value)
    sys.meta_path.insert(0, finder)
    try:
        with tempfile.TemporaryDirectory() as folder:
            if place.endswith(TABLE):
                _write_model(Path(folder), place, {name: ast.literal_eval(value)})
                yield Path(folder)
            else:
                yield Path(value) if place == MODEL else None
    finally:
        sys.meta_path.remove(finder)
        for one in _imported():
            del sys.modules[one]
        sys.modules.update(before)


def _imported() -> list[str]:
    return [name for name in sys.modules if name.split(".")[0] == PACKAGE]


def _write_model(folder: Path, name: str, meta: dict[str, Any]) -> None:
    """Fill a folder with the built-in model, one table of which has other small values."""
    for path in _BUILT_IN.iterdir():
        if path.name != name:
            (folder / path.name).symlink_to(path)
    table = store.read_any(_BUILT_IN / name)
    store.write(folder / name, table.kind, table.meta | meta, table.arrays)
