"""What holds for all tests: a busy machine fails none of them, and none is told by another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from stub_restorer import StubRestorer

from vndiacritics.command import restoring

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def nothing_loaded() -> None:
    """Let go of the restorers, real ones or stubs, that tests before have loaded."""
    restoring.forget()


@pytest.fixture
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> StubRestorer:
    """Have the command restore with a stub."""
    restorer = StubRestorer()
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: restorer)
    return restorer


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start Debian's browser for the tests of a module."""
    # Other tests do without what makes review pages.
    from review_pages import chromium

    with chromium() as started:
        yield started
