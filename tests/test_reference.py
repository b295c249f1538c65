"""The reference is made of the docstrings, and names what is public."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import vndiacritics

ROOT = Path(__file__).parents[1]


def test_every_public_name_has_a_section(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("griffe")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import make_reference

    try:
        pages = make_reference.pages()
    finally:
        sys.modules.pop("make_reference", None)
    named = set(vndiacritics.__all__) - {"Restorer"}
    assert [name for name in sorted(named) if f"## {name}\n" not in pages["vndiacritics.md"]] == []
    assert "## Restorer\n" in pages["vndiacritics.restorer.md"]
    assert "`restore(text: str" in pages["vndiacritics.restorer.md"]


def test_what_lies_in_docs_names_them_too() -> None:
    text = (ROOT / "docs" / "reference" / "vndiacritics.md").read_text(encoding="utf-8")
    named = set(vndiacritics.__all__) - {"Restorer"}
    missing = [name for name in sorted(named) if f"## {name}\n" not in text]
    assert missing == [], "out of date: run python tools/make_reference.py"
